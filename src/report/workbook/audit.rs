//! The sheets `Ledger` and `Audit`: every constraint worked out again by live formulas from the other sheets.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, Format, FormatAlign, Formula, Workbook, Worksheet,
    XlsxError,
};

use super::formula::{LONGEST, Sheets};
use super::grid::{Area, Column, Grid, Look, column, number, text};
use super::{HEADER_ROW, head};
use crate::answer::Answer;
use crate::answer::audit::{AuditRow, Family, LedgerColumn};
use crate::report::wrapped;
use crate::workbook::style;
use crate::workbook::template::{index, page};

/// Zero-based first row of the explanation, below what is frozen.
const ABOUT_ROW: u32 = 5;
/// Letters across the window.
const ACROSS: usize = 130;
const WIDTHS: [f64; 10] = [26.0, 48.0, 14.0, 16.0, 9.0, 16.0, 16.0, 15.0, 15.0, 11.0];
const OK: &str = "OK";
const BROKEN: &str = "BROKEN";
const ALL: &str = "ALL HOLD";
const NOT_ALL: &str = "NOT ALL HOLD";

const ABOUT: &str = "Each row works a constraint of the optimistic schedule out again, by a formula over the cells of the sheets Flows, \
    Stocks, Timeline and Ledger, and compares it with the figures of the sheet AssumptionsUsed. Change a flow or an assumption there and \
    the row it breaks turns red. A row holds if its left side is beyond its right by no more than the tolerance times the scale: the \
    capacity itself, or the larger side. Bare numbers in a formula are dates, lengths of time and shares that have no row in \
    AssumptionsUsed, defaults, and traffic too small to be listed. Links without traffic, and depots with less than half a tonne in a period, have no row. \
    Filter freely, but do not sort \
    Flows, Stocks, Timeline or Ledger: the formulas read cells, not names.";

/// Writes both; nothing where there is no schedule.
pub fn write(workbook: &mut Workbook, answer: &Answer, areas: [Area; 4]) -> Result<(), XlsxError> {
    if answer.audit.rows.is_empty() {
        return Ok(());
    }
    let ledger = ledger(workbook.add_worksheet(), answer)?;
    let sheets = Sheets::new(answer, areas, ledger);
    let sheet = workbook.add_worksheet();
    sheet.set_name("Audit")?;
    page(sheet);
    for (n, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(n, width)?;
    }
    sheet.write_with_format(0, 0, "Audit", &style::title())?;
    sheet.set_row_height(0, 24)?;
    let families: BTreeSet<Family> = answer.audit.rows.iter().map(|r| r.family).collect();
    let lines = wrapped(ABOUT, "", ACROSS);
    let mut row = ABOUT_ROW;
    for line in lines.lines() {
        sheet.write_with_format(row, 0, line, &style::body())?;
        row += 1;
    }
    let summary = row + 1;
    let top = summary + u32::from(index(families.len())) + 2;
    let last = top + u32::try_from(answer.audit.rows.len()).unwrap_or(u32::MAX);
    totals(sheet, answer, (top + 1, last))?;
    by_family(sheet, answer, &families, (summary, top + 1, last))?;
    headers(
        sheet,
        top,
        ["Family", "What", "Day", "Left side", "Must be", "Right side", "Room left", "Unit", "Scale", "Check"],
    )?;
    sheet.autofilter(top, 0, last, 9)?;
    let looks = Looks::new();
    for (n, r) in (top + 1..).zip(&answer.audit.rows) {
        one(sheet, n, r, (answer, &sheets, &looks))?;
    }
    red(sheet, (top + 1, 9, last, 9))?;
    sheet.set_freeze_panes(4, 0)?;
    Ok(())
}

/// The quantities of each period that no other sheet shows: a row for each, a column for each period.
fn ledger(sheet: &mut Worksheet, answer: &Answer) -> Result<Area, XlsxError> {
    let about = "What the sheet Audit reads besides Flows, Stocks and Timeline, at the end of each period of the same optimistic schedule; each \
                 quantity in its own unit.";
    head(sheet, "Ledger", about, 1)?;
    let mut columns: Vec<Column<LedgerColumn>> =
        vec![column("Quantity", 58.0, Look::Name, |l: &LedgerColumn| text(&l.name))];
    for (t, header) in ledger_days(answer).into_iter().enumerate() {
        columns.push(column(header, 10.0, Look::Rough, move |l: &LedgerColumn| number(l.values.get(t).copied())));
    }
    let rows: Vec<&LedgerColumn> = answer.audit.ledger.iter().collect();
    let grid = Grid { name: "ResLedger", at: (HEADER_ROW, 0), columns, filter: false };
    grid.set_widths(sheet)?;
    grid.write(sheet, &rows)
}

