//! Rail: freight on lines, their capacity, restoration, yards at gauge breaks, rolling stock.

use super::context::{Context, Held};
use super::earliest::{brigade_days, longest_way};
use super::keys::{ColumnKey, Gauge, Period, RowKey};
use super::program::Builder;
use super::{handling, materials, tracks};
use crate::campaign::{LineId, PlaceId, RollingStock, StockKind, Way};
use crate::solver::Sides;

/// Restoration: a share of the line in working order, which never falls, needs both ends held, goes on no faster than
/// the line's shortest restoration, and costs brigade-days. In the bound a line half restored carries half its
/// trains; the earliest dates keep that from starting before a whole line could be ready.
pub fn restoration(ctx: &Context, b: &mut Builder) {
    let brigades = ctx.c.factors.railway_brigades.estimate.base;
    for t in ctx.periods() {
        b.row(RowKey::Brigades { t }, Sides::AtMost(brigades * ctx.days));
        for e in 0..ctx.c.lines.len() {
            one_line(ctx, b, LineId(e), t);
        }
    }
}

fn one_line(ctx: &Context, b: &mut Builder, line: LineId, t: Period) {
    let begun = ctx.earliest.work[line.0].0;
    let (one, other) = ctx.c.line(line).ends;
    let always = ctx.given(one, t) && ctx.given(other, t);
    let shortest = ctx.earliest.restoration[line.0].0;
    // From here on the line needs nothing of anybody.
    let shared = ctx.c.shares_track(line);
    let free = always && shortest <= 0.0 && brigade_days(ctx.c, line) <= 0.0 && !shared;
    if begun > ctx.end(t) || free || ctx.earliest.train[line.0].0 > ctx.end(ctx.window.last) {
        return;
    }
    if shared {
        tracks::one_line(ctx, b, line, t);
        return;
    }
    let restored = b.column(ColumnKey::Restored { line, t }, 1.0);
    // The end that can be held last decides; a row for the other would add nothing to a plan.
    let end = ctx.later(one, other);
    let held = ctx.held(b, end, t);
    if held != Held::Always {
        let row = RowKey::RestoredBetween { line, t };
        b.row(row, Sides::AtMost(0.0));
        b.term(row, restored, 1.0);
        held.add(b, row, -1.0);
    }
    let before = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Restored { line, t }));
    let work = brigade_days(ctx.c, line);
    b.term(RowKey::Brigades { t }, restored, work);
    let mut progress = vec![(restored, 1.0)];
    progress.extend(before.map(|before| (before, -1.0)));
    materials::draw(ctx, b, (line, t), &progress);
    let days = ctx.days.min(ctx.end(t) - begun);
    if shortest > 0.0 && days < shortest {
        let pace = RowKey::RestorationPace { line, t };
        b.row(pace, Sides::AtMost(days / shortest));
        b.term(pace, restored, 1.0);
        if let Some(before) = before {
            b.term(pace, before, -1.0);
        }
    }
    if let Some(before) = before {
        b.term(RowKey::Brigades { t }, before, -work);
        let kept = RowKey::RestorationKept { line, t };
        b.row(kept, Sides::AtLeast(0.0));
        b.term(kept, restored, 1.0);
        b.term(kept, before, -1.0);
    }
}

/// Freight on lines: in trains, at most the line's trains on the days on which it can run, times
/// the share in working order.
pub fn freight(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for place in ctx.place_ids().filter(|p| ctx.has_yard(*p) && ctx.exists(*p, t)) {
            yards(ctx, b, place, t);
        }
        handling::loads(ctx, b, t);
        for e in 0..ctx.c.lines.len() {
            let line = LineId(e);
            let days = ctx.train_days(line, t);
            if days <= 0.0 {
                continue;
            }
            for way in Way::BOTH {
                one_way(ctx, b, (line, way), t, days);
            }
        }
    }
}

fn one_way(ctx: &Context, b: &mut Builder, (line, way): (LineId, Way), t: Period, days: f64) {
    let l = ctx.c.line(line);
    let gauge = Gauge::of(l);
    let trains = ctx.c.line_capacity(line) * days;
    let row = RowKey::RailCapacity { line, way, t };
    match (b.find(ColumnKey::TrackInUse { line, t }), b.find(ColumnKey::Restored { line, t })) {
        // A share of the whole period, while the column's own bound keeps to the days on which trains can run.
        (Some(used), _) => {
            b.row(row, Sides::AtMost(0.0));
            b.term(row, used, -ctx.c.line_capacity(line) * ctx.days);
        }
        (None, Some(restored)) => {
            b.row(row, Sides::AtMost(0.0));
            b.term(row, restored, -trains);
        }
        (None, None) => b.row(row, Sides::AtMost(trains)),
    }
    let (from, to) = way.along(l.ends);
    let most = (trains * ctx.train_kt(gauge)).min(ctx.supplies(t));
    let column = b.column(ColumnKey::RailFreight { line, way, t }, most);
    b.term(row, column, 1.0 / ctx.train_kt(gauge));
    trains_use_stock(ctx, b, line, t, (column, 1.0 / ctx.train_kt(gauge)));
    for (place, sign) in [(from, -1.0), (to, 1.0)] {
        let yard = RowKey::Yard { place, gauge, t };
        if b.has(yard) {
            b.term(yard, column, sign);
        } else {
            b.term(RowKey::StockBalance { place, t }, column, -sign);
            let load = RowKey::TrainLoad { place, gauge, t };
            if b.has(load) {
                b.term(load, column, sign);
            }
        }
    }
}

