//! What one certified bound of the shipped workbook costs, and what share of it is not the solver's.
//!
//! `cargo bench --profile dev`. The baseline is the solver's own time on the same program in the same run; the house
//! rule is that reading, building and writing together take less than a tenth of it, or half a second.

use std::path::Path;
use std::time::Instant;

use railhead::answer::dates;
use railhead::formulation::{self, Earliest};
use railhead::solver::{self, Backend, Limits};
use railhead::{input, tables, workbook};

fn main() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/vistula-rhine.xlsx");
    let started = Instant::now();
    let book = input::open(&file).expect("the shipped workbook");
    let campaign = tables::read(&book).campaign.expect("a campaign without problems");
    let read = started.elapsed().as_secs_f64();

    let started = Instant::now();
    let earliest = Earliest::of(&campaign);
    let last = *dates::all(&campaign).last().expect("a date");
    let program = formulation::build(&campaign, &earliest, dates::window(&campaign, last)).expect("a quiet posture");
    let built = started.elapsed().as_secs_f64();

    let backend = *Backend::available().first().expect("a solver");
    let solution = solver::solve(&program.lp, backend, &Limits::default()).expect("a solution");

    let started = Instant::now();
    let bound = solver::safe_bound(&program.lp, &solution.y);
    let certified = started.elapsed().as_secs_f64();

    let started = Instant::now();
    let bytes = workbook::bytes(&book).expect("a workbook").len();
    let written = started.elapsed().as_secs_f64();

    let own = read + built + certified + written;
    println!("{} columns, {} rows, {} coefficients", program.lp.columns(), program.lp.rows(), program.lp.nonzeros());
    println!("read {read:.3} s, build {built:.3} s, certify {certified:.3} s, write {written:.3} s ({bytes} bytes)");
    println!("solver {:.2} s; bound {:.3} thousand men", solution.seconds, bound.value);
    println!("everything but the solver / solver = {:.3}", own / solution.seconds);
}
