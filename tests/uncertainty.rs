//! `railhead uncertainty`: odds with a known answer, verdicts against cold solves, the same result whole, in parts and by any number of threads.

mod common;

use std::path::{Path, PathBuf};

use assert_cmd::assert::Assert;
use common::{corridor, railhead, tiny};
use railhead::answer::{self, Task, Verdict, dates};
use railhead::formulation::Earliest;
use railhead::solver::{Backend, Limits};
use railhead::tables::{self, RawBook};
use railhead::textmodel;
use railhead::uncertain::Variables;
use serde_json::Value as Json;

/// One class from one stream of 900 to 1,300 t/day, 1,000 as it stands. Each man who joins on day 0 uses 4 kg a day for 200 days: 100 t/day
/// are 25,000 men. With more tables in place of its own.
fn one_class(at: &Path, more: &[(&str, &str)]) -> PathBuf {
    let mut tables = vec![
        (
            "question",
            "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates\n\
             T,how soon,1945-01-12,200,10,10,300000,fierce,3\n",
        ),
        ("supply_streams", "stream,place,class,t_per_day,t_per_day_low,t_per_day_high\nS,A,all,1000,900,1300\n"),
        (
            "rail_lines",
            "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\nL,A,B,80,2,1524,20,5,open\n",
        ),
    ];
    tables.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    tables.extend(more);
    written(at, &tiny::files(&tables))
}

fn written(at: &Path, files: &[(String, String)]) -> PathBuf {
    let folder = at.join("model");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("a table");
    }
    folder
}

fn drawn(model: &Path, out: &Path, more: &[&str]) -> Assert {
    railhead().args(["uncertainty", "--seed", "7", "--format", "json", "--out"]).arg(out).args(more).arg(model).assert()
}

fn result(model: &Path, out: &Path, more: &[&str]) -> Json {
    serde_json::from_slice(&drawn(model, out, more).success().get_output().stdout).expect("json")
}

const RULE: &str = "sheet,row,column,distribution,multiplier,multiplier_low,multiplier_high\n";

/// 300,000 men less the thousandth that is not called short need 1,198.8 t/day. Of 900 to 1,300, all alike, (1300 - 1198.8) / 400 = 25.3 %
/// have that. Half of the draws have fewer than 1,100 t/day, 275,000 men; one in twenty fewer than 230,000. Nothing but the
/// stream varies, so it explains everything, and knowing it leaves no doubt.
#[test]
fn a_known_answer() {
    let dir = tempfile::tempdir().expect("a folder");
    let rule = format!("{RULE}SupplyStreams,,,uniform,,,\n");
    let model = one_class(dir.path(), &[("uncertainty", &rule)]);
    let found = result(&model, &dir.path().join("out"), &["--draws", "200"]);
    let share = found["not_ruled_out"]["share"].as_f64().expect("a share");
    assert!((share - 0.253).abs() <= 0.0051, "{share}");
    let near =
        |what: &Json, men: f64| assert!((what.as_f64().expect("men") - men).abs() < 700.0, "{what} is not {men}");
    near(&found["men"]["p50"], 275_000.0);
    near(&found["men"]["p05"], 230_000.0);
    near(&found["base_men"], 250_000.0);
    assert_eq!(found["base_ruled_out"], true);
    assert_eq!(found["ranking"].as_array().expect("a list").len(), 1);
    let first = &found["ranking"][0];
    assert!(first["slope"].as_f64().expect("a slope") > 0.99, "{first}");
    assert!(first["share_of_variance"].as_f64().expect("a share") > 0.95, "{first}");
    assert!((first["worth_knowing"].as_f64().expect("a share") - 0.253).abs() < 0.01, "{first}");
    near(&found["tornado"][0]["men_at_low"], 225_000.0);
    near(&found["tornado"][0]["men_at_high"], 325_000.0);
    let sentence = found["research"][0].as_str().expect("a sentence");
    assert!(sentence.starts_with("SupplyStreams: S, ") && sentence.contains("grade D"), "{sentence}");
    // Most need no solve, and prices of a program that differs in one limit alone are exact.
    let (counts, check) = (&found["counts"], &found["check"]);
    assert!(counts["by_prices"].as_u64() > Some(100), "{counts}");
    assert!(check["draws"].as_u64() > Some(0) && check["worst_men"].as_f64() < Some(1.0), "{check}");
}

