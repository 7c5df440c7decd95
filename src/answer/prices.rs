//! Prices of one program's rows by what the rows mean, so that they can be put on another's.
//!
//! Any prices prove a ceiling of any program (weak duality), and those of a program like it often nearly the lowest.

use rustc_hash::FxHashMap;

use crate::formulation::{Period, Program, RowKey};
use crate::solver::Solution;

/// Prices of a program's rows, thousand men per unit of the row.
#[derive(Debug, Clone, Default)]
pub struct Prices {
    rows: FxHashMap<RowKey, f64>,
    /// Of rows that have a period: periods and prices in order, by the row moved to period 0.
    series: FxHashMap<RowKey, Vec<(Period, f64)>>,
}

impl Prices {
    /// Those of a solution.
    pub fn at(program: &Program, solution: &Solution) -> Prices {
        Prices::of(program.rows.iter().copied().zip(solution.y.iter().copied()))
    }

    /// Rows with their prices.
    pub fn of(rows: impl Iterator<Item = (RowKey, f64)>) -> Prices {
        let mut out = Prices { rows: rows.collect(), series: FxHashMap::default() };
        for (row, y) in &out.rows {
            if let Some(t) = row.period() {
                out.series.entry(begun(*row)).or_default().push((t, *y));
            }
        }
        out.series.values_mut().for_each(|s| s.sort_by_key(|(t, _)| *t));
        out
    }

    /// Whether there are none: dates alone decide.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows with a price other than 0.
    pub fn paid(&self) -> impl Iterator<Item = (&RowKey, f64)> {
        self.rows.iter().map(|(row, y)| (row, *y)).filter(|(_, y)| *y != 0.0)
    }

    /// The price of a row. One that this program lacks, because its thing begins later here, takes the first price that
    /// its thing ever has: any price is valid, and a sensible one proves more.
    pub fn get(&self, row: &RowKey) -> f64 {
        if let Some(y) = self.rows.get(row) {
            return *y;
        }
        let Some(t) = row.period() else { return 0.0 };
        let series = self.series.get(&begun(*row));
        series.and_then(|s| s.iter().find(|(at, _)| *at > t)).map_or(0.0, |(_, y)| *y)
    }

    /// Prices for the rows of a program, each that of the row of the same name so many periods later.
    pub fn on(&self, program: &Program, later: Period) -> Vec<f64> {
        let one = |row: &RowKey| {
            let mut row = *row;
            if let Some(t) = row.period_mut() {
                *t += later;
            }
            self.get(&row)
        };
        program.rows.iter().map(one).collect()
    }
}

/// The row moved to period 0.
fn begun(mut row: RowKey) -> RowKey {
    if let Some(t) = row.period_mut() {
        *t = 0;
    }
    row
}
