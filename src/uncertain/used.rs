//! Points of draws' programs, found in programs half as large: of all that men and supplies could do on a theatre, draws of the same workbook use
//! much the same part. A program with the columns of that part alone is solved in a fraction of the time, its point is one of the whole program,
//! and most often there is no better one.
//!
//! So a point with the men asked for shows that no solve of the whole program would rule the draw out. Where there is none, that shows nothing.

use rustc_hash::FxHashSet;

use super::pool::Pool;
use crate::answer::{Evidence, dates};
use crate::campaign::Campaign;
use crate::formulation::{self, ColumnKey, Earliest, Period, Program};
use crate::solver::{self, Backend, Limits, Solution, Status};

/// A column is used where its value is above this, thousand men or kilotonnes: an interior point has everything a little above 0.
const USED: f64 = 1e-4;
/// And where a little more of it would cost less than this, thousand men: it could take the place of another.
const FREE: f64 = 1e-6;
/// By how much a row may be broken by a point that shows something: a kilogram, or a thousandth of a man.
const BROKEN: f64 = 1e-6;

/// Columns that solved draws use, in whatever period.
#[derive(Debug, Default)]
pub struct Used(FxHashSet<ColumnKey>);

impl Used {
    /// By these draws.
    pub fn by<'a>(solved: impl Iterator<Item = &'a Evidence>) -> Used {
        let mut out = Used::default();
        for (program, solution) in solved.flat_map(|e| &e.bounded).filter_map(|b| b.solved.as_ref()) {
            out.add(program, solution);
        }
        out
    }

    fn add(&mut self, program: &Program, solution: &Solution) {
        let lp = &program.lp;
        let mut left = lp.objective.clone();
        for (i, y) in solution.y.iter().enumerate().filter(|(_, y)| **y != 0.0) {
            for (j, a) in lp.row(i) {
                left[j] -= y * a;
            }
        }
        let used = |j: &usize| solution.x[*j] > lp.lower[*j] + USED || left[*j].abs() < FREE;
        self.0.extend((0..lp.columns()).filter(used).map(|j| program.columns[j].begun()));
    }

    /// A value of the program that one of its points reaches with these columns alone, thousand men; the highest of those as a rule.
    fn reached(&self, program: &Program, (backend, limits): (Backend, Limits)) -> Option<f64> {
        let lp = &program.lp;
        let keep = |j: usize| {
            // What must not be 0 stays, and so does what lets a place not be held: its price is high enough.
            lp.lower[j] != 0.0
                || matches!(program.columns[j], ColumnKey::NotHeld { .. })
                || self.0.contains(&program.columns[j].begun())
        };
        let (small, origin) = lp.with_columns(&(0..lp.columns()).map(keep).collect::<Vec<_>>());
        let solution = solver::solve(&small, backend, &limits).ok().filter(|s| s.status == Status::Optimal)?;
        let mut x = vec![0.0; lp.columns()];
        for (j, value) in origin.into_iter().zip(solution.x) {
            x[j] = value.clamp(lp.lower[j], lp.upper[j]);
        }
        (solver::worst_residual(lp, &x).absolute <= BROKEN).then(|| lp.value(&x))
    }
}

/// What solved draws tell of others.
#[derive(Debug, Default)]
pub struct Known {
    /// Their prices.
    pub pool: Pool,
    /// Whether those prove enough of other draws to be tried.
    pub prices_tell: bool,
    pub used: Used,
}

impl Known {
    /// Thousand men of a point of a campaign's program for a date.
    pub fn reached(&self, (c, earliest): (&Campaign, &Earliest), date: Period, how: (Backend, Limits)) -> Option<f64> {
        self.used.reached(&formulation::build(c, earliest, dates::window(c, date))?, how)
    }
}
