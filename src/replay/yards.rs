//! What limits trains beyond their lines: yards at gauge breaks, wagons and locomotives.

use std::collections::BTreeMap;

use super::field::Field;
use super::report::{FaultKind, Ledger, Spot};
use super::timetable::{Trains, lag};
use crate::campaign::{ClassId, LineId, PlaceId, StockKind, Way};

/// Looks at every yard and at the rolling stock in every period.
pub(super) fn check(f: &Field, trains: &Trains, ledger: &mut Ledger) {
    for place in f.places().filter(|p| is_break(f, *p)) {
        yard(f, trains, place, ledger);
    }
    for broad in [true, false] {
        for kind in [StockKind::Wagons, StockKind::Locomotives] {
            rolling_stock(f, trains, (broad, kind), ledger);
        }
    }
}

/// A place that handles a limited number of tonnes, where both gauges meet.
fn is_break(f: &Field, place: PlaceId) -> bool {
    let meets = |broad| {
        let mut lines = f.c.lines.iter().filter(|l| l.is_broad() == broad);
        lines.any(|l| l.ends.0 == place || l.ends.1 == place)
    };
    f.c.place(place).transshipment.is_some() && meets(true) && meets(false)
}

/// What is loaded on trains there: of each gauge and class what is sent beyond what arrived on the same gauge in the
/// period. Trains count here as if they ran evenly, so that a train more or less decides nothing.
fn yard(f: &Field, trains: &Trains, place: PlaceId, ledger: &mut Ledger) {
    let mut loaded: BTreeMap<(usize, bool, ClassId), f64> = BTreeMap::new();
    for ((line, way, period), run) in &trains.runs {
        let (from, to) = way.along(f.c.line(*line).ends);
        let broad = f.c.line(*line).is_broad();
        for (class, tonnes) in &run.tonnes {
            if from == place {
                *loaded.entry((*period, broad, *class)).or_insert(0.0) += tonnes;
            }
            if to == place {
                for (arrival, share) in shares(f, *period, lag(f, *line)) {
                    *loaded.entry((arrival, broad, *class)).or_insert(0.0) -= tonnes * share;
                }
            }
        }
    }
    let most = f.c.place(place).transshipment.map_or(0.0, |e| e.base) * f.period as f64;
    for period in 0..f.o.periods {
        let here = loaded.range((period, false, ClassId(0))..(period + 1, false, ClassId(0)));
        let used = here.map(|(_, t)| t.max(0.0)).sum();
        ledger.at_most(FaultKind::YardOverused, Spot::place(place), f.span(period), (used, most));
    }
}

/// Periods in which an even flow of one period arrives after `lag` days, with the shares.
fn shares(f: &Field, period: usize, lag: f64) -> [(usize, f64); 2] {
    let late = lag / f.period as f64;
    let first = period + late.floor() as usize;
    [(first, 1.0 - late.fract()), (first + 1, late.fract())]
}

/// Wagons or locomotives of a gauge: kilometres out and back over those of a day, at most the days of those in
/// service. A kind of which the campaign has no row has no limit.
fn rolling_stock(f: &Field, trains: &Trains, (broad, kind): (bool, StockKind), ledger: &mut Ledger) {
    let rows = || f.c.rolling_stock.iter().filter(|s| s.kind == kind && (s.gauge_mm > 1500.0) == broad);
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
        let used: f64 = lines.flat_map(|line| Way::BOTH.map(|way| (line, way))).map(unit_days).sum();
        let there: f64 = rows().map(|s| s.number.base * (end - s.from.0.max(start)).max(0.0)).sum();
        let days = f.period as f64;
        ledger.at_most(FaultKind::RollingStockOverdrawn, at, (start, end), (used / days, there / days));
    }
}

/// Wagon-days or locomotive-days for a train, there and back.
fn days_per_train(f: &Field, line: LineId, kind: StockKind) -> f64 {
    let factors = &f.c.factors;
    let round = 2.0 * f.c.line(line).length.0;
    match kind {
        StockKind::Locomotives => round / factors.locomotive_km_per_day.estimate.base,
        StockKind::Wagons => {
            let broad = f.c.line(line).is_broad();
            let wagons = if broad { &factors.wagons_per_train_broad } else { &factors.wagons_per_train_standard };
            wagons.estimate.base * round / factors.wagon_km_per_day.estimate.base
        }
    }
}
