//! The advance: legs are cleared by men engaged on them, one after the other along an axis, axes abreast.
//!
//! Columns: progress and cleared share of each leg, effort, places held. In the bound, progress of the same period
//! counts: a leg may begin in the period in which its first place is taken.

use super::context::{Context, Held};
use super::keys::{ColumnKey, Leg, Period, RowKey};
use super::program::Builder;
use crate::campaign::PlaceId;
use crate::solver::Sides;

/// Places held: `o[t-1] <= o[t]`, and `o[t] <= ` what has been cleared into the place.
pub fn places(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t) && !ctx.given(*p, t)) {
            let o = b.column(ColumnKey::Held { place, t }, 1.0);
            let held = RowKey::Held { place, t };
            b.row(held, Sides::AtMost(0.0));
            b.term(held, o, 1.0);
            if let Some(before) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Held { place, t })) {
                let kept = RowKey::HeldKept { place, t };
                b.row(kept, Sides::AtLeast(0.0));
                b.term(kept, o, 1.0);
                b.term(kept, before, -1.0);
            }
        }
    }
}

/// Legs: progress, effort, sequence and pace.
pub fn legs(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for leg in &ctx.legs {
            one_leg(ctx, b, *leg, t);
        }
        for leg in &ctx.legs {
            pace(ctx, b, *leg, t);
        }
    }
}

fn one_leg(ctx: &Context, b: &mut Builder, leg: Leg, t: Period) {
    let (from, to) = ctx.leg_ends(leg);
    let before = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Cleared { leg, t }));
    let step = if ctx.given(to, t) { None } else { ctx.step(leg, t) };
    if step.is_none() && before.is_none() {
        return;
    }
    // Cleared share: what was cleared before plus this period's progress.
    let cleared = b.column(ColumnKey::Cleared { leg, t }, 1.0);
    let balance = RowKey::Cleared { leg, t };
    b.row(balance, Sides::Equal(0.0));
    b.term(balance, cleared, 1.0);
    if let Some(before) = before {
        b.term(balance, before, -1.0);
    }
    if b.has(RowKey::Held { place: to, t }) {
        b.term(RowKey::Held { place: to, t }, cleared, -1.0);
    }
    // Only from a place that is held.
    match ctx.held(b, from, t) {
        Held::Always => {}
        Held::Never => return,
        Held::Column(o) => {
            let sequence = RowKey::Sequence { leg, t };
            b.row(sequence, Sides::AtMost(0.0));
            b.term(sequence, cleared, 1.0);
            b.term(sequence, o, -1.0);
        }
    }
    let Some(step) = step else { return };
    let progress = b.column(ColumnKey::Progress { leg, t }, step.most);
    b.term(balance, progress, -1.0);
    // Progress needs the grouping for the days that it takes.
    if step.effort > 0.0 {
        let most = ctx.pool(t) / 1000.0 * ctx.days;
        let effort = b.column(ColumnKey::Effort { leg, t }, most);
        let row = RowKey::Effort { leg, t };
        b.row(row, Sides::AtLeast(0.0));
        b.term(row, effort, 1.0);
        b.term(row, progress, -step.effort);
    }
}

/// A leg out of a place is begun after the place is taken, so in one period the days spent on whichever leg takes the
/// place and the days spent on the next leg do not exceed the period. (Two legs into one place are never both needed.)
fn pace(ctx: &Context, b: &mut Builder, leg: Leg, t: Period) {
    let (from, _) = ctx.leg_ends(leg);
    let (Some(own), Some(step)) = (b.find(ColumnKey::Progress { leg, t }), ctx.step(leg, t)) else { return };
    let into: Vec<_> = ctx
        .legs
        .iter()
        .filter(|l| ctx.leg_ends(**l).1 == from && l.road != leg.road)
        .filter_map(|l| Some((b.find(ColumnKey::Progress { leg: *l, t })?, ctx.step(*l, t)?.days)))
        .collect();
    if into.is_empty() {
        return;
    }
    let row = RowKey::Pace { leg, t };
    b.row(row, Sides::AtMost(1.0));
    b.term(row, own, step.days / ctx.days);
    for (column, days) in into {
        b.term(row, column, days / ctx.days);
    }
}

/// No thin finger: a place may be held at most so many days before its neighbour.
pub fn abreast(ctx: &Context, b: &mut Builder) {
    for (pair, a) in ctx.c.abreast.iter().enumerate() {
        let lag = (a.most_ahead.0 / ctx.days).ceil() as Period;
        for t in ctx.periods() {
            let Held::Column(ahead) = ctx.held(b, a.place, t) else { continue };
            let later = t + lag;
            if later > ctx.window.last {
                continue;
            }
            let neighbour = ctx.held(b, a.with, later);
            if neighbour == Held::Always {
                continue;
            }
            let row = RowKey::Abreast { pair, t };
            b.row(row, Sides::AtMost(0.0));
            b.term(row, ahead, 1.0);
            if let Held::Column(o) = neighbour {
                b.term(row, o, -1.0);
            }
        }
    }
}

/// For each destination that must be held: a thread of cleared legs from our ground to it, as strong as the share in
/// which it is held at the beginning of the window. Without it, two places could "take" each other.
pub fn threads(ctx: &Context, b: &mut Builder) {
    let t = ctx.window.first;
    for d in ctx.c.destinations.iter().filter(|d| d.must_hold) {
        let Held::Column(held) = ctx.held(b, d.place, t) else { continue };
        let destination = d.place;
        let taken: Vec<PlaceId> = ctx.place_ids().filter(|p| ctx.exists(*p, t) && !ctx.given(*p, t)).collect();
        for place in &taken {
            b.row(RowKey::ThreadBalance { destination, place: *place }, Sides::Equal(0.0));
        }
        b.term(RowKey::ThreadBalance { destination, place: destination }, held, -1.0);
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
