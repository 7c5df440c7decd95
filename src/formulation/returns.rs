//! Men back from hospital: a share of the casualties of a period, some days later, at the places where replacements
//! arrive.
//!
//! In the bound all casualties of a period fall on its first day, so that the lag is cut to whole periods; where it is
//! not whole periods, they may also come in the period after, as the last of them do. They cannot wait longer: men who
//! could wait for nothing and then cross the theatre would prove little.

use super::context::Context;
use super::keys::{ColumnKey, Period, RowKey};
use super::men;
use super::program::Builder;
use crate::campaign::{Days, PlaceId};
use crate::solver::Sides;

/// The columns and rows of all periods; nothing where nobody comes back.
pub fn back(ctx: &Context, b: &mut Builder) {
    let share = ctx.c.factors.returned_share.estimate.base;
    if share <= 0.0 {
        return;
    }
    let after = ctx.c.factors.returned_after_days.estimate.base;
    let lag = (after / ctx.days).floor() as Period;
    let parted = after % ctx.days > 0.0;
    let bases = bases(ctx);
    for t in ctx.periods().skip(lag) {
        let row = RowKey::Returned { t };
        b.row(row, Sides::AtMost(0.0));
        casualties(ctx, b, row, t - lag, -share);
        for place in bases.iter().copied().filter(|p| ctx.exists(*p, t)) {
            let column = b.column(ColumnKey::Returned { place, t }, ctx.pool(t));
            b.term(row, column, 1.0);
            men::arrive(b, place, t, column);
        }
        if let Some(later) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::ReturnsLater { t })) {
            b.term(row, later, -1.0);
        }
        if parted {
            let later = b.column(ColumnKey::ReturnsLater { t }, ctx.pool(t));
            b.term(row, later, 1.0);
            let limit = RowKey::ReturnsLater { t };
            b.row(limit, Sides::AtMost(0.0));
            b.term(limit, later, 1.0);
            casualties(ctx, b, limit, t - lag, -share);
        }
    }
}

/// Where men come back: the places of the replacement streams, or else those that are ours on day 0.
fn bases(ctx: &Context) -> Vec<PlaceId> {
    let mut places: Vec<PlaceId> = ctx.c.replacements.iter().map(|r| r.place).collect();
    places.retain(|p| ctx.c.place(*p).ours_from.is_some());
    if places.is_empty() {
        places = ctx.place_ids().filter(|p| ctx.c.place(*p).ours_from == Some(Days(0.0))).collect();
    }
    places.sort();
    places.dedup();
    places
}

fn casualties(ctx: &Context, b: &mut Builder, row: RowKey, t: Period, coefficient: f64) {
    for place in ctx.place_ids().filter(|p| ctx.exists(*p, t)) {
        men::add_casualties(ctx, b, row, (place, t), coefficient);
    }
}
