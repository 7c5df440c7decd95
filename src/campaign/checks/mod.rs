//! Checks of meaning: each a small pure function that returns every problem it finds.

mod force;
mod means;
mod network;
mod observed;
mod question;

use std::collections::HashSet;

use super::{Campaign, Problem, levers};

pub use network::great_circle;

/// A check looks at a campaign and at nothing else.
type Check = fn(&Campaign) -> Vec<Problem>;

/// Runs every check. Problems that rest on anything in `faulty` (rows, and tables with rows, that already have a
/// problem of form) are dropped.
pub fn check(campaign: &Campaign, faulty: &HashSet<String>) -> Vec<Problem> {
    let sound = |p: &Problem| !faulty.contains(&p.cell) && !p.rests_on.iter().any(|at| faulty.contains(at));
    let checks =
        [question::CHECKS, levers::CHECKS, force::CHECKS, network::CHECKS, means::CHECKS, observed::CHECKS].concat();
    checks.iter().flat_map(|c| c(campaign)).filter(sound).collect()
}
