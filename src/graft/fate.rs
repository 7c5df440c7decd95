//! What becomes of each sheet of the analyst's workbook when new results come.

use std::collections::{HashMap, HashSet};

use super::book::{Book, Sheet};
use super::donor::Donor;
use super::mark::{Cells, MARK, Mark, Objects};
use super::mentions::Mentions;
use super::package::Package;
use super::reach::{Parts, Web};
use super::refusal::Refusal;
use super::tables::{self, Table};
use super::xml::{self, Tags};

/// Excel's limit for the name of a sheet, in UTF-16 units.
const LONGEST_NAME: usize = 31;

/// What becomes of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The analyst's: not touched.
    Theirs,
    /// Ours, as we left it: the result sheet of this number takes its place.
    Replaced(usize),
    /// Ours, but changed by the analyst: it stays under another name, and the new one goes before it.
    Displaced {
        /// Number of the result sheet.
        by: usize,
        /// Its new name.
        called: String,
    },
    /// Ours, as we left it, and no longer made.
    Removed,
    /// Ours and no longer made, but needed or changed: not touched.
    Left,
}

/// The analyst's workbook and what was found out about it.
pub struct Target<'a> {
    /// The file.
    pub package: Package<'a>,
    /// Its list of sheets and names.
    pub book: Book,
    /// What each sheet's hidden name says, where the sheet still is what we wrote or was edited.
    pub marks: Vec<Option<Mark>>,
    /// The parts that do not hang on our sheets alone.
    pub theirs: Parts,
    /// What they read.
    pub mentions: Mentions,
    web: Web,
}

impl<'a> Target<'a> {
    /// Opens a workbook that may take results.
    pub fn open(bytes: &'a [u8]) -> Result<Target<'a>, Refusal> {
        let package = Package::open(bytes)?;
        let book = Book::read(&package)?;
        book.refuse_locks()?;
        let web = Web::new(&package, &book.part)?;
        if web.below("/").iter().any(|p| p.starts_with("/_xmlsignatures/")) {
            return Err(Refusal::Signed);
        }
        let marks: Vec<Option<Mark>> = (0..book.sheets.len()).map(|place| mark(&book, place)).collect();
        let ours = book.sheets.iter().zip(&marks).filter(|(_, mark)| mark.is_some());
        let theirs = web.without(&ours.map(|(sheet, _)| sheet.rel.clone()).collect());
        let mut mentions = Mentions::of(&package, &theirs);
        for name in book.names.iter().filter(|n| !own_name(n, &book, &marks)) {
            mentions.calculated(&name.text);
        }
        Ok(Target { package, book, marks, theirs, mentions, web })
    }

    /// Whether a formula of theirs reads this sheet, a table on it, or a name of ours for something on it.
    pub fn read(&self, mentions: &Mentions, sheet: &Sheet) -> Result<bool, Refusal> {
        let tables = tables::of_sheet(&self.package, &sheet.part)?;
        let mut names = self.book.names.iter().filter(|n| n.local.is_none() && own_name(n, &self.book, &self.marks));
        let named = names.any(|n| {
            let mut text = Mentions::default();
            text.formula(&n.text);
            mentions.other(&n.name) && text.sheet(&sheet.name)
        });
        Ok(named || mentions.sheet(&sheet.name) || tables.iter().any(|t| mentions.other(&t.name)))
    }
}

/// The hidden name of a sheet, if it still says the sheet's own name.
fn mark(book: &Book, place: usize) -> Option<Mark> {
    let sheet = book.sheets.get(place).filter(|s| s.cells)?;
    let found = book.names.iter().find(|n| n.local == Some(place) && n.name.eq_ignore_ascii_case(MARK))?;
    Mark::read(&found.text).filter(|m| m.sheet.to_lowercase() == sheet.name.to_lowercase())
}

/// Whether a defined name was put there by us.
pub fn own_name(name: &super::book::Name, book: &Book, marks: &[Option<Mark>]) -> bool {
    match name.local {
        Some(place) => {
            let ours = matches!(marks.get(place), Some(Some(_)));
            ours && (name.built_in() || name.name.eq_ignore_ascii_case(MARK))
        }
        None => name.comment == super::names::COMMENT && reads_only_ours(&name.text, book, marks),
    }
}

/// Whether a formula reads sheets, and only ours.
pub fn reads_only_ours(text: &str, book: &Book, marks: &[Option<Mark>]) -> bool {
    let mut mentions = Mentions::default();
    mentions.formula(text);
    let mut read = book.sheets.iter().zip(marks).filter(|(sheet, _)| mentions.sheet(&sheet.name)).peekable();
    read.peek().is_some() && read.all(|(_, mark)| mark.is_some())
}

/// What becomes of every sheet.
pub struct Decision {
    /// By the place of the sheet.
    pub fates: Vec<Fate>,
    /// What the analyst should know of it.
    pub notes: Vec<String>,
    /// What is read by all that stays, sheets kept aside included.
    pub mentions: Mentions,
}

/// Decides what becomes of every sheet.
pub fn decide(bytes: &[u8], target: &Target, donor: &Donor) -> Result<Decision, Refusal> {
    // What can't be read can't be compared either, neither with what we wrote nor with what comes out.
    let unread = || Refusal::Unusual("its cells can't be read back".into());
    let cells = Cells::open(bytes).ok_or_else(unread)?;
    let mut judge = Judge {
        target,
        cells,
        sliced: tables::sliced(&target.package),
        used: target.book.sheets.iter().map(|s| s.name.to_lowercase()).collect(),
        notes: Vec::new(),
    };
    judge.used.extend(donor.sheets().map(|(_, s)| s.name.to_lowercase()));
    let mut fates = Vec::new();
    for (sheet, mark) in target.book.sheets.iter().zip(&target.marks) {
        fates.push(match (mark, donor.sheet(&sheet.name)) {
            (None, Some(_)) => return Err(Refusal::NameTaken(sheet.name.clone())),
            (None, None) => Fate::Theirs,
            (Some(mark), Some(by)) => judge.again((sheet, mark), (donor, by))?,
            (Some(mark), None) => judge.no_longer(sheet, mark)?,
        });
    }
    judge.copies();
    let mentions = judge.keep_what_is_read(&mut fates)?;
    Ok(Decision { fates, notes: judge.notes, mentions })
}

struct Judge<'t, 'a> {
    target: &'t Target<'a>,
    cells: Cells<'a>,
    sliced: HashMap<u32, HashSet<String>>,
    /// Names of sheets in small letters.
    used: HashSet<String>,
    notes: Vec<String>,
}

impl Judge<'_, '_> {
    /// A sheet that is made again.
    fn again(&mut self, (sheet, mark): (&Sheet, &Mark), (donor, by): (&Donor, usize)) -> Result<Fate, Refusal> {
        let fresh = donor.tables.get(by).map(Vec::as_slice).unwrap_or(&[]);
        let touched = match self.touched(sheet, mark)? {
            Some(how) => Some(how),
            None => self.misses_table(sheet, fresh)?,
        };
        let Some(how) = touched else { return Ok(Fate::Replaced(by)) };
        let called = self.free_name(&sheet.name);
        self.notes.push(format!(
            "Your changes on the sheet '{}' are kept: {how}. It is now called '{called}' and is yours; the new results \
             are on '{}'.",
            sheet.name, sheet.name
        ));
        Ok(Fate::Displaced { by, called })
    }

