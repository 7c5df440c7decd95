//! Restoration: when each line opens, and the brigades at work.

use super::field::{Field, MOMENT, NEVER};
use super::front::Front;
use super::report::{FaultKind, Ledger, Spot};
use crate::campaign::{Condition, LineId};
use crate::orders::Restoration;

/// Carries the restorations out. Gives the day from which each line carries trains; infinity where it never does.
pub(super) fn restore(f: &Field, front: &Front, ledger: &mut Ledger) -> Vec<f64> {
    for r in &f.o.restorations {
        one(f, front, r, ledger);
    }
    brigades(f, ledger);
    (0..f.c.lines.len()).map(|e| opened(f, front, LineId(e))).collect()
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

/// Days that the bridges take: of those in one group the quickest, of the groups the slowest.
fn bridge_days(f: &Field, line: LineId) -> f64 {
    let bridges = || f.c.bridges.iter().filter(|b| b.line == line);
    bridges()
        .map(|b| {
            let same = bridges().filter(|o| !b.group.is_empty() && o.group == b.group);
            same.map(|o| o.rebuild_days.base).fold(b.rebuild_days.base, f64::min)
        })
        .fold(0.0, f64::max)
}

fn ends_ours(f: &Field, front: &Front, line: LineId) -> f64 {
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
    let need = track_days(f, r.line).max(bridge_days(f, r.line));
    if r.to_day - r.from_day < need - MOMENT {
        ledger.note(FaultKind::RestorationTooShort, at, days, need - (r.to_day - r.from_day));
    }
}

fn opened(f: &Field, front: &Front, line: LineId) -> f64 {
    let usable = f.c.line(line).usable_from.map_or(0.0, |d| d.0);
    let done = if track_days(f, line).max(bridge_days(f, line)) > 0.0 {
        let works = f.o.restorations.iter().filter(|r| r.line == line);
        works.map(|r| r.to_day).fold(f64::INFINITY, f64::min)
    } else {
        0.0
    };
    done.max(usable).max(ends_ours(f, front, line))
}

/// Never more brigades at work than there are. They are tied for the days of the track, from the first.
fn brigades(f: &Field, ledger: &mut Ledger) {
    let most = f.c.factors.railway_brigades.estimate.base;
    let each = f.c.factors.brigades_per_line.estimate.base;
    let tied: Vec<(f64, f64)> =
        f.o.restorations.iter().map(|r| (r.from_day, r.from_day + track_days(f, r.line))).collect();
    // The number at work is largest just after somebody begins.
    for (begin, end) in tied.iter().filter(|(begin, end)| end > begin) {
        let moment = begin + MOMENT;
        let at_work = each * tied.iter().filter(|(b, e)| *b <= moment && *e > moment + MOMENT).count() as f64;
        if at_work > most + 1e-6 {
            ledger.note(FaultKind::BrigadesOverdrawn, Spot::default(), (*begin, *end), at_work - most);
        }
    }
}
