//! The first sheet: what the workbook answers, how to change it, what the colours mean, where everything is.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::fit;
use super::style::{self, Role};
use super::template::spaced;
use crate::tables::{ALL, RawBook, Value};

/// Name of the sheet.
pub const SHEET: &str = "Guide";

/// Width of the column of explanations.
const WIDTH: f64 = 95.0;

const STEPS: [(&str, &str); 4] = [
    (
        "1  Change",
        "Change any coloured cell: the number of trucks, a capacity, a date. Hold the pointer over a header to \
      see what the column means, its limits and its default.",
    ),
    ("2  Save", "Save the workbook under any name."),
    ("3  Check", "Run `railhead check FILE.xlsx`: every slip is named with its cell, what stands there and what may."),
    ("4  Solve", "Run `railhead solve FILE.xlsx`: the answer, its margin and what limits it."),
];

const HINTS: [(&str, &str); 4] = [
    (
        "Rows",
        "Add rows below the last one; the order does not matter. Empty rows are skipped, and so is a row whose only \
      text begins with #.",
    ),
    (
        "Columns",
        "Columns may be moved, and columns of your own added: unknown headers are left alone. Units belong to the \
      header; figures are plain numbers in that unit.",
    ),
    (
        "Low and high",
        "An estimate has a base value with its lowest and highest credible value. Grade says how far to trust \
      it: A documented, B derived, C planner's estimate, D guess.",
    ),
    ("Days", "Day 0 is the start date of the Question sheet."),
];

/// Writes the guide.
pub fn write(sheet: &mut Worksheet, book: &RawBook) -> Result<(), XlsxError> {
    sheet.set_name(SHEET)?;
    sheet.set_column_width(0, 20)?;
    sheet.set_column_width(1, WIDTH)?;
    sheet.set_column_width(2, 9)?;
    sheet.set_screen_gridlines(false);
    sheet.write_with_format(0, 0, "Railhead", &style::title())?;
    sheet.set_row_height(0, 26)?;
    let question = question(book).unwrap_or_else(|| "Write your question on the sheet Question.".into());
    sheet.write_with_format(1, 0, "The question", &style::heading())?;
    sheet.set_row_height(1, fit::height([(question.as_str(), WIDTH * 0.9)]))?;
    sheet.write_with_format(1, 1, question, &style::wrapped().set_bold())?;
    let about = "Can this force get there, and be supplied there? The sheets hold the places, the roads and railways, the \
                 means of transport, the men and what they meet. Railhead looks for the best possible plan within them: \
                 if even that falls short, the answer is no.";
    sheet.set_row_height(2, fit::height([(about, WIDTH)]))?;
    sheet.write_with_format(2, 1, about, &style::wrapped())?;
    let mut row = pairs(sheet, 4, "How to get an answer", &STEPS)?;
    row = pairs(sheet, row + 1, "Good to know", &HINTS)?;
    row = colours(sheet, row + 1)?;
    contents(sheet, row + 1, book)?;
    sheet.set_portrait().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&RPage &P of &N");
    sheet.set_active(true);
    Ok(())
}

fn question(book: &RawBook) -> Option<String> {
    let table = book.table("question")?;
    match &table.rows.first()?.cells.get(table.table.field_index("title")?)?.value {
        Value::Text(t) => Some(t.clone()),
        _ => None,
    }
}

/// A heading with lines of name and explanation; gives the next free row.
fn pairs(sheet: &mut Worksheet, row: u32, heading: &str, lines: &[(&str, &str)]) -> Result<u32, XlsxError> {
    sheet.write_with_format(row, 0, heading, &style::heading())?;
    let mut next = row + 1;
    for (name, words) in lines {
        sheet.write_with_format(next, 0, *name, &style::wrapped().set_bold())?;
        sheet.set_row_height(next, fit::height([(*words, WIDTH)]))?;
        sheet.write_with_format(next, 1, *words, &style::wrapped())?;
        next += 1;
    }
    Ok(next)
}

fn colours(sheet: &mut Worksheet, row: u32) -> Result<u32, XlsxError> {
    sheet.write_with_format(row, 0, "Colours", &style::heading())?;
    let mut next = row + 1;
    for (role, sample, words) in Role::ALL {
        sheet.write_with_format(next, 0, sample, &role.format())?;
        sheet.write_with_format(next, 1, words, &style::wrapped())?;
        next += 1;
    }
    Ok(next)
}

fn contents(sheet: &mut Worksheet, row: u32, book: &RawBook) -> Result<(), XlsxError> {
    sheet.write_with_format(row, 0, "Sheets", &style::heading())?;
    sheet.write_with_format(row, 2, "Rows", &style::heading())?;
    for (n, table) in (row + 1..).zip(ALL) {
        let link = Url::new(format!("internal:'{}'!A1", table.sheet)).set_text(spaced(table.sheet));
        sheet.write_url_with_format(n, 0, link, &style::link())?;
        sheet.set_row_height(n, fit::height([(table.about, WIDTH)]))?;
        sheet.write_with_format(n, 1, table.about, &style::wrapped())?;
        let rows = book.table(table.id).map_or(0, |t| t.rows.len());
        sheet.write_with_format(n, 2, rows as u32, &style::body())?;
    }
    Ok(())
}
