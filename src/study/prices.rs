//! Bottlenecks with prices that were solved for: one step more, one step less, and how far the price holds.

use rayon::prelude::*;
use serde::Serialize;

use super::Tell;
use super::base::Base;
use super::change;
use super::limits::{self, Rounded};
use crate::answer::Bottleneck;
use crate::solver::SolveError;

/// Bottlenecks that are priced.
const PRICED: usize = 8;
/// Of these at most so many of a kind.
const OF_A_KIND: usize = 2;
/// Steps at which the price is asked again: the middle first, then further out where it holds there, nearer where it does not.
const FURTHER: [f64; 3] = [3.0, 10.0, 30.0];
/// A price holds as long as a step brings this share of what the first brought.
const HOLDS: f64 = 0.9;

/// What a step of a thing is worth, every figure a solve of its own with all dates computed anew.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Price {
    pub what: String,
    pub place: String,
    pub from_day: f64,
    pub to_day: f64,
    pub today: String,
    pub step: String,
    /// Men that the ceiling rises by with one step more.
    pub more: f64,
    /// Men that it falls by with one step less; `None` where there is no step less to have.
    pub less: Option<f64>,
    /// Steps up to which each brings at least nine tenths of the first, as far as was looked (30 steps).
    pub holds_to: f64,
    /// Men per step at that many steps.
    pub at_holds_to: f64,
    /// What the multipliers of the certificate would have it (they only chose the candidates).
    pub at_the_margin: f64,
}

/// Prices the largest bottlenecks, one of a kind at a time so that three legs of an advance do not hide a yard.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn find(base: &Base, bottlenecks: &[Bottleneck], tell: Tell) -> Result<Vec<Price>, SolveError> {
    let chosen = candidates(bottlenecks);
    tell(super::Progress::Prices(chosen.len()));
    let mut out: Vec<Price> = chosen
        .par_iter()
        .with_max_len(1)
        .map(|b| {
            let found = price(base, b);
            tell(super::Progress::Price);
            found
        })
        .collect::<Result<Vec<Option<Price>>, SolveError>>()?
        .into_iter()
        .flatten()
        .collect();
    out.sort_by(|a, b| b.more.total_cmp(&a.more).then_with(|| a.what.cmp(&b.what)));
    Ok(out)
}

/// The largest, few of a kind.
fn candidates(bottlenecks: &[Bottleneck]) -> Vec<&Bottleneck> {
    let mut out: Vec<&Bottleneck> = Vec::new();
    // Where the places cannot be held, a step is worth no number of men.
    for b in bottlenecks.iter().filter(|b| b.men_per_step.is_finite()) {
        let same = |o: &&&Bottleneck| std::mem::discriminant(&o.thing) == std::mem::discriminant(&b.thing);
        if out.len() < PRICED && out.iter().filter(same).count() < OF_A_KIND {
            out.push(b);
        }
    }
    out
}

fn price(base: &Base, b: &Bottleneck) -> Result<Option<Price>, SolveError> {
    let here = base.proved.ceiling.0;
    // Each solve starts where the last one in the same direction ended.
    let mut last = base.proved.clone();
    let mut at = |steps: f64| -> Result<Option<f64>, SolveError> {
        let Some(c) = change::stepped(base.c, b.thing, steps) else { return Ok(None) };
        // A change that the thing cannot take (nothing left to take away) leaves the campaign as it was.
        if c == *base.c {
            return Ok(None);
        }
        let near = if steps < 0.0 { &base.proved } else { &last };
        let found = base.solve_near(&c, near)?;
        // More never makes it worse, nor less better; where ceilings seem to say so, the one is looser than the other.
        let men = (found.ceiling.0 - here) * 1000.0;
        let men = if steps > 0.0 { men.max(0.0) } else { men.min(0.0) };
        if steps > 0.0 {
            last = found;
        }
        Ok(Some(men))
    };
    let less = at(-1.0)?.map(|men| -men);
    let Some(more) = at(1.0)? else { return Ok(None) };
    let (mut holds_to, mut at_holds_to) = (1.0, more);
    let mut holds = |steps: f64| -> Result<bool, SolveError> {
        let held = at(steps)?.map(|men| men / steps).filter(|each| *each >= HOLDS * more && more > 0.0);
        if let Some(each) = held {
            (holds_to, at_holds_to) = (steps, each);
        }
        Ok(held.is_some())
    };
    let [near, middle, far] = FURTHER;
    let further = if holds(middle)? { far } else { near };
    holds(further)?;
    Ok(Some(Price {
        what: b.what.clone(),
        place: b.place.clone(),
        from_day: b.from_day,
        to_day: b.to_day,
        today: limits::limit(base.c, b.thing, Rounded::AsIs),
        step: b.step.clone(),
        more,
        less,
        holds_to,
        at_holds_to,
        at_the_margin: b.men_per_step,
    }))
}
