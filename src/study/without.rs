//! What each thing is worth: the ceiling without it. And the defender's view: which few links hurt most together.
//!
//! Everything is first taken away on a coarse calendar, where a solve costs a tenth; what is worth most there is solved for again on
//! the campaign's own.

use rayon::prelude::*;
use serde::Serialize;

use super::Tell;
use super::base::{Base, Ceiling};
use crate::campaign::{Bridge, Campaign, LineId, RoadId};
use crate::formulation::{self, ColumnKey, Earliest, Program};
use crate::solver::{Solution, SolveError};

/// A column at less than this is not used (thousand men, kilotonnes, shares).
const USED: f64 = 1e-6;
/// Things that are solved for on the campaign's own calendar, where a coarser one chose them.
const SOLVED: usize = 12;
/// Links that are taken away together at most.
const TOGETHER: usize = 3;
/// A ceiling that is lower by less than this is not lower, thousand men: what solves leave open.
const LEAST_LOSS: f64 = 0.05;
/// Links of which all pairs are tried.
const PAIRED: usize = 5;
/// Links that are tried beside those already gone.
const TRIED: usize = 6;

/// The ceiling without one thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Without {
    pub what: String,
    pub place: String,
    /// Men at most without it; `None` where it was only solved for in longer steps.
    pub most_men: Option<f64>,
    /// Men that it is worth.
    pub worth_men: f64,
    /// Days of the steps in which that was reckoned.
    pub steps_days: f64,
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
    /// Worth most first, those solved for in the campaign's own steps before the others; what is worth nothing is only counted.
    pub rows: Vec<Without>,
    pub worth_nothing: usize,
    /// Days of the longer steps in which everything was tried first; `None` where it was tried in the campaign's own.
    pub chosen_in_days: Option<f64>,
    /// Without every line, without every truck, without either: whether the one does what the other cannot.
    pub all_of_a_kind: Vec<Without>,
    pub worst: Vec<Worst>,
}

/// A thing that can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gone {
    Line(LineId),
    /// A bridge with others beside it.
    Bridge(usize),
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

/// Takes everything away, one at a time; first from `coarse`, the campaign in longer steps, where there is one.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn all(base: &Base, coarse: Option<&Base>, tell: Tell) -> Result<Removals, SolveError> {
    let Some(own) = Bench::of(base, tell) else { return Ok(Removals::default()) };
    let Some(first) = coarse.and_then(|coarse| Bench::of(coarse, tell)) else { return own.all_gone() };
    let found = first.telling()?;
    let chosen = found.telling.iter().take(SOLVED).map(|(gone, _)| vec![*gone]).collect();
    let mut solved: Vec<(Gone, Ceiling)> = own.each(chosen)?.into_iter().map(|(gone, at)| (gone[0], at)).collect();
    solved.sort_by(by_ceiling);
    // Something that only longer steps miss is worth nothing.
    let kept = solved.iter().filter(|one| own.is_loss(one.1)).map(|one| own.row(one));
    let rest = found.telling.iter().skip(SOLVED).map(|one| Without { most_men: None, ..first.row(one) });
    let rows: Vec<Without> = kept.chain(rest).collect();
    let worth_nothing = found.worth_nothing + found.telling.len() - rows.len();
    // The sets that were chosen there are solved for here.
    let mut worst = Vec::new();
    if let Some((link, at)) = solved.iter().find(|(gone, at)| is_track(gone) && own.is_loss(*at)) {
        worst.push(own.told(&[*link], *at, true));
        let sets = first.worst_sets(&found.links())?;
        let exact: Vec<bool> = sets.iter().map(|(_, exact)| *exact).collect();
        let solved = own.each(sets.into_iter().map(|(set, _)| set).filter(|set| set.len() > 1).collect())?;
        worst.extend(solved.iter().map(|(set, at)| own.told(set, *at, exact[set.len() - 1])));
    }
    let chosen_in_days = Some(first.base.c.question.period.0);
    Ok(Removals { rows, worth_nothing, chosen_in_days, all_of_a_kind: own.all_of_a_kind()?, worst })
}

/// What was taken away, and the ceilings without it.
struct Found {
    /// What is worth something, most first.
    telling: Vec<(Gone, Ceiling)>,
    worth_nothing: usize,
}

impl Found {
    fn links(&self) -> Vec<Gone> {
        self.telling.iter().map(|(gone, _)| *gone).filter(is_track).collect()
    }
}

fn is_track(gone: &Gone) -> bool {
    matches!(gone, Gone::Line(_) | Gone::Sea(_))
}

/// Where several take everything, the one without which the places are furthest out of reach comes first.
fn by_ceiling(a: &(Gone, Ceiling), b: &(Gone, Ceiling)) -> std::cmp::Ordering {
    a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0))
}

/// Everything that can be taken away.
fn things(c: &Campaign) -> Vec<Gone> {
    let mut things: Vec<Gone> = (0..c.lines.len()).map(|e| Gone::Line(LineId(e))).collect();
    // A bridge by itself goes with its line.
    let beside = |b: &Bridge| !b.group.is_empty() && c.bridges.iter().filter(|o| same_crossing(o, b)).count() > 1;
    things.extend((0..c.bridges.len()).filter(|i| beside(&c.bridges[*i])).map(Gone::Bridge));
    things.extend((0..c.roads.len()).map(|a| Gone::Road(RoadId(a))));
    things.extend((0..c.sea_links.len()).map(Gone::Sea));
    things.extend((0..c.fleets.len()).map(Gone::Fleet));
    things.extend((0..c.forces.len()).map(Gone::Force));
    things
}