/// How the ledger's columns are headed.
pub fn ledger_days(answer: &Answer) -> Vec<String> {
    answer.timeline.iter().map(|t| format!("Day {}", crate::report::words::day(t.day))).collect()
}

struct Looks {
    name: Format,
    day: Format,
    figure: Format,
    mark: Format,
    scale: Format,
}

impl Looks {
    fn new() -> Looks {
        let boxed = style::boxed;
        Looks {
            name: boxed().set_align(FormatAlign::Left).set_indent(1),
            day: boxed().set_num_format("0.##"),
            figure: boxed().set_num_format("#,##0.00"),
            mark: boxed().set_align(FormatAlign::Center),
            scale: boxed().set_num_format("#,##0").set_font_color(Color::RGB(style::GREY)),
        }
    }
}

/// What holds, how far it may be missed, and the days of a period: frozen above everything.
fn totals(sheet: &mut Worksheet, answer: &Answer, (first, last): (u32, u32)) -> Result<(), XlsxError> {
    let name = style::body().set_bold();
    let broken = answer.audit.rows.iter().filter(|r| !r.holds(answer)).count();
    let marks = format!("$J${}:$J${}", first + 1, last + 1);
    let all = Formula::new(format!("=IF(COUNTIF({marks},\"{OK}\")=ROWS({marks}),\"{ALL}\",\"{NOT_ALL}\")"))
        .set_result(if broken == 0 { ALL } else { NOT_ALL });
    let large = style::heading().set_font_size(14);
    sheet.write_with_format(1, 0, "Result", &name)?;
    sheet.write_formula_with_format(1, 2, all, &large)?;
    sheet.set_row_height(1, 22)?;
    let count = Formula::new(format!("=ROWS({marks})-COUNTIF({marks},\"{OK}\")")).set_result(broken.to_string());
    sheet.write_with_format(1, 4, "Rows that do not hold", &name)?;
    sheet.write_formula_with_format(
        1,
        6,
        count,
        &style::body().set_num_format("#,##0").set_align(FormatAlign::Left),
    )?;
    sheet.write_with_format(2, 0, "Tolerance, as a share of the scale", &name)?;
    let figure = style::boxed().set_num_format("0.0E+00").set_align(FormatAlign::Left);
    sheet.write_with_format(2, 2, answer.audit.tolerance, &figure)?;
    sheet.write_with_format(3, 0, "Days in a period", &name)?;
    sheet.write_with_format(3, 2, answer.stamp.period_days, &style::boxed().set_align(FormatAlign::Left))?;
    let not_all = ConditionalFormatText::new()
        .set_rule(ConditionalFormatTextRule::BeginsWith(NOT_ALL.into()))
        .set_format(Format::new().set_font_color(Color::RGB(style::RED)));
    sheet.add_conditional_format(1, 2, 1, 2, &not_all)?;
    let holds = ConditionalFormatText::new()
        .set_rule(ConditionalFormatTextRule::BeginsWith(ALL.into()))
        .set_format(Format::new().set_font_color(Color::RGB(style::GREEN)));
    sheet.add_conditional_format(1, 2, 1, 2, &holds)?;
    Ok(())
}

