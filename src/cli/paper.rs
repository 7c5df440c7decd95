//! The paper, where this build can set one: its typesetter takes minutes to compile, and so is no default.

use std::path::Path;

use super::Trouble;
use crate::report::Told;

/// Why this build can't.
#[cfg(not(feature = "pdf"))]
const NOT_BUILT_IN: &str = "This build of Railhead sets no PDF. Build it with: cargo install --path . --features pdf - or run \
    ./railhead.sh instead of railhead, which does so by itself where --pdf stands among the arguments.";

/// Refuses before anything is solved.
///
/// # Errors
/// Where this build sets no papers.
#[cfg(not(feature = "pdf"))]
pub fn is_built_in() -> Result<(), Trouble> {
    Err(Trouble(NOT_BUILT_IN.into()))
}

/// Allows it.
///
/// # Errors
/// Never, in this build.
#[cfg(feature = "pdf")]
pub fn is_built_in() -> Result<(), Trouble> {
    Ok(())
}

/// Writes nothing: see [`is_built_in`].
///
/// # Errors
/// Always.
#[cfg(not(feature = "pdf"))]
pub fn write(_: &Told, _: &Path) -> Result<(), Trouble> {
    is_built_in()
}

/// Writes the paper.
///
/// # Errors
/// Where the file can't be written.
#[cfg(feature = "pdf")]
pub fn write(told: &Told, path: &Path) -> Result<(), Trouble> {
    Ok(crate::report::pdf::write(told, path)?)
}
