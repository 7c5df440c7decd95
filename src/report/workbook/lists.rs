//! The sheets that hold one long table each: flows, stocks, bottlenecks, assumptions.

use rust_xlsxwriter::{Color, ConditionalFormatDataBar, ConditionalFormatType, Worksheet, XlsxError};

use super::grid::{Area, Column, Grid, Look, column, number, text};
use super::{HEADER_ROW, head};
use crate::answer::{Answer, AssumptionRow, Bottleneck, FlowRow, StockRow};
use crate::report::words;
use crate::workbook::style;

/// What is less than this, in tonnes or men, is dust of the computation.
const DUST: f64 = 0.5;

const SHARE: &str = "Used share";
const GAIN: &str = "Men more for the step";

/// Traffic on every link.
pub fn flows(sheet: &mut Worksheet, answer: &Answer) -> Result<(), XlsxError> {
    let about =
        format!("Traffic of the same schedule, without what is below half a tonne a day. {}.", words::OPTIMISTIC);
    head(sheet, "Flows", &about, 0)?;
    let moving: Vec<&FlowRow> = answer.flows.iter().filter(|f| f.t_per_day >= DUST).collect();
    let area = table(sheet, "ResFlows", flow_columns(), &moving)?;
    bars(sheet, &area, SHARE, Some(1.0))
}

fn flow_columns() -> Vec<Column<'static, FlowRow>> {
    vec![
        column("From day", 9.0, Look::Day, |f: &FlowRow| number(Some(f.from_day))),
        column("To day", 9.0, Look::Day, |f: &FlowRow| number(Some(f.to_day))),
        column("Kind", 8.0, Look::Name, |f: &FlowRow| text(f.kind)),
        column("Link", 34.0, Look::Name, |f: &FlowRow| text(&f.link)),
        column("From", 22.0, Look::Name, |f: &FlowRow| text(&f.from)),
        column("To", 22.0, Look::Name, |f: &FlowRow| text(&f.to)),
        column("Tonnes a day", 12.0, Look::Whole, |f: &FlowRow| number(Some(f.t_per_day))),
        column("Traffic a day (trains, vehicles, t)", 15.0, Look::Tenths, |f: &FlowRow| {
            number(Some(f.traffic_per_day))
        }),
        column("Capacity a day (same unit)", 15.0, Look::Tenths, |f: &FlowRow| number(Some(f.capacity_per_day))),
        column(SHARE, 15.0, Look::Share, |f: &FlowRow| number(Some(f.traffic_per_day / f.capacity_per_day))),
    ]
}

/// Stock and men of every place.
pub fn stocks(sheet: &mut Worksheet, answer: &Answer) -> Result<(), XlsxError> {
    let about = "Depots and men at the end of each period of the same optimistic schedule, without places where there is \
                 neither half a tonne nor a man.";
    head(sheet, "Stocks", about, 0)?;
    let kept: Vec<&StockRow> = answer.stocks.iter().filter(|s| s.stock_t >= DUST || s.men >= DUST).collect();
    let columns = vec![
        column("Day", 8.0, Look::Day, |s: &StockRow| number(Some(s.day))),
        column("Place", 16.0, Look::Name, |s: &StockRow| text(&s.place)),
        column("Name", 30.0, Look::Name, |s: &StockRow| text(&s.name)),
        column("Men", 13.0, Look::Whole, |s: &StockRow| number(Some(s.men))),
        column("Stock (t)", 13.0, Look::Whole, |s: &StockRow| number(Some(s.stock_t))),
        column("Stock (days of a quiet day's use)", 18.0, Look::Tenths, |s: &StockRow| number(s.days_of_supply)),
    ];
    table(sheet, "ResStocks", columns, &kept)?;
    Ok(())
}

