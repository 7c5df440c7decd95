//! The pace of a plan: how soon each place of the route can be taken with what there is.
//!
//! The bound's program is solved once more, on the route alone, with a reward for clearing legs early. It knows what
//! ammunition, men and trucks allow, but not what lags and groupings cost; the search adds time for those.

use super::front::{BETWEEN_LEGS, cautious};
use super::lines::Wanted;
use super::schedule::{Dates, Route};
use crate::campaign::{Days, LineId};
use crate::formulation::{self, ColumnKey, Context, Earliest, Period};
use crate::solver::{self, Backend, Limits};

/// Dates of the route, and the lines worth restoring.
#[derive(Debug, Clone, PartialEq)]
pub struct Pace {
    pub dates: Dates,
    /// Thousand men that the relaxation sustains at this pace.
    pub men: f64,
    pub lines: Vec<Wanted>,
}

/// Reward for a leg cleared a period sooner, in thousand men: small against what the question counts.
const EARLY: f64 = 0.5;

/// What a leg costs at least, in the same measure: one that nobody defends is cleared early too.
const LEAST_COST: f64 = 0.05;

/// The soonest advance that brings the whole route into our hands by the end of period `by`. `None` where even the
/// relaxation can't.
pub fn pace(ctx: &Context, route: &Route, by: Period, how: (Backend, Limits)) -> Option<Pace> {
    let earliest = on_route(ctx, route);
    let mut program = formulation::build(ctx.c, &earliest, ctx.window)?;
    for (j, key) in program.columns.iter().enumerate() {
        if let ColumnKey::Cleared { leg, t } = key {
            match route.legs.iter().position(|l| l == leg) {
                // Legs that others hang on come first, so that the advance goes leg by leg.
                Some(i) => {
                    let cost = cautious(ctx, *leg, 0).map_or(1.0, |a| (a.days * a.men / 1e4).max(LEAST_COST));
                    program.lp.objective[j] = EARLY * route.hanging_on(ctx, i) as f64 * cost;
                    if *t >= by {
                        program.lp.lower[j] = 1.0;
                    }
                }
                None => program.lp.upper[j] = 0.0,
            }
        }
    }
    let x = solver::solve(&program.lp, how.0, &how.1).ok()?.x;
    if solver::worst_residual(&program.lp, &x).absolute > 1e-3 {
        return None;
    }
    let last = ctx.window.last;
    let first_time = |done: &dyn Fn(Period) -> bool| (0..=last).find(|t| done(*t));
    let taken: Vec<Period> = route
        .legs
        .iter()
        .map(|leg| {
            let cleared = |t| program.value(&x, ColumnKey::Cleared { leg: *leg, t }) >= 0.98;
            first_time(&cleared).unwrap_or(last)
        })
        .collect();
    let begin: Vec<Period> = route
        .legs
        .iter()
        .map(|leg| {
            let begun = |t| program.value(&x, ColumnKey::Cleared { leg: *leg, t }) >= 0.02;
            first_time(&begun).unwrap_or(last)
        })
        .collect();
    let lines = (0..ctx.c.lines.len())
        .map(LineId)
        .filter(|line| earliest.work[line.0].0 <= ctx.end(last))
        .filter_map(|line| {
            let restored = |t| match program.column(ColumnKey::Restored { line, t }) {
                Some(j) => x[j],
                None if t >= 1 => f64::from(earliest.train[line.0].0 <= ctx.end(t)),
                None => 0.0,
            };
            let half = first_time(&|t| restored(t) >= 0.5)?;
            // Among lines of one period, those that can be worked on first.
            Some(Wanted { line, rank: half as f64 + earliest.work[line.0].0 / 1e4 })
        })
        .collect();
    let dates = in_order(ctx, route, Dates { begin, taken });
    Some(Pace { dates, men: program.value(&x, ColumnKey::Sustained), lines })
}

/// Earliest dates with everything off the route left out.
fn on_route(ctx: &Context, route: &Route) -> Earliest {
    let mut earliest = ctx.earliest.clone();
    for place in ctx.place_ids() {
        if !ctx.given(place, ctx.window.last) && route.leg_into(ctx, place).is_none() {
            earliest.place[place.0] = Days(f64::INFINITY);
        }
    }
    for (e, line) in ctx.c.lines.iter().enumerate() {
        let (one, other) = line.ends;
        if earliest.place[one.0].0.max(earliest.place[other.0].0).is_infinite() {
            earliest.work[e] = Days(f64::INFINITY);
            earliest.train[e] = Days(f64::INFINITY);
        }
    }
    earliest
}

