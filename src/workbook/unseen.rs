//! What an analyst does not see on a sheet, and Railhead counts all the same.

use crate::campaign::Problem;
use crate::graft::{Sight, cell_at};
use crate::tables::RawTable;

/// Rows listed by number; of more it is said how many.
const LISTED: usize = 8;

/// One warning for all rows of a table that are hidden, for they count.
pub fn hidden_rows(raw: &RawTable, sight: &Sight) -> Option<Problem> {
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
