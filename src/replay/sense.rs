//! Whether the orders can be read at all: every thing they name exists, every amount is a number, not below 0.

use super::report::{FaultKind, Ledger, Spot};
use crate::campaign::{Campaign, PlaceId, RoadId, Way};
use crate::orders::{Link, Orders};

/// Longest run, in days: above any horizon that a workbook may have, so that a slip cannot ask for all the memory.
const LONGEST_RUN: usize = 100_000;

/// An amount this far below 0 is the rounding error of whoever wrote it.
const NOTHING: f64 = -1e-6;

/// More than any army has of anything, in men, tonnes, trucks or days.
const MOST: f64 = 1e12;

/// Looks at every order. Nothing else is looked at if one of them makes no sense.
pub(super) fn check(c: &Campaign, o: &Orders, ledger: &mut Ledger) {
    let frame = o.period_days > 0
        && o.periods > 0
        && o.period_days.checked_mul(o.periods).is_some_and(|d| d <= LONGEST_RUN)
        && amount(o.counted_from_day)
        && amount(o.men);
    let mut bad = |list: &'static str, sound: Vec<bool>| {
        for (row, _) in sound.iter().enumerate().filter(|(_, sound)| !**sound) {
            let at = Spot { list: Some(list), ..Spot::row(row) };
            ledger.note(FaultKind::Nonsense, at, (0.0, 0.0), 1.0);
        }
    };
    bad("frame", vec![frame]);
    if !frame {
        return;
    }
    let days = (o.period_days * o.periods) as f64;
    let place = |p: PlaceId| p.0 < c.places.len();
    let road = |r: RoadId| r.0 < c.roads.len();
    let via = |v: &[(RoadId, Way)]| v.iter().all(|(r, _)| road(*r));
    let when = |d: f64| amount(d) && d <= days + 1e-6;
    let period = |t: usize| t < o.periods;
    bad(
        "works",
        o.works
            .iter()
            .map(|w| {
                road(w.road) && place(w.depot) && via(&w.via) && when(w.from_day) && when(w.to_day) && amount(w.share)
            })
            .collect(),
    );
    bad(
        "follows",
        o.follows
            .iter()
            .map(|w| {
                let goods = w.tonnes.len() == c.classes.len() && w.tonnes.iter().all(|t| amount(*t));
                place(w.from) && place(w.to) && via(&w.via) && when(w.day) && amount(w.men) && goods
            })
            .collect(),
    );
    let line = |l: usize| l < c.lines.len();
    // A restoration may end after the run.
    let worked = |from: f64, to: f64| amount(from) && amount(to);
    bad("restorations", o.restorations.iter().map(|r| line(r.line.0) && worked(r.from_day, r.to_day)).collect());
    bad("joined", o.joined.iter().map(|j| j.force < c.forces.len() && amount(j.men)).collect());
    let stream = |s: usize| s < c.replacements.len();
    bad("replaced", o.replaced.iter().map(|r| stream(r.stream) && period(r.period) && amount(r.men)).collect());
    bad("marches", o.marches.iter().map(|m| road(m.road) && period(m.period) && amount(m.men)).collect());
    bad("men_by_rail", o.men_by_rail.iter().map(|m| line(m.line.0) && period(m.period) && amount(m.men)).collect());
    let stream = |s: usize| s < c.streams.len();
    bad("accepted", o.accepted.iter().map(|a| stream(a.stream) && period(a.period) && amount(a.tonnes)).collect());
    let link = |l: Link| match l {
        Link::Rail(l) => line(l.0),
        Link::Road(r) => road(r),
        Link::Sea(s) => s.0 < c.sea_links.len(),
    };
    let class = |k: usize| k < c.classes.len();
    bad(
        "freight",
        o.freight.iter().map(|w| link(w.link) && class(w.class.0) && period(w.period) && amount(w.tonnes)).collect(),
    );
    let fleet = |f: usize| f < c.fleets.len();
    bad("truck_joins", o.truck_joins.iter().map(|j| fleet(j.fleet) && place(j.place) && amount(j.trucks)).collect());
    bad(
        "truck_transfers",
        o.truck_transfers.iter().map(|x| road(x.road) && period(x.period) && amount(x.trucks)).collect(),
    );
}

fn amount(x: f64) -> bool {
    (NOTHING..MOST).contains(&x)
}
