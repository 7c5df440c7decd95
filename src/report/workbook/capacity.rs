//! The sheets `Capacity` (a heat map of what is used of what) and `Capacity list` (the figures behind it).

use rust_xlsxwriter::{
    Color, ConditionalFormat3ColorScale, ConditionalFormatType, Format, FormatAlign, Workbook, XlsxError,
};

use super::grid::{Column, Look, column, number, text};
use super::lists::table;
use super::{LINK_ROW, head};
use crate::answer::Answer;
use crate::answer::capacity::CapacityRow;
use crate::report::wrapped;
use crate::tables::Value;
use crate::workbook::style;
use crate::workbook::template::index;

const ABOUT_MAP: &str = "Share of each thing that the optimistic schedule uses, by period (the day is its last), in per cent: white idle, \
    red full, blank not there yet. Of a depot, what is used there. Things never used are left out; the sheet Capacity list has them.";
const ABOUT_LIST: &str = "Initial: what the workbook gives for the period. At hand: as far as restored, held, or carried from another period. \
    Needed: what the schedule uses; 'at least' where the thing is full or has a price, so that more of it might be used: how much, only \
    solving again can tell. Price: men more at the destination for one unit more in this period alone, at the margin.";

/// Columns left of the days.
const LEFT: [(&str, f64); 5] =
    [("Kind", 15.0), ("Thing", 18.0), ("Where", 34.0), ("Most used", 10.0), ("Periods held back", 12.0)];
const MAP_HEADER: u32 = super::HEADER_ROW;

/// Writes both; nothing where there is no schedule.
pub fn write(workbook: &mut Workbook, answer: &Answer) -> Result<(), XlsxError> {
    if answer.capacity.is_empty() {
        return Ok(());
    }
    map(workbook, answer)?;
    let sheet = workbook.add_worksheet();
    head(sheet, "Capacity list", ABOUT_LIST, 0)?;
    // The explanation takes one line more than others.
    if let Some(line) = wrapped(ABOUT_LIST, "", 130).lines().nth(2) {
        sheet.write_with_format(LINK_ROW, 0, line, &style::body())?;
    }
    table(sheet, "ResCapacity", list_columns(), &answer.capacity.iter().collect::<Vec<_>>())?;
    Ok(())
}

fn list_columns() -> Vec<Column<'static, CapacityRow>> {
    let figure = |header: &'static str, get: fn(&CapacityRow) -> f64| {
        column(header, 12.0, Look::Tenths, move |r: &CapacityRow| number(Some(get(r))))
    };
    vec![
        column("Kind", 15.0, Look::Name, |r: &CapacityRow| text(r.kind)),
        column("Thing", 20.0, Look::Name, |r: &CapacityRow| text(&r.thing)),
        column("Where", 38.0, Look::Name, |r: &CapacityRow| text(&r.place)),
        column("Unit", 13.0, Look::Name, |r: &CapacityRow| text(r.unit)),
        column("From day", 9.0, Look::Day, |r: &CapacityRow| number(Some(r.from_day))),
        column("To day", 9.0, Look::Day, |r: &CapacityRow| number(Some(r.to_day))),
        figure("Initial", |r| r.initial),
        figure("At hand", |r| r.at_hand),
        figure("Used", |r| r.used),
        figure("Unused", |r| r.unused),
        figure("Needed", |r| r.needed),
        column("Needed is", 11.0, Look::Name, |r: &CapacityRow| {
            text(if r.holds_back { "at least" } else { "all of it" })
        }),
        column("Used share", 10.0, Look::Share, |r: &CapacityRow| number(r.share())),
        column("Price (men)", 11.0, Look::Tenths, |r: &CapacityRow| number(r.men_per_unit)),
    ]
}

/// Rows of one thing, in order of the period.
fn things(rows: &[CapacityRow]) -> Vec<&[CapacityRow]> {
    rows.chunk_by(|a, b| a.kind == b.kind && a.thing == b.thing && a.place == b.place).collect()
}

/// One row for each thing that is used, one column for each period.
fn map(workbook: &mut Workbook, answer: &Answer) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    head(sheet, "Capacity", ABOUT_MAP, 3)?;
    let left = index(LEFT.len());
    for (n, (name, width)) in (0..).zip(LEFT) {
        sheet.write_with_format(MAP_HEADER, n, name, &style::header())?;
        sheet.set_column_width(n, width)?;
    }
    let days: Vec<f64> = answer.timeline.iter().map(|t| t.day).collect();
    let header = style::header().set_align(FormatAlign::Center);
    for (n, day) in (left..).zip(&days) {
        sheet.write_with_format(MAP_HEADER, n, *day, &header)?;
        sheet.set_column_width(n, 4.8)?;
    }
    sheet.set_row_height(MAP_HEADER, 32)?;
    let small = style::boxed().set_num_format("0").set_font_size(9).set_align(FormatAlign::Center);
    let percent = style::boxed().set_num_format("0%");
    let name = style::boxed().set_align(FormatAlign::Left).set_indent(1);
    let used = |rows: &&[CapacityRow]| rows.iter().any(|r| r.share().is_some_and(|s| s >= 0.005));
    let mut last = MAP_HEADER;
    for (n, rows) in (MAP_HEADER + 1..).zip(things(&answer.capacity).into_iter().filter(used)) {
        last = n;
        let first = &rows[0];
        for (column, words) in [first.kind, &first.thing, &first.place].into_iter().enumerate() {
            sheet.write_with_format(n, index(column), words, &name)?;
        }
        let most = rows.iter().filter_map(CapacityRow::share).fold(0.0, f64::max);
        sheet.write_with_format(n, 3, most, &percent)?;
        sheet.write_with_format(n, 4, rows.iter().filter(|r| r.holds_back).count() as f64, &small)?;
        for (column, day) in (left..).zip(&days) {
            let share = rows.iter().find(|r| r.to_day == *day).and_then(CapacityRow::share);
            put(sheet, (n, column), share, &small)?;
        }
    }
    if last > MAP_HEADER && !days.is_empty() {
        let scale = ConditionalFormat3ColorScale::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_midpoint(ConditionalFormatType::Number, 60)
            .set_maximum(ConditionalFormatType::Number, 100)
            .set_minimum_color(Color::White)
            .set_midpoint_color(Color::RGB(0xFF_E2A8))
            .set_maximum_color(Color::RGB(0xE0_6A5F));
        sheet.add_conditional_format(MAP_HEADER + 1, left, last, left + index(days.len()) - 1, &scale)?;
    }
    sheet.autofilter(MAP_HEADER, 0, last, 4)?;
    Ok(())
}

/// A share in per cent; a blank for what is not there.
fn put(
    sheet: &mut rust_xlsxwriter::Worksheet,
    (row, column): (u32, u16),
    share: Option<f64>,
    look: &Format,
) -> Result<(), XlsxError> {
    match number(share) {
        Value::Number(share) => sheet.write_with_format(row, column, share * 100.0, look)?,
        _ => sheet.write_blank(row, column, look)?,
    };
    Ok(())
}
