//! What the questions beyond "can it be done" find: days, levers, cheapest sets.

use super::{Block, Cell, Part, Table};
use crate::answer::{Answer, Change, LeverFigure, Soon};
use crate::report::figures::{NO_PLAN, floor, value};
use crate::report::words::{day, points, signed_percent, whole};

/// Whether there is anything.
pub fn is_there(answer: &Answer) -> bool {
    let f = &answer.figures;
    f.soon.is_some() || !f.levers.is_empty() || f.took.as_ref().is_some_and(|t| !t.changes.is_empty())
}

/// The tables that there are.
pub fn parts(answer: &Answer) -> Vec<Part> {
    let f = &answer.figures;
    let soon = f.soon.as_ref().map(earliest);
    let alone = (!f.levers.is_empty()).then(|| Part::new("Each lever alone", vec![Block::Table(levers(&f.levers))]));
    let took = f.took.as_ref().filter(|t| !t.changes.is_empty());
    let set = took.map(|t| Part::new("The cheapest set", vec![Block::Table(changes(&t.changes))]));
    soon.into_iter().chain(alone).chain(set).collect()
}

fn earliest(soon: &Soon) -> Part {
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
    let table = Table::new("Earliest day", &heads, rows);
    Part::new(format!("Earliest day for {} men", whole(soon.men)), vec![Block::Table(table)])
}

fn levers(levers: &[LeverFigure]) -> Table {
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
    Table::new("Each lever alone", &heads, rows)
}

/// A set of changes.
pub fn changes(changes: &[Change]) -> Table {
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
    Table::new("A set of changes", &heads, rows)
}
