//! Men: where they are, how they move, what fighting and sickness cost, who comes to fill the gaps, who is tied down.

use super::advance::add_progress;
use super::booty;
use super::claims::{self, of_basis};
use super::context::{Context, Held};
use super::keys::{ColumnKey, Period, RowKey};
use super::program::{Builder, Col};
use crate::campaign::Way;
use crate::campaign::{ClaimBasis, Days, LineId, PlaceId, PostureId, RoadId};
use crate::solver::Sides;

/// Balance of men at each place, presence of those engaged, and entry only where the place is held.
pub fn places(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        let pool = ctx.pool(t);
        for place in ctx.place_ids().filter(|p| ctx.exists(*p, t)) {
            let balance = RowKey::MenBalance { place, t };
            b.row(balance, Sides::Equal(0.0));
            let presence = RowKey::Presence { place, t };
            if ctx.legs.iter().any(|leg| ctx.leg_ends(*leg).0 == place) {
                b.row(presence, Sides::AtMost(0.0));
            }
            let men = b.column(ColumnKey::Men { place, t }, pool);
            b.term(balance, men, 1.0);
            // Those who are not engaged lose sick at the quiet rate, on the mean of both ends of the period.
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

/// Sickness in the first half of the first period, among the forces that are there on day 0.
pub fn sick_at_first(ctx: &Context, b: &mut Builder) {
    for place in ctx.place_ids() {
        for joined in at_the_beginning(ctx, b, place, 0) {
            b.term(RowKey::MenBalance { place, t: 0 }, joined, quiet_loss(ctx) * ctx.days / 2.0);
        }
    }
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
            // Million man-days times men per thousand and day are thousand men.
            add_progress(b, RowKey::MenBalance { place, t }, *leg, t, step.losses);
            add_progress(b, RowKey::Presence { place, t }, *leg, t, 1000.0 / ctx.days * step.effort);
        }
    }
}

/// Adds the casualties at a place in a period to a row, sick and fallen, thousand.
pub fn add_casualties(ctx: &Context, b: &mut Builder, row: RowKey, (place, t): (PlaceId, Period), coefficient: f64) {
    let sick = quiet_loss(ctx) * ctx.days / 2.0;
    for men in both_ends(ctx, b, place, t) {
        b.term(row, men, coefficient * sick);
    }
    for leg in ctx.legs.iter().filter(|l| ctx.leg_ends(**l).0 == place) {
        if let Some(step) = ctx.step(*leg, t) {
            add_progress(b, row, *leg, t, coefficient * step.losses);
        }
    }
}

/// Men at a place at the beginning and at the end of a period.
pub fn both_ends(ctx: &Context, b: &Builder, place: PlaceId, t: Period) -> Vec<Col> {
    let mut columns = at_the_beginning(ctx, b, place, t);
    columns.extend(b.find(ColumnKey::Men { place, t }));
    columns
}

/// Who draws rations at a place in a period, and for how many days: those whom the period finds there for all of it,
/// forces from their day on, replacements who come evenly for half of it. Men who move draw where the period found
/// them, or where they go if that is outward ([`move_ahead`]), and there from the next period on: so a period's length makes no difference to what it takes to be
/// somewhere when it ends. Those who fall sick in a period may have done so on its first day: they draw nothing in it, and
/// neither do the fallen (`supply.rs` and the row of man-days give their rations back).
pub fn eaters(ctx: &Context, b: &Builder, place: PlaceId, t: Period) -> Vec<(Col, f64)> {
    let alive = alive(ctx);
    let before = t.checked_sub(1).and_then(|t| b.find(ColumnKey::Men { place, t }));
    let mut out: Vec<(Col, f64)> = before.into_iter().map(|men| (men, ctx.days * alive)).collect();
    for (force, f) in ctx.c.forces.iter().enumerate().filter(|(_, f)| f.place == place) {
        let days = (ctx.end(t) - f.from.0.max(ctx.start(t))) * alive;
        out.extend(b.find(ColumnKey::Joined { force, t }).map(|joined| (joined, days)));
    }
    for (stream, r) in ctx.c.replacements.iter().enumerate().filter(|(_, r)| r.place == place) {
        // Evenly over the days on which the stream runs: the mean man comes in the middle of them.
        let to = r.span.to.map_or(ctx.end(t), |to| to.0.min(ctx.end(t)));
        let days = (ctx.end(t) - (r.span.from.0.max(ctx.start(t)) + to) / 2.0) * alive;
        out.extend(b.find(ColumnKey::Replaced { stream, t }).map(|replaced| (replaced, days)));
    }
    out
}

