//! A certificate is written by one process and checked by another; whatever is tampered with is refused with its own
//! reason.

mod common;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use common::tiny;
use serde_json::{Value, json};

/// A campaign in a folder, with a place for its certificate.
struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    /// The tiny campaign with some tables replaced, as text.
    fn new(replaced: &[(&str, &str)]) -> Case {
        let case = Case { folder: tempfile::tempdir().expect("a folder") };
        std::fs::create_dir(case.campaign()).expect("a folder");
        for (name, text) in tiny::files(replaced) {
            std::fs::write(case.campaign().join(name), text).expect("a table");
        }
        case
    }

    /// A million men are asked for, and a truck fleet that feeds some tens of thousands of them over 90 km. At 6 km a
    /// day B is reached on day 15, so that day 10 is too early; the span of 10 days within a horizon of 60 leaves the
    /// days 20 to 50.
    fn of_no() -> Case {
        Case::asking(SOON)
    }

    /// The same campaign with another question.
    fn asking(question: &str) -> Case {
        let means = [("roads", ROAD), ("places", PLACES), ("truck_fleets", TRUCKS), ("forces", FORCE)];
        Case::new(&[&means[..], &[("question", question)]].concat())
    }

    fn campaign(&self) -> PathBuf {
        self.folder.path().join("campaign")
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("proof.json")
    }

    fn solve(&self) -> &Case {
        common::railhead().arg("solve").arg(self.campaign()).arg("--certificate").arg(self.file()).assert().success();
        self
    }

    fn read(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.file()).expect("a certificate")).expect("JSON")
    }

    fn write(&self, certificate: &Value) {
        std::fs::write(self.file(), certificate.to_string()).expect("a certificate");
    }

    /// Runs `verify` and gives its exit code and what it printed, lines joined.
    fn verify(&self) -> (i32, String) {
        verify(&self.file(), &self.campaign())
    }

    /// The certificate altered is refused, and the reason has these words.
    fn refused(&self, alter: impl Fn(&mut Value), reason: &str) {
        let mut certificate = self.read();
        let before = certificate.clone();
        alter(&mut certificate);
        assert_ne!(before, certificate, "nothing was altered");
        self.write(&certificate);
        let (code, said) = self.verify();
        self.write(&before);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("The certificate is refused.") && said.contains(reason), "no '{reason}' in: {said}");
        assert!(!said.contains("The certificate holds"), "{said}");
    }
}

const SOON: &str = "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates\n\
     Tiny,can it be done,1945-01-12,60,10,10,1000000,fierce,2\n";
const ROAD: &str = "road,from,to,length_km,capacity,zone\nR,A,B,90,5000,z\n";
const FORCE: &str = "force,name,place,men\nF,Force,A,500000\n";
const PLACES: &str = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nB,B,50,20.5,\n";
const TRUCKS: &str = "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n\
     T,T,200,2.2,140,0.5,0.24,0.9,0.04\n";

