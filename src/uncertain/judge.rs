//! One draw: its campaign, and what is proved of it.

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::pool::{Member, Pool};
use super::solve::Dated;
use super::used::Used;
use super::variables::Variables;
use crate::answer::starts::Starts;
use crate::answer::{Evidence, SHORT_OF, at_place, bottlenecks, dates};
use crate::campaign::Campaign;
use crate::formulation::{self, Period};
use crate::solver::{Backend, Limits, SolveError};
use crate::tables::{self, RawBook};

/// How a draw was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Solved.
    Solved,
    /// Ruled out by the prices of other draws, or by dates alone.
    Prices,
    /// Ruled out by the rates of advance and the sums of the estimate.
    Sums,
    /// A point of its program has the men asked for: a solve would not rule it out.
    Shown,
    /// The workbook makes no sense with these values; it counts for nothing.
    Senseless,
    /// The time limit stopped the solver; what it left proves no more than that the draw is not ruled out.
    Stopped,
    /// The solver had nothing to offer; it counts for nothing.
    Broken,
}

/// What is proved of one draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// From 0.
    pub draw: usize,
    pub how: How,
    /// Of one that was solved the highest ceiling of the dates that were; of one that prices rule out what they prove: no more men than this. Of
    /// one that sums or a point settle the men of the point that was found for the last date: the ceiling as a rule, never more.
    pub men: f64,
    pub ruled_out: bool,
    /// Of a draw that is not ruled out: on every earlier day it is proved to be.
    pub not_before: Option<f64>,
    /// The first day for which it was found not to be, by a point of its program or by a solve.
    pub first_day: Option<f64>,
    /// Of a draw that was solved as a check: the ceiling that prices had proved before.
    pub by_prices: Option<f64>,
    /// The same of the men of a point.
    pub by_point: Option<f64>,
    /// What binds most on its last date, if it was solved.
    pub short_of: Vec<String>,
}

impl Judged {
    /// Whether it says anything.
    pub fn counts(&self) -> bool {
        !matches!(self.how, How::Senseless | How::Broken)
    }

    fn nothing(draw: usize, how: How) -> Judged {
        Judged {
            draw,
            how,
            men: 0.0,
            ruled_out: false,
            not_before: None,
            first_day: None,
            by_prices: None,
            by_point: None,
            short_of: Vec::new(),
        }
    }
}

/// A bound in men, rounded outward; nobody where it is below 0.
fn men(thousand: f64) -> f64 {
    (thousand * 1000.0).next_up().max(0.0)
}

/// Bottlenecks of a solved draw that are kept.
const SHORT_OF_KEPT: usize = 5;

/// What all draws stand on.
pub struct Ground<'a> {
    pub book: &'a RawBook,
    /// The campaign as it stands.
    pub base: &'a Campaign,
    pub variables: &'a Variables,
    pub plan: &'a Plan,
    /// Corners of the campaign as it stands.
    pub starts: &'a Starts,
    pub how: (Backend, Limits),
}

