//! What an analyst does not see on a sheet, and Railhead counts all the same.

use crate::campaign::Problem;
use crate::graft::{Sight, cell_at};
use crate::tables::RawTable;

/// Rows listed by number; of more it is said how many.
const LISTED: usize = 8;

/// A warning for everything of a table that counts and can't be seen: its sheet, or else its columns and its rows.
pub fn hidden(raw: &RawTable, sight: &Sight) -> Vec<Problem> {
    match hidden_sheet(raw, sight) {
        Some(sheet) => vec![sheet],
        None => hidden_columns(raw, sight).into_iter().chain(hidden_rows(raw, sight)).collect(),
    }
}

/// One warning for a table on a sheet whose tab is hidden.
fn hidden_sheet(raw: &RawTable, sight: &Sight) -> Option<Problem> {
    let (sheet, _) = cell_at(&raw.rows.first()?.cells.iter().find(|c| !c.at.is_empty())?.at)?;
    sight.is_sheet_hidden(&sheet).then(|| {
        Problem::warning(
            format!("{sheet}!A1"),
            "a hidden sheet",
            "sheets that can be seen; a hidden one counts like all others",
            "Right-click a tab and choose Unhide to see what counts.",
        )
    })
}

/// One warning for all columns of a table that are hidden and hold something.
fn hidden_columns(raw: &RawTable, sight: &Sight) -> Option<Problem> {
    if raw.table.shape == crate::tables::Shape::Record {
        return None;
    }
    let filled = |field: usize| raw.rows.iter().map(|row| &row.cells[field]).find(|c| !c.value.is_empty());
    let fields = raw.table.fields();
    let hidden: Vec<(&str, String)> = (0..fields.len())
        .filter_map(|field| {
            let cell = filled(field)?;
            let (sheet, (_, column)) = cell_at(&cell.at)?;
            sight.is_column_hidden(&sheet, column).then(|| (cell.at.as_str(), fields[field].header()))
        })
        .collect();
    let (first, _) = hidden.first()?;
    let names: Vec<&str> = hidden.iter().map(|(_, header)| header.as_str()).collect();
    let (columns, them) = if hidden.len() == 1 { ("a hidden column", "it") } else { ("hidden columns", "them") };
    Some(Problem::warning(
        *first,
        format!("{columns} ({})", names.join(", ")),
        "columns that can be seen; hidden ones count like all others",
        format!("Unhide {them} to see what counts; empty the cells that shall not count."),
    ))
}

/// One warning for all rows of a table that are hidden, for they count.
fn hidden_rows(raw: &RawTable, sight: &Sight) -> Option<Problem> {
    let row_of = |address: &str| cell_at(address).map(|(sheet, (row, _))| (sheet, row));
    let first_cell = |row: &crate::tables::Row| row.cells.iter().find(|c| !c.at.is_empty()).map(|c| c.at.clone());
    let hidden: Vec<(String, u32)> = raw
        .rows
        .iter()
        .flat_map(|row| match raw.table.shape {
            // Of a record every line is a cell.
            crate::tables::Shape::Record => row.cells.iter().map(|c| c.at.clone()).collect(),
            crate::tables::Shape::List => first_cell(row).into_iter().collect::<Vec<_>>(),
        })
        .filter_map(|address| Some((address.clone(), row_of(&address)?)))
        .filter(|(_, (sheet, row))| sight.is_hidden(sheet, *row))
        .map(|(address, (_, row))| (address, row + 1))
        .collect();
    let (first, _) = hidden.first()?;
    let mut listed: Vec<String> = hidden.iter().take(LISTED).map(|(_, row)| row.to_string()).collect();
    if hidden.len() > LISTED {
        listed.push(format!("and {} more", hidden.len() - LISTED));
    }
    let (rows, them) = if hidden.len() == 1 { ("a hidden row", "it") } else { ("hidden rows", "them") };
    Some(Problem::warning(
        first,
        format!("{rows} ({})", listed.join(", ")),
        "rows that can be seen; hidden and filtered rows count like all others",
        format!("Unhide {them} or clear the filter to see what counts; delete what shall not count."),
    ))
}

/// A warning for every figure that is worked out from results: each answer would change the next question.
pub fn fed_by_results(raw: &RawTable, sight: &Sight) -> Vec<Problem> {
    let cells = raw.rows.iter().flat_map(|row| &row.cells);
    let fed = cells.filter_map(|cell| {
        let (sheet, at) = cell_at(&cell.at)?;
        Some((cell, sight.reads_result(&sheet, at)?))
    });
    fed.map(|(cell, result)| {
        Problem::warning(
            &cell.at,
            format!("a formula that reads the results on the sheet '{result}'"),
            "figures that do not hang on the results they lead to",
            "Every solve would change the question of the next. Copy the value in place of the formula, if it is meant.",
        )
    })
    .collect()
}
