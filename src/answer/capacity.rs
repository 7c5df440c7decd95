//! Initial, used, unused and needed capacity of every limited thing in every period of the optimistic schedule.
//!
//! Read off the program's own rows: what takes room is used, what makes room (a line restored, a place held, work carried to a
//! neighbouring period) is at hand. *Needed* is what the schedule uses. Where a thing is full, or has a price, it holds the schedule
//! back and more of it might be used: then the figure is the least that is needed, and the price says what a unit more is worth.

use serde::Serialize;

use super::schedule::Schedule;
use super::traffic::{DUST, Stock};
use crate::campaign::{Days, PlaceId, StockKind};
use crate::formulation::{ColumnKey, Period, RowKey, Way, booty, seasons, trucks};
use crate::solver::{Lp, Solution};

/// Full from this share of what is at hand. (The schedule is tidied within a ten-thousandth of its men.)
const FULL: f64 = 1.0 - 1e-3;
/// A price that moves fewer men than this, for one hundredth of what is at hand, is none.
const LEAST_MEN: f64 = 1.0;

/// One thing in one period. Figures are in `unit`, mean over the period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapacityRow {
    /// `Rail line`, `Road`, `Depot` and so on.
    pub kind: &'static str,
    /// Key of the thing; empty where there is only one of the kind.
    pub thing: String,
    /// Where it is or which way it goes.
    pub place: String,
    pub unit: &'static str,
    pub from_day: f64,
    pub to_day: f64,
    /// What the workbook gives for the period: restored, held, losses and season of the workbook's own tables in it.
    pub initial: f64,
    /// What of it the schedule has: as far as the place is held and the line restored, with work carried from a neighbouring period.
    pub at_hand: f64,
    pub used: f64,
    /// At hand less used.
    pub unused: f64,
    /// What the schedule uses; the least that is needed where `holds_back`.
    pub needed: f64,
    /// Full, or priced: with more of it more might be used.
    pub holds_back: bool,
    /// Men more at the destination for one unit more in this period alone, at the margin; `None` where the program prices it
    /// together with other things: depots, and streams from places to be taken.
    pub men_per_unit: Option<f64>,
}

impl CapacityRow {
    /// Used over at hand; `None` where nothing is at hand.
    pub fn share(&self) -> Option<f64> {
        (self.at_hand > 1e-9).then(|| self.used / self.at_hand)
    }
}

/// What a row of the program limits.
struct Limited {
    kind: &'static str,
    thing: String,
    place: String,
    unit: &'static str,
    /// Units for one of the row's own.
    scale: f64,
    /// What the workbook gives, units; `None` = the row's right-hand side.
    initial: Option<f64>,
    /// The row's own units for one unit more in the workbook.
    per_unit: f64,
}

/// Capacity of everything, in order of kind, thing and period. Left out: periods in which a thing can't be there at the earliest.
pub fn rows(s: &Schedule, stocks: &[Stock], solution: &Solution) -> Vec<CapacityRow> {
    let mut out: Vec<CapacityRow> = Vec::new();
    let by_bound = bound_prices(&s.program.lp, &solution.y);
    for (i, key) in s.program.rows.iter().enumerate() {
        let (Some(t), Some(limited)) = (key.period(), limited(s, key)) else { continue };
        let mut used = 0.0;
        let mut at_hand = s.program.lp.sides[i].upper();
        let mut price = solution.y[i].max(0.0);
        for (j, a) in s.program.lp.row(i) {
            if makes_room(key, &s.program.columns[j]) {
                at_hand -= a * s.x[j];
                continue;
            }
            used += a * s.x[j];
            // A flow's own bound is the same capacity said again, and the price may stand there; unless there is not so much to carry.
            let flow = matches!(s.program.columns[j], ColumnKey::RailFreight { .. } | ColumnKey::Trucked { .. });
            if flow && s.program.lp.upper[j] < s.ctx.supplies(t) {
                price += by_bound[j] / a;
            }
        }
        let side = s.program.lp.sides[i].upper() * limited.scale;
        let initial = limited.initial.unwrap_or(side);
        let price = price * limited.per_unit * 1000.0;
        out.push(row(s, t, limited, [initial, at_hand, used], Some(price)));
    }
    out.extend(s.program.columns.iter().zip(s.x).enumerate().filter_map(|(j, (key, x))| {
        let (t, limited) = by_column(s, key)?;
        let upper = limited.initial.unwrap_or(s.program.lp.upper[j] * limited.scale);
        // What is offered in a place to be taken is limited by a row of its own, which shares the price with the bound.
        let (held, given) = match *key {
            ColumnKey::Arrived { stream, t } => {
                let place = s.ctx.c.streams[stream].place;
                (s.counted_held(place, t), s.ctx.given(place, t))
            }
            _ => (1.0, true),
        };
        let price = given.then(|| by_bound[j] * limited.per_unit * 1000.0);
        let at_hand = upper / limited.scale * held;
        Some(row(s, t, limited, [upper, at_hand, *x], price))
    }));
    out.extend(depots(s, stocks));
    let order = |r: &CapacityRow| KINDS.iter().position(|k| *k == r.kind);
    out.sort_by(|a, b| {
        let by_kind = order(a).cmp(&order(b)).then_with(|| a.thing.cmp(&b.thing)).then_with(|| a.place.cmp(&b.place));
        by_kind.then_with(|| a.from_day.total_cmp(&b.from_day))
    });
    out
}

