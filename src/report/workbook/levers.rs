//! The sheet `Levers` of the results: what the question found of days, levers or a cheapest set. Only for the questions that
//! find something of the kind.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::grid::{Column, Grid, Look, column, date, number, text};
use super::{HEADER_ROW, head};
use crate::answer::figures::Carried;
use crate::answer::{Answer, Change, LeverFigure, Soon};
use crate::report::figures::NO_PLAN;

/// Writes what there is.
pub fn write(workbook: &mut Workbook, answer: &Answer) -> Result<(), XlsxError> {
    let figures = &answer.figures;
    if !figures.levers.is_empty() {
        one_by_one(workbook, &figures.levers)?;
    }
    if let Some(took) = figures.took.as_ref().filter(|t| !t.changes.is_empty()) {
        cheapest(workbook, &took.changes)?;
    }
    if let Some(soon) = &figures.soon {
        earliest(workbook, soon)?;
    }
    if !figures.carried.is_empty() {
        carried(workbook, &figures.carried)?;
    }
    Ok(())
}

fn one_by_one(workbook: &mut Workbook, levers: &[LeverFigure]) -> Result<(), XlsxError> {
    let about = "Each lever alone, everything else as in the workbook. With less than 'Ruled out below' no plan can do it, and \
                 that is proved; with more, nothing is proved until a plan is found. Margin compares it with today's value: -20 % \
                 means that a fifth could be lost before the answer is NO.";
    let columns: Vec<Column<LeverFigure>> = vec![
        column("Lever", 30.0, Look::Name, |l: &LeverFigure| text(&l.name)),
        column("Key", 16.0, Look::Name, |l: &LeverFigure| text(&l.key)),
        column("Resource", 18.0, Look::Name, |l: &LeverFigure| text(l.resource)),
        column("Applies to", 16.0, Look::Name, |l: &LeverFigure| {
            text(if l.applies_to.is_empty() { "all" } else { &l.applies_to })
        }),
        column("Unit", 20.0, Look::Name, |l: &LeverFigure| text(l.unit)),
        column("Today", 12.0, Look::Figure, |l: &LeverFigure| number(Some(l.base))),
        column("Looked at from", 12.0, Look::Figure, |l: &LeverFigure| number(Some(l.from))),
        column("Looked at up to", 12.0, Look::Figure, |l: &LeverFigure| number(Some(l.to))),
        column("Ruled out below", 14.0, Look::Tenths, |l: &LeverFigure| {
            number(l.by_bound.filter(|_| !l.does_not_matter() && !l.is_open()))
        }),
        column("Margin", 10.0, Look::Share, |l: &LeverFigure| {
            number(l.margin().filter(|_| !l.does_not_matter() && !l.is_open()))
        }),
        column("In words", 52.0, Look::Words, |l: &LeverFigure| text(&words(l))),
        column("By plan", 18.0, Look::Tenths, |l: &LeverFigure| match l.by_plan {
            Some(v) => number(Some(v)),
            None => text(NO_PLAN),
        }),
    ];
    list(workbook, ("LeverValues", "ResLevers", about), columns, levers)
}

fn words(l: &LeverFigure) -> String {
    match (l.by_bound, l.men_at_most) {
        (None, Some(men)) => {
            format!("No value looked at is enough: at most {} men with the largest.", super::super::words::at_most(men))
        }
        (None, None) => "No value looked at is enough.".into(),
        _ if l.is_open() => "Not settled: the time limit stopped the solver.".into(),
        _ if l.does_not_matter() => "No value looked at is ruled out.".into(),
        (Some(v), _) if v > l.base => "Today's value is ruled out; this much more is the least that is not.".into(),
        _ => "Today's value is not ruled out; less than this is.".into(),
    }
}

fn cheapest(workbook: &mut Workbook, changes: &[Change]) -> Result<(), XlsxError> {
    let about = "The cheapest set of changes found in the bound. No set that costs less can do it, and that is proved; that this \
                 one is enough is not, until a plan is found.";
    let columns: Vec<Column<Change>> = vec![
        column("Lever", 34.0, Look::Name, |c: &Change| text(&c.name)),
        column("Key", 16.0, Look::Name, |c: &Change| text(&c.key)),
        column("Unit", 20.0, Look::Name, |c: &Change| text(c.unit)),
        column("Today", 13.0, Look::Figure, |c: &Change| number(Some(c.base))),
        column("To", 13.0, Look::Tenths, |c: &Change| number(Some(c.to))),
        column("More", 13.0, Look::Tenths, |c: &Change| number(Some(c.to - c.base))),
        column("Points", 13.0, Look::Tenths, |c: &Change| number(Some(c.cost))),
    ];
    list(workbook, ("Changes", "ResChanges", about), columns, changes)
}

fn earliest(workbook: &mut Workbook, soon: &Soon) -> Result<(), XlsxError> {
    struct Line<'a> {
        what: &'static str,
        bound: &'a Option<crate::answer::figures::Dated>,
        plan: &'a Option<crate::answer::figures::Dated>,
    }
    let about =
        "The earliest day, by bound and by plan. Every date before the first is ruled out by a proof of its own.";
    let lines = [
        Line { what: "Held for the span asked for", bound: &soon.by_bound, plan: &soon.by_plan },
        Line { what: "Held until the horizon", bound: &soon.to_the_end_by_bound, plan: &soon.to_the_end_by_plan },
    ];
    let columns: Vec<Column<Line>> = vec![
        column("What", 32.0, Look::Name, |l: &Line| text(l.what)),
        column("Not before day (proved)", 16.0, Look::Day, |l: &Line| match l.bound {
            Some(d) => number(Some(d.day)),
            None => text("ruled out"),
        }),
        column("Date", 14.0, Look::Date, |l: &Line| date(l.bound.as_ref().map_or("", |d| &d.date))),
        column("By plan, day", 20.0, Look::Day, |l: &Line| match l.plan {
            Some(d) => number(Some(d.day)),
            None => text(NO_PLAN),
        }),
    ];
    list(workbook, ("Earliest", "ResHowSoon", about), columns, &lines)
}

fn carried(workbook: &mut Workbook, dates: &[Carried]) -> Result<(), XlsxError> {
    let about = "Dates that are ruled out without a program of their own: the prices of another date prove that no more men than \
                 this can stand there. The figure is proved, but a solve would make it lower.";
    let columns: Vec<Column<Carried>> = vec![
        column("Day", 9.0, Look::Day, |d: &Carried| number(Some(d.day))),
        column("Date", 14.0, Look::Date, |d: &Carried| date(&d.date)),
        column("Men at most", 16.0, Look::Whole, |d: &Carried| number(Some(d.most_men))),
        column("Prices of day", 16.0, Look::Day, |d: &Carried| number(Some(d.prices_of_day))),
    ];
    list(workbook, ("Ruled out", "ResRuledOut", about), columns, dates)
}

pub(super) fn list<T>(
    workbook: &mut Workbook,
    (sheet, name, about): (&str, &'static str, &str),
    columns: Vec<Column<'_, T>>,
    rows: &[T],
) -> Result<(), XlsxError> {
    let page = workbook.add_worksheet();
    head(page, sheet, about, 0)?;
    let grid = Grid { name, at: (HEADER_ROW, 0), columns, filter: true };
    grid.set_widths(page)?;
    grid.write(page, &rows.iter().collect::<Vec<_>>())?;
    Ok(())
}
