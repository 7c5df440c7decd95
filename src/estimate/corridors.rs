//! What can be carried into the destinations on one day, corridor by corridor and season by season, once everything is
//! restored that can be.

use super::carriage::{By, Carriage, Link};
use crate::campaign::PlaceId;
use crate::formulation::Context;

/// The destinations of one corridor, or all of them.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Corridor {
    /// As the sheet Places has it; empty for those without.
    pub name: String,
    pub places: Vec<String>,
    /// Tonnes a day; infinite where supplies come from there.
    pub rail_t_per_day: f64,
    pub narrowest: Vec<Link>,
    /// Roads by season, as long as there are vehicles enough.
    pub roads: Vec<Spell>,
}

/// Days of even weather.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Spell {
    pub from_day: f64,
    pub to_day: f64,
    pub t_per_day: f64,
}

impl Corridor {
    /// Roads in the best season.
    pub fn best_road(&self) -> f64 {
        self.roads.iter().map(|s| s.t_per_day).fold(0.0, f64::max)
    }

    /// Roads in the worst season.
    pub fn worst_road(&self) -> f64 {
        self.roads.iter().map(|s| s.t_per_day).fold(f64::INFINITY, f64::min)
    }
}

/// One for each corridor that has destinations; where there are several, all together come last.
pub fn all(ctx: &Context, carriage: &Carriage) -> Vec<Corridor> {
    let there: Vec<PlaceId> = ctx.c.destinations.iter().filter(|d| d.counts).map(|d| d.place).collect();
    let there: Vec<PlaceId> = there.into_iter().filter(|p| ctx.exists(*p, ctx.window.last)).collect();
    let mut names: Vec<&str> = Vec::new();
    for place in &there {
        let name = ctx.c.place(*place).corridor.as_str();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let of = |name: &str| there.iter().copied().filter(|p| ctx.c.place(*p).corridor == name).collect::<Vec<_>>();
    let mut out: Vec<Corridor> = names.iter().map(|name| one(ctx, carriage, name, &of(name))).collect();
    if out.len() != 1 {
        out.push(one(ctx, carriage, "all", &there));
    }
    out
}

fn one(ctx: &Context, carriage: &Carriage, name: &str, places: &[PlaceId]) -> Corridor {
    let (rail_t_per_day, narrowest) = carriage.a_day(places, By::Rail);
    let end = ctx.end(ctx.window.last);
    let mut days: Vec<f64> = ctx.c.weather_changes().filter(|d| *d > 0.0 && *d < end).collect();
    days.extend([0.0, end]);
    days.sort_by(f64::total_cmp);
    days.dedup();
    let mut roads: Vec<Spell> = Vec::new();
    for pair in days.windows(2) {
        let t_per_day = carriage.a_day(places, By::Road(pair[0])).0;
        match roads.last_mut() {
            // The same again, or as nearly as makes no difference.
            Some(s) if (s.t_per_day - t_per_day).abs() < 0.5 || s.t_per_day == t_per_day => s.to_day = pair[1],
            _ => roads.push(Spell { from_day: pair[0], to_day: pair[1], t_per_day }),
        }
    }
    let places = places.iter().map(|p| ctx.c.place(*p).name.clone()).collect();
    Corridor { name: name.into(), places, rail_t_per_day, narrowest, roads }
}
