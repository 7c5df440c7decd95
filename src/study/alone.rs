//! Each thing on its own without limit: does that suffice, how much of it, and if not, why not.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::Tell;
use super::base::{Base, Ceiling, Proved};
use super::change;
use super::dial::{self, Crossing};
use super::families::{self, Family};
use super::freed::{Freed, Needed};
use super::limits::{self, Rounded};
use crate::answer::thing::Thing;
use crate::formulation::RowKey;
use crate::solver::SolveError;

/// What is listed at least lifts the ceiling by this share of the target.
const LEAST_SHARE: f64 = 1e-3;
/// Things of a kind that are solved for one by one, where no price settles them; the others are freed together.
const SINGLY: usize = 4;
/// Things for which the least that is enough is solved for; of the others it is told what the prices prove to be too little.
const SIZED: usize = 4;

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
    #[serde(flatten)]
    pub freed: Freed,
    /// Share of the way from today's value to no limit at which that is.
    pub share: Option<f64>,
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
    /// All things of a kind together, those that suffice first.
    pub families: Vec<Family>,
    /// Things that were looked at.
    pub looked_at: usize,
    /// Of these, how many help, but were freed only together with others of their kind.
    pub grouped: usize,
    /// What the best of these may bring at most; `None` where there are none.
    pub grouped_most: Option<Ceiling>,
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
    things.sort();
    tell(super::Progress::Things(things.len() * bases.len()));
    let mut best: BTreeMap<Thing, (Alone, &Base, One)> = BTreeMap::new();
    let mut families: Vec<Family> = Vec::new();
    let (mut solved, mut grouped) = (BTreeSet::new(), BTreeSet::new());
    let mut grouped_most: Option<Ceiling> = None;
    for base in bases {
        let found = on_a_date(base, &things, tell)?;
        for one in found.things {
            solved.extend(one.solved.then_some(one.thing));
            if one.grouped && is_gain(base, one.ceiling) {
                grouped.insert(one.thing);
                grouped_most = grouped_most.filter(|most| most.0 >= one.ceiling.0).or(Some(one.ceiling));
                continue;
            }
            let row = row(base, &one);
            if best.get(&one.thing).is_none_or(|(other, ..)| before(&row, other).is_lt()) {
                best.insert(one.thing, (row, base, one));
            }
        }
        families.extend(found.families);
    }
    families.sort_by(|a, b| a.what.cmp(b.what).then(b.freed.ceiling.0.total_cmp(&a.freed.ceiling.0)));
    families.dedup_by(|later, first| later.what == first.what);
    families.sort_by(|a, b| {
        b.freed
            .enough
            .cmp(&a.freed.enough)
            .then(b.freed.ceiling.0.total_cmp(&a.freed.ceiling.0))
            .then(a.what.cmp(b.what))
    });
    let least = bases.iter().map(|b| b.proved.ceiling.0).fold(f64::NEG_INFINITY, f64::max) + LEAST_SHARE * first.target;
    let mut rows: Vec<(Alone, &Base, One)> = best.into_values().filter(|(r, ..)| r.freed.ceiling.0 >= least).collect();
    rows.sort_by(|a, b| before(&a.0, &b.0));
    let sized_rows = rows.iter_mut().filter(|(row, ..)| row.freed.enough && row.share.is_some()).take(SIZED);
    let sized_rows: Vec<_> = sized_rows.collect();
    sized_rows
        .into_par_iter()
        .with_max_len(1)
        .try_for_each(|(row, base, one)| sized(base, row, one.proved.as_ref()))?;
    let mut rows: Vec<Alone> = rows.into_iter().map(|(row, ..)| row).collect();
    // Those that were not sized stay behind: what is proved of them is only the least it could be.
    let sized = rows.iter().filter(|row| row.freed.enough).count().min(SIZED);
    rows[..sized].sort_by(before);
    let settled = things.len() - solved.len();
    Ok(Asked { rows, families, looked_at: things.len(), settled, grouped: grouped.len(), grouped_most })
}

/// What suffices first, of that what is a means, by how little of it does; then by how far it lifts the ceiling.
fn before(a: &Alone, b: &Alone) -> std::cmp::Ordering {
    (!a.freed.enough, !a.is_means)
        .cmp(&(!b.freed.enough, !b.is_means))
        .then(a.much().total_cmp(&b.much()))
        .then(b.freed.ceiling.0.total_cmp(&a.freed.ceiling.0))
        .then(a.thing.cmp(&b.thing))
}

