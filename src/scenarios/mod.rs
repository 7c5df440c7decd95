//! Scenarios: named changes of a workbook's cells, made on a copy of what was read.
//!
//! A changed cell carries the address of the scenario's cell that changed it, so that what is wrong with the new value is
//! reported where the analyst wrote it.

mod change;
mod pick;

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::campaign::Problem;
use crate::tables::check::{as_text, fold, nearest};
use crate::tables::{self, RawBook, Row};

pub use change::Change;

/// The table's id.
const TABLE: &str = "scenarios";

/// A scenario as it stands in the workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scenario {
    pub name: String,
    /// The scenario whose changes are made first.
    pub builds_on: Option<String>,
    /// The first note in its rows.
    pub about: String,
    /// Cell of its name, where it stands first.
    pub cell: String,
    /// Rows that change something.
    pub rows: usize,
}

/// A book with a scenario's changes made.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The changed book, without scenarios of its own.
    pub book: RawBook,
    /// What was changed, in order.
    pub changes: Vec<Change>,
    /// What could not be.
    pub problems: Vec<Problem>,
}

/// The scenarios of a book in the order in which they first stand there.
pub fn all(book: &RawBook) -> Vec<Scenario> {
    let mut out: Vec<Scenario> = Vec::new();
    for row in rows(book) {
        let Some(name) = said(book, row, "scenario") else { continue };
        let known = out.iter().position(|s| fold(&s.name) == fold(&name)).unwrap_or_else(|| {
            let cell = at(book, row, "scenario");
            out.push(Scenario { name, builds_on: None, about: String::new(), cell, rows: 0 });
            out.len() - 1
        });
        let scenario = &mut out[known];
        scenario.builds_on = scenario.builds_on.take().or_else(|| said(book, row, "builds_on"));
        if scenario.about.is_empty() {
            scenario.about = said(book, row, "note").unwrap_or_default();
        }
        scenario.rows += usize::from(said(book, row, "sheet").is_some());
    }
    out
}

/// The scenario of this name, however its letters are written; what is wrong with the name otherwise.
pub fn named(book: &RawBook, name: &str) -> Result<Scenario, String> {
    let all = all(book);
    if let Some(found) = all.iter().find(|s| fold(&s.name) == fold(name)) {
        return Ok(found.clone());
    }
    let names: Vec<&str> = all.iter().map(|s| s.name.as_str()).collect();
    let hint = match (names.is_empty(), nearest(name, names.iter().copied())) {
        (true, _) => "the workbook has none on a sheet Scenarios.".to_string(),
        (_, Some(near)) => format!("did you mean '{near}'?"),
        (_, None) => format!("the workbook has: {}.", names.join(", ")),
    };
    Err(format!("There is no scenario '{name}': {hint}"))
}

/// Makes a scenario's changes, those of what it builds on first.
pub fn apply(book: &RawBook, scenario: &Scenario) -> Applied {
    let mut out = Applied { book: book.clone(), changes: Vec::new(), problems: Vec::new() };
    out.book.scenario = Some(scenario.name.clone());
    out.book.tables.iter_mut().filter(|t| t.table.id == TABLE).for_each(|t| t.rows.clear());
    let mut changed: HashMap<String, String> = HashMap::new();
    let own_cells: HashSet<&String> = rows(book).flat_map(|row| row.cells.iter().map(|c| &c.at)).collect();
    let layers = layers(book, scenario, &mut out.problems);
    for layer in &layers {
        for row in rows(book).filter(|row| said(book, row, "scenario").is_some_and(|n| fold(&n) == fold(layer))) {
            match change::of_row(book, row, &out.book) {
                Ok(changes) => {
                    for change in changes {
                        if !own_cells.contains(&change.cell) {
                            changed.insert(change.cell.clone(), change.by.clone());
                        }
                        change.make(&mut out.book, &own_cells);
                        out.changes.push(change);
                    }
                }
                Err(problem) => out.problems.push(*problem),
            }
        }
    }
    // What the cells of these scenarios say in a wrong form is not seen any more once their table is empty.
    let of_layer = |row: &&Row| said(book, row, "scenario").is_some_and(|n| layers.iter().any(|l| fold(l) == fold(&n)));
    let cells: HashSet<&String> = rows(book).filter(of_layer).flat_map(|row| row.cells.iter().map(|c| &c.at)).collect();
    let form = tables::read(book).problems.into_iter().filter(|p| p.is_error() && cells.contains(&p.cell));
    out.problems.extend(form);
    // What is wrong with a new value is to be said where it was written.
    let cells = out.book.tables.iter_mut().flat_map(|t| &mut t.rows).flat_map(|r| &mut r.cells);
    for cell in cells.filter(|c| !c.at.is_empty()) {
        if let Some(by) = changed.get(&cell.at) {
            cell.at.clone_from(by);
        }
    }
    out
}

