//! The yardstick: the program of one date as a competent modeller would first write it, straight from the symbols of
//! the design (columns o, y, x, h, a, M, m, b, q, r, s, f, u, w, S ...), nothing left out that looks useless.
//!
//! Every place, line and road is there in every period from day 0, both ways; every class of supply is its own
//! commodity; nothing is computed beforehand (no earliest dates), nothing is substituted out. It is a relaxation like
//! Railhead's own: binaries are shares, progress and arrivals of a period count in it. It is not needed for any answer:
//! the benchmarks measure what the shipped formulation saves, against the campaign frozen in `frozen/`.
//!
//! Units as in the library: thousand men, kilotonnes, days; effort in thousand man-days.

mod advance;
mod men;
mod rail;
mod roads;
mod supply;

use std::path::Path;

use railhead::campaign::*;
use railhead::export::{self, Format, Named};
use railhead::solver::{Lp, LpBuilder, Sides};
use railhead::{tables, textmodel};

/// Men in a troop train, thousand: the campaign has no figure for it.
pub const MEN_PER_TRAIN: f64 = 1.0;
/// Vehicles whose room on a road a marching man takes up: the campaign has no figure for it.
pub const VEHICLES_PER_MAN: f64 = 0.1;
/// Weight of a place not held against men, as in the library.
const NOT_HELD_WEIGHT: f64 = 25.0;

/// The campaign as it stood when the yardstick was made, with periods of so many days. So that later changes of the
/// shipped campaign change nothing here.
pub fn frozen(period_days: f64) -> Campaign {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/naive/frozen");
    let reading = tables::read(&textmodel::read(&folder).expect("the frozen campaign"));
    let mut campaign = reading.campaign.unwrap_or_else(|| panic!("{:#?}", reading.problems));
    campaign.question.period = Days(period_days);
    campaign
}

/// A program with names, under construction and finished.
pub struct Naive {
    pub lp: Lp,
    pub columns: Vec<String>,
    pub rows: Vec<String>,
}

impl Naive {
    /// As free-format MPS.
    pub fn mps(&self) -> String {
        let remarks = ["The naive formulation; thousand men, to be minimised with turned signs.".to_string()];
        let named = Named { lp: &self.lp, columns: &self.columns, rows: &self.rows, remarks: &remarks };
        export::text(&named, Format::Mps)
    }
}

/// Index of a column.
pub type Col = usize;
/// Index of a row.
pub type Row = usize;

#[derive(Default)]
pub struct Build {
    lp: LpBuilder,
    columns: Vec<String>,
    rows: Vec<String>,
}

impl Build {
    pub fn column(&mut self, name: String, upper: f64) -> Col {
        self.between(name, 0.0, upper)
    }

    pub fn between(&mut self, name: String, lower: f64, upper: f64) -> Col {
        self.columns.push(name);
        self.lp.column(lower, upper)
    }

    pub fn row(&mut self, name: String, sides: Sides, terms: impl IntoIterator<Item = (Col, f64)>) -> Row {
        self.rows.push(name);
        let row = self.lp.row(sides);
        self.add(row, terms);
        row
    }

    pub fn add(&mut self, row: Row, terms: impl IntoIterator<Item = (Col, f64)>) {
        for (column, a) in terms {
            self.lp.term(row, column, a);
        }
    }
}

/// What a leg asks on the best of a period's days.
#[derive(Clone, Copy)]
pub struct Step {
    /// km/day.
    pub rate: f64,
    /// Thousand men.
    pub grouping: f64,
    pub posture: PostureId,
}

/// The campaign on its grid.
pub struct Data<'a> {
    pub c: &'a Campaign,
    /// Days in a period.
    pub days: f64,
    /// Number of periods.
    pub periods: usize,
    /// First period of the window; the last period is its last.
    pub first: usize,
    pub quiet: PostureId,
    /// Every road, both ways: road, from, to.
    pub legs: Vec<(RoadId, PlaceId, PlaceId)>,
}