/// As the figure's low and high say by themselves: a PERT of 900, 1,000 and 1,300 is a beta (2, 4), and 1 - I(0.747; 2, 4) = 1.63 %. With a
/// factor of 1.2 always, 999 t/day suffice: I(0.2475; 2, 4) = 1 - 0.7525^4 (1 + 4 x 0.2475) = 36.2 % have less.
#[test]
fn the_usual_distribution_and_a_factor() {
    let dir = tempfile::tempdir().expect("a folder");
    let (out, model) = (dir.path().join("out"), one_class(dir.path(), &[]));
    let found = result(&model, &out, &["--draws", "400"]);
    assert!(
        (found["not_ruled_out"]["share"].as_f64().expect("a share") - 0.0163).abs() <= 0.0026,
        "{}",
        found["not_ruled_out"]
    );
    assert_eq!(found["tied"], 0);
    let rule = format!("{RULE}SupplyStreams,S,,,1.2,1.2,1.2\n");
    let model = one_class(dir.path(), &[("uncertainty", &rule)]);
    let found = result(&model, &out, &["--draws", "200"]);
    assert_eq!(found["tied"], 1);
    assert!(
        (found["not_ruled_out"]["share"].as_f64().expect("a share") - 0.638).abs() <= 0.0101,
        "{}",
        found["not_ruled_out"]
    );
}

/// Rows that lead nowhere are named with their cells.
#[test]
fn slips_are_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let rule = format!("{RULE}SupplyStreams,S,Rat,uniform,,,\nSupplyStreams,T,,,,,\nRails,,,,,,\nRoads,,,gauss,,,\n");
    let other = "sheet,row,column,with_sheet,with_row,with_column,correlation\nSupplyStreams,,,SupplyStreams,,,1.5\n";
    let model = one_class(dir.path(), &[("uncertainty", &rule), ("correlations", other)]);
    let told = drawn(&model, &dir.path().join("out"), &[]).code(1);
    let said = String::from_utf8_lossy(&told.get_output().stdout).into_owned();
    for cell in [
        "uncertainty.csv:2:column",
        "uncertainty.csv:3:row",
        "uncertainty.csv:4:sheet",
        "uncertainty.csv:5:distribution",
        "correlations.csv:2:correlation",
    ] {
        assert!(said.contains(cell), "{cell} in {said}");
    }
    let sure = "stream,place,class,t_per_day\nS,A,all,1000\n";
    let model = one_class(&dir.path().join("sure"), &[("supply_streams", sure)]);
    let nothing = drawn(&model, &dir.path().join("out"), &[]).code(2);
    assert!(String::from_utf8_lossy(&nothing.get_output().stderr).contains("nothing to draw"), "{nothing:?}");
}

const TRUCKS: &str = "fleet,name,trucks,trucks_low,trucks_high,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n\
                      T,T,200,100,400,2.2,140,0.5,0.24,0.9,0.04\n";
const STREAMS: &str = "stream,place,class,t_per_day,t_per_day_low,t_per_day_high\nfood,Arad,food,700,500,900\n\
                       ammunition,Arad,ammunition,150,120,200\nfuel,Arad,fuel,500,400,600\n";

/// The corridor with ranges, asked for so many men.
fn ranged(target: u32, trucks: &str, streams: &str) -> Vec<(String, String)> {
    let question = corridor::question(20, 120).replace("200000", &target.to_string());
    let mut files = corridor::files(20, "fierce", &[("truck_fleets", trucks), ("supply_streams", streams)]);
    files.retain(|(name, _)| name != "question.csv");
    files.push(("question.csv".into(), question));
    files
}

/// The book with these trucks and t/day.
fn turned(target: u32, values: &[f64]) -> RawBook {
    let trucks = TRUCKS.replace("T,T,200,100,400", &format!("T,T,{},,", values[0]));
    let streams = format!(
        "stream,place,class,t_per_day\nfood,Arad,food,{}\nammunition,Arad,ammunition,{}\nfuel,Arad,fuel,{}\n",
        values[1], values[2], values[3]
    );
    textmodel::read_files(&ranged(target, &trucks, &streams))
}

