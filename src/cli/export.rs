//! `railhead export`: the linear program of one date, for other solvers.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Outcome, Trouble, problems, say};
use crate::answer::dates;
use crate::campaign::Campaign;
use crate::export::{self, Format, Named};
use crate::formulation::names::Names;
use crate::formulation::{self, Earliest, Window};
use crate::{files, input, tables};

/// Write the linear program behind a date's ceiling for another solver
#[derive(Debug, Args)]
pub struct Export {
    /// Workbook (.xlsx), or folder of a text model
    file: PathBuf,
    /// Free-format MPS, or the LP format of CPLEX
    #[arg(long, value_enum, default_value = "mps")]
    format: Wanted,
    /// Day from which the men must stand at the destination [default: the last that fits into the horizon]
    #[arg(long, value_name = "N")]
    day: Option<f64>,
    /// Where to write [default: NAME.dayN.mps or NAME.dayN.lp beside the input]
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Wanted {
    Mps,
    Lp,
}

/// Reads, checks, builds, writes.
pub fn run(args: &Export) -> Result<Outcome, Trouble> {
    let book = input::open(&args.file)?;
    let reading = tables::read(&book);
    let Some(c) = &reading.campaign else {
        let (listed, counted) = (problems::listed(&reading.problems), problems::counted(&reading.problems));
        say(&format!("{listed}\nFound {counted}; nothing was written.\n"));
        return Ok(Outcome::Problems);
    };
    let format = match args.format {
        Wanted::Mps => Format::Mps,
        Wanted::Lp => Format::Lp,
    };
    let earliest = Earliest::of(c);
    let window = window(c, &earliest, args.day)?;
    let day = dates::day(c, window.first).0;
    let output = args.output.clone().unwrap_or_else(|| {
        let stem = args.file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        args.file.with_file_name(format!("{stem}.day{day}.{}", format.extension()))
    });
    if super::solve::same_file(&output, &args.file) {
        return Err(Trouble(format!("{} is the input: give the program another name.", output.display())));
    }
    if output.exists() && !args.force {
        return Err(files::WriteError::Exists(output).into());
    }
    let program = formulation::build(c, &earliest, window)
        .ok_or_else(|| Trouble("The campaign has no posture 'quiet'.".into()))?;
    let names = Names::of(c);
    let (columns, rows) = (names.all(&program.columns), names.all(&program.rows));
    let remarks = remarks(c, window, &reading.hash);
    let named = Named { lp: &program.lp, columns: &columns, rows: &rows, remarks: &remarks };
    files::replace(&output, export::text(&named, format).as_bytes())?;
    let (n, m) = (program.lp.columns(), program.lp.rows());
    say(&format!("Wrote {}: day {day:.0}, {n} columns, {m} rows.\n", output.display()));
    Ok(Outcome::Fine)
}

/// The window of the day asked for.
fn window(c: &Campaign, earliest: &Earliest, day: Option<f64>) -> Result<Window, Trouble> {
    let all = dates::all(c);
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return Err(Trouble("No date fits into the horizon: it is shorter than the span to be sustained.".into()));
    };
    let day_of = |t| dates::day(c, t).0;
    let chosen = match day {
        None => *last,
        Some(day) => *all.iter().find(|t| (day_of(**t) - day).abs() < 1e-6).ok_or_else(|| {
            let every = c.question.period.0;
            let (first, last) = (day_of(*first), day_of(*last));
            Trouble(format!("Day {day} is not a date of this campaign: days {first} to {last}, every {every} days."))
        })?,
    };
    if !dates::is_early_enough(c, earliest, chosen) {
        let day = day_of(chosen);
        let why = "a place that must be held cannot even be reached by then";
        return Err(Trouble(format!("There is no program for day {day}: {why}. Ask for a later day.")));
    }
    Ok(dates::window(c, chosen))
}

/// What stands at the head of the file.
fn remarks(c: &Campaign, window: Window, hash: &str) -> Vec<String> {
    let (from, to) = (dates::day(c, window.first), dates::day(c, window.last));
    let period = c.question.period.0;
    let mut out = format!("Railhead {}; input SHA-256 {hash}\n", env!("CARGO_PKG_VERSION"));
    let text = format!(
        "The ceiling on men sustained from day {} ({}) to day {} ({}).\n\
         Objective: MINUS the men sustained, in thousand men, to be MINIMISED (the signs are turned because GLPK\n\
         reads no OBJSENSE section). The ceiling is minus the optimum. An optimum above 0 means that a place\n\
         that must be held cannot be: NotHeld columns are priced above all the men there are.\n\
         Units: thousand men, kilotonnes, million man-days, shares from 0 to 1.\n\
         Names: FAMILY.KEY.pT; keys are those of the workbook's tables, forth and back are the ways along a link,\n\
         pT is period T counted from 0, days {period} T to {period} (T + 1). docs/mathematics.md explains the families.",
        from.0,
        dates::calendar(c, from),
        to.0,
        dates::calendar(c, to),
    );
    let _ = write!(out, "{text}");
    out.lines().map(str::to_string).collect()
}
