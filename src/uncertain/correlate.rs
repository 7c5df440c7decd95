//! Rank correlations between variables, put into a plan without touching any variable's own distribution.
//!
//! Iman and Conover, *Communications in Statistics* B 11 (1982) 311-334: normal scores are given the wanted correlation by Cholesky's
//! triangles, and every variable is reordered as its scores are. The correlation of normal scores that belongs to a rank correlation `r` is
//! `2 sin(pi r / 6)` (Pearson 1907).

use nalgebra::{DMatrix, SymmetricEigen};
use statrs::distribution::{ContinuousCDF, Normal};

/// Smallest eigenvalue that a correlation matrix is left with, so that it has a Cholesky triangle.
const LEAST_EIGENVALUE: f64 = 1e-8;
/// Rounds of the search for the nearest valid matrix.
const ROUNDS: usize = 200;
/// Where a round changes nothing more than this, it is found.
const SETTLED: f64 = 1e-9;

/// Rank correlations of some of the variables; the others are independent.
#[derive(Debug, Clone)]
pub struct Correlation {
    /// Positions of the correlated variables.
    pub variables: Vec<usize>,
    /// Their correlations, valid.
    matrix: DMatrix<f64>,
    /// By how much the farthest entry had to be moved to make what was asked valid; 0 where it was.
    pub moved: f64,
}

impl Correlation {
    /// Everything independent.
    pub fn none() -> Correlation {
        Correlation { variables: Vec::new(), matrix: DMatrix::identity(0, 0), moved: 0.0 }
    }

    /// These rank correlations of pairs of variables; of two for the same pair the last counts. Where together they are not possible,
    /// the nearest that are.
    pub fn of(pairs: &[(usize, usize, f64)]) -> Correlation {
        let mut variables: Vec<usize> = pairs.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
        variables.sort_unstable();
        variables.dedup();
        let at = |v: usize| variables.binary_search(&v).unwrap_or(0);
        let mut asked = DMatrix::identity(variables.len(), variables.len());
        for (a, b, r) in pairs.iter().filter(|(a, b, _)| a != b) {
            let (i, j) = (at(*a), at(*b));
            (asked[(i, j)], asked[(j, i)]) = (*r, *r);
        }
        let matrix = nearest(&asked);
        let moved = (&matrix - &asked).abs().max();
        Correlation { variables, matrix, moved: if moved < 1e-6 { 0.0 } else { moved } }
    }

    /// The rank correlation of two variables.
    pub fn between(&self, a: usize, b: usize) -> f64 {
        match (self.variables.binary_search(&a), self.variables.binary_search(&b)) {
            (Ok(i), Ok(j)) => self.matrix[(i, j)],
            _ if a == b => 1.0,
            _ => 0.0,
        }
    }
}

/// The valid correlation matrix nearest to a symmetric one (Higham, *IMA Journal of Numerical Analysis* 22 (2002) 329-343: projections
/// in turn, with Dykstra's correction), a hair inside so that it has a triangle.
fn nearest(asked: &DMatrix<f64>) -> DMatrix<f64> {
    let n = asked.nrows();
    if n == 0 || clipped(asked, 0.0).1 >= LEAST_EIGENVALUE {
        return asked.clone();
    }
    let mut y = asked.clone();
    let mut correction = DMatrix::zeros(n, n);
    for _ in 0..ROUNDS {
        let r = &y - &correction;
        let x = clipped(&r, LEAST_EIGENVALUE).0;
        correction = &x - &r;
        let before = y;
        y = x;
        y.fill_diagonal(1.0);
        if (&y - &before).abs().max() < SETTLED {
            break;
        }
    }
    // What is left of negative eigenvalues is cut off and the diagonal scaled back to 1.
    let x = clipped(&y, LEAST_EIGENVALUE).0;
    DMatrix::from_fn(n, n, |i, j| if i == j { 1.0 } else { x[(i, j)] / (x[(i, i)] * x[(j, j)]).sqrt() })
}

/// The matrix with no eigenvalue below `least`, and the smallest that it had.
fn clipped(matrix: &DMatrix<f64>, least: f64) -> (DMatrix<f64>, f64) {
    let eigen = SymmetricEigen::new(matrix.clone());
    let smallest = eigen.eigenvalues.min();
    let values = eigen.eigenvalues.map(|v| v.max(least));
    let v = &eigen.eigenvectors;
    let x = v * DMatrix::from_diagonal(&values) * v.transpose();
    ((&x + x.transpose()) * 0.5, smallest)
}

