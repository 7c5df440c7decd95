//! A certificate is written by one process and checked by another; whatever is tampered with is refused with its own
//! reason.

mod common;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use common::tiny;
use railhead::answer::{self, Task, Verdict};
use railhead::campaign::{ClassId, LineId, Way};
use railhead::orders::{Accepted, Freight, Joined, Link, Orders};
use railhead::solver::{Backend, Limits};
use railhead::{proof, tables};
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

    /// Asks another question than the campaign's own.
    fn ask(&self, question: &str) -> &Case {
        let mut run = common::railhead();
        run.args(["solve", "--question", question, "--certificate"]).arg(self.file()).arg(self.campaign());
        run.assert().success();
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
    // A thousand men can be fed there: a plan shows it.
    let few = SOON.replace("1000000", "1000");
    let case = Case::asking(&few);
    let (code, said) = case.solve().verify();
    assert!(code == 0 && said.contains("The certificate holds: YES"), "{said}");
    case.refused(|c| c["verdict"] = json!("NO"), "It says NO, but");
    let number = SOON.replace("can it be done", "how many at most");
    let case = Case::asking(&number);
    let (code, said) = case.solve().verify();
    assert!(code == 0 && said.contains("The certificate holds: AT MOST "), "{said}");
    assert!(said.contains("men from day 50; a plan sustains "), "{said}");
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

const LINE: &str =
    "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\nL,A,B,60,2,1524,60,10,open\n";
const FLEET: &str = "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n\
     T,T,1000,2,140,0,0.25,1,0\n";
const LONG_ROAD: &str = "road,from,to,length_km,capacity,zone\nR,A,B,140,50000,z\n";
const LEVERS: &str = "lever,name,resource,applies_to,can_change,least,most,weight\n\
     T,Trucks of the columns,trucks,,yes,0,9000,0.01\nL,Trains to B,trains,L,yes,0,20,10\n";
const ASKED: &str = "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates,on_day\n";

/// The campaign of `questions.rs`: rail brings 60 kt a period, a thousand trucks 10 kt and at the edges 2 kt more; men who
/// come in a period use 0.04 kt a thousand at B in each later one. 3,750,000 men are asked for.
fn with_levers() -> Case {
    let question = format!("{ASKED}Tiny,can it be done,1945-01-12,60,10,10,3750000,fierce,3,10\n");
    Case::new(&[
        ("rail_lines", LINE),
        ("truck_fleets", FLEET),
        ("roads", LONG_ROAD),
        ("levers", LEVERS),
        ("question", &question),
    ])
}

/// The claim of a kind, the first that a test accepts.
fn claim_of<'a>(certificate: &'a mut Value, kind: &str, which: impl Fn(&Value) -> bool) -> &'a mut Value {
    let claims = certificate["claims"].as_array_mut().expect("claims");
    claims.iter_mut().find(|c| c["kind"] == json!(kind) && which(c)).expect("a claim")
}

/// The floor of one lever alone.
fn floor_of<'a>(certificate: &'a mut Value, lever: &str) -> &'a mut Value {
    claim_of(certificate, "floor", |c| c["levers"][0]["key"] == json!(lever))
}

/// By hand, besides the figures that `questions.rs` works out: from day 30 to day 60 men use 0.12 kt a thousand, and
/// 6 x 60 + 62 = 422 kt can come: 3,516,667. From day 40 they use 0.08 kt: enough for all.
#[test]
fn every_question_has_a_certificate() {
    let case = with_levers();
    for (question, words) in [
        ("can it be done", "holds: YES: "),
        ("how many at most", "holds: AT MOST 3,550,000 men from day 10"),
        ("how soon", "holds: NOT BEFORE day 20; held until the end of the horizon, not before day 40"),
        ("with how little", "holds: WITH LESS NO PLAN CAN DO IT: T 1,363 trucks; L 10.6 trains/day."),
        ("what would it take", "holds: AT LEAST 3.63 points: no cheaper set of changes can do it."),
        ("how far until it flips", "holds: NO. NO below: T 1,356 trucks; L 10.6 trains/day."),
    ] {
        let (code, said) = case.ask(question).verify();
        assert!(code == 0 && said.contains(words), "{question}: {said}");
    }
}

