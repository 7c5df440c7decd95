//! How our sheets are known again: a hidden name on each of them says what was written there.

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use sha2::{Digest, Sha256};

use super::formula;
use super::package::Package;
use super::refusal::Refusal;
use super::xml::{self, Tags};

/// The hidden name on each of our sheets.
pub const MARK: &str = "_railhead_owned";
const VERSION: &str = "1";

/// What the hidden name says. It outlives saving in Excel, LibreOffice and openpyxl; a copied or renamed sheet shows by
/// the name in it, an edited one by what it says was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The sheet it was written for.
    pub sheet: String,
    /// What was written.
    pub content: Content,
    /// Whether it was Railhead that asked for calculation on opening, for then stored results can be believed.
    pub asked: bool,
}

/// What stands on a sheet, whoever saved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Hash of values and formulas.
    pub cells: String,
    /// Tables, charts, notes, links ...
    pub objects: Objects,
}

/// What lies on a sheet besides cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Objects {
    /// How many of each: tables, things drawn, notes, links, sparklines.
    pub counts: [usize; 5],
    /// What Railhead never writes, such as slicers.
    pub foreign: Vec<String>,
    /// Hashes of what each chart shows and each note says.
    pub details: Vec<String>,
}

/// More do not fit into a defined name; one hash stands for all of them then.
const MOST_DETAILS: usize = 24;

const COUNTED: [(char, &str); 5] =
    [('t', "a table"), ('d', "a chart or picture"), ('n', "a note"), ('l', "a link"), ('s', "a sparkline")];

impl Mark {
    /// As the text of the hidden name.
    pub fn text(&self) -> String {
        let Content { cells, objects } = &self.content;
        let counts: String =
            COUNTED.iter().zip(objects.counts).map(|((letter, _), n)| format!("{letter}{n}")).collect();
        let asked = if self.asked { "asked" } else { "as found" };
        let sheet = self.sheet.replace('"', "\"\"");
        format!("\"{sheet}|{VERSION}|{cells}|{counts}|{}|{asked}\"", objects.details.concat())
    }

    /// From the text of the hidden name.
    pub fn read(text: &str) -> Option<Mark> {
        let text = text.trim().trim_start_matches('=').strip_prefix('"')?.strip_suffix('"')?.replace("\"\"", "\"");
        // The name of the sheet comes first, for it may hold the separator too.
        let mut pieces = text.rsplitn(6, '|');
        let (asked, detail, counts) = (pieces.next()?, pieces.next()?, pieces.next()?);
        let (cells, version, sheet) = (pieces.next()?, pieces.next()?, pieces.next()?);
        if version != VERSION {
            return None;
        }
        let mut objects = Objects { details: pieces_of_four(detail), ..Objects::default() };
        for (count, (letter, _)) in objects.counts.iter_mut().zip(COUNTED) {
            let digits = counts.split(letter).nth(1)?;
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            *count = digits.get(..end)?.parse().ok()?;
        }
        let content = Content { cells: cells.to_string(), objects };
        Some(Mark { sheet: sheet.to_string(), content, asked: asked == "asked" })
    }
}

impl Objects {
    /// What lies on a sheet.
    pub fn on(package: &Package, sheet: &str) -> Result<Objects, Refusal> {
        let mut objects = Objects::default();
        let mut details = Vec::new();
        let [tables, drawn, notes, links, sparklines] = &mut objects.counts;
        for rel in package.rels(sheet)? {
            let kind = rel.kind.rsplit('/').next().unwrap_or("").to_string();
            match kind.as_str() {
                "table" => *tables += 1,
                "drawing" => *drawn += drawing(package, &rel.target, &mut details)?,
                "comments" => *notes += remarks(package, &rel.target, &mut details)?,
                // How it is printed is not content; notes are counted by their texts, links by their cells.
                "printerSettings" | "vmlDrawing" | "hyperlink" => {}
                _ => objects.foreign.push(kind),
            }
        }
        let text = package.text(sheet)?;
        for tag in Tags::new(&text) {
            let tag = tag.map_err(|flaw| Refusal::flaw(sheet, &flaw))?;
            if tag.kind != xml::Kind::Close {
                match tag.local() {
                    "hyperlink" => *links += 1,
                    "sparkline" => *sparklines += 1,
                    _ => {}
                }
            }
        }
        details.sort();
        if details.len() > MOST_DETAILS {
            details = vec![details.concat()];
        }
        objects.details = details.iter().map(|one| short(&Sha256::digest(one), 2)).collect();
        Ok(objects)
    }

    /// What is there that was not written, for the analyst. What is missing is no loss: it is made again.
    pub fn changed(&self, written: &Objects) -> Option<String> {
        if let Some(kind) = self.foreign.first() {
            return Some(format!("it has something on it that Railhead did not put there ({kind})"));
        }
        for ((now, before), (_, what)) in self.counts.iter().zip(written.counts).zip(COUNTED) {
            if *now > before {
                return Some(format!("it has {what} on it that Railhead did not put there"));
            }
        }
        let mut left = written.details.clone();
        let known = self.details.iter().all(|one| match left.iter().position(|other| other == one) {
            Some(at) => {
                left.swap_remove(at);
                true
            }
            None => false,
        });
        (!known).then(|| "a chart or note on it was changed".to_string())
    }
}

