//! Men: where they are, how they move, what fighting and sickness cost, who comes to fill the gaps, who is tied down.

use super::advance::add_progress;
use super::context::{Context, Held};
use super::keys::{ColumnKey, Period, RowKey, Way};
use super::program::{Builder, Col};
use crate::campaign::{ClaimBasis, Days, LineId, PlaceId, RoadId};
use crate::solver::Sides;

/// Balance of men at each place, presence of those engaged, and entry only where the place is held.
pub fn places(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        let pool = ctx.pool(t);
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t)) {
            let balance = RowKey::MenBalance { place, t };
            let joined: f64 = ctx
                .c
                .forces
                .iter()
                .filter(|f| f.place == place && joins_in(ctx, f.from, t))
                .map(|f| f.men.base / 1000.0)
                .sum();
            b.row(balance, Sides::Equal(joined));
            let presence = RowKey::Presence { place, t };
            if ctx.legs.iter().any(|leg| ctx.leg_ends(*leg).0 == place) {
                b.row(presence, Sides::AtMost(joined));
            }
            let men = b.column(ColumnKey::Men { place, t }, pool);
            b.term(balance, men, 1.0);
            if joined > 0.0 {
                let released = b.column(ColumnKey::Released { place, t }, joined);
                b.term(balance, released, 1.0);
            }
            // Those who are not engaged lose sick at the quiet rate; man-days are the mean of both ends of the period.
            let sick = quiet_loss(ctx) * ctx.days / 2.0;
            b.term(balance, men, sick);
            if let Some(before) = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Men { place, t })) {
                b.term(balance, before, -1.0 + sick);
                if b.has(presence) {
                    b.term(presence, before, -1.0);
                }
            }
            let held = ctx.held(b, place, t);
            if held != Held::Always {
                let entry = RowKey::Entry { place, t };
                b.row(entry, Sides::AtMost(0.0));
                b.term(entry, men, 1.0);
                held.add(b, entry, -pool);
            }
        }
    }
}

fn joins_in(ctx: &Context, from: Days, t: Period) -> bool {
    let first = t == 0 && from.0 <= 0.0;
    first || (from.0 > ctx.start(t) && from.0 <= ctx.end(t))
}

/// Share of men lost in a day without fighting.
fn quiet_loss(ctx: &Context) -> f64 {
    ctx.c.postures[ctx.quiet.0].casualties_per_1000.base / 1000.0
}

/// Casualties of those engaged, and that they must be present: men of the last period plus arrivals of this one.
pub fn engaged(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for leg in &ctx.legs {
            let Some(step) = ctx.step(*leg, t) else { continue };
            let (place, _) = ctx.leg_ends(*leg);
            let loss = ctx.c.postures[step.posture.0].casualties_per_1000.base - quiet_loss(ctx) * 1000.0;
            // Million man-days times men per thousand and day are thousand men.
            add_progress(b, RowKey::MenBalance { place, t }, *leg, t, loss * step.effort);
            add_progress(b, RowKey::Presence { place, t }, *leg, t, 1000.0 / ctx.days * step.effort);
        }
    }
}

/// Replacements: as many as the stream offers and the base can hold.
pub fn replacements(ctx: &Context, b: &mut Builder) {
    for (stream, r) in ctx.c.replacements.iter().enumerate() {
        for t in ctx.periods().filter(|t| ctx.exists(r.place, *t)) {
            let days = r.span.days_within(Days(ctx.start(t)), Days(ctx.end(t))).0;
            if days > 0.0 {
                let most = r.men_per_day.base * days / 1000.0;
                let column = b.column(ColumnKey::Replaced { stream, t }, most);
                arrive(b, r.place, t, column);
            }
        }
    }
}

fn arrive(b: &mut Builder, place: PlaceId, t: Period, column: Col) {
    b.term(RowKey::MenBalance { place, t }, column, -1.0);
    if b.has(RowKey::Presence { place, t }) {
        b.term(RowKey::Presence { place, t }, column, -1.0);
    }
}

