//! The sheets `Timeline` (the schedule behind the bound for the last date) and `Charts` of its columns.

use rust_xlsxwriter::{Url, Workbook, Worksheet, XlsxError};

use super::charts::{self, DAY, Labels, Line, against_day};
use super::grid::{Area, Column, Grid, Look, column, date, number, text};
use super::{HEADER_ROW, LINK_ROW, head};
use crate::answer::theatre::ClassDay;
use crate::answer::{Answer, TimelineRow};
use crate::report::words::optimistic;
use crate::workbook::style;

/// Headers of columns that the sheet Map reads.
pub const FRONT_NAMES: &str = "Front";
pub const RAILHEAD_NAMES: &str = "Railhead";
const FRONT: &str = "Front (km)";
const RAILHEAD: &str = "Railhead (km)";
/// Name of the sheet of charts, and how many stand beside each other.
const CHARTS: &str = "Charts";
const ACROSS: u32 = 2;
/// Headers of columns that the sheet Audit reads.
pub const MEN: &str = "Men in all";
pub const THERE: &str = "Men at destination";
const ENGAGED: &str = "Men engaged, mean";
const USED: &str = "Used (t/day)";
const STOCK: &str = "Stock (t)";
const LOST: &str = "Losses since day 0";
const REPLACED: &str = "Replaced since day 0";
const DAYS_OF_SUPPLY: &str = "Stock (days of supply)";
const TRUCKS: &str = "Truck days used";

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, answer: &Answer) -> Result<Area, XlsxError> {
    head(sheet, "Timeline", &optimistic(answer), 2)?;
    let grid = Grid { name: "ResTimeline", at: (HEADER_ROW, 0), columns: columns(answer), filter: false };
    grid.set_widths(sheet)?;
    let area = grid.write(sheet, &answer.timeline.iter().collect::<Vec<_>>())?;
    if !answer.timeline.is_empty() {
        let link = Url::new(format!("internal:'{CHARTS}'!A1")).set_text("Charts of these columns: sheet Charts");
        sheet.write_url_with_format(LINK_ROW, 0, link, &style::link())?;
    }
    Ok(area)
}

/// Writes the sheet with the charts of the timeline's columns; nothing where there is no schedule.
pub fn charts(workbook: &mut Workbook, answer: &Answer, area: &Area) -> Result<(), XlsxError> {
    if answer.timeline.is_empty() {
        return Ok(());
    }
    let sheet = workbook.add_worksheet();
    head(sheet, CHARTS, &optimistic(answer), 0)?;
    // All of them on one page.
    sheet.set_portrait().set_print_fit_to_pages(1, 1);
    sheet.set_freeze_panes(0, 0)?;
    let last = answer.timeline.last().map_or(0.0, |t| t.day);
    for (n, chart) in (0..).zip(pictures(answer, area, last)) {
        let (row, column) = (n / ACROSS, n % ACROSS);
        let down = 4 + row * (charts::SIZE.1 + 16);
        sheet.insert_chart_with_offset(HEADER_ROW, 0, &chart, 4 + column * (charts::SIZE.0 + 16), down)?;
    }
    Ok(())
}

/// Headers of what of a class came and was used.
fn came(class: &str) -> String {
    format!("{class} came (t/day)")
}

fn used(class: &str) -> String {
    format!("{class} used (t/day)")
}

