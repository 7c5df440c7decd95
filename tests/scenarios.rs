//! Scenarios: cells changed on a copy, layer upon layer, checked where the analyst wrote them, shown before they are solved.

mod common;

use common::{railhead, tiny};
use railhead::scenarios::{self, Applied};
use railhead::tables::{self, RawBook, Value};
use railhead::{textmodel, workbook};
use serde_json::Value as Json;

const LINES: &str = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,capacity_low,capacity_high,condition\n\
                     L1,A,B,80,2,1524,20,5,4,6,open\nL2,A,B,90,1,1524,20,10,,,open\n";
const HEAD: &str = "scenario,builds_on,sheet,row,column,how,value,note\n";

fn book(rows: &str) -> RawBook {
    let scenarios = format!("{HEAD}{rows}");
    textmodel::read_files(&tiny::files(&[("rail_lines", LINES), ("scenarios", &scenarios)]))
}

fn applied(book: &RawBook, name: &str) -> Applied {
    scenarios::apply(book, &scenarios::named(book, name).expect("the scenario"))
}

/// Base, low and high of a line's capacity.
fn capacity(book: &RawBook, line: usize) -> [Value; 3] {
    let raw = book.table("rail_lines").expect("lines");
    let at = raw.table.field_index("capacity").expect("the column");
    [0, 1, 2].map(|i| raw.rows[line].cells[at + i].value.clone())
}

fn numbers(base: f64, low: f64, high: f64) -> [Value; 3] {
    [base, low, high].map(Value::Number)
}

/// `times` and `plus` take low and high along; `set` makes the figure certain; `*`, keys, beginnings of keys and conditions choose rows;
/// what a scenario builds on comes first, wherever its rows stand.
#[test]
fn cells_change_layer_upon_layer() {
    let book = book(
        "more,twice,RailLines,L1,capacity,plus,1,\n\
         twice,,RailLines,*,Capacity restored,times,2,Twice the trains\n\
         sure,,RailLines,\"Gauge = 1524, To = b, Length = 80\",Capacity restored (trains/day each way),set,7,\n\
         begin,,RailLines,L*,capacity_high,set,15,\n\
         longer,,Question,,Horizon,set,150,\n",
    );
    assert!(scenarios::problems(&book).is_empty(), "{:#?}", scenarios::problems(&book));
    let twice = applied(&book, "TWICE");
    assert_eq!(capacity(&twice.book, 0), numbers(10.0, 8.0, 12.0));
    assert_eq!(capacity(&twice.book, 1), [Value::Number(20.0), Value::Empty, Value::Empty]);
    // 5 x 2 + 1, 4 x 2 + 1, 6 x 2 + 1: the layer below first.
    let more = applied(&book, "more");
    assert_eq!(capacity(&more.book, 0), numbers(11.0, 9.0, 13.0));
    assert_eq!(more.changes.len(), 4 + 3);
    assert_eq!(more.changes[0].cell, "rail_lines.csv:2:capacity");
    assert_eq!((more.changes[0].from.as_str(), more.changes[0].to.as_str()), ("5", "10"));
    assert_eq!(more.changes[4].from, "10", "what the layer below made of it");
    assert_eq!(more.changes[4].by, "scenarios.csv:2:value");
    let sure = applied(&book, "sure").book;
    assert_eq!(capacity(&sure, 0), [Value::Number(7.0), Value::Empty, Value::Empty]);
    assert_eq!(capacity(&sure, 1)[0], Value::Number(10.0));
    let begin = applied(&book, "begin").book;
    assert_eq!((&capacity(&begin, 0)[2], &capacity(&begin, 1)[2]), (&Value::Number(15.0), &Value::Number(15.0)));
    let longer = tables::read(&applied(&book, "longer").book).campaign.expect("a campaign");
    assert_eq!((longer.question.horizon.0, longer.question.scenario.as_deref()), (150.0, Some("longer")));
    // The book itself stays as it is.
    assert_eq!(capacity(&book, 0), numbers(5.0, 4.0, 6.0));
}

