//! `railhead compare` and `railhead watch`: which cells differ, and what that did to the answer.

mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use common::tiny;
use railhead::compare;
use railhead::tables::RawBook;
use railhead::{textmodel, workbook};

const STREAMS: &str = "stream,place,class,t_per_day\nS,A,all,1000\n";

/// 1,000 t/day of one class for 200 days at 4 kg a day feed 250,000 men, 1,200 t/day 300,000.
fn files(streams: &str) -> Vec<(String, String)> {
    let lines =
        "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\nL,A,B,80,2,1524,20,5,open\n";
    tiny::files(&[("supply_streams", streams), ("rail_lines", lines)])
}

fn book(streams: &str) -> RawBook {
    textmodel::read_files(&files(streams))
}

fn folder(at: &Path, streams: &str) {
    std::fs::create_dir_all(at).expect("a folder");
    for (name, text) in files(streams) {
        std::fs::write(at.join(name), text).expect("a table");
    }
}

#[test]
fn a_cell_a_row_and_nothing() {
    let before = book(STREAMS);
    let after = book("stream,place,class,t_per_day\nS,A,all,1200\n");
    let found = compare::inputs(&before, &after);
    assert_eq!(found.len(), 1, "{found:#?}");
    let d = &found[0];
    assert_eq!((d.sheet, d.row.as_str(), d.cell.as_str()), ("SupplyStreams", "S", "supply_streams.csv:2:t_per_day"));
    assert_eq!((d.before.as_deref(), d.after.as_deref()), (Some("1000"), Some("1200")));
    // A row more, above: the one that was there is the same, wherever it stands.
    let more = book("stream,place,class,t_per_day\nR,A,all,5\nS,A,all,1000\n");
    let found = compare::inputs(&before, &more);
    assert!(found.len() == 1 && found[0].column.is_none() && found[0].before.is_none(), "{found:#?}");
    let found = compare::inputs(&more, &before);
    assert!(found.len() == 1 && found[0].after.is_none() && found[0].row == "R", "{found:#?}");
    // Sorting, spelling of numbers and the form of the file are no difference.
    let sorted = book("stream,place,class,t_per_day\nS,A,all,1000.0\nR,A,all,5\n");
    assert_eq!(compare::inputs(&more, &sorted), []);
    let dir = tempfile::tempdir().expect("a folder");
    workbook::write(&more, &dir.path().join("more.xlsx")).expect("written");
    let again = workbook::read(&dir.path().join("more.xlsx")).expect("read");
    assert_eq!(compare::inputs(&more, &again), []);
    assert_eq!(more.hash, again.hash);
    assert_ne!(more.hash, before.hash);
}

/// Rows without a key: a new posture of one row is a cell of that row, whatever other rows say and in whatever order; and so is a figure.
#[test]
fn rows_without_keys_are_paired_with_those_most_alike() {
    let book = |rows: &str| {
        let table = format!("profile,zone,from_day,posture,grouping_men\n{rows}");
        textmodel::read_files(&tiny::files(&[("resistance", &table)]))
    };
    let before =
        book("fierce,z,0,assault,100000\nfierce,z,50,assault,80000\nlight,z,0,assault,50000\nlight,z,50,quiet,1\n");
    let after =
        book("light,z,0,assault,60000\nfierce,z,50,quiet,80000\nlight,z,50,quiet,1\nfierce,z,0,assault,100000\n");
    let found = compare::inputs(&before, &after);
    let told: Vec<(&str, &str)> =
        found.iter().map(|d| (d.before.as_deref().unwrap_or(""), d.after.as_deref().unwrap_or(""))).collect();
    assert_eq!(told, [("'assault'", "'quiet'"), ("50000", "60000")], "{found:#?}");
}

#[test]
fn what_a_cell_did_to_the_answer() {
    let dir = tempfile::tempdir().expect("a folder");
    let (a, b) = (dir.path().join("a"), dir.path().join("b"));
    folder(&a, STREAMS);
    folder(&b, "stream,place,class,t_per_day\nS,A,all,1200\n");
    let run = common::railhead().arg("compare").args([&a, &b]).assert().success();
    let text = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    for words in ["1 cell and 0 rows differ on 1 sheet", "1000 -> 1200", "250,0", "300,0", "+50,"] {
        assert!(text.contains(words), "'{words}' in {text}");
    }
    assert!(text.lines().all(|l| l.chars().count() <= 80), "{text}");
    let run = common::railhead().args(["compare", "--cells-only"]).args([&a, &a]).assert().success();
    assert!(String::from_utf8_lossy(&run.get_output().stdout).starts_with("No cell differs."));
    let run = common::railhead().args(["compare", "--format", "json"]).args([&a, &b]).assert().success();
    let found: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).expect("json");
    let men = |key: &str| found["answer"][key].as_f64().expect("men");
    assert!((men("most_men_after") - men("most_men_before") - 50_000.0).abs() < 100.0, "{found}");
}

/// A save that takes its time, in the end with one other cell: a second answer with what changed. A save without a change gives none.
#[test]
fn watch_answers_again_when_the_input_is_saved() {
    let dir = tempfile::tempdir().expect("a folder");
    let model = dir.path().join("model");
    folder(&model, STREAMS);
    let mut child = Command::new(env!("CARGO_BIN_EXE_railhead"))
        .args(["watch", "--no-plan", "--answers", "2", "-o"])
        .arg(dir.path().join("results.xlsx"))
        .arg(&model)
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let (send, lines) = channel();
    let out = BufReader::new(child.stdout.take().expect("its output"));
    std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|l| send.send(l).map_err(|_| ())));
    let until = |words: &str| -> String {
        let mut said = String::new();
        while !said.contains(words) {
            let line = lines.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|_| panic!("no '{words}' in {said}"));
            said.push_str(&line);
            said.push('\n');
        }
        said
    };
    assert!(until("Watching").contains("250,000"));
    let streams = model.join("supply_streams.csv");
    // The same once more, then half of a line, then the whole.
    std::fs::write(&streams, STREAMS).expect("saved");
    std::thread::sleep(Duration::from_millis(1200));
    std::fs::write(&streams, "stream,place,class,t_per").expect("saved");
    std::thread::sleep(Duration::from_millis(100));
    std::fs::write(&streams, STREAMS.replace("1000", "1200")).expect("saved");
    let said = until("Results: ");
    assert!(said.contains("1000 -> 1200") && said.contains("+50,"), "{said}");
    assert!(child.wait().expect("ended").success());
}
