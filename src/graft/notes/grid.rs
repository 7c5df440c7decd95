//! Where the cells of a sheet lie, as far as the box of a note must know, and where the sheet names its drawing.

use std::collections::BTreeMap;
use std::fmt;

use crate::graft::book::RELATIONSHIPS;
use crate::graft::xml::{self, Kind, Tag, Tags};

const LAST_ROW: u32 = 1_048_575;
const LAST_COLUMN: u32 = 16_383;
/// Boxes at the right and lower edge begin this many columns or rows before it.
const EDGE: u32 = 30;
/// What a sheet may hold before `legacyDrawing`, which has its place in the order.
const BEFORE: &[&str] = &[
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
];

/// A cell; both count from 0. The order is that of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Counted downwards.
    pub row: u32,
    /// Counted to the right.
    pub column: u32,
}

impl Cell {
    /// Reads `B7`, `$B$7`, or the first cell of `B7:C9`.
    pub fn parse(text: &str) -> Option<Cell> {
        let text = text.split(':').next()?.trim().replace('$', "").to_ascii_uppercase();
        let (letters, digits) = text.split_at(text.find(|c: char| c.is_ascii_digit())?);
        if letters.is_empty() || letters.len() > 3 || digits.starts_with('0') {
            return None;
        }
        let column = letters.bytes().try_fold(0u32, |sum, letter| {
            letter.is_ascii_uppercase().then(|| sum * 26 + u32::from(letter - b'A') + 1)
        })?;
        let row = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok())??;
        let cell = Cell { row: row.checked_sub(1)?, column: column.checked_sub(1)? };
        (cell.row <= LAST_ROW && cell.column <= LAST_COLUMN).then_some(cell)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut letters, mut rest) = (Vec::new(), self.column + 1);
        while rest > 0 {
            letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
            rest = (rest - 1) / 26;
        }
        write!(f, "{}{}", letters.iter().rev().collect::<String>(), self.row + 1)
    }
}

/// Where a box lies, in points of the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// From the left edge of the sheet.
    pub left: f64,
    /// From its upper edge.
    pub top: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
    /// The same as columns and rows: those of its first corner and of its last, each with the distance to its edge.
    pub anchor: [u32; 8],
}

/// What is known of a sheet.
#[derive(Debug)]
pub struct Grid {
    /// Name of the relationship to the drawing with its notes, if it has one.
    pub drawing: Option<String>,
    behind: usize,
    prefix: String,
    knows_relationships: bool,
    columns: Vec<(u32, u32, f64)>,
    column: f64,
    rows: BTreeMap<u32, f64>,
    row: f64,
    merged: Vec<(Cell, Cell)>,
    next_row: u32,
}

impl Grid {
    /// Reads the part of a sheet; nothing where it is not what it should be.
    pub fn read(text: &str) -> Option<Grid> {
        let mut grid = Grid {
            drawing: None,
            behind: 0,
            prefix: String::new(),
            knows_relationships: false,
            columns: Vec::new(),
            column: 64.0,
            rows: BTreeMap::new(),
            row: 20.0,
            merged: Vec::new(),
            next_row: 0,
        };
        let mut cells = false;
        for tag in Tags::new(text) {
            let tag = tag.ok()?;
            match (tag.depth, tag.local()) {
                (0, local) if tag.kind == Kind::Open => {
                    if local != "worksheet" {
                        return None;
                    }
                    let name = tag.name();
                    grid.prefix = name.get(..name.find(':').map_or(0, |i| i + 1)).unwrap_or("").to_string();
                    grid.knows_relationships = xml::exact(tag.raw, "xmlns:r").is_some_and(|r| r == RELATIONSHIPS);
                }
                (1, local) => {
                    cells |= local == "sheetData";
                    if tag.kind != Kind::Open && BEFORE.contains(&local) {
                        grid.behind = tag.range.end;
                    }
                    if tag.kind != Kind::Close {
                        grid.take_part(&tag);
                    }
                }
                (2, _) if tag.kind != Kind::Close => grid.take_detail(&tag),
                _ => {}
            }
        }
        cells.then_some(grid)
    }

