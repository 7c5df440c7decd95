//! What differs between two inputs and what became of the answer, for a terminal of 80 columns.

use super::text::{brief, section, table};
use super::words::{at_most, day, whole};
use crate::compare::{AnswerChange, Difference};
use crate::report::wrapped;

/// Letters in a line.
const WIDTH: usize = 78;
/// Differences that are printed; JSON has all.
const SHOWN: usize = 60;

/// The cells that differ, each with its place and both values.
pub fn inputs(found: &[Difference]) -> String {
    let sheets: std::collections::BTreeSet<&str> = found.iter().map(|d| d.sheet).collect();
    let rows = found.iter().filter(|d| d.column.is_none()).count();
    let several = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let mut out = match found.len() {
        0 => "No cell differs.".to_string(),
        _ => format!(
            "{} and {} differ on {}.",
            several(found.len() - rows, "cell"),
            several(rows, "row"),
            several(sheets.len(), "sheet")
        ),
    };
    out.push('\n');
    for d in found.iter().take(SHOWN) {
        let words = match (&d.column, &d.before, &d.after) {
            (Some(column), Some(before), Some(after)) => format!("{}, {column}: {before} -> {after}", d.row),
            (_, Some(gone), None) => format!("{}: only in the first: {}", d.row, brief(gone, 120)),
            (_, _, Some(new)) => format!("{}: only in the second: {}", d.row, brief(new, 120)),
            _ => d.row.clone(),
        };
        out.push_str(&format!("\n{}\n{}", d.cell, wrapped(&words, "    ", WIDTH)));
    }
    if found.len() > SHOWN {
        out.push_str(&format!("\n{} more (`--format json` has all).", found.len() - SHOWN));
    }
    out.push('\n');
    out
}

/// Verdict, ceiling and plan of both, and the ceilings by date.
pub fn answers(change: &AnswerChange) -> String {
    let plan = |men: Option<f64>| men.map_or("none".to_string(), |men| whole(men.floor()));
    let rows = vec![
        vec!["Verdict".into(), change.verdict_before.clone(), change.verdict_after.clone(), String::new()],
        vec![
            "Men at most".into(),
            at_most(change.most_men_before),
            at_most(change.most_men_after),
            signed(change.most_men_after - change.most_men_before),
        ],
        vec!["Plan, men".into(), plan(change.plan_men_before), plan(change.plan_men_after), {
            let both = change.plan_men_before.zip(change.plan_men_after);
            both.map(|(a, b)| signed(b - a)).unwrap_or_default()
        }],
        vec!["Short first".into(), brief(&change.first_before, 40), brief(&change.first_after, 40), String::new()],
    ];
    let head = table(["", "First", "Second", "Change"], rows.into_iter(), &[3]);
    let men = |m: Option<f64>| m.map_or("-".into(), at_most);
    let dates = change.dates.iter().map(|d| {
        let by = d.before.zip(d.after).map(|(a, b)| signed(b - a)).unwrap_or_default();
        vec![day(d.day), men(d.before), men(d.after), by]
    });
    let dates = table(["Day", "First", "Second", "Change"], dates, &[0, 1, 2, 3]);
    let parts = [section("WHAT THAT DID TO THE ANSWER", head), section("MEN AT MOST, BY DATE", dates)];
    let mut out = parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    out.push('\n');
    out
}

/// Men with their sign; what rounds to nobody is no change.
fn signed(men: f64) -> String {
    let rounded = men.round();
    if rounded == 0.0 {
        "none".into()
    } else {
        format!("{}{}", if rounded > 0.0 { "+" } else { "-" }, whole(rounded.abs()))
    }
}
