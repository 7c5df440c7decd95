//! A copy of the analyst's workbook with each problem as a note on its cell.

use std::path::{Path, PathBuf};

use super::Trouble;
use crate::campaign::Problem;
use crate::files;
use crate::graft::{self, Note};

/// Writes the copy beside the workbook and says where it is. Without a problem nothing is written.
///
/// # Errors
/// Where the input is no workbook that can take notes, or the copy can't be written.
pub fn write(input: &Path, problems: &[Problem]) -> Result<String, Trouble> {
    if problems.is_empty() {
        return Ok("Nothing to mark.".into());
    }
    if !input.is_file() {
        return Err(Trouble(format!("{} is no workbook: only workbooks take notes.", input.display())));
    }
    let bytes = files::bytes(input)?;
    let notes: Vec<Note> = problems.iter().filter_map(note).collect();
    let noted = graft::with_notes(&bytes, &notes)
        .map_err(|why| Trouble(format!("{} can't take notes: {why}", input.display())))?;
    let copy = beside(input);
    files::replace(&copy, &noted.bytes)?;
    let left = problems.len() - noted.placed.min(problems.len());
    let rest = match left {
        0 => String::new(),
        n => format!(" {n} of the problems have no cell that can take one: they stand in the list above only."),
    };
    Ok(format!("{} in the copy {}.{rest}", many(noted.placed), copy.display()))
}

fn many(notes: usize) -> String {
    if notes == 1 { "1 note".into() } else { format!("{notes} notes") }
}

/// The problem on its cell; on the first cell of a row. None for what is no cell of a sheet.
fn note(problem: &Problem) -> Option<Note> {
    let first_of_row = || {
        let (sheet, row) = problem.cell.rsplit_once('!')?;
        row.parse::<u32>().ok().and_then(|_| graft::cell_at(&format!("{sheet}!A{row}")))
    };
    let (sheet, (row, column)) = graft::cell_at(&problem.cell).or_else(first_of_row)?;
    let cell = format!("{}{}", crate::workbook::column_letters(column), row + 1);
    let kind = if problem.is_error() { "Problem" } else { "Warning" };
    let text = format!("Railhead: {kind}\nFound: {}\nAllowed: {}\n{}", problem.found, problem.allowed, problem.hint);
    Some(Note { sheet, cell, text })
}

/// `NAME.marked.xlsx`, or with the ending of the input.
fn beside(input: &Path) -> PathBuf {
    let part = |p: Option<&std::ffi::OsStr>| p.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    input.with_file_name(format!("{}.marked.{}", part(input.file_stem()), part(input.extension())))
}
