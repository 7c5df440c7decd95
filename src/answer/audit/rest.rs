//! What the other families leave: where men go, the pace of restoration, one track in two gauges, places abreast, the way to each
//! destination, claims on manpower. Their rows are sums of columns, so one function writes them all: what a row adds on the
//! left, what it takes off on the right.

use std::collections::HashMap;

use super::advance::Shares;
use super::expr::{Expr, FlowCell, StockCell, less, over, product, sum};
use super::rows::{FEW_MEN, Writer, largest, least};
use super::{AuditRow, Family};
use crate::campaign::{Bridge, Condition, LineId, PlaceId, Way};
use crate::formulation::{ColumnKey, Gauge, Period, RowKey};
use crate::solver::Sides;

/// What the ledger calls the trucks for which claims that do not count ask for drivers.
pub const TRUCKS_IN_USE: &str = "Trucks that the work needs";
/// Columns that are never more than this, in the program's unit (a share; a thousand men), are not entered.
const LEAST: f64 = 1e-7;

/// A column of the program for people: where its figure stands, and how many of the figure's unit are one of the program's.
struct Entry {
    at: Expr,
    units: f64,
}

/// Rows of the ledger by what they tell of, a column of the program moved to period 0; they have one figure for each period.
struct Entered(HashMap<ColumnKey, usize>);

/// What the ledger calls a column of the program.
struct Named {
    /// The column moved to period 0, where it has a period.
    key: ColumnKey,
    name: String,
    t: Period,
    /// The ledger's units in one of the program's.
    units: f64,
}

