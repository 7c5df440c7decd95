//! A result sheet's part, rewritten so that it fits into another workbook.

use std::borrow::Cow;
use std::collections::HashMap;

use super::formula;
use super::refusal::Refusal;
use super::xml::{self, Kind, Tag, Tags};

/// From the first day of 1900 to that of 1904.
pub const DAYS_TO_1904: f64 = 1462.0;

/// What is called otherwise in the analyst's workbook.
#[derive(Debug, Clone, Copy)]
pub struct Moved<'a> {
    /// New place of each cell format.
    pub xf: &'a [u32],
    /// New place of each conditional format.
    pub dxf: &'a [u32],
    /// Content of the shared texts, as XML.
    pub strings: &'a [String],
    /// New names of tables and defined names; the keys are in small letters.
    pub renames: &'a HashMap<String, String>,
    /// Which cell formats show dates, if dates count from 1904 there.
    pub dates: Option<&'a [bool]>,
}

/// The part of a result sheet. `code_name` is what macros call the sheet it replaces.
pub fn rewritten(text: &str, moved: &Moved, code_name: Option<&str>) -> Result<String, Refusal> {
    let mut rewriter = Rewriter { text, moved, out: String::with_capacity(text.len() * 2), from: 0, cell: Cell::Plain };
    let mut value = None;
    let mut formula = None;
    for tag in Tags::new(text) {
        let tag = tag.map_err(|_| Refusal::Results("a sheet of theirs is not well formed".into()))?;
        match (tag.local(), tag.kind) {
            ("worksheet", Kind::Open) => rewriter.after_root(&tag, code_name),
            ("sheetPr", kind) if kind != Kind::Close && tag.depth == 1 => {
                if let Some(name) = code_name {
                    rewriter.put(&tag, &xml::with_attribute(tag.raw, "codeName", name));
                }
            }
            ("sheetView", kind) if kind != Kind::Close => {
                // Two selected tabs make Excel write into both sheets at once.
                rewriter.put(&tag, &xml::without_attribute(tag.raw, "tabSelected"));
            }
            ("c", kind) if kind != Kind::Close => rewriter.cell(&tag)?,
            ("row", kind) if kind != Kind::Close => rewriter.style(&tag, "s"),
            ("col", kind) if kind != Kind::Close => rewriter.style(&tag, "style"),
            ("v", Kind::Open) => value = Some(tag.range),
            ("v", Kind::Close) => {
                if let Some(open) = value.take() {
                    rewriter.value(open, &tag);
                }
            }
            ("f" | "formula" | "formula1" | "formula2", Kind::Open) => formula = Some(tag.range.end),
            ("f" | "formula" | "formula1" | "formula2", Kind::Close) => {
                if let Some(start) = formula.take() {
                    rewriter.formula(start, &tag);
                }
            }
            (_, Kind::Open | Kind::Empty) => {
                if let Cow::Owned(new) = with_formats(tag.raw, moved.dxf) {
                    rewriter.put(&tag, &new);
                }
            }
            _ => {}
        }
    }
    rewriter.out.push_str(text.get(rewriter.from..).unwrap_or(""));
    Ok(rewriter.out)
}

/// The text of a tag with the new places of the conditional formats it points to.
pub fn with_formats<'a>(tag: &'a str, dxf: &[u32]) -> Cow<'a, str> {
    if !tag.contains("xfId=") {
        return Cow::Borrowed(tag);
    }
    let mut changed = Cow::Borrowed(tag);
    for attribute in xml::attributes(tag) {
        let name = tag.get(attribute.name).unwrap_or("");
        if name != "dxfId" && !name.ends_with("DxfId") {
            continue;
        }
        let old = tag.get(attribute.value).and_then(|v| v.parse::<usize>().ok());
        if let Some(new) = old.and_then(|old| dxf.get(old)) {
            changed = Cow::Owned(xml::with_attribute(&changed, name, &new.to_string()));
        }
    }
    changed
}

/// What the cell being read holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// A text, the result of a formula ...
    Plain,
    /// A number that was put there.
    Number,
    /// The number of a shared text.
    Shared,
    /// A day counted from 1900, where the workbook counts from 1904.
    Day,
}

