//! One way in for every verb: a workbook or the folder of a text model, told apart by what is there.

use std::path::Path;

use crate::files::ReadError;
use crate::tables::RawBook;
use crate::{textmodel, workbook};

/// Reads a workbook, a text model's folder, or the folder in which a `datapackage.json` lies.
pub fn open(path: &Path) -> Result<RawBook, ReadError> {
    if path.is_dir() {
        return textmodel::read(path);
    }
    if path.file_name().is_some_and(|name| name == textmodel::PACKAGE_FILE)
        && let Some(folder) = path.parent()
        && path.is_file()
    {
        return textmodel::read(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    }
    let mut book = workbook::read(path)?;
    textmodel::include(&mut book, Vec::new());
    Ok(book)
}
