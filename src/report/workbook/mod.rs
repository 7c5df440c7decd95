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
mod map_chart;
mod plan;
mod study;
mod timeline;
pub mod uncertain;

use std::path::Path;

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::files::{self, WriteError};
use crate::report::{Told, wrapped};
use crate::workbook::style;
use crate::workbook::template::{begun, page};

/// Zero-based row of the header on sheets that hold one table.
const HEADER_ROW: u32 = 4;
/// Zero-based row below the explanation.
const LINK_ROW: u32 = 3;

/// Writes `NAME.results.xlsx`, with explanation and odds where there are any. The same answer gives the same bytes.
///
/// # Errors
/// Where the file can't be written.
pub fn write(told: &Told, path: &Path) -> Result<(), WriteError> {
    let content = bytes(told).map_err(|e| WriteError::Unfit(path.into(), e.to_string()))?;
    files::replace(path, &content)
}

/// The workbook of [`write()`] in memory.
///
/// # Errors
/// Where a workbook has no room for it.
pub fn bytes(told: &Told) -> Result<Vec<u8>, XlsxError> {
    let Told { answer, study, drawn } = *told;
    let mut workbook = begun("Railhead answer")?;
    answer::write(workbook.add_worksheet(), answer)?;
    if let Some(study) = study {
        study::write(&mut workbook, study)?;
    }
    if let Some(found) = drawn {
        uncertain::sheets(&mut workbook, found)?;
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
