//! `railhead explain`: why the answer is what it is, how far it is from flipping, and what it would take.

use std::cell::Cell;

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

use super::bar::bar;
use super::solve::Solve;
use super::{Outcome, Trouble, say};
use crate::report::{self, Told};
use crate::study::{self, Listener, Parts, Progress, Section, Study};

/// Say why: what decides, what each step more is worth, where the answer flips, what it would take. Takes longer than solve
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    solve: Solve,
    /// Only the reason: what decides, and what would suffice by itself
    #[arg(long, conflicts_with = "only")]
    brief: bool,
    /// The reason and only these parts, as a list with commas
    #[arg(long, value_name = "PART,...", value_delimiter = ',')]
    only: Vec<Part>,
}

/// A part of the explanation that can be asked for by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// What one step more or less of each bottleneck is worth
    Prices,
    /// Where each lever flips the answer
    Flips,
    /// Every assumption at its low and its high; which guess to research next
    Assumptions,
    /// The campaign without each line, road, sea link, fleet and force
    Without,
    /// The cheapest sets of changes that would do
    Ways,
}

impl Explain {
    fn parts(&self) -> Parts {
        let has = |part: Part| !self.brief && (self.only.is_empty() || self.only.contains(&part));
        Parts {
            prices: has(Part::Prices),
            flips: has(Part::Flips),
            figures: has(Part::Assumptions),
            removals: has(Part::Without),
            ways: has(Part::Ways),
        }
    }
}

/// Answers as `solve` does, studies the answer, prints both as they come, and writes them.
pub fn run(args: &Explain) -> Result<Outcome, Trouble> {
    let solve = &args.solve;
    let Some(ready) = solve.ready()? else { return Ok(Outcome::Problems) };
    let task = ready.task(solve);
    let (answer, evidence) = solve.answered(&task)?;
    let look = solve.format.look().filter(|_| !solve.quiet);
    if let Some(look) = look {
        solve.say_warnings(&answer.warnings);
        say(&report::explained::head(&answer, look));
        if let Some(caution) = &ready.caution {
            say(&format!("\n{}\n", look.paragraph(caution, "").trim_end()));
        }
    }
    let bar = bar(solve.quiet, "{pos}/{len}");
    // Every part is printed when it is done: the last ones take long.
    let known = Cell::new(0);
    let print = |study: &Study, section: Section| {
        if section == Section::Reason {
            known.set(study.stopped);
        }
        if let Some(look) = look {
            bar.suspend(|| say(&report::explained::lists(study, section, look)));
        }
    };
    let listener = Listener { step: &|p| show(&bar, p), section: &print };
    let studied = study::study((&task, &ready.book), (&answer, &evidence), args.parts(), &listener);
    bar.finish_and_clear();
    // The answer is not lost with its explanation.
    let drawn = solve.drawn(&ready);
    let found = drawn.as_ref().ok().and_then(Option::as_ref);
    let told = Told { answer: &answer, study: studied.as_ref().ok(), drawn: found };
    let written = solve.write(&ready, &task, &told, &evidence)?;
    let json = report::json::json(&told).map_err(|e| Trouble(e.to_string()));
    let study = studied.as_ref().map_err(|e| {
        Trouble(format!("No explanation: {e}. The answer without it is in {}.", written.path(&ready.place).display()))
    })?;
    if let Some(look) = look {
        say(&report::explained::foot(&answer, (study, known.get()), look));
        solve.say_drawn(&ready, found, look);
        solve.say_files(&ready, &written);
    } else if !solve.quiet {
        say(&json?);
    }
    drawn.map(|_| Outcome::Fine)
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
