//! Many solves of one campaign: why the answer is what it is, what holds it down and what it is worth, where it flips,
//! what it would take, and which guess is most worth research.
//!
//! Everything here is about the ceiling, on the date on which it is highest, unless it says otherwise. Each figure is
//! proved as the ceiling is.

mod accounts;
mod alone;
pub mod base;
mod change;
mod coarse;
pub mod dial;
mod families;
mod figures;
mod flips;
mod freed;
mod limits;
mod prices;
mod reason;
mod ways;
mod without;

use serde::Serialize;

pub use accounts::Account;
pub use alone::Alone;
pub use families::Family;
pub use figures::{Flip, Influence, Influences};
pub use flips::LeverFlip;
pub use freed::{Freed, Needed};
pub use prices::Price;
pub use reason::stopped;
pub use ways::Way;
pub use without::{Removals, Without, Worst};

use crate::answer::{Answer, Evidence, Task, bottlenecks, dates};
use crate::campaign::{Campaign, QuestionKind};
use crate::formulation::Earliest;
use crate::solver::SolveError;
use crate::tables::RawBook;
use base::{Base, Ceiling};

/// What a long run tells on its way: so many are to be done, or one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Things(usize),
    Thing,
    Prices(usize),
    Price,
    Levers(usize),
    Lever,
    Figures(usize),
    Figure,
    Removals(usize),
    Removal,
    Ways(usize),
    Way,
}

/// Told of progress; from several threads.
pub type Tell<'a> = &'a (dyn Fn(Progress) + Sync);

/// What is done of a study at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The reason, the kinds and single things behind it, the account.
    Reason,
    Prices,
    Flips,
    Without,
    Assumptions,
    Ways,
}

/// Who is told while a study is made, which takes long: of every step, and of every section that is done.
pub struct Listener<'a> {
    pub step: Tell<'a>,
    /// The study so far, and what is new in it.
    pub section: &'a dyn Fn(&Study, Section),
}

impl Listener<'static> {
    /// Nobody.
    pub const NONE: Listener<'static> = Listener { step: &|_| (), section: &|_, _| () };
}

/// Which parts of a study are made. The reason always is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    pub prices: bool,
    pub flips: bool,
    pub figures: bool,
    pub removals: bool,
    pub ways: bool,
}

impl Parts {
    pub const ALL: Parts = Parts { prices: true, flips: true, figures: true, removals: true, ways: true };
    pub const REASON: Parts = Parts { prices: false, flips: false, figures: false, removals: false, ways: false };
}

/// Why, how far, and what it would take.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Study {
    /// Day that it is about.
    pub day: f64,
    pub date: String,
    /// Ceiling of that day, men.
    pub most_men: f64,
    /// Whether it rules the target out.
    pub ruled_out: bool,
    /// The reason: a paragraph, sentence by sentence, the first naming what decides.
    pub reason: Vec<String>,
    /// What the ceiling is made of.
    pub accounts: Vec<Account>,
    /// Single things without limit that lift the ceiling, those that suffice first.
    pub alone: Vec<Alone>,
    /// All things of a kind without limit, those that suffice first.
    pub families: Vec<Family>,
    /// Things that were looked at, and how many were settled without another solve.
    pub looked_at: usize,
    pub settled: usize,
    /// Things that help, but were freed only together with others of their kind, and what the best of these may bring at most, men.
    pub grouped: usize,
    pub grouped_most_men: Option<f64>,
    /// Solves that were stopped before they were done.
    pub stopped: usize,
    pub prices: Vec<Price>,
    pub flips: Vec<LeverFlip>,
    pub columns: Vec<Influence>,
    pub singly: Vec<Influence>,
    pub without: Vec<Without>,
    pub worth_nothing: usize,
    pub without_all: Vec<Without>,
    /// Days of the longer steps in which removals were tried first; `None` where they were tried in the campaign's own.
    pub without_chosen_in_days: Option<f64>,
    pub worst: Vec<Worst>,
    pub ways: Vec<Way>,
}

