//! The advance: legs are cleared by men engaged on them, one after the other along an axis, axes abreast.
//!
//! Columns: the cleared share of each leg. In the bound, progress of the same period counts: a leg may begin
//! in the period in which its first place is taken. Progress engages exactly the grouping of the resistance table: more
//! men would only cost more.

use super::context::{Context, Held};
use super::keys::{ColumnKey, Leg, Period, RowKey};
use super::program::Builder;
use crate::campaign::PlaceId;
use crate::solver::Sides;

/// What is cleared of each leg, and that a place is taken once: the legs into it together are cleared at most once, and
/// their sum is the share in which it is held. (A second leg into a place that is held would only cost.)
pub fn cleared(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for leg in &ctx.legs {
            let before = t.checked_sub(1).is_some_and(|t| b.find(ColumnKey::Cleared { leg: *leg, t }).is_some());
            if before || ctx.step(*leg, t).is_some() {
                b.column(ColumnKey::Cleared { leg: *leg, t }, 1.0);
            }
        }
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t) && !ctx.given(*p, t)) {
            let held = ctx.held(b, place, t);
            if matches!(&held, Held::Shares(columns) if columns.len() > 1) {
                let row = RowKey::TakenOnce { place, t };
                b.row(row, Sides::AtMost(1.0));
                held.add(b, row, 1.0);
            }
            if held != Held::Shares(Vec::new()) && ctx.c.abreast.iter().any(|a| a.place == place) {
                taken(b, (place, t), &held);
            }
        }
    }
}

/// A leg that is half cleared takes nothing, so it must not hurry a neighbour who has to be abreast: the place counts as
/// taken as far as a plan likes, up to what is cleared. From here on that is the share in which it is held.
fn taken(b: &mut Builder, (place, t): (PlaceId, Period), cleared: &Held) {
    let column = b.column(ColumnKey::Taken { place, t }, 1.0);
    let row = RowKey::Taken { place, t };
    b.row(row, Sides::AtMost(0.0));
    b.term(row, column, 1.0);
    cleared.add(b, row, -1.0);
}

/// Legs: what is cleared stays cleared, in sequence and at the pace of the posture.
pub fn legs(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for leg in &ctx.legs {
            let Some(cleared) = b.find(ColumnKey::Cleared { leg: *leg, t }) else { continue };
            let can_go_on = ctx.step(*leg, t).is_some();
            if let Some(before) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Cleared { leg: *leg, t })) {
                let row = RowKey::Cleared { leg: *leg, t };
                b.row(row, if can_go_on { Sides::AtLeast(0.0) } else { Sides::Equal(0.0) });
                b.term(row, cleared, 1.0);
                b.term(row, before, -1.0);
            }
            // Only from a place that is held.
            let held = ctx.held(b, ctx.leg_ends(*leg).0, t);
            if held != Held::Always {
                let row = RowKey::Sequence { leg: *leg, t };
                b.row(row, Sides::AtMost(0.0));
                b.term(row, cleared, 1.0);
                held.add(b, row, -1.0);
            }
            pace(ctx, b, *leg, t);
        }
    }
}

/// The share of a leg cleared in a period: what is cleared now less what was cleared before, as terms of a row.
pub fn add_progress(b: &mut Builder, row: RowKey, leg: Leg, t: Period, coefficient: f64) {
    if let Some(now) = b.find(ColumnKey::Cleared { leg, t }) {
        b.term(row, now, coefficient);
    }
    if let Some(before) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Cleared { leg, t })) {
        b.term(row, before, -coefficient);
    }
}

/// The rate of the posture; and a leg out of a place is begun after the place is taken, so in one period the days spent
/// on whichever leg takes the place and the days spent on the next leg do not exceed the period. (Two legs into one
/// place are never both needed.)
fn pace(ctx: &Context, b: &mut Builder, leg: Leg, t: Period) {
    let (from, _) = ctx.leg_ends(leg);
    let (Some(_), Some(step)) = (b.find(ColumnKey::Cleared { leg, t }), ctx.step(leg, t)) else { return };
    let row = RowKey::Pace { leg, t };
    // The share of the leg that the period's days can clear, in periods of work.
    b.row(row, Sides::AtMost((step.most * step.days / ctx.days).min(1.0)));
    add_progress(b, row, leg, t, step.days / ctx.days);
    if step.most * step.days < ctx.days - 1e-6 {
        return;
    }
    for into in ctx.legs.iter().filter(|l| ctx.leg_ends(**l).1 == from) {
        if let Some(first) = ctx.step(*into, t) {
            add_progress(b, row, *into, t, first.days / ctx.days);
        }
    }
}

/// No thin finger: a place may be held at most so many days before its neighbour.
pub fn abreast(ctx: &Context, b: &mut Builder) {
    for (pair, a) in ctx.c.abreast.iter().enumerate() {
        let lag = (a.most_ahead.0 / ctx.days).ceil() as Period;
        for t in ctx.periods() {
            let ahead = ctx.held(b, a.place, t);
            let later = t + lag;
            if later > ctx.window.last || ahead == Held::Shares(Vec::new()) {
                continue;
            }
            let neighbour = ctx.held(b, a.with, later);
            if neighbour == Held::Always || ahead == Held::Always {
                continue;
            }
            let row = RowKey::Abreast { pair, t };
            b.row(row, Sides::AtMost(0.0));
            ahead.add(b, row, 1.0);
            neighbour.add(b, row, -1.0);
        }
    }
}

/// For each destination that must be held: a thread of cleared legs from our ground to it, as strong as the share in
/// which it is held at the beginning of the window. Without it, two places could "take" each other.
pub fn threads(ctx: &Context, b: &mut Builder) {
    let t = ctx.window.first;
    for d in ctx.c.destinations.iter().filter(|d| d.must_hold) {
        let held = ctx.held(b, d.place, t);
        if held == Held::Always {
            continue;
        }
        let destination = d.place;
        let taken: Vec<PlaceId> = ctx.place_ids().filter(|p| ctx.exists(*p, t) && !ctx.given(*p, t)).collect();
        for place in &taken {
            b.row(RowKey::ThreadBalance { destination, place: *place }, Sides::Equal(0.0));
        }
        if taken.contains(&destination) {
            held.add(b, RowKey::ThreadBalance { destination, place: destination }, -1.0);
        }
        for leg in &ctx.legs {
            let Some(cleared) = b.find(ColumnKey::Cleared { leg: *leg, t }) else { continue };
            let (from, to) = ctx.leg_ends(*leg);
            let thread = b.column(ColumnKey::Thread { destination, leg: *leg }, 1.0);
            if b.has(RowKey::ThreadBalance { destination, place: to }) {
                b.term(RowKey::ThreadBalance { destination, place: to }, thread, 1.0);
            }
            if b.has(RowKey::ThreadBalance { destination, place: from }) {
                b.term(RowKey::ThreadBalance { destination, place: from }, thread, -1.0);
            }
            let row = RowKey::ThreadCleared { destination, leg: *leg };
            b.row(row, Sides::AtMost(0.0));
            b.term(row, thread, 1.0);
            b.term(row, cleared, -1.0);
        }
    }
}
