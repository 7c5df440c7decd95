//! The advance: which place is ours on which day, who is engaged where and when.

use std::collections::BTreeMap;

use super::field::{Field, MOMENT, NEVER};
use super::report::{FaultKind, Ledger, Spot};
use crate::campaign::{Days, PlaceId, PostureId, RoadId, Way};
use crate::orders::{Follow, Work};

/// Kilometres that a leg may be cleared beyond what the rates allow: the rounding of days.
const FORGIVEN_KM: f64 = 1e-3;

/// How much of a leg may be missing from one that counts as cleared.
const CLEARED: f64 = 1e-6;

/// What came of the advance.
pub(super) struct Front {
    /// Day from which each place is ours; infinity where it never is.
    pub ours: Vec<f64>,
    /// Day on which a place was taken by force; `None` where it never was.
    pub taken: Vec<Option<f64>>,
    /// Who is engaged, cut at midnight and where resistance or season changes.
    pub engaged: Vec<Engaged>,
}

/// Men engaged for a part of a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Engaged {
    pub day: usize,
    /// Part of the day, 0..1.
    pub begin: f64,
    pub end: f64,
    /// Where they stand: the beginning of the leg.
    pub place: PlaceId,
    pub posture: PostureId,
    pub men: f64,
    /// Index of the stretch in the orders.
    pub work: usize,
}

impl Engaged {
    pub fn man_days(&self) -> f64 {
        self.men * (self.end - self.begin)
    }
}

impl Front {
    /// Whether a place is ours at a moment.
    pub fn is_ours(&self, place: PlaceId, moment: f64) -> bool {
        self.ours[place.0] <= moment + MOMENT
    }

    /// Whether a place was taken by force within a period, and not before.
    pub fn taken_in(&self, f: &Field, place: PlaceId, period: usize) -> bool {
        self.taken[place.0].is_some_and(|d| f.period_of(d) == period)
    }

    /// Notes a fault where a place is not ours when these days begin.
    pub fn must_be_ours(&self, place: PlaceId, days: (f64, f64), ledger: &mut Ledger) {
        if !self.is_ours(place, days.0) {
            ledger.note(FaultKind::NotOurs, Spot::place(place), days, self.days_early(place, days.0));
        }
    }

    /// Days until a place is ours; a number that JSON can hold where it never is.
    pub fn days_early(&self, place: PlaceId, moment: f64) -> f64 {
        (self.ours[place.0] - moment).min(NEVER)
    }

    /// Kilometres taken by a moment. For claims that count, only as far as taking a place needs: nothing after it is
    /// ours, and not more than one whole leg into it. For claims that do not, everything cleared.
    pub fn km_taken(&self, f: &Field, moment: f64, counts: bool) -> f64 {
        let mut share = vec![0.0; f.c.places.len()];
        let mut km = share.clone();
        for w in &f.o.works {
            let (_, to) = ends(f, w);
            let until = if counts { moment.min(self.ours[to.0]) } else { moment };
            let done = w.share * ((until - w.from_day) / (w.to_day - w.from_day).max(MOMENT)).clamp(0.0, 1.0);
            share[to.0] += done;
            km[to.0] += done * f.c.road(w.road).length.0;
        }
        let whole = |share: f64| if counts { f64::max(share, 1.0) } else { 1.0 };
        km.iter().zip(share).map(|(km, share)| km / whole(share)).sum()
    }

    /// Places taken by force by a moment, those that would be ours by then without it left out.
    pub fn places_taken(&self, f: &Field, moment: f64) -> f64 {
        let given = |p: PlaceId| f.c.place(p).ours_from.is_some_and(|d| d.0 <= moment);
        f.places().filter(|p| self.taken[p.0].is_some_and(|d| d <= moment + MOMENT) && !given(*p)).count() as f64
    }
}

fn ends(f: &Field, w: &Work) -> (PlaceId, PlaceId) {
    w.way.along(f.c.road(w.road).ends)
}

fn leg(w: &Work) -> (RoadId, Way) {
    (w.road, w.way)
}

