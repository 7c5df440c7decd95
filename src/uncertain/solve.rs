//! A draw solved: its last date, and of the dates before it those that neither sums nor prices rule out.

use super::pool;
use crate::answer::dates::{self, Bounded};
use crate::answer::prices::Prices;
use crate::answer::starts::Starts;
use crate::answer::{Evidence, carry};
use crate::campaign::Campaign;
use crate::estimate::Estimate;
use crate::formulation::{self, Earliest, Period};
use crate::solver::{Backend, Limits, SolveError};

/// A campaign with the dates that are to be looked at.
pub struct Dated<'a> {
    pub c: &'a Campaign,
    pub earliest: Earliest,
    /// Dates that the rates of advance do not rule out.
    pub possible: Vec<Period>,
}

/// What solving it came to.
pub struct Solved {
    /// Dates that were solved, in order.
    pub evidence: Evidence,
    /// No more men than this on any of these dates.
    pub men: f64,
    /// A date that is not ruled out; none where all are.
    pub open: Option<Period>,
    /// Whether that date's solve was cut short: then it may be open for that alone.
    pub stopped: bool,
}

impl Dated<'_> {
    pub fn of(c: &Campaign) -> Dated<'_> {
        let earliest = Earliest::of(c);
        let possible = pool::possible(c, &earliest);
        Dated { c, earliest, possible }
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

    /// Solves the latest of these dates, and each before it that prices do not prove to have fewer than `enough` men, until one has them.
    ///
    /// # Errors
    /// Where the solver has nothing to offer for one of them.
    pub fn solve(
        &self,
        dates: &[Period],
        enough: f64,
        (how, starts): ((Backend, Limits), &Starts),
    ) -> Result<Solved, SolveError> {
        let mut later: Option<(Prices, formulation::Window)> = None;
        let mut bounded: Vec<Bounded> = Vec::new();
        let mut open = None;
        for t in dates.iter().rev() {
            let window = dates::window(self.c, *t);
            let ruled_out = || {
                let (prices, solved) = later.as_ref()?;
                let program = formulation::build(self.c, &self.earliest, window)?;
                let by_own = carry::one((&program, window), (prices, *solved), enough);
                by_own.or_else(|| starts.rule_out((&program, window), enough))
            };
            if ruled_out().is_some() {
                continue;
            }
            let one = dates::bound_from((self.c, &self.earliest), window, how, Some(starts))?;
            if let Some((program, solution)) = &one.solved {
                later = Some((Prices::at(program, solution), window));
            }
            let enough = one.point.most_men >= enough;
            bounded.push(one);
            if enough {
                open = Some(*t);
                break;
            }
        }
        let men = bounded.iter().map(|b| b.point.most_men).fold(0.0, f64::max);
        let stopped = open.is_some() && bounded.last().is_some_and(|b| b.point.cut_short);
        bounded.reverse();
        Ok(Solved { evidence: Evidence { bounded, ..Evidence::default() }, men, open, stopped })
    }
}
