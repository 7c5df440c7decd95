//! The answer as a workbook: what it is, the schedule behind it, what binds, and on which figures it rests.

mod answer;
mod audit;
pub mod backtest;
pub mod batch;
mod capacity;
mod charts;
mod depots;
mod estimate;
mod formula;
mod grid;
mod levers;
mod lists;
mod map;
mod plan;
mod study;
mod timeline;
pub mod uncertain;

use std::path::Path;

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::answer::Answer;
use crate::files::{self, WriteError};
use crate::report::wrapped;
use crate::study::Study;
use crate::workbook::style;
use crate::workbook::template::{begun, page};

/// Zero-based row of the header on sheets that hold one table.
const HEADER_ROW: u32 = 4;
/// Zero-based row below the explanation.
const LINK_ROW: u32 = 3;

/// Writes `NAME.results.xlsx`, with the explanation where there is one. The same answer gives the same bytes.
pub fn write(answer: &Answer, study: Option<&Study>, path: &Path) -> Result<(), WriteError> {
    let content = bytes(answer, study).map_err(|e| WriteError::Unfit(path.into(), e.to_string()))?;
    files::replace(path, &content)
}

/// The workbook of [`write()`] in memory.
pub fn bytes(answer: &Answer, study: Option<&Study>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = begun("Railhead answer")?;
    answer::write(workbook.add_worksheet(), answer)?;
    if let Some(study) = study {
        study::write(&mut workbook, study)?;
    }
    levers::write(&mut workbook, answer)?;
    plan::write(&mut workbook, answer)?;
    let timeline = timeline::write(workbook.add_worksheet(), answer)?;
    timeline::charts(&mut workbook, answer, &timeline)?;
    let flows = lists::flows(workbook.add_worksheet(), answer)?;
    let stocks = lists::stocks(workbook.add_worksheet(), answer)?;
    map::write(&mut workbook, answer, (&timeline, &flows))?;
    depots::write(&mut workbook, answer, &stocks)?;
    lists::bottlenecks(workbook.add_worksheet(), answer)?;
    if let Some(found) = &answer.estimate {
        estimate::write(workbook.add_worksheet(), answer, found)?;
    }
    capacity::write(&mut workbook, answer)?;
    let assumptions = lists::assumptions(workbook.add_worksheet(), answer)?;
    audit::write(&mut workbook, answer, [timeline, flows, stocks, assumptions])?;
    workbook.save_to_buffer()
}

/// Name, title and explanation of a sheet with one table; `columns` frozen at the left.
fn head(sheet: &mut Worksheet, name: &str, about: &str, columns: u16) -> Result<(), XlsxError> {
    /// Letters across the window.
    const WIDTH: usize = 130;
    sheet.set_name(name)?;
    page(sheet);
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    sheet.write_with_format(0, 0, name, &style::title())?;
    sheet.set_row_height(0, 24)?;
    // Not wrapped and not merged: it may run on to the right over empty cells, whatever the widths of the columns.
    for (row, line) in (1..LINK_ROW).zip(wrapped(about, "", WIDTH).lines()) {
        sheet.write_with_format(row, 0, line, &style::body())?;
    }
    sheet.set_freeze_panes(HEADER_ROW + 1, columns)?;
    Ok(())
}
