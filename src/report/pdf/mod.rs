//! The answer as a staff paper of a few pages, set by Typst. It says what the page says: sentences, tables and figures are the same.

mod figures;
mod key;
mod paper;
mod world;

use std::path::Path;

use crate::files::{self, WriteError};
use crate::report::Told;

/// Writes the paper, with explanation and odds where there are any. The same answer gives the same bytes.
///
/// # Errors
/// Where the file can't be written, or the paper can't be set.
pub fn write(told: &Told, path: &Path) -> Result<(), WriteError> {
    let made = bytes(told).map_err(|why| WriteError::Unfit(path.into(), why))?;
    files::replace(path, &made)
}

/// The paper of [`write()`].
///
/// # Errors
/// What Typst says of it; an answer can't cause any.
pub fn bytes(told: &Told) -> Result<Vec<u8>, String> {
    let paper = paper::Paper::of(told);
    world::set(serde_json::to_string(&paper).map_err(|e| e.to_string())?)
}
