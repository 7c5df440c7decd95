//! The plan beside the bound: found, carried out day by day, and described for people.

use serde::Serialize;

use super::dates::{self, Bounded};
use super::figures::Dated;
use super::{Progress, SHORT_OF, Task};
use crate::campaign::{Campaign, Days, PlaceId, QuestionKind};
use crate::formulation::{Context, Earliest, Period, Window};
use crate::orders::Orders;
use crate::plan::{self, Effort, NoPlan, Planned};
use crate::replay::Replay;

/// Programs solved at most for one schedule, and as many replays.
const ROUNDS: usize = 12;

/// Dates tried at most in looking for the earliest plan, the last one included.
const SOONER: usize = 3;

/// A plan that was carried out day by day without a broken rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanFigure {
    /// Day from which the men stand at the destination.
    pub day: f64,
    pub date: String,
    /// Last day on which they were counted.
    pub until_day: f64,
    /// Men sustained.
    pub men: f64,
    /// The ceiling for a span that begins on the same day and is no longer, men.
    pub most_men: f64,
    /// What the replay found, in a line.
    pub replayed: String,
    pub taken: Vec<PlaceTaken>,
    pub restored: Vec<LineRestored>,
    pub timeline: Vec<PlanRow>,
}

impl PlanFigure {
    /// Whether it has no more men than the ceiling: otherwise one of the two breaks a rule that the other keeps.
    pub fn is_below_ceiling(&self) -> bool {
        self.men <= self.most_men * (1.0 + 1e-6) + 0.5
    }

    /// By how much the plan stays below the ceiling, as a share of the ceiling.
    pub fn gap(&self) -> f64 {
        1.0 - self.men / self.most_men.max(1.0)
    }
}

/// A place that is taken by force in a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceTaken {
    pub day: f64,
    pub date: String,
    pub place: String,
    pub from: String,
    /// Men who go in with the advance.
    pub men: f64,
    /// Supplies that follow them in, tonnes.
    pub tonnes: f64,
}

/// A line that is restored in a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineRestored {
    pub from_day: f64,
    pub to_day: f64,
    pub date: String,
    pub line: String,
    pub ends: String,
}

/// A period of a plan as the replay saw it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanRow {
    /// Last day of the period.
    pub day: f64,
    pub date: String,
    /// Men who stand at places at its end.
    pub men: f64,
    pub men_under_way: f64,
    pub men_at_destination: f64,
    /// Mean number of men engaged.
    pub men_engaged: f64,
    /// Men lost in the period.
    pub losses: f64,
    /// Whole trains that left in the period, supplies and men.
    pub trains: f64,
    /// Tonnes in all depots at its end.
    pub stock_t: f64,
}

/// What came of looking.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub plan: Option<(PlanFigure, Orders)>,
    /// Why there is none, where one was looked for.
    pub why_none: Option<String>,
}

/// Looks for a plan where one could decide or sharpen the answer: not after a NO, and not for questions about levers, whose
/// plans would have to be made anew for every value.
pub(super) fn look(task: &Task, earliest: &Earliest, bounded: &[Bounded], tell: &(dyn Fn(Progress) + Sync)) -> Looked {
    let c = task.campaign;
    let kind = c.question.kind;
    let target = c.question.target.0 * (1.0 - SHORT_OF);
    let possible = |b: &&Bounded| b.solved.is_some() && !b.point.cut_short && b.point.most_men > 0.5;
    let reaching = || bounded.iter().rev().filter(possible).filter(|b| b.point.most_men >= target);
    // The latest date leaves a plan the most time; where stocks run down, one with a higher ceiling may still do better.
    let highest = reaching().max_by(|a, b| a.point.most_men.total_cmp(&b.point.most_men));
    let mut tried: Vec<&Bounded> = match kind {
        QuestionKind::HowLittle | QuestionKind::WhatItTakes => Vec::new(),
        QuestionKind::HowMany | QuestionKind::HowFar => bounded.last().filter(possible).into_iter().collect(),
        QuestionKind::HowSoon => reaching().take(1).collect(),
        QuestionKind::CanItBeDone => reaching().take(1).chain(highest).collect(),
    };
    tried.dedup_by_key(|b| b.window.first);
    let enough = if kind == QuestionKind::HowMany { f64::INFINITY } else { c.question.target.0 };
    let men = |l: &Looked| l.plan.as_ref().map_or(0.0, |(p, _)| p.men);
    let mut looked = Looked::default();
    for date in tried {
        let found = on_date(task, earliest, date, enough, tell);
        if looked.plan.is_none() || men(&found) > men(&looked) {
            // Of two dates without a plan, what was said of the first stands.
            let said = looked.why_none.take().filter(|_| found.plan.is_none());
            looked = Looked { why_none: said.or(found.why_none), plan: found.plan };
        }
        if men(&looked) >= enough {
            break;
        }
    }
    if kind == QuestionKind::HowSoon {
        sooner(task, earliest, bounded, &mut looked, tell);
    }
    looked
}

