//! What rail repair lies between the bases and each place that must be held and counts: the way that asks least of the
//! brigades.

use crate::campaign::*;
use crate::formulation::Context;
use crate::formulation::earliest::{brigade_days, track_days};

/// The way by rail to one destination that asks least work.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Repair {
    pub place: String,
    pub km: f64,
    /// Kilometres of lightly damaged, heavily damaged and re-gauged track.
    pub damaged_km: [f64; 3],
    /// Days of bridges for one brigade.
    pub bridge_brigade_days: f64,
    /// Brigade-days of all of it.
    pub brigade_days: f64,
    /// Longest restoration of one line, its bridges alongside, days.
    pub longest_line_days: f64,
    /// First train at the place, at the earliest; infinite where there is none.
    pub first_train: f64,
}

/// For each place that counts and must be held; for each that counts where none must be held.
pub fn all(ctx: &Context) -> Vec<Repair> {
    let c = ctx.c;
    let must = |d: &&Destination| d.counts && d.must_hold;
    let some = c.destinations.iter().any(|d| must(&d));
    let asked = c.destinations.iter().filter(|d| if some { must(d) } else { d.counts });
    let ways = ways(c);
    asked.filter_map(|d| one(ctx, &ways, d.place)).collect()
}

/// Least work from a base to each place, and the line by which it is reached.
fn ways(c: &Campaign) -> Vec<(f64, Option<LineId>)> {
    let mut label: Vec<(f64, Option<LineId>)> =
        c.places.iter().map(|p| (if p.ours_from == Some(Days(0.0)) { 0.0 } else { f64::INFINITY }, None)).collect();
    for _ in &c.places {
        let mut changed = false;
        for (e, line) in c.lines.iter().enumerate() {
            for way in Way::BOTH {
                let (from, to) = way.along(line.ends);
                let work = label[from.0].0 + brigade_days(c, LineId(e));
                if work < label[to.0].0 {
                    (label[to.0], changed) = ((work, Some(LineId(e))), true);
                }
            }
        }
        if !changed {
            break;
        }
    }
    label
}

fn one(ctx: &Context, ways: &[(f64, Option<LineId>)], place: PlaceId) -> Option<Repair> {
    let c = ctx.c;
    let trains = c.lines.iter().zip(&ctx.earliest.train).filter(|(l, _)| l.ends.0 == place || l.ends.1 == place);
    let mut out = Repair {
        place: c.place(place).name.clone(),
        km: 0.0,
        damaged_km: [0.0; 3],
        bridge_brigade_days: 0.0,
        brigade_days: ways[place.0].0,
        longest_line_days: 0.0,
        first_train: trains.map(|(_, day)| day.0).fold(f64::INFINITY, f64::min),
    };
    if !out.brigade_days.is_finite() {
        return None;
    }
    let mut at = place;
    while let Some(e) = ways[at.0].1 {
        let line = c.line(e);
        let kind = match line.condition {
            Condition::Open => None,
            Condition::LightDamage => Some(0),
            Condition::HeavyDamage => Some(1),
            Condition::Regauge => Some(2),
        };
        if let Some(kind) = kind {
            out.damaged_km[kind] += line.length.0;
        }
        out.km += line.length.0;
        let track = track_days(c, e).0 * c.factors.brigades_per_line.estimate.base;
        out.bridge_brigade_days += brigade_days(c, e) - track;
        out.longest_line_days = out.longest_line_days.max(ctx.earliest.restoration[e.0].0);
        at = if line.ends.0 == at { line.ends.1 } else { line.ends.0 };
    }
    Some(out)
}
