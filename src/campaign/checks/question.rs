//! Checks of the question and its destinations.

use std::collections::HashSet;

use super::Check;
use crate::campaign::*;

/// In the order in which problems are reported.
pub(super) const CHECKS: &[Check] =
    &[question_is_possible, profile_exists, destinations_make_sense, destinations_can_be_reached];

fn question_is_possible(c: &Campaign) -> Vec<Problem> {
    let q = &c.question;
    let mut out = Vec::new();
    let room = (q.horizon.0 - q.period.0).max(0.0);
    if q.sustain.0 > room {
        out.push(Problem::error(
            c.origins.question("sustain_days"),
            format!("{} days", q.sustain.0),
            format!("at most {room} days: the horizon of {} days less one period", q.horizon.0),
            "Shorten the span or lengthen the horizon.",
        ));
    }
    if q.period > q.horizon {
        out.push(Problem::error(
            c.origins.question("period_days"),
            format!("{} days", q.period.0),
            format!("at most the horizon of {} days", q.horizon.0),
            "Choose shorter periods; 10 days is usual.",
        ));
    }
    let periods = (q.horizon.0 / q.period.0).ceil();
    if periods > 400.0 {
        out.push(Problem::error(
            c.origins.question("period_days"),
            format!("{periods} periods"),
            "at most 400 periods",
            "Choose longer periods or a shorter horizon.",
        ));
    }
    out
}

fn profile_exists(c: &Campaign) -> Vec<Problem> {
    if c.resistance.iter().any(|r| r.profile.eq_ignore_ascii_case(&c.question.profile)) {
        return Vec::new();
    }
    let mut known: Vec<&str> = c.resistance.iter().map(|r| r.profile.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    vec![Problem::error(
        c.origins.question("resistance_profile"),
        format!("'{}'", c.question.profile),
        format!("one of: {}", known.join(", ")),
        "Name a profile of the Resistance sheet, or add its rows there.",
    )]
}

/// Somewhere men must count, and each place is named once.
fn destinations_make_sense(c: &Campaign) -> Vec<Problem> {
    let at = |i: usize| c.origins.destination(i);
    let mut out = Vec::new();
    if !c.destinations.is_empty() && !c.destinations.iter().any(|d| d.counts) {
        out.push(Problem::error(
            at(0),
            "no destination where men count",
            "at least one row with yes in 'Men here count'",
            "Mark the places whose men are to be counted.",
        ));
    }
    for (i, d) in c.destinations.iter().enumerate() {
        if c.destinations[..i].iter().any(|e| e.place == d.place) {
            out.push(Problem::error(
                at(i),
                format!("{} a second time", c.place(d.place).key),
                "each place once",
                "Delete one of the rows.",
            ));
        }
    }
    out
}

/// A destination that no chain of roads reaches, or only through country that is closed, can never be taken.
fn destinations_can_be_reached(c: &Campaign) -> Vec<Problem> {
    let mut reached: HashSet<PlaceId> =
        (0..c.places.len()).map(PlaceId).filter(|p| c.place(*p).ours_from.is_some()).collect();
    loop {
        let before = reached.len();
        for (i, road) in c.roads.iter().enumerate() {
            let open = c.resistance.iter().any(|r| {
                r.profile.eq_ignore_ascii_case(&c.question.profile)
                    && c.postures[r.posture.0].advance.base > 0.0
                    && (r.at == ResistanceAt::Road(RoadId(i)) || r.at == ResistanceAt::Zone(road.zone))
            });
            if open && (reached.contains(&road.ends.0) || reached.contains(&road.ends.1)) {
                reached.insert(road.ends.0);
                reached.insert(road.ends.1);
            }
        }
        if reached.len() == before {
            break;
        }
    }
    c.destinations
        .iter()
        .enumerate()
        .filter(|(_, d)| !reached.contains(&d.place))
        .map(|(n, d)| {
            Problem::error(
                c.origins.destination(n),
                format!("destination {}, which no road reaches", c.place(d.place).key),
                "a place joined to our ground by roads that are not closed",
                "Add the missing road, or change the posture 'closed' of the zones on the way.",
            )
            .in_column("place")
            .resting_on(c.origins.table("roads"))
            .resting_on(c.origins.table("resistance"))
            .resting_on(c.origins.table("postures"))
            .resting_on(c.origins.table("places"))
        })
        .collect()
}
