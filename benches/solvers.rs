//! The bound of the last date by Railhead and by others, as ratios to Railhead's own solve in the same run.
//!
//! `cargo bench --profile dev --all-features --bench solvers`. Seconds are processor seconds, so that other work on the
//! machine disturbs little (where the system has no /proc, wall-clock seconds). What is compared: Railhead's formulation given to other
//! solvers as they come, and the naive formulation of the same campaign (`naive/`). Everything is computed from the
//! frozen campaign, so that the figures of one year can be set beside those of another.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `RAILHEAD_BENCH_CAP` | most processor seconds for one run; a run cut off is printed as `> 120` | 120 |
//! | `RAILHEAD_BENCH_PERIODS` | days in a period, separated by commas | 10,5 |

mod highs;
mod naive;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use highs::Handle;
use railhead::answer::dates;
use railhead::export::{self, Format, Named};
use railhead::formulation::names::Names;
use railhead::formulation::{self, Earliest, Program};
use railhead::solver::{self, Backend, Limits, Lp};

/// Marks the run of this program in which only Railhead's own solve happens, so that its memory can be told.
const OWN: &str = "--own-solve";

/// Marks the run of this program that stands in for HiGHS's own: a file, then options as `name=word`.
const HIGHS: &str = "--highs";

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|a| a == OWN) {
        return own(args[at + 1].parse().expect("days"));
    }
    if let Some(at) = args.iter().position(|a| a == HIGHS) {
        return highs_on(&args[at + 1], &args[at + 2..]);
    }
    let cap: f64 = setting("RAILHEAD_BENCH_CAP", "120").parse().expect("RAILHEAD_BENCH_CAP is a number of seconds");
    let folder = tempfile::tempdir().expect("a folder");
    for days in setting("RAILHEAD_BENCH_PERIODS", "10,5").split(',') {
        let days: f64 = days.trim().parse().expect("RAILHEAD_BENCH_PERIODS are numbers of days");
        one_period(days, cap, folder.path());
    }
}

fn setting(name: &str, default: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| default.into())
}

/// What a run came to.
struct Took {
    /// Processor seconds, reading the file included; of a run cut off those so far.
    seconds: f64,
    /// The men found, thousand; `None` if the run was cut off or came to nothing.
    men: Option<f64>,
}

fn one_period(days: f64, cap: f64, folder: &Path) {
    let program = program(days);
    let naive = naive::build(&naive::frozen(days));
    let (ours, theirs) = (folder.join("ours.mps"), folder.join("naive.mps"));
    std::fs::write(&ours, mps(&program, days)).expect("a file");
    std::fs::write(&theirs, naive.mps()).expect("a file");
    let (seconds, men, memory) = own_in_its_own_process(days);
    println!("\nPeriods of {days} days, most seconds for a run: {cap}.\n");
    println!("| | columns | rows | time / Railhead's | seconds | thousand men |\n|---|---|---|---|---|---|");
    let line = |name: &str, lp: &Lp, took: Took| {
        let more = if took.men.is_some() { "" } else { "> " };
        let men = took.men.map_or_else(String::new, |m| format!("{m:.3}"));
        let (ratio, size) = (took.seconds / seconds, format!("{} | {}", lp.columns(), lp.rows()));
        println!("| {name} | {size} | {more}{ratio:.1} | {more}{:.1} | {men} |", took.seconds);
    };
    line("Railhead: its program, HiGHS IPX, presolve and crossover off", &program.lp, Took { seconds, men: Some(men) });
    let crossover_off = ["-crossover", "off", "-barrier"];
    let bare = ["solver=ipx", "presolve=off", "run_crossover=off"];
    for (lp, file, what) in [(&program.lp, &ours, "Railhead's program"), (&naive.lp, &theirs, "naive program")] {
        line(&format!("{what}, HiGHS as it comes"), lp, by_highs(file, &[], cap));
        line(&format!("{what}, HiGHS IPX, presolve and crossover on"), lp, by_highs(file, &["solver=ipx"], cap));
        line(&format!("{what}, CLP dual simplex"), lp, watched(Command::new("clp").arg(file).arg("-dualsimplex"), cap));
        line(&format!("{what}, CLP barrier"), lp, watched(Command::new("clp").arg(file).args(crossover_off), cap));
    }
    let settings = "naive program, HiGHS IPX, presolve and crossover off";
    line(settings, &naive.lp, by_highs(&theirs, &bare, cap));
    println!("\nMost memory of Railhead's own process (reading, building, solving, certifying): {memory:.0} MB.");
}

