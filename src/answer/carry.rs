//! Bounds for nothing: the prices of one program, carried over to that of an earlier date, or of another campaign.
//!
//! Any prices prove a bound ([`safe_bound`]), so those of a neighbour may be tried before a program is solved.
//! Prices depend on how long before the date they are paid, so a row of period `t` takes the price of the row of the
//! same name `later` periods later: the ends of both programs fall together, and what lies before the earlier date's
//! beginning is left out. Where that rules the date out, its program need never be solved.

use rayon::prelude::*;

use super::dates;
use super::prices::Prices;
use crate::campaign::Campaign;
use crate::formulation::{self, Earliest, Period, Program, RowKey, Window};
use crate::solver::{Bound, certificate, safe_bound};

/// A date that carried prices rule out.
#[derive(Debug, Clone)]
pub struct RuledOut {
    pub window: Window,
    /// Proved by `prices`: no more men than this.
    pub most_men: f64,
    /// Rows of [`formulation::build`]'s program for the window.
    pub rows: Vec<RowKey>,
    /// One price per row, shortened.
    pub prices: Vec<f64>,
    /// The date whose prices these were.
    pub from: Window,
}

/// The bound that the prices of one date prove for another window, with the prices and the program.
pub fn bound(
    (c, earliest): (&Campaign, &Earliest),
    from: (&Prices, Window),
    window: Window,
) -> Option<(Bound, Vec<f64>, Program)> {
    let program = formulation::build(c, earliest, window)?;
    let (bound, prices) = on((&program, window), from)?;
    Some((bound, prices, program))
}

/// The same for a program that is there. `None` where the prices are of an earlier date.
fn on((program, window): (&Program, Window), (prices, solved): (&Prices, Window)) -> Option<(Bound, Vec<f64>)> {
    let y = prices.on(program, solved.last.checked_sub(window.last)?);
    Some((safe_bound(&program.lp, &y), y))
}

/// That carried prices prove fewer than `enough` men for a program, where they do.
pub fn one((program, window): (&Program, Window), from: (&Prices, Window), enough: f64) -> Option<RuledOut> {
    let (bound, prices) = on((program, window), from)?;
    if dates::most_men(&bound) >= enough {
        return None;
    }
    // Short prices make a short certificate, but must still rule the date out.
    let short = certificate::trimmed(&program.lp, &prices, bound.value.abs() * dates::FOR_SHORT_PRICES);
    let after = dates::most_men(&safe_bound(&program.lp, &short));
    let (most_men, prices) = if after < enough { (after, short) } else { (dates::most_men(&bound), prices) };
    Some(RuledOut { window, most_men, rows: program.rows.clone(), prices, from: from.1 })
}

/// Of these dates, those on which the prices of a later date prove fewer than `enough` men.
pub fn rule_out(
    (c, earliest): (&Campaign, &Earliest),
    from: (&Prices, Window),
    dates: &[Period],
    enough: f64,
) -> Vec<RuledOut> {
    let ruled_out = |first: &Period| {
        let window = dates::window(c, *first);
        one((&formulation::build(c, earliest, window)?, window), from, enough)
    };
    let mut out: Vec<RuledOut> = dates.par_iter().with_max_len(1).filter_map(ruled_out).collect();
    out.sort_by_key(|r| r.window.first);
    out
}
