//! The part with the boxes of a sheet's notes. It is in VML, which Excel has kept for notes to this day.

use std::collections::{HashMap, HashSet};

use super::grid::{Cell, Grid, Place};
use crate::graft::tree::{Element, Tree};
use crate::graft::xml::{self, Edits};

const VML: &str = "urn:schemas-microsoft-com:vml";
const OFFICE: &str = "urn:schemas-microsoft-com:office:office";
const EXCEL: &str = "urn:schemas-microsoft-com:office:excel";
/// The kind of shape that notes are.
const KIND: &str = "_x0000_t202";
const SHAPE: &str = "_x0000_s";
/// Numbers of shapes go by blocks of so many; a part has blocks of its own.
const BLOCK: u32 = 1024;
/// Their numbers are to have room for all that is done with them.
const MOST_BLOCKS: u32 = u32::MAX / BLOCK;

/// Width of our boxes, in points of the screen.
const WIDTH: f64 = 280.0;
/// Room for some lines at least, for no more than fits a screen at most.
const HEIGHTS: (f64, f64) = (45.0, 700.0);
const LINE: f64 = 15.0;
const LETTER: f64 = 6.8;
const MARGIN: f64 = 14.0;

/// Blocks of numbers that are in use anywhere in the workbook.
#[derive(Debug, Default)]
pub struct Blocks(HashSet<u32>);

impl Blocks {
    /// Takes the lowest that is free.
    fn free(&mut self) -> Option<u32> {
        (1..MOST_BLOCKS).find(|block| self.0.insert(*block))
    }
}

/// A note that needs a box that is large enough.
#[derive(Debug, Clone)]
pub struct Boxed {
    /// Its cell.
    pub cell: Cell,
    /// All that it says.
    pub text: String,
}

struct Shape {
    element: Element,
    /// The tag with the cell in it.
    client: Element,
}

/// The shapes of a sheet.
pub struct Shapes {
    tree: Tree,
    notes: HashMap<Cell, Shape>,
    numbers: HashSet<u32>,
    blocks: Vec<u32>,
    count: usize,
}

impl Shapes {
    /// Of a sheet that has none.
    pub fn none(blocks: &mut Blocks) -> Option<Shapes> {
        let block = blocks.free()?;
        let text = format!(
            r#"<xml xmlns:v="{VML}" xmlns:o="{OFFICE}" xmlns:x="{EXCEL}"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>"#
        );
        Shapes::read(text.as_bytes())
    }

    /// Reads the part; nothing where it is not what it should be.
    pub fn read(bytes: &[u8]) -> Option<Shapes> {
        let (text, _) = xml::text(bytes).ok()?;
        // Excel writes line breaks on buttons as HTML has them. Blanks in their place leave all places as they are.
        let mut tree = Tree::new(text.replace("<br>", "    ").as_bytes()).ok()?;
        if tree.local(tree.root()) != "xml" {
            return None;
        }
        tree.text = text.to_string();
        let mut shapes = Shapes { notes: HashMap::new(), numbers: HashSet::new(), blocks: Vec::new(), count: 0, tree };
        shapes.collect();
        Some(shapes)
    }

    fn collect(&mut self) {
        let tree = &self.tree;
        for element in tree.all() {
            if let Some(id) = tree.exact(element, "id").and_then(|id| id.strip_prefix(SHAPE)?.parse().ok()) {
                self.numbers.insert(id);
            }
            match tree.local(element) {
                "idmap" => {
                    let data = tree.exact(element, "data").unwrap_or_default();
                    let blocks = data.split(',').filter_map(|block| block.trim().parse::<u32>().ok());
                    self.blocks.extend(blocks.filter(|block| (1..MOST_BLOCKS).contains(block)));
                }
                "shape" => {
                    self.count += 1;
                    if let Some((cell, client)) = note(tree, element) {
                        self.notes.entry(cell).or_insert(Shape { element: element.clone(), client });
                    }
                }
                _ => {}
            }
        }
    }

    /// Marks the blocks of this part as taken.
    pub fn take(&self, blocks: &mut Blocks) {
        blocks.0.extend(&self.blocks);
        blocks.0.extend(self.numbers.iter().map(|number| number / BLOCK));
    }

