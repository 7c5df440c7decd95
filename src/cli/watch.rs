//! `railhead watch`: answers again whenever the input is saved, and says what changed.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use clap::Args;
use notify_debouncer_mini::notify::RecursiveMode;
use notify_debouncer_mini::{DebounceEventResult, DebouncedEvent, new_debouncer};

use super::solve::Solve;
use super::{Outcome, Trouble, say};
use crate::answer::Answer;
use crate::tables::RawBook;
use crate::{compare, input, report};

/// Saving takes several steps; only when nothing more happens for so long is the file looked at.
const QUIET: Duration = Duration::from_millis(400);
/// A file that can't be read may still be half written: so often it is tried again.
const TRIES: usize = 10;
const BETWEEN_TRIES: Duration = Duration::from_millis(300);

/// Answer again whenever the input is saved, and say what changed since the last answer (how sure it is, is left to solve). Ends with Ctrl-C
#[derive(Debug, Args)]
pub struct Watch {
    #[command(flatten)]
    solve: Solve,
    /// End after so many answers
    #[arg(long, value_name = "N")]
    answers: Option<usize>,
}

/// What was answered last.
struct Last {
    /// Hash of the input as it was read, before anything was asked otherwise.
    read: String,
    book: RawBook,
    answer: Answer,
}

/// Answers once, then after every change.
pub fn run(args: &Watch) -> Result<Outcome, Trouble> {
    let file = args.solve.file().to_path_buf();
    // Wrong options and a missing file end it at once; whatever happens to the file later does not.
    input::open(&file)?;
    let changes = watched(&file)?;
    let mut last: Option<Last> = None;
    let mut answers = 0;
    loop {
        match settled(&file) {
            Ok(book) if last.as_ref().is_some_and(|last| last.read == book.hash) => {}
            Ok(_) => {
                if let Some(now) = answered(args, last.as_ref())? {
                    last = Some(now);
                    answers += 1;
                }
                if args.answers.is_some_and(|most| answers >= most) {
                    return Ok(Outcome::Fine);
                }
                say(&format!("\nWatching {}. Save it to answer again; Ctrl-C ends.\n", file.display()));
            }
            Err(trouble) => say(&format!("\n{}\nStill watching.\n", report::wrapped(&trouble.0, "", 80))),
        }
        if changes.wait().is_err() {
            return Err(Trouble(format!("{} can't be watched any longer.", file.display())));
        }
    }
}

/// The input, once it can be read: whoever saves it may not be done.
fn settled(file: &Path) -> Result<RawBook, Trouble> {
    let mut tries = 0;
    loop {
        match input::open(file) {
            Ok(book) => return Ok(book),
            Err(e) if tries >= TRIES => return Err(e.into()),
            Err(_) => tries += 1,
        }
        std::thread::sleep(BETWEEN_TRIES);
    }
}

/// Answers and says what changed; `None` where the input has problems, which are said.
fn answered(args: &Watch, last: Option<&Last>) -> Result<Option<Last>, Trouble> {
    let solve = &args.solve;
    let ready = match solve.ready() {
        Ok(Some(ready)) => ready,
        Ok(None) => return Ok(None),
        // Such as a scenario that was renamed: it may come back.
        Err(trouble) if last.is_some() => {
            say(&format!("\n{}\n", report::wrapped(&trouble.0, "", 80)));
            return Ok(None);
        }
        Err(trouble) => return Err(trouble),
    };
    if let Some(last) = last {
        say(&format!("\n{}", report::compared::inputs(&compare::inputs(&last.book, &ready.book))));
    }
    let task = ready.task(solve);
    let (answer, evidence) = solve.answered(&task)?;
    let written = solve.write(&ready, &task, &(&answer).into(), &evidence)?;
    match last {
        None => say(&report::text::written(&answer, report::look::Look::Coloured)),
        Some(last) => say(&format!("\n{}", report::compared::answers(&compare::answers(&last.answer, &answer)))),
    }
    solve.say_files(&ready, &written);
    Ok(Some(Last { read: ready.read, book: ready.book, answer }))
}

/// News of changes, for as long as it lives.
struct Changes {
    news: Receiver<()>,
    _watcher: Box<dyn std::any::Any>,
}

impl Changes {
    fn wait(&self) -> Result<(), std::sync::mpsc::RecvError> {
        self.news.recv()?;
        // What happened meanwhile is looked at together.
        while self.news.try_recv().is_ok() {}
        Ok(())
    }
}

/// Watches a file by its folder, since saving often puts a new file in its place; or the folder of a text model.
fn watched(file: &Path) -> Result<Changes, Trouble> {
    let refused = |e: &dyn std::fmt::Display| Trouble(format!("{} can't be watched: {e}.", file.display()));
    let full = file.canonicalize().map_err(|e| refused(&e))?;
    let folder = if full.is_dir() { full.clone() } else { full.parent().map(Path::to_path_buf).unwrap_or_default() };
    let name = full.file_name().map(std::ffi::OsStr::to_os_string);
    let is_folder = full.is_dir();
    let is_ours = move |path: &PathBuf| is_folder || path.file_name() == name.as_deref();
    let (send, news) = channel();
    let heard = move |found: DebounceEventResult| {
        let ours = |events: Vec<DebouncedEvent>| events.iter().any(|event| is_ours(&event.path));
        if found.is_ok_and(ours) {
            // Nobody listens any more only when the program ends.
            let _ = send.send(());
        }
    };
    let mut watcher = new_debouncer(QUIET, heard).map_err(|e| refused(&e))?;
    watcher.watcher().watch(&folder, RecursiveMode::NonRecursive).map_err(|e| refused(&e))?;
    Ok(Changes { news, _watcher: Box::new(watcher) })
}
