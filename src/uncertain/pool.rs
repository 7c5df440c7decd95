//! What the prices of draws that were solved prove of all others: any prices prove a ceiling of any program (weak duality), and those of a
//! draw nearby often prove nearly as much as a solve would.

use std::collections::BTreeMap;

use super::solve::Dated;
use crate::answer::Evidence;
use crate::answer::prices::Prices;
use crate::answer::starts::Starts;
use crate::formulation::{Period, Program, Window};
use crate::solver;

/// Draws whose prices are tried on another: the nearest.
const TRIED: usize = 6;

/// Prices by date of draws that were solved, and of the campaign as it stands.
#[derive(Debug, Default)]
pub struct Pool {
    draws: Vec<Member>,
    base: Member,
}

/// One of them.
#[derive(Debug, Default)]
pub struct Member {
    /// Where it lies in the range of each variable, as a share.
    at: Vec<f64>,
    dates: BTreeMap<Period, (Window, Prices)>,
}

impl Member {
    /// Of what proves an answer.
    pub fn of(at: Vec<f64>, evidence: &Evidence) -> Member {
        let dates = evidence.bounded.iter().filter_map(|b| {
            let (program, solution) = b.solved.as_ref()?;
            // Those of the solver rather than the shortened ones: these prove more of other programs.
            Some((b.window.first, (b.window, Prices::at(program, solution))))
        });
        Member { at, dates: dates.collect() }
    }

    /// Of the campaign as it stands, which was solved on more dates than any draw: tried on every draw, wherever it lies.
    fn base(starts: &Starts) -> Member {
        let dates = starts.proofs().into_iter().map(|(window, prices)| (window.first, (window, prices)));
        Member { at: Vec::new(), dates: dates.collect() }
    }

    /// What its prices prove of a program: those of the same date, or of the next later one, moved so that both windows end together.
    fn proves(&self, program: &Program, window: Window) -> Option<f64> {
        let (_, (own, prices)) = self.dates.range(window.first..).next()?;
        let later = own.last.checked_sub(window.last)?;
        Some(solver::safe_bound(&program.lp, &prices.on(program, later)).value)
    }
}

impl Pool {
    /// Of these draws, and the corners of the campaign as it stands.
    pub fn new(draws: Vec<Member>, starts: &Starts) -> Pool {
        Pool { draws, base: Member::base(starts) }
    }

    /// The nearest to a draw, nearest first, and the campaign as it stands.
    fn nearest(&self, at: &[f64]) -> Vec<&Member> {
        let far = |m: &Member| m.at.iter().zip(at).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        let mut order: Vec<(f64, usize)> = self.draws.iter().map(far).zip(0..).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        order.into_iter().take(TRIED).map(|(_, i)| &self.draws[i]).chain([&self.base]).collect()
    }

    /// What prices prove of a campaign: the highest ceiling of all dates, in thousand men. `None` where nothing is known of a date.
    pub fn most(&self, (of, at): (&Dated, &[f64])) -> Option<f64> {
        let members = self.nearest(at);
        let mut highest = f64::NEG_INFINITY;
        for first in of.possible.iter().rev() {
            let (program, window) = of.program(*first)?;
            let mut most = f64::INFINITY;
            for member in &members {
                most = member.proves(&program, window).map_or(most, |proved| proved.min(most));
                // No need to know better that a date is worse than another.
                if most <= highest {
                    break;
                }
            }
            if most == f64::INFINITY {
                return None;
            }
            highest = highest.max(most);
        }
        Some(highest)
    }

    /// The first date that neither these prices nor those of the draw itself rule out.
    pub fn not_before(&self, (of, at): (&Dated, &[f64]), own: &Member, enough: f64) -> Option<Period> {
        let near = self.nearest(at);
        of.possible.iter().copied().find(|first| {
            let Some((program, window)) = of.program(*first) else { return true };
            let mut members = std::iter::once(own).chain(near.iter().copied());
            !members.any(|m| m.proves(&program, window).is_some_and(|most| most < enough))
        })
    }
}
