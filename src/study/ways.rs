//! What it would take: the cheapest set of changes among those that may be made, then others that have nothing in common with
//! it, each applied to a copy of the campaign and answered anew, with a plan.

use serde::Serialize;

use super::Tell;
use super::base::Base;
use crate::answer::levers::Frame;
use crate::answer::{self, Change, Task, Verdict, figures};
use crate::campaign::{Campaign, QuestionKind};
use crate::solver::SolveError;

/// Sets that are looked for, the cheapest included.
const SETS: usize = 3;
/// Where the cheapest set has no plan, the same changes carried this much further, as factors. The other sets are only carried as far as
/// that one had to be: a search for a plan is the dearest thing here.
const FURTHER: [f64; 3] = [1.0, 1.25, 1.6];

/// A set of changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Way {
    /// No cheaper set of these levers is enough: certified, points. `None` where no set of them is.
    pub least_cost: Option<f64>,
    /// The changes; empty where none is enough.
    pub changes: Vec<Change>,
    /// Men at most with them made.
    pub most_men: f64,
    /// The verdict with the changes made as they stand, from an answer of its own.
    pub verdict: Option<Verdict>,
    /// Factor by which the changes had to be carried further for a plan to reach the target, the men of that plan, and
    /// what the replay said. `None` where no plan was found or looked for.
    pub plan: Option<PlannedWay>,
}

/// A set for which a plan was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedWay {
    /// 1 = the changes as they stand.
    pub factor: f64,
    pub changes: Vec<Change>,
    pub cost: f64,
    pub men: f64,
    pub replayed: String,
}

/// The sets, cheapest first. None where the ceiling is not short of the target.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn find(task: &Task, base: &Base, tell: Tell) -> Result<Vec<Way>, SolveError> {
    if !base.is_short(base.proved.ceiling) || !base.c.levers.iter().any(|l| l.can_change) {
        return Ok(Vec::new());
    }
    let mut out: Vec<Way> = Vec::new();
    let mut campaign = base.c.clone();
    tell(super::Progress::Ways(SETS));
    for _ in 0..SETS {
        if !campaign.levers.iter().any(|l| l.can_change) {
            break;
        }
        let frame = Frame { c: &campaign, window: base.window, men: campaign.question.target.0, how: base.how };
        let (took, _) = frame.cheapest()?;
        let most_men = took.men_there.or(took.men_with_all).unwrap_or(0.0);
        let mut way = Way { least_cost: took.cost, changes: took.changes, most_men, verdict: None, plan: None };
        if took.enough && !way.changes.is_empty() {
            let factors: Vec<f64> = match out.first() {
                None => FURTHER.to_vec(),
                Some(cheapest) => {
                    let needed = cheapest.plan.as_ref().map_or(1.0, |plan| plan.factor);
                    FURTHER.into_iter().filter(|f| *f == 1.0 || *f == needed).collect()
                }
            };
            proved_by_plan(task, base, &mut way, &factors)?;
        }
        tell(super::Progress::Way);
        // The next set has none of these.
        for lever in &mut campaign.levers {
            lever.can_change &= way.changes.iter().all(|change| change.key != lever.key);
        }
        let last = way.changes.is_empty();
        out.push(way);
        if last {
            break;
        }
    }
    Ok(out)
}

/// Answers the campaign with the changes made; where that gives no plan, with the changes carried further.
fn proved_by_plan(task: &Task, base: &Base, way: &mut Way, factors: &[f64]) -> Result<(), SolveError> {
    let c = base.c;
    for factor in factors.iter().copied() {
        let changes: Vec<Change> = way.changes.iter().map(|change| further(c, change, factor)).collect();
        let mut changed = figures::with_changes(c, &changes);
        changed.question.kind = QuestionKind::CanItBeDone;
        changed.question.curve_dates = 1;
        if super::asks_about_one_day(c) {
            // The last date that can be asked about is then that day.
            let end = base.day() + c.question.sustain.0;
            changed.question.horizon.0 = changed.question.horizon.0.min(end);
        }
        let task = Task {
            campaign: &changed,
            caution: None,
            input: task.input.clone(),
            input_hash: task.input_hash.clone(),
            assumptions: Vec::new(),
            warnings: Vec::new(),
            ..*task
        };
        let answer = answer::answer(&task, &|_| ())?;
        way.verdict.get_or_insert(answer.verdict);
        if let Some(plan) = answer.plan.filter(|p| p.men >= c.question.target.0 && p.is_below_ceiling()) {
            let cost = changes.iter().map(|c| c.cost).sum();
            way.plan = Some(PlannedWay { factor, changes, cost, men: plan.men, replayed: plan.replayed });
            break;
        }
        if !task.with_plan {
            break;
        }
    }
    Ok(())
}

/// A change carried further, as far as its lever goes.
fn further(c: &Campaign, change: &Change, factor: f64) -> Change {
    let most = c.levers.iter().find(|l| l.key == change.key).map_or(f64::INFINITY, |l| l.most);
    let to = (change.base + factor * (change.to - change.base)).min(most);
    let cost = if change.to > change.base { change.cost * (to - change.base) / (change.to - change.base) } else { 0.0 };
    Change { to, cost, ..change.clone() }
}
