//! Leaving columns out, and taking them back where the proof says that they would pay.
//!
//! A program may hold many columns that merely look useless. [`solve_priced`] first solves without them, then prices
//! every column of the whole program with the row prices found. As long as the safe bound of the *whole* program
//! exceeds the value found by more than a tolerance, the columns that would pay return and the rest is solved again.
//! The bound is always that of the whole program.

use super::{Backend, Bound, Limits, Lp, Residual, SolveError, Solution, Status, safe_bound, worst_residual};

/// Gap between value and bound, relative to 1 + the value's magnitude, that ends the pricing.
pub const GAP_TOLERANCE: f64 = 1e-6;

/// Rounds of pricing after which all columns are taken.
static ROUNDS: std::sync::LazyLock<usize>=std::sync::LazyLock::new(||std::env::var("RH_R").ok().and_then(|v|v.parse().ok()).unwrap_or(6));

/// A solution with its proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Proved {
    /// Point and prices over the whole program's columns and rows.
    pub solution: Solution,
    /// Proven for the whole program, whatever the solver did.
    pub bound: Bound,
    pub residual: Residual,
    /// Columns in the last round's program.
    pub columns_used: usize,
    /// Rounds of pricing.
    pub rounds: usize,
}

/// Solves `lp`, starting with the columns for which `active` is true.
///
/// # Errors
/// Where the backend has no usable point for the first program.
pub fn solve_priced(lp: &Lp, active: &[bool], backend: Backend, limits: &Limits) -> Result<Proved, SolveError> {
    let started = std::time::Instant::now();
    let mut active = active.to_vec();
    let mut rounds = 0;
    loop {
        rounds += 1;
        let part = Part::of(lp, &active);
        let left = Limits { seconds: (limits.seconds - started.elapsed().as_secs_f64()).max(1.0) };
        let mut solution = part.expand(lp, super::solve(&part.lp, backend, &left)?);
        solution.seconds = started.elapsed().as_secs_f64();
        let bound = safe_bound(lp, &solution.y);
        let gap = bound.value - lp.value(&solution.x);
        let tight = gap <= GAP_TOLERANCE * (1.0 + lp.value(&solution.x).abs());
        let paying = if tight { Vec::new() } else { part.paying(lp, &active, &solution.y) };
        if rounds >= *ROUNDS || paying.is_empty() || solution.status == Status::Stopped || started.elapsed().as_secs_f64() > limits.seconds {
            let residual = worst_residual(lp, &solution.x);
            return Ok(Proved { columns_used: part.lp.columns(), solution, bound, residual, rounds });
        }
        if rounds >= *ROUNDS {
            active.fill(true);
        } else {
            for j in paying {
                active[j] = true;
            }
        }
    }
}

/// Whether a row holds whatever its active columns do within their bounds; the others are at their lower bounds.
fn always_holds(lp: &Lp, i: usize, active: &[bool]) -> bool {
    let (mut least, mut most) = (0.0, 0.0);
    for (j, a) in lp.row(i) {
        let upper = if active[j] { lp.upper[j] } else { lp.lower[j] };
        let (one, other) = (a * lp.lower[j], a * upper);
        least += f64::min(one, other);
        most += f64::max(one, other);
    }
    most <= lp.sides[i].upper() && least >= lp.sides[i].lower()
}

/// A program with only some of the columns, and the rows that they touch.
struct Part {
    lp: Lp,
    columns: Vec<usize>,
    rows: Vec<usize>,
}

impl Part {
    fn of(lp: &Lp, active: &[bool]) -> Part {
        let columns: Vec<usize> = (0..lp.columns()).filter(|j| active[*j]).collect();
        let mut position = vec![usize::MAX; lp.columns()];
        for (k, j) in columns.iter().enumerate() {
            position[*j] = k;
        }
        let take = |v: &[f64]| columns.iter().map(|j| v[*j]).collect();
        let mut part = Lp {
            objective: take(&lp.objective),
            lower: take(&lp.lower),
            upper: take(&lp.upper),
            row_start: vec![0],
            ..Lp::default()
        };
        let mut rows = Vec::new();
        for i in 0..lp.rows() {
            let first = part.entry_column.len();
            for (j, a) in lp.row(i).filter(|(j, _)| active[*j]) {
                part.entry_column.push(position[j]);
                part.entry_value.push(a);
            }
            if !always_holds(lp, i, active) {
                part.row_start.push(part.entry_column.len());
                part.sides.push(lp.sides[i]);
                rows.push(i);
            } else {
                part.entry_column.truncate(first);
                part.entry_value.truncate(first);
            }
        }
        Part { lp: part, columns, rows }
    }

    fn expand(&self, lp: &Lp, small: Solution) -> Solution {
        let mut x: Vec<f64> = lp.lower.clone();
        let mut y = vec![0.0; lp.rows()];
        for (k, j) in self.columns.iter().enumerate() {
            x[*j] = small.x[k];
        }
        for (k, i) in self.rows.iter().enumerate() {
            y[*i] = small.y[k];
        }
        Solution { x, y, ..small }
    }

    /// Columns left out that would raise the objective at the prices `y`.
    fn paying(&self, lp: &Lp, active: &[bool], y: &[f64]) -> Vec<usize> {
        let mut d = lp.objective.clone();
        for (i, price) in y.iter().enumerate().filter(|(_, p)| **p != 0.0) {
            for (j, a) in lp.row(i) {
                d[j] -= a * price;
            }
        }
        (0..lp.columns()).filter(|j| !active[*j] && d[*j] * (lp.upper[*j] - lp.lower[*j]) > 1e-7).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LpBuilder, Sides};
    use super::*;

    /// max a + 2b, a + b <= 1, both at most 1. Without b the value is 1 (a = 1, price 1); b then earns 2 - 1 = 1, so it
    /// returns, and the optimum is 2 (b = 1).
    #[test]
    fn a_column_that_pays_returns() {
        let mut b = LpBuilder::default();
        let (first, second) = (b.column(0.0, 1.0), b.column(0.0, 1.0));
        let row = b.row(Sides::AtMost(1.0));
        b.term(row, first, 1.0);
        b.term(row, second, 1.0);
        b.set_objective(first, 1.0);
        b.set_objective(second, 2.0);
        let lp = b.finish();
        for backend in Backend::available() {
            let proved = solve_priced(&lp, &[true, false], *backend, &Limits::default()).expect("solves");
            assert!((proved.bound.value - 2.0).abs() < 1e-5, "{backend:?}: {proved:?}");
            assert_eq!(proved.rounds, 2);
        }
    }
}
