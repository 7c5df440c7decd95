//! Each thing on its own without limit: does that suffice, how much of it, and if not, why not.

use rayon::prelude::*;
use serde::Serialize;

use super::Tell;
use super::base::{Base, Ceiling};
use super::change::{self, Rounded};
use super::dial::{self, Crossing};
use crate::answer::thing::Thing;
use crate::formulation::RowKey;
use crate::solver::SolveError;

/// What is listed at least lifts the ceiling by this share of the target.
const LEAST_SHARE: f64 = 1e-3;

/// One thing without limit, everything else staying as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alone {
    #[serde(skip)]
    pub thing: Thing,
    pub what: String,
    /// Empty = everywhere.
    pub place: String,
    /// What the workbook has.
    pub today: String,
    /// Days between which it holds the ceiling down.
    pub from_day: f64,
    pub to_day: f64,
    /// Men at most without limit on it; 0 where even so the places cannot be held.
    pub most_men: f64,
    #[serde(skip)]
    pub ceiling: Ceiling,
    /// Whether the target is then no longer ruled out.
    pub enough: bool,
    /// The least of it with which the target is no longer ruled out.
    pub needed: Option<String>,
    /// Share of the way from today's value to no limit at which that is.
    pub share: Option<f64>,
    /// Day of the ceiling.
    pub day: f64,
    /// Whether it is among the means and links of the campaign, rather than where the question starts from.
    #[serde(skip)]
    pub is_means: bool,
}

impl Alone {
    /// How much it would have to change for the target not to be ruled out, as a share of what it is; infinite where that is not
    /// enough, or where there is nothing between today and no limit.
    fn much(&self) -> f64 {
        let dated = matches!(
            self.thing,
            Thing::Bridge(_)
                | Thing::Safety(_)
                | Thing::UsableFrom(_)
                | Thing::ForceFrom(_)
                | Thing::StreamFrom(_)
                | Thing::ReplacementsFrom(_)
                | Thing::Handover(_)
                | Thing::Pace(_)
        );
        self.share.map_or(f64::INFINITY, |s| if dated { s } else { change::factor(self.thing, s) - 1.0 })
    }
}

/// Whether a thing is among the means and links of a campaign. What lies in depots on day 0, the size of the force and the enemy's
/// resistance are what the question starts from: they may be remedies, but are named as reasons only where no means is.
fn is_means(thing: Thing) -> bool {
    !matches!(thing, Thing::Depot(_) | Thing::Forces | Thing::Pace(_))
}

/// What came of asking about everything.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Those that lift the ceiling, those that suffice first, by how little of them does; then by how far they lift it.
    pub rows: Vec<Alone>,
    /// Things that were looked at.
    pub looked_at: usize,
    /// Of these, for how many no program had to be solved: the prices at hand prove that they do not suffice, or there is some
    /// of them to spare.
    pub settled: usize,
}

/// Asks about every thing of the campaign, on each of these dates; the date on which most comes of it counts.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn all(bases: &[&Base], tell: Tell) -> Result<Asked, SolveError> {
    let Some(first) = bases.first() else { return Ok(Asked::default()) };
    let mut things = change::things(first.c, first.earliest);
    // Of the legs only those on the way that the schedule takes.
    let on_the_way = |thing: &Thing| match thing {
        Thing::Pace(leg) => bases.iter().any(|base| base.clears(leg.road)),
        _ => true,
    };
    things.retain(on_the_way);
    tell(super::Progress::Things(things.len()));
    let on_all = |thing: &Thing| -> Result<Option<(Alone, bool)>, SolveError> {
        let found = bases.iter().map(|base| one(base, *thing)).collect::<Result<Vec<_>, SolveError>>()?;
        tell(super::Progress::Thing);
        let carried = found.iter().flatten().all(|(_, carried)| *carried);
        let best = found.into_iter().flatten().map(|(row, _)| row).min_by(before);
        Ok(best.map(|row| (row, carried)))
    };
    let looked: Vec<Option<(Alone, bool)>> =
        things.par_iter().with_max_len(1).map(on_all).collect::<Result<_, SolveError>>()?;
    let settled = looked.iter().flatten().filter(|(_, settled)| *settled).count();
    let least = bases.iter().map(|b| b.proved.ceiling.0).fold(f64::NEG_INFINITY, f64::max) + LEAST_SHARE * first.target;
    let mut rows: Vec<Alone> =
        looked.into_iter().flatten().map(|(row, _)| row).filter(|r| r.ceiling.0 >= least).collect();
    rows.sort_by(before);
    Ok(Asked { looked_at: things.len(), settled, rows })
}

/// What suffices first, of that what is a means, by how little of it does; then by how far it lifts the ceiling.
fn before(a: &Alone, b: &Alone) -> std::cmp::Ordering {
    (!a.enough, !a.is_means)
        .cmp(&(!b.enough, !b.is_means))
        .then(a.much().total_cmp(&b.much()))
        .then(b.ceiling.0.total_cmp(&a.ceiling.0))
        .then(a.thing.cmp(&b.thing))
}

