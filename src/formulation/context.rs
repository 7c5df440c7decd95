//! What the families share: the grid of periods, earliest dates, the legs that exist, the size of the pool of men.

use super::earliest::{Earliest, clearing_ends};
use super::keys::{Gauge, Leg, Period, RowKey};
use super::program::{Builder, Col, Program};
use crate::campaign::*;
use crate::formulation::keys::ColumnKey;

/// Whether a place is held in a period.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// Handed over or ours from the start.
    Always,
    /// As far as the legs into it are cleared, or as it counts as taken where it must keep abreast: the sum of these
    /// columns, at most 1. Empty = not even optimistically.
    Shares(Vec<Col>),
}

impl Held {
    /// Adds `coefficient` times the share in which the place is held to a row; nothing where it is always held.
    pub fn add(&self, b: &mut Builder, row: RowKey, coefficient: f64) {
        if let Held::Shares(columns) = self {
            for column in columns {
                b.term(row, *column, coefficient);
            }
        }
    }
}

/// What a leg asks of the attacker in one period, optimistic where the table changes within it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    pub posture: PostureId,
    /// Largest share of the leg that can be cleared in the period.
    pub most: f64,
    /// Days to clear the whole leg.
    pub days: f64,
    /// Million man-days to clear the whole leg.
    pub effort: f64,
    /// Thousand men lost in clearing the whole leg, beyond what the same men would lose at rest.
    pub losses: f64,
}

/// The span over which men must be sustained: the period ends from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub first: Period,
    pub last: Period,
}

/// Everything that is computed once before the families write their columns and rows.
pub struct Context<'a> {
    pub c: &'a Campaign,
    pub earliest: &'a Earliest,
    pub window: Window,
    /// Days in a period.
    pub days: f64,
    pub quiet: PostureId,
    /// Legs into places that must be taken and can be begun before the end.
    pub legs: Vec<Leg>,
}

