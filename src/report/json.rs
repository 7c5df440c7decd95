//! The answer for programs.

use serde::Serialize;

use super::Told;
use crate::answer::Answer;
use crate::study::Study;
use crate::uncertain::Found;

/// Name by which programs know the document.
const FORMAT: &str = "railhead-answer";
/// Goes up when a program that reads the document would have to change.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    schema_version: u32,
    #[serde(flatten)]
    answer: &'a Answer,
    /// Only of `explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'a Study>,
    /// Only where draws were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertainty: Option<&'a Found>,
}

/// The answer as JSON, indented, with its explanation and its odds where there are any. What is no number becomes `null`. Capacity and audit are
/// left out: they are many times as large as everything else; [`super::csv`] has the capacity, the results workbook both.
///
/// # Errors
/// Where it has no form in JSON.
pub fn json(told: &Told) -> Result<String, serde_json::Error> {
    let Told { answer, study: explanation, drawn: uncertainty } = *told;
    let (format, schema_version) = (FORMAT, SCHEMA_VERSION);
    serde_json::to_string_pretty(&Document { format, schema_version, answer, explanation, uncertainty })
}
