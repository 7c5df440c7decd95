//! q, r, s for every line, f for every line, way and class, u for every place, gauge and class; yards, rolling stock.

use railhead::campaign::{LineId, StockKind, Way};
use railhead::formulation::Gauge;
use railhead::formulation::earliest::{brigade_days, restoration_days};
use railhead::solver::Sides;

use super::advance::Advance;
use super::men::Men;
use super::supply::Stocks;
use super::{Build, Col, Data, MEN_PER_TRAIN, Row};

pub fn rail(d: &Data, b: &mut Build, (adv, men, stock): (&Advance, &Men, &Stocks)) {
    let f = &d.c.factors;
    let mut before: Vec<Col> = vec![];
    for t in 0..d.periods {
        let most = f.railway_brigades.estimate.base * d.days;
        let brigades = b.row(format!("Brigades.p{t}"), Sides::AtMost(most), []);
        let fleets = rolling_stock(d, b, t);
        let yards = yards(d, b, t, stock);
        let mut restored = vec![];
        for (e, line) in d.c.lines.iter().enumerate() {
            let key = &line.key;
            let shortest = restoration_days(d.c, LineId(e)).0;
            let most = if shortest > 0.0 { (d.days / shortest).min(1.0) } else { 1.0 };
            let q = b.column(format!("q.{key}.p{t}"), most);
            let r = b.column(format!("r.{key}.p{t}"), 1.0);
            let usable = line.usable_from.is_none_or(|day| day.0 < d.end(t));
            let s = b.column(format!("s.{key}.p{t}"), f64::from(u8::from(usable)));
            let grow = b.row(format!("Restored.{key}.p{t}"), Sides::Equal(0.0), [(r, 1.0), (q, -1.0)]);
            if t > 0 {
                b.add(grow, [(before[e], -1.0)]);
            }
            b.row(format!("Open.{key}.p{t}"), Sides::AtMost(0.0), [(s, 1.0), (r, -1.0)]);
            for (n, end) in [line.ends.0, line.ends.1].into_iter().enumerate() {
                let held = adv.held[t][end.0];
                b.row(format!("Between.{key}.{n}.p{t}"), Sides::AtMost(0.0), [(q, 1.0), (held, -most)]);
            }
            b.add(brigades, [(q, brigade_days(d.c, LineId(e)))]);
            for (n, way) in Way::BOTH.into_iter().enumerate() {
                let trains = line.capacity.base * d.days;
                let word = ["forth", "back"][n];
                let load = train_kt(d, Gauge::of(line));
                let traffic = [(s, -trains), (men.by_rail[t][e][n], 1.0 / MEN_PER_TRAIN)];
                let capacity = b.row(format!("Rail.{key}.{word}.p{t}"), Sides::AtMost(0.0), traffic);
                let (from, to) = way.along(line.ends);
                let gauge = usize::from(Gauge::of(line) == Gauge::Standard);
                for k in d.classes() {
                    let most = (trains * load).min(d.supplies(k, t));
                    let freight = b.column(format!("f.{key}.{word}.{}.p{t}", d.c.classes[k].key), most);
                    b.add(capacity, [(freight, 1.0 / load)]);
                    b.add(yards[from.0][gauge][k], [(freight, -1.0)]);
                    b.add(yards[to.0][gauge][k], [(freight, 1.0)]);
                    for (row, per_train_km) in &fleets[gauge] {
                        b.add(*row, [(freight, per_train_km * 2.0 * line.length.0 / load)]);
                    }
                }
            }
            restored.push(r);
        }
        before = restored;
    }
}

fn train_kt(d: &Data, gauge: Gauge) -> f64 {
    let f = &d.c.factors;
    let tonnes = match gauge {
        Gauge::Broad => f.net_t_per_train_broad.estimate.base,
        Gauge::Standard => f.net_t_per_train_standard.estimate.base,
    };
    tonnes / 1000.0
}

/// For each place, gauge and class: `brought + loaded - taken - unloaded = 0`, with columns for loading (out of the
/// stock, against the place's transshipment) and unloading.
fn yards(d: &Data, b: &mut Build, t: usize, stock: &Stocks) -> Vec<[Vec<Row>; 2]> {
    let mut out = vec![];
    for i in d.places() {
        let meets = |gauge: Gauge| {
            let here = |l: &&railhead::campaign::RailLine| l.ends.0.0 == i || l.ends.1.0 == i;
            d.c.lines.iter().filter(here).any(|l| Gauge::of(l) == gauge)
        };
        let limit = d.c.places[i].transshipment.filter(|_| Gauge::BOTH.into_iter().all(meets));
        let capacity = limit.map(|e| {
            let most = e.base / 1000.0 * d.days;
            b.row(format!("Transship.{}.p{t}", d.place(i)), Sides::AtMost(most), [])
        });
        out.push(Gauge::BOTH.map(|gauge| {
            if !meets(gauge) {
                return vec![];
            }
            let word = if gauge == Gauge::Broad { "broad" } else { "standard" };
            let of_class = |k: usize| {
                let name = format!("{}.{word}.{}.p{t}", d.place(i), d.c.classes[k].key);
                let load = b.column(format!("u_load.{name}"), d.supplies(k, t));
                let unload = b.column(format!("u_unload.{name}"), d.supplies(k, t));
                b.add(stock[t][i][k], [(load, 1.0), (unload, -1.0)]);
                if let Some(row) = capacity {
                    b.add(row, [(load, 1.0)]);
                }
                b.row(format!("Yard.{name}"), Sides::Equal(0.0), [(load, 1.0), (unload, -1.0)])
            };
            d.classes().map(of_class).collect()
        }));
    }
    out
}

/// Rows of wagon- and locomotive-days by gauge, each with what a train uses of it per km.
fn rolling_stock(d: &Data, b: &mut Build, t: usize) -> [Vec<(Row, f64)>; 2] {
    let f = &d.c.factors;
    Gauge::BOTH.map(|gauge| {
        let mut rows = vec![];
        for kind in [StockKind::Wagons, StockKind::Locomotives] {
            let of = |s: &&railhead::campaign::RollingStock| {
                s.kind == kind && (s.gauge_mm > 1500.0) == (gauge == Gauge::Broad) && s.from.0 <= d.end(t)
            };
            let units: f64 = d.c.rolling_stock.iter().filter(of).map(|s| s.number.base).sum();
            if units <= 0.0 {
                continue;
            }
            // In hundreds of wagons, so that coefficients stay near 1.
            let (scale, per_train, run) = match (kind, gauge) {
                (StockKind::Locomotives, _) => (1.0, 1.0, f.locomotive_km_per_day.estimate.base),
                (_, Gauge::Broad) => (100.0, f.wagons_per_train_broad.estimate.base, f.wagon_km_per_day.estimate.base),
                (_, Gauge::Standard) => {
                    (100.0, f.wagons_per_train_standard.estimate.base, f.wagon_km_per_day.estimate.base)
                }
            };
            let name = format!("Fleet.{gauge:?}.{kind:?}.p{t}");
            rows.push((b.row(name, Sides::AtMost(units * d.days / scale), []), per_train / run / scale));
        }
        rows
    })
}
