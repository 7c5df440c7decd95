//! Tables of the page.

use maud::{Markup, html};

/// A column: its head, and whether it holds numbers.
pub type Head<'a> = (&'a str, bool);

/// A cell: what is written, and what it is sorted by where that differs.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub shown: Shown,
    pub by: Option<f64>,
}

/// Words or markup.
#[derive(Debug, Clone)]
pub enum Shown {
    Words(String),
    Made(Markup),
}

impl Default for Shown {
    fn default() -> Shown {
        Shown::Words(String::new())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Cell {
        Cell { shown: Shown::Words(words), by: None }
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Cell {
        words.to_string().into()
    }
}

impl From<Markup> for Cell {
    fn from(made: Markup) -> Cell {
        Cell { shown: Shown::Made(made), by: None }
    }
}

impl Cell {
    /// The same, sorted by a number.
    pub fn by(self, number: f64) -> Cell {
        Cell { by: number.is_finite().then_some(number), ..self }
    }
}

/// A table in a frame of its own, which scrolls where the screen is too narrow. The first column names the row.
pub fn table(caption: &str, heads: &[Head], rows: impl IntoIterator<Item = Vec<Cell>>) -> Markup {
    of_class("", caption, heads, rows)
}

/// The same, sorted by a column at a click.
pub fn sortable(caption: &str, heads: &[Head], rows: impl IntoIterator<Item = Vec<Cell>>) -> Markup {
    of_class("sortable", caption, heads, rows)
}

fn of_class(class: &str, caption: &str, heads: &[Head], rows: impl IntoIterator<Item = Vec<Cell>>) -> Markup {
    html! {
        div.frame tabindex="0" role="region" aria-label=(caption) {
            table class=(class) {
                caption.unseen { (caption) }
                thead { tr { @for (head, right) in heads { th.n[*right] scope="col" { (head) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (i, cell) in row.iter().enumerate() {
                                @let right = heads.get(i).is_some_and(|h| h.1);
                                @if i == 0 {
                                    th.n[right] scope="row" data-by=[cell.by] { (shown(cell)) }
                                } @else {
                                    td.n[right] data-by=[cell.by] { (shown(cell)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn shown(cell: &Cell) -> Markup {
    match &cell.shown {
        Shown::Words(words) => html! { (words) },
        Shown::Made(made) => made.clone(),
    }
}