/// Nobody is engaged twice: the effort of all legs in a period is at most the days of the men there were before, and of
/// those who joined.
pub fn engaged_once(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        let row = RowKey::EngagedOnce { t };
        b.row(row, Sides::AtMost(0.0));
        for posture in (0..ctx.c.postures.len()).map(PostureId) {
            if let Some(engaged) = b.find(ColumnKey::Engaged { posture, t }) {
                b.term(row, engaged, 1000.0 / ctx.days);
            }
        }
        if let Some(before) = t.checked_sub(1) {
            for place in ctx.place_ids() {
                if let Some(men) = b.find(ColumnKey::Men { place, t: before }) {
                    b.term(row, men, -1.0);
                }
            }
        }
        for force in 0..ctx.c.forces.len() {
            if let Some(joined) = b.find(ColumnKey::Joined { force, t }) {
                b.term(row, joined, -1.0);
            }
        }
        for stream in 0..ctx.c.replacements.len() {
            if let Some(replaced) = b.find(ColumnKey::Replaced { stream, t }) {
                b.term(row, replaced, -1.0);
            }
        }
        for place in ctx.place_ids() {
            if let Some(returned) = b.find(ColumnKey::Returned { place, t }) {
                b.term(row, returned, -1.0);
            }
        }
    }
}

/// Forces and replacements. A force is there from its day on, and eats; men of it may be left out of the campaign for
/// good on that day, but not called forward later from nowhere. Replacements who are not taken on the day go to others.
/// (Rules of the model: men who could wait for nothing and then cross the theatre in a period would prove little.)
pub fn arrivals(ctx: &Context, b: &mut Builder) {
    for (force, f) in ctx.c.forces.iter().enumerate() {
        let size = RowKey::ForceSize { force };
        b.row(size, Sides::AtMost(f.men.base / 1000.0));
        let Some(t) = ctx.periods().find(|t| f.from.0 < ctx.end(*t) && ctx.exists(f.place, *t)) else { continue };
        // The row is the limit, so that its price is that of a man more.
        let column = b.column(ColumnKey::Joined { force, t }, ctx.pool(t));
        b.term(size, column, 1.0);
        arrive(b, f.place, t, column);
        if f.from.0 > ctx.start(t) {
            well_so_far(ctx, b, (f.place, t), column, ctx.end(t) - f.from.0);
        }
    }
    for (stream, r) in ctx.c.replacements.iter().enumerate() {
        for t in ctx.periods().filter(|t| ctx.exists(r.place, *t)) {
            let days = r.span.days_within(Days(ctx.start(t)), Days(ctx.end(t))).0;
            if days > 0.0 {
                let row = RowKey::ReplacementStream { stream, t };
                let most = r.men_per_day.base * days / 1000.0;
                if !booty::while_held(ctx, b, (r.place, t), row, most) {
                    b.row(row, Sides::AtMost(most));
                }
                let column = b.column(ColumnKey::Replaced { stream, t }, ctx.pool(t));
                b.term(row, column, 1.0);
                arrive(b, r.place, t, column);
                let first = r.span.from.0.max(ctx.start(t));
                well_so_far(ctx, b, (r.place, t), column, ctx.end(t) - first - days / 2.0);
            }
        }
    }
}

/// The balance takes men who come in a period to be there, and to fall sick, for half of it. Those who come later than that
/// have not yet: `days` is how long they are there.
fn well_so_far(ctx: &Context, b: &mut Builder, (place, t): (PlaceId, Period), column: Col, days: f64) {
    let spared = quiet_loss(ctx) * (ctx.days / 2.0 - days);
    if spared > 1e-12 {
        b.term(RowKey::MenBalance { place, t }, column, -spared);
    }
}

/// Men who stand at a place when a period begins: those of the period before, or the forces of day 0.
pub fn at_the_beginning(ctx: &Context, b: &Builder, place: PlaceId, t: Period) -> Vec<Col> {
    match t.checked_sub(1) {
        Some(before) => b.find(ColumnKey::Men { place, t: before }).into_iter().collect(),
        None => (0..ctx.c.forces.len())
            .filter(|f| ctx.c.forces[*f].place == place && ctx.c.forces[*f].from.0 <= 0.0)
            .filter_map(|force| b.find(ColumnKey::Joined { force, t }))
            .collect(),
    }
}

/// Men who arrive are there to be engaged in the same period.
pub fn arrive(b: &mut Builder, place: PlaceId, t: Period, column: Col) {
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
            let ends = ctx.c.road(road).ends;
            move_along(ctx, b, ends, |way| ColumnKey::March { road, way, t }, t);
            move_ahead(ctx, b, ends, |way| ColumnKey::MarchAhead { road, way, t }, t);
        }
        for line in (0..ctx.c.lines.len()).map(LineId).filter(|e| ctx.train_days(*e, t) > 0.0) {
            let ends = ctx.c.line(line).ends;
            let by_road = ctx.c.roads.iter().any(|r| r.ends == ends || r.ends == (ends.1, ends.0));
            if !by_road {
                move_along(ctx, b, ends, |way| ColumnKey::RailMen { line, way, t }, t);
                move_ahead(ctx, b, ends, |way| ColumnKey::RailMenAhead { line, way, t }, t);
            }
        }
    }
}

