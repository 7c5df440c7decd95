//! Trains, trucks and ships in a plan.

use super::keys::{Column, Row};
use super::within::Of;
use super::{Build, Planner, UsableLine, at_most};
use crate::campaign::{Days, PlaceId, SeaLinkId, StockKind, TruckFleet, Way};
use crate::formulation::program::Col;
use crate::formulation::{Gauge, Period};
use crate::solver::Sides;

/// All fleets taken as the worst of them, so that any truck may do any work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Truck {
    /// km/day.
    pub run: f64,
    /// Tonnes.
    pub payload: f64,
    /// Tonnes of fuel per tonne hauled and km of road, out and back.
    pub fuel_per_t_km: f64,
    /// Days per load.
    pub terminal: f64,
    pub readiness: f64,
    /// Share lost in a day.
    pub decay: f64,
}

impl Truck {
    pub fn worst_of(fleets: &[TruckFleet]) -> Option<Truck> {
        let fleets: Vec<&TruckFleet> = fleets.iter().filter(|f| f.trucks.base > 0.0 && f.readiness > 0.0).collect();
        let least = |of: fn(&TruckFleet) -> f64| fleets.iter().map(|f| of(f)).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&TruckFleet) -> f64| fleets.iter().map(|f| of(f)).fold(0.0, f64::max);
        let payload = least(|f| f.payload.base);
        (!fleets.is_empty()).then(|| Truck {
            run: least(|f| f.daily_run.base),
            payload,
            fuel_per_t_km: 2.0 * most(|f| f.fuel_kg_per_km.base) / 1000.0 / payload,
            terminal: most(|f| f.terminal.0),
            readiness: least(|f| f.readiness),
            decay: -(1.0 - most(|f| f.attrition_per_month.base)).ln() / 30.0,
        })
    }

    /// kt lifted at a time by so many trucks.
    pub fn lift_kt(&self, trucks: f64) -> f64 {
        trucks * self.readiness * self.payload / 1000.0
    }

    /// Trucks behind so much lift.
    pub fn trucks(&self, lift_kt: f64) -> f64 {
        lift_kt * 1000.0 / (self.readiness * self.payload)
    }
}

