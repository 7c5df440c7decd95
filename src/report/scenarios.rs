//! Scenarios and what they change, for a terminal of 80 columns.

use super::text::{brief, table};
use crate::scenarios::{Change, Scenario};

/// Every scenario with what it builds on and how much it changes.
pub fn list(scenarios: &[Scenario]) -> String {
    if scenarios.is_empty() {
        return "The workbook has no scenarios: fill its sheet Scenarios.\n".into();
    }
    let row = |s: &Scenario| {
        let on = s.builds_on.clone().unwrap_or_else(|| "-".into());
        vec![s.name.clone(), on, s.rows.to_string(), brief(&s.about, 90)]
    };
    format!("{}\n", table(["Scenario", "Builds on", "Changes", "About"], scenarios.iter().map(row), &[2]))
}

/// Every cell that changes, in the order in which it does.
pub fn changes(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "No cell changes.\n".into();
    }
    let row = |c: &Change| {
        let what = if c.row.is_empty() { c.column.clone() } else { format!("{}: {}", c.row, c.column) };
        vec![c.cell.clone(), brief(&what, 60), brief(&c.from, 30), brief(&c.to, 40), c.by.clone()]
    };
    let list = table(["Cell", "What", "From", "To", "By"], changes.iter().map(row), &[]);
    let count = if changes.len() == 1 { "1 cell changes".into() } else { format!("{} cells change", changes.len()) };
    format!("{list}\n{count}.\n")
}
