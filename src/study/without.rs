//! What each thing is worth: the ceiling without it. And the defender's view: which few links hurt most together.

use rayon::prelude::*;
use serde::Serialize;

use super::Tell;
use super::base::{Base, Ceiling};
use crate::campaign::{Campaign, LineId, RoadId};
use crate::formulation::{self, ColumnKey, Earliest, Program};
use crate::solver::{Solution, SolveError};

/// A column at less than this is not used (thousand men, kilotonnes, shares).
const USED: f64 = 1e-6;
/// Links that are taken away together at most.
const TOGETHER: usize = 3;
/// Links of which all pairs are tried.
const PAIRED: usize = 5;
/// Links that are tried beside those already gone.
const TRIED: usize = 6;

/// The ceiling without one thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Without {
    pub what: String,
    pub place: String,
    /// Men at most without it.
    pub most_men: f64,
    /// Men that it is worth.
    pub worth_men: f64,
}

/// The links whose loss together hurts most.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worst {
    pub links: Vec<String>,
    pub most_men: f64,
    pub worth_men: f64,
    /// Whether every set of this size of the most telling links was tried; otherwise one was added to the last set.
    pub exact: bool,
}

/// Everything that was taken away.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Removals {
    /// Worth most first; what is worth nothing is only counted.
    pub rows: Vec<Without>,
    pub worth_nothing: usize,
    pub worst: Vec<Worst>,
}

/// A thing that can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gone {
    Line(LineId),
    Road(RoadId),
    Fleet(usize),
    Force(usize),
    Sea(usize),
}

/// One program, solved again with columns closed.
struct Bench<'a, 'b> {
    base: &'a Base<'b>,
    program: &'a Program,
    solution: &'a Solution,
    tell: Tell<'a>,
}

/// Takes everything away, one at a time.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn all(base: &Base, tell: Tell) -> Result<Removals, SolveError> {
    let Some((program, solution)) = &base.solved else { return Ok(Removals::default()) };
    let c = base.c;
    let bench = Bench { base, program, solution, tell };
    let mut things: Vec<Gone> = (0..c.lines.len()).map(|e| Gone::Line(LineId(e))).collect();
    things.extend((0..c.roads.len()).map(|a| Gone::Road(RoadId(a))));
    things.extend((0..c.sea_links.len()).map(Gone::Sea));
    things.extend((0..c.fleets.len()).map(Gone::Fleet));
    things.extend((0..c.forces.len()).map(Gone::Force));
    let found = bench.each(things.into_iter().map(|thing| vec![thing]).collect())?;
    let mut found: Vec<(Gone, Ceiling)> = found.into_iter().map(|(gone, at)| (gone[0], at)).collect();
    let here = base.proved.ceiling;
    let lost = |at: Ceiling| here.men() - at.men();
    let worth_nothing = found.iter().filter(|(_, at)| here.0 - at.0 < 0.05).count();
    found.retain(|(_, at)| here.0 - at.0 >= 0.05);
    // Where several take everything, the one without which the places are furthest out of reach comes first.
    found.sort_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)));
    let rows = found
        .iter()
        .map(|(gone, at)| {
            let (what, place) = words(c, *gone);
            Without { what, place, most_men: at.men(), worth_men: lost(*at) }
        })
        .collect();
    let links: Vec<(Gone, Ceiling)> =
        found.iter().copied().filter(|(g, _)| matches!(g, Gone::Line(_) | Gone::Sea(_))).collect();
    let worst = bench.worst(&links)?;
    Ok(Removals { rows, worth_nothing, worst })
}

impl Bench<'_, '_> {
    /// The ceiling without each of these sets, in their order.
    fn each(&self, sets: Vec<Vec<Gone>>) -> Result<Vec<(Vec<Gone>, Ceiling)>, SolveError> {
        (self.tell)(super::Progress::Removals(sets.len()));
        let one = |set: Vec<Gone>| {
            let found = self.without(&set);
            (self.tell)(super::Progress::Removal);
            Ok((set, found?))
        };
        sets.into_par_iter().with_max_len(1).map(one).collect()
    }

