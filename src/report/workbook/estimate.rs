//! The sheet `Estimate`: the arithmetic before the solver, as formulas over the figures of the sheet `AssumptionsUsed`.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, Formula, Worksheet, XlsxError,
};

use super::HEADER_ROW;
use crate::answer::{Answer, AssumptionRow};
use crate::estimate::{Estimate, FigureAt, Line, TOO_MUCH, sections};
use crate::report::words;
use crate::workbook::fit;
use crate::workbook::style::{self, Role};
use crate::workbook::template::page;

/// What, value, unit, meaning.
const WIDTHS: [f64; 4] = [58.0, 16.0, 13.0, 70.0];
/// Column of the base values on the sheet AssumptionsUsed.
const BASE: char = 'E';
/// Excel takes no longer formula.
const LONGEST: usize = 8000;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, answer: &Answer, estimate: &Estimate) -> Result<(), XlsxError> {
    sheet.set_name("Estimate")?;
    page(sheet);
    for (n, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(n, width)?;
    }
    sheet.write_with_format(0, 0, "Estimate", &style::title())?;
    sheet.set_row_height(0, 24)?;
    let about = "Arithmetic without the solver: each sum leaves out all that the others count, so it is kinder than the \
                 ceiling. Formulas follow the sheet AssumptionsUsed and the blue cells here; what comes from the network of roads and \
                 lines does not, and needs a new solve.";
    across(sheet, 1, about, &style::wrapped())?;
    let mut row = 2;
    let short = match estimate.not_before {
        _ if estimate.impossible => "Impossible, whatever the plan.".to_string(),
        Some(from) => format!("Arithmetic alone does not rule the target out from day {} on.", words::day(from)),
        None => "Arithmetic alone rules the target out.".to_string(),
    };
    let colour = if estimate.impossible { style::RED } else { style::SLATE };
    across(sheet, row, &short, &style::wrapped().set_bold().set_font_color(Color::RGB(colour)))?;
    row += 1;
    for finding in &estimate.findings {
        let words = if finding.impossible { finding.words.clone() } else { format!("Warning: {}", finding.words) };
        across(sheet, row, &words, &style::wrapped())?;
        row += 1;
    }
    row += 1;
    // A line refers to lines above it, so all rows are found first.
    let mut rows = vec![0; estimate.lines.len()];
    let mut next = row;
    let all = sections(&estimate.lines);
    for (_, lines) in &all {
        next += 1;
        for (n, _) in lines {
            rows[*n] = next;
            next += 1;
        }
        next += 1;
    }
    let figure = |at: &FigureAt, value: f64| cell_of(answer, at, value);
    let line = |n: usize| format!("$B${}", rows[n] + 1);
    for (section, lines) in &all {
        let Some(first) = lines.first().map(|(n, _)| rows[*n]) else { continue };
        for (column, words) in (0..).zip([*section, "Value", "Unit", "How"]) {
            sheet.write_with_format(first - 1, column, words, &style::header())?;
        }
        for (n, l) in lines {
            one(sheet, rows[*n], l, l.expr.formula(&figure, &line))?;
        }
    }
    Ok(())
}

fn one(sheet: &mut Worksheet, row: u32, line: &Line, formula: String) -> Result<(), XlsxError> {
    let name = Role::Name.format();
    sheet.write_with_format(row, 0, &line.what, &name)?;
    let value = line.value();
    let look = number(line, value);
    if line.is_given() || formula.len() > LONGEST {
        sheet.write_with_format(row, 1, value, &look)?;
    } else {
        // The stored result is what programs show that do not work formulas out.
        let formula = Formula::new(format!("={formula}")).set_result(value.to_string());
        sheet.write_formula_with_format(row, 1, formula, &look)?;
    }
    if line.note == TOO_MUCH {
        let red = Format::new().set_bold().set_font_color(Color::RGB(style::RED));
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::GreaterThan(1.0)).set_format(red);
        sheet.add_conditional_format(row, 1, row, 1, &rule)?;
    }
    sheet.write_with_format(row, 2, line.unit, &style::boxed().set_align(FormatAlign::Left).set_indent(1))?;
    sheet.write_with_format(row, 3, line.note, &Role::Words.format())?;
    let texts = [(line.what.as_str(), WIDTHS[0] - 1.0), (line.note, WIDTHS[3] - 1.0)];
    sheet.set_row_height(row, fit::height(texts))?;
    Ok(())
}

/// Blue where the analyst may put in another number.
fn number(line: &Line, value: f64) -> Format {
    let look = if line.is_given() { Role::Figure.format() } else { style::boxed() };
    look.set_num_format(match line.unit {
        "share" => "0%",
        "kg a day" => "0.00",
        _ if value.abs() < 100.0 && value.fract() != 0.0 => "0.0",
        _ => "#,##0",
    })
}

/// Cell of a figure on the sheet AssumptionsUsed; none where it is not there with this value.
fn cell_of(answer: &Answer, at: &FigureAt, value: f64) -> Option<String> {
    let named = |a: &AssumptionRow| a.sheet == at.sheet && a.row == at.row && a.what == at.what;
    let n = answer.assumptions.iter().position(|a| named(a) && a.base == value)?;
    // Below the header, and rows are counted from 1.
    Some(format!("AssumptionsUsed!${BASE}${}", HEADER_ROW as usize + 2 + n))
}

/// A text over the full width, its row as high as it needs.
fn across(sheet: &mut Worksheet, row: u32, words: &str, format: &Format) -> Result<(), XlsxError> {
    let last = WIDTHS.len() as u16 - 1;
    sheet.merge_range(row, 0, row, last, words, format)?;
    sheet.set_row_height(row, fit::height([(words, WIDTHS.iter().sum())]))?;
    Ok(())
}
