//! One draw: its campaign, and what is proved of it.

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::pool::{Member, Pool};
use super::steps::{Cut, Dates};
use super::variables::Variables;
use crate::answer::starts::Starts;
use crate::answer::{self, Answer, Evidence, SHORT_OF, Task, Verdict, at_place, dates};
use crate::campaign::Campaign;
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
    /// Prices leave it so far above the target that a solve would not rule it out, as draws that were solved as a check show; it is not
    /// solved, and counts as not ruled out.
    Open,
    /// The same by a coarser calculation.
    Coarse,
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
    /// No more men than this on any date. Of one that sums or a coarser calculation settle no bound, but about so many on the last date.
    pub men: f64,
    pub ruled_out: bool,
    /// Of a draw that is not ruled out: the first day on which the men might stand there.
    pub not_before: Option<f64>,
    /// Of a draw that was solved as a check: the ceiling that prices had proved before.
    pub by_prices: Option<f64>,
    /// The same of coarser calculations, the coarsest first.
    pub by_steps: Vec<Option<f64>>,
    /// What binds most on its last date, if it was solved.
    pub short_of: Vec<String>,
}

impl Judged {
    /// Whether it says anything.
    pub fn counts(&self) -> bool {
        !matches!(self.how, How::Senseless | How::Broken)
    }

    fn nothing(draw: usize, how: How) -> Judged {
        let (by_prices, by_steps, short_of) = (None, Vec::new(), Vec::new());
        Judged { draw, how, men: 0.0, ruled_out: false, not_before: None, by_prices, by_steps, short_of }
    }
}

/// A bound in men, rounded outward; nobody where it is below 0.
fn men(thousand: f64) -> f64 {
    (thousand * 1000.0).next_up().max(0.0)
}

/// A way to settle a draw without solving it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By the prices of draws near it.
    Prices,
    /// By sums, and by a coarser calculation of it.
    Steps(Cut),
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
    pub fn solved(&self, draw: usize, pool: &Pool) -> (Judged, Option<Evidence>) {
        let Some(c) = self.campaign(&self.values(draw)) else { return (Judged::nothing(draw, How::Senseless), None) };
        let Ok((answer, evidence)) = self.answer(&c) else { return (Judged::nothing(draw, How::Broken), None) };
        let ruled_out = answer.verdict == Verdict::No;
        let stopped = !ruled_out && evidence.bounded.iter().any(|b| b.point.cut_short);
        let at = self.shares(draw);
        let not_before = || {
            let own = Member::of(at.clone(), &evidence);
            pool.not_before((&c, &at), &own, self.enough()).map(|first| dates::day(&c, first).0)
        };
        let judged = Judged {
            draw,
            how: if stopped { How::Stopped } else { How::Solved },
            men: answer.most_men,
            ruled_out,
            not_before: if ruled_out { None } else { not_before() },
            by_prices: None,
            by_steps: Vec::new(),
            short_of: answer.bottlenecks.iter().take(SHORT_OF_KEPT).map(|b| at_place(&b.what, &b.place)).collect(),
        };
        (judged, Some(evidence))
    }

    /// Solves a draw as a check of what the prices of the pool prove of it, and of how near coarser calculations come.
    pub fn checked(&self, draw: usize, pool: &Pool) -> Judged {
        let Some(c) = self.campaign(&self.values(draw)) else { return Judged::nothing(draw, How::Senseless) };
        let by_prices = pool.most((&c, &self.shares(draw))).map(men);
        let last = Dates::of(&c).last;
        let coarse = |cut: &Cut| last.and_then(|last| cut.men(&c, last, self.how)).map(men);
        let by_steps = Cut::of(self.base).iter().map(coarse).collect();
        Judged { by_prices, by_steps, ..self.solved(draw, pool).0 }
    }

    /// Judges a draw: by each of the ways in turn, and solves it where all of them leave it between the target and the margin above it.
    pub fn judged(&self, draw: usize, pool: &Pool, ways: &[(Way, f64)]) -> Judged {
        let Some(c) = self.campaign(&self.values(draw)) else { return Judged::nothing(draw, How::Senseless) };
        // Sums are done where they are needed.
        let mut dates: Option<Dates> = None;
        for (way, margin) in ways {
            let settled = match way {
                Way::Prices => self.by_prices(draw, &c, pool, *margin),
                Way::Steps(cut) => {
                    self.by_steps(draw, (&c, dates.get_or_insert_with(|| Dates::of(&c))), (*cut, *margin))
                }
            };
            if let Some(judged) = settled {
                return judged;
            }
        }
        self.solved(draw, pool).0
    }

    fn by_prices(&self, draw: usize, c: &Campaign, pool: &Pool, margin: f64) -> Option<Judged> {
        let at = self.shares(draw);
        let most = pool.most((c, &at))?;
        if men(most) < self.enough() * 1000.0 {
            return Some(Judged { men: men(most), ruled_out: true, ..Judged::nothing(draw, How::Prices) });
        }
        (most > self.enough() + margin).then(|| {
            let not_before = pool.not_before((c, &at), &Member::default(), self.enough());
            let not_before = not_before.map(|first| dates::day(c, first).0);
            Judged { men: men(most), not_before, ..Judged::nothing(draw, How::Open) }
        })
    }

    fn by_steps(&self, draw: usize, (c, of): (&Campaign, &Dates), (cut, margin): (Cut, f64)) -> Option<Judged> {
        let ruled_out = |men: f64| Judged { men, ruled_out: true, ..Judged::nothing(draw, How::Sums) };
        let Some(last) = of.last else { return Some(ruled_out(0.0)) };
        let about = cut.men(c, last, self.how)?;
        let Some(first) = of.first_open else { return Some(ruled_out(men(about.min(self.enough())))) };
        (about > self.enough() + margin).then(|| {
            let not_before = Some(dates::day(c, first).0);
            Judged { men: men(about), not_before, ..Judged::nothing(draw, How::Coarse) }
        })
    }
}
