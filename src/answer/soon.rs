//! How soon: the earliest date on which enough men are not ruled out, with a certificate for every earlier one.
//!
//! The most men that can stand there are not monotone in the day, so a date is ruled out by its own certificate or not at
//! all. Most certificates are had for nothing: the prices of a date that was solved are carried to every earlier one
//! ([`carry`]), and only what they leave open is solved.

use super::carry::{self, RuledOut};
use super::dates::{self, Bounded};
use super::prices::Prices;
use crate::campaign::Campaign;
use crate::formulation::{Earliest, Period, Window};
use crate::solver::{Backend, Limits, SolveError};

/// Most programs that the search for the earliest date may solve.
const MOST_SOLVES: usize = 10;
/// Most programs for the date from which on it can be held to the end.
const MOST_SOLVES_TO_END: usize = 6;

/// What the search found.
pub struct Scan {
    /// Dates that were solved, in order.
    pub solved: Vec<Bounded>,
    /// Dates ruled out by carried prices, in order.
    pub carried: Vec<RuledOut>,
    /// Earliest date known not to be ruled out.
    pub earliest: Option<Period>,
    /// Earlier dates that were left open because enough programs had been solved.
    pub open: Vec<Period>,
}

/// Finds the earliest of the dates on which `enough` men are not ruled out. `dates` are in order and are those that the
/// earliest arrival alone allows.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn scan(
    (c, earliest): (&Campaign, &Earliest),
    dates: &[Period],
    enough: f64,
    how: (Backend, Limits),
    done: &(dyn Fn(&super::CurvePoint) + Sync),
) -> Result<Scan, SolveError> {
    let mut out = Scan { solved: Vec::new(), carried: Vec::new(), earliest: None, open: dates.to_vec() };
    // The last date first: if its prices rule out all others, one program answers. Then the middle of what is open.
    let mut next = dates.last().copied();
    while let Some(first) = next.filter(|_| out.solved.len() < MOST_SOLVES) {
        let bounded = dates::bound(c, earliest, dates::window(c, first), how)?;
        done(&bounded.point);
        if bounded.point.most_men >= enough {
            out.earliest = Some(first);
            out.open.retain(|t| *t < first);
        } else {
            out.open.retain(|t| *t != first);
        }
        if let Some((program, solution)) = &bounded.solved {
            let before: Vec<Period> = out.open.iter().copied().filter(|t| *t < first).collect();
            let prices = Prices::at(program, solution);
            let ruled = carry::rule_out((c, earliest), (&prices, bounded.window), &before, enough);
            out.open.retain(|t| !ruled.iter().any(|r| r.window.first == *t));
            out.carried.extend(ruled);
        }
        out.solved.push(bounded);
        next = out.open.get(out.open.len() / 2).copied();
    }
    out.solved.sort_by_key(|b| b.window.first);
    out.carried.sort_by_key(|r| r.window.first);
    Ok(out)
}

/// From when on it can be held until the horizon.
pub struct ToTheEnd {
    /// Earliest date on which that is not ruled out; `None` = on none.
    pub from: Option<Period>,
    /// Latest date on which it is ruled out.
    pub not_from: Option<Period>,
    /// Programs solved for it.
    pub solves: usize,
    /// The ceiling that rules `not_from` out.
    pub proof: Option<Bounded>,
}

/// Earliest of the dates from which on `enough` men are not ruled out until the horizon. What is held from a day on is
/// held from any later day on, so halving is sound here. The last of the dates is known not to be ruled out.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn to_the_end(
    (c, earliest): (&Campaign, &Earliest),
    dates: &[Period],
    enough: f64,
    how: (Backend, Limits),
) -> Result<ToTheEnd, SolveError> {
    let mut out = ToTheEnd { from: None, not_from: None, solves: 0, proof: None };
    let Some(last) = dates.last().map(|t| dates::window(c, *t).last) else { return Ok(out) };
    // `low` dates are ruled out, those from `high` on are not.
    let (mut low, mut high) = (0, dates.len() - 1);
    while low < high && out.solves < MOST_SOLVES_TO_END {
        let look = (low + high) / 2;
        let bounded = dates::bound(c, earliest, Window { first: dates[look], last }, how)?;
        out.solves += 1;
        if bounded.point.most_men >= enough {
            high = look;
        } else {
            low = look + 1;
            out.proof = Some(bounded);
        }
    }
    out.from = dates.get(high).copied();
    out.not_from = low.checked_sub(1).map(|i| dates[i]);
    Ok(out)
}
