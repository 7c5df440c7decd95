//! The date that a study looks at, its program with the prices that prove its ceiling, and what they prove of any other
//! campaign.
//!
//! Prices of one program prove something of every program (weak duality: whatever the prices, no point is worth more than
//! they allow). So before anything is solved again the prices at hand are put on the changed campaign's rows: often
//! they prove at once that the change cannot help. What they leave open is solved.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::answer::dates;
pub use crate::answer::prices::Prices;
use crate::answer::starts::Corner;
use crate::campaign::{Campaign, Days, RoadId};
use crate::formulation::{self, ColumnKey, Earliest, Period, Program, RowKey, Window};
use crate::solver::{self, Backend, Limits, Resolver, Sides, Solution, SolveError, Status};

/// What a day is worth for which the places cannot be held in time whatever is done, in thousand men: far below
/// anything that a program can be worth.
const PER_DAY_LATE: f64 = 1e6;

/// Another campaign is solved from the corner of this one where the prices of this one put its ceiling at most this much
/// higher or lower, relatively; further away a solve from scratch is quicker (measured on the shipped campaign).
const NEAR: f64 = 0.15;

/// A limit is not used up if this much of it is left, relatively and in the unit of the row.
const TO_SPARE: f64 = 1e-5;

/// A ceiling in thousand men, certified. Below 0 no plan holds the places that must be held, and the further below, the
/// more is missing.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Ceiling(pub f64);

impl Ceiling {
    /// For people: men, and nobody where the places cannot be held.
    pub fn men(self) -> f64 {
        (self.0 * 1000.0).max(0.0)
    }

    /// Of two the lower.
    pub fn min(self, other: Ceiling) -> Ceiling {
        if other.0 < self.0 { other } else { self }
    }
}

/// A campaign's ceiling on one date with the prices that prove it.
#[derive(Debug, Clone)]
pub struct Proved {
    pub ceiling: Ceiling,
    /// Empty where dates alone decide.
    pub prices: Prices,
    /// Whether the solver was stopped before it was done: then the ceiling is only not exceeded.
    pub cut_short: bool,
    /// Where in the program it was found; other campaigns can be solved from there. `None` where it was found inside.
    corner: Option<Arc<Corner>>,
}

/// The campaign as it is, on the date that is looked at.
pub struct Base<'a> {
    pub c: &'a Campaign,
    pub earliest: &'a Earliest,
    pub window: Window,
    /// Thousand men.
    pub target: f64,
    pub how: (Backend, Limits),
    pub proved: Proved,
    /// Program and solution; none where dates alone rule the date out.
    pub solved: Option<(Program, Solution)>,
    /// How many solves were stopped before they were done.
    stopped: AtomicUsize,
}

