//! Where the programs of one campaign may be solved from: the corners at which those of another ended, date by date.
//!
//! A scenario differs from its workbook in few cells, so that its programs are solved in a few steps from the workbook's corners.
//! What comes out depends on the program and the corner alone, not on what was solved in between.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::carry::{self, RuledOut};
use super::{asking, dates};
use crate::campaign::Campaign;
use crate::formulation::{self, ColumnKey, Earliest, Period, Program, RowKey, Window};
use crate::solver::{self, Backend, Basis, Limits, Resolver, Solution, Stand, Status};

/// Another campaign is solved from the corner of this one where the prices of this one put its ceiling at most this much
/// higher or lower, relatively; further away a solve from scratch is quicker (measured on the shipped campaign).
pub const NEAR: f64 = 0.15;

/// A corner of a program by what its columns and rows mean, so that it can be looked up in another campaign's program.
#[derive(Debug)]
pub struct Corner {
    columns: HashMap<ColumnKey, Stand>,
    rows: HashMap<RowKey, Stand>,
}

impl Corner {
    pub fn of(program: &Program, basis: Basis) -> Corner {
        Corner {
            columns: program.columns.iter().copied().zip(basis.columns).collect(),
            rows: program.rows.iter().copied().zip(basis.rows).collect(),
        }
    }

    /// The nearest thing to it in another program: what is new there is at nothing, and does not bind.
    pub fn within(&self, program: &Program) -> Basis {
        let column = |key| self.columns.get(key).copied().unwrap_or(Stand::Limit);
        let row = |key| self.rows.get(key).copied().unwrap_or(Stand::Basic);
        Basis { columns: program.columns.iter().map(column).collect(), rows: program.rows.iter().map(row).collect() }
    }
}

/// The corners of a campaign, by the first period of their windows.
#[derive(Debug, Default)]
pub struct Starts(BTreeMap<Period, Start>);

#[derive(Debug)]
struct Start {
    window: Window,
    corner: Corner,
    rows: Vec<RowKey>,
    /// Prices at the corner, one for each row, and the value that they prove, thousand men.
    y: Vec<f64>,
    proved: f64,
}

impl Starts {
    /// Solves a campaign on the dates of its question's curve, in parallel. A date without a corner is left out, and so are questions
    /// that choose their dates on the way.
    pub fn of(c: &Campaign, how: (Backend, Limits)) -> Starts {
        let earliest = Earliest::of(c);
        let chosen = asking::curve(c, &earliest).unwrap_or_default();
        let possible = chosen.par_iter().with_max_len(1).filter(|t| dates::is_early_enough(c, &earliest, **t));
        Starts(possible.filter_map(|t| Some((*t, Start::of((c, &earliest), dates::window(c, *t), how)?))).collect())
    }

    /// Solves a program from the corner of its date; `None` where nothing is near.
    pub fn solve(&self, program: &Program, window: Window, how: (Backend, &Limits)) -> Option<Solution> {
        let start = self.0.get(&window.first).filter(|s| s.window == window)?;
        let prices: HashMap<RowKey, f64> = start.rows.iter().copied().zip(start.y.iter().copied()).collect();
        let y: Vec<f64> = program.rows.iter().map(|row| prices.get(row).copied().unwrap_or(0.0)).collect();
        let carried = solver::safe_bound(&program.lp, &y).value;
        if (carried - start.proved).abs() > NEAR * start.proved.abs() {
            return None;
        }
        let found = solver::solve_from(&program.lp, &start.corner.within(program), how).ok()?.0;
        // What was stopped may be far off; from scratch it is what any solve would be.
        (found.status != Status::Stopped).then_some(found)
    }

    /// What proves the ceilings at the corners: windows, rows and a price for each row.
    pub fn proofs(&self) -> impl Iterator<Item = (Window, &[RowKey], &[f64])> {
        self.0.values().map(|s| (s.window, s.rows.as_slice(), s.y.as_slice()))
    }

    /// That a date of another campaign has fewer than `enough` men, if the prices of that date or the next later one say so.
    pub fn rule_out(&self, of: (&Campaign, &Earliest), first: Period, enough: f64) -> Option<RuledOut> {
        let (_, start) = self.0.range(first..).next()?;
        carry::rule_out(of, (&start.rows, &start.y, start.window), &[first], enough).pop()
    }
}

impl Start {
    fn of((c, earliest): (&Campaign, &Earliest), window: Window, how: (Backend, Limits)) -> Option<Start> {
        let program = formulation::build(c, earliest, window)?;
        let mut resolver = Resolver::new(program.lp.clone(), how.0, how.1);
        let solution = resolver.solve().ok().filter(|s| s.status != Status::Stopped)?;
        let corner = Corner::of(&program, resolver.basis()?);
        let proved = solver::safe_bound(&program.lp, &solution.y).value;
        Some(Start { window, corner, rows: program.rows, y: solution.y, proved })
    }
}
