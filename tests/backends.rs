//! Two solvers, one answer: HiGHS and the pure-Rust backend prove the same bound on the shipped workbook.
#![cfg(all(feature = "highs", feature = "pure-rust"))]

mod common;

use railhead::answer::dates;
use railhead::formulation::{self, Earliest};
use railhead::solver::{self, Backend, Limits};
use railhead::tables;

/// The last date of the base case, in steps of thirty days: both backends prove the same number of men to a part in ten thousand.
#[test]
fn both_backends_prove_the_same_men() {
    let mut book = common::vistula_rhine();
    // The pure-Rust backend takes minutes for steps of ten days.
    common::alter(&mut book, "question", 0, "period_days", common::number(30.0));
    let campaign = tables::read(&book).campaign.expect("the shipped campaign has no problems");
    let earliest = Earliest::of(&campaign);
    let last = *dates::all(&campaign).last().expect("a date");
    let program = formulation::build(&campaign, &earliest, dates::window(&campaign, last)).expect("a quiet posture");
    assert!(program.orphans.is_empty(), "terms for rows that nobody declared");
    let men = |backend| {
        let solution = solver::solve(&program.lp, backend, &Limits::default()).expect("a solution");
        solver::safe_bound(&program.lp, &solution.y).value
    };
    let (highs, clarabel) = (men(Backend::Highs), men(Backend::Clarabel));
    assert!((highs - clarabel).abs() <= 1e-4 * highs.abs(), "HiGHS {highs}, Clarabel {clarabel}");
    let target = campaign.question.target.thousand();
    assert_eq!(highs < target, clarabel < target, "the same verdict");
}
