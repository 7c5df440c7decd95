//! Checks of meaning: each a small pure function that returns every problem it finds.

use std::collections::{HashMap, HashSet};

use super::*;

/// A check looks at a campaign and at nothing else.
type Check = fn(&Campaign) -> Vec<Problem>;

/// Every check, in the order in which problems are reported.
const CHECKS: &[Check] = &[
    question_is_possible,
    profile_exists,
    postures_are_complete,
    postures_are_monotone,
    norms_are_complete,
    links_have_two_ends,
    lengths_are_plausible,
    restored_is_not_above_intact,
    resistance_names_one_place,
    every_zone_meets_resistance,
    forces_stand_on_our_ground,
    streams_end_after_they_begin,
    bases_are_ours,
    replacements_count_returned_once,
    somebody_takes_part,
    destinations_make_sense,
    destinations_can_be_reached,
    means_of_transport_exist,
    super::levers::make_sense,
    super::levers::question_has_what_it_needs,
];

/// Runs every check. Problems that rest on anything in `faulty` (rows, and tables with rows, that already have a problem
/// of form) are dropped.
pub fn check(campaign: &Campaign, faulty: &HashSet<String>) -> Vec<Problem> {
    let sound = |p: &Problem| !faulty.contains(&p.cell) && !p.rests_on.iter().any(|at| faulty.contains(at));
    CHECKS.iter().flat_map(|c| c(campaign)).filter(sound).collect()
}

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

fn links_have_two_ends(c: &Campaign) -> Vec<Problem> {
    links(c)
        .filter(|l| l.ends.0 == l.ends.1)
        .map(|l| {
            Problem::error(
                l.origin,
                format!("{} '{}' from {} to itself", l.what, l.key, c.place(l.ends.0).key),
                "two different places",
                "Correct one of the ends.",
            )
            .in_column("to")
        })
        .collect()
}

struct Link<'a> {
    what: &'static str,
    key: &'a str,
    ends: (PlaceId, PlaceId),
    length: Km,
    origin: &'a str,
}

fn links(c: &Campaign) -> impl Iterator<Item = Link<'_>> {
    let roads = c.roads.iter().map(|r| Link {
        what: "road",
        key: &r.key,
        ends: r.ends,
        length: r.length,
        origin: &r.provenance.origin,
    });
    let lines = c.lines.iter().map(|l| Link {
        what: "rail line",
        key: &l.key,
        ends: l.ends,
        length: l.length,
        origin: &l.provenance.origin,
    });
    roads.chain(lines)
}