/// The cold ceiling and verdict with them.
fn cold(target: u32, values: &[f64]) -> (f64, bool) {
    cold_of(&turned(target, values))
}

/// Cold ceilings of all dates on which the places can be held, by day.
fn cold_by_day(book: &RawBook) -> Vec<(f64, f64)> {
    let c = tables::read(book).campaign.expect("a campaign");
    let earliest = Earliest::of(&c);
    let how = (Backend::available()[0], Limits::default());
    let one = |t| {
        let most = dates::bound(&c, &earliest, dates::window(&c, t), how).expect("a ceiling").point.most_men;
        (dates::day(&c, t).0, most)
    };
    dates::all(&c).into_iter().map(one).collect()
}

/// Whether the first day of a draw is one that a cold solve leaves open, and rules out every day before the one that is proved.
fn days_are_right(row: &csv::StringRecord, book: &RawBook, enough: f64) -> bool {
    let [not_before, first] = [4, 5].map(|i| row[i].parse::<f64>().ok());
    let (Some(not_before), Some(first)) = (not_before, first) else { return false };
    let by_day = cold_by_day(book);
    let open = |day: f64| by_day.iter().any(|(d, men)| *d == day && *men >= enough - 1.0);
    assert!(not_before <= first && open(first), "{row:?}: {by_day:?}");
    let before = by_day.iter().filter(|(d, _)| *d < not_before);
    assert!(before.clone().all(|(_, men)| *men < enough), "{row:?}: {by_day:?}");
    // What is found is the first here, for nothing that a draw needs is left out of its points.
    by_day.iter().filter(|(d, _)| *d < first).all(|(_, men)| *men < enough + 1.0)
}

/// The cold ceiling and verdict of a book.
fn cold_of(book: &RawBook) -> (f64, bool) {
    let reading = tables::read(book);
    let campaign = reading.campaign.unwrap_or_else(|| panic!("{:#?}", reading.problems));
    let task = Task {
        campaign: &campaign,
        input: String::new(),
        input_hash: String::new(),
        assumptions: Vec::new(),
        warnings: Vec::new(),
        backend: Backend::available().first().copied().expect("a solver"),
        limits: Limits::default(),
        with_plan: false,
        with_schedule: false,
        caution: None,
        with_curve: false,
        starts: None,
    };
    let answer = answer::answer(&task, &|_| ()).expect("an answer");
    (answer.most_men, answer.verdict == Verdict::No)
}

/// The streams among each other, and none of them with the trucks; a factor of its own for the fleet, which cannot push it out of its cell's limits.
#[test]
fn the_two_sheets_mean_what_they_say() {
    let mut files = ranged(200_000, TRUCKS, STREAMS);
    let correlations = "sheet,row,column,with_sheet,with_row,with_column,correlation\nSupplyStreams,,Rate,SupplyStreams,,t_per_day,0.6\n";
    files.push(("correlations.csv".into(), correlations.into()));
    let rules = format!("{RULE}TruckFleets,T,Payload,,1,0.5,20\nSupplyStreams,fuel,,triangular,,,\n");
    files.push(("uncertainty.csv".into(), rules));
    let book = textmodel::read_files(&files);
    assert!(tables::read(&book).campaign.is_some(), "{:#?}", tables::read(&book).problems);
    let variables = Variables::of(&book);
    let names = variables.names();
    let at = |begins: &str| {
        names.iter().position(|n| n.starts_with(begins)).unwrap_or_else(|| panic!("{begins} in {names:?}"))
    };
    let [trucks, food, ammunition, fuel, factor] = [
        "TruckFleets: T, ",
        "SupplyStreams: food",
        "SupplyStreams: ammunition",
        "SupplyStreams: fuel",
        "TruckFleets: T, Payload, common factor",
    ]
    .map(at);
    let between = |a, b| variables.correlation().between(a, b);
    assert_eq!([between(food, ammunition), between(fuel, food), between(trucks, food)], [0.6, 0.6, 0.0]);
    assert_eq!(variables.list()[fuel].spread.shape.word(), "triangular");
    assert_eq!(variables.list()[food].spread.shape.word(), "pert");
    let mut values = variables.base();
    (values[factor], values[food]) = (20.0, 555.0);
    let turned = tables::read(&variables.put_into(&book, &values)).campaign.expect("a campaign");
    assert_eq!(turned.fleets[0].payload.base, 30.0);
    assert_eq!(turned.streams[0].t_per_day.base, 555.0);
}

