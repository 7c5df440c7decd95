//! The coverage rule: the share of its need below which an advance stands still for want of supplies, found and not assumed.

use serde::Serialize;

/// A span of days of which it is known whether the advance stood still for want of supplies, and what the model says of its supply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moment {
    pub campaign: String,
    pub observation: String,
    pub halted: bool,
    /// Share of the need met.
    pub coverage: f64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// Below this share of need an advance halts.
    pub share: f64,
    /// Between these two the rule might as well lie: no moment would be told differently.
    pub from: f64,
    pub to: f64,
    /// Moments that it tells rightly, of so many.
    pub right: usize,
    pub of: usize,
    pub moments: Vec<Moment>,
}

impl Rule {
    /// The cut that tells most moments rightly, in the middle of the widest gap where several do. `None` unless some moments are halts and some are not.
    pub fn of(moments: &[Moment]) -> Option<Rule> {
        if !moments.iter().any(|m| m.halted) || moments.iter().all(|m| m.halted) {
            return None;
        }
        let mut edges: Vec<f64> = moments.iter().map(|m| m.coverage).chain([0.0, 1.0]).collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        let gaps = edges.windows(2).map(|w| (w[0], w[1]));
        let right = |cut: f64| moments.iter().filter(|m| (m.coverage < cut) == m.halted).count();
        let judged = gaps.map(|(from, to)| (right((from + to) / 2.0), to - from, from, to));
        let best = judged.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))?;
        Some(Rule {
            share: (best.2 + best.3) / 2.0,
            from: best.2,
            to: best.3,
            right: best.0,
            of: moments.len(),
            moments: moments.to_vec(),
        })
    }

    /// Whether an advance with this share of its need halts.
    pub fn halts(&self, coverage: f64) -> bool {
        coverage < self.share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(halted: bool, coverage: f64) -> Moment {
        Moment { campaign: String::new(), observation: String::new(), halted, coverage }
    }

    /// Halts at 0.4 and 0.5, none at 0.8 and 1: the cut lies half-way between 0.5 and 0.8.
    #[test]
    fn the_cut_lies_in_the_widest_gap_that_tells_all() {
        let rule = Rule::of(&[moment(true, 0.4), moment(false, 0.8), moment(true, 0.5), moment(false, 1.0)]).unwrap();
        assert_eq!((rule.from, rule.to, rule.right, rule.of), (0.5, 0.8, 4, 4));
        assert!((rule.share - 0.65).abs() < 1e-12);
        assert!(rule.halts(0.6) && !rule.halts(0.7));
    }

    /// One halt at 0.9 beside one advance at 0.6 can't both be told; nothing can be found from halts alone.
    #[test]
    fn what_no_cut_tells_is_counted() {
        let rule = Rule::of(&[moment(true, 0.9), moment(false, 0.6), moment(true, 0.3)]).unwrap();
        assert_eq!((rule.right, rule.of), (2, 3));
        assert_eq!(Rule::of(&[moment(true, 0.9)]), None);
    }
}
