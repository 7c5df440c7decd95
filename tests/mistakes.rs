//! Every slip of the analyst gives one message at its cell, all of them in one run.

mod common;

use common::*;
use railhead::tables::{RawBook, Value};
use railhead::workbook;
use serde_json::Value as Json;

/// A cell to spoil: table, row, column, what to put there, and words that the message must hold.
struct Slip {
    table: &'static str,
    row: usize,
    column: &'static str,
    value: Value,
    found: &'static str,
    allowed: &'static str,
    hint: &'static str,
}

macro_rules! slip {
    ($table:literal $row:expr, $column:literal = $value:expr => $found:literal, $allowed:literal, $hint:literal) => {
        Slip { table: $table, row: $row, column: $column, value: $value, found: $found, allowed: $allowed, hint: $hint }
    };
}

fn slips(book: &RawBook) -> Vec<Slip> {
    let row = |table, key| row_of(book, table, key);
    vec![
        // Form: a cell against its column.
        slip!("question" 0, "period_days" = number(0.0) => "0 as Period length (days)", "from 1 to 60", "unit"),
        slip!("question" 0, "question" = text("can it be don") => "can it be don", "how many at most", "Did you mean 'can it be done'?"),
        slip!("destinations" 1, "must_hold" = text("perhaps") => "'perhaps'", "yes or no", "Correct"),
        slip!("assumptions" 0, "value" = text("six hundred") => "'six hundred'", "a number", "plain number"),
        slip!("assumptions" 3, "unit" = text("men") => "the unit 'men'", "wagons/train", "Give the value in wagons/train"),
        slip!("assumptions" 6, "value_low" = number(9000.0) => "a low value of 9000", "at most", "Swap"),
        slip!("forces" 1, "men" = text("1,083,800") => "'1,083,800'", "20,000,000", "thousands separators"),
        slip!("forces" 2, "name" = Value::Empty => "nothing as Name", "text", "Fill the cell"),
        slip!("replacements" 0, "from_day" = number(-3.0) => "-3", "from 0 to 5000", "Check the figure"),
        slip!("postures" 1, "grade" = text("E") => "'E'", "A, B, C, D", "Correct"),
        slip!("truck_fleets" 0, "readiness" = number(90.0) => "90", "from 0 to 1 (share)", "share"),
        slip!("truck_fleets" 1, "payload_t" = text("2.2 t") => "'2.2 t'", "from 0.2 to 30", "retype it"),
        slip!("truck_fleets" 2, "attrition_per_month" = text("4%") => "'4%'", "share/month", "percent"),
        slip!("rolling_stock" 0, "kind" = text("wagon") => "'wagon'", "wagons, locomotives", "Did you mean 'wagons'?"),
        slip!("supply_streams" 1, "place" = text("KOVEL") => "'KOVEL'", "sheet Places", "Did you mean 'KOV'?"),
        slip!("stocks" 0, "tonnes" = text("n/a") => "'n/a'", "a number", "note column"),
        slip!("bridges" 0, "line" = text("L0O7") => "'L0O7'", "sheet RailLines", "Did you mean 'L"),
        slip!("roads" 4, "zone" = text("polnad") => "'polnad'", "sheet Zones", "Did you mean 'poland'?"),
        slip!("rail_lines" 5, "gauge_mm" = number(143.5) => "143.5", "from 600 to 1700 (mm)", "mm"),
        slip!("places" row("places", "BER"), "longitude" = number(1340.0) => "1340", "from -180 to 180", "deg"),
        slip!("sources" 3, "code" = text("A1") => "'A1' a second time", "each code once", "Sources!A5"),
        // Meaning: a row against the rest of the campaign.
        slip!("question" 0, "sustain_days" = number(380.0) => "380 days", "horizon of 360", "Shorten"),
        slip!("roads" 20, "length_km" = number(3.0) => "of 3 km", "straight line", "Check the length"),
        slip!("rail_lines" 10, "capacity_intact" = number(1.0) => "above the intact capacity 1", "at most 1", "Lower"),
        slip!("supply_streams" 4, "to_day" = number(0.0) => "to day 0", "after the first", "Correct the days"),
    ]
}

