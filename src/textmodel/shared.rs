//! The factor table that campaigns share: figures of the world rather than of one campaign, with their sources.
//!
//! A campaign that includes it need not repeat its rows. Rows of these tables whose key it does not have come in before its own; empty
//! cells of its own rows are filled from the shared row of the same key, or from one whose key ends with `*` and begins as theirs. A
//! campaign may have a row of the same key with other figures: then its own count, and [`departures`] says so.

use super::read::tables_of;
use crate::campaign::Problem;
use crate::tables::check::{as_text, fold};
use crate::tables::{ALL, Cell, Field, RawBook, RawTable, Row, Value, listing, raw};

macro_rules! shared {
    ($($table:literal)*) => {
        &[$((concat!($table, ".csv"), include_str!(concat!("../../models/factors/", $table, ".csv")))),*]
    };
}

/// The files of the factor table.
const FILES: &[(&str, &str)] = shared!("assumptions" "postures" "norms" "supply_classes" "truck_fleets" "seasons");

/// Columns of a pattern row that are its own and fill nothing.
const OWN: [&str; 9] = ["fleet", "season", "name", "zone", "trucks", "from_day", "to_day", "source", "note"];

/// The factor table.
pub fn factors() -> Vec<RawTable> {
    let mut tables = tables_of(FILES);
    for row in tables.iter_mut().flat_map(|t| &mut t.rows) {
        for cell in &mut row.cells {
            cell.at = format!("factors/{}", cell.at);
        }
        row.at = format!("factors/{}", row.at);
    }
    tables
}

/// Whether a book includes it.
fn includes(book: &RawBook) -> bool {
    let Some(table) = book.table("includes") else { return false };
    let said = |row: &Row| row.cells.first().and_then(|c| as_text(&c.value)).is_some_and(|t| fold(&t) == "factors");
    table.rows.iter().any(said)
}

/// Brings in what a book includes and lacks. `missing` are tables that it does not have at all.
pub fn include(book: &mut RawBook, missing: Vec<RawTable>) {
    if !includes(book) {
        return;
    }
    let missing_ids: Vec<&str> = missing.iter().map(|t| t.table.id).collect();
    book.tables.extend(missing);
    book.tables.sort_by_key(|t| ALL.iter().position(|a| a.id == t.table.id));
    for shared in factors() {
        let Some(own) = book.tables.iter_mut().find(|t| t.table.id == shared.table.id) else { continue };
        let mut coming = Vec::new();
        for row in &shared.rows {
            let name = listing::name(&shared, row);
            match name.strip_suffix('*') {
                Some(begin) => fill(own, row, begin),
                None if own.rows.iter().any(|r| fold(&listing::name(own, r)) == fold(&name)) => {}
                None => coming.push(row.clone()),
            }
        }
        own.rows.splice(0..0, coming);
    }
    let empty = |t: &RawTable| !t.table.may_be_empty && t.rows.is_empty();
    book.tables.retain(|t| !(missing_ids.contains(&t.table.id) && empty(t)));
    let tables = &book.tables;
    book.problems.retain(|p| !tables.iter().any(|t| t.at == p.cell && mended(t, p, missing_ids.contains(&t.table.id))));
    book.hash = raw::hash(&book.tables);
}

/// Whether what was said of a table as a whole no longer holds: it is there by now, or the column that it lacks is filled in every row.
fn mended(t: &RawTable, p: &Problem, was_missing: bool) -> bool {
    if was_missing {
        return !t.rows.is_empty();
    }
    let lacks = |f: &Field| p.found == format!("no column '{}'", f.id());
    let fields = t.table.fields();
    fields.iter().position(lacks).is_some_and(|f| t.rows.iter().all(|r| !r.cells[f].value.is_empty()))
}

/// Fills the empty cells of rows whose key begins like this. Low and high come with a base, not by themselves.
fn fill(own: &mut RawTable, pattern: &Row, begin: &str) {
    let fields = own.table.fields();
    for i in 0..own.rows.len() {
        if !fold(&listing::name(own, &own.rows[i])).starts_with(&fold(begin)) {
            continue;
        }
        let empty: Vec<bool> = own.rows[i].cells.iter().map(|c| c.value.is_empty()).collect();
        for (f, field) in fields.iter().enumerate() {
            // The base of the same logical column.
            let base = fields.iter().position(|g| g.column_index == field.column_index).unwrap_or(f);
            let given = &pattern.cells[f].value;
            if empty[f]
                && empty[base]
                && !given.is_empty()
                && !OWN.contains(&field.column.id)
                && field.column.id != "grade"
            {
                // A column that the file lacks has no address of its own.
                let at = match own.rows[i].cells[f].at.as_str() {
                    "" => format!("{}:{}", own.rows[i].at, field.id()),
                    at => at.to_string(),
                };
                own.rows[i].cells[f] = Cell { value: given.clone(), at };
            }
        }
    }
}

/// Cells of a book that includes the factor table and says otherwise than it does.
pub fn departures(book: &RawBook) -> Vec<String> {
    if !includes(book) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for shared in factors() {
        let Some(own) = book.table(shared.table.id) else { continue };
        let fields = own.table.fields();
        for row in &own.rows {
            let name = fold(&listing::name(own, row));
            let like = |s: &&Row| {
                let key = fold(&listing::name(&shared, s));
                key.strip_suffix('*').map_or(key == name, |begin| name.starts_with(begin))
            };
            let Some(pattern) = shared.rows.iter().find(like) else { continue };
            for (f, field) in fields.iter().enumerate() {
                let words = matches!(field.column.id, "source" | "grade" | "note" | "name");
                let (said, meant) = (plain(&row.cells[f].value), plain(&pattern.cells[f].value));
                if !words && !OWN.contains(&field.column.id) && said != meant {
                    out.push(format!("{} ({said}, not {meant})", row.cells[f].at));
                }
            }
        }
    }
    out
}

fn plain(value: &Value) -> String {
    match value {
        Value::Empty => "nothing".into(),
        Value::Text(t) => t.trim().to_string(),
        other => other.shown(),
    }
}
