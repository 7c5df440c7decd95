//! What a batch came to: for a terminal of 80 columns, and as CSV files for programs that draw.

use std::path::Path;

use super::text::{brief, table};
use super::words::{at_most, signed_percent, whole};
use crate::batch::{Answered, Case, Drawn, Finished, Outcome};
use crate::files::{self, WriteError};

/// Letters of what is short.
const SHORT: usize = 44;

/// A case with what it came to.
pub type Row<'a> = (&'a Case, &'a Finished);

/// One line for each case.
pub fn list(rows: &[Row]) -> String {
    let row = |(case, finished): &Row| match &finished.outcome {
        Outcome::Answered(a) => vec![
            case.name(),
            a.verdict.clone(),
            at_most(a.most_men),
            target(a).map(signed_percent).unwrap_or_default(),
            a.plan_men.map(|men| whole(men.floor())).unwrap_or_default(),
            brief(&a.short_of, SHORT),
            a.drawn.as_ref().map(likely).unwrap_or_default(),
        ],
        Outcome::Failed(why) | Outcome::Broken(why) => {
            vec![
                case.name(),
                "FAILED".into(),
                String::new(),
                String::new(),
                String::new(),
                brief(why, SHORT),
                String::new(),
            ]
        }
    };
    let headers = ["Case", "Answer", "Men at most", "Margin", "Plan", "Short of, first", "P(YES) at most"];
    // A column that nobody asked for takes room from the names.
    let shown = headers.len() - usize::from(!is_drawn(rows));
    let cells = rows.iter().map(row).map(|mut cells| {
        cells.truncate(shown);
        cells
    });
    table(headers.into_iter().take(shown), cells, &[2, 3, 4, 6])
}

/// Whether how sure the answers are was asked for.
pub(super) fn is_drawn(rows: &[Row]) -> bool {
    rows.iter().any(|(_, f)| matches!(&f.outcome, Outcome::Answered(a) if a.drawn.is_some()))
}

/// The most that the chance of a YES can be, by the draws.
pub(super) fn likely(drawn: &Drawn) -> String {
    format!("{:.1} %", 100.0 * drawn.not_ruled_out.share)
}

/// The margin, where there is a target to have one to.
pub(super) fn target(a: &Answered) -> Option<f64> {
    (a.verdict != "NUMBER").then_some(a.margin)
}

/// Levers in the order in which they first stand in a case.
pub(super) fn levers<'a>(rows: &[Row<'a>]) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    for (key, _) in rows.iter().flat_map(|(case, _)| &case.levers) {
        if !out.contains(&key.as_str()) {
            out.push(key);
        }
    }
    out
}

/// The value of a lever in a case.
pub(super) fn moved(case: &Case, lever: &str) -> Option<f64> {
    case.levers.iter().find(|(key, _)| key == lever).map(|(_, value)| *value)
}

/// Writes `summary.csv`, one row for each case, and `dates.csv`, one for each case and date. Men, days, shares; numbers as short as they
/// can be written.
///
/// # Errors
/// Where a file can't be written.
pub fn write_csv(rows: &[Row], folder: &Path) -> Result<(), WriteError> {
    let levers = levers(rows);
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let of_case = |case: &Case| -> Vec<String> {
        let own = [case.input.clone(), case.scenario.clone().unwrap_or_default()];
        own.into_iter().chain(levers.iter().map(|l| number(moved(case, l)))).collect()
    };
    let heads = |more: &[&str]| -> Vec<String> {
        ["input", "scenario"].iter().chain(&levers).chain(more).map(|s| s.to_string()).collect()
    };
    let is_drawn = is_drawn(rows);
    let mut summary = vec![heads(&[
        "question",
        "verdict",
        "target_men",
        "most_men",
        "margin",
        "day",
        "date",
        "plan_men",
        "short_of",
        "step",
        "men_per_step",
        "problem",
        "certificate",
        "period_days",
        "input_sha256",
        "version",
        "solver",
    ])];
    if is_drawn {
        let more = ["draws", "seed", "not_ruled_out", "from", "to", "p05_men", "p50_men", "p95_men", "research"];
        summary[0].extend(more.map(String::from));
    }
    let drawn = |d: &Drawn| {
        let o = &d.not_ruled_out;
        let numbers = [o.share, o.from, o.to, d.p05_men, d.p50_men, d.p95_men].map(|n| n.to_string());
        let mut cells = vec![o.of.to_string(), d.seed.to_string()];
        cells.extend(numbers);
        cells.push(d.research.first().cloned().unwrap_or_default());
        cells
    };
    let mut dates = vec![heads(&["day", "date", "most_men"])];
    for (case, finished) in rows {
        let mut row = of_case(case);
        match &finished.outcome {
            Outcome::Answered(a) => {
                row.extend([
                    a.question.clone(),
                    a.verdict.clone(),
                    a.target_men.to_string(),
                    a.most_men.to_string(),
                    number(target(a)),
                    number(a.day),
                    a.date.clone(),
                    number(a.plan_men),
                    a.short_of.clone(),
                    a.step.clone(),
                    number(a.men_per_step),
                    String::new(),
                    a.certificate.clone().unwrap_or_default(),
                    a.period_days.to_string(),
                    a.input_hash.clone(),
                    a.version.clone(),
                    a.solver.clone(),
                ]);
                row.extend(a.drawn.as_ref().map(drawn).unwrap_or_default());
                dates.extend(a.dates.iter().map(|p| {
                    let mut row = of_case(case);
                    row.extend([p.day.to_string(), p.date.clone(), p.most_men.to_string()]);
                    row
                }));
            }
            Outcome::Failed(why) | Outcome::Broken(why) => {
                row.extend(std::iter::once(String::new()));
                row.push("FAILED".into());
                row.extend(std::iter::repeat_n(String::new(), 9));
                row.push(why.clone());
                row.extend(std::iter::repeat_n(String::new(), 5));
            }
        }
        row.resize(summary[0].len(), String::new());
        summary.push(row);
    }
    table_file(&folder.join("summary.csv"), &summary)?;
    table_file(&folder.join("dates.csv"), &dates)
}

fn table_file(path: &Path, rows: &[Vec<String>]) -> Result<(), WriteError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let unfit = |why: String| WriteError::Unfit(path.into(), why);
    for row in rows {
        writer.write_record(row).map_err(|e| unfit(e.to_string()))?;
    }
    files::replace(path, &writer.into_inner().map_err(|e| unfit(e.to_string()))?)
}

/// How many cases came to what: `3 NO, 1 YES, 1 failed`.
pub fn counted(rows: &[Row]) -> String {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for (_, finished) in rows {
        let word = match &finished.outcome {
            Outcome::Answered(a) => a.verdict.clone(),
            Outcome::Failed(_) | Outcome::Broken(_) => "failed".into(),
        };
        match counts.iter_mut().find(|(w, _)| *w == word) {
            Some((_, n)) => *n += 1,
            None => counts.push((word, 1)),
        }
    }
    counts.iter().map(|(word, n)| format!("{n} {word}")).collect::<Vec<_>>().join(", ")
}