    /// The ceiling with these gone.
    fn without(&self, gone: &[Gone]) -> Result<Ceiling, SolveError> {
        let whole: Vec<Gone> = gone.iter().copied().filter(|g| matches!(g, Gone::Fleet(_) | Gone::Force(_))).collect();
        let touched = |key: &ColumnKey| gone.iter().any(|g| touches(*g, key));
        let used = |(key, x): (&ColumnKey, &f64)| touched(key) && x.abs() >= USED;
        if whole.is_empty() && !self.program.columns.iter().zip(&self.solution.x).any(used) {
            // The schedule behind the ceiling does without them as it is.
            return Ok(self.base.proved.ceiling);
        }
        let mut program = self.program.clone();
        if !whole.is_empty() {
            let c = whole.iter().fold(self.base.c.clone(), |c, g| taken_away(c, *g));
            program = formulation::build(&c, &Earliest::of(&c), self.base.window)
                .ok_or_else(|| SolveError("the campaign has no posture 'quiet'".into()))?;
        }
        let lp = &mut program.lp;
        for j in (0..program.columns.len()).filter(|j| touched(&program.columns[*j])) {
            (lp.lower[j], lp.upper[j]) = (lp.lower[j].min(0.0), lp.lower[j].max(0.0));
        }
        let found = self.base.solve_program(&program, &self.base.proved)?.ceiling;
        Ok(Ceiling(found.0.min(self.base.proved.ceiling.0)))
    }

    /// The one, two and three links whose loss hurts most: the worst pair of the most telling links by trying all, the third by
    /// adding to it.
    fn worst(&self, links: &[(Gone, Ceiling)]) -> Result<Vec<Worst>, SolveError> {
        let Some((first, at)) = links.first().copied() else { return Ok(Vec::new()) };
        let mut out = vec![self.told(&[first], at, true)];
        let telling = &links[..links.len().min(PAIRED)];
        let later = |i: usize| telling[i + 1..].iter();
        let pairs = (0..telling.len()).flat_map(|i| later(i).map(move |(other, _)| vec![telling[i].0, *other]));
        let mut tried = self.each(pairs.collect())?;
        while let Some((set, at)) = tried.into_iter().reduce(|least, one| if one.1.0 < least.1.0 { one } else { least })
        {
            out.push(self.told(&set, at, set.len() == 2));
            if set.len() >= TOGETHER || at.0 <= 0.0 {
                break;
            }
            let others = links.iter().map(|(g, _)| *g).filter(|g| !set.contains(g)).take(TRIED);
            tried = self.each(others.map(|third| set.iter().copied().chain([third]).collect()).collect())?;
        }
        Ok(out)
    }

    fn told(&self, set: &[Gone], at: Ceiling, exact: bool) -> Worst {
        let name = |g: &Gone| {
            let (what, place) = words(self.base.c, *g);
            format!("{what} ({place})")
        };
        Worst {
            links: set.iter().map(name).collect(),
            most_men: at.men(),
            worth_men: self.base.proved.ceiling.men() - at.men(),
            exact,
        }
    }
}

/// Whether a column is that of something that is gone.
fn touches(gone: Gone, column: &ColumnKey) -> bool {
    use ColumnKey::*;
    match (gone, *column) {
        (
            Gone::Line(e),
            RailFreight { line, .. }
            | RailMen { line, .. }
            | RailMenAhead { line, .. }
            | Restored { line, .. }
            | Restoring { line, .. }
            | TrackInUse { line, .. }
            | LineInUse { line, .. }
            | WoundedByRail { line, .. },
        ) => e == line,
        (
            Gone::Road(a),
            March { road, .. } | MarchAhead { road, .. } | Trucked { road, .. } | WoundedByRoad { road, .. },
        ) => a == road,
        (Gone::Road(a), Cleared { leg, .. } | Thread { leg, .. }) => a == leg.road,
        (Gone::Sea(l), Shipped { link, .. }) => l == link.0,
        _ => false,
    }
}

fn taken_away(mut c: Campaign, gone: Gone) -> Campaign {
    let none = crate::campaign::Estimate::certain(0.0);
    match gone {
        Gone::Fleet(i) => c.fleets[i].trucks = none,
        Gone::Force(i) => c.forces[i].men = none,
        _ => {}
    }
    c
}

fn words(c: &Campaign, gone: Gone) -> (String, String) {
    let name = |p: crate::campaign::PlaceId| c.place(p).name.clone();
    let between =
        |ends: (crate::campaign::PlaceId, crate::campaign::PlaceId)| format!("{} - {}", name(ends.0), name(ends.1));
    match gone {
        Gone::Line(e) => {
            let bridges: Vec<&str> = c.bridges.iter().filter(|b| b.line == e).map(|b| b.name.as_str()).collect();
            let over = if bridges.is_empty() { String::new() } else { format!(", bridge {}", bridges.join(" or ")) };
            (format!("Rail line {}{over}", c.line(e).key), between(c.line(e).ends))
        }
        Gone::Road(a) => (format!("Road {}", c.road(a).key), between(c.road(a).ends)),
        Gone::Sea(l) => (format!("Sea link {}", c.sea_links[l].key), between(c.sea_links[l].ends)),
        Gone::Fleet(i) => (format!("Trucks '{}'", c.fleets[i].name), String::new()),
        Gone::Force(i) => (c.forces[i].name.clone(), name(c.forces[i].place)),
    }
}
