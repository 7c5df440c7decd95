//! Men: called forward, replaced, lost, sustained.

use super::expr::{Expr, PeriodCell, less, product, sum};
use super::rows::{FEW_MEN, Writer};
use super::{AuditRow, Family};
use crate::answer::schedule::Schedule;
use crate::campaign::{Days, PostureId};
use crate::formulation::{ColumnKey, Period, RowKey};

/// Where the ledger tells of losses.
struct Losses {
    /// Thousand man-days on which men could fall sick.
    at_risk: usize,
    /// Thousand man-days of each posture.
    engaged: Vec<(PostureId, usize)>,
    /// Men by whom fewer fall than the postures' rates say.
    spared: usize,
}

impl Writer<'_> {
    /// Men as a whole; where they go is checked with the rest.
    pub fn men(&mut self) {
        let s = self.s;
        let joined = self.entered("Men of forces called forward", |t| {
            thousands(s, |k| matches!(k, ColumnKey::Joined { t: u, .. } if *u == t))
        });
        let replaced = self.entered("Replacements accepted (men)", |t| {
            thousands(s, |k| matches!(k, ColumnKey::Replaced { t: u, .. } if *u == t))
        });
        let returned = self.entered("Men back from hospital", |t| {
            thousands(s, |k| matches!(k, ColumnKey::Returned { t: u, .. } if *u == t))
        });
        self.forces(joined);
        self.replacements(replaced);
        let losses = self.losses();
        self.balance([joined, replaced, returned], &losses);
        self.returns(returned, &losses);
        self.sustained();
    }

    fn forces(&mut self, joined: usize) {
        let ctx = self.ctx();
        for t in ctx.periods() {
            let come = self.c().forces.iter().filter(|f| f.from.0 < ctx.end(t));
            let men = come.map(|f| self.sources.cell("forces", &f.key, "men", f.men.base)).collect();
            let sides = (Expr::LedgerUntil(joined, t), sum(men));
            self.push(AuditRow { unit: "men", ..self.row(Family::Forces, "All forces".into(), t, sides) });
        }
    }

    fn replacements(&mut self, replaced: usize) {
        let ctx = self.ctx();
        for t in ctx.periods() {
            let span = (Days(ctx.start(t)), Days(ctx.end(t)));
            let streams = self.c().replacements.iter();
            let offered: Vec<Expr> = streams
                .map(|r| (r, r.span.days_within(span.0, span.1).0 * self.s.counted_held(r.place, t)))
                .filter(|(_, days)| *days > 0.0)
                .map(|(r, days)| {
                    let rate = self.sources.cell("replacements", &r.key, "men_per_day", r.men_per_day.base);
                    product(vec![rate, Expr::Number(days)])
                })
                .collect();
            let row =
                self.row(Family::Replacements, "All streams".into(), t, (Expr::Ledger(replaced, t), sum(offered)));
            self.push(AuditRow { unit: "men", ..row });
        }
    }

    /// On how many man-days men could fall sick, and by how much fewer fall where resistance changes within a period and the easier
    /// day is taken.
    fn losses(&mut self) -> Losses {
        let (ctx, s) = (self.ctx(), self.s);
        let quiet_rate = ctx.c.postures[ctx.quiet.0].casualties_per_1000.base;
        let mut sick = vec![0.0; ctx.window.last + 1];
        let mut fallen = vec![0.0; ctx.window.last + 1];
        for (i, key) in s.program.rows.iter().enumerate() {
            let RowKey::MenBalance { t, .. } = *key else { continue };
            for (j, a) in s.program.lp.row(i) {
                use ColumnKey::*;
                // What a coefficient is beyond the man himself, who is there, was there or arrives, is sickness.
                match s.program.columns[j] {
                    Men { t: u, .. } if u == t => sick[t] += (a - 1.0) * s.x[j] * 1000.0,
                    Men { .. } | Joined { .. } | Replaced { .. } | Returned { .. } => {
                        sick[t] += (a + 1.0) * s.x[j] * 1000.0;
                    }
                    Cleared { .. } => fallen[t] += a * s.x[j] * 1000.0,
                    _ => {}
                }
            }
        }
        let at_risk = self.entered("At risk of falling sick (thousand man-days)", |t| {
            if quiet_rate > 0.0 { sick[t] / quiet_rate } else { 0.0 }
        });
        let engaged: Vec<(PostureId, usize)> = (0..self.c().postures.len())
            .map(PostureId)
            .filter_map(|p| {
                let name = format!("Engaged, {} (thousand man-days)", self.c().postures[p.0].name);
                Some((p, self.ledger.iter().position(|l| l.name == name)?))
            })
            .collect();
        let by_rates = |w: &Self, t: Period| -> f64 {
            let of = |(p, column): &(PostureId, usize)| {
                w.ledger[*column].values[t] * (w.c().postures[p.0].casualties_per_1000.base - quiet_rate)
            };
            engaged.iter().map(of).sum()
        };
        let spared: Vec<f64> = ctx.periods().map(|t| by_rates(self, t) - fallen[t]).collect();
        let spared = self.entered("Spared by a change of resistance within the period (men)", |t| {
            // Rounding is no change.
            if spared[t].abs() > 1e-6 * fallen[t].abs().max(1.0) { spared[t] } else { 0.0 }
        });
        Losses { at_risk, engaged, spared }
    }

    /// The sick and the fallen of a period at the rates of the postures, in parts; those spared are still in it.
    fn lost(&self, losses: &Losses, t: Period) -> Vec<Expr> {
        let rate = |p: PostureId| {
            let posture = &self.c().postures[p.0];
            self.sources.cell("postures", &posture.key, "casualties_per_1000_per_day", posture.casualties_per_1000.base)
        };
        let quiet = rate(self.ctx().quiet);
        let sick = product(vec![Expr::Ledger(losses.at_risk, t), quiet.clone()]);
        let fallen = losses.engaged.iter();
        let fallen = fallen.map(|(p, column)| product(vec![Expr::Ledger(*column, t), less(rate(*p), quiet.clone())]));
        std::iter::once(sick).chain(fallen).collect()
    }

    /// Men before and those who came are the men now, the sick and the fallen.
    fn balance(&mut self, came: [usize; 3], losses: &Losses) {
        for t in self.ctx().periods() {
            let mut left = Vec::new();
            if t > 0 {
                left.push(Expr::Timeline(t - 1, PeriodCell::Men));
            }
            left.extend(came.map(|column| Expr::Ledger(column, t)));
            left.push(Expr::Ledger(losses.spared, t));
            let right = [vec![Expr::Timeline(t, PeriodCell::Men)], self.lost(losses, t)].concat();
            let row = self.row(Family::MenBalance, "All places".into(), t, (sum(left), sum(right)));
            self.push(AuditRow { unit: "men", ..row });
        }
    }

    /// Men back from hospital, or who come a period later, are a share of those lost so many days before.
    fn returns(&mut self, returned: usize, losses: &Losses) {
        let (ctx, s) = (self.ctx(), self.s);
        let later = self
            .entered("Back from hospital a period later (men)", |t| s.value(ColumnKey::ReturnsLater { t }) * 1000.0);
        let f = &self.c().factors;
        let lag = (f.returned_after_days.estimate.base / ctx.days).floor() as Period;
        let mut of: Vec<&RowKey> = s.program.rows.iter().collect();
        of.retain(|key| matches!(key, RowKey::Returned { .. } | RowKey::ReturnsLater { .. }));
        for key in of {
            let Some((t, from)) = key.period().and_then(|t| Some((t, t.checked_sub(lag)?))) else { continue };
            let share = self.sources.factor("returned_share", f.returned_share.estimate.base);
            let lost = less(sum(self.lost(losses, from)), Expr::Ledger(losses.spared, from));
            let due = product(vec![share, lost]);
            let (what, left, right) = match key {
                RowKey::Returned { .. } => (
                    "All places",
                    sum(vec![Expr::Ledger(returned, t), Expr::Ledger(later, t)]),
                    sum(vec![due, self.before(later, t)]),
                ),
                _ => ("A period later", Expr::Ledger(later, t), due),
            };
            let scale = Expr::Most(vec![Expr::Number(FEW_MEN), left.clone(), right.clone()]);
            let row = self.row(Family::Returns, what.into(), t, (left, right));
            self.push(AuditRow { unit: "men", scale: Some(scale), ..row });
        }
    }

    fn sustained(&mut self) {
        let (ctx, s) = (self.ctx(), self.s);
        let window = ctx.window.first..=ctx.window.last;
        let sustained = self.entered("Men sustained by this schedule", |t| {
            if window.contains(&t) { s.value(ColumnKey::Sustained) * 1000.0 } else { 0.0 }
        });
        let guards =
            self.entered("Men behind the destinations who count", |t| s.value(ColumnKey::Guards { t }) * 1000.0);
        for t in ctx.window.first..=ctx.window.last {
            let right = vec![Expr::Timeline(t, PeriodCell::ThereMen), Expr::Ledger(guards, t)];
            let row = self.row(Family::Sustained, "Destinations".into(), t, (Expr::Ledger(sustained, t), sum(right)));
            self.push(AuditRow { unit: "men", ..row });
        }
    }
}

/// Sum of the columns for which `which` holds, men.
fn thousands(s: &Schedule, which: impl Fn(&ColumnKey) -> bool) -> f64 {
    s.sum(which) * 1000.0
}
