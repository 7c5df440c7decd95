//! Everything that an answer rests on, of which [`crate::proof`] makes a certificate.

use super::carry::RuledOut;
use super::dates::Bounded;
use crate::formulation::Window;
use crate::formulation::ask::AskRow;
use crate::orders::Orders;

/// What was proved on the way to an answer.
#[derive(Default)]
pub struct Evidence {
    /// Dates that were solved, in order.
    pub bounded: Vec<Bounded>,
    /// Dates ruled out by prices carried over from another date, in order.
    pub ruled_out: Vec<RuledOut>,
    /// Ceilings for holding from a date to the end of the horizon.
    pub to_the_end: Vec<Bounded>,
    /// What levers at least need.
    pub floors: Vec<Floor>,
    /// The plan that was replayed, if any.
    pub plan: Option<Orders>,
}

/// A certified least: as long as the levers stay within their ranges, `men` men are not to be had for less.
#[derive(Debug, Clone)]
pub struct Floor {
    pub window: Window,
    /// Men that must be sustained.
    pub men: f64,
    pub levers: Vec<Piece>,
    /// Weight of a thousand men short, in the unit of the costs.
    pub per_thousand_short: f64,
    /// No point of the ranges that costs less sustains the men. Above the cost of all ranges together, none does.
    pub least: f64,
    /// Rows of the program, with a price each.
    pub rows: Vec<AskRow>,
    pub prices: Vec<f64>,
}

/// A lever within a part of its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub key: String,
    /// In the lever's own unit.
    pub from: f64,
    pub to: f64,
    /// What all of the way from `from` to `to` costs.
    pub cost: f64,
}
