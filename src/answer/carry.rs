//! Bounds for nothing: the prices of one date's program, carried over to an earlier date's.
//!
//! Any prices prove a bound ([`safe_bound`]), so those of a neighbouring date may be tried before a program is solved.
//! Prices depend on how long before the date they are paid, so a row of period `t` takes the price of the row of the
//! same name `later` periods later: the ends of both programs fall together, and what lies before the earlier date's
//! beginning is left out. Where that rules the date out, its program need never be solved.

use std::collections::HashMap;

use rayon::prelude::*;

use super::dates;
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

/// Prices for the rows of `to`, taken from those rows of `from` that lie `later` periods later.
pub fn prices(from: &[RowKey], y: &[f64], to: &Program, later: Period) -> Vec<f64> {
    let known: HashMap<RowKey, f64> = from.iter().copied().zip(y.iter().copied()).collect();
    let moved = |key: &RowKey| {
        let mut key = *key;
        if let Some(t) = key.period_mut() {
            *t += later;
        }
        key
    };
    to.rows.iter().map(|key| known.get(&moved(key)).copied().unwrap_or(0.0)).collect()
}

/// The bound that the prices of one date prove for another window, with the prices and the program.
pub fn bound(
    (c, earliest): (&Campaign, &Earliest),
    (from, y, solved): (&[RowKey], &[f64], Window),
    window: Window,
) -> Option<(Bound, Vec<f64>, Program)> {
    let program = formulation::build(c, earliest, window)?;
    let prices = prices(from, y, &program, solved.last.checked_sub(window.last)?);
    Some((safe_bound(&program.lp, &prices), prices, program))
}

/// Of these dates, those on which the carried prices prove fewer than `enough` men. None may be later than the date that was solved,
/// of this campaign or of one like it.
pub fn rule_out(
    (c, earliest): (&Campaign, &Earliest),
    solved: (&[RowKey], &[f64], Window),
    dates: &[Period],
    enough: f64,
) -> Vec<RuledOut> {
    let mut out: Vec<RuledOut> = dates
        .par_iter()
        .with_max_len(1)
        .filter_map(|first| {
            let window = dates::window(c, *first);
            let (bound, prices, program) = bound((c, earliest), solved, window)?;
            if dates::most_men(&bound) >= enough {
                return None;
            }
            // Short prices make a short certificate, but must still rule the date out.
            let short = certificate::trimmed(&program.lp, &prices, bound.value.abs() * dates::FOR_SHORT_PRICES);
            let after = dates::most_men(&safe_bound(&program.lp, &short));
            let (most_men, prices) = if after < enough { (after, short) } else { (dates::most_men(&bound), prices) };
            Some(RuledOut { window, most_men, rows: program.rows, prices, from: solved.2 })
        })
        .collect();
    out.sort_by_key(|r| r.window.first);
    out
}
