//! Checks of postures, norms, resistance, forces and replacements.

use std::collections::{HashMap, HashSet};

use super::Check;
use crate::campaign::*;

/// In the order in which problems are reported.
pub(super) const CHECKS: &[Check] = &[
    postures_are_complete,
    postures_are_monotone,
    norms_are_complete,
    resistance_names_one_place,
    every_zone_meets_resistance,
    forces_stand_on_our_ground,
    replacements_count_returned_once,
    somebody_takes_part,
];

fn postures_are_complete(c: &Campaign) -> Vec<Problem> {
    if c.posture_by_key("quiet").is_some() {
        return Vec::new();
    }
    vec![Problem::error(
        c.origins.table("postures"),
        "no posture 'quiet'",
        "a row with the key quiet",
        "Add it: it is the posture of every man who is not engaged.",
    )]
}

/// A posture that is slower must not be cheaper in lives than ... nothing is asked of that; but fighting must cost at
/// least as much as rest, or the program would rest by fighting.
fn postures_are_monotone(c: &Campaign) -> Vec<Problem> {
    let Some(quiet) = c.posture_by_key("quiet") else {
        return Vec::new();
    };
    let rest = c.postures[quiet.0].casualties_per_1000.base;
    c.postures
        .iter()
        .filter(|p| p.advance.base > 0.0 && p.casualties_per_1000.base < rest)
        .map(|p| {
            Problem::error(
                &p.provenance.origin,
                format!("posture '{}' loses {} per 1,000 and day", p.key, p.casualties_per_1000.base),
                format!("at least the {rest} of the posture quiet"),
                "Raise the casualties of this posture or lower those of quiet.",
            )
            .in_column("casualties_per_1000_per_day")
        })
        .collect()
}

fn norms_are_complete(c: &Campaign) -> Vec<Problem> {
    let mut out = Vec::new();
    let used: HashSet<PostureId> = c
        .resistance
        .iter()
        .map(|r| r.posture)
        .filter(|p| c.postures.get(p.0).is_some_and(|p| p.advance.base > 0.0))
        .chain(c.posture_by_key("quiet"))
        .collect();
    let mut used: Vec<_> = used.into_iter().collect();
    used.sort();
    for posture in used {
        for (k, class) in c.classes.iter().enumerate() {
            if !c.norms.iter().any(|n| n.posture == posture && n.class == ClassId(k)) {
                let p = &c.postures[posture.0];
                out.push(
                    Problem::error(
                        c.origins.table("norms"),
                        format!("no norm of {} for the posture '{}'", class.key, p.key),
                        "one row for each class in each posture that is used",
                        format!("Add the row {}, {} (0 kg is allowed).", p.key, class.key),
                    )
                    .resting_on(c.origins.table("postures"))
                    .resting_on(c.origins.table("supply_classes"))
                    .resting_on(c.origins.table("resistance")),
                );
            }
        }
    }
    let mut seen: HashMap<(PostureId, ClassId), &str> = HashMap::new();
    for n in &c.norms {
        if let Some(earlier) = seen.insert((n.posture, n.class), &n.provenance.origin) {
            out.push(
                Problem::error(
                    &n.provenance.origin,
                    "a second norm for the same posture and class",
                    "one row each",
                    format!("The first stands in {earlier}; delete one."),
                )
                .in_column("class")
                .resting_on(earlier),
            );
        }
    }
    out
}

fn resistance_names_one_place(c: &Campaign) -> Vec<Problem> {
    let mut seen: HashMap<(String, String, u64), &str> = HashMap::new();
    let mut out = Vec::new();
    for r in &c.resistance {
        let key = (r.profile.to_lowercase(), format!("{:?}", r.at), r.from.0.to_bits());
        if let Some(earlier) = seen.insert(key, &r.provenance.origin) {
            out.push(
                Problem::error(
                    &r.provenance.origin,
                    "a second row for the same profile, place and day",
                    "one row each",
                    format!("The first stands in {earlier}; delete one, or give it another day."),
                )
                .in_column("from_day")
                .resting_on(earlier),
            );
        }
    }
    out
}

/// Every road into country that must be taken has a resistance row from day 0.
fn every_zone_meets_resistance(c: &Campaign) -> Vec<Problem> {
    let mut missing: Vec<ZoneId> = Vec::new();
    for (i, road) in c.roads.iter().enumerate() {
        let ours = |p: PlaceId| c.place(p).ours_from == Some(Days(0.0));
        if (ours(road.ends.0) && ours(road.ends.1)) || c.resistance_on(RoadId(i), Days(0.0)).is_some() {
            continue;
        }
        if !missing.contains(&road.zone) {
            missing.push(road.zone);
        }
    }
    missing
        .into_iter()
        .map(|z| {
            Problem::error(
                c.origins.table("resistance"),
                format!("no row for the zone '{}' in the profile '{}' on day 0", c.zones[z.0].key, c.question.profile),
                "a row for every zone that roads lead through",
                "Add a row; posture closed means that nobody may advance there.",
            )
            .resting_on(c.origins.table("roads"))
            .resting_on(c.origins.question("resistance_profile"))
        })
        .collect()
}

fn forces_stand_on_our_ground(c: &Campaign) -> Vec<Problem> {
    c.forces
        .iter()
        .filter(|f| c.place(f.place).ours_from.is_none_or(|d| d > f.from))
        .map(|f| {
            let place = c.place(f.place);
            Problem::error(
                &f.provenance.origin,
                format!("force '{}' joins at {} on day {}", f.key, place.key, f.from.0),
                "a place that is ours on that day",
                format!("Choose another place, or give {} a day in 'Ours from day'.", place.key),
            )
            .in_column("place")
            .resting_on(&place.provenance.origin)
        })
        .collect()
}

fn replacements_count_returned_once(c: &Campaign) -> Vec<Problem> {
    let share = &c.factors.returned_share;
    let returned = share.estimate.base > 0.0;
    c.replacements
        .iter()
        .filter(|r| r.includes_returned == returned)
        .map(|r| {
            if returned {
                Problem::error(
                    &r.provenance.origin,
                    format!("stream '{}' says that returned wounded are in it, and returned_share is above 0", r.key),
                    "one of the two, or men are counted twice",
                    "Say no here and take them off the rate, or set the factor returned_share to 0.",
                )
            } else {
                Problem::warning(
                    &r.provenance.origin,
                    format!("stream '{}' says that returned wounded are not in it", r.key),
                    "streams that include them, or a factor returned_share above 0",
                    "Nobody returns from hospital: set the factor returned_share, or add the returning men to the rate.",
                )
            }
            .in_column("includes_returned")
            .resting_on(&share.provenance.origin)
        })
        .collect()
}

fn somebody_takes_part(c: &Campaign) -> Vec<Problem> {
    if c.forces.iter().any(|f| f.men.base > 0.0) {
        return Vec::new();
    }
    vec![Problem::error(
        c.origins.table("forces"),
        "no men",
        "at least one force with men",
        "Fill in the Forces sheet.",
    )]
}