/// Figures that the question leaves out of the reckoning do not vary: rows of other profiles, and postures and norms that only these name.
#[test]
fn what_does_not_bear_on_the_question_does_not_vary() {
    let mut files = ranged(200_000, TRUCKS, STREAMS);
    for (name, text) in &mut files {
        match name.as_str() {
            "resistance.csv" => {
                *text = "profile,zone,posture,grouping_men,grouping_men_low,grouping_men_high\n\
                         Fierce,near,fierce,100000,90000,110000\nFierce,far,fierce,80000,,\n\
                         light,near,pursuit,60000,50000,70000\nlight,far,pursuit,60000,50000,70000\n"
                    .into();
            }
            "norms.csv" => {
                let ranged = |line: &str| {
                    if line.starts_with("posture") {
                        format!("{line},kg_per_man_day_low,kg_per_man_day_high")
                    } else {
                        format!("{line},0.1,9")
                    }
                };
                *text = text.lines().map(|line| ranged(line) + "\n").collect();
            }
            _ => {}
        }
    }
    let book = textmodel::read_files(&files);
    let names = Variables::of(&book).names().join("\n");
    let expected = [
        ("Resistance: Fierce", true),
        ("Resistance: light", false),
        ("Norms: quiet", true),
        ("Norms: fierce", true),
        ("Norms: pursuit", false),
    ];
    for (begins, varies) in expected {
        assert_eq!(names.lines().any(|name| name.starts_with(begins)), varies, "{begins}: {names}");
    }
}

fn files_of(out: &Path) -> Vec<Vec<u8>> {
    ["uncertainty.json", "draws.csv", "uncertainty.xlsx"].iter().map(|f| std::fs::read(out.join(f)).expect(f)).collect()
}

/// Whole by two threads or one, and in seven parts, in no order, put together: the same bytes. Every verdict is that of a cold solve; what
/// was solved has its ceiling to a part in a million, what prices settled has no lower one.
#[test]
fn parts_threads_and_cold_solves_agree() {
    let dir = tempfile::tempdir().expect("a folder");
    // Between the ceilings with least and most, so that draws fall on both sides.
    let (least, most) = (cold(1000, &[100.0, 500.0, 120.0, 400.0]).0, cold(1000, &[400.0, 900.0, 200.0, 600.0]).0);
    let target = ((least + most) / 2.0).round() as u32;
    let model = written(dir.path(), &ranged(target, TRUCKS, STREAMS));
    let out = |name: &str| dir.path().join(name);
    // Seven files of fifty.
    let draws = ["--draws", "340"];
    let found = result(&model, &out("whole"), &[&draws[..], &["--threads", "2"]].concat());
    let expected = files_of(&out("whole"));
    drawn(&model, &out("alone"), &[&draws[..], &["--threads", "1"]].concat()).success();
    assert!(files_of(&out("alone")) == expected, "one thread");
    for part in ["3/7", "7/7", "1/7", "6/7", "2/7", "5/7", "4/7"] {
        drawn(&model, &out("parts"), &[&draws[..], &["--shard", part]].concat()).success();
    }
    drawn(&model, &out("parts"), &draws).success();
    assert!(files_of(&out("parts")) == expected, "seven parts");
    let odds = &found["not_ruled_out"];
    assert!(odds["count"].as_u64() > Some(0) && odds["count"].as_u64() < Some(340), "{odds}");
    let mut rows = csv::Reader::from_path(out("whole").join("draws.csv")).expect("draws");
    let heads: Vec<String> = rows.headers().expect("heads").iter().map(String::from).collect();
    let at = |begins: &str| heads.iter().position(|h| h.starts_with(begins)).expect("a column");
    let order = ["TruckFleets", "SupplyStreams: food", "SupplyStreams: ammunition", "SupplyStreams: fuel"].map(at);
    let (mut by_prices, mut shown, mut dated) = (0, 0, 0);
    for row in rows.records().map(|r| r.expect("a row")).step_by(11) {
        let values = order.map(|i| row[i].parse::<f64>().expect("a value"));
        let (men, no) = cold(target, &values);
        let drawn: f64 = row[3].parse().expect("men");
        assert_eq!(&row[2] == "yes", no, "{row:?}");
        match &row[1] {
            "solved" => assert!((drawn - men).abs() <= 1e-6 * men.max(1.0) + 1.0, "{row:?}: {men}"),
            "shown" => {
                shown += 1;
                // A point has no more men than the best one has, and here no fewer.
                assert!(!no && (drawn - men).abs() <= 1e-6 * men + 1.0, "{row:?}: {men}");
            }
            "prices" | "part of limits" => {
                by_prices += usize::from(&row[1] == "prices");
                assert!(no && drawn >= men - 1e-6 * men - 1.0, "{row:?}: {men}");
            }
            how => panic!("{how}: {row:?}"),
        }
        if !no {
            assert!(days_are_right(&row, &turned(target, &values), 0.999 * f64::from(target)), "{row:?}");
            dated += 1;
        }
    }
    assert!(dated > 3, "{dated} draws with a first day");
    assert!(by_prices > 0 && shown > 0, "{by_prices} ruled out by prices, {shown} shown by a point");
}