#[test]
fn a_date_that_is_not_ruled_out_is_no_earliest_day() {
    let case = with_levers();
    case.ask("how soon");
    case.refused(|c| remove(c, 10.0), "It says not before day 20; its claims prove only: not before day 10.");
    let first = |c: &mut Value| c["figures"][0]["day"] = json!(30.0);
    case.refused(first, "It says not before day 30; its claims prove only: not before day 20.");
    let long = |c: &Value| c["until"] == json!(60.0);
    let lowered = |c: &mut Value| claim_of(c, "ceiling", long)["men"] = json!(3_516_000.0);
    case.refused(lowered, "Day 30: the prices prove only 3,516,66");
    let shorter = |c: &mut Value| claim_of(c, "ceiling", long)["until"] = json!(50.0);
    case.refused(shorter, "Day 30: the prices prove only");
    let longer = |c: &mut Value| claim_of(c, "ceiling", long)["until"] = json!(70.0);
    case.refused(longer, "a span until day 70, which is no span of the question");
    let without = |c: &mut Value| c["claims"].as_array_mut().expect("claims").retain(|c| !long(c));
    case.refused(
        without,
        "holding to the end of the horizon begins not before day 40; its claims prove only: not before day 20",
    );
    case.refused(|c| c["question"]["question"] = json!("how late"), "It is about the question 'how late'");
}

#[test]
fn a_floor_tampered_with_is_refused() {
    let case = with_levers();
    case.ask("with how little");
    let more = |c: &mut Value| floor_of(c, "T")["least"] = json!(1400.0);
    case.refused(more, "Day 10: the prices prove only 1,363 for T, which is weaker than the 1,400 claimed.");
    let fewer_men = |c: &mut Value| floor_of(c, "T")["men"] = json!(3_600_000.0);
    case.refused(fewer_men, "the prices prove only");
    let more_men = |c: &mut Value| floor_of(c, "T")["men"] = json!(3_900_000.0);
    case.refused(more_men, "It says that lever 'T' needs at least 1,363; its claims prove only 0.");
    let higher = |c: &mut Value| floor_of(c, "T")["levers"][0]["from"] = json!(100.0);
    case.refused(higher, "prove only");
    let none = |c: &mut Value| floor_of(c, "T")["prices"] = json!({});
    case.refused(none, "the prices prove only 0 for T");
    let stranger = |c: &mut Value| floor_of(c, "T")["levers"][0]["key"] = json!("U");
    case.refused(stranger, "'U' is no lever of the campaign");
    let backwards = |c: &mut Value| floor_of(c, "T")["levers"][0]["to"] = json!(-1.0);
    case.refused(backwards, "the range or the cost of lever 'T' makes no sense");
    let stated = |c: &mut Value| c["figures"][0]["value"] = json!(2000.0);
    case.refused(stated, "It says that lever 'T' needs at least 2,000; its claims prove only 1,363.");
    let all = |c: &mut Value| c["figures"][0] = json!({ "figure": "lever_not_within", "lever": "T" });
    case.refused(all, "It says that no value of lever 'T' is enough");
    case.ask("how far until it flips");
    case.refused(more, "the prices prove only 1,356 for T");
    case.refused(|c| remove(c, 10.0), "It says NO, but");
}

#[test]
fn a_price_of_changes_tampered_with_is_refused() {
    let case = with_levers();
    case.ask("what would it take");
    let floor = |c: &mut Value| -> Value { claim_of(c, "floor", |_| true).take() };
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut certificate = case.read();
        let mut claim = floor(&mut certificate);
        change(&mut claim);
        claim
    };
    let put = |claim: Value| move |c: &mut Value| *claim_of(c, "floor", |_| true) = claim.clone();
    case.refused(put(changed(&|f| f["least"] = json!(4.0))), "the prices prove only 3.63 for T, L");
    // Dearer than the campaign says: a true statement, but not about this campaign's points.
    let dearer = changed(&|f| f["levers"][0]["cost"] = json!(f["levers"][0]["cost"].as_f64().expect("a cost") * 2.0));
    case.refused(put(dearer), "It says at least 3.63 points; its claims prove only 0.00.");
    let one = changed(&|f| {
        f["levers"].as_array_mut().expect("levers").pop();
    });
    case.refused(put(one), "its claims prove only 0.00");
    case.refused(
        |c| c["figures"][0]["points"] = json!(5.0),
        "It says at least 5.00 points; its claims prove only 3.63.",
    );
    let never = |c: &mut Value| c["figures"][0] = json!({ "figure": "not_within_limits" });
    case.refused(never, "It says that no set of changes is enough");
}

