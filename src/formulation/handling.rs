//! Loading and unloading: what a place can load on trains and unload from them, and the days that wagons stand there.
//!
//! A place with a figure has a yard for each gauge, as a gauge break has; through trains need no handling. Wagons stand
//! once for each load, which is at least what trains of a gauge take away from a place beyond what they bring.

use super::context::Context;
use super::keys::{ColumnKey, Gauge, Period, RowKey};
use super::program::{Builder, Col};
use crate::campaign::{PlaceId, StockKind};
use crate::solver::Sides;

/// The limit of a place, for the yards to write into; `None` where there is none.
pub fn limit(ctx: &Context, b: &mut Builder, place: PlaceId, t: Period) -> Option<RowKey> {
    let handling = ctx.c.place(place).handling?;
    let row = RowKey::Handling { place, t };
    b.row(row, Sides::AtMost(handling.base / 1000.0 * ctx.days));
    Some(row)
}

/// Loads at places without yards, where standing wagons are counted. Freight writes itself into the rows.
pub fn loads(ctx: &Context, b: &mut Builder, t: Period) {
    for gauge in Gauge::BOTH {
        if standing_days(ctx) <= 0.0 || !b.has(wagons(gauge, t)) {
            continue;
        }
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t) && ctx.meets(*p, gauge) && !ctx.has_yard(*p)) {
            let row = RowKey::TrainLoad { place, gauge, t };
            b.row(row, Sides::AtLeast(0.0));
            let load = b.column(ColumnKey::TrainLoad { place, gauge, t }, ctx.supplies(t));
            b.term(row, load, 1.0);
            stand(ctx, b, (gauge, t), load);
        }
    }
}

/// Charges wagons for standing while a load, in kt, is put on trains.
pub fn stand(ctx: &Context, b: &mut Builder, (gauge, t): (Gauge, Period), load: Col) {
    let days = standing_days(ctx);
    if days > 0.0 && b.has(wagons(gauge, t)) {
        // The row counts hundreds of wagons.
        let hundreds_per_kt = ctx.wagons_per_train(gauge) / 100.0 / ctx.train_kt(gauge);
        b.term(wagons(gauge, t), load, days * hundreds_per_kt);
    }
}

/// Days that a wagon stands for each load.
pub fn standing_days(ctx: &Context) -> f64 {
    ctx.c.factors.wagon_terminal_days.estimate.base
}

fn wagons(gauge: Gauge, t: Period) -> RowKey {
    RowKey::RollingStock { gauge, kind: StockKind::Wagons, t }
}
