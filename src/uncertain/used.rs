//! Points of draws' programs, found in smaller programs: of all that men and supplies could do on a theatre, draws of the same workbook use
//! much the same part. A program with the columns of that part alone is solved in a fraction of the time, its point is one of the whole program,
//! and most often there is no better one.
//!
//! So a point with the men asked for shows that no solve of the whole program would rule the draw out. Where there is none, that shows nothing.

use rustc_hash::FxHashSet;

use crate::answer::Evidence;
use crate::formulation::{ColumnKey, Program};
use crate::solver::{self, Backend, Limits, Solution, Status};

/// A column is used where its value is above this, thousand men or kilotonnes: an interior point has everything a little above 0.
const USED: f64 = 1e-4;
/// It is used too where one unit of it more costs fewer thousand men than this, at prices that it meets at all: it could take the place of another.
const FREE: f64 = 1e-6;
/// By how much a row may be broken by a point that shows something: a kilogram, a thousandth of a man, a millionth of a place held.
const BROKEN: f64 = 1e-6;
/// All of these, for keys of what they lead to.
pub const SETTINGS: [f64; 3] = [USED, FREE, BROKEN];

/// Columns that solved draws use, in whatever period.
#[derive(Debug, Default)]
pub struct Used(FxHashSet<ColumnKey>);

impl Used {
    /// By these draws.
    pub fn by<'a>(solved: impl Iterator<Item = &'a Evidence>) -> Used {
        let mut out = Used::default();
        // What a solve that was cut short leaves uses everything a little.
        let whole = solved.flat_map(|e| &e.bounded).filter(|b| !b.point.cut_short);
        for (program, solution) in whole.filter_map(|b| b.solved.as_ref()) {
            out.add(program, solution);
        }
        out
    }

    fn add(&mut self, program: &Program, solution: &Solution) {
        let lp = &program.lp;
        let mut left = lp.objective.clone();
        let mut priced = vec![false; lp.columns()];
        for (i, y) in solution.y.iter().enumerate().filter(|(_, y)| **y != 0.0) {
            for (j, a) in lp.row(i) {
                left[j] -= y * a;
                priced[j] = true;
            }
        }
        let used = |j: &usize| solution.x[*j] > lp.lower[*j] + USED || (priced[*j] && left[*j].abs() < FREE);
        self.0.extend((0..lp.columns()).filter(used).map(|j| program.columns[j].begun()));
    }

    /// A value of the program that one of its points reaches with these columns alone, thousand men: less what the point may owe to the rows that
    /// it breaks in the last digits, of which places held weigh most.
    pub fn reached(&self, program: &Program, (backend, limits): (Backend, Limits)) -> Option<f64> {
        let lp = &program.lp;
        let keep = |j: usize| {
            // What must not be 0 stays, and so does what lets a place not be held: its price is high enough.
            lp.lower[j] != 0.0
                || matches!(program.columns[j], ColumnKey::NotHeld { .. })
                || self.0.contains(&program.columns[j].begun())
        };
        let (small, origin) = lp.with_columns(&(0..lp.columns()).map(keep).collect::<Vec<_>>());
        let solution = solver::solve_at_once(&small, backend, &limits).ok().filter(|s| s.status == Status::Optimal)?;
        let mut x = vec![0.0; lp.columns()];
        for (j, value) in origin.into_iter().zip(solution.x) {
            x[j] = value.clamp(lp.lower[j], lp.upper[j]);
        }
        let broken = solver::worst_residual(lp, &x).absolute;
        let weight = lp.objective.iter().fold(0.0, |most: f64, c| most.max(c.abs()));
        (broken <= BROKEN).then(|| lp.value(&x) - broken * weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::dates;
    use crate::formulation::{self, Earliest};
    use crate::models::MODELS;

    /// The columns that the campaign itself uses are a part of all, and have its ceiling. Without any there is nobody, or nothing at all.
    #[test]
    fn what_a_solve_uses_is_enough() {
        let mut c = crate::tables::read(&MODELS[0].book()).campaign.expect("a campaign");
        c.question.period = crate::campaign::Days(60.0);
        let how = (Backend::available()[0], Limits::default());
        let (earliest, window) = (Earliest::of(&c), dates::window(&c, 5));
        let bounded = dates::bound(&c, &earliest, window, how).expect("a ceiling");
        let most = bounded.point.most_men / 1000.0;
        let evidence = Evidence { bounded: vec![bounded], ..Evidence::default() };
        let used = Used::by([&evidence].into_iter());
        let program = formulation::build(&c, &earliest, window).expect("a program");
        let kept = program.columns.iter().filter(|key| used.0.contains(&key.begun())).count();
        assert!(kept * 10 < 9 * program.columns.len(), "{kept} of {}", program.columns.len());
        let reached = used.reached(&program, how).expect("a point");
        assert!(reached <= most + 1e-6 * most && reached >= (1.0 - 1e-4) * most, "{reached} of {most}");
        assert!(Used::default().reached(&program, how).is_none_or(|men| men < 1.0));
    }
}
