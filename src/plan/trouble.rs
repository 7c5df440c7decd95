//! What a schedule lacks, and the schedule that comes after it.

use super::Program;
use super::keys::{Column, Row};
use super::pace;
use super::schedule::{Dates, Route, Schedule};
use crate::campaign::PlaceId;
use crate::formulation::{Context, Period};

/// Shares and thousand men below this are the solver's dust.
const DUST: f64 = 1e-4;

/// Trouble in periods later than this after the first may be a consequence of it and is left for the next round.
const AT_ONCE: Period = 2;

/// What is missing from a schedule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trouble {
    /// Legs that are not cleared in their time, with the share that is missing.
    pub short: Vec<(usize, f64)>,
    /// Thousand men missing from the groupings at a place in a period.
    pub absent: Vec<(PlaceId, Period, f64)>,
    /// Day by which the last place is taken at the soonest, where that is too late.
    pub late: Option<f64>,
    /// What the replay said, where the program was content.
    pub faults: Vec<String>,
    /// The solver had nothing to offer: nothing is known of the schedule.
    pub unsolved: bool,
}

impl Trouble {
    /// Of a schedule whose program could not be solved.
    pub fn unsolved() -> Trouble {
        Trouble { unsolved: true, ..Trouble::default() }
    }

    /// Of a schedule that takes the last place by a day that is too late.
    pub fn late(day: f64) -> Trouble {
        Trouble { late: Some(day), ..Trouble::default() }
    }

    /// Reads a solution.
    pub fn of(schedule: &Schedule, program: &Program<Column, Row>, x: &[f64]) -> Trouble {
        let mut out = Trouble::default();
        for (key, value) in program.columns.iter().zip(x) {
            match *key {
                Column::Short { leg } if *value > DUST => out.short.push((leg, *value)),
                Column::Absent { place, t } if *value > DUST => out.absent.push((place, t, *value)),
                _ => {}
            }
        }
        out.short.sort_by_key(|(leg, _)| schedule.dates.taken[*leg]);
        out.absent.sort_by_key(|(place, t, _)| (*t, *place));
        out
    }

    pub fn is_none(&self) -> bool {
        self.short.is_empty() && self.absent.is_empty()
    }

    /// How bad it is: legs missing and groupings missing for a period count alike.
    pub fn weight(&self) -> f64 {
        let legs: f64 = self.short.iter().map(|(_, share)| share).sum();
        let men: f64 = self.absent.iter().map(|(_, _, men)| men / 400.0).sum();
        let late = if self.late.is_some() || self.unsolved { 1e6 } else { 0.0 };
        late + legs + men + if self.is_none() { 1e-6 * self.faults.len() as f64 } else { 0.0 }
    }

    /// Later dates for what went wrong first; what hangs on it moves as far as it must.
    pub fn delayed(&self, ctx: &Context, schedule: &Schedule, dates: &Dates) -> Dates {
        let route = &schedule.route;
        let worked_from = |place: PlaceId, t: Period| {
            (0..route.legs.len())
                .filter(move |l| ctx.leg_ends(route.legs[*l]).0 == place && schedule.working(ctx, *l).contains(&t))
        };
        let absent_at = |place: PlaceId, t: Period| self.absent.iter().any(|(p, u, _)| *p == place && *u == t);
        let first_absent = self.absent.first().map(|(_, t, _)| *t);
        let first_short = self.short.first().map(|(leg, _)| dates.taken[*leg]);
        let first = first_absent.into_iter().chain(first_short).min().unwrap_or(0);
        // How many periods later each leg begins, and how much longer it is worked on.
        let mut later = vec![0; route.legs.len()];
        let mut longer = vec![0; route.legs.len()];
        for (leg, _) in self.short.iter().filter(|(leg, _)| dates.taken[*leg] <= first + AT_ONCE) {
            longer[*leg] = 1;
        }
        for (place, t, _) in self.absent.iter().filter(|(_, t, _)| *t <= first + AT_ONCE) {
            for leg in worked_from(*place, *t) {
                // Nobody is there yet: the leg begins when they are.
                let begin = *schedule.working(ctx, leg).start();
                let late = (begin..=*t).take_while(|u| absent_at(*place, *u)).count();
                // From the schedule's own beginning, which may be before the place was ours.
                later[leg] = later[leg].max(begin + late.max(1) - dates.begin[leg]);
                longer[leg] = longer[leg].max(usize::from(late == 0));
            }
        }
        let moved = Dates {
            begin: (0..later.len()).map(|l| dates.begin[l] + later[l]).collect(),
            taken: (0..later.len()).map(|l| (dates.taken[l] + longer[l]).max(dates.begin[l] + later[l])).collect(),
        };
        pace::in_order(ctx, route, moved)
    }

    /// What is missing, in a sentence.
    pub fn words(&self, ctx: &Context, route: &Route) -> String {
        let whole = |v: f64| crate::tables::check::grouped(v.round());
        let name = |p: PlaceId| &ctx.c.place(p).name;
        if let Some(day) = self.late {
            return format!(
                "with places and lines used only from the period after they are ours, and groupings whole before they attack, \
                 the last place that must be held is taken by day {} at the soonest",
                whole(day)
            );
        }
        if let Some((place, t, men)) = self.absent.first() {
            return format!(
                "in the schedule that came closest {} men are missing from the attack at {} on days {} to {}",
                whole(men * 1000.0),
                name(*place),
                whole(ctx.start(*t)),
                whole(ctx.end(*t))
            );
        }
        if let Some((leg, share)) = self.short.first() {
            let (from, to) = ctx.leg_ends(route.legs[*leg]);
            return format!(
                "in the schedule that came closest {} % of the way from {} to {} is not cleared in time",
                whole((share * 100.0).max(1.0)),
                name(from),
                name(to)
            );
        }
        match self.faults.first() {
            Some(fault) => format!("the schedule that came closest does not stand the day-by-day replay: {fault}"),
            None => "no schedule could be worked out to its end".into(),
        }
    }
}
