//! What the tests share: the shipped campaign, addresses of its cells, and altering them.
#![allow(dead_code)]

pub mod batching;
pub mod corridor;
pub mod replaying;
pub mod seeded;
#[cfg(target_os = "linux")]
pub mod slurm;
pub mod tiny;

use std::path::{Path, PathBuf};

use railhead::tables::{RawBook, Value};

/// The shipped campaign.
pub fn vistula_rhine() -> RawBook {
    railhead::models::by_name("vistula-rhine").expect("a shipped model").book()
}

/// Folder of the shipped campaign's text.
pub fn model_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/vistula-rhine")
}

/// Row of a table whose first cell says `key`.
pub fn row_of(book: &RawBook, table: &str, key: &str) -> usize {
    let raw = book.table(table).expect("the table");
    let is = |v: &Value| matches!(v, Value::Text(t) if t == key);
    raw.rows.iter().position(|r| is(&r.cells[0].value)).unwrap_or_else(|| panic!("no row {key} in {table}"))
}

/// Puts a value into a cell and gives the address that it will have in a workbook made from the tables.
pub fn alter(book: &mut RawBook, table: &str, row: usize, column: &str, value: Value) -> String {
    let raw = book.tables.iter_mut().find(|t| t.table.id == table).expect("the table");
    let i = raw.table.field_index(column).expect("the column");
    raw.rows[row].cells[i].value = value;
    if table == "question" {
        format!("{}!B{}", raw.table.sheet, 5 + i)
    } else {
        format!("{}!{}{}", raw.table.sheet, char::from(b'A' + i as u8), 5 + row)
    }
}

/// Values of all cells, without addresses.
pub fn values(book: &RawBook) -> Vec<(&'static str, Vec<Vec<Value>>)> {
    let rows = |t: &railhead::tables::RawTable| {
        t.rows.iter().map(|r| r.cells.iter().map(|c| c.value.clone()).collect()).collect()
    };
    book.tables.iter().map(|t| (t.table.id, rows(t))).collect()
}

/// The program.
pub fn railhead() -> assert_cmd::Command {
    assert_cmd::Command::new(env!("CARGO_BIN_EXE_railhead"))
}

/// Text for a cell.
pub fn text(t: &str) -> Value {
    Value::Text(t.into())
}

/// Number for a cell.
pub fn number(n: f64) -> Value {
    Value::Number(n)
}