fn verify(certificate: &Path, campaign: &Path) -> (i32, String) {
    let out = common::railhead().arg("verify").arg(certificate).arg(campaign).output().expect("a run");
    let text = [out.stdout, out.stderr].map(|b| String::from_utf8_lossy(&b).into_owned()).concat();
    (out.status.code().expect("a code"), text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The claim about a day.
fn claim(certificate: &mut Value, day: f64) -> &mut Value {
    let claims = certificate["claims"].as_array_mut().expect("claims");
    claims.iter_mut().find(|c| c["day"] == json!(day)).expect("a claim about the day")
}

fn remove(certificate: &mut Value, day: f64) {
    certificate["claims"].as_array_mut().expect("claims").retain(|c| c["day"] != json!(day));
}

#[test]
fn a_certificate_holds_in_another_process() {
    let case = Case::of_no();
    let (code, said) = case.solve().verify();
    assert_eq!(code, 0, "{said}");
    assert!(said.ends_with("The certificate holds: NO."), "{said}");
    assert!(
        said.contains("Day 10: too early. At the rates of advance of the workbook B cannot be held before day 15.")
    );
    for day in [20, 30, 40, 50] {
        assert!(said.contains(&format!("Day {day}: no plan sustains more than ")), "nothing about day {day} in {said}");
    }
    assert!(!said.contains("Claimed 0;"), "the case is to have men at B: {said}");
    assert!(said.contains("contradict 999,000 men (the target of 1,000,000 less a thousandth)"), "{said}");
    assert!(said.contains("Day 50: a point of the program"), "{said}");
}

#[test]
fn the_same_question_gives_the_same_certificate() {
    let case = Case::of_no();
    let first = case.solve().read();
    assert_eq!(first, case.solve().read());
}

#[test]
fn a_lowered_claim_is_refused() {
    let case = Case::of_no();
    let men = claim(&mut case.solve().read(), 50.0)["men"].as_f64().expect("men");
    let lowered = |by: f64| move |c: &mut Value| claim(c, 50.0)["men"] = json!(men - by);
    case.refused(lowered(1.0), "Day 50: the prices prove only");
    case.refused(lowered(1e-3), "which is weaker than the");
    // A weaker claim than the prices prove is no lie.
    let mut certificate = case.read();
    claim(&mut certificate, 50.0)["men"] = json!(men + 1000.0);
    case.write(&certificate);
    assert_eq!(case.verify().0, 0);
}

#[test]
fn an_altered_price_is_refused() {
    let case = Case::of_no();
    let certificate = case.solve().read();
    let prices = certificate["claims"][4]["prices"].as_object().expect("prices").clone();
    let (count, price) = prices.iter().find(|(name, _)| name.starts_with("Count")).expect("a price of the count");
    let price = price.as_f64().expect("a number");
    case.refused(|c| claim(c, 50.0)["prices"][count] = json!(price * 1.5), "Day 50: the prices prove only");
    case.refused(|c| claim(c, 50.0)["prices"][count] = json!(-price), "Day 50: the prices prove only");
    case.refused(|c| claim(c, 50.0)["prices"] = json!({}), "Day 50: the prices prove only 500,000 men");
    let renamed = |c: &mut Value| {
        let prices = claim(c, 50.0)["prices"].as_object_mut().expect("prices");
        let price = prices.remove(count).expect("the price");
        prices.insert("Count t=99".into(), price);
    };
    case.refused(renamed, "Day 50: the prices prove only");
}

#[test]
fn an_altered_point_is_refused() {
    let case = Case::of_no();
    case.solve();
    let more = |c: &mut Value| {
        let value = &mut claim(c, 50.0)["point"]["values"]["Sustained"];
        *value = json!(value.as_f64().expect("a number") + 1.0);
    };
    case.refused(more, "Day 50: the point breaks a row or bound by 1.0e0");
    case.refused(|c| claim(c, 50.0)["point"]["absolute"] = json!(0.0), "more than the tolerance of 0.0e0");
    case.refused(|c| claim(c, 50.0)["point"]["values"]["Nobody"] = json!(1.0), "values for columns that do not exist");
}

#[test]
fn another_campaign_is_refused() {
    let case = Case::of_no();
    case.solve();
    case.refused(|c| c["campaign"]["sha256"] = json!("00"), "It was made for another input: for SHA-256 00...");
    // Ten times the trucks.
    let more = TRUCKS.replace("T,T,200,", "T,T,2000,");
    std::fs::write(case.campaign().join("truck_fleets.csv"), more).expect("a table");
    let (code, said) = case.verify();
    assert!(code == 1 && said.contains("It was made for another input"), "{said}");
    // Nor does a forged sum help: the prices prove less there.
    let check = common::railhead().args(["check", "--format", "json"]).arg(case.campaign()).output().expect("a run");
    let check: Value = serde_json::from_slice(&check.stdout).expect("JSON");
    case.refused(|c| c["campaign"]["sha256"] = check["sha256"].clone(), "the prices prove only");
}

#[test]
fn a_no_with_a_date_missing_is_refused() {
    let case = Case::of_no();
    case.solve();
    case.refused(|c| remove(c, 30.0), "It says NO, but proves nothing for day 30: a NO must hold on every date.");
    case.refused(|c| remove(c, 10.0), "It says NO, but proves nothing for day 10: a NO must hold on every date.");
    case.refused(|c| c["claims"] = json!([]), "proves nothing for days 10, 20, 30, 40, 50");
    case.refused(|c| claim(c, 30.0)["day"] = json!(35.0), "Day 35 is no date of the question.");
    let early = |c: &mut Value| *claim(c, 30.0) = json!({ "kind": "too_early", "day": 30.0 });
    case.refused(early, "Day 30 is not too early");
}

#[test]
fn another_question_or_verdict_is_refused() {
    let case = Case::of_no();
    case.solve();
    let target = |c: &mut Value| c["question"]["target_men"] = json!(900000.0);
    case.refused(target, "It is about a target in men of 900,000; the campaign says 1,000,000.");
    case.refused(|c| c["question"]["sustain_days"] = json!(0.0), "It is about a span in days of 0");
    case.refused(|c| c["verdict"] = json!("UNDECIDED"), "It says UNDECIDED, but NO follows from its claims");
    case.refused(|c| c["claims"][0]["kind"] = json!("miracle"), "a claim of a kind that this version of Railhead");
}

/// A claim that holds but is above the target does not make a NO: the target is lowered in the campaign below what the
/// prices prove, and sum and question are forged to match.
#[test]
fn a_no_above_the_target_is_refused() {
    let case = Case::of_no();
    case.solve();
    std::fs::write(case.campaign().join("question.csv"), SOON.replace("1000000", "1000")).expect("a table");
    let check = common::railhead().args(["check", "--format", "json"]).arg(case.campaign()).output().expect("a run");
    let check: Value = serde_json::from_slice(&check.stdout).expect("JSON");
    let forge = |c: &mut Value| {
        c["campaign"]["sha256"] = check["sha256"].clone();
        c["question"]["target_men"] = json!(1000.0);
    };
    case.refused(forge, "It says NO, but 1000 men are not ruled out on day");
}

#[test]
fn what_is_no_certificate_has_exit_code_2() {
    let case = Case::of_no();
    assert_eq!(case.verify().0, 2, "no file");
    for (content, words) in [
        ("what is this", "is not a certificate of Railhead"),
        ("{}", "is not a certificate of Railhead"),
        (r#"{"format": "railhead-answer", "format_version": 1}"#, "its format is 'railhead-answer'"),
        (r#"{"format": "railhead-certificate", "format_version": 7}"#, "has version 7 of the format"),
        (r#"{"format": "railhead-certificate", "format_version": 1}"#, "is not a certificate of Railhead"),
    ] {
        std::fs::write(case.file(), content).expect("a file");
        let (code, said) = case.verify();
        assert!(code == 2 && said.contains(words), "{code} {said}");
    }
    case.solve();
    assert_eq!(verify(&case.file(), &case.folder.path().join("absent")).0, 2, "no campaign");
    common::railhead().arg("solve").arg(case.campaign()).arg("--certificate").arg(case.campaign()).assert().code(2);
}

/// The sum once more, by ten lines that share nothing with the program but the tables it writes: the claim is what the
/// prices prove.
#[test]
fn the_sum_can_be_done_by_others() {
    let case = Case::of_no();
    let mut certificate = case.solve().read();
    let tables = case.folder.path().join("programs");
    let mut run = common::railhead();
    run.arg("verify").arg(case.file()).arg(case.campaign()).arg("--programs").arg(&tables).assert().success();
    let read = |name: &str| -> Vec<Vec<String>> {
        let mut csv = csv::Reader::from_path(tables.join(name)).expect("a table");
        csv.records().map(|r| r.expect("a row").iter().map(String::from).collect()).collect()
    };
    let number = |s: &str| s.parse::<f64>().expect("a number");
    let claim = claim(&mut certificate, 40.0);
    let price = |row: &str| claim["prices"][row].as_f64().unwrap_or(0.0);
    let mut sum = 0.0;
    for row in read("rows-40.csv") {
        let y = price(&row[0]);
        sum += if y == 0.0 { 0.0 } else { y * number(if y > 0.0 { &row[2] } else { &row[1] }) };
    }
    let columns = read("columns-40.csv");
    let mut left: HashMap<&str, f64> = columns.iter().map(|c| (c[0].as_str(), number(&c[3]))).collect();
    let entries = read("entries-40.csv");
    for entry in &entries {
        *left.get_mut(entry[1].as_str()).expect("a column") -= price(&entry[0]) * number(&entry[2]);
    }
    for column in &columns {
        let d = left[column[0].as_str()];
        sum += f64::max(d * number(&column[1]), d * number(&column[2]));
    }
    let men = claim["men"].as_f64().expect("men");
    assert!((sum * 1000.0 - men).abs() < 1e-5, "by hand {}, claimed {men}", sum * 1000.0);
}

/// Where the answer is no NO the ceilings are proved all the same.
#[test]
fn other_verdicts_have_certificates_too() {
    let undecided = SOON.replace("1000000", "1000");
    let case = Case::asking(&undecided);
    let (code, said) = case.solve().verify();
    assert!(code == 0 && said.ends_with("The certificate holds: UNDECIDED (not ruled out)."), "{said}");
    case.refused(|c| c["verdict"] = json!("NO"), "It says NO, but");
    let number = SOON.replace("can it be done", "how many at most");
    let case = Case::asking(&number);
    let (code, said) = case.solve().verify();
    assert!(code == 0 && said.contains("The certificate holds: AT MOST "), "{said}");
    assert!(said.ends_with("men from day 50."), "{said}");
}

/// The shipped workbook, asked a quicker question; the campaign is the workbook itself.
#[test]
fn the_shipped_campaign_has_a_certificate() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, proof) = (folder.path().join("quick.xlsx"), folder.path().join("proof.json"));
    let mut book = common::vistula_rhine();
    common::alter(&mut book, "question", 0, "horizon_days", common::number(80.0));
    common::alter(&mut book, "question", 0, "resistance_profile", common::text("light"));
    common::alter(&mut book, "question", 0, "curve_dates", common::number(1.0));
    railhead::workbook::write(&book, &file).expect("a workbook");
    common::railhead().arg("solve").arg(&file).arg("--certificate").arg(&proof).assert().success();
    let (code, said) = verify(&proof, &file);
    assert!(code == 0 && said.contains("The certificate holds: UNDECIDED"), "{said}");
    assert!(said.contains("too early") && said.contains("Holds."), "{said}");
}

/// A thousandth of a second is no time at all: the ceiling is what the columns' bounds allow, and the answer says so.
#[test]
fn a_time_limit_is_no_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, proof) = (folder.path().join("last.xlsx"), folder.path().join("proof.json"));
    let mut book = common::vistula_rhine();
    common::alter(&mut book, "question", 0, "curve_dates", common::number(1.0));
    railhead::workbook::write(&book, &file).expect("a workbook");
    for backend in railhead::solver::Backend::available() {
        let mut run = common::railhead();
        run.args(["solve", "--time-limit", "0.001", "--backend", backend.word(), "--certificate"])
            .arg(&proof)
            .arg(&file);
        let out = run.assert().success();
        let said = String::from_utf8_lossy(&out.get_output().stdout).into_owned();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("UNDECIDED"), "{said}");
        assert!(said.contains("The time limit stopped the solver on 1 of 1 dates"), "{said}");
        assert!(!said.contains("Nothing in the workbook holds the number down"), "{said}");
        let (code, said) = verify(&proof, &file);
        assert!(code == 0 && said.contains("The certificate holds: UNDECIDED"), "{said}");
    }
}
