//! Named Excel tables from rows of any type: each column says how it is headed, looks and is filled.

use std::collections::HashSet;

use rust_xlsxwriter::{Color, Format, FormatAlign, Table, TableColumn, TableStyle, Worksheet, XlsxError};

use crate::tables::Value;
use crate::workbook::fit;
use crate::workbook::style::{self, Role};
use crate::workbook::template::{index, put};

/// What a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Names and keys.
    Name,
    /// Sources and notes.
    Words,
    /// Men and tonnes.
    Whole,
    /// Days; a fraction only where there is one.
    Day,
    /// One digit after the point.
    Tenths,
    /// A share as percent.
    Share,
    /// What is nearly zero.
    Tiny,
    /// Figures of any size.
    Figure,
    /// Figures of any size that nobody needs to the last digit.
    Rough,
    /// An ISO date.
    Date,
    /// A grade, by its colour.
    Grade,
}

impl Look {
    fn format(self, value: &Value) -> Format {
        let number = |code: &str| style::boxed().set_num_format(code);
        match self {
            // Indented, or a word would stick to the figure on its left.
            Look::Name => Role::Name.format().set_align(FormatAlign::Left).set_indent(1),
            Look::Words => Role::Words.format(),
            Look::Whole => number("#,##0"),
            Look::Day => match value {
                Value::Number(n) if n.fract() != 0.0 => number("0.0"),
                // A word instead of a day stands below the days.
                Value::Text(_) => style::boxed().set_align(FormatAlign::Right),
                _ => number("0"),
            },
            Look::Tenths => number("#,##0.0"),
            Look::Share => number("0%"),
            Look::Tiny => number("0.0E+00"),
            Look::Figure => style::boxed(),
            Look::Rough => number("[>=100]#,##0;[>=0.0005]0.000;0"),
            Look::Date => style::boxed().set_align(FormatAlign::Left).set_indent(1),
            Look::Grade => grade(value),
        }
    }
}

/// From trusted to doubtful.
fn grade(value: &Value) -> Format {
    let letter = match value {
        Value::Text(t) => t.trim(),
        _ => "",
    };
    let look = style::boxed().set_align(FormatAlign::Center);
    match letter {
        "A" => style::fill(look, style::PALE_GREEN).set_font_color(Color::RGB(style::GREEN)),
        "B" => style::fill(look, style::WASH).set_font_color(Color::RGB(style::BLUE)),
        "C" => style::fill(look, style::CREAM).set_font_color(Color::RGB(style::AMBER)),
        "D" => style::fill(look, style::PALE_RED).set_font_color(Color::RGB(style::RED)),
        _ => look,
    }
}

/// One column of a [`Grid`].
pub struct Column<'a, T> {
    header: String,
    width: f64,
    look: Look,
    value: Box<dyn Fn(&T) -> Value + 'a>,
}

/// A column; the width is in digits.
pub fn column<'a, T>(
    header: impl Into<String>,
    width: f64,
    look: Look,
    value: impl Fn(&T) -> Value + 'a,
) -> Column<'a, T> {
    Column { header: header.into(), width, look, value: Box::new(value) }
}

/// A table on a sheet.
pub struct Grid<'a, T> {
    /// Name of the Excel table.
    pub name: &'a str,
    /// Row and column of the first header.
    pub at: (u32, u16),
    pub columns: Vec<Column<'a, T>>,
    /// Whether the headers have buttons to filter and sort by.
    pub filter: bool,
}

/// Where a table lies.
pub struct Area {
    sheet: String,
    /// First row below the header.
    pub first: u32,
    /// Last row; there is always one, if an empty one.
    pub last: u32,
    left: u16,
    headers: Vec<String>,
}

impl Area {
    /// Name of the sheet.
    pub fn sheet(&self) -> &str {
        &self.sheet
    }

    /// Number of rows.
    pub fn rows(&self) -> u32 {
        self.last - self.first + 1
    }

