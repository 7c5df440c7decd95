//! From [`Lp`] to good_lp and back. Columns and rows keep their order, so prices map by index.

use good_lp::constraint::ConstraintReference;
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, variable};

use super::{Limits, Lp, Sides, Solution, SolveError, Status};

fn variables(lp: &Lp) -> (ProblemVariables, Vec<Variable>) {
    let mut all = ProblemVariables::new();
    let columns = lp.lower.iter().zip(&lp.upper).map(|(l, u)| all.add(variable().min(*l).max(*u))).collect();
    (all, columns)
}

fn objective(lp: &Lp, columns: &[Variable]) -> Expression {
    let mut e = Expression::with_capacity(64);
    for (c, v) in lp.objective.iter().zip(columns).filter(|(c, _)| **c != 0.0) {
        e.add_mul(*c, *v);
    }
    e
}

/// Streams the rows into the model; collecting them first would double the memory.
fn add_rows<M: SolverModel>(lp: &Lp, columns: &[Variable], model: &mut M) -> Vec<ConstraintReference> {
    (0..lp.rows())
        .map(|i| {
            let mut e = Expression::with_capacity(lp.row_start[i + 1] - lp.row_start[i]);
            for (j, a) in lp.row(i) {
                e.add_mul(a, columns[j]);
            }
            model.add_constraint(match lp.sides[i] {
                Sides::AtMost(b) => e.leq(b),
                Sides::AtLeast(b) => e.geq(b),
                Sides::Equal(b) => e.eq(b),
            })
        })
        .collect()
}

#[cfg(feature = "highs")]
pub fn with_highs(lp: &Lp, limits: &Limits) -> Result<Solution, SolveError> {
    use highs::HighsModelStatus as S;
    let refuse = |what: &str| SolveError(format!("HiGHS {what}"));
    let (all, columns) = variables(lp);
    let mut problem = all.maximise(objective(lp, &columns)).using(good_lp::solvers::highs::highs);
    add_rows(lp, &columns, &mut problem);
    let mut model = problem.try_into_inner().map_err(|_| refuse("refused the program"))?;
    model.make_quiet();
    // IPX is pinned: `ipm` would mean another code wherever HiGHS's optional libraries can be loaded. With presolve on
    // and crossover off the row prices would be wrong (HiGHS issue 2306), so both are off.
    for (option, value) in [("solver", "ipx"), ("presolve", "off"), ("run_crossover", "off"), ("parallel", "off")] {
        model.try_set_option(option, value).map_err(|_| refuse("refused an option"))?;
    }
    model.try_set_option("threads", 1).map_err(|_| refuse("refused an option"))?;
    model.try_set_option("time_limit", limits.seconds).map_err(|_| refuse("refused an option"))?;
    let started = std::time::Instant::now();
    let solved = model.try_solve().map_err(|_| refuse("ended with an error"))?;
    let seconds = started.elapsed().as_secs_f64();
    let status = match solved.status() {
        S::Optimal => Status::Optimal,
        S::Infeasible | S::ModelError | S::SolveError | S::LoadError => return Err(refuse("found no usable point")),
        _ => Status::Stopped,
    };
    let solution = solved.get_solution();
    let (x, y) = (solution.columns().to_vec(), solution.dual_rows().to_vec());
    if x.len() != lp.columns() || y.len() != lp.rows() || !x.iter().chain(&y).all(|v| v.is_finite()) {
        return Err(refuse("returned no usable point within the limits"));
    }
    Ok(Solution { status, x, y, seconds })
}

#[cfg(feature = "pure-rust")]
pub fn with_clarabel(lp: &Lp, limits: &Limits) -> Result<Solution, SolveError> {
    use good_lp::{DualValues, Solution as _, SolutionWithDual};
    let (all, columns) = variables(lp);
    let mut problem = all.maximise(objective(lp, &columns)).using(good_lp::solvers::clarabel::clarabel);
    problem.settings().verbose(false).time_limit(limits.seconds).max_iter(400);
    let rows = add_rows(lp, &columns, &mut problem);
    let started = std::time::Instant::now();
    let mut solved = problem.solve().map_err(|e| SolveError(format!("Clarabel: {e}")))?;
    let seconds = started.elapsed().as_secs_f64();
    let x: Vec<f64> = columns.iter().map(|v| solved.value(*v)).collect();
    let dual = solved.compute_dual();
    let y: Vec<f64> = rows.into_iter().map(|r| dual.dual(r)).collect();
    if !x.iter().chain(&y).all(|v| v.is_finite()) {
        return Err(SolveError("Clarabel returned no usable point".into()));
    }
    Ok(Solution { status: Status::Optimal, x, y, seconds })
}
