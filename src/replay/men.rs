//! Men: where they stand each day, who marches, who is lost, and whether those engaged are there.

use super::field::{Field, MOMENT};
use super::flows::{Flows, Journey};
use super::front::{Engaged, Front};
use super::offers::Offer;
use super::report::{FaultKind, Ledger, Spot};
use super::roads::Traffic;
use super::weather::Drive;
use crate::campaign::PlaceId;

/// Men, day by day.
pub(super) struct Men {
    /// At each place when the day ends.
    pub end: Vec<Vec<f64>>,
    /// Man-days lived at each place on the day.
    pub man_days: Vec<Vec<f64>>,
    /// Lost on each day; those lost on the way on the day on which the others arrive.
    pub losses: Vec<f64>,
    /// Man-days engaged on each day.
    pub engaged: Vec<f64>,
    /// On roads and in trains when the day ends.
    pub under_way: Vec<f64>,
}

/// Men who come or go at one moment.
#[derive(Debug, Clone, Copy)]
struct Event {
    /// Part of the day, 0..1.
    moment: f64,
    men: f64,
}

/// A day at a place.
struct PlaceDay<'a> {
    day: usize,
    place: PlaceId,
    /// Men when it begins.
    begin: f64,
    /// Men who come less men who go, evenly through the day.
    even: f64,
    events: &'a [Event],
    engaged: &'a [Engaged],
}

/// Marches, and runs every place through every day.
pub(super) fn march(f: &Field, front: &Front, flows: &mut Flows, traffic: &mut Traffic, ledger: &mut Ledger) -> Men {
    on_foot(f, front, flows, traffic, ledger);
    let replaced = replacements(f, front, ledger);
    let places = f.c.places.len();
    let mut events = vec![vec![Vec::new(); places]; f.days];
    join(f, front, &mut events, ledger);
    for w in &f.o.follows {
        let day = f.day_of(w.day);
        let moment = (w.day - day as f64).clamp(0.0, 1.0);
        events[day][w.from.0].push(Event { moment, men: -w.men });
        events[day][w.to.0].push(Event { moment, men: w.men });
    }
    let mut engaged = vec![vec![Vec::new(); places]; f.days];
    for e in &front.engaged {
        engaged[e.day.min(f.days - 1)][e.place.0].push(*e);
    }
    let mut men = Men {
        end: Vec::new(),
        man_days: Vec::new(),
        losses: vec![0.0; f.days],
        engaged: vec![0.0; f.days],
        under_way: Vec::new(),
    };
    let (mut here, mut under_way) = (vec![0.0; places], 0.0);
    for day in 0..f.days {
        let mut man_days = vec![0.0; places];
        for place in f.places() {
            let i = place.0;
            let even = flows.men_in[day][i] - flows.men_out[day][i] + replaced[day][i];
            let (events, engaged) = (&events[day][i], &engaged[day][i]);
            let p = PlaceDay { day, place, begin: here[i], even, events, engaged };
            let lost = p.losses(f);
            p.look(lost, ledger);
            man_days[i] = p.undiminished_man_days() - lost / 2.0;
            here[i] += even + events.iter().map(|e| e.men).sum::<f64>() - lost;
            men.losses[day] += lost;
            men.engaged[day] += engaged.iter().map(Engaged::man_days).sum::<f64>();
            under_way += flows.men_out[day][i];
        }
        under_way -= flows.men_off_the_road[day];
        men.losses[day] += flows.men_off_the_road[day] - flows.men_in[day].iter().sum::<f64>();
        men.end.push(here.clone());
        men.man_days.push(man_days);
        men.under_way.push(under_way);
    }
    men
}

