//! Evacuation: a share of the casualties travels back to places that are ours on day 0, by rail or road, and takes room
//! there. Trains and trucks themselves go back anyway.
//!
//! In the bound the wounded arrive at once, may wait until the end of the next period, and vanish where a place is ours
//! on day 0 or has a crossing by sea.

use super::context::Context;
use super::keys::{ColumnKey, Period, RowKey};
use super::men;
use super::program::{Builder, Col};
use crate::campaign::{Days, LineId, PlaceId, RoadId, Way};
use crate::solver::Sides;

/// The columns and rows of all periods; nothing where nobody is brought back.
pub fn wounded(ctx: &Context, b: &mut Builder) {
    let share = ctx.c.factors.evacuated_share.estimate.base;
    if share <= 0.0 {
        return;
    }
    for t in ctx.periods() {
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t) && !is_journeys_end(ctx, *p)) {
            arising(ctx, b, (place, t), share);
        }
        let f = &ctx.c.factors;
        for line in (0..ctx.c.lines.len()).map(LineId) {
            for way in Way::BOTH {
                let room = RowKey::RailCapacity { line, way, t };
                if b.has(room) {
                    let column = b.column(ColumnKey::WoundedByRail { line, way, t }, ctx.pool(t));
                    b.term(room, column, 1000.0 / f.wounded_per_train.estimate.base);
                    carry(b, way.along(ctx.c.line(line).ends), t, column);
                }
            }
        }
        for road in (0..ctx.c.roads.len()).map(RoadId) {
            for way in Way::BOTH {
                let room = RowKey::RoadCapacity { road, way, t };
                if b.has(room) {
                    let column = b.column(ColumnKey::WoundedByRoad { road, way, t }, ctx.pool(t));
                    // Thousand men over men to a vehicle are thousand vehicles, the unit of the row.
                    b.term(room, column, 1.0 / f.men_per_road_vehicle.estimate.base);
                    carry(b, way.along(ctx.c.road(road).ends), t, column);
                }
            }
        }
    }
}

/// Wounded of a place and period: they leave, or wait for the next period, and no longer.
fn arising(ctx: &Context, b: &mut Builder, (place, t): (PlaceId, Period), share: f64) {
    let (balance, limit) = (RowKey::WoundedBalance { place, t }, RowKey::WoundedWaiting { place, t });
    let waiting = b.column(ColumnKey::WoundedWaiting { place, t }, ctx.pool(t));
    b.row(balance, Sides::Equal(0.0));
    b.row(limit, Sides::AtMost(0.0));
    b.term(balance, waiting, 1.0);
    b.term(limit, waiting, 1.0);
    men::add_casualties(ctx, b, balance, (place, t), -share);
    men::add_casualties(ctx, b, limit, (place, t), -share);
    if let Some(before) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::WoundedWaiting { place, t })) {
        b.term(balance, before, -1.0);
    }
}

/// Out of one place and into another.
fn carry(b: &mut Builder, (from, to): (PlaceId, PlaceId), t: Period, column: Col) {
    for (place, sign) in [(from, 1.0), (to, -1.0)] {
        let balance = RowKey::WoundedBalance { place, t };
        if b.has(balance) {
            b.term(balance, column, sign);
        }
    }
}

fn is_journeys_end(ctx: &Context, place: PlaceId) -> bool {
    let by_sea = ctx.c.sea_links.iter().any(|s| s.ends.0 == place || s.ends.1 == place);
    by_sea || ctx.c.place(place).ours_from == Some(Days(0.0))
}
