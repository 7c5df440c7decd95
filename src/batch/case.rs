//! One case of a batch, and which of them belong to a shard.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Letters of a file name that come from a case's own words.
const LONGEST_NAME: usize = 80;
/// Digits of the key in a file name: 48 bits.
const KEY_DIGITS: usize = 12;

/// A case: an input, perhaps one of its scenarios, perhaps with levers moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The input as it was named.
    pub input: String,
    /// None: the input as it stands.
    pub scenario: Option<String>,
    /// Levers and their values, in the levers' units.
    pub levers: Vec<(String, f64)>,
    /// SHA-256 of everything that the answer depends on: version, input, scenario, levers, settings.
    pub key: String,
}

impl Case {
    /// For people: `vistula-rhine, no-captures, trucks = 20000`.
    pub fn name(&self) -> String {
        let stem = std::path::Path::new(&self.input).file_stem().map(|s| s.to_string_lossy().into_owned());
        let mut words = vec![stem.unwrap_or_else(|| self.input.clone())];
        words.extend(self.scenario.clone());
        words.extend(self.levers.iter().map(|(key, value)| format!("{key} = {value}")));
        words.join(", ")
    }

    /// The stem of the case's files: its words, as far as they are fit for a name, and its key.
    pub fn stem(&self) -> String {
        let fit = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
        let words: String =
            self.name().replace(", ", ".").replace(" = ", "_").chars().take(LONGEST_NAME).map(fit).collect();
        format!("{words}-{}", &self.key[..KEY_DIGITS.min(self.key.len())])
    }
}

/// One of several equal parts of a batch, for as many machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub number: usize,
    pub of: usize,
}

impl Shard {
    /// All of it.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Whether a case, counted from 0, belongs to it: dealt out like cards, so that long cases that stand together are shared.
    pub fn has(self, case: usize) -> bool {
        case % self.of == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    /// `2/7`: the second of seven.
    fn from_str(given: &str) -> Result<Shard, String> {
        let wrong = || "which part of how many, as 2/7".to_string();
        let (number, of) = given.split_once('/').ok_or_else(wrong)?;
        let whole = |text: &str| text.trim().parse::<usize>().map_err(|_| wrong());
        let shard = Shard { number: whole(number)?, of: whole(of)? };
        if shard.number == 0 || shard.number > shard.of { Err(wrong()) } else { Ok(shard) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_all_cases() {
        let shards: Vec<Shard> = (1..=3).map(|n| format!("{n}/3").parse().expect("a shard")).collect();
        for case in 0..20 {
            assert_eq!(shards.iter().filter(|s| s.has(case)).count(), 1);
            assert!(Shard::WHOLE.has(case));
        }
        for slip in ["", "3", "0/3", "4/3", "a/b", "1/0"] {
            assert!(slip.parse::<Shard>().is_err(), "{slip}");
        }
    }
}