impl<'a> Context<'a> {
    pub fn new(c: &'a Campaign, earliest: &'a Earliest, window: Window) -> Option<Context<'a>> {
        let mut ctx = Context {
            c,
            earliest,
            window,
            days: c.question.period.0,
            quiet: c.posture_by_key("quiet")?,
            legs: Vec::new(),
        };
        let end = ctx.end(window.last);
        for (a, road) in c.roads.iter().enumerate() {
            for way in Way::BOTH {
                let (from, to) = way.along(road.ends);
                let begun = earliest.place[from.0].0 < end && earliest.place[to.0].0 <= end;
                let leads_there = ctx.leads_outward(from, to) || ctx.lies_across(RoadId(a));
                if begun && leads_there && c.place(to).ours_from != Some(Days(0.0)) {
                    ctx.legs.push(Leg { road: RoadId(a), way });
                }
            }
        }
        Some(ctx)
    }

    /// Whether `to` lies further out than `from`: it can be held later, at the earliest. The advance goes outward; this
    /// rule of the model (see `docs/mathematics.md`) keeps two places from "taking" each other.
    pub fn leads_outward(&self, from: PlaceId, to: PlaceId) -> bool {
        let day = |p: PlaceId| (self.earliest.place[p.0].0, p);
        day(from) < day(to)
    }

    /// Whether a road lies across the advance: the further of its ends can be reached sooner than along it. Such a road may be
    /// taken either way. With one way only, a day more or less elsewhere would turn it round, and move the ceiling by far
    /// more than that day is worth.
    fn lies_across(&self, road: RoadId) -> bool {
        let (a, b) = self.c.road(road).ends;
        let (a, b) = (self.earliest.place[a.0].0, self.earliest.place[b.0].0);
        let begun = a.min(b);
        begun.is_finite() && begun + (a - b).abs() < clearing_ends(self.c, road, begun) - 1e-6
    }

    /// The one of two places that lies further out.
    pub fn later(&self, one: PlaceId, other: PlaceId) -> PlaceId {
        if self.leads_outward(one, other) { other } else { one }
    }

    pub fn periods(&self) -> std::ops::Range<Period> {
        0..self.window.last + 1
    }

    /// First day of a period.
    pub fn start(&self, t: Period) -> f64 {
        t as f64 * self.days
    }

    /// Last day of a period.
    pub fn end(&self, t: Period) -> f64 {
        (t + 1) as f64 * self.days
    }

    pub fn place_ids(&self) -> impl Iterator<Item = PlaceId> + use<> {
        (0..self.c.places.len()).map(PlaceId)
    }

    /// Whether the place exists for the program in this period.
    pub fn exists(&self, place: PlaceId, t: Period) -> bool {
        self.earliest.place[place.0].0 <= self.end(t)
    }

    /// Whether a road can be used from end to end in this period.
    pub fn road_exists(&self, road: RoadId, t: Period) -> bool {
        let (a, b) = self.c.road(road).ends;
        self.exists(a, t) && self.exists(b, t)
    }

    /// Days of the period on which a line can carry trains at all.
    pub fn train_days(&self, line: LineId, t: Period) -> f64 {
        (self.end(t) - self.earliest.train[line.0].0).clamp(0.0, self.days)
    }

    /// Whether the period's end lies on or after the place's handover.
    pub fn given(&self, place: PlaceId, t: Period) -> bool {
        self.c.place(place).ours_from.is_some_and(|d| d.0 <= self.end(t))
    }

    pub fn held(&self, b: &Builder, place: PlaceId, t: Period) -> Held {
        if self.given(place, t) {
            return Held::Always;
        }
        if !self.exists(place, t) {
            return Held::Shares(Vec::new());
        }
        if let Some(taken) = b.find(ColumnKey::Taken { place, t }) {
            return Held::Shares(vec![taken]);
        }
        let into = self.legs.iter().filter(|leg| self.leg_ends(**leg).1 == place);
        Held::Shares(into.filter_map(|leg| b.find(ColumnKey::Cleared { leg: *leg, t })).collect())
    }

    /// Share in which a place is held at the end of a period, at a point of the program.
    pub fn share_held(&self, program: &Program, x: &[f64], place: PlaceId, t: Period) -> f64 {
        if self.given(place, t) {
            return 1.0;
        }
        if !self.exists(place, t) {
            return 0.0;
        }
        let into = self.legs.iter().filter(|leg| self.leg_ends(**leg).1 == place);
        into.map(|leg| program.value(x, ColumnKey::Cleared { leg: *leg, t })).sum()
    }

    pub fn leg_ends(&self, leg: Leg) -> (PlaceId, PlaceId) {
        leg.way.along(self.c.road(leg.road).ends)
    }

    /// What the leg asks in this period; `None` while it cannot be worked on.
    pub fn step(&self, leg: Leg, t: Period) -> Option<Step> {
        let (from, _) = self.leg_ends(leg);
        let begin = self.start(t).max(self.earliest.place[from.0].0);
        let end = self.end(t);
        if begin >= end {
            return None;
        }
        let km = self.c.road(leg.road).length.0;
        let mut dates: Vec<f64> = self.c.pace_changes().filter(|d| *d > begin && *d < end).collect();
        dates.push(begin);
        dates.sort_by(f64::total_cmp);
        dates.dedup();
        let quiet = self.c.postures[self.quiet.0].casualties_per_1000.base;
        let (mut most, mut days, mut effort, mut losses) = (0.0, f64::INFINITY, f64::INFINITY, f64::INFINITY);
        let (mut least_used, mut easiest) = (f64::INFINITY, None);
        for (i, day) in dates.iter().enumerate() {
            let Some(r) = self.c.resistance_on(leg.road, Days(*day)) else { continue };
            let rate = self.c.rate_on(leg.road, Days(*day));
            if rate <= 0.0 {
                continue;
            }
            let until = dates.get(i + 1).copied().unwrap_or(end);
            most += (until - day) * rate / km;
            days = f64::min(days, km / rate);
            let need = r.grouping.base / 1e6 * km / rate;
            // The best of each, whichever row gives it: a plan may do its work while any of them counts.
            effort = f64::min(effort, need);
            losses = f64::min(losses, need * (self.c.postures[r.posture.0].casualties_per_1000.base - quiet));
            if need * self.norm(r.posture) < least_used {
                least_used = need * self.norm(r.posture);
                easiest = Some(r.posture);
            }
        }
        Some(Step { posture: easiest?, most: f64::min(most, 1.0), days, effort, losses })
    }

    /// Most men there can be by the end of a period, thousand: every force that has joined, every replacement so far,
    /// nobody lost.
    pub fn pool(&self, t: Period) -> f64 {
        let end = Days(self.end(t));
        let joined: f64 = self.c.forces.iter().filter(|f| f.from <= end).map(|f| f.men.base).sum();
        let came: f64 =
            self.c.replacements.iter().map(|r| r.men_per_day.base * r.span.days_within(Days(0.0), end).0).sum();
        (joined + came) / 1000.0
    }

    /// Most supplies there can be by the end of a period, kt: opening stocks and everything offered so far.
    pub fn supplies(&self, t: Period) -> f64 {
        (0..self.c.classes.len()).map(|k| self.class_supplies(ClassId(k), t)).sum()
    }

    /// The same for one class, kt.
    pub fn class_supplies(&self, class: ClassId, t: Period) -> f64 {
        let end = Days(self.end(t));
        let opening: f64 = self.c.stocks.iter().filter(|s| s.class == class).map(|s| s.tonnes.base).sum();
        let streams = self.c.streams.iter().filter(|s| s.class == class);
        let came: f64 = streams.map(|s| s.t_per_day.base * s.span.days_within(Days(0.0), end).0).sum();
        (opening + came) / 1000.0
    }

    /// Norm of a posture, all classes, kt per million man-days (= kg per man-day).
    pub fn norm(&self, posture: PostureId) -> f64 {
        (0..self.c.classes.len()).map(|k| self.c.norm(posture, ClassId(k)).0).sum()
    }

    /// The class that trucks burn: the first that is carried as fuel.
    pub fn fuel(&self) -> Option<ClassId> {
        self.c.classes.iter().position(|k| k.carried_as == Commodity::Fuel).map(ClassId)
    }

    /// Net load of a train on lines of a gauge, kt.
    pub fn train_kt(&self, gauge: Gauge) -> f64 {
        let f = &self.c.factors;
        let tonnes = match gauge {
            Gauge::Broad => f.net_t_per_train_broad.estimate.base,
            Gauge::Standard => f.net_t_per_train_standard.estimate.base,
        };
        tonnes / 1000.0
    }

    /// Wagons in a train of a gauge.
    pub fn wagons_per_train(&self, gauge: Gauge) -> f64 {
        let f = &self.c.factors;
        match gauge {
            Gauge::Broad => f.wagons_per_train_broad.estimate.base,
            Gauge::Standard => f.wagons_per_train_standard.estimate.base,
        }
    }

    /// Whether lines of a gauge meet at a place.
    pub fn meets(&self, place: PlaceId, gauge: Gauge) -> bool {
        self.c.lines.iter().any(|l| Gauge::of(l) == gauge && (l.ends.0 == place || l.ends.1 == place))
    }

    /// Whether this place is a gauge break with yards of limited capacity.
    pub fn is_break(&self, place: PlaceId) -> bool {
        let limited = self.c.place(place).transshipment.is_some();
        limited && Gauge::BOTH.iter().all(|gauge| self.meets(place, *gauge))
    }

    /// Whether trains of each gauge have a yard of their own at this place, apart from its depots.
    pub fn has_yard(&self, place: PlaceId) -> bool {
        self.is_break(place) || self.c.place(place).handling.is_some()
    }

    /// Days of a period on which a line carries trains at a point of the program, shares counted as days.
    pub fn days_worked(&self, program: &Program, x: &[f64], line: LineId, t: Period) -> f64 {
        let days = self.train_days(line, t);
        if program.column(ColumnKey::TrackInUse { line, t }).is_some() {
            return (program.value(x, ColumnKey::TrackInUse { line, t }) * self.days).min(days);
        }
        match program.column(ColumnKey::Restored { line, t }) {
            Some(column) => days * x[column],
            None => days,
        }
    }
}
