//! How sure a share of draws is, and when enough are drawn.

use serde::{Deserialize, Serialize};
use statrs::function::beta::inv_beta_reg;

/// A share of so many draws, with the interval that holds the true share in at least 95 of 100 cases (Clopper and Pearson, *Biometrika* 26
/// (1934) 404-413: exact for independent draws, cautious for those of a Latin hypercube, which stray less).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Odds {
    pub of: usize,
    pub count: usize,
    pub share: f64,
    pub from: f64,
    pub to: f64,
}

/// What the interval may miss on each side.
const TAIL: f64 = 0.025;

impl Odds {
    /// So many of so many draws.
    pub fn of(count: usize, of: usize) -> Odds {
        let (k, n) = (count as f64, of as f64);
        let from = if count == 0 { 0.0 } else { inv_beta_reg(k, n - k + 1.0, TAIL) };
        let to = if count >= of { 1.0 } else { inv_beta_reg(k + 1.0, n - k, 1.0 - TAIL) };
        Odds { of, count, share: if of == 0 { 0.5 } else { k / n }, from, to }
    }

    /// Half of the interval's width.
    pub fn within(&self) -> f64 {
        (self.to - self.from) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertain::correlate::Correlation;
    use crate::uncertain::plan::{Plan, order};

    /// Textbook values: 2 of 10 gives 0.0252 to 0.5561; 0 of 10 at most 1 - 0.025^(1/10) = 0.3085.
    #[test]
    fn intervals_by_the_book() {
        let two = Odds::of(2, 10);
        assert!((two.from - 0.0252).abs() < 5e-5 && (two.to - 0.5561).abs() < 5e-5, "{two:?}");
        let none = Odds::of(0, 10);
        assert!(none.from == 0.0 && (none.to - 0.3085).abs() < 5e-5, "{none:?}");
        let all = Odds::of(10, 10);
        assert!(all.to == 1.0 && (all.from - 0.6915).abs() < 5e-5, "{all:?}");
        assert_eq!((Odds::of(0, 0).from, Odds::of(0, 0).to), (0.0, 1.0));
    }

    /// Of 100 seeds at least 95 must have the truth in their interval. One variable: x < 0.3, true share 0.3. Two: x y < 0.2, true share
    /// 0.2 (1 - ln 0.2) = 0.5219. A Latin hypercube strays less than independent draws, for which the interval misses in at most 5 of 100
    /// cases on the average; so fewer than 6 misses are expected with a wide margin.
    #[test]
    fn intervals_hold_the_truth() {
        let names = ["x".to_string(), "y".to_string()];
        let truth = [0.3, 0.2 * (1.0 - 0.2_f64.ln())];
        let mut held = [0, 0];
        for seed in 0..100 {
            let plan = Plan::new(200, seed, &names, &Correlation::none());
            let one = (0..200).filter(|d| plan.share(0, *d) < 0.3).count();
            let two = (0..200).filter(|d| plan.share(0, *d) * plan.share(1, *d) < 0.2).count();
            for (k, count) in [one, two].into_iter().enumerate() {
                let odds = Odds::of(count, 200);
                held[k] += usize::from(odds.from <= truth[k] && truth[k] <= odds.to);
            }
        }
        assert!(held.iter().all(|h| *h >= 95), "{held:?}");
    }

    /// The same for independent draws (the first 20 of a plan of 20,000 are nearly that), where the interval has no help. With a chance of
    /// at most 0.05 for a miss, more than 11 misses in 100 have a chance of less than 0.005.
    #[test]
    fn intervals_hold_without_the_hypercube() {
        let mut misses = 0;
        for seed in 0..100 {
            let count = order(20_000, seed, 1).iter().take(60).filter(|part| **part < 6000).count();
            let odds = Odds::of(count, 60);
            misses += usize::from(!(odds.from..=odds.to).contains(&0.3));
        }
        assert!(misses <= 11, "{misses}");
    }
}
