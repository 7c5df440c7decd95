//! Roads and crossings: supplies on trucks and ships, and the room on each road.

use super::field::{Field, MOMENT};
use super::flows::Flows;
use super::front::Front;
use super::needs::Haul;
use super::report::{FaultKind, Ledger, Spot};
use super::weather;
use crate::campaign::{Days, RoadId, SeaLinkId, Way};
use crate::orders::Link;

/// Vehicles that set out along each road, by day.
pub(super) struct Traffic {
    /// One way, then the other, of each road.
    vehicles: Vec<Vec<f64>>,
}

fn row(road: RoadId, way: Way) -> usize {
    2 * road.0 + usize::from(way == Way::Back)
}

impl Traffic {
    pub fn of(f: &Field) -> Traffic {
        Traffic { vehicles: vec![vec![0.0; f.days]; 2 * f.c.roads.len()] }
    }

    pub fn add(&mut self, day: usize, (road, way): (RoadId, Way), vehicles: f64) {
        self.vehicles[row(road, way)][day] += vehicles;
    }

    /// Adds the hauls within the day, and looks at every road. Supplies that follow into a place moved up behind the
    /// troops in the course of the period: they take room in the period, not all on the day on which they arrive.
    pub fn close(mut self, f: &Field, hauls: &[Haul], ledger: &mut Ledger) {
        let mut moved_up = vec![vec![0.0; f.o.periods]; self.vehicles.len()];
        let payload = f.columns.map_or(f64::INFINITY, |c| c.payload);
        for h in hauls {
            for (road, way) in &h.via {
                if h.moved_up {
                    moved_up[row(*road, *way)][h.day / f.period] += h.tonnes / payload;
                } else {
                    self.add(h.day, (*road, *way), h.tonnes / payload);
                }
            }
        }
        for road in (0..f.c.roads.len()).map(RoadId) {
            let (fair, zone) = (f.c.road(road).capacity.base, f.c.road(road).zone);
            let most: Vec<f64> =
                (0..f.days).map(|day| fair * weather::of_day(f, zone, day, |w| w.road_capacity)).collect();
            for way in Way::BOTH {
                let (daily, moved_up) = (&self.vehicles[row(road, way)], &moved_up[row(road, way)]);
                let at = Spot::road(road, way);
                for (day, used) in daily.iter().enumerate() {
                    ledger.at_most(FaultKind::RoadOverused, at, (day as f64, day as f64 + 1.0), (*used, most[day]));
                }
                for (period, moved_up) in moved_up.iter().enumerate().filter(|(_, v)| **v > 0.0) {
                    let used = moved_up + f.days_of(period).map(|d| daily[d]).sum::<f64>();
                    let used = used / f.period as f64;
                    let most = f.days_of(period).map(|d| most[d]).sum::<f64>() / f.period as f64;
                    ledger.at_most(FaultKind::RoadOverused, at, f.span(period), (used, most));
                }
            }
        }
    }
}

/// Supplies on trucks: even flow, under way for length over the season's run, fuel for out and back drawn where each road
/// begins. (The trucks' own days are in `trucks.rs`.)
pub(super) fn haul(f: &Field, front: &Front, flows: &mut Flows, traffic: &mut Traffic, ledger: &mut Ledger) {
    for w in &f.o.freight {
        let Link::Road(road) = w.link else { continue };
        let Some(columns) = f.columns.filter(|_| w.tonnes > 1e-6) else { continue };
        let (from, to) = w.way.along(f.c.road(road).ends);
        front.must_be_ours(from, f.span(w.period), ledger);
        front.must_be_ours(to, f.span(w.period), ledger);
        let km = f.c.road(road).length.0;
        let drive = columns.drive(f, road, km);
        let tonnes = w.tonnes / f.period as f64;
        for day in f.days_of(w.period) {
            traffic.add(day, (road, w.way), tonnes / columns.payload);
            flows.out.add(day, from, w.class, tonnes);
            flows.into.add_late(day, drive.days_on(f, day), (to, w.class), tonnes);
            if let Some(fuel) = f.fuel {
                flows.out.add(day, from, fuel, tonnes * km * columns.fuel_per_t_km);
            }
        }
    }
}

/// Supplies by sea: even flow, there on the same day, at most what the link takes.
pub(super) fn ship(f: &Field, front: &Front, flows: &mut Flows, ledger: &mut Ledger) {
    for link in (0..f.c.sea_links.len()).map(SeaLinkId) {
        for way in Way::BOTH {
            for period in 0..f.o.periods {
                sail(f, front, (link, way, period), flows, ledger);
            }
        }
    }
}

fn sail(
    f: &Field,
    front: &Front,
    (link, way, period): (SeaLinkId, Way, usize),
    flows: &mut Flows,
    ledger: &mut Ledger,
) {
    let sea = &f.c.sea_links[link.0];
    let (start, end) = f.span(period);
    let (from, to) = way.along(sea.ends);
    let mut total = 0.0;
    for w in f.o.freight.iter().filter(|w| (w.link, w.way, w.period) == (Link::Sea(link), way, period)) {
        total += w.tonnes;
        let tonnes = w.tonnes / f.period as f64;
        for day in f.days_of(period) {
            flows.out.add(day, from, w.class, tonnes);
            flows.into.add(day, to, w.class, tonnes);
        }
    }
    if total <= 1e-6 {
        return;
    }
    front.must_be_ours(from, (start, end), ledger);
    front.must_be_ours(to, (start, end), ledger);
    let at = Spot::sea(link, way);
    if sea.from > Days(start + MOMENT) {
        ledger.note(FaultKind::NotOpen, at, (start, end), sea.from.0 - start);
    }
    ledger.at_most(FaultKind::SeaOverused, at, (start, end), (total / f.period as f64, sea.capacity.base));
}
