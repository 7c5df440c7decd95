//! Predicted against recorded: error, inside or outside the range, points.

use serde::Serialize;

use super::predict::{Predicted, Prediction};
use super::rule::Rule;
use crate::campaign::{Grade, Quantity};

/// One recorded figure against what the model says of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    pub observation: String,
    pub quantity: Quantity,
    pub place: String,
    pub from_day: Option<f64>,
    pub to_day: Option<f64>,
    pub observed: f64,
    pub low: f64,
    pub high: f64,
    pub unit: String,
    /// What the model says; `None` = that it never happens, or nothing. Of a halt 1 or 0 by the rule.
    pub predicted: Option<f64>,
    /// Of a halt: the share of need that could be carried to the troops, and the days of supply that they have with them.
    pub coverage: Option<f64>,
    pub stock_days: Option<f64>,
    /// Predicted less observed.
    pub error: Option<f64>,
    pub inside: bool,
    /// 100 inside the range; outside, a point less for each percent of the observed value by which it is missed (of a day: of the days
    /// since the start).
    pub points: f64,
    /// The shared factor that was worked out from this very figure; empty = none.
    pub feeds: String,
    pub source: String,
    pub grade: Grade,
    pub note: String,
    /// Where the figure stands.
    pub cell: String,
}

/// How well a set of figures is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Score {
    /// Mean of the points.
    pub points: f64,
    pub inside: usize,
    pub of: usize,
}

impl Score {
    /// Of these figures.
    pub fn of<'a>(compared: impl IntoIterator<Item = &'a Compared>) -> Score {
        let mut out = Score::default();
        for c in compared {
            out.points += c.points;
            out.inside += usize::from(c.inside);
            out.of += 1;
        }
        out.points /= out.of.max(1) as f64;
        out
    }

    /// All figures of several.
    pub fn sum<'a>(scores: impl Iterator<Item = &'a Score>) -> Score {
        let mut out = Score::default();
        for s in scores {
            out.points += s.points * s.of as f64;
            out.inside += s.inside;
            out.of += s.of;
        }
        out.points /= out.of.max(1) as f64;
        out
    }
}

/// Compares everything that is recorded. Halts are left out where no rule is known.
pub fn compare(predicted: &Predicted, rule: Option<&Rule>) -> Vec<Compared> {
    predicted.predictions.iter().filter_map(|p| one(p, rule)).collect()
}

fn one(p: &Prediction, rule: Option<&Rule>) -> Option<Compared> {
    let o = &p.observation;
    let halt = o.quantity == Quantity::Halt;
    let value = if halt { Some(if rule?.halts(&p.moment()?) { 1.0 } else { 0.0 }) } else { p.value };
    let (low, high) = (o.value.low, o.value.high);
    // A day or a share is not recorded to the last digit.
    let inside = value.is_some_and(|v| v >= low - 1e-9 && v <= high + 1e-9);
    let missed_by = value.map(|v| if v < low { low - v } else { (v - high).max(0.0) });
    let points = match missed_by {
        _ if inside => 100.0,
        Some(by) if !halt && o.value.base > 0.0 => (100.0 - 100.0 * by / o.value.base).max(0.0),
        _ => 0.0,
    };
    Some(Compared {
        observation: o.key.clone(),
        quantity: o.quantity,
        place: p.place.clone(),
        from_day: o.from.map(|d| d.0),
        to_day: o.to.map(|d| d.0),
        observed: o.value.base,
        low,
        high,
        unit: o.unit.clone(),
        predicted: value.map(rounded),
        coverage: p.value.filter(|_| halt).map(rounded),
        stock_days: p.stock_days.map(rounded),
        error: value.map(|v| rounded(v - o.value.base)),
        inside,
        points: rounded(points),
        feeds: o.feeds.clone(),
        source: o.provenance.source.clone(),
        grade: o.provenance.grade,
        note: o.provenance.note.clone(),
        cell: o.provenance.origin.clone(),
    })
}

/// To four digits behind the point: what is beyond is the solver's dust.
pub fn rounded(n: f64) -> f64 {
    (n * 1e4).round() / 1e4 + 0.0
}