impl Data<'_> {
    pub fn end(&self, t: usize) -> f64 {
        (t + 1) as f64 * self.days
    }

    pub fn places(&self) -> impl Iterator<Item = usize> + use<> {
        0..self.c.places.len()
    }

    pub fn classes(&self) -> impl Iterator<Item = usize> + use<> {
        0..self.c.classes.len()
    }

    pub fn place(&self, i: usize) -> &str {
        &self.c.places[i].key
    }

    pub fn leg(&self, l: usize) -> String {
        let (_, from, to) = self.legs[l];
        format!("{}.{}_{}", self.c.road(self.legs[l].0).key, self.place(from.0), self.place(to.0))
    }

    pub fn km(&self, l: usize) -> f64 {
        self.c.road(self.legs[l].0).length.0
    }

    /// Ours without a fight by the period's end.
    pub fn given(&self, i: usize, t: usize) -> bool {
        self.c.places[i].ours_from.is_some_and(|d| d.0 <= self.end(t))
    }

    /// Thousand men there can be by the end of a period.
    pub fn pool(&self, t: usize) -> f64 {
        let end = Days(self.end(t));
        let joined: f64 = self.c.forces.iter().filter(|f| f.from <= end).map(|f| f.men.base).sum();
        let came = self.c.replacements.iter().map(|r| r.men_per_day.base * r.span.days_within(Days(0.0), end).0);
        (joined + came.sum::<f64>()) / 1000.0
    }

    /// Kilotonnes of a class there can be by the end of a period.
    pub fn supplies(&self, k: usize, t: usize) -> f64 {
        let (class, end) = (ClassId(k), Days(self.end(t)));
        let opening: f64 = self.c.stocks.iter().filter(|s| s.class == class).map(|s| s.tonnes.base).sum();
        let streams = self.c.streams.iter().filter(|s| s.class == class);
        let came: f64 = streams.map(|s| s.t_per_day.base * s.span.days_within(Days(0.0), end).0).sum();
        (opening + came) / 1000.0
    }

    /// The quickest resistance that a leg meets within a period; `None` where nobody may advance.
    pub fn step(&self, l: usize, t: usize) -> Option<Step> {
        let (start, end) = (t as f64 * self.days, self.end(t));
        let changes = self.c.resistance.iter().map(|r| r.from.0).filter(|d| *d > start && *d < end);
        let mut days: Vec<f64> = std::iter::once(start).chain(changes).collect();
        days.sort_by(f64::total_cmp);
        let met = days.iter().filter_map(|d| self.c.resistance_on(self.legs[l].0, Days(*d)));
        let steps = met.map(|r| Step {
            rate: self.c.postures[r.posture.0].advance.base,
            grouping: r.grouping.base / 1000.0,
            posture: r.posture,
        });
        steps.filter(|s| s.rate > 0.0).max_by(|a, b| a.rate.total_cmp(&b.rate).then(b.grouping.total_cmp(&a.grouping)))
    }
}

/// The naive program of the campaign's last date.
pub fn build(c: &Campaign) -> Naive {
    let days = c.question.period.0;
    let periods = (c.question.horizon.0 / days + 1e-9).floor() as usize;
    let first = periods - 1 - (c.question.sustain.0 / days + 1e-9).floor() as usize;
    let quiet = c.posture_by_key("quiet").expect("a quiet posture");
    let both = |(a, r): (usize, &Road)| [(RoadId(a), r.ends.0, r.ends.1), (RoadId(a), r.ends.1, r.ends.0)];
    let legs = c.roads.iter().enumerate().flat_map(both).collect();
    let d = Data { c, days, periods, first, quiet, legs };
    let b = &mut Build::default();

    let pool = d.pool(periods - 1);
    let sustained = b.between("N".into(), -pool, pool);
    b.lp.set_objective(sustained, 1.0);
    let adv = advance::advance(&d, b);
    let men = men::men(&d, b, &adv);
    let stock = supply::stocks(&d, b, &adv, &men);
    rail::rail(&d, b, (&adv, &men, &stock));
    roads::roads(&d, b, (&adv, &men, &stock));
    men::count(&d, b, sustained, (&adv, &men));
    for dest in c.destinations.iter().filter(|k| k.must_hold) {
        let key = d.place(dest.place.0).to_string();
        let not = b.column(format!("n.{key}"), 1.0);
        b.lp.set_objective(not, -NOT_HELD_WEIGHT * pool);
        let held = adv.held[first][dest.place.0];
        b.row(format!("MustHold.{key}"), Sides::AtLeast(1.0), [(held, 1.0), (not, 1.0)]);
    }
    let Build { lp, columns, rows } = std::mem::take(b);
    Naive { lp: lp.finish(), columns, rows }
}
