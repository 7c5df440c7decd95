//! Trains: whole ones, as many each day as the period's even flow asks for.

use std::collections::BTreeMap;

use super::field::Field;
use super::flows::{Flows, Journey};
use super::front::Front;
use super::report::{FaultKind, Ledger, Spot};
use super::tracks::{self, Lines};
use crate::campaign::{COAL, ClassId, LineId, Way};
use crate::orders::Link;

/// What runs on a line in one direction in a period.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    /// Tonnes of each class.
    pub tonnes: BTreeMap<ClassId, f64>,
    pub men: f64,
    /// Whole trains of supplies and of men.
    pub trains: usize,
}

/// Every run, and the trains of each day.
pub(super) struct Trains {
    pub runs: BTreeMap<(LineId, Way, usize), Run>,
    pub by_day: Vec<usize>,
}

impl Trains {
    /// Whether trains ran on a line in a period, either way.
    pub fn ran(&self, line: LineId, period: usize) -> bool {
        Way::BOTH.iter().any(|way| self.runs.get(&(line, *way, period)).is_some_and(|run| run.trains > 0))
    }
}

/// Whole trains for a load, one train less where only rounding asks for it.
fn whole_trains(load: f64, per_train: f64) -> usize {
    (load / per_train - 1e-6).ceil().max(0.0) as usize
}

/// Spreads whole trains over the days of a period: by the end of day k of D the whole part of k/D of them has left. A
/// train carries what is left of the even flow up to its day, at most its load: nothing leaves before its time, no
/// train is added, and everything has left by the end. (Trains that ran partly empty have wasted at most what the
/// last whole train had to spare.) Gives trains and load of each day.
fn spread(load: f64, per_train: f64, days: usize) -> Vec<(usize, f64)> {
    let all = whole_trains(load, per_train);
    let (mut left, mut sent) = (0, 0.0);
    (1..=days)
        .map(|k| {
            let trains = all * k / days - left;
            let due = load * k as f64 / days as f64 - sent;
            // Rounding may leave a grain behind on the last day.
            let carried = if k == days { due } else { due.min(trains as f64 * per_train).max(0.0) };
            (left, sent) = (left + trains, sent + carried);
            (trains, carried)
        })
        .collect()
}

/// Net load of a supply train of a gauge, tonnes.
pub(super) fn net_t(f: &Field, broad: bool) -> f64 {
    let factors = &f.c.factors;
    let load = if broad { &factors.net_t_per_train_broad } else { &factors.net_t_per_train_standard };
    load.estimate.base
}

/// Days under way on a line.
pub(super) fn lag(f: &Field, line: LineId) -> f64 {
    f.c.line(line).length.0 / f.c.factors.wagon_km_per_day.estimate.base
}

/// Coal that a train on a line takes for the way there and back, where it sets out; `None` where coal is no limit.
fn coal_t(f: &Field, line: LineId) -> Option<(ClassId, f64)> {
    let kg_per_km = f.c.factors.coal_kg_per_train_km.estimate.base;
    let class = f.c.class_by_key(COAL).filter(|_| kg_per_km > 0.0)?;
    Some((class, 2.0 * f.c.line(line).length.0 * kg_per_km / 1000.0))
}

/// Runs the trains of supplies and of men.
pub(super) fn run(f: &Field, lines: &Lines, front: &Front, flows: &mut Flows, ledger: &mut Ledger) -> Trains {
    let mut trains = Trains { runs: BTreeMap::new(), by_day: vec![0; f.days] };
    for w in &f.o.freight {
        let Link::Rail(line) = w.link else { continue };
        let run = trains.runs.entry((line, w.way, w.period)).or_default();
        *run.tonnes.entry(w.class).or_insert(0.0) += w.tonnes;
    }
    for m in &f.o.men_by_rail {
        trains.runs.entry((m.line, m.way, m.period)).or_default().men += m.men;
    }
    for (key, run) in &mut trains.runs {
        if run.men.max(run.tonnes.values().sum()) <= 1e-6 {
            continue;
        }
        let (line, way, period) = *key;
        lines.must_be_open((line, way), f.span(period), ledger);
        let (from, to) = way.along(f.c.line(line).ends);
        front.must_be_ours(from, f.span(period), ledger);
        front.must_be_ours(to, f.span(period), ledger);
        one(f, *key, run, flows, &mut trains.by_day, ledger);
    }
    tracks::one_gauge_at_a_time(f, |line, period| trains.ran(line, period), ledger);
    trains
}

fn one(
    f: &Field,
    (line, way, period): (LineId, Way, usize),
    run: &mut Run,
    flows: &mut Flows,
    by_day: &mut [usize],
    ledger: &mut Ledger,
) {
    let (from, to) = way.along(f.c.line(line).ends);
    let total: f64 = run.tonnes.values().sum();
    let supplies = spread(total, net_t(f, f.c.line(line).is_broad()), f.period);
    let men = spread(run.men, f.c.factors.men_per_train_units.estimate.base, f.period);
    let at = Spot::train(line, way);
    let capacity = f.c.line_capacity(line);
    let coal = coal_t(f, line);
    // Two timetables of whole trains cannot both be even: where men and supplies share a line, a day may see one more.
    let shared = total > 0.0 && run.men > 0.0;
    let most_in_day = capacity.ceil() as usize + usize::from(shared);
    for (k, day) in f.days_of(period).enumerate() {
        let trains = supplies[k].0 + men[k].0;
        run.trains += trains;
        by_day[day] += trains;
        if let Some((class, tonnes)) = coal {
            flows.out.add(day, from, class, trains as f64 * tonnes);
        }
        if trains > most_in_day {
            let span = (day as f64, day as f64 + 1.0);
            ledger.note(FaultKind::LineOverusedInDay, at, span, (trains - most_in_day) as f64);
        }
        for (class, tonnes) in run.tonnes.iter().filter(|_| supplies[k].1 > 0.0) {
            let tonnes = supplies[k].1 * tonnes / total;
            flows.out.add(day, from, *class, tonnes);
            flows.into.add_late(day, lag(f, line), (to, *class), tonnes);
        }
        let men = men[k].1;
        if men > 0.0 {
            flows.travel(f, &Journey { day, from, to, lag: lag(f, line), men }, f.quiet);
        }
    }
    let most = capacity * f.period as f64;
    if run.trains as f64 > most + 1e-6 {
        ledger.note(FaultKind::LineOverused, at, f.span(period), run.trains as f64 - most);
    }
}
