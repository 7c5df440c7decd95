//! The figures of an input as a flat list, each with its source and grade: what an answer was made from.

use super::check::{as_number, as_text};
use super::raw::{RawBook, RawTable, Row, Value};
use super::schema::{Field, Kind, Part};

/// One figure.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Figure {
    /// Sheet of the figure.
    pub sheet: String,
    /// Key of the row, or its first two cells where the table has no key.
    pub row: String,
    /// Column header.
    pub what: String,
    pub base: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub unit: String,
    pub source: String,
    pub grade: String,
    pub note: String,
    /// Cell of the base value.
    pub cell: String,
    /// The same as positions in the book.
    #[serde(skip)]
    pub at: At,
}

/// Where a figure stands in a [`RawBook`]: table, row, cell, each counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct At {
    table: usize,
    row: usize,
    cell: usize,
}

/// Words of another column in the row of a figure.
pub fn word_beside(book: &RawBook, at: At, column: &str) -> Option<String> {
    let raw = book.tables.get(at.table)?;
    as_text(&raw.rows.get(at.row)?.cells.get(raw.table.field_index(column)?)?.value)
}

/// The book with other base values at these places.
pub fn with(book: &RawBook, values: &[(At, f64)]) -> RawBook {
    let mut out = book.clone();
    for (at, value) in values {
        let rows = out.tables.get_mut(at.table).map(|t| &mut t.rows);
        if let Some(cell) = rows.and_then(|r| r.get_mut(at.row)).and_then(|r| r.cells.get_mut(at.cell)) {
            cell.value = Value::Number(*value);
        }
    }
    out
}

/// The same, each value certain: its low and its high are taken out, so that the value may lie beyond them.
pub fn with_certain(book: &RawBook, values: &[(At, f64)]) -> RawBook {
    let mut out = with(book, values);
    for (at, _) in values {
        let row = out.tables.get_mut(at.table).and_then(|t| t.rows.get_mut(at.row));
        let range = row.and_then(|row| row.cells.get_mut(at.cell + 1..=at.cell + 2));
        range.into_iter().flatten().for_each(|cell| cell.value = Value::Empty);
    }
    out
}

/// Smallest and largest number that the cell there may hold, in its own unit.
pub fn limits(book: &RawBook, at: At) -> (f64, f64) {
    let any = (f64::NEG_INFINITY, f64::INFINITY);
    let Some(raw) = book.tables.get(at.table) else { return any };
    let of_column = raw.table.fields().get(at.cell).and_then(Field::bounds).unwrap_or(any);
    if raw.table.id != "assumptions" {
        return of_column;
    }
    // Of a factor its own.
    let key = raw.table.field_index("factor").and_then(|i| raw.rows.get(at.row)?.cells.get(i));
    let factor = key.and_then(|c| super::factor_by_id(&super::check::fold(&words(&c.value))));
    factor.map_or(of_column, |f| (f.min, f.max))
}

/// Every estimate of every table, in the order of the sheets. Plain numbers (lengths, days, coordinates) are left out:
/// their rows carry the source too, but nobody is unsure of them in the same way.
pub fn figures(book: &RawBook) -> Vec<Figure> {
    let of_table = |(table, raw): (usize, &RawTable)| -> Vec<Figure> {
        raw.rows.iter().enumerate().flat_map(|(at, row)| of_row(raw, row, (table, at))).collect()
    };
    // How figures vary, and what happened, is no figure of the campaign.
    let apart = [super::uncertainty::UNCERTAINTY.id, super::observed::OBSERVED.id];
    let counts = |(_, raw): &(usize, &RawTable)| !apart.contains(&raw.table.id);
    book.tables.iter().enumerate().filter(counts).flat_map(of_table).collect()
}

fn of_row(raw: &RawTable, row: &Row, (table, at): (usize, usize)) -> Vec<Figure> {
    let fields = raw.table.fields();
    let text = |id: &str| raw.table.field_index(id).map(|i| words(&row.cells[i].value)).unwrap_or_default();
    let number = |i: usize| row.cells.get(i).and_then(|c| as_number(&c.value));
    let is_figure = |f: &Field| f.part == Part::Base && matches!(f.column.kind, Kind::Estimate { .. });
    fields
        .iter()
        .enumerate()
        .filter(|(_, f)| is_figure(f))
        .filter_map(|(i, f)| {
            let own_unit = text("unit");
            Some(Figure {
                sheet: raw.table.sheet.to_string(),
                row: name(raw, row),
                what: f.column.header.to_string(),
                base: number(i)?,
                low: number(i + 1),
                high: number(i + 2),
                unit: if own_unit.is_empty() { f.column.unit.to_string() } else { own_unit },
                source: text("source"),
                grade: text("grade"),
                note: text("note"),
                cell: row.cells[i].at.clone(),
                at: At { table, row: at, cell: i },
            })
        })
        .collect()
}

/// Name of a row: its key, or its first two filled cells where the table has no key.
pub fn name(raw: &RawTable, row: &Row) -> String {
    match raw.table.key().and_then(|k| raw.table.field_index(k.id)) {
        Some(i) => words(&row.cells[i].value),
        None => {
            let said = row.cells.iter().take(3).map(|c| words(&c.value)).filter(|w| !w.is_empty());
            said.take(2).collect::<Vec<_>>().join(", ")
        }
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Text(t) => t.trim().to_string(),
        Value::Number(n) => format!("{n}"),
        _ => String::new(),
    }
}
