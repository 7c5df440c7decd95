//! The summary of a batch as a workbook: one row for each case, one for each case and date, and the answers in sentences.

use std::path::Path;

use rust_xlsxwriter::XlsxError;

use super::grid::{Column, Look, column, date, number, text};
use super::levers::list;
use crate::batch::{Answered, DatePoint, Drawn, Outcome};
use crate::files::{self, WriteError};
use crate::report::batch::{Row, is_drawn, levers, moved, target};
use crate::report::words::bound;
use crate::workbook::template::begun;

/// Writes `summary.xlsx`. The same cases give the same bytes.
///
/// # Errors
/// Where the file can't be written.
pub fn write(rows: &[Row], path: &Path) -> Result<(), WriteError> {
    let content = bytes(rows).map_err(|e| WriteError::Unfit(path.into(), e.to_string()))?;
    files::replace(path, &content)
}

/// A case's own columns: input, scenario, levers.
fn own<'a, T: 'a>(levers: &[&'a str], case: fn(&T) -> &Row<'a>) -> Vec<Column<'a, T>> {
    let mut out: Vec<Column<'a, T>> = vec![
        column("Input", 24.0, Look::Name, move |t: &T| text(&case(t).0.input)),
        column("Scenario", 22.0, Look::Name, move |t: &T| text(case(t).0.scenario.as_deref().unwrap_or(""))),
    ];
    for lever in levers.iter().copied() {
        out.push(column(lever, 14.0, Look::Figure, move |t: &T| number(moved(case(t).0, lever))));
    }
    out
}

fn bytes(rows: &[Row]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = begun("Railhead batch")?;
    let levers = levers(rows);
    fn answered<'b>(row: &'b Row) -> Option<&'b Answered> {
        match &row.1.outcome {
            Outcome::Answered(a) => Some(a),
            Outcome::Failed(_) | Outcome::Broken(_) => None,
        }
    }
    let words = |of: fn(&Answered) -> &str| move |row: &Row| text(answered(row).map_or("", of));
    let figure = |of: fn(&Answered) -> Option<f64>| move |row: &Row| number(answered(row).and_then(of));
    let mut columns: Vec<Column<Row>> = own(&levers, |row: &Row| row);
    columns.extend([
        column("Answer", 13.0, Look::Name, |row: &Row| text(answered(row).map_or("FAILED", |a| &a.verdict))),
        column("Target (men)", 13.0, Look::Whole, figure(|a| Some(a.target_men))),
        column("Men at most", 13.0, Look::Whole, figure(|a| Some(bound(a.most_men)))),
        column("Margin", 9.0, Look::Share, figure(target)),
        column("On day", 8.0, Look::Day, figure(|a| a.day)),
        column("Date", 12.0, Look::Date, |row: &Row| date(answered(row).map_or("", |a| &a.date))),
        column("Men by plan", 13.0, Look::Whole, figure(|a| a.plan_men.map(f64::floor))),
        column("Short of, first", 40.0, Look::Name, words(|a| &a.short_of)),
        column("Step", 20.0, Look::Name, words(|a| &a.step)),
        column("Men per step", 12.0, Look::Whole, figure(|a| a.men_per_step)),
    ]);
    if is_drawn(rows) {
        let drawn =
            |of: fn(&Drawn) -> f64| move |row: &Row| number(answered(row).and_then(|a| a.drawn.as_ref()).map(of));
        columns.extend([
            column("P(YES) at most", 11.0, Look::Share, drawn(|d| d.not_ruled_out.share)),
            column("From", 9.0, Look::Share, drawn(|d| d.not_ruled_out.from)),
            column("To", 9.0, Look::Share, drawn(|d| d.not_ruled_out.to)),
            column("Half have fewer men than", 14.0, Look::Whole, drawn(|d| bound(d.p50_men))),
            column("1 in 20 has more than", 14.0, Look::Whole, drawn(|d| bound(d.p95_men))),
            column("Research next", 60.0, Look::Words, |row: &Row| {
                let first = answered(row).and_then(|a| a.drawn.as_ref()?.research.first());
                text(first.map_or("", String::as_str))
            }),
        ]);
    }
    columns.extend([
        column("Problem", 40.0, Look::Words, |row: &Row| text(row.1.failure().unwrap_or(""))),
        column("Steps (days)", 9.0, Look::Day, figure(|a| Some(a.period_days))),
        column("Input, SHA-256", 20.0, Look::Words, words(|a| &a.input_hash)),
        column("Railhead", 10.0, Look::Name, words(|a| &a.version)),
        column("Solver", 40.0, Look::Words, words(|a| &a.solver)),
    ]);
    let about = "One row for each case: a workbook as it stands, one of its scenarios, or levers moved. 'Men at most' is proved; 'Men by plan' \
                 were reached by a plan that was carried out day by day. In steps longer than the workbook's it is a first look.";
    list(&mut workbook, ("Cases", "BatchCases", about), columns, rows)?;
    let points: Vec<(Row, &DatePoint)> = rows
        .iter()
        .flat_map(|row| answered(row).into_iter().flat_map(|a| &a.dates).map(|point| (*row, point)))
        .collect();
    let mut columns: Vec<Column<(Row, &DatePoint)>> = own(&levers, |at: &(Row, &DatePoint)| &at.0);
    columns.extend([
        column("Day", 8.0, Look::Day, |at: &(Row, &DatePoint)| number(Some(at.1.day))),
        column("Date", 12.0, Look::Date, |at: &(Row, &DatePoint)| date(&at.1.date)),
        column("Men at most", 13.0, Look::Whole, |at: &(Row, &DatePoint)| number(Some(bound(at.1.most_men)))),
    ]);
    let about = "The proved ceiling of each date that was solved, men; with --curve every date of the curve is. Choose these columns for a chart.";
    list(&mut workbook, ("Dates", "BatchDates", about), columns, &points)?;
    let sentences: Vec<(Row, &str)> = rows
        .iter()
        .flat_map(|row| answered(row).into_iter().flat_map(|a| &a.sentences).map(|s| (*row, s.as_str())))
        .collect();
    let mut columns: Vec<Column<(Row, &str)>> = own(&levers, |at: &(Row, &str)| &at.0);
    columns.push(column("In words", 110.0, Look::Words, |at: &(Row, &str)| text(at.1)));
    list(&mut workbook, ("Sentences", "BatchSentences", "What each case's answer says first."), columns, &sentences)?;
    workbook.save_to_buffer()
}
