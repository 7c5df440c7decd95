//! The constraints of the optimistic schedule, worked out again from what the result sheets show and the assumptions' own cells.
//!
//! Each row has a left side that must not exceed, or must equal, its right side. Both are [`Expr`]: the report writes them as live
//! formulas. What the sheets do not show per thing stands in the ledger, one column per quantity and one row per period.

mod advance;
mod carriage;
mod expr;
mod men;
mod rest;
mod rows;
mod sources;
mod supplies;

pub use expr::{Expr, FlowCell, PeriodCell, StockCell};

use super::schedule::Schedule;
use super::traffic::{Flow, Stock};
use super::{Answer, AssumptionRow};

/// A side may be beyond the other by this share of the row's scale. The solver's tolerance is a tenth of it; a schedule that
/// was found to a lesser precision has its own residual, see [`Audit::tolerance`].
pub const TOLERANCE: f64 = 1e-6;

/// What is checked again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audit {
    /// The share of a row's scale by which it may be missed: [`TOLERANCE`].
    pub tolerance: f64,
    pub ledger: Vec<LedgerColumn>,
    pub rows: Vec<AuditRow>,
}

/// A quantity of every period that no other sheet shows.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerColumn {
    /// With its unit, for a header.
    pub name: String,
    pub values: Vec<f64>,
}

/// One constraint.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRow {
    pub family: Family,
    pub what: String,
    /// Last day of the period.
    pub day: f64,
    pub unit: &'static str,
    pub left: Expr,
    /// Whether both sides must be equal; otherwise the left is at most the right.
    pub equal: bool,
    pub right: Expr,
    /// What the tolerance is a share of; `None` = the larger side.
    pub scale: Option<Expr>,
}

/// Families of constraints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Rail,
    Road,
    Sea,
    Transshipment,
    Handling,
    RollingStock,
    Trucks,
    TruckFuel,
    Brigades,
    Deliveries,
    ClassBudget,
    StockBalance,
    Consumption,
    Safety,
    Forces,
    Replacements,
    MenBalance,
    Sustained,
    Ground,
    Sequence,
    Pace,
    Engagement,
    Marches,
    Entry,
    Presence,
    Restored,
    RestorationPace,
    RestorationKept,
    SharedTrack,
    Taken,
    Abreast,
    Thread,
    Claims,
    Wounded,
    Returns,
}

impl Family {
    /// Name, and what is compared with what.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Family::Rail => {
                ("Rail capacity", "Trains a day on each line and way, against its trains a day as far as it works")
            }
            Family::Road => {
                ("Road capacity", "Loaded vehicles a day on each road and way, against its room as far as it is held")
            }
            Family::Sea => ("Sea links", "Tonnes a day, against the capacity of the crossing"),
            Family::Transshipment => {
                ("Transshipment", "What trains of a gauge take away beyond what they bring, against the place's limit")
            }
            Family::Handling => ("Handling", "The same both ways, against the place's limit"),
            Family::RollingStock => {
                ("Rolling stock", "Unit-days of all hauls and of standing, against the units there are")
            }
            Family::Trucks => ("Truck work", "Tonne-days of all hauls and loads, against what the fleets lift"),
            Family::TruckFuel => {
                ("Truck fuel", "Tonne-kilometres by road at the fleet's use, against the fuel charged for it")
            }
            Family::Brigades => ("Railway brigades", "Brigade-days of restoration, against the brigades there are"),
            Family::Deliveries => ("Deliveries", "What a place accepts in a period, against what its streams offer"),
            Family::ClassBudget => {
                ("Class budgets", "What has been used of a class since day 0, against stocks and offers so far")
            }
            Family::StockBalance => {
                ("Stock balance", "Stock before and what came, against what went, was used and is left")
            }
            Family::Consumption => ("Consumption", "What men drew at all places, against men-days at the norms"),
            Family::Safety => ("Safety stocks", "Days of supply that must lie at a destination, against its stock"),
            Family::Forces => ("Forces", "Men called forward so far, against the forces that have come"),
            Family::Replacements => ("Replacements", "Men accepted in a period, against what the streams offer"),
            Family::MenBalance => {
                ("Men balance", "Men before and those who came, against men now, the sick and the fallen")
            }
            Family::Sustained => {
                ("Men sustained", "The men the schedule sustains, against those who stand there and their guards")
            }
            Family::Ground => {
                ("Ground kept", "What was cleared of a leg before the period, against what is cleared now")
            }
            Family::Sequence => (
                "Order of the advance",
                "What is cleared of a leg, against the share in which the place where it begins is held",
            ),
            Family::Pace => (
                "Pace of the advance",
                "Days of fighting on a leg and on the one that leads to it, against the days of the period",
            ),
            Family::Engagement => (
                "Strength of the advance",
                "Man-days that the ground cleared takes at the groupings, against those that are fought",
            ),
            Family::Marches => (
                "Men at a place",
                "Men now, those who left, the sick and the fallen, against men before and those who came",
            ),
            Family::Entry => {
                ("Men only where it is held", "Men at a place, against all men in the share in which it is held")
            }
            Family::Presence => {
                ("Men who fight are there", "Men engaged from a place, against those who were there or came")
            }
            Family::Restored => (
                "Lines behind the front",
                "Share of a line in working order, against the share in which its further end is held",
            ),
            Family::RestorationPace => {
                ("Pace of restoration", "Days that the work of the period takes on a line, against the days there are")
            }
            Family::RestorationKept => {
                ("Restoration kept", "What was restored of a line before the period, against what is restored now")
            }
            Family::SharedTrack => {
                ("One track, two gauges", "Shares of a track and of its time in each gauge and under work, against one")
            }
            Family::Taken => (
                "Taken once",
                "Shares in which a place is taken by the legs into it, against one; as taken counts no more",
            ),
            Family::Abreast => (
                "Places abreast",
                "Share in which a place is held, against that of its neighbour as many days later as it may be ahead",
            ),
            Family::Thread => (
                "Way to a destination",
                "Share of a leg on the way to a destination, against what is cleared of the leg",
            ),
            Family::Claims => (
                "Claims on manpower",
                "Men behind the destinations, against the claims that ground, lines and trucks make",
            ),
            Family::Wounded => (
                "Wounded on their way",
                "Wounded who leave a place or wait there, against those who fell ill or were hit there and who came",
            ),
            Family::Returns => (
                "Men back from hospital",
                "Men who come back, or do so a period later, against the share of the losses so many days before",
            ),
        }
    }
}

impl AuditRow {
    /// Left, right, scale.
    pub fn values(&self, answer: &Answer) -> (f64, f64, f64) {
        let (left, right) = (self.left.value(answer), self.right.value(answer));
        let scale = self.scale.as_ref().map_or(left.abs().max(right.abs()), |s| s.value(answer));
        (left, right, scale)
    }

    /// Whether the row holds within the tolerance.
    pub fn holds(&self, answer: &Answer) -> bool {
        let (left, right, scale) = self.values(answer);
        let beyond = if self.equal { (left - right).abs() } else { left - right };
        beyond <= answer.audit.tolerance * scale
    }
}

/// The audit of a schedule, whose flows and stocks are those of the answer.
pub fn of(s: &Schedule, assumptions: &[AssumptionRow], flows: &[Flow], stocks: &[Stock]) -> Audit {
    let mut writer = rows::Writer::new(s, assumptions, (flows, stocks));
    writer.all();
    Audit { tolerance: TOLERANCE, ledger: writer.ledger, rows: writer.rows }
}
