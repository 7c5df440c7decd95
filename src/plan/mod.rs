//! The plan: a restriction of the campaign in which every date is fixed and everything left is linear and exact.
//!
//! The bound asks what is thinkable; the plan asks what can be ordered. It is cautious wherever the bound is
//! optimistic: places and lines are used from the period after they are ours, groupings stand where they fight, every
//! class of supply has its own wagons, marches and trains take their days, trucks stand somewhere. A plan is never
//! believed by itself: [`crate::replay`] carries its orders out day by day.

mod carriage;
mod covers;
mod depots;
mod front;
pub mod keys;
mod lines;
mod men;
mod mend;
mod pace;
mod route;
pub mod schedule;
mod search;
mod trouble;
mod within;
mod write;

pub use search::plan;

use std::collections::HashMap;

use crate::campaign::{ClassId, LineId, PlaceId, RoadId, Way, Weather};
use crate::formulation::program::Builder;
pub(crate) use crate::formulation::program::Program;
use crate::formulation::{Context, Gauge, Period};
use crate::orders::Orders;
use crate::replay::Replay;
use crate::solver::{Backend, Limits, Sides};
use keys::{Column, Row};
use schedule::Schedule;

pub(crate) type Build = Builder<Column, Row>;

/// A plan that has been carried out day by day without a fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    pub orders: Orders,
    pub replay: Replay,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq)]
pub enum NoPlan {
    /// The campaign asks for things that plans do not know.
    Unknown(Vec<&'static str>),
    /// The places cannot be reached in time even by the relaxation, along one way each.
    NoRoute,
    /// What was missing in the schedule that came closest, without a full stop.
    Short(String),
}

/// How much is spent on the search, and when it has found enough.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub backend: Backend,
    pub limits: Limits,
    /// Programs solved at most for one schedule to begin with, and as many replays.
    pub rounds: usize,
    /// A plan for so many men is enough.
    pub enough_men: f64,
    /// The bound for the same span.
    pub bound_men: f64,
}

impl Effort {
    fn how(&self) -> (Backend, Limits) {
        (self.backend, self.limits)
    }
}

/// What the search is at, for those who watch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Men that the program of the moment sustains, were nothing missing.
    pub men: f64,
    /// 0 = nothing is missing.
    pub missing: f64,
    /// Faults of the replay, where there was one.
    pub faults: Option<usize>,
}

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
    /// How much is left over everywhere from the beginning.
    pub caution: Caution,
    /// kt to be left in a depot at the end of a period, and of the one before.
    pub stock: HashMap<(PlaceId, ClassId, Period), f64>,
    /// Thousand men to be left at a place.
    pub men: HashMap<(PlaceId, Period), f64>,
    /// Share of every capacity (lines, roads, trucks, streams) that is not used.
    pub margin: f64,
}

/// What a plan leaves over everywhere, because periods do not know days: shares of what leaves a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Caution {
    /// Of men who leave, written off.
    pub men: f64,
    /// Of supplies that leave, written off.
    pub stock: f64,
    /// By how much what leaves early in a period counts for more than it is.
    pub early: f64,
}

impl Caution {
    /// So little that a plan may come near the bound.
    pub const CLOSE: Caution = Caution { men: 0.0005, stock: 0.003, early: 0.03 };
    /// So much that a plan mostly stands the replay at once.
    pub const AMPLE: Caution = Caution { men: 0.003, stock: 0.01, early: 0.1 };
}

impl Default for Caution {
    fn default() -> Self {
        Caution::CLOSE
    }
}

impl Reserves {
    /// A margin on every capacity that is left where there are men to spare.
    const AMPLE_MARGIN: f64 = 0.03;

    /// What is kept in hand before any replay where there are men to spare.
    fn ample() -> Reserves {
        Reserves { caution: Caution::AMPLE, margin: Self::AMPLE_MARGIN, ..Reserves::default() }
    }

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
    /// Thousand men that are enough.
    pub enough: f64,
    pub roads: Vec<UsableRoad>,
    pub lines: Vec<UsableLine>,
    pub trucks: Option<carriage::Truck>,
    pub moments: within::Moments,
}

impl<'a> Planner<'a> {
    pub fn new(ctx: &'a Context<'a>, schedule: &'a Schedule, (reserves, enough): (&'a Reserves, f64)) -> Planner<'a> {
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
        let trucks = carriage::Truck::worst_of(&ctx.c.fleets);
        let mut planner =
            Planner { ctx, schedule, reserves, enough, roads, lines, trucks, moments: within::Moments::default() };
        planner.moments = within::Moments::of(&planner);
        planner
    }

    /// The plan's program: as many men as can be sustained under this schedule.
    pub fn build(&self) -> Program<Column, Row> {
        let b = &mut Build::default();
        // With men to spare there is something to spare everywhere, and the replay finds little to mend.
        let sustained = b.column(Column::Sustained, self.ctx.pool(self.ctx.window.last).min(self.enough));
        b.objective(sustained, 1.0);
        self.men_rows(b);
        self.depot_rows(b);
        self.within_rows(b);
        self.truck_rows(b);
        self.rail_rows(b);
        self.leg_rows(b);
        self.progress(b);
        self.arrivals(b);
        self.by_road(b);
        self.by_rail(b);
        self.by_sea(b);
        self.movement(b);
        self.accepted(b);
        self.consumption(b);
        self.safety(b);
        self.follow(b);
        self.presence(b);
        self.go_in(b);
        self.count(b, sustained);
        std::mem::take(b).finish()
    }

    /// The worst of each factor of the season on a road on any day of a period.
    pub fn weather(&self, road: RoadId, t: Period) -> Weather {
        let fair = Weather { road_capacity: 1.0, truck_run: 1.0, advance: 1.0, march: 1.0 };
        let spells = self.ctx.c.spells(self.ctx.c.road(road).zone, self.ctx.start(t), self.ctx.end(t));
        let worst = spells.into_iter().map(|(_, weather)| weather).reduce(|a, b| Weather {
            road_capacity: a.road_capacity.min(b.road_capacity),
            truck_run: a.truck_run.min(b.truck_run),
            advance: a.advance.min(b.advance),
            march: a.march.min(b.march),
        });
        worst.unwrap_or(fair)
    }

    pub fn classes(&self) -> impl Iterator<Item = ClassId> + use<> {
        (0..self.ctx.c.classes.len()).map(ClassId)
    }
}

/// Rows of limits.
pub(crate) fn at_most(limit: f64) -> Sides {
    Sides::AtMost(limit)
}
