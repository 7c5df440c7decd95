//! Rows as they were found, before anything is believed: the common form of the workbook and the text model.

use super::ALL;
use super::check;
use super::schema::{Kind, Table};
use crate::files::sha256;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Empty,
    Number(f64),
    Text(String),
    Bool(bool),
    /// ISO date, from a cell formatted as a date or from text of that form.
    Date(String),
    /// An Excel error value (`#N/A`), or a cell that can't be read; the text says what.
    Error(String),
    /// A formula for which the file holds no value; the text is the formula.
    NoStoredValue(String),
}

impl Value {
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Empty => true,
            Value::Text(t) => t.trim().is_empty(),
            _ => false,
        }
    }

    /// The value in the form that its column wants, so that a sheet and a CSV with the same content give the same
    /// rows: numbers where numbers are wanted, words where words are wanted. What does not fit stays as it is, to be
    /// reported as the analyst wrote it.
    pub fn settled(self, kind: Kind) -> Value {
        if self.is_empty() {
            return Value::Empty;
        }
        match (kind, &self) {
            (_, Value::Error(_) | Value::NoStoredValue(_)) => self,
            (Kind::Number { .. } | Kind::Estimate { .. }, Value::Text(_)) => {
                check::as_number(&self).map_or(self, Value::Number)
            }
            (Kind::Number { .. } | Kind::Estimate { .. }, _) => self,
            (Kind::Date, Value::Text(t)) => {
                let date = t.trim().parse::<jiff::civil::Date>().map(|d| d.to_string());
                date.map_or(self, Value::Date)
            }
            (Kind::Date, _) => self,
            (_, Value::Text(_)) => self,
            _ => check::as_text(&self).map_or(self, Value::Text),
        }
    }

    /// For messages: what the analyst sees.
    pub fn shown(&self) -> String {
        match self {
            Value::Empty => "nothing".into(),
            Value::Number(n) => format!("{n}"),
            Value::Text(t) => format!("'{t}'"),
            Value::Bool(b) => if *b { "TRUE" } else { "FALSE" }.into(),
            Value::Date(d) => format!("the date {d}"),
            Value::Error(e) => e.clone(),
            Value::NoStoredValue(f) => format!("the formula ={} without a stored value", f.trim_start_matches('=')),
        }
    }
}

/// A value and where it stands (`RailLines!C7`, or `rail_lines.csv:7:length_km`). Where the whole column is missing,
/// which is a problem of its own, `at` is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub value: Value,
    pub at: String,
}

/// One row: a cell for each of the table's physical columns, in the order of [`Table::fields`].
/// A column that the sheet lacks gives `Empty` cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// `RailLines!7`, or `rail_lines.csv:7`.
    pub at: String,
}

/// All rows of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct RawTable {
    pub table: &'static Table,
    pub rows: Vec<Row>,
    /// Head of the table, for problems of the table as a whole: `RailLines!A4`, or `rail_lines.csv:1`.
    pub at: String,
}

/// Everything that was read, with what was wrong with the reading itself.
#[derive(Debug, Clone, PartialEq)]
pub struct RawBook {
    /// One entry for each table of [`super::ALL`] that was found.
    pub tables: Vec<RawTable>,
    /// Missing sheets and columns, unreadable cells, unknown sheets that look like ours.
    pub problems: Vec<crate::campaign::Problem>,
    /// SHA-256 of what the tables say, hexadecimal: see [`hash`].
    pub hash: String,
    /// The scenario whose changes were made in it, if any.
    pub scenario: Option<String>,
}

/// SHA-256 of every cell of every row of the tables, in their order. Where cells stand, how they look and what else is in the file makes no
/// difference, so that a workbook and its text form have the same hash, and results written into a workbook do not change its own.
pub fn hash(tables: &[RawTable]) -> String {
    let mut said = String::new();
    for table in ALL {
        let rows = tables.iter().filter(|t| t.table.id == table.id).flat_map(|t| &t.rows);
        let fields = table.fields();
        for row in rows {
            said.push_str(table.id);
            for (field, cell) in fields.iter().zip(&row.cells) {
                said.push('\u{1f}');
                said.push_str(&match cell.value.clone().settled(field.column.kind) {
                    Value::Empty => String::new(),
                    Value::Text(t) => format!("t{}", t.trim()),
                    other => format!("v{}", other.shown()),
                });
            }
            said.push('\u{1e}');
        }
    }
    sha256([said.as_bytes()])
}

impl RawBook {
    pub fn table(&self, id: &str) -> Option<&RawTable> {
        self.tables.iter().find(|t| t.table.id == id)
    }
}
