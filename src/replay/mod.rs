//! The replay: carries out a plan day by day, with whole trains, and reports every rule that it breaks.
//!
//! It knows the [`campaign`](crate::campaign) and the [`orders`](crate::orders) and nothing of how the orders were made:
//! no linear program, no code shared with one. It adapts nothing. What the orders say is done, and what cannot be done
//! is a [`Fault`]. The rules are written down in `docs/replay.md`.

mod claims;
mod count;
mod depots;
mod field;
mod flows;
mod front;
mod men;
mod needs;
mod offers;
mod rail;
mod report;
mod roads;
mod sense;
mod timetable;
mod tracks;
mod trucks;
mod weather;
mod words;
mod yards;

pub use report::{DayReport, Fault, FaultKind, Replay, Spot};

use crate::campaign::Campaign;
use crate::orders::Orders;
use field::Field;
use report::Ledger;

/// Carries out `orders` on the campaign with the base values of its estimates.
pub fn replay(c: &Campaign, orders: &Orders) -> Replay {
    let mut ledger = Ledger::default();
    sense::check(c, orders, &mut ledger);
    let field = if ledger.is_empty() { Field::of(c, orders) } else { None };
    let Some(field) = field else {
        if ledger.is_empty() {
            // Only a campaign that no reader has checked comes here.
            ledger.note(FaultKind::Nonsense, Spot::default(), (0.0, 0.0), 1.0);
        }
        return ledger.close(c, orders, Vec::new(), 0.0);
    };
    carry_out(&field, ledger)
}

/// One after the other, each step resting on those before it.
fn carry_out(f: &Field, mut ledger: Ledger) -> Replay {
    let front = front::advance(f, &mut ledger);
    let mut flows = flows::Flows::of(f);
    rail::restore(f, &front, &mut flows, &mut ledger);
    let lines = tracks::Lines::of(f, &front);
    let trains = timetable::run(f, &lines, &front, &mut flows, &mut ledger);
    yards::check(f, &trains, &mut ledger);
    let mut traffic = roads::Traffic::of(f);
    roads::haul(f, &front, &mut flows, &mut traffic, &mut ledger);
    roads::ship(f, &front, &mut flows, &mut ledger);
    let men = men::march(f, &front, &mut flows, &mut traffic, &mut ledger);
    let hauls = needs::draw(f, &front, &men, &mut flows, &mut ledger);
    traffic.close(f, &hauls, &mut ledger);
    trucks::check(f, &front, &hauls, &mut flows, &mut ledger);
    let stocks = depots::keep(f, &front, &flows, &mut ledger);
    let outcome = count::Outcome { front: &front, men: &men, stocks: &stocks, lines: &lines, trains: &trains };
    let (days, sustained) = count::count(f, &outcome, &mut ledger);
    ledger.close(f.c, f.o, days, sustained)
}
