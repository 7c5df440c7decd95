//! What each question computes: which dates are solved, which are ruled out for nothing, and what else it finds.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::carry::{self, RuledOut};
use super::dates::{self, Bounded};
use super::evidence::Evidence;
use super::figures::{Carried, Dated, Figures, Soon};
use super::levers::{self, Frame};
use super::prices::Prices;
use super::{Progress, SHORT_OF, Task, soon};
use crate::campaign::{Campaign, QuestionKind};
use crate::formulation::{self, Earliest, Period, Program};
use crate::solver::{Solution, SolveError};

/// What the question found, and what proves it.
pub(super) struct Found {
    pub evidence: Evidence,
    pub figures: Figures,
}

type Tell<'a> = &'a (dyn Fn(Progress) + Sync);

/// Dates of the curve: none for questions that choose their dates on the way.
pub(super) fn curve(c: &Campaign, earliest: &Earliest) -> Option<Vec<Period>> {
    let all = dates::all(c);
    let possible: Vec<Period> = all.iter().copied().filter(|t| dates::is_early_enough(c, earliest, *t)).collect();
    let chosen = match c.question.kind {
        QuestionKind::HowLittle | QuestionKind::WhatItTakes | QuestionKind::HowFar => return None,
        QuestionKind::HowSoon if !possible.is_empty() => return None,
        QuestionKind::HowMany => {
            let on = dates::on_day(c);
            let until: Vec<Period> = possible.into_iter().filter(|t| Some(*t) <= on).collect();
            // The day itself, even where nobody can be there yet.
            if until.last().copied() == on { until } else { on.into_iter().collect() }
        }
        QuestionKind::CanItBeDone | QuestionKind::HowSoon if possible.is_empty() => {
            all.last().copied().into_iter().collect()
        }
        QuestionKind::CanItBeDone | QuestionKind::HowSoon => possible,
    };
    Some(dates::spread(&chosen, c.question.curve_dates))
}

/// Computes what the question asks for.
pub(super) fn find(task: &Task, earliest: &Earliest, tell: Tell) -> Result<Found, SolveError> {
    let c = task.campaign;
    let possible: Vec<Period> = dates::all(c).into_iter().filter(|t| dates::is_early_enough(c, earliest, *t)).collect();
    let Some(chosen) = curve(c, earliest) else {
        return match c.question.kind {
            QuestionKind::HowSoon => how_soon(task, earliest, &possible, tell),
            _ => with_levers(task, earliest, tell),
        };
    };
    // The last date leaves most time; most often it is the best, and its prices prove so.
    let (rest, first) =
        if task.with_curve { (&[][..], &chosen[..]) } else { chosen.split_at(chosen.len().saturating_sub(1)) };
    let mut bounded = solved(task, earliest, first, tell)?;
    if c.question.kind == QuestionKind::HowMany {
        let figures = Figures { on_day: dates::on_day(c).map(|t| dates::day(c, t).0), ..Figures::default() };
        return Ok(Found { evidence: Evidence { bounded, ..Evidence::default() }, figures });
    }
    let mut ruled_out = prove(task, earliest, (rest, &mut bounded), tell)?;
    // A NO must hold on every date, not only on those of the curve.
    if super::short(c, &bounded) {
        let known = |t: &Period| ruled_out.iter().any(|r| r.window.first == *t);
        let others: Vec<Period> = possible.iter().copied().filter(|t| !known(t)).collect();
        ruled_out.extend(prove(task, earliest, (&others, &mut bounded), tell)?);
        ruled_out.sort_by_key(|r| r.window.first);
    }
    let figures = Figures { carried: told(c, &ruled_out), ..Figures::default() };
    Ok(Found { evidence: Evidence { bounded, ruled_out, ..Evidence::default() }, figures })
}

fn solved(task: &Task, earliest: &Earliest, chosen: &[Period], tell: Tell) -> Result<Vec<Bounded>, SolveError> {
    tell(Progress::Dates(chosen.len()));
    solved_too(task, earliest, chosen, tell)
}

/// The same, where it was told before that they follow.
fn solved_too(task: &Task, earliest: &Earliest, chosen: &[Period], tell: Tell) -> Result<Vec<Bounded>, SolveError> {
    let done = |p: &super::CurvePoint| tell(Progress::Date(p.clone()));
    dates::bounds(task.campaign, earliest, chosen, ((task.backend, task.limits), task.starts), &done)
}

/// Rules these dates out by prices, where these prove no more men than are known to be possible at most anyway; what is left is solved.
/// Prices are those of the next later date that was solved, and of campaigns like this one for the same date.
///
/// With campaigns to start from a solve is cheap and its prices are of use for the dates before it: then one date after the other, the
/// latest first. Without, all at once.
fn prove(
    task: &Task,
    earliest: &Earliest,
    (open, bounded): (&[Period], &mut Vec<Bounded>),
    tell: Tell,
) -> Result<Vec<RuledOut>, SolveError> {
    let mut rest: Vec<Period> = open.iter().copied().filter(|t| bounded.iter().all(|b| b.window.first != *t)).collect();
    let mut carried = Vec::new();
    let at_a_time = if task.starts.is_some() { 1 } else { rest.len().max(1) };
    while !rest.is_empty() {
        let some = rest.split_off(rest.len().saturating_sub(at_a_time));
        let ruled_out = rule_out(task, earliest, (&some, bounded));
        let left: Vec<Period> = some.into_iter().filter(|t| ruled_out.iter().all(|r| r.window.first != *t)).collect();
        carried.extend(ruled_out);
        if left.is_empty() {
            continue;
        }
        tell(Progress::ForProof(left.len()));
        bounded.extend(solved_too(task, earliest, &left, tell)?);
        bounded.sort_by_key(|b| b.window.first);
    }
    carried.sort_by_key(|r: &RuledOut| r.window.first);
    Ok(carried)
}

