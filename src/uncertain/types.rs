//! What a run comes to.

use serde::Serialize;

use super::judge::Judged;
use super::odds::Odds;
use super::variables::Variable;

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    pub title: String,
    pub scenario: Option<String>,
    pub version: String,
    pub solver: String,
    pub input_hash: String,
    pub period_days: f64,
    /// What the reader should know of how it was asked.
    pub caution: Option<String>,
    pub seed: u64,
    /// Draws asked for; those made are in `counts`.
    pub draws_planned: usize,
    pub target_men: f64,
    /// The campaign as it stands: its ceiling, and whether it is ruled out.
    pub base_men: f64,
    pub base_ruled_out: bool,
    /// In how many draws the target is not ruled out: at most so often is it a yes.
    pub not_ruled_out: Odds,
    pub counts: Counts,
    /// Of ceilings by prices.
    pub check: Check,
    /// Of ceilings by a part of the limits.
    pub check_of_loosened: Check,
    /// Of the men of points.
    pub check_of_points: Check,
    pub men: Men,
    pub days: Vec<Day>,
    /// Rank regression: the share of the variance of ranks that it explains, and how many figures are in it.
    pub explained: f64,
    pub in_regression: usize,
    /// Largest entry by which asked correlations had to be moved to be possible together; 0 where none was.
    pub correlations_moved: f64,
    pub correlated: usize,
    /// Figures that a correlation ties to others, and common factors.
    pub tied: usize,
    /// All that varies, largest influence first.
    pub ranking: Vec<Ranked>,
    pub tornado: Vec<Turned>,
    /// What binds, of the draws that were solved as a sample.
    pub binding: Vec<Binding>,
    pub binding_of: usize,
    pub nearest: Vec<Near>,
    /// What to research next, a sentence each.
    pub research: Vec<String>,
    /// Every draw; in JSON numbered from 1 as everywhere else.
    #[serde(serialize_with = "numbered")]
    pub draws: Vec<Judged>,
}

fn numbered<S: serde::Serializer>(draws: &[Judged], s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(draws.iter().map(|j| Judged { draw: j.draw + 1, ..j.clone() }))
}

/// How the draws were settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub draws: usize,
    pub solved: usize,
    pub by_prices: usize,
    /// Ruled out by a part of their limits.
    pub loosened: usize,
    /// Ruled out by the rates of advance and the sums of the estimate alone.
    pub by_sums: usize,
    /// Not ruled out, for a point of their program has the men asked for.
    pub shown: usize,
    pub senseless: usize,
    pub stopped: usize,
    pub broken: usize,
}

/// How far men that were found without solving are off those that were solved for: measured on draws that were solved as a check.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Check {
    /// Draws of which something had been found before they were solved, and half of the target or more was found either way.
    pub draws: usize,
    /// Men, on the average and at worst.
    pub mean_men: f64,
    pub worst_men: f64,
}

/// Ceilings of the draws, men.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Men {
    pub mean: f64,
    pub p05: f64,
    pub p25: f64,
    pub p50: f64,
    pub p75: f64,
    pub p95: f64,
    /// Equal steps from the lowest to the highest, with the draws in each.
    pub bars: Vec<Bar>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bar {
    pub from: f64,
    pub to: f64,
    pub draws: usize,
    /// How many of them are ruled out.
    pub ruled_out: usize,
}

/// In how many of all draws the target is not ruled out on a date or an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Day {
    pub day: f64,
    /// Found by a point or a solve: at least this share.
    pub share: f64,
    /// In the rest it is proved to be ruled out until then: at most this share.
    pub at_most: f64,
}

/// One variable with what it does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranked {
    #[serde(flatten)]
    pub variable: Variable,
    /// Rank correlation with the men.
    pub rank_correlation: f64,
    /// Slope in the rank regression, if it is in it.
    pub slope: Option<f64>,
    /// Share of the variance of the men that would be gone if it were known.
    pub share_of_variance: f64,
    /// By how much the chance of a wrong verdict falls if it is known exactly.
    pub worth_knowing: f64,
    /// Whether its rank correlation is no larger than chance makes one in twenty.
    pub within_noise: bool,
}

/// The ceiling with one figure at its low and at its high, all others as in the workbook.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Turned {
    pub name: String,
    pub cell: String,
    pub low: f64,
    pub high: f64,
    pub unit: String,
    pub men_at_low: Option<f64>,
    pub men_at_high: Option<f64>,
    pub ruled_out_at_low: Option<bool>,
    pub ruled_out_at_high: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Binding {
    pub what: String,
    pub draws: usize,
}

/// A draw near the target, with the most important figures as it has them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Near {
    /// From 1.
    pub draw: usize,
    pub men: f64,
    /// Men above the target as a share of it.
    pub margin: f64,
    pub ruled_out: bool,
    pub is_solved: bool,
    pub figures: String,
}
