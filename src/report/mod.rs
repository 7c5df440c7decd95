//! An [`crate::answer::Answer`] written down: for the terminal, for programs, as tables and as a workbook.

pub mod backtest;
pub mod batch;
pub mod compared;
pub mod csv;
mod drawn;
pub mod estimate;
pub mod explained;
mod figures;
pub mod html;
pub mod json;
pub mod look;
mod parts;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod scenarios;
pub mod text;
pub mod uncertain;
pub mod words;
pub mod workbook;

use crate::answer::Answer;
use crate::study::Study;
use crate::uncertain::Found;

pub use json::json;
pub use text::text;
pub use words::wrapped;
pub use workbook::write;

/// All that one run has to tell.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    pub answer: &'a Answer,
    /// Why it is so: of `explain`.
    pub study: Option<&'a Study>,
    /// How sure it is: where the sheet Question asks for draws.
    pub drawn: Option<&'a Found>,
}

impl<'a> From<&'a Answer> for Told<'a> {
    fn from(answer: &'a Answer) -> Told<'a> {
        Told { answer, study: None, drawn: None }
    }
}
