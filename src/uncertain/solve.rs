//! A draw solved: its last date, and of the dates before it those that neither sums nor prices rule out.

use super::used::Used;
use crate::answer::dates::{self, Bounded};
use crate::answer::prices::Prices;
use crate::answer::starts::Starts;
use crate::answer::{Evidence, carry};
use crate::campaign::Campaign;
use crate::estimate::Estimate;
use crate::formulation::{self, Earliest, Period, Program, Window};
use crate::solver::{Backend, Limits, SolveError};

/// A campaign with the dates that are to be looked at.
pub struct Dated<'a> {
    pub c: &'a Campaign,
    pub earliest: Earliest,
    /// Dates that the rates of advance do not rule out.
    pub possible: Vec<Period>,
}

/// What a draw is solved with.
pub struct By<'a> {
    pub how: (Backend, Limits),
    /// Corners of the campaign as it stands.
    pub starts: &'a Starts,
    /// A part of the limits is tried first: those for which these draws pay.
    pub limits: Option<&'a Used>,
}

/// What solving it came to.
pub struct Solved {
    /// Dates that were solved, in order.
    pub evidence: Evidence,
    /// The most men of those dates on which it was solved, or a part of its limits rules it out: no more than this.
    pub men: f64,
    /// A date that is not ruled out; none where all are.
    pub open: Option<Period>,
    /// Whether that date's solve was cut short: then it may be open for that alone.
    pub stopped: bool,
}

impl Dated<'_> {
    pub fn of(c: &Campaign) -> Dated<'_> {
        let earliest = Earliest::of(c);
        let possible = dates::all(c).into_iter().filter(|t| dates::is_early_enough(c, &earliest, *t)).collect();
        Dated { c, earliest, possible }
    }

    /// The program of a date, with its window.
    pub fn program(&self, date: Period) -> Option<(Program, Window)> {
        let window = dates::window(self.c, date);
        Some((formulation::build(self.c, &self.earliest, window)?, window))
    }

    /// Those that the sums of the estimate do not rule out either.
    pub fn after_sums(&self) -> &[Period] {
        // Where nothing can be summed up, the sums rule nothing out.
        let from = Estimate::of(self.c).map_or(0.0, |e| e.not_before.unwrap_or(f64::INFINITY));
        let first = self.possible.iter().position(|t| self.day(*t) >= from - 1e-9);
        &self.possible[first.unwrap_or(self.possible.len())..]
    }

    /// Day of a date.
    pub fn day(&self, t: Period) -> f64 {
        dates::day(self.c, t).0
    }

    /// Looks at the latest of these dates, and at each before it that prices do not prove to have fewer than `enough` men, until one has them: a part of
    /// its limits is tried, if any, and where that does not rule it out it is solved.
    ///
    /// # Errors
    /// Where the solver has nothing to offer for one of them.
    pub fn solve(&self, dates: &[Period], enough: f64, by: &By) -> Result<Solved, SolveError> {
        let mut later: Option<(Prices, Window)> = None;
        let mut bounded: Vec<Bounded> = Vec::new();
        let (mut men, mut open) = (0.0_f64, None);
        for t in dates.iter().rev() {
            if let Some((program, window)) = self.program(*t) {
                let ruled_out = later.as_ref().and_then(|(prices, of)| {
                    let by_own = carry::one((&program, window), (prices, *of), enough);
                    by_own.or_else(|| by.starts.rule_out((&program, window), enough))
                });
                if ruled_out.is_some() {
                    continue;
                }
                let ceiling = by.limits.and_then(|used| used.ceiling(&program, window, by.how));
                if let Some((bound, prices)) = ceiling
                    && dates::most_men(&bound) < enough
                {
                    men = men.max(dates::most_men(&bound));
                    later = Some((Prices::of(program.rows.iter().copied().zip(prices)), window));
                    continue;
                }
            }
            let window = dates::window(self.c, *t);
            let one = dates::bound_from((self.c, &self.earliest), window, by.how, Some(by.starts))?;
            if let Some((program, solution)) = &one.solved {
                later = Some((Prices::at(program, solution), window));
            }
            let has_enough = one.point.most_men >= enough;
            men = men.max(one.point.most_men);
            bounded.push(one);
            if has_enough {
                open = Some(*t);
                break;
            }
        }
        let stopped = open.is_some() && bounded.last().is_some_and(|b| b.point.cut_short);
        bounded.reverse();
        Ok(Solved { evidence: Evidence { bounded, ..Evidence::default() }, men, open, stopped })
    }
}
