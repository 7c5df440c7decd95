//! What the men asked for need in a day, in tonnes and in trains.

use crate::formulation::{Context, Gauge};

/// What the target needs in a day.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Need {
    pub men: f64,
    /// Of all classes, at rest.
    pub kg_per_man_day: f64,
    pub t_per_day: f64,
    /// Gauge and trains a day for it, for each gauge of which there are lines.
    pub trains_per_day: Vec<(&'static str, f64)>,
}

impl Need {
    pub fn of(ctx: &Context) -> Need {
        let (men, kg) = (ctx.c.question.target.0, ctx.norm(ctx.quiet));
        let t_per_day = men * kg / 1000.0;
        let trains = [("broad", Gauge::Broad), ("standard", Gauge::Standard)].into_iter();
        let there = trains.filter(|(_, g)| ctx.c.lines.iter().any(|l| Gauge::of(l) == *g));
        let trains_per_day = there.map(|(word, g)| (word, t_per_day / (1000.0 * ctx.train_kt(g)))).collect();
        Need { men, kg_per_man_day: kg, t_per_day, trains_per_day }
    }
}
