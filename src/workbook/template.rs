//! Workbooks made from tables: one sheet each, with units, notes, drop-downs and a look that tells what may be changed.

use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Note, Table as ExcelTable, TableColumn, TableStyle, Workbook, Worksheet,
    XlsxError,
};

use super::sheet::column_letters;
use super::style::{self, Role};
use super::{fit, guide, validation};
use crate::files::{self, WriteError};
use crate::tables::check::words_about;
use crate::tables::{ALL, Field, Kind, RawBook, RawTable, Row, Shape, Table, Value};

/// Zero-based row of the header.
pub const HEADER_ROW: u32 = 3;
/// Zero-based first row below the header.
pub const FIRST_ROW: u32 = HEADER_ROW + 1;
/// Zero-based last row for which drop-downs and limits are prepared.
pub const LAST_ROW: u32 = 1999;
/// Prepared empty rows below the last filled one.
const SPARE_ROWS: u32 = 12;

/// Writes a workbook with a guide and one sheet for every table. The same rows give the same bytes.
pub fn write(book: &RawBook, path: &Path) -> Result<(), WriteError> {
    let content = bytes(book).map_err(|e| WriteError::Unfit(path.into(), e.to_string()))?;
    files::replace(path, &content)
}

/// The workbook of [`write`] in memory.
pub fn bytes(book: &RawBook) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = begun("Railhead campaign")?;
    guide::write(workbook.add_worksheet(), book)?;
    for table in ALL {
        let rows = book.table(table.id).map(|t: &RawTable| t.rows.as_slice()).unwrap_or_default();
        let sheet = workbook.add_worksheet();
        sheet.set_name(table.sheet)?;
        match table.shape {
            Shape::List => list(sheet, table, rows)?,
            Shape::Record => record(sheet, table, rows.first())?,
        }
    }
    workbook.save_to_buffer()
}

/// A workbook without sheets.
pub fn begun(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // Without a fixed date the file would differ at every making.
    let made = ExcelDateTime::from_ymd(2020, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_author("Railhead").set_creation_datetime(&made));
    Ok(workbook)
}

fn list(sheet: &mut Worksheet, table: &'static Table, rows: &[Row]) -> Result<(), XlsxError> {
    let fields = table.fields();
    let last_column = index(fields.len()) - 1;
    let filled = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let columns: Vec<TableColumn> =
        fields.iter().map(|f| TableColumn::new().set_header(f.header()).set_header_format(style::header())).collect();
    let excel = ExcelTable::new().set_name(format!("tbl{}", table.sheet)).set_columns(&columns);
    let last_filled = HEADER_ROW + filled.max(1);
    sheet.add_table(HEADER_ROW, 0, last_filled, last_column, &excel.set_style(TableStyle::None))?;
    let widths: Vec<f64> = fields.iter().enumerate().map(|(i, f)| width(f, rows, i)).collect();
    for (n, row) in (FIRST_ROW..).zip(rows) {
        let wrapped = row.cells.iter().zip(&widths).filter_map(|(c, w)| Some((text(&c.value)?, *w)));
        sheet.set_row_height(n, fit::height(wrapped))?;
    }
    for ((column, field), width) in (0..).zip(&fields).zip(&widths) {
        let role = Role::of(field);
        sheet.set_column_width(column, *width)?;
        sheet.insert_note(HEADER_ROW, column, &note(field))?;
        let first = format!("{}{}", column_letters(column.into()), FIRST_ROW + 1);
        if let Some(rule) = validation::rule(field, &first)? {
            sheet.add_data_validation(FIRST_ROW, column, LAST_ROW, column, &rule)?;
        }
        for (n, row) in (FIRST_ROW..).zip(rows) {
            put(sheet, (n, column), &row.cells[usize::from(column)].value, role.format())?;
        }
        for n in FIRST_ROW + filled..FIRST_ROW + filled + SPARE_ROWS {
            sheet.write_blank(n, column, &role.format())?;
        }
    }
    let headers: Vec<String> = fields.iter().map(Field::header).collect();
    // The button of the filter takes two letters.
    let narrow = headers.iter().map(String::as_str).zip(widths.iter().map(|w| w - 2.0));
    sheet.set_row_height(HEADER_ROW, fit::height(narrow).max(32.0))?;
    head(sheet, table, widths.iter().take(8).sum(), last_column)?;
    sheet.set_freeze_panes(FIRST_ROW, 1)?;
    page(sheet);
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    Ok(())
}

