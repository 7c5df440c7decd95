//! Levers: resources that could be otherwise. What a lever means is [`Lever::scaled`]: the campaign with that resource
//! multiplied by a factor. The bound, the plan and the tests all take its meaning from there.

use super::{Campaign, ClassId, Estimate, Problem, QuestionKind, StockKind};

/// The words for resources, in the order of [`Resource::ALL`].
pub const RESOURCES: &[&str] =
    &["trucks", "railway brigades", "replacements", "forces", "trains", "wagons", "locomotives", "supplies"];

/// What a lever scales. More of it never hurts: a plan may leave any of it unused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Resource {
    Trucks,
    Brigades,
    Replacements,
    Forces,
    Trains,
    Wagons,
    Locomotives,
    Supplies,
}

impl Resource {
    pub const ALL: [Resource; 8] = [
        Resource::Trucks,
        Resource::Brigades,
        Resource::Replacements,
        Resource::Forces,
        Resource::Trains,
        Resource::Wagons,
        Resource::Locomotives,
        Resource::Supplies,
    ];

    /// As in the table.
    pub fn word(self) -> &'static str {
        RESOURCES[self as usize]
    }
}

/// One row of the table Levers.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    pub key: String,
    pub name: String,
    pub resource: Resource,
    /// Key of the one thing it scales; empty = all of the resource.
    pub applies_to: String,
    pub can_change: bool,
    /// Smallest value looked at, in [`Lever::unit`].
    pub least: f64,
    /// Largest value thought possible, in [`Lever::unit`].
    pub most: f64,
    /// Points per unit.
    pub weight: f64,
    /// Where the analyst finds the row.
    pub origin: String,
}

impl Lever {
    /// Unit of its values.
    pub fn unit(&self) -> &'static str {
        match self.resource {
            Resource::Trucks => "trucks",
            Resource::Brigades => "brigades",
            Resource::Replacements => "men/day",
            Resource::Forces => "men",
            Resource::Trains if self.applies_to.is_empty() => "% of today's trains",
            Resource::Trains => "trains/day",
            Resource::Wagons => "wagons",
            Resource::Locomotives => "locomotives",
            Resource::Supplies => "t/day",
        }
    }

    /// The value in the campaign as it is: the sum of all rows, whatever their dates; 100 for the trains of all lines.
    pub fn base(&self, c: &Campaign) -> f64 {
        if self.resource == Resource::Trains && self.applies_to.is_empty() {
            return if c.lines.iter().any(|l| l.capacity.base > 0.0) { 100.0 } else { 0.0 };
        }
        // Reading needs no copy, but one list of what a lever touches is worth more than the time.
        let mut sum = 0.0;
        self.each(&mut c.clone(), |e| sum += e.base);
        sum
    }

    /// The campaign with the resource multiplied by `factor`.
    pub fn scaled(&self, c: &Campaign, factor: f64) -> Campaign {
        let mut out = c.clone();
        self.each(&mut out, |e| {
            *e = Estimate { base: e.base * factor, low: e.low * factor, high: e.high * factor };
        });
        out
    }

    /// The campaign with the lever at a value in [`Lever::unit`].
    pub fn set_to(&self, c: &Campaign, value: f64) -> Campaign {
        let base = self.base(c);
        self.scaled(c, if base > 0.0 { value / base } else { 1.0 })
    }

    /// Every figure that the lever scales.
    fn each(&self, c: &mut Campaign, mut change: impl FnMut(&mut Estimate)) {
        let chosen = |key: &str| self.applies_to.is_empty() || self.applies_to.eq_ignore_ascii_case(key);
        match self.resource {
            Resource::Trucks => c.fleets.iter_mut().filter(|f| chosen(&f.key)).for_each(|f| change(&mut f.trucks)),
            Resource::Brigades => change(&mut c.factors.railway_brigades.estimate),
            Resource::Replacements => {
                c.replacements.iter_mut().filter(|r| chosen(&r.key)).for_each(|r| change(&mut r.men_per_day));
            }
            Resource::Forces => c.forces.iter_mut().filter(|f| chosen(&f.key)).for_each(|f| change(&mut f.men)),
            Resource::Trains => c.lines.iter_mut().filter(|l| chosen(&l.key)).for_each(|l| change(&mut l.capacity)),
            Resource::Wagons | Resource::Locomotives => {
                let kind = if self.resource == Resource::Wagons { StockKind::Wagons } else { StockKind::Locomotives };
                let of_kind = c.rolling_stock.iter_mut().filter(|s| s.kind == kind && chosen(&s.key));
                of_kind.for_each(|s| change(&mut s.number));
            }
            Resource::Supplies => {
                let class = c.classes.iter().position(|k| k.key.eq_ignore_ascii_case(&self.applies_to)).map(ClassId);
                let streams = c.streams.iter_mut().filter(|s| chosen(&s.key) || Some(s.class) == class);
                streams.for_each(|s| change(&mut s.t_per_day));
            }
        }
    }

    /// Whether two levers pull at the same figures.
    pub fn overlaps(&self, other: &Lever, c: &Campaign) -> bool {
        if self.resource != other.resource {
            return false;
        }
        // What both scale is scaled twice.
        let mut doubled = false;
        let mut marked = self.scaled(c, 2.0);
        let mut plain = c.clone();
        let (mut after, mut before) = (Vec::new(), Vec::new());
        other.each(&mut marked, |e| after.push(e.base));
        other.each(&mut plain, |e| before.push(e.base));
        for (a, b) in after.iter().zip(&before) {
            doubled |= a != b;
        }
        doubled
    }
}

