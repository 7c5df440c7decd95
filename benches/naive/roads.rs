//! w for every road, way and class; loading and unloading of trucks; the fleet's days; the room on the road.

use railhead::campaign::Commodity;
use railhead::solver::Sides;

use super::advance::Advance;
use super::men::Men;
use super::supply::Stocks;
use super::{Build, Data, VEHICLES_PER_MAN};

pub fn roads(d: &Data, b: &mut Build, (adv, men, stock): (&Advance, &Men, &Stocks)) {
    let fleets = &d.c.fleets;
    let most = |of: fn(&railhead::campaign::TruckFleet) -> f64| fleets.iter().map(of).fold(0.0, f64::max);
    let (payload, run) = (most(|f| f.payload.base), most(|f| f.daily_run.base));
    let terminal = fleets.iter().map(|f| f.terminal.0).fold(f64::INFINITY, f64::min);
    // Tonnes of fuel per tonne hauled and km of road, out and back.
    let fuel_per_km =
        fleets.iter().map(|f| 2.0 * f.fuel_kg_per_km.base / 1000.0 / f.payload.base).fold(f64::INFINITY, f64::min);
    let fuel = d.c.classes.iter().position(|k| k.carried_as == Commodity::Fuel);
    for (t, stock) in stock.iter().enumerate() {
        let fleet = b.row(format!("Trucks.p{t}"), Sides::AtMost(lift(d, t)), []);
        let mut flows = vec![];
        for i in d.places() {
            let of_class = |k: usize| {
                let name = format!("{}.{}.p{t}", d.place(i), d.c.classes[k].key);
                let load = b.column(format!("w_load.{name}"), d.supplies(k, t));
                let unload = b.column(format!("w_unload.{name}"), d.supplies(k, t));
                b.add(stock[i][k], [(load, 1.0), (unload, -1.0)]);
                b.add(fleet, [(load, terminal)]);
                b.row(format!("OnTrucks.{name}"), Sides::Equal(0.0), [(load, 1.0), (unload, -1.0)])
            };
            flows.push(d.classes().map(of_class).collect::<Vec<_>>());
        }
        for (l, (road, from, to)) in d.legs.iter().enumerate() {
            let (name, km) = (d.leg(l), d.km(l));
            // Thousand vehicles in the period.
            let room = d.c.road(*road).capacity.base * d.days / 1000.0;
            let marching = (men.march[t][l], VEHICLES_PER_MAN);
            let row = b.row(format!("Road.{name}.p{t}"), Sides::AtMost(0.0), [(adv.held[t][to.0], -room), marching]);
            for k in d.classes() {
                let most = (room * payload).min(d.supplies(k, t));
                let w = b.column(format!("w.{name}.{}.p{t}", d.c.classes[k].key), most);
                b.add(row, [(w, 1.0 / payload)]);
                b.add(flows[from.0][k], [(w, -1.0)]);
                b.add(flows[to.0][k], [(w, 1.0)]);
                b.add(fleet, [(w, 2.0 * km / run)]);
                if let Some(fuel) = fuel {
                    b.add(stock[from.0][fuel], [(w, fuel_per_km * km)]);
                }
            }
        }
    }
}

/// Kilotonne-days of lift in a period: trucks that work, losses taken off day by day.
fn lift(d: &Data, t: usize) -> f64 {
    let of = |f: &railhead::campaign::TruckFleet| {
        let since = |day: f64| (day - f.from.0).max(0.0);
        let (begin, end) = (since(t as f64 * d.days), since(d.end(t)));
        let decay = -(1.0 - f.attrition_per_month.base).ln() / 30.0;
        let days = if decay > 0.0 { ((-decay * begin).exp() - (-decay * end).exp()) / decay } else { end - begin };
        f.trucks.base * f.readiness * f.payload.base * days / 1000.0
    };
    d.c.fleets.iter().map(of).sum()
}