/// Carries the advance out and looks at every stretch of it.
pub(super) fn advance(f: &Field, ledger: &mut Ledger) -> Front {
    let taken = taken(f);
    let ours = f
        .places()
        .map(|p| {
            let given = f.c.place(p).ours_from.map_or(f64::INFINITY, |d| d.0);
            given.min(taken[p.0].unwrap_or(f64::INFINITY))
        })
        .collect();
    let mut front = Front { ours, taken, engaged: Vec::new() };
    // Kilometres cleared and kilometres that the rates allow, by leg.
    let mut legs: BTreeMap<(RoadId, Way), (f64, f64)> = BTreeMap::new();
    for (i, w) in f.o.works.iter().enumerate() {
        sequence(f, &front, i, ledger);
        depot(f, &front, w, ledger);
        let (engaged, allowed) = stretch(f, i, w, ledger);
        front.engaged.extend(engaged);
        let sum = legs.entry(leg(w)).or_default();
        *sum = (sum.0 + w.share * f.c.road(w.road).length.0, sum.1 + allowed);
    }
    too_fast(f, &legs, ledger);
    for w in &f.o.follows {
        follow(f, &front, w, ledger);
    }
    front
}

/// What is forgiven on a leg is forgiven once, into however many stretches it is cut.
fn too_fast(f: &Field, legs: &BTreeMap<(RoadId, Way), (f64, f64)>, ledger: &mut Ledger) {
    for ((road, way), (cleared, allowed)) in legs {
        let length = f.c.road(*road).length.0;
        let told = ledger.has(FaultKind::TooFast, Spot::road(*road, *way));
        if *cleared > allowed + FORGIVEN_KM + CLEARED * length && !told {
            let works = f.o.works.iter().filter(|w| leg(w) == (*road, *way));
            let days = works.fold((f64::INFINITY, 0.0f64), |d, w| (d.0.min(w.from_day), d.1.max(w.to_day)));
            ledger.note(FaultKind::TooFast, Spot::road(*road, *way), days, cleared - allowed);
        }
    }
}

/// Day on which each place is taken: the end of the stretch that completes a leg into it.
fn taken(f: &Field) -> Vec<Option<f64>> {
    let mut works: Vec<&Work> = f.o.works.iter().collect();
    works.sort_by(|a, b| a.to_day.total_cmp(&b.to_day));
    let mut cleared: std::collections::HashMap<(RoadId, Way), f64> = std::collections::HashMap::new();
    let mut taken = vec![None; f.c.places.len()];
    for w in works {
        let share = cleared.entry(leg(w)).or_insert(0.0);
        *share += w.share;
        if *share >= 1.0 - CLEARED {
            taken[ends(f, w).1.0].get_or_insert(w.to_day);
        }
    }
    taken
}

/// A stretch begins from a place that is ours, takes time, does not overlap another of its leg, and the leg is not
/// cleared beyond its end.
fn sequence(f: &Field, front: &Front, i: usize, ledger: &mut Ledger) {
    let w = &f.o.works[i];
    let at = Spot::road(w.road, w.way);
    let days = (w.from_day, w.to_day.max(w.from_day));
    let from = ends(f, w).0;
    if !front.is_ours(from, w.from_day) {
        ledger.note(FaultKind::BrokenSequence, at, days, front.days_early(from, w.from_day));
    }
    // Shorter than a moment is no time at all.
    if w.to_day <= w.from_day + MOMENT && w.share > 0.0 {
        ledger.note(FaultKind::TooFast, at, days, w.share * f.c.road(w.road).length.0);
    }
    // Nobody fights his way into a place that is ours already.
    let to = ends(f, w).1;
    if front.ours[to.0] + MOMENT < w.to_day {
        ledger.note(FaultKind::BrokenSequence, at, days, w.to_day - front.ours[to.0]);
    }
    let earlier = f.o.works[..i].iter().filter(|v| leg(v) == leg(w));
    let mut before = 0.0;
    for v in earlier {
        before += v.share;
        let overlap = v.to_day.min(w.to_day) - v.from_day.max(w.from_day);
        if overlap > MOMENT {
            ledger.note(FaultKind::BrokenSequence, at, days, overlap);
        }
    }
    if before + w.share > 1.0 + CLEARED {
        ledger.note(FaultKind::BrokenSequence, at, days, before + w.share - 1.0);
    }
}

/// Those engaged draw from where they stand or, in the period in which that place was taken, from the depot behind.
fn depot(f: &Field, front: &Front, w: &Work, ledger: &mut Ledger) {
    let from = ends(f, w).0;
    let at = Spot::road(w.road, w.way);
    let days = (w.from_day, w.to_day.max(w.from_day));
    if !leads(f, &w.via, w.depot, from) {
        ledger.note(FaultKind::BrokenSequence, at, days, 1.0);
    }
    for place in way_places(f, &w.via, w.depot) {
        front.must_be_ours(place, days, ledger);
    }
    if w.depot != from && w.to_day > w.from_day {
        let (first, last) = (f.period_of(w.from_day + 2.0 * MOMENT), f.period_of(w.to_day));
        if first != last || !front.taken_in(f, from, last) {
            ledger.note(FaultKind::BrokenSequence, at, days, 1.0);
        }
    }
}

