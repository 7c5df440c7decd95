//! Capacity and audit: the constraints worked out again from the sheets.

mod common;

use common::corridor::corridor;
use railhead::answer::{self, Answer, Task};
use railhead::campaign::Campaign;
use railhead::solver::{Backend, Limits};

/// The answer for a campaign, without a search for plans.
fn answered(c: &Campaign, assumptions: Vec<answer::AssumptionRow>) -> Answer {
    let task = Task {
        campaign: c,
        input: "test".into(),
        input_hash: String::new(),
        assumptions,
        warnings: Vec::new(),
        backend: *Backend::available().first().expect("a solver"),
        limits: Limits::default(),
        with_plan: false,
    };
    answer::answer(&task, &|_| {}).expect("an answer")
}

#[test]
fn every_row_of_a_solved_schedule_holds() {
    let a = answered(&corridor(10, "fierce", &[]), Vec::new());
    for r in a.audit.rows.iter().filter(|r| !r.holds(&a)) {
        let (left, right, scale) = r.values(&a);
        println!("{:?} {} {}: {left} {right} {scale} rel {:e}", r.family, r.what, r.day, (left - right) / scale);
    }
    println!("{} rows", a.audit.rows.len());
    assert!(a.audit.rows.iter().all(|r| r.holds(&a)));
}
