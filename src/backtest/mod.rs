//! History as the referee: campaigns that happened, against what the model says of them.
//!
//! A campaign is used in two ways. *As it stands*, its places must be taken, and the earliest days on which they can be are
//! compared with the days on which they were. *By its timetable*, the places come into our hands on the recorded days, and the
//! model says when trains could follow, and how much of the troops' need could be brought to them. So a mistake in the pace of
//! the advance does not spoil what is said of supply.

mod fit;
mod predict;
mod rule;
mod score;
mod timetable;

pub use fit::{Knob, LeftOut, Moved, knobs};
pub use predict::{Course, Predicted, Prediction, Supply, predict, supply};
pub use rule::{Cut, Measure, Moment, Rule};
pub use score::{Compared, Score};

use serde::Serialize;

use crate::campaign::Campaign;
use crate::solver::{Backend, Limits, SolveError};
use crate::tables::{RawBook, read};

/// A campaign of history that passed every check.
#[derive(Debug, Clone)]
pub struct Case {
    /// File or folder name without its ending.
    pub name: String,
    pub book: RawBook,
}

/// What one campaign came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tested {
    pub name: String,
    pub title: String,
    pub start_date: String,
    /// SHA-256 of the input, hexadecimal.
    pub input_hash: String,
    /// Cells in which it departs from the shared factors that it includes.
    pub departs: Vec<String>,
    /// Every recorded figure that can be compared, in the order of the sheet.
    pub compared: Vec<Compared>,
    pub score: Score,
    /// The same without the figures from which a shared factor was worked out.
    pub independent: Score,
    /// Need met, deliveries and stock, period by period.
    pub course: Vec<Course>,
    /// What it says with the rest of the campaigns as teachers; nothing where it is the only one.
    pub left_out: Option<LeftOut>,
}

/// What all campaigns came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub version: &'static str,
    pub solver: String,
    pub campaigns: Vec<Tested>,
    /// The share of need at which advances halted, from all of them.
    pub rule: Option<Rule>,
    /// All figures of all campaigns, each counted once.
    pub total: Score,
    pub independent: Score,
    /// All figures, each campaign with the factors and the rule found on the others.
    pub left_out: Option<Score>,
}

/// Which campaigns are left out in turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeaveOut {
    None,
    Each,
    /// Those with these names.
    Named(Vec<String>),
}

impl LeaveOut {
    fn has(&self, name: &str) -> bool {
        match self {
            LeaveOut::None => false,
            LeaveOut::Each => true,
            LeaveOut::Named(names) => names.iter().any(|n| n.eq_ignore_ascii_case(name)),
        }
    }
}

/// What a run may spend, and how far it goes.
#[derive(Debug, Clone)]
pub struct Settings {
    pub backend: Backend,
    pub limits: Limits,
    /// Campaigns that are told by the others as well, with the shared factors and the rule found on those.
    pub leave_out: LeaveOut,
}

/// Compares, scores, finds the rule and, if asked to, leaves each campaign out in turn. `tell` hears how many predictions have been made.
///
/// # Errors
/// Where the solver has nothing to offer for some campaign.
pub fn run(cases: &[Case], settings: &Settings, tell: &dyn Fn(usize)) -> Result<Report, SolveError> {
    let mut runner = fit::Runner::new(cases, settings, tell);
    let base = vec![0.0; runner.knobs().len()];
    let predictions: Vec<Predicted> = (0..cases.len()).map(|i| runner.predicted(i, &base)).collect::<Result<_, _>>()?;
    let rule = Rule::of(predictions.iter().flat_map(|p| p.moments()).collect::<Vec<_>>().as_slice());
    let mut campaigns = Vec::new();
    for (case, predicted) in cases.iter().zip(&predictions) {
        let Some(campaign) = read(&case.book).campaign else { continue };
        let compared = score::compare(predicted, rule.as_ref());
        campaigns.push(Tested {
            name: case.name.clone(),
            title: campaign.question.title.clone(),
            start_date: campaign.question.start_date.clone(),
            input_hash: case.book.hash.clone(),
            departs: crate::textmodel::departures(&case.book),
            score: Score::of(&compared),
            independent: Score::of(compared.iter().filter(|c| c.feeds.is_empty())),
            course: predicted.course.clone(),
            compared,
            left_out: None,
        });
    }
    if cases.len() > 1 {
        for (i, tested) in campaigns.iter_mut().enumerate().filter(|(_, t)| settings.leave_out.has(&t.name)) {
            tested.left_out = Some(runner.left_out(i)?);
        }
    }
    let all = |independent: bool| {
        let of = campaigns.iter().flat_map(|t| &t.compared).filter(|c| !independent || c.feeds.is_empty());
        Score::of(of)
    };
    let left_out: Option<Vec<&LeftOut>> = campaigns.iter().map(|t| t.left_out.as_ref()).collect();
    Ok(Report {
        version: env!("CARGO_PKG_VERSION"),
        solver: solver(settings.backend).into(),
        total: all(false),
        independent: all(true),
        left_out: left_out.filter(|l| !l.is_empty()).map(|l| Score::sum(l.iter().map(|l| &l.score))),
        rule,
        campaigns,
    })
}

/// How the programs here are solved, for the stamp.
fn solver(backend: Backend) -> &'static str {
    match backend {
        Backend::Highs => "HiGHS (IPX interior point with crossover, then simplex from the last corner)",
        Backend::Clarabel => Backend::Clarabel.describe(),
    }
}

/// Whether anything is recorded in a campaign.
pub fn is_history(campaign: &Campaign) -> bool {
    !campaign.observed.is_empty()
}
