//! The estimate: arithmetic before the solver, in the analyst's units, such as could be done on the back of an envelope.
//!
//! It stands to the right of [`crate::formulation`], whose earliest dates, grid and coefficients it shares, and knows neither the
//! program nor a solver. Where it says *impossible* it is more optimistic than the ceiling, so that the two never differ;
//! everything else that it says is a warning. The formulas and the reasons are in `docs/estimate.md`.

mod carriage;
mod corridors;
mod cuts;
mod expr;
mod fighting;
mod findings;
mod flow;
mod lines;
mod need;
mod repair;

pub use carriage::Link;
pub use corridors::{Corridor, Spell};
pub use cuts::{SPOKEN_OF, Shortage, Sum};
pub use expr::{Expr, FigureAt, Line};
pub use fighting::HELD_AT_LEAST;
pub use findings::Finding;
pub use lines::{TOO_MUCH, label, sections};
pub use need::Need;
pub use repair::Repair;

use crate::campaign::{Campaign, QuestionKind};
use crate::formulation::{Context, Earliest, Window};
use cuts::Cuts;

/// What arithmetic alone says of a campaign.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// Whether the target is out of reach on every date, so that the ceiling is below it, too. Never where the question
    /// asks for no target.
    pub impossible: bool,
    /// First day on which the sums do not rule it out.
    pub not_before: Option<f64>,
    /// The first day on which the span can begin.
    pub first_day: f64,
    /// The last day on which the span can begin, of which `sums` and `lines` speak.
    pub last_day: f64,
    pub need: Need,
    /// The sums for the target on the last date.
    pub sums: Vec<Sum>,
    /// Why it is impossible, or what to mind.
    pub findings: Vec<Finding>,
    /// The arithmetic line by line.
    pub lines: Vec<Line>,
    /// What can be carried on a day, by corridor and season.
    pub corridors: Vec<Corridor>,
    /// The rail repair that joins the destinations to a base.
    pub repair: Vec<Repair>,
}

impl Estimate {
    /// `None` where there is nothing to estimate: no posture `quiet`, or no date from which the span fits into the horizon
    /// (both of which the checks refuse).
    pub fn of(c: &Campaign) -> Option<Estimate> {
        let earliest = Earliest::of(c);
        let last = last_window(c)?;
        let ctx = Context::new(c, &earliest, last)?;
        let cuts = Cuts::of(&ctx);
        let men = c.question.target.0;
        let asked = c.question.kind != QuestionKind::HowMany;
        let open = (0..=last.first).find(|first| !cuts.is_out_of_reach(*first, SPOKEN_OF * men));
        let corridors = corridors::all(&ctx, &cuts.carriage);
        let repair = repair::all(&ctx);
        let sums = cuts.sums(last.first, men);
        let mut estimate = Estimate {
            impossible: asked && open.is_none(),
            not_before: open.map(|t| ctx.end(t)),
            first_day: ctx.end(0),
            last_day: ctx.end(last.first),
            need: Need::of(&ctx),
            lines: lines::all(&ctx, &cuts, &corridors, &repair),
            findings: Vec::new(),
            sums,
            corridors,
            repair,
        };
        estimate.findings = findings::all(&ctx, &cuts, &estimate);
        Some(estimate)
    }
}

/// The last period ends over which the span fits into the horizon.
fn last_window(c: &Campaign) -> Option<Window> {
    let q = &c.question;
    let whole = |days: f64| (days / q.period.0 + 1e-9).floor() as usize;
    let first = whole(q.horizon.0).checked_sub(whole(q.sustain.0) + 1)?;
    Some(Window { first, last: first + whole(q.sustain.0) })
}