fn same_crossing(a: &Bridge, b: &Bridge) -> bool {
    a.line == b.line && a.group == b.group
}

impl<'a, 'b> Bench<'a, 'b> {
    /// `None` where no program was solved.
    fn of(base: &'a Base<'b>, tell: Tell<'a>) -> Option<Bench<'a, 'b>> {
        let (program, solution) = base.solved.as_ref()?;
        Some(Bench { base, program, solution, tell })
    }

    /// Everything taken away on this calendar alone.
    fn all_gone(&self) -> Result<Removals, SolveError> {
        let found = self.telling()?;
        let mut worst = Vec::new();
        for (set, exact) in self.worst_sets(&found.links())? {
            let at = match found.telling.iter().find(|(gone, _)| set == [*gone]) {
                Some((_, at)) => *at,
                None => self.without(&set)?,
            };
            worst.push(self.told(&set, at, exact));
        }
        let rows = found.telling.iter().map(|one| self.row(one)).collect();
        let (worth_nothing, all_of_a_kind) = (found.worth_nothing, self.all_of_a_kind()?);
        Ok(Removals { rows, worth_nothing, chosen_in_days: None, all_of_a_kind, worst })
    }

    /// Every thing taken away, one at a time.
    fn telling(&self) -> Result<Found, SolveError> {
        let found = self.each(things(self.base.c).into_iter().map(|thing| vec![thing]).collect())?;
        let mut telling: Vec<(Gone, Ceiling)> = found.into_iter().map(|(gone, at)| (gone[0], at)).collect();
        let all = telling.len();
        telling.retain(|(_, at)| self.is_loss(*at));
        telling.sort_by(by_ceiling);
        let worth_nothing = all - telling.len();
        Ok(Found { telling, worth_nothing })
    }

    /// Without all rail lines, without all trucks, and without both.
    fn all_of_a_kind(&self) -> Result<Vec<Without>, SolveError> {
        let c = self.base.c;
        let lines: Vec<Gone> = (0..c.lines.len()).map(|e| Gone::Line(LineId(e))).collect();
        let fleets: Vec<Gone> = (0..c.fleets.len()).map(Gone::Fleet).collect();
        if lines.is_empty() || fleets.is_empty() {
            return Ok(Vec::new());
        }
        let both = [&lines[..], &fleets].concat();
        let names = ["All rail lines", "All trucks", "All rail lines and all trucks"];
        let found = self.each(vec![lines, fleets, both])?;
        let row = |(name, (_, at)): (&str, (Vec<Gone>, Ceiling))| Without {
            what: name.into(),
            place: String::new(),
            most_men: Some(at.men()),
            worth_men: self.base.proved.ceiling.men() - at.men(),
            steps_days: c.question.period.0,
        };
        Ok(names.into_iter().zip(found).map(row).collect())
    }

    /// Whether a ceiling is lower than that of the campaign by more than what a solve leaves open.
    fn is_loss(&self, at: Ceiling) -> bool {
        self.base.proved.ceiling.0 - at.0 >= LEAST_LOSS
    }

    fn row(&self, (gone, at): &(Gone, Ceiling)) -> Without {
        let (what, place) = words(self.base.c, *gone);
        let worth_men = self.base.proved.ceiling.men() - at.men();
        let steps_days = self.base.c.question.period.0;
        Without { what, place, most_men: Some(at.men()), worth_men, steps_days }
    }

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
        let is_whole = |g: &Gone| matches!(g, Gone::Fleet(_) | Gone::Force(_) | Gone::Bridge(_));
        let whole: Vec<Gone> = gone.iter().copied().filter(is_whole).collect();
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

    /// The one, two and three links whose loss hurts most, and whether every such set was tried: the worst pair of the most telling
    /// links by trying all, the third by adding to it.
    fn worst_sets(&self, links: &[Gone]) -> Result<Vec<(Vec<Gone>, bool)>, SolveError> {
        let Some(first) = links.first().copied() else { return Ok(Vec::new()) };
        let mut out = vec![(vec![first], true)];
        let telling = &links[..links.len().min(PAIRED)];
        let later = |i: usize| telling[i + 1..].iter();
        let pairs = (0..telling.len()).flat_map(|i| later(i).map(move |other| vec![telling[i], *other]));
        let mut tried = self.each(pairs.collect())?;
        while let Some((set, at)) = tried.into_iter().reduce(|least, one| if one.1.0 < least.1.0 { one } else { least })
        {
            out.push((set.clone(), set.len() == 2));
            if set.len() >= TOGETHER || at.0 <= 0.0 {
                break;
            }
            let others = links.iter().copied().filter(|g| !set.contains(g)).take(TRIED);
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
        Gone::Bridge(i) => {
            c.bridges.remove(i);
        }
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
        Gone::Bridge(i) => {
            let b = &c.bridges[i];
            (format!("Bridge {}, of line {}", b.name, c.line(b.line).key), between(c.line(b.line).ends))
        }
        Gone::Road(a) => (format!("Road {}", c.road(a).key), between(c.road(a).ends)),
        Gone::Sea(l) => (format!("Sea link {}", c.sea_links[l].key), between(c.sea_links[l].ends)),
        Gone::Fleet(i) => (format!("Trucks '{}'", c.fleets[i].name), String::new()),
        Gone::Force(i) => (c.forces[i].name.clone(), name(c.forces[i].place)),
    }
}