fn pictures(answer: &Answer, area: &Area, last: f64) -> Vec<rust_xlsxwriter::Chart> {
    let labels = |title, left| Labels { title, left, right: None };
    let course = Line::course;
    let right = |header| Line { right: true, ..course(header) };
    let draw = |labels: &Labels, lines: &[Line]| against_day(area, labels, lines, last);
    let men = labels("Strength", "Men");
    let losses = labels("Losses and replacements since day 0", "Men");
    let supply = Labels { right: Some("Stock (t)"), ..labels("Use and stock", "Used (t/day)") };
    let stock = labels("Stock in days of supply", "Days");
    let fleet = labels("Trucks: share of the fleet's days that is used", "Share");
    let mut trucks = draw(&fleet, &[course(TRUCKS)]);
    trucks.y_axis().set_num_format("0%").set_max(1);
    let mut out = vec![
        draw(&labels("Front and railhead", "Distance from the start (km)"), &[course(FRONT), course(RAILHEAD)]),
        draw(&men, &[course(MEN), course(THERE), course(ENGAGED)]),
        draw(&losses, &[course(LOST), course(REPLACED)]),
        draw(&supply, &[course(USED), right(STOCK)]),
        draw(&stock, &[course(DAYS_OF_SUPPLY)]),
        trucks,
    ];
    if answer.theatre.states.is_empty() {
        return out;
    }
    let by_class = |title, header: fn(&str) -> String| {
        let headers: Vec<String> = answer.classes.iter().map(|c| header(c)).collect();
        let lines: Vec<Line> = headers.iter().map(|h| course(h)).collect();
        draw(&labels(title, "Tonnes a day"), &lines)
    };
    out.push(by_class("Used a day, by class", used));
    out.push(by_class("Sent and found a day, by class", came));
    out
}

fn columns(answer: &Answer) -> Vec<Column<'_, TimelineRow>> {
    let figure = |header: &str, look, get: fn(&TimelineRow) -> f64| {
        column(header, 11.0, look, move |t: &TimelineRow| number(Some(get(t))))
    };
    let mut columns = vec![
        column(DAY, 7.0, Look::Day, |t: &TimelineRow| number(Some(t.day))),
        column("Date", 12.0, Look::Date, |t: &TimelineRow| date(&t.date)),
        column(FRONT_NAMES, 24.0, Look::Name, |t: &TimelineRow| text(&t.front)),
        column(RAILHEAD_NAMES, 24.0, Look::Name, |t: &TimelineRow| text(&t.railhead)),
        column("Taken in the period", 24.0, Look::Name, |t: &TimelineRow| text(&t.taken.join(", "))),
        figure(FRONT, Look::Whole, |t| t.front_km),
        figure(RAILHEAD, Look::Whole, |t| t.railhead_km),
        figure(MEN, Look::Whole, |t| t.men),
        figure(THERE, Look::Whole, |t| t.men_at_destination),
        figure(ENGAGED, Look::Whole, |t| t.men_engaged),
        figure(LOST, Look::Whole, |t| t.losses),
        figure(REPLACED, Look::Whole, |t| t.replacements),
        figure(USED, Look::Whole, |t| t.used_t_per_day),
        figure(STOCK, Look::Whole, |t| t.stock_t),
        figure(DAYS_OF_SUPPLY, Look::Tenths, |t| t.days_of_supply),
        figure(TRUCKS, Look::Share, |t| t.trucks_used),
        column("By rail (tkm/day)", 12.0, Look::Whole, |t: &TimelineRow| number(Some(t.rail_tkm_per_day))),
        column("By road (tkm/day)", 12.0, Look::Whole, |t: &TimelineRow| number(Some(t.road_tkm_per_day))),
    ];
    let states = &answer.theatre.states;
    let of = move |t: &TimelineRow, class: usize, get: fn(&ClassDay) -> f64| {
        let state = states.iter().find(|s| s.day == t.day);
        number(state.and_then(|s| s.classes.get(class)).map(get))
    };
    for (i, class) in answer.classes.iter().enumerate().filter(|_| !states.is_empty()) {
        columns.push(column(came(class), 12.0, Look::Whole, move |t: &TimelineRow| of(t, i, |c| c.came_t_per_day)));
        columns.push(column(used(class), 12.0, Look::Whole, move |t: &TimelineRow| of(t, i, |c| c.used_t_per_day)));
    }
    columns.extend(answer.classes.iter().enumerate().map(|(i, class)| {
        let value = move |t: &TimelineRow| number(t.class_left_t.get(i).copied());
        column(format!("{class} left (t)"), 12.5, Look::Whole, value)
    }));
    columns
}
