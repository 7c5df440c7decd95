//! What holds the answer down: row prices, summed over a thing and its periods, for a step that people can picture.
//!
//! The prices are those of the margin; how far they reach is for re-solves to say, which a later version does.

use std::collections::BTreeMap;

use super::thing::Thing;
use super::types::Bottleneck;
use super::{capacity, dates};
use crate::campaign::{Campaign, ClassId, Days, StockKind, SupplyStream};
use crate::formulation::seasons;
use crate::formulation::trucks::lift_kt_days;
use crate::formulation::{ColumnKey, Context, Earliest, Period, Program, RowKey};
use crate::solver::Solution;

/// Everything with a price of at least this many men per step is listed.
const LEAST_MEN: f64 = 1.0;

/// Prices of one date's program, largest first.
pub fn find(
    c: &Campaign,
    earliest: &Earliest,
    window: crate::formulation::Window,
    (program, solution): (&Program, &Solution),
) -> Vec<Bottleneck> {
    let Some(ctx) = Context::new(c, earliest, window) else { return Vec::new() };
    let mut prices: BTreeMap<Thing, Vec<(Period, f64)>> = BTreeMap::new();
    let by_bound = capacity::bound_prices(&program.lp, &solution.y);
    for (i, (key, y)) in program.rows.iter().zip(&solution.y).enumerate() {
        // A flow's own bound is its link's capacity said again, and the price may stand there; unless there is not so much to carry.
        let at_bounds: f64 = match *key {
            RowKey::RailCapacity { t, .. } | RowKey::RoadCapacity { t, .. } | RowKey::YardCapacity { t, .. } => {
                let is_limit = |j: usize| program.lp.upper[j] < ctx.supplies(t);
                program.lp.row(i).filter(|(j, a)| *a > 0.0 && is_limit(*j)).map(|(j, a)| by_bound[j] / a).sum()
            }
            _ => 0.0,
        };
        for (thing, t, men) in priced(&ctx, program, solution, key, *y + at_bounds) {
            prices.entry(thing).or_default().push((t, men));
        }
    }
    for (key, price) in program.columns.iter().zip(&by_bound) {
        if let ColumnKey::Shipped { link, t, .. } = *key {
            // 100 t/day more.
            prices.entry(Thing::Sea(link)).or_default().push((t, price * 0.1 * ctx.days * 1000.0));
        }
    }
    for (i, price) in by_bound.iter().enumerate().filter(|(_, price)| **price != 0.0) {
        for (class, t, men) in by_supplies(&ctx, program, i, *price) {
            prices.entry(Thing::Class(class)).or_default().push((t, men));
        }
    }
    let mut out: Vec<Bottleneck> = prices
        .into_iter()
        .filter_map(|(thing, by_period)| {
            let men: f64 = by_period.iter().map(|(_, m)| m).sum();
            let largest = by_period.iter().map(|(_, m)| m.abs()).fold(0.0, f64::max);
            let at: Vec<Period> = by_period.iter().filter(|(_, m)| m.abs() > 0.02 * largest).map(|(t, _)| *t).collect();
            let step = thing.step();
            Some(Bottleneck {
                thing,
                what: thing.what(c),
                place: thing.place(c),
                from_day: dates::day(c, *at.iter().min()?).0 - c.question.period.0,
                to_day: dates::day(c, *at.iter().max()?).0,
                step: step.into(),
                men_per_step: men,
            })
        })
        .filter(|b| b.men_per_step >= LEAST_MEN)
        .collect();
    out.sort_by(|a, b| b.men_per_step.total_cmp(&a.men_per_step));
    out
}

/// The same for readers: without numbers of men where the places cannot all be held on that date. There the prices count what is not
/// held, weighed so that no men can make up for it.
pub fn of_men(
    c: &Campaign,
    earliest: &Earliest,
    window: crate::formulation::Window,
    (program, solution): (&Program, &Solution),
) -> Vec<Bottleneck> {
    let mut found = find(c, earliest, window, (program, solution));
    if !dates::all_held(program, solution) {
        found.iter_mut().for_each(|b| b.men_per_step = f64::NAN);
    }
    found
}

