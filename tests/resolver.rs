//! Re-solving from the last basis gives what solving afresh gives, and proves it.

mod common;

use std::time::Instant;

use railhead::answer::dates;
use railhead::campaign::Days;
use railhead::formulation::{self, ColumnKey, Earliest, Program, RowKey};
use railhead::solver::{self, Backend, Limits, Lp, Resolver, Sides};
use railhead::tables;

/// The last date of the shipped campaign in periods of thirty days.
fn coarse() -> Program {
    let mut c = tables::read(&common::vistula_rhine()).campaign.expect("the shipped campaign");
    c.question.period = Days(30.0);
    c.question.sustain = Days(30.0);
    let last = *dates::all(&c).last().expect("a date");
    formulation::build(&c, &Earliest::of(&c), dates::window(&c, last)).expect("a quiet posture")
}

/// Value and proved bound of the program as it stands, solved afresh.
fn cold(lp: &Lp, backend: Backend) -> f64 {
    let solution = solver::solve(lp, backend, &Limits::default()).expect("a solution");
    lp.value(&solution.x)
}

/// Solves both ways; gives the seconds of the restart.
fn same(resolver: &mut Resolver, backend: Backend, what: &str) -> f64 {
    let started = Instant::now();
    let hot = resolver.solve().expect("a solution");
    let seconds = started.elapsed().as_secs_f64();
    let lp = resolver.lp().clone();
    let (value, bound) = (lp.value(&hot.x), solver::safe_bound(&lp, &hot.y).value);
    let afresh = cold(&lp, backend);
    println!("{what}: {value} in {seconds:.2} s, proved {bound}, afresh {afresh}");
    assert!((value - afresh).abs() <= 1e-6 * afresh.abs(), "{what}: {value} against {afresh}");
    assert!(bound >= value * (1.0 - 1e-12) && bound - value <= 1e-6 * value.abs(), "{what}: {bound} against {value}");
    assert!(solver::worst_residual(&lp, &hot.x).relative < 1e-6, "{what}");
    seconds
}

/// Right-hand sides (fewer replacements, then as before), bounds (more supplies) and the objective (men counted by the
/// hundred) change one after the other.
#[test]
fn restarts_equal_fresh_solves() {
    let backend = *Backend::available().first().expect("a solver");
    let program = coarse();
    let mut resolver = Resolver::new(program.lp.clone(), backend, Limits::default());
    let first = same(&mut resolver, backend, "as it stands");
    let scale = |resolver: &mut Resolver, by: f64| {
        for (i, key) in program.rows.iter().enumerate() {
            if let (RowKey::ReplacementStream { .. }, Sides::AtMost(b)) = (key, program.lp.sides[i]) {
                resolver.set_sides(i, Sides::AtMost(b * by));
            }
        }
    };
    scale(&mut resolver, 0.95);
    let fewer = same(&mut resolver, backend, "fewer replacements");
    if backend == Backend::Highs {
        // Measured: a hundredth. A fifth leaves room for a busy machine.
        assert!(fewer < first / 5.0, "a small change should cost little: {fewer} s after {first} s");
    }
    scale(&mut resolver, 1.0);
    same(&mut resolver, backend, "replacements as before");
    for (j, key) in program.columns.iter().enumerate() {
        if let ColumnKey::Arrived { .. } = key {
            resolver.set_bounds(j, 0.0, program.lp.upper[j] * 1.02);
        }
    }
    same(&mut resolver, backend, "more supplies");
    for j in 0..program.lp.columns() {
        resolver.set_objective(j, program.lp.objective[j] * 10.0);
    }
    same(&mut resolver, backend, "men by the hundred");
}

/// A small program by hand: max 3a + 2b, a + b <= 4, a + 3b <= 6, a <= 3: 11 at (3, 1). With a + b <= 3.5 instead:
/// (3, 0.5), 10. With a <= 2 besides: (2, 4/3), 26/3. With nothing paid for a: b = 2, 4.
#[test]
fn small_changes_by_hand() {
    for backend in Backend::available() {
        let mut b = solver::LpBuilder::default();
        let (x, y) = (b.column(0.0, 3.0), b.column(0.0, 10.0));
        for (side, of_y) in [(4.0, 1.0), (6.0, 3.0)] {
            let row = b.row(Sides::AtMost(side));
            b.term(row, x, 1.0);
            b.term(row, y, of_y);
        }
        b.set_objective(x, 3.0);
        b.set_objective(y, 2.0);
        let mut resolver = Resolver::new(b.finish(), *backend, Limits::default());
        let value = |resolver: &mut Resolver, by_hand: f64| {
            let found = resolver.solve().expect("a solution");
            let value = resolver.lp().value(&found.x);
            assert!((value - by_hand).abs() < 1e-5, "{backend:?}: {value}, by hand {by_hand}");
        };
        value(&mut resolver, 11.0);
        resolver.set_sides(0, Sides::AtMost(3.5));
        value(&mut resolver, 10.0);
        resolver.set_bounds(x, 0.0, 2.0);
        value(&mut resolver, 26.0 / 3.0);
        resolver.set_objective(x, 0.0);
        value(&mut resolver, 4.0);
    }
}
