//! What limits trains beyond their lines: yards at gauge breaks, loading and unloading, wagons and locomotives.

use std::collections::BTreeMap;

use super::field::Field;
use super::report::{FaultKind, Ledger, Spot};
use super::timetable::{Trains, lag, net_t};
use crate::campaign::{ClassId, LineId, PlaceId, RollingStock, StockKind, Way};

/// What is sent by train from a place beyond what arrives there on the same gauge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Yard {
    period: usize,
    place: PlaceId,
    broad: bool,
    /// `None` = men.
    class: Option<ClassId>,
}

/// Tonnes, or men; below 0 where more arrives than is sent.
type Loads = BTreeMap<Yard, f64>;

/// Looks at every yard and at the rolling stock in every period.
pub(super) fn check(f: &Field, trains: &Trains, ledger: &mut Ledger) {
    let loads = loads(f, trains);
    for place in f.places() {
        yard(f, &loads, place, ledger);
        handling(f, &loads, place, ledger);
    }
    for broad in [true, false] {
        for kind in [StockKind::Wagons, StockKind::Locomotives] {
            rolling_stock(f, (trains, &loads), (broad, kind), ledger);
        }
    }
}

/// What every place loads and unloads. Trains count here as if they ran evenly, so that a train more or less decides
/// nothing.
fn loads(f: &Field, trains: &Trains) -> Loads {
    let mut loads = Loads::new();
    for ((line, way, period), run) in &trains.runs {
        let (from, to) = way.along(f.c.line(*line).ends);
        let broad = f.c.line(*line).is_broad();
        let goods = run.tonnes.iter().map(|(class, tonnes)| (Some(*class), *tonnes));
        for (class, amount) in goods.chain([(None, run.men)]).filter(|(_, amount)| *amount > 0.0) {
            *loads.entry(Yard { period: *period, place: from, broad, class }).or_insert(0.0) += amount;
            for (arrival, share) in shares(f, *period, lag(f, *line)) {
                *loads.entry(Yard { period: arrival, place: to, broad, class }).or_insert(0.0) -= amount * share;
            }
        }
    }
    loads
}

/// The tonnes of a place in a period, of each gauge and class.
fn tonnes(loads: &Loads, place: PlaceId, period: usize) -> impl Iterator<Item = f64> {
    let first = Yard { period, place, broad: false, class: None };
    let next = Yard { place: PlaceId(place.0 + 1), ..first };
    loads.range(first..next).filter(|(y, _)| y.class.is_some()).map(|(_, t)| *t)
}

/// Where both gauges meet, what is loaded on trains: of each gauge and class what is sent beyond what arrived on the
/// same gauge in the period.
fn yard(f: &Field, loads: &Loads, place: PlaceId, ledger: &mut Ledger) {
    let meets = |broad| {
        let mut lines = f.c.lines.iter().filter(|l| l.is_broad() == broad);
        lines.any(|l| l.ends.0 == place || l.ends.1 == place)
    };
    let Some(a_day) = f.c.place(place).transshipment.filter(|_| meets(true) && meets(false)) else { return };
    for period in 0..f.o.periods {
        let loaded = tonnes(loads, place, period).map(|t| t.max(0.0)).sum();
        let most = a_day.base * f.period as f64;
        ledger.at_most(FaultKind::YardOverused, Spot::place(place), f.span(period), (loaded, most));
    }
}

/// What is loaded on trains and unloaded from them, together.
fn handling(f: &Field, loads: &Loads, place: PlaceId, ledger: &mut Ledger) {
    let Some(a_day) = f.c.place(place).handling else { return };
    for period in 0..f.o.periods {
        let handled = tonnes(loads, place, period).map(f64::abs).sum();
        let most = a_day.base * f.period as f64;
        ledger.at_most(FaultKind::HandlingOverused, Spot::place(place), f.span(period), (handled, most));
    }
}

