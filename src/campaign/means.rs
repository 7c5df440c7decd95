//! The means: trucks, rolling stock, classes of supply, norms, stocks, streams.

use super::units::*;
use super::{ClassId, PlaceId, PostureId, Span};

/// Trucks of the supply columns.
#[derive(Debug, Clone, PartialEq)]
pub struct TruckFleet {
    pub key: String,
    pub name: String,
    pub trucks: Estimate,
    /// Tonnes a truck.
    pub payload: Estimate,
    /// km/day.
    pub daily_run: Estimate,
    pub terminal: Days,
    /// kg/km.
    pub fuel_kg_per_km: Estimate,
    /// Share 0..1.
    pub readiness: f64,
    /// Share lost in thirty days.
    pub attrition_per_month: Estimate,
    pub from: Days,
    pub provenance: Provenance,
}

/// Wagons or locomotives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum StockKind {
    Wagons,
    Locomotives,
}

/// Rolling stock of one gauge.
#[derive(Debug, Clone, PartialEq)]
pub struct RollingStock {
    pub key: String,
    pub name: String,
    pub gauge_mm: f64,
    pub kind: StockKind,
    pub number: Estimate,
    /// Share lost in thirty days.
    pub attrition_per_month: Estimate,
    pub from: Days,
    pub provenance: Provenance,
}

impl RollingStock {
    /// Whether it runs on broad gauge, by the rule of [`super::RailLine::is_broad`].
    pub fn is_broad(&self) -> bool {
        self.gauge_mm > super::network::BROAD_FROM_MM
    }
}

/// The two commodities in which supplies are carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Commodity {
    Fuel,
    Dry,
}

impl Commodity {
    pub const ALL: [Commodity; 2] = [Commodity::Fuel, Commodity::Dry];

    /// For sentences.
    pub fn word(self) -> &'static str {
        match self {
            Commodity::Fuel => "fuel",
            Commodity::Dry => "dry goods",
        }
    }
}

/// A class of supply.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplyClass {
    pub key: String,
    pub name: String,
    pub carried_as: Commodity,
    pub safety: Days,
}

/// What a man in a posture uses of a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Norm {
    pub posture: PostureId,
    pub class: ClassId,
    /// kg per man-day of the whole ration strength.
    pub kg_per_man_day: Estimate,
    pub provenance: Provenance,
}

/// What lies in a depot on day 0.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseStock {
    pub place: PlaceId,
    pub class: ClassId,
    /// Tonnes.
    pub tonnes: Estimate,
    pub provenance: Provenance,
}

/// What the homeland can deliver to a base.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplyStream {
    pub key: String,
    pub place: PlaceId,
    pub class: ClassId,
    /// Tonnes a day.
    pub t_per_day: Estimate,
    pub span: Span,
    pub provenance: Provenance,
}

/// Key of the class that restoration of lines draws its materials from.
pub const MATERIALS: &str = "stores";
/// Key of the class that locomotives burn.
pub const COAL: &str = "coal";
/// Key of the class that prisoners eat.
pub const RATIONS: &str = "subsistence";
