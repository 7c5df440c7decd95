//! Within a period: what leaves evenly from its first day on must be there before what arrives later.
//!
//! A balance over a whole period lets men and supplies pass through a place in no time. What is sent along a link evenly
//! over a period begins to arrive after its days under way; until then only what was there, and what is still coming from the
//! period before, can be used. Between the moments at which links begin to deliver stocks run in straight lines, so a row
//! at each of them is enough.

use super::keys::{Column, Row};
use super::{Build, Planner, at_most};
use crate::campaign::{ClassId, Days, PlaceId, RoadId};
use crate::formulation::Period;
use crate::formulation::program::Col;

/// Days of a period at which links into a place begin to deliver, by period and place, in order.
#[derive(Debug, Default)]
pub(crate) struct Moments {
    men: Vec<Vec<Vec<f64>>>,
    /// Stocks are looked at when days end.
    stock: Vec<Vec<Vec<f64>>>,
}

/// Moments closer together than this are one, days.
const CLOSE: f64 = 0.3;

impl Moments {
    pub fn of(p: &Planner) -> Moments {
        let (ctx, f) = (p.ctx, &p.ctx.c.factors);
        let mut out = Moments::default();
        for t in ctx.periods() {
            let mut men = vec![Vec::new(); ctx.c.places.len()];
            let mut stock = men.clone();
            let part = |days: f64| days % ctx.days;
            for l in p.lines.iter().filter(|l| l.first <= t) {
                let days = part(l.km / f.wagon_km_per_day.estimate.base);
                men[l.to.0].push(days);
                stock[l.to.0].push(days.ceil().min(ctx.days));
            }
            for r in p.roads.iter().filter(|r| r.first <= t) {
                men[r.to.0].push(part(p.march_days(r.id, t)));
                if let Some(days) = p.drive_days(r.id, t) {
                    stock[r.to.0].push(part(days).ceil().min(ctx.days));
                }
            }
            for moments in men.iter_mut().chain(&mut stock) {
                moments.retain(|m| *m > 0.0 && *m < ctx.days);
                moments.sort_by(f64::total_cmp);
                // The later of two that are close.
                moments.reverse();
                moments.dedup_by(|earlier, later| *later - *earlier < CLOSE);
                moments.reverse();
            }
            out.men.push(men);
            out.stock.push(stock);
        }
        out
    }
}

/// What a balance is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Of {
    Men,
    Class(ClassId),
}

