//! What is believed of one figure: a distribution from its low, base and high.

use serde::{Deserialize, Serialize};
use statrs::function::beta::inv_beta_reg;

/// How belief is spread between low and high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Beta distribution with its peak at the base, mean (low + 4 base + high) / 6: Malcolm, Roseboom, Clark and Fazar, *Operations
    /// Research* 7 (1959) 646-669.
    Pert,
    /// A straight line up from the low to the base and down to the high.
    Triangular,
    /// Every value alike; the base is only a value among others.
    Uniform,
    /// Low, base or high and nothing between, with 3, 4 and 3 tenths (Swanson's rule: Hurst, Brown and Swanson, *AAPG Bulletin* 84 (2000)
    /// 1883-1891).
    Discrete,
    /// Always the base.
    Fixed,
}

impl Shape {
    const ALL: [Shape; 5] = [Shape::Pert, Shape::Triangular, Shape::Uniform, Shape::Discrete, Shape::Fixed];

    /// The shape of a word of the sheet Uncertainty.
    pub fn of_word(word: &str) -> Option<Shape> {
        Shape::ALL.into_iter().find(|s| s.word().eq_ignore_ascii_case(word.trim()))
    }

    /// The word of the workbook.
    pub fn word(self) -> &'static str {
        match self {
            Shape::Pert => "pert",
            Shape::Triangular => "triangular",
            Shape::Uniform => "uniform",
            Shape::Discrete => "discrete",
            Shape::Fixed => "fixed",
        }
    }
}

/// Share of the draws at the low and at the high of [`Shape::Discrete`].
const SWANSON: f64 = 0.3;

/// A distribution over an interval, in the unit of the figure. Low is at most base, base at most high.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    pub shape: Shape,
    pub low: f64,
    pub base: f64,
    pub high: f64,
}

impl Spread {
    /// Whether it has more than one value.
    pub fn varies(&self) -> bool {
        self.shape != Shape::Fixed && self.high - self.low > 1e-12 * self.base.abs().max(1.0)
    }

    /// The value below which a share `u` (0 to 1) of the belief lies.
    pub fn quantile(&self, u: f64) -> f64 {
        let (l, m, h) = (self.low, self.base, self.high);
        let wide = h - l;
        if !self.varies() {
            return m;
        }
        match self.shape {
            Shape::Fixed => m,
            Shape::Uniform => l + u * wide,
            Shape::Discrete if u < SWANSON => l,
            Shape::Discrete if u < 1.0 - SWANSON => m,
            Shape::Discrete => h,
            Shape::Triangular => {
                let below = (m - l) / wide;
                if u < below { l + wide * (u * below).sqrt() } else { h - wide * ((1.0 - u) * (1.0 - below)).sqrt() }
            }
            Shape::Pert => {
                let peak = (m - l) / wide;
                let x = inv_beta_reg(1.0 + 4.0 * peak, 5.0 - 4.0 * peak, u.clamp(1e-12, 1.0 - 1e-12));
                (l + wide * x).clamp(l, h)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(shape: Shape, low: f64, base: f64, high: f64) -> Spread {
        Spread { shape, low, base, high }
    }

    /// Mean of the quantiles at the middles of so many equal shares.
    fn mean(s: &Spread) -> f64 {
        let n = 20_000;
        (0..n).map(|i| s.quantile((i as f64 + 0.5) / n as f64)).sum::<f64>() / n as f64
    }

    /// PERT: (10 + 4 x 20 + 60) / 6 = 25. Triangular: (10 + 20 + 60) / 3 = 30. Uniform: 35. Discrete: 3 + 8 + 18 = 29.
    #[test]
    fn means_by_hand() {
        for (shape, by_hand) in
            [(Shape::Pert, 25.0), (Shape::Triangular, 30.0), (Shape::Uniform, 35.0), (Shape::Discrete, 29.0)]
        {
            let found = mean(&spread(shape, 10.0, 20.0, 60.0));
            assert!((found - by_hand).abs() < 1e-3, "{shape:?}: {found}");
        }
    }

    /// A symmetric PERT is a beta (3, 3): 10 x^3 - 15 x^4 + 6 x^5 lies below x, which at 0.25 is 0.103515625.
    #[test]
    fn a_symmetric_pert_has_a_polynomial() {
        let s = spread(Shape::Pert, 0.0, 0.5, 1.0);
        assert!((s.quantile(0.103_515_625) - 0.25).abs() < 1e-9, "{}", s.quantile(0.103_515_625));
        assert!((s.quantile(0.5) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn quantiles_rise_and_stay_within() {
        for shape in [Shape::Pert, Shape::Triangular, Shape::Uniform, Shape::Discrete, Shape::Fixed] {
            for (l, m, h) in [(0.0, 0.0, 1.0), (0.0, 1.0, 1.0), (2.0, 2.0, 2.0), (0.9, 1.0, 1.3)] {
                let s = spread(shape, l, m, h);
                let all: Vec<f64> = (0..=1000).map(|i| s.quantile(i as f64 / 1000.0)).collect();
                assert!(all.windows(2).all(|w| w[0] <= w[1]), "{s:?}");
                assert!(all.iter().all(|x| (l..=h).contains(x)), "{s:?}");
            }
        }
    }

    #[test]
    fn words_and_shapes_agree() {
        let words: Vec<&str> = Shape::ALL.into_iter().map(Shape::word).collect();
        assert_eq!(words, crate::tables::uncertainty::SHAPES);
        assert!(words.iter().all(|w| Shape::of_word(w).map(Shape::word) == Some(w)));
    }
}
