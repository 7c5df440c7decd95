//! The command line: one file per verb, exit codes, and nothing else.

mod asked;
mod backtest;
mod bar;
mod batch;
mod check;
mod compare;
mod drawn;
mod explain;
mod export;
mod marked;
mod new;
mod pack;
mod paper;
mod problems;
pub mod results;
mod scenarios;
mod solve;
mod uncertainty;
mod unpack;
mod verify;
mod watch;

use std::fmt;
use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::files::{ReadError, WriteError};

/// Can this army get there, and stay there?
#[derive(Debug, Parser)]
#[command(name = "railhead", version, about, max_term_width = 80)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    New(new::New),
    Backtest(backtest::Backtest),
    Batch(batch::Batch),
    Check(check::Check),
    Compare(compare::Compare),
    Solve(solve::Solve),
    Explain(explain::Explain),
    Export(export::Export),
    Merge(batch::Merge),
    Pack(pack::Pack),
    Uncertainty(uncertainty::Uncertainty),
    Unpack(unpack::Unpack),
    Scenarios(scenarios::Scenarios),
    Verify(verify::Verify),
    Watch(watch::Watch),
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What a verb came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done; the question, if there was one, is answered.
    Fine,
    /// The input has problems, or a certificate does not hold; which has been printed.
    Problems,
}

/// What keeps a verb from doing anything: trouble with files, in a sentence for the analyst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble(pub String);

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ReadError> for Trouble {
    fn from(e: ReadError) -> Trouble {
        Trouble(e.to_string())
    }
}

impl From<WriteError> for Trouble {
    fn from(e: WriteError) -> Trouble {
        Trouble(e.to_string())
    }
}

/// Runs the program. Exit codes: 0 fine, 1 problems in the input or a certificate refused, 2 nothing could be read or written.
pub fn main() -> ExitCode {
    // A fault in the program must not spill its insides over the analyst's terminal.
    std::panic::set_hook(Box::new(|_| ()));
    let cli = Cli::parse();
    match std::panic::catch_unwind(|| run(&cli.verb)) {
        Ok(Ok(Outcome::Fine)) => ExitCode::SUCCESS,
        Ok(Ok(Outcome::Problems)) => ExitCode::from(1),
        Ok(Err(trouble)) => complain(&trouble.0),
        Err(_) => complain("Railhead has met a fault of its own. Please report it with the file that led to it."),
    }
}

fn run(verb: &Verb) -> Result<Outcome, Trouble> {
    match verb {
        Verb::New(args) => new::run(args),
        Verb::Check(args) => check::run(args),
        Verb::Backtest(args) => backtest::run(args),
        Verb::Batch(args) => batch::run(args),
        Verb::Merge(args) => batch::merge(args),
        Verb::Compare(args) => compare::run(args),
        Verb::Solve(args) => solve::run(args),
        Verb::Explain(args) => explain::run(args),
        Verb::Export(args) => export::run(args),
        Verb::Pack(args) => pack::run(args),
        Verb::Uncertainty(args) => uncertainty::run(args),
        Verb::Unpack(args) => unpack::run(args),
        Verb::Scenarios(args) => scenarios::run(args),
        Verb::Verify(args) => verify::run(args),
        Verb::Watch(args) => watch::run(args),
    }
}

fn complain(words: &str) -> ExitCode {
    // Nobody is left to tell if even this can't be printed.
    let _ = writeln!(anstream::stderr(), "{}", problems::wrapped(words, "", 80));
    ExitCode::from(2)
}

/// Prints to the terminal or pipe; colours go to terminals only. A reader that has gone away is no trouble.
pub fn say(text: &str) {
    let _ = anstream::stdout().write_all(text.as_bytes());
}
