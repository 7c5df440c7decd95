//! The plan: a restriction of the campaign in which every date is fixed and everything left is linear and exact.
//!
//! The bound asks what is thinkable; the plan asks what can be ordered. It is cautious wherever the bound is
//! optimistic: places and lines are used from the period after they are ours, groupings stand where they fight, every
//! class of supply has its own wagons, marches and trains take their days, trucks stand somewhere. A plan is never
//! believed by itself: [`crate::replay`] carries its orders out day by day.

mod carriage;
mod depots;
mod front;
pub mod keys;
mod lines;
mod men;
mod pace;
mod route;
pub mod schedule;
mod search;
mod write;

pub use search::trial;

use std::collections::HashMap;

use crate::campaign::{ClassId, LineId, PlaceId, RoadId, Way};
use crate::formulation::program::Builder;
pub(crate) use crate::formulation::program::Program;
use crate::formulation::{Context, Gauge, Period};
use crate::solver::Sides;
use keys::{Column, Row};
use schedule::Schedule;

pub(crate) type Build = Builder<Column, Row>;

/// A road that the plan may use one way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UsableRoad {
    pub id: RoadId,
    pub way: Way,
    pub from: PlaceId,
    pub to: PlaceId,
    pub km: f64,
    /// First period in which it can be used.
    pub first: Period,
}

/// A line that the plan may use one way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UsableLine {
    pub id: LineId,
    pub way: Way,
    pub from: PlaceId,
    pub to: PlaceId,
    pub km: f64,
    pub gauge: Gauge,
    pub first: Period,
}

/// What earlier replays found wanting, kept in hand by the next plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reserves {
    /// kt to be left in a depot at the end of a period, and of the one before.
    pub stock: HashMap<(PlaceId, ClassId, Period), f64>,
    /// Thousand men to be left at a place.
    pub men: HashMap<(PlaceId, Period), f64>,
    /// Share of every capacity (lines, roads, trucks, streams) that is not used.
    pub margin: f64,
}

impl Reserves {
    fn stock(&self, place: PlaceId, class: ClassId, t: Period) -> f64 {
        self.stock.get(&(place, class, t)).copied().unwrap_or(0.0)
    }

    fn men(&self, place: PlaceId, t: Period) -> f64 {
        self.men.get(&(place, t)).copied().unwrap_or(0.0)
    }

    /// What is left of a capacity.
    fn most(&self, capacity: f64) -> f64 {
        capacity * (1.0 - self.margin)
    }
}

/// Everything the families of the plan's program need.
pub(crate) struct Planner<'a> {
    pub ctx: &'a Context<'a>,
    pub schedule: &'a Schedule,
    pub reserves: &'a Reserves,
    pub roads: Vec<UsableRoad>,
    pub lines: Vec<UsableLine>,
    pub trucks: Option<carriage::Truck>,
}

impl<'a> Planner<'a> {
    pub fn new(ctx: &'a Context<'a>, schedule: &'a Schedule, reserves: &'a Reserves) -> Planner<'a> {
        let mut roads = Vec::new();
        let outward = |from: PlaceId, to: PlaceId| {
            let day = |p: PlaceId| schedule.ours_from(ctx, p).map_or(f64::INFINITY, |d| d.0);
            day(from) <= day(to)
        };
        for (a, road) in ctx.c.roads.iter().enumerate() {
            let (Some(one), Some(other)) = (schedule.open[road.ends.0.0], schedule.open[road.ends.1.0]) else {
                continue;
            };
            for way in Way::BOTH {
                let (from, to) = way.along(road.ends);
                if outward(from, to) {
                    let (id, km, first) = (RoadId(a), road.length.0, one.max(other));
                    roads.push(UsableRoad { id, way, from, to, km, first });
                }
            }
        }
        let mut lines = Vec::new();
        for (e, line) in ctx.c.lines.iter().enumerate() {
            let Some(first) = schedule.lines[e] else { continue };
            for way in Way::BOTH {
                let (from, to) = way.along(line.ends);
                if outward(from, to) {
                    let (id, km, gauge) = (LineId(e), line.length.0, Gauge::of(line));
                    lines.push(UsableLine { id, way, from, to, km, gauge, first });
                }
            }
        }
        Planner { ctx, schedule, reserves, roads, lines, trucks: carriage::Truck::worst_of(&ctx.c.fleets) }
    }

    /// The plan's program: as many men as can be sustained under this schedule.
    pub fn build(&self) -> Program<Column, Row> {
        let b = &mut Build::default();
        let pool = self.ctx.pool(self.ctx.window.last);
        let sustained = b.column(Column::Sustained, pool);
        b.objective(sustained, 1.0);
        self.men_rows(b);
        self.depot_rows(b);
        self.truck_rows(b);
        self.rail_rows(b);
        self.progress(b);
        self.arrivals(b);
        self.by_road(b);
        self.by_rail(b);
        self.by_sea(b);
        self.follow(b);
        self.movement(b);
        self.accepted(b);
        self.consumption(b);
        self.safety(b);
        self.presence(b);
        self.count(b, sustained);
        std::mem::take(b).finish()
    }

    pub fn classes(&self) -> impl Iterator<Item = ClassId> + use<> {
        (0..self.ctx.c.classes.len()).map(ClassId)
    }

    /// Adds what leaves in period `t` and is `days` on its way to the balances where it arrives: `row(u)` gives the row
    /// of period `u`. What leaves evenly over a period arrives evenly, so a part arrives in the next one or later.
    pub fn arrive(
        &self,
        b: &mut Build,
        (t, days): (Period, f64),
        row: impl Fn(Period) -> Row,
        (column, each): (crate::formulation::program::Col, f64),
    ) {
        let late = days / self.ctx.days;
        let (whole, part) = (late.floor(), late.fract());
        for (u, share) in [(t + whole as Period, 1.0 - part), (t + whole as Period + 1, part)] {
            if u <= self.ctx.window.last && share > 0.0 && b.has(row(u)) {
                b.term(row(u), column, -each * share);
            }
        }
    }
}

/// Rows of limits.
pub(crate) fn at_most(limit: f64) -> Sides {
    Sides::AtMost(limit)
}
