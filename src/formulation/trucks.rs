//! Trucks and roads: haulage between depots, the fleet's days, the fuel that haulage eats, the room on the road; and
//! the crossings by sea.

use super::context::{Context, Held};
use super::earliest::longest_way;
use super::keys::{ColumnKey, Period, RowKey};
use super::program::{Builder, Col};
use super::seasons;
use crate::campaign::{Campaign, RoadId, SeaLinkId, TruckFleet, Way};
use crate::solver::Sides;

/// The fleets taken together, optimistically: the longest run, the least fuel per tonne-kilometre, the shortest
/// terminal time of any. With one fleet this is that fleet.
struct Pool {
    /// km/day.
    run: f64,
    /// Tonnes of fuel per tonne hauled and km of road, out and back.
    fuel_per_t_km: f64,
    /// Days per load.
    terminal: f64,
    /// Tonnes, smallest vehicles' share of the road counted by the largest payload.
    payload: f64,
}

fn pool(fleets: &[TruckFleet]) -> Option<Pool> {
    if fleets.iter().all(|f| f.trucks.base <= 0.0) {
        return None;
    }
    let fleets: Vec<&TruckFleet> = fleets.iter().filter(|f| f.trucks.base > 0.0).collect();
    let least = |of: fn(&TruckFleet) -> f64| fleets.iter().map(|f| of(f)).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&TruckFleet) -> f64| fleets.iter().map(|f| of(f)).fold(0.0, f64::max);
    Some(Pool {
        run: most(|f| f.daily_run.base),
        fuel_per_t_km: least(|f| 2.0 * f.fuel_kg_per_km.base / 1000.0 / f.payload.base),
        terminal: least(|f| f.terminal.0),
        payload: most(|f| f.payload.base),
    })
}

/// Lift of all fleets in a period, kt-days: trucks that can work times payload times days, attrition taken off day by
/// day (`exp(-a d / 30)`, integrated over the period).
pub fn lift_kt_days(ctx: &Context, t: Period) -> f64 {
    ctx.c
        .fleets
        .iter()
        .map(|f| {
            let (begin, end) = ((ctx.start(t) - f.from.0).max(0.0), (ctx.end(t) - f.from.0).max(0.0));
            let decay = -(1.0 - f.attrition_per_month.base).ln() / 30.0;
            let days = if decay > 0.0 { ((-decay * begin).exp() - (-decay * end).exp()) / decay } else { end - begin };
            f.trucks.base * f.readiness * f.payload.base * days / 1000.0
        })
        .sum()
}

/// Road capacity: vehicles with supplies, where the far end is held.
pub fn roads(ctx: &Context, b: &mut Builder) {
    let payload = pool(&ctx.c.fleets).map(|p| p.payload);
    for t in ctx.periods() {
        for a in 0..ctx.c.roads.len() {
            let road = RoadId(a);
            if !ctx.road_exists(road, t) {
                continue;
            }
            // Thousand vehicles, so that a kt over a payload in tonnes is one unit.
            let vehicles = ctx.c.road(road).capacity.base * seasons::road_days(ctx, road, t) / 1000.0;
            for way in Way::BOTH {
                let row = RowKey::RoadCapacity { road, way, t };
                let (one, other) = ctx.c.road(road).ends;
                let held = ctx.held(b, ctx.later(one, other), t);
                b.row(row, Sides::AtMost(if held == Held::Always { vehicles } else { 0.0 }));
                held.add(b, row, -vehicles);
                let Some(payload) = payload else { continue };
                let (from, to) = way.along(ctx.c.road(road).ends);
                let most = (vehicles * payload).min(ctx.supplies(t));
                let column = b.column(ColumnKey::Trucked { road, way, t }, most);
                b.term(row, column, 1.0 / payload);
                for (place, sign) in [(from, 1.0), (to, -1.0)] {
                    b.term(RowKey::StockBalance { place, t }, column, sign);
                    if b.has(RowKey::TruckLoad { place, t }) {
                        b.term(RowKey::TruckLoad { place, t }, column, -sign);
                    }
                }
            }
        }
    }
}