fn on_date(task: &Task, earliest: &Earliest, b: &Bounded, enough: f64, tell: &(dyn Fn(Progress) + Sync)) -> Looked {
    let c = task.campaign;
    let none = |why: String| Looked { plan: None, why_none: Some(why) };
    // A plan lasts to the end of the span, also where that is within a period.
    let periods = (c.question.sustain.0 / c.question.period.0 - 1e-9).ceil().max(0.0) as Period;
    let window = Window { first: b.window.first, last: b.window.last.max(b.window.first + periods) };
    let (Some((program, solution)), Some(ctx)) = (&b.solved, Context::new(c, earliest, window)) else {
        return Looked::default();
    };
    let effort = Effort {
        backend: task.backend,
        limits: task.limits,
        rounds: ROUNDS,
        enough_men: enough,
        bound_men: b.point.most_men,
    };
    tell(Progress::Plan(format!("a plan for day {:.0}", b.point.day)));
    let on = |found: plan::Found| {
        tell(Progress::Plan(match (found.faults, found.missing > 0.0) {
            (Some(faults), _) => format!("replayed: {faults} faults to mend"),
            (None, true) => "a schedule that is not possible yet".into(),
            (None, false) => format!("a schedule with {} men", super::men(found.men)),
        }));
    };
    match plan::plan(&ctx, (program, &solution.x), &effort, &on) {
        Ok(planned) => Looked { plan: Some((describe(c, b, &planned), planned.orders)), why_none: None },
        Err(NoPlan::Unknown(what)) => {
            none(format!("plans do not know {} yet, which this workbook asks for", what.join(" and ")))
        }
        Err(NoPlan::NoRoute) => none("no single way to every place that must be held could be worked out".into()),
        Err(NoPlan::Short(words)) => none(words),
    }
}

/// Halves the time between the earliest date that is not ruled out and the earliest date with a plan.
fn sooner(
    task: &Task,
    earliest: &Earliest,
    bounded: &[Bounded],
    looked: &mut Looked,
    tell: &(dyn Fn(Progress) + Sync),
) {
    let c = task.campaign;
    let target = c.question.target.0;
    let first = |b: &&Bounded| b.point.most_men >= target * (1.0 - SHORT_OF);
    let Some(mut low) = bounded.iter().find(first).map(|b| b.window.first) else { return };
    for _ in 1..SOONER {
        let Some((best, _)) = looked.plan.as_ref().filter(|(p, _)| p.men >= target) else { return };
        let high = ((best.day / c.question.period.0).round() as Period).saturating_sub(1);
        if low >= high {
            return;
        }
        let middle = (low + high) / 2;
        let window = dates::window(c, middle);
        let Ok(b) = dates::bound(c, earliest, window, (task.backend, task.limits)) else { return };
        let found = on_date(task, earliest, &b, target, tell);
        if found.plan.as_ref().is_some_and(|(p, _)| p.men >= target) {
            *looked = found;
        } else {
            low = middle + 1;
        }
    }
}

fn describe(c: &Campaign, b: &Bounded, planned: &Planned) -> PlanFigure {
    let (o, run) = (&planned.orders, &planned.replay);
    PlanFigure {
        day: b.point.day,
        date: b.point.date.clone(),
        until_day: (o.periods * o.period_days) as f64,
        men: o.men,
        most_men: b.point.most_men,
        replayed: run.summary(),
        taken: taken(c, o),
        restored: restored(c, o),
        timeline: timeline(c, o, run),
    }
}

fn taken(c: &Campaign, o: &Orders) -> Vec<PlaceTaken> {
    let mut out: Vec<PlaceTaken> = Vec::new();
    for f in &o.follows {
        let name = |p: PlaceId| c.place(p).name.clone();
        let tonnes: f64 = f.tonnes.iter().sum();
        match out.iter_mut().find(|t| t.place == name(f.to) && t.day == f.day) {
            Some(known) => {
                known.men += f.men;
                known.tonnes += tonnes;
            }
            None => {
                let before = f.via.last().map_or(f.from, |(road, way)| way.along(c.road(*road).ends).0);
                let date = dates::calendar(c, Days(f.day));
                out.push(PlaceTaken { day: f.day, date, place: name(f.to), from: name(before), men: f.men, tonnes });
            }
        }
    }
    out.sort_by(|a, b| a.day.total_cmp(&b.day));
    out
}

fn restored(c: &Campaign, o: &Orders) -> Vec<LineRestored> {
    let mut out: Vec<LineRestored> = o
        .restorations
        .iter()
        .map(|r| {
            let line = c.line(r.line);
            let (a, b) = line.ends;
            LineRestored {
                from_day: r.from_day,
                to_day: r.to_day,
                date: dates::calendar(c, Days(r.to_day)),
                line: line.key.clone(),
                ends: format!("{} - {}", c.place(a).name, c.place(b).name),
            }
        })
        .collect();
    out.sort_by(|a, b| a.to_day.total_cmp(&b.to_day));
    out
}

fn timeline(c: &Campaign, o: &Orders, run: &Replay) -> Vec<PlanRow> {
    run.days
        .chunks(o.period_days.max(1))
        .filter_map(|days| {
            let last = days.last()?;
            let end = (last.day + 1) as f64;
            Some(PlanRow {
                day: end,
                date: dates::calendar(c, Days(end)),
                men: last.men,
                men_under_way: last.men_under_way,
                men_at_destination: last.men_at_destinations,
                men_engaged: days.iter().map(|d| d.engaged_man_days).sum::<f64>() / days.len() as f64,
                losses: days.iter().map(|d| d.losses).sum(),
                trains: days.iter().map(|d| d.trains as f64).sum(),
                stock_t: last.stock_t.iter().sum(),
            })
        })
        .collect()
}

/// The day of a plan, for "how soon".
pub(super) fn dated(p: &PlanFigure) -> Dated {
    Dated { day: p.day, date: p.date.clone() }
}
