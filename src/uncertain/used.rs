//! Smaller programs of draws, found from a few that were solved: of all that men and supplies could do on a theatre, draws of the same workbook
//! use much the same part, and of all limits much the same ones bind.
//!
//! - With the columns of that part alone a program is solved in a fifth of the time. Its point is one of the whole program, and most often
//!   there is no better one: with the men asked for it shows that no solve of the whole would rule the draw out.
//! - With the rows alone for which a solved draw pays a program is solved in half the time. It allows all that the whole one allows, and most often
//!   no more men: with fewer than asked for its prices rule the draw out.
//! - With both it is solved in a tenth of the time. That proves nothing, but tells which of the two to try.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::answer::Evidence;
use crate::formulation::{ColumnKey, Program, RowKey, Window};
use crate::solver::{self, Backend, Bound, Limits, Lp, Solution, Status};

/// A column is used where its value is above this, thousand men or kilotonnes: an interior point has everything a little above 0.
const USED: f64 = 1e-4;
/// It is used too where one unit of it more costs fewer thousand men than this, at prices that it meets at all: it could take the place of another.
const FREE: f64 = 1e-6;
/// Columns are kept that more than one solved draw in so many uses: what a single one of them needs few others will.
const ONE_IN: usize = 16;
/// Rows are left out for which no solved draw pays more than this, thousand men a unit: an interior point pays a little for every row.
const PAID: f64 = 1e-4;
/// By how much a row may be broken by a point that shows something: a kilogram, a thousandth of a man, a millionth of a place held.
const BROKEN: f64 = 1e-6;
/// All of these, for keys of what they lead to.
pub const SETTINGS: [f64; 5] = [USED, FREE, ONE_IN as f64, PAID, BROKEN];

/// What solved draws use and pay for.
#[derive(Debug, Default)]
pub struct Used {
    /// Columns, in whatever period.
    columns: FxHashSet<ColumnKey>,
    /// The highest price, whatever its sign, of every row that a solved draw has, its period counted back from the end of the window.
    rows: FxHashMap<RowKey, f64>,
}

impl Used {
    /// By these draws.
    pub fn by<'a>(solved: impl Iterator<Item = &'a Evidence>) -> Used {
        let mut out = Used::default();
        let mut times: FxHashMap<ColumnKey, usize> = FxHashMap::default();
        let mut draws = 0;
        for evidence in solved {
            let mut own = FxHashSet::default();
            // What a solve that was cut short leaves uses everything a little.
            for bounded in evidence.bounded.iter().filter(|b| !b.point.cut_short) {
                let Some((program, solution)) = &bounded.solved else { continue };
                own.extend(used(program, solution));
                out.pay(program, solution, bounded.window);
            }
            draws += 1;
            own.into_iter().for_each(|column| *times.entry(column).or_default() += 1);
        }
        out.columns = times.into_iter().filter(|(_, n)| n * ONE_IN > draws).map(|(column, _)| column).collect();
        out
    }

    fn pay(&mut self, program: &Program, solution: &Solution, window: Window) {
        for (row, y) in program.rows.iter().zip(&solution.y) {
            if let Some(row) = from_end(*row, window) {
                let highest = self.rows.entry(row).or_default();
                *highest = highest.max(y.abs());
            }
        }
    }

    /// A value of the program that one of its points reaches with these columns alone, thousand men: less what the point may owe to the rows that
    /// it breaks in the last digits, of which places held weigh most.
    pub fn reached(&self, program: &Program, how: (Backend, Limits)) -> Option<f64> {
        let lp = &program.lp;
        let (small, origin) = lp.with_columns(&self.columns_of(program));
        let solution = solved(&small, how)?;
        let mut x = vec![0.0; lp.columns()];
        for (j, value) in origin.into_iter().zip(solution.x) {
            x[j] = value.clamp(lp.lower[j], lp.upper[j]);
        }
        let broken = solver::worst_residual(lp, &x).absolute;
        let weight = lp.objective.iter().fold(0.0, |most: f64, c| most.max(c.abs()));
        (broken <= BROKEN).then(|| lp.value(&x) - broken * weight)
    }

    /// A ceiling of the program, which the limits alone prove for which solved draws pay, with the prices of all rows that prove it.
    pub fn ceiling(&self, program: &Program, window: Window, how: (Backend, Limits)) -> Option<(Bound, Vec<f64>)> {
        let (loose, kept) = program.lp.with_rows(|i| self.has_row(program.rows[i], window));
        let prices = kept.prices(&solved(&loose, how)?.y);
        Some((solver::safe_bound(&program.lp, &prices), prices))
    }

    /// What the program's value will be, thousand men, with these columns and limits alone: neither a point nor a ceiling.
    pub fn likely(&self, program: &Program, window: Window, how: (Backend, Limits)) -> Option<f64> {
        let (small, _) = program.lp.with_columns(&self.columns_of(program));
        let (small, _) = small.with_rows(|i| self.has_row(program.rows[i], window));
        Some(small.value(&solved(&small, how)?.x))
    }

    /// The columns to be kept. What must not be 0 stays, and so does what lets a place not be held: its price is high enough.
    fn columns_of(&self, program: &Program) -> Vec<bool> {
        let keep = |(j, column): (usize, &ColumnKey)| {
            program.lp.lower[j] != 0.0
                || matches!(column, ColumnKey::NotHeld { .. })
                || self.columns.contains(&column.begun())
        };
        program.columns.iter().enumerate().map(keep).collect()
    }

    /// Whether a row is to be kept: for all that is known a draw may pay for one that no solved draw has.
    fn has_row(&self, row: RowKey, window: Window) -> bool {
        from_end(row, window).and_then(|row| self.rows.get(&row)).is_none_or(|price| *price > PAID)
    }
}

