//! Deliveries, budgets of the classes, balances of the depots, consumption, safety stocks.

use super::expr::{Expr, FlowCell, StockCell, less, over, product, sum};
use super::rows::Writer;
use super::{AuditRow, Family};
use crate::answer::schedule::Schedule;
use crate::answer::traffic::DUST;
use crate::campaign::{COAL, ClassId, Days, LineId, MATERIALS, PlaceId, PostureId, RATIONS};
use crate::formulation::{ColumnKey, Gauge, Period, materials};

/// Numbers of the ledger's columns that several families read.
struct Used {
    /// Thousand man-days.
    man_days: usize,
    /// Thousand man-days of each posture beyond the quiet one.
    engaged: Vec<(PostureId, usize)>,
    prisoners: Option<usize>,
}

impl Writer<'_> {
    /// All of them; fuel of trucks is in the ledger already.
    pub fn supplies(&mut self) {
        let used = self.used();
        self.deliveries();
        self.class_budgets(&used);
        self.balances();
        self.consumption(&used);
        self.safety();
    }

    fn used(&mut self) -> Used {
        let s = self.s;
        let man_days =
            self.entered("Lived by all men (thousand man-days)", |t| s.value(ColumnKey::ManDays { t }) * 1000.0);
        let mut engaged = Vec::new();
        for (posture, p) in self.c().postures.iter().enumerate().map(|(i, p)| (PostureId(i), p)) {
            if s.program.columns.iter().any(|k| matches!(k, ColumnKey::Engaged { posture: q, .. } if *q == posture)) {
                let name = format!("Engaged, {} (thousand man-days)", p.name);
                let column = self.entered(name, |t| s.value(ColumnKey::Engaged { posture, t }) * 1000.0);
                engaged.push((posture, column));
            }
        }
        let f = &self.c().factors;
        let kg = f.prisoners_per_km.estimate.base * f.prisoner_kg_per_day.estimate.base * f.prisoner_days.estimate.base;
        let prisoners = (kg > 0.0 && self.c().class_by_key(RATIONS).is_some()).then(|| {
            self.entered("Rations of prisoners (t)", |t| {
                let cleared = |t: Period| -> f64 {
                    let km = s
                        .ctx
                        .legs
                        .iter()
                        .map(|leg| s.value(ColumnKey::Cleared { leg: *leg, t }) * s.ctx.c.road(leg.road).length.0);
                    km.sum()
                };
                kg / 1000.0 * (cleared(t) - t.checked_sub(1).map_or(0.0, cleared))
            })
        });
        Used { man_days, engaged, prisoners }
    }

    /// What places accept from the streams there.
    fn deliveries(&mut self) {
        let ctx = self.ctx();
        for (i, ((place, t), row)) in self.stocks.iter().enumerate() {
            let span = (Days(ctx.start(*t)), Days(ctx.end(*t)));
            let streams = self.c().streams.iter().filter(|s| s.place == *place);
            let offered: Vec<Expr> = streams
                .map(|s| (s, s.span.days_within(span.0, span.1).0))
                .filter(|(_, days)| *days > 0.0)
                .map(|(s, days)| {
                    let rate = self.sources.cell("supply_streams", &s.key, "t_per_day", s.t_per_day.base);
                    product(vec![rate, Expr::Number(days), Expr::Stock(i, StockCell::Held)])
                })
                .collect();
            if !offered.is_empty() {
                let sides = (Expr::Stock(i, StockCell::Arrived), sum(offered));
                self.push(self.row(Family::Deliveries, row.name.clone(), *t, sides));
            }
        }
    }

    /// What has been used of a class since day 0, against what has come into our hands so far and what streams have offered.
    fn class_budgets(&mut self, used: &Used) {
        let (ctx, c, s) = (self.ctx(), self.c(), self.s);
        let fuel = self.ledger.iter().position(|l| l.name.starts_with("Fuel of the supply trucks"));
        for class in (0..c.classes.len()).map(ClassId) {
            let is = |key: &str| c.class_by_key(key) == Some(class);
            let mut more: Vec<usize> = fuel.filter(|_| ctx.fuel() == Some(class)).into_iter().collect();
            more.extend(used.prisoners.filter(|_| is(RATIONS)));
            if is(MATERIALS) && c.factors.restoration_t_per_km.estimate.base > 0.0 {
                more.push(self.entered("Materials for lines (t)", |t| {
                    (0..c.lines.len())
                        .map(LineId)
                        .map(|l| done(s, l, t) * materials::whole_line_kt(c, l) * 1000.0)
                        .sum()
                }));
            }
            if is(COAL) && c.factors.coal_kg_per_train_km.estimate.base > 0.0 {
                let burnt = |line: LineId| coal_share(s, line);
                more.push(self.entered("Coal of locomotives (t)", |t| {
                    s.program
                        .columns
                        .iter()
                        .zip(s.x)
                        .map(|(key, x)| match *key {
                            ColumnKey::RailFreight { line, t: u, .. } if u == t => x * 1000.0 * burnt(line),
                            _ => 0.0,
                        })
                        .sum()
                }));
            }
            for t in ctx.periods() {
                let quiet = self.norm(ctx.quiet, class);
                let mut left = vec![product(vec![Expr::LedgerUntil(used.man_days, t), quiet.clone()])];
                for (posture, column) in &used.engaged {
                    let extra = less(self.norm(*posture, class), quiet.clone());
                    left.push(product(vec![Expr::LedgerUntil(*column, t), extra]));
                }
                left.extend(more.iter().map(|column| Expr::LedgerUntil(*column, t)));
                let right = [self.found(class, t), self.offered(class, t)].concat();
                let what = c.classes[class.0].name.clone();
                self.push(self.row(Family::ClassBudget, what, t, (sum(left), sum(right))));
            }
        }
    }

    /// Stocks of a class in places that are held by the end of a period.
    fn found(&self, class: ClassId, t: Period) -> Vec<Expr> {
        let stocks = self.c().stocks.iter().filter(|b| b.class == class);
        stocks
            .map(|b| {
                let row = format!("{}, {}", self.c().place(b.place).key, self.c().classes[class.0].key);
                let tonnes = self.sources.cell("stocks", &row, "tonnes", b.tonnes.base);
                product(vec![tonnes, self.held(b.place, t)])
            })
            .collect()
    }

    /// What the streams of a class have offered by the end of a period; from places to be taken, as they were held.
    fn offered(&self, class: ClassId, t: Period) -> Vec<Expr> {
        let ctx = self.ctx();
        let streams = self.c().streams.iter().filter(|s| s.class == class);
        streams
            .map(|s| {
                let days: f64 = (0..=t)
                    .map(|u| {
                        let days = s.span.days_within(Days(ctx.start(u)), Days(ctx.end(u))).0;
                        days * self.s.counted_held(s.place, u)
                    })
                    .sum();
                let rate = self.sources.cell("supply_streams", &s.key, "t_per_day", s.t_per_day.base);
                product(vec![rate, Expr::Number(days)])
            })
            .collect()
    }

    fn held(&self, place: PlaceId, t: Period) -> Expr {
        match self.stock(place, t) {
            _ if self.ctx().given(place, t) => Expr::Number(1.0),
            Some(row) => Expr::Stock(row, StockCell::Held),
            None => Expr::Number(self.s.counted_held(place, t)),
        }
    }

    /// Every listed depot: what was there and came, what went and is left. Where men stand and not half a tonne moves or lies there is
    /// nothing but dust to compare.
    fn balances(&mut self) {
        for (i, ((place, t), stock)) in self.stocks.iter().enumerate() {
            let had = t.checked_sub(1).and_then(|t| self.stock(*place, t)).map_or(0.0, |b| self.stocks[b].1.stock_t);
            if had + stock.arrived_t + stock.found_t + stock.came_t + stock.stock_t < DUST {
                continue;
            }
            let at = |cell| Expr::Stock(i, cell);
            let mut left = Vec::new();
            if let Some(before) = t.checked_sub(1).and_then(|t| self.stock(*place, t)) {
                left.push(Expr::Stock(before, StockCell::Stock));
            }
            left.extend([StockCell::Arrived, StockCell::Found, StockCell::Unlisted].map(at));
            let mut right: Vec<Expr> =
                [StockCell::Stock, StockCell::Rations, StockCell::Fighting, StockCell::Restoring].map(at).into();
            let (out, into) = self.around(*place, *t);
            let tonnes = |flows: &[usize]| {
                let all = flows.iter().map(|f| Expr::Flow(*f, FlowCell::Tonnes)).collect();
                product(vec![sum(all), Expr::Days])
            };
            if !into.is_empty() {
                left.push(tonnes(&into));
            }
            if !out.is_empty() {
                right.push(tonnes(&out));
            }
            right.extend(self.burnt(&out));
            let (left, right) = (sum(left), sum(right));
            // Rations are negative where men pass through who draw further on: then the sides are smaller than what moves.
            let rations = at(StockCell::Rations);
            let negative = less(Expr::Number(0.0), rations);
            let scale = Expr::Most(vec![left.clone(), right.clone(), at(StockCell::Stock), negative]);
            let row = self.row(Family::StockBalance, stock.name.clone(), *t, (left, right));
            self.push(AuditRow { scale: Some(scale), ..row });
        }
    }

    /// Fuel of trucks and coal of locomotives that set out with these flows.
    fn burnt(&self, flows: &[usize]) -> Vec<Expr> {
        let mut out = Vec::new();
        for i in flows {
            let (tonnes, km) = (Expr::Flow(*i, FlowCell::Tonnes), Expr::Flow(*i, FlowCell::Km));
            match self.flows[*i].0 {
                ColumnKey::Trucked { .. } if self.ctx().fuel().is_some() => {
                    out.push(product(vec![tonnes, km, Expr::Days, self.fuel_per_tkm()]));
                }
                ColumnKey::RailFreight { line, .. } if coal_share(self.s, line) > 0.0 => {
                    let kg = self.c().factors.coal_kg_per_train_km.estimate.base;
                    let coal = self.sources.factor("coal_kg_per_train_km", kg);
                    let train = self.train_load(Gauge::of(self.c().line(line)));
                    let all = product(vec![tonnes, km, Expr::Days, Expr::Number(0.002), coal]);
                    out.push(over(all, train));
                }
                _ => {}
            }
        }
        out
    }

    /// What was drawn for men at all listed places, against man-days at the norms.
    fn consumption(&mut self, used: &Used) {
        let ctx = self.ctx();
        let count = self.c().classes.len();
        let total = |w: &Self, posture| sum((0..count).map(|k| w.norm(posture, ClassId(k))).collect());
        for t in ctx.periods() {
            let mut here = self.stocks.iter().enumerate().filter(|(_, ((_, u), _))| *u == t).map(|(i, _)| i);
            let Some(first) = here.next() else { continue };
            let last = here.next_back().unwrap_or(first);
            let left = [StockCell::Rations, StockCell::Fighting].map(|cell| Expr::StockSum(first, last, cell));
            let quiet = total(self, ctx.quiet);
            let mut right = vec![product(vec![Expr::Ledger(used.man_days, t), quiet.clone()])];
            for (posture, column) in &used.engaged {
                right.push(product(vec![Expr::Ledger(*column, t), less(total(self, *posture), quiet.clone())]));
            }
            right.extend(used.prisoners.map(|column| Expr::Ledger(column, t)));
            self.push(self.row(Family::Consumption, "All places".into(), t, (sum(left.into()), sum(right))));
        }
    }

    /// In the window: the safety days of every class for the men at a destination.
    fn safety(&mut self) {
        let ctx = self.ctx();
        for t in ctx.window.first..=ctx.window.last {
            for d in self.c().destinations.iter().filter(|d| d.counts) {
                let Some(row) = self.stock(d.place, t) else { continue };
                let kg =
                    self.c().classes.iter().enumerate().map(|(k, class)| {
                        product(vec![self.norm(ctx.quiet, ClassId(k)), Expr::Number(class.safety.0)])
                    });
                let men = product(vec![Expr::Stock(row, StockCell::Men), Expr::Number(0.001)]);
                let left = product(vec![men, sum(kg.collect())]);
                let what = self.c().place(d.place).name.clone();
                let sides = (left, Expr::Stock(row, StockCell::Stock));
                self.push(AuditRow { unit: "t", ..self.row(Family::Safety, what, t, sides) });
            }
        }
    }
}

/// Share of a line worked on in a period.
pub fn done(s: &Schedule, line: LineId, t: Period) -> f64 {
    if s.ctx.c.shares_track(line) {
        return s.value(ColumnKey::Restoring { line, t });
    }
    let before = t.checked_sub(1).map_or(0.0, |t| s.value(ColumnKey::Restored { line, t }));
    s.value(ColumnKey::Restored { line, t }) - before
}

/// Tonnes of coal for a tonne of freight on a line; nothing where coal is no limit.
fn coal_share(s: &Schedule, line: LineId) -> f64 {
    let c = s.ctx.c;
    let kg = c.factors.coal_kg_per_train_km.estimate.base;
    if c.class_by_key(COAL).is_none() {
        return 0.0;
    }
    let l = c.line(line);
    kg / 1000.0 * 2.0 * l.length.0 / (s.ctx.train_kt(Gauge::of(l)) * 1000.0)
}
