//! Which line is restored when: the brigades take up the next line on the list that is ready for them.

use super::schedule::Schedule;
use crate::campaign::LineId;
use crate::formulation::Context;
use crate::formulation::earliest::{restoration_days, track_days};
use crate::orders::Restoration;

/// A line that the plan wants, and how much it wants it: the smaller, the sooner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    pub line: LineId,
    pub rank: f64,
}

/// Fills in restorations and the periods from which lines work. Work begins when both ends are ours and brigades are
/// free; bridges go on after the track's brigades have left.
pub fn restore(ctx: &Context, schedule: &mut Schedule, wanted: &[Wanted]) {
    let c = ctx.c;
    let end = ctx.end(ctx.window.last);
    let teams =
        (c.factors.railway_brigades.estimate.base / c.factors.brigades_per_line.estimate.base + 1e-9).floor() as usize;
    // Day on which each team is free.
    let mut free = vec![0.0f64; teams];
    let ready = |s: &Schedule, line: LineId| {
        let (one, other) = c.line(line).ends;
        let day = s.ours_from(ctx, one)?.0.max(s.ours_from(ctx, other)?.0);
        Some(day.max(0.0))
    };
    let opens = |day: f64| (day / ctx.days - 1e-9).ceil().max(0.0) as usize;
    let mut waiting: Vec<(Wanted, f64)> = Vec::new();
    for w in wanted {
        let Some(day) = ready(schedule, w.line) else { continue };
        let usable = c.line(w.line).usable_from.map_or(0.0, |d| d.0);
        if restoration_days(c, w.line).0 <= 0.0 {
            schedule.lines[w.line.0] = Some(opens(day.max(usable)));
        } else if track_days(c, w.line).0 <= 0.0 {
            // Only bridges, which ask for no brigades here (see `covers`).
            let to_day = day + restoration_days(c, w.line).0;
            schedule.restorations.push(Restoration { line: w.line, from_day: day, to_day });
            schedule.lines[w.line.0] = Some(opens(to_day.max(usable)));
        } else {
            waiting.push((*w, day));
        }
    }
    while !waiting.is_empty() && !free.is_empty() {
        let team = (0..free.len()).min_by(|a, b| free[*a].total_cmp(&free[*b])).unwrap_or(0);
        // The first day on which this team has something to do; of what is ready then, the most wanted.
        let soonest = waiting.iter().map(|(_, day)| day.max(free[team])).fold(f64::INFINITY, f64::min);
        let Some(i) = (0..waiting.len())
            .filter(|i| waiting[*i].1.max(free[team]) <= soonest + 1e-9)
            .min_by(|a, b| waiting[*a].0.rank.total_cmp(&waiting[*b].0.rank))
        else {
            break;
        };
        let (w, _) = waiting.remove(i);
        let to_day = soonest + restoration_days(c, w.line).0;
        free[team] = soonest + track_days(c, w.line).0;
        if to_day >= end {
            continue;
        }
        schedule.restorations.push(Restoration { line: w.line, from_day: soonest, to_day });
        let usable = c.line(w.line).usable_from.map_or(0.0, |d| d.0);
        schedule.lines[w.line.0] = Some(opens(to_day.max(usable)));
    }
    for open in schedule.lines.iter_mut() {
        *open = open.filter(|t| *t <= ctx.window.last);
    }
}
