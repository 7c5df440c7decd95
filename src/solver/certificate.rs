//! Proof without a solver: a bound on the optimum that holds for *any* row prices, with its rounding errors inside.
//!
//! For `max c x`, `L <= A x <= U`, `l <= x <= u` and any `y`:
//! `c x = y (A x) + (c - A' y) x <= sum_i max(y_i L_i, y_i U_i) + sum_j max(d_j l_j, d_j u_j)` with `d = c - A' y`.
//! Floating-point errors of `d` and of the sums are bounded and added, after A. Neumaier and O. Shcherbina, *Safe
//! bounds in linear and mixed-integer linear programming*, Mathematical Programming 99 (2004) 283-296.

use nalgebra::DVector;

use super::lp::{Lp, Sides};

/// Half the distance from 1 to the next number: the relative error of one rounding.
const UNIT_ROUNDOFF: f64 = f64::EPSILON / 2.0;

/// A proven upper bound on the maximum of a program, with its parts.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Bound {
    /// No feasible point has an objective above this. Errors of rounding included.
    pub value: f64,
    /// What the rows contribute: prices times right-hand sides.
    pub from_rows: f64,
    /// What is left over at the columns' bounds: small when the prices are good.
    pub from_columns: f64,
    /// Allowance for rounding that was added.
    pub rounding: f64,
}

/// How far a point is from satisfying a program.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Residual {
    /// Largest violation of a row or a column bound.
    pub absolute: f64,
    /// Largest violation of a row relative to 1 + the sum of its terms' magnitudes.
    pub relative: f64,
}

/// `gamma_k = k u / (1 - k u)`: the relative error of a sum or product chain of `k` roundings.
fn gamma(k: usize) -> f64 {
    let ku = k as f64 * UNIT_ROUNDOFF;
    ku / (1.0 - ku)
}

/// The bound that row prices `y` prove. Prices that point to a side that a row does not have are taken as zero, so
/// any `y` gives a valid (perhaps weak) bound; non-finite prices count as zero.
pub fn safe_bound(lp: &Lp, y: &[f64]) -> Bound {
    let y = DVector::from_iterator(lp.rows(), lp.sides.iter().zip(y).map(|(s, y)| usable(*s, *y)));
    let mut d = DVector::from_column_slice(&lp.objective);
    let mut magnitude = d.abs();
    let mut roundings = vec![2usize; lp.columns()];
    for i in 0..lp.rows() {
        if y[i] == 0.0 {
            continue;
        }
        for (j, a) in lp.row(i) {
            let part = a * y[i];
            d[j] -= part;
            magnitude[j] += part.abs();
            roundings[j] += 2;
        }
    }
    let (mut from_rows, mut from_columns, mut sizes) = (0.0, 0.0, 0.0);
    for (side, y) in lp.sides.iter().zip(y.iter()) {
        let part = if *y > 0.0 {
            y * side.upper()
        } else if *y < 0.0 {
            y * side.lower()
        } else {
            0.0
        };
        from_rows += part;
        sizes += part.abs();
    }
    for j in 0..lp.columns() {
        let error = gamma(roundings[j]) * magnitude[j] * (1.0 + 1e-10);
        let (low, high) = (d[j] - error, d[j] + error);
        // The largest value of d x over both intervals is at a corner.
        let part = [low * lp.lower[j], low * lp.upper[j], high * lp.lower[j], high * lp.upper[j]]
            .into_iter()
            .fold(f64::NEG_INFINITY, f64::max);
        from_columns += part;
        sizes += part.abs();
    }
    let rounding = gamma(lp.rows() + lp.columns() + 8) * sizes * (1.0 + 1e-10) + f64::MIN_POSITIVE;
    Bound { value: from_rows + from_columns + rounding, from_rows, from_columns, rounding }
}

/// A price only counts where the row has the side it points to.
fn usable(side: Sides, y: f64) -> f64 {
    let sided = if y > 0.0 { side.upper().is_finite() } else { side.lower().is_finite() };
    if y.is_finite() && sided { y } else { 0.0 }
}

/// How far `x` is from satisfying the program.
pub fn worst_residual(lp: &Lp, x: &[f64]) -> Residual {
    let (mut absolute, mut relative) = (0.0f64, 0.0f64);
    for ((x, l), u) in x.iter().zip(&lp.lower).zip(&lp.upper) {
        absolute = absolute.max(l - x).max(x - u);
    }
    for i in 0..lp.rows() {
        let (mut sum, mut size) = (0.0, 1.0);
        for (j, a) in lp.row(i) {
            sum += a * x[j];
            size += (a * x[j]).abs();
        }
        let violation = (lp.sides[i].lower() - sum).max(sum - lp.sides[i].upper()).max(0.0);
        absolute = absolute.max(violation);
        relative = relative.max(violation / size);
    }
    Residual { absolute, relative }
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

    #[test]
    fn exact_prices_prove_the_optimum() {
        let bound = safe_bound(&small(), &[2.0, 0.0]);
        assert!((11.0..11.0 + 1e-12).contains(&bound.value), "{bound:?}");
    }

    #[test]
    fn any_prices_prove_something_true() {
        for y in [[0.0, 0.0], [5.0, 1.0], [-3.0, 2.0], [f64::NAN, 1.0], [1.9, 0.05]] {
            assert!(safe_bound(&small(), &y).value >= 11.0, "{y:?}");
        }
    }

    #[test]
    fn residual_sees_a_broken_row() {
        let r = worst_residual(&small(), &[3.0, 1.5]);
        assert!((r.absolute - 1.5).abs() < 1e-12);
    }
}
