//! `railhead scenarios`: the scenarios of a workbook, and what each would change.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{Outcome, Output, Trouble, problems, say};
use crate::campaign::Problem;
use crate::scenarios::{self, Change, Scenario};
use crate::{input, report};

/// List the scenarios of a workbook, or show which cells one of them changes
#[derive(Debug, Args)]
pub struct Scenarios {
    /// Workbook (.xlsx), or folder of a text model
    file: PathBuf,
    /// Show every cell that this scenario changes, from what to what; nothing is written
    #[arg(long, value_name = "NAME")]
    show: Option<String>,
    /// Print for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
}

#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    file: String,
    scenarios: &'a [Scenario],
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<&'a str>,
    changes: &'a [Change],
    problems: &'a [Problem],
}

/// Reads, lists or shows.
pub fn run(args: &Scenarios) -> Result<Outcome, Trouble> {
    let book = input::open(&args.file)?;
    let all = scenarios::all(&book);
    let (changes, found) = match &args.show {
        None => (Vec::new(), scenarios::problems(&book)),
        Some(name) => {
            let scenario = scenarios::named(&book, name).map_err(Trouble)?;
            let applied = scenarios::apply(&book, &scenario);
            let mut found = applied.problems;
            let own = crate::tables::read(&book).problems;
            found.extend(crate::tables::read(&applied.book).problems.into_iter().filter(|p| !own.contains(p)));
            (applied.changes, found)
        }
    };
    match (args.format, &args.show) {
        (Output::Json, shown) => {
            let report = Report {
                format: "railhead-scenarios",
                file: args.file.display().to_string(),
                scenarios: &all,
                shown: shown.as_deref(),
                changes: &changes,
                problems: &found,
            };
            say(&format!("{}\n", serde_json::to_string_pretty(&report).unwrap_or_default()));
        }
        (Output::Text, None) => say(&report::scenarios::list(&all)),
        (Output::Text, Some(_)) => say(&report::scenarios::changes(&changes)),
    }
    if matches!(args.format, Output::Text) && !found.is_empty() {
        say(&format!("\n{}\nFound {}.\n", problems::listed(&found), problems::counted(&found)));
    }
    Ok(if found.iter().any(Problem::is_error) { Outcome::Problems } else { Outcome::Fine })
}
