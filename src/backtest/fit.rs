//! Each campaign with the shared factors and the coverage rule found on the others.
//!
//! Coordinate search: the factors one after the other, each tried at its low, at its base and at its high, the best kept; once round. The best is what gives the other campaigns most points. A factor moves in all campaigns
//! alike, between its own low and high.

use std::collections::HashMap;

use serde::Serialize;

use super::predict::{Predicted, Supply, predict, supply};
use super::rule::{Cut, Moment, Rule};
use super::score::{self, Compared, Score};
use super::{Case, Settings};
use crate::solver::SolveError;
use crate::tables::listing::{self, At, Figure};
use crate::tables::{RawBook, read};

/// Where a factor is tried: -1 = its low, 0 = its base, 1 = its high.
const POSITIONS: [f64; 3] = [-1.0, 0.0, 1.0];
/// Times round all factors.
const ROUNDS: usize = 1;

/// A shared factor that is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Knob {
    pub name: &'static str,
    sheet: &'static str,
    /// Beginning of the row's name; empty = every row.
    row: &'static str,
    /// Header of the column.
    what: &'static str,
    /// Whether it tells on what can be carried. Pace and losses do not, because the troops stand where the record has them.
    carries: bool,
}

/// The factors that are fitted: those of the shared table on which the recorded quantities depend most.
pub fn knobs() -> &'static [Knob] {
    const fn knob(name: &'static str, sheet: &'static str, row: &'static str, what: &'static str) -> Knob {
        Knob { name, sheet, row, what, carries: true }
    }
    const fn apart(name: &'static str, sheet: &'static str, row: &'static str, what: &'static str) -> Knob {
        Knob { carries: false, ..knob(name, sheet, row, what) }
    }
    const KNOBS: &[Knob] = &[
        knob("load of standard-gauge trains", "Assumptions", "net_t_per_train_standard", "Value"),
        knob("load of broad-gauge trains", "Assumptions", "net_t_per_train_broad", "Value"),
        knob("re-gauging", "Assumptions", "rail_rate_regauge_km_per_day", "Value"),
        knob("restoration, light damage", "Assumptions", "rail_rate_light_km_per_day", "Value"),
        knob("restoration, heavy damage", "Assumptions", "rail_rate_heavy_km_per_day", "Value"),
        knob("days of supply with the troops", "Assumptions", "troops_carry_days", "Value"),
        knob("payload of trucks", "TruckFleets", "", "Payload"),
        knob("daily run of trucks", "TruckFleets", "", "Daily run"),
        knob("all norms", "Norms", "", "Norm"),
        apart("pace of an assault", "Postures", "assault", "Rate of advance"),
        apart("pace of exploitation", "Postures", "exploitation", "Rate of advance"),
        apart("pace of pursuit", "Postures", "pursuit", "Rate of advance"),
        apart("losses of all postures", "Postures", "", "Casualties"),
        knob("mud, on trucks", "Seasons", "mud", "Daily run of trucks"),
        apart("pace of fierce fighting", "Postures", "fierce", "Rate of advance"),
        apart("mud, on the advance", "Seasons", "mud", "Rate of advance"),
    ];
    KNOBS
}

impl Knob {
    fn turns(&self, f: &Figure) -> bool {
        f.sheet == self.sheet && f.what == self.what && f.row.starts_with(self.row)
    }
}

/// A factor that the other campaigns would have elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    pub factor: &'static str,
    /// -1 = its low, 0 = its base, 1 = its high.
    pub position: f64,
}

/// A campaign told by the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// Its own figures, with factors and rule of the others.
    pub score: Score,
    /// The rule of the others; nothing where they can't say.
    pub cut: Option<Cut>,
    /// Points of the others before and after the fit.
    pub others_before: f64,
    pub others_after: f64,
    /// Factors that the fit moved.
    pub moved: Vec<Moved>,
    pub compared: Vec<Compared>,
}

/// Predictions of all campaigns at any setting of the factors, each computed once.
pub struct Runner<'a> {
    cases: &'a [Case],
    settings: &'a Settings,
    tell: &'a dyn Fn(usize),
    /// For each campaign and factor, the figures that it turns.
    figures: Vec<Vec<Vec<Figure>>>,
    known: HashMap<(usize, Vec<i64>), Predicted>,
    carried: HashMap<(usize, Vec<i64>), Supply>,
}

