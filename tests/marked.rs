//! `railhead check --mark`: the problems as notes on their cells, in a copy.

mod common;
#[path = "common/grafting.rs"]
mod grafting;

use common::{alter, number, railhead, row_of, text, vistula_rhine};
use railhead::workbook;

fn run(dir: &std::path::Path, args: &[&str], code: i32) -> String {
    let run = railhead().current_dir(dir).args(args).assert().code(code);
    let output = run.get_output();
    let all = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8_lossy(&all).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn problems_stand_on_their_cells() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("mine.xlsx");
    let mut book = vistula_rhine();
    let berlin = row_of(&book, "places", "BER");
    let cells = [
        alter(&mut book, "places", berlin, "longitude", number(1340.0)),
        alter(&mut book, "bridges", 0, "line", text("L0O7")),
    ];
    workbook::write(&book, &path).expect("written");
    let before = std::fs::read(&path).expect("the file");
    let said = run(dir.path(), &["check", "mine.xlsx", "--mark"], 1);
    assert!(said.contains("in the copy mine.marked.xlsx"), "{said}");
    assert_eq!(std::fs::read(&path).expect("the file"), before, "the workbook itself is not touched");
    let marked = std::fs::read(dir.path().join("mine.marked.xlsx")).expect("the copy");
    let notes: String = grafting::parts(&marked)
        .iter()
        .filter(|(name, _)| name.starts_with("xl/comments"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    for (cell, words) in cells.iter().zip(["Found: 1340 as Longitude", "Did you mean"]) {
        let name = cell.split('!').nth(1).expect("a cell");
        let at = notes.find(&format!("<comment ref=\"{name}\"")).expect("a note");
        let note = &notes[at..at + notes[at..].find("</comment>").expect("its end")];
        assert!(note.contains("Railhead: Problem") && note.contains(words), "{note}");
    }
    // The copy says the same of itself, and a second run adds nothing to it.
    run(dir.path(), &["check", "mine.marked.xlsx", "--mark"], 1);
    assert_eq!(std::fs::read(dir.path().join("mine.marked.marked.xlsx")).expect("the copy"), marked);
}

#[test]
fn what_takes_no_notes_is_said() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("model");
    let mut book = vistula_rhine();
    alter(&mut book, "bridges", 0, "line", text("L0O7"));
    railhead::textmodel::write(&book, &folder).expect("written");
    assert!(run(dir.path(), &["check", "model", "--mark"], 2).contains("only workbooks take notes"));
    assert_eq!(std::fs::read_dir(dir.path()).expect("the folder").count(), 1);
}
