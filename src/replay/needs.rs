//! What men use, from which depot, and what is driven to them within the day.

use super::field::Field;
use super::flows::Flows;
use super::front::{Front, leads};
use super::men::Men;
use super::report::{FaultKind, Ledger, Spot};
use crate::campaign::{ClassId, PlaceId, RATIONS, RoadId, Way};

/// Supplies that trucks of a depot drive forward within a day.
#[derive(Debug, Clone)]
pub(super) struct Haul {
    pub day: usize,
    pub depot: PlaceId,
    pub via: Vec<(RoadId, Way)>,
    pub tonnes: f64,
    /// Whether they moved up behind the troops in the course of the period.
    pub moved_up: bool,
}

/// A depot and the way from it to those who draw from it.
type Source = (PlaceId, Vec<(RoadId, Way)>);

/// Draws what every man uses, books what follows the troops, and gives the hauls.
pub(super) fn draw(f: &Field, front: &Front, men: &Men, flows: &mut Flows, ledger: &mut Ledger) -> Vec<Haul> {
    let mut hauls = Vec::new();
    let prisoners = prisoners(f);
    for period in 0..f.o.periods {
        for place in f.places() {
            let source = source(f, front, place, period);
            at_rest(f, (men, &prisoners), (place, period), source, flows, &mut hauls);
        }
    }
    for e in &front.engaged {
        let w = &f.o.works[e.work];
        let drawn: Vec<f64> =
            f.classes().map(|k| e.man_days() * (f.norm_t(e.posture, k) - f.norm_t(f.quiet, k))).collect();
        take(f, e.day.min(f.days - 1), &(w.depot, w.via.clone()), &drawn, flows, &mut hauls);
    }
    for w in f.o.follows.iter().filter(|w| w.tonnes.iter().sum::<f64>() > 1e-6) {
        let day = f.day_of(w.day);
        // A way that does not lead there is a fault already.
        if w.via.is_empty() || !leads(f, &w.via, w.from, w.to) {
            continue;
        }
        take(f, day, &(w.from, w.via.clone()), &w.tonnes, flows, &mut hauls);
        if let Some(haul) = hauls.last_mut() {
            haul.moved_up = true;
        }
        for (k, tonnes) in w.tonnes.iter().enumerate() {
            flows.into.add(day, w.to, ClassId(k), *tonnes);
        }
    }
    if f.columns.is_none() {
        for h in hauls.iter().filter(|h| h.tonnes > 0.5) {
            let span = (h.day as f64, h.day as f64 + 1.0);
            ledger.note(FaultKind::TrucksOverdrawn, Spot::place(h.depot), span, 1.0);
        }
    }
    hauls
}

/// Prisoners who are fed, by day and place: those taken on a day, evenly over the kilometres cleared, from that day on.
fn prisoners(f: &Field) -> Vec<Vec<f64>> {
    let mut fed = vec![vec![0.0; f.c.places.len()]; f.days];
    let factors = &f.c.factors;
    let (per_km, days) = (factors.prisoners_per_km.estimate.base, factors.prisoner_days.estimate.base);
    for w in f.o.works.iter().filter(|w| per_km > 0.0 && w.to_day > w.from_day) {
        let road = f.c.road(w.road);
        let (from, _) = w.way.along(road.ends);
        let a_day = per_km * w.share * road.length.0 / (w.to_day - w.from_day);
        for day in w.from_day as usize..f.days.min(w.to_day.ceil() as usize) {
            let part = w.to_day.min(day as f64 + 1.0) - w.from_day.max(day as f64);
            // As many whole days as there are, and the rest of one.
            for (late, fed) in fed[day..].iter_mut().enumerate().take(days.ceil() as usize) {
                fed[from.0] += a_day * part * (days - late as f64).min(1.0);
            }
        }
    }
    fed
}

/// The quiet norms of the men at a place, and the rations of the prisoners there.
fn at_rest(
    f: &Field,
    (men, prisoners): (&Men, &[Vec<f64>]),
    (place, period): (PlaceId, usize),
    source: Source,
    flows: &mut Flows,
    hauls: &mut Vec<Haul>,
) {
    let norms: Vec<f64> = f.classes().map(|k| f.norm_t(f.quiet, k)).collect();
    let rations = f.c.class_by_key(RATIONS);
    for day in f.days_of(period) {
        let (man_days, prisoners) = (men.man_days[day][place.0].max(0.0), prisoners[day][place.0]);
        if man_days + prisoners > 0.0 {
            let mut drawn: Vec<f64> = norms.iter().map(|n| n * man_days).collect();
            if let Some(class) = rations {
                drawn[class.0] += prisoners * f.c.factors.prisoner_kg_per_day.estimate.base / 1000.0;
            }
            take(f, day, &source, &drawn, flows, hauls);
        }
    }
}

/// Takes supplies of each class from a depot on a day; what has to be driven is a haul, whose fuel the depot gives too.
fn take(f: &Field, day: usize, (depot, via): &Source, drawn: &[f64], flows: &mut Flows, hauls: &mut Vec<Haul>) {
    for (k, tonnes) in drawn.iter().enumerate() {
        flows.out.add(day, *depot, ClassId(k), *tonnes);
    }
    if via.is_empty() {
        return;
    }
    let tonnes = drawn.iter().sum::<f64>().max(0.0);
    if let (Some(fuel), Some(columns)) = (f.fuel, f.columns) {
        let km: f64 = via.iter().map(|(road, _)| f.c.road(*road).length.0).sum();
        flows.out.add(day, *depot, fuel, tonnes * km * columns.fuel_per_t_km);
    }
    hauls.push(Haul { day, depot: *depot, via: via.clone(), tonnes, moved_up: false });
}

/// Where the men at a place draw their quiet norms in a period: there, or, in the period in which the place was taken, at
/// the depot from which most of those who followed came; and if that depot too was taken in the period, where it draws.
fn source(f: &Field, front: &Front, place: PlaceId, period: usize) -> Source {
    let (mut depot, mut via) = (place, Vec::new());
    // Each step goes back to a place taken earlier; broken orders could lead in a circle.
    for _ in 0..f.c.places.len() {
        if !front.taken_in(f, depot, period) {
            break;
        }
        let followed = f.o.follows.iter().filter(|w| w.to == depot && f.period_of(w.day) == period);
        let before = followed.max_by(|a, b| a.men.total_cmp(&b.men)).map(|w| (w.from, w.via.clone()));
        let engaged = || {
            let mut works = f.o.works.iter().filter(|w| {
                let from = w.way.along(f.c.road(w.road).ends).0;
                from == depot && w.depot != depot && f.period_of(w.to_day) == period
            });
            works.next().map(|w| (w.depot, w.via.clone()))
        };
        let Some((from, mut way)) = before.or_else(engaged) else { break };
        way.append(&mut via);
        (depot, via) = (from, way);
    }
    (depot, via)
}