struct Rewriter<'a, 'm> {
    text: &'a str,
    moved: &'m Moved<'m>,
    out: String,
    from: usize,
    cell: Cell,
}

impl Rewriter<'_, '_> {
    /// Puts `new` in place of a range; all before it is copied.
    fn splice(&mut self, range: std::ops::Range<usize>, new: &str) {
        self.out.push_str(self.text.get(self.from..range.start).unwrap_or(""));
        self.out.push_str(new);
        self.from = range.end;
    }

    fn put(&mut self, tag: &Tag, new: &str) {
        if new != tag.raw {
            self.splice(tag.range.clone(), new);
        }
    }

    fn after_root(&mut self, tag: &Tag, code_name: Option<&str>) {
        let next = self.text.get(tag.range.end..).unwrap_or("").trim_start();
        if let Some(name) = code_name
            && !next.starts_with("<sheetPr")
        {
            let end = tag.range.end;
            self.splice(end..end, &format!("<sheetPr codeName=\"{}\"/>", xml::escaped(name)));
        }
    }

    fn style(&mut self, tag: &Tag, name: &str) {
        let old = xml::exact(tag.raw, name).and_then(|v| v.parse::<usize>().ok());
        if let Some(new) = old.and_then(|old| self.moved.xf.get(old)) {
            self.put(tag, &xml::with_attribute(tag.raw, name, &new.to_string()));
        }
    }

    fn cell(&mut self, tag: &Tag) -> Result<(), Refusal> {
        self.cell = Cell::Plain;
        let mut new = Cow::Borrowed(tag.raw);
        let (mut day, mut kind) = (false, None);
        for attribute in xml::attributes(tag.raw) {
            let value = tag.raw.get(attribute.value).unwrap_or("");
            match tag.raw.get(attribute.name) {
                Some("s") => {
                    let old = value.parse::<usize>().unwrap_or(0);
                    day = self.moved.dates.is_some_and(|dates| dates.get(old) == Some(&true));
                    let place = self.moved.xf.get(old).copied().unwrap_or(0);
                    new = Cow::Owned(xml::with_attribute(&new, "s", &place.to_string()));
                }
                Some("t") => kind = Some(value),
                Some("cm" | "vm") => {
                    return Err(Refusal::Results("a cell of theirs spills over or holds a picture".into()));
                }
                _ => {}
            }
        }
        if kind == Some("s") {
            new = Cow::Owned(xml::with_attribute(&new, "t", "inlineStr"));
            self.cell = Cell::Shared;
        } else if matches!(kind, None | Some("n")) {
            self.cell = if day { Cell::Day } else { Cell::Number };
        }
        if tag.kind == Kind::Empty {
            self.cell = Cell::Plain;
        }
        self.put(tag, &new);
        Ok(())
    }

    fn value(&mut self, open: std::ops::Range<usize>, close: &Tag) {
        let content = self.text.get(open.end..close.range.start).unwrap_or("");
        match self.cell {
            Cell::Plain => {}
            // Programs save 15, 16 or 17 digits. Only 15 outlive all of them, so that an edit can be told from a save.
            Cell::Number => {
                if let Some(short) = content.trim().parse().ok().and_then(formula::shortened) {
                    self.splice(open.end..close.range.start, &short);
                }
            }
            Cell::Shared => {
                let text = content.trim().parse::<usize>().ok().and_then(|n| self.moved.strings.get(n));
                let inline = format!("<is>{}</is>", text.map_or("", String::as_str));
                self.splice(open.start..close.range.end, &inline);
            }
            Cell::Day => {
                if let Ok(day) = content.trim().parse::<f64>() {
                    self.splice(open.end..close.range.start, &format!("{}", day - DAYS_TO_1904));
                }
            }
        }
        self.cell = Cell::Plain;
    }

    fn formula(&mut self, start: usize, close: &Tag) {
        self.cell = if self.cell == Cell::Number { Cell::Plain } else { self.cell };
        if self.moved.renames.is_empty() {
            return;
        }
        let content = xml::plain(self.text.get(start..close.range.start).unwrap_or(""));
        if let Cow::Owned(new) = formula::renamed(&content, self.moved.renames) {
            self.splice(start..close.range.start, &xml::escaped_text(&new));
        }
    }
}
