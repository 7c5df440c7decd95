//! What is recorded of a campaign of history.

use super::PlaceId;
use super::units::*;

/// What was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Quantity {
    /// Day on which a place was taken.
    #[serde(rename = "front")]
    Front,
    /// The same, as a fact to reckon with and not to compare.
    #[serde(rename = "held")]
    Held,
    /// Day of the first train.
    #[serde(rename = "railhead")]
    Railhead,
    /// Supplies that reached the troops, t/day.
    #[serde(rename = "delivered")]
    Delivered,
    /// Supplies unloaded from trains, t/day.
    #[serde(rename = "by rail")]
    ByRail,
    /// What the troops asked for, t/day.
    #[serde(rename = "need")]
    Need,
    /// Share of the need that reached the troops.
    #[serde(rename = "coverage")]
    Coverage,
    /// Days of supply with the troops and at their railhead.
    #[serde(rename = "stock")]
    Stock,
    /// Men.
    #[serde(rename = "losses")]
    Losses,
    /// 1 where the advance stood still for want of supplies, 0 where it went on.
    #[serde(rename = "halt")]
    Halt,
}

impl Quantity {
    /// In the order of the words in the table Observed.
    pub const ALL: [Quantity; 10] = [
        Quantity::Front,
        Quantity::Held,
        Quantity::Railhead,
        Quantity::Delivered,
        Quantity::ByRail,
        Quantity::Need,
        Quantity::Coverage,
        Quantity::Stock,
        Quantity::Losses,
        Quantity::Halt,
    ];

    /// The word of the table.
    pub fn word(self) -> &'static str {
        match self {
            Quantity::Front => "front",
            Quantity::Held => "held",
            Quantity::Railhead => "railhead",
            Quantity::Delivered => "delivered",
            Quantity::ByRail => "by rail",
            Quantity::Need => "need",
            Quantity::Coverage => "coverage",
            Quantity::Stock => "stock",
            Quantity::Losses => "losses",
            Quantity::Halt => "halt",
        }
    }

    /// Whether it is the day of something at a place.
    pub fn is_day_at_place(self) -> bool {
        matches!(self, Quantity::Front | Quantity::Held | Quantity::Railhead)
    }
}

/// One recorded figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    pub key: String,
    pub quantity: Quantity,
    pub place: Option<PlaceId>,
    /// First and last day of the span.
    pub from: Option<Days>,
    pub to: Option<Days>,
    /// In the unit of its quantity.
    pub value: Estimate,
    pub unit: String,
    /// The shared factor that was worked out from it; empty = none.
    pub feeds: String,
    pub provenance: Provenance,
}
