//! All draws, block by block: solved or ruled out, kept as soon as a block is done, and put together when all are.

use std::path::Path;

use rayon::prelude::*;

use super::block::{self, Block};
use super::found;
use super::judge::{Ground, Judged, Known};
use super::odds::Odds;
use super::plan::Plan;
use super::pool::{Member, Pool};
use super::types::Found;
use super::used::{self, Used};
use super::variables::{Variable, Variables};
use crate::answer::starts::Starts;
use crate::answer::{Evidence, SHORT_OF};
use crate::batch::Shard;
use crate::campaign::Campaign;
use crate::files::{WriteError, sha256};
use crate::solver::{Backend, Limits, SolveError};
use crate::tables::{RawBook, listing};

/// Draws that are solved first, and whose prices are tried on all others: the first of the plan, which are as good a sample as any.
pub const PILOTS: usize = 24;
/// Draws after them that are solved in any case: to measure how good ceilings by prices are, and how many men points have.
pub const CHECKS: usize = 12;
/// Prices of other draws are tried where they were off by no more than this share of the target at worst: where they are worse than that they rule
/// next to nothing out, and trying them takes its time.
const PRICES_TELL: f64 = 0.1;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub draws: usize,
    pub seed: u64,
    /// Stop after the first block with which the interval reaches no further than this to either side.
    pub within: Option<f64>,
    pub backend: Backend,
    pub limits: Limits,
    pub threads: usize,
    pub shard: Shard,
}

/// A campaign whose draws are to be judged.
pub struct Task<'a> {
    pub book: &'a RawBook,
    pub campaign: &'a Campaign,
    pub settings: Settings,
    /// What the reader should know of how it was asked.
    pub caution: Option<String>,
}

/// What a run tells on its way; from several threads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Note {
    /// So many draws are this part's, so many of them were done before.
    Draws { all: usize, before: usize },
    /// The campaign as it stands is being solved, to start from.
    Base,
    /// One of the first draws is done.
    Pilot,
    /// A draw is done.
    Draw,
    /// A block is done; the odds so far that the target is not ruled out.
    Odds(Odds),
    /// So many figures are turned one at a time.
    Tornado(usize),
    /// One of them is done.
    Bar,
}

/// Why there is no result.
#[derive(Debug)]
pub enum Failed {
    Write(WriteError),
    Solve(SolveError),
    /// Nothing varies, or too much is asked; a sentence.
    Sense(String),
}

impl From<WriteError> for Failed {
    fn from(e: WriteError) -> Failed {
        Failed::Write(e)
    }
}

impl From<SolveError> for Failed {
    fn from(e: SolveError) -> Failed {
        Failed::Solve(e)
    }
}

