//! A backtest as a workbook: the scores, and a sheet with charts for each campaign.

use std::path::Path;

use rust_xlsxwriter::{ChartType, Workbook, XlsxError};

use super::charts::{self, Labels, Line};
use super::grid::{Column, Grid, Look, column, number, text};
use super::{HEADER_ROW, head};
use crate::backtest::{Compared, Course, LeftOut, Moment, Report, Tested};
use crate::files::{self, WriteError};
use crate::report::backtest::{POINTS, cut, rule};
use crate::workbook::template::begun;

/// Letters of a sheet's name.
const LONGEST_NAME: usize = 28;
/// Rows that a chart takes.
const CHART_ROWS: u32 = 18;

/// Writes it. The same report gives the same bytes.
///
/// # Errors
/// Where the file can't be written.
pub fn write(report: &Report, path: &Path) -> Result<(), WriteError> {
    let content = bytes(report).map_err(|e| WriteError::Unfit(path.into(), e.to_string()))?;
    files::replace(path, &content)
}

fn bytes(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = begun("Railhead backtest")?;
    scores(&mut workbook, report)?;
    if let Some(found) = &report.rule {
        moments(&mut workbook, report, &found.moments)?;
    }
    for (n, tested) in (1..).zip(&report.campaigns) {
        campaign(&mut workbook, n, tested)?;
    }
    workbook.save_to_buffer()
}

fn scores(workbook: &mut Workbook, report: &Report) -> Result<(), XlsxError> {
    let page = workbook.add_worksheet();
    head(page, "Backtest", POINTS, 0)?;
    let told = |t: &Tested, of: fn(&LeftOut) -> f64| number(t.left_out.as_ref().map(of));
    let columns: Vec<Column<Tested>> = vec![
        column("Campaign", 26.0, Look::Name, |t: &Tested| text(&t.name)),
        column("Points", 10.0, Look::Tenths, |t: &Tested| number(Some(t.score.points))),
        column("Inside", 10.0, Look::Whole, |t: &Tested| number(Some(t.score.inside as f64))),
        column("Figures", 10.0, Look::Whole, |t: &Tested| number(Some(t.score.of as f64))),
        column("Points, not fed", 12.0, Look::Tenths, |t: &Tested| number(Some(t.independent.points))),
        column("Figures, not fed", 12.0, Look::Whole, |t: &Tested| number(Some(t.independent.of as f64))),
        column("Points, by the others", 14.0, Look::Tenths, move |t: &Tested| told(t, |l| l.score.points)),
        column("Halts, by the others", 30.0, Look::Words, |t: &Tested| {
            text(&t.left_out.as_ref().and_then(|l| l.cut).map(|c| cut(&c)).unwrap_or_default())
        }),
        column("Departures from the factors", 16.0, Look::Whole, |t: &Tested| number(Some(t.departs.len() as f64))),
        column("Question", 60.0, Look::Words, |t: &Tested| text(&t.title)),
        column("SHA-256 of the input", 40.0, Look::Words, |t: &Tested| text(&t.input_hash)),
    ];
    let grid = Grid { name: "ResBacktest", at: (HEADER_ROW, 0), columns, filter: false };
    grid.set_widths(page)?;
    let area = grid.write(page, &report.campaigns.iter().collect::<Vec<_>>())?;
    let body = crate::workbook::style::body();
    let total = format!(
        "All: {:.1} points, {} of {} inside; not fed {:.1} points, {} of {} inside. Railhead {}, {}.",
        report.total.points,
        report.total.inside,
        report.total.of,
        report.independent.points,
        report.independent.inside,
        report.independent.of,
        report.version,
        report.solver
    );
    page.write_with_format(area.last + 2, 0, total, &body)?;
    page.insert_chart(
        area.last + 4,
        0,
        &charts::bars(
            &area,
            ChartType::Column,
            ("Points of each campaign", "Campaign"),
            &["Points", "Points, not fed"],
        ),
    )?;
    Ok(())
}

fn moments(workbook: &mut Workbook, report: &Report, moments: &[Moment]) -> Result<(), XlsxError> {
    let columns: Vec<Column<Moment>> = vec![
        column("Campaign", 26.0, Look::Name, |m: &Moment| text(&m.campaign)),
        column("Observation", 26.0, Look::Name, |m: &Moment| text(&m.observation)),
        column("Share of need", 12.0, Look::Share, |m: &Moment| number(Some(m.coverage))),
        column("Stock (days)", 12.0, Look::Tenths, |m: &Moment| number(Some(m.stock_days))),
        column("Halted", 10.0, Look::Name, |m: &Moment| text(if m.halted { "yes" } else { "no" })),
    ];
    let about = rule(report);
    super::levers::list(workbook, ("CoverageRule", "ResBackMoments", &about), columns, moments)
}

/// What is recorded and what the model says as shares of what is recorded, for the chart.
fn of_observed(c: &Compared, n: Option<f64>) -> Option<f64> {
    n.filter(|_| c.observed > 0.0).map(|n| n / c.observed)
}

