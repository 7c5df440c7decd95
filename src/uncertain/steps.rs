//! Ceilings in longer steps: a program of a few long periods is solved in a fraction of the time, is no more than a sketch of the campaign, and
//! rules out less; but what it rules out is ruled out. Of draws that differ in hundreds of figures the prices of others prove next to nothing, for
//! every coefficient has moved; a sketch of the draw itself is most often within some per cent of its ceiling.

use serde::{Deserialize, Serialize};

use crate::answer::dates;
use crate::campaign::{Campaign, Days};
use crate::estimate::Estimate;
use crate::formulation::{Earliest, Period, Window};
use crate::solver::{Backend, Limits};

/// Into how many periods the time until a date is cut, the coarsest first.
const CUTS: [usize; 3] = [4, 6, 12];
/// Steps must be so many times as long as the workbook's to be worth their while.
const LONGER: f64 = 1.5;
/// By this share longer steps may have the lower ceiling, for the sick are counted on the mean of both ends of a period (seen: 0.02 %,
/// tests/periods.rs). What they are to rule out must lie further below.
const BELOW: f64 = 5e-4;

/// Steps into which the time until a date is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut(usize);

/// What a sketch says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sketch {
    /// Thousand men at most: on the last date, and where those are too few on every date that the sums do not rule out.
    pub most: f64,
    /// Whether no date has enough.
    pub ruled_out: bool,
}

impl Cut {
    /// Those whose steps are longer than a campaign's own, the longest first.
    pub fn of(c: &Campaign) -> Vec<Cut> {
        let Some(last) = dates::all(c).last().map(|t| dates::day(c, *t)) else { return Vec::new() };
        let longer = |n: &usize| last.0 / *n as f64 >= LONGER * c.question.period.0 - 1e-9;
        CUTS.into_iter().filter(longer).map(Cut).collect()
    }

    /// Days of a step until the last date.
    pub fn days(self, c: &Campaign) -> f64 {
        dates::all(c).last().map_or(0.0, |t| dates::day(c, *t).0) / self.0 as f64
    }

    /// Thousand men at most on a date; nothing where the solver has nothing to offer.
    fn bound(self, c: &Campaign, first: Period, how: (Backend, Limits)) -> Option<f64> {
        let mut sketched = c.clone();
        sketched.question.period = Days(dates::day(c, first).0 / self.0 as f64);
        // That they stand there on the first day of the span is all that is asked: a sketch may ask less.
        sketched.question.sustain = Days(0.0);
        let last = self.0 - 1;
        let bounded = dates::bound(&sketched, &Earliest::of(&sketched), Window { first: last, last }, how);
        bounded.ok().map(|b| b.point.most_men / 1000.0)
    }

    /// What is proved of a campaign that `enough` thousand men would do for.
    pub fn sketch(self, c: &Campaign, of: &Dates, enough: f64, how: (Backend, Limits)) -> Option<Sketch> {
        let Some(last) = of.last else { return Some(Sketch { most: 0.0, ruled_out: true }) };
        let few = |most: f64| most < enough * (1.0 - BELOW);
        let mut most = self.bound(c, last, how)?;
        if of.open.last() != Some(&last) {
            // The sums rule the date out, whatever the sketch says.
            most = most.min(enough);
        } else if !few(most) {
            return Some(Sketch { most, ruled_out: false });
        }
        for first in of.open.iter().rev().filter(|t| **t != last) {
            most = most.max(self.bound(c, *first, how)?);
            if !few(most) {
                return Some(Sketch { most, ruled_out: false });
            }
        }
        Some(Sketch { most, ruled_out: true })
    }
}

/// Dates of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// The last, if the rates of advance do not rule it out.
    last: Option<Period>,
    /// Those that neither the rates nor the sums of the estimate rule out, earliest first.
    open: Vec<Period>,
}

impl Dates {
    /// Of a campaign.
    pub fn of(c: &Campaign) -> Dates {
        let earliest = Earliest::of(c);
        let by_rates = |t: &Period| dates::is_early_enough(c, &earliest, *t);
        let all: Vec<Period> = dates::all(c).into_iter().filter(by_rates).collect();
        let last = all.last().copied();
        let sums = last.and_then(|_| Estimate::of(c)?.not_before).unwrap_or(f64::INFINITY);
        let open = all.into_iter().filter(|t| dates::day(c, *t).0 >= sums - 1e-9).collect();
        Dates { last, open }
    }

    /// The first that is open.
    pub fn first(&self) -> Option<Period> {
        self.open.first().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::MODELS;

    /// Until day 330 a quarter takes 82 days, a sixth 55, a twelfth 28: longer enough than 30 are two of them, than 10 all; than 60 none.
    #[test]
    fn steps_are_longer_than_the_campaigns_own() {
        let book = MODELS[0].book();
        let mut c = crate::tables::read(&book).campaign.expect("a campaign");
        for (days, expected) in [(30.0, vec![4, 6]), (10.0, vec![4, 6, 12]), (60.0, vec![])] {
            c.question.period = Days(days);
            assert_eq!(Cut::of(&c).into_iter().map(|cut| cut.0).collect::<Vec<_>>(), expected, "{days} days");
        }
    }
}
