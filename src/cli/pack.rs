//! `railhead pack`: from a text model to a workbook.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Trouble, problems, say};
use crate::files::WriteError;
use crate::{textmodel, workbook};

/// Make a workbook from the folder of a text model
#[derive(Debug, Args)]
pub struct Pack {
    /// Folder with one CSV file for each table
    dir: PathBuf,
    /// Workbook to make; by default named after the folder
    #[arg(short, long, value_name = "FILE", value_parser = super::results::workbook_name)]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

/// Reads the folder and writes the workbook. What the rows mean is not checked: a workbook is a good place to mend them.
pub fn run(args: &Pack) -> Result<Outcome, Trouble> {
    let book = textmodel::read(&args.dir)?;
    if !book.problems.is_empty() {
        say(&problems::listed(&book.problems));
    }
    if book.problems.iter().any(crate::campaign::Problem::is_error) {
        say(&format!("\nFound {}; nothing was written.\n", problems::counted(&book.problems)));
        return Ok(Outcome::Problems);
    }
    let file = args.output.clone().unwrap_or_else(|| {
        let mut name = args.dir.file_name().unwrap_or("campaign".as_ref()).to_os_string();
        name.push(".xlsx");
        name.into()
    });
    if file.exists() && !args.force {
        return Err(WriteError::Exists(file).into());
    }
    workbook::write(&book, &file)?;
    say(&format!("Made {}.\n", file.display()));
    Ok(Outcome::Fine)
}
