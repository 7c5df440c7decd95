//! Whether the target is out of reach on a date, by five sums of which each leaves out all that the others count.
//!
//! Each is a sum over rows of the program behind the ceiling, with what the sum leaves out set to its most favourable value
//! (`docs/estimate.md`). So where one of them says that so many men cannot be, the ceiling lies below that many.

use super::carriage::{Carriage, Link, found};
use super::fighting::Fighting;
use crate::campaign::*;
use crate::formulation::{Context, Period};

/// The number of men that the sums speak of, as a share of the target. A verdict NO asks for a ceiling a thousandth
/// below the target, and a solver for as much again.
pub const SPOKEN_OF: f64 = 0.998;

/// What falls short.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shortage {
    /// Rates of advance alone.
    Days,
    /// All there are, less the least losses.
    Men,
    /// All of a class, by its name.
    Class(String),
    /// Lines, roads, crossings and yards, by the cut.
    Carriage,
    /// All trucks at the least distance.
    Trucks,
}

/// One sum on one date.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Sum {
    pub shortage: Shortage,
    /// What it takes at the least, in `unit`.
    pub need: f64,
    /// What there is at the most, in `unit`.
    pub have: f64,
    pub unit: &'static str,
    /// Links of the narrowest cut, for carriage.
    pub cut: Vec<Link>,
}

impl Sum {
    /// Whether the target is out of reach by this sum alone.
    pub fn is_impossible(&self) -> bool {
        // What rounding leaves is no shortage.
        self.need > self.have * (1.0 + 1e-6) + 1e-6
    }

    /// Need as a share of what there is.
    pub fn share(&self) -> f64 {
        if self.have > 0.0 {
            self.need / self.have
        } else if self.need > 0.0 {
            f64::INFINITY
        } else {
            0.0
        }
    }
}

/// Everything that the sums of all dates share.
pub struct Cuts<'a> {
    ctx: &'a Context<'a>,
    pub fighting: Fighting,
    pub carriage: Carriage<'a>,
    /// Men who join or come as replacements in each period.
    arrivals: Vec<f64>,
    /// Period ends of the span after its first.
    pub span: Period,
    /// Men behind the destinations whose claims count, at the most.
    pub behind: f64,
    /// Men who must be there and do not count, at the least.
    pub uncounted: f64,
}

