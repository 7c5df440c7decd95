//! M for every place, m for every road and b for every line, both ways; who joins, who falls, who is counted.

use railhead::campaign::{ClaimBasis, Days, Way};
use railhead::solver::Sides;

use super::advance::Advance;
use super::{Build, Col, Data};

/// Columns by period and place, leg, or line and way.
pub struct Men {
    /// M: thousand men at a place at the period's end.
    pub at: Vec<Vec<Col>>,
    /// m: thousand men setting out along a road.
    pub march: Vec<Vec<Col>>,
    /// b: thousand men by rail, forth and back.
    pub by_rail: Vec<Vec<[Col; 2]>>,
    /// Thousand men who stand at a place on day 0, with the place.
    pub at_first: Vec<(usize, Col)>,
}

/// Share of men lost in a day without fighting.
fn sick(d: &Data) -> f64 {
    d.c.postures[d.quiet.0].casualties_per_1000.base / 1000.0
}

pub fn men(d: &Data, b: &mut Build, adv: &Advance) -> Men {
    let mut out = Men { at: vec![], march: vec![], by_rail: vec![], at_first: vec![] };
    let march_rate = d.c.posture_by_key("march").map_or(25.0, |p| d.c.postures[p.0].advance.base);
    for t in 0..d.periods {
        let pool = d.pool(t);
        let at: Vec<Col> = d.places().map(|i| b.column(format!("M.{}.p{t}", d.place(i)), pool)).collect();
        let march: Vec<Col> = (0..d.legs.len()).map(|l| b.column(format!("m.{}.p{t}", d.leg(l)), pool)).collect();
        let rail = |line: &railhead::campaign::RailLine, b: &mut Build| {
            ["forth", "back"].map(|way| b.column(format!("b.{}.{way}.p{t}", line.key), pool))
        };
        let by_rail: Vec<[Col; 2]> = d.c.lines.iter().map(|l| rail(l, b)).collect();
        out.at.push(at);
        out.march.push(march);
        out.by_rail.push(by_rail);
        let (joined, came) = newcomers(d, b, t, &mut out.at_first);
        // Nobody fights twice in a period.
        let once = b.row(format!("Once.p{t}"), Sides::AtMost(0.0), adv.effort[t].iter().map(|h| (*h, 1.0 / d.days)));
        for i in d.places() {
            let key = d.place(i);
            let half = sick(d) * d.days / 2.0;
            let balance = b.row(format!("Men.{key}.p{t}"), Sides::Equal(0.0), [(out.at[t][i], 1.0 + half)]);
            let presence = b.row(format!("Presence.{key}.p{t}"), Sides::AtMost(0.0), []);
            b.row(format!("Entry.{key}.p{t}"), Sides::AtMost(0.0), [(out.at[t][i], 1.0), (adv.held[t][i], -pool)]);
            if t > 0 {
                let before = out.at[t - 1][i];
                b.add(balance, [(before, half - 1.0)]);
                b.add(presence, [(before, -1.0)]);
                b.add(once, [(before, -1.0)]);
            }
            let arrive = |b: &mut Build, column: Col| {
                b.add(balance, [(column, -1.0)]);
                b.add(presence, [(column, -1.0)]);
            };
            for (_, column) in joined.iter().chain(&came).filter(|(place, _)| *place == i) {
                arrive(b, *column);
                b.add(once, [(*column, -1.0)]);
            }
            if t == 0 {
                b.add(balance, out.at_first.iter().filter(|(place, _)| *place == i).map(|(_, c)| (*c, half)));
            }
            for (l, (_, from, to)) in d.legs.iter().enumerate() {
                if from.0 == i {
                    b.add(balance, [(out.march[t][l], 1.0), (adv.with_it[t][l], 1.0)]);
                    b.add(presence, [(adv.effort[t][l], 1.0 / d.days)]);
                    if let Some(step) = d.step(l, t) {
                        let rate = d.c.postures[step.posture.0].casualties_per_1000.base / 1000.0;
                        b.add(balance, [(adv.effort[t][l], rate - sick(d))]);
                    }
                }
                if to.0 == i {
                    let lag = (d.km(l) / march_rate / d.days).floor() as usize;
                    if lag <= t {
                        arrive(b, out.march[t - lag][l]);
                    }
                    arrive(b, adv.with_it[t][l]);
                }
            }
            for (e, line) in d.c.lines.iter().enumerate() {
                for (n, way) in Way::BOTH.into_iter().enumerate() {
                    let (from, to) = way.along(line.ends);
                    if from.0 == i {
                        b.add(balance, [(out.by_rail[t][e][n], 1.0)]);
                    }
                    if to.0 == i {
                        arrive(b, out.by_rail[t][e][n]);
                    }
                }
            }
        }
    }
    out
}

type Arrivals = Vec<(usize, Col)>;

/// Forces that join in the period and replacements that come in it, with their places.
fn newcomers(d: &Data, b: &mut Build, t: usize, at_first: &mut Arrivals) -> (Arrivals, Arrivals) {
    let (start, end) = (t as f64 * d.days, d.end(t));
    let (mut joined, mut came) = (vec![], vec![]);
    for f in d.c.forces.iter().filter(|f| f.from.0 < end && (f.from.0 >= start || t == 0)) {
        let column = b.column(format!("J.{}.p{t}", f.key), f.men.base / 1000.0);
        joined.push((f.place.0, column));
        if f.from.0 <= 0.0 {
            at_first.push((f.place.0, column));
        }
    }
    for r in &d.c.replacements {
        let days = r.span.days_within(Days(start), Days(end)).0;
        let column = b.column(format!("R.{}.p{t}", r.key), r.men_per_day.base * days / 1000.0);
        came.push((r.place.0, column));
    }
    (joined, came)
}

/// Men counted at every period end of the window: at the destinations, and behind them where claims count.
pub fn count(d: &Data, b: &mut Build, sustained: Col, (adv, men): (&Advance, &Men)) {
    let claims = |basis: ClaimBasis| -> f64 {
        let of = d.c.claims.iter().filter(|k| k.basis == basis && k.counts);
        of.map(|k| k.amount.base / 1000.0).sum()
    };
    let counts = |i: &usize| d.c.destinations.iter().any(|k| k.place.0 == *i && k.counts);
    for t in d.first..d.periods {
        let guards = b.column(format!("G.p{t}"), d.pool(t));
        let there = d.places().filter(counts).map(|i| (men.at[t][i], -1.0));
        b.row(format!("Count.p{t}"), Sides::AtMost(0.0), there.chain([(sustained, 1.0), (guards, -1.0)]));
        let behind = d.places().filter(|i| !counts(i)).map(|i| (men.at[t][i], -1.0));
        b.row(format!("Behind.p{t}"), Sides::AtMost(0.0), behind.chain([(guards, 1.0)]));
        let claimed = b.row(format!("Claimed.p{t}"), Sides::AtMost(claims(ClaimBasis::Men)), [(guards, 1.0)]);
        let per_km = claims(ClaimBasis::PerKmTaken);
        b.add(claimed, (0..d.legs.len()).map(|l| (adv.cleared[t][l], -per_km * d.km(l))));
        let per_place = claims(ClaimBasis::PerPlaceTaken);
        b.add(claimed, d.places().filter(|i| !d.given(*i, t)).map(|i| (adv.held[t][i], -per_place)));
    }
}
