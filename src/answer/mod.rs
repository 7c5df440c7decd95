//! From a campaign to an [`Answer`]: bounds on every date asked for, the verdict, the schedule behind the last date,
//! what binds, and the sentences.

mod asking;
pub mod audit;
pub mod bottlenecks;
pub mod capacity;
pub mod carry;
pub mod dates;
pub mod evidence;
pub mod figures;
pub mod levers;
pub mod planned;
pub mod prices;
mod schedule;
pub mod sentences;
pub mod soon;
pub mod starts;
pub mod theatre;
pub mod thing;
mod told;
pub mod traffic;
pub mod types;

pub use evidence::Evidence;
pub use figures::{Change, Figures, LeverFigure, Soon, Took};
pub use planned::PlanFigure;
pub use sentences::{ceiling, men};
pub use told::{high, low, plain};
pub use types::*;

use crate::campaign::{Campaign, Problem, QuestionKind};
use crate::formulation::{Context, Earliest, Program, Window};
use crate::solver::{Backend, Limits, Solution, SolveError};
use dates::Bounded;
use schedule::Schedule;
use starts::Starts;

/// A bound below the target by less than this share is not called a NO.
pub const SHORT_OF: f64 = 1e-3;

/// What is answered, and with what.
pub struct Task<'a> {
    pub campaign: &'a Campaign,
    /// File name of the input, without folders.
    pub input: String,
    /// SHA-256 of the input.
    pub input_hash: String,
    pub assumptions: Vec<AssumptionRow>,
    pub warnings: Vec<Problem>,
    /// What the reader should know of how it was asked: the last of the answer's sentences.
    pub caution: Option<String>,
    pub backend: Backend,
    /// Limits of one solve.
    pub limits: Limits,
    /// Whether a plan is looked for where the bound does not rule the question out.
    pub with_plan: bool,
    /// Whether the schedule behind the ceiling is written out, with everything that is read off it.
    pub with_schedule: bool,
    /// Whether every date of the curve is solved; otherwise the last one, and others only as far as it can't be proved without that they are
    /// no better.
    pub with_curve: bool,
    /// Campaigns like this one, to start from.
    pub starts: Option<&'a Starts>,
}

/// What a long run tells on its way.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// So many dates are to be computed.
    Dates(usize),
    /// One of them is done.
    Date(CurvePoint),
    /// The bound was short of the target on every date so far; the remaining dates follow, for a proof.
    ForProof(usize),
    /// The earliest date is looked for; how many programs that takes is not known.
    Search,
    /// So many levers are to be examined, after the date itself.
    Levers(usize),
    /// One of them is done.
    Lever(String),
    /// A plan is being looked for; what the search is at.
    Plan(String),
    /// The schedule behind the last date is being written out.
    Schedule,
}

/// Answers the question of a campaign.
///
/// # Errors
/// Where the solver has nothing to offer for some date.
pub fn answer(task: &Task, tell: &(dyn Fn(Progress) + Sync)) -> Result<Answer, SolveError> {
    with_bounds(task, tell).map(|(answer, _)| answer)
}

