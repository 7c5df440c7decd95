//! A coarser calculation of a draw: in a few long steps it is solved in a fraction of the time, and most often lies within some per cent of its
//! ceiling. Of draws that differ in hundreds of figures the prices of others prove next to nothing, for every coefficient has moved.
//!
//! It proves nothing: longer steps most often have the higher ceiling, but not always (men draw rations where a step finds them, lags are
//! whole steps). So it rules nothing out. It only tells which draws lie so far above the target that a solve would hardly rule them out; what
//! is counted as not ruled out without being solved makes the odds of a NO smaller, never larger.

use crate::answer::dates;
use crate::campaign::{Campaign, Days};
use crate::estimate::Estimate;
use crate::formulation::{Earliest, Period, Window};
use crate::solver::{Backend, Limits};

/// Into how many steps the time until the last date is cut, the coarsest first.
pub const CUTS: [usize; 3] = [4, 6, 12];
/// Steps must be so many times as long as the workbook's to be worth their while.
pub const LONGER: f64 = 1.5;

/// Steps into which the time until the last date is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut(usize);

impl Cut {
    /// Those whose steps are longer than a campaign's own, the longest first.
    pub fn of(c: &Campaign) -> Vec<Cut> {
        let last = dates::all(c).last().map_or(0.0, |t| dates::day(c, *t).0);
        let longer = |n: &usize| last / *n as f64 >= LONGER * c.question.period.0 - 1e-9;
        CUTS.into_iter().filter(longer).map(Cut).collect()
    }

    /// Days of a step.
    pub fn days(self, c: &Campaign) -> f64 {
        dates::all(c).last().map_or(0.0, |t| dates::day(c, *t).0) / self.0 as f64
    }

    /// Thousand men, about, on a date; nothing where the solver has nothing to offer.
    pub fn men(self, c: &Campaign, date: Period, how: (Backend, Limits)) -> Option<f64> {
        let mut coarse = c.clone();
        coarse.question.period = Days(dates::day(c, date).0 / self.0 as f64);
        // A span of some days would be a whole step.
        coarse.question.sustain = Days(0.0);
        let last = self.0 - 1;
        let bounded = dates::bound(&coarse, &Earliest::of(&coarse), Window { first: last, last }, how);
        bounded.ok().map(|b| b.point.most_men / 1000.0)
    }
}

/// Dates of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// The last, if the rates of advance do not rule it out.
    pub last: Option<Period>,
    /// The first that neither the rates nor the sums of the estimate rule out.
    pub first_open: Option<Period>,
}

impl Dates {
    /// Of a campaign.
    pub fn of(c: &Campaign) -> Dates {
        let earliest = Earliest::of(c);
        let by_rates = |t: &Period| dates::is_early_enough(c, &earliest, *t);
        let all: Vec<Period> = dates::all(c).into_iter().filter(by_rates).collect();
        // Where nothing can be summed up, the sums rule nothing out.
        let from = Estimate::of(c).map_or(0.0, |e| e.not_before.unwrap_or(f64::INFINITY));
        Dates { last: all.last().copied(), first_open: all.into_iter().find(|t| dates::day(c, *t).0 >= from - 1e-9) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::MODELS;

    /// The last date of the shipped campaign in steps of 30 or 60 days is day 360, in steps of 10 days 350. A quarter, a sixth and a twelfth of it are 90, 60
    /// and 30 days, or 88, 58 and 29: half as long again as 30 are two of them, as 60 one, as 10 all.
    #[test]
    fn steps_are_longer_than_the_campaigns_own() {
        let mut c = crate::tables::read(&MODELS[0].book()).campaign.expect("a campaign");
        for (days, expected) in [(30.0, vec![4, 6]), (10.0, vec![4, 6, 12]), (60.0, vec![4])] {
            c.question.period = Days(days);
            assert_eq!(Cut::of(&c).into_iter().map(|cut| cut.0).collect::<Vec<_>>(), expected, "{days} days");
        }
    }
}