    fn take_part(&mut self, tag: &Tag) {
        match tag.local() {
            "legacyDrawing" => self.drawing = tag.attribute("id").map(|id| id.into_owned()),
            "sheetFormatPr" => {
                let base = number(tag, "baseColWidth").unwrap_or(8.0) * 7.0 + 5.0;
                // Excel rounds the usual width up to a multiple of 8.
                self.column = number(tag, "defaultColWidth").map_or((base / 8.0).ceil() * 8.0, from_width);
                self.row = number(tag, "defaultRowHeight").map_or(20.0, from_points);
                if xml::yes(tag.attribute("zeroHeight")) {
                    self.row = 0.0;
                }
            }
            _ => {}
        }
    }

    fn take_detail(&mut self, tag: &Tag) {
        let hidden = || xml::yes(tag.attribute("hidden"));
        match tag.local() {
            "col" => {
                let place = |name: &str| tag.attribute(name).and_then(|n| n.parse::<u32>().ok()?.checked_sub(1));
                if let (Some(first), Some(last)) = (place("min"), place("max")) {
                    let width = number(tag, "width").map_or(self.column, from_width);
                    self.columns.push((first, last.min(LAST_COLUMN), if hidden() { 0.0 } else { width }));
                }
            }
            "row" => {
                let named = tag.attribute("r").and_then(|r| r.parse::<u32>().ok()?.checked_sub(1));
                let row = named.unwrap_or(self.next_row);
                self.next_row = row.saturating_add(1);
                let height = number(tag, "ht").map(from_points);
                if let Some(height) = if hidden() { Some(0.0) } else { height } {
                    self.rows.insert(row, height);
                }
            }
            "mergeCell" => {
                let range = tag.attribute("ref").unwrap_or_default().into_owned();
                let last = range.rsplit(':').next().and_then(Cell::parse);
                if let (Some(first), Some(last)) = (Cell::parse(&range), last) {
                    self.merged.push((first, last));
                }
            }
            _ => {}
        }
    }

    /// The cell that is seen where `cell` lies: the first one of those that are merged.
    pub fn seen(&self, cell: Cell) -> Cell {
        let within = |(first, last): &&(Cell, Cell)| {
            (first.row..=last.row).contains(&cell.row) && (first.column..=last.column).contains(&cell.column)
        };
        self.merged.iter().find(within).map_or(cell, |(first, _)| *first)
    }

