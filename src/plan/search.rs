//! The search for a plan: a schedule is tried, its program solved, and what is missing gives the next schedule. What a
//! replay finds wanting in the orders is kept in hand by the next program.

use std::cell::OnceCell;

use super::keys::{Column, Row};
use super::mend::{self, Mend};
use super::pace::{self, Pace};
use super::schedule::{Dates, Route, Schedule};
use super::trouble::Trouble;
use super::{Effort, Found, NoPlan, Planned, Planner, Program, Reserves, covers, lines, route, write};
use crate::formulation::Context;
use crate::orders::Orders;
use crate::replay::replay;
use crate::solver::{self, Basis, Resolver};

/// A plan this close to the bound is not looked for any further, as a share of the bound.
const NEAR: f64 = 0.05;

/// Where so many men are enough, the plan looks for a little more, as a factor: men are counted whole and every day.
const ENOUGH: f64 = 1.002;

/// Thousand men beyond any pool: where the most are looked for, none are enough.
const NO_LIMIT: f64 = 1e9;

/// Looks for a plan for the window of a context, from the solution of the bound's program for it.
///
/// # Errors
/// Says why there is none: something that plans don't know, or what was missing in the schedule that came closest.
pub fn plan(
    ctx: &Context,
    (program, x): (&crate::formulation::Program, &[f64]),
    effort: &Effort,
    tell: &(dyn Fn(Found) + Sync),
) -> Result<Planned, NoPlan> {
    covers::check(ctx.c)?;
    let enough = if effort.enough_men.is_finite() { effort.enough_men } else { (1.0 - NEAR) * effort.bound_men };
    let mut routes: Vec<Route> = Vec::new();
    let (mut best, mut nearest): (Option<Planned>, Option<(Trouble, Route)>) = (None, None);
    let long = route::in_long_steps(ctx);
    let long = long.as_ref().and_then(|(c, window)| Context::new(c, ctx.earliest, *window));
    let guide = long.as_ref().unwrap_or(ctx);
    // The relaxation with legs that lead back is solved only where no route without them will do.
    let guides: [OnceCell<_>; 2] = Default::default();
    for choice in route::CHOICES {
        let guided = &guides[usize::from(choice.back)];
        let found = match guided.get_or_init(|| route::relaxation(guide, choice.back, effort.how())) {
            Some((program, x)) => route::from_bound(guide, program, x, choice),
            None => route::from_bound(ctx, program, x, choice),
        };
        let Some(route) = found.filter(|r| !routes.contains(r)) else { continue };
        routes.push(route.clone());
        let soonest = pace::soonest(ctx, &route);
        if soonest > ctx.window.first {
            // A way that neighbours keep waiting in a circle, or a way too long.
            nearest.get_or_insert((Trouble::late(ctx.end(soonest)), route));
            continue;
        }
        let Some(pace) = pace::pace(ctx, &route, ctx.window.first, effort.how()) else { continue };
        let enough_k = (effort.enough_men / 1000.0 * ENOUGH).min(NO_LIMIT);
        let search = Search { ctx, route: &route, pace: &pace, effort, enough: enough_k, tell };
        search.all(&mut best, &mut nearest, enough);
        // Each route costs as much as the first: one along which a schedule could be worked out at all is the last.
        if best.is_some() || nearest.as_ref().is_some_and(|(trouble, _)| !trouble.unsolved && trouble.late.is_none()) {
            break;
        }
    }
    match (best, nearest) {
        (Some(best), _) => Ok(best),
        (None, Some((trouble, route))) => Err(NoPlan::Short(trouble.words(ctx, &route))),
        (None, None) => Err(NoPlan::NoRoute),
    }
}

/// One search.
struct Search<'a> {
    ctx: &'a Context<'a>,
    route: &'a Route,
    pace: &'a Pace,
    effort: &'a Effort,
    /// Thousand men that are enough.
    enough: f64,
    tell: &'a (dyn Fn(Found) + Sync),
}

/// From where a program is solved.
enum Begin<'a> {
    /// From nothing, to wherever the solver ends: enough to see whether a schedule will do.
    Nothing,
    /// From nothing to a corner, from which others can go on. The way to the corner may take longer than all before it.
    NothingToACorner,
    /// From the corner of a program like it.
    Corner(&'a Basis),
}

/// A schedule's program, solved.
struct Attempt {
    orders: Orders,
    trouble: Trouble,
    /// The corner of the program, where the solver knows corners: with a few more reserves the next one is not far.
    corner: Option<Basis>,
}

