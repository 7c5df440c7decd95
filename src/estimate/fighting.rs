//! What the advance costs at the least: man-days, fallen, supplies of each class, on whatever roads it goes.
//!
//! Every place that must be held has a way of cleared legs from our ground; which ways is left open. So the least is that
//! of a network of legs that reaches all of them, and a leg's cost counts once for all the ways along it. What is worked out is a floor
//! under that least, by R. T. Wong's dual ascent (*A dual ascent approach for Steiner tree problems on a directed graph*,
//! Mathematical Programming 28, 1984): belts that no way can help crossing are charged one after the other, each with what is
//! left of the cheapest leg across it. No leg is charged more than it costs, so it holds for half-cleared legs too.

use crate::campaign::{ClassId, Days, PostureId};
use crate::formulation::Context;
use crate::formulation::context::Step;

/// The ceiling lets a plan go without a small part of a place, at a price of 25 times all the men there are for the
/// whole: nobody who still has men to show pays more than for a twenty-fifth.
pub const HELD_AT_LEAST: f64 = 0.96;

/// Least cost of the advance to every place that must be held.
#[derive(Debug, Clone, PartialEq)]
pub struct Fighting {
    /// Men lost beyond those that would fall sick at rest.
    pub losses: f64,
    /// Tonnes of each class beyond the rations of men at rest, less those of the fallen.
    pub tonnes: Vec<f64>,
    /// Man-days engaged.
    pub man_days: f64,
    /// Postures in which anybody may have to be engaged.
    pub postures: Vec<PostureId>,
}

/// What one leg costs at the least, over all periods in which it can be worked on.
struct LegCost {
    from: usize,
    to: usize,
    steps: Vec<Step>,
}

impl Fighting {
    /// Over the legs of a context, which must be that of the last date.
    pub fn least(ctx: &Context) -> Fighting {
        let legs: Vec<LegCost> = ctx
            .legs
            .iter()
            .map(|leg| {
                let (from, to) = ctx.leg_ends(*leg);
                let mut steps: Vec<Step> = ctx.periods().filter_map(|t| ctx.step(*leg, t)).collect();
                steps.dedup();
                LegCost { from: from.0, to: to.0, steps }
            })
            .filter(|leg| !leg.steps.is_empty())
            .collect();
        let least = |cost: &dyn Fn(&Step) -> f64| floor(ctx, &legs, cost);
        let class_tonnes = |class: usize| {
            move |s: &Step| {
                let norm = |p| ctx.c.norm(p, ClassId(class)).0;
                let quiet = norm(ctx.quiet);
                // Million man-days times kg are thousand tonnes; thousand men times days times kg are tonnes.
                1000.0 * s.effort * (norm(s.posture) - quiet) - quiet * s.losses * ctx.days
            }
        };
        let mut postures: Vec<PostureId> = legs.iter().flat_map(|l| l.steps.iter().map(|s| s.posture)).collect();
        postures.sort();
        postures.dedup();
        Fighting {
            postures,
            losses: least(&|s| 1000.0 * s.losses),
            man_days: least(&|s| 1e6 * s.effort),
            tonnes: (0..ctx.c.classes.len()).map(|k| least(&class_tonnes(k))).collect(),
        }
    }
}

/// What legs give back at a place, tonnes, where the fallen would have eaten more than the fighting uses: the most.
pub fn given_back(ctx: &Context, place: usize) -> f64 {
    let of_leg = |leg: &crate::formulation::Leg| {
        let tonnes = |s: Step| {
            let more = ctx.norm(s.posture) - ctx.norm(ctx.quiet);
            1000.0 * more * s.effort - ctx.norm(ctx.quiet) * s.losses * ctx.days
        };
        -ctx.periods().filter_map(|t| ctx.step(*leg, t)).map(tonnes).fold(0.0, f64::min)
    };
    ctx.legs.iter().filter(|leg| ctx.leg_ends(**leg).0.0 == place).map(of_leg).sum()
}

/// Dual ascent, with what legs of negative cost can bring taken off.
fn floor(ctx: &Context, legs: &[LegCost], cost: &dyn Fn(&Step) -> f64) -> f64 {
    let costs: Vec<f64> = legs.iter().map(|l| l.steps.iter().map(cost).fold(f64::INFINITY, f64::min)).collect();
    let brought: f64 = costs.iter().map(|c| c.min(0.0)).sum();
    let last = Days(ctx.end(ctx.window.last));
    let ours: Vec<bool> = ctx.c.places.iter().map(|p| p.ours_from.is_some_and(|d| d <= last)).collect();
    let mut open: Vec<usize> =
        ctx.c.destinations.iter().filter(|d| d.must_hold && !ours[d.place.0]).map(|d| d.place.0).collect();
    let mut left: Vec<f64> = costs.iter().map(|c| c.max(0.0)).collect();
    let mut charged = 0.0;
    while !open.is_empty() {
        // The place with the shortest belt around it gives the best floor.
        let belts = open.iter().enumerate().map(|(i, place)| (i, belt(legs, &left, *place)));
        let Some((i, (behind, across))) = belts.min_by_key(|(_, (_, across))| across.len()) else { break };
        let reached = behind.iter().zip(&ours).any(|(b, o)| *b && *o);
        if reached || across.is_empty() {
            open.swap_remove(i);
            continue;
        }
        let least = across.iter().map(|l| left[*l]).fold(f64::INFINITY, f64::min);
        charged += least;
        for l in across {
            left[l] = if left[l] <= least { 0.0 } else { left[l] - least };
        }
    }
    HELD_AT_LEAST * charged + brought
}

/// Places from which a place is reached over legs that are used up, and the legs that lead in among them.
fn belt(legs: &[LegCost], left: &[f64], place: usize) -> (Vec<bool>, Vec<usize>) {
    let size = legs.iter().map(|l| l.from.max(l.to)).fold(place, usize::max) + 1;
    let mut behind = vec![false; size];
    behind[place] = true;
    loop {
        let more = |(l, leg): &(usize, &LegCost)| left[*l] <= 0.0 && behind[leg.to] && !behind[leg.from];
        let Some((_, leg)) = legs.iter().enumerate().find(more) else { break };
        behind[leg.from] = true;
    }
    let across = (0..legs.len()).filter(|l| behind[legs[*l].to] && !behind[legs[*l].from]).collect();
    (behind, across)
}