/// Everything that is wrong with the scenarios of a book: with their own cells, and with the campaigns that they make. What is
/// wrong with the book itself is not said again.
pub fn problems(book: &RawBook) -> Vec<Problem> {
    let own: HashSet<(String, String)> = tables::read(book).problems.into_iter().map(|p| (p.cell, p.found)).collect();
    let mut out: Vec<Problem> = Vec::new();
    for scenario in all(book) {
        let applied = apply(book, &scenario);
        let mut made = tables::read(&applied.book).problems;
        made.retain(|p| !own.contains(&(p.cell.clone(), p.found.clone())));
        let missed = missed(book, &applied.changes, &mut made);
        let found = applied.problems.into_iter().filter(|p| !own.contains(&(p.cell.clone(), p.found.clone())));
        for mut problem in found.chain(missed).chain(made) {
            // The same row may lead to the same problem in every scenario that builds on it.
            let known = |p: &Problem| p.cell == problem.cell && p.found.ends_with(&problem.found);
            if !out.iter().any(known) {
                problem.found = format!("in scenario '{}': {}", scenario.name, problem.found);
                out.push(problem);
            }
        }
    }
    out
}

/// Cells named of those that refer to a row that was removed.
const NAMED: usize = 4;

/// What still refers to rows that a scenario removes, told at the scenario's row that removes them, and taken out of what was found.
fn missed(book: &RawBook, changes: &[Change], found: &mut Vec<Problem>) -> Vec<Problem> {
    let removals = changes.iter().filter(|change| change.removes());
    let mut one = |gone: &Change| {
        // `'B' as To`, in a column of keys of the sheet.
        let quoted = format!("'{}'", gone.row);
        let keys = format!("a key of the sheet {}", gone.sheet(book));
        let misses = |p: &Problem| {
            let of_key = fold(&p.found).starts_with(&format!("{} as ", fold(&quoted)));
            p.is_error() && of_key && p.allowed == keys
        };
        let cells: Vec<String> = found.iter().filter(|p| misses(p)).map(|p| p.cell.clone()).collect();
        if cells.is_empty() {
            return None;
        }
        found.retain(|p| !misses(p));
        let mut named = cells.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        if cells.len() > NAMED {
            named.push_str(&format!(" and {} more", cells.len() - NAMED));
        }
        Some(Problem::error(
            &gone.by,
            format!("{quoted} removed, to which {named} refer"),
            "a row to which nothing else refers",
            "Remove the rows that refer to it too, each with a row of the scenario.",
        ))
    };
    removals.filter_map(&mut one).collect()
}

/// Names of the scenarios to be done one after the other, the given one last.
fn layers(book: &RawBook, scenario: &Scenario, problems: &mut Vec<Problem>) -> Vec<String> {
    let all = all(book);
    let mut out = vec![scenario.name.clone()];
    let mut top = scenario.clone();
    while let Some(below) = top.builds_on.take() {
        let cell = builds_on_cell(book, &top.name);
        if out.iter().any(|n| fold(n) == fold(&below)) {
            problems.push(Problem::error(
                cell,
                format!("'{below}', which builds on '{}'", top.name),
                "scenarios that do not go round in a circle",
                "Empty one of the cells 'Builds on'.",
            ));
            break;
        }
        let Some(found) = all.iter().find(|s| fold(&s.name) == fold(&below)) else {
            let near = nearest(&below, all.iter().map(|s| s.name.as_str()));
            problems.push(Problem::error(
                cell,
                format!("'{below}' as Builds on"),
                "the name of another scenario",
                near.map_or("Correct the name, or add the scenario.".into(), |n| format!("Did you mean '{n}'?")),
            ));
            break;
        };
        out.push(found.name.clone());
        top = found.clone();
    }
    out.reverse();
    out
}

fn builds_on_cell(book: &RawBook, name: &str) -> String {
    let of_scenario = |row: &&Row| said(book, row, "scenario").is_some_and(|n| fold(&n) == fold(name));
    let mut rows = rows(book).filter(of_scenario);
    let row = rows.find(|row| said(book, row, "builds_on").is_some());
    row.map(|row| at(book, row, "builds_on")).unwrap_or_default()
}

fn rows(book: &RawBook) -> impl Iterator<Item = &Row> {
    book.table(TABLE).into_iter().flat_map(|t| &t.rows)
}

/// What a row says in a column; nothing where the cell is empty.
fn said(book: &RawBook, row: &Row, column: &str) -> Option<String> {
    let cell = &row.cells[book.table(TABLE)?.table.field_index(column)?];
    as_text(&cell.value)
}

fn at(book: &RawBook, row: &Row, column: &str) -> String {
    let index = book.table(TABLE).and_then(|t| t.table.field_index(column));
    index.map(|i| row.cells[i].at.clone()).filter(|at| !at.is_empty()).unwrap_or_else(|| row.at.clone())
}
