//! The advance: ground once taken is kept, legs follow each other, no faster than their postures go, by as many men as it takes.

use std::collections::HashMap;

use super::expr::{Expr, less, over, product, sum};
use super::rows::Writer;
use super::{AuditRow, Family};
use crate::campaign::{Days, PlaceId, PostureId, ResistanceAt};
use crate::formulation::{ColumnKey, Leg, Period, RowKey};

/// Legs of which no more than this is ever cleared have no column.
const LEAST_SHARE: f64 = 1e-7;

/// What the ledger says of the advance: columns of legs, and of places that are held back for a neighbour.
pub struct Shares {
    legs: HashMap<Leg, usize>,
    places: HashMap<PlaceId, usize>,
}

impl Shares {
    /// Column and period of a share.
    pub fn of(&self, key: &ColumnKey) -> Option<(usize, Period)> {
        match key {
            ColumnKey::Cleared { leg, t } => self.legs.get(leg).map(|column| (*column, *t)),
            ColumnKey::Taken { place, t } => self.places.get(place).map(|column| (*column, *t)),
            _ => None,
        }
    }
}

impl Writer<'_> {
    /// All families of the advance; gives back where its shares stand.
    pub fn advance(&mut self) -> Shares {
        let shares = self.shares();
        let program = self.s.program;
        for (i, key) in program.rows.iter().enumerate() {
            match *key {
                RowKey::Cleared { leg, t } => self.kept(&shares, leg, t),
                RowKey::Sequence { leg, t } => self.sequence(&shares, i, (leg, t)),
                RowKey::Pace { leg, t } => self.pace(&shares, i, (leg, t)),
                RowKey::Engaged { posture, t } => self.engaged(&shares, i, (posture, t)),
                _ => {}
            }
        }
        shares
    }

    fn shares(&mut self) -> Shares {
        let s = self.s;
        let mut out = Shares { legs: HashMap::new(), places: HashMap::new() };
        for leg in &s.ctx.legs {
            let share = |t| s.value(ColumnKey::Cleared { leg: *leg, t });
            if s.ctx.periods().any(|t| share(t) > LEAST_SHARE) {
                let name = format!("Cleared, {} (share)", self.leg_name(*leg));
                out.legs.insert(*leg, self.entered(name, share));
            }
        }
        for (i, place) in s.ctx.c.places.iter().enumerate() {
            let share = |t| s.value(ColumnKey::Taken { place: PlaceId(i), t });
            if s.ctx.periods().any(|t| share(t) > LEAST_SHARE) {
                let column = self.entered(format!("Counted as taken, {} (share)", place.name), share);
                out.places.insert(PlaceId(i), column);
            }
        }
        out
    }

    pub fn leg_name(&self, leg: Leg) -> String {
        let (from, to) = self.ctx().leg_ends(leg);
        format!("{} - {}", self.c().place(from).name, self.c().place(to).name)
    }

    /// A row about shares: what it may be missed by is a share of one.
    fn shared(&mut self, family: Family, (leg, t): (Leg, Period), sides: (Expr, Expr)) {
        let row = self.row(family, self.leg_name(leg), t, sides);
        self.push(AuditRow { unit: "share", scale: Some(Expr::Number(1.0)), ..row });
    }

    fn kept(&mut self, shares: &Shares, leg: Leg, t: Period) {
        if let Some(column) = shares.legs.get(&leg) {
            self.shared(Family::Ground, (leg, t), (self.before(*column, t), Expr::Ledger(*column, t)));
        }
    }

    /// A leg is cleared at most as far as the place where it begins is held.
    fn sequence(&mut self, shares: &Shares, row: usize, (leg, t): (Leg, Period)) {
        let Some(column) = shares.legs.get(&leg) else { return };
        let program = self.s.program;
        let held: Vec<Expr> = program
            .lp
            .row(row)
            .filter(|(_, a)| *a < 0.0)
            .filter_map(|(j, a)| Some((shares.of(&program.columns[j])?, a)))
            .map(|((column, t), a)| product(vec![Expr::Number(-a), Expr::Ledger(column, t)]))
            .collect();
        self.shared(Family::Sequence, (leg, t), (Expr::Ledger(*column, t), sum(held)));
    }

    /// Days of fighting on a leg and on the one that leads to it, against the days there are.
    fn pace(&mut self, shares: &Shares, row: usize, (leg, t): (Leg, Period)) {
        if !shares.legs.contains_key(&leg) {
            return;
        }
        let program = self.s.program;
        let fought: Vec<Expr> = self
            .progress(shares, row, t)
            .into_iter()
            .map(|(leg, progress, share)| {
                let days = share * self.ctx().days;
                let live = self.days(leg, t).filter(|(_, value)| (value - days).abs() <= 1e-9 * days);
                product(vec![progress, live.map_or(Expr::Number(days), |(days, _)| days)])
            })
            .collect();
        let there_are = match program.lp.sides[row].upper() {
            whole if whole >= 1.0 - 1e-12 => Expr::Days,
            part => Expr::Number(part * self.ctx().days),
        };
        let row = self.row(Family::Pace, self.leg_name(leg), t, (sum(fought), there_are));
        self.push(AuditRow { unit: "days", scale: Some(Expr::Days), ..row });
    }

    /// Man-days that the progress of a period takes at the groupings, against those that are fought.
    fn engaged(&mut self, shares: &Shares, row: usize, (posture, t): (PostureId, Period)) {
        let name = format!("Engaged, {} (thousand man-days)", self.c().postures[posture.0].name);
        let Some(column) = self.ledger.iter().position(|l| l.name == name) else { return };
        let needed: Vec<Expr> = self
            .progress(shares, row, t)
            .into_iter()
            .map(|(leg, progress, million)| {
                let effort = -million * 1000.0;
                let live = self.effort(leg, t).filter(|(_, value)| (value - effort).abs() <= 1e-9 * effort);
                product(vec![progress, live.map_or(Expr::Number(effort), |(effort, _)| effort)])
            })
            .collect();
        if needed.is_empty() {
            return;
        }
        // A thousand man-days of a grouping of hundreds of thousands is rounding.
        let what = self.c().postures[posture.0].name.clone();
        let row = self.row(Family::Engagement, what, t, (sum(needed), Expr::Ledger(column, t)));
        let scale = Expr::Most(vec![Expr::Number(1000.0), Expr::Ledger(column, t)]);
        self.push(AuditRow { unit: "1,000 man-days", scale: Some(scale), ..row });
    }

    /// The legs of a row with what is cleared of each in the period, and the row's coefficient for the whole leg.
    fn progress(&self, shares: &Shares, row: usize, t: Period) -> Vec<(Leg, Expr, f64)> {
        let program = self.s.program;
        let now = program.lp.row(row).filter_map(|(j, a)| match program.columns[j] {
            ColumnKey::Cleared { leg, t: u } if u == t => Some((leg, a)),
            _ => None,
        });
        now.filter_map(|(leg, a)| {
            let column = *shares.legs.get(&leg)?;
            Some((leg, less(Expr::Ledger(column, t), self.before(column, t)), a))
        })
        .collect()
    }

    /// The first day of a period on which a leg can be fought for.
    fn begin(&self, leg: Leg, t: Period) -> Days {
        let from = self.ctx().leg_ends(leg).0;
        Days(self.ctx().start(t).max(self.ctx().earliest.place[from.0].0))
    }

    /// Days to clear a whole leg at the pace that the table gives on that day, with their value.
    fn days(&self, leg: Leg, t: Period) -> Option<(Expr, f64)> {
        let c = self.c();
        let posture = &c.postures[c.resistance_on(leg.road, self.begin(leg, t))?.posture.0];
        let (km, rate) = (c.road(leg.road).length.0, posture.advance.base);
        let cell = self.sources.cell("postures", &posture.key, "advance_km_per_day", rate);
        (rate > 0.0).then(|| (over(Expr::Number(km), cell), km / rate))
    }

    /// Thousand man-days to clear a whole leg, likewise.
    fn effort(&self, leg: Leg, t: Period) -> Option<(Expr, f64)> {
        let c = self.c();
        let (days, value) = self.days(leg, t)?;
        let r = c.resistance_on(leg.road, self.begin(leg, t))?;
        let key = match r.at {
            ResistanceAt::Zone(zone) => &c.zones[zone.0].key,
            ResistanceAt::Road(road) => &c.road(road).key,
        };
        let row = format!("{}, {key}", r.profile);
        let grouping = self.sources.cell("resistance", &row, "grouping_men", r.grouping.base);
        let thousand = r.grouping.base / 1000.0 * value;
        Some((product(vec![grouping, days, Expr::Number(0.001)]), thousand))
    }
}
