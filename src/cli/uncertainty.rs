//! `railhead uncertainty`: how sure the answer is, and which guess to research next.

use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::asked::Asked;
use super::solve::{Wanted, backend};
use super::{Outcome, Output, Trouble, problems, say};
use crate::batch::Shard;
use crate::campaign::Problem;
use crate::files::WriteError;
use crate::solver::Limits;
use crate::tables;
use crate::uncertain::{Failed, Note, Settings, Task};
use crate::{files, input, report};

/// Say how sure the answer is: draw every figure from its range, many times, and prove a verdict for each draw
#[derive(Debug, Args)]
pub struct Uncertainty {
    /// Workbook (.xlsx), or folder of a text model
    file: PathBuf,
    /// How many draws
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(10..=100_000))]
    draws: u32,
    /// Any number: the same one gives the same draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Stop as soon as the odds are known to within this share to either side, for example 0.02 (not with --shard)
    #[arg(long, value_name = "SHARE", value_parser = share, conflicts_with = "shard")]
    within: Option<f64>,
    /// Reckon in steps of so many days instead of the workbook's: longer ones are quicker and prove less
    #[arg(long, value_name = "DAYS", value_parser = super::asked::days)]
    period: Option<f64>,
    /// Draw around this scenario of the workbook (sheet Scenarios) instead of the workbook as it stands
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// Folder for the draws and the result [default: NAME.uncertainty beside the input]. A run that was stopped goes on where it was: name
    /// the same folder again
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only this part of the draws, as 2/7: for one of seven machines with a common folder. Run it once more without --shard to put the
    /// parts together
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Draws at a time [default: as many as the machine has processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Print for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
    /// Which solver to use [default: the best that is built in]
    #[arg(long, value_enum)]
    backend: Option<Wanted>,
    /// Most seconds for one date
    #[arg(long, value_name = "SECONDS", default_value_t = 600.0)]
    time_limit: f64,
    /// Print no progress and no result; only write the files
    #[arg(short, long)]
    quiet: bool,
}

/// Half the width of an interval.
fn share(given: &str) -> Result<f64, String> {
    let share = given.trim().parse::<f64>().ok().filter(|s| (0.001..=0.5).contains(s));
    share.ok_or_else(|| "a share from 0.001 to 0.5".into())
}

/// Reads, draws, writes, prints.
pub fn run(args: &Uncertainty) -> Result<Outcome, Trouble> {
    if !(args.time_limit.is_finite() && args.time_limit > 0.0) {
        return Err(Trouble("The time limit must be a number of seconds above 0.".into()));
    }
    let mut book = input::open(&args.file)?;
    // Whatever the workbook asks, here it is whether the target can be reached on any date.
    let asked = Asked::of_batch(Some("can it be done".into()), args.period, args.scenario.as_deref());
    let caution = asked.caution(&book);
    let unmade = asked.put_into(&mut book)?;
    let reading = tables::read(&book);
    let Some(campaign) = reading.campaign.filter(|_| unmade.is_empty()) else {
        let found: Vec<Problem> = unmade.into_iter().chain(reading.problems).collect();
        say(&format!("{}\nFound {}.\n", problems::listed(&found), problems::counted(&found)));
        return Ok(Outcome::Problems);
    };
    let machine = std::thread::available_parallelism().map_or(1, usize::from);
    let settings = Settings {
        draws: args.draws as usize,
        seed: args.seed,
        within: args.within,
        backend: backend(args.backend)?,
        limits: Limits { seconds: args.time_limit },
        threads: args.threads.map_or(machine, usize::from),
        shard: args.shard.unwrap_or(Shard::WHOLE),
    };
    let folder = args.out.clone().unwrap_or_else(|| beside(&args.file));
    std::fs::create_dir_all(&folder).map_err(|e| WriteError::from_io(&folder, &e))?;
    let bar = bar(args.quiet);
    let task = Task { book: &book, campaign: &campaign, settings };
    let done = task.run(&folder, &|note| show(&bar, note));
    bar.finish_and_clear();
    let found = match done {
        Ok(Some(found)) => found,
        Ok(None) => {
            let (part, of) = (settings.shard.number, settings.shard.of);
            say(&format!("Part {part} of {of} is done. When all parts are, run the same once more without --shard.\n"));
            return Ok(Outcome::Fine);
        }
        Err(Failed::Write(e)) => return Err(e.into()),
        Err(Failed::Solve(e)) => return Err(Trouble(format!("No answer: {e}."))),
        Err(Failed::Sense(why)) => return Err(Trouble(why)),
    };
    let json = report::uncertain::json(&found).map_err(|e| Trouble(e.to_string()))?;
    files::replace(&folder.join("uncertainty.json"), json.as_bytes())?;
    report::uncertain::write_csv(&found, &task.values(&found), &folder.join("draws.csv"))?;
    let workbook = folder.join("uncertainty.xlsx");
    report::workbook::uncertain::write(&found, &workbook)?;
    report::html::uncertain::write(&found, &folder.join("report.html"))?;
    if args.quiet {
        return Ok(Outcome::Fine);
    }
    match args.format {
        Output::Json => say(&json),
        Output::Text => {
            say(&report::uncertain::text(&found));
            if let Some(caution) = caution {
                say(&format!("\n{}\n", report::wrapped(&caution, "", 80)));
            }
            say(&format!(
                "\nResults: {}, with uncertainty.json, draws.csv and report.html beside it\n",
                workbook.display()
            ));
        }
    }
    Ok(Outcome::Fine)
}

/// `NAME.uncertainty` in the folder of the input.
fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_else(|| "railhead".into());
    file.with_file_name(format!("{stem}.uncertainty"))
}

/// On standard error, and only on a terminal.
fn bar(quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(1);
    let template = "{bar:24} {pos}/{len}, {per_sec}, {elapsed} so far, {eta} left  {msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(250));
    bar
}

fn show(bar: &ProgressBar, note: Note) {
    match note {
        Note::Draws { all, before } => {
            bar.set_length(all as u64);
            // What was done before says nothing about the rate.
            bar.set_position(before as u64);
            bar.reset_eta();
        }
        Note::Base => bar.set_message("the campaign as it stands, to start from"),
        Note::Pilot => bar.set_message("the first draws, for their prices"),
        Note::Draw | Note::Bar => bar.inc(1),
        Note::Odds(odds) => bar.set_message(report::uncertain::odds(&odds)),
        Note::Tornado(n) => {
            bar.inc_length(n as u64);
            bar.set_message("one figure at a time");
        }
    }
}