    /// First row, column, last row, column of the column's values.
    pub fn column(&self, header: &str) -> Option<(u32, u16, u32, u16)> {
        let column = self.left + index(self.headers.iter().position(|h| h == header)?);
        Some((self.first, column, self.last, column))
    }

    /// The same with the sheet, for charts.
    pub fn range(&self, header: &str) -> Option<(&str, u32, u16, u32, u16)> {
        let (r1, c1, r2, c2) = self.column(header)?;
        Some((self.sheet.as_str(), r1, c1, r2, c2))
    }
}

impl<T> Grid<'_, T> {
    /// Sets the widths of the sheet's columns to those of the table.
    pub fn set_widths(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (n, column) in (self.at.1..).zip(&self.columns) {
            sheet.set_column_width(n, column.width)?;
        }
        Ok(())
    }

    /// Writes headers and rows.
    pub fn write(&self, sheet: &mut Worksheet, rows: &[&T]) -> Result<Area, XlsxError> {
        let (top, left) = self.at;
        let filled = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let area = Area {
            sheet: sheet.name(),
            first: top.saturating_add(1),
            last: top.saturating_add(filled.max(1)),
            left,
            headers: distinct(self.columns.iter().map(|c| c.header.as_str())),
        };
        let columns: Vec<TableColumn> =
            area.headers.iter().map(|h| TableColumn::new().set_header(h).set_header_format(style::header())).collect();
        let table = Table::new().set_name(self.name).set_columns(&columns).set_style(TableStyle::None);
        let right = left + index(self.columns.len()).saturating_sub(1);
        sheet.add_table(top, left, area.last, right, &table.set_autofilter(self.filter))?;
        // Bold letters are wider, and the button of the filter takes two.
        let button = if self.filter { 3.0 } else { 1.0 };
        let heads = area.headers.iter().zip(&self.columns).map(|(h, c)| (h.as_str(), 0.85 * (c.width - button)));
        sheet.set_row_height(top, fit::height(heads).max(32.0))?;
        for (n, row) in (area.first..).zip(rows) {
            self.line(sheet, n, row)?;
        }
        Ok(area)
    }

    fn line(&self, sheet: &mut Worksheet, n: u32, row: &T) -> Result<(), XlsxError> {
        let values: Vec<Value> = self.columns.iter().map(|c| (c.value)(row)).collect();
        let wrapped = self.columns.iter().zip(&values).filter_map(|(c, v)| match v {
            Value::Text(t) => Some((t.as_str(), c.width - 1.0)),
            _ => None,
        });
        sheet.set_row_height(n, fit::height(wrapped))?;
        for ((at, column), value) in (self.at.1..).zip(&self.columns).zip(&values) {
            let format = column.look.format(value);
            match value {
                // These looks have a number format already.
                Value::Number(v) if v.is_finite() && column.look != Look::Figure => {
                    sheet.write_with_format(n, at, *v, &format)?;
                }
                other => put(sheet, (n, at), other, format)?,
            }
        }
        Ok(())
    }
}

/// Excel wants headers that differ, whatever their case: repeated ones are numbered.
fn distinct<'a>(headers: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    let free = |h: &str, seen: &mut HashSet<String>| seen.insert(h.to_lowercase());
    headers
        .map(|h| {
            let mut name = h.to_string();
            let mut n = 1;
            while !free(&name, &mut seen) {
                n += 1;
                name = format!("{h} {n}");
            }
            name
        })
        .collect()
}

/// A text; nothing where it is empty.
pub fn text(words: &str) -> Value {
    if words.is_empty() { Value::Empty } else { Value::Text(words.to_string()) }
}

/// A number, or nothing.
pub fn number(n: Option<f64>) -> Value {
    n.filter(|n| n.is_finite()).map_or(Value::Empty, Value::Number)
}

/// An ISO date.
pub fn date(iso: &str) -> Value {
    if iso.is_empty() { Value::Empty } else { Value::Date(iso.to_string()) }
}