fn move_along(ctx: &Context, b: &mut Builder, ends: (PlaceId, PlaceId), key: impl Fn(Way) -> ColumnKey, t: Period) {
    for way in Way::BOTH {
        let (from, to) = way.along(ends);
        let column = b.column(key(way), ctx.pool(t));
        b.term(RowKey::MenBalance { place: from, t }, column, 1.0);
        // Men who are moved back to a place behind are engaged there from the next period on: otherwise the same men,
        // going to and fro, could be engaged many times over.
        if ctx.leads_outward(from, to) {
            arrive(b, to, t, column);
        } else {
            b.term(RowKey::MenBalance { place: to, t }, column, -1.0);
        }
    }
}

/// Men who go outward early in a period may draw its rations where they go: a place with little in store may be left for
/// one with more. (Outward only, and each column its own stretch: rations that moved inward could be drawn at home by men who
/// stand at the front.)
fn move_ahead(ctx: &Context, b: &mut Builder, ends: (PlaceId, PlaceId), key: impl Fn(Way) -> ColumnKey, t: Period) {
    let rations = ctx.norm(ctx.quiet) * ctx.days * alive(ctx) / 1000.0;
    for way in Way::BOTH {
        let (from, to) = way.along(ends);
        if ctx.leads_outward(from, to) {
            let column = b.column(key(way), ctx.pool(t));
            b.term(RowKey::MenBalance { place: from, t }, column, 1.0);
            arrive(b, to, t, column);
            b.term(RowKey::StockBalance { place: from, t }, column, -rations);
            b.term(RowKey::StockBalance { place: to, t }, column, rations);
        }
    }
}

/// Share of men who do not fall sick in a period.
fn alive(ctx: &Context) -> f64 {
    (1.0 - quiet_loss(ctx) * ctx.days).max(0.0)
}

/// The men that the question counts at the end of a period of the window: those at the destinations, and those behind
/// them whose claims count, as far as they are there. Men whose claims do not count must be there too.
pub fn count(ctx: &Context, b: &mut Builder, sustained: Col) {
    for t in ctx.window.first..=ctx.window.last {
        let (count, claimed, behind) = (RowKey::Count { t }, RowKey::Claimed { t }, RowKey::Behind { t });
        let guards = b.column(ColumnKey::Guards { t }, ctx.pool(t));
        b.row(count, Sides::AtMost(0.0));
        b.term(count, sustained, 1.0);
        b.term(count, guards, -1.0);
        b.row(claimed, Sides::AtMost(of_basis(ctx, ClaimBasis::Men, true) + claims::counted_at_hand(ctx, b, t)));
        b.term(claimed, guards, 1.0);
        claims_taken(ctx, b, claimed, t, (-1.0, true));
        claims::counted_by_line(ctx, b, claimed, t, -1.0);
        b.row(RowKey::Uncounted { t }, Sides::AtMost(-of_basis(ctx, ClaimBasis::Men, false)));
        b.term(RowKey::Uncounted { t }, sustained, 1.0);
        claims_taken(ctx, b, RowKey::Uncounted { t }, t, (1.0, false));
        claims::uncounted_by_use(ctx, b, RowKey::Uncounted { t }, t);
        b.row(behind, Sides::AtMost(0.0));
        b.term(behind, guards, 1.0);
        for place in ctx.place_ids() {
            let Some(men) = b.find(ColumnKey::Men { place, t }) else { continue };
            b.term(RowKey::Uncounted { t }, men, -1.0);
            b.term(if is_destination(ctx, place) { count } else { behind }, men, -1.0);
        }
    }
}

/// Most men that claims which do not count can ask for, thousand: everything taken.
pub fn most_uncounted(ctx: &Context) -> f64 {
    let km: f64 = ctx.legs.iter().map(|leg| ctx.c.road(leg.road).length.0).sum();
    of_basis(ctx, ClaimBasis::Men, false)
        + of_basis(ctx, ClaimBasis::PerKmTaken, false) * km
        + of_basis(ctx, ClaimBasis::PerPlaceTaken, false) * ctx.c.places.len() as f64
        + claims::most_uncounted(ctx)
}

/// Adds the men claimed per kilometre and per place taken to a row.
fn claims_taken(ctx: &Context, b: &mut Builder, row: RowKey, t: Period, (sign, counts): (f64, bool)) {
    let per_km = of_basis(ctx, ClaimBasis::PerKmTaken, counts);
    let per_place = of_basis(ctx, ClaimBasis::PerPlaceTaken, counts);
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