impl Search<'_> {
    /// From every schedule to begin with, until there are men enough: keeps the best plan, and what came nearest to one.
    fn all(&self, best: &mut Option<Planned>, nearest: &mut Option<(Trouble, Route)>, enough: f64) {
        for dates in self.starts() {
            match self.from(dates) {
                Ok(planned) => {
                    if best.as_ref().is_none_or(|b| planned.orders.men > b.orders.men) {
                        *best = Some(planned);
                    }
                }
                Err(trouble) => {
                    if nearest.as_ref().is_none_or(|(n, _)| trouble.weight() < n.weight()) {
                        *nearest = Some((trouble, self.route.clone()));
                    }
                }
            }
            if best.as_ref().is_some_and(|b| b.orders.men >= enough) {
                break;
            }
        }
    }

    /// Schedules to begin with: the advance of the relaxation drawn out over the time that there is, and at paces between.
    fn starts(&self) -> Vec<Dates> {
        let dates = &self.pace.dates;
        let soonest = self.last_taken(dates);
        let latest = self.ctx.window.first.saturating_sub(1).max(soonest);
        let mut ends = vec![soonest + (latest - soonest) * 3 / 4, (soonest + latest) / 2, latest, soonest];
        ends.dedup();
        ends.into_iter().map(|end| pace::drawn_out(self.ctx, self.route, dates, (soonest, end))).collect()
    }

    /// Period in which the last place that must be held is taken.
    fn last_taken(&self, dates: &Dates) -> usize {
        dates.taken.iter().copied().max().unwrap_or(0)
    }

    /// Follows one schedule until it holds or no time is left to mend it.
    fn from(&self, mut dates: Dates) -> Result<Planned, Trouble> {
        let mut nearest: Option<Trouble> = None;
        for _ in 0..self.effort.rounds {
            let last = self.last_taken(&dates);
            if last > self.ctx.window.first {
                return Err(nearest.unwrap_or_else(|| Trouble::late(self.ctx.end(last))));
            }
            let schedule = self.schedule(&dates);
            let Some(attempt) = self.attempt(&schedule, &Reserves::default(), Begin::Nothing) else {
                return Err(nearest.unwrap_or_else(Trouble::unsolved));
            };
            (self.tell)(Found { men: attempt.orders.men, missing: attempt.trouble.weight(), faults: None });
            if attempt.trouble.is_none() {
                match self.replayed(&schedule, self.ampler(&schedule, attempt)) {
                    Ok(planned) => return Ok(planned),
                    Err(trouble) => {
                        nearest = Some(trouble);
                        break;
                    }
                }
            }
            let later = attempt.trouble.delayed(self.ctx, &schedule, &dates);
            if nearest.as_ref().is_none_or(|n| attempt.trouble.weight() < n.weight()) {
                nearest = Some(attempt.trouble);
            }
            dates = later;
        }
        Err(nearest.unwrap_or_default())
    }

    fn schedule(&self, dates: &Dates) -> Schedule {
        let mut schedule = Schedule::new(self.ctx, self.route.clone(), dates.clone());
        lines::restore(self.ctx, &mut schedule, &self.pace.lines);
        schedule
    }

    fn attempt(&self, schedule: &Schedule, reserves: &Reserves, from: Begin) -> Option<Attempt> {
        let planner = Planner::new(self.ctx, schedule, (reserves, self.enough));
        let program: Program<Column, Row> = planner.build();
        debug_assert!(program.orphans.is_empty(), "terms for rows that nobody declared: {:?}", program.orphans);
        let (backend, limits) = self.effort.how();
        let (x, corner) = match from {
            Begin::Corner(near) => {
                let (solution, corner) = solver::solve_from(&program.lp, near, (backend, &limits)).ok()?;
                (solution.x, corner)
            }
            Begin::Nothing => (solver::solve(&program.lp, backend, &limits).ok()?.x, None),
            Begin::NothingToACorner => {
                let mut resolver = Resolver::new(program.lp.clone(), backend, limits);
                (resolver.solve().ok()?.x, resolver.basis())
            }
        };
        let trouble = Trouble::of(schedule, &program, &x);
        Some(Attempt { orders: write::orders(&planner, &program, &x), trouble, corner })
    }

    /// The same schedule with more left over everywhere, where a number of men is enough and the schedule bears it: the replay then
    /// finds less to mend.
    fn ampler(&self, schedule: &Schedule, close: Attempt) -> (Reserves, Attempt) {
        let ample = Some(Reserves::ample()).filter(|_| self.effort.enough_men.is_finite());
        let solved = ample.and_then(|ample| Some((self.attempt(schedule, &ample, Begin::NothingToACorner)?, ample)));
        match solved.filter(|(attempt, _)| attempt.trouble.is_none()) {
            Some((attempt, ample)) => (ample, attempt),
            None => (Reserves::default(), close),
        }
    }

    /// Carries orders out, and mends them as long as that helps.
    fn replayed(&self, schedule: &Schedule, first: (Reserves, Attempt)) -> Result<Planned, Trouble> {
        let (mut reserves, mut attempt) = first;
        let mut trouble = Trouble::default();
        for _ in 0..self.effort.rounds {
            let orders = std::mem::take(&mut attempt.orders);
            let replay = replay(self.ctx.c, &orders);
            let men = orders.men;
            (self.tell)(Found { men, missing: 0.0, faults: Some(replay.faults.len()) });
            trouble.faults = replay.faults.iter().map(|f| f.words.clone()).collect();
            match mend::mend(self.ctx, orders, replay, &mut reserves) {
                Mend::Holds(planned) => return Ok(*planned),
                Mend::Again => {}
                Mend::Hopeless => break,
            }
            let from = attempt.corner.as_ref().map_or(Begin::NothingToACorner, Begin::Corner);
            match self.attempt(schedule, &reserves, from) {
                Some(next) if next.trouble.is_none() => attempt = next,
                Some(next) => return Err(next.trouble),
                None => break,
            }
        }
        Err(trouble)
    }
}