/// The period in which the last place of a route is taken at the soonest, by the rates of advance and the sheet Abreast alone.
/// One after the last there is where places wait for each other in a circle.
pub fn soonest(ctx: &Context, route: &Route) -> Period {
    let at_once = Dates { begin: vec![0; route.legs.len()], taken: vec![0; route.legs.len()] };
    let dates = in_order(ctx, route, at_once);
    let last = |dates: &Dates| dates.taken.iter().copied().max().unwrap_or(0);
    let settled = in_order(ctx, route, dates.clone()).taken == dates.taken;
    if settled { last(&dates) } else { last(&dates).max(ctx.window.last + 1) }
}

/// The same advance drawn out: what ended in period `from.0` ends in `from.1`, and all before it in proportion.
pub fn drawn_out(ctx: &Context, route: &Route, dates: &Dates, (from, to): (Period, Period)) -> Dates {
    let factor = (to + 1) as f64 / (from + 1) as f64;
    let taken: Vec<Period> =
        dates.taken.iter().map(|t| (((t + 1) as f64 * factor + 1e-9).floor() as Period).saturating_sub(1)).collect();
    // Work begins no sooner than it has to: a grouping that waits must be fed.
    let begin = (0..taken.len())
        .map(|leg| {
            let days = cautious(ctx, route.legs[leg], taken[leg]).map_or(0.0, |asked| asked.days);
            let needed = taken[leg].saturating_sub((days / ctx.days).ceil() as Period);
            // Those who took the place before are few; the period after, others have come up.
            let rested = route.before(ctx, leg).map_or(0, |before| taken[before] + 1);
            needed.max(dates.begin[leg]).max(rested).min(taken[leg])
        })
        .collect();
    in_order(ctx, route, Dates { begin, taken })
}

/// Puts dates right that the ways, the rates and the sheet Abreast rule out: no leg is begun before the one in front of
/// it is cleared, none is cleared before the days that it takes, and nobody runs ahead of his neighbour.
pub fn in_order(ctx: &Context, route: &Route, mut dates: Dates) -> Dates {
    // Every pass only makes dates later, and only as late as another one asks.
    for _ in 0..=route.legs.len() {
        dates = possible(ctx, route, dates);
        let before = dates.taken.clone();
        for pair in &ctx.c.abreast {
            let (Some(leg), Some(with)) = (route.leg_into(ctx, pair.place), route.leg_into(ctx, pair.with)) else {
                continue;
            };
            // Taken at the soonest when its period begins, the neighbour at the latest when his ends.
            let ahead = ((pair.most_ahead.0 / ctx.days).floor() as Period).saturating_sub(1);
            dates.taken[leg] = dates.taken[leg].max(before[with].saturating_sub(ahead));
        }
        if dates.taken == before {
            break;
        }
    }
    dates
}

fn possible(ctx: &Context, route: &Route, Dates { mut begin, mut taken }: Dates) -> Dates {
    // Day on which each leg can be cleared at the soonest.
    let mut day = vec![0.0f64; taken.len()];
    for leg in 0..route.legs.len() {
        let (from, _) = ctx.leg_ends(route.legs[leg]);
        let (ready, before) = match route.before(ctx, leg) {
            Some(b) => (day[b], taken[b]),
            None => (ctx.c.place(from).ours_from.map_or(0.0, |d| d.0), 0),
        };
        begin[leg] = begin[leg].max(before);
        let in_line = if ready > ctx.start(begin[leg]) { BETWEEN_LEGS } else { 0.0 };
        let mut at = ready.max(ctx.start(begin[leg])) + in_line;
        let mut t = (at / ctx.days + 1e-9).floor() as Period;
        let mut done = 0.0;
        // Step through the periods at the cautious rate.
        while done < 1.0 - 1e-9 && t <= ctx.window.last {
            if let Some(asked) = cautious(ctx, route.legs[leg], t) {
                let share = ((ctx.end(t) - at) / asked.days).min(1.0 - done);
                done += share;
                at += share * asked.days;
            }
            if done < 1.0 - 1e-9 {
                t += 1;
                at = ctx.start(t);
            }
        }
        taken[leg] = taken[leg].max(t).max(before);
        day[leg] = at.max(ctx.start(taken[leg]));
    }
    Dates { begin, taken }
}
