//! Rails, sleepers and bridge timber: tonnes for each kilometre restored, drawn as the class with the key `stores` at
//! the end of the line that can be held first. (That end is a rule of the model.)

use super::context::Context;
use super::keys::{Period, RowKey};
use super::program::{Builder, Col};
use crate::campaign::{Campaign, Condition, LineId, MATERIALS};

/// Materials for the whole of a line, kt; none for an open line.
pub fn whole_line_kt(c: &Campaign, line: LineId) -> f64 {
    let line = c.line(line);
    match line.condition {
        Condition::Open => 0.0,
        _ => line.length.0 * c.factors.restoration_t_per_km.estimate.base / 1000.0,
    }
}

/// Charges the materials for the share of a line that is worked on in a period, given as terms.
pub fn draw(ctx: &Context, b: &mut Builder, (line, t): (LineId, Period), progress: &[(Col, f64)]) {
    let kt = whole_line_kt(ctx.c, line);
    if kt <= 0.0 {
        return;
    }
    let (one, other) = ctx.c.line(line).ends;
    let place = if ctx.later(one, other) == one { other } else { one };
    for (column, sign) in progress {
        b.term(RowKey::StockBalance { place, t }, *column, sign * kt);
        if let Some(class) = ctx.c.class_by_key(MATERIALS) {
            b.term(RowKey::ClassBudget { class, t }, *column, sign * kt);
        }
    }
}
