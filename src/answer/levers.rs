//! With how little, what would it take, how far until it flips: one lever or several made columns of the program
//! ([`formulation::ask`]), each answer certified like any bound.

use super::SHORT_OF;
use super::dates;
use super::evidence::{Floor, Piece};
use super::figures::{Change, LeverFigure, Took};
use crate::campaign::{Campaign, Lever, QuestionKind};
use crate::formulation::ask::{self, Ask, AskColumn, Asked, Ranged};
use crate::formulation::{Earliest, Window};
use crate::solver::{self, Backend, Limits, Lp, SolveError, Status, certificate};

/// Objective of a whole range over that of all the men asked for. A lever whose last hundredth of the men costs more than
/// its whole range would be answered too low; with this weight that is one man in a thousand.
const RANGE_OVER_MEN: f64 = 1e-3;

/// Programs solved at most for one lever.
const MOST_ROUNDS: usize = 7;

/// A floor at which the men are short by less than this share is sharp.
const SHARP: f64 = 1e-3;

/// Pieces narrower than this share of the value are not looked at.
const SMALLEST_PIECE: f64 = 0.02;

/// What is claimed of a proved figure; the rest is for the last bits of another computer's arithmetic.
const CLAIMED: f64 = 1.0 - 1e-10;

/// The date that is asked about, the men asked for (in men), and how to solve.
pub struct Frame<'a> {
    pub c: &'a Campaign,
    pub window: Window,
    pub men: f64,
    pub how: (Backend, Limits),
}

/// One program with levers, solved and certified.
struct Certified {
    /// Its `least` is in the unit of the levers' costs; above the cost of the whole range = not within it.
    floor: Floor,
    /// Where each lever stands in the solver's point, 0 to 1.
    at: Vec<f64>,
    exact: bool,
    /// The time was up before the solver was done: the floor holds, but may be far too low.
    cut_short: bool,
}

