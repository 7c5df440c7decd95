//! Notes on cells: what is to be said of a cell, put where the analyst will look, and all else left as it is.
//!
//! A note is in two parts of the package: its words in one, the box that shows them in another. Both are made where a
//! sheet has none, and spliced where it has some. A sheet that is built in a way that is not understood is left alone,
//! and its notes are handed back.

mod comments;
mod grid;
mod vml;
mod words;

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use super::book::{Book, RELATIONSHIPS, Sheet};
use super::package::{Package, Rel, key, relative, rels_of};
use super::parts::Part;
use super::refusal::Refusal;
use super::sound;
use super::tree::Tree;
use super::types::Types;
use super::write::{self, Changes};
use super::xml::{self, Edits};
use comments::{Added, Comments};
use grid::{Cell, Grid};
use vml::{Blocks, Boxed, Shapes};

const COMMENTS: &str = "/comments";
const DRAWING: &str = "/vmlDrawing";
const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING_TYPE: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
const RELS_TYPE: &str = "application/vnd.openxmlformats-package.relationships+xml";
const NO_RELS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";

/// What is to be said of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What the tab of its sheet says.
    pub sheet: String,
    /// Such as `B7`.
    pub cell: String,
    /// The words.
    pub text: String,
}

/// Why a note is not in the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// There is no such sheet.
    NoSheet,
    /// The sheet is a chart or the like.
    NoCells,
    /// It names no cell.
    NoCell,
    /// It has no words.
    NoWords,
    /// People talk about the cell, in what Excel calls a threaded comment.
    Conversation,
    /// The cell's note is as long as can be.
    Full,
    /// The sheet, its notes or their boxes are built in a way that is not understood.
    Unusual,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Why::NoSheet => "there is no such sheet",
            Why::NoCells => "the sheet has no cells",
            Why::NoCell => "it is about no single cell",
            Why::NoWords => "it says nothing",
            Why::Conversation => "the cell has a threaded comment",
            Why::Full => "the note of the cell is as long as Excel allows",
            Why::Unusual => "the sheet keeps its notes in an unusual way",
        })
    }
}

/// A note that is not in the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The note.
    pub note: Note,
    /// Why it is not there.
    pub why: Why,
}

/// A workbook with notes in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The new file; the same as the old one where there was nothing to add.
    pub bytes: Vec<u8>,
    /// How many of the notes are in it, those included that were in it already.
    pub placed: usize,
    /// The others, in their order.
    pub elsewhere: Vec<Elsewhere>,
}

/// Puts notes on cells. What a cell's note says already is not said again; what it says besides stays.
pub fn with_notes(workbook: &[u8], notes: &[Note]) -> Result<Noted, Refusal> {
    let package = Package::open(workbook)?;
    let book = Book::read(&package)?;
    // The record would not know of the notes.
    if book.rels.iter().any(|r| r.is("/revisionHeaders") || r.is("/usernames")) {
        return Err(Refusal::Shared);
    }
    let mut missed: BTreeMap<usize, Why> = BTreeMap::new();
    let mut by_sheet: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, note) in notes.iter().enumerate() {
        let wanted = note.sheet.to_lowercase();
        match book.sheets.iter().position(|sheet| sheet.name.to_lowercase() == wanted) {
            Some(sheet) => by_sheet.entry(sheet).or_default().push(n),
            None => {
                missed.insert(n, Why::NoSheet);
            }
        }
    }
    let mut job = Job { package: &package, notes, changes: Changes::default(), blocks: taken(&package) };
    for (place, wanted) in by_sheet {
        let Some(sheet) = book.sheets.get(place) else { continue };
        match job.sheet(sheet, &wanted) {
            Ok(some) => missed.extend(some),
            Err(why) => missed.extend(wanted.into_iter().map(|n| (n, why))),
        }
    }
    let bytes = job.written(workbook)?;
    let placed = notes.len() - missed.len();
    let left = missed.into_iter().filter_map(|(n, why)| Some(Elsewhere { note: notes.get(n)?.clone(), why }));
    Ok(Noted { bytes, placed, elsewhere: left.collect() })
}

/// The blocks of numbers of all shapes that can be read.
fn taken(package: &Package) -> Blocks {
    let mut blocks = Blocks::default();
    for entry in package.entries().iter().filter(|e| e.part.to_lowercase().ends_with(".vml")) {
        if let Some(shapes) = package.read(&entry.part).ok().and_then(|bytes| Shapes::read(&bytes)) {
            shapes.take(&mut blocks);
        }
    }
    blocks
}

/// A part of a sheet: its name, and whether the sheet has it already.
struct Found {
    part: String,
    new: bool,
}

