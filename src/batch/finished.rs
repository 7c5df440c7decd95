//! What a case came to, as a file: written whole when the case is done, and not before.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::case::Case;
use super::drawn::Drawn;
use crate::answer::{Answer, at_place};
use crate::files::{self, WriteError};

/// Name by which programs know the file of one case.
const FORMAT: &str = "railhead-case";
/// Goes up when a program that reads the files would have to change.
const FORMAT_VERSION: u32 = 1;
/// The list of all cases of a batch.
const LIST: &str = "batch.json";
/// Folder of the finished cases.
pub(super) const CASES: &str = "cases";

/// A case that is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finished {
    format: String,
    format_version: u32,
    pub case: Case,
    pub outcome: Outcome,
    /// How long it took; of no meaning for the result, and in none of the merged files.
    pub seconds: f64,
}

/// What it came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Answered(Box<Answered>),
    /// What is wrong with the case itself, in sentences: it fails whenever it is tried.
    Failed(String),
    /// What went wrong this time, in sentences; it is tried again by the next run.
    Broken(String),
}

/// An answer as far as batches keep it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    pub question: String,
    pub title: String,
    /// `NO`, `YES`, `UNDECIDED`, `NUMBER`.
    pub verdict: String,
    pub target_men: f64,
    /// Highest proved ceiling of all dates, men.
    pub most_men: f64,
    /// By how much that is above the target, as a share of it.
    pub margin: f64,
    /// The day of that ceiling.
    pub day: Option<f64>,
    pub date: String,
    /// Men of the plan that was carried out without a fault, where there is one.
    pub plan_men: Option<f64>,
    /// What binds most at the last date, with its place, and what a step more of it would bring at the margin, men.
    pub short_of: String,
    pub step: String,
    pub men_per_step: Option<f64>,
    /// The first sentences of the answer.
    pub sentences: Vec<String>,
    pub dates: Vec<DatePoint>,
    /// Period, version, solver and input, as on every output.
    pub period_days: f64,
    pub version: String,
    pub solver: String,
    pub input_hash: String,
    /// Name of the certificate, which was checked when it was made; none where none was asked for.
    pub certificate: Option<String>,
    /// How sure it is, where draws were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Drawn>,
}

/// The ceiling of one date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatePoint {
    pub day: f64,
    pub date: String,
    pub most_men: f64,
}

/// The word that stands for a verdict or a question in files.
fn word<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(String::from)).unwrap_or_default()
}

/// Sentences of an answer that are kept.
const SENTENCES: usize = 3;

impl Answered {
    /// What a batch keeps of an answer.
    pub fn of(a: &Answer, certificate: Option<String>) -> Answered {
        let best = a.curve.iter().max_by(|x, y| x.most_men.total_cmp(&y.most_men).then(y.day.total_cmp(&x.day)));
        let first = a.bottlenecks.first();
        Answered {
            question: word(a.asked.question),
            title: a.asked.title.clone(),
            verdict: word(a.verdict),
            target_men: a.asked.target_men,
            most_men: a.most_men,
            margin: a.margin,
            day: best.map(|p| p.day),
            date: best.map(|p| p.date.clone()).unwrap_or_default(),
            plan_men: a.plan.as_ref().map(|p| p.men),
            short_of: first.map(|b| at_place(&b.what, &b.place)).unwrap_or_default(),
            step: first.map(|b| b.step.clone()).unwrap_or_default(),
            men_per_step: first.map(|b| b.men_per_step).filter(|men| men.is_finite()),
            sentences: a.sentences.iter().take(SENTENCES).cloned().collect(),
            dates: a
                .curve
                .iter()
                .map(|p| DatePoint { day: p.day, date: p.date.clone(), most_men: p.most_men })
                .collect(),
            period_days: a.stamp.period_days,
            version: a.stamp.version.clone(),
            solver: a.stamp.solver.clone(),
            input_hash: a.stamp.input_hash.clone(),
            certificate,
            drawn: None,
        }
    }
}

impl Finished {
    pub fn new(case: &Case, outcome: Outcome, seconds: f64) -> Finished {
        Finished { format: FORMAT.into(), format_version: FORMAT_VERSION, case: case.clone(), outcome, seconds }
    }

    /// Why there is no answer.
    pub fn failure(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Failed(why) | Outcome::Broken(why) => Some(why),
            Outcome::Answered(_) => None,
        }
    }

    /// Whether another run would come to the same.
    pub fn is_final(&self) -> bool {
        !matches!(self.outcome, Outcome::Broken(_))
    }

    /// Where the file of a case lies.
    pub fn path(folder: &Path, case: &Case) -> PathBuf {
        folder.join(CASES).join(format!("{}.json", case.stem()))
    }

    /// Writes it, whole or not at all.
    pub fn write(&self, folder: &Path) -> Result<(), WriteError> {
        json(&Finished::path(folder, &self.case), self)
    }

    /// What an earlier run left of a case; nothing where it left nothing, or something of another version or input.
    pub fn read(folder: &Path, case: &Case) -> Option<Finished> {
        let bytes = std::fs::read(Finished::path(folder, case)).ok()?;
        let found: Finished = serde_json::from_slice(&bytes).ok()?;
        let fits = found.format == FORMAT && found.format_version == FORMAT_VERSION && found.case == *case;
        fits.then_some(found)
    }
}

/// Writes the list of all cases of a batch; shards write the same.
pub fn write_list(folder: &Path, cases: &[Case]) -> Result<(), WriteError> {
    json(&folder.join(LIST), &cases)
}

fn json<T: Serialize>(path: &Path, value: &T) -> Result<(), WriteError> {
    let text = serde_json::to_string_pretty(value).map_err(|e| WriteError::Unfit(path.into(), e.to_string()))?;
    files::replace(path, format!("{text}\n").as_bytes())
}

/// All cases of a folder in their order, with what is finished of them.
///
/// # Errors
/// A sentence, where the folder is not that of a batch.
pub fn gather(folder: &Path) -> Result<Vec<(Case, Option<Finished>)>, String> {
    let path = folder.join(LIST);
    let bytes = std::fs::read(&path)
        .map_err(|_| format!("{} is not the folder of a batch: it has no {LIST}.", folder.display()))?;
    let cases: Vec<Case> =
        serde_json::from_slice(&bytes).map_err(|e| format!("{} is not a list of cases: {e}.", path.display()))?;
    Ok(cases
        .into_iter()
        .map(|case| {
            let finished = Finished::read(folder, &case);
            (case, finished)
        })
        .collect())
}
