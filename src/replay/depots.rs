//! Depots: what comes from the homeland, and what lies in each at the end of every day.

use super::field::Field;
use super::flows::{Flows, Goods};
use super::front::Front;
use super::offers::Offer;
use super::report::{FaultKind, Ledger, Spot};
use crate::campaign::{ClassId, PlaceId};

/// Keeps the books of every depot. Gives the stocks at the end of each day.
pub(super) fn keep(f: &Field, front: &Front, flows: &Flows, ledger: &mut Ledger) -> Goods {
    let accepted = accept(f, front, ledger);
    let found = found(f, front);
    let mut stocks = Goods::of(f);
    for place in f.places() {
        for class in f.classes() {
            let mut stock = if front.is_ours(place, 0.0) { lying(f, place, class) } else { 0.0 };
            for day in 0..f.days {
                let came =
                    flows.into.get(day, place, class) + accepted.get(day, place, class) + found.get(day, place, class);
                stock += came - flows.out.get(day, place, class);
                stocks.add(day, place, class, stock);
                let days = (day as f64, day as f64 + 1.0);
                // A shortage of a long time goes on being a fault, but the amount is that of the worst day.
                ledger.at_most(FaultKind::StockShort, Spot::depot(place, class), days, (0.0, stock));
            }
        }
    }
    stocks
}

/// Tonnes that lie in a place when it comes into our hands.
fn lying(f: &Field, place: PlaceId, class: ClassId) -> f64 {
    let there = f.c.stocks.iter().filter(|s| s.place == place && s.class == class);
    there.map(|s| s.tonnes.base).sum()
}

/// What comes in with places that are taken or handed over, on the day on which they are.
fn found(f: &Field, front: &Front) -> Goods {
    let mut out = Goods::of(f);
    for place in f.places().filter(|p| !front.is_ours(*p, 0.0) && front.is_ours(*p, f.days as f64)) {
        for class in f.classes() {
            out.add(f.day_of(front.ours[place.0]), place, class, lying(f, place, class));
        }
    }
    out
}

/// Accepts supplies, at most what their streams offer.
fn accept(f: &Field, front: &Front, ledger: &mut Ledger) -> Goods {
    let mut out = Goods::of(f);
    for (i, stream) in f.c.streams.iter().enumerate() {
        let fault = (FaultKind::StreamExceeded, Spot::row(i));
        let offer = Offer { place: stream.place, span: stream.span, per_day: stream.t_per_day.base, fault };
        let taken = f.o.accepted.iter().filter(|a| a.stream == i).map(|a| (a.period, a.tonnes));
        for (day, tonnes) in offer.drawn((f, front), taken, ledger) {
            out.add(day, stream.place, stream.class, tonnes);
        }
    }
    out
}