impl<'a> Cuts<'a> {
    /// `ctx` is that of the last date.
    pub fn of(ctx: &'a Context<'a>) -> Cuts<'a> {
        let by_basis = |basis, counts| -> f64 {
            ctx.c.claims.iter().filter(|k| k.basis == basis && k.counts == counts).map(|k| k.amount.base).sum()
        };
        let km: f64 = ctx.legs.iter().map(|leg| ctx.c.road(leg.road).length.0).sum();
        let trucks: f64 = ctx.c.fleets.iter().map(|f| f.trucks.base).sum();
        let rail_km: f64 = ctx.c.lines.iter().map(|l| l.length.0).sum();
        let behind = by_basis(ClaimBasis::Men, true)
            + by_basis(ClaimBasis::PerKmTaken, true) * km
            + by_basis(ClaimBasis::PerPlaceTaken, true) * ctx.c.places.len() as f64
            + by_basis(ClaimBasis::PerTruck, true) * trucks
            + by_basis(ClaimBasis::PerKmOfLine, true) * rail_km;
        Cuts {
            ctx,
            fighting: Fighting::least(ctx),
            carriage: Carriage::of(ctx),
            arrivals: ctx.periods().map(|t| arrivals(ctx, t)).collect(),
            span: ctx.window.last - ctx.window.first,
            behind,
            uncounted: by_basis(ClaimBasis::Men, false),
        }
    }

    /// All sums for men who must stand there from the end of period `first` on, for `men` of them.
    pub fn sums(&self, first: Period, men: f64) -> Vec<Sum> {
        let mut all = vec![self.days(first), self.men(first, men)];
        all.extend((0..self.ctx.c.classes.len()).map(|k| self.class(ClassId(k), first, men)));
        all.extend(self.carried(first, men));
        all
    }

    /// Whether one sum puts `men` out of reach; the cheap ones are looked at first.
    pub fn is_out_of_reach(&self, first: Period, men: f64) -> bool {
        let classes = (0..self.ctx.c.classes.len()).map(ClassId);
        self.days(first).is_impossible()
            || self.men(first, men).is_impossible()
            || classes.into_iter().any(|k| self.class(k, first, men).is_impossible())
            || self.carried(first, men).iter().any(Sum::is_impossible)
    }

    /// Share of men who do not fall sick in a period.
    fn well(&self) -> f64 {
        (1.0 - self.sick_a_day() * self.ctx.days).max(0.0)
    }

    /// Share of men at rest who fall sick in a day.
    pub fn sick_a_day(&self) -> f64 {
        self.ctx.c.postures[self.ctx.quiet.0].casualties_per_1000.base / 1000.0
    }

    fn returned(&self) -> f64 {
        self.ctx.c.factors.returned_share.estimate.base
    }

    /// By the rates of advance alone.
    pub fn days(&self, first: Period) -> Sum {
        let day = |d: &Destination| self.ctx.earliest.place[d.place.0].0;
        let held = self.ctx.c.destinations.iter().filter(|d| d.must_hold).map(day).fold(0.0, f64::max);
        let counted = self.ctx.c.destinations.iter().filter(|d| d.counts).map(day).fold(f64::INFINITY, f64::min);
        let have = self.ctx.end(first);
        Sum { shortage: Shortage::Days, need: held.max(counted), have, unit: "days", cut: Vec::new() }
    }

    /// Man-days of all men before the span, at the least.
    fn man_days_before(&self, first: Period, men: f64) -> f64 {
        if self.returned() > 0.0 {
            // Any of them may have come out of hospital in the last period.
            return 0.0;
        }
        // Those who are engaged are with the force, all but those who come in the same period.
        f64::max(self.man_days_present(first, men), self.fighting.man_days - self.ctx.days * self.came(first))
    }

    /// Men who have come by the end of a period.
    pub fn came(&self, t: Period) -> f64 {
        self.arrivals[..=t].iter().sum()
    }

    /// Men who fall sick before the span, at the least.
    pub fn sick(&self, first: Period, men: f64) -> f64 {
        self.sick_a_day() * self.man_days_present(first, men)
    }

    /// All men who ever come, less the fallen and the sick.
    pub fn men(&self, first: Period, men: f64) -> Sum {
        let sick = self.sick(first, men);
        let fallen = self.fighting.losses;
        let lost = sick + if fallen > 0.0 { (1.0 - self.returned()) * fallen } else { fallen };
        // Those who come late in a period fall sick less than half of it: at most all of what they are charged.
        let came = (1.0 + self.sick_a_day() * self.ctx.days / 2.0) * self.came(first);
        Sum {
            shortage: Shortage::Men,
            need: men + self.uncounted,
            have: (came - lost).max(0.0),
            unit: "men",
            cut: Vec::new(),
        }
    }

    /// Man-days before the span of those who stand there at its beginning, if the last to come are taken.
    fn man_days_present(&self, first: Period, men: f64) -> f64 {
        if self.returned() > 0.0 {
            return 0.0;
        }
        // What legs of negative cost bring is among the losses.
        let mut there = men + self.uncounted + self.fighting.losses.min(0.0);
        let mut sum = 0.0;
        for t in (1..=first).rev() {
            there -= self.arrivals[t];
            sum += self.ctx.days * there.max(0.0);
        }
        sum
    }

    /// Man-days for which rations are drawn up to the end of the span, at the least.
    pub fn man_days(&self, first: Period, men: f64) -> f64 {
        let in_span = self.span as f64 * self.ctx.days * (men + self.uncounted);
        self.well() * (self.man_days_before(first, men) + in_span).max(0.0)
    }

    /// All of a class, against rations and the advance.
    pub fn class(&self, class: ClassId, first: Period, men: f64) -> Sum {
        let rations = self.ctx.c.norm(self.ctx.quiet, class).0 / 1000.0 * self.man_days(first, men);
        let fought = rations + self.fighting.tonnes[class.0];
        Sum {
            shortage: Shortage::Class(self.ctx.c.classes[class.0].name.clone()),
            need: fought.max(self.whoever_is_engaged(class, first, men)).max(0.0),
            have: found(self.ctx, first + self.span, |_, k| k == class),
            unit: "t",
            cut: Vec::new(),
        }
    }

    /// Tonnes of a class that men use, engaged or not, at the least: where some posture asks for less than rest does, all
    /// are taken to be engaged in it every day, those who come in a period as well, and all who can fall to fall.
    fn whoever_is_engaged(&self, class: ClassId, first: Period, men: f64) -> f64 {
        if self.returned() > 0.0 {
            // There is no knowing how often a man falls.
            return 0.0;
        }
        let c = self.ctx.c;
        let quiet = c.norm(self.ctx.quiet, class).0;
        let saved = self.fighting.postures.iter().map(|p| quiet - c.norm(*p, class).0).fold(0.0, f64::max);
        let last = first + self.span;
        let there = self.man_days_before(first, men) + self.span as f64 * self.ctx.days * (men + self.uncounted);
        let came = (1.0 + self.sick_a_day() * self.ctx.days / 2.0) * self.came(last) - self.fighting.losses.min(0.0);
        let fallen = (came - men).max(0.0);
        let kg = (quiet * self.well() - saved).max(0.0) * there - self.ctx.days * (saved * came + quiet * fallen);
        kg / 1000.0
    }

    /// Tonnes that must have been brought to the places that count: quiet norms of the span after its first day, and what
    /// lies in store.
    pub fn to_be_brought(&self, men: f64) -> f64 {
        let c = self.ctx.c;
        let norm = |k: usize| c.norm(self.ctx.quiet, ClassId(k)).0;
        let safety: f64 = (0..c.classes.len()).map(|k| norm(k) * c.classes[k].safety.0).sum();
        let days = self.well() * self.span as f64 * self.ctx.days;
        (men - self.behind).max(0.0) * (days * self.ctx.norm(self.ctx.quiet) + safety) / 1000.0
    }

    /// Carriage over all links, and the work of trucks in it.
    fn carried(&self, first: Period, men: f64) -> [Sum; 2] {
        let need = self.to_be_brought(men);
        let t = first + self.span;
        let (most, cut) = self.carriage.brought(t, f64::INFINITY);
        // Where not all of it can be brought, trucks are not what is short.
        let work = if need > most.amount { 0.0 } else { self.carriage.brought(t, need).0.cost };
        [
            Sum { shortage: Shortage::Carriage, need, have: most.amount, unit: "t", cut },
            Sum {
                shortage: Shortage::Trucks,
                need: work,
                have: self.carriage.lift(t),
                unit: "tonne-days of trucks",
                cut: Vec::new(),
            },
        ]
    }
}

/// Forces in the period in which they join, and what replacement streams offer in it.
fn arrivals(ctx: &Context, t: Period) -> f64 {
    let joins = |f: &&Force| ctx.periods().find(|t| f.from.0 < ctx.end(*t) && ctx.exists(f.place, *t)) == Some(t);
    let forces: f64 = ctx.c.forces.iter().filter(joins).map(|f| f.men.base).sum();
    let offered = |r: &Replacement| r.men_per_day.base * r.span.days_within(Days(ctx.start(t)), Days(ctx.end(t))).0;
    forces + ctx.c.replacements.iter().filter(|r| ctx.exists(r.place, t)).map(offered).sum::<f64>()
}
