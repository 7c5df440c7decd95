//! What is known of a campaign before it is solved, from others like it: corners from which its programs are solved in a few steps, and
//! prices that rule its dates out.
//!
//! A scenario differs from its workbook in few cells, a swept lever in one figure. So an [`Origin`] keeps, for each date that it is asked
//! for, the corner at which its own program ended, and the prices there. It solves a date when somebody first asks for it, from
//! the corners of its own origins: what it finds depends on the campaigns on the way to it alone, not on who asked, when,
//! or in which thread.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::carry::{self, RuledOut};
use super::prices::Prices;
use super::{asking, dates};
use crate::campaign::Campaign;
use crate::formulation::{self, ColumnKey, Earliest, Period, Program, RowKey, Window};
use crate::solver::{self, Backend, Basis, Limits, Resolver, Solution, Stand, Status};

/// A program is tried from the corner of another campaign where the prices there put its ceiling at most this much higher or lower,
/// relatively; from further away restarts run into their limit of steps (measured on the shipped campaign).
const NEAR: f64 = 0.75;

/// Origins from whose corners one program is tried before it is solved from scratch.
const TRIES: usize = 2;

/// Prices prove less than others only where it is by more than this share: what is less is rounding.
const LESS: f64 = 1e-9;

/// A corner of a program by what its columns and rows mean, so that it can be looked up in another campaign's program.
#[derive(Debug)]
pub struct Corner {
    columns: FxHashMap<ColumnKey, Stand>,
    rows: FxHashMap<RowKey, Stand>,
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

/// Where a campaign's program for one date ended.
#[derive(Debug)]
struct Start {
    window: Window,
    corner: Corner,
    prices: Prices,
    /// What the prices prove, thousand men.
    proved: f64,
}

/// What is known, by the first and last period of the window; looked for once, by whoever needs it first.
type ByWindow = BTreeMap<(Period, Period), Arc<OnceLock<Option<Start>>>>;

/// A campaign from which others start.
#[derive(Debug)]
pub struct Origin {
    campaign: Campaign,
    earliest: Earliest,
    how: (Backend, Limits),
    from: Starts,
    found: Mutex<ByWindow>,
}

impl Origin {
    /// A campaign that itself starts from others. Nothing is solved yet.
    pub fn new(campaign: Campaign, how: (Backend, Limits), from: Starts) -> Arc<Origin> {
        let earliest = Earliest::of(&campaign);
        Arc::new(Origin { campaign, earliest, how, from, found: Mutex::default() })
    }

    pub fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    /// Looks at what is known of a window, which is found out first where need be; nothing where nobody can be there by then, or the
    /// solver has no corner to offer.
    fn at<T>(&self, window: Window, look: impl FnOnce(&Start) -> Option<T>) -> Option<T> {
        let cell = {
            let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            found.entry((window.first, window.last)).or_default().clone()
        };
        // Another thread that asks for the same date waits here.
        cell.get_or_init(|| self.find(window)).as_ref().and_then(look)
    }

    fn find(&self, window: Window) -> Option<Start> {
        // Without corners there is nothing to go on from.
        if self.how.0 != Backend::Highs || !dates::is_early_enough(&self.campaign, &self.earliest, window.first) {
            return None;
        }
        let program = formulation::build(&self.campaign, &self.earliest, window)?;
        let near = self.from.solve(&program, window, (self.how.0, &self.how.1));
        let (solution, basis) = match near {
            Some((solution, Some(basis))) => (solution, basis),
            _ => {
                let mut resolver = Resolver::new(program.lp.clone(), self.how.0, self.how.1);
                let solution = resolver.solve().ok().filter(|s| s.status != Status::Stopped)?;
                (solution, resolver.basis()?)
            }
        };
        let proved = solver::safe_bound(&program.lp, &solution.y).value;
        Some(Start { window, corner: Corner::of(&program, basis), prices: Prices::at(&program, &solution), proved })
    }
}

/// Origins for one campaign, from the most general to the nearest.
#[derive(Debug, Clone, Default)]
pub struct Starts(Vec<Arc<Origin>>);

impl Starts {
    /// From the most general to the nearest. An origin that is named twice counts once.
    pub fn new(origins: impl IntoIterator<Item = Arc<Origin>>) -> Starts {
        let mut out: Vec<Arc<Origin>> = Vec::new();
        for origin in origins {
            if !out.iter().any(|known| Arc::ptr_eq(known, &origin)) {
                out.push(origin);
            }
        }
        Starts(out)
    }

    /// One campaign, solved at once on the dates of its question's curve, in parallel. Questions that choose their dates on the way
    /// have none.
    pub fn of(c: &Campaign, how: (Backend, Limits)) -> Starts {
        let origin = Origin::new(c.clone(), how, Starts::default());
        let chosen = asking::curve(c, &origin.earliest).unwrap_or_default();
        chosen.par_iter().with_max_len(1).for_each(|t| {
            origin.at(dates::window(c, *t), |_| Some(()));
        });
        Starts::new([origin])
    }

    /// What proves the ceilings at the corners that are known so far: windows and prices.
    pub fn proofs(&self) -> Vec<(Window, Prices)> {
        let mut out = Vec::new();
        for origin in &self.0 {
            let found = origin.found.lock().unwrap_or_else(PoisonError::into_inner);
            let starts = found.values().filter_map(|cell| cell.get()?.as_ref());
            out.extend(starts.map(|start| (start.window, start.prices.clone())));
        }
        out
    }

    /// Solves a program from a corner of its own date: that of the origin whose prices prove the lowest ceiling for it, then the next
    /// best. Tells at which corner it ended. `None` where none leads anywhere: then it is to be solved from scratch.
    pub fn solve(
        &self,
        program: &Program,
        window: Window,
        how: (Backend, &Limits),
    ) -> Option<(Solution, Option<Basis>)> {
        let near = |origin: &Arc<Origin>| {
            origin.at(window, |start| {
                let carried = solver::safe_bound(&program.lp, &start.prices.on(program, 0)).value;
                let is_near = (carried - start.proved).abs() <= NEAR * start.proved.abs();
                is_near.then(|| (carried, origin.clone()))
            })
        };
        // The nearest first, and another before it only where it is better by more than rounding.
        let mut order: Vec<(f64, Arc<Origin>)> = Vec::new();
        for (carried, origin) in self.0.iter().rev().filter_map(near) {
            let worse = |(other, _): &(f64, Arc<Origin>)| carried < other - LESS * (1.0 + other.abs());
            let place = order.iter().position(worse).unwrap_or(order.len());
            order.insert(place, (carried, origin));
        }
        order.into_iter().take(TRIES).find_map(|(_, origin)| {
            let basis = origin.at(window, |start| Some(start.corner.within(program)))?;
            solver::solve_near(&program.lp, &basis, how)
        })
    }

    /// That a date of another campaign has fewer than `enough` men, if the prices of some origin for that date say so.
    pub fn rule_out(&self, of: (&Program, Window), enough: f64) -> Option<RuledOut> {
        let by = |origin: &Arc<Origin>| origin.at(of.1, |start| carry::one(of, (&start.prices, start.window), enough));
        self.0.iter().find_map(by)
    }
}