impl Writer<'_> {
    /// The families of rows that nothing else writes.
    pub fn rest(&mut self, shares: &Shares) {
        let entered = self.enter_rest();
        let program = self.s.program;
        for (i, key) in program.rows.iter().enumerate() {
            match *key {
                RowKey::RestorationPace { line, t } => self.restoration_pace(i, (line, t), &entered),
                RowKey::LineInUse { line, way, t } => self.line_in_use((line, way, t), &entered),
                _ => {
                    if let Some((family, what, t)) = self.of_rest(key) {
                        self.sums(i, (family, what, t), (shares, &entered));
                    }
                }
            }
        }
    }

    /// Days that the work of a period takes on a line, at the rates of the workbook, against those there are.
    fn restoration_pace(&mut self, i: usize, (line, t): (LineId, Period), entered: &Entered) {
        let Some(column) = entered.0.get(&ColumnKey::Restored { line, t: 0 }).copied() else { return };
        let (ctx, c, l) = (self.ctx(), self.c(), self.c().line(line));
        let f = &c.factors;
        let track = match l.condition {
            Condition::Open => None,
            Condition::LightDamage => Some(("rail_rate_light_km_per_day", &f.rail_rate_light_km_per_day)),
            Condition::HeavyDamage => Some(("rail_rate_heavy_km_per_day", &f.rail_rate_heavy_km_per_day)),
            Condition::Regauge => Some(("rail_rate_regauge_km_per_day", &f.rail_rate_regauge_km_per_day)),
        };
        let track = track.map(|(id, rate)| over(Expr::Number(l.length.0), self.sources.factor(id, rate.estimate.base)));
        let bridges = c.crossings(line).into_iter().map(|crossing| {
            let days = |b: &&Bridge| self.sources.cell("bridges", &b.key, "rebuild_days", b.rebuild_days.base);
            least(crossing.iter().map(days).collect())
        });
        let whole = largest(track.into_iter().chain(bridges).collect());
        let days = self.s.program.lp.sides[i].upper() * ctx.earliest.restoration[line.0].0;
        let done = less(Expr::Ledger(column, t), self.before(column, t));
        let name = link_name(&l.key, self.ends(l.ends));
        let row = self.row(Family::RestorationPace, name, t, (product(vec![done, whole]), Expr::Number(days)));
        self.push(AuditRow { unit: "days", scale: Some(Expr::Days), ..row });
    }

    /// Share of a line's trains that run one way, against the share for which claims ask for men.
    fn line_in_use(&mut self, (line, way, t): (LineId, Way, Period), entered: &Entered) {
        let Some(column) = entered.0.get(&ColumnKey::LineInUse { line, t: 0 }).copied() else { return };
        let Some(tonnes) = self.flow(ColumnKey::RailFreight { line, way, t }, FlowCell::Tonnes) else { return };
        let l = self.c().line(line);
        let trains = over(tonnes, self.train_load(Gauge::of(l)));
        let name = link_name(&l.key, self.ends(way.along(l.ends)));
        let left = over(trains, self.line_capacity(line));
        let row = self.row(Family::Claims, name, t, (left, Expr::Ledger(column, t)));
        self.push(AuditRow { unit: "share", scale: Some(Expr::Number(1.0)), ..row });
    }

    /// Family, name and period of a row; none for those of other families.
    fn of_rest(&self, key: &RowKey) -> Option<(Family, String, Period)> {
        let c = self.c();
        let place = |p: PlaceId| c.place(p).name.clone();
        let line = |l: LineId| link_name(&c.line(l).key, self.ends(c.line(l).ends));
        let track = |group: usize| {
            let lines = &c.shared_tracks()[group];
            lines.iter().map(|l| c.line(*l).key.as_str()).collect::<Vec<_>>().join(" and ")
        };
        let last = self.ctx().window.first;
        Some(match *key {
            RowKey::MenBalance { place: p, t } => (Family::Marches, place(p), t),
            RowKey::Entry { place: p, t } => (Family::Entry, place(p), t),
            RowKey::Presence { place: p, t } => (Family::Presence, place(p), t),
            RowKey::EngagedOnce { t } => (Family::Presence, "All places".into(), t),
            RowKey::RestoredBetween { line: l, t } => (Family::Restored, line(l), t),
            RowKey::RestorationKept { line: l, t } => (Family::RestorationKept, line(l), t),
            RowKey::TrackKept { line: l, t }
            | RowKey::TrackTaken { line: l, t }
            | RowKey::TrackInUse { line: l, t } => (Family::SharedTrack, line(l), t),
            RowKey::TrackOnce { group, t } | RowKey::TrackTime { group, t } => (Family::SharedTrack, track(group), t),
            RowKey::TakenOnce { place: p, t } | RowKey::Taken { place: p, t } => (Family::Taken, place(p), t),
            RowKey::Abreast { pair, t } => {
                let pair = &c.abreast[pair];
                (Family::Abreast, format!("{} and {}", place(pair.place), place(pair.with)), t)
            }
            RowKey::ThreadBalance { destination, place: p } => {
                (Family::Thread, format!("To {}, at {}", place(destination), place(p)), last)
            }
            RowKey::ThreadCleared { destination, leg } => {
                (Family::Thread, format!("To {}, by {}", place(destination), self.leg_name(leg)), last)
            }
            RowKey::Claimed { t } | RowKey::Behind { t } => (Family::Claims, "Men behind who count".into(), t),
            RowKey::Uncounted { t } => (Family::Claims, "Men behind who do not count".into(), t),
            RowKey::WoundedBalance { place: p, t } | RowKey::WoundedWaiting { place: p, t } => {
                (Family::Wounded, place(p), t)
            }
            _ => return None,
        })
    }

    fn ends(&self, ends: (PlaceId, PlaceId)) -> [&str; 2] {
        [ends.0, ends.1].map(|p| self.c().place(p).name.as_str())
    }

    /// A row of the ledger for every quantity of the rest that is ever more than dust.
    fn enter_rest(&mut self) -> Entered {
        let s = self.s;
        let mut of: Vec<(Named, Vec<f64>)> = Vec::new();
        let mut at: HashMap<ColumnKey, usize> = HashMap::new();
        for (key, x) in s.program.columns.iter().zip(s.x) {
            let Some(named) = self.named(key).filter(|_| *x > LEAST) else { continue };
            let (t, value) = (named.t, x * named.units);
            let n = *at.entry(named.key).or_insert_with(|| {
                of.push((named, vec![0.0; s.ctx.window.last + 1]));
                of.len() - 1
            });
            of[n].1[t] = value;
        }
        let mut out = HashMap::new();
        for (named, values) in of {
            // What other families have entered stands there already.
            let known = match named.key {
                ColumnKey::Guards { .. } | ColumnKey::Sustained | ColumnKey::TrucksInUse { .. } => {
                    self.ledger.iter().position(|l| l.name == named.name)
                }
                _ => None,
            };
            let column = known.unwrap_or_else(|| self.entered(named.name, |t| values[t]));
            out.insert(named.key, column);
        }
        Entered(out)
    }

    /// What the ledger calls a column; none for columns that stand elsewhere.
    fn named(&self, key: &ColumnKey) -> Option<Named> {
        use ColumnKey::*;
        const MEN: f64 = 1000.0;
        let c = self.c();
        let along = |key: &str, ends, way: Way| link_name(key, self.ends(way.along(ends)));
        let line = |l: LineId| link_name(&c.line(l).key, self.ends(c.line(l).ends));
        let road = |r, way| along(&c.road(r).key, c.road(r).ends, way);
        let rail = |l: LineId, way| along(&c.line(l).key, c.line(l).ends, way);
        let window = self.ctx().window.first;
        let (key, name, t, units) = match *key {
            Joined { force, t } => {
                (Joined { force, t: 0 }, format!("Called forward, {} (men)", c.forces[force].key), t, MEN)
            }
            Replaced { stream, t } => {
                let name = format!("Replacements accepted, {} (men)", c.replacements[stream].key);
                (Replaced { stream, t: 0 }, name, t, MEN)
            }
            Returned { place, t } => {
                (Returned { place, t: 0 }, format!("Back from hospital, {} (men)", c.place(place).name), t, MEN)
            }
            March { road: r, way, t } => {
                (March { road: r, way, t: 0 }, format!("Marched, {} (men)", road(r, way)), t, MEN)
            }
            MarchAhead { road: r, way, t } => {
                let name = format!("Marched, fed where they went, {} (men)", road(r, way));
                (MarchAhead { road: r, way, t: 0 }, name, t, MEN)
            }
            RailMen { line: l, way, t } => {
                (RailMen { line: l, way, t: 0 }, format!("Went by rail, {} (men)", rail(l, way)), t, MEN)
            }
            RailMenAhead { line: l, way, t } => {
                let name = format!("Went by rail, fed where they went, {} (men)", rail(l, way));
                (RailMenAhead { line: l, way, t: 0 }, name, t, MEN)
            }
            Restored { line: l, t } => {
                (Restored { line: l, t: 0 }, format!("In working order, {} (share)", line(l)), t, 1.0)
            }
            Restoring { line: l, t } => {
                (Restoring { line: l, t: 0 }, format!("Worked on, {} (share)", line(l)), t, 1.0)
            }
            TrackInUse { line: l, t } => {
                (TrackInUse { line: l, t: 0 }, format!("Track in use, {} (share of the time)", line(l)), t, 1.0)
            }
            Thread { destination, leg } => {
                let name = format!("Way to {}, {} (share)", c.place(destination).name, self.leg_name(leg));
                (Thread { destination, leg }, name, window, 1.0)
            }
            LineInUse { line: l, t } => {
                (LineInUse { line: l, t: 0 }, format!("Trains run, {} (share)", line(l)), t, 1.0)
            }
            TrucksInUse { t } => (TrucksInUse { t: 0 }, TRUCKS_IN_USE.into(), t, 1000.0),
            Guards { t } => (Guards { t: 0 }, "Men behind the destinations who count".into(), t, MEN),
            WoundedWaiting { place, t } => {
                (WoundedWaiting { place, t: 0 }, format!("Wounded who wait, {} (men)", c.place(place).name), t, MEN)
            }
            Sustained => (Sustained, "Men sustained by this schedule".into(), window, MEN),
            _ => return None,
        };
        Some(Named { key, name, t, units })
    }

    /// Where a column of the program stands in the sheets; none where it is next to nothing.
    fn entry(&self, key: &ColumnKey, now: Period, (shares, entered): (&Shares, &Entered)) -> Option<Entry> {
        if let ColumnKey::Men { place, t } = *key {
            let row = self.stock(place, t)?;
            return Some(Entry { at: Expr::Stock(row, StockCell::Men), units: 1000.0 });
        }
        // The sheet Flows tells of wounded beside what goes the same way.
        let beside = match *key {
            ColumnKey::WoundedByRail { line, way, t } => Some(ColumnKey::RailFreight { line, way, t }),
            ColumnKey::WoundedByRoad { road, way, t } => Some(ColumnKey::Trucked { road, way, t }),
            _ => None,
        };
        if let Some(flow) = beside {
            let at = self.flow(flow, FlowCell::Wounded)?;
            return Some(Entry { at, units: 1000.0 / self.ctx().days });
        }
        if let Some((column, t)) = shares.of(key) {
            return Some(Entry { at: Expr::Ledger(column, t), units: 1.0 });
        }
        let Named { key: at, t, units, .. } = self.named(key)?;
        let column = *entered.0.get(&at)?;
        // What is sustained is the same in every period of the window.
        let t = if *key == ColumnKey::Sustained { now } else { t };
        Some(Entry { at: Expr::Ledger(column, t), units })
    }

    /// A row of the program as it stands: terms with a plus on the left, those with a minus and the limit on the right.
    fn sums(&mut self, i: usize, (family, what, t): (Family, String, Period), known: (&Shares, &Entered)) {
        let program = self.s.program;
        // People's units of this row: men, or shares of one.
        use Family::{Claims, Entry as Entered, Marches, Presence, Wounded};
        let of_men = matches!(family, Marches | Entered | Presence | Claims | Wounded);
        let (units, unit) = if of_men { (1000.0, "men") } else { (1.0, "share") };
        let (mut left, mut right, mut dust) = (Vec::new(), Vec::new(), 0.0);
        for (j, a) in program.lp.row(i) {
            let (x, a) = (self.s.x[j], a * units);
            match self.entry(&program.columns[j], t, known) {
                Some(Entry { at, units }) => {
                    let side = if a > 0.0 { &mut left } else { &mut right };
                    side.push(product(vec![Expr::Number(a.abs() / units), at]));
                }
                None => dust += a * x,
            }
        }
        if left.is_empty() && right.is_empty() {
            return;
        }
        let sides = program.lp.sides[i];
        let (Sides::AtMost(limit) | Sides::AtLeast(limit) | Sides::Equal(limit)) = sides;
        // What is too little to be listed, and the limit, stand as a number.
        let number = limit * units - dust;
        if number != 0.0 {
            if number > 0.0 { &mut right } else { &mut left }.push(Expr::Number(number.abs()));
        }
        let (left, right) = (sum(left), sum(right));
        let scale = if of_men {
            Expr::Most(vec![Expr::Number(FEW_MEN), left.clone(), right.clone()])
        } else {
            Expr::Most(vec![Expr::Number(1.0), left.clone(), right.clone()])
        };
        let both = if matches!(sides, Sides::AtLeast(_)) { (right, left) } else { (left, right) };
        let row = self.row(family, what, t, both);
        let equal = matches!(sides, Sides::Equal(_));
        self.push(AuditRow { unit, equal, scale: Some(scale), ..row });
    }
}

/// A link with its ends, as other columns and rows name legs.
fn link_name(key: &str, [from, to]: [&str; 2]) -> String {
    format!("{key}, {from} - {to}")
}
