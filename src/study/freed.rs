//! What no limit brings.

use serde::Serialize;

use super::base::Ceiling;

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

/// How much is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// With this the target is no longer ruled out: the least that was found.
    Least(String),
    /// It takes more than is proved to be too little, in words; how much more was not looked into.
    Beyond(String),
}

impl Needed {
    /// What is enough, where that is known.
    pub fn least(&self) -> Option<&str> {
        match self {
            Needed::Least(words) => Some(words),
            Needed::Beyond(_) => None,
        }
    }
}

impl std::fmt::Display for Needed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Needed::Least(words) | Needed::Beyond(words) => f.write_str(words),
        }
    }
}
