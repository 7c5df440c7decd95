//! Rows as they were found, before anything is believed: the common form of the workbook and the text model.

use super::schema::Table;

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

/// A value and where it stands (`RailLines!C7`, or `rail_lines.csv:7:length_km`).
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
    /// The sheet or file, for problems of the table as a whole.
    pub at: String,
}

/// Everything that was read, with what was wrong with the reading itself.
#[derive(Debug, Clone, PartialEq)]
pub struct RawBook {
    /// One entry for each table of [`super::ALL`] that was found.
    pub tables: Vec<RawTable>,
    /// Missing sheets and columns, unreadable cells, unknown sheets that look like ours.
    pub problems: Vec<crate::campaign::Problem>,
    /// SHA-256 of the input, hexadecimal.
    pub hash: String,
}

impl RawBook {
    pub fn table(&self, id: &str) -> Option<&RawTable> {
        self.tables.iter().find(|t| t.table.id == id)
    }
}
