//! Proof without a solver: a bound on the optimum that holds for *any* row prices, with its rounding errors inside; the
//! contradiction that rules a target out; and how far a point is from satisfying a program.
//!
//! For `max c x`, `L <= A x <= U`, `l <= x <= u` and any `y`:
//! `c x = y (A x) + (c - A' y) x <= sum_i max(y_i L_i, y_i U_i) + sum_j max(d_j l_j, d_j u_j)` with `d = c - A' y`.
//! The idea of proving bounds from approximate prices is that of A. Neumaier and O. Shcherbina, *Safe bounds in linear
//! and mixed-integer linear programming*, Mathematical Programming 99 (2004) 283-296.
//!
//! Rounding: every product, difference and sum on the way to a bound is computed to the nearest number and then
//! moved to the next number outward. The nearest number is at most half that step away, so an upper end stays an
//! upper end and a lower end a lower end, underflow and overflow included. What can't be told counts as infinite.

use nalgebra::DVector;
use nalgebra_sparse::{CooMatrix, CsrMatrix};

use super::lp::{Lp, Sides};

/// A proven upper bound on the maximum of a program, with its parts.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Bound {
    /// No feasible point has an objective above this. Errors of rounding included.
    pub value: f64,
    /// What the rows contribute: prices times right-hand sides, rounded up.
    pub from_rows: f64,
    /// What is left over at the columns' bounds, rounded up: small when the prices are good.
    pub from_columns: f64,
}

/// Largest violation of something.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Residual {
    /// In the unit of the row or column.
    pub absolute: f64,
    /// Relative to 1 + the sum of the magnitudes of the terms.
    pub relative: f64,
}

/// How far a point is from satisfying a program.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Residuals {
    /// Of the rows.
    pub rows: Residual,
    /// Of the columns' bounds.
    pub columns: Residual,
}

/// How far prices are from dual feasibility. It weakens a bound, never makes it wrong: a price that points to a
/// missing side counts as 0, and a reduced cost that points to a missing bound makes the bound infinite.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct DualResidual {
    /// Largest price that points to a side which its row does not have.
    pub prices: f64,
    /// Largest reduced cost that points to a bound which its column does not have.
    pub reduced_costs: f64,
}

/// Upper end of a computed result.
fn up(nearest: f64) -> f64 {
    if nearest.is_nan() { f64::INFINITY } else { nearest.next_up() }
}

/// Lower end of a computed result.
fn down(nearest: f64) -> f64 {
    if nearest.is_nan() { f64::NEG_INFINITY } else { nearest.next_down() }
}

/// Zero times infinity is zero here: a column that costs nothing costs nothing, however large it may be.
fn times(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a * b }
}

/// The bound that row prices `y` prove. Prices that point to a side that a row does not have are taken as zero, so
/// any `y` gives a valid (perhaps weak) bound; non-finite prices count as zero, and so do missing ones.
pub fn safe_bound(lp: &Lp, y: &[f64]) -> Bound {
    bound_on(lp, &DVector::from_column_slice(&lp.objective), y)
}

/// Farkas's proof that no point of the program reaches `objective >= target`: the rows with the multipliers `y`, the
/// target with 1 and the columns' bounds add up to `0 >= gap`. Gives the gap, rounded down; above 0 it is a
/// contradiction. Without a target the rows and bounds alone are to contradict each other.
pub fn farkas_gap(lp: &Lp, y: &[f64], target: Option<f64>) -> f64 {
    match target {
        Some(target) => down(target - safe_bound(lp, y).value),
        None => -bound_on(lp, &DVector::zeros(lp.columns()), y).value,
    }
}

/// The bound that prices prove for any objective over the points of the program.
fn bound_on(lp: &Lp, objective: &DVector<f64>, y: &[f64]) -> Bound {
    let y = usable_prices(lp, y);
    // Reduced costs, enclosed from both sides.
    let (mut low, mut high) = (objective.clone(), objective.clone());
    for i in (0..lp.rows()).filter(|i| y[*i] != 0.0) {
        for (j, a) in lp.row(i) {
            let part = a * y[i];
            low[j] = down(low[j] - up(part));
            high[j] = up(high[j] - down(part));
        }
    }
    let from_rows = lp
        .sides
        .iter()
        .zip(y.iter())
        .filter(|(_, y)| **y != 0.0)
        .fold(0.0, |sum, (side, y)| up(sum + up(y * if *y > 0.0 { side.upper() } else { side.lower() })));
    let from_columns = (0..lp.columns()).fold(0.0, |sum, j| {
        let (l, u) = (lp.lower[j], lp.upper[j]);
        // d x is largest at a corner of both intervals. `f64::max` would drop what is not a number.
        let corners = [times(low[j], l), times(low[j], u), times(high[j], l), times(high[j], u)];
        let largest = corners.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let part = if corners.iter().any(|c| c.is_nan()) { f64::INFINITY } else { largest };
        if part == 0.0 { sum } else { up(sum + up(part)) }
    });
    Bound { value: up(from_rows + from_columns), from_rows, from_columns }
}