/// The same with everything that proves it, of which [`crate::proof`] makes a certificate.
///
/// # Errors
/// Where the solver has nothing to offer for some date.
pub fn with_bounds(task: &Task, tell: &(dyn Fn(Progress) + Sync)) -> Result<(Answer, Evidence), SolveError> {
    let c = task.campaign;
    let earliest = Earliest::of(c);
    let how = (task.backend, task.limits);
    let asking::Found { mut evidence, mut figures } = asking::find(task, &earliest, tell)?;
    let target = c.question.target.0;
    // Where only a number is asked for, the target says nothing.
    let open = c.question.kind == QuestionKind::HowMany || !short(c, &evidence.bounded);
    let looked = if task.with_plan && open {
        planned::look(task, &earliest, &evidence.bounded, tell)
    } else {
        planned::Looked::default()
    };
    let (plan, orders) = looked.plan.unzip();
    let sound = plan.as_ref().filter(|p| p.is_below_ceiling());
    evidence.plan = orders.filter(|_| sound.is_some());
    figures.men_by_plan = sound.map(|p| p.men);
    if let (Some(soon), Some(plan)) = (&mut figures.soon, sound.filter(|p| p.men >= target)) {
        soon.by_plan = Some(planned::dated(plan));
    }
    let bounded = &evidence.bounded;
    tell(Progress::Schedule);
    let curve: Vec<CurvePoint> = bounded.iter().map(|b| b.point.clone()).collect();
    let short = short(c, bounded) && figures.soon.as_ref().is_none_or(|s| s.open.is_empty());
    let verdict = verdict(c.question.kind, short, figures.men_by_plan.is_some_and(|p| p >= target));
    let most_men = match c.question.kind {
        QuestionKind::HowMany => curve.last().map_or(0.0, |p| p.most_men),
        // No more than this on any date, whether it was solved or ruled out by carried prices.
        _ => {
            let carried = figures.carried.iter().map(|p| p.most_men);
            curve.iter().map(|p| p.most_men).chain(carried).fold(0.0, f64::max)
        }
    };
    let by_date = matches!(c.question.kind, QuestionKind::CanItBeDone | QuestionKind::HowMany);
    let mut answer = Answer {
        stamp: Stamp {
            version: env!("CARGO_PKG_VERSION").into(),
            input: task.input.clone(),
            input_hash: task.input_hash.clone(),
            solver: task.backend.describe().into(),
            period_days: c.question.period.0,
        },
        asked: asked(c),
        verdict,
        most_men,
        margin: most_men / target - 1.0,
        sentences: Vec::new(),
        earliest: if by_date { earliest_days(target, &curve) } else { Vec::new() },
        figures,
        plan,
        no_plan: looked.why_none,
        curve,
        classes: c.classes.iter().map(|k| k.name.clone()).collect(),
        timeline: Vec::new(),
        theatre: theatre::Theatre::of(c),
        flows: Vec::new(),
        stocks: Vec::new(),
        capacity: Vec::new(),
        audit: audit::Audit::default(),
        bottlenecks: Vec::new(),
        assumptions: task.assumptions.clone(),
        sources: c.sources.clone(),
        warnings: task.warnings.clone(),
        estimate: crate::estimate::Estimate::of(c),
    };
    if task.with_schedule {
        explain(&mut answer, c, &earliest, bounded, how);
    } else {
        answer.bottlenecks = binding(c, &earliest, bounded);
    }
    let missing = missing(target, c, &earliest, bounded);
    answer.sentences = sentences::all(&answer, (c, &earliest), missing.as_ref(), task.with_curve);
    answer.sentences.extend(task.caution.clone());
    Ok((answer, evidence))
}

/// Whether the bound is short of the target on every one of these dates.
fn short(c: &Campaign, bounded: &[Bounded]) -> bool {
    let enough = c.question.target.0 * (1.0 - SHORT_OF);
    !bounded.is_empty() && bounded.iter().all(|b| b.point.most_men < enough)
}

/// NO where the bound is short on every date, YES where a replayed plan has the men; nothing else decides.
fn verdict(kind: QuestionKind, short: bool, planned: bool) -> Verdict {
    match kind {
        QuestionKind::HowMany | QuestionKind::HowLittle | QuestionKind::WhatItTakes => Verdict::Number,
        _ if short => Verdict::No,
        QuestionKind::HowSoon => Verdict::Number,
        QuestionKind::CanItBeDone | QuestionKind::HowFar if planned => Verdict::Yes,
        QuestionKind::CanItBeDone | QuestionKind::HowFar => Verdict::Undecided,
    }
}

/// Fills in the schedule and the bottlenecks of the last date that was solved to its end: the point and prices of a
/// solve that was cut short prove something, but describe nothing.
fn explain(answer: &mut Answer, c: &Campaign, earliest: &Earliest, bounded: &[Bounded], how: (Backend, Limits)) {
    let Some((window, (program, solution))) = last_solved(bounded) else { return };
    let Some(ctx) = Context::new(c, earliest, window) else { return };
    answer.bottlenecks = bottlenecks::of_men(c, earliest, window, (program, solution));
    let x = dates::tidy((c, earliest), program, solution, how);
    let schedule = Schedule { ctx: &ctx, program, x: &x };
    answer.timeline = schedule.timeline();
    answer.theatre.states = schedule.states();
    let (flows, stocks) = (schedule.flows(), schedule.stocks());
    answer.capacity = capacity::rows(&schedule, &stocks, solution);
    answer.audit = audit::of(&schedule, &answer.assumptions, &flows, &stocks);
    answer.flows = flows.into_iter().map(|(_, row)| row).collect();
    answer.stocks = stocks.into_iter().map(|(_, row)| row).collect();
}

