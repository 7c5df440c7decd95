//! Depots in a plan: every class of supply is kept apart and lies somewhere.

use super::keys::{Column, Row};
use super::within::Of;
use super::{Build, Planner};
use crate::campaign::Days;
use crate::formulation::program::Col;
use crate::solver::Sides;

impl Planner<'_> {
    /// Stock of each class at each place that is reached.
    pub fn depot_rows(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        for t in ctx.periods() {
            for place in ctx.place_ids().filter(|p| s.reached(ctx, *p, t)) {
                for class in self.classes() {
                    let row = Row::StockBalance { place, class, t };
                    b.row(row, Sides::Equal(if t == 0 { self.opening_kt(place, class) } else { 0.0 }));
                    let most = ctx.class_supplies(class, t);
                    let least = self.reserves.stock(place, class, t).min(most);
                    let stock = b.column_between(Column::Stock { place, class, t }, least, most);
                    b.term(row, stock, 1.0);
                    if let Some(before) = t.checked_sub(1).and_then(|t| b.find(Column::Stock { place, class, t })) {
                        b.term(row, before, -1.0);
                    }
                }
            }
        }
    }

    /// Streams from the homeland. One that begins or ends within a period could not be drawn on evenly, so it is not.
    pub fn accepted(&self, b: &mut Build) {
        let ctx = self.ctx;
        for (stream, x) in ctx.c.streams.iter().enumerate() {
            for t in ctx.periods().filter(|t| self.schedule.is_open(x.place, *t)) {
                let days = x.span.days_within(Days(ctx.start(t)), Days(ctx.end(t))).0;
                if days >= ctx.days - 1e-9 {
                    let kt = b.column(Column::Accepted { stream, t }, x.t_per_day.base / 1000.0 * days);
                    self.takes(b, Of::Class(x.class), (x.place, t), (kt, -1.0));
                }
            }
        }
    }

    /// What men use: quiet norms for the mean of both ends of a period, and what a posture needs beyond them; drawn where they
    /// stand, or, until the end of the period in which their place was taken, from the depot behind.
    pub fn consumption(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        for t in ctx.periods() {
            for place in ctx.place_ids().filter(|p| s.reached(ctx, *p, t)) {
                let Some((depot, via)) = s.depot(ctx, place, t) else { continue };
                let mut men: Vec<Col> = self.at_start(b, place, t);
                men.extend(b.find(Column::Men { place, t }));
                for class in self.classes() {
                    let norm = ctx.c.norm(ctx.quiet, class).0 * ctx.days / 2000.0;
                    for column in &men {
                        self.takes(b, Of::Class(class), (depot, t), (*column, norm));
                        self.haul(b, &via, depot, t, (*column, norm));
                    }
                    for (leg, asked) in self.worked_from(place, t) {
                        if let Some(p) = b.find(Column::Progress { leg, t }) {
                            // The attack may come at the beginning of the period.
                            let used = (p, asked.supplies[class.0]);
                            self.takes_at_once(b, Of::Class(class), (depot, t), used);
                            self.haul(b, &via, depot, t, used);
                        }
                    }
                }
            }
        }
    }

    /// In the span the depots of the destinations hold the safety days of every class for the men there.
    pub fn safety(&self, b: &mut Build) {
        let ctx = self.ctx;
        for t in ctx.window.first..=ctx.window.last {
            for d in ctx.c.destinations.iter().filter(|d| d.counts) {
                let place = d.place;
                let Some(men) = b.find(Column::Men { place, t }) else { continue };
                for class in self.classes() {
                    let days = ctx.c.classes[class.0].safety.0;
                    let Some(stock) = b.find(Column::Stock { place, class, t }) else { continue };
                    let row = Row::Safety { place, class, t };
                    b.row(row, Sides::AtLeast(self.reserves.stock(place, class, t)));
                    b.term(row, stock, 1.0);
                    b.term(row, men, -ctx.c.norm(ctx.quiet, class).0 * days / 1000.0);
                }
            }
        }
    }
}