/// What the price of a column's bound says about the classes of supply, where that bound is nothing but what there is to carry: no more
/// can be moved or stored than the homeland has sent. The proof may charge that instead of the budget of the class.
fn by_supplies(ctx: &Context, program: &Program, column: usize, price: f64) -> Vec<(ClassId, Period, f64)> {
    let all_classes = || (0..ctx.c.classes.len()).map(ClassId).collect::<Vec<_>>();
    let (t, most, classes) = match program.columns[column] {
        ColumnKey::Stock { t, .. }
        | ColumnKey::Trucked { t, .. }
        | ColumnKey::TruckLoad { t, .. }
        | ColumnKey::RailFreight { t, .. }
        | ColumnKey::YardUnload { t, .. }
        | ColumnKey::YardLoad { t, .. }
        | ColumnKey::TrainLoad { t, .. } => (t, ctx.supplies(t), all_classes()),
        ColumnKey::ClassLeft { class, t } => (t, ctx.class_supplies(class, t), vec![class]),
        // What a stream offers in one period: its price is that of the class's budget and of the stock at its place together. (What is
        // offered in a place to be taken has a row of its own, see `LocalSupply`.)
        ColumnKey::Arrived { stream, t } => {
            let s = &ctx.c.streams[stream];
            if !ctx.given(s.place, t) {
                return Vec::new();
            }
            let all: f64 = ctx.c.streams.iter().filter(|o| o.class == s.class).map(|o| o.t_per_day.base).sum();
            let days = s.span.days_within(Days(ctx.start(t)), Days(ctx.end(t))).0;
            let share = if all > 0.0 { s.t_per_day.base / all } else { 0.0 };
            return vec![(s.class, t, price * 0.1 * share * days * 1000.0)];
        }
        _ => return Vec::new(),
    };
    if program.lp.upper[column] < most {
        return Vec::new();
    }
    let mut out = Vec::new();
    for class in classes {
        let streams: Vec<&SupplyStream> = ctx.c.streams.iter().filter(|s| s.class == class).collect();
        let all: f64 = streams.iter().map(|s| s.t_per_day.base).sum();
        for u in (0..=t).filter(|_| all > 0.0) {
            // 100 t/day more, on the days on which its streams run.
            let days = |s: &SupplyStream| s.span.days_within(Days(ctx.start(u)), Days(ctx.end(u))).0;
            let kt: f64 = streams.iter().map(|s| 0.1 * s.t_per_day.base / all * days(s)).sum();
            out.push((class, u, price * kt * 1000.0));
        }
    }
    out
}

/// What a row's price says about a thing: men per step in that period. Prices are thousand men per unit of the row.
fn priced(ctx: &Context, program: &Program, s: &Solution, key: &RowKey, y: f64) -> Vec<(Thing, Period, f64)> {
    let days = ctx.days;
    match *key {
        // 1,000 men a day more = 1 thousand times the days, in the share in which their place is held.
        RowKey::ReplacementStream { stream, t } => {
            let share = ctx.share_held(program, &s.x, ctx.c.replacements[stream].place, t);
            vec![(Thing::Replacements(stream), t, y * days * share * 1000.0)]
        }
        RowKey::LocalSupply { stream, t } => {
            let share = ctx.share_held(program, &s.x, ctx.c.streams[stream].place, t);
            vec![(Thing::Local(stream), t, y * 0.1 * days * share * 1000.0)]
        }
        // 100 men a day more.
        RowKey::Returned { t } => vec![(Thing::Returned, t, y * 0.1 * days * 1000.0)],
        // 10,000 men more, spread over the forces as they are.
        RowKey::ForceSize { force } => {
            let all: f64 = ctx.c.forces.iter().map(|f| f.men.base).sum();
            let share = if all > 0.0 { ctx.c.forces[force].men.base / all } else { 0.0 };
            vec![(Thing::Forces, 0, y * share * 10.0 * 1000.0)]
        }
        RowKey::RailCapacity { line, t, .. } => {
            vec![(Thing::Trains(line), t, y * ctx.days_worked(program, &s.x, line, t) * 1000.0)]
        }
        RowKey::YardCapacity { place, t } => vec![(Thing::Yard(place), t, y * days * 1000.0)],
        RowKey::Handling { place, t } => vec![(Thing::Handling(place), t, y * days * 1000.0)],
        // The row counts hundreds of wagons and single locomotives; both are priced by the hundred.
        RowKey::RollingStock { gauge, kind, t } => {
            let hundred = if kind == StockKind::Wagons { 1.0 } else { 100.0 };
            vec![(Thing::Rolling(gauge, kind), t, y * hundred * days * 1000.0)]
        }
        RowKey::TruckFleet { t } => {
            let trucks: f64 = ctx.c.fleets.iter().filter(|f| f.from.0 <= ctx.end(t)).map(|f| f.trucks.base).sum();
            let thousand = if trucks > 0.0 { lift_kt_days(ctx, t) / trucks * 1000.0 } else { 0.0 };
            vec![(Thing::Trucks, t, y * thousand * 1000.0)]
        }
        RowKey::Brigades { t } => vec![(Thing::Brigades, t, y * days * 1000.0)],
        // A road to a place that is not held carries nothing, whatever its room.
        RowKey::RoadCapacity { road, t, .. } => {
            let (one, other) = ctx.c.road(road).ends;
            let share = ctx.share_held(program, &s.x, ctx.later(one, other), t);
            vec![(Thing::Vehicles(road), t, y * 0.1 * seasons::road_days(ctx, road, t) * share * 1000.0)]
        }
        // One day more for this leg = 1/D of a period.
        RowKey::Pace { leg, t } => vec![(Thing::Pace(leg), t, y / days * 1000.0)],
        _ => Vec::new(),
    }
}
