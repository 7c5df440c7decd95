//! Which dates are computed, and the bound for each.

use rayon::prelude::*;

use super::starts::Starts;
use super::types::CurvePoint;
use crate::campaign::{Campaign, Days};
use crate::formulation::{self, ColumnKey, Earliest, Period, Program, Window};
use crate::solver::{self, Backend, Bound, Limits, Solution, SolveError, Status, certificate};

/// Prices are shortened as long as the bound rises by no more than this share of it: half a man in two million.
pub(super) const FOR_SHORT_PRICES: f64 = 2.5e-7;

/// The certified bound for one date, with what is needed to explain it.
pub struct Bounded {
    pub point: CurvePoint,
    pub window: Window,
    /// Program and solution; `None` where earliest dates alone rule the date out.
    pub solved: Option<(Program, Solution)>,
    /// The row prices that prove the bound, shortened; empty where there is no program.
    pub prices: Vec<f64>,
}

/// The periods whose ends are looked at: the men must stand at the destination at the end of `first` and at every
/// later period's end within the span asked for.
pub fn window(c: &Campaign, first: Period) -> Window {
    let q = &c.question;
    Window { first, last: first + (q.sustain.0 / q.period.0 + 1e-9).floor() as Period }
}

/// Every date on which the span can begin: period ends from which the span fits into the horizon.
pub fn all(c: &Campaign) -> Vec<Period> {
    let q = &c.question;
    (0..).take_while(|first| (window(c, *first).last + 1) as f64 * q.period.0 <= q.horizon.0 + 1e-9).collect()
}

/// The date that questions about one date look at: the last period end up to the day named, or the last date there is.
pub fn on_day(c: &Campaign) -> Option<Period> {
    let all = all(c);
    let on = c.question.on_day.map_or(f64::INFINITY, |d| d.0);
    all.iter().rev().copied().find(|t| day(c, *t).0 <= on + 1e-9).or(all.first().copied())
}

/// Day of a period's end.
pub fn day(c: &Campaign, t: Period) -> Days {
    Days((t + 1) as f64 * c.question.period.0)
}

/// ISO date of a day, where the start date is one.
pub fn calendar(c: &Campaign, day: Days) -> String {
    let start = c.question.start_date.parse::<jiff::civil::Date>();
    let span = jiff::Span::new().days(day.0.round() as i64);
    start.and_then(|s| s.checked_add(span)).map(|d| d.to_string()).unwrap_or_default()
}

/// Whether the earliest dates alone allow every place that must be held to be held by then, and some place that counts.
pub fn is_early_enough(c: &Campaign, earliest: &Earliest, first: Period) -> bool {
    let by = day(c, first);
    let reached = |p: crate::campaign::PlaceId| earliest.place[p.0] <= by;
    c.destinations.iter().filter(|d| d.must_hold).all(|d| reached(d.place))
        && c.destinations.iter().any(|d| d.counts && reached(d.place))
}

/// At most `count` of the dates: the last, and the others spread evenly from the first that is not ruled out at once.
pub fn spread(dates: &[Period], count: usize) -> Vec<Period> {
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else { return Vec::new() };
    let steps = count.max(1) - 1;
    let mut out: Vec<Period> = (0..=steps)
        .map(|i| {
            if steps == 0 { *last } else { first + ((last - first) as f64 * i as f64 / steps as f64).round() as usize }
        })
        .collect();
    out.dedup();
    out
}

/// A bound in men: rounded outward, and nobody where it is below 0.
pub fn most_men(bound: &Bound) -> f64 {
    (bound.value * 1000.0).next_up().max(0.0)
}

/// Computes the bound for each date, in parallel; `done` is told after each.
///
/// # Errors
/// The first date for which the solver has nothing to offer.
pub fn bounds(
    c: &Campaign,
    earliest: &Earliest,
    dates: &[Period],
    (how, starts): ((Backend, Limits), Option<&Starts>),
    done: &(dyn Fn(&CurvePoint) + Sync),
) -> Result<Vec<Bounded>, SolveError> {
    // Latest dates first: they take longest.
    let mut order: Vec<Period> = dates.to_vec();
    order.sort_unstable_by(|a, b| b.cmp(a));
    let mut all = order
        .into_par_iter()
        .with_max_len(1)
        .map(|first| {
            let bounded = bound_from((c, earliest), window(c, first), how, starts)?;
            done(&bounded.point);
            Ok(bounded)
        })
        .collect::<Result<Vec<_>, SolveError>>()?;
    all.sort_by_key(|b| b.window.first);
    Ok(all)
}

/// A date on which nobody can stand there.
pub fn nothing(c: &Campaign, first: Period) -> CurvePoint {
    let on = day(c, first);
    CurvePoint {
        day: on.0,
        date: calendar(c, on),
        most_men: 0.0,
        can_be_held: false,
        solver_men: 0.0,
        cut_short: false,
        columns: 0,
        rows: 0,
        residual: 0.0,
        seconds: 0.0,
    }
}

