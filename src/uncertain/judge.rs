//! One draw: its campaign, and what is proved of it.

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::pool::Member;
use super::used::Known;
use super::variables::Variables;
use crate::answer::starts::Starts;
use crate::answer::{self, Answer, Evidence, SHORT_OF, Task, Verdict, at_place, dates};
use crate::campaign::Campaign;
use crate::estimate::Estimate;
use crate::formulation::{Earliest, Period};
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
    /// No more men than this on any date. Of one that sums or a point settle no bound: the men of the best point that was found for the
    /// last date, which is the bound as a rule, and never more.
    pub men: f64,
    pub ruled_out: bool,
    /// Of a draw that is not ruled out: on every earlier day it is proved to be.
    pub not_before: Option<f64>,
    /// The first day for which a point of its program with the men was found: from then on it is not ruled out.
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

    /// The answer of a campaign like the base, without plan and schedule.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn answer(&self, c: &Campaign) -> Result<(Answer, Evidence), SolveError> {
        let task = Task {
            campaign: c,
            input: String::new(),
            input_hash: String::new(),
            assumptions: Vec::new(),
            warnings: Vec::new(),
            backend: self.how.0,
            limits: self.how.1,
            with_plan: false,
            with_schedule: false,
            caution: None,
            with_curve: false,
            starts: Some(self.starts),
        };
        answer::with_bounds(&task, &|_| ())
    }

    /// Men that are not called short of the target, in thousand.
    pub fn enough(&self) -> f64 {
        self.base.question.target.0 * (1.0 - SHORT_OF) / 1000.0
    }

    /// Solves a draw; gives what proves it too, where there is anything.
    pub fn solved(&self, draw: usize, known: &Known) -> (Judged, Option<Evidence>) {
        let Some(c) = self.campaign(&self.values(draw)) else { return (Judged::nothing(draw, How::Senseless), None) };
        let Ok((answer, evidence)) = self.answer(&c) else { return (Judged::nothing(draw, How::Broken), None) };
        let ruled_out = answer.verdict == Verdict::No;
        let stopped = !ruled_out && evidence.bounded.iter().any(|b| b.point.cut_short);
        let at = self.shares(draw);
        let not_before = || {
            let own = Member::of(at.clone(), &evidence);
            known.pool.not_before((&c, &at), &own, self.enough()).map(|first| dates::day(&c, first).0)
        };
        let judged = Judged {
            how: if stopped { How::Stopped } else { How::Solved },
            men: answer.most_men,
            ruled_out,
            not_before: if ruled_out { None } else { not_before() },
            short_of: answer.bottlenecks.iter().take(SHORT_OF_KEPT).map(|b| at_place(&b.what, &b.place)).collect(),
            ..Judged::nothing(draw, How::Solved)
        };
        (judged, Some(evidence))
    }

    /// Solves a draw as a check of what the prices of other draws prove of it, and of how many men a point of it has.
    pub fn checked(&self, draw: usize, known: &Known) -> Judged {
        let Some(c) = self.campaign(&self.values(draw)) else { return Judged::nothing(draw, How::Senseless) };
        let by_prices = known.pool.most((&c, &self.shares(draw))).map(men);
        let earliest = Earliest::of(&c);
        let last = by_rates(&c, &earliest).last().copied();
        let by_point = last.and_then(|last| known.reached((&c, &earliest), last, self.how)).map(men);
        Judged { by_prices, by_point, ..self.solved(draw, known).0 }
    }

    /// Judges a draw: by prices of others, by a point of its program, by sums, and where all of them leave it in doubt by a solve.
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
        let earliest = Earliest::of(&c);
        let possible = by_rates(&c, &earliest);
        let Some(last) = possible.last() else {
            return Judged { ruled_out: true, ..Judged::nothing(draw, How::Sums) };
        };
        let reached = known.reached((&c, &earliest), *last, self.how);
        let open = by_sums(&c, &possible);
        let Some(first) = open else {
            let men = men(reached.unwrap_or(0.0).min(self.enough()));
            return Judged { men, ruled_out: true, ..Judged::nothing(draw, How::Sums) };
        };
        if let Some(reached) = reached.filter(|reached| *reached >= self.enough()) {
            let by_prices = || known.pool.not_before((&c, &at), &Member::default(), self.enough());
            // Never later than the date for which the point was found.
            let first = known.prices_tell.then(by_prices).flatten().map_or(first, |by_prices| by_prices.max(first));
            let not_before = Some(dates::day(&c, first.min(*last)).0);
            return Judged { men: men(reached), not_before, ..Judged::nothing(draw, How::Shown) };
        }
        self.solved(draw, known).0
    }
}

impl Ground<'_> {
    /// With its first day, where it is not ruled out. Between the dates that are known to be short and the first that is known not to be, the next
    /// to be looked at is where a straight line between both would have the men, and every other time the one in the middle.
    pub fn dated(&self, judged: Judged, known: &Known) -> Judged {
        let Some(from) = judged.not_before else { return judged };
        let Some(c) = self.campaign(&self.values(judged.draw)) else { return judged };
        let earliest = Earliest::of(&c);
        let possible: Vec<Period> =
            by_rates(&c, &earliest).into_iter().filter(|t| dates::day(&c, *t).0 >= from - 1e-9).collect();
        // Dates that are short, with the men of the last of them; a date that is not, with its men.
        let (mut short, mut least) = (0, 0.0);
        let Some(mut enough) = possible.len().checked_sub(1) else { return judged };
        let mut most = judged.men / 1000.0;
        let mut middle = false;
        while enough > short {
            let share = if middle { 0.5 } else { (self.enough() - least) / (most - least).max(1e-9) };
            let steps = (enough + 1 - short) as f64;
            let next = (short + ((share * steps).ceil() as usize).max(1) - 1).min(enough - 1);
            let reached = known.reached((&c, &earliest), possible[next], self.how).unwrap_or(0.0).max(0.0);
            if reached >= self.enough() {
                (enough, most) = (next, reached);
            } else {
                (short, least) = (next + 1, reached);
            }
            middle = !middle;
        }
        Judged { first_day: Some(dates::day(&c, possible[enough]).0), ..judged }
    }
}

/// Dates of a campaign that the rates of advance do not rule out.
fn by_rates(c: &Campaign, earliest: &Earliest) -> Vec<Period> {
    dates::all(c).into_iter().filter(|t| dates::is_early_enough(c, earliest, *t)).collect()
}

/// The first of these dates that the sums of the estimate do not rule out either.
fn by_sums(c: &Campaign, dates: &[Period]) -> Option<Period> {
    // Where nothing can be summed up, the sums rule nothing out.
    let from = Estimate::of(c).map_or(0.0, |e| e.not_before.unwrap_or(f64::INFINITY));
    dates.iter().copied().find(|t| dates::day(c, *t).0 >= from - 1e-9)
}
