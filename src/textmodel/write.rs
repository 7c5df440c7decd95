//! From rows to CSV.

use std::fs;
use std::path::Path;

use super::datapackage;
use crate::files::{self, WriteError};
use crate::tables::{ALL, RawBook, RawTable, Table, Value};

/// Name of the description that lies beside the tables.
pub const PACKAGE_FILE: &str = "datapackage.json";

/// Writes every table and the description into a folder, which is made if need be. Other files there stay.
pub fn write(book: &RawBook, folder: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(folder).map_err(|e| WriteError::from_io(folder, &e))?;
    for (name, content) in files(book)? {
        files::replace(&folder.join(name), content.as_bytes())?;
    }
    Ok(())
}

/// Names and contents of the files of a text model.
pub fn files(book: &RawBook) -> Result<Vec<(String, String)>, WriteError> {
    let mut out = Vec::new();
    for table in ALL {
        let name = format!("{}.csv", table.id);
        let content = csv(table, book.table(table.id)).map_err(|why| WriteError::Unfit(name.clone().into(), why))?;
        out.push((name, content));
    }
    out.push((PACKAGE_FILE.into(), datapackage::json(book)));
    Ok(out)
}

fn csv(table: &'static Table, raw: Option<&RawTable>) -> Result<String, String> {
    let lost = |e: &dyn std::error::Error| e.to_string();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(table.fields().iter().map(|f| f.id())).map_err(|e| lost(&e))?;
    for row in raw.map(|r| r.rows.as_slice()).unwrap_or_default() {
        let mut record = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            record.push(
                written(&cell.value).ok_or_else(|| {
                    format!("the cell {} holds {}, which text can't carry", cell.at, cell.value.shown())
                })?,
            );
        }
        writer.write_record(&record).map_err(|e| lost(&e))?;
    }
    let bytes = writer.into_inner().map_err(|e| lost(&e))?;
    String::from_utf8(bytes).map_err(|e| lost(&e))
}

/// A value as text: the shortest number that reads back as the same one, ISO dates. `None` for what is no value.
fn written(value: &Value) -> Option<String> {
    Some(match value {
        Value::Empty => String::new(),
        Value::Number(n) => n.to_string(),
        Value::Text(t) => t.clone(),
        Value::Bool(b) => if *b { "yes" } else { "no" }.into(),
        Value::Date(d) => d.clone(),
        Value::Error(_) | Value::NoStoredValue(_) => return None,
    })
}
