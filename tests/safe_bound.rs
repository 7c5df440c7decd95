//! The safe bound on random small programs: whatever the prices, it is never below the objective of a feasible point.
//!
//! All numbers of a program and its point are small multiples of 1/8, so that products and sums of them are exact and
//! nothing has to be forgiven.

use proptest::prelude::*;
use railhead::solver::certificate::{farkas_gap, residuals, trimmed};
use railhead::solver::{Lp, LpBuilder, Sides, safe_bound};

/// A program, a point of it, and prices.
#[derive(Debug, Clone)]
struct Case {
    lp: Lp,
    point: Vec<f64>,
    prices: Vec<f64>,
}

/// A multiple of 1/8.
fn eighths() -> impl Strategy<Value = f64> {
    (-64i32..=64).prop_map(|n| f64::from(n) / 8.0)
}

/// Prices as a solver gives them, and worse.
fn price() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -10.0..10.0f64,
        2 => (-300.0..300.0f64).prop_map(|e| 10f64.powf(e)),
        1 => Just(0.0),
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY), Just(5e-324), Just(-1e308)],
    ]
}

/// A column: its value at the point, how far the bounds lie below and above, its worth.
fn column() -> impl Strategy<Value = (f64, f64, f64, f64)> {
    (eighths(), eighths().prop_map(f64::abs), eighths().prop_map(f64::abs), eighths())
}

prop_compose! {
    fn case()(columns in prop::collection::vec(column(), 1..7), rows in 0..7usize, tight in any::<bool>())(
        entries in prop::collection::vec(prop::collection::vec(eighths(), columns.len()), rows),
        kinds in prop::collection::vec((0..3u8, eighths().prop_map(f64::abs)), rows),
        prices in prop::collection::vec(price(), rows),
        columns in Just(columns),
        // Without any room the bound is the value itself, whatever the prices: rounding alone makes the difference.
        room in Just(if tight { 0.0 } else { 1.0 }),
    ) -> Case {
        let mut b = LpBuilder::default();
        let point: Vec<f64> = columns.iter().map(|(x, ..)| *x).collect();
        for (x, below, above, worth) in &columns {
            let j = b.column(x - below * room, x + above * room);
            b.set_objective(j, *worth);
        }
        for (row, (kind, slack)) in entries.iter().zip(&kinds) {
            let activity: f64 = row.iter().zip(&point).map(|(a, x)| a * x).sum();
            let i = b.row(match kind {
                0 => Sides::AtMost(activity + slack * room),
                1 => Sides::AtLeast(activity - slack * room),
                _ => Sides::Equal(activity),
            });
            row.iter().enumerate().for_each(|(j, a)| b.term(i, j, *a));
        }
        Case { lp: b.finish(), point, prices }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_feasible_point_is_above_the_bound(c in case()) {
        let found = residuals(&c.lp, &c.point);
        prop_assert_eq!((found.rows.absolute, found.columns.absolute), (0.0, 0.0));
        let (value, bound) = (c.lp.value(&c.point), safe_bound(&c.lp, &c.prices).value);
        prop_assert!(bound >= value, "bound {bound:e}, a point has {value:e}");
    }

    /// Nor do any multipliers contradict a target that a point reaches, or the rows alone where there is a point.
    #[test]
    fn what_is_possible_is_never_contradicted(c in case()) {
        prop_assert!(farkas_gap(&c.lp, &c.prices, Some(c.lp.value(&c.point))) <= 0.0);
        prop_assert!(farkas_gap(&c.lp, &c.prices, None) <= 0.0);
    }

    /// Shortened prices prove nothing that is false, and nothing much weaker.
    #[test]
    fn trimmed_prices_prove_almost_as_much(c in case(), allowance in 0.0..1.0f64) {
        let before = safe_bound(&c.lp, &c.prices).value;
        let after = safe_bound(&c.lp, &trimmed(&c.lp, &c.prices, allowance)).value;
        prop_assert!(after >= c.lp.value(&c.point));
        prop_assert!(after <= before + allowance, "{before:e} became {after:e}");
    }
}
