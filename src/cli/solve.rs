//! `railhead solve`: answer the question of a workbook, print the answer, write the results workbook.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

use super::bar::bar;
use super::drawn::{self, Drawn};
use super::results::{Place, Written};
use super::{Outcome, Trouble, problems, say};
use crate::answer::{self, Answer, Evidence, Progress, Task};
use crate::batch::Shard;
use crate::campaign::{Campaign, Problem, Question};
use crate::files::WriteError;
use crate::report::Told;
use crate::report::look::Look;
use crate::solver::{Backend, Limits};
use crate::tables::{self, RawBook};
use crate::uncertain::{Found, Settings};
use crate::{input, proof, report};

/// Answer the question of a workbook; puts the results into it
#[derive(Debug, Args)]
pub struct Solve {
    /// Workbook (.xlsx), or folder of a text model
    file: PathBuf,
    /// Write the results into a workbook of their own [default: into the input, or NAME.results.xlsx beside a text model]
    #[arg(short, long, value_parser = super::results::workbook_name)]
    output: Option<PathBuf>,
    #[command(flatten)]
    asked: super::asked::Asked,
    /// Print for people or for programs
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Printed,
    /// Which solver to use [default: the best that is built in]
    #[arg(long, value_enum)]
    backend: Option<Wanted>,
    /// Most seconds for one date
    #[arg(long, value_name = "SECONDS", default_value_t = 600.0)]
    time_limit: f64,
    /// Also write a certificate that `railhead verify` checks without any solver
    #[arg(long, value_name = "FILE.json")]
    certificate: Option<PathBuf>,
    /// Also write capacity, flows and stocks of the schedule as CSV files into this folder
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
    /// Also write the answer as one page with map and charts, which opens in any browser
    #[arg(long, value_name = "OUT.html", value_parser = super::results::page_name)]
    html: Option<PathBuf>,
    /// Say how sure the answer is too: so many draws from the ranges of the figures, as `railhead uncertainty` makes them; 0 for
    /// none [default: the workbook's (Question, 'Draws')]
    #[arg(long, value_name = "N", value_parser = draws)]
    draws: Option<u32>,
    /// Seed of the draws [default: the workbook's (Question, 'Seed')]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Also write the answer as a paper of a few pages, to print or to hand on
    #[arg(long, value_name = "OUT.pdf", value_parser = super::results::paper_name)]
    pdf: Option<PathBuf>,
    /// Don't look for a plan: only prove what is impossible
    #[arg(long)]
    no_plan: bool,
    /// Print no progress and no answer; only write the results workbook
    #[arg(short, long)]
    pub(super) quiet: bool,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Printed {
    /// For people, on a terminal of 80 columns; in colour where it shows them
    Text,
    /// For people, as a page: headings, tables
    Markdown,
    /// For programs
    Json,
}

impl Printed {
    /// How it looks to people; none for programs.
    pub fn look(self) -> Option<Look> {
        match self {
            Printed::Text => Some(Look::Coloured),
            Printed::Markdown => Some(Look::Markdown),
            Printed::Json => None,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Wanted {
    Highs,
    Clarabel,
}

/// Reads, checks, solves, writes, prints.
pub fn run(args: &Solve) -> Result<Outcome, Trouble> {
    let Some(ready) = args.ready()? else { return Ok(Outcome::Problems) };
    let task = ready.task(args);
    let (answer, evidence) = args.answered(&task)?;
    let look = args.format.look().filter(|_| !args.quiet);
    // Draws may take hours: the answer need not wait for them.
    if let Some(look) = look {
        args.say_warnings(&answer.warnings);
        say(&report::text::written(&answer, look));
    }
    let drawn = args.drawn(&ready);
    // The answer is not lost with the draws.
    let told = Told { drawn: drawn.as_ref().ok().and_then(Option::as_ref), ..Told::from(&answer) };
    let written = args.write(&ready, &task, &told, &evidence)?;
    if let Some(look) = look {
        args.say_drawn(&ready, told.drawn, look);
        args.say_files(&ready, &written);
    } else if !args.quiet {
        say(&report::json::json(&told).map_err(|e| Trouble(e.to_string()))?);
    }
    drawn.map(|_| Outcome::Fine)
}

/// An input that was read and found in order, and where its results go.
pub(super) struct Ready {
    pub book: RawBook,
    pub place: Place,
    input: String,
    campaign: Campaign,
    hash: String,
    warnings: Vec<Problem>,
    backend: Backend,
    /// Hash of the input as it was read, before anything was asked otherwise on the command line.
    pub read: String,
    /// What its reader should know of the steps of time.
    pub caution: Option<String>,
}

impl Ready {
    pub(super) fn task(&self, args: &Solve) -> Task<'_> {
        Task {
            campaign: &self.campaign,
            input: self.input.clone(),
            input_hash: self.hash.clone(),
            assumptions: tables::listing::figures(&self.book),
            warnings: self.warnings.clone(),
            backend: self.backend,
            limits: Limits { seconds: args.time_limit },
            with_plan: !args.no_plan,
            with_schedule: true,
            caution: self.caution.clone(),
            with_curve: true,
            starts: None,
        }
    }
}

impl Solve {
    /// Reads and checks; says what is wrong and gives nothing where the input has problems.
    pub(super) fn ready(&self) -> Result<Option<Ready>, Trouble> {
        let backend = backend(self.backend)?;
        if !(self.time_limit.is_finite() && self.time_limit > 0.0) {
            return Err(Trouble("The time limit must be a number of seconds above 0.".into()));
        }
        if self.pdf.is_some() {
            super::paper::is_built_in()?;
        }
        let mut book = input::open(&self.file)?;
        let read = book.hash.clone();
        let caution = self.asked.caution(&book);
        let unmade = self.asked.put_into(&mut book)?;
        let place = Place::of(&self.file, self.output.as_deref(), book.scenario.as_deref());
        if self.output.as_deref().is_some_and(|output| same_file(output, &self.file)) {
            let path = self.file.display();
            return Err(Trouble(format!("{path} is the input: leave -o out to put the results into it.")));
        }
        if let Some(file) = self.certificate.as_deref()
            && (same_file(file, &self.file) || same_file(file, place.path()))
        {
            return Err(Trouble(format!("{} is taken: give the certificate another name.", file.display())));
        }
        let made = [&self.html, &self.pdf, &self.certificate, &self.output];
        for file in made.into_iter().flatten() {
            let folder = file.parent().filter(|p| !p.as_os_str().is_empty());
            if let Some(missing) = folder.filter(|p| !p.is_dir()) {
                return Err(Trouble(format!(
                    "{} can't be written: there is no folder {}.",
                    file.display(),
                    missing.display()
                )));
            }
        }
        let reading = tables::read(&book);
        let problems: Vec<Problem> = unmade.iter().chain(&reading.problems).cloned().collect();
        let Some(campaign) = reading.campaign.filter(|_| unmade.is_empty()) else {
            self.say_problems(&problems);
            return Ok(None);
        };
        let input = self.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let (hash, warnings) = (reading.hash, reading.problems);
        Ok(Some(Ready { book, place, input, campaign, hash, warnings, backend, read, caution }))
    }

    fn say_problems(&self, found: &[Problem]) {
        match self.format {
            Printed::Text => say(&format!("{}\nFound {}.\n", problems::listed(found), problems::counted(found))),
            Printed::Markdown => {
                let listed = Look::Markdown.drawing(problems::listed(found));
                say(&format!("{listed}\n\nFound {}.\n", problems::counted(found)));
            }
            Printed::Json => {
                let found = serde_json::json!({ "format": "railhead-problems", "problems": found });
                say(&format!("{}\n", serde_json::to_string_pretty(&found).unwrap_or_default()));
            }
        }
    }

    /// The answer, with progress shown on the way.
    pub(super) fn answered(&self, task: &Task) -> Result<(Answer, Evidence), Trouble> {
        let bar = bar(self.quiet, "{pos}/{len}");
        let answered = answer::with_bounds(task, &|p| show(&bar, p));
        bar.finish_and_clear();
        answered.map_err(|e| Trouble(format!("No answer: {e}.")))
    }

    /// How sure the answer is, where draws are asked for.
    pub(super) fn drawn(&self, ready: &Ready) -> Result<Option<Found>, Trouble> {
        let q = &ready.campaign.question;
        let Some(draws) = self.draws_of(q) else { return Ok(None) };
        let machine = std::thread::available_parallelism().map_or(1, usize::from);
        let settings = Settings {
            draws,
            seed: self.seed.unwrap_or(q.seed),
            within: None,
            backend: ready.backend,
            limits: Limits { seconds: self.time_limit },
            threads: machine,
            shard: Shard::WHOLE,
        };
        let folder = drawn::beside(ready.place.path());
        Drawn { settings, folder: &folder, caution: ready.caution.clone(), quiet: self.quiet }
            .whatever_is_asked(&ready.book)
    }

    /// Says how sure the answer is, where draws were made.
    pub(super) fn say_drawn(&self, ready: &Ready, found: Option<&Found>, look: Look) {
        if let Some(found) = found {
            say(&report::uncertain::below(found, look));
            let folder = drawn::beside(ready.place.path());
            say(&format!(
                "\n{}\n",
                look.paragraph(&format!("All about the draws: {}", folder.display()), "").trim_end()
            ));
        }
    }

    /// How many draws are asked for, if any.
    fn draws_of(&self, q: &Question) -> Option<usize> {
        self.draws.map(|n| n as usize).or(q.draws).filter(|n| *n > 0)
    }

    /// What is to be answered.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Writes the results, and the CSV files and the certificate where they are asked for.
    pub(super) fn write(
        &self,
        ready: &Ready,
        task: &Task,
        told: &Told,
        evidence: &Evidence,
    ) -> Result<Written, Trouble> {
        let unfit = |e: rust_xlsxwriter::XlsxError| WriteError::Unfit(ready.place.path().into(), e.to_string());
        let written = ready.place.write(&report::workbook::bytes(told).map_err(unfit)?, &ready.read)?;
        if let Some(folder) = &self.csv {
            report::csv::write(told.answer, folder)?;
        }
        if let Some(file) = &self.html {
            report::html::write(told, file)?;
        }
        if let Some(file) = &self.pdf {
            super::paper::write(told, file)?;
        }
        if let Some(file) = &self.certificate {
            proof::write(&proof::make(task.campaign, told.answer, evidence), file)?;
        }
        Ok(written)
    }

    /// What was found in the input, on a terminal. A page ends with the same list.
    pub(super) fn say_warnings(&self, warnings: &[Problem]) {
        if self.format == Printed::Text {
            say(&problems::listed(warnings));
        }
    }

    /// Says which files were written; not on a page.
    pub(super) fn say_files(&self, ready: &Ready, written: &Written) {
        if self.format == Printed::Markdown {
            return;
        }
        say(&format!("\n{}", written.words(&ready.place)));
        if let Some(folder) = &self.csv {
            say(&format!("CSV files: {}\n", folder.display()));
        }
        if let Some(file) = &self.html {
            say(&format!("Page: {}\n", file.display()));
        }
        if let Some(file) = &self.pdf {
            say(&format!("Paper: {}\n", file.display()));
        }
        if let Some(file) = &self.certificate {
            say(&format!("Certificate: {}\n", file.display()));
        }
    }
}

/// How many draws are asked for.
fn draws(given: &str) -> Result<u32, String> {
    let draws = given.trim().parse::<u32>().ok().filter(|n| *n == 0 || (10..=100_000).contains(n));
    draws.ok_or_else(|| "a number from 10 to 100000, or 0 for none".into())
}

pub(super) fn backend(wanted: Option<Wanted>) -> Result<Backend, Trouble> {
    let available = Backend::available();
    let wanted = match wanted {
        None => return available.first().copied().ok_or_else(|| Trouble("This build contains no solver.".into())),
        Some(Wanted::Highs) => Backend::Highs,
        Some(Wanted::Clarabel) => Backend::Clarabel,
    };
    if available.contains(&wanted) {
        return Ok(wanted);
    }
    let words: Vec<&str> = available.iter().map(|b| b.word()).collect();
    Err(Trouble(format!("This build does not contain {}; it has: {}.", wanted.word(), words.join(", "))))
}

pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => one == other,
    }
}

fn show(bar: &ProgressBar, progress: Progress) {
    match progress {
        Progress::Dates(n) => bar.set_length(n as u64),
        Progress::ForProof(n) => {
            bar.inc_length(n as u64);
            bar.set_message("every other date, for the proof");
        }
        Progress::Date(p) => {
            bar.inc(1);
            bar.set_message(format!("day {:.0}: at most {} men", p.day, answer::men(p.most_men)));
        }
        Progress::Search => bar.set_message("looking for the earliest day"),
        Progress::Levers(n) => bar.inc_length(n as u64),
        Progress::Lever(name) => {
            bar.inc(1);
            bar.set_message(name);
        }
        Progress::Plan(words) => bar.set_message(words),
        Progress::Schedule => bar.set_message("schedule"),
    }
}