/// What the upper bound of each column is worth at these row prices, thousand men for a unit; nothing where it does not bind.
pub(super) fn bound_prices(lp: &Lp, y: &[f64]) -> Vec<f64> {
    let mut left = lp.objective.clone();
    for (i, price) in y.iter().enumerate().filter(|(_, y)| **y != 0.0) {
        for (j, a) in lp.row(i) {
            left[j] -= price * a;
        }
    }
    left.into_iter().map(|d| d.max(0.0)).collect()
}

/// Kinds of things in the order in which they are shown.
pub const KINDS: [&str; 12] = [
    "Rail line",
    "Road",
    "Sea link",
    "Transshipment",
    "Handling",
    "Wagons",
    "Locomotives",
    "Trucks",
    "Brigades",
    "Stream",
    "Replacements",
    "Depot",
];

fn row(s: &Schedule, t: Period, l: Limited, [initial, at_hand, used]: [f64; 3], price: Option<f64>) -> CapacityRow {
    let (at_hand, used) = (at_hand.max(0.0) * l.scale, used.max(0.0) * l.scale);
    let full = at_hand > 1e-6 * initial && used >= FULL * at_hand;
    let priced = price.is_some_and(|men| men * at_hand / 100.0 >= LEAST_MEN);
    CapacityRow {
        kind: l.kind,
        thing: l.thing,
        place: l.place,
        unit: l.unit,
        from_day: s.ctx.start(t),
        to_day: s.ctx.end(t),
        initial,
        at_hand,
        used,
        unused: (at_hand - used).max(0.0),
        needed: used,
        holds_back: full || priced,
        men_per_unit: price,
    }
}

/// Columns that make room in a row instead of taking it.
fn makes_room(row: &RowKey, column: &ColumnKey) -> bool {
    match column {
        ColumnKey::Restored { .. } | ColumnKey::TrackInUse { .. } => matches!(row, RowKey::RailCapacity { .. }),
        ColumnKey::Cleared { .. } | ColumnKey::Taken { .. } => true,
        ColumnKey::StockCarry { .. } | ColumnKey::TruckCarry { .. } => true,
        _ => false,
    }
}

