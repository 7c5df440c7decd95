//! One draw: its campaign, and what is proved of it.

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::pool::{Member, Pool};
use super::solve::{By, Dated};
use super::used::Used;
use super::variables::Variables;
use crate::answer::starts::Starts;
use crate::answer::{Evidence, SHORT_OF, at_place, bottlenecks};
use crate::campaign::Campaign;
use crate::formulation::Period;
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
    /// Ruled out by a part of its own limits: those for which a draw pays that was solved. Without the others there would be more men if anything.
    Loosened,
    /// Ruled out by the rates of advance, or by the sums of the estimate where a solve would leave it open.
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
    /// Of one that was solved, or that a part of its limits rules out, the highest ceiling of the dates that were; of one that prices rule out what
    /// they prove, of one that sums alone rule out what is asked for: no more men than this. Of one that a point settles the men of the point that
    /// was found for the last date: the ceiling as a rule, never more.
    pub men: f64,
    pub ruled_out: bool,
    /// Of a draw that is not ruled out: on every earlier day it is proved to be.
    pub not_before: Option<f64>,
    /// The first day for which it was found not to be, by a point of its program or by a solve.
    pub first_day: Option<f64>,
    /// Of a draw that was solved as a check: the ceiling that prices had proved before.
    pub by_prices: Option<f64>,
    /// The same of the ceiling by a part of its limits, and of the men of a point.
    pub by_loosened: Option<f64>,
    pub by_point: Option<f64>,
    /// What binds most on the latest date on which it was solved, if it was.
    pub short_of: Vec<String>,
}

impl Judged {
    /// Whether it says anything.
    pub fn counts(&self) -> bool {
        !matches!(self.how, How::Senseless | How::Broken)
    }

