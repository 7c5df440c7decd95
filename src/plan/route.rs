//! The route of a plan: one way to every place that must be held, where the bound's advance is strongest.

use super::front::cautious;
use super::schedule::Route;
use crate::campaign::{Campaign, Days, PlaceId, RoadId, Way};
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

/// A route by effort alone: to every place that must be held, and to the neighbours, the way that asks for the fewest man-days and
/// keeps clear of the places that wait for it. Any road may be taken either way: the bound's rule of the order, which takes no
/// notice of the sheet Abreast, can turn round the roads that a front abreast would take. `None` if some place cannot be reached.
pub fn easiest(ctx: &Context) -> Option<Route> {
    let mut route = Route::default();
    let must = |d: &&crate::campaign::Destination| d.must_hold;
    let mut wanted: Vec<PlaceId> = ctx.c.destinations.iter().filter(must).map(|d| d.place).collect();
    let waiting: Vec<Vec<PlaceId>> = ctx.place_ids().map(|p| waiting_for(ctx, p)).collect();
    let mut i = 0;
    while i < wanted.len() {
        for leg in easiest_way(ctx, &route, wanted[i], &waiting)? {
            route.legs.push(leg);
            let taken = ctx.leg_ends(leg).1;
            wanted.extend(ctx.c.abreast.iter().filter(|a| a.place == taken).map(|a| a.with));
        }
        i += 1;
    }
    (!route.legs.is_empty()).then_some(route)
}

/// What a day on the road counts where nobody resists, as thousand men engaged.
const MARCHING: f64 = 20.0;

/// The legs that come to a place with the least effort, from our ground or the route, in the order of the advance.
fn easiest_way(ctx: &Context, route: &Route, place: PlaceId, waiting: &[Vec<PlaceId>]) -> Option<Vec<Leg>> {
    let on_route = |p: PlaceId| route.leg_into(ctx, p);
    let given = |p: PlaceId| ctx.given(p, ctx.window.last);
    if on_route(place).is_some() || given(place) {
        return Some(Vec::new());
    }
    // What it takes to come to each place from the route or our ground, and the leg by which.
    let begins = |p: PlaceId| on_route(p).is_some() || given(p);
    let mut effort: Vec<f64> = ctx.place_ids().map(|p| if begins(p) { 0.0 } else { f64::INFINITY }).collect();
    let mut by: Vec<Option<Leg>> = vec![None; effort.len()];
    let way_to = |by: &[Option<Leg>], mut at: PlaceId| {
        let mut way = Vec::new();
        while let Some(leg) = by[at.0] {
            way.insert(0, leg);
            at = ctx.leg_ends(leg).0;
        }
        (at, way)
    };
    // No place is come to through one that waits for it.
    let in_order = |by: &[Option<Leg>], from: PlaceId, to: PlaceId| {
        let (begin, way) = way_to(by, from);
        let before = on_route(begin).map_or(Vec::new(), |leg| route.way_to(ctx, leg));
        let mut passed = before.into_iter().map(|l| route.legs[l]).chain(way).map(|leg| ctx.leg_ends(leg).1);
        passed.all(|p| p != to && !waiting[to.0].contains(&p))
    };
    let open = |p: PlaceId| !begins(p) && !waiting[place.0].contains(&p);
    for _ in 0..effort.len() {
        let mut changed = false;
        for (road, way) in (0..ctx.c.roads.len()).flat_map(|a| Way::BOTH.map(|way| (RoadId(a), way))) {
            let leg = Leg { road, way };
            let (from, to) = ctx.leg_ends(leg);
            let Some(asked) = cautious(ctx, leg, 0).filter(|_| open(to)) else { continue };
            let sum = effort[from.0] + asked.days * (asked.men + MARCHING);
            if sum < effort[to.0] - 1e-9 && in_order(&by, from, to) {
                (effort[to.0], by[to.0], changed) = (sum, Some(leg), true);
            }
        }
        if !changed {
            break;
        }
    }
    effort[place.0].is_finite().then(|| way_to(&by, place).1)
}

/// Places that may not run ahead of a place, nor of another that may not, and so on.
fn waiting_for(ctx: &Context, place: PlaceId) -> Vec<PlaceId> {
    let mut waiting = vec![place];
    let mut i = 0;
    while i < waiting.len() {
        let with = waiting[i];
        for pair in ctx.c.abreast.iter().filter(|a| a.with == with) {
            if !waiting.contains(&pair.place) {
                waiting.push(pair.place);
            }
        }
        i += 1;
    }
    waiting.remove(0);
    waiting
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