impl Campaign {
    /// The lever of this key, however its letters are written.
    pub fn lever(&self, key: &str) -> Option<&Lever> {
        self.levers.iter().find(|l| l.key.eq_ignore_ascii_case(key.trim()))
    }

    /// The campaign with levers moved to values in their own units; it remembers that they were.
    ///
    /// # Errors
    /// Where there is no such lever.
    pub fn with_levers(&self, values: &[(String, f64)]) -> Result<Campaign, String> {
        let mut out = self.clone();
        for (key, value) in values {
            let lever = out.lever(key).ok_or_else(|| format!("The campaign has no lever '{key}'."))?;
            out = lever.set_to(&out, *value);
            out.question.moved.push((key.clone(), *value));
        }
        Ok(out)
    }
}

/// What is checked about levers.
pub(super) const CHECKS: &[fn(&Campaign) -> Vec<Problem>] = &[make_sense, question_has_what_it_needs];

/// Levers must have something to scale, a range that holds the present value, and not pull at the same figures.
fn make_sense(c: &Campaign) -> Vec<Problem> {
    let mut out = Vec::new();
    for (i, lever) in c.levers.iter().enumerate() {
        let base = lever.base(c);
        if base.is_nan() {
            continue;
        }
        let word = lever.resource.word();
        if base <= 0.0 {
            let what = if lever.applies_to.is_empty() { word.into() } else { format!("{word} '{}'", lever.applies_to) };
            out.push(
                Problem::error(
                    &lever.origin,
                    format!("nothing to scale: no {what}"),
                    "a key of the resource's own sheet with a figure above 0, or nothing for all",
                    "Correct 'Applies to', or give the row a figure.",
                )
                .in_column("applies_to"),
            );
            continue;
        }
        if lever.most < base || lever.least > base {
            let column = if lever.most < base { "most" } else { "least" };
            out.push(
                Problem::error(
                    &lever.origin,
                    format!("{} to {} {} for lever '{}'", lever.least, lever.most, lever.unit(), lever.key),
                    format!("a range that holds the present value of {base} {}", lever.unit()),
                    "Widen the range; the present value is the sum of all rows of the resource.",
                )
                .in_column(column),
            );
        }
        let rivals = c.levers[..i].iter().filter(|l| l.can_change && lever.can_change && l.overlaps(lever, c));
        if let Some(rival) = rivals.into_iter().next() {
            out.push(
                Problem::error(
                    &lever.origin,
                    format!("lever '{}' scales what '{}' scales too", lever.key, rival.key),
                    "levers that can change and have nothing in common",
                    "Say no in 'Can change' of one of them, or narrow 'Applies to'.",
                )
                .in_column("can_change")
                .resting_on(&rival.origin),
            );
        }
    }
    out
}

/// Questions about levers need levers, and questions about a day need a day within the horizon.
fn question_has_what_it_needs(c: &Campaign) -> Vec<Problem> {
    let q = &c.question;
    let mut out = Vec::new();
    let changing = c.levers.iter().filter(|l| l.can_change).count();
    let wanting = match q.kind {
        QuestionKind::WhatItTakes if changing == 0 => "no lever with yes in 'Can change'",
        kind if kind.needs_levers() && c.levers.is_empty() => "no levers",
        _ => "",
    };
    if !wanting.is_empty() {
        out.push(
            Problem::error(
                c.origins.question("question"),
                wanting,
                "at least one row in the sheet Levers",
                "Say on the sheet Levers what could be otherwise, or ask another question.",
            )
            .resting_on(c.origins.table("levers")),
        );
    }
    let last = q.horizon.0 - q.sustain.0;
    if let Some(day) = q.on_day.filter(|d| d.0 > last || d.0 < q.period.0) {
        out.push(Problem::error(
            c.origins.question("on_day"),
            format!("day {}", day.0),
            format!("a day from {} to {last}: one period at least, and the span must fit into the horizon", q.period.0),
            "Change the day, or lengthen the horizon.",
        ));
    }
    out
}
