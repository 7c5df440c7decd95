//! x, y, h, a for every leg; o for every place.

use railhead::solver::Sides;

use super::{Build, Col, Data};

/// Columns by period and leg, or period and place.
pub struct Advance {
    /// o: place held, 0..1.
    pub held: Vec<Vec<Col>>,
    /// y: share of the leg cleared by the period's end.
    pub cleared: Vec<Vec<Col>>,
    /// h: effort, thousand man-days.
    pub effort: Vec<Vec<Col>>,
    /// a: thousand men who arrive with the leg they clear.
    pub with_it: Vec<Vec<Col>>,
}

pub fn advance(d: &Data, b: &mut Build) -> Advance {
    let mut out = Advance { held: vec![], cleared: vec![], effort: vec![], with_it: vec![] };
    for t in 0..d.periods {
        let held: Vec<Col> = d
            .places()
            .map(|i| b.between(format!("o.{}.p{t}", d.place(i)), f64::from(u8::from(d.given(i, t))), 1.0))
            .collect();
        let (mut cleared, mut effort, mut with_it) = (vec![], vec![], vec![]);
        for l in 0..d.legs.len() {
            let (name, km) = (d.leg(l), d.km(l));
            let (_, from, _) = d.legs[l];
            let step = d.step(l, t);
            let most = step.map_or(0.0, |s| s.rate * d.days);
            let x = b.column(format!("x.{name}.p{t}"), most);
            let y = b.column(format!("y.{name}.p{t}"), 1.0);
            let h = b.column(format!("h.{name}.p{t}"), d.pool(t) * d.days);
            let a = b.column(format!("a.{name}.p{t}"), d.pool(t));
            b.row(format!("Pace.{name}.p{t}"), Sides::AtMost(0.0), [(x, 1.0), (held[from.0], -most)]);
            let grow = b.row(format!("Cleared.{name}.p{t}"), Sides::Equal(0.0), [(y, 1.0), (x, -1.0 / km)]);
            if t > 0 {
                b.add(grow, [(out.cleared[t - 1][l], -1.0)]);
            }
            b.row(format!("Sequence.{name}.p{t}"), Sides::AtMost(0.0), [(y, 1.0), (held[from.0], -1.0)]);
            let per_km = step.map_or(0.0, |s| s.grouping / s.rate);
            b.row(format!("Effort.{name}.p{t}"), Sides::AtLeast(0.0), [(h, 1.0), (x, -per_km)]);
            // The men of an effort: at least the days that the whole leg takes, or those of the period.
            let days = step.map_or(d.days, |s| (km / s.rate).min(d.days));
            b.row(format!("WithIt.{name}.p{t}"), Sides::AtMost(0.0), [(a, 1.0), (h, -1.0 / days)]);
            cleared.push(y);
            effort.push(h);
            with_it.push(a);
        }
        for i in d.places() {
            let key = d.place(i);
            if t > 0 {
                let before = out.held[t - 1][i];
                b.row(format!("Keep.{key}.p{t}"), Sides::AtLeast(0.0), [(held[i], 1.0), (before, -1.0)]);
            }
            if !d.given(i, t) {
                let into = (0..d.legs.len()).filter(|l| d.legs[*l].2.0 == i).map(|l| (cleared[l], -1.0));
                b.row(format!("Held.{key}.p{t}"), Sides::AtMost(0.0), into.chain([(held[i], 1.0)]));
            }
        }
        out.held.push(held);
        out.cleared.push(cleared);
        out.effort.push(effort);
        out.with_it.push(with_it);
    }
    for (n, pair) in d.c.abreast.iter().enumerate() {
        let lag = (pair.most_ahead.0 / d.days).ceil() as usize;
        for t in 0..d.periods.saturating_sub(lag) {
            let (ahead, later) = (out.held[t][pair.place.0], out.held[t + lag][pair.with.0]);
            b.row(format!("Abreast.{n}.p{t}"), Sides::AtMost(0.0), [(ahead, 1.0), (later, -1.0)]);
        }
    }
    out
}
