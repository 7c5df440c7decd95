//! The answer for programs.

use serde::Serialize;

use crate::answer::Answer;
use crate::study::Study;

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
}

/// The answer as JSON, indented, with its explanation where there is one. What is no number becomes `null`. Capacity and audit are
/// left out: they are many times as large as everything else; [`super::csv`] has the capacity, the results workbook both.
pub fn json(answer: &Answer, explanation: Option<&Study>) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&Document { format: FORMAT, schema_version: SCHEMA_VERSION, answer, explanation })
}
