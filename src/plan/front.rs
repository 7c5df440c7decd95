//! The advance in a plan: legs of the route worked on within their periods, by a grouping that is there.

use super::keys::{Column, Row};
use super::within::Of;
use super::{Build, Planner};
use crate::campaign::{ClassId, Days, PlaceId, PostureId};
use crate::formulation::{Context, Leg, Period};
use crate::solver::Sides;

/// What a leg asks in one period, cautiously: where resistance or season changes within it, the worst of its days.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Days to clear the whole leg.
    pub days: f64,
    /// Grouping, thousand men.
    pub men: f64,
    /// Thousand men lost in clearing the whole leg, beyond what the same men would lose at rest.
    pub losses: f64,
    /// kt of each class used in clearing the whole leg, beyond what the same men would use at rest.
    pub supplies: Vec<f64>,
}

/// `None` where the leg is closed on any day of the period.
pub fn cautious(ctx: &Context, leg: Leg, t: Period) -> Option<Asked> {
    let c = ctx.c;
    let km = c.road(leg.road).length.0;
    let mut dates: Vec<f64> = c.pace_changes().filter(|d| *d > ctx.start(t) && *d < ctx.end(t)).collect();
    dates.push(ctx.start(t));
    let mut worst = Asked { days: 0.0, men: 0.0, losses: 0.0, supplies: vec![0.0; c.classes.len()] };
    for day in dates {
        let r = c.resistance_on(leg.road, Days(day))?;
        let rate = c.rate_on(leg.road, Days(day));
        if rate <= 0.0 {
            return None;
        }
        let days = km / rate;
        let effort = r.grouping.base / 1e6 * days;
        let lost = |p: PostureId| c.postures[p.0].casualties_per_1000.base;
        worst.days = worst.days.max(days);
        worst.men = worst.men.max(r.grouping.base / 1000.0);
        worst.losses = worst.losses.max(effort * (lost(r.posture) - lost(ctx.quiet)));
        for (k, used) in worst.supplies.iter_mut().enumerate() {
            *used = used.max(effort * (c.norm(r.posture, ClassId(k)).0 - c.norm(ctx.quiet, ClassId(k)).0));
        }
    }
    Some(worst)
}

/// A penalty on what is not cleared in time, thousand men per leg: far above the pool.
const SHORT_WEIGHT: f64 = 1e4;

/// The same on a thousand men missing from a grouping.
const ABSENT_WEIGHT: f64 = 50.0;

/// Least share of a grouping that goes into the place that it takes.
const GO_IN: f64 = 0.1;

/// Least share of a leg that is left for the period in which it is completed.
const LAST_SHARE: f64 = 1e-3;

/// Days of a period that stay unused where legs in line share it: the solver's dust must not make an advance too fast.
pub const BETWEEN_LEGS: f64 = 0.005;

/// Share of a period in which what follows the troops finds room on the road.
const PART_OF_PERIOD: f64 = 0.9;

