//! The sheet `Answer`: verdict, reasons, dates, the curve, and with what it was made.

use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};

use super::charts::{self, DAY, Labels, Line, against_day};
use super::grid::{Column, Grid, Look, column, date, number, text};
use crate::answer::{Answer, CurvePoint, EarliestDay, Verdict};
use crate::report::words;
use crate::tables::Value;
use crate::workbook::template::{page, put};
use crate::workbook::{fit, style};

/// Widths of the columns; texts run across all of them.
const WIDTHS: [f64; 10] = [13.0, 13.0, 15.0, 13.0, 13.0, 13.0, 15.0, 11.0, 11.0, 12.0];
const LAST: u16 = WIDTHS.len() as u16 - 1;

const MOST: &str = "Men at most";
const TARGET: &str = "Target (men)";

/// Rows of a chart at the usual height of 20 pixels.
const CHART_ROWS: u32 = charts::SIZE.1 / 20 + 1;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, answer: &Answer) -> Result<(), XlsxError> {
    sheet.set_name("Answer")?;
    page(sheet);
    // Upright, so that verdict, reason and curve stay together on paper.
    sheet.set_portrait();
    sheet.set_active(true);
    for (n, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(n, width)?;
    }
    let mut row = title(sheet, answer)?;
    row = verdict(sheet, row, answer)?;
    row = paragraphs(sheet, row, "Why", &answer.sentences)?;
    row = dates(sheet, row, answer)?;
    row = made_with(sheet, row, answer)?;
    let warnings: Vec<String> = answer.warnings.iter().map(ToString::to_string).collect();
    paragraphs(sheet, row, "Warnings about the input", &warnings)?;
    Ok(())
}

fn title(sheet: &mut Worksheet, answer: &Answer) -> Result<u32, XlsxError> {
    across(sheet, 0, &answer.asked.title, &style::title().set_text_wrap())?;
    // Some seventy letters of this size fit a line.
    let lines = answer.asked.title.chars().count() / 70 + 1;
    sheet.set_row_height(0, 24 * lines as u32)?;
    across(sheet, 1, &words::question(answer), &style::quiet())?;
    Ok(3)
}

/// The verdict in its colour, and the three figures it comes from.
fn verdict(sheet: &mut Worksheet, row: u32, answer: &Answer) -> Result<u32, XlsxError> {
    let colour = match answer.verdict {
        Verdict::No => style::RED,
        Verdict::Yes => style::GREEN,
        Verdict::Undecided => style::AMBER,
        Verdict::Number => style::BLUE,
    };
    let look = style::fill(style::body(), colour).set_font_color(Color::White).set_bold().set_font_size(22);
    let look = look.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    sheet.merge_range(row, 0, row, LAST, &words::verdict(answer), &look)?;
    sheet.set_row_height(row, 48)?;
    let small = style::body().set_font_color(Color::RGB(style::GREY));
    let large = style::heading().set_font_size(14).set_align(FormatAlign::Left);
    let target = words::target(answer);
    let facts = [
        ("Men at most (proved bound)", number(Some(words::bound(answer.most_men))), "#,##0"),
        ("Men asked for", number(target), "#,##0"),
        ("Margin (bound over target)", number(target.and(Some(answer.margin))), "+0.0%;-0.0%;0.0%"),
    ];
    for (column, (name, value, code)) in [0, 4, 7].into_iter().zip(facts) {
        if value != Value::Empty {
            sheet.write_with_format(row + 1, column, name, &small)?;
            put_number(sheet, (row + 2, column), &value, large.clone().set_num_format(code))?;
        }
    }
    sheet.set_row_height(row + 2, 22)?;
    Ok(row + 4)
}

/// A single figure that has its number format.
fn put_number(sheet: &mut Worksheet, at: (u32, u16), value: &Value, format: Format) -> Result<(), XlsxError> {
    match value {
        Value::Number(n) if n.is_finite() => sheet.write_with_format(at.0, at.1, *n, &format).map(|_| ()),
        other => put(sheet, at, other, format),
    }
}

/// A heading with texts below it; gives the next free row.
fn paragraphs(sheet: &mut Worksheet, row: u32, heading: &str, texts: &[String]) -> Result<u32, XlsxError> {
    if texts.is_empty() {
        return Ok(row);
    }
    sheet.write_with_format(row, 0, heading, &style::heading())?;
    let mut next = row + 1;
    for words in texts {
        across(sheet, next, words, &style::wrapped())?;
        next += 1;
    }
    Ok(next + 1)
}

