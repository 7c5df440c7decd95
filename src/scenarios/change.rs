//! One change of a cell.

use serde::Serialize;

use super::pick::{self, NoRow};
use super::{at, said};
use crate::campaign::Problem;
use crate::tables::check::{as_number, fold, nearest};
use crate::tables::{self, Field, Kind, Part, RawBook, RawTable, Row, Value, listing};

/// A cell's new value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The cell that changes.
    pub cell: String,
    /// Key of its row, or what stands first in it.
    pub row: String,
    /// Its column.
    pub column: String,
    /// What stood there, in words.
    pub from: String,
    /// What stands there now, in words.
    pub to: String,
    /// The cell of the scenario that says so.
    pub by: String,
    #[serde(skip)]
    value: Value,
    /// Table, row and cell in the book.
    #[serde(skip)]
    place: (usize, usize, usize),
}

impl Change {
    /// Makes it.
    pub fn make(&self, book: &mut RawBook) {
        let (table, row, cell) = self.place;
        let row = book.tables.get_mut(table).and_then(|t| t.rows.get_mut(row));
        if let Some(cell) = row.and_then(|r| r.cells.get_mut(cell)) {
            cell.value = self.value.clone();
            cell.at = self.by.clone();
        }
    }
}

/// How a cell changes.
enum How {
    Set(Value),
    Times(f64),
    Plus(f64),
}

/// What a row of the scenarios changes in a book that earlier rows may have changed. Nothing where it names no sheet.
pub fn of_row(original: &RawBook, row: &Row, now: &RawBook) -> Result<Vec<Change>, Box<Problem>> {
    let Some(sheet) = said(original, row, "sheet") else { return Ok(Vec::new()) };
    // What is no sheet at all is said by the check of the cell.
    let Some(table) = now.tables.iter().position(|t| fold(t.table.sheet) == fold(&sheet)) else {
        return Ok(Vec::new());
    };
    let raw = &now.tables[table];
    let wrong = |column: &str, found: String, allowed: String, hint: String| {
        Err(Box::new(Problem::error(at(original, row, column), found, allowed, hint)))
    };
    let name = said(original, row, "column").unwrap_or_default();
    let Some(column) = pick::column(raw.table, &name) else {
        let labels: Vec<String> = raw.table.fields().iter().map(Field::label).collect();
        let near = nearest(&name, labels.iter().map(String::as_str));
        let hint = near.map_or("Copy the header of the column.".into(), |n| format!("Did you mean '{n}'?"));
        return wrong("column", format!("'{name}'"), format!("a column of the sheet {}", raw.table.sheet), hint);
    };
    let selector = said(original, row, "row").unwrap_or_default();
    let rows = match pick::rows(raw, &selector) {
        Ok(rows) => rows,
        Err(why) => {
            let (found, hint) = no_row(raw, &selector, &why);
            return wrong("row", found, format!("rows of the sheet {}", raw.table.sheet), hint);
        }
    };
    let field = raw.table.fields()[column];
    let how = match how(original, row, &field) {
        Ok(how) => how,
        Err((found, allowed)) => {
            return wrong("value", found, allowed, "Correct the value, or the column that it is for.".into());
        }
    };
    let by = at(original, row, "value");
    let place = |row: usize, cell: usize| (table, row, cell);
    let changes = rows.iter().flat_map(|r| cells(raw, (*r, column), &how).into_iter().map(|(cell, v)| (*r, cell, v)));
    Ok(changes
        .map(|(r, cell, value)| Change {
            // Where an earlier row changed it too, the address is that of the scenario; people look for the cell itself.
            cell: address(original, raw, (r, cell)),
            row: listing::name(raw, &raw.rows[r]),
            column: raw.table.fields()[cell].header(),
            from: raw.rows[r].cells[cell].value.shown(),
            to: value.shown(),
            by: by.clone(),
            value,
            place: place(r, cell),
        })
        .collect())
}