/// The brigades of `questions.rs`: the floor is reached in several pieces of the range, and falls with any of them.
#[test]
fn a_floor_of_several_pieces_needs_them_all() {
    let line = LINE.replace("60,2,1524,60,10,open", "80,2,1524,60,10,heavy damage");
    let levers =
        "lever,name,resource,applies_to,can_change,least,most,weight\nB,Brigades,railway brigades,,yes,0.05,12,1\n";
    let question = format!("{ASKED}Tiny,with how little,1945-01-12,60,10,10,3000000,fierce,2,50\n");
    let case = Case::new(&[("rail_lines", &line), ("levers", levers), ("question", &question)]);
    let (code, said) = case.solve().verify();
    assert!(code == 0 && said.contains("The certificate holds: WITH LESS NO PLAN CAN DO IT: B 0.4"), "{said}");
    let floors = case.read()["claims"].as_array().expect("claims").iter().filter(|c| c["kind"] == "floor").count();
    assert!(floors > 1, "only {floors} pieces");
    for n in 0..floors {
        let without = |c: &mut Value| {
            let claims = c["claims"].as_array_mut().expect("claims");
            let at = (0..claims.len()).filter(|i| claims[*i]["kind"] == "floor").nth(n).expect("a floor");
            claims.remove(at);
        };
        case.refused(without, "It says that lever 'B' needs at least 0.4");
    }
}

/// For 6,000,000 men nothing within the ranges is enough: there are 5,000,000.
#[test]
fn nothing_within_the_ranges_is_proved_too() {
    let question = format!("{ASKED}Tiny,what would it take,1945-01-12,60,10,10,6000000,fierce,3,10\n");
    let tables = [("rail_lines", LINE), ("truck_fleets", FLEET), ("roads", LONG_ROAD), ("levers", LEVERS)];
    let case = Case::new(&[&tables[..], &[("question", question.as_str())]].concat());
    let (code, said) = case.solve().verify();
    assert!(code == 0 && said.contains("holds: NOT WITHIN THESE LIMITS"), "{said}");
    let (code, said) = case.ask("with how little").verify();
    assert!(code == 0 && said.contains("T not with any value up to 9,000 trucks"), "{said}");
    case.refused(|c| c["claims"] = json!([]), "It says that no value of lever 'T' is enough");
}

/// Dates ruled out by the prices of another date are claims like the others.
#[test]
fn carried_prices_are_in_the_certificate() {
    let case = Case::of_no();
    let mut run = common::railhead();
    run.arg("solve").arg(case.campaign()).args(["--format", "json", "--certificate"]).arg(case.file());
    let answer: Value = serde_json::from_slice(&run.assert().success().get_output().stdout).expect("JSON");
    let carried = answer["figures"]["carried"].as_array().expect("dates");
    assert!(!carried.is_empty(), "the case is to have carried dates");
    let mut certificate = case.read();
    for date in carried {
        let men = claim(&mut certificate, date["day"].as_f64().expect("a day"))["men"].as_f64().expect("men");
        let most = date["most_men"].as_f64().expect("men");
        assert!(men >= most && men < most + 1e-5, "claimed {men}, found {most}");
        case.refused(|c| remove(c, date["day"].as_f64().expect("a day")), "It says NO, but proves nothing for day");
    }
}

/// 10,000 men who stand at B from day 0, fed by rail from A. 6,000 t are ten trains in the first ten days: 40 t a day are
/// used, so they last for both periods (see `replay.rs`).
fn with_a_plan() -> (Case, Orders) {
    let question = format!("{ASKED}Tiny,can it be done,1945-01-12,20,10,10,10000,fierce,1,\n");
    let forces = "force,name,place,men\nF,Force,B,10000\n";
    let stocks = "place,class,tonnes\nB,all,0\n";
    let case =
        Case::new(&[("rail_lines", LINE), ("forces", forces), ("stocks", stocks), ("question", question.as_str())]);
    let freight =
        Freight { link: Link::Rail(LineId(0)), way: Way::Forth, class: ClassId(0), period: 0, tonnes: 6000.0 };
    let orders = Orders {
        period_days: 10,
        periods: 2,
        counted_from_day: 10.0,
        men: 10_000.0,
        joined: vec![Joined { force: 0, men: 10_000.0 }],
        accepted: vec![Accepted { stream: 0, period: 0, tonnes: 6000.0 }],
        freight: vec![freight],
        ..Orders::default()
    };
    (case, orders)
}

