//! Progress on standard error, and only on a terminal: what is printed on standard output is the answer alone.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How often what has passed is told anew.
const TICK: Duration = Duration::from_millis(250);

/// A bar with how far it is told in these words of indicatif's templates: `{pos}/{len}`. Hidden where nothing is to be said.
pub(super) fn bar(quiet: bool, told: &str) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(1);
    if let Ok(style) =
        ProgressStyle::with_template(&format!("{{bar:24}} {told}, {{elapsed}} so far, {{eta}} left  {{msg}}"))
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    bar
}

/// Sets how much there is to do and how much was done before, which says nothing about the rate.
pub(super) fn begin(bar: &ProgressBar, all: usize, before: usize) {
    bar.set_length(all as u64);
    bar.set_position(before as u64);
    bar.reset_eta();
}
