//! The search for a plan: schedules are tried from the outside, each solved, carried out, and mended.

use super::keys::{Column, Row};
use super::schedule::{Route, Schedule};
use super::{Planner, Program, Reserves, lines, pace, route, write};
use crate::formulation::{Context, Period};
use crate::orders::Orders;
use crate::solver::{self, Backend, Limits};

/// A linear program solved for one schedule.
pub struct Attempt {
    pub program: Program<Column, Row>,
    pub x: Vec<f64>,
    /// Legs that can't be cleared in time, with the share that is missing.
    pub short: Vec<(usize, f64)>,
    pub men: f64,
    pub seconds: f64,
}

pub fn attempt(
    ctx: &Context,
    schedule: &Schedule,
    reserves: &Reserves,
    how: (Backend, Limits),
) -> Option<(Attempt, Orders)> {
    let planner = Planner::new(ctx, schedule, reserves);
    let program = planner.build();
    if !program.orphans.is_empty() {
        eprintln!("orphans {:?}", &program.orphans[..program.orphans.len().min(20)]);
    }
    eprintln!("cols {} rows {} nnz {}", program.lp.columns(), program.lp.rows(), program.lp.entry_value.len());
    let solution = match solver::solve(&program.lp, how.0, &how.1) {
        Ok(s) => s,
        Err(e) => {
            eprintln!("{e}");
            return None;
        }
    };
    let x = solution.x;
    let short: Vec<(usize, f64)> = (0..schedule.route.legs.len())
        .map(|leg| (leg, program.value(&x, Column::Short { leg })))
        .filter(|(_, share)| *share > 1e-5)
        .collect();
    for (k, v) in program.columns.iter().zip(&x) {
        if let Column::Absent { place, t } = k
            && *v > 1e-3
        {
            eprintln!("absent {} {t} {v}", ctx.c.place(*place).key);
        }
    }
    let men = program.value(&x, Column::Sustained) * 1000.0;
    let orders = write::orders(&planner, &program, &x);
    Some((Attempt { program, x, short, men, seconds: solution.seconds }, orders))
}

pub fn trial(ctx: &Context, program: &crate::formulation::Program, x: &[f64], how: (Backend, Limits)) {
    let t0 = std::time::Instant::now();
    let Some(route) = route::from_bound(ctx, program, x) else {
        eprintln!("no route");
        return;
    };
    let c5 = {
        let mut c = ctx.c.clone();
        let d: f64 = std::env::var("DPLAN").ok().and_then(|v| v.parse().ok()).unwrap_or(5.0);
        c.question.period = crate::campaign::Days(d);
        c
    };
    let earliest = crate::formulation::Earliest::of(&c5);
    let ctx = &Context::new(
        &c5,
        &earliest,
        crate::formulation::Window {
            first: (ctx.end(ctx.window.first) / c5.question.period.0).round() as usize - 1,
            last: (ctx.end(ctx.window.last) / c5.question.period.0).round() as usize - 1,
        },
    )
    .unwrap();
    for slack in std::env::var("SLACK").unwrap().split(',').map(|v| v.parse::<usize>().unwrap()) {
        let Some(pace) = pace::pace(ctx, &route, ctx.window.first - slack, how) else {
            eprintln!("no pace");
            continue;
        };
        for shift in std::env::var("SHIFT").unwrap().split(',').map(|v| v.parse::<usize>().unwrap()) {
            eprintln!("== slack {slack} shift {shift} pace men {} {:?}", pace.men, t0.elapsed());
            let begin: Vec<Period> = pace.begin.iter().map(|t| t + shift).collect();
            let taken: Vec<Period> = pace.taken.iter().map(|t| t + shift).collect();
            let (begin, taken) = pace::in_order(ctx, &route, (begin, taken));
            for leg in 0..route.legs.len() {
                eprint!("{} {}-{}; ", ctx.c.place(ctx.leg_ends(route.legs[leg]).1).key, begin[leg], taken[leg]);
            }
            eprintln!();
            if taken.iter().any(|t| *t > ctx.window.first) {
                eprintln!("too late");
                continue;
            }
            let mut schedule = Schedule::new(ctx, route.clone(), (begin, taken));
            lines::restore(ctx, &mut schedule, &pace.lines);
            if std::env::var("LINES").is_ok() {
                for w in &pace.lines {
                    let l = ctx.c.line(w.line);
                    let r = schedule.restorations.iter().find(|r| r.line == w.line);
                    eprintln!(
                        "{} {}-{} g{} cap {} pace {:.2} work {:?} open {:?}",
                        l.key,
                        ctx.c.place(l.ends.0).key,
                        ctx.c.place(l.ends.1).key,
                        l.gauge_mm,
                        l.capacity.base,
                        w.rank,
                        r.map(|r| (r.from_day, r.to_day)),
                        schedule.lines[w.line.0]
                    );
                }
            }
            let Some((a, _)) = attempt(ctx, &schedule, &Reserves::default(), how) else { continue };
            eprintln!("men {} short {:?} in {:.1} s, all {:?}", a.men, a.short, a.seconds, t0.elapsed());
        }
    }
}
#[allow(unused)]
fn _unused(_: &Route) {}
