//! Coal of locomotives: for each train the way there and back, drawn as the class with the key `coal` where it sets
//! out.

use super::context::Context;
use super::keys::{ColumnKey, Gauge, RowKey};
use super::program::Builder;
use crate::campaign::{COAL, LineId, Way};

/// Charges the trains of all lines; nothing where coal is no limit.
pub fn burn(ctx: &Context, b: &mut Builder) {
    let kg = ctx.c.factors.coal_kg_per_train_km.estimate.base;
    let (true, Some(class)) = (kg > 0.0, ctx.c.class_by_key(COAL)) else { return };
    for t in ctx.periods() {
        for line in (0..ctx.c.lines.len()).map(LineId) {
            let l = ctx.c.line(line);
            // Tonnes of coal for a train, over the tonnes that it carries.
            let share = kg / 1000.0 * 2.0 * l.length.0 / (ctx.train_kt(Gauge::of(l)) * 1000.0);
            for way in Way::BOTH {
                let Some(freight) = b.find(ColumnKey::RailFreight { line, way, t }) else { continue };
                let (place, _) = way.along(l.ends);
                b.term(RowKey::StockBalance { place, t }, freight, share);
                b.term(RowKey::ClassBudget { class, t }, freight, share);
            }
        }
    }
}