    /// A sheet that is no longer made.
    fn no_longer(&mut self, sheet: &Sheet, mark: &Mark) -> Result<Fate, Refusal> {
        let target = self.target;
        let place = target.book.sheets.iter().position(|s| s.id == sheet.id);
        let own = |name: &str| name.eq_ignore_ascii_case(MARK) || name.to_lowercase().starts_with("_xlnm.");
        let named = target.book.names.iter().any(|n| n.local == place && !own(&n.name));
        let root = target.book.tree.root();
        let views = target.book.tree.child(root, "customWorkbookViews").is_some();
        let macros = target.package.entries().iter().any(|e| e.part.to_lowercase().ends_with("vbaproject.bin"));
        let why = match self.touched(sheet, mark)? {
            Some(how) => Some(how),
            None if named => Some("names of yours are defined on it".to_string()),
            None if views => Some("the workbook has custom views that may show it".to_string()),
            None if macros && code_name(&target.package, sheet)?.is_some() => {
                Some("the macros of the workbook know it".to_string())
            }
            None => None,
        };
        Ok(match why {
            None => Fate::Removed,
            Some(why) => {
                self.stays(sheet, &why);
                Fate::Left
            }
        })
    }

    fn stays(&mut self, sheet: &Sheet, why: &str) {
        let name = &sheet.name;
        self.notes.push(format!("The sheet '{name}' is no longer part of the results. It stays as it was: {why}."));
    }

    /// How a sheet differs from what we wrote.
    fn touched(&mut self, sheet: &Sheet, mark: &Mark) -> Result<Option<String>, Refusal> {
        let objects = Objects::on(&self.target.package, &sheet.part)?;
        if let Some(how) = objects.changed(&mark.content.objects) {
            return Ok(Some(how));
        }
        // The names are those that were written: nothing is to be renamed.
        let hash = self.cells.hash(&sheet.name, &HashMap::new());
        Ok((hash.as_deref() != Some(&mark.content.cells)).then(|| "cells on it were changed".to_string()))
    }