impl Planner<'_> {
    /// Vehicles on a leg in the period in which it is cleared: what follows the troops, and what they draw from behind.
    /// They drive after the troops, so only in a part of the period.
    pub fn leg_rows(&self, b: &mut Build) {
        for (leg, l) in self.schedule.route.legs.iter().enumerate() {
            let t = self.schedule.dates.taken[leg];
            let road = self.ctx.c.road(l.road);
            let vehicles = road.capacity.base * self.weather(l.road, t).road_capacity * self.ctx.days / 1000.0;
            b.row(Row::LegRoom { leg }, Sides::AtMost(self.reserves.most(vehicles * PART_OF_PERIOD)));
        }
    }

    /// Progress on the legs of the route, each cleared within its periods; legs in line share the days of a period.
    pub fn progress(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        for leg in 0..s.route.legs.len() {
            b.row(Row::LegDone { leg }, Sides::Equal(1.0));
            let short = b.column(Column::Short { leg }, 1.0);
            b.term(Row::LegDone { leg }, short, 1.0);
            // What cannot be done should show where it first bites, so the later legs go first.
            b.objective(short, -SHORT_WEIGHT * s.route.hanging_on(ctx, leg) as f64);
            for t in s.working(ctx, leg) {
                let Some(asked) = cautious(ctx, s.route.legs[leg], t) else { continue };
                let most = (ctx.days / asked.days.max(1e-9)).min(1.0);
                // The last of it is cleared in the period in which the place counts as taken.
                let least = if t == s.dates.taken[leg] { LAST_SHARE.min(most) } else { 0.0 };
                let progress = b.column_between(Column::Progress { leg, t }, least, most);
                b.term(Row::LegDone { leg }, progress, 1.0);
                // Among equals the sooner: reserves are kept for the end.
                b.objective(progress, -1e-3 * t as f64);
            }
        }
        for leg in 0..s.route.legs.len() {
            for t in s.working(ctx, leg) {
                let row = Row::TimeBudget { leg, t };
                let way = s.route.way_to(ctx, leg);
                let in_line = way.iter().filter(|l| b.find(Column::Progress { leg: **l, t }).is_some()).count() > 1;
                b.row(row, Sides::AtMost(1.0 - if in_line { BETWEEN_LEGS / ctx.days } else { 0.0 }));
                for l in way {
                    let (Some(column), Some(asked)) =
                        (b.find(Column::Progress { leg: l, t }), cautious(ctx, s.route.legs[l], t))
                    else {
                        continue;
                    };
                    b.term(row, column, asked.days / ctx.days);
                }
            }
        }
    }

    /// Legs out of a place that may be worked on in a period.
    pub fn worked_from(&self, place: PlaceId, t: Period) -> Vec<(usize, Asked)> {
        let (ctx, s) = (self.ctx, self.schedule);
        (0..s.route.legs.len())
            .filter(|l| ctx.leg_ends(s.route.legs[*l]).0 == place && s.working(ctx, *l).contains(&t))
            .filter_map(|l| Some((l, cautious(ctx, s.route.legs[l], t)?)))
            .collect()
    }

    /// The groupings are where they are needed, the whole period long, whatever marches off or is lost.
    pub fn presence(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        for t in ctx.periods() {
            for place in ctx.place_ids() {
                let legs = self.worked_from(place, t);
                let needed: f64 = legs.iter().map(|(_, a)| a.men).sum();
                if legs.is_empty() || needed <= 0.0 {
                    continue;
                }
                let row = Row::Presence { place, t };
                // Until the period's last day some fall sick.
                let well = 1.0 - self.quiet_loss() * ctx.days;
                b.row(row, Sides::AtLeast(needed + self.reserves.men(place, t)));
                let absent = b.column(Column::Absent { place, t }, needed);
                b.term(row, absent, 1.0);
                b.objective(absent, -ABSENT_WEIGHT * (2.0 - t as f64 / ctx.window.last.max(1) as f64));
                if s.is_open(place, t) {
                    for men in self.at_start(b, place, t) {
                        b.term(row, men, well);
                    }
                    for out in self.setting_out(b, place, t) {
                        b.term(row, out, -1.0);
                    }
                } else if let Some(men) = s.route.leg_into(ctx, place).and_then(|leg| b.find(Column::FollowMen { leg }))
                {
                    b.term(row, men, well);
                }
                for (leg, asked) in &legs {
                    if let Some(p) = b.find(Column::Progress { leg: *leg, t }) {
                        b.term(row, p, -asked.losses);
                    }
                }
                self.stay(b, place, t, &legs);
            }
        }
    }

    /// Those who follow along a leg that is cleared leave the groupings of the others behind.
    fn stay(&self, b: &mut Build, place: PlaceId, t: Period, legs: &[(usize, Asked)]) {
        let s = self.schedule;
        let left: f64 = legs.iter().filter(|(l, _)| s.dates.taken[*l] > t).map(|(_, a)| a.men).sum();
        let gone: Vec<_> = legs.iter().filter(|(l, _)| s.dates.taken[*l] == t).collect();
        if gone.is_empty() {
            return;
        }
        let row = Row::Stay { place, t };
        b.row(row, Sides::AtLeast(left + self.reserves.men(place, t)));
        let here = match s.route.leg_into(self.ctx, place) {
            Some(leg) if !s.is_open(place, t) => b.find(Column::FollowMen { leg }).into_iter().collect(),
            _ => self.at_start(b, place, t),
        };
        for men in here {
            b.term(row, men, 1.0 - self.quiet_loss() * self.ctx.days);
        }
        for out in self.setting_out(b, place, t) {
            b.term(row, out, -1.0);
        }
        for (leg, asked) in legs {
            if let Some(p) = b.find(Column::Progress { leg: *leg, t }) {
                b.term(row, p, -asked.losses);
            }
        }
        for (leg, _) in gone {
            if let Some(men) = b.find(Column::FollowMen { leg: *leg }) {
                b.term(row, men, -1.0);
            }
        }
        if let Some(absent) = b.find(Column::Absent { place, t }) {
            b.term(row, absent, 1.0);
        }
    }

    /// Men and supplies that go into a place with the advance, in the period in which it is taken.
    pub fn follow(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        for leg in 0..s.route.legs.len() {
            let t = s.dates.taken[leg];
            let (from, to) = ctx.leg_ends(s.route.legs[leg]);
            let Some(asked) = cautious(ctx, s.route.legs[leg], t) else { continue };
            // The grouping fights its way in; others keep up behind it as far as there is room on the road.
            let road = ctx.c.road(s.route.legs[leg].road);
            let vehicles =
                road.capacity.base * self.weather(s.route.legs[leg].road, t).road_capacity * asked.days / 1000.0;
            let behind = self.reserves.most(vehicles * ctx.c.factors.men_per_road_vehicle.estimate.base);
            let most = asked.men + behind;
            let men = b.column(Column::FollowMen { leg }, most.min(ctx.pool(t)));
            self.takes_at_once(b, Of::Men, (from, t), (men, 1.0));
            // The balance has men who come in a period sick for half of it; these may be there for all of it.
            let half = ctx.days / 2.0;
            b.term(Row::MenBalance { place: to, t }, men, -1.0 + self.quiet_loss() * half);
            let Some((depot, via)) = s.depot(ctx, from, t) else { continue };
            let via: Vec<usize> = via.into_iter().chain([leg]).collect();
            for class in self.classes() {
                let rations = (men, ctx.c.norm(ctx.quiet, class).0 * half / 1000.0);
                self.takes(b, Of::Class(class), (depot, t), rations);
                self.haul(b, &via, depot, t, rations);
                let stock = b.column(Column::FollowStock { leg, class }, self.ctx.class_supplies(class, t));
                self.takes_at_once(b, Of::Class(class), (depot, t), (stock, 1.0));
                b.term(Row::StockBalance { place: to, class, t }, stock, -1.0);
                self.haul(b, &via, depot, t, (stock, 1.0));
            }
        }
    }
}