/// Periods in which an even flow of one period arrives after `lag` days, with the shares.
fn shares(f: &Field, period: usize, lag: f64) -> [(usize, f64); 2] {
    let late = lag / f.period as f64;
    let first = period + late.floor() as usize;
    [(first, 1.0 - late.fract()), (first + 1, late.fract())]
}

/// Wagons or locomotives of a gauge: kilometres out and back over those of a day, and the days that wagons stand to be
/// loaded and unloaded; at most the days of those in service. A kind of which the campaign has no row has no limit.
fn rolling_stock(f: &Field, (trains, loads): (&Trains, &Loads), of: (bool, StockKind), ledger: &mut Ledger) {
    let (broad, kind) = of;
    let rows = || f.c.rolling_stock.iter().filter(|s| s.kind == kind && s.is_broad() == broad);
    if rows().next().is_none() {
        return;
    }
    let at = Spot { broad: Some(broad), stock: Some(kind), ..Spot::default() };
    for period in 0..f.o.periods {
        let (start, end) = f.span(period);
        let unit_days = |(line, way): (LineId, Way)| {
            let run = trains.runs.get(&(line, way, period));
            run.map_or(0.0, |run| run.trains as f64 * days_per_train(f, line, kind))
        };
        let lines = (0..f.c.lines.len()).map(LineId).filter(|l| f.c.line(*l).is_broad() == broad);
        let mut used: f64 = lines.flat_map(|line| Way::BOTH.map(|way| (line, way))).map(unit_days).sum();
        if kind == StockKind::Wagons {
            used += standing(f, loads, broad, period);
        }
        let there: f64 = rows().map(|s| in_service(s, (start, end))).sum();
        let days = f.period as f64;
        ledger.at_most(FaultKind::RollingStockOverdrawn, at, (start, end), (used / days, there / days));
    }
}

/// Days of those in service between two moments, losses taken off from their first day on.
fn in_service(s: &RollingStock, (start, end): (f64, f64)) -> f64 {
    let (begin, last) = (start.max(s.from.0) - s.from.0, end - s.from.0);
    let decay = -(1.0 - s.attrition_per_month.base).ln() / 30.0;
    let days = match last > begin {
        false => 0.0,
        true if decay > 0.0 => ((-decay * begin).exp() - (-decay * last).exp()) / decay,
        true => last - begin,
    };
    s.number.base * days
}

/// Wagon-days of standing: once for each load that a place puts on trains, men's too.
fn standing(f: &Field, loads: &Loads, broad: bool, period: usize) -> f64 {
    let first = Yard { period, place: PlaceId(0), broad: false, class: None };
    let of_period = loads.range(first..Yard { period: period + 1, ..first });
    let loaded = of_period.filter(|(y, amount)| y.broad == broad && **amount > 0.0);
    let trains = |(y, amount): (&Yard, &f64)| {
        let each = match y.class {
            Some(_) => net_t(f, broad),
            None => f.c.factors.men_per_train_units.estimate.base,
        };
        amount / each
    };
    loaded.map(trains).sum::<f64>() * wagons(f, broad) * f.c.factors.wagon_terminal_days.estimate.base
}

fn wagons(f: &Field, broad: bool) -> f64 {
    let factors = &f.c.factors;
    let wagons = if broad { &factors.wagons_per_train_broad } else { &factors.wagons_per_train_standard };
    wagons.estimate.base
}

/// Wagon-days or locomotive-days for a train, there and back.
fn days_per_train(f: &Field, line: LineId, kind: StockKind) -> f64 {
    let factors = &f.c.factors;
    let round = 2.0 * f.c.line(line).length.0;
    match kind {
        StockKind::Locomotives => round / factors.locomotive_km_per_day.estimate.base,
        StockKind::Wagons => wagons(f, f.c.line(line).is_broad()) * round / factors.wagon_km_per_day.estimate.base,
    }
}