impl Ground<'_> {
    /// Where a draw lies in the range of each variable: the share of the belief below it.
    pub fn shares(&self, draw: usize) -> Vec<f64> {
        (0..self.variables.list().len()).map(|v| self.plan.share(v, draw)).collect()
    }

    /// The values of a draw.
    pub fn values(&self, draw: usize) -> Vec<f64> {
        self.variables.list().iter().zip(self.shares(draw)).map(|(v, u)| v.spread.quantile(u)).collect()
    }

    /// The campaign with these values; `None` where the workbook makes no sense with them.
    pub fn campaign(&self, values: &[f64]) -> Option<Campaign> {
        let read = tables::read(&self.variables.put_into(self.book, values)).campaign?;
        let drawn = Campaign { levers: self.base.levers.clone(), ..read };
        // A lever that a batch has moved stays where it is, whatever is drawn.
        drawn.with_levers(&self.base.question.moved).ok()
    }

    /// Men that are not called short of the target, in thousand.
    pub fn enough(&self) -> f64 {
        self.base.question.target.0 * (1.0 - SHORT_OF) / 1000.0
    }

    /// The highest ceiling of a campaign like the base on the dates that are in doubt, men, and whether it is ruled out.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn ceiling(&self, c: &Campaign) -> Result<(f64, bool), SolveError> {
        let of = Dated::of(c);
        let found = of.solve(in_doubt(&of), self.enough() * 1000.0, (self.how, self.starts))?;
        Ok((found.men, found.open.is_none()))
    }

    /// Solves a draw; gives what proves it too, where there is anything.
    pub fn solved(&self, draw: usize, known: &Known) -> (Judged, Option<Evidence>) {
        let Some(c) = self.campaign(&self.values(draw)) else { return (Judged::nothing(draw, How::Senseless), None) };
        let of = Dated::of(&c);
        if of.possible.is_empty() {
            return (Judged { ruled_out: true, ..Judged::nothing(draw, How::Sums) }, None);
        }
        let dates = in_doubt(&of);
        let Ok(found) = of.solve(dates, self.enough() * 1000.0, (self.how, self.starts)) else {
            return (Judged::nothing(draw, How::Broken), None);
        };
        let last = found.evidence.bounded.last().and_then(|b| Some((b.window, b.solved.as_ref()?)));
        let short_of = last.map_or(Vec::new(), |(window, (program, solution))| {
            bottlenecks::of_men(&c, &of.earliest, window, (program, solution))
        });
        let not_before = || {
            let at = self.shares(draw);
            let own = Member::of(at.clone(), &found.evidence);
            let by_prices = known.not_before((&c, &at), &own, self.enough());
            dates.first().copied().max(by_prices).map(|t| of.day(t))
        };
        let judged = Judged {
            how: if found.stopped { How::Stopped } else { How::Solved },
            men: found.men,
            ruled_out: found.open.is_none(),
            not_before: found.open.and_then(|_| not_before()),
            first_day: found.open.filter(|_| !found.stopped).map(|t| of.day(t)),
            short_of: short_of.iter().take(SHORT_OF_KEPT).map(|b| at_place(&b.what, &b.place)).collect(),
            ..Judged::nothing(draw, How::Solved)
        };
        (judged, Some(found.evidence))
    }

    /// Solves a draw as a check of what the prices of other draws prove of it, and of how many men a point of it has.
    pub fn checked(&self, draw: usize, known: &Known) -> Judged {
        let Some(c) = self.campaign(&self.values(draw)) else { return Judged::nothing(draw, How::Senseless) };
        let by_prices = known.pool.most((&c, &self.shares(draw))).map(men);
        let of = Dated::of(&c);
        let reached = of.possible.last().and_then(|last| known.reached(&of, *last, self.how));
        // A point that is not found has nobody.
        Judged { by_prices, by_point: Some(men(reached.unwrap_or(0.0))), ..self.solved(draw, known).0 }
    }

    /// Judges a draw: by prices of others, by a point of its program, by sums, and where all of them leave it in doubt by a solve. With its first
    /// day, where it is not ruled out.
    pub fn judged(&self, draw: usize, known: &Known) -> Judged {
        self.dated(self.verdict(draw, known), known)
    }

    fn verdict(&self, draw: usize, known: &Known) -> Judged {
        let Some(c) = self.campaign(&self.values(draw)) else { return Judged::nothing(draw, How::Senseless) };
        let at = self.shares(draw);
        if known.prices_tell
            && let Some(most) = known.pool.most((&c, &at)).map(men).filter(|most| *most < self.enough() * 1000.0)
        {
            return Judged { men: most, ruled_out: true, ..Judged::nothing(draw, How::Prices) };
        }
        let of = Dated::of(&c);
        let Some(last) = of.possible.last().copied() else {
            return Judged { ruled_out: true, ..Judged::nothing(draw, How::Sums) };
        };
        let reached = known.reached(&of, last, self.how);
        let after_sums = of.after_sums();
        if let Some(reached) = reached.filter(|reached| *reached >= self.enough()) {
            let by_prices = known.not_before((&c, &at), &Member::default(), self.enough());
            // Never later than the date for which the point was found.
            let first = after_sums.first().copied().max(by_prices).map_or(last, |first| first.min(last));
            let (not_before, first_day) = (Some(of.day(first)), Some(of.day(last)));
            return Judged { men: men(reached), not_before, first_day, ..Judged::nothing(draw, How::Shown) };
        }
        if after_sums.is_empty() {
            return Judged { men: men(reached.unwrap_or(0.0)), ruled_out: true, ..Judged::nothing(draw, How::Sums) };
        }
        self.solved(draw, known).0
    }

    /// With the first day for which it is found not to be ruled out: points of dates before the one that is known are looked for. Between the
    /// dates that have none and the first that has one, the next to be looked at is where a straight line between both would have the men, and
    /// every other time the one in the middle.
    pub fn dated(&self, judged: Judged, known: &Known) -> Judged {
        let (Some(from), Some(on)) = (judged.not_before, judged.first_day) else { return judged };
        let Some(c) = self.campaign(&self.values(judged.draw)) else { return judged };
        let of = Dated::of(&c);
        let between = |t: &Period| (from - 1e-9..=on + 1e-9).contains(&of.day(*t));
        let dates: Vec<Period> = of.possible.iter().copied().filter(between).collect();
        // Dates that are short, with the men of the last of them; a date that is not, with its men.
        let (mut short, mut least) = (0, 0.0);
        let Some(mut enough) = dates.len().checked_sub(1) else { return judged };
        let mut most = judged.men / 1000.0;
        let mut middle = false;
        while enough > short {
            let share = if middle { 0.5 } else { (self.enough() - least) / (most - least).max(1e-9) };
            let steps = (enough + 1 - short) as f64;
            let next = (short + ((share * steps).ceil() as usize).max(1) - 1).min(enough - 1);
            let reached = known.reached(&of, dates[next], self.how).unwrap_or(0.0).max(0.0);
            if reached >= self.enough() {
                (enough, most) = (next, reached);
            } else {
                (short, least) = (next + 1, reached);
            }
            middle = !middle;
        }
        Judged { first_day: Some(of.day(dates[enough])), ..judged }
    }
}

/// Dates to be solved: those that sums leave; the last of all where they leave none, for its men.
fn in_doubt<'a>(of: &'a Dated) -> &'a [Period] {
    match of.after_sums() {
        [] => &of.possible[of.possible.len().saturating_sub(1)..],
        left => left,
    }
}

/// What solved draws tell of others.
#[derive(Debug, Default)]
pub struct Known {
    /// Their prices.
    pub pool: Pool,
    /// Whether those prove enough of other draws to be tried.
    pub prices_tell: bool,
    /// The columns that they use.
    pub used: Used,
}

impl Known {
    /// Thousand men of a point of a draw's program for a date.
    fn reached(&self, of: &Dated, date: Period, how: (Backend, Limits)) -> Option<f64> {
        self.used.reached(&formulation::build(of.c, &of.earliest, dates::window(of.c, date))?, how)
    }

    /// The first date that neither prices of a draw's own rule out, nor those of others where they tell.
    fn not_before(&self, draw: (&Campaign, &[f64]), own: &Member, enough: f64) -> Option<Period> {
        let none = Pool::default();
        if self.prices_tell { &self.pool } else { &none }.not_before(draw, own, enough)
    }
}
