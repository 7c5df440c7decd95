//! The only room that knows a solver. It takes columns and rows, and knows nothing of what they mean.
//!
//! [`solve`] asks the chosen [`Backend`]; [`certificate`] then bounds the optimum by its own arithmetic, so that no
//! verdict rests on a solver's word.

pub mod certificate;
mod goodlp;
mod lp;
mod resolver;

pub use certificate::{Bound, DualResidual, Residual, Residuals, safe_bound, worst_residual};
pub use lp::{Limits, Lp, LpBuilder, Sides, Solution, SolveError, Status};
pub use resolver::{Basis, Resolver, Stand, solve_from, solve_near};

/// A linear programming code that Railhead can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Backend {
    /// HiGHS, interior point (IPX) without presolve and crossover.
    Highs,
    /// Clarabel, interior point, pure Rust.
    Clarabel,
}

impl Backend {
    /// The backends built into this binary, the preferred one first.
    pub fn available() -> &'static [Backend] {
        &[
            #[cfg(feature = "highs")]
            Backend::Highs,
            #[cfg(feature = "pure-rust")]
            Backend::Clarabel,
        ]
    }

    /// Name and settings as printed in every output.
    pub fn describe(self) -> &'static str {
        match self {
            Backend::Highs => "HiGHS (IPX interior point, presolve off, crossover off) through good_lp",
            Backend::Clarabel => "Clarabel (interior point, pure Rust) through good_lp",
        }
    }

    /// The word by which the command line names it.
    pub fn word(self) -> &'static str {
        match self {
            Backend::Highs => "highs",
            Backend::Clarabel => "clarabel",
        }
    }
}

/// Solves a program. The result is only a proposal: pass its row prices to [`safe_bound`].
///
/// A time limit is no error. A solve that was cut short gives the better of the prices it had and no prices at all
/// (which prove what the columns' bounds allow), and some point within the columns' bounds.
///
/// # Errors
/// If the backend is not built in, refuses the program, or ends of itself without any usable point.
pub fn solve(lp: &Lp, backend: Backend, limits: &Limits) -> Result<Solution, SolveError> {
    proposed(lp, backend, limits, true)
}

/// The same where nothing depends on it: HiGHS gets few steps and no second try, either of which may take all of the time.
///
/// # Errors
/// As [`solve`].
pub fn solve_at_once(lp: &Lp, backend: Backend, limits: &Limits) -> Result<Solution, SolveError> {
    proposed(lp, backend, limits, false)
}

fn proposed(lp: &Lp, backend: Backend, limits: &Limits, again: bool) -> Result<Solution, SolveError> {
    lp.check_numbers()?;
    let (small, kept) = &lp.without_idle_rows();
    // Clarabel has one way alone.
    #[cfg(not(feature = "highs"))]
    let _ = again;
    let proposal = match backend {
        #[cfg(feature = "highs")]
        Backend::Highs => goodlp::with_highs(small, limits, again),
        #[cfg(feature = "pure-rust")]
        Backend::Clarabel => goodlp::with_clarabel(small, limits),
        #[cfg(not(feature = "highs"))]
        Backend::Highs => absent(backend),
        #[cfg(not(feature = "pure-rust"))]
        Backend::Clarabel => absent(backend),
    }?;
    let (x, prices) = match proposal.status {
        Status::Stopped => mended(small, &proposal),
        Status::Optimal if is_usable(&proposal.x, small.columns()) && is_usable(&proposal.y, small.rows()) => {
            (proposal.x, proposal.y)
        }
        Status::Optimal => return Err(SolveError(format!("{} returned no usable point", backend.word()))),
    };
    Ok(Solution { status: proposal.status, x, y: kept.prices(&prices), seconds: proposal.seconds })
}

fn is_usable(values: &[f64], wanted: usize) -> bool {
    values.len() == wanted && values.iter().all(|v| v.is_finite())
}

/// Point and prices of a solve that was cut short, as far as there are any: its own point or the one nearest to zero, its
/// own prices or none, whichever prove more.
fn mended(lp: &Lp, proposal: &goodlp::Proposal) -> (Vec<f64>, Vec<f64>) {
    let bounds = lp.lower.iter().zip(&lp.upper);
    let x = if is_usable(&proposal.x, lp.columns()) {
        proposal.x.clone()
    } else {
        bounds.map(|(l, u)| 0f64.clamp(*l, *u)).collect()
    };
    let none = vec![0.0; lp.rows()];
    let better = is_usable(&proposal.y, lp.rows()) && safe_bound(lp, &proposal.y).value < safe_bound(lp, &none).value;
    (x, if better { proposal.y.clone() } else { none })
}

#[cfg(not(all(feature = "highs", feature = "pure-rust")))]
fn absent(backend: Backend) -> Result<goodlp::Proposal, SolveError> {
    Err(SolveError(format!("this build of Railhead does not contain {}", backend.describe())))
}
