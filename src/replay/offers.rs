//! What the homeland offers day by day, supplies and replacements alike, and how a period's take falls on its days.

use super::field::Field;
use super::front::Front;
use super::report::{FaultKind, Ledger, Spot};
use crate::campaign::{Days, PlaceId, Span};

/// One stream of the workbook.
pub(super) struct Offer {
    /// Where it comes in.
    pub place: PlaceId,
    /// The days on which it runs.
    pub span: Span,
    /// Most of it a day: tonnes, or men.
    pub per_day: f64,
    /// The fault of taking more, and the stream's row.
    pub fault: (FaultKind, Spot),
}

impl Offer {
    /// What is taken, `(period, amount)` in any order, falls evenly on the days of its period on which the stream runs.
    /// Gives `(day, amount)`.
    pub fn drawn(
        self,
        (f, front): (&Field, &Front),
        taken: impl Iterator<Item = (usize, f64)>,
        ledger: &mut Ledger,
    ) -> Vec<(usize, f64)> {
        let mut by_period = vec![0.0; f.o.periods];
        taken.for_each(|(period, amount)| by_period[period] += amount);
        let mut out = Vec::new();
        for (period, amount) in by_period.into_iter().enumerate().filter(|(_, amount)| *amount > 1e-6) {
            let (start, end) = f.span(period);
            let running = self.span.days_within(Days(start), Days(end)).0;
            ledger.at_most(self.fault.0, self.fault.1, (start, end), (amount, self.per_day * running));
            front.must_be_ours(self.place, (start, end), ledger);
            for day in f.days_of(period).filter(|_| running > 0.0) {
                let share = self.span.days_within(Days(day as f64), Days(day as f64 + 1.0)).0 / running;
                out.push((day, amount * share));
            }
        }
        out
    }
}