/// What holds the answer down.
pub fn bottlenecks(sheet: &mut Worksheet, answer: &Answer) -> Result<(), XlsxError> {
    let about = "What one more step of each thing is worth in men at the destination on the last date, largest first. The \
                 prices hold at the margin: after some steps something else is short.";
    head(sheet, "Bottlenecks", about, 0)?;
    let ranked: Vec<(f64, &Bottleneck)> = (1..).map(f64::from).zip(&answer.bottlenecks).collect();
    type Ranked<'a> = (f64, &'a Bottleneck);
    let columns = vec![
        column("Rank", 9.0, Look::Day, |(n, _): &Ranked| number(Some(*n))),
        column("What is short", 42.0, Look::Name, |(_, b): &Ranked| text(&b.what)),
        column("Where", 34.0, Look::Name, |(_, b): &Ranked| text(&b.place)),
        column("From day", 9.0, Look::Day, |(_, b): &Ranked| number(Some(b.from_day))),
        column("To day", 9.0, Look::Day, |(_, b): &Ranked| number(Some(b.to_day))),
        column("Step", 26.0, Look::Name, |(_, b): &Ranked| text(&b.step)),
        column(GAIN, 20.0, Look::Whole, |(_, b): &Ranked| number(Some(b.men_per_step))),
    ];
    let area = table(sheet, "ResBottlenecks", columns, &ranked.iter().collect::<Vec<_>>())?;
    bars(sheet, &area, GAIN, None)
}

/// The figures the answer rests on.
pub fn assumptions(sheet: &mut Worksheet, answer: &Answer) -> Result<(), XlsxError> {
    let about =
        format!("Every figure the answer rests on; Cell is its place in {}. {}", answer.stamp.input, words::GRADES);
    head(sheet, "Assumptions", &about, 0)?;
    let columns = vec![
        column("Sheet", 14.0, Look::Name, |a: &AssumptionRow| text(&a.sheet)),
        column("Row", 20.0, Look::Name, |a: &AssumptionRow| text(&a.row)),
        column("What", 30.0, Look::Name, |a: &AssumptionRow| text(&a.what)),
        column("Low", 11.0, Look::Figure, |a: &AssumptionRow| number(a.low)),
        column("Base", 11.0, Look::Figure, |a: &AssumptionRow| number(Some(a.base))),
        column("High", 11.0, Look::Figure, |a: &AssumptionRow| number(a.high)),
        column("Unit", 14.0, Look::Words, |a: &AssumptionRow| text(&a.unit)),
        column("Grade", 9.0, Look::Grade, |a: &AssumptionRow| text(&a.grade)),
        column("Source", 34.0, Look::Words, |a: &AssumptionRow| text(&a.source)),
        column("Note", 44.0, Look::Words, |a: &AssumptionRow| text(&a.note)),
        column("Cell", 17.0, Look::Name, |a: &AssumptionRow| text(&a.cell)),
    ];
    table(sheet, "ResAssumptions", columns, &answer.assumptions.iter().collect::<Vec<_>>())?;
    Ok(())
}

fn table<T>(
    sheet: &mut Worksheet,
    name: &'static str,
    columns: Vec<Column<'_, T>>,
    rows: &[&T],
) -> Result<Area, XlsxError> {
    let grid = Grid { name, at: (HEADER_ROW, 0), columns, filter: true };
    grid.set_widths(sheet)?;
    grid.write(sheet, rows)
}

/// Bars behind the figures of a column, from zero to `most` or else to the largest of them.
fn bars(sheet: &mut Worksheet, area: &Area, header: &str, most: Option<f64>) -> Result<(), XlsxError> {
    let Some((r1, c1, r2, c2)) = area.column(header) else { return Ok(()) };
    let bar = ConditionalFormatDataBar::new().set_minimum(ConditionalFormatType::Number, 0);
    let bar = match most {
        Some(most) => bar.set_maximum(ConditionalFormatType::Number, most),
        None => bar,
    };
    sheet.add_conditional_format(r1, c1, r2, c2, &bar.set_solid_fill(true).set_fill_color(Color::RGB(style::BAR)))?;
    Ok(())
}
