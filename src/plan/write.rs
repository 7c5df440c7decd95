//! From the plan's solution to orders: days within periods, people's units.

use super::keys::Column;
use super::schedule::Schedule;
use super::{Planner, Program};
use crate::formulation::{Context, Period};
use crate::orders::*;

/// Less than this is the solver's dust: a gram of supplies, a thousandth of a man.
const DUST: f64 = 1e-9;

/// Less than this share of a leg is the solver's dust too: it would need a stretch of no time at all.
const LEAST_SHARE: f64 = 1e-4;

/// Writes out the orders behind a solution.
pub fn orders(p: &Planner, program: &Program<Column, super::keys::Row>, x: &[f64]) -> Orders {
    let (ctx, s) = (p.ctx, p.schedule);
    let mut o = Orders {
        period_days: ctx.days.round() as usize,
        periods: ctx.window.last + 1,
        counted_from_day: ctx.end(ctx.window.first),
        men: (program.value(x, Column::Sustained) * 1000.0).floor(),
        restorations: s.restorations.clone(),
        ..Orders::default()
    };
    let taken_on = works(p, program, x, &mut o);
    follows(p, program, x, &taken_on, &mut o);
    for (key, value) in program.columns.iter().zip(x) {
        if *value <= DUST {
            continue;
        }
        let (men, tonnes) = (value * 1000.0, value * 1000.0);
        match *key {
            Column::Joined { force } => o.joined.push(Joined { force, men }),
            Column::Replaced { stream, t } => o.replaced.push(Replaced { stream, period: t, men }),
            Column::March { road, way, t } => o.marches.push(March { road, way, period: t, men }),
            Column::RailMen { line, way, t } => o.men_by_rail.push(MenByRail { line, way, period: t, men }),
            Column::Accepted { stream, t } => o.accepted.push(Accepted { stream, period: t, tonnes }),
            Column::Rail { line, way, class, t } => {
                o.freight.push(Freight { link: Link::Rail(line), way, class, period: t, tonnes })
            }
            Column::Road { road, way, class, t } => {
                o.freight.push(Freight { link: Link::Road(road), way, class, period: t, tonnes })
            }
            Column::Sea { link, way, class, t } => {
                o.freight.push(Freight { link: Link::Sea(link), way, class, period: t, tonnes })
            }
            Column::TruckJoin { fleet, place } => {
                if let Some(truck) = p.trucks {
                    o.truck_joins.push(TruckJoin { fleet, place, trucks: truck.trucks(*value) });
                }
            }
            Column::TruckMove { road, way, t } => {
                if let Some(truck) = p.trucks {
                    o.truck_transfers.push(TruckTransfer { road, way, period: t, trucks: truck.trucks(*value) });
                }
            }
            _ => {}
        }
    }
    o
}

/// The stretches of the advance, one after the other along each way within a period. Gives the day on which each leg is
/// completed.
fn works(p: &Planner, program: &Program<Column, super::keys::Row>, x: &[f64], o: &mut Orders) -> Vec<f64> {
    let (ctx, s) = (p.ctx, p.schedule);
    let mut taken_on = vec![f64::INFINITY; s.route.legs.len()];
    for leg in in_line(ctx, s) {
        let (from, _) = ctx.leg_ends(s.route.legs[leg]);
        let shares: Vec<(Period, f64)> =
            s.working(ctx, leg).map(|t| (t, program.value(x, Column::Progress { leg, t }))).collect();
        let shares: Vec<(Period, f64)> = shares.into_iter().filter(|(_, share)| *share > LEAST_SHARE).collect();
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        let last = shares.len().checked_sub(1);
        for (i, (t, share)) in shares.into_iter().enumerate() {
            // The last bits of what the solver leaves undone.
            let share = share / sum.max(1e-9);
            let Some(asked) = super::front::cautious(ctx, s.route.legs[leg], t) else { continue };
            let before = s.route.before(ctx, leg).map_or(0.0, |b| taken_on[b]);
            let from_day = before.max(ctx.start(t));
            let to_day = (from_day + share * asked.days).min(ctx.end(t));
            let Some((depot, via)) = s.depot(ctx, from, t) else { continue };
            let leg_ = s.route.legs[leg];
            let via = via.into_iter().map(|l| (s.route.legs[l].road, s.route.legs[l].way)).collect();
            o.works.push(Work { road: leg_.road, way: leg_.way, from_day, to_day, share, depot, via });
            if Some(i) == last {
                taken_on[leg] = to_day;
            }
        }
    }
    taken_on
}

/// Legs of the route, each after the one before it.
fn in_line(ctx: &Context, s: &Schedule) -> Vec<usize> {
    let mut legs: Vec<usize> = (0..s.route.legs.len()).collect();
    legs.sort_by_key(|l| s.route.way_to(ctx, *l).len());
    legs
}

fn follows(p: &Planner, program: &Program<Column, super::keys::Row>, x: &[f64], taken_on: &[f64], o: &mut Orders) {
    let (ctx, s) = (p.ctx, p.schedule);
    for leg in in_line(ctx, s) {
        let t = s.dates.taken[leg];
        let (from, to) = ctx.leg_ends(s.route.legs[leg]);
        let Some((depot, via)) = s.depot(ctx, from, t) else { continue };
        let road = |l: usize| (s.route.legs[l].road, s.route.legs[l].way);
        let via: Vec<_> = via.into_iter().map(road).chain([road(leg)]).collect();
        let day = taken_on[leg];
        let men = program.value(x, Column::FollowMen { leg }).max(0.0) * 1000.0;
        let tonnes: Vec<f64> =
            p.classes().map(|class| program.value(x, Column::FollowStock { leg, class }).max(0.0) * 1000.0).collect();
        let none = vec![0.0; tonnes.len()];
        if depot == from {
            o.follows.push(Follow { from, to, via, day, men, tonnes });
        } else {
            // The men come from the place taken just before, the supplies from the depot behind.
            o.follows.push(Follow { from, to, via: vec![road(leg)], day, men, tonnes: none });
            o.follows.push(Follow { from: depot, to, via, day, men: 0.0, tonnes });
        }
    }
}