/// A text over the full width, its row as high as it needs.
fn across(sheet: &mut Worksheet, row: u32, words: &str, format: &Format) -> Result<(), XlsxError> {
    sheet.merge_range(row, 0, row, LAST, words, format)?;
    sheet.set_row_height(row, fit::height([(words, WIDTHS.iter().sum())]))?;
    Ok(())
}

/// The earliest days with the chart beside them, and the curve below.
fn dates(sheet: &mut Worksheet, row: u32, answer: &Answer) -> Result<u32, XlsxError> {
    // Questions about one date have neither several dates to compare nor a course to draw.
    let drawn = answer.curve.len() > 1;
    let mut below = if drawn { row + CHART_ROWS + 1 } else { row };
    if !answer.earliest.is_empty() {
        sheet.write_with_format(row, 0, "Earliest day not ruled out", &style::heading())?;
        let columns = earliest_columns();
        let early = Grid { name: "ResEarliest", at: (row + 1, 0), columns, filter: false };
        let beside = early.write(sheet, &answer.earliest.iter().collect::<Vec<_>>())?;
        below = below.max(beside.last + 2);
    }
    sheet.write_with_format(below, 0, "Men that can be sustained from a day on, at most", &style::heading())?;
    // The curve is not torn apart on paper.
    sheet.set_page_breaks(&[below])?;
    let columns = curve_columns(words::target(answer));
    let curve = Grid { name: "ResCurve", at: (below + 1, 0), columns, filter: false };
    let area = curve.write(sheet, &answer.curve.iter().collect::<Vec<_>>())?;
    let mut lines = vec![Line::course(MOST)];
    if words::target(answer).is_some() {
        lines.push(Line { limit: true, ..Line::course(TARGET) });
    }
    let labels = Labels { title: "Men that can be sustained, at most", left: "Men", right: None };
    let last = answer.curve.last().map_or(0.0, |p| p.day);
    if drawn {
        sheet.insert_chart_with_offset(row, 4, &against_day(&area, &labels, &lines, last), 12, 0)?;
    }
    Ok(area.last + 2)
}

fn earliest_columns() -> Vec<Column<'static, EarliestDay>> {
    let from = |e: &EarliestDay| match e.day {
        Some(day) => number(Some(day)),
        None => text("ruled out"),
    };
    vec![
        column("Men", WIDTHS[0], Look::Whole, |e: &EarliestDay| number(Some(e.men))),
        column("Not ruled out from day", WIDTHS[1], Look::Day, from),
        column("Date", WIDTHS[2], Look::Date, |e: &EarliestDay| date(e.date.as_deref().unwrap_or_default())),
        column("Ruled out until day", WIDTHS[3], Look::Day, |e: &EarliestDay| number(e.ruled_out_on)),
    ]
}

fn curve_columns(target: Option<f64>) -> Vec<Column<'static, CurvePoint>> {
    let mut columns = vec![
        column(DAY, WIDTHS[0], Look::Day, |p: &CurvePoint| number(Some(p.day))),
        column("Date", WIDTHS[1], Look::Date, |p: &CurvePoint| date(&p.date)),
        column(MOST, WIDTHS[2], Look::Whole, |p: &CurvePoint| number(Some(words::bound(p.most_men)))),
    ];
    if let Some(target) = target {
        columns.push(column(TARGET, WIDTHS[3], Look::Whole, move |_: &CurvePoint| number(Some(target))));
        let share = move |p: &CurvePoint| number(Some(p.most_men / target));
        columns.push(column("Share of target", WIDTHS[4], Look::Share, share));
    }
    columns.extend([
        column("Can be held", 13.0, Look::Name, |p: &CurvePoint| Value::Bool(p.can_be_held)),
        column("Solver's value (men)", 15.0, Look::Whole, |p: &CurvePoint| number(Some(p.solver_men))),
        column("Columns", 11.0, Look::Whole, |p: &CurvePoint| number(Some(p.columns as f64))),
        column("Rows", 11.0, Look::Whole, |p: &CurvePoint| number(Some(p.rows as f64))),
        column("Residual", 12.0, Look::Tiny, |p: &CurvePoint| number(Some(p.residual))),
    ]);
    columns
}

fn made_with(sheet: &mut Worksheet, row: u32, answer: &Answer) -> Result<u32, XlsxError> {
    sheet.write_with_format(row, 0, "Made with", &style::heading())?;
    let mut next = row + 1;
    for (name, value) in words::stamp(answer) {
        sheet.write_with_format(next, 0, name, &style::body().set_bold())?;
        sheet.merge_range(next, 1, next, LAST, &value, &style::wrapped())?;
        let room = WIDTHS.iter().skip(1).sum();
        sheet.set_row_height(next, fit::height([(value.as_str(), room)]))?;
        next += 1;
    }
    Ok(next + 1)
}
