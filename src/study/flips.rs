//! Flip points of levers: the value at which the verdict changes, between where the ceiling says NO and where the plan still
//! says YES.

use rayon::prelude::*;
use serde::Serialize;

use super::Tell;
use super::base::{Base, Ceiling};
use super::dial::{self, Crossing};
use crate::campaign::{Campaign, Days, Lever};
use crate::orders::Orders;
use crate::replay::replay;
use crate::solver::SolveError;

/// Replays in looking for the value at which a plan breaks.
const REPLAYS: usize = 12;

/// Where the verdict changes if one lever alone is moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeverFlip {
    pub key: String,
    pub name: String,
    pub unit: &'static str,
    pub base: f64,
    /// The value towards which it was moved: its largest where the ceiling is short, its least where it is not.
    pub to: f64,
    /// On the far side of NO from here every value is ruled out; at it the ceiling is the target. `None` = no value flips it.
    pub by_bound: Option<f64>,
    /// How far, of the value, the ceiling's flip may lie on the other side.
    pub within: f64,
    /// `by_bound` over the present value, less 1.
    pub margin: Option<f64>,
    /// Men at most with the lever at `to`.
    pub men_at_extreme: Option<f64>,
    /// Down to this value the plan that was found still works, replayed with the lever there and taking no more
    /// than its streams then offer. `None` without a plan
    /// that reaches the target.
    pub by_plan: Option<f64>,
}

/// Moves each lever of the campaign on its own.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn all(base: &Base, plan: Option<&Orders>, tell: Tell) -> Result<Vec<LeverFlip>, SolveError> {
    tell(super::Progress::Levers(base.c.levers.len()));
    let one = |lever: &Lever| {
        let found = flip(base, lever, plan);
        tell(super::Progress::Lever);
        found
    };
    base.c.levers.par_iter().with_max_len(1).map(one).collect()
}

fn flip(base: &Base, lever: &Lever, plan: Option<&Orders>) -> Result<LeverFlip, SolveError> {
    let (c, value) = (base.c, lever.base(base.c));
    let short = base.is_short(base.proved.ceiling);
    let to = if short { lever.most } else { lever.least };
    let at = |share: f64| value + share * (to - value);
    // Nothing at all of a resource would leave out what refers to it.
    let turned = |share: f64| Some(lever.set_to(c, at(share).max(1e-6 * value)));
    let (mut by_bound, mut within, mut men_at_extreme) = (None, 0.0, None);
    match dial::crossing(base, &turned, None)? {
        Crossing::At { share, within: w } => {
            by_bound = Some(at(share));
            within = w * (to - value).abs();
        }
        Crossing::Never { at_extreme: Ceiling(most), .. } => men_at_extreme = Some((most * 1000.0).max(0.0)),
        Crossing::Unknown => {}
    }
    Ok(LeverFlip {
        key: lever.key.clone(),
        name: lever.name.clone(),
        unit: lever.unit(),
        base: value,
        to,
        by_bound,
        within,
        margin: by_bound.map(|v| v / value - 1.0),
        men_at_extreme,
        by_plan: plan.filter(|_| !short).and_then(|orders| plan_holds_to(c, orders, &turned)).map(at),
    })
}

/// The share of the way up to which the orders can still be carried out as they stand. `None` where they don't reach the
/// target to begin with.
fn plan_holds_to(c: &Campaign, orders: &Orders, turned: dial::Turned) -> Option<f64> {
    if orders.men < c.question.target.0 {
        return None;
    }
    let enough = Orders { men: c.question.target.0, ..orders.clone() };
    let works = |share: f64| turned(share).is_some_and(|c| replay(&c, &fitted(&c, &enough)).faults.is_empty());
    if works(1.0) {
        return Some(1.0);
    }
    let (mut good, mut bad) = (0.0, 1.0);
    for _ in 0..REPLAYS {
        let middle = (good + bad) / 2.0;
        if works(middle) { good = middle } else { bad = middle }
    }
    Some(good)
}

/// The orders with no more accepted from a stream than it offers in the campaign. Plans take what they can get, needed or not; what
/// is left untaken is no order broken.
fn fitted(c: &Campaign, orders: &Orders) -> Orders {
    let mut out = orders.clone();
    let days = orders.period_days as f64;
    let span = |period: usize| (Days(period as f64 * days), Days((period + 1) as f64 * days));
    for a in &mut out.accepted {
        let stream = &c.streams[a.stream];
        let (start, end) = span(a.period);
        a.tonnes = a.tonnes.min(stream.t_per_day.base * stream.span.days_within(start, end).0);
    }
    for r in &mut out.replaced {
        let stream = &c.replacements[r.stream];
        let (start, end) = span(r.period);
        r.men = r.men.min(stream.men_per_day.base * stream.span.days_within(start, end).0);
    }
    out
}
