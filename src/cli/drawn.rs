//! Draws from the ranges of the figures, as `solve`, `explain` and `uncertainty` make them, and the files in which they are kept.

use std::path::{Path, PathBuf};

use indicatif::ProgressBar;

use super::Trouble;
use super::asked::Asked;
use super::bar::{bar, begin};
use crate::campaign::Campaign;
use crate::files::WriteError;
use crate::report;
use crate::tables::{self, RawBook};
use crate::uncertain::{Failed, Found, Note, Settings, Task};

/// Draws that are to be made.
pub(super) struct Drawn<'a> {
    pub settings: Settings,
    /// Folder for what becomes of them.
    pub folder: &'a Path,
    /// What the reader should know of how it was asked.
    pub caution: Option<String>,
    pub quiet: bool,
}

/// Whatever the workbook asks, how sure it is is said of this: the target, on any date.
pub(super) const ASKED: &str = "can it be done";

impl Drawn<'_> {
    /// Makes those that are not made yet and writes `uncertainty.xlsx`, `uncertainty.json`, `draws.csv` and `report.html`; nothing and no
    /// result where only a part of them was asked for. `book` must ask [`ASKED`], and be what `campaign` was read from.
    ///
    /// # Errors
    /// Where nothing varies, nothing can be written, or the campaign can't be solved.
    pub fn found(&self, book: &RawBook, campaign: &Campaign) -> Result<Option<Found>, Trouble> {
        let folder = self.folder;
        std::fs::create_dir_all(folder).map_err(|e| WriteError::from_io(folder, &e))?;
        let bar = bar(self.quiet, "{pos}/{len}, {per_sec}");
        let task = Task { book, campaign, settings: self.settings, caution: self.caution.clone() };
        let done = task.run(folder, &|note| show(&bar, note));
        bar.finish_and_clear();
        let found = match done {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(None),
            Err(Failed::Write(e)) => return Err(e.into()),
            Err(Failed::Solve(e)) => return Err(Trouble(format!("No answer: {e}."))),
            Err(Failed::Sense(why)) => return Err(Trouble(why)),
        };
        report::uncertain::write(&found, &task.values(&found), folder)?;
        Ok(Some(found))
    }

    /// The same for a book that asks anything.
    ///
    /// # Errors
    /// As [`Drawn::found`].
    pub fn whatever_is_asked(&self, book: &RawBook) -> Result<Option<Found>, Trouble> {
        let mut book = book.clone();
        Asked::of_batch(Some(ASKED.into()), None, None).put_into(&mut book)?;
        let campaign = tables::read(&book).campaign;
        let campaign = campaign.ok_or_else(|| Trouble("Nothing can be drawn: the workbook has problems.".into()))?;
        self.found(&book, &campaign)
    }
}

/// `NAME.uncertainty` in the folder of a file.
pub(super) fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_else(|| "railhead".into());
    let stem = stem.strip_suffix(".results").unwrap_or(&stem);
    file.with_file_name(format!("{stem}.uncertainty"))
}

fn show(bar: &ProgressBar, note: Note) {
    match note {
        Note::Draws { all, before } => begin(bar, all, before),
        Note::Base => bar.set_message("the campaign as it stands, to start from"),
        Note::Pilot => bar.set_message("the first draws, from which the others are judged"),
        Note::Draw | Note::Bar => bar.inc(1),
        Note::Odds(odds) => bar.set_message(report::uncertain::odds(&odds)),
        Note::Tornado(n) => {
            bar.inc_length(n as u64);
            bar.set_message("one figure at a time");
        }
    }
}
