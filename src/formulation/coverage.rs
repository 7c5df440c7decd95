//! The program of [`crate::backtest`]: how much of their need can reach troops whose front is given, period by period.
//!
//! Where the troops stand on each day is no question here but a fact, so nobody advances and nobody marches. Rail,
//! trucks, roads, yards, depots and restoration are the families of the bound, row for row. Troops draw from the depot
//! behind them and have some days of supply with them; what they use is a share of their need.

use super::context::Context;
use super::keys::{ColumnKey, Gauge, Period, RowKey};
use super::program::{Builder, Program};
use super::{Earliest, Window, booty, coal, rail, supply, tracks, trucks};
use crate::campaign::{Campaign, ClassId, Days, PlaceId, PostureId, StockKind};
use crate::solver::Sides;

/// What one force needs in one period, and from which depot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stand {
    /// Where it draws.
    pub depot: PlaceId,
    /// What it is doing; after its last place, what it would do if it went on.
    pub posture: PostureId,
    /// Whether a place ahead of it is still to be taken: otherwise it stands still.
    pub advances: bool,
    /// Need of the whole period, kt.
    pub need_kt: f64,
    /// The same by the norms of its posture, kt.
    pub by_norms_kt: f64,
    /// Most that it can have with it, kt.
    pub carried_kt: f64,
    /// What it has with it in its first period, kt.
    pub at_first_kt: f64,
}

/// What may be laid by for later. Depots ahead of the bases never are: with perfect foresight they would be filled before the troops arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stores {
    /// What lies at the bases: what troops use must be carried to them within the period.
    AtBases,
    /// That, and what the troops have with them.
    WithTroops,
}

/// Where the troops stand: for each force of the campaign and each period; `None` before it has joined.
pub type Stands = Vec<Vec<Option<Stand>>>;

/// Builds the program. Its objective is empty: what is asked of it first, second and third is the caller's to say, by
/// [`RowKey::MetInPeriod`] and the columns [`ColumnKey::Met`]. `c` must have every place handed over on its day. `None` if the campaign has no
/// quiet posture.
pub fn build(c: &Campaign, earliest: &Earliest, last: Period, (stands, stores): (&Stands, Stores)) -> Option<Program> {
    let ctx = Context::new(c, earliest, Window { first: last, last })?;
    let b = &mut Builder::default();
    supply::balances(&ctx, b);
    trucks::places(&ctx, b);
    rail::rolling_stock(&ctx, b);
    booty::stocks(&ctx, b);
    rail::restoration(&ctx, b);
    tracks::shared(&ctx, b);
    rail::freight(&ctx, b);
    coal::burn(&ctx, b);
    trucks::roads(&ctx, b);
    trucks::fleet(&ctx, b);
    trucks::sea(&ctx, b);
    supply::streams(&ctx, b);
    for t in ctx.periods() {
        b.row(RowKey::MetInPeriod { t }, Sides::AtLeast(0.0));
        for (force, stand) in stands.iter().enumerate().filter_map(|(f, s)| Some((f, s.get(t).copied()??))) {
            troops(&ctx, b, (force, t), (stand, stores));
        }
    }
    day_by_day(&ctx, b);
    Some(std::mem::take(b).finish())
}

/// Nothing is laid by but at bases, and no work of one period is done in another.
fn day_by_day(ctx: &Context, b: &mut Builder) {
    let base = |p: &PlaceId| ctx.c.place(*p).ours_from == Some(Days(0.0));
    for t in ctx.periods() {
        let mut none: Vec<ColumnKey> =
            ctx.place_ids().filter(|p| !base(p)).map(|place| ColumnKey::Stock { place, t }).collect();
        none.push(ColumnKey::TruckCarry { t });
        for gauge in Gauge::BOTH {
            none.extend([StockKind::Wagons, StockKind::Locomotives].map(|kind| ColumnKey::StockCarry {
                gauge,
                kind,
                t,
            }));
        }
        for column in none.into_iter().filter_map(|key| b.find(key)).collect::<Vec<_>>() {
            b.fix(column, 0.0);
        }
    }
}

/// `with troops - before - drawn + need x share met = 0`. They begin with what they have with them on the first day.
fn troops(ctx: &Context, b: &mut Builder, (force, t): (usize, Period), (stand, stores): (Stand, Stores)) {
    let with_them = if stores == Stores::WithTroops { 1.0 } else { 0.0 };
    let row = RowKey::WithTroops { force, t };
    let before = t.checked_sub(1).and_then(|t| b.find(ColumnKey::WithTroops { force, t }));
    b.row(row, Sides::Equal(if before.is_none() { with_them * stand.at_first_kt } else { 0.0 }));
    let with = b.column(ColumnKey::WithTroops { force, t }, with_them * stand.carried_kt);
    b.term(row, with, 1.0);
    if let Some(before) = before {
        b.term(row, before, -1.0);
    }
    let drawn = b.column(ColumnKey::Drawn { force, t }, ctx.supplies(t));
    b.term(row, drawn, -1.0);
    let met = b.column(ColumnKey::Met { force, t }, 1.0);
    b.term(row, met, stand.need_kt);
    b.term(RowKey::MetInPeriod { t }, met, stand.need_kt);
    if ctx.exists(stand.depot, t) {
        b.term(RowKey::StockBalance { place: stand.depot, t }, drawn, 1.0);
    } else {
        b.fix(drawn, 0.0);
    }
    // Of each class they draw as much as their posture uses of it.
    let all = ctx.norm(stand.posture);
    for class in (0..ctx.c.classes.len()).map(ClassId) {
        let share = if all > 0.0 { ctx.c.norm(stand.posture, class).0 / all } else { 0.0 };
        b.term(RowKey::ClassBudget { class, t }, drawn, share);
    }
}
