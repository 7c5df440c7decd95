//! `railhead new`: a workbook to start from.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Trouble, say};
use crate::files::WriteError;
use crate::{models, workbook};

/// Make a workbook to start from
#[derive(Debug, Args)]
pub struct New {
    /// Workbook to make (.xlsx)
    file: PathBuf,
    /// Start from a shipped campaign (vistula-rhine, balkans-italy, iran-spain, vistula-oder, berlin, centre-1941, uman-botosani) instead of empty sheets
    #[arg(long, value_name = "MODEL")]
    from: Option<String>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

/// Writes the workbook.
pub fn run(args: &New) -> Result<Outcome, Trouble> {
    let book = match &args.from {
        None => models::blank(),
        Some(name) => models::by_name(name).map(models::Model::book).ok_or_else(|| {
            let names: Vec<&str> = models::MODELS.iter().map(|m| m.name).collect();
            Trouble(format!("There is no shipped campaign '{name}'. There is: {}.", names.join(", ")))
        })?,
    };
    if args.file.exists() && !args.force {
        return Err(WriteError::Exists(args.file.clone()).into());
    }
    workbook::write(&book, &args.file)?;
    say(&format!("Made {}. Open it; the sheet Guide says how to go on.\n", args.file.display()));
    Ok(Outcome::Fine)
}
