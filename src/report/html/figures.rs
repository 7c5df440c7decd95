//! What the questions beyond "can it be done" find: days, levers, cheapest sets.

use maud::{Markup, html};

use super::table::{Cell, table};
use crate::answer::{Answer, Change, LeverFigure, Soon};
use crate::report::figures::{NO_PLAN, floor, value};
use crate::report::words::{day, points, signed_percent, whole};

/// Whether there is anything.
pub fn is_there(answer: &Answer) -> bool {
    let f = &answer.figures;
    f.soon.is_some() || !f.levers.is_empty() || f.took.as_ref().is_some_and(|t| !t.changes.is_empty())
}

/// The tables that there are.
pub fn section(answer: &Answer) -> Markup {
    let f = &answer.figures;
    html! {
        @if let Some(soon) = &f.soon { (earliest(soon)) }
        @if !f.levers.is_empty() { h3 { "Each lever alone" } (levers(&f.levers)) }
        @if let Some(took) = f.took.as_ref().filter(|t| !t.changes.is_empty()) {
            h3 { "The cheapest set" }
            (changes(&took.changes))
        }
    }
}

fn earliest(soon: &Soon) -> Markup {
    let when = |d: &Option<crate::answer::figures::Dated>, none: &str| {
        d.as_ref().map_or(none.to_string(), |d| format!("day {} ({})", day(d.day), d.date))
    };
    let bound = |d| when(d, "ruled out on all dates");
    let rows = [
        vec!["held for the span".into(), bound(&soon.by_bound).into(), when(&soon.by_plan, NO_PLAN).into()],
        vec![
            "held to the horizon".into(),
            bound(&soon.to_the_end_by_bound).into(),
            when(&soon.to_the_end_by_plan, NO_PLAN).into(),
        ],
    ];
    let heads = [("", false), ("Not before (proved)", false), ("By plan", false)];
    html! { h3 { "Earliest day for " (whole(soon.men)) " men" } (table("Earliest day", &heads, rows)) }
}

fn levers(levers: &[LeverFigure]) -> Markup {
    let rows = levers.iter().map(|l| {
        let margin = l.margin().filter(|_| !l.does_not_matter() && !l.is_open());
        vec![
            l.name.as_str().into(),
            l.unit.into(),
            value(l.base).into(),
            format!("{} to {}", value(l.from), value(l.to)).into(),
            floor(l).into(),
            margin.map_or("–".into(), signed_percent).into(),
            l.by_plan.map_or("–".into(), value).into(),
        ]
    });
    let heads = [
        ("Lever", false),
        ("Unit", false),
        ("Today", true),
        ("Looked at", true),
        ("Ruled out below", true),
        ("Margin", true),
        ("By plan", true),
    ];
    table("Each lever alone", &heads, rows)
}

/// A set of changes.
pub fn changes(changes: &[Change]) -> Markup {
    let rows = changes.iter().map(|c| {
        let row: Vec<Cell> = vec![
            c.name.as_str().into(),
            c.unit.into(),
            value(c.base).into(),
            crate::answer::high(c.to).into(),
            crate::answer::high(c.to - c.base).into(),
            points(c.cost).into(),
        ];
        row
    });
    let heads = [("Lever", false), ("Unit", false), ("Today", true), ("To", true), ("More", true), ("Points", true)];
    table("A set of changes", &heads, rows)
}
