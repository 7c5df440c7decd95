//! All things of one kind together, without limit: does the kind suffice by itself, and how much of it?

use serde::Serialize;

use super::alone::window;
use super::base::{Base, Proved};
use super::change;
use super::dial::{self, Crossing};
use super::freed::{Freed, Needed};
use super::limits;
use crate::answer::thing::Thing;
use crate::solver::SolveError;

/// All things of a kind, everything else staying as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Family {
    pub what: &'static str,
    /// How many there are.
    pub things: usize,
    #[serde(flatten)]
    pub freed: Freed,
}

/// Frees all of a kind and finds how much of it is enough. `None` where there are not several, or nothing of them can be freed.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn free(base: &Base, kind: &[Thing]) -> Result<Option<Family>, SolveError> {
    let (Some(what), true) = (kind.first().and_then(|t| name(*t)), kind.len() > 1) else { return Ok(None) };
    let Some(freed) = change::all_relaxed(base.c, kind) else { return Ok(None) };
    let (ceiling, proved) = match base.settled(&freed) {
        Some(ceiling) => (ceiling, None),
        None => {
            let proved = base.solve(&freed)?;
            (proved.ceiling, Some(proved))
        }
    };
    let windows = kind.iter().filter_map(|t| window(base, *t));
    let (from, to) = windows.fold((f64::INFINITY, 0.0_f64), |(a, b), (from, to)| (a.min(from), b.max(to)));
    let (from_day, to_day) = if from.is_finite() { (from, to) } else { (0.0, base.day()) };
    let enough = proved.as_ref().map_or(!base.is_short(ceiling), |proved| base.is_enough(proved));
    let needed = match &proved {
        Some(proved) if enough && base.is_short(base.proved.ceiling) => needed(base, kind, proved)?,
        _ => None,
    };
    let (most_men, day) = (ceiling.men(), base.day());
    let freed = Freed { from_day, to_day, most_men, ceiling, enough, needed, day };
    Ok(Some(Family { what, things: kind.len(), freed }))
}

/// How much of a kind is enough, where `freed` is what it brings without limit.
fn needed(base: &Base, kind: &[Thing], freed: &Proved) -> Result<Option<Needed>, SolveError> {
    let turned = |share: f64| change::all_turned(base.c, kind, share);
    let known = Some(freed).filter(|_| kind.iter().all(|t| change::is_end_of_dial(*t)));
    Ok(match dial::crossing(base, &turned, known)? {
        Crossing::At { share, within } => {
            let words = |at: f64, rounded| Some(limits::in_words(kind[0], at, rounded));
            Needed::between((share, share + within), words)
        }
        _ => None,
    })
}

/// The name of a kind; `None` for those of which there is one, or which have nothing in common.
fn name(thing: Thing) -> Option<&'static str> {
    Some(match thing {
        Thing::Class(_) => "Supplies from the homeland, all classes",
        Thing::Safety(_) => "Safety stocks behind the men",
        Thing::Replacements(_) => "Replacements",
        Thing::Rolling(..) => "Wagons and locomotives",
        Thing::Trains(_) => "Trains a day on rail lines",
        Thing::Bridge(_) => "Rail bridges to rebuild",
        Thing::UsableFrom(_) => "First days of rail lines",
        Thing::Vehicles(_) => "Room on roads",
        Thing::Pace(_) => "Pace of the advance",
        Thing::Yard(_) => "Transshipment between gauges",
        Thing::Handling(_) => "Loading and unloading of trains",
        Thing::Depot(_) => "Depot stocks on day 0",
        Thing::Handover(_) => "Days of handover",
        Thing::Sea(_) => "Sea links",
        Thing::StreamFrom(_) => "Days of supply streams",
        Thing::ReplacementsFrom(_) => "Days of replacements",
        Thing::ForceFrom(_) => "Days on which forces join",
        _ => return None,
    })
}
