//! The certificate as a file: what it holds, how it is read and written.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Verdict};
use crate::campaign::Campaign;
use crate::files::{self, ReadError, WriteError};
use crate::orders::Orders;

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
    /// `NO`, `YES`, `UNDECIDED`, or `NUMBER` where only a number was asked for. It must follow from the claims.
    pub verdict: String,
    /// The numbers of the answer. They must follow from the claims too.
    #[serde(default)]
    pub figures: Vec<Figure>,
    pub claims: Vec<Claim>,
}

/// A number that answers the question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "figure", rename_all = "snake_case", deny_unknown_fields)]
pub enum Figure {
    /// How many at most: from this day on.
    AtMost { day: f64, men: f64 },
    /// How soon: every earlier date is ruled out.
    NotBefore { day: f64 },
    /// How soon: holding to the end of the horizon is ruled out from every earlier date.
    ToTheEndNotBefore { day: f64 },
    /// With how little, how far: every value of the lever's range below this is ruled out.
    LeverAtLeast { lever: String, value: f64 },
    /// The same: every value of the lever's range is ruled out.
    LeverNotWithin { lever: String },
    /// What would it take: no set of changes costs less.
    PointsAtLeast { points: f64 },
    /// What would it take: no set of changes within the limits.
    NotWithinLimits,
    /// A plan sustains so many men from this day on.
    ByPlan { day: f64, men: f64 },
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
    /// As in the workbook: `can it be done`, `how many at most`. It may have been asked in place of the workbook's.
    pub question: String,
    pub target_men: f64,
    pub horizon_days: f64,
    pub period_days: f64,
    pub sustain_days: f64,
    pub resistance_profile: String,
    /// The day asked about, where the question names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_day: Option<f64>,
    /// The scenario of the workbook that was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Levers that stood elsewhere than in the workbook: key and value in the lever's unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levers: Vec<(String, f64)>,
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
    /// With levers within their ranges, enough men are not to be had for less.
    Floor(Floor),
    /// A plan that can be carried out.
    Plan(Box<Plan>),
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
    /// Day until which they must, where that is longer than the question's span.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<f64>,
    /// The claim: at most so many men; 0 where the places cannot even be held.
    pub men: f64,
    /// Price of each row by its name, thousand men per unit of the row's right-hand side; rows that are not named have
    /// none. With 1 on the target's row they are the multipliers of the contradiction.
    pub prices: BTreeMap<String, f64>,
    /// A point of the program that shows how tight the ceiling is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
}

/// The least that levers need, with its proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// Day from which the men must stand at the destination.
    pub day: f64,
    /// Men that must be sustained.
    pub men: f64,
    /// What may be changed; everything else stays as it is.
    pub levers: Vec<Lever>,
    /// Weight of a thousand men short, in the unit of the costs. Any is right; one that is too small proves little.
    pub per_thousand_short: f64,
    /// The claim: with the levers within their ranges the men are not to be had at a lower cost. More than all the ranges
    /// cost together means: not at all.
    pub least: f64,
    /// Price of each row by its name, in the unit of the costs per unit of the row's right-hand side.
    pub prices: BTreeMap<String, f64>,
}

/// A lever and the range within which it may stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// As in the sheet Levers.
    pub key: String,
    /// In the lever's own unit.
    pub from: f64,
    pub to: f64,
    /// What the way from `from` to `to` costs: in points where several levers are weighed against each other; for one lever
    /// alone in its own unit, so that the cost is the amount above `from`.
    pub cost: f64,
}

/// A plan, which is replayed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Day from which the men stand at the destination.
    pub day: f64,
    /// The claim: so many are sustained.
    pub men: f64,
    pub orders: Orders,
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
            on_day: q.on_day.map(|d| d.0),
            scenario: q.scenario.clone(),
            levers: q.moved.clone(),
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
            figures: Vec::new(),
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
