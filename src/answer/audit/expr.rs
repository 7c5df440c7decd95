//! Formulas over the sheets of the results: they can be worked out here and written down as formulas of a spreadsheet.

use super::super::{Answer, FlowRow, StockRow, TimelineRow};

/// A figure of the sheet Flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowCell {
    Tonnes,
    Wounded,
    AtHand,
    Km,
    Turn,
}

/// A figure of the sheet Stocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockCell {
    Men,
    Stock,
    Held,
    Arrived,
    Found,
    Rations,
    Fighting,
    Restoring,
    Unlisted,
}

/// A figure of the sheet Timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodCell {
    Men,
    ThereMen,
}

impl FlowCell {
    pub fn of(self, f: &FlowRow) -> f64 {
        match self {
            FlowCell::Tonnes => f.t_per_day,
            FlowCell::Wounded => f.wounded_per_day,
            FlowCell::AtHand => f.at_hand,
            FlowCell::Km => f.km,
            FlowCell::Turn => f.turn_km,
        }
    }
}

impl StockCell {
    pub fn of(self, s: &StockRow) -> f64 {
        match self {
            StockCell::Men => s.men,
            StockCell::Stock => s.stock_t,
            StockCell::Held => s.held,
            StockCell::Arrived => s.arrived_t,
            StockCell::Found => s.found_t,
            StockCell::Rations => s.rations_t,
            StockCell::Fighting => s.fighting_t,
            StockCell::Restoring => s.restoring_t,
            StockCell::Unlisted => s.unlisted_t,
        }
    }
}

impl PeriodCell {
    pub fn of(self, t: &TimelineRow) -> f64 {
        match self {
            PeriodCell::Men => t.men,
            PeriodCell::ThereMen => t.men_at_destination,
        }
    }
}

/// A formula. Rows are indices into the answer's lists.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    Number(f64),
    /// Days in a period.
    Days,
    /// Base value of an assumption.
    Assumed(usize),
    Flow(usize, FlowCell),
    Stock(usize, StockCell),
    Timeline(usize, PeriodCell),
    /// Column and period of the ledger.
    Ledger(usize, usize),
    /// Sum of a ledger column from the first period to this one.
    LedgerUntil(usize, usize),
    /// Sum of a column over rows of the sheet Stocks, first and last.
    StockSum(usize, usize, StockCell),
    /// Sum of the product of two columns over rows of the sheet Flows, first and last.
    FlowSum(usize, usize, FlowCell, FlowCell),
    Sum(Vec<Expr>),
    Product(Vec<Expr>),
    /// The first less the second.
    Less(Box<Expr>, Box<Expr>),
    /// The first over the second.
    Over(Box<Expr>, Box<Expr>),
    Least(Vec<Expr>),
    Most(Vec<Expr>),
    /// Days from one to another since a thing joined, those lost left out: a share of so much is lost in thirty days.
    DaysLeft(Box<Expr>, f64, f64),
}

/// `a - b`.
pub fn less(a: Expr, b: Expr) -> Expr {
    Expr::Less(Box::new(a), Box::new(b))
}

/// `a / b`.
pub fn over(a: Expr, b: Expr) -> Expr {
    Expr::Over(Box::new(a), Box::new(b))
}

/// `a * b * ...`, ones left out.
pub fn product(factors: Vec<Expr>) -> Expr {
    let mut kept: Vec<Expr> = factors.into_iter().filter(|f| *f != Expr::Number(1.0)).collect();
    match kept.len() {
        0 => Expr::Number(1.0),
        1 => kept.remove(0),
        _ => Expr::Product(kept),
    }
}

/// `a + b + ...`; zero where there is nothing.
pub fn sum(mut terms: Vec<Expr>) -> Expr {
    match terms.len() {
        0 => Expr::Number(0.0),
        1 => terms.remove(0),
        _ => Expr::Sum(terms),
    }
}

impl Expr {
    /// The value that a spreadsheet works out from the cells of the answer.
    pub fn value(&self, a: &Answer) -> f64 {
        match self {
            Expr::Number(n) => *n,
            Expr::Days => a.stamp.period_days,
            Expr::Assumed(i) => a.assumptions[*i].base,
            Expr::Flow(i, cell) => cell.of(&a.flows[*i]),
            Expr::Stock(i, cell) => cell.of(&a.stocks[*i]),
            Expr::Timeline(i, cell) => cell.of(&a.timeline[*i]),
            Expr::Ledger(column, t) => a.audit.ledger[*column].values[*t],
            Expr::LedgerUntil(column, t) => a.audit.ledger[*column].values[..=*t].iter().sum(),
            Expr::StockSum(first, last, cell) => a.stocks[*first..=*last].iter().map(|s| cell.of(s)).sum(),
            Expr::FlowSum(first, last, one, other) => {
                a.flows[*first..=*last].iter().map(|f| one.of(f) * other.of(f)).sum()
            }
            Expr::Sum(terms) => terms.iter().map(|e| e.value(a)).sum(),
            Expr::Product(factors) => factors.iter().map(|e| e.value(a)).product(),
            Expr::Less(one, other) => one.value(a) - other.value(a),
            Expr::Over(one, other) => one.value(a) / other.value(a),
            Expr::Least(of) => of.iter().map(|e| e.value(a)).fold(f64::INFINITY, f64::min),
            Expr::Most(of) => of.iter().map(|e| e.value(a)).fold(f64::NEG_INFINITY, f64::max),
            Expr::DaysLeft(lost, from, to) => {
                let kept = 1.0 - lost.value(a);
                (kept.powf(from / 30.0) - kept.powf(to / 30.0)) / (-kept.ln() / 30.0)
            }
        }
    }
}
