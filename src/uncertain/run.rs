//! All draws, block by block: solved or ruled out, kept as soon as a block is done, and put together when all are.

use std::path::Path;

use rayon::prelude::*;

use super::block::{self, Block};
use super::found;
use super::judge::{Ground, Judged, Way};
use super::odds::Odds;
use super::plan::Plan;
use super::pool::{Member, Pool};
use super::steps::{CUTS, Cut, LONGER};
use super::types::{Check, Found};
use super::variables::{Variable, Variables};
use crate::answer::Evidence;
use crate::answer::starts::Starts;
use crate::batch::Shard;
use crate::campaign::Campaign;
use crate::files::{WriteError, sha256};
use crate::solver::{Backend, Limits, SolveError};
use crate::tables::RawBook;

/// Draws that are solved first, and whose prices are tried on all others: the first of the plan, which are as good a sample as any.
pub const PILOTS: usize = 24;
/// Draws after them that are solved in any case: to measure how good ceilings by prices and coarser calculations are.
pub const CHECKS: usize = 12;
/// A draw that prices or a coarser calculation leave further above the target than the worst that they were off on the checks, and by this share of
/// the target more, is not solved: twelve checks do not see everything.
const MORE_THAN_THE_WORST: f64 = 0.01;

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
            (PILOTS, CHECKS, MORE_THAN_THE_WORST, found::TELLING, CUTS, LONGER),
            block::SIZE
        );
        sha256([words.as_bytes()])
    }

    /// What varies, and for each draw of the result its values in that order.
    pub fn values(&self, found: &Found) -> (Vec<Variable>, Vec<Vec<f64>>) {
        let variables = Variables::of(self.book);
        let plan = Plan::new(self.settings.draws, self.settings.seed, &variables.names(), variables.correlation());
        let list = variables.list();
        let of_draw = |j: &Judged| (0..list.len()).map(|v| list[v].spread.quantile(plan.share(v, j.draw))).collect();
        (list.to_vec(), found.draws.par_iter().map(of_draw).collect())
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
                        None => ground.judged(draw, &sample.pool, &sample.ways),
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
        found::of(&ground, draws, s, tell).map(Some).map_err(Failed::from)
    }
}

/// The odds of all blocks up to this one: what later blocks say does not count, or the run would depend on what is in the folder.
fn odds_until(done: &[Option<Block>], last: usize) -> Odds {
    found::odds(done.iter().take(last + 1).flatten().flat_map(|b| &b.draws))
}

/// The first draws, solved, with what follows for all others.
struct Sample {
    /// The prices of the pilots.
    pool: Pool,
    /// Pilots and checks.
    solved: Vec<Judged>,
    /// Ways to settle the others, in order, each with the thousand men above the target beyond which a ceiling found by it leaves no doubt
    /// that a solve would not rule the draw out.
    ways: Vec<(Way, f64)>,
}

impl Sample {
    /// Solves the pilots from the corners of the campaign as it stands and nothing else, then the checks, each with what prices of the pilots
    /// prove of it.
    fn of(ground: &Ground, draws: usize, tell: &(dyn Fn(Note) + Sync)) -> Sample {
        let none = Pool::new(Vec::new(), ground.starts);
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
        let pool = Pool::new(pilots.iter().filter_map(member).collect(), ground.starts);
        let check = |draw: usize| {
            let checked = ground.checked(draw, &pool);
            tell(Note::Pilot);
            checked
        };
        let range = PILOTS.min(draws)..(PILOTS + CHECKS).min(draws);
        let checks: Vec<Judged> = range.into_par_iter().with_max_len(1).map(check).collect();
        let ways = ways(ground, &checks);
        Sample { pool, solved: pilots.into_iter().map(|(judged, _)| judged).chain(checks).collect(), ways }
    }
}

/// The ways by which draws are settled, as the checks show: prices first where they were no worse than coarser calculations, or good enough; then
/// those, the coarsest first.
fn ways(ground: &Ground, checks: &[Judged]) -> Vec<(Way, f64)> {
    // What nothing was held against leaves every draw in doubt.
    let worst = |check: &Check| if check.draws > 0 { check.worst_men / 1000.0 } else { f64::INFINITY };
    let more = MORE_THAN_THE_WORST * ground.enough();
    let margin = |worst: f64| worst + more;
    let cuts = Cut::of(ground.base);
    let telling = found::telling(ground);
    let by_steps: Vec<f64> = (0..cuts.len()).map(|i| worst(&found::check_of_steps(checks, i, telling))).collect();
    let by_prices = worst(&found::check(checks, telling));
    let mut out = Vec::new();
    if by_prices <= more || by_steps.iter().all(|steps| by_prices <= *steps) {
        out.push((Way::Prices, margin(by_prices)));
    }
    out.extend(cuts.into_iter().zip(by_steps).map(|(cut, worst)| (Way::Steps(cut), margin(worst))));
    out
}