/// One thing, and whether it was settled without another solve.
fn one(base: &Base, thing: Thing) -> Result<Option<(Alone, bool)>, SolveError> {
    let Some(without) = change::relaxed(base.c, thing) else { return Ok(None) };
    let (ceiling, settled) = match base.settled(&without) {
        Some(most) => (most, true),
        None => (base.solve(&without)?.ceiling, false),
    };
    let enough = !base.is_short(ceiling);
    let (mut needed, mut at) = (None, None);
    if enough && base.is_short(base.proved.ceiling) {
        let turned = |share: f64| change::turned(base.c, thing, share);
        if let Crossing::At { share, .. } = dial::crossing(base, &turned)? {
            needed = turned(share).map(|c| change::limit(&c, thing, Rounded::Enough));
            at = Some(share);
        }
    }
    let (from_day, to_day) = window(base, thing);
    let row = Alone {
        thing,
        what: thing.what(base.c),
        place: thing.place(base.c),
        today: change::limit(base.c, thing, Rounded::AsIs),
        from_day,
        to_day,
        most_men: ceiling.men(),
        ceiling,
        enough,
        needed,
        share: at,
        day: base.day(),
        is_means: is_means(thing),
    };
    Ok(Some((row, settled)))
}

/// The days between which a thing holds the ceiling down: those of its rows that have a price, or the dates that it moves.
pub fn window(base: &Base, thing: Thing) -> (f64, f64) {
    let (c, e) = (base.c, base.earliest);
    let end = base.day();
    let days = c.question.period.0;
    let place = |p: crate::campaign::PlaceId| e.place[p.0].0.min(end);
    let span = |from: f64, to: f64| (from.clamp(0.0, end), to.clamp(0.0, end));
    match thing {
        Thing::Bridge(i) => {
            let line = c.bridges[i].line;
            let from = e.work[line.0].0;
            return span(from, from + c.bridges[i].rebuild_days.base);
        }
        Thing::UsableFrom(line) => return span(0.0, c.line(line).usable_from.map_or(0.0, |d| d.0)),
        Thing::ForceFrom(i) => return span(0.0, c.forces[i].from.0),
        Thing::Handover(p) => return span(0.0, c.place(p).ours_from.map_or(0.0, |d| d.0)),
        Thing::StreamFrom(i) => return missing(c.streams[i].span, end),
        Thing::ReplacementsFrom(i) => return missing(c.replacements[i].span, end),
        Thing::NoRail(a) => return span(place(c.road(a).ends.0).max(place(c.road(a).ends.1)), end),
        Thing::NoRoad(l) => return span(place(c.line(l).ends.0).min(place(c.line(l).ends.1)), end),
        Thing::Safety(_) => return (end, end + c.question.sustain.0),
        _ => {}
    }
    let belongs = |row: &RowKey| match (thing, *row) {
        (Thing::Class(k), RowKey::ClassBudget { class, .. }) => class == k,
        (Thing::Replacements(i), RowKey::ReplacementStream { stream, .. }) => stream == i,
        (Thing::Forces, RowKey::ForceSize { .. }) => true,
        (Thing::Trains(e), RowKey::RailCapacity { line, .. }) => line == e,
        (Thing::Yard(p), RowKey::YardCapacity { place, .. }) => place == p,
        (Thing::Handling(p), RowKey::Handling { place, .. }) => place == p,
        (Thing::Local(i), RowKey::LocalSupply { stream, .. }) => stream == i,
        (Thing::Rolling(g, k), RowKey::RollingStock { gauge, kind, .. }) => (g, k) == (gauge, kind),
        (Thing::Trucks, RowKey::TruckFleet { .. }) => true,
        (Thing::Brigades, RowKey::Brigades { .. }) => true,
        (Thing::Vehicles(a), RowKey::RoadCapacity { road, .. }) => road == a,
        (Thing::Pace(l), RowKey::Pace { leg, .. }) => l.road == leg.road,
        (Thing::Depot(p), RowKey::StockBalance { place, .. }) => place == p,
        _ => false,
    };
    let priced = || base.proved.prices.paid().filter(|(row, _)| belongs(row));
    let largest = priced().map(|(_, y)| y.abs()).fold(0.0, f64::max);
    let at: Vec<_> = priced().filter(|(_, y)| y.abs() > 0.02 * largest).filter_map(|(row, _)| row.period()).collect();
    match (at.iter().min(), at.iter().max()) {
        (Some(first), Some(last)) => span(*first as f64 * days, (*last + 1) as f64 * days),
        _ => (0.0, end),
    }
}

/// The days on which a stream does not run.
fn missing(span: crate::campaign::Span, end: f64) -> (f64, f64) {
    match span.to {
        Some(to) if to.0 < end => (to.0, end),
        _ => (0.0, span.from.0.min(end)),
    }
}