impl PlaceDay<'_> {
    /// Man-days if nobody were lost.
    fn undiminished_man_days(&self) -> f64 {
        let came: f64 = self.events.iter().map(|e| e.men * (1.0 - e.moment)).sum();
        self.begin + self.even / 2.0 + came
    }

    /// Men lost: the rate of the posture for those engaged, of quiet for everyone else. Losses fall with
    /// the man-days, so that L = x + q (m - L/2), with m man-days without losses and x what fighting costs beyond quiet.
    fn losses(&self, f: &Field) -> f64 {
        let quiet = f.loss(f.quiet);
        let fighting: f64 = self.engaged.iter().map(|e| e.man_days() * (f.loss(e.posture) - quiet)).sum();
        ((fighting + quiet * self.undiminished_man_days()) / (1.0 + quiet / 2.0)).max(0.0)
    }

    /// At no moment of the day fewer men than are engaged, or than none.
    fn look(&self, lost: f64, ledger: &mut Ledger) {
        let mut moments = vec![0.0, 1.0];
        moments.extend(self.events.iter().map(|e| e.moment));
        moments.extend(self.engaged.iter().flat_map(|e| [e.begin, e.end]));
        moments.sort_by(f64::total_cmp);
        let days = (self.day as f64, self.day as f64 + 1.0);
        let at = Spot::place(self.place);
        // Men are lost where there are any: by a moment as large a part of the day's losses as of its man-days.
        let until = |m: f64| {
            let came: f64 = self.events.iter().map(|e| e.men * (m - e.moment).max(0.0)).sum();
            self.begin * m + self.even * m * m / 2.0 + came
        };
        let all = until(1.0);
        let change =
            |m: f64| self.even * m - if all > 0.0 { lost * (until(m) / all).clamp(0.0, 1.0) } else { lost * m };
        for pair in moments.windows(2).filter(|pair| pair[1] - pair[0] > MOMENT) {
            let middle = (pair[0] + pair[1]) / 2.0;
            let came: f64 = self.events.iter().filter(|e| e.moment < middle).map(|e| e.men).sum();
            let there = self.begin + came + change(pair[0]).min(change(pair[1]));
            let engaged = self.engaged.iter().filter(|e| e.begin < middle && middle < e.end);
            let needed: f64 = engaged.map(|e| e.men).sum();
            if needed > 0.0 {
                ledger.at_most(FaultKind::MenNotThere, at, days, (needed, there));
            }
            ledger.at_most(FaultKind::MenShort, at, days, (0.0, there));
        }
        let end = self.begin + self.even - lost + self.events.iter().map(|e| e.men).sum::<f64>();
        ledger.at_most(FaultKind::MenShort, at, days, (0.0, end));
    }
}

/// Marches: evenly through the period, under way for length over the season's march, along roads whose ends are ours when
/// the period begins.
fn on_foot(f: &Field, front: &Front, flows: &mut Flows, traffic: &mut Traffic, ledger: &mut Ledger) {
    for m in f.o.marches.iter().filter(|m| m.men > 1e-6) {
        let road = f.c.road(m.road);
        let (from, to) = m.way.along(road.ends);
        front.must_be_ours(from, f.span(m.period), ledger);
        front.must_be_ours(to, f.span(m.period), ledger);
        let pace = f.c.factors.march_km_per_day.estimate.base;
        let way = Drive { zone: road.zone, km: road.length.0, pace, factor: |w| w.march };
        let men = m.men / f.period as f64;
        for day in f.days_of(m.period) {
            traffic.add(day, (m.road, m.way), men / f.c.factors.men_per_road_vehicle.estimate.base);
            let lag = way.days_on(f, day);
            flows.travel(f, &Journey { day, from, to, lag, men }, f.march);
        }
    }
}

/// Forces join on their day, no more of each than there are.
fn join(f: &Field, front: &Front, events: &mut [Vec<Vec<Event>>], ledger: &mut Ledger) {
    for (i, force) in f.c.forces.iter().enumerate() {
        let men: f64 = f.o.joined.iter().filter(|j| j.force == i).map(|j| j.men).sum();
        let from = force.from.0;
        if men <= 0.0 || from >= f.days as f64 {
            continue;
        }
        ledger.at_most(FaultKind::ForceExceeded, Spot::row(i), (from, from), (men, force.men.base));
        front.must_be_ours(force.place, (from, from), ledger);
        let moment = from.max(0.0).fract();
        events[from.max(0.0) as usize][force.place.0].push(Event { moment, men });
    }
}

/// Replacements taken, at most what their streams offer. By day and place.
fn replacements(f: &Field, front: &Front, ledger: &mut Ledger) -> Vec<Vec<f64>> {
    let mut out = vec![vec![0.0; f.c.places.len()]; f.days];
    for (i, stream) in f.c.replacements.iter().enumerate() {
        let fault = (FaultKind::ReplacementsExceeded, Spot::row(i));
        let offer = Offer { place: stream.place, span: stream.span, per_day: stream.men_per_day.base, fault };
        let taken = f.o.replaced.iter().filter(|r| r.stream == i).map(|r| (r.period, r.men));
        for (day, men) in offer.drawn((f, front), taken, ledger) {
            out[day][stream.place.0] += men;
        }
    }
    out
}
