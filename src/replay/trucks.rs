//! Trucks: where they are, and whether they can do the work of the place they belong to.

use super::field::{Columns, Field, MOMENT};
use super::flows::Flows;
use super::front::Front;
use super::needs::Haul;
use super::report::{FaultKind, Ledger, Spot};
use crate::campaign::{PlaceId, RoadId};
use crate::orders::{Link, TruckTransfer};

/// Tonne-days of truck work at each place, by period.
type Work = Vec<Vec<f64>>;

/// Looks at the fleets, then at the work of every place in every period.
pub(super) fn check(f: &Field, front: &Front, hauls: &[Haul], flows: &mut Flows, ledger: &mut Ledger) {
    fleets(f, front, ledger);
    let Some(columns) = f.columns else {
        return without_any(f, ledger);
    };
    transfers(f, front, &columns, flows, ledger);
    let work = work(f, &columns, hauls);
    let lift = run(f, &columns, ledger);
    for period in 0..f.o.periods {
        for place in f.places() {
            // In trucks that work for the whole period.
            let truck = columns.readiness * columns.payload * f.period as f64;
            let (used, there) = (work[period][place.0] / truck, lift[period][place.0] / truck);
            ledger.at_most(FaultKind::TrucksOverdrawn, Spot::place(place), f.span(period), (used, there));
        }
    }
}

/// A campaign without trucks hauls nothing.
fn without_any(f: &Field, ledger: &mut Ledger) {
    for w in f.o.freight.iter().filter(|w| w.tonnes > 1e-6) {
        if let Link::Road(road) = w.link {
            let from = w.way.along(f.c.road(road).ends).0;
            ledger.note(FaultKind::TrucksOverdrawn, Spot::place(from), f.span(w.period), 1.0);
        }
    }
}

/// First period that begins on or after a fleet's day.
pub(super) fn first_period(f: &Field, fleet: usize) -> usize {
    (f.c.fleets[fleet].from.0 / f.period as f64 - MOMENT).ceil().max(0.0) as usize
}

fn fleets(f: &Field, front: &Front, ledger: &mut Ledger) {
    for (i, fleet) in f.c.fleets.iter().enumerate() {
        let joins = || f.o.truck_joins.iter().filter(|j| j.fleet == i && j.trucks > 0.0);
        let day = f.span(first_period(f, i)).0;
        let trucks: f64 = joins().map(|j| j.trucks).sum();
        ledger.at_most(FaultKind::FleetExceeded, Spot::row(i), (day, day), (trucks, fleet.trucks.base));
        for j in joins().filter(|_| day < f.days as f64) {
            front.must_be_ours(j.place, (day, day), ledger);
        }
    }
}

/// Days that trucks drive who leave a place for good when a period begins.
fn drive_days(f: &Field, columns: &Columns, x: &TruckTransfer) -> f64 {
    columns.drive(f, x.road, f.c.road(x.road).length.0).days_from(f, f.span(x.period).0)
}

/// Transfers drive along roads that are ours, get there within the period, and burn fuel for the way.
fn transfers(f: &Field, front: &Front, columns: &Columns, flows: &mut Flows, ledger: &mut Ledger) {
    for x in f.o.truck_transfers.iter().filter(|x| x.trucks > 1e-6) {
        let road = f.c.road(x.road);
        let (from, to) = x.way.along(road.ends);
        let (start, end) = f.span(x.period);
        front.must_be_ours(from, (start, end), ledger);
        front.must_be_ours(to, (start, end), ledger);
        let late = drive_days(f, columns, x) - f.period as f64;
        if late > MOMENT {
            ledger.note(FaultKind::DriveTooLong, Spot::road(x.road, x.way), (start, end), late);
        }
        if let Some(fuel) = f.fuel {
            // One way, as many tonnes as the trucks could have carried.
            let burnt = x.trucks * columns.payload * road.length.0 * columns.fuel_per_t_km / 2.0;
            flows.out.add(f.days_of(x.period).start, from, fuel, burnt);
        }
    }
}

/// The work: days out and back at the run of the seasons on the way, and terminal days for each load. What arrives by
/// truck and drives on was loaded further back.
fn work(f: &Field, columns: &Columns, hauls: &[Haul]) -> Work {
    let zero = || vec![vec![0.0; f.c.places.len()]; f.o.periods];
    let (mut work, mut loaded) = (zero(), zero());
    for w in &f.o.freight {
        let Link::Road(road) = w.link else { continue };
        let (from, to) = w.way.along(f.c.road(road).ends);
        let way = columns.drive(f, road, 2.0 * f.c.road(road).length.0);
        let days: f64 = f.days_of(w.period).map(|day| way.days_on(f, day)).sum();
        work[w.period][from.0] += w.tonnes * days / f.period as f64;
        loaded[w.period][from.0] += w.tonnes;
        loaded[w.period][to.0] -= w.tonnes;
    }
    for (work, loaded) in work.iter_mut().flatten().zip(loaded.iter().flatten()) {
        *work += loaded.max(0.0) * columns.terminal;
    }
    for h in hauls {
        let out_and_back = |road: RoadId| columns.drive(f, road, 2.0 * f.c.road(road).length.0).days_on(f, h.day);
        let days: f64 = h.via.iter().map(|(road, _)| out_and_back(*road)).sum();
        work[h.day / f.period][h.depot.0] += h.tonnes * (days + columns.terminal);
    }
    work
}

/// Runs the trucks of every place through the periods: they join, are transferred, and some are lost all the time. Gives
/// the tonne-days that they can do at each place, by period.
fn run(f: &Field, columns: &Columns, ledger: &mut Ledger) -> Work {
    let places = f.c.places.len();
    let mut lift = vec![vec![0.0; places]; f.o.periods];
    let mut here = vec![0.0; places];
    // Of a truck that is there when the period begins: days that it works after some of them, and what is left of it.
    let length = f.period as f64;
    let worked = |after: f64| match columns.decay {
        decay if decay > 0.0 => ((-decay * after).exp() - (-decay * length).exp()) / decay,
        _ => length - after,
    };
    let left = (-columns.decay * length).exp();
    let tonnes = columns.readiness * columns.payload;
    for (period, lift) in lift.iter_mut().enumerate() {
        for j in f.o.truck_joins.iter().filter(|j| first_period(f, j.fleet) == period) {
            // What they have lost since their own first day.
            let before = (f.span(period).0 - f.c.fleets[j.fleet].from.0).max(0.0);
            here[j.place.0] += j.trucks * (-columns.decay * before).exp();
        }
        let mut arrived = vec![0.0; places];
        for x in f.o.truck_transfers.iter().filter(|x| x.period == period) {
            let (from, to) = x.way.along(f.c.road(x.road).ends);
            here[from.0] -= x.trucks;
            arrived[to.0] += x.trucks;
            lift[to.0] += x.trucks * tonnes * worked(drive_days(f, columns, x).min(length));
        }
        for place in (0..places).map(PlaceId) {
            ledger.at_most(FaultKind::TrucksShort, Spot::place(place), f.span(period), (0.0, here[place.0]));
            lift[place.0] += here[place.0].max(0.0) * tonnes * worked(0.0);
            here[place.0] = (here[place.0] + arrived[place.0]) * left;
        }
    }
    lift
}