/// What a row limits, if it is capacity.
fn limited(s: &Schedule, key: &RowKey) -> Option<Limited> {
    let (ctx, c, days) = (s.ctx, s.ctx.c, s.ctx.days);
    let name = |p: PlaceId| c.place(p).name.clone();
    let along = |way: Way, ends: (PlaceId, PlaceId)| {
        let (from, to) = way.along(ends);
        format!("{} - {}", name(from), name(to))
    };
    // Kilotonnes of a period.
    let t_per_day = 1000.0 / days;
    Some(match *key {
        RowKey::RailCapacity { line, way, t } => Limited {
            kind: "Rail line",
            thing: c.line(line).key.clone(),
            place: along(way, c.line(line).ends),
            unit: "trains/day",
            scale: 1.0 / days,
            initial: Some(c.line_capacity(line)),
            per_unit: ctx.days_worked(s.program, s.x, line, t),
        },
        RowKey::RoadCapacity { road, way, t } => {
            let room = seasons::road_days(ctx, road, t);
            let ends = c.road(road).ends;
            Limited {
                kind: "Road",
                thing: c.road(road).key.clone(),
                place: along(way, ends),
                unit: "vehicles/day",
                scale: t_per_day,
                initial: Some(c.road(road).capacity.base * room / days),
                per_unit: room / 1000.0 * s.counted_held(ctx.later(ends.0, ends.1), t),
            }
        }
        RowKey::YardCapacity { place, .. } | RowKey::Handling { place, .. } => Limited {
            kind: if matches!(key, RowKey::Handling { .. }) { "Handling" } else { "Transshipment" },
            thing: c.place(place).key.clone(),
            place: name(place),
            unit: "t/day",
            scale: t_per_day,
            initial: None,
            per_unit: 1.0 / t_per_day,
        },
        RowKey::RollingStock { gauge, kind, .. } => {
            // The row counts hundreds of wagons.
            let (kind, each) = if kind == StockKind::Wagons { ("Wagons", 100.0) } else { ("Locomotives", 1.0) };
            let (thing, unit) = (gauge.word().to_string(), if each > 1.0 { "wagons" } else { "locomotives" });
            Limited {
                kind,
                thing,
                place: String::new(),
                unit,
                scale: each / days,
                initial: None,
                per_unit: days / each,
            }
        }
        RowKey::TruckFleet { t } => {
            let lift = trucks::lift_kt_days(ctx, t);
            let each = trucks::best_work_kt(c) * days;
            let scale = if each > 0.0 { 1.0 / each } else { 0.0 };
            Limited {
                kind: "Trucks",
                thing: "all fleets".into(),
                place: String::new(),
                unit: "trucks",
                scale,
                initial: Some(lift * scale),
                per_unit: each,
            }
        }
        RowKey::Brigades { .. } => Limited {
            kind: "Brigades",
            thing: "railway brigades".into(),
            place: String::new(),
            unit: "brigades",
            scale: 1.0 / days,
            initial: None,
            per_unit: days,
        },
        RowKey::ReplacementStream { stream, t } => {
            let r = &c.replacements[stream];
            let flowing = r.span.days_within(Days(ctx.start(t)), Days(ctx.end(t))).0;
            Limited {
                kind: "Replacements",
                thing: r.key.clone(),
                place: name(r.place),
                unit: "men/day",
                scale: 1000.0 / days,
                initial: Some(r.men_per_day.base * flowing / days),
                per_unit: flowing / 1000.0 * s.counted_held(r.place, t),
            }
        }
        _ => return None,
    })
}

/// What the upper bound of a column limits, if it is capacity: crossings by sea, and what the homeland offers.
fn by_column(s: &Schedule, key: &ColumnKey) -> Option<(Period, Limited)> {
    let (c, scale) = (s.ctx.c, 1000.0 / s.ctx.days);
    let (t, kind, thing, place) = match *key {
        ColumnKey::Shipped { link, way, t } => {
            let (from, to) = way.along(c.sea_links[link.0].ends);
            let place = format!("{} - {}", c.place(from).name, c.place(to).name);
            (t, "Sea link", c.sea_links[link.0].key.clone(), place)
        }
        ColumnKey::Arrived { stream, t } => {
            (t, "Stream", c.streams[stream].key.clone(), c.place(c.streams[stream].place).name.clone())
        }
        _ => return None,
    };
    Some((t, Limited { kind, thing, place, unit: "t/day", scale, initial: None, per_unit: 1.0 / scale }))
}

/// Depots: what lies there when the period begins, what is used there in it (not what is sent on), what is left; at hand is what
/// is used and what is left.
fn depots(s: &Schedule, stocks: &[Stock]) -> Vec<CapacityRow> {
    let before = |place: PlaceId, t: Period| match t.checked_sub(1) {
        Some(t) => s.value(ColumnKey::Stock { place, t }) * 1000.0,
        None => booty::handed_over_kt(s.ctx, 0, |b| b.place == place) * 1000.0,
    };
    let depot = |((place, t), row): &Stock| {
        let (initial, end) = (before(*place, *t), row.stock_t);
        let used = (row.rations_t + row.fighting_t + row.restoring_t).max(0.0);
        CapacityRow {
            kind: "Depot",
            thing: row.place.clone(),
            place: row.name.clone(),
            unit: "t",
            from_day: s.ctx.start(*t),
            to_day: row.day,
            initial,
            at_hand: used + end,
            used,
            unused: end,
            needed: used,
            holds_back: used >= DUST && end < DUST,
            men_per_unit: None,
        }
    };
    stocks.iter().filter(|(_, r)| r.stock_t >= DUST || r.men >= DUST || r.rations_t >= DUST).map(depot).collect()
}
