//! What is found in places that must be taken: stocks that lie there, supplies and men that come from there.
//!
//! A stock comes in with the share in which its place is held: what is held at the end of a period counts from its
//! beginning. A stream flows in the same share. So nothing is used before its place can be taken.

use super::context::{Context, Held};
use super::keys::{Period, RowKey};
use super::program::Builder;
use crate::campaign::{BaseStock, PlaceId};
use crate::solver::Sides;

/// Stocks that come in with a place that is ours, or handed over, in this period, kt: constants of the balances.
pub fn handed_over_kt(ctx: &Context, t: Period, of: impl Fn(&BaseStock) -> bool) -> f64 {
    let newly = |p: PlaceId| ctx.given(p, t) && !t.checked_sub(1).is_some_and(|before| ctx.given(p, before));
    ctx.c.stocks.iter().filter(|s| of(s) && newly(s.place)).map(|s| s.tonnes.base / 1000.0).sum()
}

/// Stocks that come in as the legs into their places are cleared, at the place and in the budget of their class. What
/// has come in before a handover is taken off what the handover brings.
pub fn stocks(ctx: &Context, b: &mut Builder) {
    for t in ctx.periods() {
        for s in ctx.c.stocks.iter().filter(|s| ctx.exists(s.place, t)) {
            let now = ctx.held(b, s.place, t);
            let before = match t.checked_sub(1) {
                Some(before) => ctx.held(b, s.place, before),
                None => Held::Shares(Vec::new()),
            };
            let kt = s.tonnes.base / 1000.0;
            for row in [RowKey::StockBalance { place: s.place, t }, RowKey::ClassBudget { class: s.class, t }] {
                now.add(b, row, -kt);
                before.add(b, row, kt);
            }
        }
    }
}

/// A limit on a column in proportion to the share in which a place is held; no row where it is always held.
pub fn while_held(ctx: &Context, b: &mut Builder, (place, t): (PlaceId, Period), row: RowKey, most: f64) -> bool {
    let held = ctx.held(b, place, t);
    if held == Held::Always {
        return false;
    }
    b.row(row, Sides::AtMost(0.0));
    held.add(b, row, -most);
    true
}