/// Reorders the parts of the correlated variables so that their ranks are correlated as asked. Which parts a variable has stays as it is.
pub(super) fn impose(parts: &mut [Vec<u32>], wanted: &Correlation) {
    let (n, k) = (parts.first().map_or(0, Vec::len), wanted.variables.len());
    if k < 2 || n < 2 {
        return;
    }
    let normal = Normal::standard();
    let by_rank: Vec<f64> = (1..=n).map(|rank| normal.inverse_cdf(rank as f64 / (n + 1) as f64)).collect();
    let scores = DMatrix::from_fn(n, k, |i, j| by_rank[parts[wanted.variables[j]][i] as usize]);
    let in_scores = DMatrix::from_fn(k, k, |i, j| {
        if i == j { 1.0 } else { 2.0 * (std::f64::consts::PI * wanted.matrix[(i, j)] / 6.0).sin() }
    });
    let Some(target) = nearest(&in_scores).cholesky() else { return };
    // Chance correlations of the scores are taken out, where there are draws enough to know them.
    let spread = by_rank.iter().map(|s| s * s).sum::<f64>();
    let own = if n > 2 * k { (scores.transpose() * &scores / spread).cholesky() } else { None };
    let turned = match own.and_then(|own| own.l().try_inverse()) {
        Some(undone) => &scores * (target.l() * undone).transpose(),
        None => &scores * target.l().transpose(),
    };
    for (j, variable) in wanted.variables.iter().enumerate() {
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|a, b| turned[(*a, j)].total_cmp(&turned[(*b, j)]).then(a.cmp(b)));
        for (rank, draw) in (0..).zip(order) {
            parts[*variable][draw] = rank;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertain::plan::Plan;
    use crate::uncertain::ranking::correlation;

    /// Rank correlations of a plan: within a variable, shares are ordered as ranks are.
    fn found(plan: &Plan, a: usize, b: usize) -> f64 {
        let column =
            |v| (0..plan.draws()).map(|d| (plan.share(v, d) * plan.draws() as f64).floor()).collect::<Vec<f64>>();
        correlation(&column(a), &column(b))
    }

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("variable {i}")).collect()
    }

    #[test]
    fn asked_correlations_are_reproduced() {
        let wanted = Correlation::of(&[(0, 1, 0.7), (1, 2, -0.5), (0, 2, -0.2), (3, 4, 0.95)]);
        assert_eq!(wanted.moved, 0.0);
        for seed in 0..3 {
            let plan = Plan::new(10_000, seed, &names(6), &wanted);
            for (a, b) in [(0, 1), (1, 2), (0, 2), (3, 4), (0, 3), (2, 4)] {
                let (asked, is) = (wanted.between(a, b), found(&plan, a, b));
                assert!((asked - is).abs() < 0.02, "{a} {b}: asked {asked}, is {is}");
            }
        }
    }

    /// Every part is still drawn once.
    #[test]
    fn distributions_stay_as_they_were() {
        let plan = Plan::new(1000, 3, &names(2), &Correlation::of(&[(0, 1, 0.8)]));
        for v in 0..2 {
            let mut seen: Vec<usize> = (0..1000).map(|d| (plan.share(v, d) * 1000.0) as usize).collect();
            seen.sort_unstable();
            assert!(seen.iter().copied().eq(0..1000));
        }
    }

    /// Three variables cannot all be opposed to each other by more than -1/2: asked for -0.9 each, the nearest is -1/2.
    #[test]
    fn what_cannot_be_is_moved_to_the_nearest() {
        let wanted = Correlation::of(&[(0, 1, -0.9), (1, 2, -0.9), (0, 2, -0.9)]);
        for (a, b) in [(0, 1), (1, 2), (0, 2)] {
            assert!((wanted.between(a, b) + 0.5).abs() < 1e-6, "{}", wanted.between(a, b));
        }
        assert!((wanted.moved - 0.4).abs() < 1e-6, "{}", wanted.moved);
        // At the very limit normal scores reach no further than a rank correlation of 6 / pi x asin(-1 / 4) = -0.4826.
        let plan = Plan::new(10_000, 1, &names(3), &wanted);
        assert!((found(&plan, 0, 1) + 0.4826).abs() < 0.005, "{}", found(&plan, 0, 1));
    }

    /// Higham's own example: 1 1 0 / 1 1 1 / 0 1 1 has as nearest 1 0.7607 0.1573.
    #[test]
    fn highams_example() {
        let wanted = Correlation::of(&[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 0.0)]);
        assert!((wanted.between(0, 1) - 0.7607).abs() < 1e-3, "{}", wanted.between(0, 1));
        assert!((wanted.between(0, 2) - 0.1573).abs() < 1e-3, "{}", wanted.between(0, 2));
    }
}
