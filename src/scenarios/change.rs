//! One change of a cell.

use std::collections::HashSet;

use serde::Serialize;

use super::pick::{self, NoRow};
use super::{at, said};
use crate::campaign::Problem;
use crate::tables::check::{as_number, fold, nearest};
use crate::tables::schema::Need;
use crate::tables::{self, Field, Kind, Part, RawBook, RawTable, Row, Shape, Value, listing};

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
    made: Made,
    /// Table, row and cell in the book.
    #[serde(skip)]
    place: (usize, usize, usize),
}

impl Change {
    /// The sheet of its table.
    pub fn sheet<'b>(&self, book: &'b RawBook) -> &'b str {
        book.tables.get(self.place.0).map_or("", |t| t.table.sheet)
    }

    /// Whether it takes the row out.
    pub fn removes(&self) -> bool {
        self.made == Made::Gone
    }

    /// Makes it. A cell of the sheets keeps its address; one that stands nowhere but in the scenarios (`scenario_cells`), or whose
    /// column the sheet lacks, has that of the scenario's cell.
    pub fn make(&self, book: &mut RawBook, scenario_cells: &HashSet<&String>) {
        let (table, row, cell) = self.place;
        let Some(rows) = book.tables.get_mut(table).map(|t| &mut t.rows) else { return };
        match &self.made {
            Made::Value(value) => {
                if let Some(cell) = rows.get_mut(row).and_then(|r| r.cells.get_mut(cell)) {
                    cell.value = value.clone();
                    if cell.at.is_empty() || scenario_cells.contains(&cell.at) {
                        cell.at.clone_from(&self.by);
                    }
                }
            }
            Made::Copy(copy) => rows.push(copy.clone()),
            Made::Gone => {
                if row < rows.len() {
                    rows.remove(row);
                }
            }
        }
    }
}

/// What is made of a cell or a row.
#[derive(Debug, Clone, PartialEq)]
enum Made {
    Value(Value),
    /// A new row.
    Copy(Row),
    Gone,
}

/// How cells or rows change.
enum How {
    Set(Value),
    Times(f64),
    Plus(f64),
    Add(Value),
    Remove,
}

/// A row of the scenarios, and the table that it is about.
struct Asked<'a> {
    original: &'a RawBook,
    row: &'a Row,
    raw: &'a RawTable,
    table: usize,
}

/// What a row of the scenarios changes in a book that earlier rows may have changed. Nothing where it names no sheet.
pub fn of_row(original: &RawBook, row: &Row, now: &RawBook) -> Result<Vec<Change>, Box<Problem>> {
    let Some(sheet) = said(original, row, "sheet") else { return Ok(Vec::new()) };
    // What is no sheet at all is said by the check of the cell.
    let Some(table) = now.tables.iter().position(|t| fold(t.table.sheet) == fold(&sheet)) else {
        return Ok(Vec::new());
    };
    Asked { original, row, raw: &now.tables[table], table }.changes()
}