    /// The part with a box for each of these notes.
    pub fn with(&self, notes: &[Boxed], (grid, blocks): (&Grid, &mut Blocks)) -> Vec<u8> {
        let tree = &self.tree;
        let mut edits = Edits::default();
        let (mut new, mut z) = (String::new(), self.count);
        let fresh = notes.iter().filter(|note| !self.notes.contains_key(&note.cell));
        let numbers = self.numbers(fresh.clone().count(), (blocks, &mut edits));
        for (note, number) in fresh.zip(numbers) {
            z += 1;
            new += &self.shape(number, z, (note.cell, &grid.beside(note.cell, size(&note.text, WIDTH))));
        }
        for note in notes {
            if let Some(shape) = self.notes.get(&note.cell) {
                self.grow(&mut edits, shape, (&note.text, grid));
            }
        }
        if !new.is_empty() {
            let known =
                tree.all().any(|e| tree.local(e) == "shapetype" && tree.exact(e, "id").as_deref() == Some(KIND));
            let kind = if known { String::new() } else { self.kind() };
            tree.extend(&mut edits, tree.root(), tree.tag(tree.root()).to_string(), &(kind + &new));
        }
        tree.apply(edits)
    }

    /// Free numbers for so many shapes, of the blocks of this part while they last.
    fn numbers(&self, count: usize, (blocks, edits): (&mut Blocks, &mut Edits)) -> Vec<u32> {
        let mut found = Vec::new();
        let mut own = self.blocks.clone();
        let mut next = own.clone().into_iter();
        while found.len() < count {
            let block = match next.next() {
                Some(block) => block,
                None => {
                    let Some(block) = blocks.free() else { break };
                    own.push(block);
                    block
                }
            };
            let first = block * BLOCK;
            let inside = first + 1..first + BLOCK;
            // Numbers of shapes that were deleted may still be meant elsewhere, so ours come behind the highest.
            let highest = inside.clone().rev().find(|number| self.numbers.contains(number)).unwrap_or(first);
            found.extend((highest + 1..inside.end).take(count - found.len()));
        }
        let tree = &self.tree;
        if let Some(map) = tree.all().find(|e| tree.local(e) == "idmap").filter(|_| own.len() > self.blocks.len()) {
            let data: Vec<String> = own.iter().map(u32::to_string).collect();
            edits.replace(map.open.clone(), xml::with_attribute(tree.tag(map), "data", &data.join(",")));
        }
        found
    }

