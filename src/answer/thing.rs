//! Things of a campaign that can be short, with their names and the step in which they are priced.

use crate::campaign::{Campaign, ClassId, LineId, PlaceId, RoadId, SeaLinkId, StockKind};
use crate::formulation::{Gauge, Leg};

/// A thing that can be short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    Class(ClassId),
    Replacements(usize),
    Forces,
    Trains(LineId),
    Yard(PlaceId),
    Handling(PlaceId),
    /// A supply stream at a place that must be taken.
    Local(usize),
    Returned,
    Rolling(Gauge, StockKind),
    Trucks,
    Brigades,
    Vehicles(RoadId),
    Pace(Leg),
    // What follows has no row of its own in the program: it moves dates, or stands in the sides of other rows.
    /// The bridges of one crossing (position of the first).
    Bridge(usize),
    /// Supplies that lie in a depot on day 0.
    Depot(PlaceId),
    /// Days of supply of a class that must lie behind the men.
    Safety(ClassId),
    Sea(SeaLinkId),
    /// Days on which things come.
    UsableFrom(LineId),
    ForceFrom(usize),
    StreamFrom(usize),
    ReplacementsFrom(usize),
    Handover(PlaceId),
    /// A rail line beside a road, where there is none.
    NoRail(RoadId),
    /// A road beside a rail line, where there is none.
    NoRoad(LineId),
}

impl Thing {
    /// What it is.
    pub fn what(self, c: &Campaign) -> String {
        match self {
            Thing::Class(k) => format!("{} from the homeland", c.classes[k.0].name),
            Thing::Replacements(i) => format!("Replacements '{}'", c.replacements[i].key),
            Thing::Forces => "Men of the forces at the start".into(),
            Thing::Trains(e) => format!("Trains on line {}", c.line(e).key),
            Thing::Handling(_) => "Loading and unloading of trains".into(),
            Thing::Local(i) => format!("Local supply '{}'", c.streams[i].key),
            Thing::Returned => "Men back from hospital".into(),
            Thing::Yard(_) => "Transshipment between gauges".into(),
            Thing::Rolling(gauge, StockKind::Wagons) => format!("Wagons, {}", gauge.word()),
            Thing::Rolling(gauge, StockKind::Locomotives) => format!("Locomotives, {}", gauge.word()),
            Thing::Trucks => "Trucks of the supply columns".into(),
            Thing::Brigades => "Railway brigades".into(),
            Thing::Vehicles(a) => format!("Room on road {}", c.road(a).key),
            Thing::Pace(_) => "Pace of the advance".into(),
            Thing::Bridge(i) => {
                let bridge = &c.bridges[i];
                format!("Bridge '{}' on line {}", bridge.name, c.line(bridge.line).key)
            }
            Thing::Depot(_) => "Depot stocks on day 0".into(),
            Thing::Safety(k) => format!("Safety stock of {} behind the men", c.classes[k.0].name.to_lowercase()),
            Thing::Sea(l) => format!("Sea link {}", c.sea_links[l.0].key),
            Thing::UsableFrom(e) => format!("First day of line {}", c.line(e).key),
            Thing::ForceFrom(i) => format!("Day on which {} joins", c.forces[i].name),
            Thing::StreamFrom(i) => format!("Days of supply stream '{}'", c.streams[i].key),
            Thing::ReplacementsFrom(i) => format!("Days of replacements '{}'", c.replacements[i].key),
            Thing::Handover(_) => "Day of handover".into(),
            Thing::NoRail(_) => "Missing rail line".into(),
            Thing::NoRoad(_) => "Missing road".into(),
        }
    }

    /// Where; empty = everywhere.
    pub fn place(self, c: &Campaign) -> String {
        let name = |p: PlaceId| c.place(p).name.clone();
        let between = |ends: (PlaceId, PlaceId)| format!("{} - {}", name(ends.0), name(ends.1));
        match self {
            Thing::Replacements(i) | Thing::ReplacementsFrom(i) => name(c.replacements[i].place),
            Thing::Local(i) | Thing::StreamFrom(i) => name(c.streams[i].place),
            Thing::Trains(e) | Thing::UsableFrom(e) | Thing::NoRoad(e) => between(c.line(e).ends),
            Thing::Bridge(i) => between(c.line(c.bridges[i].line).ends),
            Thing::Yard(p) | Thing::Handling(p) | Thing::Depot(p) | Thing::Handover(p) => name(p),
            Thing::Vehicles(a) | Thing::NoRail(a) => between(c.road(a).ends),
            Thing::Pace(leg) => between(leg.way.along(c.road(leg.road).ends)),
            Thing::Sea(l) => between(c.sea_links[l.0].ends),
            Thing::ForceFrom(i) => name(c.forces[i].place),
            Thing::Class(_)
            | Thing::Forces
            | Thing::Returned
            | Thing::Rolling(..)
            | Thing::Trucks
            | Thing::Brigades
            | Thing::Safety(_) => String::new(),
        }
    }

    /// The step in which it is priced.
    pub fn step(self) -> &'static str {
        match self {
            Thing::Class(_) | Thing::Local(_) => "100 t/day more",
            Thing::Replacements(_) => "1,000 men/day more",
            Thing::Forces => "10,000 men more",
            Thing::Trains(_) => "1 train/day more",
            Thing::Handling(_) | Thing::Yard(_) => "1,000 t/day more",
            Thing::Returned => "100 men/day more",
            Thing::Rolling(..) => "100 more",
            Thing::Trucks => "1,000 trucks more",
            Thing::Brigades => "1 brigade more",
            Thing::Vehicles(_) => "100 vehicles/day more",
            Thing::Pace(_) => "1 day sooner",
            Thing::Bridge(_) => "rebuilt 10 days sooner",
            Thing::Depot(_) => "1,000 t more",
            Thing::Safety(_) => "1 day less",
            Thing::Sea(_) => "100 t/day more",
            Thing::UsableFrom(_)
            | Thing::ForceFrom(_)
            | Thing::StreamFrom(_)
            | Thing::ReplacementsFrom(_)
            | Thing::Handover(_) => "10 days sooner",
            Thing::NoRail(_) | Thing::NoRoad(_) => "a link where there is none",
        }
    }
}
