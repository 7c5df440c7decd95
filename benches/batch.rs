//! A batch of variants of the shipped workbook against as many separate processes of `railhead solve`, in one run.
//!
//! `cargo bench --profile dev --bench batch`. Both are run as programs of their own, without plans, on the same workbook; what is compared
//! is processor time (where the system has no /proc, wall-clock time). Of the separate processes only some are run, spread evenly over the
//! variants, and their mean stands for all: 200 of them would take hours. Each of them must come to the answer that the batch
//! has, within a part in a million, or the bench fails.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `RAILHEAD_BENCH_VARIANTS` | variants, at most 200: ten amounts of ammunition by five of replacements by four of trucks, in that order | 200 |
//! | `RAILHEAD_BENCH_SAMPLED` | variants that are solved as separate processes | 8 |
//! | `RAILHEAD_BENCH_DAYS` | days in a period | 30 |

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value as Json;

const AMMUNITION: [f64; 10] = [0.88, 0.91, 0.94, 0.97, 1.0, 1.03, 1.06, 1.09, 1.12, 1.15];
const REPLACEMENTS: [f64; 5] = [0.9, 0.95, 1.0, 1.05, 1.1];
const TRUCKS: [f64; 4] = [0.8, 0.9, 1.0, 1.1];
/// Answers may differ by this share.
const SAME: f64 = 1e-6;

fn main() {
    let setting = |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.into());
    let wanted: usize = setting("RAILHEAD_BENCH_VARIANTS", "200").parse().expect("a number of variants");
    let sampled: usize = setting("RAILHEAD_BENCH_SAMPLED", "8").parse().expect("a number of variants");
    let days = setting("RAILHEAD_BENCH_DAYS", "30");
    // Whole rows of the product, so that a shorter run is a sweep too: fewer amounts of ammunition.
    let per_amount = REPLACEMENTS.len() * TRUCKS.len();
    let amounts = &AMMUNITION[..wanted.div_ceil(per_amount).clamp(1, AMMUNITION.len())];
    let folder = tempfile::tempdir().expect("a folder");
    let variants: Vec<[f64; 3]> = amounts
        .iter()
        .flat_map(|a| REPLACEMENTS.iter().flat_map(move |r| TRUCKS.iter().map(move |t| [*a, *r, *t])))
        .collect();
    let count = sampled.clamp(1, variants.len());
    let chosen: Vec<usize> = (0..count).map(|i| i * (variants.len() - 1) / (count - 1).max(1)).collect();
    let file = folder.path().join("vistula-rhine.xlsx");
    workbook(folder.path(), &file, &variants, &chosen);

    let out = folder.path().join("out");
    let percent = |of: &[f64]| of.iter().map(|f| format!("{}%", (f * 100.0).round())).collect::<Vec<_>>().join(",");
    let mut batch = railhead();
    batch.args(["batch", "--no-plan", "--period", &days, "-q", "--out"]).arg(&out);
    for (lever, of) in [("ammunition", amounts), ("replacements", &REPLACEMENTS[..]), ("trucks", &TRUCKS[..])] {
        batch.arg("--sweep").arg(format!("{lever}={}", percent(of)));
    }
    let (together, _) = timed(batch.arg(&file));
    let ceilings = ceilings(&out);
    assert_eq!(ceilings.len(), variants.len(), "cases");

    println!("Periods of {days} days, {} variants, {count} of them solved one by one.\n", variants.len());
    println!("| ammunition | replacements | trucks | one process, s | men | in the batch |\n|---|---|---|---|---|---|");
    let mut alone = 0.0;
    for i in &chosen {
        let mut solve = railhead();
        solve.args(["solve", "--no-plan", "--format", "json", "--period", &days, "--scenario", &name(*i), "-o"]);
        let (seconds, said) = timed(solve.arg(folder.path().join("one.xlsx")).arg(&file));
        let answer: Json = serde_json::from_slice(&said).expect("json");
        let (men, many) = (answer["most_men"].as_f64().expect("men"), ceilings[*i]);
        let [a, r, t] = variants[*i];
        println!("| {a} | {r} | {t} | {seconds:.1} | {men:.1} | {many:.1} |");
        assert!((men - many).abs() <= SAME * (1.0 + men.abs()), "variant {i}: {men} alone, {many} in the batch");
        alone += seconds;
    }
    let (each, of_all) = (together / variants.len() as f64, alone / count as f64);
    println!("\nOne process {of_all:.2} s in the mean; the batch {together:.1} s, {each:.2} s a variant.");
    println!("Separate processes / batch = {:.1}", of_all / each);
}

fn railhead() -> Command {
    Command::new(env!("CARGO_BIN_EXE_railhead"))
}

fn name(variant: usize) -> String {
    format!("bench-{variant}")
}

/// The shipped campaign with a scenario for each variant that is solved by itself.
fn workbook(folder: &Path, file: &Path, variants: &[[f64; 3]], chosen: &[usize]) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/vistula-rhine");
    let model = folder.join("vistula-rhine");
    std::fs::create_dir(&model).expect("a folder");
    for entry in std::fs::read_dir(shipped).expect("the shipped model") {
        let path = entry.expect("a file").path();
        std::fs::copy(&path, model.join(path.file_name().expect("a name"))).expect("a copy");
    }
    let table = model.join("scenarios.csv");
    let mut text = std::fs::read_to_string(&table).expect("scenarios");
    let columns = text.lines().next().unwrap_or_default().split(',').count();
    for i in chosen {
        let [ammunition, replacements, trucks] = variants[*i];
        for (sheet, rows, column, by) in [
            ("SupplyStreams", "ammunition*", "t_per_day", ammunition),
            ("Replacements", "*", "men_per_day", replacements),
            ("TruckFleets", "*", "trucks", trucks),
        ] {
            let row = format!("{},,{sheet},{rows},{column},times,{by}", name(*i));
            text.push_str(&row);
            text.push_str(&",".repeat(columns - row.split(',').count()));
            text.push('\n');
        }
    }
    std::fs::write(&table, text).expect("scenarios");
    timed(railhead().arg("pack").arg(&model).arg("-o").arg(file));
}

/// Highest ceilings of the cases of a batch, in their order.
fn ceilings(out: &Path) -> Vec<f64> {
    let mut table = csv::Reader::from_path(out.join("summary.csv")).expect("a summary");
    let column = table.headers().expect("a heading").iter().position(|h| h == "most_men").expect("a column of men");
    table.records().map(|row| row.expect("a row")[column].parse().expect("men")).collect()
}

/// Runs a program to its end; gives its processor seconds and what it said.
fn timed(program: &mut Command) -> (f64, Vec<u8>) {
    let (before, wall) = (of_children(), Instant::now());
    let ended = program.stderr(Stdio::inherit()).output().expect("it runs");
    assert!(ended.status.success(), "{program:?}: {}", String::from_utf8_lossy(&ended.stdout));
    let seconds = match (before, of_children()) {
        (Some(before), Some(after)) => after - before,
        _ => wall.elapsed().as_secs_f64(),
    };
    (seconds, ended.stdout)
}

/// Processor seconds of all programs that were run and have ended: the 16th and 17th fields, in hundredths; the 2nd ends with `)`.
fn of_children() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |i: usize| fields.get(i)?.parse::<f64>().ok();
    Some((ticks(13)? + ticks(14)?) / 100.0)
}