/// Every draw of a result that was not solved, against a cold solve: the same verdict, no point has more men than the best, and no part of the
/// limits proves fewer.
fn none_is_against_a_cold_solve(files: &[(String, String)], out: &Path) -> usize {
    let book = textmodel::read_files(files);
    let variables = Variables::of(&book);
    let mut rows = csv::Reader::from_path(out.join("draws.csv")).expect("draws");
    let mut seen = 0;
    for row in rows.records().map(|r| r.expect("a row")).filter(|r| &r[1] != "solved") {
        let values: Vec<f64> = row.iter().skip(6).map(|v| v.parse().expect("a value")).collect();
        let (men, no) = cold_of(&variables.put_into(&book, &values));
        assert_eq!(&row[2] == "yes", no, "{row:?}: {men}");
        let reached: f64 = row[3].parse().expect("men");
        match &row[1] {
            "shown" => assert!(reached <= men + 1.0 && reached >= 0.98 * men, "{row:?}: {men}"),
            "part of limits" => assert!(reached >= men - 1.0 - 1e-6 * men, "{row:?}: {men}"),
            _ => {}
        }
        seen += 1;
    }
    seen
}

/// Where norms, losses and pace are all others the prices of other draws prove little. Draws are then ruled out by a part of their own limits, or a
/// point shows that they are not, never against a cold solve: of 400,000 men many are ruled out, of 150,000 many are shown.
#[test]
fn limits_and_points_are_never_against_a_cold_solve() {
    for target in ["150000", "400000"] {
        let dir = tempfile::tempdir().expect("a folder");
        let rules =
            format!("{RULE}Norms,,,,1,0.5,2\nPostures,,Casualties,,1,0.3,3\nPostures,,Rate of advance,,1,0.8,1.3\n");
        let mut files = corridor::files(10, "fierce", &[("truck_fleets", TRUCKS), ("supply_streams", STREAMS)]);
        for (_, text) in &mut files {
            *text = text.replace("200000", target);
        }
        files.push(("uncertainty.csv".into(), rules));
        let model = written(dir.path(), &files);
        let out = dir.path().join("out");
        let counts = result(&model, &out, &["--draws", "80"])["counts"].clone();
        let (loosened, shown) = (counts["loosened"].as_u64(), counts["shown"].as_u64());
        assert!(if target == "400000" { loosened > Some(20) } else { shown > Some(10) }, "{target}: {counts}");
        assert!(none_is_against_a_cold_solve(&files, &out) > 20);
    }
}