/// Studies an answered campaign.
///
/// # Errors
/// Where the solver has nothing to offer, or no date lies within the horizon.
pub fn study(
    (task, book): (&Task, &RawBook),
    (answer, evidence): (&Answer, &Evidence),
    parts: Parts,
    listener: &Listener,
) -> Result<Study, SolveError> {
    let tell = listener.step;
    let c = task.campaign;
    let earliest = Earliest::of(c);
    let first = looked_at(answer, evidence)
        .or_else(|| dates::all(c).last().copied())
        .ok_or_else(|| SolveError("the horizon is too short for any date".into()))?;
    let base = Base::new((c, &earliest), first, (task.backend, task.limits))?.at_a_corner();
    // What takes time may only help on the last date; unless one day is asked about, or that date is not ruled out as it is.
    let last = dates::all(c).last().copied().filter(|last| *last != first && !asks_about_one_day(c));
    let later = last.map(|last| Base::new((c, &earliest), last, (task.backend, task.limits))).transpose()?;
    let short = |of: &Base| of.is_short(of.proved.ceiling);
    let later = later.filter(|later| !short(&base) || short(later)).map(Base::at_a_corner);
    let bases: Vec<&Base> = std::iter::once(&base).chain(&later).collect();
    let asked = alone::all(&bases, tell)?;
    let found = match &base.solved {
        Some((program, solution)) => bottlenecks::of_men(c, &earliest, base.window, (program, solution)),
        None => Vec::new(),
    };
    let mut out = Study {
        day: base.day(),
        date: dates::calendar(c, dates::day(c, first)),
        most_men: base.proved.ceiling.men(),
        ruled_out: base.is_short(base.proved.ceiling),
        reason: Vec::new(),
        accounts: accounts::of(&base),
        looked_at: asked.looked_at,
        settled: asked.settled,
        grouped: asked.grouped,
        grouped_most_men: asked.grouped_most.map(Ceiling::men),
        stopped: 0,
        alone: asked.rows,
        families: asked.families,
        prices: Vec::new(),
        flips: Vec::new(),
        columns: Vec::new(),
        singly: Vec::new(),
        without: Vec::new(),
        worth_nothing: 0,
        without_all: Vec::new(),
        without_chosen_in_days: None,
        worst: Vec::new(),
        ways: Vec::new(),
    };
    let stopped = || bases.iter().map(|base| base.stopped()).sum();
    // What a YES hangs on is said by where it flips.
    let flips_first = parts.flips && !out.ruled_out;
    if flips_first {
        out.flips = flips::all(&base, evidence.plan.as_ref(), tell)?;
    }
    out.stopped = stopped();
    out.reason = reason::paragraph(&base, answer, &out, &found);
    (listener.section)(&out, Section::Reason);
    if parts.prices {
        out.prices = prices::find(&base, &found, tell)?;
        (listener.section)(&out, Section::Prices);
    }
    if parts.flips {
        if !flips_first {
            out.flips = flips::all(&base, evidence.plan.as_ref(), tell)?;
        }
        (listener.section)(&out, Section::Flips);
    }
    if parts.removals {
        let coarse = coarse::campaign(c);
        let dated = coarse.as_ref().map(|c| (c, Earliest::of(c)));
        let coarse = match &dated {
            Some((c, earliest)) => coarse::base((c, earliest), &base)?,
            None => None,
        };
        let found = without::all(&base, coarse.as_ref(), tell)?;
        (out.without, out.worth_nothing, out.worst) = (found.rows, found.worth_nothing, found.worst);
        (out.without_all, out.without_chosen_in_days) = (found.all_of_a_kind, found.chosen_in_days);
        (listener.section)(&out, Section::Without);
    }
    if parts.figures {
        let found = figures::all(&base, book, &task.assumptions, tell)?;
        (out.columns, out.singly) = (found.columns, found.singly);
        (listener.section)(&out, Section::Assumptions);
    }
    if parts.ways {
        out.ways = ways::find(task, &base, tell)?;
        (listener.section)(&out, Section::Ways);
    }
    out.stopped = stopped();
    out.reason = reason::paragraph(&base, answer, &out, &found);
    Ok(out)
}

/// Whether the question is about one day, rather than about any date of the horizon.
fn asks_about_one_day(c: &Campaign) -> bool {
    c.question.on_day.is_some() && !matches!(c.question.kind, QuestionKind::CanItBeDone | QuestionKind::HowSoon)
}

/// The date with the highest ceiling; of equals the last.
fn looked_at(answer: &Answer, evidence: &Evidence) -> Option<usize> {
    let mut solved = evidence.bounded.iter().filter(|b| b.solved.is_some() && !b.point.cut_short);
    if answer.asked.question == QuestionKind::HowMany {
        return solved.next_back().map(|b| b.window.first);
    }
    // Where nobody can stand there on any date, the last one is nearest to it.
    solved.max_by(|a, b| a.point.most_men.total_cmp(&b.point.most_men)).map(|b| b.window.first)
}
