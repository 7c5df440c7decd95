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

pub use json::json;
pub use text::text;
pub use words::wrapped;
pub use workbook::write;
