//! Men in a plan: they take their days on the road, fill trains and roads, and eat on the way.

use super::keys::{Column, Row};
use super::within::Of;
use super::{Build, Planner};
use crate::campaign::{ClaimBasis, Days, LineId, PlaceId};
use crate::formulation::Period;
use crate::formulation::program::Col;
use crate::solver::Sides;

impl Planner<'_> {
    /// Men at each place that is reached.
    pub fn men_rows(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        let sick = self.quiet_loss() * ctx.days / 2.0;
        for (force, f) in ctx.c.forces.iter().enumerate() {
            b.column(Column::Joined { force }, f.men.base / 1000.0);
        }
        for t in ctx.periods() {
            for place in ctx.place_ids().filter(|p| s.reached(ctx, *p, t)) {
                let row = Row::MenBalance { place, t };
                b.row(row, Sides::Equal(0.0));
                let men = b.column_between(
                    Column::Men { place, t },
                    self.reserves.men(place, t).min(ctx.pool(t)),
                    ctx.pool(t),
                );
                b.term(row, men, 1.0 + sick);
                // Those who join with the period's first day are put in by `arrivals`.
                if let Some(before) = t.checked_sub(1).and_then(|t| b.find(Column::Men { place, t })) {
                    b.term(row, before, -1.0 + sick);
                }
            }
        }
    }

    /// Men lost a day for each man at rest.
    pub fn quiet_loss(&self) -> f64 {
        self.ctx.c.postures[self.ctx.quiet.0].casualties_per_1000.base / 1000.0
    }

    /// Forces, replacements, and what fighting costs.
    pub fn arrivals(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        for (force, f) in ctx.c.forces.iter().enumerate() {
            let Some(joined) = b.find(Column::Joined { force }) else { continue };
            let t = (f.from.0 / ctx.days + 1e-9).floor() as Period;
            if t <= ctx.window.last && s.is_open(f.place, t) {
                let sick = self.quiet_loss() * ctx.days / 2.0;
                b.term(Row::MenBalance { place: f.place, t }, joined, -1.0 + sick);
            } else {
                b.fix(joined, 0.0);
            }
        }
        for (stream, r) in ctx.c.replacements.iter().enumerate() {
            for t in ctx.periods().filter(|t| s.is_open(r.place, *t)) {
                let days = r.span.days_within(Days(ctx.start(t)), Days(ctx.end(t))).0;
                // A stream that begins or ends within a period could not be drawn on evenly.
                if days < ctx.days - 1e-9 {
                    continue;
                }
                let most = r.men_per_day.base * days / 1000.0;
                let men = b.column(Column::Replaced { stream, t }, most);
                self.takes(b, Of::Men, (r.place, t), (men, -1.0));
            }
        }
        for t in ctx.periods() {
            for place in ctx.place_ids() {
                for (leg, asked) in self.worked_from(place, t) {
                    if let Some(p) = b.find(Column::Progress { leg, t }) {
                        self.takes_at_once(b, Of::Men, (place, t), (p, asked.losses));
                    }
                }
            }
        }
    }

    /// Marches and rides outward. Men on the move draw the march norms for their days on the way where they set out, and lose
    /// sick like men at rest.
    pub fn movement(&self, b: &mut Build) {
        let ctx = self.ctx;
        let f = &ctx.c.factors;
        let march = ctx.c.posture_by_key("march").unwrap_or(ctx.quiet);
        for t in ctx.periods() {
            for r in self.roads.iter().filter(|r| r.first <= t) {
                let days = self.march_days(r.id, t);
                let men = b.column(Column::March { road: r.id, way: r.way, t }, ctx.pool(t));
                self.set_out(b, (men, days), (r.from, r.to), t, march);
                let row = Row::RoadCapacity { road: r.id, way: r.way, t };
                b.term(row, men, 1.0 / f.men_per_road_vehicle.estimate.base);
                b.objective(men, -1e-6 * r.km);
            }
            for l in self.lines.iter().filter(|l| l.first <= t) {
                let days = l.km / f.wagon_km_per_day.estimate.base;
                let men = b.column(Column::RailMen { line: l.id, way: l.way, t }, ctx.pool(t));
                self.set_out(b, (men, days), (l.from, l.to), t, ctx.quiet);
                let trains = 1000.0 / f.men_per_train_units.estimate.base;
                b.term(Row::RailCapacity { line: l.id, way: l.way, t }, men, trains);
                self.rolling_stock_use(b, l, t, (men, trains));
                b.objective(men, -1e-6 * l.km);
            }
        }
    }

    fn set_out(
        &self,
        b: &mut Build,
        (men, days): (Col, f64),
        (from, to): (PlaceId, PlaceId),
        t: Period,
        posture: crate::campaign::PostureId,
    ) {
        self.takes(b, Of::Men, (from, t), (men, 1.0));
        let healthy = 1.0 - self.quiet_loss() * days;
        self.brings(b, Of::Men, (to, t, days), (men, healthy));
        self.live(b, (men, days), to, t);
        for class in self.classes() {
            // Thousand men for a day at 1 kg are a tonne.
            let norm = self.ctx.c.norm(posture, class).0.max(self.ctx.c.norm(self.ctx.quiet, class).0);
            self.takes(b, Of::Class(class), (from, t), (men, norm * days / 1000.0));
        }
    }

    /// What men use and lose where they arrive, as far as the mean of both ends of a period does not know it.
    fn live(&self, b: &mut Build, (men, days): (Col, f64), place: PlaceId, t: Period) {
        let (more, first) = (self.lived(days), t + (days / self.ctx.days).floor() as Period);
        if more <= 0.0 {
            return;
        }
        for (u, man_days) in [(first, -more), (first + 1, more)] {
            if !b.has(Row::MenBalance { place, t: u }) {
                continue;
            }
            b.term(Row::MenBalance { place, t: u }, men, man_days * self.quiet_loss());
            for class in self.classes() {
                let used = man_days * self.ctx.c.norm(self.ctx.quiet, class).0 / 1000.0;
                b.term(Row::StockBalance { place, class, t: u }, men, used);
            }
        }
    }

    /// The men that the question counts.
    pub fn count(&self, b: &mut Build, sustained: Col) {
        let (ctx, s) = (self.ctx, self.schedule);
        for t in ctx.window.first..=ctx.window.last {
            let (count, behind, uncounted) = (Row::Count { t }, Row::Behind { t }, Row::Uncounted { t });
            let guards = b.column(Column::Guards { t }, self.claims(true).min(ctx.pool(t)));
            b.row(count, Sides::AtMost(0.0));
            b.term(count, sustained, 1.0);
            b.term(count, guards, -1.0);
            b.row(behind, Sides::AtMost(0.0));
            b.term(behind, guards, 1.0);
            b.row(uncounted, Sides::AtMost(-self.claims(false)));
            b.term(uncounted, sustained, 1.0);
            for place in ctx.place_ids().filter(|p| s.reached(ctx, *p, t)) {
                let Some(men) = b.find(Column::Men { place, t }) else { continue };
                b.term(uncounted, men, -1.0);
                let counts = ctx.c.destinations.iter().any(|d| d.place == place && d.counts);
                b.term(if counts { count } else { behind }, men, -1.0);
            }
        }
    }

    /// Thousand men tied down once the route is cleared, by the claims that count or by those that do not.
    fn claims(&self, counts: bool) -> f64 {
        let c = self.ctx.c;
        let km: f64 = self.schedule.route.legs.iter().map(|l| c.road(l.road).length.0).sum();
        let places = self.schedule.route.legs.len() as f64;
        let by = if counts { self.ctx.window.first } else { self.ctx.window.last };
        let works = |e: &usize| self.schedule.line_works(LineId(*e), by);
        let line_km: f64 = (0..c.lines.len()).filter(works).map(|e| c.lines[e].length.0).sum();
        let of = |k: &crate::campaign::Claim| match k.basis {
            ClaimBasis::Men => k.amount.base,
            ClaimBasis::PerKmTaken => k.amount.base * km,
            ClaimBasis::PerPlaceTaken => k.amount.base * places,
            // Claims that help count what is left of the fleets, claims that hurt all there ever were.
            ClaimBasis::PerTruck => {
                k.amount.base * if counts { self.trucks_left() } else { c.fleets.iter().map(|f| f.trucks.base).sum() }
            }
            ClaimBasis::PerKmOfLine => k.amount.base * line_km,
        };
        c.claims.iter().filter(|k| k.counts == counts).map(of).sum::<f64>() / 1000.0
    }

    /// Trucks on strength at the end, after attrition.
    fn trucks_left(&self) -> f64 {
        let end = self.ctx.end(self.ctx.window.last);
        let left = |f: &crate::campaign::TruckFleet| {
            let months = (end - f.from.0).max(0.0) / 30.0;
            if f.from.0 >= end { 0.0 } else { f.trucks.base * (1.0 - f.attrition_per_month.base).powf(months) }
        };
        self.ctx.c.fleets.iter().map(left).sum()
    }
}