/// What binds on that date, and nothing else of it.
fn binding(c: &Campaign, earliest: &Earliest, bounded: &[Bounded]) -> Vec<Bottleneck> {
    let found = |(window, (program, solution)): (Window, &(Program, Solution))| {
        bottlenecks::of_men(c, earliest, window, (program, solution))
    };
    last_solved(bounded).map(found).unwrap_or_default()
}

/// The last date that was solved to its end.
fn last_solved(bounded: &[Bounded]) -> Option<(Window, &(Program, Solution))> {
    let mut whole = bounded.iter().rev().filter(|b| !b.point.cut_short);
    whole.find_map(|b| b.solved.as_ref().map(|s| (b.window, s)))
}

/// The latest date that was solved and is ruled out because the places cannot all be held, and what it lacks.
pub(crate) struct Missing {
    pub point: CurvePoint,
    /// Share of what is missing that a step would close, at the margin, largest first.
    pub closes: Vec<(Bottleneck, f64)>,
}

fn missing(target: f64, c: &Campaign, earliest: &Earliest, bounded: &[Bounded]) -> Option<Missing> {
    let below = |b: &Bounded| b.solved.as_ref().is_some_and(|(p, s)| p.lp.value(&s.x) < 0.0);
    let lacks = |b: &&Bounded| !b.point.cut_short && below(b);
    let out = bounded.iter().rev().filter(|b| b.point.most_men < target * (1.0 - SHORT_OF)).find(lacks)?;
    let (program, solution) = out.solved.as_ref()?;
    // The objective is below zero by the weight of what is not held, in thousand men.
    let gap = -program.lp.value(&solution.x) * 1000.0;
    let found = bottlenecks::find(c, earliest, out.window, (program, solution));
    let closes = found
        .into_iter()
        .map(|b| {
            let share = b.men_per_step / gap;
            (b, share)
        })
        .collect();
    (gap > 0.0).then_some(Missing { point: out.point.clone(), closes })
}

fn asked(c: &Campaign) -> Asked {
    let q = &c.question;
    Asked {
        title: q.title.clone(),
        scenario: q.scenario.clone(),
        question: q.kind,
        start_date: q.start_date.clone(),
        horizon_days: q.horizon.0,
        sustain_days: q.sustain.0,
        target_men: q.target.0,
        resistance_profile: q.profile.clone(),
        postures: postures(c),
        destinations: c.destinations.iter().filter(|d| d.counts).map(|d| c.place(d.place).name.clone()).collect(),
    }
}

/// Keys of the postures in which the asked profile of resistance lets the advance be fought, in the order of the sheet.
fn postures(c: &Campaign) -> Vec<String> {
    let fought =
        |p: usize| c.resistance.iter().any(|r| r.profile.eq_ignore_ascii_case(&c.question.profile) && r.posture.0 == p);
    (0..c.postures.len()).filter(|p| fought(*p)).map(|p| c.postures[p].key.clone()).collect()
}

/// For half, three quarters and all of the target: the first date of the curve on which it is not ruled out.
fn earliest_days(target: f64, curve: &[CurvePoint]) -> Vec<EarliestDay> {
    [0.5, 0.75, 1.0]
        .into_iter()
        .map(|share| {
            let men = target * share;
            let first = curve.iter().position(|p| p.most_men >= men * (1.0 - SHORT_OF));
            let before = &curve[..first.unwrap_or(curve.len())];
            EarliestDay {
                men,
                day: first.map(|i| curve[i].day),
                date: first.map(|i| curve[i].date.clone()),
                ruled_out_on: before.last().map(|p| p.day),
            }
        })
        .collect()
}