/// A thing without limit on one date.
struct One {
    thing: Thing,
    ceiling: Ceiling,
    /// `None` where no program of its own was solved.
    proved: Option<Proved>,
    /// Whether a program was solved for it.
    solved: bool,
    /// Whether the ceiling is that of several things together, so that its own is at most that.
    grouped: bool,
}

struct OnADate {
    things: Vec<One>,
    families: Vec<Family>,
}

/// Everything on one date. Things of one kind are first freed together: what all of them do not do, none of them does.
fn on_a_date(base: &Base, things: &[Thing], tell: Tell) -> Result<OnADate, SolveError> {
    let kinds: Vec<&[Thing]> = things.chunk_by(|a, b| std::mem::discriminant(a) == std::mem::discriminant(b)).collect();
    let one_kind = |kind: &&[Thing]| -> Result<(Option<Family>, Vec<One>), SolveError> {
        let settled = |thing: &Thing| {
            let found = change::relaxed(base.c, *thing).map(|c| base.settled(&c));
            found.map(|found| (*thing, found))
        };
        let known: Vec<(Thing, Option<Ceiling>)> = kind.par_iter().filter_map(settled).collect();
        let family = families::free(base, kind)?;
        let (open, mut out): (Vec<Thing>, Vec<One>) =
            known.into_iter().fold((vec![], vec![]), |mut sum, (thing, found)| {
                match found {
                    Some(ceiling) => sum.1.push(One { thing, ceiling, proved: None, solved: false, grouped: false }),
                    None => sum.0.push(thing),
                }
                sum
            });
        // What prices prove of one may be more than what a solve proved of all.
        if let Some(family) = &family {
            out.iter_mut().for_each(|one| one.ceiling = one.ceiling.min(family.freed.ceiling));
        }
        match &family {
            Some(family) if !is_gain(base, family.freed.ceiling) => {
                let of_all = |thing: &Thing| One {
                    thing: *thing,
                    ceiling: family.freed.ceiling,
                    proved: None,
                    solved: true,
                    grouped: true,
                };
                out.extend(open.iter().map(of_all));
            }
            _ => out.extend(sifted(base, &open)?),
        }
        kind.iter().for_each(|_| tell(super::Progress::Thing));
        Ok((family, out))
    };
    let found = kinds.par_iter().with_max_len(1).map(one_kind).collect::<Result<Vec<_>, SolveError>>()?;
    let (families, things): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let families = families.into_iter().flatten().collect();
    Ok(OnADate { things: things.into_iter().flatten().collect(), families })
}

/// Whether a ceiling is higher than the present one by as much as is worth a line.
fn is_gain(base: &Base, ceiling: Ceiling) -> bool {
    ceiling.0 >= base.proved.ceiling.0 + LEAST_SHARE * base.target
}

/// Solves for things of one kind: singly for those whose prices are the highest, for the others together.
fn sifted(base: &Base, things: &[Thing]) -> Result<Vec<One>, SolveError> {
    // What a step of each is worth at the prices at hand.
    let worth = |thing: &Thing| {
        let step = change::stepped(base.c, *thing, 1.0);
        let carried = step.and_then(|c| base.carried(&c, &base.proved.prices));
        (carried.map_or(f64::INFINITY, |most| most.0 - base.proved.ceiling.0), *thing)
    };
    let mut order: Vec<(f64, Thing)> = things.par_iter().map(worth).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let order: Vec<Thing> = order.into_iter().map(|(_, thing)| thing).collect();
    let (singly, together) = order.split_at(order.len().min(SINGLY));
    let one = |thing: &Thing| -> Result<Option<One>, SolveError> {
        let Some(freed) = change::relaxed(base.c, *thing) else { return Ok(None) };
        let proved = base.solve(&freed)?;
        let ceiling = proved.ceiling;
        Ok(Some(One { thing: *thing, ceiling, proved: Some(proved), solved: true, grouped: false }))
    };
    let found = singly.par_iter().with_max_len(1).map(one).collect::<Result<Vec<_>, SolveError>>()?;
    let mut out: Vec<One> = found.into_iter().flatten().collect();
    if let Some(freed) = change::all_relaxed(base.c, together) {
        let ceiling = base.solve(&freed)?.ceiling;
        let grouped = |thing: &Thing| One { thing: *thing, ceiling, proved: None, solved: true, grouped: true };
        out.extend(together.iter().map(grouped));
    }
    Ok(out)
}