impl Planner<'_> {
    /// Trucks by place: what joins, moves and is lost; their work is at most their days.
    pub fn truck_rows(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        for t in ctx.periods() {
            for r in self.roads.iter().filter(|r| r.first <= t) {
                // Thousand vehicles, so that a kt over a payload in tonnes is one unit.
                let fair = ctx.c.road(r.id).capacity.base * ctx.days / 1000.0;
                let vehicles = fair * self.weather(r.id, t).road_capacity;
                b.row(Row::RoadCapacity { road: r.id, way: r.way, t }, at_most(self.reserves.most(vehicles)));
            }
        }
        let Some(truck) = self.trucks else { return };
        let all: f64 = ctx.c.fleets.iter().map(|f| truck.lift_kt(f.trucks.base)).sum();
        let kept = (-truck.decay * ctx.days).exp();
        for t in ctx.periods() {
            for place in ctx.place_ids().filter(|p| s.is_open(*p, t)) {
                let (balance, work, load) =
                    (Row::TruckBalance { place, t }, Row::TruckWork { place, t }, Row::TruckLoad { place, t });
                b.row(balance, Sides::Equal(0.0));
                // Trucks go over one road in a period.
                b.row(Row::TruckStay { place, t }, at_most(0.0));
                b.row(work, at_most(0.0));
                b.row(load, Sides::AtLeast(0.0));
                let here = b.column(Column::Trucks { place, t }, all);
                b.term(balance, here, 1.0 / kept);
                // At the period's end they are fewest.
                b.term(work, here, -self.reserves.most(ctx.days));
                if let Some(before) = t.checked_sub(1).and_then(|t| b.find(Column::Trucks { place, t })) {
                    b.term(balance, before, -1.0);
                    b.term(Row::TruckStay { place, t }, before, -1.0);
                }
                let loaded = b.column(Column::TruckLoad { place, t }, ctx.supplies(t));
                b.term(load, loaded, 1.0);
                b.term(work, loaded, truck.terminal);
            }
        }
        for (fleet, f) in ctx.c.fleets.iter().enumerate() {
            let row = Row::FleetSize { fleet };
            let t = (f.from.0 / ctx.days - 1e-9).ceil().max(0.0) as Period;
            b.row(row, at_most(truck.lift_kt(f.trucks.base)));
            let bases = ctx.place_ids().filter(|p| ctx.c.place(*p).ours_from == Some(Days(0.0)));
            for place in bases.filter(|_| t <= ctx.window.last) {
                let column = b.column(Column::TruckJoin { fleet, place }, truck.lift_kt(f.trucks.base));
                b.term(row, column, 1.0);
                // What they have lost since their own first day.
                let left = (-truck.decay * (ctx.start(t) - f.from.0).max(0.0)).exp();
                b.term(Row::TruckBalance { place, t }, column, -left);
                b.term(Row::TruckStay { place, t }, column, -left);
            }
        }
        for t in ctx.periods() {
            for r in self.roads.iter().filter(|r| r.first <= t) {
                let Some(days) = self.drive_days(r.id, t).filter(|d| *d <= ctx.days) else { continue };
                let moved = b.column(Column::TruckMove { road: r.id, way: r.way, t }, all);
                b.term(Row::TruckBalance { place: r.from, t }, moved, 1.0);
                b.term(Row::TruckStay { place: r.from, t }, moved, 1.0);
                b.term(Row::TruckBalance { place: r.to, t }, moved, -1.0);
                // The days of the drive are lost to work at the other end.
                b.term(Row::TruckWork { place: r.to, t }, moved, days);
                if let Some(class) = ctx.fuel() {
                    let fuel = truck.fuel_per_t_km * r.km / 2.0 / truck.readiness;
                    self.takes_at_once(b, Of::Class(class), (r.from, t), (moved, fuel));
                }
                b.objective(moved, -1e-5 * r.km);
            }
        }
    }

    /// Supplies by truck between depots, class by class.
    pub fn by_road(&self, b: &mut Build) {
        let Some(truck) = self.trucks else { return };
        let ctx = self.ctx;
        for t in ctx.periods() {
            for r in self.roads.iter().filter(|r| r.first <= t) {
                let Some(days) = self.drive_days(r.id, t) else { continue };
                for class in self.classes() {
                    let key = Column::Road { road: r.id, way: r.way, class, t };
                    let kt = b.column(key, ctx.class_supplies(class, t));
                    b.term(Row::RoadCapacity { road: r.id, way: r.way, t }, kt, 1.0 / truck.payload);
                    self.takes(b, Of::Class(class), (r.from, t), (kt, 1.0));
                    self.brings(b, Of::Class(class), (r.to, t, days), (kt, 1.0));
                    b.term(Row::TruckLoad { place: r.from, t }, kt, -1.0);
                    b.term(Row::TruckLoad { place: r.to, t }, kt, 1.0);
                    self.drive(b, (r.from, t), days, r.km, (kt, 1.0));
                    b.objective(kt, -1e-5 * r.km);
                }
            }
        }
    }

    /// Kilometres and fuel of a haul over one road, charged where it begins.
    fn drive(&self, b: &mut Build, (from, t): (PlaceId, Period), days: f64, km: f64, (column, kt): (Col, f64)) {
        let Some(truck) = self.trucks else { return };
        b.term(Row::TruckWork { place: from, t }, column, kt * 2.0 * days);
        if let Some(class) = self.ctx.fuel() {
            self.takes(b, Of::Class(class), (from, t), (column, kt * truck.fuel_per_t_km * km));
        }
    }

    /// A haul by trucks of a depot along legs of the route that are just being cleared. Without trucks nothing can be
    /// hauled: the troops then find no supplies there.
    pub fn haul(&self, b: &mut Build, legs: &[usize], depot: PlaceId, t: Period, (column, kt): (Col, f64)) {
        if legs.is_empty() || kt == 0.0 {
            return;
        }
        let Some(truck) = self.trucks else { return };
        let (mut km, mut days) = (0.0, 0.0);
        for leg in legs {
            let road = self.schedule.route.legs[*leg].road;
            km += self.ctx.c.road(road).length.0;
            days += self.drive_days(road, t).unwrap_or(self.ctx.days);
            if b.has(Row::LegRoom { leg: *leg }) {
                b.term(Row::LegRoom { leg: *leg }, column, kt / truck.payload);
            }
        }
        self.drive(b, (depot, t), days, km, (column, kt));
        b.term(Row::TruckWork { place: depot, t }, column, kt * truck.terminal);
    }

    /// Capacity of lines, rolling stock and yards.
    pub fn rail_rows(&self, b: &mut Build) {
        let ctx = self.ctx;
        for t in ctx.periods() {
            for l in self.lines.iter().filter(|l| l.first <= t) {
                // Freight and men are each made up into whole trains: one of each in hand.
                let trains = (self.reserves.most(ctx.c.line_capacity(l.id) * ctx.days) - 2.0).max(0.0);
                b.row(Row::RailCapacity { line: l.id, way: l.way, t }, at_most(trains));
            }
            for gauge in Gauge::BOTH {
                for kind in [StockKind::Wagons, StockKind::Locomotives] {
                    let of = |s: &&crate::campaign::RollingStock| s.kind == kind && Gauge::of_stock(s) == gauge;
                    if ctx.c.rolling_stock.iter().any(|s| of(&s)) {
                        let here = ctx.c.rolling_stock.iter().filter(|s| of(s) && s.from.0 <= ctx.start(t) + 1e-9);
                        // At the period's end they are fewest.
                        let left = |s: &crate::campaign::RollingStock| {
                            let months = (ctx.end(t) - s.from.0) / 30.0;
                            s.number.base * (1.0 - s.attrition_per_month.base).powf(months)
                        };
                        let units: f64 = here.map(left).sum::<f64>() / per_unit(kind);
                        b.row(
                            Row::RollingStock { gauge, kind, t },
                            at_most((self.reserves.most(units * ctx.days) - 2.0).max(0.0)),
                        );
                    }
                }
            }
            for place in ctx.place_ids().filter(|p| ctx.is_break(*p) && self.schedule.is_open(*p, t)) {
                let capacity = ctx.c.place(place).transshipment.map_or(0.0, |e| e.base) / 1000.0 * ctx.days;
                b.row(Row::YardCapacity { place, t }, at_most(self.reserves.most(capacity)));
                for gauge in Gauge::BOTH {
                    for class in self.classes() {
                        // What trains of a gauge take away beyond what they bring has to be loaded there.
                        let yard = Row::Yard { place, gauge, class, t };
                        b.row(yard, at_most(0.0));
                        let load = b.column(Column::YardLoad { place, gauge, class, t }, capacity);
                        b.term(yard, load, -1.0);
                        b.term(Row::YardCapacity { place, t }, load, 1.0);
                    }
                }
            }
        }
    }

    /// Supplies by rail, class by class.
    pub fn by_rail(&self, b: &mut Build) {
        let ctx = self.ctx;
        for t in ctx.periods() {
            for l in self.lines.iter().filter(|l| l.first <= t) {
                let trains = 1.0 / ctx.train_kt(l.gauge);
                for class in self.classes() {
                    let key = Column::Rail { line: l.id, way: l.way, class, t };
                    let kt = b.column(key, ctx.class_supplies(class, t));
                    b.term(Row::RailCapacity { line: l.id, way: l.way, t }, kt, trains);
                    self.rolling_stock_use(b, l, t, (kt, trains));
                    let days = l.km / ctx.c.factors.wagon_km_per_day.estimate.base;
                    self.takes(b, Of::Class(class), (l.from, t), (kt, 1.0));
                    self.brings(b, Of::Class(class), (l.to, t, days), (kt, 1.0));
                    let yard = |place, t| Row::Yard { place, gauge: l.gauge, class, t };
                    if ctx.is_break(l.from) {
                        b.term(yard(l.from, t), kt, 1.0);
                    }
                    if ctx.is_break(l.to) {
                        let late = days / ctx.days;
                        let first = t + late.floor() as Period;
                        for (u, share) in [(first, 1.0 - late.fract()), (first + 1, late.fract())] {
                            if b.has(yard(l.to, u)) {
                                b.term(yard(l.to, u), kt, -share);
                            }
                        }
                    }
                    b.objective(kt, -1e-6 * l.km);
                }
            }
        }
    }

    pub fn rolling_stock_use(&self, b: &mut Build, l: &UsableLine, t: Period, (column, trains): (Col, f64)) {
        let f = &self.ctx.c.factors;
        for kind in [StockKind::Wagons, StockKind::Locomotives] {
            let row = Row::RollingStock { gauge: l.gauge, kind, t };
            if !b.has(row) {
                continue;
            }
            let (each, run) = match (kind, l.gauge) {
                (StockKind::Locomotives, _) => (1.0, &f.locomotive_km_per_day),
                (StockKind::Wagons, Gauge::Broad) => (f.wagons_per_train_broad.estimate.base, &f.wagon_km_per_day),
                (StockKind::Wagons, Gauge::Standard) => {
                    (f.wagons_per_train_standard.estimate.base, &f.wagon_km_per_day)
                }
            };
            b.term(row, column, trains * each * 2.0 * l.km / run.estimate.base / per_unit(kind));
        }
    }

    /// Supplies by sea.
    pub fn by_sea(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        for (i, link) in ctx.c.sea_links.iter().enumerate() {
            let open = |t: Period| s.is_open(link.ends.0, t) && s.is_open(link.ends.1, t);
            for t in ctx.periods().filter(|t| open(*t) && link.from.0 <= ctx.start(*t) + 1e-9) {
                for way in Way::BOTH {
                    let (from, to) = way.along(link.ends);
                    let row = Row::SeaCapacity { link: SeaLinkId(i), way, t };
                    b.row(row, at_most(self.reserves.most(link.capacity.base / 1000.0 * ctx.days)));
                    for class in self.classes() {
                        let key = Column::Sea { link: SeaLinkId(i), way, class, t };
                        let kt = b.column(key, ctx.class_supplies(class, t));
                        b.term(row, kt, 1.0);
                        self.takes(b, Of::Class(class), (from, t), (kt, 1.0));
                        self.takes(b, Of::Class(class), (to, t), (kt, -1.0));
                        b.objective(kt, -1e-6 * link.length.0);
                    }
                }
            }
        }
    }
}

fn per_unit(kind: StockKind) -> f64 {
    match kind {
        StockKind::Wagons => 100.0,
        StockKind::Locomotives => 1.0,
    }
}
