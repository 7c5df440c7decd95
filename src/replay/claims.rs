//! Claims on manpower: men tied down behind the front, by what the plan has taken and what it has.

use super::count::Outcome;
use super::field::{Field, MOMENT};
use super::trucks;
use crate::campaign::{Claim, ClaimBasis, LineId};

/// Men asked for by the claims that count, or by those that do not, at a moment.
pub(super) fn claimed(f: &Field, out: &Outcome, moment: f64, counts: bool) -> f64 {
    let claims = f.c.claims.iter().filter(|k| k.counts == counts);
    claims.map(|k| k.amount.base * units(f, out, k, moment)).sum()
}

/// How many men, kilometres, places or trucks a claim is counted by. Claims that count help the plan, so they are counted
/// by no more than there certainly is; those that do not hurt it, so by everything that may be.
fn units(f: &Field, out: &Outcome, claim: &Claim, moment: f64) -> f64 {
    match claim.basis {
        ClaimBasis::Men => 1.0,
        ClaimBasis::PerKmTaken => out.front.km_taken(f, moment, claim.counts),
        ClaimBasis::PerPlaceTaken => out.front.places_taken(f, moment),
        ClaimBasis::PerTruck => on_strength(f, moment, claim.counts),
        ClaimBasis::PerKmOfLine => km_of_line(f, out, moment, claim.counts),
    }
}

/// Trucks that have joined, less what their own fleet has lost since. One that joins at the moment counts only where it
/// hurts.
fn on_strength(f: &Field, moment: f64, counts: bool) -> f64 {
    let left = |join: &crate::orders::TruckJoin| {
        let (day, _) = f.span(trucks::first_period(f, join.fleet));
        let there = if counts { day < moment - MOMENT } else { day <= moment + MOMENT };
        let monthly = 1.0 - f.c.fleets[join.fleet].attrition_per_month.base;
        if there {
            join.trucks.max(0.0) * monthly.powf((moment - f.c.fleets[join.fleet].from.0).max(0.0) / 30.0)
        } else {
            0.0
        }
    };
    f.o.truck_joins.iter().map(left).sum()
}

/// Kilometres of line in working order; where that hurts, also of those on which trains run in the period all the same.
fn km_of_line(f: &Field, out: &Outcome, moment: f64, counts: bool) -> f64 {
    let period = f.period_of(moment);
    let claimed = |line: &LineId| out.lines.is_open(*line, moment) || (!counts && out.trains.ran(*line, period));
    (0..f.c.lines.len()).map(LineId).filter(claimed).map(|line| f.c.line(line).length.0).sum()
}