fn program(days: f64) -> Program {
    let c = naive::frozen(days);
    let last = *dates::all(&c).last().expect("a date");
    formulation::build(&c, &Earliest::of(&c), dates::window(&c, last)).expect("a quiet posture")
}

fn mps(program: &Program, days: f64) -> String {
    let names = Names::of(&naive::frozen(days));
    let (columns, rows) = (names.all(&program.columns), names.all(&program.rows));
    export::text(&Named { lp: &program.lp, columns: &columns, rows: &rows, remarks: &[] }, Format::Mps)
}

/// Railhead's own way: builds, solves, certifies; prints seconds of the solve, men and memory.
fn own(days: f64) {
    let program = program(days);
    let backend = *Backend::available().first().expect("a solver");
    let clock = Clock::start("self");
    let solution = solver::solve(&program.lp, backend, &Limits::default()).expect("a solution");
    let seconds = clock.seconds();
    let bound = solver::safe_bound(&program.lp, &solution.y);
    println!("{seconds} {} {}", bound.value, most_memory_mb());
}

/// The most memory that this process has held, MB; 0 where the system does not tell.
fn most_memory_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok()).map_or(0.0, |kb| kb / 1024.0)
}

fn own_in_its_own_process(days: f64) -> (f64, f64, f64) {
    let this = std::env::current_exe().expect("this program");
    let ran = Command::new(this).arg(OWN).arg(days.to_string()).output().expect("this program runs");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    let numbers: Vec<f64> = said.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    match numbers[..] {
        [seconds, men, memory] => (seconds, men, memory),
        _ => panic!("no figures: {said}{}", String::from_utf8_lossy(&ran.stderr)),
    }
}

/// Processor seconds of a process from a start.
struct Clock {
    process: String,
    from: Option<f64>,
    wall: Instant,
}

impl Clock {
    fn start(process: &str) -> Clock {
        Clock { process: process.into(), from: Clock::read(process), wall: Instant::now() }
    }

    /// User and system time, in hundredths of a second, are the 14th and 15th fields; the 2nd ends with `)`.
    fn read(process: &str) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |i: usize| fields.get(i)?.parse::<f64>().ok();
        Some((ticks(11)? + ticks(12)?) / 100.0)
    }

    fn seconds(&self) -> f64 {
        match (self.from, Clock::read(&self.process)) {
            (Some(from), Some(now)) => now - from,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

/// What stands in for HiGHS's own program: reads, sets options, runs, says what was found.
fn highs_on(file: &str, options: &[String]) {
    let mut highs = Handle::read(file);
    for (option, word) in options.iter().filter_map(|o| o.split_once('=')) {
        highs.set(option, word);
    }
    if let Some(value) = highs.run() {
        println!("Optimal objective {value}");
    }
}

fn by_highs(file: &Path, options: &[&str], cap: f64) -> Took {
    let this = std::env::current_exe().expect("this program");
    watched(Command::new(this).arg(HIGHS).arg(file).args(options), cap)
}

/// Runs a solver as a program of its own and stops it when it has had its time.
fn watched(solver: &mut Command, cap: f64) -> Took {
    let log = tempfile::NamedTempFile::new().expect("a log");
    let out = log.reopen().expect("a log");
    let Ok(mut child) = solver.stdout(out).stderr(Stdio::null()).spawn() else {
        println!("(Not installed: {}.)", solver.get_program().display());
        return Took { seconds: 0.0, men: None };
    };
    let mut clock = Clock::start(&child.id().to_string());
    clock.from = clock.from.map(|_| 0.0);
    // A process that has ended keeps its times until it is waited for.
    let ended = |clock: &Clock| {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", clock.process)).unwrap_or_default();
        stat.rsplit_once(')').is_none_or(|(_, rest)| rest.trim_start().starts_with('Z'))
    };
    while !ended(&clock) && clock.seconds() < cap {
        std::thread::sleep(Duration::from_millis(20));
    }
    let seconds = clock.seconds();
    let _ = child.kill();
    let _ = child.wait();
    let said = std::fs::read_to_string(log.path()).unwrap_or_default();
    let found =
        said.rfind("Optimal objective").and_then(|at| said[at..].split_whitespace().nth(2)?.parse::<f64>().ok());
    Took { seconds, men: found.map(|v| -v) }
}