impl<'a> Runner<'a> {
    pub fn new(cases: &'a [Case], settings: &'a Settings, tell: &'a dyn Fn(usize)) -> Runner<'a> {
        let of_case = |case: &Case| {
            let all = listing::figures(&case.book);
            let turned = |k: &Knob| {
                let ranged = |f: &&Figure| k.turns(f) && (f.low.is_some() || f.high.is_some());
                all.iter().filter(ranged).cloned().collect()
            };
            knobs().iter().map(turned).collect()
        };
        Runner {
            cases,
            settings,
            tell,
            figures: cases.iter().map(of_case).collect(),
            known: HashMap::new(),
            carried: HashMap::new(),
        }
    }

    /// The factors that are fitted.
    pub fn knobs(&self) -> &'static [Knob] {
        knobs()
    }

    /// The campaign with its factors at these positions.
    fn book(&self, case: usize, at: &[f64]) -> RawBook {
        let mut values: Vec<(At, f64)> = Vec::new();
        for (figures, position) in self.figures[case].iter().zip(at).filter(|(_, p)| **p != 0.0) {
            for f in figures {
                let end = if *position < 0.0 { f.low } else { f.high }.unwrap_or(f.base);
                values.push((f.at, f.base + position.abs() * (end - f.base)));
            }
        }
        listing::with(&self.cases[case].book, &values)
    }

    /// What the model says of a campaign with its factors at these positions.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn predicted(&mut self, case: usize, at: &[f64]) -> Result<Predicted, SolveError> {
        // A factor that the campaign does not have makes no difference.
        let felt: Vec<f64> =
            at.iter().zip(&self.figures[case]).map(|(p, f)| if f.is_empty() { 0.0 } else { *p }).collect();
        let keyed = |carries: bool| {
            let of = |(p, k): (&f64, &Knob)| if k.carries || !carries { (p * 100.0).round() as i64 } else { 0 };
            (case, felt.iter().zip(knobs()).map(of).collect::<Vec<i64>>())
        };
        let key = keyed(false);
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let Some(campaign) = read(&self.book(case, &felt)).campaign else {
            return Err(SolveError(format!("{} makes no sense with these factors", self.cases[case].name)));
        };
        let carried = match self.carried.get(&keyed(true)) {
            Some(known) => known.clone(),
            None => {
                let found = supply(&campaign, (self.settings.backend, self.settings.limits))?;
                self.carried.insert(keyed(true), found.clone());
                (self.tell)(self.carried.len());
                found
            }
        };
        let found = predict(&self.cases[case].name, &campaign, &carried);
        self.known.insert(key, found.clone());
        Ok(found)
    }

    /// Points of some campaigns with the rule that they themselves give, and that rule.
    fn points(&mut self, cases: &[usize], at: &[f64]) -> Result<(f64, Option<Rule>), SolveError> {
        let predicted: Vec<Predicted> =
            cases.iter().map(|i| self.predicted(*i, at)).collect::<Result<_, SolveError>>()?;
        let moments: Vec<Moment> = predicted.iter().flat_map(Predicted::moments).collect();
        let rule = Rule::of(&moments);
        let compared: Vec<Compared> = predicted.iter().flat_map(|p| score::compare(p, rule.as_ref())).collect();
        Ok((Score::of(&compared).points, rule))
    }

    /// One campaign, told by all others.
    ///
    /// # Errors
    /// Where the solver has nothing to offer.
    pub fn left_out(&mut self, case: usize) -> Result<LeftOut, SolveError> {
        let others: Vec<usize> = (0..self.cases.len()).filter(|i| *i != case).collect();
        let mut at = vec![0.0; knobs().len()];
        let (others_before, mut rule) = self.points(&others, &at)?;
        let mut best = others_before;
        for _ in 0..ROUNDS {
            let before = best;
            for k in 0..knobs().len() {
                for position in POSITIONS {
                    let mut there = at.clone();
                    there[k] = position;
                    let (points, found) = self.points(&others, &there)?;
                    if points > best + 1e-6 {
                        (best, at, rule) = (points, there, found);
                    }
                }
            }
            if best <= before {
                break;
            }
        }
        let compared = score::compare(&self.predicted(case, &at)?, rule.as_ref());
        let moved = knobs().iter().zip(&at).filter(|(_, p)| **p != 0.0);
        Ok(LeftOut {
            score: Score::of(&compared),
            cut: rule.map(|r| r.cut),
            others_before: score::rounded(others_before),
            others_after: score::rounded(best),
            moved: moved.map(|(k, p)| Moved { factor: k.name, position: *p }).collect(),
            compared,
        })
    }
}