    /// Whether formulas or slicers of the analyst use a table that the new sheet does not have.
    fn misses_table(&self, sheet: &Sheet, fresh: &[Table]) -> Result<Option<String>, Refusal> {
        for old in tables::of_sheet(&self.target.package, &sheet.part)? {
            let new = fresh.iter().find(|t| tables::base(&t.name) == tables::base(&old.name));
            if new.is_none() && self.target.mentions.other(&old.name) {
                return Ok(Some(format!(
                    "your formulas read its table {}, which the results no longer have",
                    old.name
                )));
            }
            let by_slicers = self.sliced.get(&old.id);
            let lost = old.columns.iter().any(|column| {
                let wanted = by_slicers.is_some_and(|ids| ids.contains(&column.0));
                wanted && !new.is_some_and(|t| t.columns.contains(column))
            });
            if lost {
                return Ok(Some(format!("your slicers filter its table {}, which has other columns now", old.name)));
            }
        }
        Ok(None)
    }

    /// `NAME (old)` or the like.
    fn free_name(&mut self, name: &str) -> String {
        let numbered = (2..u32::MAX).map(|n| format!(" (old {n})"));
        for ending in std::iter::once(" (old)".to_string()).chain(numbered) {
            let mut room = LONGEST_NAME.saturating_sub(ending.len());
            let fits = |c: &char| {
                let enough = room >= c.len_utf16();
                room = room.saturating_sub(c.len_utf16());
                enough
            };
            let start: String = name.chars().take_while(fits).collect();
            let candidate = format!("{}{ending}", start.trim_end());
            if self.used.insert(candidate.to_lowercase()) {
                return candidate;
            }
        }
        name.to_string()
    }

    /// Tells of sheets that were ours before the analyst copied or renamed them.
    fn copies(&mut self) {
        let book = &self.target.book;
        for (place, (sheet, own)) in book.sheets.iter().zip(&self.target.marks).enumerate() {
            let name = book.names.iter().find(|n| n.local == Some(place) && n.name.eq_ignore_ascii_case(MARK));
            if let (None, Some(mark)) = (own, name.and_then(|n| Mark::read(&n.text))) {
                self.notes.push(format!(
                    "The sheet '{}' is your copy of the result sheet '{}' and stays as it is.",
                    sheet.name, mark.sheet
                ));
            }
        }
    }

    /// No sheet is taken out that something reads which stays, nor the last that can be seen.
    fn keep_what_is_read(&mut self, fates: &mut [Fate]) -> Result<Mentions, Refusal> {
        let target = self.target;
        let sheets = &target.book.sheets;
        let mut mentions = target.mentions.clone();
        let mut added: HashSet<usize> = HashSet::new();
        loop {
            for (place, sheet) in sheets.iter().enumerate() {
                let stays = matches!(fates.get(place), Some(Fate::Left | Fate::Displaced { .. }));
                if stays && added.insert(place) {
                    let below = target.web.below(&sheet.part);
                    let own = below.difference(&target.theirs).cloned().collect();
                    mentions.add(Mentions::of(&target.package, &own));
                }
            }
            let mut changed = false;
            for (sheet, fate) in sheets.iter().zip(fates.iter_mut()).filter(|(_, fate)| **fate == Fate::Removed) {
                let linked = mentions.linked.contains(&sheet.name.to_lowercase());
                if linked || target.read(&mentions, sheet)? {
                    self.stays(sheet, if linked { "links of yours lead to it" } else { "formulas of yours read it" });
                    *fate = Fate::Left;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        let seen = sheets.iter().zip(fates.iter()).any(|(sheet, fate)| sheet.visible && *fate != Fate::Removed);
        for (sheet, fate) in sheets.iter().zip(fates.iter_mut()).filter(|(_, fate)| **fate == Fate::Removed) {
            if seen {
                self.notes
                    .push(format!("The sheet '{}' is no longer part of the results and was taken out.", sheet.name));
            } else {
                self.stays(sheet, "no other sheet can be seen");
                *fate = Fate::Left;
            }
        }
        Ok(mentions)
    }
}

/// What macros call a sheet.
pub fn code_name(package: &Package, sheet: &Sheet) -> Result<Option<String>, Refusal> {
    let text = package.text(&sheet.part)?;
    // It stands right after the root, if at all.
    for tag in Tags::new(&text).take(3) {
        let tag = tag.map_err(|flaw| Refusal::flaw(&sheet.part, &flaw))?;
        if tag.local() == "sheetPr" {
            return Ok(xml::exact(tag.raw, "codeName").map(|name| name.into_owned()));
        }
    }
    Ok(None)
}
