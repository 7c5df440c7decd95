//! The theatre as maps show it: places and links with their coordinates, and how each of them stands in every period of the
//! optimistic schedule.

use super::schedule::Schedule;
use crate::campaign::{Campaign, ClassId, LineId, PlaceId};
use crate::formulation::{ColumnKey, Period, RowKey};

/// Places, links, and their course.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Theatre {
    pub places: Vec<MapPlace>,
    /// Rail lines, then roads, then crossings by sea, each in the workbook's order.
    pub links: Vec<MapLink>,
    /// One for each row of the timeline; none where there is no schedule.
    pub states: Vec<State>,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPlace {
    pub key: String,
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Name of the river it stands on; empty = none.
    pub river: String,
    pub corridor: String,
    /// Day on which it is ours without a fight; `None` = must be taken.
    pub ours_from: Option<f64>,
    pub must_hold: bool,
    /// Whether men there count.
    pub counts: bool,
}

/// A link between two places.
#[derive(Debug, Clone, PartialEq)]
pub struct MapLink {
    /// `rail`, `road` or `sea`, as in [`super::FlowRow::kind`].
    pub kind: &'static str,
    pub key: String,
    /// Indices of its ends in [`Theatre::places`].
    pub ends: (usize, usize),
    pub km: f64,
    /// Trains, vehicles or tonnes a day, each way, once in working order.
    pub capacity: f64,
    /// Number of tracks and gauge in mm; of rail lines only.
    pub track: Option<(f64, f64)>,
}

/// How everything stands at the end of one period.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Last day of the period.
    pub day: f64,
    /// Share in which each place is held (0..1).
    pub held: Vec<f64>,
    /// Share in which each rail line is in working order (0..1), in the order of [`Theatre::links`].
    pub working: Vec<f64>,
    /// Indices of the places held furthest forward, and of those furthest forward that trains reach.
    pub front: Vec<usize>,
    pub railhead: Vec<usize>,
    /// One for each of [`super::Answer::classes`].
    pub classes: Vec<ClassDay>,
}

/// Tonnes of one class on a day of the period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ClassDay {
    /// Accepted from streams, found or handed over.
    pub came_t_per_day: f64,
    /// Used by men, trucks, locomotives and works.
    pub used_t_per_day: f64,
}

impl Theatre {
    /// Places and links of a campaign, without a course.
    pub fn of(c: &Campaign) -> Theatre {
        let asked = |p: usize| c.destinations.iter().filter(move |d| d.place.0 == p);
        let places = c.places.iter().enumerate().map(|(i, p)| MapPlace {
            key: p.key.clone(),
            name: p.name.clone(),
            latitude: p.latitude,
            longitude: p.longitude,
            river: p.river.clone(),
            corridor: p.corridor.clone(),
            ours_from: p.ours_from.map(|d| d.0),
            must_hold: asked(i).any(|d| d.must_hold),
            counts: asked(i).any(|d| d.counts),
        });
        let ends = |(a, b): (PlaceId, PlaceId)| (a.0, b.0);
        let rail = c.lines.iter().enumerate().map(|(e, l)| MapLink {
            kind: "rail",
            key: l.key.clone(),
            ends: ends(l.ends),
            km: l.length.0,
            capacity: c.line_capacity(LineId(e)),
            track: Some((l.tracks, l.gauge_mm)),
        });
        let link = |kind, key: &str, at, km, capacity| MapLink {
            kind,
            key: key.to_string(),
            ends: ends(at),
            km,
            capacity,
            track: None,
        };
        let roads = c.roads.iter().map(|r| link("road", &r.key, r.ends, r.length.0, r.capacity.base));
        let sea = c.sea_links.iter().map(|s| link("sea", &s.key, s.ends, s.length.0, s.capacity.base));
        Theatre { places: places.collect(), links: rail.chain(roads).chain(sea).collect(), states: Vec::new() }
    }
}

impl Schedule<'_> {
    /// One state for each period, in the order of the timeline.
    pub(super) fn states(&self) -> Vec<State> {
        let origin = self.origin();
        let indices = |found: Vec<(f64, PlaceId)>| found.into_iter().map(|(_, p)| p.0).collect();
        let one = |t: Period| {
            let by_rail = self.reached_by_rail(t);
            State {
                day: super::dates::day(self.ctx.c, t).0,
                held: self.ctx.place_ids().map(|p| self.held(p, t)).collect(),
                working: (0..self.ctx.c.lines.len()).map(|e| self.working(LineId(e), t)).collect(),
                front: indices(self.front(&origin, t)),
                railhead: indices(self.furthest_places(&origin, |p| by_rail[p.0])),
                classes: self.classes(t),
            }
        };
        self.ctx.periods().map(one).collect()
    }

    /// Read off the budget of each class: what makes room came, what takes room was used.
    fn classes(&self, t: Period) -> Vec<ClassDay> {
        let per_day = 1000.0 / self.ctx.days;
        let mut out = vec![ClassDay::default(); self.ctx.c.classes.len()];
        for (i, key) in self.program.rows.iter().enumerate() {
            let RowKey::ClassBudget { class: ClassId(class), t: u } = *key else { continue };
            let Some(day) = out.get_mut(class).filter(|_| u == t) else { continue };
            day.came_t_per_day += self.program.lp.sides[i].upper() * per_day;
            for (j, a) in self.program.lp.row(i) {
                let kt = a * self.x[j];
                match self.program.columns[j] {
                    ColumnKey::ClassLeft { .. } => {}
                    ColumnKey::Arrived { .. } | ColumnKey::Taken { .. } | ColumnKey::Cleared { .. } if kt < 0.0 => {
                        day.came_t_per_day -= kt * per_day;
                    }
                    _ => day.used_t_per_day += kt * per_day,
                }
            }
        }
        out
    }
}
