//! The theatre: places, zones, roads, rail lines, bridges, crossings by sea.

use super::units::*;
use super::{Campaign, LineId, PlaceId, ZoneId};

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
    /// Tonnes a day loaded on trains and unloaded from them, together; `None` = no limit.
    pub handling: Option<Estimate>,
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
    /// Lines with the same word are one track in different gauges, of which one works at a time. Empty = on its own.
    pub track_group: String,
    pub provenance: Provenance,
}

/// Gauges of more than this, mm, are worked with broad-gauge trains.
pub(super) const BROAD_FROM_MM: f64 = 1500.0;

impl RailLine {
    /// Whether it is worked with broad-gauge trains.
    pub fn is_broad(&self) -> bool {
        self.gauge_mm > BROAD_FROM_MM
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
    /// Brigade-days of the work.
    pub brigade_days: Estimate,
    /// Trains a day each way once rebuilt; `None` = no less than the line.
    pub capacity: Option<Estimate>,
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

impl Campaign {
    /// The bridges of a line by crossing: those of one group stand side by side, each of the others alone.
    pub fn crossings(&self, line: LineId) -> Vec<Vec<&Bridge>> {
        let mut crossings: Vec<Vec<&Bridge>> = Vec::new();
        for bridge in self.bridges.iter().filter(|b| b.line == line) {
            let beside = |c: &&mut Vec<&Bridge>| !bridge.group.is_empty() && c[0].group == bridge.group;
            match crossings.iter_mut().find(beside) {
                Some(crossing) => crossing.push(bridge),
                None => crossings.push(vec![bridge]),
            }
        }
        crossings
    }

    /// Trains a day, each way, once a line and its bridges are restored: those of the line or of its narrowest
    /// crossing. Bridges side by side add up; a bridge without a figure does not narrow its crossing.
    pub fn line_capacity(&self, line: LineId) -> f64 {
        let across =
            |bridges: &Vec<&Bridge>| -> Option<f64> { bridges.iter().map(|b| b.capacity.map(|c| c.base)).sum() };
        let crossings = self.crossings(line);
        crossings.iter().filter_map(across).fold(self.line(line).capacity.base, f64::min)
    }

    /// The lines of each track that two lines or more share.
    pub fn shared_tracks(&self) -> Vec<Vec<LineId>> {
        let mut tracks: Vec<Vec<LineId>> = Vec::new();
        for (e, line) in self.lines.iter().enumerate().filter(|(_, l)| !l.track_group.is_empty()) {
            match tracks.iter_mut().find(|g| self.line(g[0]).track_group == line.track_group) {
                Some(track) => track.push(LineId(e)),
                None => tracks.push(vec![LineId(e)]),
            }
        }
        tracks.retain(|track| track.len() > 1);
        tracks
    }

    /// Whether a line shares its track with another.
    pub fn shares_track(&self, line: LineId) -> bool {
        let group = &self.line(line).track_group;
        !group.is_empty() && self.lines.iter().filter(|l| l.track_group == *group).count() > 1
    }
}
