//! What the questions beyond "can it be done" find, as data. Bounds are certified; what a plan finds stands beside
//! them and is `None` until a plan has been looked for.

use serde::Serialize;

use crate::campaign::{Campaign, Lever};

/// Everything that not every question has.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Figures {
    /// Day that the question is about, where it is about one.
    pub on_day: Option<f64>,
    /// Men that a replayed plan sustains.
    pub men_by_plan: Option<f64>,
    /// Dates ruled out by prices carried from another date, in order.
    pub carried: Vec<Carried>,
    pub soon: Option<Soon>,
    /// One for each lever, for "with how little" and "how far until it flips".
    pub levers: Vec<LeverFigure>,
    pub took: Option<Took>,
}

/// A date that was ruled out without solving its program.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Carried {
    pub day: f64,
    pub date: String,
    /// Certified, if not as low as a solve would make it.
    pub most_men: f64,
    /// The date whose prices prove it.
    pub prices_of_day: f64,
}

/// A day with its date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dated {
    pub day: f64,
    pub date: String,
}

/// How soon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Soon {
    pub men: f64,
    /// Earliest date not ruled out: every earlier date has its own certificate. `None` = ruled out on every date.
    pub by_bound: Option<Dated>,
    /// Earliest date for which a plan was found.
    pub by_plan: Option<Dated>,
    /// Dates before `by_bound` that were left open because enough programs had been solved. Usually none.
    pub open: Vec<Dated>,
    /// Earliest date from which on it is not ruled out until the horizon; `None` = ruled out from every date.
    pub to_the_end_by_bound: Option<Dated>,
    pub to_the_end_by_plan: Option<Dated>,
    /// Whether the date before `to_the_end_by_bound` was itself ruled out (or there is none).
    pub to_the_end_is_sharp: bool,
    /// Dates that cost nothing: nobody can be there by then.
    pub before_arrival: usize,
    /// Programs solved for the earliest date, and for the date from which it holds to the end.
    pub solves: usize,
    pub solves_to_the_end: usize,
}

/// What is known of one lever on its own, everything else staying as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeverFigure {
    pub key: String,
    pub name: String,
    pub resource: &'static str,
    /// Key of the one thing it scales; empty = all.
    pub applies_to: String,
    pub unit: &'static str,
    /// The value in the workbook, and the range that was looked at.
    pub base: f64,
    pub from: f64,
    pub to: f64,
    /// Every value of the range below this is ruled out, with a certificate. `None` = every value is.
    pub by_bound: Option<f64>,
    /// The least value for which a plan was found.
    pub by_plan: Option<f64>,
    /// Where every value is ruled out: men at most with the largest.
    pub men_at_most: Option<f64>,
    /// Programs solved.
    pub solves: usize,
    /// Whether the time limit stopped a solve: what is proved holds, but more might be.
    pub cut_short: bool,
}

impl LeverFigure {
    pub(super) fn of(lever: &Lever, base: f64) -> LeverFigure {
        LeverFigure {
            key: lever.key.clone(),
            name: lever.name.clone(),
            resource: lever.resource.word(),
            applies_to: lever.applies_to.clone(),
            unit: lever.unit(),
            base,
            from: lever.least,
            to: lever.most,
            by_bound: None,
            by_plan: None,
            men_at_most: None,
            solves: 0,
            cut_short: false,
        }
    }

    /// `by_bound` over the present value, less 1.
    pub fn margin(&self) -> Option<f64> {
        self.by_bound.map(|v| v / self.base - 1.0)
    }

    /// Whether nothing of use was proved before the time was up.
    pub fn is_open(&self) -> bool {
        self.cut_short && self.by_bound.is_some_and(|v| v <= self.from + 1e-4 * (self.to - self.from))
    }

    /// Whether no value of the range is ruled out by this lever: as little as the range allows would do.
    pub fn does_not_matter(&self) -> bool {
        !self.cut_short && self.by_bound.is_some_and(|v| v <= self.from + 1e-4 * (self.to - self.from))
    }
}

/// One lever of a cheapest set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    pub key: String,
    pub name: String,
    pub unit: &'static str,
    pub base: f64,
    pub to: f64,
    /// Points.
    pub cost: f64,
}

impl Change {
    pub(super) fn of(lever: &Lever, base: f64, by: f64) -> Change {
        Change {
            key: lever.key.clone(),
            name: lever.name.clone(),
            unit: lever.unit(),
            base,
            to: base + by,
            cost: by * lever.weight,
        }
    }
}

/// What it would take.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Took {
    /// Whether some set within the ranges is not ruled out.
    pub enough: bool,
    /// No set of changes that costs less can do it: certified, in points. `None` where no set can.
    pub cost: Option<f64>,
    /// The cheapest set, as the solver proposes it; empty = nothing need change.
    pub changes: Vec<Change>,
    /// Certified bound with that set, men, its earliest dates recomputed.
    pub men_there: Option<f64>,
    /// Points of the cheapest set for which a plan was found.
    pub cost_by_plan: Option<f64>,
    /// Where no set is enough: men at most with every change made in full.
    pub men_with_all: Option<f64>,
}

/// The levers with a value each, for other searches: the campaign with all of a set's changes made.
pub fn with_changes(c: &Campaign, changes: &[Change]) -> Campaign {
    let lever = |key: &str| c.levers.iter().find(|l| l.key == key);
    changes
        .iter()
        .fold(c.clone(), |so_far, change| lever(&change.key).map_or(so_far.clone(), |l| l.set_to(&so_far, change.to)))
}
