//! The same program again and again with other numbers: searches over dates and levers, what-ifs.
//!
//! An interior point method cannot start from an old answer (HiGHS builds its IPX anew for every run), but a simplex
//! method can: the first solve ends with crossover, which leaves a basis, and later solves start from the last one. Where
//! a change is small that costs tens of steps instead of a whole solve (`docs/performance.md` has the figures). A
//! restart has two tries: a few steps by rough edge weights (Devex: Forrest and Goldfarb, *Math. Programming* 57 (1992) 341-374), which
//! cost nothing to begin with and are enough for most changes, then more steps by exact ones. What takes too many steps, or whose
//! prices do not prove its own value, is thrown away and solved afresh, so that what is returned is as good as [`super::solve`] would
//! have it. Limits are counted in steps, not seconds: the answer does not depend on how busy the machine is.

use super::{Backend, Limits, Lp, Sides, Solution, SolveError};

/// Where a column or row stands at a corner of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Between its limits, as far as the others let it.
    Basic,
    Lower,
    Upper,
    /// At a limit, whichever there is.
    Limit,
}

/// A corner of a program, from which a simplex method can start: for each column and each row where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    pub columns: Vec<Stand>,
    pub rows: Vec<Stand>,
}

/// Solves a program from a corner of a similar one, by steps from there, and says at which corner it ended. `None` where that takes
/// more steps than it is worth, or leads to prices that do not prove their own value, or the backend has no corners. What comes out
/// depends on the program and the corner alone.
pub fn solve_near(lp: &Lp, basis: &Basis, (backend, limits): (Backend, &Limits)) -> Option<(Solution, Option<Basis>)> {
    #[cfg(feature = "highs")]
    if backend == Backend::Highs && lp.check_numbers().is_ok() {
        let mut hot = hot::Hot::new(lp, limits)?;
        let found = hot.from(lp, basis)?;
        return Some((found, hot.basis()));
    }
    let _ = (lp, basis, backend, limits);
    None
}

/// The same, and where it leads nowhere afresh (as [`super::solve`] does, and with no corner).
///
/// # Errors
/// As [`super::solve`].
pub fn solve_from(lp: &Lp, basis: &Basis, how: (Backend, &Limits)) -> Result<(Solution, Option<Basis>), SolveError> {
    match solve_near(lp, basis, how) {
        Some(found) => Ok(found),
        None => Ok((super::solve(lp, how.0, how.1)?, None)),
    }
}

/// A program that is solved more than once. Right-hand sides, bounds of columns and the objective may change in
/// between; coefficients and the shape may not.
pub struct Resolver {
    lp: Lp,
    backend: Backend,
    limits: Limits,
    #[cfg(feature = "highs")]
    hot: Option<hot::Hot>,
}

impl Resolver {
    /// Takes a program; nothing is solved yet. Only [`Backend::Highs`] reuses what it found before; any other backend
    /// solves afresh each time.
    pub fn new(lp: Lp, backend: Backend, limits: Limits) -> Resolver {
        Resolver {
            lp,
            backend,
            limits,
            #[cfg(feature = "highs")]
            hot: None,
        }
    }

    /// The program as it now stands: what a solution must be certified against.
    pub fn lp(&self) -> &Lp {
        &self.lp
    }

    /// The corner at which the last solve ended; `None` where there is none, or the backend has no corners.
    pub fn basis(&self) -> Option<Basis> {
        #[cfg(feature = "highs")]
        return self.hot.as_ref().and_then(hot::Hot::basis);
        #[cfg(not(feature = "highs"))]
        None
    }

    /// Replaces the sides of a row.
    pub fn set_sides(&mut self, row: usize, sides: Sides) {
        self.lp.sides[row] = sides;
        #[cfg(feature = "highs")]
        self.tell(|hot| hot.row(row, sides));
    }

    /// Replaces the bounds of a column; both finite.
    pub fn set_bounds(&mut self, column: usize, lower: f64, upper: f64) {
        self.lp.lower[column] = lower;
        self.lp.upper[column] = upper;
        #[cfg(feature = "highs")]
        self.tell(|hot| hot.column(column, lower, upper));
    }

