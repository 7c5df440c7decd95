//! The proof of a verdict as a file, and its check in another process: [`make`] writes down what was claimed and the
//! prices that prove it, [`check`] builds the programs anew from the campaign and does the sums again. No solver is
//! involved in the check.

pub mod document;
mod make;
mod programs;
mod verify;

pub use document::{Certificate, Malformed, read, write};
pub use make::make;
pub use programs::write_programs;
pub use verify::{Checked, check};
