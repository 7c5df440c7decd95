//! What plans do not know yet. A campaign that asks for it gets a bound, and no plan.

use super::NoPlan;
use crate::campaign::Campaign;

/// # Errors
/// Names everything in the campaign that a plan would leave out.
pub fn check(c: &Campaign) -> Result<(), NoPlan> {
    let f = &c.factors;
    let asked = [
        (f.evacuated_share.estimate.base > 0.0, "the evacuation of wounded"),
        (f.prisoners_per_km.estimate.base > 0.0, "prisoners"),
        (f.restoration_t_per_km.estimate.base > 0.0, "materials for restoring lines"),
        (f.coal_kg_per_train_km.estimate.base > 0.0, "coal"),
        (f.wagon_terminal_days.estimate.base > 0.0, "wagons that stand to be loaded"),
        (c.places.iter().any(|p| p.handling.is_some()), "handling capacities of places"),
        (!c.shared_tracks().is_empty(), "lines that share a track"),
    ];
    let asked = asked.into_iter().chain([
        (c.bridges.iter().any(|b| b.brigade_days.base > 0.0), "brigades for bridges"),
        (c.question.period.0.fract() != 0.0, "periods that are no whole days"),
    ]);
    let unknown: Vec<&str> = asked.filter(|(asked, _): &(bool, &str)| *asked).map(|(_, what)| what).collect();
    if unknown.is_empty() { Ok(()) } else { Err(NoPlan::Unknown(unknown)) }
}
