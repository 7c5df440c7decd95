//! Parts of a report for people as data: headings, sentences, tables. The page and the paper set them each in their own way, and so can't
//! say different things.

pub mod answered;
pub mod figures;
pub mod studied;

use serde::Serialize;

/// Something under a heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    pub title: String,
    pub blocks: Vec<Block>,
    /// Whether it is an aside, which may stay folded.
    pub aside: bool,
}

/// A piece of a part.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// What to make of what follows.
    Note(String),
    /// A sentence, its beginning in bold letters; either may be empty.
    Words {
        lead: String,
        words: String,
    },
    Table(Table),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// What it shows, for those who don't see it.
    pub caption: String,
    pub heads: Vec<Head>,
    /// The first cell names the row.
    pub rows: Vec<Vec<Cell>>,
    /// Rows that were left out; the workbook has all.
    pub left_out: usize,
}

/// A column: its head, and whether it holds numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Head {
    pub words: String,
    pub right: bool,
}

/// A cell: what is written, what it is sorted by where that differs, and what is drawn in it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Cell {
    pub words: String,
    pub by: Option<f64>,
    pub drawn: Option<Drawn>,
}

/// A small drawing in a cell. All measures are shares of its width, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Drawn {
    /// A bar from the left end, beside the words.
    Bar(f64),
    /// From today (left end) to the furthest value looked at (right end), with a mark where the answer flips.
    Scale(Option<f64>),
    /// From the ceiling at the low of a figure to that at its high, with a mark at today's.
    Tornado { low: f64, high: f64, today: f64 },
    /// The words are a grade.
    Grade,
}

impl Part {
    pub fn new(title: impl Into<String>, blocks: Vec<Block>) -> Part {
        Part { title: title.into(), blocks, aside: false }
    }

    /// The same as an aside.
    pub fn aside(self) -> Part {
        Part { aside: true, ..self }
    }
}

impl Block {
    /// Words, nothing of them bold.
    pub fn words(words: impl Into<String>) -> Block {
        Block::Words { lead: String::new(), words: words.into() }
    }
}

impl Table {
    /// `heads` say of each column whether it holds numbers.
    pub fn new(caption: &str, heads: &[(&str, bool)], rows: impl IntoIterator<Item = Vec<Cell>>) -> Table {
        let head = |(words, right): &(&str, bool)| Head { words: (*words).into(), right: *right };
        let heads = heads.iter().map(head).collect();
        Table { caption: caption.into(), heads, rows: rows.into_iter().collect(), left_out: 0 }
    }

    /// The same, of which so many rows there are in all.
    pub fn of(self, all: usize) -> Table {
        Table { left_out: all.saturating_sub(self.rows.len()), ..self }
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Cell {
        Cell { words, ..Cell::default() }
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Cell {
        words.to_string().into()
    }
}

impl Cell {
    /// The same, sorted by a number.
    pub fn by(self, number: f64) -> Cell {
        Cell { by: number.is_finite().then_some(number), ..self }
    }

    /// The same with a drawing.
    pub fn drawn(self, drawn: Drawn) -> Cell {
        Cell { drawn: Some(drawn), ..self }
    }
}

/// What says that rows were left out.
pub fn left_out(rows: usize) -> String {
    format!("{rows} more in the workbook.")
}