struct Job<'j, 'a> {
    package: &'j Package<'a>,
    notes: &'j [Note],
    changes: Changes,
    blocks: Blocks,
}

impl Job<'_, '_> {
    /// Puts the notes of these numbers on a sheet. Returns those that have no place; an error is about all of them, and
    /// the sheet is as it was.
    fn sheet(&mut self, sheet: &Sheet, wanted: &[usize]) -> Result<Vec<(usize, Why)>, Why> {
        if !sheet.cells {
            return Err(Why::NoCells);
        }
        let content = self.package.read(&sheet.part).map_err(unusual)?;
        let (text, marked) = xml::text(&content).map_err(unusual)?;
        let grid = Grid::read(text).ok_or(Why::Unusual)?;
        let rels = self.package.rels(&sheet.part).map_err(unusual)?;
        let (words_at, comments) = self.comments(&rels)?;
        let (boxes_at, shapes) = self.shapes(&rels, &grid)?;
        let (added, boxed, missed) = self.sorted((&grid, &comments), (wanted, &self.conversations(&rels)?));
        if added.is_empty() {
            return Ok(missed);
        }
        let boxes = shapes.with(&boxed, (&grid, &mut self.blocks));
        let mut list = Relations::of(self.package, &sheet.part).ok_or(Why::Unusual)?;
        if boxes_at.new {
            let id = list.add(DRAWING, &relative(&sheet.part, &boxes_at.part));
            let text = grid.with_drawing(text, &id);
            let bom = if marked { xml::BOM } else { &[] };
            self.changes.changed.insert(key(&sheet.part), [bom, text.as_bytes()].concat());
        }
        if words_at.new {
            list.add(COMMENTS, &relative(&sheet.part, &words_at.part));
        }
        if let Some(content) = list.changed() {
            let at = rels_of(&sheet.part);
            let new = !self.package.has(&at);
            self.put(Found { part: at, new }, RELS_TYPE, content);
        }
        self.put(words_at, COMMENTS_TYPE, comments.with(&added));
        self.put(boxes_at, DRAWING_TYPE, boxes);
        Ok(missed)
    }

    /// Where the words of the sheet's notes are, or will be.
    fn comments(&self, rels: &[Rel]) -> Result<(Found, Comments), Why> {
        let mut parts = rels.iter().filter(|r| r.is(COMMENTS));
        match (parts.next(), parts.next()) {
            (None, _) => {
                let part = self.free("/xl/comments", "xml");
                Ok((Found { part, new: true }, Comments::none().ok_or(Why::Unusual)?))
            }
            (Some(rel), None) => {
                let content = self.own(&rel.target)?;
                let comments = Comments::read(&content).ok_or(Why::Unusual)?;
                Ok((Found { part: rel.target.clone(), new: false }, comments))
            }
            _ => Err(Why::Unusual),
        }
    }

    /// Where the boxes of the sheet's notes are, or will be.
    fn shapes(&mut self, rels: &[Rel], grid: &Grid) -> Result<(Found, Shapes), Why> {
        let Some(id) = &grid.drawing else {
            let part = self.free("/xl/drawings/vmlDrawing", "vml");
            return Ok((Found { part, new: true }, Shapes::none(&mut self.blocks).ok_or(Why::Unusual)?));
        };
        let rel = rels.iter().find(|r| r.id == *id).filter(|r| r.is(DRAWING)).ok_or(Why::Unusual)?;
        let shapes = Shapes::read(&self.own(&rel.target)?).ok_or(Why::Unusual)?;
        Ok((Found { part: rel.target.clone(), new: false }, shapes))
    }

    /// Content of a part that belongs to no other sheet that had notes put on it.
    fn own(&self, part: &str) -> Result<Vec<u8>, Why> {
        if self.changes.changed.contains_key(&key(part)) {
            return Err(Why::Unusual);
        }
        self.package.read(part).map_err(unusual)
    }

    /// The cells that people talk about.
    fn conversations(&self, rels: &[Rel]) -> Result<HashSet<Cell>, Why> {
        let mut cells = HashSet::new();
        for rel in rels.iter().filter(|r| r.is("/threadedComment")) {
            let tree = self.package.tree(&rel.target).map_err(unusual)?;
            cells.extend(tree.all().filter_map(|e| Cell::parse(&tree.exact(e, "ref")?)));
        }
        Ok(cells)
    }