/// Movement along roads between places that exist. In the bound men are not charged for room on roads or in trains
/// and arrive in the period in which they set out: trains could bring some of them in days. The plan charges both.
/// (Measured on Vistula-Rhine: charging every man's road and train lowers the bound by 3 % and takes twice the time.)
pub fn movement(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for road in (0..ctx.c.roads.len()).map(RoadId).filter(|a| ctx.road_exists(*a, t)) {
            move_along(ctx, b, ctx.c.road(road).ends, |way| ColumnKey::March { road, way, t }, t);
        }
        for line in (0..ctx.c.lines.len()).map(LineId).filter(|e| ctx.train_days(*e, t) > 0.0) {
            let ends = ctx.c.line(line).ends;
            let by_road = ctx.c.roads.iter().any(|r| r.ends == ends || r.ends == (ends.1, ends.0));
            if !by_road {
                move_along(ctx, b, ends, |way| ColumnKey::RailMen { line, way, t }, t);
            }
        }
    }
}

fn move_along(ctx: &Context, b: &mut Builder, ends: (PlaceId, PlaceId), key: impl Fn(Way) -> ColumnKey, t: Period) {
    for way in Way::BOTH {
        let (from, to) = way.along(ends);
        let column = b.column(key(way), ctx.pool(t));
        b.term(RowKey::MenBalance { place: from, t }, column, 1.0);
        arrive(b, to, t, column);
    }
}

/// Men tied down behind the front: those who are not at a destination must be at least as many as the claims.
pub fn claims(ctx: &Context, b: &mut Builder) {
    if ctx.c.claims.is_empty() {
        return;
    }
    let fixed: f64 = of_basis(ctx, ClaimBasis::Men, false);
    for t in ctx.window.first..=ctx.window.last {
        let row = RowKey::Claims { t };
        b.row(row, Sides::AtLeast(fixed.min(ctx.pool(0))));
        for place in ctx.place_ids().filter(|p| !is_destination(ctx, *p)) {
            if let Some(men) = b.find(ColumnKey::Men { place, t }) {
                b.term(row, men, 1.0);
            }
            // Men who were left out of the campaign release their share of the claims.
            for u in 0..=t {
                if let Some(released) = b.find(ColumnKey::Released { place, t: u }) {
                    b.term(row, released, 1.0);
                }
            }
        }
        claimed(ctx, b, row, t, (-1.0, false));
    }
}

/// Thousand men per unit of a basis; `counted` leaves out those that do not count towards the target.
fn of_basis(ctx: &Context, basis: ClaimBasis, counted: bool) -> f64 {
    ctx.c.claims.iter().filter(|k| k.basis == basis && (k.counts || !counted)).map(|k| k.amount.base / 1000.0).sum()
}

/// Adds the men claimed per kilometre and per place taken to a row.
fn claimed(ctx: &Context, b: &mut Builder, row: RowKey, t: Period, (sign, counted): (f64, bool)) {
    let per_km = of_basis(ctx, ClaimBasis::PerKmTaken, counted);
    let per_place = of_basis(ctx, ClaimBasis::PerPlaceTaken, counted);
    if per_km > 0.0 {
        for leg in &ctx.legs {
            if let Some(cleared) = b.find(ColumnKey::Cleared { leg: *leg, t }) {
                b.term(row, cleared, sign * per_km * ctx.c.road(leg.road).length.0);
            }
        }
    }
    if per_place > 0.0 {
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t)) {
            ctx.held(b, place, t).add(b, row, sign * per_place);
        }
    }
}

fn is_destination(ctx: &Context, place: PlaceId) -> bool {
    ctx.c.destinations.iter().any(|d| d.place == place && d.counts)
}

/// The men that the question counts at the end of a period of the window: those at the destinations, and those behind
/// them whose claims count.
pub fn count(ctx: &Context, b: &mut Builder, sustained: Col) {
    for t in ctx.window.first..=ctx.window.last {
        let row = RowKey::Count { t };
        b.row(row, Sides::AtMost(of_basis(ctx, ClaimBasis::Men, true)));
        b.term(row, sustained, 1.0);
        for place in ctx.place_ids().filter(|p| is_destination(ctx, *p)) {
            if let Some(men) = b.find(ColumnKey::Men { place, t }) {
                b.term(row, men, -1.0);
            }
        }
        claimed(ctx, b, row, t, (-1.0, true));
    }
}
