//! Supplies: what comes from the homeland, lies in depots, is used by men, and must be left in store at the end.

use super::context::Context;
use super::keys::{ColumnKey, RowKey};
use super::program::Builder;
use crate::campaign::{ClassId, Commodity, Days, PlaceId, PostureId};
use crate::solver::Sides;

/// Stock of each commodity at each place: before + in - out - used. Signs as on the left of
/// `stock - before + used + out - in = 0`.
pub fn balances(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t)) {
            for commodity in Commodity::ALL {
                let row = RowKey::StockBalance { place, commodity, t };
                let opening = if t == 0 { opening_kt(ctx, place, commodity) } else { 0.0 };
                b.row(row, Sides::Equal(opening));
                let stock = b.column(ColumnKey::Stock { place, commodity, t }, ctx.supplies(commodity, t));
                b.term(row, stock, 1.0);
                let before = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Stock { place, commodity, t }));
                if let Some(before) = before {
                    b.term(row, before, -1.0);
                }
            }
        }
    }
}

fn opening_kt(ctx: &Context, place: PlaceId, commodity: Commodity) -> f64 {
    ctx.c
        .stocks
        .iter()
        .filter(|s| s.place == place && ctx.c.classes[s.class.0].carried_as == commodity)
        .map(|s| s.tonnes.base / 1000.0)
        .sum()
}

/// Streams from the homeland: as much as offered, or less.
pub fn streams(ctx: &Context, b: &mut Builder) {
    for (i, s) in ctx.c.streams.iter().enumerate() {
        for t in ctx.periods().filter(|t| ctx.exists(s.place, *t)) {
            let days = s.span.days_within(Days(ctx.start(t)), Days(ctx.end(t))).0;
            if days > 0.0 {
                let column = b.column(ColumnKey::Arrived { stream: i, t }, s.t_per_day.base / 1000.0 * days);
                let commodity = ctx.c.classes[s.class.0].carried_as;
                b.term(RowKey::StockBalance { place: s.place, commodity, t }, column, -1.0);
            }
        }
    }
}

/// Consumption at each place: the quiet norms for the man-days lived there, and what a posture needs beyond them for
/// the men engaged from there. Engaged men are fully supplied or they are not engaged.
pub fn consumption(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t)) {
            let Some(men) = b.find(ColumnKey::Men { place, t }) else { continue };
            let before = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Men { place, t }));
            for commodity in Commodity::ALL {
                let row = RowKey::StockBalance { place, commodity, t };
                // Thousand men for D/2 days are D/2000 million man-days.
                let used = ctx.norm(ctx.quiet, commodity) * ctx.days / 2000.0;
                b.term(row, men, used);
                if let Some(before) = before {
                    b.term(row, before, used);
                }
            }
        }
        for leg in &ctx.legs {
            let Some(effort) = b.find(ColumnKey::Effort { leg: *leg, t }) else { continue };
            let Some(step) = ctx.step(*leg, t) else { continue };
            let (place, _) = ctx.leg_ends(*leg);
            for commodity in Commodity::ALL {
                let more = ctx.norm(step.posture, commodity) - ctx.norm(ctx.quiet, commodity);
                b.term(RowKey::StockBalance { place, commodity, t }, effort, more);
            }
        }
    }
}

/// Man-days and effort summed over the theatre; the class budgets and the reports use them.
pub fn totals(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        let most = ctx.pool(t) / 1000.0 * ctx.days;
        let row = RowKey::ManDays { t };
        b.row(row, Sides::Equal(0.0));
        let days = b.column(ColumnKey::ManDays { t }, most);
        b.term(row, days, 1.0);
        for place in ctx.place_ids() {
            for u in [Some(t), t.checked_sub(1)].into_iter().flatten() {
                if let Some(men) = b.find(ColumnKey::Men { place, t: u }) {
                    b.term(row, men, -ctx.days / 2000.0);
                }
            }
        }
        for posture in (0..ctx.c.postures.len()).map(PostureId) {
            let efforts: Vec<_> = ctx
                .legs
                .iter()
                .filter(|leg| ctx.step(**leg, t).is_some_and(|s| s.posture == posture))
                .filter_map(|leg| b.find(ColumnKey::Effort { leg: *leg, t }))
                .collect();
            if efforts.is_empty() {
                continue;
            }
            let row = RowKey::Engaged { posture, t };
            b.row(row, Sides::Equal(0.0));
            let engaged = b.column(ColumnKey::Engaged { posture, t }, most * 2.0);
            b.term(row, engaged, 1.0);
            for effort in efforts {
                b.term(row, effort, -1.0);
            }
        }
    }
}

/// Budget of each class that shares its wagons with others: what was there and came, less what was used, wherever it
/// lies. (A class that is alone in its commodity is balanced place by place already.)
pub fn class_budgets(ctx: &Context, b: &mut Builder) {
    for class in (0..ctx.c.classes.len()).map(ClassId) {
        let commodity = ctx.c.classes[class.0].carried_as;
        if ctx.c.classes.iter().filter(|k| k.carried_as == commodity).count() < 2 {
            continue;
        }
        let opening: f64 = ctx.c.stocks.iter().filter(|s| s.class == class).map(|s| s.tonnes.base / 1000.0).sum();
        for t in ctx.periods() {
            let row = RowKey::ClassBudget { class, t };
            b.row(row, Sides::AtMost(if t == 0 { opening } else { 0.0 }));
            let left = b.column(ColumnKey::ClassLeft { class, t }, ctx.supplies(commodity, t));
            b.term(row, left, 1.0);
            if let Some(before) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::ClassLeft { class, t })) {
                b.term(row, before, -1.0);
            }
            let quiet = ctx.c.norm(ctx.quiet, class).0;
            if let Some(days) = b.find(ColumnKey::ManDays { t }) {
                b.term(row, days, quiet);
            }
            for posture in (0..ctx.c.postures.len()).map(PostureId) {
                if let Some(engaged) = b.find(ColumnKey::Engaged { posture, t }) {
                    b.term(row, engaged, ctx.c.norm(posture, class).0 - quiet);
                }
            }
            for (i, _) in ctx.c.streams.iter().enumerate().filter(|(_, s)| s.class == class) {
                if let Some(arrived) = b.find(ColumnKey::Arrived { stream: i, t }) {
                    b.term(row, arrived, -1.0);
                }
            }
        }
    }
}

/// In the window the depots of the destinations hold the safety days of every class for the men there.
pub fn safety(ctx: &Context, b: &mut Builder) {
    for t in ctx.window.first..=ctx.window.last {
        for d in &ctx.c.destinations {
            let place = d.place;
            let Some(men) = b.find(ColumnKey::Men { place, t }) else { continue };
            for commodity in Commodity::ALL {
                let Some(stock) = b.find(ColumnKey::Stock { place, commodity, t }) else { continue };
                // kg/man-day times days are kg per man; per thousand men that is tonnes, a thousandth of a kt.
                let per_thousand: f64 = (0..ctx.c.classes.len())
                    .map(ClassId)
                    .filter(|k| ctx.c.classes[k.0].carried_as == commodity)
                    .map(|k| ctx.c.norm(ctx.quiet, k).0 * ctx.c.classes[k.0].safety.0 / 1000.0)
                    .sum();
                let row = RowKey::Safety { place, commodity, t };
                b.row(row, Sides::AtLeast(0.0));
                b.term(row, stock, 1.0);
                b.term(row, men, -per_thousand);
            }
        }
    }
}