    /// What is to be added to each cell's note, what the note then says, and the notes that have no place.
    fn sorted(
        &self,
        (grid, comments): (&Grid, &Comments),
        (wanted, talked): (&[usize], &HashSet<Cell>),
    ) -> (Vec<Added>, Vec<Boxed>, Vec<(usize, Why)>) {
        let (mut missed, mut by_cell) = (Vec::new(), BTreeMap::<Cell, Vec<(usize, String)>>::new());
        for n in wanted {
            let Some(note) = self.notes.get(*n) else { continue };
            let words = words::clean(&note.text);
            match Cell::parse(&note.cell).map(|cell| grid.seen(cell)) {
                None => missed.push((*n, Why::NoCell)),
                Some(_) if words.is_empty() => missed.push((*n, Why::NoWords)),
                Some(cell) if talked.contains(&cell) || comments.is_conversation(cell) => {
                    missed.push((*n, Why::Conversation));
                }
                Some(cell) => by_cell.entry(cell).or_default().push((*n, words)),
            }
        }
        let (mut added, mut boxed) = (Vec::new(), Vec::new());
        for (cell, all) in by_cell {
            let old = comments.text(cell).unwrap_or("");
            let mut new: Vec<&str> = Vec::new();
            for (_, words) in all.iter().filter(|(_, words)| !words::says(old, words)) {
                if !new.contains(&words.as_str()) {
                    new.push(words);
                }
            }
            let (text, placed) = words::addition(old, &new);
            let left = new.get(placed..).unwrap_or(&[]);
            missed.extend(all.iter().filter(|(_, w)| left.contains(&w.as_str())).map(|(n, _)| (*n, Why::Full)));
            if !text.is_empty() {
                boxed.push(Boxed { cell, text: format!("{old}{text}") });
                added.push(Added { cell, text });
            }
        }
        (added, boxed, missed)
    }

    /// A name for a new part.
    fn free(&self, start: &str, ending: &str) -> String {
        let taken = |name: &String| {
            let new = || self.changes.new.iter().any(|part| key(&part.name) == key(name));
            self.package.has(name) || self.package.has(&rels_of(name)) || new()
        };
        let mut numbered = (1..u32::MAX).map(|n| format!("{start}{n}.{ending}"));
        numbered.find(|name| !taken(name)).unwrap_or_else(|| format!("{start}.{ending}"))
    }

    fn put(&mut self, Found { part, new }: Found, kind: &str, content: Vec<u8>) {
        if new {
            self.changes.new.push(Part { name: part, kind: kind.into(), content });
        } else {
            self.changes.changed.insert(key(&part), content);
        }
    }

    /// The new file, which hangs together.
    fn written(mut self, old: &[u8]) -> Result<Vec<u8>, Refusal> {
        if self.changes.changed.is_empty() && self.changes.new.is_empty() {
            return Ok(old.to_vec());
        }
        let new: Vec<(String, String)> =
            self.changes.new.iter().map(|part| (part.name.clone(), part.kind.clone())).collect();
        if !new.is_empty() {
            let types = Types::splice(&self.package.tree(Types::PART)?, &[], &new);
            self.changes.changed.insert(key(Types::PART), types);
        }
        let bytes = write::package(self.package, &self.changes)?;
        let package = Package::open(&bytes)?;
        let book = Book::read(&package)?;
        sound::check(self.package, (&package, &book)).map_err(Refusal::Unusual)?;
        Ok(bytes)
    }
}

fn unusual<E>(_: E) -> Why {
    Why::Unusual
}

/// The relationships of a sheet, to which some may come.
struct Relations {
    tree: Tree,
    next: u32,
    added: String,
}

impl Relations {
    fn of(package: &Package, part: &str) -> Option<Relations> {
        let name = rels_of(part);
        let content = if package.has(&name) { package.read(&name).ok()? } else { NO_RELS.into() };
        let tree = Tree::new(&content).ok()?;
        let ids = tree.children(tree.root()).filter_map(|e| tree.exact(e, "Id")?.get(3..)?.parse::<u32>().ok());
        let next = ids.max().unwrap_or(0).saturating_add(1);
        Some(Relations { tree, next, added: String::new() })
    }

    /// Adds one and returns its name.
    fn add(&mut self, kind: &str, target: &str) -> String {
        let id = format!("rId{}", self.next);
        self.next = self.next.saturating_add(1);
        let (prefix, target) = (self.tree.prefix(self.tree.root()), xml::escaped(target));
        self.added += &format!(r#"<{prefix}Relationship Id="{id}" Type="{RELATIONSHIPS}{kind}" Target="{target}"/>"#);
        id
    }

    /// The part, if something came.
    fn changed(&self) -> Option<Vec<u8>> {
        if self.added.is_empty() {
            return None;
        }
        let (tree, root) = (&self.tree, self.tree.root());
        let mut edits = Edits::default();
        tree.extend(&mut edits, root, tree.tag(root).to_string(), &self.added);
        Some(tree.apply(edits))
    }
}