/// The cell's own address, in the book before anything was changed.
fn address(original: &RawBook, raw: &RawTable, (row, cell): (usize, usize)) -> String {
    let own = original.table(raw.table.id).and_then(|t| t.rows.get(row)).map(|r| (&r.cells[cell].at, &r.at));
    own.map(|(at, row)| if at.is_empty() { row.clone() } else { at.clone() }).unwrap_or_default()
}

/// What is to be done, or what was found in the cell and what is allowed there.
fn how(book: &RawBook, row: &Row, field: &Field) -> Result<How, (String, String)> {
    let word = said(book, row, "how").map(|w| fold(&w)).unwrap_or_default();
    let value = said(book, row, "value");
    let is_number = matches!(field.column.kind, Kind::Number { .. } | Kind::Estimate { .. });
    let number = || {
        let n = value.as_ref().and_then(|v| as_number(&Value::Text(v.clone())));
        let shown = value.as_ref().map_or("nothing".to_string(), |v| format!("'{v}'"));
        n.filter(|_| is_number).ok_or_else(|| match is_number {
            true => (shown, "a number".to_string()),
            false => {
                (format!("'{word}' for {}, which is no number", field.label()), "'set' for words and dates".into())
            }
        })
    };
    match word.as_str() {
        "times" => number().map(How::Times),
        "plus" => number().map(How::Plus),
        _ => Ok(How::Set(value.map_or(Value::Empty, |v| Value::Text(v).settled(field.column.kind)))),
    }
}

/// The cells of a row that change, and what they become: a figure takes its low and high with it.
fn cells(raw: &RawTable, (row, column): (usize, usize), how: &How) -> Vec<(usize, Value)> {
    let field = raw.table.fields()[column];
    let cells = &raw.rows[row].cells;
    let is_figure = field.part == Part::Base && matches!(field.column.kind, Kind::Estimate { .. });
    let with_range = if is_figure { column..column + 3 } else { column..column + 1 };
    let scaled = |by: &dyn Fn(f64) -> f64| -> Vec<(usize, Value)> {
        let new = |i: usize| Some((i, Value::Number(by(as_number(&cells[i].value)?))));
        with_range.clone().filter_map(new).collect()
    };
    match how {
        How::Times(by) => scaled(&|n| n * by),
        How::Plus(by) => scaled(&|n| n + by),
        How::Set(value) => {
            let new = |i: usize| if i == column { value.clone() } else { Value::Empty };
            let differs = |(i, v): &(usize, Value)| *i == column || *v != cells[*i].value;
            with_range.clone().map(|i| (i, new(i))).filter(differs).collect()
        }
    }
}

fn no_row(raw: &RawTable, selector: &str, why: &NoRow) -> (String, String) {
    let key = raw.table.key().and_then(|k| raw.table.field_index(k.id));
    match why {
        NoRow::Column(name) => {
            let labels: Vec<String> = raw.table.fields().iter().map(Field::label).collect();
            let near = nearest(name, labels.iter().map(String::as_str));
            let hint = near.map_or("Copy the header of a column.".into(), |n| format!("Did you mean '{n}'?"));
            (format!("the column '{name}' in '{selector}'"), hint)
        }
        NoRow::NoKey => {
            let first = raw.table.fields().first().map(Field::label).unwrap_or_default();
            let hint = format!("Its rows have no keys: write * or conditions, such as '{first} = ...'.");
            (if selector.is_empty() { "nothing".into() } else { format!("'{selector}'") }, hint)
        }
        NoRow::None if selector.is_empty() => ("nothing".into(), "Write the key of a row, or * for every row.".into()),
        NoRow::None => {
            let keys: Vec<String> = key
                .map(|k| raw.rows.iter().filter_map(|r| tables::check::as_text(&r.cells[k].value)).collect())
                .unwrap_or_default();
            let near = nearest(selector, keys.iter().map(String::as_str)).filter(|_| !selector.contains('='));
            let hint =
                near.map_or("No row fits: correct it, or add the row.".into(), |n| format!("Did you mean '{n}'?"));
            (format!("'{selector}', which no row of {} fits", raw.table.sheet), hint)
        }
    }
}