/// The prices that count, one for each row.
fn usable_prices(lp: &Lp, y: &[f64]) -> DVector<f64> {
    let given = y.iter().copied().chain(std::iter::repeat(0.0));
    DVector::from_iterator(lp.rows(), lp.sides.iter().zip(given).map(|(s, y)| if counts(*s, y) { y } else { 0.0 }))
}

/// A price only counts where the row has the side it points to.
fn counts(side: Sides, y: f64) -> bool {
    y.is_finite() && if y > 0.0 { side.upper().is_finite() } else { side.lower().is_finite() }
}

/// Prices with as few and as short digits as the bound allows: those that point nowhere and those too small to matter
/// become 0, the others are rounded to few digits. The bound is at most `allowance` weaker. Interior point codes give
/// every row some price, which makes a proof long without making it better.
pub fn trimmed(lp: &Lp, y: &[f64], allowance: f64) -> Vec<f64> {
    let whole = usable_prices(lp, y);
    let proved = safe_bound(lp, whole.as_slice()).value;
    let enough = |y: &DVector<f64>, allowance: f64| safe_bound(lp, y.as_slice()).value <= proved + allowance;
    let largest = whole.amax();
    // Half the allowance for what is dropped, the rest for what is rounded.
    let without = |digits: i32| {
        let least = largest * 10f64.powi(-digits);
        whole.map(|y| if y.abs() < least { 0.0 } else { y })
    };
    let dropped = fewest(1..17, without, |y| enough(y, allowance / 2.0)).unwrap_or_else(|| whole.clone());
    let to = |digits: i32| dropped.map(|y| to_digits(y, digits as usize));
    let rounded = fewest(2..17, to, |y| enough(y, allowance));
    rounded.unwrap_or_else(|| dropped.clone()).as_slice().to_vec()
}

/// What is made with the fewest digits that are enough, found by halving: more digits are closer to the truth. (Where once they are not,
/// a few more than needed come out, never too few.)
fn fewest<T>(digits: std::ops::Range<i32>, make: impl Fn(i32) -> T, enough: impl Fn(&T) -> bool) -> Option<T> {
    let (mut low, mut high, mut best) = (digits.start, digits.end, None);
    while low < high {
        let middle = (low + high) / 2;
        let made = make(middle);
        if enough(&made) {
            (high, best) = (middle, Some(made));
        } else {
            low = middle + 1;
        }
    }
    best
}

/// A number with so many significant decimal digits.
fn to_digits(n: f64, digits: usize) -> f64 {
    if n == 0.0 {
        return n;
    }
    format!("{n:.*e}", digits - 1).parse().unwrap_or(n)
}

/// The rows as a matrix.
fn matrix(lp: &Lp) -> CsrMatrix<f64> {
    let mut entries = CooMatrix::new(lp.rows(), lp.columns());
    for i in 0..lp.rows() {
        lp.row(i).for_each(|(j, a)| entries.push(i, j, a));
    }
    CsrMatrix::from(&entries)
}

/// How far `x` is from satisfying the program, rows and columns' bounds apart. What is not a number is infinitely far.
pub fn residuals(lp: &Lp, x: &[f64]) -> Residuals {
    let beyond = Residual { absolute: f64::INFINITY, relative: f64::INFINITY };
    if x.len() != lp.columns() {
        return Residuals { rows: beyond, columns: beyond };
    }
    let (a, x) = (matrix(lp), DVector::from_column_slice(x));
    let mut sizes = a.clone();
    sizes.values_mut().iter_mut().for_each(|v| *v = v.abs());
    let (activity, size) = (&a * &x, sizes * x.abs());
    let rows = lp.sides.iter().zip(activity.iter().zip(size.iter()));
    let columns = x.iter().zip(lp.lower.iter().zip(&lp.upper));
    Residuals {
        rows: worst(rows.map(|(side, (ax, size))| (beyond_sides(*ax, side.lower(), side.upper()), *size))),
        columns: worst(columns.map(|(x, (l, u))| (beyond_sides(*x, *l, *u), x.abs()))),
    }
}

