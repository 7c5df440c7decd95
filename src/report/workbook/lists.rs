//! The sheets that hold one long table each: flows, stocks, bottlenecks, assumptions.

use rust_xlsxwriter::{Color, ConditionalFormatDataBar, ConditionalFormatType, Worksheet, XlsxError};

use super::grid::{Area, Column, Grid, Look, column, number, text};
use super::{HEADER_ROW, head};
use crate::answer::traffic::{DUST, happens};
use crate::answer::{Answer, AssumptionRow, Bottleneck, FlowRow, StockRow};
use crate::report::words;
use crate::workbook::style;

/// Headers of columns that the sheet Audit reads.
pub const TONNES: &str = "Tonnes a day";
pub const WOUNDED: &str = "Wounded a day (men)";
pub const AT_HAND: &str = "Share of full capacity at hand";
pub const KM: &str = "Length (km)";
pub const TURN: &str = "There and back (km, seasons in it)";
pub const MEN: &str = "Men";
pub const STOCK: &str = "Stock (t)";
pub const HELD: &str = "Place held";
pub const ARRIVED: &str = "Arrived from streams (t)";
pub const FOUND: &str = "Found or handed over (t)";
pub const RATIONS: &str = "Used by men at rest (t)";
pub const FIGHTING: &str = "Used beyond that in action (t)";
pub const RESTORING: &str = "Used on lines (t)";
pub const UNLISTED: &str = "Net of what is not listed (t)";
pub const BASE: &str = "Base";

pub const SHARE: &str = "Used share";
pub const STOCK_DAYS: &str = "Stock (days of a quiet day's use)";
const GAIN: &str = "Men more for the step";

/// Traffic on every link.
pub fn flows(sheet: &mut Worksheet, answer: &Answer) -> Result<Area, XlsxError> {
    let about =
        format!("Traffic of the same schedule, without what is below half a tonne a day. {}.", words::OPTIMISTIC);
    head(sheet, "Flows", &about, 0)?;
    let moving: Vec<&FlowRow> = answer.flows.iter().filter(|f| is_listed(f)).collect();
    let area = table(sheet, "ResFlows", flow_columns(), &moving)?;
    bars(sheet, &area, SHARE, Some(1.0))?;
    Ok(area)
}

/// Whether a flow is large enough for the sheet.
pub fn is_listed(f: &FlowRow) -> bool {
    f.t_per_day >= DUST || f.wounded_per_day >= DUST
}

fn flow_columns() -> Vec<Column<'static, FlowRow>> {
    vec![
        column("From day", 9.0, Look::Day, |f: &FlowRow| number(Some(f.from_day))),
        column("To day", 9.0, Look::Day, |f: &FlowRow| number(Some(f.to_day))),
        column("Kind", 8.0, Look::Name, |f: &FlowRow| text(f.kind)),
        column("Link", 34.0, Look::Name, |f: &FlowRow| text(&f.link)),
        column("From", 22.0, Look::Name, |f: &FlowRow| text(&f.from)),
        column("To", 22.0, Look::Name, |f: &FlowRow| text(&f.to)),
        column(TONNES, 12.0, Look::Whole, |f: &FlowRow| number(Some(f.t_per_day))),
        column("Traffic a day (trains, vehicles, t)", 15.0, Look::Tenths, |f: &FlowRow| {
            number(Some(f.traffic_per_day))
        }),
        column("Capacity a day (same unit)", 15.0, Look::Tenths, |f: &FlowRow| number(Some(f.capacity_per_day))),
        column(SHARE, 15.0, Look::Share, |f: &FlowRow| number(Some(f.traffic_per_day / f.capacity_per_day))),
        column(AT_HAND, 13.0, Look::Share, |f: &FlowRow| number(Some(f.at_hand))),
        column(KM, 10.0, Look::Whole, |f: &FlowRow| number(Some(f.km))),
        column(TURN, 14.0, Look::Whole, |f: &FlowRow| number(Some(f.turn_km))),
        column(WOUNDED, 11.0, Look::Whole, |f: &FlowRow| number(Some(f.wounded_per_day))),
    ]
}

/// Stock and men of every place.
pub fn stocks(sheet: &mut Worksheet, answer: &Answer) -> Result<Area, XlsxError> {
    let about = "Depots and men at the end of each period of the same optimistic schedule, and what the period brought and used, \
                 without places where there is neither half a tonne nor a man and nothing passes.";
    head(sheet, "Stocks", about, 0)?;
    let kept: Vec<&StockRow> = answer.stocks.iter().filter(|s| happens(s)).collect();
    let columns = vec![
        column("Day", 8.0, Look::Day, |s: &StockRow| number(Some(s.day))),
        column("Place", 16.0, Look::Name, |s: &StockRow| text(&s.place)),
        column("Name", 30.0, Look::Name, |s: &StockRow| text(&s.name)),
        column(MEN, 13.0, Look::Whole, |s: &StockRow| number(Some(s.men))),
        column(STOCK, 13.0, Look::Whole, |s: &StockRow| number(Some(s.stock_t))),
        column(STOCK_DAYS, 18.0, Look::Tenths, |s: &StockRow| number(s.days_of_supply)),
        column(HELD, 9.0, Look::Share, |s: &StockRow| number(Some(s.held))),
        tonnes(ARRIVED, |s| s.arrived_t),
        tonnes(FOUND, |s| s.found_t),
        tonnes("Came by rail, road, sea (t)", |s| s.came_t),
        tonnes("Went by rail, road, sea (t)", |s| s.went_t),
        tonnes(RATIONS, |s| s.rations_t),
        tonnes(FIGHTING, |s| s.fighting_t),
        tonnes(RESTORING, |s| s.restoring_t),
        tonnes(UNLISTED, |s| s.unlisted_t),
    ];
    table(sheet, "ResStocks", columns, &kept)
}

fn tonnes(header: &'static str, get: fn(&StockRow) -> f64) -> Column<'static, StockRow> {
    column(header, 12.0, Look::Whole, move |s: &StockRow| number(Some(get(s))))
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
pub fn assumptions(sheet: &mut Worksheet, answer: &Answer) -> Result<Area, XlsxError> {
    let about =
        format!("Every figure the answer rests on; Cell is its place in {}. {}", answer.stamp.input, words::GRADES);
    head(sheet, "AssumptionsUsed", &about, 0)?;
    let columns = vec![
        column("Sheet", 14.0, Look::Name, |a: &AssumptionRow| text(&a.sheet)),
        column("Row", 20.0, Look::Name, |a: &AssumptionRow| text(&a.row)),
        column("What", 30.0, Look::Name, |a: &AssumptionRow| text(&a.what)),
        column("Low", 11.0, Look::Figure, |a: &AssumptionRow| number(a.low)),
        column(BASE, 11.0, Look::Figure, |a: &AssumptionRow| number(Some(a.base))),
        column("High", 11.0, Look::Figure, |a: &AssumptionRow| number(a.high)),
        column("Unit", 14.0, Look::Words, |a: &AssumptionRow| text(&a.unit)),
        column("Grade", 9.0, Look::Grade, |a: &AssumptionRow| text(&a.grade)),
        column("Source", 34.0, Look::Words, |a: &AssumptionRow| text(&a.source)),
        column("Note", 44.0, Look::Words, |a: &AssumptionRow| text(&a.note)),
        column("Cell", 17.0, Look::Name, |a: &AssumptionRow| text(&a.cell)),
    ];
    table(sheet, "ResAssumptions", columns, &answer.assumptions.iter().collect::<Vec<_>>())
}

pub(super) fn table<T>(
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
