//! The certificate as a file: what it holds, how it is read and written.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Verdict};
use crate::campaign::Campaign;
use crate::files::{self, ReadError, WriteError};

/// Name by which programs know the file.
pub const FORMAT: &str = "railhead-certificate";
/// Goes up when a program that reads the file would have to change.
pub const FORMAT_VERSION: u32 = 1;

/// A verdict with everything that is needed to check it, the campaign and arithmetic apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Always [`FORMAT`].
    pub format: String,
    pub format_version: u32,
    /// Version of Railhead that made it.
    pub railhead: String,
    pub campaign: Source,
    pub question: Question,
    /// `NO`, `UNDECIDED`, or `NUMBER` where only a number was asked for. It must follow from the claims.
    pub verdict: String,
    pub claims: Vec<Claim>,
}

/// The input that the certificate is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// File name, without folders; for people only.
    pub file: String,
    /// SHA-256 of the input. A workbook and its text have different ones.
    pub sha256: String,
}

/// The question that is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// As in the workbook: `can it be done`, `how many at most`.
    pub question: String,
    pub target_men: f64,
    pub horizon_days: f64,
    pub period_days: f64,
    pub sustain_days: f64,
    pub resistance_profile: String,
}

/// One statement that can be checked by itself. New kinds may be added; a program that does not know a kind can't
/// confirm the certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Claim {
    /// The places cannot be held by this day, whatever is done: earliest dates alone rule it out.
    TooEarly {
        /// Day from which the men would have to stand at the destination.
        day: f64,
    },
    /// No plan sustains more men from a day on.
    Ceiling(Ceiling),
    /// A kind that this version does not know.
    #[serde(other)]
    Unknown,
}

/// A ceiling with its proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// Day from which the men must stand at the destination.
    pub day: f64,
    /// The claim: at most so many men; 0 where the places cannot even be held.
    pub men: f64,
    /// Price of each row by its name, thousand men per unit of the row's right-hand side; rows that are not named have
    /// none. With 1 on the target's row they are the multipliers of the contradiction.
    pub prices: BTreeMap<String, f64>,
    /// A point of the program that shows how tight the ceiling is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
}

/// A point of a program, and how far it is at most from satisfying it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The claim: no row and no column's bound is broken by more than this, in its own unit.
    pub absolute: f64,
    /// The claim: nor by more than this relative to 1 + the sum of its terms' magnitudes.
    pub relative: f64,
    /// Value of each column by its name; columns that are not named are 0.
    pub values: BTreeMap<String, f64>,
}

impl Question {
    /// The question of a campaign.
    pub fn of(c: &Campaign) -> Question {
        let q = &c.question;
        Question {
            question: serde_json::to_value(q.kind).ok().and_then(|v| v.as_str().map(String::from)).unwrap_or_default(),
            target_men: q.target.0,
            horizon_days: q.horizon.0,
            period_days: q.period.0,
            sustain_days: q.sustain.0,
            resistance_profile: q.profile.clone(),
        }
    }
}

/// The word that stands for a verdict in the file.
pub fn word(verdict: Verdict) -> String {
    serde_json::to_value(verdict).ok().and_then(|v| v.as_str().map(String::from)).unwrap_or_default()
}

impl Certificate {
    /// A certificate with its head and no claims yet.
    pub fn without_claims(c: &Campaign, answer: &Answer) -> Certificate {
        Certificate {
            format: FORMAT.into(),
            format_version: FORMAT_VERSION,
            railhead: answer.stamp.version.clone(),
            campaign: Source { file: answer.stamp.input.clone(), sha256: answer.stamp.input_hash.clone() },
            question: Question::of(c),
            verdict: word(answer.verdict),
            claims: Vec::new(),
        }
    }
}

/// Why a file is no certificate that this version can read, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed(pub String);

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Malformed {}

impl From<ReadError> for Malformed {
    fn from(e: ReadError) -> Malformed {
        Malformed(e.to_string())
    }
}

/// What every version of the file has.
#[derive(Deserialize)]
struct Head {
    format: String,
    format_version: u32,
}

/// Reads a certificate.
///
/// # Errors
/// If there is no file, or it is not a certificate of this version of the format.
pub fn read(path: &Path) -> Result<Certificate, Malformed> {
    let bytes = files::bytes(path)?;
    let wrong = |why: String| Malformed(format!("{} is not a certificate of Railhead: {why}.", path.display()));
    let head: Head = serde_json::from_slice(&bytes).map_err(|e| wrong(e.to_string()))?;
    if head.format != FORMAT {
        return Err(wrong(format!("its format is '{}'", head.format)));
    }
    if head.format_version != FORMAT_VERSION {
        return Err(Malformed(format!(
            "{} has version {} of the format; this Railhead reads version {FORMAT_VERSION}.",
            path.display(),
            head.format_version
        )));
    }
    serde_json::from_slice(&bytes).map_err(|e| wrong(e.to_string()))
}

/// Writes a certificate, whole or not at all: one price a line, so that two can be compared.
///
/// # Errors
/// If the file can't be written.
pub fn write(certificate: &Certificate, path: &Path) -> Result<(), WriteError> {
    let mut content = Vec::new();
    let format = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut out = serde_json::Serializer::with_formatter(&mut content, format);
    certificate.serialize(&mut out).map_err(|e| WriteError::Unfit(path.into(), e.to_string()))?;
    content.push(b'\n');
    files::replace(path, &content)
}