/// How many rows each family has and how many of them hold.
fn by_family(
    sheet: &mut Worksheet,
    answer: &Answer,
    families: &BTreeSet<Family>,
    (top, first, last): (u32, u32, u32),
) -> Result<(), XlsxError> {
    headers(sheet, top, ["Family", "What is compared", "", "", "", "", "", "Rows", "Hold", "Check"])?;
    sheet.merge_range(top, 1, top, 6, "What is compared", &style::header())?;
    let looks = Looks::new();
    let whole = style::boxed().set_num_format("#,##0");
    let (names, marks) = (format!("$A${}:$A${}", first + 1, last + 1), format!("$J${}:$J${}", first + 1, last + 1));
    for (n, family) in (top + 1..).zip(families) {
        let (name, words) = family.words();
        let of_it = || answer.audit.rows.iter().filter(|r| r.family == *family);
        let (rows, hold) = (of_it().count(), of_it().filter(|r| r.holds(answer)).count());
        sheet.write_with_format(n, 0, name, &looks.name)?;
        sheet.merge_range(n, 1, n, 6, words, &looks.name)?;
        let count = Formula::new(format!("=COUNTIF({names},$A{})", n + 1)).set_result(rows.to_string());
        sheet.write_formula_with_format(n, 7, count, &whole)?;
        let count =
            Formula::new(format!("=COUNTIFS({names},$A{},{marks},\"{OK}\")", n + 1)).set_result(hold.to_string());
        sheet.write_formula_with_format(n, 8, count, &whole)?;
        let check = Formula::new(format!("=IF(H{0}=I{0},\"{OK}\",\"{BROKEN}\")", n + 1));
        sheet.write_formula_with_format(n, 9, check.set_result(mark(rows == hold)), &looks.mark)?;
    }
    red(sheet, (top + 1, 9, top + u32::from(index(families.len())), 9))
}

fn mark(holds: bool) -> &'static str {
    if holds { OK } else { BROKEN }
}

/// One constraint.
fn one(
    sheet: &mut Worksheet,
    n: u32,
    r: &AuditRow,
    (answer, sheets, looks): (&Answer, &Sheets, &Looks),
) -> Result<(), XlsxError> {
    let (left, right, scale) = r.values(answer);
    sheet.write_with_format(n, 0, r.family.words().0, &looks.name)?;
    sheet.write_with_format(n, 1, r.what.as_str(), &looks.name)?;
    sheet.write_with_format(n, 2, r.day, &looks.day)?;
    formula(sheet, (n, 3), &sheets.words(&r.left), left, &looks.figure)?;
    sheet.write_with_format(n, 4, if r.equal { "equal to" } else { "at most" }, &looks.mark)?;
    formula(sheet, (n, 5), &sheets.words(&r.right), right, &looks.figure)?;
    formula(sheet, (n, 6), &format!("F{0}-D{0}", n + 1), right - left, &looks.figure)?;
    sheet.write_with_format(n, 7, r.unit, &looks.name)?;
    let of = match &r.scale {
        Some(scale) => sheets.words(scale),
        None => format!("MAX(ABS(D{0}),ABS(F{0}))", n + 1),
    };
    formula(sheet, (n, 8), &of, scale, &looks.scale)?;
    let beyond = if r.equal { format!("ABS(G{})", n + 1) } else { format!("-G{}", n + 1) };
    let check = Formula::new(format!("=IF({beyond}<=$C$3*I{},\"{OK}\",\"{BROKEN}\")", n + 1));
    sheet.write_formula_with_format(n, 9, check.set_result(mark(r.holds(answer))), &looks.mark)?;
    Ok(())
}

/// A formula with its stored result; the result alone where the formula is longer than Excel allows.
fn formula(sheet: &mut Worksheet, at: (u32, u16), words: &str, result: f64, look: &Format) -> Result<(), XlsxError> {
    if words.len() >= LONGEST {
        sheet.write_with_format(at.0, at.1, result, look)?;
        return Ok(());
    }
    let formula = Formula::new(format!("={words}")).set_result(format!("{result}"));
    sheet.write_formula_with_format(at.0, at.1, formula, look)?;
    Ok(())
}

fn headers(sheet: &mut Worksheet, row: u32, names: [&str; 10]) -> Result<(), XlsxError> {
    for (n, name) in (0..).zip(names) {
        sheet.write_with_format(row, n, name, &style::header())?;
    }
    sheet.set_row_height(row, 24)?;
    Ok(())
}

/// What is broken is red.
fn red(sheet: &mut Worksheet, (r1, c1, r2, c2): (u32, u16, u32, u16)) -> Result<(), XlsxError> {
    let look = style::fill(Format::new(), style::PALE_RED).set_font_color(Color::RGB(style::RED)).set_bold();
    let broken =
        ConditionalFormatText::new().set_rule(ConditionalFormatTextRule::Contains(BROKEN.into())).set_format(look);
    sheet.add_conditional_format(r1, c1, r2, c2, &broken)?;
    Ok(())
}