#[test]
fn twenty_five_slips_give_twenty_five_messages() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("slips.xlsx");
    let mut book = vistula_rhine();
    let slips = slips(&book);
    assert_eq!(slips.len(), 25);
    let cells: Vec<String> =
        slips.iter().map(|s| alter(&mut book, s.table, s.row, s.column, s.value.clone())).collect();
    workbook::write(&book, &path).unwrap();
    let before = std::fs::read(&path).unwrap();

    let run = railhead().arg("check").arg(&path).args(["--format", "json"]).assert().code(1);
    let report: Json = serde_json::from_slice(&run.get_output().stdout).unwrap();
    let problems = report["problems"].as_array().unwrap();
    let shown = serde_json::to_string_pretty(problems).unwrap();
    for (slip, cell) in slips.iter().zip(&cells) {
        // The capacity is compared with the ceiling beside it: the message stands at the figure that is too large.
        let cell = if slip.column == "capacity_intact" { cell.replace('G', "H") } else { cell.clone() };
        let at: Vec<&Json> = problems.iter().filter(|p| p["cell"] == cell.as_str()).collect();
        assert_eq!(at.len(), 1, "{cell} in {shown}");
        for (part, words) in [("found", slip.found), ("allowed", slip.allowed), ("hint", slip.hint)] {
            let said = at[0][part].as_str().unwrap();
            assert!(said.contains(words), "{cell}: {part} is '{said}', which lacks '{words}'");
        }
    }
    assert_eq!(problems.len(), 25, "{shown}");
    assert_eq!(report["errors"], 25);

    assert_eq!(before, std::fs::read(&path).unwrap());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "no file is written");
}

#[test]
fn messages_fit_a_terminal_and_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("slips.xlsx");
    let mut book = vistula_rhine();
    for s in slips(&book) {
        alter(&mut book, s.table, s.row, s.column, s.value);
    }
    workbook::write(&book, &path).unwrap();
    let run = railhead().current_dir(dir.path()).args(["check", "slips.xlsx"]).assert().code(1);
    let out = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(out.contains("Found 25 errors."), "{out}");
    assert!(out.lines().all(|l| l.chars().count() <= 80), "{out}");
    assert!(!out.contains('\u{1b}'), "colours only on a terminal");
    assert!(out.contains("    allowed   a key of the sheet Places"), "{out}");
}

#[test]
fn files_that_are_no_workbook_are_named_for_what_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let run = railhead().arg("check").arg(&path).assert().code(2);
        String::from_utf8(run.get_output().stderr.clone()).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(at("a.xlsx", b"").contains("the file is empty"));
    assert!(at("b.xlsx", b"place,name\nBER,Berlin\n").contains("it is a text file"));
    assert!(at("c.xlsx", b"<html><table>").contains("web page"));
    assert!(
        at("d.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0])
            .contains("old Office file without a workbook")
    );
    assert!(at("e.xlsx", b"PK\x03\x04 cut").contains("damaged"));
    let whole = workbook::bytes(&vistula_rhine()).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0x10;
    assert!(at("f.xlsx", &flipped).contains("damaged"), "a flipped bit is noticed");
    let missing = railhead().args(["check", "no-such.xlsx"]).assert().code(2);
    assert!(String::from_utf8_lossy(&missing.get_output().stderr).contains("There is no file"));
}

#[test]
fn new_does_not_replace_a_file_unasked() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mine.xlsx");
    railhead().arg("new").arg(&path).assert().success();
    railhead().arg("new").arg(&path).assert().code(2);
    railhead().args(["new", "--force", "--from", "vistula-rhine"]).arg(&path).assert().success();
    railhead().arg("check").arg(&path).assert().success();
    railhead().args(["new", "--from", "nowhere"]).arg(dir.path().join("x.xlsx")).assert().code(2);
}