/// Rows are copied under another key and changed afterwards, or taken out; tables without keys too.
#[test]
fn rows_come_and_go() {
    let book = book(
        "third,,RailLines,L1,Line,add,L3,\n\
         third,,RailLines,L3,capacity,times,0.5,\n\
         third,,Norms,Posture = fierce,Posture,add,mud,\n\
         third,,Postures,fierce,Posture,add,mud,\n\
         fewer,third,RailLines,L2,,remove,,\n\
         wrong,,RailLines,L1,Line,add,,\n\
         twice,,RailLines,L1,Line,add,L2,\n\
         broken,third,RailLines,L3,Gauge,set,100,\n",
    );
    let keys = |book: &RawBook, table: &str| -> Vec<String> {
        let raw = book.table(table).expect("the table");
        raw.rows.iter().map(|r| r.cells[0].value.shown()).collect()
    };
    let third = applied(&book, "third");
    assert_eq!(keys(&third.book, "rail_lines"), ["'L1'", "'L2'", "'L3'"]);
    assert_eq!(capacity(&third.book, 2), numbers(2.5, 2.0, 3.0));
    assert_eq!(capacity(&third.book, 0), numbers(5.0, 4.0, 6.0), "the row that was copied stays as it is");
    assert_eq!(keys(&third.book, "norms"), ["'quiet'", "'fierce'", "'march'", "'mud'"]);
    assert!(tables::read(&third.book).campaign.is_some());
    assert_eq!(keys(&applied(&book, "fewer").book, "rail_lines"), ["'L1'", "'L3'"]);
    let problems = scenarios::problems(&book);
    let cells: Vec<&str> = problems.iter().map(|p| p.cell.as_str()).collect();
    assert_eq!(cells, ["scenarios.csv:7:value", "scenarios.csv:8:value", "scenarios.csv:9:value"], "{problems:#?}");
    assert!(problems[1].found.contains("'L2' a second time"), "{}", problems[1]);
}

/// A row to which others refer: one problem where the scenario removes it, which names who refers.
#[test]
fn what_is_missed_is_told_where_it_is_removed() {
    let book = book("gone,,Places,B,,remove,,\n");
    let problems = scenarios::problems(&book);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(problems[0].cell.starts_with("scenarios.csv:2:"), "{}", problems[0]);
    for words in ["'B' removed", "destinations.csv:2:place", "roads.csv:2:to", "rail_lines.csv:3:to"] {
        assert!(problems[0].found.contains(words), "{words}: {}", problems[0]);
    }
}

/// What is wrong in a scenario's own cells keeps it from being solved, not only from passing the check; times and plus reckon with what an
/// empty cell stands for, and say where it stands for nothing.
#[test]
fn nothing_is_passed_over() {
    let book = book(
        "word,,RailLines,L1,capacity,tims,0.5,\n\
         sheet,,RailLine,L1,capacity,times,0.5,\n\
         brigade,,Streams,,,,,\n\
         late,,SupplyStreams,S,From day,plus,20,\n\
         end,,SupplyStreams,S,To day,plus,20,\n\
         two,,RailLines,*,Line,add,L9,\n",
    );
    for name in ["word", "sheet", "brigade", "end"] {
        let problems = applied(&book, name).problems;
        assert_eq!(problems.len(), 1, "{name}: {problems:#?}");
    }
    assert!(applied(&book, "end").problems[0].found.contains("an empty cell"));
    let late = tables::read(&applied(&book, "late").book).campaign.expect("a campaign");
    assert_eq!(late.streams[0].span.from.0, 20.0, "empty stands for day 0");
    // Two rows made by one line are told apart.
    let two = applied(&book, "two").book;
    let lines = two.table("rail_lines").expect("lines");
    assert_ne!(lines.rows[2].at, lines.rows[3].at);
}

/// Every slip at the cell of the scenario, with what may stand there.
#[test]
fn slips_are_reported_where_they_were_made() {
    let book = book(
        "a,,RailLine,L1,capacity,times,2,\n\
         b,,RailLines,L3,capacity,times,2,\n\
         c,,RailLines,L1,capasity restored,times,2,\n\
         d,,RailLines,L1,capacity,times,two,\n\
         e,,Norms,quiet,kg_per_man_day,times,2,\n\
         f,,RailLines,L1,condition,times,2,\n\
         g,h,,,,,,\n\
         h,g,,,,,,\n\
         i,nobody,,,,,,\n\
         j,,RailLines,Gauge = 1000,capacity,times,2,\n\
         k,,RailLines,Guage = 1524,capacity,times,2,\n\
         l,,RailLines,L1,capacity,set,500,\n\
         m,,RailLines,L1,capacity,times,6,\n\
         n,,Question,,Question,set,can it be don,\n",
    );
    let mut found = tables::read(&book).problems;
    found.extend(scenarios::problems(&book));
    let told = |cell: &str, found_there: &str, hint: &str| {
        let at: Vec<_> = found.iter().filter(|p| p.cell == format!("scenarios.csv:{cell}")).collect();
        assert_eq!(at.len(), 1, "{cell} in {found:#?}");
        assert!(at[0].found.contains(found_there), "{} lacks '{found_there}'", at[0]);
        assert!(at[0].hint.contains(hint), "{} lacks '{hint}'", at[0]);
    };
    told("2:sheet", "'RailLine'", "Did you mean 'RailLines'?");
    told("3:row", "'L3', which no row of RailLines fits", "No row fits");
    told("4:column", "'capasity restored'", "Did you mean 'Capacity restored'?");
    told("5:value", "'two'", "Correct");
    told("6:row", "'quiet'", "no keys: write * or conditions, such as 'Posture = ...'");
    told("7:value", "'times' for Condition when taken, which is no number", "Correct");
    told("8:builds_on", "'h', which builds on", "Empty one");
    told("9:builds_on", "'g', which builds on", "Empty one");
    told("10:builds_on", "'nobody' as Builds on", "");
    told("11:row", "'Gauge = 1000', which no row", "No row fits");
    told("12:row", "the column 'Guage'", "Did you mean 'Gauge'?");
    // Of form and of meaning, in the cell that made it so. The figure of l is out of its column's limits, that of m above the line's own.
    told("13:value", "in scenario 'l': 500", "");
    told("14:value", "in scenario 'm': restored capacity 30 above the intact capacity 20", "");
    told("15:value", "can it be don", "Did you mean 'can it be done'?");
}

