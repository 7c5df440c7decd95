//! From [`Lp`] to good_lp and back. Columns and rows keep their order, so prices map by index.

use good_lp::{Expression, ProblemVariables, SolverModel, Variable, variable};

use super::{Limits, Lp, Sides, SolveError, Status};

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
fn add_rows<M: SolverModel>(lp: &Lp, columns: &[Variable], model: &mut M) {
    for i in 0..lp.rows() {
        let mut e = Expression::with_capacity(lp.row_start[i + 1] - lp.row_start[i]);
        for (j, a) in lp.row(i) {
            e.add_mul(a, columns[j]);
        }
        model.add_constraint(match lp.sides[i] {
            Sides::AtMost(b) => e.leq(b),
            Sides::AtLeast(b) => e.geq(b),
            Sides::Equal(b) => e.eq(b),
        });
    }
}

/// What a code left behind. Nothing of it can be relied on: [`super::solve`] mends what is missing or garbage.
pub struct Proposal {
    pub status: Status,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub seconds: f64,
}

/// Proposes a point and prices by HiGHS. Where IPX gives up by itself (it has been seen to: the shipped campaign on five-day
/// periods, day 345), the program is given to it once more if `again`, presolved and with crossover, in what is left of the time.
///
/// # Errors
/// If it refuses the program or finds it without solution; never because the time was up.
#[cfg(feature = "highs")]
pub fn with_highs(lp: &Lp, limits: &Limits, again: bool) -> Result<Proposal, SolveError> {
    let first = one_run(lp, (limits.seconds, (!again).then_some(STEPS_AT_ONCE)), "off")?;
    let left = limits.seconds - first.seconds;
    if !again || first.status == Status::Optimal || left <= 0.0 {
        return Ok(first);
    }
    match one_run(lp, (left, None), "on") {
        Ok(second) => Ok(Proposal { seconds: first.seconds + second.seconds, ..second }),
        Err(_) => Ok(first),
    }
}

/// Steps of IPX that a solve gets on which nothing depends. Programs of the shipped campaign take 35 to 75; one of a thousand draws went on
/// without end. Unlike a limit of time this one is the same on every machine.
#[cfg(feature = "highs")]
const STEPS_AT_ONCE: i32 = 200;

/// One run of IPX within so many seconds and steps, with presolve and crossover either both `on` or both `off`.
#[cfg(feature = "highs")]
fn one_run(lp: &Lp, (limit_seconds, steps): (f64, Option<i32>), both: &str) -> Result<Proposal, SolveError> {
    use highs::HighsModelStatus as S;
    let refuse = |what: &str| SolveError(format!("HiGHS {what}"));
    let (all, columns) = variables(lp);
    let mut problem = all.maximise(objective(lp, &columns)).using(good_lp::solvers::highs::highs);
    add_rows(lp, &columns, &mut problem);
    let mut model = problem.try_into_inner().map_err(|_| refuse("refused the program"))?;
    model.make_quiet();
    // IPX is pinned: `ipm` would mean another code wherever HiGHS's optional libraries can be loaded. With presolve on
    // and crossover off the row prices would be wrong (HiGHS issue 2306), so both are on or off together.
    for (option, value) in [("solver", "ipx"), ("presolve", both), ("run_crossover", both), ("parallel", "off")] {
        model.try_set_option(option, value).map_err(|_| refuse("refused an option"))?;
    }
    model.try_set_option("threads", 1).map_err(|_| refuse("refused an option"))?;
    model.try_set_option("time_limit", limit_seconds).map_err(|_| refuse("refused an option"))?;
    if let Some(steps) = steps {
        model.try_set_option("ipm_iteration_limit", steps).map_err(|_| refuse("refused an option"))?;
    }
    let started = std::time::Instant::now();
    let ended = model.try_solve();
    let seconds = started.elapsed().as_secs_f64();
    let lost = Proposal { status: Status::Stopped, x: Vec::new(), y: Vec::new(), seconds };
    let late = seconds >= limit_seconds;
    let solved = match ended {
        Ok(solved) => solved,
        Err(_) if late => return Ok(lost),
        Err(_) => return Err(refuse("ended with an error")),
    };
    let status = match solved.status() {
        S::Optimal => Status::Optimal,
        S::Infeasible | S::ModelError | S::SolveError | S::LoadError if late => return Ok(lost),
        S::Infeasible | S::ModelError | S::SolveError | S::LoadError => return Err(refuse("found no usable point")),
        _ => Status::Stopped,
    };
    let solution = solved.get_solution();
    Ok(Proposal { status, x: solution.columns().to_vec(), y: solution.dual_rows().to_vec(), seconds })
}

/// Proposes a point and prices by Clarabel. good_lp's own way of solving throws the iterate of a stopped solve away, so
/// Clarabel itself is asked for it.
///
/// # Errors
/// If it refuses the program or finds it without solution; never because the time was up.
#[cfg(feature = "pure-rust")]
pub fn with_clarabel(lp: &Lp, limits: &Limits) -> Result<Proposal, SolveError> {
    use clarabel::solver::{IPSolver, SolverStatus as S};
    let (all, columns) = variables(lp);
    let mut problem = all.maximise(objective(lp, &columns)).using(good_lp::solvers::clarabel::clarabel);
    // One thread: programs are solved side by side, and a worker that waits for its own parts would take up another program.
    problem.settings().verbose(false).time_limit(limits.seconds).max_iter(400).max_threads(1);
    add_rows(lp, &columns, &mut problem);
    let started = std::time::Instant::now();
    let mut solver = problem.try_into_solver().map_err(|e| SolveError(format!("Clarabel: {e}")))?;
    solver.solve();
    let seconds = started.elapsed().as_secs_f64();
    let status = match solver.solution.status {
        S::Solved | S::AlmostSolved => Status::Optimal,
        S::PrimalInfeasible | S::DualInfeasible => return Err(SolveError("Clarabel found no usable point".into())),
        _ => Status::Stopped,
    };
    // The rows stand last, behind the columns' bounds. Clarabel minimises the negative objective, and good_lp turns
    // rows of the kind "at least" around.
    let z = &solver.solution.z;
    let rows = z.get(z.len().saturating_sub(lp.rows())..).unwrap_or_default();
    let price = |(z, side): (&f64, &Sides)| if matches!(side, Sides::AtLeast(_)) { -z } else { *z };
    let y = rows.iter().zip(&lp.sides).map(price).collect();
    Ok(Proposal { status, x: solver.solution.x.clone(), y, seconds })
}
