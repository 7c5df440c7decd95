//! Rail: freight on lines, their capacity, restoration, yards at gauge breaks, rolling stock.

use super::context::{Context, Held};
use super::earliest::{brigade_days, longest_way};
use super::keys::{ColumnKey, Gauge, Period, RowKey};
use super::program::Builder;
use crate::campaign::Way;
use crate::campaign::{LineId, PlaceId, StockKind};
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
    let free = always && shortest <= 0.0;
    if begun > ctx.end(t) || free || ctx.earliest.train[line.0].0 > ctx.end(ctx.window.last) {
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
        for place in ctx.place_ids().filter(|p| ctx.is_break(*p) && ctx.exists(*p, t)) {
            yards(ctx, b, place, t);
        }
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
    let trains = l.capacity.base * days;
    let row = RowKey::RailCapacity { line, way, t };
    match b.find(ColumnKey::Restored { line, t }) {
        Some(restored) => {
            b.row(row, Sides::AtMost(0.0));
            b.term(row, restored, -trains);
        }
        None => b.row(row, Sides::AtMost(trains)),
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
        }
    }
}

/// At a gauge break trains of each gauge have their own yard. Through traffic of one gauge needs no handling; what is
/// loaded on trains there counts against the place's transshipment capacity.
fn yards(ctx: &Context, b: &mut Builder, place: PlaceId, t: Period) {
    let capacity = ctx.c.place(place).transshipment.map_or(0.0, |e| e.base) / 1000.0 * ctx.days;
    let limit = RowKey::YardCapacity { place, t };
    b.row(limit, Sides::AtMost(capacity));
    for gauge in Gauge::BOTH {
        let yard = RowKey::Yard { place, gauge, t };
        b.row(yard, Sides::Equal(0.0));
        let load = b.column(ColumnKey::YardLoad { place, gauge, t }, capacity);
        let unload = b.column(ColumnKey::YardUnload { place, gauge, t }, ctx.supplies(t));
        let stock = RowKey::StockBalance { place, t };
        b.term(yard, load, 1.0);
        b.term(stock, load, 1.0);
        b.term(limit, load, 1.0);
        b.term(yard, unload, -1.0);
        b.term(stock, unload, -1.0);
    }
}

/// Rolling stock: kilometres there and back over the kilometres of a day, at most the fleet's days. Work for the
/// deliveries of a period that is done in a neighbouring one is carried, up to the longest turn.
pub fn rolling_stock(ctx: &Context, b: &mut Builder) {
    for gauge in Gauge::BOTH {
        for kind in [StockKind::Wagons, StockKind::Locomotives] {
            if !ctx.c.rolling_stock.iter().any(|s| s.kind == kind && gauge_of(s.gauge_mm) == gauge) {
                continue;
            }
            let lines = ctx.c.lines.iter().filter(|l| Gauge::of(l) == gauge).map(|l| (l.ends, l.length.0));
            let longest = 2.0 * longest_way(ctx.c.places.len(), lines) / run_km_per_day(ctx, kind);
            for t in ctx.periods() {
                let row = RowKey::RollingStock { gauge, kind, t };
                b.row(row, Sides::AtMost(units(ctx, gauge, kind, t) * ctx.days));
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

fn gauge_of(mm: f64) -> Gauge {
    if mm > 1500.0 { Gauge::Broad } else { Gauge::Standard }
}

fn run_km_per_day(ctx: &Context, kind: StockKind) -> f64 {
    let f = &ctx.c.factors;
    match kind {
        StockKind::Wagons => f.wagon_km_per_day.estimate.base,
        StockKind::Locomotives => f.locomotive_km_per_day.estimate.base,
    }
}

/// Units in service by the end of a period: hundreds of wagons, single locomotives.
fn units(ctx: &Context, gauge: Gauge, kind: StockKind, t: Period) -> f64 {
    let all: f64 = ctx
        .c
        .rolling_stock
        .iter()
        .filter(|s| s.kind == kind && gauge_of(s.gauge_mm) == gauge && s.from.0 <= ctx.end(t))
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
    let f = &ctx.c.factors;
    for kind in [StockKind::Wagons, StockKind::Locomotives] {
        let row = RowKey::RollingStock { gauge, kind, t };
        if !b.has(row) {
            continue;
        }
        let per_train = match (kind, gauge) {
            (StockKind::Locomotives, _) => 1.0,
            (StockKind::Wagons, Gauge::Broad) => f.wagons_per_train_broad.estimate.base,
            (StockKind::Wagons, Gauge::Standard) => f.wagons_per_train_standard.estimate.base,
        };
        let days = 2.0 * l.length.0 / run_km_per_day(ctx, kind);
        b.term(row, column, trains_per_unit * per_train * days / per_unit(kind));
    }
}
