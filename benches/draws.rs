//! Draws of the shipped workbook (`railhead uncertainty`) against cold solves of the same draws' programs by HiGHS's own Python package, in
//! one run.
//!
//! `RAILHEAD_BENCH_PYTHON=target/venv/bin/python cargo bench --profile dev --bench draws`, where `target/venv` is a virtual environment with
//! `highspy`. Railhead runs as a program of its own, with everything that it does for its report (the campaign as it stands, pilots and checks,
//! the tornado). Of the draws' programs some are solved by highspy, spread evenly over the draws: the last date's alone, though a draw
//! is judged on all dates. Seconds are processor seconds of one thread; for highspy those of `run()` alone. A draw that Railhead solved must
//! have no lower ceiling than that date by highspy, and the point of one that was shown no more men, within a part in a million; and no verdict may be
//! against what highspy finds. Or the bench fails.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `RAILHEAD_BENCH_PYTHON` | Python with highspy | python3 |
//! | `RAILHEAD_BENCH_DRAWS` | draws | 100 |
//! | `RAILHEAD_BENCH_SAMPLED` | draws whose programs are solved by highspy | 10 |
//! | `RAILHEAD_BENCH_DAYS` | days in a period | 30 |
//! | `RAILHEAD_BENCH_HIGHS` | solver that highspy is told to use: `choose` (as it comes), `ipx`, `simplex` | choose |

use std::path::Path;
use std::process::{Command, Stdio};

use railhead::answer::{SHORT_OF, dates};
use railhead::campaign::Days;
use railhead::export::{self, Format, Named};
use railhead::formulation::{self, Earliest};
use railhead::tables::{self, RawBook};
use railhead::uncertain::Variables;
use railhead::{input, solver};

/// Answers may differ by this share.
const SAME: f64 = 1e-6;

/// Reads a program, solves it, prints processor seconds and the objective.
const HIGHSPY: &str = "import sys, time, highspy\n\
    h = highspy.Highs()\n\
    h.setOptionValue('output_flag', False)\n\
    h.setOptionValue('threads', 1)\n\
    h.setOptionValue('parallel', 'off')\n\
    h.setOptionValue('solver', sys.argv[2])\n\
    h.readModel(sys.argv[1])\n\
    began = time.process_time()\n\
    h.run()\n\
    took = time.process_time() - began\n\
    print(took, h.getInfo().objective_function_value, h.modelStatusToString(h.getModelStatus()))\n";

fn main() {
    let setting = |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.into());
    let number = |name: &str, default: &str| setting(name, default).parse::<usize>().expect("a number");
    let (draws, sampled) = (number("RAILHEAD_BENCH_DRAWS", "100"), number("RAILHEAD_BENCH_SAMPLED", "10"));
    let (days, python) = (setting("RAILHEAD_BENCH_DAYS", "30"), setting("RAILHEAD_BENCH_PYTHON", "python3"));
    let told = setting("RAILHEAD_BENCH_HIGHS", "choose");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/vistula-rhine.xlsx");
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let before = of_children();
    let mut run = Command::new(env!("CARGO_BIN_EXE_railhead"));
    run.args(["uncertainty", "--threads", "1", "-q", "--draws", &draws.to_string(), "--period", &days, "--out"]);
    let ended = run.arg(&out).arg(&file).output().expect("it runs");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let together = of_children() - before;
    println!("Railhead: {together:.1} s for {draws} draws, everything told.");
    println!("{}", String::from_utf8_lossy(&ended.stdout));

    let book = input::open(&file).expect("the shipped workbook");
    let variables = Variables::of(&book);
    let target = tables::read(&book).campaign.expect("a campaign that makes sense").question.target.0;
    let enough = target * (1.0 - SHORT_OF);
    let mut table = csv::Reader::from_path(out.join("draws.csv")).expect("draws");
    let rows: Vec<csv::StringRecord> = table.records().map(|r| r.expect("a row")).collect();
    let count = sampled.clamp(1, rows.len());
    let mut alone = 0.0;
    println!("| draw | settled | most men | last date, men by highspy | its seconds |\n|---|---|---|---|---|");
    for i in (0..count).map(|i| i * (rows.len() - 1) / (count - 1).max(1)) {
        let row = &rows[i];
        let values: Vec<f64> = row.iter().skip(6).map(|v| v.parse().expect("a value")).collect();
        let model = folder.path().join("draw.mps");
        let turned = variables.put_into(&book, &values);
        std::fs::write(&model, last_date(&turned, days.parse().expect("days"))).expect("a program");
        let args = ["-c", HIGHSPY, &model.display().to_string(), &told].map(String::from);
        let ran = Command::new(&python).args(args).stderr(Stdio::inherit()).output().expect("Python with highspy");
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        // HiGHS may have said something before.
        let last = said.lines().last().unwrap_or_default();
        let figures: Vec<&str> = last.split_whitespace().collect();
        assert!(figures.last() == Some(&"Optimal"), "highspy: {said}");
        let seconds: f64 = figures[0].parse().expect("seconds");
        let men = (-1000.0 * figures[1].parse::<f64>().expect("a value")).max(0.0);
        let most: f64 = row[3].parse().expect("men");
        println!("| {} | {} | {most:.1} | {men:.1} | {seconds:.2} |", &row[0], &row[1]);
        match &row[1] {
            "solved" => assert!(most >= men - SAME * (1.0 + men), "draw {}: {most} is below {men}", &row[0]),
            "prices" | "part of limits" => assert!(most >= men - SAME * (1.0 + men), "draw {}: {most}, {men}", &row[0]),
            // A point has no more men than the best, and the draw is not ruled out by highspy either.
            "shown" => assert!(
                most <= men + SAME * (1.0 + men) && men >= enough,
                "draw {}: shown with {most}, and highspy finds {men}",
                &row[0]
            ),
            _ => {}
        }
        if &row[2] == "yes" {
            assert!(men < enough, "draw {}: ruled out, and highspy finds {men}", &row[0]);
        }
        alone += seconds;
    }
    let (each, of_all) = (together / draws as f64, alone / count as f64);
    println!(
        "\nhighspy ({told}) {of_all:.2} s a program in the mean of {count}; Railhead {each:.2} s a draw of {draws}, everything told."
    );
    println!("Cold solves / draws = {:.1}", of_all / each);
}

/// The last date's program of a draw.
fn last_date(book: &RawBook, days: f64) -> String {
    let mut c = tables::read(book).campaign.expect("a campaign that makes sense");
    c.question.period = Days(days);
    let last = *dates::all(&c).last().expect("a date");
    let program = formulation::build(&c, &Earliest::of(&c), dates::window(&c, last)).expect("a quiet posture");
    let lp: &solver::Lp = &program.lp;
    let numbered = |letter: char, n: usize| (0..n).map(|i| format!("{letter}{i}")).collect::<Vec<_>>();
    let (columns, rows) = (numbered('c', lp.columns()), numbered('r', lp.rows()));
    export::text(&Named { lp, columns: &columns, rows: &rows, remarks: &[] }, Format::Mps)
}

/// Processor seconds of all programs that were run and have ended: the 16th and 17th fields, in hundredths; the 2nd ends with `)`.
fn of_children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("a system that tells processor time in /proc");
    let fields: Vec<&str> = stat.rsplit_once(')').expect("a name").1.split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).expect("a time");
    (ticks(13) + ticks(14)) / 100.0
}