/// Those of these dates that prices rule out.
fn rule_out(task: &Task, earliest: &Earliest, (some, bounded): (&[Period], &[Bounded])) -> Vec<RuledOut> {
    let c = task.campaign;
    // A man's hundredth for rounding: where nobody can be there, both bounds are dust.
    let enough = bounded.iter().map(|b| b.point.most_men).fold(0.01, f64::max);
    let later = |t: Period| bounded.iter().find(|b| b.window.first > t && b.solved.is_some());
    let mut prices: BTreeMap<Period, Prices> = BTreeMap::new();
    for b in some.iter().filter_map(|t| later(*t)) {
        let of = |(program, solution): &(Program, Solution)| Prices::at(program, solution);
        prices.entry(b.window.first).or_insert_with(|| b.solved.as_ref().map(of).unwrap_or_default());
    }
    let ruled_out = |t: &Period| {
        let window = dates::window(c, *t);
        let program = formulation::build(c, earliest, window)?;
        let own = later(*t).and_then(|b| Some((prices.get(&b.window.first)?, b.window)));
        let by_own = own.and_then(|from| carry::one((&program, window), from, enough));
        by_own.or_else(|| task.starts?.rule_out((&program, window), enough))
    };
    some.par_iter().with_max_len(1).filter_map(ruled_out).collect()
}

fn told(c: &Campaign, carried: &[RuledOut]) -> Vec<Carried> {
    let one = |r: &RuledOut| {
        let day = dates::day(c, r.window.first);
        Carried {
            day: day.0,
            date: dates::calendar(c, day),
            most_men: r.most_men,
            prices_of_day: dates::day(c, r.from.first).0,
        }
    };
    carried.iter().map(one).collect()
}

fn how_soon(task: &Task, earliest: &Earliest, possible: &[Period], tell: Tell) -> Result<Found, SolveError> {
    let c = task.campaign;
    let (how, enough) = ((task.backend, task.limits), c.question.target.0 * (1.0 - SHORT_OF));
    tell(Progress::Search);
    let done = |p: &super::CurvePoint| tell(Progress::Date(p.clone()));
    let scan = soon::scan((c, earliest), possible, enough, how, &done)?;
    let later: Vec<Period> = possible.iter().copied().filter(|t| Some(*t) >= scan.earliest).collect();
    let end = match (scan.earliest, scan.solved.last()) {
        // The last date was solved first; where it is ruled out, so is holding from any date to the end.
        (Some(_), Some(last)) if last.point.most_men >= enough => {
            Some(soon::to_the_end((c, earliest), &later, enough, how)?)
        }
        _ => None,
    };
    let dated = |t: Period| {
        let day = dates::day(c, t);
        Dated { day: day.0, date: dates::calendar(c, day) }
    };
    let soon = Soon {
        men: c.question.target.0,
        by_bound: scan.earliest.map(dated),
        by_plan: None,
        open: scan.open.iter().copied().map(dated).collect(),
        to_the_end_by_bound: end.as_ref().and_then(|e| e.from).map(dated),
        to_the_end_by_plan: None,
        to_the_end_is_sharp: end.as_ref().is_none_or(|e| match (e.from, e.not_from) {
            (Some(from), Some(not)) => later.iter().filter(|t| **t > not && **t < from).count() == 0,
            (Some(from), None) => later.first() == Some(&from),
            _ => true,
        }),
        before_arrival: dates::all(c).len() - possible.len(),
        solves: scan.solved.len(),
        solves_to_the_end: end.as_ref().map_or(0, |e| e.solves),
    };
    let figures = Figures { carried: told(c, &scan.carried), soon: Some(soon), ..Figures::default() };
    let evidence = Evidence {
        bounded: scan.solved,
        ruled_out: scan.carried,
        to_the_end: end.and_then(|e| e.proof).into_iter().collect(),
        ..Evidence::default()
    };
    Ok(Found { evidence, figures })
}

/// The bound on the day asked about, and then the levers, each on its own or all together.
fn with_levers(task: &Task, earliest: &Earliest, tell: Tell) -> Result<Found, SolveError> {
    let c = task.campaign;
    let Some(on) = dates::on_day(c) else {
        return Ok(Found { evidence: Evidence::default(), figures: Figures::default() });
    };
    let bounded = solved(task, earliest, &[on], tell)?;
    let men = levers::men_asked_for(c);
    let frame = Frame { c, window: dates::window(c, on), men, how: (task.backend, task.limits) };
    let mut figures = Figures { on_day: Some(dates::day(c, on).0), ..Figures::default() };
    let mut floors = Vec::new();
    if c.question.kind == QuestionKind::WhatItTakes {
        tell(Progress::Levers(1));
        let (took, floor) = frame.cheapest()?;
        figures.took = Some(took);
        floors.extend(floor);
        tell(Progress::Lever(String::new()));
    } else {
        tell(Progress::Levers(c.levers.len()));
        let one = |lever| {
            let found = frame.least(lever)?;
            tell(Progress::Lever(lever.name.clone()));
            Ok(found)
        };
        let found = c.levers.par_iter().with_max_len(1).map(one).collect::<Result<Vec<_>, SolveError>>()?;
        for (figure, proofs) in found {
            figures.levers.push(figure);
            floors.extend(proofs);
        }
    }
    Ok(Found { evidence: Evidence { bounded, floors, ..Evidence::default() }, figures })
}
