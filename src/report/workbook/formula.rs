//! Formulas of the audit in the words of a spreadsheet: references to cells of the result sheets.

use rust_xlsxwriter::utility::column_number_to_name;

use super::grid::Area;
use super::{lists, timeline};
use crate::answer::Answer;
use crate::answer::audit::{Expr, FlowCell, PeriodCell, StockCell};
use crate::answer::traffic::happens;

/// Excel takes no longer formula.
pub const LONGEST: usize = 8192;

/// Where the figures stand.
pub struct Sheets {
    pub timeline: Area,
    pub flows: Area,
    pub stocks: Area,
    pub assumptions: Area,
    pub ledger: Area,
    /// How the ledger's columns are headed, by period.
    pub ledger_days: Vec<String>,
    /// Cell of the days in a period.
    pub days: &'static str,
    /// Row on the sheet Flows of each flow of the answer, counted from the first.
    flow_rows: Vec<usize>,
    /// The same of the sheet Stocks.
    stock_rows: Vec<usize>,
}

impl Sheets {
    /// From the tables as they were written.
    pub fn new(answer: &Answer, [timeline, flows, stocks, assumptions]: [Area; 4], ledger: Area) -> Sheets {
        let flow_rows = shown(answer.flows.iter().map(lists::is_listed));
        let stock_rows = shown(answer.stocks.iter().map(happens));
        let ledger_days = super::audit::ledger_days(answer);
        Sheets { timeline, flows, stocks, assumptions, ledger, ledger_days, days: "$C$4", flow_rows, stock_rows }
    }

    /// The formula without the sign that begins it.
    pub fn words(&self, e: &Expr) -> String {
        let list = |of: &[Expr], between: &str| of.iter().map(|e| self.words(e)).collect::<Vec<_>>().join(between);
        match e {
            Expr::Number(n) if *n < 0.0 => format!("({n})"),
            Expr::Number(n) => format!("{n}"),
            Expr::Days => self.days.into(),
            Expr::Assumed(i) => cell(&self.assumptions, lists::BASE, *i),
            Expr::Flow(i, of) => cell(&self.flows, flow_header(*of), self.flow_rows[*i]),
            Expr::Stock(i, of) => cell(&self.stocks, stock_header(*of), self.stock_rows[*i]),
            Expr::Timeline(i, of) => cell(&self.timeline, period_header(*of), *i),
            Expr::Ledger(quantity, t) => self.ledger_cells(*quantity, *t, *t),
            Expr::LedgerUntil(quantity, t) => format!("SUM({})", self.ledger_cells(*quantity, 0, *t)),
            Expr::StockSum(a, b, of) => {
                format!("SUM({})", range(&self.stocks, stock_header(*of), self.stock_rows[*a], self.stock_rows[*b]))
            }
            Expr::FlowSum(a, b, one, other) => {
                let column = |of: FlowCell| range(&self.flows, flow_header(of), self.flow_rows[*a], self.flow_rows[*b]);
                format!("SUMPRODUCT({},{})", column(*one), column(*other))
            }
            Expr::Sum(of) => format!("({})", list(of, "+")),
            Expr::Product(of) => list(of, "*"),
            Expr::Less(a, b) => format!("({}-{})", self.words(a), self.words(b)),
            Expr::Over(a, b) => format!("({}/({}))", self.words(a), self.words(b)),
            Expr::Least(of) => format!("MIN({})", list(of, ",")),
            Expr::Most(of) => format!("MAX({})", list(of, ",")),
            Expr::DaysLeft(lost, from, to) => {
                let kept = format!("(1-{})", self.words(lost));
                format!("(({kept}^({from}/30)-{kept}^({to}/30))/(-LN{kept}/30))")
            }
        }
    }
}

impl Sheets {
    /// Cells of a quantity's row on the ledger, from one period to another.
    fn ledger_cells(&self, quantity: usize, from: usize, to: usize) -> String {
        let at = |t: usize| {
            let (first, column, _, _) = self.ledger.column(self.ledger_days.get(t)?)?;
            Some(format!("${}${}", column_number_to_name(column), first as usize + quantity + 1))
        };
        // As in `range`.
        let (Some(one), Some(other)) = (at(from), at(to)) else { return "#REF!".into() };
        let sheet = self.ledger.sheet();
        if from == to { format!("{sheet}!{one}") } else { format!("{sheet}!{one}:{other}") }
    }
}

/// The row of each thing on a sheet that leaves some out.
fn shown(listed: impl Iterator<Item = bool>) -> Vec<usize> {
    let mut before = 0;
    let mut row = |listed: bool| {
        before += usize::from(listed);
        before.saturating_sub(1)
    };
    listed.map(&mut row).collect()
}

fn cell(area: &Area, header: &str, row: usize) -> String {
    range(area, header, row, row)
}

/// Cells of a column, rows counted from the first.
fn range(area: &Area, header: &str, from: usize, to: usize) -> String {
    // A header that is missing would be a fault of this program: the formula then says so by its error.
    let Some((first, column, _, _)) = area.column(header) else { return "#REF!".into() };
    let letters = column_number_to_name(column);
    let at = |row: usize| format!("${letters}${}", first as usize + row + 1);
    if from == to {
        format!("{}!{}", area.sheet(), at(from))
    } else {
        format!("{}!{}:{}", area.sheet(), at(from), at(to))
    }
}

fn flow_header(cell: FlowCell) -> &'static str {
    match cell {
        FlowCell::Tonnes => lists::TONNES,
        FlowCell::Wounded => lists::WOUNDED,
        FlowCell::AtHand => lists::AT_HAND,
        FlowCell::Km => lists::KM,
        FlowCell::Turn => lists::TURN,
    }
}

fn stock_header(cell: StockCell) -> &'static str {
    match cell {
        StockCell::Men => lists::MEN,
        StockCell::Stock => lists::STOCK,
        StockCell::Held => lists::HELD,
        StockCell::Arrived => lists::ARRIVED,
        StockCell::Found => lists::FOUND,
        StockCell::Rations => lists::RATIONS,
        StockCell::Fighting => lists::FIGHTING,
        StockCell::Restoring => lists::RESTORING,
        StockCell::Unlisted => lists::UNLISTED,
    }
}

fn period_header(cell: PeriodCell) -> &'static str {
    match cell {
        PeriodCell::Men => timeline::MEN,
        PeriodCell::ThereMen => timeline::THERE,
    }
}
