//! The count: men who stand where the question asks for them, their safety stocks, the places that must be held, axes
//! abreast.

use super::claims::claimed;
use super::field::{Field, MOMENT};
use super::flows::Goods;
use super::front::Front;
use super::men::Men;
use super::report::{DayReport, FaultKind, Ledger, Spot};
use super::timetable::Trains;
use super::tracks::Lines;
use crate::campaign::PlaceId;

/// What came of the steps before.
pub(super) struct Outcome<'a> {
    pub front: &'a Front,
    pub men: &'a Men,
    pub stocks: &'a Goods,
    pub lines: &'a Lines,
    pub trains: &'a Trains,
}

/// Looks at everything that the question asks, and reports every day. Gives the days and the least men counted.
pub(super) fn count(f: &Field, out: &Outcome, ledger: &mut Ledger) -> (Vec<DayReport>, f64) {
    held(f, out.front, ledger);
    abreast(f, out.front, ledger);
    safety(f, out.men, out.stocks, ledger);
    wounded(f, out.men, ledger);
    let days: Vec<DayReport> = (0..f.days).map(|day| report(f, out, day)).collect();
    let counted = days.iter().filter(|d| is_counted(f, d.day));
    let mut least = f64::INFINITY;
    for d in counted {
        least = least.min(d.men_counted);
        let span = (d.day as f64, d.day as f64 + 1.0);
        if d.men_counted < f.o.men - 0.5 {
            ledger.note(FaultKind::NotCounted, Spot::default(), span, f.o.men - d.men_counted);
        }
    }
    if least == f64::INFINITY {
        // The count would begin after the run ends.
        least = 0.0;
        if f.o.men > 0.5 {
            let day = f.o.counted_from_day;
            ledger.note(FaultKind::NotCounted, Spot::default(), (day, day), f.o.men);
        }
    }
    (days, least)
}

/// Whether the end of a day lies in the span over which men are counted.
fn is_counted(f: &Field, day: usize) -> bool {
    (day + 1) as f64 >= f.o.counted_from_day - MOMENT
}

fn is_destination(f: &Field, place: PlaceId) -> bool {
    f.c.destinations.iter().any(|d| d.counts && d.place == place)
}

fn report(f: &Field, out: &Outcome, day: usize) -> DayReport {
    let men = out.men;
    let end = (day + 1) as f64;
    let men_at = men.end[day].clone();
    let there: f64 = f.places().filter(|p| is_destination(f, *p)).map(|p| men_at[p.0]).sum();
    let all: f64 = men_at.iter().sum();
    let behind = claimed(f, out, end, true).min(all - there).max(0.0);
    let uncounted = claimed(f, out, end, false);
    let stock_t = f.places().flat_map(|p| f.classes().map(move |k| out.stocks.get(day, p, k))).collect();
    DayReport {
        day,
        men: all,
        men_under_way: men.under_way[day],
        men_at_destinations: there,
        men_counted: (there + behind).min(all - uncounted).max(0.0),
        engaged_man_days: men.engaged[day],
        losses: men.losses[day],
        trains: out.trains.by_day[day],
        men_at,
        stock_t,
    }
}

/// Places that must be held are ours when the count begins.
fn held(f: &Field, front: &Front, ledger: &mut Ledger) {
    let day = f.o.counted_from_day;
    for d in f.c.destinations.iter().filter(|d| d.must_hold && !front.is_ours(d.place, day)) {
        ledger.note(FaultKind::NotHeld, Spot::place(d.place), (day, day), front.days_early(d.place, day));
    }
}

/// No place is taken by force too long before its neighbour is ours, as far as the run goes.
fn abreast(f: &Field, front: &Front, ledger: &mut Ledger) {
    for (i, pair) in f.c.abreast.iter().enumerate() {
        let Some(taken) = front.taken[pair.place.0] else { continue };
        let latest = taken + pair.most_ahead.0;
        let with = front.ours[pair.with.0].min(f.days as f64);
        if with > latest + MOMENT {
            let at = Spot { row: Some(i), ..Spot::place(pair.place) };
            ledger.note(FaultKind::NotAbreast, at, (latest, with), with - latest);
        }
    }
}

/// At the end of every period in the span the depots of the places that count hold the safety days of every class for
/// the men there.
fn safety(f: &Field, men: &Men, stocks: &Goods, ledger: &mut Ledger) {
    for period in 0..f.o.periods {
        let (start, end) = f.span(period);
        let last = (period + 1) * f.period - 1;
        if !is_counted(f, last) {
            continue;
        }
        for place in f.places().filter(|p| is_destination(f, *p)) {
            for class in f.classes() {
                let days = f.c.classes[class.0].safety.0;
                let needed = days * f.norm_t(f.quiet, class) * men.end[last][place.0];
                let there = stocks.get(last, place, class).max(0.0);
                let span = (start.max(f.o.counted_from_day.min(end)), end);
                ledger.at_most(FaultKind::SafetyShort, Spot::depot(place, class), span, (needed, there));
            }
        }
    }
}

/// Orders say nothing of the wounded, so where some are to be brought back, none is.
fn wounded(f: &Field, men: &Men, ledger: &mut Ledger) {
    let hurt = f.c.factors.evacuated_share.estimate.base * men.losses.iter().sum::<f64>();
    ledger.at_most(FaultKind::WoundedLeft, Spot::default(), (0.0, f.days as f64), (hurt, 0.0));
}
