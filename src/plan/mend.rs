//! What is made of a replay: a plan that holds, or reserves for the next one.

use super::{Planned, Reserves};
use crate::formulation::{Context, Period};
use crate::orders::Orders;
use crate::replay::{Fault, FaultKind, Replay, replay};

/// What is kept in hand beyond what was short, as a factor: what is mended at one place is often short at the next.
const AMPLE: f64 = 1.5;

/// A margin on every capacity above this is no mending any more.
const MOST_MARGIN: f64 = 0.2;

/// What became of orders that were carried out.
pub enum Mend {
    Holds(Box<Planned>),
    /// The reserves have grown: plan again.
    Again,
    /// Something broke that no reserve can mend.
    Hopeless,
}

/// Looks at a replay.
pub fn mend(ctx: &Context, mut orders: Orders, run: Replay, reserves: &mut Reserves) -> Mend {
    if run.holds() {
        return Mend::Holds(Box::new(Planned { orders, replay: run }));
    }
    if run.faults.iter().all(|f| f.kind == FaultKind::NotCounted) && run.men_sustained > 0.0 {
        // It claims more than it does, and does all it says otherwise.
        orders.men = run.men_sustained.floor();
        let again = replay(ctx.c, &orders);
        if again.holds() {
            return Mend::Holds(Box::new(Planned { orders, replay: again }));
        }
    }
    let mut mended = false;
    let mut margin = false;
    for fault in &run.faults {
        match note(ctx, fault, reserves) {
            Noted::Reserve => mended = true,
            Noted::Margin => margin = true,
            Noted::Nothing => {}
        }
    }
    if margin {
        reserves.margin += 0.02;
    }
    if (mended || margin) && reserves.margin <= MOST_MARGIN { Mend::Again } else { Mend::Hopeless }
}

enum Noted {
    Reserve,
    Margin,
    Nothing,
}

fn note(ctx: &Context, fault: &Fault, reserves: &mut Reserves) -> Noted {
    let on = |day: f64| ((day / ctx.days + 1e-9).floor() as Period).min(ctx.window.last);
    let t = on(fault.worst_day);
    let thousand = (fault.amount + 1.0) / 1000.0 * AMPLE;
    match (fault.kind, fault.at.place, fault.at.class) {
        (FaultKind::StockShort | FaultKind::SafetyShort, Some(place), Some(class)) => {
            // What was short once is often short again: whole trains come late wherever lines are few.
            for u in on(fault.day).saturating_sub(1)..=ctx.window.last {
                let kept = reserves.stock.entry((place, class, u)).or_default();
                *kept = if *kept >= thousand && u <= on(fault.to_day) { *kept + thousand } else { kept.max(thousand) };
            }
            Noted::Reserve
        }
        (FaultKind::MenNotThere | FaultKind::MenShort, Some(place), _) => {
            for u in [t.saturating_sub(1), t] {
                *reserves.men.entry((place, u)).or_default() += thousand;
            }
            Noted::Reserve
        }
        (
            FaultKind::LineOverused
            | FaultKind::LineOverusedInDay
            | FaultKind::RoadOverused
            | FaultKind::SeaOverused
            | FaultKind::RollingStockOverdrawn
            | FaultKind::YardOverused
            | FaultKind::TrucksOverdrawn
            | FaultKind::TrucksShort
            | FaultKind::StreamExceeded
            | FaultKind::ReplacementsExceeded,
            ..,
        ) => Noted::Margin,
        _ => Noted::Nothing,
    }
}
