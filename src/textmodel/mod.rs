//! The same tables as a folder of CSV with a `datapackage.json`, so that a campaign can be compared and reviewed as text.

mod datapackage;
mod read;
mod shared;
mod write;

pub use read::{read, read_files};
pub use shared::{departures, factors, include};
pub use write::{PACKAGE_FILE, files, write};
