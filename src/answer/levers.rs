//! With how little, what would it take, how far until it flips: one lever or several made columns of the program
//! ([`formulation::ask`]), each answer certified like any bound.

use super::dates;
use super::figures::{Change, LeverFigure, Took};
use crate::campaign::{Campaign, Lever};
use crate::formulation::ask::{self, Ask, AskColumn, Asked, Ranged};
use crate::formulation::{Earliest, Window};
use crate::solver::{self, Backend, Limits, SolveError};

/// Objective of a whole range over that of all the men asked for. A lever whose last hundredth of the men costs more than
/// its whole range would be answered too low; with this weight that is one man in a thousand.
const RANGE_OVER_MEN: f64 = 1e-3;

/// Programs solved at most for one lever.
const MOST_ROUNDS: usize = 6;

/// A floor at which the men are short by less than this share is sharp.
const SHARP: f64 = 1e-3;

/// Pieces narrower than this share of the value are not looked at.
const SMALLEST_PIECE: f64 = 0.02;

/// The date that is asked about, the men asked for (in men), and how to solve.
pub struct Frame<'a> {
    pub c: &'a Campaign,
    pub window: Window,
    pub men: f64,
    pub how: (Backend, Limits),
}

/// One program with levers, solved and certified.
struct Certified {
    /// Certified least cost, in the unit of the levers' costs; above the cost of the whole range = not within it.
    cost: f64,
    /// Where each lever stands in the solver's point, 0 to 1.
    at: Vec<f64>,
    exact: bool,
}

impl Frame<'_> {
    fn solve(&self, levers: &[Ranged], weight: f64) -> Result<Certified, SolveError> {
        let ask = Ask { levers, men: self.men / 1000.0, weight };
        let Asked { program, exact } = ask::build(self.c, self.window, &ask)
            .ok_or_else(|| SolveError("a lever does something to the program that Railhead can't follow".into()))?;
        let solution = solver::solve(&program.lp, self.how.0, &self.how.1)?;
        let cost = -solver::safe_bound(&program.lp, &solution.y).value;
        let at = (0..levers.len()).map(|k| program.value(&solution.x, AskColumn::Scale(k))).collect();
        Ok(Certified { cost: cost.max(0.0), at, exact })
    }

    /// The certified bound of a campaign on this date, men.
    fn most_men(&self, c: &Campaign) -> Result<f64, SolveError> {
        Ok(dates::bound(c, &Earliest::of(c), self.window, self.how)?.point.most_men)
    }

    /// The least of a lever, within its range, with which the men are not ruled out.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn least(&self, lever: &Lever) -> Result<LeverFigure, SolveError> {
        let base = lever.base(self.c);
        let (from, most) = (lever.least / base, lever.most / base);
        let mut figure = LeverFigure::of(lever, base);
        // Values below `low` are ruled out. First the whole range; then, where dates or products are optimistic for its
        // upper end, narrow pieces just above what is ruled out, wider after each one that falls.
        let (mut low, mut high) = (from, most);
        let mut piece = f64::NAN;
        let mut rounds = 0;
        while low < most && rounds < MOST_ROUNDS {
            rounds += 1;
            let ranged = Ranged { lever, from: low, to: high, cost: RANGE_OVER_MEN * self.men / 1000.0 };
            let found = self.solve(&[ranged], 1.0)?;
            let share = found.cost / ranged.cost;
            if share > 1.0 + 1e-6 && high >= most {
                // Even with the whole range so many men are short, in thousand.
                figure.men_at_most = Some((self.men - (found.cost - ranged.cost) * 1000.0).max(0.0));
                figure.solves = rounds;
                return Ok(figure);
            }
            let fallen = share > 1.0 + 1e-6;
            let before = low;
            low = if fallen { high } else { low + share.min(1.0) * (high - low) };
            if !fallen && found.exact {
                break;
            }
            if rounds == 1 {
                // Most often the floor is sharp all the same, which one plain program shows.
                rounds += 1;
                if self.most_men(&lever.scaled(self.c, low))? >= self.men * (1.0 - SHARP) {
                    break;
                }
            }
            piece = match (rounds, fallen) {
                _ if piece.is_nan() => (0.1 * low).max(SMALLEST_PIECE * (most - from)),
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
        figure.by_bound = Some(low * base);
        Ok(figure)
    }

    /// The cheapest set of changes with which the men are not ruled out.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn cheapest(&self) -> Result<Took, SolveError> {
        let changing: Vec<&Lever> = self.c.levers.iter().filter(|l| l.can_change && l.most > l.base(self.c)).collect();
        let whole = |l: &Lever| l.weight * (l.most - l.base(self.c));
        let all: f64 = changing.iter().map(|l| whole(l)).sum();
        let unit = RANGE_OVER_MEN * self.men / 1000.0 / if all > 0.0 { all } else { 1.0 };
        let ranged: Vec<Ranged> = changing
            .iter()
            .map(|lever| Ranged { lever, from: 1.0, to: lever.most / lever.base(self.c), cost: whole(lever) * unit })
            .collect();
        if ranged.is_empty() {
            let men = self.most_men(self.c)?;
            let enough = men >= self.men;
            return Ok(Took {
                enough,
                cost: enough.then_some(0.0),
                men_with_all: (!enough).then_some(men),
                ..Took::default()
            });
        }
        let found = self.solve(&ranged, 1.0)?;
        if found.cost > all * unit * (1.0 + 1e-6) {
            let all = changing.iter().fold(self.c.clone(), |c, l| l.set_to(&c, l.most));
            return Ok(Took { men_with_all: Some(self.most_men(&all)?), ..Took::default() });
        }
        let mut campaign = self.c.clone();
        let mut changes = Vec::new();
        for (lever, share) in changing.iter().zip(&found.at) {
            let base = lever.base(self.c);
            let by = share.clamp(0.0, 1.0) * (lever.most - base);
            // A hair of a range is dust of the computation, not a change.
            if by > 1e-4 * (lever.most - base) {
                campaign = lever.set_to(&campaign, base + by);
                changes.push(Change::of(lever, base, by));
            }
        }
        let men_there = self.most_men(&campaign)?;
        Ok(Took { enough: true, cost: Some(found.cost / unit), changes, men_there: Some(men_there), ..Took::default() })
    }
}