/// At a gauge break, and where handling is limited, trains of each gauge have their own yard. Through traffic of one
/// gauge needs no handling; what is loaded on trains at a break counts against the place's transshipment capacity, what
/// is loaded or unloaded anywhere against its handling.
fn yards(ctx: &Context, b: &mut Builder, place: PlaceId, t: Period) {
    let transshipment = ctx.c.place(place).transshipment.filter(|_| ctx.is_break(place));
    let capacity = transshipment.map_or(ctx.supplies(t), |e| e.base / 1000.0 * ctx.days);
    let limit = RowKey::YardCapacity { place, t };
    if transshipment.is_some() {
        b.row(limit, Sides::AtMost(capacity));
    }
    let handling = handling::limit(ctx, b, place, t);
    for gauge in Gauge::BOTH.into_iter().filter(|g| ctx.meets(place, *g)) {
        let yard = RowKey::Yard { place, gauge, t };
        b.row(yard, Sides::Equal(0.0));
        let load = b.column(ColumnKey::YardLoad { place, gauge, t }, capacity);
        let unload = b.column(ColumnKey::YardUnload { place, gauge, t }, ctx.supplies(t));
        let stock = RowKey::StockBalance { place, t };
        b.term(yard, load, 1.0);
        b.term(stock, load, 1.0);
        if transshipment.is_some() {
            b.term(limit, load, 1.0);
        }
        if let Some(row) = handling {
            b.term(row, load, 1.0);
            b.term(row, unload, 1.0);
        }
        handling::stand(ctx, b, (gauge, t), load);
        b.term(yard, unload, -1.0);
        b.term(stock, unload, -1.0);
    }
}

/// Rolling stock: kilometres there and back over the kilometres of a day, at most the fleet's days. Work for the
/// deliveries of a period that is done in a neighbouring one is carried, up to the longest turn. Wagons also stand
/// while they are loaded and unloaded.
pub fn rolling_stock(ctx: &Context, b: &mut Builder) {
    for gauge in Gauge::BOTH {
        for kind in [StockKind::Wagons, StockKind::Locomotives] {
            if !ctx.c.rolling_stock.iter().any(|s| s.kind == kind && Gauge::of_stock(s) == gauge) {
                continue;
            }
            let lines = ctx.c.lines.iter().filter(|l| Gauge::of(l) == gauge).map(|l| (l.ends, l.length.0));
            let standing = if kind == StockKind::Wagons { handling::standing_days(ctx) } else { 0.0 };
            let longest = 2.0 * longest_way(ctx.c.places.len(), lines) / run_km_per_day(ctx, kind) + standing;
            for t in ctx.periods() {
                let row = RowKey::RollingStock { gauge, kind, t };
                b.row(row, Sides::AtMost(unit_days(ctx, (gauge, kind), t)));
                let most = units(ctx, gauge, kind, ctx.window.last) * longest;
                let carry = b.column(ColumnKey::StockCarry { gauge, kind, t }, most);
                b.term(row, carry, -1.0);
                if let Some(before) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::StockCarry { gauge, kind, t })) {
                    b.term(row, before, 1.0);
                }
            }
        }
    }
}

fn run_km_per_day(ctx: &Context, kind: StockKind) -> f64 {
    let f = &ctx.c.factors;
    match kind {
        StockKind::Wagons => f.wagon_km_per_day.estimate.base,
        StockKind::Locomotives => f.locomotive_km_per_day.estimate.base,
    }
}

/// Unit-days of a period, losses taken off day by day (`exp(-a d / 30)`, integrated). A delivery within the period
/// works all of it.
fn unit_days(ctx: &Context, (gauge, kind): (Gauge, StockKind), t: Period) -> f64 {
    let there = |s: &&RollingStock| s.kind == kind && Gauge::of_stock(s) == gauge && s.from.0 <= ctx.end(t);
    let days = |s: &RollingStock| {
        let decay = -(1.0 - s.attrition_per_month.base).ln() / 30.0;
        let begin = (ctx.start(t) - s.from.0).max(0.0);
        let end = begin + ctx.days;
        if decay > 0.0 { ((-decay * begin).exp() - (-decay * end).exp()) / decay } else { ctx.days }
    };
    ctx.c.rolling_stock.iter().filter(there).map(|s| s.number.base * days(s)).sum::<f64>() / per_unit(kind)
}

/// Units that have come by the end of a period, none lost: hundreds of wagons, single locomotives.
fn units(ctx: &Context, gauge: Gauge, kind: StockKind, t: Period) -> f64 {
    let all: f64 = ctx
        .c
        .rolling_stock
        .iter()
        .filter(|s| s.kind == kind && Gauge::of_stock(s) == gauge && s.from.0 <= ctx.end(t))
        .map(|s| s.number.base)
        .sum();
    all / per_unit(kind)
}

fn per_unit(kind: StockKind) -> f64 {
    match kind {
        StockKind::Wagons => 100.0,
        StockKind::Locomotives => 1.0,
    }
}

fn trains_use_stock(
    ctx: &Context,
    b: &mut Builder,
    line: LineId,
    t: Period,
    (column, trains_per_unit): (super::program::Col, f64),
) {
    let l = ctx.c.line(line);
    let gauge = Gauge::of(l);
    for kind in [StockKind::Wagons, StockKind::Locomotives] {
        let row = RowKey::RollingStock { gauge, kind, t };
        if !b.has(row) {
            continue;
        }
        let per_train = match kind {
            StockKind::Locomotives => 1.0,
            StockKind::Wagons => ctx.wagons_per_train(gauge),
        };
        let days = 2.0 * l.length.0 / run_km_per_day(ctx, kind);
        b.term(row, column, trains_per_unit * per_train * days / per_unit(kind));
    }
}