/// Great-circle distance, by the haversine formula on a sphere of 6,371 km.
pub fn great_circle(a: &Place, b: &Place) -> Km {
    let (la, lb) = (a.latitude.to_radians(), b.latitude.to_radians());
    let (dlat, dlon) = (lb - la, (b.longitude - a.longitude).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + la.cos() * lb.cos() * (dlon / 2.0).sin().powi(2);
    Km(2.0 * 6371.0 * h.sqrt().min(1.0).asin())
}

/// A link shorter than the straight line, or several times as long, is most often metres typed as kilometres or a
/// wrong end.
fn lengths_are_plausible(c: &Campaign) -> Vec<Problem> {
    let mut out = Vec::new();
    for l in links(c).filter(|l| l.ends.0 != l.ends.1) {
        let (a, b) = (c.place(l.ends.0), c.place(l.ends.1));
        let straight = great_circle(a, b);
        let told = |found: f64| format!("{} '{}' of {found} km", l.what, l.key);
        let line = format!("the straight line is {:.0} km", straight.0);
        if l.length.0 < straight.0 * 0.9 - 2.0 {
            out.push(
                Problem::error(
                    l.origin,
                    told(l.length.0),
                    format!("not shorter than the straight line; {line}"),
                    "Check the length, the ends and the coordinates of the places.",
                )
                .in_column("length_km")
                .resting_on(&a.provenance.origin)
                .resting_on(&b.provenance.origin),
            );
        } else if l.length.0 > straight.0 * 4.0 + 20.0 {
            out.push(
                Problem::warning(
                    l.origin,
                    told(l.length.0),
                    format!("seldom more than four times the straight line; {line}"),
                    "Check the length (kilometres, not metres), the ends and the coordinates.",
                )
                .in_column("length_km")
                .resting_on(&a.provenance.origin)
                .resting_on(&b.provenance.origin),
            );
        }
    }
    out
}

fn restored_is_not_above_intact(c: &Campaign) -> Vec<Problem> {
    c.lines
        .iter()
        .filter(|l| l.capacity.base > l.capacity_intact.0)
        .map(|l| {
            Problem::error(
                &l.provenance.origin,
                format!("restored capacity {} above the intact capacity {}", l.capacity.base, l.capacity_intact.0),
                format!("at most {} trains/day", l.capacity_intact.0),
                "Lower the restored capacity or correct the intact one.",
            )
            .in_column("capacity")
        })
        .collect()
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

fn streams_end_after_they_begin(c: &Campaign) -> Vec<Problem> {
    let replacements = c.replacements.iter().map(|r| (&r.key, r.span, &r.provenance.origin));
    let supplies = c.streams.iter().map(|s| (&s.key, s.span, &s.provenance.origin));
    replacements
        .chain(supplies)
        .filter(|(_, span, _)| span.to.is_some_and(|to| to <= span.from))
        .map(|(key, span, origin)| {
            Problem::error(
                origin,
                format!("stream '{key}' from day {} to day {}", span.from.0, span.to.map_or(0.0, |d| d.0)),
                "a last day after the first",
                "Correct the days, or leave the last day empty.",
            )
            .in_column("to_day")
        })
        .collect()
}

fn bases_are_ours(c: &Campaign) -> Vec<Problem> {
    let replacements = c.replacements.iter().map(|r| (&r.key, r.place, &r.provenance.origin));
    let supplies = c.streams.iter().map(|s| (&s.key, s.place, &s.provenance.origin));
    let mut out: Vec<Problem> = replacements
        .chain(supplies)
        .filter(|(_, place, _)| c.place(*place).ours_from.is_none())
        .map(|(key, place, origin)| {
            Problem::warning(
                origin,
                format!("stream '{key}' at {}, which must first be taken", c.place(place).key),
                "usually a base that is ours",
                "It only flows once the place is held.",
            )
            .in_column("place")
            .resting_on(&c.place(place).provenance.origin)
        })
        .collect();
    out.extend(c.stocks.iter().filter(|s| c.place(s.place).ours_from.is_none_or(|d| d.0 > 0.0)).map(|s| {
        Problem::error(
            &s.provenance.origin,
            format!("an opening stock at {}, which is not ours on day 0", c.place(s.place).key),
            "a place that is ours on day 0",
            "Move the stock to a place that is ours.",
        )
        .in_column("place")
        .resting_on(&c.place(s.place).provenance.origin)
    }));
    out
}

fn replacements_count_returned_once(c: &Campaign) -> Vec<Problem> {
    c.replacements
        .iter()
        .filter(|r| !r.includes_returned)
        .map(|r| {
            Problem::warning(
                &r.provenance.origin,
                format!("stream '{}' says that returned wounded are not in it", r.key),
                "streams that include them",
                "This version returns nobody from hospital by itself: add the returning men to the rate.",
            )
            .in_column("includes_returned")
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

fn means_of_transport_exist(c: &Campaign) -> Vec<Problem> {
    let mut out = Vec::new();
    if c.fleets.iter().all(|f| f.trucks.base <= 0.0) {
        out.push(Problem::warning(
            c.origins.table("truck_fleets"),
            "no trucks",
            "at least one fleet",
            "Without trucks nothing moves beyond the railhead.",
        ));
    }
    if c.lines.is_empty() {
        out.push(Problem::warning(
            c.origins.table("rail_lines"),
            "no rail lines",
            "at least one line",
            "Without rail every tonne goes by truck all the way.",
        ));
    }
    out
}