impl Task<'_> {
    fn key(&self) -> String {
        let s = &self.settings;
        let words = format!(
            "{} {} {:?} {:?} {} {} {} {} {} {:?} {}",
            env!("CARGO_PKG_VERSION"),
            self.book.hash,
            self.book.scenario,
            self.campaign.question.moved,
            self.campaign.question.period.0,
            s.draws,
            s.seed,
            s.backend.describe(),
            s.limits.seconds,
            (PILOTS, CHECKS, PRICES_TELL, found::TELLING, SHORT_OF, used::SETTINGS),
            block::SIZE
        );
        sha256([words.as_bytes()])
    }

    /// The workbook with the values of one of its draws, counted from 0, in place of its own; nothing in it varies any more.
    pub fn book_of(&self, draw: usize) -> RawBook {
        let variables = Variables::of(self.book);
        let plan = Plan::new(self.settings.draws, self.settings.seed, &variables.names(), variables.correlation());
        let drawn = variables.put_into(self.book, &variables.drawn(&plan, draw));
        // What was drawn at its base, or does not vary, has its range yet.
        let certain: Vec<_> = listing::figures(&drawn).iter().map(|f| (f.at, f.base)).collect();
        let mut out = listing::with_certain(&drawn, &certain);
        let rules = ["uncertainty", "correlations"];
        out.tables.iter_mut().filter(|t| rules.contains(&t.table.id)).for_each(|t| t.rows.clear());
        out
    }

    /// What varies, and for each draw of the result its values in that order.
    pub fn values(&self, found: &Found) -> (Vec<Variable>, Vec<Vec<f64>>) {
        let variables = Variables::of(self.book);
        let plan = Plan::new(self.settings.draws, self.settings.seed, &variables.names(), variables.correlation());
        let of_draw = |j: &Judged| variables.raised(&variables.drawn(&plan, j.draw));
        (variables.list().to_vec(), found.draws.par_iter().map(of_draw).collect())
    }

    /// Judges the draws of its part that are not judged yet. Gives the whole result where the part is all of it (parts that other runs have
    /// left in the folder are used), and nothing otherwise.
    ///
    /// # Errors
    /// Where nothing varies, nothing can be written into the folder, or the campaign as it stands can't be solved.
    pub fn run(&self, folder: &Path, tell: &(dyn Fn(Note) + Sync)) -> Result<Option<Found>, Failed> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.settings.threads).build();
        match pool {
            Ok(pool) => pool.install(|| self.within_pool(folder, tell)),
            // The system has no threads to give: the common ones will do.
            Err(_) => self.within_pool(folder, tell),
        }
    }

    fn within_pool(&self, folder: &Path, tell: &(dyn Fn(Note) + Sync)) -> Result<Option<Found>, Failed> {
        let s = &self.settings;
        let variables = Variables::of(self.book);
        if variables.list().is_empty() {
            let why = "No figure of this campaign has a low or a high value: there is nothing to draw.";
            return Err(Failed::Sense(why.into()));
        }
        let plan = Plan::new(s.draws, s.seed, &variables.names(), variables.correlation());
        let key = self.key();
        let count = s.draws.div_ceil(block::SIZE);
        let mine: Vec<usize> = (0..count).filter(|b| s.shard.has(*b)).collect();
        let mut done: Vec<Option<Block>> = (0..count).map(|b| Block::read(folder, &key, b)).collect();
        let size = |b: usize| Block::of(b, s.draws).len();
        tell(Note::Draws {
            all: mine.iter().map(|b| size(*b)).sum(),
            before: mine.iter().filter(|b| done[**b].is_some()).map(|b| size(*b)).sum(),
        });
        if s.shard != Shard::WHOLE && mine.iter().all(|b| done[*b].is_some()) {
            return Ok(None);
        }
        tell(Note::Base);
        let how = (s.backend, s.limits);
        let starts = Starts::of(self.campaign, how);
        let ground =
            Ground { book: self.book, base: self.campaign, variables: &variables, plan: &plan, starts: &starts, how };
        // Made when the first block needs it: a run that has nothing left to do needs none.
        let mut sample: Option<Sample> = None;
        let mut blocks = count;
        for b in mine {
            if done[b].is_none() {
                let sample = sample.get_or_insert_with(|| Sample::of(&ground, s.draws, tell));
                let one = |draw: usize| {
                    let judged = match sample.solved.get(draw) {
                        Some(solved) => solved.clone(),
                        None => ground.judged(draw, &sample.known),
                    };
                    tell(Note::Draw);
                    judged
                };
                let draws: Vec<Judged> = Block::of(b, s.draws).into_par_iter().with_max_len(1).map(one).collect();
                let block = Block::new(&key, b, draws);
                block.write(folder)?;
                done[b] = Some(block);
            }
            let odds = found::odds(done.iter().flatten().flat_map(|b| &b.draws));
            tell(Note::Odds(odds));
            if s.within.is_some_and(|within| s.shard == Shard::WHOLE && odds_until(&done, b).within() <= within) {
                blocks = b + 1;
                break;
            }
        }
        if s.shard != Shard::WHOLE {
            return Ok(None);
        }
        let draws: Vec<Judged> = done.into_iter().take(blocks).flatten().flat_map(|b| b.draws).collect();
        let found = found::of(&ground, draws, s, tell)?;
        Ok(Some(Found { caution: self.caution.clone(), ..found }))
    }
}

/// The odds of all blocks up to this one: what later blocks say does not count, or the run would depend on what is in the folder.
fn odds_until(done: &[Option<Block>], last: usize) -> Odds {
    found::odds(done.iter().take(last + 1).flatten().flat_map(|b| &b.draws))
}

/// The first draws, solved, with what follows for all others.
struct Sample {
    known: Known,
    /// Pilots and checks.
    solved: Vec<Judged>,
}

impl Sample {
    /// Solves the pilots from the corners of the campaign as it stands and nothing else, then the checks, each with what the pilots
    /// tell of it.
    fn of(ground: &Ground, draws: usize, tell: &(dyn Fn(Note) + Sync)) -> Sample {
        let none = Known { pool: Pool::new(Vec::new(), ground.starts), ..Known::default() };
        let pilot = |draw: usize| {
            let solved = ground.solved(draw, &none);
            tell(Note::Pilot);
            solved
        };
        let pilots: Vec<(Judged, Option<Evidence>)> =
            (0..PILOTS.min(draws)).into_par_iter().with_max_len(1).map(pilot).collect();
        let member = |(judged, evidence): &(Judged, Option<Evidence>)| {
            evidence.as_ref().map(|e| Member::of(ground.shares(judged.draw), e))
        };
        let mut known = Known {
            pool: Pool::new(pilots.iter().filter_map(member).collect(), ground.starts),
            prices_tell: false,
            used: Used::by(pilots.iter().filter_map(|(_, evidence)| evidence.as_ref())),
        };
        let check = |draw: usize| {
            let checked = ground.checked(draw, &known);
            tell(Note::Pilot);
            checked
        };
        let range = PILOTS.min(draws)..(PILOTS + CHECKS).min(draws);
        let checks: Vec<Judged> = range.into_par_iter().with_max_len(1).map(check).collect();
        let worst = found::check(&checks, found::telling(ground)).worst_men;
        known.prices_tell = worst <= PRICES_TELL * ground.base.question.target.0;
        let solved: Vec<Judged> = pilots.into_iter().map(|(judged, _)| judged).chain(checks).collect();
        let solved = solved.into_par_iter().with_max_len(1).map(|judged| ground.dated(judged, &known)).collect();
        Sample { known, solved }
    }
}
