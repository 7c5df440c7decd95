//! Claims on manpower that follow the use of things: drivers by truck, railwaymen by kilometre of line.
//!
//! Claims that count towards the target help the answer, so they may be as large as what there is: every truck on
//! strength, every line in working order. Claims that do not count take men away, so they are only as large as what is
//! used: the trucks that the work of a period needs, the share of a line's trains that run. So nobody is worse off for
//! owning more.

use super::context::Context;
use super::keys::{ColumnKey, Period, RowKey};
use super::program::Builder;
use super::trucks;
use crate::campaign::{ClaimBasis, LineId, Way};
use crate::solver::Sides;

/// Thousand men per unit of a basis, of the claims that count or of those that do not.
pub fn of_basis(ctx: &Context, basis: ClaimBasis, counts: bool) -> f64 {
    ctx.c.claims.iter().filter(|k| k.basis == basis && k.counts == counts).map(|k| k.amount.base / 1000.0).sum()
}

/// Most men, thousand, that claims which count can ask for by trucks and by lines that need nothing of anybody.
pub fn counted_at_hand(ctx: &Context, b: &Builder, t: Period) -> f64 {
    let free = |e: &LineId| ctx.train_days(*e, t) > 0.0 && b.find(ColumnKey::Restored { line: *e, t }).is_none();
    let km: f64 = lines(ctx).filter(free).map(|e| ctx.c.line(e).length.0).sum();
    of_basis(ctx, ClaimBasis::PerTruck, true) * trucks::on_strength(ctx, t)
        + of_basis(ctx, ClaimBasis::PerKmOfLine, true) * km
}

/// Adds to a row what claims that count ask for by lines that are restored.
pub fn counted_by_line(ctx: &Context, b: &mut Builder, row: RowKey, t: Period, sign: f64) {
    let per_km = of_basis(ctx, ClaimBasis::PerKmOfLine, true);
    if per_km <= 0.0 {
        return;
    }
    for line in lines(ctx).filter(|e| ctx.train_days(*e, t) > 0.0) {
        if let Some(restored) = b.find(ColumnKey::Restored { line, t }) {
            b.term(row, restored, sign * per_km * ctx.c.line(line).length.0);
        }
    }
}

/// Trucks that the work of each period of the window needs, where a claim that does not count goes by them. The fleet
/// writes its work into the row.
pub fn trucks_in_use(ctx: &Context, b: &mut Builder) {
    let work_a_day = trucks::best_work_kt(ctx.c);
    if of_basis(ctx, ClaimBasis::PerTruck, false) <= 0.0 || work_a_day <= 0.0 {
        return;
    }
    let all: f64 = ctx.c.fleets.iter().map(|f| f.trucks.base / 1000.0).sum();
    for t in ctx.window.first..=ctx.window.last {
        let row = RowKey::TrucksInUse { t };
        b.row(row, Sides::AtMost(0.0));
        let used = b.column(ColumnKey::TrucksInUse { t }, all);
        b.term(row, used, -1000.0 * work_a_day * ctx.days);
    }
}

/// Share of each line's trains that run in the periods of the window, where a claim that does not count goes by
/// lines: at least the share each way.
pub fn lines_in_use(ctx: &Context, b: &mut Builder) {
    if of_basis(ctx, ClaimBasis::PerKmOfLine, false) <= 0.0 {
        return;
    }
    for t in ctx.window.first..=ctx.window.last {
        for line in lines(ctx) {
            let trains = ctx.c.line_capacity(line) * ctx.days;
            let ways = Way::BOTH.map(|way| (way, b.find(ColumnKey::RailFreight { line, way, t })));
            if trains <= 0.0 || ways.iter().all(|(_, freight)| freight.is_none()) {
                continue;
            }
            let used = b.column(ColumnKey::LineInUse { line, t }, 1.0);
            for (way, freight) in ways {
                let Some(freight) = freight else { continue };
                let row = RowKey::LineInUse { line, way, t };
                b.row(row, Sides::AtMost(0.0));
                b.term(row, freight, 1.0 / ctx.train_kt(super::Gauge::of(ctx.c.line(line))) / trains);
                b.term(row, used, -1.0);
            }
        }
    }
}

/// Adds to a row the men whom claims that do not count ask for by use.
pub fn uncounted_by_use(ctx: &Context, b: &mut Builder, row: RowKey, t: Period) {
    let drivers = of_basis(ctx, ClaimBasis::PerTruck, false) * 1000.0;
    if let Some(used) = b.find(ColumnKey::TrucksInUse { t }) {
        b.term(row, used, drivers);
    }
    let per_km = of_basis(ctx, ClaimBasis::PerKmOfLine, false);
    for line in lines(ctx) {
        if let Some(used) = b.find(ColumnKey::LineInUse { line, t }) {
            b.term(row, used, per_km * ctx.c.line(line).length.0);
        }
    }
}

/// Most men that these claims can ask for when they do not count, thousand: everything there is.
pub fn most_uncounted(ctx: &Context) -> f64 {
    let trucks: f64 = ctx.c.fleets.iter().map(|f| f.trucks.base).sum();
    let km: f64 = ctx.c.lines.iter().map(|l| l.length.0).sum();
    of_basis(ctx, ClaimBasis::PerTruck, false) * trucks + of_basis(ctx, ClaimBasis::PerKmOfLine, false) * km
}

fn lines(ctx: &Context) -> impl Iterator<Item = LineId> + use<> {
    (0..ctx.c.lines.len()).map(LineId)
}
