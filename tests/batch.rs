//! `railhead batch` and `railhead merge`: the same answers as one by one, whole or in parts, stopped or not.

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::batching::{case_files, cases, merged, model};
use common::railhead;
use railhead::answer::{Task, answer};
use railhead::solver::{Backend, Limits};
use serde_json::Value as Json;

/// A batch over three trucks by two foods, in this folder, with more arguments.
fn sweep(model: &Path, out: &Path, more: &[&str]) -> assert_cmd::assert::Assert {
    railhead()
        .args(["batch", "--no-plan", "--sweep", "trucks=50%:150%:50%", "--sweep", "food=500,700", "-q", "--out"])
        .arg(out)
        .args(more)
        .arg(model)
        .assert()
}

/// The same begun, and not waited for.
fn begun(model: &Path, out: &Path, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_railhead"))
        .args(["batch", "--no-plan", "--sweep", "trucks=50%:150%:50%", "--sweep", "food=500,700", "-q", "--out"])
        .arg(out)
        .args(more)
        .arg(model)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

/// Whole or in seven parts of six cases, done in any order, by one thread or two: the same bytes.
#[test]
fn parts_and_threads_make_no_difference() {
    let dir = tempfile::tempdir().expect("a folder");
    let model = model(dir.path());
    let whole = dir.path().join("whole");
    sweep(&model, &whole, &["--threads", "2"]).success();
    let expected = merged(&whole);
    let alone = dir.path().join("alone");
    sweep(&model, &alone, &["--threads", "1"]).success();
    assert!(merged(&alone) == expected, "one thread");
    let parts = dir.path().join("parts");
    for part in ["3/7", "7/7", "1/7", "6/7", "2/7", "5/7"] {
        sweep(&model, &parts, &["--shard", part]).success();
    }
    // One is missing, and is named.
    let early = railhead().arg("merge").arg(&parts).assert().code(1);
    let said = String::from_utf8_lossy(&early.get_output().stdout).into_owned();
    assert!(said.contains("1 of 6 cases are not done yet: corridor, trucks = 200, food = 700"), "{said}");
    assert!(!parts.join("summary.csv").exists());
    sweep(&model, &parts, &["--shard", "4/7"]).success();
    railhead().arg("merge").arg(&parts).assert().success();
    assert!(merged(&parts) == expected, "seven parts");
    assert_eq!(cases(&parts), cases(&whole));
}

/// Every scenario and the model as it stands, each with the answer of `railhead solve`, on every date; the wrong one fails and
/// the others are done.
#[test]
fn answers_are_those_of_solve() {
    let dir = tempfile::tempdir().expect("a folder");
    let model = model(dir.path());
    let out = dir.path().join("out");
    let run = railhead().args(["batch", "--no-plan", "--curve", "-q", "--out"]).arg(&out).arg(&model).assert().code(1);
    let said = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    assert!(said.contains("5 cases: ") && said.contains("1 failed"), "{said}");
    assert!(said.contains("corridor, broken failed. It has problems:") && said.contains("'Nowhere'"), "{said}");
    assert!(said.lines().all(|l| l.chars().count() <= 80 || l.starts_with("Summary: ")), "{said}");
    let mut compared = 0;
    for case in cases(&out).values() {
        let scenario = case["case"]["scenario"].as_str();
        if scenario == Some("broken") {
            assert!(case["outcome"]["failed"].is_string(), "{case}");
            continue;
        }
        let mut solve = railhead();
        solve.args(["solve", "--no-plan", "--format", "json", "-o"]).arg(dir.path().join("one.xlsx"));
        if let Some(scenario) = scenario {
            solve.args(["--scenario", scenario]);
        }
        let run = solve.arg(&model).assert().success();
        let one: Json = serde_json::from_slice(&run.get_output().stdout).expect("json");
        let many = &case["outcome"]["answered"];
        assert_eq!(many["verdict"], one["verdict"], "{scenario:?}");
        let near = |a: &Json, b: &Json| {
            let (a, b) = (a.as_f64().expect("a number"), b.as_f64().expect("a number"));
            assert!((a - b).abs() <= 1e-6 * (1.0 + b.abs()), "{scenario:?}: {a} {b}");
        };
        near(&many["most_men"], &one["most_men"]);
        let (dates, curve) = (many["dates"].as_array().expect("dates"), one["curve"].as_array().expect("a curve"));
        assert_eq!(dates.len(), curve.len());
        for (a, b) in dates.iter().zip(curve) {
            near(&a["most_men"], &b["most_men"]);
            compared += 1;
        }
        // Without the curve the verdict and the highest ceiling are the same.
        let short = dir.path().join("short");
        let name = scenario.unwrap_or("as it stands");
        railhead()
            .args(["batch", "--no-plan", "-q", "--scenario", name, "--out"])
            .arg(&short)
            .arg(&model)
            .assert()
            .success();
        let brief = cases(&short).into_values().find(|c| c["case"]["scenario"].as_str() == scenario).expect("the case");
        let brief = &brief["outcome"]["answered"];
        assert_eq!(brief["verdict"], one["verdict"], "{scenario:?}");
        near(&brief["most_men"], &one["most_men"]);
    }
    assert!(compared > 20, "{compared} dates");
}

/// Levers moved a little and far, between the points of the lattice and beyond its end, of a scenario too: the ceiling of each case is that
/// of its campaign solved from nothing, and so is the verdict. Fewer cases in the batch change nothing.
#[test]
fn moved_levers_have_the_answers_of_solve() {
    let dir = tempfile::tempdir().expect("a folder");
    let model = model(dir.path());
    let run = |out: &Path, trucks: &str, scenario: &str| {
        let args =
            ["batch", "--no-plan", "-q", "--sweep", "food=560", "--scenario", scenario, "--sweep", trucks, "--out"];
        railhead().args(args).arg(out).arg(&model).assert().success();
    };
    for scenario in ["as it stands", "lean"] {
        let out = dir.path().join(scenario);
        run(&out, "trucks=5%,33%,88%,97%,104%,130%,400%", scenario);
        let all = cases(&out);
        assert_eq!(all.len(), 7);
        let mut book = railhead::input::open(&model).expect("the model");
        if scenario == "lean" {
            let lean = railhead::scenarios::named(&book, scenario).expect("the scenario");
            book = railhead::scenarios::apply(&book, &lean).book;
        }
        let c = railhead::tables::read(&book).campaign.expect("a campaign");
        for case in all.values() {
            let levers = case["case"]["levers"].as_array().expect("levers");
            let value = |l: &Json| (l[0].as_str().expect("a key").to_string(), l[1].as_f64().expect("a value"));
            let moved = c.with_levers(&levers.iter().map(value).collect::<Vec<_>>()).expect("levers");
            let task = Task {
                campaign: &moved,
                input: String::new(),
                input_hash: String::new(),
                assumptions: Vec::new(),
                warnings: Vec::new(),
                backend: Backend::available()[0],
                limits: Limits::default(),
                with_plan: false,
                with_schedule: false,
                caution: None,
                with_curve: true,
                starts: None,
            };
            let one = answer(&task, &|_| ()).expect("an answer");
            let many = &case["outcome"]["answered"];
            let men = many["most_men"].as_f64().expect("men");
            assert!((men - one.most_men).abs() <= 1e-6 * (1.0 + one.most_men), "{levers:?}: {men} {}", one.most_men);
            assert_eq!(many["verdict"], serde_json::to_value(one.verdict).expect("a word"), "{levers:?}");
        }
        let fewer = dir.path().join(format!("{scenario}, fewer"));
        run(&fewer, "trucks=33%,130%", scenario);
        let fewer = cases(&fewer);
        assert_eq!(fewer.len(), 2);
        assert!(fewer.iter().all(|(name, case)| all[name] == *case), "{scenario}");
    }
}

/// Killed at ten moments and begun again each time: in the end the same files, and no case that was finished is done again.
#[test]
fn a_killed_batch_goes_on_where_it_was() {
    let dir = tempfile::tempdir().expect("a folder");
    let model = model(dir.path());
    let whole = dir.path().join("whole");
    sweep(&model, &whole, &[]).success();
    let out = dir.path().join("out");
    let changed =
        |name: &String| std::fs::metadata(out.join("cases").join(name)).and_then(|m| m.modified()).expect("a time");
    let mut known: BTreeMap<String, std::time::SystemTime> = BTreeMap::new();
    for moment in 0..10u64 {
        let mut run = begun(&model, &out, &[]);
        std::thread::sleep(Duration::from_millis(20 + 60 * moment));
        run.kill().expect("killed");
        run.wait().expect("gone");
        for (name, time) in &known {
            assert_eq!(changed(name), *time, "{name} was done again");
        }
        for path in case_files(&out) {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let time = changed(&name);
            known.entry(name).or_insert(time);
        }
    }
    sweep(&model, &out, &[]).success();
    for (name, time) in &known {
        assert_eq!(changed(name), *time, "{name} was done again");
    }
    assert!(merged(&out) == merged(&whole));
    assert_eq!(cases(&out), cases(&whole));
}

/// A scheduler may begin a part again while its old copy still runs. Three copies of the same part at once, one of them killed and begun
/// again and again, with certificates: whoever looks sees whole files only, and they come to what one copy alone comes to.
#[test]
fn copies_of_a_part_do_not_disturb_each_other() {
    let dir = tempfile::tempdir().expect("a folder");
    let model = model(dir.path());
    let (alone, out) = (dir.path().join("alone"), dir.path().join("out"));
    let part: &[&str] = &["--shard", "1/1", "--certificates", "--threads", "1"];
    sweep(&model, &alone, part).success();
    let mut copies = [begun(&model, &out, part), begun(&model, &out, part)];
    let (mut killed, mut looked) = (0, 0);
    let mut running = true;
    while running {
        let mut third = begun(&model, &out, part);
        for _ in 0..4 {
            std::thread::sleep(Duration::from_millis(30));
            let certificates = std::fs::read_dir(out.join("certificates")).into_iter().flatten();
            let certificates = certificates.map(|e| e.expect("a file").path()).filter(|p| p.extension().is_some());
            let list = Some(out.join("batch.json")).filter(|p| p.exists());
            for path in case_files(&out).into_iter().chain(certificates).chain(list) {
                let text = std::fs::read(&path).expect("a file once there stays there");
                let whole = serde_json::from_slice::<Json>(&text);
                assert!(whole.is_ok(), "{} is torn", path.display());
                looked += 1;
            }
        }
        third.kill().expect("killed");
        third.wait().expect("gone");
        killed += 1;
        running = copies.iter_mut().any(|copy| copy.try_wait().expect("a child").is_none());
    }
    for copy in &mut copies {
        assert!(copy.wait().expect("gone").success(), "a copy failed");
    }
    assert!(killed > 1 && looked > 10, "{killed} killed, {looked} files read");
    railhead().arg("merge").arg(&out).assert().success();
    assert!(merged(&out) == merged(&alone));
    assert_eq!(cases(&out), cases(&alone));
    let certificates = |out: &Path| {
        let files =
            std::fs::read_dir(out.join("certificates")).expect("certificates").map(|e| e.expect("a file").path());
        let files = files.filter(|p| p.extension().is_some_and(|e| e == "json"));
        files
            .map(|p| (p.file_name().map(|n| n.to_owned()), std::fs::read(&p).expect("a file")))
            .collect::<BTreeMap<_, _>>()
    };
    assert!(certificates(&out) == certificates(&alone), "certificates");
}

/// A copy that was held up while another did everything does nothing again but the case that it was at.
#[cfg(target_os = "linux")]
#[test]
fn a_late_copy_repeats_nothing() {
    use common::slurm::signal;
    let dir = tempfile::tempdir().expect("a folder");
    let model = model(dir.path());
    let out = dir.path().join("out");
    let mut late = begun(&model, &out, &["--threads", "1"]);
    while case_files(&out).is_empty() {
        assert!(late.try_wait().expect("a child").is_none(), "it ended without a case");
        std::thread::sleep(Duration::from_millis(2));
    }
    signal("STOP", late.id());
    let before = case_files(&out).len();
    assert!(before < 5, "{before} of 6 cases are done already");
    sweep(&model, &out, &[]).success();
    let times = || {
        let changed = |path: &std::path::PathBuf| std::fs::metadata(path).and_then(|m| m.modified()).expect("a time");
        case_files(&out).into_iter().map(|path| (changed(&path), path)).collect::<Vec<_>>()
    };
    let (expected, done) = (merged(&out), times());
    signal("CONT", late.id());
    assert!(late.wait().expect("gone").success());
    let again = times().iter().filter(|file| !done.contains(file)).count();
    assert!(again <= 1, "{again} cases were done again");
    assert!(merged(&out) == expected);
}

/// A case with levers moved has a certificate, and `verify` moves them again.
#[test]
fn certificates_name_the_levers() {
    let dir = tempfile::tempdir().expect("a folder");
    let model = model(dir.path());
    let out = dir.path().join("out");
    let run = ["batch", "--no-plan", "--certificates", "--scenario", "lean", "--sweep", "food=300", "-q", "--out"];
    railhead().args(run).arg(&out).arg(&model).assert().success();
    let case = cases(&out).into_values().next().expect("a case");
    let file = out.join(case["outcome"]["answered"]["certificate"].as_str().expect("a certificate"));
    railhead().arg("verify").arg(&file).arg(&model).assert().success();
    let text = std::fs::read_to_string(&file).expect("the certificate");
    let mut other: Json = serde_json::from_str(&text).expect("json");
    assert_eq!(other["question"]["levers"], serde_json::json!([["food", 300.0]]), "{}", other["question"]);
    // With more food the same prices prove a higher ceiling than is claimed.
    other["question"]["levers"] = serde_json::json!([["food", 900.0]]);
    std::fs::write(&file, other.to_string()).expect("written");
    railhead().arg("verify").arg(&file).arg(&model).assert().code(1);
}

/// What can't be done is said at once, and nothing is written.
#[test]
fn slips_are_told_before_anything_is_done() {
    let dir = tempfile::tempdir().expect("a folder");
    let model = model(dir.path());
    let out = dir.path().join("out");
    let slips: [(&[&str], &str); 7] = [
        (&["--sweep", "trucks=100", "--sweep", "trucks=200"], "named twice"),
        (&["--sweep", "trucks=0:9000:1", "--sweep", "food=0:9000:1"], "more than the 10000"),
        (&["--sweep", "truck=1,2"], "did you mean 'trucks'?"),
        (&["--scenario", "leen"], "did you mean 'lean'?"),
        (&["--shard", "3/2"], "2/7"),
        (&["--sweep", "trucks=5:1:1"], "lower to a higher"),
        (&["--period", "0"], "from 1 to 60"),
    ];
    for (args, words) in slips {
        let run = railhead().args(["batch", "--out"]).arg(&out).args(args).arg(&model).assert().code(2);
        let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(said.contains(words), "{args:?}: {said}");
    }
    assert!(!out.exists());
    let run = railhead().arg("merge").arg(dir.path()).assert().code(2);
    assert!(String::from_utf8_lossy(&run.get_output().stderr).contains("is not the folder of a batch"));
}
