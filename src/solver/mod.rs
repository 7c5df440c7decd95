//! The only room that knows a solver. It takes columns and rows, and knows nothing of what they mean.
//!
//! [`solve`] asks the chosen [`Backend`]; [`certificate`] then bounds the optimum by its own arithmetic, so that no
//! verdict rests on a solver's word.

pub mod certificate;
mod goodlp;
mod lp;
mod resolver;

pub use certificate::{Bound, Residual, safe_bound, worst_residual};
pub use lp::{Limits, Lp, LpBuilder, Sides, Solution, SolveError, Status};
pub use resolver::Resolver;

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
/// # Errors
/// If the backend is not built in, refuses the program, or ends without any usable point.
pub fn solve(lp: &Lp, backend: Backend, limits: &Limits) -> Result<Solution, SolveError> {
    lp.check_numbers()?;
    let (lp, kept) = &lp.without_idle_rows();
    let solution = match backend {
        #[cfg(feature = "highs")]
        Backend::Highs => goodlp::with_highs(lp, limits),
        #[cfg(feature = "pure-rust")]
        Backend::Clarabel => goodlp::with_clarabel(lp, limits),
        #[cfg(not(feature = "highs"))]
        Backend::Highs => absent(backend),
        #[cfg(not(feature = "pure-rust"))]
        Backend::Clarabel => absent(backend),
    }?;
    let mut y = vec![0.0; kept.rows];
    for (row, price) in kept.origin.iter().zip(&solution.y) {
        y[*row] = *price;
    }
    Ok(Solution { y, ..solution })
}

#[cfg(not(all(feature = "highs", feature = "pure-rust")))]
fn absent(backend: Backend) -> Result<Solution, SolveError> {
    Err(SolveError(format!("this build of Railhead does not contain {}", backend.describe())))
}