    /// The prefix of a namespace, and its declaration where the part has none for all of it.
    fn space(&self, usual: &str, space: &str) -> (String, String) {
        let tag = self.tree.tag(self.tree.root());
        let declared = xml::attributes(tag).into_iter().find_map(|a| {
            let prefix = tag.get(a.name)?.strip_prefix("xmlns:")?;
            (xml::plain(tag.get(a.value)?) == space).then(|| prefix.to_string())
        });
        match declared {
            Some(prefix) => (prefix, String::new()),
            None => (usual.to_string(), format!(r#" xmlns:{usual}="{space}""#)),
        }
    }

    fn kind(&self) -> String {
        let ((v, in_v), (o, in_o)) = (self.space("v", VML), self.space("o", OFFICE));
        format!(
            r#"<{v}:shapetype{in_v}{in_o} id="{KIND}" coordsize="21600,21600" {o}:spt="202" path="m,l,21600r21600,l21600,xe"><{v}:stroke joinstyle="miter"/><{v}:path gradientshapeok="t" {o}:connecttype="rect"/></{v}:shapetype>"#
        )
    }

    fn shape(&self, number: u32, z: usize, (cell, place): (Cell, &Place)) -> String {
        let ((v, in_v), (o, in_o), (x, in_x)) = (self.space("v", VML), self.space("o", OFFICE), self.space("x", EXCEL));
        let [left, top, width, height] = [place.left, place.top, place.width, place.height].map(points);
        let anchor = place.anchor.map(|n| n.to_string()).join(", ");
        let Cell { row, column } = cell;
        let style = format!(
            "position:absolute;margin-left:{left};margin-top:{top};width:{width};height:{height};z-index:{z};visibility:hidden"
        );
        let look = format!(
            r##"<{v}:fill color2="#ffffe1"/><{v}:shadow on="t" color="black" obscured="t"/><{v}:path {o}:connecttype="none"/><{v}:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></{v}:textbox>"##
        );
        let client = format!(
            r#"<{x}:ClientData ObjectType="Note"><{x}:MoveWithCells/><{x}:SizeWithCells/><{x}:Anchor>{anchor}</{x}:Anchor><{x}:AutoFill>False</{x}:AutoFill><{x}:Row>{row}</{x}:Row><{x}:Column>{column}</{x}:Column></{x}:ClientData>"#
        );
        format!(
            r##"<{v}:shape{in_v}{in_o}{in_x} id="{SHAPE}{number}" type="#{KIND}" style="{style}" fillcolor="#ffffe1" {o}:insetmode="auto">{look}{client}</{v}:shape>"##
        )
    }

    /// Makes a box higher if its note says more than fits.
    fn grow(&self, edits: &mut Edits, shape: &Shape, (text, grid): (&str, &Grid)) {
        let tree = &self.tree;
        let style = tree.exact(&shape.element, "style").unwrap_or_default().into_owned();
        let (Some(width), Some(height)) = (length(&style, "width"), length(&style, "height")) else { return };
        let (_, needed) = size(text, width);
        if needed <= height {
            return;
        }
        let pieces = style.split(';').map(|piece| match piece.split_once(':') {
            Some((name, _)) if name.trim() == "height" => format!("{name}:{}", points(needed)),
            _ => piece.to_string(),
        });
        let style = pieces.collect::<Vec<String>>().join(";");
        edits.replace(shape.element.open.clone(), xml::with_attribute(tree.tag(&shape.element), "style", &style));
        let Some(anchor) = tree.child(&shape.client, "Anchor") else { return };
        let content = tree.content(anchor);
        let numbers: Vec<u32> = content.split(',').filter_map(|n| n.trim().parse().ok()).collect();
        if let [a, b, c, d, e, f, row, offset] = numbers.as_slice() {
            let (row, offset) = grid.lower(*row, *offset, needed - height);
            edits.replace(anchor.inner.clone(), format!("{a}, {b}, {c}, {d}, {e}, {f}, {row}, {offset}"));
        }
    }
}

/// The cell of a shape that is a note, and the element that says so.
fn note(tree: &Tree, shape: &Element) -> Option<(Cell, Element)> {
    let client = tree.child(shape, "ClientData")?;
    if tree.exact(client, "ObjectType")? != "Note" {
        return None;
    }
    let number = |name: &str| tree.content(tree.child(client, name)?).trim().parse::<u32>().ok();
    Some((Cell { row: number("Row")?, column: number("Column")? }, client.clone()))
}

/// Width and height of a box of this width in which a text can be read.
fn size(text: &str, width: f64) -> (f64, f64) {
    let room = ((width - MARGIN) / LETTER).max(1.0);
    let letters = |line: &str| line.chars().map(|c| if u32::from(c) < 0x1100 { 1.0 } else { 2.0 }).sum::<f64>();
    let lines: f64 = text.split('\n').map(|line| (letters(line) / room).ceil().max(1.0)).sum();
    (width, (lines * LINE + MARGIN).clamp(HEIGHTS.0, HEIGHTS.1))
}

fn points(pixels: f64) -> String {
    format!("{}pt", (pixels * 3.0).round() / 4.0)
}

/// A length that a style gives, in points of the screen.
fn length(style: &str, name: &str) -> Option<f64> {
    let mut given = style.split(';').filter_map(|piece| piece.split_once(':'));
    let (_, value) = given.find(|(found, _)| found.trim() == name)?;
    let value = value.trim();
    let pixels = value.strip_suffix("px").and_then(|n| n.parse::<f64>().ok());
    pixels.or_else(|| value.strip_suffix("pt")?.parse::<f64>().ok().map(|n| n * 4.0 / 3.0))
}
