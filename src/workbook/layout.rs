//! Where a table stands on its sheet: the header row, the columns, the rows that count.

use std::collections::BTreeMap;

use super::sheet::Sheet;
use crate::campaign::Problem;
use crate::tables::check::nearest;
use crate::tables::{Cell, Field, RawTable, Row, Shape, Table, Value};

/// Titles and notes may stand above the header row, but not more than this.
const ROWS_ABOVE_HEADER: usize = 30;

/// Reads a table from its sheet.
pub fn read(table: &'static Table, sheet: &Sheet, problems: &mut Vec<Problem>) -> RawTable {
    let empty = RawTable { table, rows: Vec::new(), at: sheet.at(0, 0) };
    match table.shape {
        Shape::List => match header_row(sheet, &table.fields()) {
            Some(header) => list(table, sheet, header, problems),
            None => {
                let wanted: Vec<String> = table.fields().iter().filter(|f| f.required()).map(Field::label).collect();
                problems.extend(no_header(sheet, table, &wanted));
                empty
            }
        },
        Shape::Record => match record_header(sheet) {
            Some(header) => record(table, sheet, header, problems),
            None => {
                problems.extend(no_header(sheet, table, &["Item".into(), "Value".into()]));
                empty
            }
        },
    }
}

/// A sheet without a single cell is an empty table, and whether that is allowed is checked elsewhere.
fn no_header(sheet: &Sheet, table: &Table, wanted: &[String]) -> Option<Problem> {
    if sheet.rows().next().is_none() && table.may_be_empty {
        return None;
    }
    Some(Problem::error(
        sheet.at(0, 0),
        format!("no header row in the first {ROWS_ABOVE_HEADER} rows"),
        format!("a row with the headers {}", wanted.join(", ")),
        "Restore the header row; `railhead new` makes a workbook to copy it from.",
    ))
}

/// How a header cell names a field.
#[derive(Debug, Clone, PartialEq)]
enum Match {
    Exact,
    /// The field's name with another unit behind it.
    OtherUnit(String),
}

/// Case, surrounding blanks and the width of gaps do not matter in headers.
fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn matches(field: &Field, header: &str) -> Option<Match> {
    let header = normal(header);
    if [field.header(), field.label(), field.id()].iter().any(|name| normal(name) == header) {
        return Some(Match::Exact);
    }
    let (name, rest) = header.split_once('(')?;
    let unit = rest.trim_end().strip_suffix(')')?.trim();
    if name.trim() != normal(&field.label()) {
        return None;
    }
    Some(if unit == normal(field.column.unit) { Match::Exact } else { Match::OtherUnit(unit.to_string()) })
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(t) => Some(t),
        _ => None,
    }
}

/// The row that names most of the table's columns.
fn header_row(sheet: &Sheet, fields: &[Field]) -> Option<u32> {
    let names = |cells: &BTreeMap<u32, Value>| {
        let known = |f: &&Field| cells.values().filter_map(text).any(|t| matches(f, t).is_some());
        fields.iter().filter(known).count()
    };
    let enough = fields.iter().filter(|f| f.required()).count().clamp(1, 2);
    sheet
        .rows()
        .take(ROWS_ABOVE_HEADER)
        .map(|(n, cells)| (names(cells), n))
        .filter(|(count, _)| *count >= enough)
        .max_by_key(|(count, n)| (*count, std::cmp::Reverse(*n)))
        .map(|(_, n)| n)
}

fn list(table: &'static Table, sheet: &Sheet, header: u32, problems: &mut Vec<Problem>) -> RawTable {
    let fields = table.fields();
    let columns = columns(&fields, sheet, header, problems);
    let mut rows = Vec::new();
    for (n, cells) in sheet.rows().filter(|(n, _)| *n > header) {
        if counts(cells, &columns) {
            rows.push(row(&fields, &columns, sheet, n));
        }
    }
    let first = sheet.rows().find(|(n, _)| *n == header).and_then(|(_, cells)| cells.keys().next().copied());
    RawTable { table, rows, at: sheet.at(header, first.unwrap_or(0)) }
}

/// A row counts if one of our cells is filled, unless all that stands in it is a remark beginning with `#`.
fn counts(cells: &BTreeMap<u32, Value>, columns: &[Option<u32>]) -> bool {
    let mut ours = cells.iter().filter(|(c, _)| columns.contains(&Some(**c)));
    let Some((_, first)) = ours.next() else {
        return false;
    };
    let remark = |v: &Value| text(v).is_some_and(|t| t.trim_start().starts_with('#'));
    let alone = ours.next().is_none();
    !(alone && remark(first))
}

fn row(fields: &[Field], columns: &[Option<u32>], sheet: &Sheet, n: u32) -> Row {
    let cell = |(field, column): (&Field, &Option<u32>)| match column {
        Some(c) => Cell { value: sheet.value(n, *c).settled(field.column.kind), at: sheet.at(n, *c) },
        None => Cell { value: Value::Empty, at: String::new() },
    };
    Row { cells: fields.iter().zip(columns).map(cell).collect(), at: sheet.row_at(n) }
}

