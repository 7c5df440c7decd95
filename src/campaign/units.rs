//! Quantities with their units, estimates with low and high, and where a figure comes from.

use std::ops::{Add, Div, Mul, Sub};

macro_rules! quantity {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl Add for $name { type Output = $name; fn add(self, o: $name) -> $name { $name(self.0 + o.0) } }
        impl Sub for $name { type Output = $name; fn sub(self, o: $name) -> $name { $name(self.0 - o.0) } }
        impl Mul<f64> for $name { type Output = $name; fn mul(self, o: f64) -> $name { $name(self.0 * o) } }
        impl std::iter::Sum for $name { fn sum<I: Iterator<Item = $name>>(i: I) -> $name { $name(i.map(|x| x.0).sum()) } }
    )*};
}

quantity! {
    /// Kilometres.
    Km
    /// Days; as a date, days since the start of the campaign.
    Days
    /// Metric tonnes.
    Tonnes
    /// Men.
    Men
    /// Kilometres a day.
    KmPerDay
    /// Tonnes a day.
    TonnesPerDay
    /// Men a day.
    MenPerDay
    /// Trains a day in one direction.
    TrainsPerDay
    /// Kilograms a man uses in a day.
    KgPerManDay
}

impl Div<KmPerDay> for Km {
    type Output = Days;
    fn div(self, rate: KmPerDay) -> Days {
        Days(self.0 / rate.0)
    }
}

impl Tonnes {
    /// In kilotonnes, the unit of the linear program.
    pub fn kt(self) -> f64 {
        self.0 / 1000.0
    }
}

impl Men {
    /// In thousands, the unit of the linear program.
    pub fn thousand(self) -> f64 {
        self.0 / 1000.0
    }
}

/// A figure with the range in which the analyst believes it to lie. `low <= base <= high`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Estimate {
    pub base: f64,
    pub low: f64,
    pub high: f64,
}

impl Estimate {
    /// A figure without doubt.
    pub fn certain(base: f64) -> Estimate {
        Estimate { base, low: base, high: base }
    }
}

/// How far a figure can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Grade {
    /// Documented figure, seen in the cited text.
    A,
    /// Derived from documented figures, or well known.
    B,
    /// A planner's estimate.
    C,
    /// A guess.
    D,
}

impl std::fmt::Display for Grade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

/// Where a row of input comes from.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Provenance {
    pub source: String,
    pub grade: Grade,
    pub note: String,
    /// Where the analyst finds the row: `RailLines!7` or `rail_lines.csv:7`.
    pub origin: String,
}

impl Provenance {
    /// For values that the campaign leaves out.
    pub fn railhead_default() -> Provenance {
        Provenance {
            source: "Railhead default".into(),
            grade: Grade::D,
            note: String::new(),
            origin: "not in the workbook".into(),
        }
    }
}