/// A draw written as a workbook of its own gives what the list of draws says of it, and has nothing left to draw.
#[test]
fn a_draw_can_be_taken_out() {
    let dir = tempfile::tempdir().expect("a folder");
    // Figures that are drawn at their base, or do not vary, have nothing left to draw either.
    let rule = format!("{RULE}SupplyStreams,,,discrete,,,\nTruckFleets,,,fixed,,,\n");
    let files: Vec<(&str, &str)> = vec![("uncertainty", &rule), ("truck_fleets", TRUCKS)];
    let model = one_class(dir.path(), &files);
    let out = dir.path().join("out");
    result(&model, &out, &["--draws", "40"]);
    let mut rows = csv::Reader::from_path(out.join("draws.csv")).expect("draws");
    let mut seen = 0;
    for row in rows.records().map(|r| r.expect("a row")).filter(|r| &r[1] == "solved").step_by(9) {
        drawn(&model, &out, &["--draws", "40", "--save-draw", &row[0]]).success();
        let book = railhead::input::open(&out.join(format!("draw-{}.xlsx", &row[0]))).expect("a workbook");
        let (men, no) = cold_of(&book);
        let listed: f64 = row[3].parse().expect("men");
        assert!((&row[2] == "yes") == no && (listed - men).abs() <= 1e-6 * men + 1.0, "{row:?}: {men}");
        assert!(Variables::of(&book).list().is_empty());
        seen += 1;
    }
    assert!(seen > 2, "{seen} draws");
    drawn(&model, &out, &["--draws", "40", "--save-draw", "41"]).failure();
    drawn(&model, &out, &["--draws", "40", "--save-draw", "0"]).failure();
}

/// What is asked more than is needed: it stops when the odds are known well enough, and a run that goes on uses what is there.
#[test]
fn it_stops_when_it_knows_enough_and_goes_on_where_it_was() {
    let dir = tempfile::tempdir().expect("a folder");
    let rule = format!("{RULE}SupplyStreams,,,uniform,,,\n");
    let model = one_class(dir.path(), &[("uncertainty", &rule)]);
    let out = dir.path().join("out");
    let found = result(&model, &out, &["--draws", "300", "--within", "0.1"]);
    let made = found["counts"]["draws"].as_u64().expect("draws");
    let odds = &found["not_ruled_out"];
    let width = odds["to"].as_f64().expect("to") - odds["from"].as_f64().expect("from");
    assert!(made < 300 && made.is_multiple_of(50) && width <= 0.2, "{odds}");
    let kept = |n: usize| std::fs::read_dir(out.join("draws")).expect("draws").count() == n;
    assert!(kept(made as usize / 50));
    // A block that was cut off in the middle is made anew; the others stay.
    let block = std::fs::read_dir(out.join("draws")).expect("draws").next().expect("a block").expect("a file").path();
    let whole = std::fs::read(&block).expect("a block");
    std::fs::write(&block, &whole[..whole.len() / 2]).expect("a file");
    let all = result(&model, &out, &["--draws", "300"]);
    assert_eq!(std::fs::read(&block).expect("a block"), whole);
    assert_eq!(all["counts"]["draws"], 300);
}

