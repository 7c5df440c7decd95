//! What a changed number costs: a fresh solve against a restart from the last basis ([`Resolver`]).
//!
//! `cargo bench --profile dev --all-features --bench reuse`. The baseline is a fresh solve of the same changed program
//! in the same run. `RAILHEAD_BENCH_PERIODS` are the days in a period (default `30,10`). The campaign is the frozen one.

#[allow(dead_code)]
mod naive;

use std::time::Instant;

use railhead::answer::dates;
use railhead::campaign::Days;
use railhead::formulation::{self, Earliest, Program, RowKey};
use railhead::solver::{self, Backend, Limits, Resolver, Sides};

/// A change: its name, the rows it touches, what their right-hand sides are multiplied by.
type Change = (&'static str, fn(&RowKey) -> bool, f64);

const CHANGES: [Change; 5] = [
    ("half the railway brigades", |k| matches!(k, RowKey::Brigades { .. }), 0.5),
    ("2 % more trucks", |k| matches!(k, RowKey::TruckFleet { .. }), 1.02),
    ("10 % fewer trucks", |k| matches!(k, RowKey::TruckFleet { .. }), 0.9),
    ("5 % fewer replacements", |k| matches!(k, RowKey::ReplacementStream { .. }), 0.95),
    ("30 % less rolling stock", |k| matches!(k, RowKey::RollingStock { .. }), 0.7),
];

fn main() {
    let periods = std::env::var("RAILHEAD_BENCH_PERIODS").unwrap_or_else(|_| "30,10".into());
    for days in periods.split(',') {
        one_period(days.trim().parse().expect("RAILHEAD_BENCH_PERIODS are numbers of days"));
    }
}

fn one_period(days: f64) {
    let mut c = naive::frozen(days);
    c.question.sustain = Days(c.question.sustain.0.max(days));
    let last = *dates::all(&c).last().expect("a date");
    let program = formulation::build(&c, &Earliest::of(&c), dates::window(&c, last)).expect("a quiet posture");
    let backend = *Backend::available().first().expect("a solver");
    let mut resolver = Resolver::new(program.lp.clone(), backend, Limits::default());
    let (first, _) = timed(&mut resolver);
    println!("\nPeriods of {days} days: {} columns, {} rows.\n", program.lp.columns(), program.lp.rows());
    println!("| change | fresh / restart | fresh, s | restart, s | thousand men |\n|---|---|---|---|---|");
    for change in &CHANGES {
        alter(&mut resolver, &program, change);
        let (again, men) = timed(&mut resolver);
        let started = Instant::now();
        solver::solve(resolver.lp(), backend, &Limits::default()).expect("a solution");
        let fresh = started.elapsed().as_secs_f64();
        println!("| {} | {:.1} | {fresh:.2} | {again:.2} | {men:.3} |", change.0, fresh / again);
        // Back to the campaign as it is.
        alter(&mut resolver, &program, &(change.0, change.1, 1.0));
        timed(&mut resolver);
    }
    println!("\nThe first solve, with presolve and crossover, took {first:.2} s.");
}

fn alter(resolver: &mut Resolver, program: &Program, (_, touches, by): &Change) {
    for (i, key) in program.rows.iter().enumerate() {
        if let (true, Sides::AtMost(b)) = (touches(key), program.lp.sides[i]) {
            resolver.set_sides(i, Sides::AtMost(b * by));
        }
    }
}

fn timed(resolver: &mut Resolver) -> (f64, f64) {
    let started = Instant::now();
    let solution = resolver.solve().expect("a solution");
    (started.elapsed().as_secs_f64(), resolver.lp().value(&solution.x))
}
