//! `railhead explain`: why the answer is what it is, how far it is from flipping, and what it would take.

use clap::Args;
use indicatif::ProgressBar;

use super::solve::{Solve, bar};
use super::{Outcome, Output, Trouble, problems, say};
use crate::report;
use crate::study::{self, Parts, Progress};

/// Say why: what decides, what each step more is worth, where the answer flips, what it would take. Takes longer than solve
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    solve: Solve,
    /// Only the reason: what decides, and what would suffice by itself
    #[arg(long)]
    brief: bool,
}

/// Answers as `solve` does, studies the answer, writes and prints both.
pub fn run(args: &Explain) -> Result<Outcome, Trouble> {
    let solve = &args.solve;
    let Some(ready) = solve.ready()? else { return Ok(Outcome::Problems) };
    let task = ready.task(solve);
    let (answer, evidence) = solve.answered(&task)?;
    let parts = if args.brief { Parts::REASON } else { Parts::ALL };
    let bar = bar(solve.quiet);
    let studied = study::study((&task, &ready.book), (&answer, &evidence), parts, &|p| show(&bar, p));
    bar.finish_and_clear();
    let study = studied.map_err(|e| Trouble(format!("No explanation: {e}.")))?;
    report::workbook::write(&answer, Some(&study), &ready.output)?;
    solve.write_beside(&task, &answer, &evidence)?;
    if !solve.quiet {
        match solve.format {
            Output::Text => {
                say(&problems::listed(&answer.warnings));
                say(&report::explained::text(&answer, &study));
                solve.say_files(&ready);
            }
            Output::Json => say(&report::json::json(&answer, Some(&study)).map_err(|e| Trouble(e.to_string()))?),
        }
    }
    Ok(Outcome::Fine)
}

fn show(bar: &ProgressBar, progress: Progress) {
    let begin = |count: usize, words: &'static str| {
        bar.inc_length(count as u64);
        bar.set_message(words);
    };
    match progress {
        Progress::Things(n) => begin(n, "each thing without limit"),
        Progress::Prices(n) => begin(n, "one step more, one step less"),
        Progress::Levers(n) => begin(n, "where each lever flips the answer"),
        Progress::Figures(n) => begin(n, "every assumption at its low and its high"),
        Progress::Removals(n) => begin(n, "the campaign without each link"),
        Progress::Ways(n) => begin(n, "what it would take"),
        Progress::Thing | Progress::Price | Progress::Lever | Progress::Figure | Progress::Removal | Progress::Way => {
            bar.inc(1)
        }
    }
}
