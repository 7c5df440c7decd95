//! `railhead compare`: which cells of two inputs differ, and what that did to the answer.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::asked::Asked;
use super::{Outcome, Output, Trouble, problems, say};
use crate::answer::{self, Answer, Task};
use crate::compare::{self, AnswerChange, Difference};
use crate::solver::{Backend, Limits};
use crate::tables::{self, RawBook};
use crate::{input, report};

/// Say which cells of two inputs differ, and what that did to the answer
#[derive(Debug, Args)]
pub struct Compare {
    /// Workbook or folder of a text model
    first: PathBuf,
    /// The other one
    second: PathBuf,
    /// Only the cells: solve nothing
    #[arg(long)]
    cells_only: bool,
    /// Solve both in steps of so many days, whatever the inputs say, for a first look
    #[arg(long, value_name = "DAYS", value_parser = super::asked::days, conflicts_with = "cells_only")]
    period: Option<f64>,
    /// Look for plans too; ceilings alone take a fraction of the time
    #[arg(long, conflicts_with = "cells_only")]
    plans: bool,
    /// Print for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
}

#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    first: String,
    second: String,
    differences: &'a [Difference],
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<AnswerChange>,
}

/// Reads both, compares, solves both, compares again.
pub fn run(args: &Compare) -> Result<Outcome, Trouble> {
    let (one, other) = (input::open(&args.first)?, input::open(&args.second)?);
    let found = compare::inputs(&one, &other);
    let mut fine = true;
    let answer = if args.cells_only || found.is_empty() {
        None
    } else {
        let before = answered(args, &args.first, &one)?;
        let after = answered(args, &args.second, &other)?;
        fine = before.is_some() && after.is_some();
        before.zip(after).map(|(before, after)| compare::answers(&before, &after))
    };
    match args.format {
        Output::Text => {
            say(&report::compared::inputs(&found));
            if let Some(answer) = &answer {
                say(&format!("\n{}", report::compared::answers(answer)));
            }
        }
        Output::Json => {
            let report = Report {
                format: "railhead-comparison",
                first: args.first.display().to_string(),
                second: args.second.display().to_string(),
                differences: &found,
                answer,
            };
            say(&format!("{}\n", serde_json::to_string_pretty(&report).unwrap_or_default()));
        }
    }
    Ok(if fine { Outcome::Fine } else { Outcome::Problems })
}

/// The answer to one of them; none where it has problems, which are printed.
fn answered(args: &Compare, file: &Path, book: &RawBook) -> Result<Option<Answer>, Trouble> {
    let mut book = book.clone();
    Asked::in_steps(args.period).put_into(&mut book)?;
    let reading = tables::read(&book);
    let Some(campaign) = reading.campaign else {
        if matches!(args.format, Output::Text) {
            let found = problems::listed(&reading.problems);
            say(&format!("{found}\n{} has {}.\n\n", file.display(), problems::counted(&reading.problems)));
        }
        return Ok(None);
    };
    let backend = Backend::available().first().copied().ok_or_else(|| Trouble("This build has no solver.".into()))?;
    let task = Task {
        campaign: &campaign,
        input: file.display().to_string(),
        input_hash: reading.hash,
        assumptions: Vec::new(),
        warnings: Vec::new(),
        backend,
        limits: Limits::default(),
        with_plan: args.plans,
        with_schedule: true,
        caution: None,
        with_curve: true,
        starts: None,
    };
    answer::answer(&task, &|_| ()).map(Some).map_err(|e| Trouble(format!("No answer to {}: {e}.", file.display())))
}
