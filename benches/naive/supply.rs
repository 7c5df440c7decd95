//! S for every place and class: what comes, lies, is used, and must be left.

use railhead::campaign::{ClassId, Days};
use railhead::solver::Sides;

use super::advance::Advance;
use super::men::Men;
use super::{Build, Col, Data, Row};

/// Rows by period, place and class: `S - before + used + taken out - brought in = opening`.
pub type Stocks = Vec<Vec<Vec<Row>>>;

pub fn stocks(d: &Data, b: &mut Build, adv: &Advance, men: &Men) -> Stocks {
    let mut out: Stocks = vec![];
    let mut before: Vec<Vec<Col>> = vec![];
    for t in 0..d.periods {
        let (mut rows, mut columns) = (vec![], vec![]);
        for i in d.places() {
            let (mut of_place, mut stores) = (vec![], vec![]);
            for k in d.classes() {
                let name = format!("{}.{}.p{t}", d.place(i), d.c.classes[k].key);
                let store = b.column(format!("S.{name}"), d.supplies(k, t));
                let there = d.c.stocks.iter().filter(|s| t == 0 && s.place.0 == i && s.class.0 == k);
                let opening = there.map(|s| s.tonnes.base / 1000.0).sum();
                let row = b.row(format!("Stock.{name}"), Sides::Equal(opening), [(store, 1.0)]);
                if t > 0 {
                    b.add(row, [(before[i][k], -1.0)]);
                }
                used(d, b, (adv, men), (row, i, k, t));
                safety(d, b, (men.at[t][i], store), (i, k, t));
                of_place.push(row);
                stores.push(store);
            }
            rows.push(of_place);
            columns.push(stores);
        }
        for s in &d.c.streams {
            let days = s.span.days_within(Days(t as f64 * d.days), Days(d.end(t))).0;
            let came = b.column(format!("A.{}.p{t}", s.key), s.t_per_day.base / 1000.0 * days);
            b.add(rows[s.place.0][s.class.0], [(came, -1.0)]);
        }
        for (n, link) in d.c.sea_links.iter().enumerate() {
            let most = link.capacity.base / 1000.0 * (d.end(t) - link.from.0).clamp(0.0, d.days);
            for (way, (from, to)) in [("forth", link.ends), ("back", (link.ends.1, link.ends.0))] {
                let mut all = vec![];
                for k in d.classes() {
                    let v = b.column(format!("v.{}.{way}.{}.p{t}", link.key, d.c.classes[k].key), most);
                    b.add(rows[from.0][k], [(v, 1.0)]);
                    b.add(rows[to.0][k], [(v, -1.0)]);
                    all.push((v, 1.0));
                }
                b.row(format!("Sea.{n}.{way}.p{t}"), Sides::AtMost(most), all);
            }
        }
        out.push(rows);
        before = columns;
    }
    out
}

/// The quiet norm for the mean of the men at both ends of the period, and what fighting needs beyond it.
fn used(d: &Data, b: &mut Build, (adv, men): (&Advance, &Men), (row, i, k, t): (Row, usize, usize, usize)) {
    let quiet = d.c.norm(d.quiet, ClassId(k)).0;
    // kg x thousand man-days are tonnes.
    let half = quiet * d.days / 2.0 / 1000.0;
    b.add(row, [(men.at[t][i], half)]);
    if t > 0 {
        b.add(row, [(men.at[t - 1][i], half)]);
    } else {
        b.add(row, men.at_first.iter().filter(|(place, _)| *place == i).map(|(_, c)| (*c, half)));
    }
    for (l, (_, from, _)) in d.legs.iter().enumerate() {
        if let (true, Some(step)) = (from.0 == i, d.step(l, t)) {
            let more = d.c.norm(step.posture, ClassId(k)).0 - quiet;
            b.add(row, [(adv.effort[t][l], more / 1000.0)]);
        }
    }
}

/// Safety days of every class at the destinations, in the window.
fn safety(d: &Data, b: &mut Build, (men, store): (Col, Col), (i, k, t): (usize, usize, usize)) {
    let counts = d.c.destinations.iter().any(|dest| dest.place.0 == i && dest.counts);
    if t >= d.first && counts {
        let per_thousand = d.c.norm(d.quiet, ClassId(k)).0 * d.c.classes[k].safety.0 / 1000.0;
        let name = format!("Safety.{}.{}.p{t}", d.place(i), d.c.classes[k].key);
        b.row(name, Sides::AtLeast(0.0), [(store, 1.0), (men, -per_thousand)]);
    }
}
