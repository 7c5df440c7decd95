//! What a plan fixes before its program is written: the route of the advance, the period in which each place is taken,
//! and the days on which each line is restored.

use crate::campaign::{Days, LineId, PlaceId};
use crate::formulation::{Context, Leg, Period};
use crate::orders::Restoration;

/// The legs that are cleared, each after the leg into its first place. No place has two legs into it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Route {
    pub legs: Vec<Leg>,
}

impl Route {
    /// The leg of the route that leads into a place.
    pub fn leg_into(&self, ctx: &Context, place: PlaceId) -> Option<usize> {
        self.legs.iter().position(|leg| ctx.leg_ends(*leg).1 == place)
    }

    /// The leg before this one, if its first place has to be taken too.
    pub fn before(&self, ctx: &Context, leg: usize) -> Option<usize> {
        self.leg_into(ctx, ctx.leg_ends(self.legs[leg]).0)
    }

    /// Legs on the way to the end of this one, itself last.
    pub fn way_to(&self, ctx: &Context, leg: usize) -> Vec<usize> {
        let mut way = vec![leg];
        while let Some(before) = self.before(ctx, way[0]) {
            way.insert(0, before);
        }
        way
    }

    /// How many legs hang on this one, itself included.
    pub fn hanging_on(&self, ctx: &Context, leg: usize) -> usize {
        (0..self.legs.len()).filter(|other| self.way_to(ctx, *other).contains(&leg)).count()
    }
}

/// When the legs of a route are worked on, by leg.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dates {
    /// Period in which work may begin.
    pub begin: Vec<Period>,
    /// Period in which the leg is completed.
    pub taken: Vec<Period>,
}

/// A route with its dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    pub route: Route,
    pub dates: Dates,
    /// First period from whose beginning a place is ours and can be used, by place. `None` = never.
    pub open: Vec<Option<Period>>,
    /// First period from whose beginning a line can be used, by line. `None` = never.
    pub lines: Vec<Option<Period>>,
    pub restorations: Vec<Restoration>,
}

impl Schedule {
    /// Dates the places; lines are added by [`super::lines::restore`].
    pub fn new(ctx: &Context, route: Route, dates: Dates) -> Schedule {
        let last = ctx.window.last;
        let given = |p: PlaceId| {
            let day = ctx.c.place(p).ours_from?.0;
            Some((day / ctx.days - 1e-9).ceil().max(0.0) as Period).filter(|t| *t <= last)
        };
        let open = ctx
            .place_ids()
            .map(|p| {
                let fought = route.leg_into(ctx, p).map(|leg| dates.taken[leg] + 1).filter(|t| *t <= last);
                match (given(p), fought) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                }
            })
            .collect();
        let lines = vec![None; ctx.c.lines.len()];
        Schedule { route, dates, open, lines, restorations: Vec::new() }
    }

    /// Whether a place is ours from the beginning of the period on.
    pub fn is_open(&self, place: PlaceId, t: Period) -> bool {
        self.open[place.0].is_some_and(|open| open <= t)
    }

    /// Whether men can stand at a place at the end of the period.
    pub fn reached(&self, ctx: &Context, place: PlaceId, t: Period) -> bool {
        self.is_open(place, t) || self.route.leg_into(ctx, place).is_some_and(|leg| self.dates.taken[leg] <= t)
    }

    /// Day from which a place is certainly ours: the beginning of the period in which it opens.
    pub fn ours_from(&self, ctx: &Context, place: PlaceId) -> Option<Days> {
        if let Some(day) = ctx.c.place(place).ours_from
            && self.route.leg_into(ctx, place).is_none()
        {
            return Some(day);
        }
        self.open[place.0].map(|t| Days(ctx.start(t)))
    }

    /// Periods in which a leg may be worked on: not before its first place is ours.
    pub fn working(&self, ctx: &Context, leg: usize) -> std::ops::RangeInclusive<Period> {
        let (from, _) = ctx.leg_ends(self.route.legs[leg]);
        let ours = match self.route.leg_into(ctx, from) {
            Some(into) => self.dates.taken[into],
            None => self.open[from.0].unwrap_or(ctx.window.last + 1),
        };
        self.dates.begin[leg].max(ours)..=self.dates.taken[leg]
    }

    /// The depot that feeds the men of a place in a period: its own if it is ours from the beginning, otherwise the
    /// nearest one behind on the route; and the legs between.
    pub fn depot(&self, ctx: &Context, place: PlaceId, t: Period) -> Option<(PlaceId, Vec<usize>)> {
        let (mut at, mut via) = (place, Vec::new());
        while !self.is_open(at, t) {
            let leg = self.route.leg_into(ctx, at)?;
            via.insert(0, leg);
            at = ctx.leg_ends(self.route.legs[leg]).0;
        }
        Some((at, via))
    }

    pub fn line_works(&self, line: LineId, t: Period) -> bool {
        self.lines[line.0].is_some_and(|first| first <= t)
    }
}
