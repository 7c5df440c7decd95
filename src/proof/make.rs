//! From what proves an answer to its certificate.

use std::collections::BTreeMap;

use super::document::{Ceiling, Certificate, Claim, Figure, Floor, Lever, Plan, Point};
use crate::answer::dates::{self, Bounded};
use crate::answer::{Answer, Evidence, evidence};
use crate::campaign::{Campaign, QuestionKind};
use crate::formulation::names::Names;
use crate::formulation::{Earliest, Period, Program};
use crate::orders::Orders;
use crate::solver::{Solution, certificate};

/// Residuals are claimed no smaller than this: below, one computer's sums differ from another's.
const LEAST_TOLERANCE: f64 = 1e-12;
/// Values of a point below this are left out, in the units of the program. What that does to the residual is counted.
const SMALLEST: f64 = 1e-12;

/// Makes the certificate of an answer: a claim for every date that was solved or ruled out by carried prices, for every date that
/// earliest dates alone rule out, and for every floor and plan. The last date that was solved to its end has the
/// solver's point with it.
pub fn make(c: &Campaign, answer: &Answer, evidence: &Evidence) -> Certificate {
    let names = &Names::of(c);
    let mut claims = too_early(c);
    let shown = evidence.bounded.iter().rposition(|b| b.solved.is_some() && !b.point.cut_short);
    for (i, b) in evidence.bounded.iter().enumerate() {
        claims.extend(solved(c, names, b, shown == Some(i)));
    }
    for r in &evidence.ruled_out {
        let day = dates::day(c, r.window.first).0;
        let prices = sparse(names.all(&r.rows), &r.prices);
        let ceiling = Ceiling { day, until: None, men: claimed(r.most_men), prices, point: None };
        claims.push((r.window.first, Claim::Ceiling(ceiling)));
    }
    claims.sort_by_key(|(first, _)| *first);
    let mut claims: Vec<Claim> = claims.into_iter().map(|(_, claim)| claim).collect();
    claims.extend(evidence.to_the_end.iter().filter_map(|b| Some(solved(c, names, b, false)?.1)));
    claims.extend(evidence.floors.iter().map(|f| floor(c, names, f)));
    let plan = evidence.plan.as_ref().map(plan);
    let mut figures = figures(c, answer);
    if let Some(plan) = &plan {
        figures.push(Figure::ByPlan { day: plan.day, men: plan.men });
    }
    claims.extend(plan.map(|plan| Claim::Plan(Box::new(plan))));
    Certificate { claims, figures, ..Certificate::without_claims(c, answer) }
}

/// The dates that are too early: all of them, or the one that the question is about.
fn too_early(c: &Campaign) -> Vec<(Period, Claim)> {
    let earliest = Earliest::of(c);
    let asked = |first: &Period| !c.question.kind.needs_levers() || dates::on_day(c) == Some(*first);
    dates::all(c)
        .into_iter()
        .filter(|first| asked(first) && !dates::is_early_enough(c, &earliest, *first))
        .map(|first| (first, Claim::TooEarly { day: dates::day(c, first).0 }))
        .collect()
}

/// The claim of a date that was solved; none where earliest dates alone rule it out.
fn solved(c: &Campaign, names: &Names, b: &Bounded, with_point: bool) -> Option<(Period, Claim)> {
    let (program, solution) = b.solved.as_ref()?;
    let longer = b.window.last > dates::window(c, b.window.first).last;
    let ceiling = Ceiling {
        day: dates::day(c, b.window.first).0,
        until: longer.then(|| dates::day(c, b.window.last).0),
        men: claimed(b.point.most_men),
        prices: sparse(names.all(&program.rows), &b.prices),
        point: with_point.then(|| point(names, program, solution)),
    };
    Some((b.window.first, Claim::Ceiling(ceiling)))
}

fn floor(c: &Campaign, names: &Names, f: &evidence::Floor) -> Claim {
    let lever = |p: &evidence::Piece| Lever { key: p.key.clone(), from: p.from, to: p.to, cost: p.cost };
    Claim::Floor(Floor {
        day: dates::day(c, f.window.first).0,
        men: f.men,
        levers: f.levers.iter().map(lever).collect(),
        per_thousand_short: f.per_thousand_short,
        least: f.least,
        prices: sparse(names.all(&f.rows), &f.prices),
    })
}

fn plan(orders: &Orders) -> Plan {
    Plan { day: orders.counted_from_day, men: orders.men, orders: orders.clone() }
}

/// The numbers that the answer gives and the claims prove.
fn figures(c: &Campaign, answer: &Answer) -> Vec<Figure> {
    let found = &answer.figures;
    match c.question.kind {
        QuestionKind::CanItBeDone => Vec::new(),
        QuestionKind::HowMany => {
            let at_most = |p: &crate::answer::CurvePoint| Figure::AtMost { day: p.day, men: claimed(p.most_men) };
            answer.curve.last().map(at_most).into_iter().collect()
        }
        QuestionKind::HowSoon => {
            let Some(soon) = &found.soon else { return Vec::new() };
            let first = soon.open.first().or(soon.by_bound.as_ref()).map(|d| Figure::NotBefore { day: d.day });
            let sharp = soon.to_the_end_is_sharp && soon.open.is_empty();
            let last = soon.to_the_end_by_bound.as_ref().filter(|_| sharp);
            first.into_iter().chain(last.map(|d| Figure::ToTheEndNotBefore { day: d.day })).collect()
        }
        QuestionKind::HowLittle | QuestionKind::HowFar => {
            let one = |l: &crate::answer::LeverFigure| match l.by_bound {
                Some(value) => Figure::LeverAtLeast { lever: l.key.clone(), value },
                None => Figure::LeverNotWithin { lever: l.key.clone() },
            };
            found.levers.iter().map(one).collect()
        }
        QuestionKind::WhatItTakes => {
            let one = |t: &crate::answer::Took| match t.cost {
                Some(points) => Figure::PointsAtLeast { points },
                None => Figure::NotWithinLimits,
            };
            found.took.iter().map(one).collect()
        }
    }
}

/// A ceiling to seven decimals, rounded up with one unit to spare: the last bits of a computer's powers and roots
/// are its own, and a claim should hold on every computer.
fn claimed(men: f64) -> f64 {
    (((men * 1e7).ceil() + 1.0) / 1e7).max(men)
}

/// The solver's point with tolerances that it keeps: the next power of ten above its residuals.
fn point(names: &Names, program: &Program, solution: &Solution) -> Point {
    let x: Vec<f64> = solution.x.iter().map(|x| if x.abs() < SMALLEST { 0.0 } else { *x }).collect();
    let worst = certificate::worst_residual(&program.lp, &x);
    let above = |r: f64| 10f64.powi(r.max(LEAST_TOLERANCE).log10().floor() as i32 + 1);
    Point {
        absolute: above(worst.absolute),
        relative: above(worst.relative),
        values: sparse(names.all(&program.columns), &x),
    }
}

/// What is not zero, by name.
fn sparse(names: Vec<String>, values: &[f64]) -> BTreeMap<String, f64> {
    names.into_iter().zip(values.iter().copied()).filter(|(_, v)| *v != 0.0).collect()
}