    /// Replaces the objective's coefficient of a column.
    pub fn set_objective(&mut self, column: usize, coefficient: f64) {
        self.lp.objective[column] = coefficient;
        #[cfg(feature = "highs")]
        self.tell(|hot| hot.cost(column, coefficient));
    }

    /// A change that HiGHS refuses costs the basis, nothing else.
    #[cfg(feature = "highs")]
    fn tell(&mut self, change: impl FnOnce(&mut hot::Hot) -> Option<()>) {
        if self.hot.as_mut().is_some_and(|hot| change(hot).is_none()) {
            self.hot = None;
        }
    }

    /// Solves the program as it now stands. The result is only a proposal, as that of [`super::solve`].
    ///
    /// # Errors
    /// As [`super::solve`].
    pub fn solve(&mut self) -> Result<Solution, SolveError> {
        self.lp.check_numbers()?;
        #[cfg(feature = "highs")]
        if self.backend == Backend::Highs {
            let again = self.hot.as_mut().and_then(|hot| hot.basis().and_then(|basis| hot.from(&self.lp, &basis)));
            if let Some(found) = again {
                return Ok(found);
            }
            // The old basis leads nowhere: a fresh one.
            self.hot = hot::Hot::new(&self.lp, &self.limits);
            if let Some(found) = self.hot.as_mut().and_then(|hot| hot.first(&self.lp)) {
                return Ok(found);
            }
            self.hot = None;
        }
        super::solve(&self.lp, self.backend, &self.limits)
    }
}

#[cfg(feature = "highs")]
mod hot {
    //! HiGHS itself: good_lp has no way to change a program and solve it again.

    use std::ffi::{CStr, c_void};
    use std::time::Instant;

    use highs_sys::*;

    use super::{Basis, Limits, Lp, Sides, Solution, Stand};
    use crate::solver::{Status, safe_bound};

    /// How far the value that the prices prove may lie above the value of the point, of that value: beyond it the
    /// solution is thrown away. (HiGHS issue 3194: a restart can call a slightly wrong point optimal.)
    const WIDEST_GAP: f64 = 1e-6;

    /// Steps of the first try. Most changes of a few percent take fewer.
    const FEW_STEPS: usize = 150;

    /// Steps of the second try: one for so many columns, which cost about a fifth of a fresh solve. What takes more most often takes
    /// many times as many.
    const MANY_STEPS_IN: usize = 9;

    /// HiGHS's numbers for rough and for exact edge weights of the dual simplex method.
    const DEVEX: HighsInt = 1;
    const STEEPEST_EDGE: HighsInt = 2;

    /// How far costs are disturbed against ties, of what HiGHS does of itself. That is well above its tolerance, so that steps are
    /// spent on undoing it; a hundredth lies at the tolerance, and nothing is to be undone.
    const PERTURBED: f64 = 0.01;

    /// One instance of HiGHS with a program and, after the first solve, a basis.
    pub struct Hot {
        highs: *mut c_void,
        columns: usize,
        rows: usize,
        /// Where the last run ended that ended well. Read at once: HiGHS no longer vouches for it after a change of the program.
        corner: Option<Basis>,
    }

    // SAFETY: an instance of HiGHS may be used by any thread, one at a time; `Hot` is neither cloned nor shared.
    unsafe impl Send for Hot {}

    impl Drop for Hot {
        fn drop(&mut self) {
            // SAFETY: created by `new` and destroyed once.
            unsafe { Highs_destroy(self.highs) }
        }
    }

