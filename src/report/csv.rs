//! The schedule as CSV files, for programs that draw: `capacity.csv`, `flows.csv`, `stocks.csv`. Units are those of the results
//! workbook; a column is named after the field.

use std::path::Path;

use serde::Serialize;

use crate::answer::Answer;
use crate::files::{self, WriteError};

/// Writes the files into a folder, which is made if it is not there. Files of these names are replaced.
///
/// # Errors
/// Where the folder can't be made or a file can't be written.
pub fn write(answer: &Answer, folder: &Path) -> Result<(), WriteError> {
    std::fs::create_dir_all(folder).map_err(|e| WriteError::from_io(folder, &e))?;
    table(&folder.join("capacity.csv"), &answer.capacity)?;
    table(&folder.join("flows.csv"), &answer.flows)?;
    table(&folder.join("stocks.csv"), &answer.stocks)
}

fn table<T: Serialize>(path: &Path, rows: &[T]) -> Result<(), WriteError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let unfit = |why: String| WriteError::Unfit(path.into(), why);
    for row in rows {
        writer.serialize(row).map_err(|e| unfit(e.to_string()))?;
    }
    let content = writer.into_inner().map_err(|e| unfit(e.to_string()))?;
    files::replace(path, &content)
}
