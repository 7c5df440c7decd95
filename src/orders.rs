//! Orders: a plan written out so far that somebody who knows only the campaign can carry it out, day by day.
//!
//! This is the whole of what [`crate::plan`] hands to [`crate::replay`]: the one makes it with a linear program, the
//! other carries it out without. Amounts are those of people (men, tonnes, trucks). An amount "in a period" is carried
//! out evenly over the period's days.

use serde::{Deserialize, Serialize};

use crate::campaign::{ClassId, LineId, PlaceId, RoadId, SeaLinkId, Way};

/// A plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Orders {
    /// Whole days in a period. Period `t` covers the days from `t` times this to `t + 1` times this.
    pub period_days: usize,
    /// Periods from day 0 to the end of the span over which men are counted.
    pub periods: usize,
    /// Day from which the men must stand at the destinations, until the end.
    pub counted_from_day: f64,
    /// Men that the plan claims to sustain from that day to the end.
    pub men: f64,
    /// Stretches of the advance.
    pub works: Vec<Work>,
    /// Men and supplies that go forward with the advance.
    pub follows: Vec<Follow>,
    pub restorations: Vec<Restoration>,
    pub joined: Vec<Joined>,
    pub replaced: Vec<Replaced>,
    pub marches: Vec<March>,
    pub men_by_rail: Vec<MenByRail>,
    pub accepted: Vec<Accepted>,
    pub freight: Vec<Freight>,
    pub truck_joins: Vec<TruckJoin>,
    pub truck_transfers: Vec<TruckTransfer>,
}

/// An advance along a road, without a pause, with the grouping that the resistance asks for. A leg may be worked on in
/// several stretches. The place at the end is taken at the end of the stretch that completes the leg.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    pub road: RoadId,
    pub way: Way,
    pub from_day: f64,
    pub to_day: f64,
    /// Share of the leg cleared in the stretch.
    pub share: f64,
    /// Depot from which those engaged draw everything while they work: the place at the beginning of the road, or, in the
    /// period in which that place itself was taken, the depot further back from which the period's advance began.
    pub depot: PlaceId,
    /// Roads from that depot to the beginning of the leg, in order; empty where the depot is there. Trucks of the depot
    /// drive what is drawn over these roads, and burn fuel for it, within the day.
    pub via: Vec<(RoadId, Way)>,
}

/// Men and supplies that follow the troops into a place on the day on which it is taken, from the depot from which the
/// period's advance began. The men need no time for it, because they fought their way. The supplies were loaded
/// beforehand on trucks of that depot, which drive them and burn fuel for it on that day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Follow {
    pub from: PlaceId,
    pub to: PlaceId,
    /// Roads taken, in order.
    pub via: Vec<(RoadId, Way)>,
    pub day: f64,
    pub men: f64,
    /// Tonnes of each class, in the order of the campaign's classes.
    pub tonnes: Vec<f64>,
}

/// Work on a line, from first day to last. Brigades are tied for the days that its track takes, from the first day; those
/// of its bridges evenly until the last.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Restoration {
    pub line: LineId,
    pub from_day: f64,
    pub to_day: f64,
}

/// Men of a force who take part, from its day on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// Index into the campaign's forces.
    pub force: usize,
    pub men: f64,
}

/// Replacements taken in a period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Replaced {
    /// Index into the campaign's streams of replacements.
    pub stream: usize,
    pub period: usize,
    pub men: f64,
}

/// Men who set out along a road in a period, on foot.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct March {
    pub road: RoadId,
    pub way: Way,
    pub period: usize,
    pub men: f64,
}

/// Men who set out by train in a period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MenByRail {
    pub line: LineId,
    pub way: Way,
    pub period: usize,
    pub men: f64,
}

/// Supplies accepted from the homeland in a period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    /// Index into the campaign's streams of supplies.
    pub stream: usize,
    pub period: usize,
    pub tonnes: f64,
}

/// Supplies sent along a link in a period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Freight {
    pub link: Link,
    pub way: Way,
    pub class: ClassId,
    pub period: usize,
    pub tonnes: f64,
}

/// What supplies travel on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Link {
    Rail(LineId),
    Road(RoadId),
    Sea(SeaLinkId),
}

/// Trucks of a fleet that begin at a place: on the first day of the first period that begins on or after the fleet's
/// own first day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TruckJoin {
    /// Index into the campaign's fleets.
    pub fleet: usize,
    pub place: PlaceId,
    pub trucks: f64,
}

/// Trucks that leave one place for another for good, with the period's first day. The days of the drive (road over daily
/// run) are lost; for the rest of the period they work at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TruckTransfer {
    pub road: RoadId,
    pub way: Way,
    pub period: usize,
    pub trucks: f64,
}