/// What is loaded on trucks at a place: what drives out beyond what drives in. Terminal time is paid per load, so a
/// road cut into stages needs the same fleet as one that is whole.
pub fn places(ctx: &Context, b: &mut Builder) {
    if pool(&ctx.c.fleets).is_none_or(|p| p.terminal <= 0.0) {
        return;
    }
    for t in ctx.periods() {
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t)) {
            let row = RowKey::TruckLoad { place, t };
            b.row(row, Sides::AtLeast(0.0));
            let load = b.column(ColumnKey::TruckLoad { place, t }, ctx.supplies(t));
            b.term(row, load, 1.0);
        }
    }
}

/// The fleet's days: kilometres out and back over the daily run, and terminal days per load. Work for this period's
/// deliveries that is done in a neighbouring one is carried, up to the longest turn. Fuel for out and back is drawn
/// where the haul begins.
pub fn fleet(ctx: &Context, b: &mut Builder) {
    let Some(p) = pool(&ctx.c.fleets) else { return };
    let roads = ctx.c.roads.iter().map(|r| (r.ends, r.length.0));
    let slowest = p.run * seasons::slowest_run(ctx.c);
    let longest = 2.0 * longest_way(ctx.c.places.len(), roads) / slowest + p.terminal;
    // All trucks there will ever be, none lost: kt at a time.
    let undiminished: f64 = ctx.c.fleets.iter().map(|f| f.trucks.base * f.readiness * f.payload.base / 1000.0).sum();
    for t in ctx.periods() {
        let row = RowKey::TruckFleet { t };
        b.row(row, Sides::AtMost(lift_kt_days(ctx, t)));
        let carry = b.column(ColumnKey::TruckCarry { t }, undiminished * longest);
        work(b, t, carry, -1.0);
        if let Some(before) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::TruckCarry { t })) {
            work(b, t, before, 1.0);
        }
        for a in 0..ctx.c.roads.len() {
            let road = RoadId(a);
            let km = ctx.c.road(road).length.0;
            for way in Way::BOTH {
                let (from, _) = way.along(ctx.c.road(road).ends);
                let Some(column) = b.find(ColumnKey::Trucked { road, way, t }) else { continue };
                work(b, t, column, 2.0 * km / (p.run * seasons::best_run(ctx, road, t)));
                if let Some(fuel) = ctx.fuel() {
                    b.term(RowKey::StockBalance { place: from, t }, column, p.fuel_per_t_km * km);
                    b.term(RowKey::ClassBudget { class: fuel, t }, column, p.fuel_per_t_km * km);
                }
            }
        }
        for place in ctx.place_ids() {
            if let Some(load) = b.find(ColumnKey::TruckLoad { place, t }) {
                work(b, t, load, p.terminal);
            }
        }
    }
}

/// Adds work of a period to the fleet's row, and to that of the trucks in use where claims go by them.
fn work(b: &mut Builder, t: Period, column: Col, kt_days: f64) {
    b.term(RowKey::TruckFleet { t }, column, kt_days);
    if b.has(RowKey::TrucksInUse { t }) {
        b.term(RowKey::TrucksInUse { t }, column, kt_days);
    }
}

/// Trucks on strength at the end of a period.
pub fn on_strength(ctx: &Context, t: Period) -> f64 {
    let there = ctx.c.fleets.iter().filter(|f| f.from.0 <= ctx.end(t));
    there.map(|f| f.trucks.base * (1.0 - f.attrition_per_month.base).powf((ctx.end(t) - f.from.0) / 30.0)).sum()
}

/// The most that one truck of any fleet lifts in a day, kt-days.
pub fn best_work_kt(c: &Campaign) -> f64 {
    c.fleets.iter().map(|f| f.payload.base * f.readiness / 1000.0).fold(0.0, f64::max)
}

/// Crossings by sea between two places that exist: tonnes a day each way.
pub fn sea(ctx: &Context, b: &mut Builder) {
    for (s, link) in ctx.c.sea_links.iter().enumerate() {
        let (one, other) = link.ends;
        for t in ctx.periods().filter(|t| ctx.exists(one, *t) && ctx.exists(other, *t)) {
            let days = (ctx.end(t) - link.from.0).clamp(0.0, ctx.days);
            if days <= 0.0 {
                continue;
            }
            for way in Way::BOTH {
                let (from, to) = way.along(link.ends);
                let key = ColumnKey::Shipped { link: SeaLinkId(s), way, t };
                let column = b.column(key, link.capacity.base / 1000.0 * days);
                b.term(RowKey::StockBalance { place: from, t }, column, 1.0);
                b.term(RowKey::StockBalance { place: to, t }, column, -1.0);
            }
        }
    }
}
