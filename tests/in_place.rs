//! `railhead solve FILE.xlsx` puts the results into the workbook itself, as a user runs it.

mod common;

use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use common::tiny;
use railhead::{textmodel, workbook};

/// A small campaign as a workbook.
fn campaign(at: &Path) {
    let lines =
        "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\nL,A,B,80,2,1524,20,5,open\n";
    let streams = "stream,place,class,t_per_day\nS,A,all,1000\n";
    let book = textmodel::read_files(&tiny::files(&[("rail_lines", lines), ("supply_streams", streams)]));
    workbook::write(&book, at).expect("written");
}

fn solved(at: &Path) -> String {
    let run = common::railhead().args(["solve", "--no-plan"]).arg(at).assert().success();
    String::from_utf8_lossy(&run.get_output().stdout).into_owned()
}

/// What the program says of results that were made of other tables.
fn railhead_results(at: &Path) -> String {
    use railhead::cli::results::Place;
    let place = Place::of(at, None, None);
    let said = place.write(b"results", "another hash").expect("written").words(&place);
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sheets(at: &Path) -> Vec<String> {
    let book: Xlsx<_> = open_workbook(at).expect("a workbook");
    book.sheet_names()
}

/// The sheets of the input stay first and say the same; the results stand behind them; a second run changes no byte; the file as it was
/// is kept; the workbook can be checked, unpacked and solved again.
#[test]
fn results_go_into_the_workbook() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("mine.xlsx");
    campaign(&path);
    let (before, bytes) = (sheets(&path), std::fs::read(&path).expect("the file"));
    let read = workbook::read(&path).expect("read");
    let said = solved(&path);
    assert!(said.contains("sheets behind yours, from Answer on") && said.contains("mine.xlsx.bak"), "{said}");
    let after = sheets(&path);
    assert_eq!(after[..before.len()], before[..]);
    for name in ["Answer", "Timeline", "Flows", "Audit", "AssumptionsUsed"] {
        assert!(after.iter().any(|n| n == name), "{name} in {after:?}");
    }
    assert_eq!(std::fs::read(dir.path().join("mine.xlsx.bak")).expect("the old file"), bytes);
    let again = workbook::read(&path).expect("read");
    assert_eq!((&again.tables, &again.problems, &again.hash), (&read.tables, &read.problems, &read.hash));
    let first = std::fs::read(&path).expect("the file");
    solved(&path);
    assert_eq!(std::fs::read(&path).expect("the file"), first, "the same results, the same bytes");
    common::railhead().arg("check").arg(&path).assert().success();
    assert!(!dir.path().join("mine.results.xlsx").exists());
}

/// A workbook that is open elsewhere keeps every byte; the results go beside it, and the reason is said. The same for a form that takes
/// none, and for a sheet of the analyst's that has a name of ours.
#[test]
fn where_it_cannot_be_the_results_go_beside_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("mine.xlsx");
    campaign(&path);
    let bytes = std::fs::read(&path).expect("the file");
    let lock = dir.path().join("~$mine.xlsx");
    std::fs::write(&lock, b"\x05Clara").expect("a lock");
    let said = solved(&path).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("mine.results.xlsx") && said.contains("is open in Excel by Clara"), "{said}");
    assert_eq!(std::fs::read(&path).expect("the file"), bytes);
    assert!(sheets(&dir.path().join("mine.results.xlsx")).contains(&"Answer".to_string()));
    std::fs::remove_file(lock).expect("unlocked");
    // Another campaign by the time the results are there.
    let apart = railhead_results(&path);
    assert!(apart.contains("changed while they were solved"), "{apart}");
    assert_eq!(std::fs::read(&path).expect("the file"), bytes);
    // Elsewhere on request.
    let out = dir.path().join("elsewhere.xlsx");
    common::railhead().args(["solve", "--no-plan", "-q", "-o"]).arg(&out).arg(&path).assert().success();
    assert!(sheets(&out).contains(&"Answer".to_string()));
    assert_eq!(std::fs::read(&path).expect("the file"), bytes);
    common::railhead().args(["solve", "-q", "-o"]).arg(&path).arg(&path).assert().code(2);
}