    /// The part with the drawing named in it.
    pub fn with_drawing(&self, text: &str, rel: &str) -> String {
        let space = if self.knows_relationships { String::new() } else { format!(r#" xmlns:r="{RELATIONSHIPS}""#) };
        let element = format!(r#"<{}legacyDrawing{space} r:id="{}"/>"#, self.prefix, xml::escaped(rel));
        let (head, rest) = text.split_at_checked(self.behind).unwrap_or((text, ""));
        format!("{head}{element}{rest}")
    }

    /// A box of this size beside a cell, as Excel puts it.
    pub fn beside(&self, cell: Cell, (width, height): (f64, f64)) -> Place {
        let column = if cell.column + EDGE > LAST_COLUMN { cell.column - EDGE } else { cell.column + 1 };
        let row = if cell.row + EDGE > LAST_ROW { cell.row - EDGE } else { cell.row.saturating_sub(1) };
        let offset = (15.0, if cell.row == 0 { 2.0 } else { 10.0 });
        let start = ((column, offset.0), (row, offset.1));
        let right = far_side(start.0, width, (LAST_COLUMN, |c| self.width(c)));
        let lower = far_side(start.1, height, (LAST_ROW, |r| self.height(r)));
        let whole = |n: f64| n.round().max(0.0) as u32;
        let anchor = [column, whole(offset.0), row, whole(offset.1), right.0, whole(right.1), lower.0, whole(lower.1)];
        Place { left: self.left(column) + offset.0, top: self.top(row) + offset.1, width, height, anchor }
    }

    /// The last corner of a box that grows downwards.
    pub fn lower(&self, row: u32, offset: u32, by: f64) -> (u32, u32) {
        let (row, offset) = far_side((row, f64::from(offset)), by, (LAST_ROW, |r| self.height(r)));
        (row, offset.round().max(0.0) as u32)
    }

    fn width(&self, column: u32) -> f64 {
        let found = self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&column));
        found.map_or(self.column, |(_, _, width)| *width)
    }

    fn height(&self, row: u32) -> f64 {
        self.rows.get(&row).copied().unwrap_or(self.row)
    }

    fn left(&self, column: u32) -> f64 {
        let before = self.columns.iter().filter(|(first, ..)| *first < column);
        let differ = before.map(|(first, last, width)| {
            let count = column.min(last.saturating_add(1)).saturating_sub(*first);
            f64::from(count) * (width - self.column)
        });
        f64::from(column) * self.column + differ.sum::<f64>()
    }

    fn top(&self, row: u32) -> f64 {
        f64::from(row) * self.row + self.rows.range(..row).map(|(_, height)| height - self.row).sum::<f64>()
    }
}

/// The column or row where something ends that begins in one at some distance from its edge.
fn far_side((from, offset): (u32, f64), size: f64, (last, each): (u32, impl Fn(u32) -> f64)) -> (u32, f64) {
    // Hidden ones take no room, and there may be a million of them.
    let last = last.min(from.saturating_add(2000));
    let (mut at, mut left) = (from, offset.min(each(from)) + size);
    while at < last && left >= each(at) {
        left -= each(at);
        at += 1;
    }
    (at, left.min(each(at)))
}

fn number(tag: &Tag, name: &str) -> Option<f64> {
    tag.attribute(name)?.parse::<f64>().ok().filter(|n| (0.0..10_000.0).contains(n))
}

/// Widths are given in digits of the usual font, which is 7 wide.
fn from_width(width: f64) -> f64 {
    (width * 7.0).round()
}

fn from_points(points: f64) -> f64 {
    points * 4.0 / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever names a cell, and nothing that does not.
    #[test]
    fn cells_are_read() {
        for (text, row, column) in
            [("A1", 0, 0), ("$b$7", 6, 1), ("AA10:AB12", 9, 26), ("XFD1048576", LAST_ROW, LAST_COLUMN)]
        {
            assert_eq!(Cell::parse(text), Some(Cell { row, column }), "{text}");
        }
        for text in ["", "A", "7", "A0", "A01", "XFE1", "A1048577", "ABCD1", "A1B", "Ä1", "row 7", "A+1"] {
            assert_eq!(Cell::parse(text), None, "{text}");
        }
        assert_eq!(Cell { row: 8, column: 701 }.to_string(), "ZZ9");
        assert_eq!(Cell { row: 8, column: 702 }.to_string(), "AAA9");
    }

    /// A box is as wide as it should be whatever the columns are, hidden ones included.
    #[test]
    fn boxes_fit_between_the_cells() {
        let text = r#"<w:worksheet xmlns:w="m"><w:cols><w:col min="2" max="2" width="20" customWidth="1"/>
            <w:col min="3" max="3" hidden="1" width="9"/></w:cols><w:sheetData><w:row r="2" ht="30"/></w:sheetData>
            <w:mergeCells><w:mergeCell ref="D4:E6"/></w:mergeCells><w:pageMargins/><w:oleObjects/></w:worksheet>"#;
        assert!(Grid::read(&text.replace("w:worksheet", "w:chartsheet")).is_none());
        let grid = Grid::read(text).unwrap();
        let place = grid.beside(Cell { row: 2, column: 0 }, (280.0, 100.0));
        assert_eq!(place.anchor, [1, 15, 1, 10, 5, 27, 5, 10]);
        assert_eq!((place.left, place.top), (79.0, 30.0));
        assert_eq!(grid.beside(Cell { row: LAST_ROW, column: LAST_COLUMN }, (280.0, 100.0)).anchor[4], 16_357);
        assert_eq!(grid.seen(Cell { row: 5, column: 4 }), Cell { row: 3, column: 3 });
        assert!(grid.with_drawing(text, "rId1").contains("<w:pageMargins/><w:legacyDrawing xmlns:r=\""));
    }
}
