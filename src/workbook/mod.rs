//! Excel in and out: the analyst's cells with their addresses, and workbooks to start from.

pub(crate) mod fit;
mod guide;
mod layout;
mod package;
mod read;
mod recalc;
mod sheet;
pub(crate) mod style;
pub(crate) mod template;
mod unseen;
pub(crate) mod validation;

pub use read::read;
pub(crate) use sheet::column_letters;
pub use template::{bytes, write};
