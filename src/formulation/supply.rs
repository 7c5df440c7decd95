//! Supplies: what comes from the homeland, lies in depots, is used by men, and must be left in store at the end.
//!
//! In the bound the classes travel together: a train or truck of supplies becomes at its depot whatever is short there.
//! Each class has its own budget over the theatre, so that nothing is used that has not been produced. Tying every
//! class to its own wagons would only lower the bound; the plan does it.

use super::advance::add_progress;
use super::booty;
use super::context::Context;
use super::keys::{ColumnKey, Period, RowKey};
use super::men::eaters;
use super::program::Builder;
use crate::campaign::{ClassId, Days, PostureId};
use crate::solver::Sides;

/// Stock at each place: `stock - before + used + out - in = 0`.
pub fn balances(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t)) {
            let row = RowKey::StockBalance { place, t };
            b.row(row, Sides::Equal(booty::handed_over_kt(ctx, t, |s| s.place == place)));
            let stock = b.column(ColumnKey::Stock { place, t }, ctx.supplies(t));
            b.term(row, stock, 1.0);
            if let Some(before) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Stock { place, t })) {
                b.term(row, before, -1.0);
            }
        }
        for class in ctx.classes() {
            let row = RowKey::ClassBudget { class, t };
            b.row(row, Sides::AtMost(booty::handed_over_kt(ctx, t, |s| s.class == class)));
            let left = b.column(ColumnKey::ClassLeft { class, t }, ctx.class_supplies(class, t));
            b.term(row, left, 1.0);
            if let Some(before) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::ClassLeft { class, t })) {
                b.term(row, before, -1.0);
            }
        }
    }
}

/// Streams from the homeland: as much as offered, or less; from a place that must be taken, in the share in which it is
/// held.
pub fn streams(ctx: &Context, b: &mut Builder) {
    for (i, s) in ctx.c.streams.iter().enumerate() {
        for t in ctx.periods().filter(|t| ctx.exists(s.place, *t)) {
            let days = s.span.days_within(Days(ctx.start(t)), Days(ctx.end(t))).0;
            if days > 0.0 {
                let most = s.t_per_day.base / 1000.0 * days;
                let column = b.column(ColumnKey::Arrived { stream: i, t }, most);
                let row = RowKey::LocalSupply { stream: i, t };
                if booty::while_held(ctx, b, (s.place, t), row, most) {
                    b.term(row, column, 1.0);
                }
                b.term(RowKey::StockBalance { place: s.place, t }, column, -1.0);
                b.term(RowKey::ClassBudget { class: s.class, t }, column, -1.0);
            }
        }
    }
}

/// Consumption at each place: the quiet norms for the man-days of those whom the period finds there, and what a posture
/// needs beyond them for the men engaged from there. Engaged men are fully supplied or they are not engaged; men on the
/// move draw no less than the quiet norms, and in the bound no more.
pub fn consumption(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t)) {
            for (men, days) in eaters(ctx, b, place, t) {
                // Thousand men for a day are a thousandth of a million man-days.
                b.term(RowKey::StockBalance { place, t }, men, ctx.norm(ctx.quiet) * days / 1000.0);
            }
        }
        for leg in &ctx.legs {
            let Some(step) = ctx.step(*leg, t) else { continue };
            let (place, _) = ctx.leg_ends(*leg);
            let more = ctx.norm(step.posture) - ctx.norm(ctx.quiet);
            // The fallen may have fallen on the first day.
            let uneaten = ctx.norm(ctx.quiet) * step.losses * ctx.days / 1000.0;
            add_progress(b, RowKey::StockBalance { place, t }, *leg, t, more * step.effort - uneaten);
        }
    }
}

/// Man-days and effort summed over the theatre, charged to the budget of every class.
pub fn class_budgets(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        let most = ctx.pool(t) / 1000.0 * ctx.days;
        let row = RowKey::ManDays { t };
        b.row(row, Sides::Equal(0.0));
        let days = b.column(ColumnKey::ManDays { t }, most);
        b.term(row, days, 1.0);
        for place in ctx.place_ids() {
            for (men, days) in eaters(ctx, b, place, t) {
                b.term(row, men, -days / 1000.0);
            }
        }
        for leg in &ctx.legs {
            if let Some(step) = ctx.step(*leg, t) {
                add_progress(b, row, *leg, t, step.losses * ctx.days / 1000.0);
            }
        }
        for class in ctx.classes() {
            b.term(RowKey::ClassBudget { class, t }, days, ctx.c.norm(ctx.quiet, class).0);
        }
        for posture in (0..ctx.c.postures.len()).map(PostureId) {
            one_posture(ctx, b, posture, t, most * 2.0);
        }
    }
}

fn one_posture(ctx: &Context, b: &mut Builder, posture: PostureId, t: Period, most: f64) {
    let fought: Vec<_> =
        ctx.legs.iter().filter_map(|l| Some((*l, ctx.step(*l, t)?))).filter(|(_, s)| s.posture == posture).collect();
    if fought.is_empty() {
        return;
    }
    let row = RowKey::Engaged { posture, t };
    b.row(row, Sides::Equal(0.0));
    let engaged = b.column(ColumnKey::Engaged { posture, t }, most);
    b.term(row, engaged, 1.0);
    for (leg, step) in fought {
        add_progress(b, row, leg, t, -step.effort);
    }
    for class in ctx.classes() {
        let more = ctx.c.norm(posture, class).0 - ctx.c.norm(ctx.quiet, class).0;
        b.term(RowKey::ClassBudget { class, t }, engaged, more);
    }
}

/// In the window the depots of the destinations hold the safety days of every class for the men there.
pub fn safety(ctx: &Context, b: &mut Builder) {
    // kg/man-day times days are kg per man; per thousand men that is tonnes, a thousandth of a kt.
    let per_thousand: f64 =
        ctx.classes().map(|k| ctx.c.norm(ctx.quiet, k).0 * ctx.c.classes[k.0].safety.0 / 1000.0).sum();
    for t in ctx.window.first..=ctx.window.last {
        for d in ctx.c.destinations.iter().filter(|d| d.counts) {
            let place = d.place;
            let Some(men) = b.find(ColumnKey::Men { place, t }) else { continue };
            let Some(stock) = b.find(ColumnKey::Stock { place, t }) else { continue };
            let row = RowKey::Safety { place, t };
            b.row(row, Sides::AtLeast(0.0));
            b.term(row, stock, 1.0);
            b.term(row, men, -per_thousand);
        }
    }
}

impl Context<'_> {
    fn classes(&self) -> impl Iterator<Item = ClassId> + use<> {
        (0..self.c.classes.len()).map(ClassId)
    }
}