/// The line of one thing, with no more than what the prices at hand prove of how much of it is enough.
fn row(base: &Base, one: &One) -> Alone {
    let (thing, ceiling) = (one.thing, one.ceiling);
    let enough = one.proved.as_ref().map_or(!base.is_short(ceiling), |proved| base.is_enough(proved));
    let turned = |share: f64| change::turned(base.c, thing, share);
    let share = if enough { dial::at_least(base, &turned) } else { None };
    let needed = share.and_then(turned).map(|c| Needed::Beyond(limits::beyond(&c, base.c, thing)));
    let (from_day, to_day) = days(base, thing);
    let freed = Freed { from_day, to_day, most_men: ceiling.men(), ceiling, enough, needed, day: base.day() };
    Alone {
        thing,
        what: thing.what(base.c),
        place: thing.place(base.c),
        today: limits::limit(base.c, thing, Rounded::AsIs),
        freed,
        share,
        is_means: is_means(thing),
    }
}

/// Finds how much of a thing is enough.
fn sized(base: &Base, row: &mut Alone, known: Option<&Proved>) -> Result<(), SolveError> {
    let turned = |share: f64| change::turned(base.c, row.thing, share);
    // Without limit is not the end of every dial: no bridge to rebuild is less than one rebuilt at once.
    let extreme = known.filter(|_| change::is_end_of_dial(row.thing));
    if let Crossing::At { share, within } = dial::crossing(base, &turned, extreme)? {
        let open = share + within;
        let words = |at: f64, rounded| turned(at).map(|c| limits::limit(&c, row.thing, rounded));
        row.freed.needed = Needed::between((share, open), words);
        row.share = Some(open);
    } else {
        (row.freed.needed, row.share) = (None, None);
    }
    Ok(())
}

/// The days between which a thing holds the ceiling down; all of them, where nothing says which.
fn days(base: &Base, thing: Thing) -> (f64, f64) {
    window(base, thing).unwrap_or((0.0, base.day()))
}

/// The days between which a thing holds the ceiling down: those of its rows that have a price, or the dates that it moves. `None`
/// where it has no price.
pub fn window(base: &Base, thing: Thing) -> Option<(f64, f64)> {
    let (c, e) = (base.c, base.earliest);
    let end = base.day();
    let days = c.question.period.0;
    let place = |p: crate::campaign::PlaceId| e.place[p.0].0.min(end);
    let span = |from: f64, to: f64| Some((from.clamp(0.0, end), to.clamp(0.0, end)));
    match thing {
        Thing::Bridge(i) => {
            let line = c.bridges[i].line;
            let from = e.work[line.0].0;
            return span(from, from + c.bridges[i].rebuild_days.base);
        }
        Thing::UsableFrom(line) => return span(0.0, c.line(line).usable_from.map_or(0.0, |d| d.0)),
        Thing::ForceFrom(i) => return span(0.0, c.forces[i].from.0),
        Thing::Handover(p) => return span(0.0, c.place(p).ours_from.map_or(0.0, |d| d.0)),
        Thing::StreamFrom(i) => return Some(missing(c.streams[i].span, end)),
        Thing::ReplacementsFrom(i) => return Some(missing(c.replacements[i].span, end)),
        Thing::NoRail(a) => return span(place(c.road(a).ends.0).max(place(c.road(a).ends.1)), end),
        Thing::NoRoad(l) => return span(place(c.line(l).ends.0).min(place(c.line(l).ends.1)), end),
        Thing::Safety(_) => return Some((end, end + c.question.sustain.0)),
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
        _ => None,
    }
}

/// The days on which a stream does not run.
fn missing(span: crate::campaign::Span, end: f64) -> (f64, f64) {
    match span.to {
        Some(to) if to.0 < end => (to.0, end),
        _ => (0.0, span.from.0.min(end)),
    }
}