/// The sheet Question asks for draws: `solve` says how sure the answer is, in what it prints, in the workbook, on the page and for programs,
/// and the result is that of `uncertainty` with the same draws; `--draws 0` leaves it. The question itself may be another.
#[test]
fn the_workbook_asks_for_draws() {
    let dir = tempfile::tempdir().expect("a folder");
    let question = "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates,draws,seed\n\
                    T,how soon,1945-01-12,200,10,10,300000,fierce,3,60,7\n";
    let rule = format!("{RULE}SupplyStreams,,,uniform,,,\n");
    let model = one_class(dir.path(), &[("question", question), ("uncertainty", &rule)]);
    let (book, page) = (dir.path().join("asked.xlsx"), dir.path().join("asked.html"));
    let solve = |more: &[&str]| {
        let mut run = railhead();
        run.arg("solve").arg(&model).arg("-o").arg(&book).arg("--html").arg(&page).args(more);
        String::from_utf8_lossy(&run.assert().success().get_output().stdout).into_owned()
    };
    let printed: Json = serde_json::from_str(&solve(&["--format", "json"])).expect("json");
    let alone = result(&model, &dir.path().join("out"), &[]);
    let found = &printed["uncertainty"];
    for part in ["not_ruled_out", "men", "ranking", "tornado", "research", "counts", "draws"] {
        assert_eq!(found[part], alone[part], "{part}");
    }
    assert_eq!((found["counts"]["draws"].as_u64(), found["seed"].as_u64()), (Some(60), Some(7)));
    // What was drawn is not drawn again.
    let text = solve(&[]);
    let share = format!("P(YES) at most {:.1} %", found["not_ruled_out"]["share"].as_f64().expect("a share") * 100.0);
    assert!(text.contains("HOW SURE") && text.contains(&share), "{text}");
    assert!(std::fs::read_to_string(&page).expect("a page").contains(&share));
    let sheets = calamine::open_workbook_auto(&book).expect("a workbook");
    let sheets = calamine::Reader::sheet_names(&sheets);
    for name in ["Answer", "UncertaintyResults", "Tornado", "Ranking", "MenOfDraws"] {
        assert!(sheets.iter().any(|s| s == name), "{name} in {sheets:?}");
    }
    assert!(dir.path().join("asked.uncertainty").join("draws.csv").is_file());
    let without = solve(&["--draws", "0"]);
    assert!(!without.contains("HOW SURE"), "{without}");
}

/// A batch with draws has for each case what `uncertainty` has for the same scenario, whole and in two parts; a lever that is moved stays where
/// it is in every draw: at 1,300 t/day none is ruled out, at 900 all are.
#[test]
fn cases_of_a_batch_are_drawn_too() {
    let dir = tempfile::tempdir().expect("a folder");
    let rule = format!("{RULE}SupplyStreams,,,uniform,,,\n");
    let levers = "lever,name,resource,applies_to,can_change,least,most,weight\nall,All,supplies,S,yes,500,2000,1\n";
    let scenarios = "scenario,sheet,row,column,how,value\nfewer,Question,,Target,set,250000\n";
    let model = one_class(dir.path(), &[("uncertainty", &rule), ("levers", levers), ("scenarios", scenarios)]);
    let batch = |out: &str, more: &[&str]| {
        let mut run = railhead();
        run.arg("batch")
            .arg(&model)
            .args(["--draws", "60", "--seed", "7", "--no-plan", "--out"])
            .arg(dir.path().join(out));
        run.args(more).assert().success();
    };
    let read = |out: &str| std::fs::read_to_string(dir.path().join(out).join("summary.csv")).expect("a summary");
    batch("whole", &[]);
    let rows = |out: &str| {
        let text = read(out);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let heads = reader.headers().expect("heads").clone();
        let at = heads.iter().position(|h| h == "not_ruled_out").expect("a column");
        reader.records().map(|r| r.expect("a row")[at].parse::<f64>().expect("a share")).collect::<Vec<f64>>()
    };
    let scenario = ["--draws", "60", "--scenario", "fewer"];
    let alone =
        [result(&model, &dir.path().join("a"), &["--draws", "60"]), result(&model, &dir.path().join("b"), &scenario)];
    let expected = alone.map(|found| found["not_ruled_out"]["share"].as_f64().expect("a share"));
    assert_eq!(rows("whole"), expected);
    assert!(expected[1] > expected[0], "{expected:?}");
    for part in ["2/2", "1/2"] {
        batch("parts", &["--shard", part]);
    }
    railhead().arg("merge").arg(dir.path().join("parts")).assert().success();
    assert_eq!(read("parts"), read("whole"));
    let page = std::fs::read_to_string(dir.path().join("whole/report.html")).expect("a page");
    let link = page.split("href=\"").find(|l| l.starts_with("drawn/")).expect("a link to the draws");
    assert!(dir.path().join("whole").join(link.split('"').next().expect("a link")).is_file(), "{link}");
    batch("moved", &["--sweep", "all=900,1300"]);
    assert_eq!(rows("moved"), [0.0, 1.0]);
}