/// The answer with a plan beside its ceilings, as whoever finds one hands it over.
fn certify_with_plan(case: &Case, orders: &Orders) {
    let reading = tables::read(&railhead::input::open(&case.campaign()).expect("tables"));
    let task = Task {
        campaign: reading.campaign.as_ref().expect("no problems"),
        input: "campaign".into(),
        input_hash: reading.hash.clone(),
        assumptions: Vec::new(),
        warnings: Vec::new(),
        backend: *Backend::available().first().expect("a solver"),
        limits: Limits::default(),
        with_plan: false,
        with_schedule: true,
        caution: None,
        with_curve: true,
        starts: None,
    };
    let (mut answer, mut evidence) = answer::with_bounds(&task, &|_| ()).expect("an answer");
    evidence.plan = Some(orders.clone());
    answer.verdict = Verdict::Yes;
    proof::write(&proof::make(task.campaign, &answer, &evidence), &case.file()).expect("a certificate");
}

#[test]
fn a_plan_proves_a_yes() {
    let (case, orders) = with_a_plan();
    certify_with_plan(&case, &orders);
    let (code, said) = case.verify();
    assert!(code == 0, "{said}");
    assert!(said.ends_with("The certificate holds: YES: a plan sustains 10,000 men from day 10."), "{said}");
    assert!(said.contains("Carried out over 20 days: no rule broken, 10,000 men. Holds."), "{said}");
}

#[test]
fn a_plan_tampered_with_is_refused() {
    let (case, orders) = with_a_plan();
    certify_with_plan(&case, &orders);
    let plan = |c: &mut Value, field: &str, value: Value| {
        let plan = claim_of(c, "plan", |_| true);
        match field.strip_prefix("orders/") {
            Some(inner) => *plan["orders"].pointer_mut(&format!("/{inner}")).expect("a field") = value,
            None => plan[field] = value,
        }
    };
    for (field, value, words) in [
        ("men", json!(20_000.0), "the plan sustains only 10,000 men, fewer than the 20,000 claimed."),
        ("orders/men", json!(20_000.0), "the plan can't be carried out."),
        ("orders/freight/0/tonnes", json!(500.0), "the plan can't be carried out."),
        ("orders/accepted/0/tonnes", json!(500.0), "the plan can't be carried out."),
        ("orders/joined/0/men", json!(9000.0), "the plan can't be carried out."),
        ("orders/joined/0/force", json!(7), "the plan can't be carried out."),
        ("orders/periods", json!(1), "the plan ends on day 10; the question asks for the men until day 20."),
        ("orders/counted_from_day", json!(20.0), "the plan counts its men from day 20."),
        ("orders/period_days", json!(20), "the plan has periods of 20 days; the question has 10."),
        ("day", json!(20.0), "Day 20 is no date of the question."),
    ] {
        case.refused(|c| plan(c, field, value.clone()), words);
    }
    case.refused(|c| c["verdict"] = json!("UNDECIDED"), "It says UNDECIDED, but YES follows");
    let gone = |c: &mut Value| c["claims"].as_array_mut().expect("claims").retain(|c| c["kind"] != json!("plan"));
    case.refused(gone, "It says YES, but UNDECIDED follows from its claims");
    case.refused(gone, "It says that a plan sustains 10,000 men from day 10; none does.");
}

/// A plan with one man fewer than asked for is no YES.
#[test]
fn a_plan_below_the_target_proves_nothing() {
    let (case, mut orders) = with_a_plan();
    orders.men = 9_999.0;
    certify_with_plan(&case, &orders);
    let (code, said) = case.verify();
    assert!(code == 1 && said.contains("It says YES, but UNDECIDED follows from its claims"), "{said}");
}

/// The NO of the workbook as it is shipped.
#[test]
fn the_no_of_the_shipped_workbook_is_proved() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, proof) = (folder.path().join("whole.xlsx"), folder.path().join("proof.json"));
    railhead::workbook::write(&common::vistula_rhine(), &file).expect("a workbook");
    common::railhead().arg("solve").arg(&file).arg("--certificate").arg(&proof).assert().success();
    let (code, said) = verify(&proof, &file);
    assert!(code == 0 && said.ends_with("The certificate holds: NO."), "{said}");
    assert!(
        said.contains("Days 10 to 230: too early.") && said.contains("Day 350: no plan sustains more than"),
        "{said}"
    );
}
