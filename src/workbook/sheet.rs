//! One sheet as a sparse grid of values with addresses.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use calamine::{Data, DataRef, ExcelDateTime, Range, Reader, Xlsb, Xlsx, XlsxError};

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

    /// Cells with formulas for which the file holds no value.
    pub fn without_stored_value(&self) -> Vec<(u32, u32)> {
        let open = |(_, value): &(&u32, &Value)| matches!(value, Value::NoStoredValue(_));
        self.rows.iter().flat_map(|(row, cells)| cells.iter().filter(open).map(|(column, _)| (*row, *column))).collect()
    }

    /// Puts another value into a cell.
    pub fn replace(&mut self, at: (u32, u32), value: Value) {
        self.put(at, value);
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

/// Filled cells of one sheet that are read at most; nobody's campaign has a tenth of them.
const MOST_CELLS: usize = 2_000_000;

/// Why a sheet can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// Its content is broken.
    Broken,
    /// It has more filled cells than are read.
    TooLarge,
}

/// An open workbook of any form.
pub enum Book<R: Read + Seek> {
    /// `doubt_zero`: a formula's stored 0 may stand for "never calculated".
    Xlsx {
        book: Box<Xlsx<R>>,
        doubt_zero: bool,
    },
    Xlsb(Box<Xlsb<R>>),
    Ods(Box<calamine::Ods<R>>),
    Xls(Box<calamine::Xls<R>>),
}

impl<R: Read + Seek> Book<R> {
    /// Names of the worksheets, in their order.
    pub fn names(&self) -> Vec<String> {
        let all = match self {
            Book::Xlsx { book, .. } => book.sheets_metadata(),
            Book::Xlsb(book) => book.sheets_metadata(),
            Book::Ods(book) => book.sheets_metadata(),
            Book::Xls(book) => book.sheets_metadata(),
        };
        all.iter().filter(|s| s.typ == calamine::SheetType::WorkSheet).map(|s| s.name.clone()).collect()
    }

    /// Reads a sheet.
    pub fn load(&mut self, name: &str) -> Result<Sheet, Unread> {
        match self {
            Book::Xlsx { book, doubt_zero } => from_xlsx(book, name, *doubt_zero),
            Book::Xlsb(book) => from_xlsb(book, name),
            Book::Ods(book) => from_grid(book.as_mut(), name),
            Book::Xls(book) => from_grid(book.as_mut(), name),
        }
    }
}

/// Reads a sheet. A cell that can't be read becomes an error value at its address and does not hide the others.
fn from_xlsx<R: Read + Seek>(book: &mut Xlsx<R>, name: &str, doubt_zero: bool) -> Result<Sheet, Unread> {
    let mut sheet = Sheet { name: name.to_string(), ..Sheet::default() };
    // Ordinal numbers of the cells that failed: the reader does not say where they stand.
    let mut bad = Vec::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| Unread::Broken)?;
    let mut nth = 0;
    loop {
        match reader.next_cell_with_formula() {
            Ok(None) => break,
            Ok(Some(_)) if nth >= MOST_CELLS => return Err(Unread::TooLarge),
            Ok(Some(cell)) => sheet.put(cell.pos, value(cell.value, cell.formula, doubt_zero)),
            Err(XlsxError::XmlEof(_) | XlsxError::Xml(_)) => return Err(Unread::Broken),
            Err(_) if bad.len() < MOST_BAD_CELLS => bad.push(nth),
            Err(_) => return Err(Unread::Broken),
        }
        nth += 1;
    }
    drop(reader);
    if !bad.is_empty() {
        let mut reader = book.worksheet_cells_reader(name).map_err(|_| Unread::Broken)?;
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

/// The binary form is read cell by cell too: a stray value in the last corner of a sheet must not cost the memory of a grid.
fn from_xlsb<R: Read + Seek>(book: &mut Xlsb<R>, name: &str) -> Result<Sheet, Unread> {
    let mut sheet = Sheet { name: name.to_string(), ..Sheet::default() };
    let mut formulas = BTreeMap::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| Unread::Broken)?;
    while let Some(cell) = reader.next_formula().map_err(|_| Unread::Broken)? {
        if formulas.len() >= MOST_CELLS {
            return Err(Unread::TooLarge);
        }
        formulas.insert(cell.get_position(), cell.get_value().clone());
    }
    drop(reader);
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| Unread::Broken)?;
    for nth in 0.. {
        let Some(cell) = reader.next_cell().map_err(|_| Unread::Broken)? else { break };
        if nth >= MOST_CELLS {
            return Err(Unread::TooLarge);
        }
        let at = cell.get_position();
        sheet.put(at, value(cell.get_value().clone(), formulas.remove(&at).filter(|f| !f.is_empty()), false));
    }
    for (at, formula) in formulas.into_iter().filter(|(_, f)| !f.is_empty()) {
        sheet.put(at, Value::NoStoredValue(formula));
    }
    Ok(sheet)
}

/// The forms that are only read as a whole grid.
fn from_grid<R: Read + Seek, B: Reader<R>>(book: &mut B, name: &str) -> Result<Sheet, Unread> {
    let mut sheet = Sheet { name: name.to_string(), ..Sheet::default() };
    let grid: Range<Data> = book.worksheet_range(name).map_err(|_| Unread::Broken)?;
    let at = |start: Option<(u32, u32)>, row: usize, column: usize| {
        let (top, left) = start.unwrap_or_default();
        (top.saturating_add(row as u32), left.saturating_add(column as u32))
    };
    if grid.used_cells().nth(MOST_CELLS).is_some() {
        return Err(Unread::TooLarge);
    }
    for (row, column, data) in grid.used_cells() {
        sheet.put(at(grid.start(), row, column), value(by_reference(data), None, false));
    }
    // A formula counts only where no value stands: then it was never calculated.
    if let Ok(formulas) = book.worksheet_formula(name) {
        for (row, column, formula) in formulas.used_cells().filter(|(_, _, f)| !f.is_empty()) {
            let (row, column) = at(formulas.start(), row, column);
            if sheet.value(row, column).is_empty() {
                sheet.put((row, column), Value::NoStoredValue(formula.clone()));
            }
        }
    }
    Ok(sheet)
}

fn by_reference(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(n) => DataRef::Float(*n),
        Data::String(t) => DataRef::SharedString(t),
        Data::Bool(b) => DataRef::Bool(*b),
        Data::DateTime(d) => DataRef::DateTime(*d),
        Data::DateTimeIso(t) => DataRef::DateTimeIso(t.clone()),
        Data::DurationIso(t) => DataRef::DurationIso(t.clone()),
        Data::Error(e) => DataRef::Error(e.clone()),
        Data::Empty => DataRef::Empty,
    }
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
