//! Prisoners: so many for each kilometre cleared, fed for some days where the advance begins, from the class with the
//! key `subsistence`.

use super::advance::add_progress;
use super::context::Context;
use super::keys::RowKey;
use super::program::Builder;
use crate::campaign::RATIONS;

/// Charges the rations for what is cleared in each period; nothing where no prisoners are counted.
pub fn rations(ctx: &Context, b: &mut Builder) {
    let f = &ctx.c.factors;
    let kg = f.prisoners_per_km.estimate.base * f.prisoner_kg_per_day.estimate.base * f.prisoner_days.estimate.base;
    let (true, Some(class)) = (kg > 0.0, ctx.c.class_by_key(RATIONS)) else { return };
    for t in ctx.periods() {
        for leg in &ctx.legs {
            let kt = kg / 1e6 * ctx.c.road(leg.road).length.0;
            let (place, _) = ctx.leg_ends(*leg);
            if b.has(RowKey::StockBalance { place, t }) {
                add_progress(b, RowKey::StockBalance { place, t }, *leg, t, kt);
                add_progress(b, RowKey::ClassBudget { class, t }, *leg, t, kt);
            }
        }
    }
}