impl Frame<'_> {
    /// The least cost of these pieces, certified.
    fn solve(&self, levers: Vec<Piece>) -> Result<Certified, SolveError> {
        let refused = || SolveError("a lever does something to the program that Railhead can't follow".into());
        let all: f64 = levers.iter().map(|l| l.cost).sum();
        let weight = if all > 0.0 { all } else { 1.0 } / (RANGE_OVER_MEN * self.men / 1000.0);
        let Asked { program, exact } = build(self.c, self.window, (&levers, self.men, weight)).ok_or_else(refused)?;
        // The solver gets an objective in thousand men, whatever the unit of the costs.
        let objective = program.lp.objective.iter().map(|w| w / weight).collect();
        let solution = solver::solve(&Lp { objective, ..program.lp.clone() }, self.how.0, &self.how.1)?;
        let y: Vec<f64> = solution.y.iter().map(|y| y * weight).collect();
        let allowance = solver::safe_bound(&program.lp, &y).value.abs() * dates::FOR_SHORT_PRICES;
        let prices = certificate::trimmed(&program.lp, &y, allowance);
        let least = -solver::safe_bound(&program.lp, &prices).value;
        let at = (0..levers.len()).map(|k| program.value(&solution.x, AskColumn::Scale(k))).collect();
        let floor = Floor {
            window: self.window,
            men: self.men,
            levers,
            per_thousand_short: weight,
            least: least.max(0.0) * CLAIMED,
            rows: program.rows,
            prices,
        };
        Ok(Certified { floor, at, exact, cut_short: solution.status == Status::Stopped })
    }

    /// The certified bound of a campaign on this date, men.
    fn most_men(&self, c: &Campaign) -> Result<f64, SolveError> {
        Ok(dates::bound(c, &Earliest::of(c), self.window, self.how)?.point.most_men)
    }

    /// The least of a lever, within its range, with which the men are not ruled out, and the floors that prove it: each
    /// rules out what it covers of the range above what those before it rule out.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn least(&self, lever: &Lever) -> Result<(LeverFigure, Vec<Floor>), SolveError> {
        let (from, most) = (lever.least, lever.most);
        let mut figure = LeverFigure::of(lever, lever.base(self.c));
        let mut floors = Vec::new();
        // Values below `low` are ruled out. First the whole range; then, where dates or products are optimistic for its
        // upper end, narrow pieces just above what is ruled out: wider after each one that falls until one stands, from
        // then on halving what is open below its end.
        let (mut low, mut high) = (from, most);
        let mut piece = f64::NAN;
        let mut one_stood = false;
        let mut rounds = 0;
        while low < most && rounds < MOST_ROUNDS {
            rounds += 1;
            let width = high - low;
            let Certified { floor, exact, cut_short, .. } =
                self.solve(vec![Piece { key: lever.key.clone(), from: low, to: high, cost: width }])?;
            figure.cut_short |= cut_short;
            let (least, weight) = (floor.least, floor.per_thousand_short);
            let fallen = least > width * (1.0 + 1e-6);
            if least > 0.0 {
                floors.push(floor);
            }
            if fallen && high >= most {
                // Even with the whole range so many men are short.
                figure.men_at_most = Some((self.men - (least - width) / weight * 1000.0).max(0.0));
                figure.solves = rounds;
                return Ok((figure, floors));
            }
            let before = low;
            low = if fallen { high } else { (low + least.min(width) * CLAIMED).max(low) };
            one_stood |= rounds > 1 && !fallen;
            if !fallen && exact {
                break;
            }
            if rounds == 1 {
                // Most often the floor is sharp all the same, which one plain program shows.
                rounds += 1;
                if self.most_men(&lever.set_to(self.c, low))? >= self.men * (1.0 - SHARP) {
                    break;
                }
            }
            piece = match (rounds, fallen) {
                _ if piece.is_nan() => (0.1 * low).max(SMALLEST_PIECE * (most - from)),
                (_, true) if one_stood => piece / 2.0,
                (_, true) => 2.0 * piece,
                // What was found within the piece is as good as the piece is narrow.
                (_, false) if low > before + 0.5 * piece => piece,
                (_, false) => piece / 2.0,
            };
            if piece < SMALLEST_PIECE * low.min(most - from) {
                break;
            }
            high = (low + piece).min(most);
        }
        figure.solves = rounds;
        figure.by_bound = Some(low);
        Ok((figure, floors))
    }

    /// The cheapest set of changes with which the men are not ruled out, and the floor that proves its price; none where
    /// no lever can change.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn cheapest(&self) -> Result<(Took, Option<Floor>), SolveError> {
        let changing = changing(self.c);
        if changing.is_empty() {
            let men = self.most_men(self.c)?;
            let enough = men >= self.men;
            let cost = enough.then_some(0.0);
            return Ok((Took { enough, cost, men_with_all: (!enough).then_some(men), ..Took::default() }, None));
        }
        let pieces = changing.iter().map(|l| whole_way(self.c, l)).collect();
        let Certified { floor, at, .. } = self.solve(pieces)?;
        let all: f64 = floor.levers.iter().map(|l| l.cost).sum();
        if floor.least > all * (1.0 + 1e-6) {
            let all = changing.iter().fold(self.c.clone(), |c, l| l.set_to(&c, l.most));
            return Ok((Took { men_with_all: Some(self.most_men(&all)?), ..Took::default() }, Some(floor)));
        }
        let mut campaign = self.c.clone();
        let mut changes = Vec::new();
        for (lever, share) in changing.iter().zip(&at) {
            let base = lever.base(self.c);
            let by = share.clamp(0.0, 1.0) * (lever.most - base);
            // A hair of a range is dust of the computation, not a change.
            if by > 1e-4 * (lever.most - base) {
                campaign = lever.set_to(&campaign, base + by);
                changes.push(Change::of(lever, base, by));
            }
        }
        let men_there = self.most_men(&campaign)?;
        let took =
            Took { enough: true, cost: Some(floor.least), changes, men_there: Some(men_there), ..Took::default() };
        Ok((took, Some(floor)))
    }
}

/// The men that a question about levers asks for. A verdict flips where it would be called a NO; a floor is for the whole
/// number of men.
pub fn men_asked_for(c: &Campaign) -> f64 {
    c.question.target.0 * if c.question.kind == QuestionKind::HowFar { 1.0 - SHORT_OF } else { 1.0 }
}

/// The levers that may be raised.
pub fn changing(c: &Campaign) -> Vec<&Lever> {
    c.levers.iter().filter(|l| l.can_change && l.most > l.base(c)).collect()
}

/// A lever from its present value to its largest, at its cost in points.
pub fn whole_way(c: &Campaign, lever: &Lever) -> Piece {
    let from = lever.base(c);
    Piece { key: lever.key.clone(), from, to: lever.most, cost: lever.weight * (lever.most - from) }
}

/// The program for these pieces, the number of men, and the weight of a thousand men short. `None` where a piece is of no
/// lever of the campaign, or its lever can't be followed.
pub fn build(c: &Campaign, window: Window, (pieces, men, weight): (&[Piece], f64, f64)) -> Option<Asked> {
    let ranged = |piece: &Piece| {
        let lever = c.levers.iter().find(|l| l.key == piece.key)?;
        let base = lever.base(c);
        Some(Ranged { lever, from: piece.from / base, to: piece.to / base, cost: piece.cost })
    };
    let levers: Vec<Ranged> = pieces.iter().map(ranged).collect::<Option<_>>()?;
    ask::build(c, window, &Ask { levers: &levers, men: men / 1000.0, weight })
}
