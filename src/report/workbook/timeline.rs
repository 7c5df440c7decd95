//! The sheet `Timeline`: the schedule behind the bound for the last date.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::charts::{self, DAY, Labels, Line, against_day};
use super::grid::{Area, Column, Grid, Look, column, date, number, text};
use super::{HEADER_ROW, LINK_ROW, head};
use crate::answer::{Answer, TimelineRow};
use crate::report::words::OPTIMISTIC;
use crate::workbook::style;

const FRONT: &str = "Front (km)";
const RAILHEAD: &str = "Railhead (km)";
/// Headers of columns that the sheet Audit reads.
pub const MEN: &str = "Men in all";
pub const THERE: &str = "Men at destination";
const ENGAGED: &str = "Men engaged";
const USED: &str = "Used (t/day)";
const STOCK: &str = "Stock (t)";

/// Writes the sheet: the table, and the charts below it.
pub fn write(sheet: &mut Worksheet, answer: &Answer) -> Result<Area, XlsxError> {
    head(sheet, "Timeline", OPTIMISTIC, 2)?;
    let grid = Grid { name: "ResTimeline", at: (HEADER_ROW, 0), columns: columns(answer), filter: false };
    grid.set_widths(sheet)?;
    let area = grid.write(sheet, &answer.timeline.iter().collect::<Vec<_>>())?;
    if answer.timeline.is_empty() {
        return Ok(area);
    }
    let top = area.last + 2;
    let link = Url::new(format!("internal:'Timeline'!A{}", top + 1)).set_text("Charts: below the table");
    sheet.write_url_with_format(LINK_ROW, 0, link, &style::link())?;
    sheet.write_with_format(top, 0, "Charts", &style::heading())?;
    sheet.set_page_breaks(&[top])?;
    let last = answer.timeline.last().map_or(0.0, |t| t.day);
    for (n, chart) in (0..).zip(pictures(&area, last)) {
        sheet.insert_chart_with_offset(top + 1, 0, &chart, n * (charts::SIZE.0 + 16), 4)?;
    }
    Ok(area)
}

fn pictures(area: &Area, last: f64) -> [rust_xlsxwriter::Chart; 3] {
    let labels = |title, left| Labels { title, left, right: None };
    let course = Line::course;
    let distance = labels("Front and railhead", "Distance from the start (km)");
    let men = labels("Men", "Men");
    let supply = Labels { right: Some("Stock (t)"), ..labels("Use and stock", "Used (t/day)") };
    [
        against_day(area, &distance, &[course(FRONT), course(RAILHEAD)], last),
        against_day(area, &men, &[course(MEN), course(THERE), course(ENGAGED)], last),
        against_day(area, &supply, &[course(USED), Line { right: true, ..course(STOCK) }], last),
    ]
}

fn columns(answer: &Answer) -> Vec<Column<'_, TimelineRow>> {
    let figure = |header: &str, look, get: fn(&TimelineRow) -> f64| {
        column(header, 11.0, look, move |t: &TimelineRow| number(Some(get(t))))
    };
    let mut columns = vec![
        column(DAY, 7.0, Look::Day, |t: &TimelineRow| number(Some(t.day))),
        column("Date", 12.0, Look::Date, |t: &TimelineRow| date(&t.date)),
        column("Front", 24.0, Look::Name, |t: &TimelineRow| text(&t.front)),
        column("Railhead", 24.0, Look::Name, |t: &TimelineRow| text(&t.railhead)),
        column("Taken in the period", 24.0, Look::Name, |t: &TimelineRow| text(&t.taken.join(", "))),
        figure(FRONT, Look::Whole, |t| t.front_km),
        figure(RAILHEAD, Look::Whole, |t| t.railhead_km),
        figure(MEN, Look::Whole, |t| t.men),
        figure(THERE, Look::Whole, |t| t.men_at_destination),
        figure(ENGAGED, Look::Whole, |t| t.men_engaged),
        figure("Losses since day 0", Look::Whole, |t| t.losses),
        figure("Replaced since day 0", Look::Whole, |t| t.replacements),
        figure(USED, Look::Whole, |t| t.used_t_per_day),
        figure(STOCK, Look::Whole, |t| t.stock_t),
        figure("Stock (days of supply)", Look::Tenths, |t| t.days_of_supply),
        figure("Truck days used", Look::Share, |t| t.trucks_used),
        column("By rail (tkm/day)", 12.0, Look::Whole, |t: &TimelineRow| number(Some(t.rail_tkm_per_day))),
        column("By road (tkm/day)", 12.0, Look::Whole, |t: &TimelineRow| number(Some(t.road_tkm_per_day))),
    ];
    columns.extend(answer.classes.iter().enumerate().map(|(i, class)| {
        let value = move |t: &TimelineRow| number(t.class_left_t.get(i).copied());
        column(format!("{class} left (t)"), 12.5, Look::Whole, value)
    }));
    columns
}
