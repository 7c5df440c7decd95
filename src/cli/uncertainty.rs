//! `railhead uncertainty`: how sure the answer is, and which guess to research next.

use std::path::PathBuf;

use clap::Args;

use super::asked::{self, Asked};
use super::drawn::{self, ASKED, Drawn};
use super::solve::{Wanted, backend};
use super::{Outcome, Output, Trouble, problems, say};
use crate::batch::Shard;
use crate::campaign::Problem;
use crate::files::WriteError;
use crate::solver::Limits;
use crate::tables::{self, Value};
use crate::uncertain::{Settings, Task};
use crate::workbook::template;
use crate::{input, report};

/// Draws where nobody says how many.
const DRAWS: usize = 1000;

/// Say how sure the answer is: draw every figure from its range, many times, and prove a verdict for each draw
#[derive(Debug, Args)]
pub struct Uncertainty {
    /// Workbook (.xlsx), or folder of a text model
    file: PathBuf,
    /// How many draws [default: the workbook's (Question, 'Draws'), or 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..=100_000))]
    draws: Option<u32>,
    /// Any number: the same one gives the same draws [default: the workbook's (Question, 'Seed'), or 1]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
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
    /// Draw nothing, only write the draw of this number (as in draws.csv, with the same --draws and --seed) as a workbook, draw-N.xlsx in the
    /// folder: to look at, change and solve
    #[arg(long, value_name = "N", conflicts_with = "shard")]
    save_draw: Option<usize>,
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
    let asked = Asked::of_batch(Some(ASKED.into()), args.period, args.scenario.as_deref());
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
        draws: args.draws.map(|n| n as usize).or(campaign.question.draws).unwrap_or(DRAWS),
        seed: args.seed.unwrap_or(campaign.question.seed),
        within: args.within,
        backend: backend(args.backend)?,
        limits: Limits { seconds: args.time_limit },
        threads: args.threads.map_or(machine, usize::from),
        shard: args.shard.unwrap_or(Shard::WHOLE),
    };
    let folder = args.out.clone().unwrap_or_else(|| drawn::beside(&args.file));
    if let Some(number) = args.save_draw {
        let task = Task { book: &book, campaign: &campaign, settings, caution };
        return save_draw(&task, number, args);
    }
    let drawn = Drawn { settings, folder: &folder, caution, quiet: args.quiet };
    let Some(found) = drawn.found(&book, &campaign)? else {
        let (part, of) = (settings.shard.number, settings.shard.of);
        say(&format!("Part {part} of {of} is done. When all parts are, run the same once more without --shard.\n"));
        return Ok(Outcome::Fine);
    };
    if args.quiet {
        return Ok(Outcome::Fine);
    }
    match args.format {
        Output::Json => say(&report::uncertain::json(&found).map_err(|e| Trouble(e.to_string()))?),
        Output::Text => {
            say(&report::uncertain::text(&found));
            say(&format!(
                "\nResults: {}, with uncertainty.json, draws.csv and report.html beside it\n",
                report::uncertain::workbook(&folder).display()
            ));
        }
    }
    Ok(Outcome::Fine)
}

/// Writes one draw as a workbook of its own.
fn save_draw(task: &Task, number: usize, args: &Uncertainty) -> Result<Outcome, Trouble> {
    let (draws, seed) = (task.settings.draws, task.settings.seed);
    let Some(draw) = number.checked_sub(1).filter(|draw| *draw < draws) else {
        return Err(Trouble(format!("There is no draw {number}: they are numbered from 1 to {draws} (see --draws).")));
    };
    let folder = args.out.clone().unwrap_or_else(|| drawn::beside(&args.file));
    std::fs::create_dir_all(&folder).map_err(|e| WriteError::from_io(&folder, &e))?;
    let path = folder.join(format!("draw-{number}.xlsx"));
    let mut book = task.book_of(draw);
    let of = task.book.scenario.as_ref().map_or_else(String::new, |name| format!(", scenario {name}"));
    let title = format!("{} (draw {number} of {draws}, seed {seed}{of})", task.campaign.question.title);
    asked::put(&mut book, "title", Value::Text(title));
    // All that varied has been drawn.
    asked::put(&mut book, "draws", Value::Empty);
    template::write(&book, &path)?;
    if !args.quiet {
        let path = path.display();
        match args.format {
            Output::Json => say(&format!(
                "{}\n",
                serde_json::json!({ "draw": number, "of": draws, "seed": seed, "file": path.to_string() })
            )),
            Output::Text => say(&format!(
                "Draw {number} of {draws}, seed {seed}: {path}\nFor what it comes to: railhead solve {path}\n"
            )),
        }
    }
    Ok(Outcome::Fine)
}
