//! Days, levers and cheapest sets for a terminal.

use super::look::Look;
use super::text::brief;
use super::words::{day, points, whole};
use crate::answer::{Answer, Change, LeverFigure, Soon};

/// What stands where there is no plan.
pub const NO_PLAN: &str = "none found";

/// The table of the question's own figures; nothing for "can it be done" and "how many at most".
pub fn text(answer: &Answer, look: Look) -> Option<String> {
    let figures = &answer.figures;
    let soon = figures.soon.as_ref().and_then(|s| earliest(s, look));
    let took = figures.took.as_ref().and_then(|t| cheapest(&t.changes, look));
    soon.or(took).or_else(|| levers(&figures.levers, look))
}

fn earliest(soon: &Soon, look: Look) -> Option<String> {
    let when = |d: &Option<crate::answer::figures::Dated>, none: &str| {
        d.as_ref().map_or(none.into(), |d| format!("day {} ({})", day(d.day), d.date))
    };
    let bound = |d| when(d, "ruled out on all dates");
    let rows = [
        vec!["held for the span".into(), bound(&soon.by_bound), when(&soon.by_plan, NO_PLAN)],
        vec!["held to the horizon".into(), bound(&soon.to_the_end_by_bound), when(&soon.to_the_end_by_plan, NO_PLAN)],
    ];
    let head = format!("EARLIEST DAY FOR {} MEN", whole(soon.men));
    look.section(&head, look.table(["", "Not before (proved)", "By plan"], rows.into_iter(), &[]))
}

fn levers(levers: &[LeverFigure], look: Look) -> Option<String> {
    let rows = levers.iter().map(|l| {
        let margin = l.margin().filter(|_| !l.does_not_matter() && !l.is_open());
        vec![
            brief(&l.name, 34),
            l.unit.to_string(),
            value(l.base),
            format!("{}-{}", value(l.from), value(l.to)),
            floor(l),
            margin.map_or("-".into(), super::words::signed_percent),
            l.by_plan.map_or("-".into(), value),
        ]
    });
    let head = ["Lever", "Unit", "Today", "Looked at", "Ruled out below", "Margin", "By plan"];
    look.section("EACH LEVER ALONE", look.table(head, rows, &[2, 3, 4, 5, 6]))
}

fn cheapest(changes: &[Change], look: Look) -> Option<String> {
    let rows = changes.iter().map(|c| {
        let (to, more) = (crate::answer::high(c.to), crate::answer::high(c.to - c.base));
        vec![brief(&c.name, 40), c.unit.to_string(), value(c.base), to, more, points(c.cost)]
    });
    look.section(
        "THE CHEAPEST SET",
        look.table(["Lever", "Unit", "Today", "To", "More", "Points"], rows, &[2, 3, 4, 5]),
    )
}

/// What the bound says of a lever, in a word or a figure.
pub fn floor(l: &LeverFigure) -> String {
    match l.by_bound {
        None => "all of it".into(),
        Some(_) if l.is_open() => "not settled".into(),
        Some(_) if l.does_not_matter() => "nothing".into(),
        Some(v) => crate::answer::low(v),
    }
}

/// A figure with as many digits as people want.
pub fn value(n: f64) -> String {
    if n.abs() >= 100.0 || (n - n.round()).abs() < 1e-6 { whole(n) } else { format!("{n:.2}") }
}
