//! Puts result sheets into the analyst's own workbook and leaves all else in it as it is, byte for byte.
//!
//! No library that loads and saves a workbook keeps everything that can be in one. So the package is not loaded: the
//! parts of the result sheets are added to it, the four parts that list sheets, names, formats and kinds of parts are
//! spliced, and everything else is copied as it is packed. What can't be done safely is refused with a reason.

mod book;
mod donor;
mod fate;
mod formula;
mod mark;
mod mentions;
mod names;
mod notes;
mod package;
mod parts;
mod place;
mod reach;
mod refusal;
mod sheet;
mod sight;
mod sound;
mod splice;
mod styles;
mod tables;
mod tree;
mod types;
mod verify;
mod write;
mod xml;

use std::collections::HashSet;

pub use formula::cell_at;
pub use notes::{Elsewhere, Note, Noted, Why, with_notes};
pub use place::{Unwritten, Written, write_in_place};
pub use refusal::Refusal;
pub use sight::Sight;
pub use verify::{Verified, verify};

use donor::Donor;
use fate::{Decision, Fate, Target};
use mark::{Cells, Content, Mark, Objects};
use mentions::Mentions;
use names::Calls;
use package::{key, rels_of};
use parts::{Names, Part};
use reach::{Parts, Web};
use sheet::Moved;
use splice::Plan;
use types::Types;
use write::Changes;
use xml::{Kind, Tags};

/// A workbook with the results in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grafted {
    /// The new file.
    pub bytes: Vec<u8>,
    /// What the analyst should know: sheets that were kept, names that had to differ.
    pub notes: Vec<String>,
    /// The result sheets.
    pub sheets: Vec<String>,
}

/// Puts every sheet of `donor` into `target`: at the end the first time, in place of the earlier ones later. The same
/// results give the same bytes, however often they are put in.
pub fn graft(target: &[u8], donor: &[u8]) -> Result<Grafted, Refusal> {
    let results = Donor::open(donor)?;
    let theirs = Target::open(target)?;
    let Decision { fates, mut notes, mentions } = fate::decide(target, &theirs, &results)?;
    let calls = names::calls(&theirs, &results, &fates)?;
    notes.extend(calls.notes.iter().cloned());
    let marks = marks(donor, &results, &calls)?;
    let job = Job { target: &theirs, donor: &results, fates: &fates, calls: &calls, read: &mentions.in_cells() };
    let bytes = job.run(marks, &mut notes)?;
    let sheets = results.sheets().map(|(_, s)| s.name.clone()).collect();
    Ok(Grafted { bytes, notes, sheets })
}

/// What was written on each result sheet, so that edits show next time.
fn marks(bytes: &[u8], donor: &Donor, calls: &Calls) -> Result<Vec<Mark>, Refusal> {
    let unread = || Refusal::Results("they can't be read back".into());
    let mut cells = Cells::open(bytes).ok_or_else(unread)?;
    let mut marks = Vec::new();
    for (_, sheet) in donor.sheets() {
        let hash = cells.hash(&sheet.name, &calls.renames).ok_or_else(unread)?;
        let content = Content { cells: hash, objects: Objects::on(&donor.package, &sheet.part)? };
        marks.push(Mark { sheet: sheet.name.clone(), content, asked: false });
    }
    Ok(marks)
}

/// One graft, once it is known what becomes of every sheet.
struct Job<'j, 'a> {
    target: &'j Target<'a>,
    donor: &'j Donor<'a>,
    fates: &'j [Fate],
    calls: &'j Calls,
    /// What the analyst's cells read.
    read: &'j Mentions,
}

impl Job<'_, '_> {
    fn run(&self, mut marks: Vec<Mark>, notes: &mut Vec<String>) -> Result<Vec<u8>, Refusal> {
        let (target, donor) = (self.target, self.donor);
        let freed = self.freed()?;
        let names = Names::new(target, donor, (self.fates, &freed))?;
        let styles = target.book.related("/styles").map(|r| r.target.clone());
        let styles = styles.filter(|part| target.package.has(part));
        let styles = styles.ok_or_else(|| Refusal::Unusual("it has no list of formats".into()))?;
        let (new_styles, places) = styles::merged(&target.package.tree(&styles)?, &donor.styles)?;
        let moved = Moved {
            xf: &places.xf,
            dxf: &places.dxf,
            strings: &donor.strings,
            renames: &self.calls.renames,
            dates: target.book.from_1904.then_some(places.dates.as_slice()),
        };
        let new = parts::moved(target, donor, (&names, self.calls, &moved))?;
        let sheet_parts: Vec<String> = donor.sheets().map(|(_, s)| names.of(&s.part)).collect();
        let placed = splice::placed(target, self.fates, &sheet_parts);
        let (ask, asked) = self.asks(notes)?;
        marks.iter_mut().for_each(|m| m.asked = asked);
        let (fates, calls) = (self.fates, self.calls);
        let plan = Plan { target, donor, fates, placed: &placed, calls, marks: &marks, ask };
        let mut changes = Changes { gone: freed, new, ..Changes::default() };
        let chain = self.stale_chain()?;
        self.lists(&plan, chain.as_deref(), &mut changes)?;
        changes.changed.insert(key(&styles), new_styles);
        for (part, name) in &calls.displaced {
            changes.changed.insert(key(part), tables::renamed(&target.package.tree(part)?, name));
        }
        write::package(&target.package, &changes)
    }

