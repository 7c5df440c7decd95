//! Restoration: its days, its brigades and its materials.

use super::field::{Field, MOMENT, NEVER};
use super::flows::Flows;
use super::front::Front;
use super::report::{FaultKind, Ledger, Spot};
use crate::campaign::{Bridge, Condition, LineId, MATERIALS};
use crate::orders::Restoration;

/// Looks at every restoration, and draws its materials.
pub(super) fn restore(f: &Field, front: &Front, flows: &mut Flows, ledger: &mut Ledger) {
    for r in &f.o.restorations {
        one(f, front, r, ledger);
        materials(f, front, r, flows);
    }
    brigades(f, ledger);
}

/// Days that the track takes.
fn track_days(f: &Field, line: LineId) -> f64 {
    let factors = &f.c.factors;
    let rate = match f.c.line(line).condition {
        Condition::Open => return 0.0,
        Condition::LightDamage => factors.rail_rate_light_km_per_day.estimate.base,
        Condition::HeavyDamage => factors.rail_rate_heavy_km_per_day.estimate.base,
        Condition::Regauge => factors.rail_rate_regauge_km_per_day.estimate.base,
    };
    f.c.line(line).length.0 / rate
}

/// The bridges that are rebuilt: of those that serve one crossing the quickest.
fn bridges<'a>(f: &Field<'a>, line: LineId) -> Vec<&'a Bridge> {
    let quickest = |crossing: Vec<&'a Bridge>| {
        crossing.into_iter().min_by(|a, b| a.rebuild_days.base.total_cmp(&b.rebuild_days.base))
    };
    f.c.crossings(line).into_iter().filter_map(quickest).collect()
}

/// Days that a line takes: those of its track or of its slowest crossing, whichever are more.
pub(super) fn work_days(f: &Field, line: LineId) -> f64 {
    bridges(f, line).iter().map(|b| b.rebuild_days.base).fold(track_days(f, line), f64::max)
}

/// Day from which both ends of a line are ours; infinity where they never are.
pub(super) fn ends_ours(f: &Field, front: &Front, line: LineId) -> f64 {
    let (one, other) = f.c.line(line).ends;
    front.ours[one.0].max(front.ours[other.0])
}

fn one(f: &Field, front: &Front, r: &Restoration, ledger: &mut Ledger) {
    let at = Spot::line(r.line);
    let days = (r.from_day, r.to_day.max(r.from_day));
    let ours = ends_ours(f, front, r.line);
    if r.from_day < ours - MOMENT {
        ledger.note(FaultKind::RestorationTooEarly, at, days, (ours - r.from_day).min(NEVER));
    }
    let need = work_days(f, r.line);
    if r.to_day - r.from_day < need - MOMENT {
        ledger.note(FaultKind::RestorationTooShort, at, days, need - (r.to_day - r.from_day));
    }
}

/// Rails and sleepers lie ready when the work begins, at the end of the line that was ours first.
fn materials(f: &Field, front: &Front, r: &Restoration, flows: &mut Flows) {
    let per_km = f.c.factors.restoration_t_per_km.estimate.base;
    let line = f.c.line(r.line);
    let (true, Some(class)) = (line.condition != Condition::Open && per_km > 0.0, f.c.class_by_key(MATERIALS)) else {
        return;
    };
    let (one, other) = line.ends;
    let place = if front.ours[other.0] < front.ours[one.0] { other } else { one };
    flows.out.add(r.from_day.max(0.0) as usize, place, class, line.length.0 * per_km);
}

/// Never more brigades at work than there are. They are tied for the days of the track, from the first; those of a
/// bridge as many as do its brigade-days evenly over the restoration.
fn brigades(f: &Field, ledger: &mut Ledger) {
    let most = f.c.factors.railway_brigades.estimate.base;
    let each = f.c.factors.brigades_per_line.estimate.base;
    // First and last moment, brigades.
    let mut tied: Vec<(f64, f64, f64)> = Vec::new();
    for r in &f.o.restorations {
        tied.push((r.from_day, r.from_day + track_days(f, r.line), each));
        let days = (r.to_day - r.from_day).max(MOMENT);
        tied.extend(bridges(f, r.line).iter().map(|b| (r.from_day, r.from_day + days, b.brigade_days.base / days)));
    }
    // The number at work is largest just after somebody begins.
    for (begin, end, _) in tied.iter().filter(|(begin, end, number)| end > begin && *number > 0.0) {
        let moment = begin + MOMENT;
        let then = tied.iter().filter(|(b, e, _)| *b <= moment && *e > moment + MOMENT);
        let at_work: f64 = then.map(|(_, _, number)| number).sum();
        if at_work > most + 1e-6 {
            ledger.note(FaultKind::BrigadesOverdrawn, Spot::default(), (*begin, *end), at_work - most);
        }
    }
}
