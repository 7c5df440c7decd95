//! The yardstick of the benchmarks stays what it was: the naive program of the frozen campaign, byte for byte.

#[path = "../benches/naive/mod.rs"]
mod naive;

use std::collections::HashSet;

use railhead::files::sha256;

/// The naive program at ten days, as MPS. If this changes, the ratios of docs/performance.md compare with something
/// else: change it only on purpose, and measure again.
const TEN_DAYS: &str = "161beb1f4c6ab03cd58728bfd61b990641f9025bd8acc9752cd820fd2bcb4ebe";

#[test]
fn the_yardstick_does_not_drift() {
    let program = naive::build(&naive::frozen(10.0));
    assert_eq!(sha256([program.mps().as_bytes()]), TEN_DAYS);
}

/// The design counts 130,000 to 195,000 columns for such a program at ten days and twice that at five.
#[test]
fn the_yardstick_has_the_size_that_was_counted() {
    let ten = naive::build(&naive::frozen(10.0));
    let five = naive::build(&naive::frozen(5.0));
    println!("{} columns, {} rows at ten days", ten.lp.columns(), ten.lp.rows());
    assert!((130_000..=195_000).contains(&ten.lp.columns()), "{}", ten.lp.columns());
    assert!((260_000..=390_000).contains(&five.lp.columns()), "{}", five.lp.columns());
    for names in [&ten.columns, &ten.rows] {
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len(), "names are unique");
    }
}
