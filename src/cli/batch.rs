//! `railhead batch` and `railhead merge`: many cases at once, on one machine or many.

use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::ProgressBar;

use super::asked::Asked;
use super::bar::{bar, begin};
use super::drawn::ASKED;
use super::solve::{Wanted, backend};
use super::{Outcome, Trouble, say};
use crate::batch::{Batch as Cases, Case, Draws, Finished, Note, Settings, Shard, Source, Sweep, gather};
use crate::solver::Limits;
use crate::tables::RawBook;
use crate::uncertain::{Found, Task};
use crate::{input, report, scenarios};

/// Cases that are named where they are missing or failed; of more it is said how many.
const NAMED: usize = 8;
/// What stands for a workbook as it stands, in place of a scenario's name.
const AS_IT_STANDS: &str = "as it stands";

/// Answer many cases at once: workbooks, their scenarios, levers moved
#[derive(Debug, Args)]
pub struct Batch {
    /// Workbooks (.xlsx), or folders of text models
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Folder for what the cases come to. A run that was stopped goes on where it was: name the same folder again
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Answer only this scenario, or several, of the workbooks that have it [default: all, and the workbook "as it stands"; with --sweep the latter alone]
    #[arg(long, value_name = "NAME")]
    scenario: Vec<String>,
    /// Move a lever of the sheet Levers over a list (trucks=20000,26000) or a range from:to:step (trucks=80%:120%:10%, percent of
    /// today's); several: every combination
    #[arg(long, value_name = "LEVER=VALUES")]
    sweep: Vec<Sweep>,
    /// Ask this instead of the workbooks' questions (see `railhead solve --help`)
    #[arg(long, value_parser = super::asked::known)]
    question: Option<String>,
    /// Reckon in steps of so many days instead of the workbooks': longer ones are quicker and prove less
    #[arg(long, value_name = "DAYS", value_parser = super::asked::days)]
    period: Option<f64>,
    /// Solve every date of the curve, as `railhead solve` does, for dates.csv. Without it only the last date is solved, and the others
    /// are proved to be no better, or solved where that can't be proved: the same answer, sooner
    #[arg(long)]
    curve: bool,
    /// Don't look for plans: only prove what is impossible
    #[arg(long)]
    no_plan: bool,
    /// Also write a certificate of every answer into DIR/certificates, checked as `railhead verify` does
    #[arg(long)]
    certificates: bool,
    /// Say how sure each answer is too: so many draws from the ranges of the figures, as `railhead uncertainty` makes them, kept in
    /// DIR/drawn
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..=100_000))]
    draws: Option<u32>,
    /// Seed of the draws: any number [default: that of each workbook (Question, 'Seed')]
    #[arg(long, value_name = "S", requires = "draws")]
    seed: Option<u64>,
    /// Only this part of the cases, as 2/7: for one of seven machines with a common folder; `railhead merge` puts them together
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Cases at a time [default: as many as the machine has processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Which solver to use [default: the best that is built in]
    #[arg(long, value_enum)]
    backend: Option<Wanted>,
    /// Most seconds for one date
    #[arg(long, value_name = "SECONDS", default_value_t = 600.0)]
    time_limit: f64,
    /// Print no progress
    #[arg(short, long)]
    quiet: bool,
}

/// Put together what the shards of a batch have left in a folder
#[derive(Debug, Args)]
pub struct Merge {
    /// The folder of `railhead batch --out`
    dir: PathBuf,
}

/// Reads, lists the cases, answers what is not answered yet, writes the summary.
pub fn run(args: &Batch) -> Result<Outcome, Trouble> {
    if !(args.time_limit.is_finite() && args.time_limit > 0.0) {
        return Err(Trouble("The time limit must be a number of seconds above 0.".into()));
    }
    let machine = std::thread::available_parallelism().map_or(1, usize::from);
    let sources = args.sources()?;
    let ask = |book: &mut RawBook, scenario: Option<&str>| {
        Asked::of_batch(args.question.clone(), args.period, scenario).put_into(book).map_err(|t| t.0)
    };
    let ask_of_draws = |book: &mut RawBook, scenario: Option<&str>| {
        Asked::of_batch(Some(ASKED.into()), args.period, scenario).put_into(book).map_err(|t| t.0)
    };
    let keep = |task: &Task, found: &Found, folder: &Path| report::uncertain::write(found, &task.values(found), folder);
    let asked = Asked::in_steps(args.period);
    let caution = sources.iter().find_map(|source| asked.caution(&source.book));
    let draws = args.draws.map(|n| Draws {
        count: n as usize,
        seed: args.seed,
        ask: &ask_of_draws,
        keep: &keep,
        caution: caution.as_deref(),
    });
    let settings = Settings {
        asked: format!("{:?} {:?}", args.question, args.period),
        ask: &ask,
        backend: backend(args.backend)?,
        limits: Limits { seconds: args.time_limit },
        with_plan: !args.no_plan,
        with_certificate: args.certificates,
        with_curve: args.curve,
        draws,
        threads: args.threads.map_or(machine, usize::from),
    };
    let cases = Cases::new(sources, settings, &args.sweep).map_err(Trouble)?;
    let shard = args.shard.unwrap_or(Shard::WHOLE);
    let bar = bar(args.quiet, "{pos}/{len} cases, {per_sec}");
    let done = cases.run(&args.out, shard, &|note| show(&bar, note));
    bar.finish_and_clear();
    let failed = done?;
    if let Some(caution) = caution {
        say(&format!("{}\n\n", report::wrapped(&caution, "", 80)));
    }
    if shard != Shard::WHOLE {
        let (part, of) = (shard.number, shard.of);
        say(&format!("Part {part} of {of} is done; {failed} of its cases failed.\n"));
        let mine = gather(&args.out).map_err(Trouble)?.into_iter().enumerate().filter(|(i, _)| shard.has(*i));
        let mine: Vec<(Case, Finished)> = mine.filter_map(|(_, (case, f))| Some((case, f?))).collect();
        say_failures(&mine.iter().map(|(case, f)| (case, f)).collect::<Vec<_>>());
        say(&format!("When all parts are: railhead merge {}\n", args.out.display()));
        return Ok(if failed == 0 { Outcome::Fine } else { Outcome::Problems });
    }
    merged(&args.out)
}

