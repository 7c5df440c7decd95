//! One sheet as a sparse grid of values with addresses.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use calamine::{DataRef, ExcelDateTime, Xlsx, XlsxError};

use crate::tables::Value;

/// Columns beyond this one are nobody's table; a stray value there must not cost memory.
const LAST_COLUMN: u32 = 1000;

/// Damaged sheets may fail at every cell; the first few say enough.
const MOST_BAD_CELLS: usize = 10_000;

/// The filled cells of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Name as the analyst wrote it.
    pub name: String,
    rows: BTreeMap<u32, BTreeMap<u32, Value>>,
}

impl Sheet {
    /// Rows that hold anything, from the top, with their zero-based numbers.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &BTreeMap<u32, Value>)> {
        self.rows.iter().map(|(n, cells)| (*n, cells))
    }

    /// What stands in a cell.
    pub fn value(&self, row: u32, column: u32) -> Value {
        self.rows.get(&row).and_then(|r| r.get(&column)).cloned().unwrap_or(Value::Empty)
    }

    /// Address of a cell, `RailLines!C7`.
    pub fn at(&self, row: u32, column: u32) -> String {
        format!("{}!{}{}", self.quoted(), column_letters(column), row + 1)
    }

    /// Address of a row, `RailLines!7`.
    pub fn row_at(&self, row: u32) -> String {
        format!("{}!{}", self.quoted(), row + 1)
    }

    fn quoted(&self) -> String {
        if self.name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            self.name.clone()
        } else {
            format!("'{}'", self.name.replace('\'', "''"))
        }
    }

    fn put(&mut self, (row, column): (u32, u32), value: Value) {
        if column <= LAST_COLUMN && !value.is_empty() {
            self.rows.entry(row).or_default().insert(column, value);
        }
    }
}

/// `A`, `B` ... `Z`, `AA` for zero-based columns.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut n = column + 1;
    while n > 0 {
        letters.push(char::from(b'A' + ((n - 1) % 26) as u8));
        n = (n - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Reads a sheet. A cell that can't be read becomes an error value at its address and does not hide the others.
/// `doubt_zero` says that a formula's stored 0 may stand for "never calculated".
pub fn load<R: Read + Seek>(book: &mut Xlsx<R>, name: &str, doubt_zero: bool) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet { name: name.to_string(), ..Sheet::default() };
    // Ordinal numbers of the cells that failed: the reader does not say where they stand.
    let mut bad = Vec::new();
    let mut reader = book.worksheet_cells_reader(name)?;
    let mut nth = 0;
    loop {
        match reader.next_cell_with_formula() {
            Ok(None) => break,
            Ok(Some(cell)) => sheet.put(cell.pos, value(cell.value, cell.formula, doubt_zero)),
            Err(e @ (XlsxError::XmlEof(_) | XlsxError::Xml(_))) => return Err(e),
            Err(_) if bad.len() < MOST_BAD_CELLS => bad.push(nth),
            Err(e) => return Err(e),
        }
        nth += 1;
    }
    drop(reader);
    if !bad.is_empty() {
        let mut reader = book.worksheet_cells_reader(name)?;
        let mut nth = 0;
        let mut wanted = bad.into_iter().peekable();
        while let (Some(next), Ok(Some(cell))) = (wanted.peek(), reader.next_formula()) {
            if *next == nth {
                let what = "an error value that can't be read (such as #SPILL! or #CALC!)";
                sheet.put(cell.get_position(), Value::Error(what.into()));
                wanted.next();
            }
            nth += 1;
        }
    }
    Ok(sheet)
}

fn value(data: DataRef<'_>, formula: Option<String>, doubt_zero: bool) -> Value {
    match (data, formula) {
        (DataRef::Empty, Some(formula)) => Value::NoStoredValue(formula),
        (DataRef::Float(0.0) | DataRef::Int(0), Some(formula)) if doubt_zero => Value::NoStoredValue(formula),
        (DataRef::Empty, None) => Value::Empty,
        (DataRef::Int(n), _) => Value::Number(n as f64),
        (DataRef::Float(n), _) => Value::Number(n),
        (DataRef::String(t), _) => Value::Text(t),
        (DataRef::SharedString(t), _) => Value::Text(t.to_string()),
        (DataRef::Bool(b), _) => Value::Bool(b),
        (DataRef::DateTime(d), _) => date(&d),
        (DataRef::DateTimeIso(t), _) => Value::Date(t.chars().take(10).collect()),
        (DataRef::DurationIso(t), _) => Value::Text(t),
        (DataRef::Error(e), _) => Value::Error(e.to_string()),
    }
}

/// Dates become ISO text. Times of day and durations are shown as such: no column of ours takes them, and the analyst
/// is to see why.
fn date(d: &ExcelDateTime) -> Value {
    if d.is_duration() || d.as_f64() < 1.0 {
        let minutes = (d.as_f64() * 24.0 * 60.0).round();
        return Value::Text(format!("{:.0}:{:02.0}", (minutes / 60.0).floor(), minutes % 60.0));
    }
    let (year, month, day, ..) = d.to_ymd_hms_milli();
    Value::Date(format!("{year:04}-{month:02}-{day:02}"))
}