/// The worse of both residuals of [`residuals`].
pub fn worst_residual(lp: &Lp, x: &[f64]) -> Residual {
    let r = residuals(lp, x);
    Residual { absolute: r.rows.absolute.max(r.columns.absolute), relative: r.rows.relative.max(r.columns.relative) }
}

/// How far a value lies outside an interval.
fn beyond_sides(value: f64, lower: f64, upper: f64) -> f64 {
    if value.is_finite() { (lower - value).max(value - upper).max(0.0) } else { f64::INFINITY }
}

/// The worst of violations, each with the size of its terms.
fn worst(all: impl Iterator<Item = (f64, f64)>) -> Residual {
    all.fold(Residual { absolute: 0.0, relative: 0.0 }, |worst, (violation, size)| {
        let relative = if violation.is_finite() { violation / (1.0 + size) } else { violation };
        Residual { absolute: worst.absolute.max(violation), relative: worst.relative.max(relative) }
    })
}

/// How far prices are from dual feasibility.
pub fn dual_residual(lp: &Lp, y: &[f64]) -> DualResidual {
    let lost = lp.sides.iter().zip(y).filter(|(side, y)| !counts(**side, **y));
    let prices = lost.map(|(_, y)| if y.is_finite() { y.abs() } else { f64::INFINITY }).fold(0.0, f64::max);
    let d = DVector::from_column_slice(&lp.objective) - matrix(lp).transpose() * usable_prices(lp, y);
    let open = |d: f64, j: usize| if d > 0.0 { lp.upper[j] == f64::INFINITY } else { lp.lower[j] == f64::NEG_INFINITY };
    let open = d.iter().enumerate().filter(|(j, d)| open(**d, *j));
    DualResidual { prices, reduced_costs: open.map(|(_, d)| d.abs()).fold(0.0, f64::max) }
}

#[cfg(test)]
mod tests {
    use super::super::lp::LpBuilder;
    use super::*;

    /// max 3a + 2b, a + b <= 4, a + 3b <= 6, 0 <= a <= 3, 0 <= b <= 10.
    /// By hand: a = 3 (its own bound), b = 1 by both rows, value 11. Prices: first row 2, so d = (1, 0), a at 3 gives
    /// 2*4 + 1*3 = 11.
    fn small() -> Lp {
        let mut b = LpBuilder::default();
        let (x, y) = (b.column(0.0, 3.0), b.column(0.0, 10.0));
        let first = b.row(Sides::AtMost(4.0));
        let second = b.row(Sides::AtMost(6.0));
        b.term(first, x, 1.0);
        b.term(first, y, 1.0);
        b.term(second, x, 1.0);
        b.term(second, y, 3.0);
        b.set_objective(x, 3.0);
        b.set_objective(y, 2.0);
        b.finish()
    }

    /// One column `0 <= x <= upper` in one row.
    fn one(side: Sides, upper: f64) -> Lp {
        let mut b = LpBuilder::default();
        let x = b.column(0.0, upper);
        let row = b.row(side);
        b.term(row, x, 1.0);
        b.set_objective(x, 1.0);
        b.finish()
    }

    #[test]
    fn exact_prices_prove_the_optimum() {
        let bound = safe_bound(&small(), &[2.0, 0.0]);
        assert!((11.0..11.0 + 1e-12).contains(&bound.value), "{bound:?}");
        assert!((bound.from_rows - 8.0).abs() < 1e-12 && (bound.from_columns - 3.0).abs() < 1e-12, "{bound:?}");
    }

    #[test]
    fn any_prices_prove_something_true() {
        for y in [[0.0, 0.0], [5.0, 1.0], [-3.0, 2.0], [f64::NAN, 1.0], [1.9, 0.05], [f64::INFINITY, 1e300]] {
            assert!(safe_bound(&small(), &y).value >= 11.0, "{y:?}");
        }
        assert!(safe_bound(&small(), &[]).value >= 11.0, "no prices at all");
    }

    /// What is not a number must never make a bound look strong.
    #[test]
    fn nonsense_in_the_program_makes_the_bound_infinite() {
        let mut lp = small();
        lp.entry_value[0] = f64::NAN;
        assert_eq!(safe_bound(&lp, &[2.0, 0.0]).value, f64::INFINITY);
        let mut lp = small();
        lp.upper[0] = f64::NAN;
        assert_eq!(safe_bound(&lp, &[2.0, 0.0]).value, f64::INFINITY);
        // A column without upper bound that is worth something.
        assert_eq!(safe_bound(&one(Sides::AtMost(1.0), f64::INFINITY), &[0.5]).value, f64::INFINITY);
    }