    impl Hot {
        /// Hands the program over. `None` if HiGHS refuses it.
        pub fn new(lp: &Lp, limits: &Limits) -> Option<Hot> {
            let index = |v: &[usize]| v.iter().map(|j| HighsInt::try_from(*j).ok()).collect::<Option<Vec<_>>>();
            let (start, column) = (index(&lp.row_start[..lp.rows()])?, index(&lp.entry_column)?);
            let lower: Vec<f64> = lp.sides.iter().map(|s| s.lower()).collect();
            let upper: Vec<f64> = lp.sides.iter().map(|s| s.upper()).collect();
            // SAFETY: creates an instance that `Drop` destroys.
            let hot = Hot { highs: unsafe { Highs_create() }, columns: lp.columns(), rows: lp.rows(), corner: None };
            // SAFETY: names end in 0; every array has the length that is passed and lives through the call, in which
            // HiGHS copies it.
            unsafe {
                accepted(Highs_setBoolOptionValue(hot.highs, c"output_flag".as_ptr(), 0))?;
                accepted(Highs_setIntOptionValue(hot.highs, c"threads".as_ptr(), 1))?;
                accepted(Highs_setDoubleOptionValue(hot.highs, c"time_limit".as_ptr(), limits.seconds))?;
                accepted(Highs_passLp(
                    hot.highs,
                    HighsInt::try_from(lp.columns()).ok()?,
                    HighsInt::try_from(lp.rows()).ok()?,
                    HighsInt::try_from(lp.nonzeros()).ok()?,
                    kHighsMatrixFormatRowwise,
                    kHighsObjSenseMaximize,
                    0.0,
                    lp.objective.as_ptr(),
                    lp.lower.as_ptr(),
                    lp.upper.as_ptr(),
                    lower.as_ptr(),
                    upper.as_ptr(),
                    start.as_ptr(),
                    column.as_ptr(),
                    lp.entry_value.as_ptr(),
                ))?;
            }
            for (option, word) in
                [(c"solver", c"ipx"), (c"presolve", c"on"), (c"run_crossover", c"on"), (c"parallel", c"off")]
            {
                hot.set(option, word)?;
            }
            Some(hot)
        }

        pub fn row(&mut self, row: usize, sides: Sides) -> Option<()> {
            let row = HighsInt::try_from(row).ok()?;
            // SAFETY: HiGHS refuses a row that it does not have.
            accepted(unsafe { Highs_changeRowBounds(self.highs, row, sides.lower(), sides.upper()) })
        }

        pub fn column(&mut self, column: usize, lower: f64, upper: f64) -> Option<()> {
            let column = HighsInt::try_from(column).ok()?;
            // SAFETY: HiGHS refuses a column that it does not have.
            accepted(unsafe { Highs_changeColBounds(self.highs, column, lower, upper) })
        }

        pub fn cost(&mut self, column: usize, cost: f64) -> Option<()> {
            let column = HighsInt::try_from(column).ok()?;
            // SAFETY: HiGHS refuses a column that it does not have.
            accepted(unsafe { Highs_changeColCost(self.highs, column, cost) })
        }

        /// Simplex from a corner of a similar program: first a few steps with edge weights that cost nothing, then, from the same
        /// corner, more with exact ones.
        pub fn from(&mut self, lp: &Lp, basis: &Basis) -> Option<Solution> {
            let code = |s: &Stand| match s {
                Stand::Basic => kHighsBasisStatusBasic,
                Stand::Lower => kHighsBasisStatusLower,
                Stand::Upper => kHighsBasisStatusUpper,
                Stand::Limit => kHighsBasisStatusNonbasic,
            };
            if (basis.columns.len(), basis.rows.len()) != (self.columns, self.rows) {
                return None;
            }
            let columns: Vec<HighsInt> = basis.columns.iter().map(code).collect();
            let rows: Vec<HighsInt> = basis.rows.iter().map(code).collect();
            self.set(c"solver", c"simplex")?;
            // SAFETY: the name ends in 0.
            accepted(unsafe {
                let multiplier = c"dual_simplex_cost_perturbation_multiplier";
                Highs_setDoubleOptionValue(self.highs, multiplier.as_ptr(), PERTURBED)
            })?;
            let many = (lp.columns() / MANY_STEPS_IN).max(500);
            [(DEVEX, FEW_STEPS), (STEEPEST_EDGE, many)].into_iter().find_map(|(weights, steps)| {
                let steps = HighsInt::try_from(steps).ok()?;
                let (strategy, limit) = (c"simplex_dual_edge_weight_strategy", c"simplex_iteration_limit");
                // SAFETY: names end in 0; one number for each column and each row. What a run leaves behind, edge weights included,
                // goes before the next.
                unsafe {
                    accepted(Highs_clearSolver(self.highs))?;
                    accepted(Highs_setBasis(self.highs, columns.as_ptr(), rows.as_ptr()))?;
                    accepted(Highs_setIntOptionValue(self.highs, strategy.as_ptr(), weights))?;
                    accepted(Highs_setIntOptionValue(self.highs, limit.as_ptr(), steps))?;
                }
                self.run(lp)
            })
        }

