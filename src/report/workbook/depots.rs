//! The sheet `Depots`: stock and days of supply of every place against time, each in a cell.

use std::collections::BTreeMap;

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{Color, Format, FormatAlign, Formula, Sparkline, SparklineType, Workbook, XlsxError};

use super::grid::Area;
use super::{HEADER_ROW, head, lists};
use crate::answer::traffic::happens;
use crate::answer::{Answer, StockRow};
use crate::workbook::style;
use crate::workbook::template::index;

const ABOUT: &str = "Every place where anything is ever stored, in order of the most that lies there. The bars run over the whole time; the \
    figures behind them stand to the right and are read from the sheet Stocks. Days of supply: stock over a quiet day's use of the men there.";
/// Headers and widths left of the figures.
const LEFT: [(&str, f64); 5] =
    [("Place", 26.0), ("Stock (t)", 30.0), ("Most (t)", 11.0), ("Days of supply", 30.0), ("Least (days)", 11.0)];

/// Writes the sheet where there are stocks.
pub fn write(workbook: &mut Workbook, answer: &Answer, stocks: &Area) -> Result<(), XlsxError> {
    let days: Vec<f64> = answer.timeline.iter().map(|t| t.day).collect();
    let depots = depots(answer);
    let (Some(tonnes), Some(supply)) = (stocks.column(lists::STOCK), stocks.column(lists::STOCK_DAYS)) else {
        return Ok(());
    };
    if depots.is_empty() || days.is_empty() {
        return Ok(());
    }
    let sheet = workbook.add_worksheet();
    head(sheet, "Depots", ABOUT, 1)?;
    for (n, (name, width)) in (0..).zip(LEFT) {
        sheet.write_with_format(HEADER_ROW, n, name, &style::header())?;
        sheet.set_column_width(n, width)?;
    }
    sheet.set_row_height(HEADER_ROW, 32)?;
    let name = style::boxed().set_align(FormatAlign::Left).set_indent(1);
    let whole = style::boxed().set_num_format("#,##0");
    let tenths = style::boxed().set_num_format("#,##0.0");
    let small = |code: &str| style::boxed().set_font_size(9).set_num_format(code);
    let left = index(LEFT.len()) + 1;
    let blocks = [
        Block { title: "t, day", at: left, look: small("#,##0"), source: tonnes.1, get: |s| Some(s.stock_t) },
        Block {
            title: "days, day",
            at: left + index(days.len()) + 1,
            look: small("0.0"),
            source: supply.1,
            get: |s| s.days_of_supply,
        },
    ];
    for block in &blocks {
        for (column, day) in (block.at..).zip(&days) {
            sheet.write_with_format(HEADER_ROW, column, format!("{} {day:.0}", block.title), &style::header())?;
            sheet.set_column_width(column, 7)?;
        }
    }
    for (row, depot) in (HEADER_ROW + 1..).zip(&depots) {
        sheet.set_row_height(row, 26)?;
        sheet.write_with_format(row, 0, depot.name, &name)?;
        for block in &blocks {
            for (column, day) in (block.at..).zip(&days) {
                let found = depot.rows.iter().find(|(_, s)| s.day == *day);
                let value = found.and_then(|(n, s)| Some((n, (block.get)(s).filter(|v| v.is_finite())?)));
                match value {
                    Some((n, value)) => {
                        let from = format!(
                            "={}!${}${}",
                            stocks.sheet(),
                            column_number_to_name(block.source),
                            stocks.first as usize + n + 1
                        );
                        let formula = Formula::new(from).set_result(value.to_string());
                        sheet.write_formula_with_format(row, column, formula, &block.look)?;
                    }
                    None => {
                        sheet.write_blank(row, column, &block.look)?;
                    }
                }
            }
        }
        let cells = |block: &Block| (row, block.at, row, block.at + index(days.len()) - 1);
        let range = |block: &Block| {
            let letters = column_number_to_name;
            let last = block.at + index(days.len()) - 1;
            format!("${}{}:${}{}", letters(block.at), row + 1, letters(last), row + 1)
        };
        let [stock, supply] = &blocks;
        let most = Formula::new(format!("=MAX({})", range(stock))).set_result(depot.most().to_string());
        sheet.write_formula_with_format(row, 2, most, &whole)?;
        let least = Formula::new(format!("=IF(COUNT({0})=0,\"\",MIN({0}))", range(supply)));
        let least = least.set_result(depot.least().map_or(String::new(), |v| v.to_string()));
        sheet.write_formula_with_format(row, 4, least, &tenths)?;
        for (column, block, kind, colour) in
            [(1, stock, SparklineType::Column, style::SLATE), (3, supply, SparklineType::Column, style::AMBER)]
        {
            let (r1, c1, r2, c2) = cells(block);
            let line = Sparkline::new().set_range(("Depots", r1, c1, r2, c2)).set_type(kind);
            let line = line.set_sparkline_color(Color::RGB(colour)).set_custom_min(0.0);
            sheet.write_blank(row, column, &name)?;
            sheet.add_sparkline(row, column, &line)?;
        }
    }
    // The figures behind it are not printed.
    sheet.set_print_area(0, 0, HEADER_ROW + u32::from(index(depots.len())), index(LEFT.len()) - 1)?;
    Ok(())
}

/// Figures of one kind, a column for each period.
struct Block {
    title: &'static str,
    at: u16,
    look: Format,
    /// Their column on the sheet Stocks.
    source: u16,
    get: fn(&StockRow) -> Option<f64>,
}

/// A place with its rows on the sheet Stocks, counted from the first.
struct Depot<'a> {
    name: &'a str,
    rows: Vec<(usize, &'a StockRow)>,
}

impl Depot<'_> {
    fn most(&self) -> f64 {
        self.rows.iter().map(|(_, s)| s.stock_t).fold(0.0, f64::max)
    }

    fn least(&self) -> Option<f64> {
        let days = self.rows.iter().filter_map(|(_, s)| s.days_of_supply).filter(|d| d.is_finite());
        days.fold(None, |least: Option<f64>, d| Some(least.map_or(d, |l| l.min(d))))
    }
}

/// Places where anything is stored, the largest stock first.
fn depots(answer: &Answer) -> Vec<Depot<'_>> {
    let mut by_place: BTreeMap<&str, Depot> = BTreeMap::new();
    for (n, row) in answer.stocks.iter().filter(|s| happens(s)).enumerate() {
        let depot = by_place.entry(&row.place).or_insert_with(|| Depot { name: &row.name, rows: Vec::new() });
        depot.rows.push((n, row));
    }
    let mut all: Vec<Depot> = by_place.into_values().filter(|d| d.most() >= 0.5).collect();
    all.sort_by(|a, b| b.most().total_cmp(&a.most()).then_with(|| a.name.cmp(b.name)));
    all
}