    pub(super) fn nothing(draw: usize, how: How) -> Judged {
        Judged {
            draw,
            how,
            men: 0.0,
            ruled_out: false,
            not_before: None,
            first_day: None,
            by_prices: None,
            by_loosened: None,
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
        self.variables.drawn(self.plan, draw)
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
        let found = of.solve(in_doubt(&of), self.enough() * 1000.0, &self.by(None))?;
        Ok((found.men, found.open.is_none() || of.after_sums().is_empty()))
    }

    fn by<'b>(&'b self, limits: Option<&'b Used>) -> By<'b> {
        By { how: self.how, starts: self.starts, limits }
    }

    /// Solves a draw; gives what proves it too, where there is anything.
    pub fn solved(&self, draw: usize, known: &Known) -> (Judged, Option<Evidence>) {
        let Some(c) = self.campaign(&self.values(draw)) else { return (Judged::nothing(draw, How::Senseless), None) };
        self.settled((draw, &Dated::of(&c)), known, None)
    }

    /// The same of one whose campaign is there; a part of its limits is tried first, if any.
    fn settled(&self, (draw, of): (usize, &Dated), known: &Known, limits: Option<&Used>) -> (Judged, Option<Evidence>) {
        if of.possible.is_empty() {
            return (Judged { ruled_out: true, ..Judged::nothing(draw, How::Sums) }, None);
        }
        let (dates, enough) = (in_doubt(of), self.enough() * 1000.0);
        let by_sums = of.after_sums().is_empty();
        // What sums rule out has fewer men than that, whatever a solve says.
        let by_sums_alone = Judged { men: enough, ruled_out: true, ..Judged::nothing(draw, How::Sums) };
        let Ok(found) = of.solve(dates, enough, &self.by(limits)) else {
            return (if by_sums { by_sums_alone } else { Judged::nothing(draw, How::Broken) }, None);
        };
        if by_sums && found.open.is_some() {
            return (by_sums_alone, Some(found.evidence));
        }
        let last = found.evidence.bounded.last().and_then(|b| Some((b.window, b.solved.as_ref()?)));
        let short_of = last.map_or(Vec::new(), |(window, (program, solution))| {
            bottlenecks::of_men(of.c, &of.earliest, window, (program, solution))
        });
        let not_before = || {
            let at = self.shares(draw);
            let own = Member::of(at.clone(), &found.evidence);
            let by_prices = known.not_before((of, &at), &own, self.enough());
            dates.first().copied().max(by_prices).map(|t| of.day(t))
        };
        let judged = Judged {
            how: match found.open {
                None if found.evidence.bounded.is_empty() => How::Loosened,
                Some(_) if found.stopped => How::Stopped,
                _ => How::Solved,
            },
            men: found.men,
            ruled_out: found.open.is_none(),
            not_before: found.open.and_then(|_| not_before()),
            first_day: found.open.filter(|_| !found.stopped).map(|t| of.day(t)),
            short_of: short_of.iter().take(SHORT_OF_KEPT).map(|b| at_place(&b.what, &b.place)).collect(),
            ..Judged::nothing(draw, How::Solved)
        };
        (judged, Some(found.evidence))
    }

    /// Solves a draw as a check of what the prices of other draws and a part of its limits prove of it, and of how many men a point of it has.
    pub fn checked(&self, draw: usize, known: &Known) -> Judged {
        let Some(c) = self.campaign(&self.values(draw)) else { return Judged::nothing(draw, How::Senseless) };
        let of = Dated::of(&c);
        let by_prices = known.pool.most((&of, &self.shares(draw))).map(men);
        let last = of.possible.last().and_then(|last| of.program(*last));
        let reached = last.as_ref().and_then(|(program, _)| known.used.reached(program, self.how));
        let ceiling = last.as_ref().and_then(|(program, window)| known.used.ceiling(program, *window, self.how));
        Judged {
            by_prices,
            by_loosened: ceiling.map(|(bound, _)| men(bound.value)),
            // A point that is not found has nobody.
            by_point: Some(men(reached.unwrap_or(0.0))),
            ..self.settled((draw, &of), known, None).0
        }
    }

    /// Judges a draw: by prices of others, by a point of its program or by a part of its limits, and where all of them leave it in doubt by a
    /// solve. With its first day, where it is not ruled out.
    pub fn judged(&self, draw: usize, known: &Known) -> Judged {
        self.dated(self.verdict(draw, known), known)
    }

    fn verdict(&self, draw: usize, known: &Known) -> Judged {
        let Some(c) = self.campaign(&self.values(draw)) else { return Judged::nothing(draw, How::Senseless) };
        let (of, at) = (Dated::of(&c), self.shares(draw));
        if known.prices_tell
            && let Some(most) = known.pool.most((&of, &at)).map(men).filter(|most| *most < self.enough() * 1000.0)
        {
            return Judged { men: most, ruled_out: true, ..Judged::nothing(draw, How::Prices) };
        }
        let Some(last) = of.possible.last().copied() else {
            return Judged { ruled_out: true, ..Judged::nothing(draw, How::Sums) };
        };
        let settled = |limits| self.settled((draw, &of), known, limits).0;
        let Some((program, window)) = of.program(last) else { return settled(None) };
        let is_short = |likely| likely < self.enough();
        let sums = of.after_sums();
        if sums.is_empty() || known.used.likely(&program, window, self.how).is_some_and(is_short) {
            return settled(Some(&known.used));
        }
        let reached = known.used.reached(&program, self.how);
        let Some(reached) = reached.filter(|reached| *reached >= self.enough()) else {
            return settled(None);
        };
        let by_prices = known.not_before((&of, &at), &Member::default(), self.enough());
        // Never later than the date for which the point was found.
        let first = sums.first().copied().max(by_prices).map_or(last, |first| first.min(last));
        let (not_before, first_day) = (Some(of.day(first)), Some(of.day(last)));
        Judged { men: men(reached), not_before, first_day, ..Judged::nothing(draw, How::Shown) }
    }

    /// With the first day for which it is found not to be ruled out: dates before the one that is known are looked at, and a point is looked for on
    /// the first that is likely to have the men, and on those after it until there is one. Between the dates that are not likely to and the first
    /// that is, the next to be looked at is where a straight line between both would have the men, and every other time the one in the middle.
    pub fn dated(&self, judged: Judged, known: &Known) -> Judged {
        let (Some(from), Some(on)) = (judged.not_before, judged.first_day) else { return judged };
        let Some(c) = self.campaign(&self.values(judged.draw)) else { return judged };
        let of = Dated::of(&c);
        let between = |t: &Period| (from - 1e-9..=on + 1e-9).contains(&of.day(*t));
        let dates: Vec<Period> = of.possible.iter().copied().filter(between).collect();
        // Dates that are short, with the men of the last of them; a date that is not, with its men.
        let (mut short, mut least) = (0, 0.0);
        let Some(latest) = dates.len().checked_sub(1) else { return judged };
        let (mut enough, mut most) = (latest, judged.men / 1000.0);
        let mut middle = false;
        while enough > short {
            let share = if middle { 0.5 } else { (self.enough() - least) / (most - least).max(1e-9) };
            let steps = (enough + 1 - short) as f64;
            let next = (short + ((share * steps).ceil() as usize).max(1) - 1).min(enough - 1);
            let program = of.program(dates[next]);
            let likely = program.and_then(|(program, window)| known.used.likely(&program, window, self.how));
            let likely = likely.unwrap_or(0.0).max(0.0);
            if likely >= self.enough() {
                (enough, most) = (next, likely);
            } else {
                (short, least) = (next + 1, likely);
            }
            middle = !middle;
        }
        let has_a_point = |t: &&Period| {
            let program = of.program(**t);
            program.and_then(|(p, _)| known.used.reached(&p, self.how)).is_some_and(|men| men >= self.enough())
        };
        // The latest has one, or it would not be known.
        let first = dates[enough..latest].iter().find(has_a_point).unwrap_or(&dates[latest]);
        Judged { first_day: Some(of.day(*first)), ..judged }
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
    /// The columns that they use, and the rows that they pay for.
    pub used: Used,
}

impl Known {
    /// The first date that neither prices of a draw's own rule out, nor those of others where they tell.
    fn not_before(&self, draw: (&Dated, &[f64]), own: &Member, enough: f64) -> Option<Period> {
        let none = Pool::default();
        if self.prices_tell { &self.pool } else { &none }.not_before(draw, own, enough)
    }
}
