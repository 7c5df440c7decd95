//! `railhead check`: what was read, every problem with its cell, and what arithmetic alone says of the target.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{Outcome, Output, Trouble, problems, say};
use crate::campaign::Problem;
use crate::estimate::Estimate;
use crate::tables::{self, RawBook};
use crate::{input, report};

/// Read a workbook, report every problem with its cell, and estimate
#[derive(Debug, Args)]
pub struct Check {
    /// Workbook (.xlsx), or folder of a text model
    file: PathBuf,
    /// Print for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
    /// Also write a copy of the workbook with every problem as a note on its cell: NAME.marked.xlsx
    #[arg(long)]
    mark: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    file: String,
    sha256: &'a str,
    errors: usize,
    warnings: usize,
    tables: Vec<TableReport>,
    problems: &'a [Problem],
    estimate: Option<Estimate>,
}

#[derive(Serialize)]
struct TableReport {
    table: &'static str,
    sheet: &'static str,
    rows: usize,
}

/// Reads, checks and prints.
pub fn run(args: &Check) -> Result<Outcome, Trouble> {
    let book = input::open(&args.file)?;
    let mut reading = tables::read(&book);
    reading.problems.extend(crate::scenarios::problems(&book));
    let errors = reading.problems.iter().filter(|p| p.is_error()).count();
    let estimate = reading.campaign.as_ref().and_then(Estimate::of);
    match args.format {
        Output::Text => {
            say(&in_words(args, &book, &reading.problems));
            if let Some(estimate) = &estimate {
                say(&format!("\n{}", report::estimate::text(estimate)));
            }
        }
        Output::Json => {
            let tables =
                book.tables.iter().map(|t| TableReport { table: t.table.id, sheet: t.table.sheet, rows: t.rows.len() });
            let report = Report {
                file: args.file.display().to_string(),
                sha256: &reading.hash,
                errors,
                warnings: reading.problems.len() - errors,
                tables: tables.collect(),
                problems: &reading.problems,
                estimate,
            };
            say(&format!("{}\n", serde_json::to_string_pretty(&report).unwrap_or_default()));
        }
    }
    if args.mark {
        let marked = super::marked::write(&args.file, &reading.problems)?;
        if matches!(args.format, Output::Text) {
            say(&format!("\n{}\n", problems::wrapped(&marked, "", 80)));
        }
    }
    Ok(if errors == 0 { Outcome::Fine } else { Outcome::Problems })
}

fn in_words(args: &Check, book: &RawBook, found: &[Problem]) -> String {
    let mut out = problems::listed(found);
    if !out.is_empty() {
        out.push('\n');
    }
    let filled: Vec<_> = book.tables.iter().filter(|t| !t.rows.is_empty()).collect();
    let rows: usize = filled.iter().map(|t| t.rows.len()).sum();
    let counts: Vec<String> = filled.iter().map(|t| format!("{} {}", t.table.sheet, t.rows.len())).collect();
    let summary = format!(
        "Read {rows} rows of {} tables from {} (SHA-256 {}...): {}.",
        filled.len(),
        args.file.display(),
        &book.hash.get(..12).unwrap_or_default(),
        counts.join(", ")
    );
    out.push_str(&problems::wrapped(&summary, "", 80));
    out.push_str(&format!("\nFound {}.\n", problems::counted(found)));
    out
}
