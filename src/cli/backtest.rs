//! `railhead backtest`: the model against campaigns that happened.

use std::path::PathBuf;

use clap::Args;

use super::solve::{Wanted, backend};
use super::{Outcome, Output, Trouble, problems, say};
use crate::backtest::{self, Case, LeaveOut, Settings};
use crate::solver::Limits;
use crate::tables::RawBook;
use crate::{input, models, report, tables};

/// Hold the model against campaigns that happened: predicted against recorded
#[derive(Debug, Args)]
pub struct Backtest {
    /// Workbooks or folders with a filled sheet Observed [default: the campaigns of history that come with Railhead]
    files: Vec<PathBuf>,
    /// Also tell each campaign with the shared factors and the coverage rule found on all others
    #[arg(long)]
    leave_one_out: bool,
    /// The same for this campaign alone; may be given several times
    #[arg(long, value_name = "NAME", conflicts_with = "leave_one_out")]
    leave_out: Vec<String>,
    /// Workbook for the results
    #[arg(short, long, value_name = "FILE", default_value = "backtest.xlsx", value_parser = super::results::workbook_name)]
    output: PathBuf,
    /// Print for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
    /// Which solver to use [default: the best that is built in]
    #[arg(long, value_enum)]
    backend: Option<Wanted>,
    /// Print nothing; only write the workbook
    #[arg(short, long)]
    quiet: bool,
}

/// Reads, predicts, compares, writes, prints.
pub fn run(args: &Backtest) -> Result<Outcome, Trouble> {
    let mut cases = Vec::new();
    let mut found = Vec::new();
    for (name, book) in books(args)? {
        let reading = tables::read(&book);
        match reading.campaign {
            Some(campaign) if backtest::is_history(&campaign) => cases.push(Case { name, book }),
            Some(_) => {
                return Err(Trouble(format!(
                    "Nothing is recorded in {name}: its sheet Observed is empty. Fill it, or name another campaign."
                )));
            }
            None => found.extend(reading.problems),
        }
    }
    if !found.is_empty() {
        say(&format!("{}\nFound {}.\n", problems::listed(&found), problems::counted(&found)));
        return Ok(Outcome::Problems);
    }
    let settings =
        Settings { backend: backend(args.backend)?, limits: Limits::default(), leave_out: leave_out(args, &cases)? };
    let bar = indicatif::ProgressBar::new_spinner();
    let tell = |n: usize| bar.set_message(format!("{n} predictions"));
    if args.quiet {
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    }
    let done = backtest::run(&cases, &settings, &tell);
    bar.finish_and_clear();
    let found = done.map_err(|e| Trouble(format!("No answer: {e}.")))?;
    report::workbook::backtest::write(&found, &args.output)?;
    if args.quiet {
        return Ok(Outcome::Fine);
    }
    match args.format {
        Output::Json => say(&report::backtest::json(&found).map_err(|e| Trouble(e.to_string()))?),
        Output::Text => {
            say(&report::backtest::text(&found));
            say(&format!("\nResults: {}\n", args.output.display()));
        }
    }
    Ok(Outcome::Fine)
}

/// Which campaigns are to be told by the others.
fn leave_out(args: &Backtest, cases: &[Case]) -> Result<LeaveOut, Trouble> {
    if args.leave_one_out {
        return Ok(LeaveOut::Each);
    }
    let there = |name: &&String| cases.iter().any(|c| c.name.eq_ignore_ascii_case(name));
    if let Some(name) = args.leave_out.iter().find(|n| !there(n)) {
        let names: Vec<&str> = cases.iter().map(|c| c.name.as_str()).collect();
        return Err(Trouble(format!("There is no campaign '{name}' to leave out. There are: {}.", names.join(", "))));
    }
    Ok(if args.leave_out.is_empty() { LeaveOut::None } else { LeaveOut::Named(args.leave_out.clone()) })
}

/// What is to be tested, by name.
fn books(args: &Backtest) -> Result<Vec<(String, RawBook)>, Trouble> {
    if args.files.is_empty() {
        let shipped = models::MODELS.iter().map(|m| (m.name.to_string(), m.book()));
        let history = |(_, book): &(String, RawBook)| book.table("observed").is_some_and(|t| !t.rows.is_empty());
        return Ok(shipped.filter(history).collect());
    }
    let named = |file: &PathBuf| -> Result<(String, RawBook), Trouble> {
        let name = file.file_stem().map_or_else(|| file.display().to_string(), |s| s.to_string_lossy().into_owned());
        Ok((name, input::open(file)?))
    };
    args.files.iter().map(named).collect()
}