/// Columns that a solution uses, in whatever period.
fn used<'a>(program: &'a Program, solution: &'a Solution) -> impl Iterator<Item = ColumnKey> + 'a {
    let lp = &program.lp;
    let mut left = lp.objective.clone();
    let mut priced = vec![false; lp.columns()];
    for (i, y) in solution.y.iter().enumerate().filter(|(_, y)| **y != 0.0) {
        for (j, a) in lp.row(i) {
            left[j] -= y * a;
            priced[j] = true;
        }
    }
    let used = move |j: &usize| solution.x[*j] > lp.lower[*j] + USED || (priced[*j] && left[*j].abs() < FREE);
    (0..lp.columns()).filter(used).map(|j| program.columns[j].begun())
}

/// The row with its period counted back from the end of the window: prices depend on how long before the date they are paid.
fn from_end(mut row: RowKey, window: Window) -> Option<RowKey> {
    if let Some(t) = row.period_mut() {
        *t = window.last.checked_sub(*t)?;
    }
    Some(row)
}

/// Its solution, where there is one within a few steps.
fn solved(lp: &Lp, (backend, limits): (Backend, Limits)) -> Option<Solution> {
    solver::solve_at_once(lp, backend, &limits).ok().filter(|s| s.status == Status::Optimal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::dates;
    use crate::formulation::{self, Earliest};
    use crate::models::MODELS;

    /// The columns that the campaign itself uses are a part of all, and have its ceiling; so are the rows that it pays for, and they have it too.
    /// Without any column there is nobody, or nothing at all; where nothing is known of what is paid for, no row is left out.
    #[test]
    fn what_a_solve_uses_and_pays_for_is_enough() {
        let mut c = crate::tables::read(&MODELS[0].book()).campaign.expect("a campaign");
        c.question.period = crate::campaign::Days(60.0);
        let how = (Backend::available()[0], Limits::default());
        let (earliest, window) = (Earliest::of(&c), dates::window(&c, 5));
        let bounded = dates::bound(&c, &earliest, window, how).expect("a ceiling");
        let most = bounded.point.most_men / 1000.0;
        let evidence = Evidence { bounded: vec![bounded], ..Evidence::default() };
        let used = Used::by([&evidence].into_iter());
        let program = formulation::build(&c, &earliest, window).expect("a program");
        let columns = used.columns_of(&program).into_iter().filter(|kept| *kept).count();
        assert!(columns * 10 < 9 * program.columns.len(), "{columns} of {}", program.columns.len());
        let rows = program.rows.iter().filter(|row| used.has_row(**row, window)).count();
        assert!(rows * 10 < 9 * program.rows.len(), "{rows} of {}", program.rows.len());
        let near = |men: f64| (men - most).abs() <= 1e-3 * most;
        let reached = used.reached(&program, how).expect("a point");
        assert!(reached <= most + 1e-6 * most && reached >= (1.0 - 1e-4) * most, "{reached} of {most}");
        let (bound, prices) = used.ceiling(&program, window, how).expect("a ceiling");
        assert!(bound.value >= most - 1e-6 * most && near(bound.value), "{bound:?} for {most}");
        assert_eq!(prices.len(), program.rows.len());
        assert!(used.likely(&program, window, how).is_some_and(near));
        assert!(Used::default().reached(&program, how).is_none_or(|men| men < 1.0));
        let (whole, _) = Used::default().ceiling(&program, window, how).expect("a ceiling");
        assert!((whole.value - most).abs() <= 1e-5 * most, "{whole:?} for {most}");
    }

    /// What one draw of fifty uses is left out, what four of them use is kept.
    #[test]
    fn what_a_single_draw_uses_others_do_not_need() {
        let mut c = crate::tables::read(&MODELS[0].book()).campaign.expect("a campaign");
        c.question.period = crate::campaign::Days(60.0);
        let how = (Backend::available()[0], Limits::default());
        let bounded = dates::bound(&c, &Earliest::of(&c), dates::window(&c, 5), how).expect("a ceiling");
        let one = Evidence { bounded: vec![bounded], ..Evidence::default() };
        let nothing = Evidence::default();
        let of = |ones: usize, others: usize| {
            Used::by(std::iter::repeat_n(&one, ones).chain(std::iter::repeat_n(&nothing, others))).columns.len()
        };
        assert_eq!(of(1, 49), 0);
        assert!(of(4, 46) > 0 && of(4, 46) == of(1, 0));
    }
}
