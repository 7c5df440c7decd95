//! Parts of the report as they stand on the page.

use maud::{Markup, html};

use super::table::{self, Cell};
use crate::report::drawn::map::tenth;
use crate::report::parts::{self, Block, Drawn, Part, Table};

/// A part with its heading; an aside is folded.
pub fn part(part: &Part) -> Markup {
    let blocks = html! { @for made in &part.blocks { (block(made)) } };
    html! {
        @if part.aside {
            details { summary { (part.title) } (blocks) }
        } @else {
            h3 { (part.title) }
            (blocks)
        }
    }
}

/// A block by itself.
pub fn block(block: &Block) -> Markup {
    match block {
        Block::Note(words) => html! { p.note { (words) } },
        Block::Words { lead, words } if lead.is_empty() => html! { p { (words) } },
        Block::Words { lead, words } => html! { p { strong { (lead) } " " (words) } },
        Block::Table(made) => html! {
            (table(made))
            @if made.left_out > 0 { p.quiet { (parts::left_out(made.left_out)) } }
        },
    }
}

/// A table by itself.
pub fn table(table: &Table) -> Markup {
    let (heads, rows) = drawn(table);
    table::table(&table.caption, &heads, rows)
}

/// The same, sorted by a column at a click.
pub fn sortable(table: &Table) -> Markup {
    let (heads, rows) = drawn(table);
    table::sortable(&table.caption, &heads, rows)
}

fn drawn(table: &Table) -> (Vec<table::Head<'_>>, impl Iterator<Item = Vec<Cell>>) {
    let heads = table.heads.iter().map(|h| (h.words.as_str(), h.right)).collect();
    (heads, table.rows.iter().map(|row| row.iter().map(cell).collect()))
}

/// A cell with nothing but a drawing.
pub fn drawn_cell(drawn: Drawn) -> Cell {
    cell(&parts::Cell::default().drawn(drawn))
}

fn cell(cell: &parts::Cell) -> Cell {
    let words = cell.words.as_str();
    let made = match cell.drawn {
        None => words.into(),
        Some(Drawn::Grade) => {
            Cell::from(html! { span class={ "grade g" (parts::answered::grade(words)) } { (words) } })
        }
        Some(Drawn::Bar(share)) => Cell::from(html! {
            span.price { (words) }
            svg.inline viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
                rect.bar width=(tenth(share * 100.0)) height="10" {}
            }
        }),
        Some(Drawn::Scale(share)) => scale(share).into(),
        Some(Drawn::Tornado { low, high, today }) => tornado(low, high, today).into(),
    };
    Cell { by: cell.by, ..made }
}

/// Today (left end), the value that flips it (mark), the furthest value looked at (right end).
fn scale(share: Option<f64>) -> Markup {
    html! {
        svg.inline viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
            rect.track y="3" width="100" height="4" {}
            @if let Some(share) = share.map(|s| s * 100.0) {
                rect.bar y="3" width=(tenth(share)) height="4" {}
                rect.mark x=(tenth(share.min(98.0))) width="2" height="10" {}
            }
        }
    }
}

/// A bar from low to high on a common scale, with a mark at today's value.
fn tornado(low: f64, high: f64, today: f64) -> Markup {
    let at = |share: f64| tenth(share * 196.0 + 2.0);
    let bar = |to: f64, class: &str| {
        let (a, b) = (at(today.min(to)), at(today.max(to)));
        html! { rect class=(class) x=(a) y="1" width=(tenth(b - a)) height="10" {} }
    };
    html! {
        svg.inline.tornado viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true" {
            (bar(low, "low")) (bar(high, "high"))
            rect.mark x=(at(today) - 0.6) width="1.2" height="12" {}
        }
    }
}
