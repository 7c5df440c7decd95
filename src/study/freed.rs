//! What no limit brings.

use serde::Serialize;

use super::base::Ceiling;
use super::limits::Rounded;

/// What comes of no limit on one thing, or on all of a kind, everything else staying as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Freed {
    /// Days between which it holds the ceiling down.
    pub from_day: f64,
    pub to_day: f64,
    /// Men at most; 0 where even so the places cannot be held.
    pub most_men: f64,
    #[serde(skip)]
    pub ceiling: Ceiling,
    /// Whether the target is then no longer ruled out. `false` too where a stopped solve leaves that open.
    pub enough: bool,
    /// How much of it that takes, as far as it is known.
    pub needed: Option<Needed>,
    /// Day of the ceiling.
    pub day: f64,
}

/// What is enough and what is too little are told apart where they differ by more than this share of the way to the first.
const SHARP: f64 = 0.05;

/// How much is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// With this the target is no longer ruled out: the least that is.
    Least(String),
    /// With the first it is not; with the second it is proved to be ruled out. What lies between was not looked into.
    Between { enough: String, too_little: String },
    /// It takes more than is proved to be too little, in words; how much more was not looked into.
    Beyond(String),
}

impl Needed {
    /// Between what is proved to be too little and what was found enough, as shares of the way; one figure where they are so close
    /// that nobody would tell them apart.
    pub fn between((closed, open): (f64, f64), words: impl Fn(f64, Rounded) -> Option<String>) -> Option<Needed> {
        let enough = words(open, Rounded::Enough)?;
        // That what there is today is too little needs no telling.
        let today = words(0.0, Rounded::TooLittle);
        let too_little = words(closed, Rounded::TooLittle)
            .filter(|less| *less != enough && today.as_ref() != Some(less) && open - closed > SHARP * open);
        Some(match too_little {
            Some(too_little) => Needed::Between { enough, too_little },
            None => Needed::Least(enough),
        })
    }

    /// What is enough, where that is known.
    pub fn least(&self) -> Option<&str> {
        match self {
            Needed::Least(words) | Needed::Between { enough: words, .. } => Some(words),
            Needed::Beyond(_) => None,
        }
    }

    /// What is known to be too little, where that is not next to what is enough.
    pub fn too_little(&self) -> Option<&str> {
        match self {
            Needed::Between { too_little, .. } => Some(too_little),
            _ => None,
        }
    }
}

impl std::fmt::Display for Needed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Needed::Least(words) | Needed::Beyond(words) => f.write_str(words),
            Needed::Between { enough, too_little } => write!(f, "{enough} ({too_little} is too little)"),
        }
    }
}
