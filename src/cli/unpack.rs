//! `railhead unpack`: from a workbook to a text model.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Trouble, problems, say};
use crate::campaign::Problem;
use crate::files::WriteError;
use crate::tables::{RawBook, Value};
use crate::{input, textmodel};

/// Write a workbook's tables as text, one CSV file each
#[derive(Debug, Args)]
pub struct Unpack {
    /// Workbook (.xlsx)
    file: PathBuf,
    /// Folder to write to; by default named after the workbook
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replace the tables of a folder that holds some already
    #[arg(long)]
    force: bool,
}

/// Reads the workbook and writes the folder. Mistakes of meaning are carried along; a table that could not be read, or
/// a cell without a value, would be lost and stops the work.
pub fn run(args: &Unpack) -> Result<Outcome, Trouble> {
    let book = input::open(&args.file)?;
    let mut found = book.problems.clone();
    found.extend(unwritable(&book));
    if !found.is_empty() {
        say(&problems::listed(&found));
    }
    if found.iter().any(Problem::is_error) {
        say(&format!("\nFound {}; nothing was written.\n", problems::counted(&found)));
        return Ok(Outcome::Problems);
    }
    let folder = args.output.clone().unwrap_or_else(|| args.file.with_extension(""));
    if folder.join(textmodel::PACKAGE_FILE).exists() && !args.force {
        return Err(WriteError::Exists(folder.join(textmodel::PACKAGE_FILE)).into());
    }
    textmodel::write(&book, &folder)?;
    say(&format!("Wrote {} tables to {}.\n", book.tables.len(), folder.display()));
    Ok(Outcome::Fine)
}

fn unwritable(book: &RawBook) -> Vec<Problem> {
    let cells = book.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells);
    let lost = cells.filter(|c| matches!(c.value, Value::Error(_) | Value::NoStoredValue(_)));
    let problem = |c: &crate::tables::Cell| {
        Problem::error(&c.at, c.value.shown(), "a value", "Mend the cell, or let Excel calculate it and save again.")
    };
    lost.map(problem).collect()
}