impl Planner<'_> {
    /// Days on foot.
    pub fn march_days(&self, road: RoadId, t: Period) -> f64 {
        let speed = self.ctx.c.factors.march_km_per_day.estimate.base * self.weather(road, t).march;
        self.ctx.c.road(road).length.0 / speed
    }

    /// Days of a truck one way. `None` = there are no trucks, or the season lets none drive.
    pub fn drive_days(&self, road: RoadId, t: Period) -> Option<f64> {
        let run = self.trucks?.run * self.weather(road, t).truck_run;
        (run > 0.0).then(|| self.ctx.c.road(road).length.0 / run)
    }

    /// The rows of a balance within a period, with their moments.
    fn within(&self, of: Of, place: PlaceId, t: Period) -> impl Iterator<Item = (Row, f64)> + use<'_> {
        let moments = match of {
            Of::Men => &self.moments.men[t][place.0],
            Of::Class(_) => &self.moments.stock[t][place.0],
        };
        moments.iter().enumerate().map(move |(k, moment)| {
            let row = match of {
                Of::Men => Row::MenWithin { place, t, k },
                Of::Class(class) => Row::StockWithin { place, class, t, k },
            };
            (row, *moment)
        })
    }

    fn balance(of: Of, place: PlaceId, t: Period) -> Row {
        match of {
            Of::Men => Row::MenBalance { place, t },
            Of::Class(class) => Row::StockBalance { place, class, t },
        }
    }

    /// What leaves, and a little that is written off: days are not periods, and sums of days round otherwise.
    fn spilt(&self, of: Of, each: f64) -> f64 {
        let share = match of {
            Of::Men => self.reserves.caution.men,
            Of::Class(_) => self.reserves.caution.stock,
        };
        if each > 0.0 { each * (1.0 + share) } else { each }
    }

    /// What leaves early counts a little more than it is: trains go whole and days end, which balances do not know.
    fn early(&self) -> f64 {
        1.0 + self.reserves.caution.early
    }

    /// The rows: what has gone by the moment is no more than what was there and came.
    pub fn within_rows(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        for t in ctx.periods() {
            for place in ctx.place_ids().filter(|p| s.is_open(*p, t)) {
                let kinds = std::iter::once(Of::Men).chain(self.classes().map(Of::Class));
                for of in kinds {
                    let opening = match of {
                        Of::Class(class) if t == 0 => self.opening_kt(place, class),
                        _ => 0.0,
                    };
                    let start: Vec<Col> = match of {
                        Of::Men => self.at_start(b, place, t),
                        Of::Class(class) => {
                            let before = t.checked_sub(1).and_then(|t| b.find(Column::Stock { place, class, t }));
                            before.into_iter().collect()
                        }
                    };
                    let (kept, sick) = match of {
                        Of::Class(class) => (self.reserves.stock(place, class, t), 0.0),
                        Of::Men => (self.reserves.men(place, t), self.quiet_loss()),
                    };
                    for (row, moment) in self.within(of, place, t) {
                        b.row(row, at_most(opening - kept));
                        for column in &start {
                            b.term(row, *column, sick * moment - 1.0);
                        }
                    }
                }
            }
        }
    }

    /// Tonnes that lie there on day 0, kt.
    pub fn opening_kt(&self, place: PlaceId, class: ClassId) -> f64 {
        let of = |x: &&crate::campaign::BaseStock| x.place == place && x.class == class;
        let ours = self.ctx.c.place(place).ours_from == Some(Days(0.0));
        if ours { self.ctx.c.stocks.iter().filter(of).map(|x| x.tonnes.base / 1000.0).sum() } else { 0.0 }
    }

    /// Takes something from a place evenly over a period.
    pub fn takes(&self, b: &mut Build, of: Of, (place, t): (PlaceId, Period), (column, each): (Col, f64)) {
        b.term(Self::balance(of, place, t), column, self.spilt(of, each));
        for (row, moment) in self.within(of, place, t) {
            if b.has(row) {
                b.term(row, column, each * self.early() * moment / self.ctx.days);
            }
        }
    }

    /// Takes something from a place at a moment of the period that is not known beforehand, so perhaps at once.
    pub fn takes_at_once(&self, b: &mut Build, of: Of, (place, t): (PlaceId, Period), (column, each): (Col, f64)) {
        b.term(Self::balance(of, place, t), column, self.spilt(of, each));
        for (row, _) in self.within(of, place, t) {
            if b.has(row) {
                b.term(row, column, each * self.early());
            }
        }
    }

    /// Man-days that men who arrive in a period and in the next one live at their place beyond what the mean of both ends of
    /// the period says, for each man who sets out: those who come when a part of the period has gone live less, the last
    /// of them, who come as the next one begins, as much more.
    pub fn lived(&self, days: f64) -> f64 {
        let part = days % self.ctx.days;
        part * (self.ctx.days - part) / (2.0 * self.ctx.days)
    }

    /// Brings what leaves in period `t` and is `days` on its way. What leaves evenly over a period arrives evenly, so a part
    /// arrives in the next one or later.
    pub fn brings(&self, b: &mut Build, of: Of, (place, t, days): (PlaceId, Period, f64), (column, each): (Col, f64)) {
        let whole = (days / self.ctx.days).floor();
        let part = days - whole * self.ctx.days;
        let first = t + whole as Period;
        for (u, share) in [(first, 1.0 - part / self.ctx.days), (first + 1, part / self.ctx.days)] {
            if u > self.ctx.window.last || share <= 0.0 {
                continue;
            }
            if b.has(Self::balance(of, place, u)) {
                b.term(Self::balance(of, place, u), column, -each * share);
            }
            for (row, moment) in self.within(of, place, u) {
                let come = if u == first { (moment - part).max(0.0) } else { moment.min(part) };
                if come > 0.0 && b.has(row) {
                    b.term(row, column, -each * come / self.ctx.days);
                }
            }
        }
    }
}
