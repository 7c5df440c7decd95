//! Typed names of the plan's columns and rows. Units: thousand men, kilotonnes, kilotonnes of truck lift, shares.

use crate::campaign::{ClassId, LineId, PlaceId, RoadId, SeaLinkId, Way};
use crate::formulation::{Gauge, Period};

/// A column of the plan's program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Men sustained.
    Sustained,
    /// Men behind the destinations whose claims count.
    Guards {
        t: Period,
    },
    /// Share of a leg of the route that is not cleared in time: 0 in a plan.
    Short {
        leg: usize,
    },
    /// Men missing from the groupings at a place, thousand: 0 in a plan.
    Absent {
        place: PlaceId,
        t: Period,
    },
    /// Share of a leg of the route cleared in a period.
    Progress {
        leg: usize,
        t: Period,
    },
    /// Men at a place at the end of a period.
    Men {
        place: PlaceId,
        t: Period,
    },
    Joined {
        force: usize,
    },
    Replaced {
        stream: usize,
        t: Period,
    },
    March {
        road: RoadId,
        way: Way,
        t: Period,
    },
    RailMen {
        line: LineId,
        way: Way,
        t: Period,
    },
    /// Men who go into a place with the advance, along the leg that takes it.
    FollowMen {
        leg: usize,
    },
    /// Supplies that follow into a place with the advance.
    FollowStock {
        leg: usize,
        class: ClassId,
    },
    Stock {
        place: PlaceId,
        class: ClassId,
        t: Period,
    },
    Accepted {
        stream: usize,
        t: Period,
    },
    Rail {
        line: LineId,
        way: Way,
        class: ClassId,
        t: Period,
    },
    Road {
        road: RoadId,
        way: Way,
        class: ClassId,
        t: Period,
    },
    Sea {
        link: SeaLinkId,
        way: Way,
        class: ClassId,
        t: Period,
    },
    /// Loaded on trains of a gauge at a gauge break.
    YardLoad {
        place: PlaceId,
        gauge: Gauge,
        class: ClassId,
        t: Period,
    },
    /// Loaded on trucks.
    TruckLoad {
        place: PlaceId,
        t: Period,
    },
    /// Lift of the trucks based at a place at the end of a period.
    Trucks {
        place: PlaceId,
        t: Period,
    },
    TruckJoin {
        fleet: usize,
        place: PlaceId,
    },
    TruckMove {
        road: RoadId,
        way: Way,
        t: Period,
    },
}

/// A row of the plan's program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Row {
    Count { t: Period },
    Behind { t: Period },
    Uncounted { t: Period },
    LegDone { leg: usize },
    LegRoom { leg: usize },
    FollowLeast { leg: usize },
    TimeBudget { leg: usize, t: Period },
    MenWithin { place: PlaceId, t: Period, k: usize },
    MenBalance { place: PlaceId, t: Period },
    Presence { place: PlaceId, t: Period },
    Stay { place: PlaceId, t: Period },
    StockWithin { place: PlaceId, class: ClassId, t: Period, k: usize },
    StockBalance { place: PlaceId, class: ClassId, t: Period },
    Safety { place: PlaceId, class: ClassId, t: Period },
    RailCapacity { line: LineId, way: Way, t: Period },
    RollingStock { gauge: Gauge, kind: crate::campaign::StockKind, t: Period },
    Yard { place: PlaceId, gauge: Gauge, class: ClassId, t: Period },
    YardCapacity { place: PlaceId, t: Period },
    RoadCapacity { road: RoadId, way: Way, t: Period },
    SeaCapacity { link: SeaLinkId, way: Way, t: Period },
    TruckLoad { place: PlaceId, t: Period },
    TruckStay { place: PlaceId, t: Period },
    TruckBalance { place: PlaceId, t: Period },
    TruckWork { place: PlaceId, t: Period },
    FleetSize { fleet: usize },
}