/// Finds each field's column and reports those that are missing, doubled or in another unit.
fn columns(fields: &[Field], sheet: &Sheet, header: u32, problems: &mut Vec<Problem>) -> Vec<Option<u32>> {
    let empty = BTreeMap::new();
    let cells = sheet.rows().find(|(n, _)| *n == header).map_or(&empty, |(_, cells)| cells);
    let headers: Vec<(u32, &str)> = cells.iter().filter_map(|(c, v)| Some((*c, text(v)?))).collect();
    let mut found = Vec::new();
    for field in fields {
        let mut hits = headers.iter().filter_map(|(c, t)| Some((*c, *t, matches(field, t)?)));
        let Some((column, header_text, how)) = hits.next() else {
            found.push(None);
            continue;
        };
        if let Match::OtherUnit(unit) = how {
            problems.push(Problem::error(
                sheet.at(header, column),
                format!("the unit '{unit}' in the header '{}'", header_text.trim()),
                field.header(),
                format!("Convert the figures to {} and correct the header.", or_none(field.column.unit)),
            ));
        }
        for (second, t, _) in hits {
            problems.push(Problem::error(
                sheet.at(header, second),
                format!("a second column '{}'", t.trim()),
                "each column once",
                format!("The first is {}; delete or rename one.", sheet.at(header, column)),
            ));
        }
        found.push(Some(column));
    }
    let unknown: Vec<(u32, &str)> = headers.iter().filter(|(c, _)| !found.contains(&Some(*c))).copied().collect();
    for (field, _) in fields.iter().zip(&found).filter(|(_, column)| column.is_none()) {
        problems.extend(missing_column(field, sheet, header, &unknown));
    }
    found
}

/// A required column that is missing is an error; an optional one is worth a word only if a header looks like it.
fn missing_column(field: &Field, sheet: &Sheet, header: u32, unknown: &[(u32, &str)]) -> Option<Problem> {
    let bare = |t: &str| normal(t.split('(').next().unwrap_or(t));
    let names: Vec<String> = unknown.iter().map(|(_, t)| bare(t)).collect();
    let similar = nearest(&field.label(), names.iter().map(String::as_str))
        .filter(|near| strsim::osa_distance(near, &normal(&field.label())) <= 2)
        .and_then(|near| unknown.iter().find(|(_, t)| bare(t) == near));
    match (similar, field.required()) {
        (Some((column, t)), required) => {
            let make = if required { Problem::error } else { Problem::warning };
            Some(make(
                sheet.at(header, *column),
                format!("the unknown header '{}'", t.trim()),
                field.header(),
                format!("Did you mean '{}'? The column was not read.", field.header()),
            ))
        }
        (None, true) => Some(Problem::error(
            sheet.row_at(header),
            format!("no column '{}'", field.header()),
            "all required columns in the header row",
            format!("Add the column. {}", field.column.about),
        )),
        (None, false) => None,
    }
}

fn or_none(unit: &str) -> &str {
    if unit.is_empty() { "no unit" } else { unit }
}

/// The header of a record: `Item` and `Value` side by side.
fn record_header(sheet: &Sheet) -> Option<(u32, u32, u32)> {
    sheet.rows().take(ROWS_ABOVE_HEADER).find_map(|(n, cells)| {
        let find = |word: &str| cells.iter().find(|(_, v)| text(v).is_some_and(|t| normal(t) == word)).map(|(c, _)| *c);
        Some((n, find("item")?, find("value")?))
    })
}

fn record(
    table: &'static Table,
    sheet: &Sheet,
    (header, item, value): (u32, u32, u32),
    problems: &mut Vec<Problem>,
) -> RawTable {
    let fields = table.fields();
    let at = sheet.at(header, item);
    let below: Vec<(u32, &str)> = sheet
        .rows()
        .filter(|(n, _)| *n > header)
        .filter_map(|(n, cells)| Some((n, cells.get(&item).and_then(text)?)))
        .collect();
    let mut cells = Vec::new();
    let mut first = None;
    for field in &fields {
        match below.iter().find(|(_, t)| matches(field, t).is_some()) {
            Some((n, _)) => {
                first = first.min(Some(*n)).or(Some(*n));
                let value = Cell { value: sheet.value(*n, value).settled(field.column.kind), at: sheet.at(*n, value) };
                cells.push(value);
            }
            None => {
                cells.push(Cell { value: Value::Empty, at: String::new() });
                if field.required() {
                    problems.push(missing_item(field, sheet, header, &below));
                }
            }
        }
    }
    let Some(first) = first else {
        return RawTable { table, rows: Vec::new(), at };
    };
    RawTable { table, rows: vec![Row { cells, at: sheet.row_at(first) }], at }
}

fn missing_item(field: &Field, sheet: &Sheet, header: u32, below: &[(u32, &str)]) -> Problem {
    let hint = match nearest(&field.label(), below.iter().map(|(_, t)| *t)) {
        Some(near) => format!("Is it the row '{near}'? Write '{}' there, or add the row.", field.label()),
        None => format!("Add the row. {}", field.column.about),
    };
    Problem::error(sheet.row_at(header), format!("no row '{}'", field.label()), "a row for every item", hint)
}
