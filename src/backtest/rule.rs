//! The coverage rule: the share of its need below which an advance stands still for want of supplies, found and not assumed.

use serde::Serialize;

/// A span of days of which it is known whether the advance stood still for want of supplies, and what the model says of its supply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moment {
    pub campaign: String,
    pub observation: String,
    pub halted: bool,
    /// Share of the need that could be carried to the troops, day after day.
    pub coverage: f64,
    /// Days of supply that the troops have with them at the end of the span.
    pub stock_days: f64,
}

/// By what a halt is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The share of need that could be carried to the troops.
    Share,
    /// The days of supply that the troops still have with them.
    StockDays,
}

impl Measure {
    /// What a moment shows of it.
    pub fn of(self, m: &Moment) -> f64 {
        match self {
            Measure::Share => m.coverage,
            Measure::StockDays => m.stock_days,
        }
    }
}

/// A cut of one measure: below it, an advance halts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cut {
    pub measure: Measure,
    pub at: f64,
    /// Between these two it might as well lie: no moment would be told differently.
    pub from: f64,
    pub to: f64,
    /// Moments that it tells rightly.
    pub right: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// The cut that is used: of the measure that tells more moments rightly, or as many with more room on both sides.
    pub cut: Cut,
    /// The best cut of each measure.
    pub share: Cut,
    pub stock_days: Cut,
    pub moments: Vec<Moment>,
}

impl Rule {
    /// `None` unless some moments are halts and some are not.
    pub fn of(moments: &[Moment]) -> Option<Rule> {
        if !moments.iter().any(|m| m.halted) || moments.iter().all(|m| m.halted) {
            return None;
        }
        let most = moments.iter().map(|m| m.stock_days).fold(1.0, f64::max);
        let (share, stock_days) = (best(moments, Measure::Share, 1.0)?, best(moments, Measure::StockDays, most)?);
        // Of two that tell as many, the one with more room on both sides.
        let room = |c: &Cut, most: f64| (c.to - c.from) / most;
        let better = stock_days.right > share.right
            || stock_days.right == share.right && room(&stock_days, most) > room(&share, 1.0);
        let cut = if better { stock_days } else { share };
        Some(Rule { cut, share, stock_days, moments: moments.to_vec() })
    }

    /// Whether the rule says that an advance halts.
    pub fn halts(&self, m: &Moment) -> bool {
        self.cut.measure.of(m) < self.cut.at
    }
}

/// The cut that tells most moments rightly, in the middle of the widest gap where several do.
fn best(moments: &[Moment], measure: Measure, most: f64) -> Option<Cut> {
    let mut edges: Vec<f64> = moments.iter().map(|m| measure.of(m)).chain([0.0, most]).collect();
    edges.sort_by(f64::total_cmp);
    // The solver's dust makes no gap.
    edges.dedup_by(|a, b| (*a - *b).abs() < 1e-3);
    let cut = |w: &[f64]| {
        let at = (w[0] + w[1]) / 2.0;
        let right = moments.iter().filter(|m| (measure.of(m) < at) == m.halted).count();
        Cut { measure, at, from: w[0], to: w[1], right }
    };
    edges.windows(2).map(cut).max_by(|a, b| a.right.cmp(&b.right).then((a.to - a.from).total_cmp(&(b.to - b.from))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(halted: bool, coverage: f64, stock_days: f64) -> Moment {
        Moment { campaign: String::new(), observation: String::new(), halted, coverage, stock_days }
    }

    /// Halts at 0.4 and 0.5, none at 0.8 and 1: the cut lies half-way between 0.5 and 0.8.
    #[test]
    fn the_cut_lies_in_the_widest_gap_that_tells_all() {
        let moments = [(true, 0.4), (false, 0.8), (true, 0.5), (false, 1.0)].map(|(h, c)| moment(h, c, 3.0));
        let rule = Rule::of(&moments).unwrap();
        assert_eq!((rule.cut.from, rule.cut.to, rule.cut.right), (0.5, 0.8, 4));
        assert!((rule.cut.at - 0.65).abs() < 1e-12);
        assert!(rule.halts(&moment(true, 0.6, 0.0)) && !rule.halts(&moment(true, 0.7, 0.0)));
    }

    /// A halt at 0.9 beside an advance at 0.6 can't both be told by the share; the stock tells all three: halts at 1 day and 0, none at 4.
    #[test]
    fn the_measure_that_tells_more_is_used() {
        let rule = Rule::of(&[moment(true, 0.9, 1.0), moment(false, 0.6, 4.0), moment(true, 0.3, 0.0)]).unwrap();
        assert_eq!((rule.share.right, rule.stock_days.right), (2, 3));
        assert_eq!((rule.cut.measure, rule.cut.at), (Measure::StockDays, 2.5));
        assert_eq!(Rule::of(&[moment(true, 0.9, 1.0)]), None);
    }
}
