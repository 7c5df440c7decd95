//! Links, yards, rolling stock, trucks, brigades.

use super::expr::{Expr, FlowCell, less, over, product, sum};
use super::rest::TRUCKS_IN_USE;
use super::rows::{Writer, largest, least};
use super::supplies::done;
use super::{AuditRow, Family};
use crate::campaign::{LineId, PlaceId, StockKind, Way};
use crate::formulation::earliest::brigade_days;
use crate::formulation::{ColumnKey, Gauge, Period, RowKey};

impl Writer<'_> {
    /// Each listed flow against the room of its link. Links without traffic hold by themselves and are not listed.
    pub fn links(&mut self) {
        for (i, (key, flow)) in self.flows.iter().enumerate() {
            let tonnes = Expr::Flow(i, FlowCell::Tonnes);
            let wounded = |w: &Self, id: &str, a_unit: f64| {
                (flow.wounded_per_day > 0.0)
                    .then(|| over(Expr::Flow(i, FlowCell::Wounded), w.sources.factor(id, a_unit)))
            };
            let f = &self.c().factors;
            let (family, t, unit, mut left, most) = match *key {
                ColumnKey::RailFreight { line, t, .. } => {
                    let left = vec![over(tonnes, self.train_load(Gauge::of(self.c().line(line))))];
                    let by_rail = wounded(self, "wounded_per_train", f.wounded_per_train.estimate.base);
                    (Family::Rail, t, "trains/day", [left, Vec::from_iter(by_rail)].concat(), self.line_capacity(line))
                }
                ColumnKey::Trucked { road, t, .. } => {
                    let r = self.c().road(road);
                    let by_road = wounded(self, "men_per_road_vehicle", f.men_per_road_vehicle.estimate.base);
                    let most = self.sources.cell("roads", &r.key, "capacity", r.capacity.base);
                    let left = vec![over(tonnes, self.payload())];
                    (Family::Road, t, "vehicles/day", [left, Vec::from_iter(by_road)].concat(), most)
                }
                ColumnKey::Shipped { link, t, .. } => {
                    let s = &self.c().sea_links[link.0];
                    let most = self.sources.cell("sea_links", &s.key, "capacity", s.capacity.base);
                    (Family::Sea, t, "t/day", vec![tonnes], most)
                }
                _ => continue,
            };
            let left = if left.len() == 1 { left.remove(0) } else { sum(left) };
            let right = product(vec![most.clone(), Expr::Flow(i, FlowCell::AtHand)]);
            let what = format!("{}, {} - {}", flow.link, flow.from, flow.to);
            let row = self.row(family, what, t, (left, right));
            self.push(AuditRow { unit, scale: Some(most), ..row });
        }
    }

    /// Trains a day of a line or of its narrowest crossing.
    pub fn line_capacity(&self, line: LineId) -> Expr {
        let l = self.c().line(line);
        let mut all = vec![self.sources.cell("rail_lines", &l.key, "capacity", l.capacity.base)];
        for crossing in self.c().crossings(line) {
            let bridges: Option<Vec<Expr>> = crossing
                .iter()
                .map(|b| Some(self.sources.cell("bridges", &b.key, "capacity", b.capacity?.base)))
                .collect();
            all.extend(bridges.map(sum));
        }
        least(all)
    }

    /// Places with limits on loading: what trains of each gauge take away beyond what they bring must be loaded there, and the
    /// reverse unloaded. Places without rail traffic in a period hold by themselves.
    pub fn yards(&mut self) {
        let ctx = self.ctx();
        for t in ctx.periods() {
            for (p, place) in self.c().places.iter().enumerate() {
                let at = (PlaceId(p), t);
                let nets: Vec<Expr> = Gauge::BOTH.iter().map(|g| self.taken_away(at, *g)).collect();
                if nets.iter().all(|n| matches!(n, Expr::Number(_))) {
                    continue;
                }
                if let Some(limit) = place.transshipment.filter(|_| ctx.is_break(PlaceId(p))) {
                    let loaded = nets.iter().map(|n| Expr::Most(vec![Expr::Number(0.0), n.clone()])).collect();
                    let most = self.sources.cell("places", &place.key, "transshipment_t_per_day", limit.base);
                    let row = self.row(Family::Transshipment, place.name.clone(), t, (sum(loaded), most.clone()));
                    self.push(AuditRow { unit: "t/day", scale: Some(most), ..row });
                }
                if let Some(limit) = place.handling {
                    let back = |n: &Expr| less(Expr::Number(0.0), n.clone());
                    let handled = nets.iter().map(|n| Expr::Most(vec![n.clone(), back(n)])).collect();
                    let most = self.sources.cell("places", &place.key, "handling_t_per_day", limit.base);
                    let row = self.row(Family::Handling, place.name.clone(), t, (sum(handled), most.clone()));
                    self.push(AuditRow { unit: "t/day", scale: Some(most), ..row });
                }
            }
        }
    }

    /// Wagons and locomotives of each gauge.
    pub fn rolling_stock(&mut self) {
        let (ctx, f) = (self.ctx(), &self.c().factors);
        for gauge in Gauge::BOTH {
            for kind in [StockKind::Wagons, StockKind::Locomotives] {
                if !self.s.program.columns.contains(&ColumnKey::StockCarry { gauge, kind, t: 0 }) {
                    continue;
                }
                let (word, unit, each) = match kind {
                    StockKind::Wagons => ("Wagons", "wagon-days", 100.0),
                    StockKind::Locomotives => ("Locomotives", "locomotive-days", 1.0),
                };
                let what = format!("{word}, {}", gauge.word());
                let s = self.s;
                let carry = self.entered(format!("{what}: work carried to a neighbouring period ({unit})"), |t| {
                    s.value(ColumnKey::StockCarry { gauge, kind, t }) * each
                });
                let standing = f.wagon_terminal_days.estimate.base;
                let loads = (kind == StockKind::Wagons && standing > 0.0).then(|| {
                    self.entered(format!("Loaded on trains, {} (t)", gauge.word()), |t| {
                        s.sum(|k| match *k {
                            ColumnKey::YardLoad { gauge: g, t: u, .. }
                            | ColumnKey::TrainLoad { gauge: g, t: u, .. } => g == gauge && u == t,
                            _ => false,
                        }) * 1000.0
                    })
                });
                let per_train = match (kind, gauge) {
                    (StockKind::Locomotives, _) => Expr::Number(1.0),
                    (_, Gauge::Broad) => self.sources.factor("wagons_per_train_broad", ctx.wagons_per_train(gauge)),
                    (_, Gauge::Standard) => {
                        self.sources.factor("wagons_per_train_standard", ctx.wagons_per_train(gauge))
                    }
                };
                let run = match kind {
                    StockKind::Wagons => self.sources.factor("wagon_km_per_day", f.wagon_km_per_day.estimate.base),
                    StockKind::Locomotives => {
                        self.sources.factor("locomotive_km_per_day", f.locomotive_km_per_day.estimate.base)
                    }
                };
                for t in ctx.periods() {
                    let of_gauge = |key: &ColumnKey| match key {
                        ColumnKey::RailFreight { line, .. } => Gauge::of(ctx.c.line(*line)) == gauge,
                        _ => false,
                    };
                    let a_tonne = over(per_train.clone(), self.train_load(gauge));
                    let mut left = vec![self.before(carry, t)];
                    if let Some((first, last)) = self.listed(t, of_gauge) {
                        let tkm = Expr::FlowSum(first, last, FlowCell::Tonnes, FlowCell::Turn);
                        left.push(over(product(vec![tkm, Expr::Days, a_tonne.clone()]), run.clone()));
                    }
                    if let Some(loads) = loads {
                        let days = self.sources.factor("wagon_terminal_days", standing);
                        left.push(product(vec![Expr::Ledger(loads, t), days, a_tonne]));
                    }
                    let mut right = self.units(gauge, kind, t);
                    right.push(Expr::Ledger(carry, t));
                    let row = self.row(Family::RollingStock, what.clone(), t, (sum(left), sum(right)));
                    self.push(AuditRow { unit, ..row });
                }
            }
        }
    }

    /// Unit-days of a period, by row of rolling stock.
    fn units(&self, gauge: Gauge, kind: StockKind, t: Period) -> Vec<Expr> {
        let ctx = self.ctx();
        let there = self.c().rolling_stock.iter().filter(|s| s.kind == kind && Gauge::of_stock(s) == gauge);
        there
            .filter(|s| s.from.0 <= ctx.end(t))
            .map(|s| {
                let begin = (ctx.start(t) - s.from.0).max(0.0);
                let lost = ("attrition_per_month", s.attrition_per_month.base);
                let days = self.days_left("rolling_stock", &s.key, lost, (begin, begin + ctx.days));
                product(vec![self.sources.cell("rolling_stock", &s.key, "number", s.number.base), days])
            })
            .collect()
    }

    fn days_left(&self, table: &str, key: &str, (column, lost): (&str, f64), (from, to): (f64, f64)) -> Expr {
        if lost <= 0.0 {
            return Expr::Number(to - from);
        }
        Expr::DaysLeft(Box::new(self.sources.cell(table, key, column, lost)), from, to)
    }

    /// Work of the fleets, and the fuel it takes.
    pub fn trucks(&mut self) {
        let (ctx, s) = (self.ctx(), self.s);
        let fleets = self.fleets();
        if fleets.is_empty() {
            return;
        }
        let terminal = fleets.iter().map(|f| f.terminal.0).fold(f64::INFINITY, f64::min);
        let carry = self.entered("Trucks: work carried to a neighbouring period (t-days)", |t| {
            s.value(ColumnKey::TruckCarry { t }) * 1000.0
        });
        let loads = self.entered("Loaded on trucks (t)", |t| {
            s.sum(|k| matches!(k, ColumnKey::TruckLoad { t: u, .. } if *u == t)) * 1000.0
        });
        let rows = s.program.rows.iter();
        let in_use_rows: Vec<Period> =
            rows.filter_map(|key| if let RowKey::TrucksInUse { t } = key { Some(*t) } else { None }).collect();
        let in_use = (!in_use_rows.is_empty())
            .then(|| self.entered(TRUCKS_IN_USE, |t| s.value(ColumnKey::TrucksInUse { t }) * 1000.0));
        let run = largest(self.of_fleets("daily_run_km", |f| f.daily_run.base));
        let of_road = |key: &ColumnKey| matches!(key, ColumnKey::Trucked { .. });
        for t in ctx.periods() {
            let mut left = vec![self.before(carry, t)];
            if let Some((first, last)) = self.listed(t, of_road) {
                let tkm = Expr::FlowSum(first, last, FlowCell::Tonnes, FlowCell::Turn);
                left.push(over(product(vec![tkm, Expr::Days]), run.clone()));
            }
            if terminal > 0.0 {
                left.push(product(vec![Expr::Ledger(loads, t), Expr::Number(terminal)]));
            }
            let mut right: Vec<Expr> = fleets
                .iter()
                .filter(|f| f.from.0 < ctx.end(t))
                .map(|f| {
                    let span = ((ctx.start(t) - f.from.0).max(0.0), ctx.end(t) - f.from.0);
                    let lost = ("attrition_per_month", f.attrition_per_month.base);
                    product(vec![
                        self.sources.cell("truck_fleets", &f.key, "trucks", f.trucks.base),
                        Expr::Number(f.readiness),
                        self.sources.cell("truck_fleets", &f.key, "payload_t", f.payload.base),
                        self.days_left("truck_fleets", &f.key, lost, span),
                    ])
                })
                .collect();
            right.push(Expr::Ledger(carry, t));
            let row = self.row(Family::Trucks, "All fleets".into(), t, (sum(left.clone()), sum(right)));
            self.push(AuditRow { unit: "t-days", ..row });
            if let Some(in_use) = in_use.filter(|_| in_use_rows.contains(&t)) {
                // The best truck lifts so much in a day.
                let lift = fleets.iter().map(|f| {
                    let payload = self.sources.cell("truck_fleets", &f.key, "payload_t", f.payload.base);
                    product(vec![payload, Expr::Number(f.readiness)])
                });
                let lift = largest(lift.collect());
                let right = vec![product(vec![Expr::Ledger(in_use, t), lift, Expr::Days]), Expr::Ledger(carry, t)];
                let row = self.row(Family::Claims, "Trucks in use".into(), t, (sum(left), sum(right)));
                self.push(AuditRow { unit: "t-days", ..row });
            }
        }
        self.truck_fuel();
    }

    fn truck_fuel(&mut self) {
        let (ctx, s) = (self.ctx(), self.s);
        if ctx.fuel().is_none() {
            return;
        }
        let per_t_km = s.fuel_per_t_km();
        // Of one period: all, or what is dust and not listed.
        let burnt = |t: Period, only_dust: bool| {
            let of = |(key, x): (&ColumnKey, &f64)| match *key {
                ColumnKey::Trucked { road, t: u, .. } if u == t && (!only_dust || s.is_dust(*key)) => {
                    x * 1000.0 * ctx.c.road(road).length.0 * per_t_km
                }
                _ => 0.0,
            };
            s.program.columns.iter().zip(s.x).map(of).sum::<f64>()
        };
        let fuel = self.entered("Fuel of the supply trucks (t)", |t| burnt(t, false));
        for t in ctx.periods() {
            let Some((first, last)) = self.listed(t, |key| matches!(key, ColumnKey::Trucked { .. })) else { continue };
            let tkm = Expr::FlowSum(first, last, FlowCell::Tonnes, FlowCell::Km);
            let mut left = vec![product(vec![tkm, Expr::Days, self.fuel_per_tkm()])];
            let unlisted = burnt(t, true);
            if unlisted > 0.0 {
                left.push(Expr::Number(unlisted));
            }
            let row = self.row(Family::TruckFuel, "All fleets".into(), t, (sum(left), Expr::Ledger(fuel, t)));
            self.push(row);
        }
    }

    /// Brigade-days of all restoration.
    pub fn brigades(&mut self) {
        let (ctx, s) = (self.ctx(), self.s);
        let c = self.c();
        let days = self.entered("Restoration of lines (brigade-days)", |t| {
            (0..c.lines.len()).map(LineId).map(|line| done(s, line, t) * brigade_days(c, line)).sum()
        });
        let f = &c.factors.railway_brigades;
        let most = product(vec![self.sources.factor("railway_brigades", f.estimate.base), Expr::Days]);
        for t in ctx.periods() {
            let row = self.row(Family::Brigades, "All lines".into(), t, (Expr::Ledger(days, t), most.clone()));
            self.push(AuditRow { unit: "brigade-days", scale: Some(most.clone()), ..row });
        }
    }

    /// Listed flows that leave a place and that come to it in a period.
    pub fn around(&self, place: PlaceId, t: Period) -> (Vec<usize>, Vec<usize>) {
        let (mut out, mut into) = (Vec::new(), Vec::new());
        let begin = self.ctx().start(t);
        for (i, (key, _)) in self.flows.iter().enumerate().filter(|(_, (_, row))| row.from_day == begin) {
            let (way, ends) = match *key {
                ColumnKey::RailFreight { line, way, .. } => (way, self.c().line(line).ends),
                ColumnKey::Trucked { road, way, .. } => (way, self.c().road(road).ends),
                ColumnKey::Shipped { link, way, .. } => (way, self.c().sea_links[link.0].ends),
                _ => continue,
            };
            let (from, to) = Way::along(way, ends);
            if from == place {
                out.push(i);
            } else if to == place {
                into.push(i);
            }
        }
        (out, into)
    }
}