/// As a user runs it: listed, shown without writing anything, checked, solved into a file of its own, verified.
#[test]
fn a_scenario_is_shown_and_solved() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("mine.xlsx");
    // 1,000 t a day at 4 kg feed 250,000 men on day 0; the scenario has a tenth of the stream and of the train path.
    let mut book = book("lean,,SupplyStreams,S,Rate,times,0.0001,Hardly any supplies\n");
    common::alter(&mut book, "question", 0, "target_men", Value::Number(200_000.0));
    workbook::write(&book, &path).expect("written");
    let before = std::fs::read(&path).expect("the file");
    let text = |args: &[&str]| {
        let run = railhead().current_dir(dir.path()).args(args).assert().success();
        String::from_utf8_lossy(&run.get_output().stdout).into_owned()
    };
    let listed = text(&["scenarios", "mine.xlsx"]);
    assert!(listed.contains("lean") && listed.contains("Hardly any supplies"), "{listed}");
    let shown = text(&["scenarios", "mine.xlsx", "--show", "lean"]);
    assert!(shown.contains("1000000") && shown.contains("1 cell changes."), "{shown}");
    text(&["check", "mine.xlsx"]);
    assert_eq!(std::fs::read(&path).expect("the file"), before, "looking changes nothing");
    let solved = |args: &[&str]| -> Json {
        let mut all = vec!["solve", "mine.xlsx", "--no-plan", "--format", "json"];
        all.extend(args);
        serde_json::from_str(&text(&all)).expect("JSON")
    };
    let lean = solved(&["--scenario", "lean", "--certificate", "lean.json"]);
    assert_eq!(lean["asked"]["scenario"], "lean");
    assert_eq!(lean["verdict"], "NO");
    assert!(dir.path().join("mine.lean.results.xlsx").exists());
    assert_eq!(std::fs::read(&path).expect("the file"), before, "the workbook keeps the results of its own question");
    assert!(text(&["verify", "lean.json", "mine.xlsx"]).contains("holds"));
    let own = solved(&["-o", "own.xlsx"]);
    assert!(own["asked"].get("scenario").is_none());
    assert_ne!(own["verdict"], "NO");
    let unknown =
        railhead().current_dir(dir.path()).args(["solve", "mine.xlsx", "--scenario", "leen"]).assert().code(2);
    assert!(String::from_utf8_lossy(&unknown.get_output().stderr).contains("did you mean 'lean'?"));
}

/// The list of sheets that may be changed stands for itself, because a list for a cell must be known to the compiler: every table but the
/// scenarios themselves and the sources, in the order of the sheets.
#[test]
fn every_table_can_be_changed() {
    let all: Vec<&str> = tables::ALL
        .iter()
        .map(|t| t.sheet)
        .filter(|s| !["Scenarios", "Includes", "Uncertainty", "Correlations", "Observed", "Sources"].contains(s))
        .collect();
    assert_eq!(tables::scenarios::SHEETS, all);
}

/// The scenarios of every shipped campaign make campaigns without an error.
#[test]
fn the_shipped_scenarios_are_sound() {
    for model in railhead::models::MODELS {
        let errors: Vec<_> = scenarios::problems(&model.book()).into_iter().filter(|p| p.is_error()).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", model.name);
    }
}