fn record(sheet: &mut Worksheet, table: &'static Table, row: Option<&Row>) -> Result<(), XlsxError> {
    const WIDTHS: [f64; 4] = [26.0, 48.0, 10.0, 70.0];
    for ((column, name), width) in (0..).zip(["Item", "Value", "Unit", "Meaning"]).zip(WIDTHS) {
        sheet.write_with_format(HEADER_ROW, column, name, &style::header())?;
        sheet.set_column_width(column, width)?;
    }
    for (i, (n, field)) in (FIRST_ROW..).zip(table.fields()).enumerate() {
        sheet.write_with_format(n, 0, field.label(), &style::wrapped().set_bold())?;
        let value = row.and_then(|r| r.cells.get(i)).map_or(&Value::Empty, |c| &c.value);
        put(sheet, (n, 1), value, Role::of(&field).format())?;
        sheet.write_with_format(
            n,
            2,
            field.column.unit,
            &style::body().set_align(rust_xlsxwriter::FormatAlign::Left).set_indent(1),
        )?;
        let meaning = words_about(&field);
        let shown = text(value).unwrap_or_default();
        sheet.set_row_height(n, fit::height([(shown, WIDTHS[1]), (meaning.as_str(), WIDTHS[3])]))?;
        sheet.write_with_format(n, 3, meaning, &style::quiet())?;
        if let Some(rule) = validation::rule(&field, &format!("B{}", n + 1))? {
            sheet.add_data_validation(n, 1, n, 1, &rule)?;
        }
    }
    head(sheet, table, WIDTHS.iter().sum(), 3)?;
    sheet.set_freeze_panes(FIRST_ROW, 0)?;
    page(sheet);
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    Ok(())
}

/// Title, purpose and the way back above the header.
fn head(sheet: &mut Worksheet, table: &Table, width: f64, last_column: u16) -> Result<(), XlsxError> {
    sheet.write_with_format(0, 0, spaced(table.sheet), &style::title())?;
    sheet.set_row_height(0, 24)?;
    // The explanation must fit into the window, not into the widest table.
    let to = last_column.clamp(1, 7);
    sheet.merge_range(1, 0, 1, to, table.about, &style::wrapped())?;
    sheet.set_row_height(1, fit::height([(table.about, width)]))?;
    let link = rust_xlsxwriter::Url::new(format!("internal:'{}'!A1", guide::SHEET)).set_text("Back to the guide");
    sheet.write_url_with_format(2, 0, link, &style::link())?;
    Ok(())
}

/// Prints across one page, and shows a clean sheet on the screen.
pub fn page(sheet: &mut Worksheet) {
    const A4: u8 = 9;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&RPage &P of &N");
    sheet.set_screen_gridlines(false);
}

/// One value in a look, to which numbers and dates add their own format.
pub fn put(sheet: &mut Worksheet, (row, column): (u32, u16), value: &Value, format: Format) -> Result<(), XlsxError> {
    match value {
        Value::Empty => sheet.write_blank(row, column, &format)?,
        // Excel knows neither; the writer would make words of them.
        Value::Number(n) if !n.is_finite() => sheet.write_blank(row, column, &format)?,
        Value::Number(n) => {
            // Years and gauges have no thousands to separate; larger whole numbers are easier to read with them.
            let grouped = n.fract() == 0.0 && n.abs() >= 10_000.0;
            sheet.write_with_format(row, column, *n, &if grouped { format.set_num_format("#,##0") } else { format })?
        }
        Value::Bool(b) => sheet.write_with_format(row, column, if *b { "yes" } else { "no" }, &format)?,
        Value::Date(d) => {
            let format = format.set_num_format("yyyy-mm-dd").set_align(rust_xlsxwriter::FormatAlign::Left);
            match ExcelDateTime::parse_from_str(d) {
                Ok(date) => sheet.write_with_format(row, column, &date, &format)?,
                // Dates before 1900 are beyond Excel's calendar and stay text.
                Err(_) => sheet.write_with_format(row, column, d.as_str(), &format)?,
            }
        }
        Value::Text(t) | Value::Error(t) | Value::NoStoredValue(t) => {
            sheet.write_with_format(row, column, t.as_str(), &format)?
        }
    };
    Ok(())
}

fn note(field: &Field) -> Note {
    let text = words_about(field);
    let lines = u32::try_from(text.chars().count() / 38 + 2).unwrap_or(10);
    Note::new(text).add_author_prefix(false).set_author("Railhead").set_width(260).set_height(18 * lines)
}

/// Wide enough for the longest word of the header and for most of the content.
fn width(field: &Field, rows: &[Row], column: usize) -> f64 {
    let header = field.header();
    let word = header.split(' ').map(|w| w.chars().count()).max().unwrap_or(0);
    let content = rows.iter().map(|r| shown_length(&r.cells[column].value)).max().unwrap_or(0);
    let (least, most) = match (Role::of(field), field.column.kind) {
        (Role::Words, _) if field.column.id == "note" => (40, 60),
        (Role::Words, _) => (10, 30),
        (_, Kind::Text) => (14, 40),
        _ => (9, 28),
    };
    // Two for the margins, two for the button of the filter.
    (word + 4).max(content + 2).max(header.chars().count() / 3 + 3).clamp(least, most) as f64
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(t) => Some(t),
        _ => None,
    }
}

fn shown_length(value: &Value) -> usize {
    match value {
        Value::Empty => 0,
        Value::Number(n) => n.to_string().len() + 1,
        Value::Text(t) | Value::Error(t) | Value::NoStoredValue(t) | Value::Date(t) => t.chars().count(),
        Value::Bool(_) => 4,
    }
}

/// Number of a column.
pub fn index(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// `Rail lines` from `RailLines`.
pub fn spaced(sheet: &str) -> String {
    let mut out = String::new();
    for (i, c) in sheet.chars().enumerate() {
        if i > 0 && c.is_uppercase() {
            out.push(' ');
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}
