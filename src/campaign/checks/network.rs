//! Checks of the theatre: links, lengths, capacities.

use super::Check;
use crate::campaign::*;

/// In the order in which problems are reported.
pub(super) const CHECKS: &[Check] = &[links_have_two_ends, lengths_are_plausible, restored_is_not_above_intact];

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