    /// The parts that only sheets lead to which are replaced or taken out, with their relationships.
    fn freed(&self) -> Result<Parts, Refusal> {
        let target = self.target;
        let web = Web::new(&target.package, &target.book.part)?;
        let gone = target.book.sheets.iter().zip(self.fates);
        let gone = gone.filter(|(_, fate)| matches!(fate, Fate::Replaced(_) | Fate::Removed));
        let stay = web.without(&gone.map(|(sheet, _)| sheet.rel.clone()).collect());
        let all = web.without(&HashSet::new());
        let mut freed: Parts = all.difference(&stay).cloned().collect();
        let rels: Vec<String> = freed.iter().map(|part| key(&rels_of(part))).collect();
        freed.extend(rels.into_iter().filter(|part| target.package.has(part)));
        Ok(freed)
    }

    /// Whether calculation on opening is to be asked for now, and whether it is Railhead that asks, now or earlier.
    fn asks(&self, notes: &mut Vec<String>) -> Result<(bool, bool), Refusal> {
        let target = self.target;
        if target.book.calculates_on_load() {
            return Ok((false, target.marks.iter().flatten().any(|m| m.asked)));
        }
        let mut read = false;
        for sheet in target.book.sheets.iter().zip(&target.marks).filter_map(|(s, mark)| mark.is_some().then_some(s)) {
            read |= target.read(self.read, sheet)?;
        }
        // A formula may wait for a sheet that comes only now.
        read |= self.donor.sheets().any(|(_, s)| self.read.sheet(&s.name));
        if read && target.book.calculates_by_hand() {
            notes.push(
                "The workbook calculates only when asked to: press F9 in Excel so that your formulas show the new results."
                    .into(),
            );
            return Ok((false, false));
        }
        Ok((read, read))
    }

    /// The part that says in which order cells are calculated, if it must go. Excel finds formulas that are not in it,
    /// so ours need not be added; but it takes a file for damaged where the part names a cell without formula, so it must
    /// not name cells of sheets that are replaced or taken out. Excel makes it anew where it is missing.
    fn stale_chain(&self) -> Result<Option<String>, Refusal> {
        let target = self.target;
        let Some(rel) = target.book.related("/calcChain").filter(|r| target.package.has(&r.target)) else {
            return Ok(None);
        };
        let sheets = target.book.sheets.iter().zip(self.fates);
        let gone = sheets.filter(|(_, fate)| matches!(fate, Fate::Replaced(_) | Fate::Removed));
        let gone: HashSet<String> = gone.map(|(sheet, _)| sheet.id.to_string()).collect();
        if gone.is_empty() {
            return Ok(None);
        }
        let text = target.package.text(&rel.target)?;
        for tag in Tags::new(&text) {
            // A broken chain is of no use to anyone.
            let Ok(tag) = tag else { return Ok(Some(rel.target.clone())) };
            if tag.kind != Kind::Close && tag.attribute("i").is_some_and(|id| gone.contains(id.as_ref())) {
                return Ok(Some(rel.target.clone()));
            }
        }
        Ok(None)
    }

    /// The lists of sheets, relationships and kinds of parts.
    fn lists(&self, plan: &Plan, chain: Option<&str>, changes: &mut Changes) -> Result<(), Refusal> {
        let (target, book) = (self.target, &self.target.book);
        changes.changed.insert(key(&book.part), splice::workbook(plan));
        let sheets = book.sheets.iter().zip(self.fates).filter(|(_, fate)| **fate == Fate::Removed);
        let mut rels: Vec<String> = sheets.map(|(sheet, _)| sheet.rel.clone()).collect();
        if let Some(chain) = chain {
            changes.gone.insert(key(chain));
            rels.extend(book.rels.iter().filter(|r| r.target == chain).map(|r| r.id.clone()));
        }
        let part = rels_of(&book.part);
        changes.changed.insert(key(&part), splice::relationships(&target.package.tree(&part)?, plan, &rels));
        let gone: Vec<String> = changes.gone.iter().cloned().collect();
        let new: Vec<(String, String)> =
            changes.new.iter().map(|Part { name, kind, .. }| (name.clone(), kind.clone())).collect();
        let types = Types::splice(&target.package.tree(Types::PART)?, &gone, &new);
        changes.changed.insert(key(Types::PART), types);
        Ok(())
    }
}