    /// max 0.1 x + 0.1 y + ..., ten columns up to 1, no rows: the exact sum of ten times the number nearest to 0.1 is
    /// above 1 (0.1 is stored as 0.1000000000000000055), while adding in the ordinary way gives 0.9999999999999999.
    #[test]
    fn sums_are_rounded_upward() {
        let mut b = LpBuilder::default();
        for _ in 0..10 {
            let x = b.column(0.0, 1.0);
            b.set_objective(x, 0.1);
        }
        let value = safe_bound(&b.finish(), &[]).value;
        assert!(value > 1.0 && value < 1.0 + 1e-14, "{value:e}");
    }

    /// Can 3a + 2b reach 12? By hand the optimum is 11, so with the prices (2, 0) the target row and 2 x the first row
    /// add up to 0 >= 12 - 11 = 1. For 11 itself there is no contradiction.
    #[test]
    fn farkas_multipliers_contradict_a_target_out_of_reach() {
        let gap = farkas_gap(&small(), &[2.0, 0.0], Some(12.0));
        assert!(gap > 1.0 - 1e-12 && gap <= 1.0, "{gap}");
        assert!(farkas_gap(&small(), &[2.0, 0.0], Some(11.0)) <= 0.0);
    }

    /// x >= 2 and x <= 1 cannot be: the row with multiplier -1 gives -x <= -2, the bound x <= 1, together 0 <= -1.
    /// With the row x >= 1 there is a point, and no multiplier contradicts it.
    #[test]
    fn farkas_multipliers_contradict_rows_alone() {
        let gap = farkas_gap(&one(Sides::AtLeast(2.0), 1.0), &[-1.0], None);
        assert!(gap > 1.0 - 1e-12 && gap <= 1.0, "{gap}");
        for y in [-3.0, -1.0, -0.5, 0.0, 1.0] {
            assert!(farkas_gap(&one(Sides::AtLeast(1.0), 1.0), &[y], None) <= 0.0, "{y}");
        }
    }

    /// Both rows of `small` are upper limits, so a price of -3 points to nowhere; in `one` with an endless column the
    /// reduced cost is 1 - 0.25 = 0.75.
    #[test]
    fn dual_feasibility_is_measured() {
        assert_eq!(dual_residual(&small(), &[2.0, 0.0]), DualResidual { prices: 0.0, reduced_costs: 0.0 });
        assert_eq!(dual_residual(&small(), &[-3.0, 1.0]).prices, 3.0);
        assert_eq!(dual_residual(&one(Sides::AtMost(1.0), f64::INFINITY), &[0.25]).reduced_costs, 0.75);
        assert_eq!(dual_residual(&one(Sides::AtMost(1.0), 9.0), &[0.25]).reduced_costs, 0.0);
    }

    /// At (3, 1.5): the first row has 4.5 against 4; the second 7.5 against 6, which is 1.5, and 1.5 / 8.5 relatively.
    /// At (-0.5, 0): the first column lies 0.5 below its bound, 0.5 / 1.5 relatively.
    #[test]
    fn residuals_by_hand() {
        let r = residuals(&small(), &[3.0, 1.5]);
        assert!((r.rows.absolute - 1.5).abs() < 1e-12 && (r.rows.relative - 1.5 / 8.5).abs() < 1e-12, "{r:?}");
        assert_eq!(r.columns.absolute, 0.0);
        let r = residuals(&small(), &[-0.5, 0.0]);
        assert_eq!((r.rows.absolute, r.columns.absolute, r.columns.relative), (0.0, 0.5, 0.5 / 1.5));
        assert_eq!(worst_residual(&small(), &[f64::NAN, 0.0]).absolute, f64::INFINITY);
        assert_eq!(worst_residual(&small(), &[0.0]).absolute, f64::INFINITY);
    }

    #[test]
    fn trimming_shortens_prices_within_the_allowance() {
        let y = [2.000_000_123_456_7, 1.234_567e-12];
        let before = safe_bound(&small(), &y).value;
        let short = trimmed(&small(), &y, 1e-3);
        assert_eq!(short, [2.0, 0.0]);
        assert!(safe_bound(&small(), &short).value <= before + 1e-3);
        // Nothing to give: every digit stays.
        let exact = trimmed(&small(), &[1.234_567_890_123_456, 0.5], 0.0);
        assert!(safe_bound(&small(), &exact).value <= safe_bound(&small(), &[1.234_567_890_123_456, 0.5]).value);
    }
}
