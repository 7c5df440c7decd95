//! Seasons: what the weather leaves of roads and trucks in a period. The rate of advance is looked up where a leg's
//! pace is worked out ([`super::context::Context::step`], [`super::earliest`]).

use super::context::Context;
use super::keys::Period;
use crate::campaign::{Campaign, RoadId};

/// Days of a period as the capacity of a road counts them: each by the factor of its season. A sum over days, so that
/// nothing is lost where a season changes within the period.
pub fn road_days(ctx: &Context, road: RoadId, t: Period) -> f64 {
    let spells = ctx.c.spells(ctx.c.road(road).zone, ctx.start(t), ctx.end(t));
    spells.iter().map(|(days, weather)| days * weather.road_capacity).sum()
}

/// The best factor on the run of trucks of any day of the period: a plan may drive while it holds.
pub fn best_run(ctx: &Context, road: RoadId, t: Period) -> f64 {
    let spells = ctx.c.spells(ctx.c.road(road).zone, ctx.start(t), ctx.end(t));
    spells.iter().map(|(_, weather)| weather.truck_run).fold(0.0, f64::max)
}

/// The worst factor on the run of trucks of any season: for the longest turn there can be.
pub fn slowest_run(c: &Campaign) -> f64 {
    c.seasons.iter().map(|s| s.truck_run.base).fold(1.0, f64::min)
}
