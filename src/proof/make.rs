//! From the bounds of an answer to its certificate.

use std::collections::BTreeMap;

use super::document::{Ceiling, Certificate, Claim, Point};
use crate::answer::Answer;
use crate::answer::dates::{self, Bounded};
use crate::campaign::Campaign;
use crate::formulation::names::Names;
use crate::formulation::{Earliest, Program};
use crate::solver::{Solution, certificate};

/// Residuals are claimed no smaller than this: below, one computer's sums differ from another's.
const LEAST_TOLERANCE: f64 = 1e-12;
/// Values of a point below this are left out, in the units of the program. What that does to the residual is counted.
const SMALLEST: f64 = 1e-12;

/// Makes the certificate of an answer: a claim for every date of the horizon that was looked at or is ruled out by
/// earliest dates alone. The last date that was solved to its end has the solver's point with it.
pub fn make(c: &Campaign, answer: &Answer, bounded: &[Bounded]) -> Certificate {
    let earliest = Earliest::of(c);
    let shown = bounded.iter().rposition(|b| b.solved.is_some() && !b.point.cut_short);
    let mut claims: Vec<(usize, Claim)> = dates::all(c)
        .into_iter()
        .filter(|first| !dates::is_early_enough(c, &earliest, *first))
        .map(|first| (first, Claim::TooEarly { day: dates::day(c, first).0 }))
        .collect();
    for (i, b) in bounded.iter().enumerate() {
        if let Some((program, solution)) = &b.solved {
            let point = (shown == Some(i)).then(|| point(c, program, solution));
            let prices = sparse(Names::of(c).all(&program.rows), &b.prices);
            let ceiling = Ceiling { day: b.point.day, men: claimed(b.point.most_men), prices, point };
            claims.push((b.window.first, Claim::Ceiling(ceiling)));
        }
    }
    claims.sort_by_key(|(first, _)| *first);
    let claims = claims.into_iter().map(|(_, claim)| claim).collect();
    Certificate { claims, ..Certificate::without_claims(c, answer) }
}

/// A ceiling to seven decimals, rounded up with one unit to spare: the last bits of a computer's powers and roots
/// are its own, and a claim should hold on every computer.
fn claimed(men: f64) -> f64 {
    (((men * 1e7).ceil() + 1.0) / 1e7).max(men)
}

/// The solver's point with tolerances that it keeps: the next power of ten above its residuals.
fn point(c: &Campaign, program: &Program, solution: &Solution) -> Point {
    let x: Vec<f64> = solution.x.iter().map(|x| if x.abs() < SMALLEST { 0.0 } else { *x }).collect();
    let worst = certificate::worst_residual(&program.lp, &x);
    let above = |r: f64| 10f64.powi(r.max(LEAST_TOLERANCE).log10().floor() as i32 + 1);
    Point {
        absolute: above(worst.absolute),
        relative: above(worst.relative),
        values: sparse(Names::of(c).all(&program.columns), &x),
    }
}

/// What is not zero, by name.
fn sparse(names: Vec<String>, values: &[f64]) -> BTreeMap<String, f64> {
    names.into_iter().zip(values.iter().copied()).filter(|(_, v)| *v != 0.0).collect()
}