        /// The corner at which the last run ended that ended well.
        pub fn basis(&self) -> Option<Basis> {
            self.corner.clone()
        }

        fn read_basis(&self) -> Option<Basis> {
            let (mut columns, mut rows) = (vec![0; self.columns], vec![0; self.rows]);
            // SAFETY: HiGHS writes one number for each column and each row of the basis, and has one of that size after a run
            // that ended well.
            unsafe {
                let mut valid: HighsInt = 0;
                accepted(Highs_getIntInfoValue(self.highs, c"basis_validity".as_ptr(), &mut valid))?;
                if valid == 0 {
                    return None;
                }
                accepted(Highs_getBasis(self.highs, columns.as_mut_ptr(), rows.as_mut_ptr()))?;
            }
            let stand = |code: &HighsInt| match *code {
                code if code == kHighsBasisStatusBasic => Stand::Basic,
                code if code == kHighsBasisStatusLower => Stand::Lower,
                code if code == kHighsBasisStatusUpper => Stand::Upper,
                _ => Stand::Limit,
            };
            Some(Basis { columns: columns.iter().map(stand).collect(), rows: rows.iter().map(stand).collect() })
        }

        /// Interior point with crossover; with crossover, presolve does no harm to the prices.
        pub fn first(&mut self, lp: &Lp) -> Option<Solution> {
            self.run(lp)
        }

        fn set(&self, option: &CStr, word: &CStr) -> Option<()> {
            // SAFETY: both end in 0 and live through the call.
            accepted(unsafe { Highs_setStringOptionValue(self.highs, option.as_ptr(), word.as_ptr()) })
        }

        /// Runs and checks; `None` unless the solution is optimal and its prices prove it.
        fn run(&mut self, lp: &Lp) -> Option<Solution> {
            let started = Instant::now();
            let (mut x, mut d) = (vec![0.0; self.columns], vec![0.0; self.columns]);
            let (mut activity, mut y) = (vec![0.0; self.rows], vec![0.0; self.rows]);
            // SAFETY: HiGHS writes as many numbers as it has columns and rows.
            unsafe {
                // The time limit is for one run; HiGHS counts from the last zero.
                Highs_zeroAllClocks(self.highs);
                Highs_run(self.highs);
                if Highs_getModelStatus(self.highs) != MODEL_STATUS_OPTIMAL {
                    return None;
                }
                let (x, d) = (x.as_mut_ptr(), d.as_mut_ptr());
                accepted(Highs_getSolution(self.highs, x, d, activity.as_mut_ptr(), y.as_mut_ptr()))?;
            }
            let seconds = started.elapsed().as_secs_f64();
            let (value, proved) = (lp.value(&x), safe_bound(lp, &y).value);
            let proves = (proved - value).abs() <= WIDEST_GAP * (1.0 + value.abs());
            if !proves {
                return None;
            }
            self.corner = self.read_basis();
            Some(Solution { status: Status::Optimal, x, y, seconds })
        }
    }

    /// 0 is fine, 1 a warning (HiGHS drops coefficients below 1e-9, for instance).
    fn accepted(status: HighsInt) -> Option<()> {
        (status == 0 || status == 1).then_some(())
    }
}
