//! Where results go: into the analyst's own workbook, or into a file of their own.

use std::path::{Path, PathBuf};

use super::Trouble;
use crate::{files, graft, input};

/// The name of a workbook that is to be written.
pub fn workbook_name(given: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(given);
    match path.extension() {
        Some(end) if end.eq_ignore_ascii_case("xlsx") => Ok(path),
        _ => Err("a name that ends in .xlsx, for what is written is a workbook".into()),
    }
}

/// The name of a page that is to be written.
pub fn page_name(given: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(given);
    match path.extension() {
        Some(end) if end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm") => Ok(path),
        _ => Err("a name that ends in .html, for what is written is a page for a browser".into()),
    }
}

/// The name of a paper that is to be written.
pub fn paper_name(given: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(given);
    match path.extension() {
        Some(end) if end.eq_ignore_ascii_case("pdf") => Ok(path),
        _ => Err("a name that ends in .pdf, for what is written is a PDF".into()),
    }
}

/// Where results are to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Into the workbook that was solved.
    Inside(PathBuf),
    /// Into a file of their own.
    Apart(PathBuf),
}

/// Where they went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    Inside(graft::Written),
    Apart(PathBuf),
    /// Into a file beside the workbook, for this reason.
    Beside(PathBuf, String),
}

impl Place {
    /// For an input, what was said of the output, and the scenario: into the input where it is a workbook, beside a text model; the
    /// results of a scenario beside it too, for those in the workbook are of the workbook as it stands.
    pub fn of(input: &Path, output: Option<&Path>, scenario: Option<&str>) -> Place {
        match output {
            Some(output) => Place::Apart(output.into()),
            None if scenario.is_some() => Place::Apart(of_scenario(input, scenario.unwrap_or_default())),
            None if input.is_file() && !is_text(input) => Place::Inside(input.into()),
            None => Place::Apart(beside(input)),
        }
    }

    /// The file in which the results are expected.
    pub fn path(&self) -> &Path {
        match self {
            Place::Inside(path) | Place::Apart(path) => path,
        }
    }

    /// Writes a results workbook there. A workbook that can't take it keeps every byte, and the results go beside it; likewise one whose
    /// tables no longer say what was solved (`hash`), for its owner went on working while the solver did.
    pub fn write(&self, results: &[u8], hash: &str) -> Result<Written, Trouble> {
        match self {
            Place::Apart(path) => {
                files::replace(path, results)?;
                Ok(Written::Apart(path.clone()))
            }
            Place::Inside(path) => {
                let written = match input::open(path) {
                    Ok(now) if now.hash == hash => graft::write_in_place(path, results).map_err(|why| why.to_string()),
                    Ok(_) => Err("its tables were changed while they were solved. Solve it again.".to_string()),
                    Err(why) => Err(why.to_string()),
                };
                match written {
                    Ok(written) => Ok(Written::Inside(written)),
                    Err(why) => {
                        let sidecar = beside(path);
                        files::replace(&sidecar, results)?;
                        Ok(Written::Beside(sidecar, why))
                    }
                }
            }
        }
    }
}

impl Written {
    /// The file in which they are.
    pub fn path<'a>(&'a self, place: &'a Place) -> &'a Path {
        match self {
            Written::Inside(_) => place.path(),
            Written::Apart(path) | Written::Beside(path, _) => path,
        }
    }

    /// In words, for a terminal.
    pub fn words(&self, place: &Place) -> String {
        match self {
            Written::Apart(path) => format!("Results: {}\n", path.display()),
            Written::Beside(path, why) => {
                let why = super::problems::wrapped(&format!("Not into {}: {why}", place.path().display()), "", 80);
                format!("Results: {}\n{why}\n", path.display())
            }
            Written::Inside(written) => {
                let mut out = format!(
                    "Results: {}\n{} sheets behind yours, from {} on. As it was before: {}\n",
                    place.path().display(),
                    written.sheets.len(),
                    written.sheets.first().map_or("", String::as_str),
                    written.backup.file_name().unwrap_or_default().display()
                );
                for note in &written.notes {
                    out.push_str(&super::problems::wrapped(note, "", 80));
                    out.push('\n');
                }
                out
            }
        }
    }
}

/// The description of a text model, given in place of its folder.
fn is_text(input: &Path) -> bool {
    input.file_name().is_some_and(|name| name == crate::textmodel::PACKAGE_FILE)
}

/// Letters of a scenario's name that go into the name of a file.
const LONGEST: usize = 60;

/// `NAME.SCENARIO.results.xlsx` in the folder of the input. What can't stand in the name of a file is left out, and a few letters tell apart
/// what would then be called the same.
fn of_scenario(file: &Path, scenario: &str) -> PathBuf {
    let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    let mut name: String = scenario.chars().take(LONGEST).map(plain).collect();
    if name != scenario {
        let hash = files::sha256([scenario.as_bytes()]);
        name = format!("{name}-{}", hash.get(..4).unwrap_or_default());
    }
    let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    beside(file).with_file_name(format!("{stem}.{name}.results.xlsx"))
}

/// `NAME.results.xlsx` in the folder of the input.
fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_else(|| "railhead".into());
    file.with_file_name(format!("{stem}.results.xlsx"))
}
