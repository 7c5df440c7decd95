//! `railhead solve` as an analyst runs it: exit codes, what is printed, what is written, the same each time; and that
//! a number changed in LibreOffice changes the answer.

mod common;

use std::path::Path;
use std::process::Command as System;

use assert_cmd::Command;
use common::{alter, row_of, vistula_rhine};
use railhead::tables::{RawBook, Value};

/// The shipped campaign asked a quicker question: light resistance, 80 days, one date.
fn quick() -> RawBook {
    let mut book = vistula_rhine();
    alter(&mut book, "question", 0, "horizon_days", Value::Number(80.0));
    alter(&mut book, "question", 0, "resistance_profile", Value::Text("light".into()));
    alter(&mut book, "question", 0, "curve_dates", Value::Number(1.0));
    book
}

fn railhead() -> Command {
    Command::cargo_bin("railhead").expect("the binary")
}

/// Solves a workbook and gives the answer as JSON.
fn solve(file: &Path) -> serde_json::Value {
    let out = railhead().args(["solve", "--format", "json"]).arg(file).assert().success();
    serde_json::from_slice(&out.get_output().stdout).expect("JSON")
}

fn most(answer: &serde_json::Value) -> f64 {
    answer["most_men"].as_f64().expect("most_men")
}

#[test]
fn solving_prints_and_writes_the_same_each_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("quick.xlsx");
    railhead::workbook::write(&quick(), &file).expect("a workbook");
    let before = std::fs::read(&file).expect("the input");
    let first = railhead().arg("solve").arg(&file).assert().success();
    let bytes = std::fs::read(&file).expect("results");
    assert!(
        before == std::fs::read(folder.path().join("quick.xlsx.bak")).expect("the input as it was"),
        "another file"
    );
    let second = railhead().arg("solve").arg(&file).assert().success();
    assert_eq!(first.get_output().stdout, second.get_output().stdout);
    assert!(bytes == std::fs::read(&file).expect("results"), "two runs, two different results");
    let text = String::from_utf8_lossy(&first.get_output().stdout).into_owned();
    for word in ["UNDECIDED", "not ruled out", "SHA-256"] {
        assert!(text.contains(word), "no '{word}' in:\n{text}");
    }
    assert!(text.lines().all(|l| l.chars().count() <= 80), "a line of more than 80 columns:\n{text}");
}

#[test]
fn problems_stop_the_solve_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("wrong.xlsx");
    let mut book = quick();
    let row = row_of(&book, "forces", "1BF");
    alter(&mut book, "forces", row, "place", Value::Text("Nowhere".into()));
    railhead::workbook::write(&book, &file).expect("a workbook");
    railhead().arg("solve").arg(&file).assert().code(1);
    assert!(!folder.path().join("wrong.results.xlsx").exists());
    railhead().arg("solve").arg(folder.path().join("absent.xlsx")).assert().code(2);
    railhead().args(["solve", "-o"]).arg(&file).arg(&file).assert().code(2);
}

#[test]
fn the_answer_of_the_text_model_is_that_of_the_workbook() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, text) = (folder.path().join("quick.xlsx"), folder.path().join("quick"));
    railhead::workbook::write(&quick(), &file).expect("a workbook");
    railhead::textmodel::write(&quick(), &text).expect("a text model");
    let out = folder.path().join("out.xlsx");
    let run = railhead().args(["solve", "--format", "json", "-o"]).arg(&out).arg(&text).assert().success();
    let of_text: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).expect("JSON");
    assert_eq!(most(&solve(&file)), most(&of_text));
}

/// The shipped campaign with less and less of something: the certified ceiling never rises.
#[test]
fn worse_never_helps_on_the_shipped_campaign() {
    let folder = tempfile::tempdir().expect("a folder");
    let with = |name: &str, change: &dyn Fn(&mut RawBook)| {
        let file = folder.path().join(format!("{name}.xlsx"));
        let mut book = quick();
        change(&mut book);
        railhead::workbook::write(&book, &file).expect("a workbook");
        most(&solve(&file))
    };
    let base = with("base", &|_| ());
    let set = |book: &mut RawBook, table: &str, row: usize, column: &str, value: f64| {
        for part in ["", "_low", "_high"] {
            let column = format!("{column}{part}");
            alter(book, table, row, &column, if part.is_empty() { Value::Number(value) } else { Value::Empty });
        }
    };
    let fewer_trucks = with("trucks", &|book| set(book, "truck_fleets", 0, "trucks", 2000.0));
    let blown = with("bridge", &|book| {
        let rows = book.table("bridges").expect("bridges").rows.len();
        (0..rows).for_each(|r| set(book, "bridges", r, "rebuild_days", 60.0));
    });
    let twice = with("resistance", &|book| {
        let rows = book.table("resistance").expect("resistance").rows.len();
        (0..rows).for_each(|r| set(book, "resistance", r, "grouping_men", 800_000.0));
    });
    for (what, worse) in [("fewer trucks", fewer_trucks), ("blown bridges", blown), ("twice the resistance", twice)] {
        assert!(worse <= base * (1.0 + 1e-5), "{what}: {worse} against {base}");
    }
    assert!(twice < base * 0.99, "doubled resistance changes nothing: {twice} against {base}");
}

/// A number is changed and saved by LibreOffice (through its own flat XML form), and the answer follows.
#[test]
fn a_number_changed_in_libreoffice_changes_the_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let convert = |to: &str, file: &Path| {
        let mut office = System::new("soffice");
        office.args(["--headless", &profile, "--convert-to", to, "--outdir"]).arg(folder.path()).arg(file);
        office.output().is_ok_and(|o| o.status.success())
    };
    let file = folder.path().join("quick.xlsx");
    railhead::workbook::write(&quick(), &file).expect("a workbook");
    if !convert("fods", &file) {
        println!("skipped: LibreOffice (soffice) can't be run here");
        return;
    }
    let base = most(&solve(&file));
    // The strength of the 1st Ukrainian Front, as LibreOffice stores it.
    let flat = std::fs::read_to_string(folder.path().join("quick.fods")).expect("flat XML");
    let (old, new) = ("office:value=\"1083800\"", "office:value=\"83800\"");
    assert!(flat.contains(old), "the cell is not where it was");
    let edited = folder.path().join("edited.fods");
    std::fs::write(&edited, flat.replace(old, new)).expect("an edited file");
    assert!(convert("xlsx", &edited), "LibreOffice could not save the workbook");
    let after = most(&solve(&folder.path().join("edited.xlsx")));
    assert!(after < base - 500_000.0, "a million men fewer, and the ceiling goes from {base} to {after}");
}
