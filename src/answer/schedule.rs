//! The optimistic schedule behind a bound, told in people's units: timeline, flows, stocks.

use super::dates;
use super::types::TimelineRow;
use crate::campaign::checks::great_circle;
use crate::campaign::*;
use crate::formulation::seasons;
use crate::formulation::trucks::lift_kt_days;
use crate::formulation::{ColumnKey, Context, Period, Program};

/// The schedule belongs to a relaxation, in which a place may be held and a line restored in part: only what is
/// (nearly) whole is reported as held or restored.
pub(super) const WHOLE: f64 = 0.95;

/// A schedule: a program and a point of it.
pub struct Schedule<'a> {
    pub ctx: &'a Context<'a>,
    pub program: &'a Program,
    pub x: &'a [f64],
}

impl Schedule<'_> {
    pub(super) fn value(&self, key: ColumnKey) -> f64 {
        self.program.value(self.x, key)
    }

    pub(super) fn men(&self, place: PlaceId, t: Period) -> f64 {
        self.value(ColumnKey::Men { place, t }) * 1000.0
    }

    /// Share in which a place is held at the end of a period.
    pub(super) fn held(&self, place: PlaceId, t: Period) -> f64 {
        self.ctx.share_held(self.program, self.x, place, t)
    }

    /// Share of a line in working order; 0 before its first train.
    pub(super) fn working(&self, line: LineId, t: Period) -> f64 {
        if self.ctx.train_days(line, t) <= 0.0 {
            return 0.0;
        }
        match self.program.column(ColumnKey::Restored { line, t }) {
            Some(j) => self.x[j],
            None => 1.0,
        }
    }

    /// Places that trains reach from a base, over lines that are whole.
    pub(super) fn reached_by_rail(&self, t: Period) -> Vec<bool> {
        let c = self.ctx.c;
        let mut reached: Vec<bool> = c.places.iter().map(|p| p.ours_from == Some(Days(0.0))).collect();
        let mut grown = true;
        while grown {
            grown = false;
            for (_, line) in c.lines.iter().enumerate().filter(|(e, _)| self.working(LineId(*e), t) >= WHOLE) {
                let (a, b) = (line.ends.0.0, line.ends.1.0);
                if reached[a] != reached[b] {
                    reached[a] = true;
                    reached[b] = true;
                    grown = true;
                }
            }
        }
        reached
    }

    /// One row per period.
    pub fn timeline(&self) -> Vec<TimelineRow> {
        let origin = self.origin();
        let mut rows: Vec<TimelineRow> = Vec::new();
        let mut replacements = 0.0;
        for t in self.ctx.periods() {
            replacements += self.sum(|k| matches!(k, ColumnKey::Replaced { t: u, .. } if *u == t)) * 1000.0;
            rows.push(self.row(t, &origin, replacements));
        }
        rows
    }

    /// Sum of the columns for which `which` holds.
    pub(super) fn sum(&self, which: impl Fn(&ColumnKey) -> bool) -> f64 {
        self.program.columns.iter().zip(self.x).filter(|(k, _)| which(k)).map(|(_, x)| x).sum()
    }

    fn row(&self, t: Period, origin: &Place, replacements: f64) -> TimelineRow {
        let (ctx, c, days) = (self.ctx, self.ctx.c, self.ctx.days);
        let on = dates::day(c, t);
        let men: f64 = ctx.place_ids().map(|p| self.men(p, t)).sum();
        let returned = self.sum(|k| matches!(k, ColumnKey::Returned { t: u, .. } if *u <= t)) * 1000.0;
        let joined = self.sum(|k| matches!(k, ColumnKey::Joined { t: u, .. } if *u <= t)) * 1000.0;
        let engaged = self.sum(|k| matches!(k, ColumnKey::Engaged { t: u, .. } if *u == t)) * 1e6 / days;
        let used = self.used_kt(t) * 1000.0 / days;
        let stock_t = self.sum(|k| matches!(k, ColumnKey::Stock { t: u, .. } if *u == t)) * 1000.0;
        let (front, front_km) = self.told(&self.front(origin, t));
        let by_rail = self.reached_by_rail(t);
        let (railhead, railhead_km) = self.told(&self.furthest_places(origin, |p| by_rail[p.0]));
        TimelineRow {
            day: on.0,
            date: dates::calendar(c, on),
            men,
            men_at_destination: c.destinations.iter().filter(|d| d.counts).map(|d| self.men(d.place, t)).sum(),
            men_engaged: engaged,
            joined,
            losses: (joined + replacements + returned - men).max(0.0),
            replacements,
            used_t_per_day: used,
            rail_tkm_per_day: self.tonne_km(t, true),
            road_tkm_per_day: self.tonne_km(t, false),
            trucks_used: self.truck_share(t),
            stock_t,
            days_of_supply: if used > 0.0 { stock_t / used } else { 0.0 },
            class_left_t: (0..c.classes.len())
                .map(|k| self.value(ColumnKey::ClassLeft { class: ClassId(k), t }) * 1000.0)
                .collect(),
            taken: self.taken(t),
            front,
            railhead,
            front_km,
            railhead_km,
        }
    }

    fn taken(&self, t: Period) -> Vec<String> {
        let whole = |p: PlaceId, t: Period| self.held(p, t) >= WHOLE;
        let newly = |p: &PlaceId| whole(*p, t) && !t.checked_sub(1).is_some_and(|u| whole(*p, u));
        let own = |p: &PlaceId| self.ctx.c.place(*p).ours_from.is_some();
        self.ctx.place_ids().filter(|p| newly(p) && !own(p)).map(|p| self.ctx.c.place(p).name.clone()).collect()
    }

    /// Supplies used by men and trucks in a period, kt.
    fn used_kt(&self, t: Period) -> f64 {
        let (ctx, c) = (self.ctx, self.ctx.c);
        let by_men = self.value(ColumnKey::ManDays { t }) * ctx.norm(ctx.quiet);
        let by_fighting: f64 = (0..c.postures.len())
            .map(PostureId)
            .map(|posture| {
                let more = ctx.norm(posture) - ctx.norm(ctx.quiet);
                self.value(ColumnKey::Engaged { posture, t }) * more
            })
            .sum();
        let fleet = c.fleets.iter().map(|f| 2.0 * f.fuel_kg_per_km.base / 1000.0 / f.payload.base);
        let per_t_km = fleet.fold(f64::INFINITY, f64::min);
        let by_trucks = if per_t_km.is_finite() { self.tonne_km(t, false) * ctx.days * per_t_km / 1000.0 } else { 0.0 };
        by_men + by_fighting + by_trucks
    }

    /// Tonne-kilometres a day by rail or by road.
    fn tonne_km(&self, t: Period, rail: bool) -> f64 {
        let c = self.ctx.c;
        let kt_km: f64 = self
            .program
            .columns
            .iter()
            .zip(self.x)
            .map(|(key, x)| match *key {
                ColumnKey::RailFreight { line, t: u, .. } if rail && u == t => x * c.line(line).length.0,
                ColumnKey::Trucked { road, t: u, .. } if !rail && u == t => x * c.road(road).length.0,
                _ => 0.0,
            })
            .sum();
        kt_km * 1000.0 / self.ctx.days
    }

    fn truck_share(&self, t: Period) -> f64 {
        let c = self.ctx.c;
        let run = c.fleets.iter().map(|f| f.daily_run.base).fold(0.0, f64::max);
        let terminal = c.fleets.iter().map(|f| f.terminal.0).fold(f64::INFINITY, f64::min);
        let lift = lift_kt_days(self.ctx, t);
        if lift <= 0.0 || run <= 0.0 {
            return 0.0;
        }
        let work = |(key, x): (&ColumnKey, &f64)| match *key {
            ColumnKey::TruckLoad { t: u, .. } if u == t => x * terminal,
            ColumnKey::Trucked { road, t: u, .. } if u == t => {
                x * 2.0 * c.road(road).length.0 / (run * seasons::best_run(self.ctx, road, t))
            }
            _ => 0.0,
        };
        self.program.columns.iter().zip(self.x).map(work).sum::<f64>() / lift
    }

    /// The place where most men of the first forces begin: distances of front and railhead are measured from it.
    pub(super) fn origin(&self) -> Place {
        let c = self.ctx.c;
        let first = c.forces.iter().max_by(|a, b| a.men.base.total_cmp(&b.men.base));
        first.map_or(c.places[0].clone(), |f| c.place(f.place).clone())
    }

    /// Places with their distances in words, and the greatest of the distances, km.
    fn told(&self, best: &[(f64, PlaceId)]) -> (String, f64) {
        let km = best.iter().map(|(d, _)| *d).fold(0.0, f64::max);
        let names = best.iter().map(|(_, p)| self.ctx.c.place(*p).name.as_str());
        (names.collect::<Vec<_>>().join(", "), km)
    }

    /// The places held that were not given: of these the front consists.
    pub(super) fn front(&self, origin: &Place, t: Period) -> Vec<(f64, PlaceId)> {
        self.furthest_places(origin, |p| self.held(p, t) >= WHOLE && !self.ctx.given(p, t))
    }

    /// The places furthest from the origin, one for each corridor that leads to a place that must be held, with their distances, km.
    pub(super) fn furthest_places(&self, origin: &Place, which: impl Fn(PlaceId) -> bool) -> Vec<(f64, PlaceId)> {
        let c = self.ctx.c;
        let mut corridors: Vec<&str> = Vec::new();
        for d in c.destinations.iter().filter(|d| d.must_hold) {
            let corridor = c.place(d.place).corridor.as_str();
            if !corridors.contains(&corridor) {
                corridors.push(corridor);
            }
        }
        let mut best: Vec<(f64, PlaceId)> = Vec::new();
        for corridor in corridors {
            let there = self.ctx.place_ids().filter(|p| c.place(*p).corridor == corridor && which(*p));
            let far = there.map(|p| (great_circle(origin, c.place(p)).0, p));
            best.extend(far.max_by(|a, b| a.0.total_cmp(&b.0)));
        }
        best
    }
}
