//! What the families of the audit share: where each flow and stock is listed, the ledger, the figures that several of them use.

use std::collections::HashMap;

use super::expr::{Expr, FlowCell, less, over, product, sum};
use super::sources::Sources;
use super::{AuditRow, Family, LedgerColumn};
use crate::answer::AssumptionRow;
use crate::answer::schedule::Schedule;
use crate::answer::traffic::{Flow, Stock};
use crate::campaign::{Campaign, ClassId, LineId, PlaceId, PostureId, TruckFleet};
use crate::formulation::{ColumnKey, Context, Gauge, Period, Way};

/// Rows about men are compared to a part of so many, where there are fewer.
pub const FEW_MEN: f64 = 1000.0;

/// Collects the rows.
pub struct Writer<'a> {
    pub s: &'a Schedule<'a>,
    pub sources: Sources<'a>,
    pub flows: &'a [Flow],
    pub stocks: &'a [Stock],
    flow_index: HashMap<ColumnKey, usize>,
    stock_index: HashMap<(PlaceId, Period), usize>,
    pub ledger: Vec<LedgerColumn>,
    pub rows: Vec<AuditRow>,
}

impl<'a> Writer<'a> {
    pub fn new(
        s: &'a Schedule<'a>,
        assumptions: &'a [AssumptionRow],
        (flows, stocks): (&'a [Flow], &'a [Stock]),
    ) -> Writer<'a> {
        Writer {
            s,
            sources: Sources::new(assumptions),
            flows,
            stocks,
            flow_index: flows.iter().enumerate().map(|(i, (key, _))| (*key, i)).collect(),
            stock_index: stocks.iter().enumerate().map(|(i, (at, _))| (*at, i)).collect(),
            ledger: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Every family, in order.
    pub fn all(&mut self) {
        self.links();
        self.yards();
        self.rolling_stock();
        self.trucks();
        self.brigades();
        self.supplies();
        self.men();
        let shares = self.advance();
        self.rest(&shares);
        self.rows.sort_by_key(|r| r.family);
    }

    pub fn ctx(&self) -> &'a Context<'a> {
        self.s.ctx
    }

    pub fn c(&self) -> &'a Campaign {
        self.s.ctx.c
    }

    pub fn push(&mut self, row: AuditRow) {
        self.rows.push(row);
    }

    /// A row with its period, the larger side as its scale.
    pub fn row(&self, family: Family, what: String, t: Period, (left, right): (Expr, Expr)) -> AuditRow {
        let equal =
            matches!(family, Family::TruckFuel | Family::StockBalance | Family::Consumption | Family::MenBalance);
        AuditRow { family, what, day: self.ctx().end(t), unit: "t", left, equal, right, scale: None }
    }

    /// A new column of the ledger: its number.
    pub fn entered(&mut self, name: impl Into<String>, value: impl Fn(Period) -> f64) -> usize {
        let values = self.ctx().periods().map(value).collect();
        self.ledger.push(LedgerColumn { name: name.into(), values });
        self.ledger.len() - 1
    }

    /// The ledger column before a period; nothing before the first.
    pub fn before(&self, column: usize, t: Period) -> Expr {
        t.checked_sub(1).map_or(Expr::Number(0.0), |t| Expr::Ledger(column, t))
    }

    /// A listed flow's figure.
    pub fn flow(&self, key: ColumnKey, cell: FlowCell) -> Option<Expr> {
        self.flow_index.get(&key).map(|i| Expr::Flow(*i, cell))
    }

    /// Where a place and period is listed.
    pub fn stock(&self, place: PlaceId, t: Period) -> Option<usize> {
        self.stock_index.get(&(place, t)).copied()
    }

    /// First and last listed flow of a period of one kind (rail of one gauge): they stand together.
    pub fn listed(&self, t: Period, of: impl Fn(&ColumnKey) -> bool) -> Option<(usize, usize)> {
        let begin = self.ctx().start(t);
        let at = |(_, (key, row)): &(usize, &Flow)| row.from_day == begin && of(key);
        let mut found = self.flows.iter().enumerate().filter(at).map(|(i, _)| i);
        let first = found.next()?;
        Some((first, found.last().unwrap_or(first)))
    }

    /// Tonnes a day that trains of a gauge take away from a place less what they bring. What is too little to be listed stands as a
    /// number.
    pub fn taken_away(&self, (place, t): (PlaceId, Period), gauge: Gauge) -> Expr {
        let (mut out, mut into, mut unlisted) = (Vec::new(), Vec::new(), 0.0);
        let lines = self.c().lines.iter().enumerate().filter(|(_, l)| Gauge::of(l) == gauge);
        for (e, line) in lines {
            for way in Way::BOTH {
                let (from, to) = way.along(line.ends);
                if from != place && to != place {
                    continue;
                }
                let key = ColumnKey::RailFreight { line: LineId(e), way, t };
                match self.flow(key, FlowCell::Tonnes) {
                    Some(cell) => if from == place { &mut out } else { &mut into }.push(cell),
                    None => {
                        let t_per_day = self.s.value(key) * 1000.0 / self.ctx().days;
                        unlisted += if from == place { t_per_day } else { -t_per_day };
                    }
                }
            }
        }
        if unlisted != 0.0 {
            out.push(Expr::Number(unlisted));
        }
        if into.is_empty() { sum(out) } else { less(sum(out), sum(into)) }
    }

    /// Tonnes on a train.
    pub fn train_load(&self, gauge: Gauge) -> Expr {
        let id = match gauge {
            Gauge::Broad => "net_t_per_train_broad",
            Gauge::Standard => "net_t_per_train_standard",
        };
        self.sources.factor(id, self.ctx().train_kt(gauge) * 1000.0)
    }

    /// Norm of a posture for a class, kg/man-day.
    pub fn norm(&self, posture: PostureId, class: ClassId) -> Expr {
        let c = self.c();
        let row = format!("{}, {}", c.postures[posture.0].key, c.classes[class.0].key);
        self.sources.cell("norms", &row, "kg_per_man_day", c.norm(posture, class).0)
    }

    /// Fleets that have trucks.
    pub fn fleets(&self) -> Vec<&'a TruckFleet> {
        self.c().fleets.iter().filter(|f| f.trucks.base > 0.0).collect()
    }

    /// A figure of every fleet.
    pub fn of_fleets(&self, column: &str, value: fn(&TruckFleet) -> f64) -> Vec<Expr> {
        self.fleets().iter().map(|f| self.sources.cell("truck_fleets", &f.key, column, value(f))).collect()
    }

    /// Tonnes on the truck that carries most.
    pub fn payload(&self) -> Expr {
        largest(self.of_fleets("payload_t", |f| f.payload.base))
    }

    /// Tonnes of fuel for a tonne and a kilometre of road, by the fleet that burns least.
    pub fn fuel_per_tkm(&self) -> Expr {
        let fuel = self.of_fleets("fuel_kg_per_km", |f| f.fuel_kg_per_km.base);
        let payload = self.of_fleets("payload_t", |f| f.payload.base);
        let each = fuel.into_iter().zip(payload).map(|(f, p)| over(product(vec![Expr::Number(0.002), f]), p)).collect();
        least(each)
    }
}

/// The largest of some; itself where there is one.
pub fn largest(mut of: Vec<Expr>) -> Expr {
    of.dedup();
    if of.len() == 1 { of.remove(0) } else { Expr::Most(of) }
}

/// The least of some; itself where there is one.
pub fn least(mut of: Vec<Expr>) -> Expr {
    of.dedup();
    if of.len() == 1 { of.remove(0) } else { Expr::Least(of) }
}