/// Reads what is there, and writes the summary if that is all.
pub fn merge(args: &Merge) -> Result<Outcome, Trouble> {
    merged(&args.dir)
}

fn merged(folder: &Path) -> Result<Outcome, Trouble> {
    let all = gather(folder).map_err(Trouble)?;
    let missing: Vec<String> = all.iter().filter(|(_, f)| f.is_none()).map(|(case, _)| case.name()).collect();
    if !missing.is_empty() {
        let (n, of) = (missing.len(), all.len());
        say(&format!("{n} of {of} cases are not done yet: {}.\n", named(&missing)));
        say("Nothing was put together. Run the parts that are missing again.\n");
        // What an earlier run put together is not what this one comes to.
        for old in ["summary.csv", "dates.csv", "summary.xlsx", "report.html"] {
            let _ = std::fs::remove_file(folder.join(old));
        }
        return Ok(Outcome::Problems);
    }
    let rows: Vec<(&Case, &Finished)> = all.iter().filter_map(|(case, f)| Some((case, f.as_ref()?))).collect();
    report::batch::write_csv(&rows, folder)?;
    let summary = folder.join("summary.xlsx");
    report::workbook::batch::write(&rows, &summary)?;
    report::html::batch::write(&rows, &folder.join("report.html"))?;
    say(&format!("{}\n\n{} cases: {}.\n", report::batch::list(&rows), rows.len(), report::batch::counted(&rows)));
    say_failures(&rows);
    let failed = rows.iter().any(|(_, f)| f.failure().is_some());
    say(&format!("Summary: {}, with summary.csv, dates.csv and report.html beside it\n", summary.display()));
    Ok(if failed { Outcome::Problems } else { Outcome::Fine })
}

/// Names the cases that failed, with their reasons.
fn say_failures(rows: &[(&Case, &Finished)]) {
    let failed = || rows.iter().filter_map(|(case, f)| Some((case, f.failure()?)));
    for (case, why) in failed().take(NAMED) {
        say(&format!("{}\n", report::wrapped(&format!("{} failed. {why}", case.name()), "", 80)));
    }
    let more = failed().count().saturating_sub(NAMED);
    if more > 0 {
        say(&format!("And {more} more failed.\n"));
    }
}

fn named(names: &[String]) -> String {
    let mut words = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    if names.len() > NAMED {
        words.push_str(&format!("; and {} more", names.len() - NAMED));
    }
    words
}

impl Batch {
    /// The inputs, each with those of the scenarios asked for that it has.
    fn sources(&self) -> Result<Vec<Source>, Trouble> {
        let opened = |file: &PathBuf| Ok((file.display().to_string(), input::open(file)?));
        let books: Vec<(String, RawBook)> = self.files.iter().map(opened).collect::<Result<_, Trouble>>()?;
        // A name that no input knows is a slip.
        for name in self.scenario.iter().filter(|name| !stands(name)) {
            let mut found = books.iter().map(|(_, book)| scenarios::named(book, name));
            if let Some(Err(why)) = found.next()
                && !found.any(|other| other.is_ok())
            {
                return Err(Trouble(why));
            }
        }
        Ok(books.into_iter().map(|(input, book)| Source { scenarios: self.chosen(&book), input, book }).collect())
    }

    /// The scenarios of an input that are asked for; `None` = as it stands.
    fn chosen(&self, book: &RawBook) -> Vec<Option<String>> {
        if self.scenario.is_empty() {
            let all = scenarios::all(book).into_iter().map(|s| Some(s.name)).filter(|_| self.sweep.is_empty());
            return std::iter::once(None).chain(all).collect();
        }
        let one = |name: &String| match stands(name) {
            true => Some(None),
            false => scenarios::named(book, name).ok().map(|s| Some(s.name)),
        };
        self.scenario.iter().filter_map(one).collect()
    }
}

/// Whether this names a workbook as it stands.
fn stands(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(AS_IT_STANDS)
}

fn show(bar: &ProgressBar, note: Note) {
    match note {
        Note::Cases { all, before } => begin(bar, all, before),
        Note::Base(input) => bar.set_message(format!("{input} as it stands, to start from")),
        Note::Done { case, failed } => {
            bar.inc(1);
            bar.set_message(case.name());
            if let Some(why) = failed {
                bar.println(report::wrapped(&format!("{} failed. {why}", case.name()), "", 80));
            }
        }
    }
}
