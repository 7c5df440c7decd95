//! Checks of the theatre: links, lengths, capacities.

use super::Check;
use crate::campaign::*;

/// In the order in which problems are reported.
pub(super) const CHECKS: &[Check] = &[
    links_have_two_ends,
    lengths_are_plausible,
    restored_is_not_above_intact,
    seasons_are_plain,
    shared_tracks_are_one_track,
    links_stand_once,
    places_are_joined,
];

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
    /// 0 for a road.
    gauge_mm: f64,
    origin: &'a str,
}

fn links(c: &Campaign) -> impl Iterator<Item = Link<'_>> {
    let roads = c.roads.iter().map(|r| Link {
        what: "road",
        key: &r.key,
        ends: r.ends,
        length: r.length,
        gauge_mm: 0.0,
        origin: &r.provenance.origin,
    });
    let lines = c.lines.iter().map(|l| Link {
        what: "rail line",
        key: &l.key,
        ends: l.ends,
        length: l.length,
        gauge_mm: l.gauge_mm,
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

/// A season ends after it begins, and no two of one zone begin on the same day.
fn seasons_are_plain(c: &Campaign) -> Vec<Problem> {
    let mut out = Vec::new();
    for (i, s) in c.seasons.iter().enumerate() {
        if let Some(to) = s.span.to.filter(|to| *to <= s.span.from) {
            out.push(
                Problem::error(
                    &s.provenance.origin,
                    format!("season '{}' from day {} to day {}", s.key, s.span.from.0, to.0),
                    "a last day after the first",
                    "Correct the days, or leave the last day empty.",
                )
                .in_column("to_day"),
            );
        }
        let twin = c.seasons[..i].iter().find(|e| e.zone == s.zone && e.span.from == s.span.from);
        if let Some(earlier) = twin {
            out.push(
                Problem::error(
                    &s.provenance.origin,
                    format!("season '{}' begins on the day of '{}'", s.key, earlier.key),
                    "one season of a zone on each day",
                    format!("The other stands in {}; delete one, or give it another day.", earlier.provenance.origin),
                )
                .in_column("from_day")
                .resting_on(&earlier.provenance.origin),
            );
        }
    }
    out
}

/// Lines of one track join the same places, in different gauges.
fn shared_tracks_are_one_track(c: &Campaign) -> Vec<Problem> {
    let mut out = Vec::new();
    for track in c.shared_tracks() {
        for (i, line) in track.iter().enumerate().skip(1) {
            out.extend(on_the_track(c, &track[..i], c.line(*line)));
        }
    }
    let alone = |e: &usize| !c.lines[*e].track_group.is_empty() && !c.shares_track(LineId(*e));
    for l in (0..c.lines.len()).filter(alone).map(|e| &c.lines[e]) {
        out.push(
            Problem::warning(
                &l.provenance.origin,
                format!("line '{}' alone on the track '{}'", l.key, l.track_group),
                "two lines or more with the same word",
                "Write the same word for the other gauge of this track, or leave the cell empty.",
            )
            .in_column("track_group"),
        );
    }
    out
}

/// What is wrong with a line that shares its track with these others.
fn on_the_track(c: &Campaign, others: &[LineId], l: &RailLine) -> Option<Problem> {
    let first = c.line(others[0]);
    let between = |l: &RailLine| format!("{} and {}", c.place(l.ends.0).key, c.place(l.ends.1).key);
    let twin = others.iter().map(|e| c.line(*e)).find(|o| o.gauge_mm == l.gauge_mm);
    let (found, allowed) = if l.ends != first.ends && l.ends != (first.ends.1, first.ends.0) {
        let found = format!("line '{}' between {} on the track of '{}'", l.key, between(l), first.key);
        (found, format!("a line between {}", between(first)))
    } else {
        let found = format!("line '{}' in the gauge of '{}', on the same track", l.key, twin?.key);
        (found, "each gauge of a track once".into())
    };
    let hint = "Correct the line, or give the two different words in 'Same track'.";
    let problem = Problem::error(&l.provenance.origin, found, allowed, hint);
    Some(problem.in_column("track_group").resting_on(&first.provenance.origin))
}

/// Every link goes both ways; the way back as a row of its own doubles it.
fn links_stand_once(c: &Campaign) -> Vec<Problem> {
    let links: Vec<Link> = links(c).filter(|l| l.ends.0 != l.ends.1).collect();
    let mut out = Vec::new();
    for (i, link) in links.iter().enumerate() {
        let back = |other: &&Link| {
            (other.what, other.length, other.gauge_mm) == (link.what, link.length, link.gauge_mm)
                && other.ends == (link.ends.1, link.ends.0)
        };
        let Some(first) = links[..i].iter().find(back) else { continue };
        out.push(
            Problem::warning(
                link.origin,
                format!("{} '{}', the way back of '{}' in {}", link.what, link.key, first.key, first.origin),
                "one row for both directions; capacities are each way",
                "Delete one of the rows, or give them different lengths if both exist.",
            )
            .in_column("from")
            .resting_on(first.origin),
        );
    }
    out
}

/// From a place without a link nothing leaves, and nobody gets there.
fn places_are_joined(c: &Campaign) -> Vec<Problem> {
    let ends = links(c).map(|l| l.ends).chain(c.sea_links.iter().map(|l| l.ends));
    let joined: std::collections::HashSet<PlaceId> = ends.flat_map(|(a, b)| [a, b]).collect();
    let used = |p: PlaceId| {
        c.stocks.iter().any(|s| s.place == p)
            || c.streams.iter().any(|s| s.place == p)
            || c.replacements.iter().any(|s| s.place == p)
            || c.forces.iter().any(|f| f.place == p)
    };
    let lonely = (0..c.places.len()).map(PlaceId).filter(|p| !joined.contains(p) && used(*p));
    lonely
        .map(|p| {
            let place = c.place(p);
            Problem::warning(
                &place.provenance.origin,
                format!("{} with men or supplies, but without a road, rail line or sea link", place.key),
                "a place that something leads to",
                "Add the link, or correct the key where it is used.",
            )
            .in_column("place")
            .resting_on(c.origins.table("roads"))
            .resting_on(c.origins.table("rail_lines"))
            .resting_on(c.origins.table("sea_links"))
        })
        .collect()
}