fn campaign(workbook: &mut Workbook, n: usize, tested: &Tested) -> Result<(), XlsxError> {
    let columns: Vec<Column<Compared>> = vec![
        column("Observation", 24.0, Look::Name, |c: &Compared| text(&c.observation)),
        column("Quantity", 12.0, Look::Name, |c: &Compared| text(c.quantity.word())),
        column("Place", 18.0, Look::Name, |c: &Compared| text(&c.place)),
        column("From day", 11.0, Look::Day, |c: &Compared| number(c.from_day)),
        column("To day", 11.0, Look::Day, |c: &Compared| number(c.to_day)),
        column("Recorded", 11.0, Look::Rough, |c: &Compared| number(Some(c.observed))),
        column("Low", 11.0, Look::Rough, |c: &Compared| number(Some(c.low))),
        column("High", 11.0, Look::Rough, |c: &Compared| number(Some(c.high))),
        column("Unit", 14.0, Look::Name, |c: &Compared| text(&c.unit)),
        column("Railhead", 11.0, Look::Rough, |c: &Compared| match c.predicted {
            None => text("never"),
            some => number(some),
        }),
        column("Error", 11.0, Look::Figure, |c: &Compared| number(c.error)),
        column("Inside", 10.0, Look::Name, |c: &Compared| text(if c.inside { "inside" } else { "OUTSIDE" })),
        column("Points", 9.0, Look::Whole, |c: &Compared| number(Some(c.points))),
        column("Share of need", 10.0, Look::Share, |c: &Compared| number(c.coverage)),
        column("Stock (days)", 10.0, Look::Tenths, |c: &Compared| number(c.stock_days)),
        column("Low, of recorded", 10.0, Look::Share, |c: &Compared| number(of_observed(c, Some(c.low)))),
        column("Railhead, of recorded", 10.0, Look::Share, |c: &Compared| number(of_observed(c, c.predicted))),
        column("High, of recorded", 10.0, Look::Share, |c: &Compared| number(of_observed(c, Some(c.high)))),
        column("Feeds", 18.0, Look::Words, |c: &Compared| text(&c.feeds)),
        column("Source", 20.0, Look::Words, |c: &Compared| text(&c.source)),
        column("Grade", 8.0, Look::Grade, |c: &Compared| text(&format!("{:?}", c.grade))),
        column("Note", 50.0, Look::Words, |c: &Compared| text(&c.note)),
    ];
    let name: String = tested.name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(LONGEST_NAME).collect();
    let page = workbook.add_worksheet();
    head(page, &format!("{n} {name}"), &tested.title, 1)?;
    let table = format!("ResBack{n}");
    let grid = Grid { name: &table, at: (HEADER_ROW, 0), columns, filter: true };
    grid.set_widths(page)?;
    let compared = grid.write(page, &tested.compared.iter().collect::<Vec<_>>())?;
    let course = course(page, n, compared.last + CHART_ROWS + 4, &tested.course)?;
    let last = tested.course.last().map_or(0.0, |c| c.to_day);
    let labels = Labels { title: "Need and deliveries", left: "t/day", right: Some("Need met, %") };
    let lines = [
        Line::course("Need (t/day)"),
        Line::course("Delivered (t/day)"),
        Line { header: "Need met (%)", limit: false, right: true },
    ];
    let at = compared.last + 2;
    page.insert_chart(at, 0, &charts::against_day(&course, &labels, &lines, last))?;
    let shares = ["Low, of recorded", "Railhead, of recorded", "High, of recorded"];
    let against = ("Railhead against the recorded range (recorded = 100 %)", "Observation");
    page.insert_chart(at, 8, &charts::bars(&compared, ChartType::Column, against, &shares))?;
    Ok(())
}

fn course(
    page: &mut rust_xlsxwriter::Worksheet,
    n: usize,
    row: u32,
    course: &[Course],
) -> Result<super::grid::Area, XlsxError> {
    let columns: Vec<Column<Course>> = vec![
        column("Depot behind the troops", 24.0, Look::Name, |c: &Course| text(&c.depot)),
        column("From day", 12.0, Look::Day, |c: &Course| number(Some(c.from_day))),
        column(charts::DAY, 18.0, Look::Day, |c: &Course| number(Some(c.to_day))),
        column("Need (t/day)", 8.0, Look::Whole, |c: &Course| number(Some(c.need_t_per_day))),
        column("Delivered (t/day)", 8.0, Look::Whole, |c: &Course| number(Some(c.delivered_t_per_day))),
        column("Need met (%)", 11.0, Look::Whole, |c: &Course| number(Some(c.coverage * 100.0))),
        column("With stores (%)", 11.0, Look::Whole, |c: &Course| number(Some(c.with_stores * 100.0))),
        column("Stock (days)", 11.0, Look::Tenths, |c: &Course| number(Some(c.stock_days))),
        column("By rail (t/day)", 11.0, Look::Whole, |c: &Course| number(Some(c.by_rail_t_per_day))),
        column("Losses (men)", 14.0, Look::Whole, |c: &Course| number(Some(c.losses))),
    ];
    let table = format!("ResBackCourse{n}");
    Grid { name: &table, at: (row, 0), columns, filter: false }.write(page, &course.iter().collect::<Vec<_>>())
}
