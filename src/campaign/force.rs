//! The force and its enemy: postures, resistance, forces, replacements, claims.

use super::units::*;
use super::{PlaceId, PostureId, RoadId, ZoneId};

/// What men can be doing.
#[derive(Debug, Clone, PartialEq)]
pub struct Posture {
    pub key: String,
    pub name: String,
    /// km/day; base 0 = no advance possible.
    pub advance: Estimate,
    /// Men lost per 1,000 engaged (whole ration strength) and day.
    pub casualties_per_1000: Estimate,
    pub provenance: Provenance,
}

/// One row of the resistance table.
#[derive(Debug, Clone, PartialEq)]
pub struct Resistance {
    pub profile: String,
    pub at: ResistanceAt,
    pub from: Days,
    pub posture: PostureId,
    /// Men that must be engaged on one axis.
    pub grouping: Estimate,
    pub provenance: Provenance,
}

/// Where a row of the resistance table counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResistanceAt {
    Zone(ZoneId),
    Road(RoadId),
}

/// Two places that must be taken at about the same time.
#[derive(Debug, Clone, PartialEq)]
pub struct Abreast {
    pub place: PlaceId,
    pub with: PlaceId,
    pub most_ahead: Days,
}

/// A body of men with the place and day where it joins.
#[derive(Debug, Clone, PartialEq)]
pub struct Force {
    pub key: String,
    pub name: String,
    pub place: PlaceId,
    /// Ration strength.
    pub men: Estimate,
    pub from: Days,
    pub provenance: Provenance,
}

/// Men who arrive to fill gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    pub key: String,
    pub place: PlaceId,
    pub men_per_day: Estimate,
    pub span: Span,
    pub includes_returned: bool,
    pub provenance: Provenance,
}

/// From a first day until a last (open where `None`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub from: Days,
    pub to: Option<Days>,
}

impl Span {
    /// Days of the span that lie in `[start, end]`.
    pub fn days_within(&self, start: Days, end: Days) -> Days {
        let last = self.to.map_or(end.0, |t| t.0.min(end.0));
        Days((last - self.from.0.max(start.0)).max(0.0))
    }
}

/// What a claim on manpower is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimBasis {
    Men,
    PerKmTaken,
    PerPlaceTaken,
    PerTruck,
    PerKmOfLine,
}

impl ClaimBasis {
    /// In the order of the words in the Claims sheet.
    pub const ALL: [ClaimBasis; 5] = [
        ClaimBasis::Men,
        ClaimBasis::PerKmTaken,
        ClaimBasis::PerPlaceTaken,
        ClaimBasis::PerTruck,
        ClaimBasis::PerKmOfLine,
    ];
}

/// Men of the force tied down behind the front.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    pub key: String,
    pub name: String,
    pub basis: ClaimBasis,
    pub amount: Estimate,
    pub counts: bool,
    pub provenance: Provenance,
}