/// The bound for one date.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn bound(c: &Campaign, earliest: &Earliest, window: Window, how: (Backend, Limits)) -> Result<Bounded, SolveError> {
    bound_from((c, earliest), window, how, None)
}

/// The same, from the corners of campaigns like it where there are any.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn bound_from(
    (c, earliest): (&Campaign, &Earliest),
    window: Window,
    how: (Backend, Limits),
    starts: Option<&Starts>,
) -> Result<Bounded, SolveError> {
    let first = window.first;
    let mut point = nothing(c, first);
    if !is_early_enough(c, earliest, first) {
        return Ok(Bounded { point, window, solved: None, prices: Vec::new() });
    }
    let program = formulation::build(c, earliest, window)
        .ok_or_else(|| SolveError("the campaign has no posture 'quiet'".into()))?;
    let solution = match starts.and_then(|s| s.solve(&program, window, (how.0, &how.1))) {
        Some((solution, _)) => solution,
        None => solver::solve(&program.lp, how.0, &how.1)?,
    };
    let allowance = solver::safe_bound(&program.lp, &solution.y).value.abs() * FOR_SHORT_PRICES;
    let prices = certificate::trimmed(&program.lp, &solution.y, allowance);
    let certified = solver::safe_bound(&program.lp, &prices);
    let value = program.lp.value(&solution.x);
    point.most_men = most_men(&certified);
    point.cut_short = solution.status == Status::Stopped;
    // The point of a solve that was cut short says nothing; only the bound does.
    point.can_be_held = if point.cut_short { certified.value >= 0.0 } else { all_held(&program, &solution) };
    point.solver_men = (value * 1000.0).max(0.0);
    point.columns = program.lp.columns();
    point.rows = program.lp.rows();
    point.residual = solver::worst_residual(&program.lp, &solution.x).absolute;
    point.seconds = solution.seconds;
    Ok(Bounded { point, window, solved: Some((program, solution)), prices })
}

/// The same men with as little movement as possible: among the many schedules that reach the bound this one reads
/// sensibly (no supplies driven in circles). Gives back the old point where the solver has nothing better.
pub fn tidy(
    (c, earliest): (&Campaign, &Earliest),
    program: &Program,
    best: &Solution,
    how: (Backend, Limits),
) -> Vec<f64> {
    let mut lp = program.lp.clone();
    let last =
        program.columns.iter().filter_map(|k| if let ColumnKey::ManDays { t } = k { Some(*t) } else { None }).max();
    let last = last.unwrap_or(0);
    for (j, key) in program.columns.iter().enumerate() {
        lp.objective[j] = -match *key {
            // Among equals, the schedule that keeps men forward and clears the way early reads like a campaign.
            ColumnKey::Men { place, .. } => -0.05 * (1.0 + earliest.place[place.0].0.min(1000.0) / 50.0),
            ColumnKey::Cleared { .. } => -20.0,
            ColumnKey::March { road, .. } | ColumnKey::MarchAhead { road, .. } => 1e-4 * c.road(road).length.0,
            ColumnKey::RailMen { line, .. } | ColumnKey::RailMenAhead { line, .. } => 1e-4 * c.line(line).length.0,
            ColumnKey::RailFreight { line, .. } => 1e-3 * c.line(line).length.0,
            ColumnKey::Trucked { road, .. } => 5e-3 * c.road(road).length.0,
            ColumnKey::Shipped { link, .. } => 1e-3 * c.sea_links[link.0].length.0,
            ColumnKey::TruckLoad { .. } | ColumnKey::YardLoad { .. } => 1e-2,
            ColumnKey::Arrived { .. } => 1e-3,
            // Brigades that have nothing better to do restore what they can.
            ColumnKey::Restored { .. } => -1e-3,
            _ => 0.0,
        };
        let value = best.x[j];
        match *key {
            ColumnKey::Sustained => lp.lower[j] = (value * (1.0 - 1e-4)).clamp(lp.lower[j], lp.upper[j]),
            ColumnKey::NotHeld { .. } => lp.upper[j] = (value + 1e-6).clamp(lp.lower[j], lp.upper[j]),
            // No leg is cleared that the bound does not clear.
            ColumnKey::Cleared { leg, .. } => {
                let in_the_end = program.value(&best.x, ColumnKey::Cleared { leg, t: last });
                if in_the_end < 0.2 {
                    lp.upper[j] = (in_the_end + 1e-6).min(lp.upper[j]);
                }
            }
            _ => {}
        }
    }
    match solver::solve(&lp, how.0, &how.1) {
        Ok(s) if solver::worst_residual(&lp, &s.x).absolute < 1e-3 => s.x,
        _ => best.x.clone(),
    }
}

/// Whether the solver's point holds every place that must be held.
pub fn all_held(program: &Program, solution: &Solution) -> bool {
    let not_held = |k: &ColumnKey| matches!(k, ColumnKey::NotHeld { .. });
    program.columns.iter().zip(&solution.x).all(|(k, x)| !not_held(k) || *x < 1e-3)
}
