//! Excel in and out: the analyst's cells with their addresses, and workbooks to start from.

mod fit;
mod guide;
mod layout;
mod package;
mod read;
mod sheet;
mod style;
mod template;
mod validation;

pub use read::read;
pub use template::{bytes, write};