impl<'a> Base<'a> {
    /// Solves the campaign on a date.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn new(
        (c, earliest): (&'a Campaign, &'a Earliest),
        first: Period,
        how: (Backend, Limits),
    ) -> Result<Base<'a>, SolveError> {
        let window = dates::window(c, first);
        let bounded = dates::bound(c, earliest, window, how)?;
        let ceiling = match &bounded.solved {
            Some((program, _)) => Ceiling(solver::safe_bound(&program.lp, &bounded.prices).value),
            None => too_late(c, earliest, window),
        };
        let rows = bounded.solved.iter().flat_map(|(program, _)| program.rows.iter().copied());
        let prices = Prices::of(rows.zip(bounded.prices.iter().copied()));
        let target = c.question.target.0 / 1000.0;
        Ok(Base {
            c,
            earliest,
            window,
            target,
            how,
            proved: Proved { ceiling, prices, cut_short: bounded.point.cut_short, corner: None },
            stopped: AtomicUsize::new(bounded.point.cut_short.into()),
            solved: bounded.solved,
        })
    }

    /// The same with the point and prices of a corner of the program, as crossover finds it: what is not used stands at exactly
    /// nothing there, and what does not bind has no price at all. An interior point leaves dust in both, and dust times a limit
    /// fifty times as wide proves little.
    pub fn at_a_corner(mut self) -> Base<'a> {
        let Some((program, solution)) = &mut self.solved else { return self };
        let mut resolver = Resolver::new(program.lp.clone(), self.how.0, self.how.1);
        let Ok(corner) = resolver.solve() else { return self };
        let ceiling = Ceiling(solver::safe_bound(&program.lp, &corner.y).value);
        // Only where it proves as much, to a part in a hundred thousand.
        if ceiling.0 - self.proved.ceiling.0 > 1e-5 * (1.0 + self.proved.ceiling.0.abs()) {
            return self;
        }
        let prices = Prices::of(program.rows.iter().copied().zip(corner.y.iter().copied()));
        let corner_at = resolver.basis().map(|basis| Arc::new(Corner::of(program, basis)));
        let cut_short = corner.status == Status::Stopped;
        self.proved = Proved { ceiling: self.proved.ceiling.min(ceiling), prices, cut_short, corner: corner_at };
        *solution = corner;
        self
    }

    /// Solves that were stopped before they were done.
    pub fn stopped(&self) -> usize {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Whether something found is enough for the target not to be ruled out; not, where a stopped solve leaves it open.
    pub fn is_enough(&self, found: &Proved) -> bool {
        !found.cut_short && !self.is_short(found.ceiling)
    }

    /// Last day of the period in which the men must first stand there.
    pub fn day(&self) -> f64 {
        dates::day(self.c, self.window.first).0
    }

    /// Whether the schedule behind the ceiling clears most of a road; any road, where there is no schedule.
    pub fn clears(&self, road: RoadId) -> bool {
        let Some((program, solution)) = &self.solved else { return true };
        let of_road = |key: &ColumnKey| matches!(key, ColumnKey::Cleared { leg, .. } if leg.road == road);
        program.columns.iter().zip(&solution.x).any(|(key, x)| of_road(key) && *x > 0.5)
    }

    /// Whether a ceiling is short of the target.
    pub fn is_short(&self, ceiling: Ceiling) -> bool {
        ceiling.0 < self.target * (1.0 - crate::answer::SHORT_OF)
    }

    /// What prices prove of another campaign on the same date: certified, if not as low as a solve would make it. `None`
    /// where they say nothing, because there are none.
    pub fn carried(&self, c: &Campaign, prices: &Prices) -> Option<Ceiling> {
        match self.other(c) {
            Other::Late(ceiling) => Some(ceiling),
            Other::Program(program) => carried_to(&program, prices),
            Other::None => None,
        }
    }

    /// What can be said of another campaign without solving it: that it is no better than this ceiling. Either the prices at hand
    /// prove that the target stays out of reach, or what it has more of is not even used up as it is.
    pub fn settled(&self, c: &Campaign) -> Option<Ceiling> {
        let program = match self.other(c) {
            Other::Late(ceiling) => return Some(ceiling),
            Other::Program(program) => program,
            Other::None => return None,
        };
        let carried = carried_to(&program, &self.proved.prices).filter(|most| self.is_short(*most));
        carried.or_else(|| self.has_to_spare(&program).then_some(self.proved.ceiling))
    }

    fn other(&self, c: &Campaign) -> Other {
        let earliest = Earliest::of(c);
        if !dates::is_early_enough(c, &earliest, self.window.first) {
            return Other::Late(too_late(c, &earliest, self.window));
        }
        formulation::build(c, &earliest, self.window).map_or(Other::None, |p| Other::Program(Box::new(p)))
    }

    /// Whether what another program allows more of is not even used up in the schedule behind the ceiling: then more of it
    /// changes nothing. (A limit that does not bind at an optimum may be dropped, and the optimum stays one.) `false`
    /// where the other program differs in more than limits.
    fn has_to_spare(&self, other: &Program) -> bool {
        let Some((mine, solution)) = self.solved.as_ref().filter(|_| !self.proved.cut_short) else { return false };
        // A limit far beyond what there is to carry is left out of a program; nothing may come in.
        let rows: HashMap<RowKey, usize> = other.rows.iter().copied().zip(0..).collect();
        let kept = mine.rows.iter().filter(|key| rows.contains_key(key)).count();
        if mine.columns != other.columns || kept != other.rows.len() {
            return false;
        }
        let same = |i: usize| {
            let j = rows.get(&mine.rows[i]);
            j.is_some_and(|j| mine.lp.sides[i] == other.lp.sides[*j] && mine.lp.row(i).eq(other.lp.row(*j)))
        };
        let (mine, other, x) = (&mine.lp, &other.lp, &solution.x);
        let spare = |used: f64, limit: f64| limit - used > TO_SPARE * (1.0 + limit.abs());
        let row = |i: usize| {
            if same(i) {
                return true;
            }
            let used: f64 = mine.row(i).map(|(j, a)| a * x[j]).sum();
            match mine.sides[i] {
                Sides::AtMost(b) => spare(used, b),
                Sides::AtLeast(b) => spare(-used, -b),
                Sides::Equal(_) => false,
            }
        };
        // Places not held weigh more where there are more men; that makes no point better.
        let worth = |j: usize| {
            mine.objective[j] == other.objective[j] || (mine.objective[j] > other.objective[j] && mine.lower[j] >= 0.0)
        };
        let column = |j: usize| {
            worth(j)
                && (mine.upper[j] == other.upper[j] || spare(x[j], mine.upper[j]))
                && (mine.lower[j] == other.lower[j] || spare(-x[j], -mine.lower[j]))
        };
        (0..mine.rows()).all(row) && (0..mine.columns()).all(column)
    }

    /// The ceiling of another campaign on the same date.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn solve(&self, c: &Campaign) -> Result<Proved, SolveError> {
        self.solve_near(c, &self.proved)
    }

    /// The same, starting from what was found for a third campaign that is nearer to it.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn solve_near(&self, c: &Campaign, near: &Proved) -> Result<Proved, SolveError> {
        match self.other(c) {
            Other::Late(ceiling) => Ok(Proved { ceiling, prices: Prices::default(), cut_short: false, corner: None }),
            Other::Program(program) => self.solve_program(&program, near),
            Other::None => Err(SolveError("the campaign has no posture 'quiet'".into())),
        }
    }

    /// The ceiling of another program for the same date.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn solve_program(&self, program: &Program, near: &Proved) -> Result<Proved, SolveError> {
        let how = (self.how.0, &self.how.1);
        // A corner is only worth starting from where the prices there still say something near the truth.
        let is_near = |at: &Proved| {
            let carried = carried_to(program, &at.prices);
            carried.is_some_and(|most| (most.0 - at.ceiling.0).abs() <= NEAR * at.ceiling.0.abs())
        };
        // What was solved from scratch has no corner; the campaign as it is mostly has.
        let with_corner = [near, &self.proved].into_iter().filter(|at| at.corner.is_some());
        let start = with_corner.into_iter().find(|at| is_near(at)).and_then(|at| at.corner.as_ref());
        let (solution, basis) = match start {
            Some(corner) => solver::solve_from(&program.lp, &corner.within(program), how)?,
            None => (solver::solve(&program.lp, how.0, how.1)?, None),
        };
        let cut_short = solution.status == Status::Stopped;
        self.stopped.fetch_add(cut_short.into(), Ordering::Relaxed);
        // Other prices may prove more than those of a solve that was stopped.
        let found = Ceiling(solver::safe_bound(&program.lp, &solution.y).value);
        let known = if cut_short { carried_to(program, &self.proved.prices) } else { None };
        let ceiling = known.map_or(found, |known| found.min(known));
        let prices = Prices::of(program.rows.iter().copied().zip(solution.y));
        Ok(Proved { ceiling, prices, cut_short, corner: basis.map(|basis| Arc::new(Corner::of(program, basis))) })
    }
}

/// Another campaign on the date.
enum Other {
    /// Dates alone decide.
    Late(Ceiling),
    Program(Box<Program>),
    /// No posture `quiet`, which the checks refuse.
    None,
}

/// What prices prove of a program; `None` where there are none.
fn carried_to(program: &Program, prices: &Prices) -> Option<Ceiling> {
    if prices.is_empty() {
        return None;
    }
    let y: Vec<f64> = program.rows.iter().map(|row| prices.get(row)).collect();
    Some(Ceiling(solver::safe_bound(&program.lp, &y).value))
}

/// By how much the places are out of reach, where the rates of advance alone make them so.
fn too_late(c: &Campaign, earliest: &Earliest, window: Window) -> Ceiling {
    let by = dates::day(c, window.first);
    let late = |d: Days| (d.0.min(1e5) - by.0).max(0.0);
    let must = c.destinations.iter().filter(|d| d.must_hold).map(|d| late(earliest.place[d.place.0])).sum::<f64>();
    let counting = c.destinations.iter().filter(|d| d.counts).map(|d| late(earliest.place[d.place.0]));
    let nearest = counting.fold(f64::INFINITY, f64::min).min(1e5);
    Ceiling(-PER_DAY_LATE * (must + nearest).max(1e-6))
}
