//! From a campaign to its linear program: the optimistic relaxation whose maximum bounds every plan.
//!
//! One file per family of constraints. Units inside: thousand men, kilotonnes, million man-days, days. What is a
//! relaxation, and why it never rules out a plan that exists, is said at each family and in the manual
//! (`docs/mathematics.md`).

pub mod advance;
pub mod ask;
pub mod booty;
pub mod claims;
pub mod coal;
pub mod context;
pub mod coverage;
pub mod earliest;
pub mod evacuation;
pub mod handling;
pub mod keys;
pub mod materials;
pub mod men;
pub mod names;
pub mod prisoners;
pub mod program;
pub mod rail;
pub mod returns;
pub mod seasons;
pub mod supply;
pub mod tracks;
pub mod trucks;

pub use crate::campaign::Way;
pub use context::{Context, Window};
pub use earliest::Earliest;
pub use keys::{ColumnKey, Gauge, Leg, Period, RowKey};
pub use program::Program;

use context::Held;
use program::Builder;

use crate::campaign::Campaign;
use crate::solver::Sides;

/// Weight of a place not held against men, per whole place, times the pool of men [rounded up](rounded_up): well above the pool, so that
/// leaving a place that must be held never pays.
const NOT_HELD_WEIGHT: f64 = 25.0;

/// Builds the program that maximises the men sustained over the window. `None` if the campaign has no quiet posture
/// (which the checks refuse).
pub fn build(c: &Campaign, earliest: &Earliest, window: Window) -> Option<Program> {
    let ctx = Context::new(c, earliest, window)?;
    let b = &mut Builder::default();
    let pool = ctx.pool(window.last);
    let sustained = b.column_between(ColumnKey::Sustained, -pool - men::most_uncounted(&ctx), pool);
    b.objective(sustained, 1.0);

    // Rows that several families write into come first.
    supply::balances(&ctx, b);
    advance::cleared(&ctx, b);
    men::places(&ctx, b);
    trucks::places(&ctx, b);
    rail::rolling_stock(&ctx, b);
    claims::trucks_in_use(&ctx, b);

    booty::stocks(&ctx, b);
    advance::legs(&ctx, b);
    advance::abreast(&ctx, b);
    advance::threads(&ctx, b);
    men::engaged(&ctx, b);
    men::arrivals(&ctx, b);
    men::sick_at_first(&ctx, b);
    men::movement(&ctx, b);
    rail::restoration(&ctx, b);
    tracks::shared(&ctx, b);
    rail::freight(&ctx, b);
    coal::burn(&ctx, b);
    trucks::roads(&ctx, b);
    trucks::fleet(&ctx, b);
    trucks::sea(&ctx, b);
    supply::streams(&ctx, b);
    supply::consumption(&ctx, b);
    supply::class_budgets(&ctx, b);
    prisoners::rations(&ctx, b);
    returns::back(&ctx, b);
    evacuation::wounded(&ctx, b);
    men::engaged_once(&ctx, b);
    claims::lines_in_use(&ctx, b);
    supply::safety(&ctx, b);
    men::count(&ctx, b, sustained);
    must_hold(&ctx, b, pool);
    Some(std::mem::take(b).finish())
}

/// Every destination that must be held is held at the beginning of the window, or the objective pays more than all
/// the men are worth. Any true plan pays nothing, so the maximum still bounds it; a maximum below zero proves that no
/// plan holds them all and has the men whose claims do not count.
fn must_hold(ctx: &Context, b: &mut Builder, pool: f64) {
    for d in ctx.c.destinations.iter().filter(|d| d.must_hold) {
        let place = d.place;
        let held = ctx.held(b, place, ctx.window.first);
        if held == Held::Always {
            continue;
        }
        let row = RowKey::MustHold { place };
        b.row(row, Sides::AtLeast(1.0));
        let not = b.column(ColumnKey::NotHeld { place }, 1.0);
        b.term(row, not, 1.0);
        held.add(b, row, 1.0);
        b.objective(not, -NOT_HELD_WEIGHT * rounded_up(pool));
    }
}

/// The next power of ten. Prices prove nothing of a program that forgives more cheaply than theirs what is not held, so the
/// weight must not follow every man more or less: then prices carry over to other dates and other numbers of men.
fn rounded_up(thousand_men: f64) -> f64 {
    let powers = std::iter::successors(Some(1.0), |power| Some(power * 10.0));
    powers.take_while(|power: &f64| power.is_finite()).find(|power| *power >= thousand_men).unwrap_or(thousand_men)
}