impl Planner<'_> {
    /// Nobody takes a town without going in, unless those who should are missing.
    pub fn go_in(&self, b: &mut Build) {
        let (ctx, s) = (self.ctx, self.schedule);
        for leg in 0..s.route.legs.len() {
            let (place, t) = (ctx.leg_ends(s.route.legs[leg]).0, s.dates.taken[leg]);
            let (Some(men), Some(asked)) = (b.find(Column::FollowMen { leg }), cautious(ctx, s.route.legs[leg], t))
            else {
                continue;
            };
            let row = Row::FollowLeast { leg };
            b.row(row, Sides::AtLeast(GO_IN * asked.men));
            b.term(row, men, 1.0);
            if let Some(absent) = b.find(Column::Absent { place, t }) {
                b.term(row, absent, 1.0);
            }
        }
    }
}

/// Where men are when a period begins, and those who leave in it.
impl Planner<'_> {
    /// Men who stand at a place when a period begins.
    pub fn at_start(&self, b: &Build, place: PlaceId, t: Period) -> Vec<crate::formulation::program::Col> {
        let before = t.checked_sub(1).and_then(|t| b.find(Column::Men { place, t }));
        let joins = |f: &crate::campaign::Force| f.place == place && (f.from.0 - self.ctx.start(t)).abs() < 1e-9;
        let forces = self.ctx.c.forces.iter().enumerate().filter(|(_, f)| joins(f));
        before.into_iter().chain(forces.filter_map(|(force, _)| b.find(Column::Joined { force }))).collect()
    }

    /// Men who march or ride off in a period.
    pub fn setting_out(&self, b: &Build, place: PlaceId, t: Period) -> Vec<crate::formulation::program::Col> {
        let by_road = self.roads.iter().filter(|r| r.from == place);
        let by_rail = self.lines.iter().filter(|l| l.from == place);
        by_road
            .filter_map(|r| b.find(Column::March { road: r.id, way: r.way, t }))
            .chain(by_rail.filter_map(|l| b.find(Column::RailMen { line: l.id, way: l.way, t })))
            .collect()
    }
}
