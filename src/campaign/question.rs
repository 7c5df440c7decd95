//! The question and its frame: destinations and sources.

use super::PlaceId;
use super::units::*;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum QuestionKind {
    #[serde(rename = "can it be done")]
    CanItBeDone,
    #[serde(rename = "how many at most")]
    HowMany,
    #[serde(rename = "how soon")]
    HowSoon,
    #[serde(rename = "with how little")]
    HowLittle,
    #[serde(rename = "what would it take")]
    WhatItTakes,
    #[serde(rename = "how far until it flips")]
    HowFar,
}

impl QuestionKind {
    /// In the order of the words in the table Question.
    pub const ALL: [QuestionKind; 6] = [
        QuestionKind::CanItBeDone,
        QuestionKind::HowMany,
        QuestionKind::HowSoon,
        QuestionKind::HowLittle,
        QuestionKind::WhatItTakes,
        QuestionKind::HowFar,
    ];

    /// Whether it is asked about the rows of the sheet Levers.
    pub fn needs_levers(self) -> bool {
        matches!(self, QuestionKind::HowLittle | QuestionKind::WhatItTakes | QuestionKind::HowFar)
    }
}

/// The question and its frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub title: String,
    pub kind: QuestionKind,
    /// ISO date of day 0.
    pub start_date: String,
    pub horizon: Days,
    pub period: Days,
    pub sustain: Days,
    pub target: Men,
    pub profile: String,
    pub curve_dates: usize,
    /// Day on which the questions about one date look; `None` = the last possible date.
    pub on_day: Option<Days>,
    /// Draws from the ranges of the figures that `solve` makes too; `None` = it makes none.
    pub draws: Option<usize>,
    /// Seed of the draws.
    pub seed: u64,
    pub note: String,
    /// The scenario of the workbook that this is; `None` = the workbook as it stands.
    pub scenario: Option<String>,
    /// Levers that stand elsewhere than in the workbook, with their values in their own units.
    pub moved: Vec<(String, f64)>,
}

/// A place that counts as "there", or must be held on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Destination {
    pub place: PlaceId,
    pub must_hold: bool,
    /// Whether men standing there are counted.
    pub counts: bool,
}

/// An entry of the source register.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    pub code: String,
    pub work: String,
    pub whereabouts: String,
}
