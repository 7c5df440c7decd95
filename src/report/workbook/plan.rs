//! The sheets of a plan: where it stands when, which places are taken and which lines restored. Only where there is one.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::grid::{Column, Look, column, date, number, text};
use super::levers::list;
use crate::answer::Answer;
use crate::answer::planned::{LineRestored, PlaceTaken, PlanRow};

/// Writes what there is.
pub fn write(workbook: &mut Workbook, answer: &Answer) -> Result<(), XlsxError> {
    let Some(plan) = &answer.plan else { return Ok(()) };
    periods(workbook, &plan.timeline)?;
    advance(workbook, &plan.taken)?;
    if !plan.restored.is_empty() {
        lines(workbook, &plan.restored)?;
    }
    Ok(())
}

fn periods(workbook: &mut Workbook, rows: &[PlanRow]) -> Result<(), XlsxError> {
    let about = "The plan as the day-by-day replay carried it out, at the end of each period: whole trains, men and supplies \
                 under way for as long as it takes, classes of supply kept apart. (The sheet Timeline is the schedule behind the ceiling.)";
    let columns: Vec<Column<PlanRow>> = vec![
        column("Day", 8.0, Look::Day, |r: &PlanRow| number(Some(r.day))),
        column("Date", 13.0, Look::Date, |r: &PlanRow| date(&r.date)),
        column("Men at places", 13.0, Look::Whole, |r: &PlanRow| number(Some(r.men))),
        column("Men under way", 13.0, Look::Whole, |r: &PlanRow| number(Some(r.men_under_way))),
        column("Men at destination", 13.0, Look::Whole, |r: &PlanRow| number(Some(r.men_at_destination))),
        column("Men engaged, mean", 13.0, Look::Whole, |r: &PlanRow| number(Some(r.men_engaged))),
        column("Lost in the period", 13.0, Look::Whole, |r: &PlanRow| number(Some(r.losses))),
        column("Trains in the period", 13.0, Look::Whole, |r: &PlanRow| number(Some(r.trains))),
        column("Stocks, t", 13.0, Look::Whole, |r: &PlanRow| number(Some(r.stock_t))),
    ];
    list(workbook, ("Plan", "ResPlan", about), columns, rows)
}

fn advance(workbook: &mut Workbook, rows: &[PlaceTaken]) -> Result<(), XlsxError> {
    let about = "Places in the order in which the plan takes them, and who and what goes in with the troops. Days are counted from \
                 day 0; 20.5 is noon of day 20.";
    let columns: Vec<Column<PlaceTaken>> = vec![
        column("Day", 9.0, Look::Tenths, |r: &PlaceTaken| number(Some(r.day))),
        column("Date", 13.0, Look::Date, |r: &PlaceTaken| date(&r.date)),
        column("Place", 24.0, Look::Name, |r: &PlaceTaken| text(&r.place)),
        column("From", 24.0, Look::Name, |r: &PlaceTaken| text(&r.from)),
        column("Men who go in", 14.0, Look::Whole, |r: &PlaceTaken| number(Some(r.men))),
        column("Supplies that follow, t", 14.0, Look::Whole, |r: &PlaceTaken| number(Some(r.tonnes))),
    ];
    list(workbook, ("Plan advance", "ResAdvance", about), columns, rows)
}

fn lines(workbook: &mut Workbook, rows: &[LineRestored]) -> Result<(), XlsxError> {
    let about = "Lines in the order in which the plan opens them: the days of work on track and bridges. Lines that were \
                 open, or need no work, are not listed.";
    let columns: Vec<Column<LineRestored>> = vec![
        column("Line", 10.0, Look::Name, |r: &LineRestored| text(&r.line)),
        column("Between", 34.0, Look::Name, |r: &LineRestored| text(&r.ends)),
        column("Work from day", 12.0, Look::Tenths, |r: &LineRestored| number(Some(r.from_day))),
        column("Work ends on day", 12.0, Look::Tenths, |r: &LineRestored| number(Some(r.to_day))),
        column("Date", 13.0, Look::Date, |r: &LineRestored| date(&r.date)),
    ];
    list(workbook, ("Plan lines", "ResPlanLines", about), columns, rows)
}
