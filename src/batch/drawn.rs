//! How sure the answer of a case is: draws around it, kept in a folder of its own.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::case::{Case, Shard};
use super::run::Ask;
use crate::campaign::Campaign;
use crate::files::WriteError;
use crate::solver::{Backend, Limits};
use crate::tables::RawBook;
use crate::uncertain::{Failed, Found, Odds, Settings, Task};

/// Folder of the cases' draws.
pub(super) const DRAWN: &str = "drawn";
/// Figures to research that are kept.
const RESEARCH: usize = 3;

/// Keeps a result in the folder of its case.
pub type Keep<'a> = &'a (dyn Fn(&Task, &Found, &Path) -> Result<(), WriteError> + Sync);

/// Draws that are made around every case.
#[derive(Clone, Copy)]
pub struct Draws<'a> {
    pub count: usize,
    /// The workbook's where nothing is said.
    pub seed: Option<u64>,
    /// As the batch asks, but whether the target can be reached.
    pub ask: Ask<'a>,
    pub keep: Keep<'a>,
    /// What the reader should know of how it was asked.
    pub caution: Option<&'a str>,
}

/// What they come to, as far as a batch keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    pub seed: u64,
    /// In how many draws the target is not ruled out.
    pub not_ruled_out: Odds,
    /// Ceilings of the draws, men: one in twenty has fewer, half have, one in twenty has more.
    pub p05_men: f64,
    pub p50_men: f64,
    pub p95_men: f64,
    /// What to research next, a sentence each.
    pub research: Vec<String>,
    /// Where everything else about the draws is, within the folder of the batch.
    pub folder: String,
}

impl Draws<'_> {
    /// Makes the draws of a case. `book` asks whether it can be done, and is what `campaign` was read from before levers were moved.
    ///
    /// # Errors
    /// Where nothing can be written, or a sentence why there are no draws.
    pub fn of(
        &self,
        (book, campaign): (&RawBook, &Campaign),
        case: &Case,
        (backend, limits): (Backend, Limits),
        folder: &Path,
    ) -> Result<Result<Drawn, String>, WriteError> {
        let seed = self.seed.unwrap_or(campaign.question.seed);
        let settings = Settings {
            draws: self.count,
            seed,
            within: None,
            backend,
            limits,
            threads: rayon::current_num_threads(),
            shard: Shard::WHOLE,
        };
        let own: PathBuf = [DRAWN, &case.stem()].iter().collect();
        let into = folder.join(&own);
        let task = Task { book, campaign, settings, caution: self.caution.map(String::from) };
        let found = match task.run(&into, &|_| ()) {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(Err("Its draws were not finished.".into())),
            Err(Failed::Write(e)) => return Err(e),
            Err(Failed::Solve(e)) => return Ok(Err(format!("No draws: {e}."))),
            Err(Failed::Sense(why)) => return Ok(Err(why)),
        };
        (self.keep)(&task, &found, &into)?;
        Ok(Ok(Drawn {
            seed,
            not_ruled_out: found.not_ruled_out,
            p05_men: found.men.p05,
            p50_men: found.men.p50,
            p95_men: found.men.p95,
            research: found.research.into_iter().take(RESEARCH).collect(),
            folder: own.display().to_string(),
        }))
    }
}
