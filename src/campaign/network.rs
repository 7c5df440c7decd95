//! The theatre: places, zones, roads, rail lines, bridges, crossings by sea.

use super::units::*;
use super::{LineId, PlaceId, ZoneId};

/// Which way along a link: from its first end to its second, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Way {
    Forth,
    Back,
}

impl Way {
    pub const BOTH: [Way; 2] = [Way::Forth, Way::Back];

    /// Start and end of a link travelled this way.
    pub fn along(self, ends: (PlaceId, PlaceId)) -> (PlaceId, PlaceId) {
        match self {
            Way::Forth => ends,
            Way::Back => (ends.1, ends.0),
        }
    }
}

/// A town or junction.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub key: String,
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    pub corridor: String,
    pub river: String,
    /// Day on which it is ours without a fight; `None` = must be taken.
    pub ours_from: Option<Days>,
    /// Tonnes a day between gauges; `None` = no limit.
    pub transshipment: Option<Estimate>,
    pub provenance: Provenance,
}

/// A stretch of country with one resistance.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    pub key: String,
    pub name: String,
}

/// A road, for trucks, for marching and for the advance.
#[derive(Debug, Clone, PartialEq)]
pub struct Road {
    pub key: String,
    pub ends: (PlaceId, PlaceId),
    pub length: Km,
    pub surface: String,
    /// Loaded vehicles a day, each way.
    pub capacity: Estimate,
    pub zone: ZoneId,
    pub provenance: Provenance,
}

/// State of a line when both its ends come into our hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    Open,
    LightDamage,
    HeavyDamage,
    Regauge,
}

/// A rail line between two places.
#[derive(Debug, Clone, PartialEq)]
pub struct RailLine {
    pub key: String,
    pub ends: (PlaceId, PlaceId),
    pub length: Km,
    pub tracks: f64,
    pub gauge_mm: f64,
    pub capacity_intact: TrainsPerDay,
    /// Trains a day, each way, once restored.
    pub capacity: Estimate,
    pub condition: Condition,
    pub usable_from: Option<Days>,
    pub provenance: Provenance,
}

impl RailLine {
    /// Gauges of more than 1,500 mm are worked with broad-gauge trains.
    pub fn is_broad(&self) -> bool {
        self.gauge_mm > 1500.0
    }
}

/// A rail bridge to be rebuilt.
#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    pub key: String,
    pub name: String,
    pub river: String,
    pub line: LineId,
    /// Bridges of one line and group serve the same crossing: the quickest counts. Empty = on its own.
    pub group: String,
    /// Days from the capture of both ends.
    pub rebuild_days: Estimate,
    pub provenance: Provenance,
}

/// A crossing by ship or ferry.
#[derive(Debug, Clone, PartialEq)]
pub struct SeaLink {
    pub key: String,
    pub ends: (PlaceId, PlaceId),
    pub length: Km,
    /// Tonnes a day, each way.
    pub capacity: Estimate,
    pub from: Days,
    pub provenance: Provenance,
}