/// Whether a way leads from one place to another.
pub(super) fn leads(f: &Field, via: &[(RoadId, Way)], from: PlaceId, to: PlaceId) -> bool {
    let mut here = from;
    for (road, way) in via {
        let (begin, end) = way.along(f.c.road(*road).ends);
        if begin != here {
            return false;
        }
        here = end;
    }
    here == to
}

/// The places on a way, its beginning included.
pub(super) fn way_places(f: &Field, via: &[(RoadId, Way)], from: PlaceId) -> Vec<PlaceId> {
    std::iter::once(from).chain(via.iter().map(|(road, way)| way.along(f.c.road(*road).ends).1)).collect()
}

/// Cuts a stretch at midnight and where resistance or season changes; nothing more is cleared than the rates of its days
/// allow. Gives those kilometres too.
fn stretch(f: &Field, work: usize, w: &Work, ledger: &mut Ledger) -> (Vec<Engaged>, f64) {
    let place = ends(f, w).0;
    let at = Spot::road(w.road, w.way);
    let mut cuts = vec![w.from_day, w.to_day];
    let inside = |d: &f64| *d > w.from_day + MOMENT && *d < w.to_day - MOMENT;
    cuts.extend((w.from_day.ceil() as usize..=w.to_day as usize).map(|d| d as f64).filter(inside));
    cuts.extend(f.c.resistance.iter().map(|r| r.from.0).chain(f.c.weather_changes()).filter(inside));
    cuts.sort_by(f64::total_cmp);
    let mut out = Vec::new();
    let mut allowed = 0.0;
    for pair in cuts.windows(2).filter(|pair| pair[1] > pair[0]) {
        let (begin, end) = (pair[0], pair[1]);
        let middle = (begin + end) / 2.0;
        let resistance = f.c.resistance_on(w.road, Days(middle));
        let Some(r) = resistance.filter(|r| f.c.postures[r.posture.0].advance.base > 0.0) else {
            ledger.note(FaultKind::ClosedLeg, at, (begin, end), end - begin);
            continue;
        };
        let season = f.c.weather(f.c.road(w.road).zone, Days(middle)).advance;
        allowed += f.c.postures[r.posture.0].advance.base * season * (end - begin);
        let day = middle.floor();
        out.push(Engaged {
            day: day as usize,
            begin: (begin - day).max(0.0),
            end: (end - day).min(1.0),
            place,
            posture: r.posture,
            men: r.grouping.base,
            work,
        });
    }
    let length = f.c.road(w.road).length.0;
    // A metre, and as much of the leg as may be missing from a cleared one.
    if w.to_day > w.from_day && w.share * length > allowed + FORGIVEN_KM + CLEARED * length {
        ledger.note(FaultKind::TooFast, at, (w.from_day, w.to_day), w.share * length - allowed);
    }
    (out, allowed)
}

/// Men and supplies follow into a place on the day on which it is taken, along a way that the troops cleared in the
/// same period.
fn follow(f: &Field, front: &Front, w: &Follow, ledger: &mut Ledger) {
    let at = Spot::place(w.to);
    let days = (w.day, w.day);
    match front.taken[w.to.0] {
        Some(day) if (day - w.day).abs() <= MOMENT => {}
        Some(day) => ledger.note(FaultKind::BrokenSequence, at, days, (day - w.day).abs()),
        None => ledger.note(FaultKind::BrokenSequence, at, days, 1.0),
    }
    if w.via.is_empty() || !leads(f, &w.via, w.from, w.to) {
        ledger.note(FaultKind::BrokenSequence, at, days, 1.0);
    }
    front.must_be_ours(w.from, days, ledger);
    let cleared = |(road, way): &(RoadId, Way)| {
        let works = f.o.works.iter().filter(|v| leg(v) == (*road, *way) && v.to_day <= w.day + MOMENT);
        works.map(|v| v.share).sum::<f64>() >= 1.0 - CLEARED
    };
    let period = f.period_of(w.day);
    let fresh = way_places(f, &w.via, w.from).iter().skip(1).all(|p| front.taken_in(f, *p, period));
    if !fresh || !w.via.iter().all(cleared) {
        ledger.note(FaultKind::BrokenSequence, at, days, 1.0);
    }
}