/// Counts what is drawn, and adds what each chart shows.
fn drawing(package: &Package, part: &str, details: &mut Vec<String>) -> Result<usize, Refusal> {
    let tree = package.tree(part)?;
    for rel in package.rels(part)?.iter().filter(|r| r.is("/chart")) {
        let chart = package.tree(&rel.target)?;
        // LibreOffice turns the names of series into formulas too.
        let shown = chart.all().filter(|e| chart.local(e) == "f").map(|e| formula::canonical(&chart.content(e)));
        let shown = shown.filter(|f| f.contains('!'));
        details.push(shown.collect::<Vec<_>>().join(" "));
    }
    Ok(tree.children(tree.root()).filter(|e| tree.local(e).ends_with("Anchor")).count())
}

/// Counts the notes, and adds what they say.
fn remarks(package: &Package, part: &str, details: &mut Vec<String>) -> Result<usize, Refusal> {
    let tree = package.tree(part)?;
    let mut count = 0;
    for note in tree.all().filter(|e| tree.local(e) == "comment") {
        count += 1;
        let inside = tree.all().filter(|e| tree.local(e) == "t" && note.whole.contains(&e.open.start));
        let words: String = inside.map(|e| tree.content(e)).collect();
        let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        details.push(format!("{} {words}", tree.exact(note, "ref").unwrap_or_default()));
    }
    Ok(count)
}

/// Reads the cells of a workbook.
pub struct Cells<'a> {
    book: Xlsx<Cursor<&'a [u8]>>,
}

impl<'a> Cells<'a> {
    /// Opens it; nothing where it can't be read.
    pub fn open(bytes: &'a [u8]) -> Option<Cells<'a>> {
        catch_unwind(AssertUnwindSafe(|| Xlsx::new(Cursor::new(bytes)).ok())).ok().flatten().map(|book| Cells { book })
    }

    /// Hash of a sheet's values and formulas that is the same whoever saved it; nothing where it can't be read.
    pub fn hash(&mut self, sheet: &str, renames: &HashMap<String, String>) -> Option<String> {
        let mut hasher = Sha256::new();
        let each = |(row, column): (u32, u32), cell: &DataRef, formula: Option<&str>| {
            // The stored result of a formula may change with what it reads; that is no edit.
            let what = match formula {
                Some(f) => format!("={}", formula::canonical(&formula::renamed(f, renames))),
                None => value(cell),
            };
            if !what.is_empty() {
                hasher.update(format!("{row} {column} {what}\n"));
            }
        };
        self.each(sheet, each)?;
        Some(short(&hasher.finalize(), 8))
    }

    /// Visits every cell that has a value or a formula: its place, its value, its formula. What comes back is their
    /// number, or nothing where the sheet can't be read.
    pub fn each(&mut self, sheet: &str, mut visit: impl FnMut((u32, u32), &DataRef, Option<&str>)) -> Option<u64> {
        let visits = catch_unwind(AssertUnwindSafe(|| {
            let mut reader = self.book.worksheet_cells_reader(sheet).ok()?;
            let mut count = 0;
            loop {
                match reader.next_cell_with_formula() {
                    Ok(None) => return Some(count),
                    Ok(Some(cell)) => {
                        let formula = cell.formula.as_deref().filter(|f| !f.is_empty());
                        if formula.is_some() || cell.value != DataRef::Empty {
                            count += 1;
                            visit(cell.pos, &cell.value, formula);
                        }
                    }
                    // The rest of the sheet is out of reach.
                    Err(XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_) | XlsxError::Zip(_)) => {
                        return None;
                    }
                    // One odd cell, such as a kind of error that came after 2007.
                    Err(other) => {
                        count += 1;
                        visit((u32::MAX, u32::MAX), &DataRef::String(other.to_string()), None);
                    }
                }
            }
        }));
        visits.ok().flatten()
    }
}

/// The same text for the same value, whoever saved it.
fn value(value: &DataRef) -> String {
    match value {
        DataRef::Int(n) => formula::digits(*n as f64),
        DataRef::Float(n) => formula::digits(*n),
        // The same day has another number where days count from 1904.
        DataRef::DateTime(day) => format!("{:.8}", day.as_f64().rem_euclid(super::sheet::DAYS_TO_1904)),
        DataRef::Bool(yes) => format!("{yes}"),
        DataRef::Error(error) => format!("{error}"),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => words(text),
        DataRef::SharedString(text) => words(text),
        DataRef::Empty => String::new(),
    }
}

fn words(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() { String::new() } else { format!("'{text}") }
}

/// What was written one after the other.
fn pieces_of_four(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect()).collect()
}

fn short(digest: &[u8], bytes: usize) -> String {
    digest.iter().take(bytes).map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sheets may be called nearly anything, and the mark must say which it is.
    #[test]
    fn marks_are_read_as_written() {
        let details = vec!["0a1b".to_string(), "ffff".to_string()];
        let objects = Objects { counts: [1, 22, 0, 4, 5], foreign: Vec::new(), details };
        let content = Content { cells: "0123456789abcdef".into(), objects };
        for sheet in ["Answer", "a|b|1|c", "say \"no\"", "été 東京"] {
            for asked in [true, false] {
                let mark = Mark { sheet: sheet.into(), content: content.clone(), asked };
                assert_eq!(Mark::read(&mark.text()).as_ref(), Some(&mark), "{sheet}");
            }
        }
        let longest = Objects { details: vec!["ffff".into(); MOST_DETAILS], counts: [999; 5], ..Objects::default() };
        let content = Content { cells: "0123456789abcdef".into(), objects: longest };
        let mark = Mark { sheet: "\"".repeat(31), content, asked: false };
        assert!(mark.text().len() <= 255, "Excel allows no longer texts in formulas");
        for other in ["", "Answer", "\"Answer\"", "Sheet1!$A$1", "\"a|2|c|t0d0n0l0s0||asked\"", "\"a|1|c|t0||asked\""] {
            assert_eq!(Mark::read(other), None, "{other}");
        }
    }
}