impl Asked<'_> {
    fn changes(&self) -> Result<Vec<Change>, Box<Problem>> {
        let raw = self.raw;
        let removes = said(self.original, self.row, "how").is_some_and(|how| fold(&how) == "remove");
        let column = if removes { 0 } else { self.column()? };
        let selector = said(self.original, self.row, "row").unwrap_or_default();
        let rows = pick::rows(raw, &selector).map_err(|why| {
            let (found, hint) = no_row(raw, &selector, &why);
            self.wrong("row", found, (format!("rows of the sheet {}", raw.table.sheet), hint))
        })?;
        let how = how(self.original, self.row, &raw.table.fields()[column]).map_err(|(found, allowed)| {
            self.wrong("value", found, (allowed, "Correct the value, or the column that it is for.".into()))
        })?;
        Ok(match how {
            // From the last, so that the places of the others stay what they are.
            How::Remove => rows.iter().rev().map(|r| self.removal(*r)).collect(),
            How::Add(value) => (1..).zip(&rows).map(|(nth, r)| self.copy((*r, column), &value, nth)).collect(),
            how => {
                let of_row = |r: &usize| {
                    cells(raw, (*r, column), &how).into_iter().map(|(c, v)| self.value((*r, c), v)).collect::<Vec<_>>()
                };
                let changes: Vec<Change> = rows.iter().flat_map(of_row).collect();
                if changes.is_empty() {
                    let (found, hint) = ("an empty cell", "Use set, or fill the cell first.");
                    return Err(self.wrong("value", found.into(), ("a figure to reckon with".into(), hint.into())));
                }
                changes
            }
        })
    }

    fn wrong(&self, column: &str, found: String, (allowed, hint): (String, String)) -> Box<Problem> {
        Box::new(Problem::error(at(self.original, self.row, column), found, allowed, hint))
    }

    fn column(&self) -> Result<usize, Box<Problem>> {
        let raw = self.raw;
        let name = said(self.original, self.row, "column").unwrap_or_default();
        pick::column(raw.table, &name).ok_or_else(|| {
            let labels: Vec<String> = raw.table.fields().iter().map(Field::label).collect();
            let near = nearest(&name, labels.iter().map(String::as_str));
            let hint = near.map_or("Copy the header of the column.".into(), |n| format!("Did you mean '{n}'?"));
            self.wrong("column", format!("'{name}'"), (format!("a column of the sheet {}", raw.table.sheet), hint))
        })
    }

    /// Name of a row; a record has but one.
    fn name_of(&self, row: &Row) -> String {
        if self.raw.table.shape == Shape::Record { String::new() } else { listing::name(self.raw, row) }
    }

    fn by(&self) -> String {
        at(self.original, self.row, "value")
    }

    /// A cell with another value.
    fn value(&self, (row, cell): (usize, usize), value: Value) -> Change {
        let was = &self.raw.rows[row];
        Change {
            cell: if was.cells[cell].at.is_empty() { was.at.clone() } else { was.cells[cell].at.clone() },
            row: self.name_of(was),
            column: self.raw.table.fields()[cell].header(),
            from: was.cells[cell].value.shown(),
            to: value.shown(),
            by: self.by(),
            made: Made::Value(value),
            place: (self.table, row, cell),
        }
    }

    /// A row that is taken out.
    fn removal(&self, row: usize) -> Change {
        let was = &self.raw.rows[row];
        Change {
            cell: was.at.clone(),
            row: self.name_of(was),
            column: "the whole row".into(),
            from: "there".into(),
            to: "taken out".into(),
            by: at(self.original, self.row, "how"),
            made: Made::Gone,
            place: (self.table, row, 0),
        }
    }

    /// A new row like another, but for one cell.
    fn copy(&self, (row, cell): (usize, usize), value: &Value, nth: usize) -> Change {
        let was = &self.raw.rows[row];
        let by = self.by();
        // Rows are known by where they stand, so that several made by one line must not stand at one place.
        let at = if nth == 1 { by.clone() } else { format!("{by} (copy {nth})") };
        let mut new = Row { cells: was.cells.clone(), at };
        new.cells.iter_mut().for_each(|c| c.at.clone_from(&by));
        new.cells[cell].value = value.clone();
        Change {
            cell: was.at.clone(),
            row: self.name_of(was),
            column: self.raw.table.fields()[cell].header(),
            from: "-".into(),
            to: format!("a copy of the row with {}", value.shown()),
            by,
            made: Made::Copy(new),
            place: (self.table, self.raw.rows.len(), 0),
        }
    }
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
        "remove" => Ok(How::Remove),
        "add" => match value {
            Some(v) => Ok(How::Add(Value::Text(v).settled(field.column.kind))),
            None => Err(("nothing".into(), format!("the {} of the new row", field.label().to_lowercase()))),
        },
        _ => Ok(How::Set(value.map_or(Value::Empty, |v| Value::Text(v).settled(field.column.kind)))),
    }
}

/// Without the dust of binary fractions: 792, not 792.0000000000001.
fn tidy(n: f64) -> f64 {
    format!("{n:.12e}").parse().unwrap_or(n)
}

/// The cells of a row that change, and what they become: a figure takes its low and high with it.
fn cells(raw: &RawTable, (row, column): (usize, usize), how: &How) -> Vec<(usize, Value)> {
    let field = raw.table.fields()[column];
    let cells = &raw.rows[row].cells;
    let is_figure = field.part == Part::Base && matches!(field.column.kind, Kind::Estimate { .. });
    let with_range = if is_figure { column..column + 3 } else { column..column + 1 };
    let scaled = |by: &dyn Fn(f64) -> f64| -> Vec<(usize, Value)> {
        // What an empty cell stands for, where it stands for a number.
        let default = match field.column.need {
            Need::Number(n) if cells[column].value.is_empty() => Some(n),
            _ => None,
        };
        let now = |i: usize| as_number(&cells[i].value).or(default.filter(|_| i == column));
        let new = |i: usize| Some((i, Value::Number(by(now(i)?))));
        with_range.clone().filter_map(new).collect()
    };
    match how {
        How::Times(by) => scaled(&|n| tidy(n * by)),
        How::Plus(by) => scaled(&|n| tidy(n + by)),
        How::Set(value) => {
            let new = |i: usize| if i == column { value.clone() } else { Value::Empty };
            let differs = |(i, v): &(usize, Value)| *i == column || *v != cells[*i].value;
            with_range.clone().map(|i| (i, new(i))).filter(differs).collect()
        }
        How::Add(_) | How::Remove => Vec::new(),
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
