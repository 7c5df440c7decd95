//! The route of a plan: one way to every place that must be held, where the bound's advance is strongest.

use super::schedule::Route;
use crate::campaign::{Campaign, Days, PlaceId};
use crate::formulation::{self, ColumnKey, Context, Leg, Program, Window};
use crate::solver::{self, Backend, Limits};

/// What counts in choosing a way.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// What a second leg out of a place counts against it, as a share of a leg cleared.
    branch: f64,
    /// Whether legs that lead back towards our ground may be taken, as roads across the advance may.
    pub back: bool,
}

/// First so that any way is better than a second leg out of a place, then, where such ways take too long, without; and all
/// legs outward before any that leads back: a way round is thinkable, but seldom kept supplied.
pub const CHOICES: [Choice; 4] = [
    Choice { branch: 1.5, back: false },
    Choice { branch: 0.0, back: false },
    Choice { branch: 1.5, back: true },
    Choice { branch: 0.0, back: true },
];

/// Which way to go needs no short steps of time: days of a period that are enough.
const LONG: f64 = 30.0;

/// The same question in long steps; `None` where the steps are long already or do not reach the day.
pub fn in_long_steps(ctx: &Context) -> Option<(Campaign, Window)> {
    let days = (LONG / ctx.days).floor() * ctx.days;
    let first = (ctx.end(ctx.window.first) / days + 1e-9).floor() as usize;
    let window = Window { first: first.checked_sub(1)?, last: first - 1 };
    let mut c = ctx.c.clone();
    c.question.period = Days(days);
    (days > ctx.days).then_some((c, window))
}

/// The relaxation, without legs that lead back unless these are asked for. (A way round across the advance often gives the
/// relaxation the same men; a plan on it starves.)
pub fn relaxation(ctx: &Context, back: bool, how: (Backend, Limits)) -> Option<(Program, Vec<f64>)> {
    let mut program = formulation::build(ctx.c, ctx.earliest, ctx.window)?;
    for (j, key) in program.columns.iter().enumerate() {
        let ColumnKey::Cleared { leg, .. } = key else { continue };
        let (from, to) = ctx.leg_ends(*leg);
        if !back && !ctx.leads_outward(from, to) {
            program.lp.upper[j] = 0.0;
        }
    }
    let x = solver::solve(&program.lp, how.0, &how.1).ok()?.x;
    Some((program, x))
}

/// Picks the route from the bound's solution: backwards from each place that must be held, along the leg that the bound
/// clears most of, until our ground or a place that is already on the route. Neighbours that must keep abreast of a place
/// on the route are reached too. `None` if some place cannot be reached.
pub fn from_bound(ctx: &Context, program: &Program, x: &[f64], choice: Choice) -> Option<Route> {
    let t = ctx.window.first;
    let cleared = |leg: Leg| program.value(x, ColumnKey::Cleared { leg, t });
    let mut route = Route::default();
    let mut wanted: Vec<PlaceId> = ctx.c.destinations.iter().filter(|d| d.must_hold).map(|d| d.place).collect();
    if wanted.is_empty() {
        // Nothing must be held: the place that counts and is held most.
        let counts = ctx.c.destinations.iter().filter(|d| d.counts);
        let best = counts.max_by(|a, b| {
            let held = |p| ctx.share_held(program, x, p, t);
            held(a.place).total_cmp(&held(b.place))
        });
        wanted.extend(best.map(|d| d.place));
    }
    let mut i = 0;
    while i < wanted.len() {
        for leg in way_back(ctx, &route, wanted[i], (&cleared, choice))? {
            route.legs.push(leg);
            let taken = ctx.leg_ends(leg).1;
            wanted.extend(ctx.c.abreast.iter().filter(|a| a.place == taken).map(|a| a.with));
        }
        i += 1;
    }
    Some(route)
}

/// Legs from our ground or the route to a place, in the order of the advance.
fn way_back(
    ctx: &Context,
    route: &Route,
    place: PlaceId,
    (cleared, choice): (&dyn Fn(Leg) -> f64, Choice),
) -> Option<Vec<Leg>> {
    let mut way = Vec::new();
    let mut at = place;
    while !ctx.given(at, ctx.window.last) && route.leg_into(ctx, at).is_none() {
        // Roads across the advance lead both ways; a way never comes to a place twice.
        let passed = |p: PlaceId| p == place || way.iter().any(|leg| ctx.leg_ends(*leg).0 == p);
        let may_be_taken = |leg: Leg| {
            let (from, to) = ctx.leg_ends(leg);
            to == at && !passed(from) && (choice.back || ctx.leads_outward(from, to))
        };
        let into = ctx.legs.iter().filter(|leg| may_be_taken(**leg));
        // Two groupings at one place are hard to bring up and to feed. Between equals the leg whose first place can be
        // held sooner.
        let worth = |leg: Leg| {
            let from = ctx.leg_ends(leg).0;
            let others = route.legs.iter().chain(&way).filter(|l| ctx.leg_ends(**l).0 == from).count();
            cleared(leg) - choice.branch * others as f64 - 1e-6 * ctx.earliest.place[from.0].0
        };
        let best = into.max_by(|a, b| worth(**a).total_cmp(&worth(**b)))?;
        way.insert(0, *best);
        at = ctx.leg_ends(*best).0;
    }
    Some(way)
}
