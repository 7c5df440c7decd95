//! What an analyst does not see, or did not mean, is said with its cell: hidden rows that count, figures worked out from
//! results, keys that nothing uses, places that nothing leads to, the way back of a link, figures in the wrong unit.

mod common;
#[path = "common/grafting.rs"]
mod grafting;

use std::path::Path;

use common::{railhead, tiny};
use railhead::campaign::{Problem, Severity};
use railhead::tables;
use railhead::{textmodel, workbook};

/// The small campaign as a workbook.
fn written(at: &Path) {
    workbook::write(&textmodel::read_files(&tiny::files(&[])), at).expect("written");
}

/// The part of a sheet, by its place among the tabs.
fn part_of(bytes: &[u8], sheet: &str) -> String {
    let book = grafting::part(bytes, "xl/workbook.xml");
    let names: Vec<&str> = book.split("<sheet name=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
    let place = names.iter().position(|n| *n == sheet).expect("the sheet");
    format!("xl/worksheets/sheet{}.xml", place + 1)
}

/// Puts a formula with a stored value into a cell that is there.
fn with_formula(bytes: &[u8], sheet: &str, cell: &str, formula: &str, value: f64) -> Vec<u8> {
    grafting::with(bytes, &part_of(bytes, sheet), |text| {
        let start = text.find(&format!("<c r=\"{cell}\"")).expect("the cell");
        let end = start + text[start..].find("</c>").expect("its end") + 4;
        format!("{}<c r=\"{cell}\"><f>{formula}</f><v>{value}</v></c>{}", &text[..start], &text[end..])
    })
}

/// The cell of a figure.
fn at(path: &Path, table: &str, column: &str) -> String {
    let book = workbook::read(path).expect("read");
    let raw = book.table(table).expect("the table");
    raw.rows[0].cells[raw.table.field_index(column).expect("the column")].at.clone()
}

/// What is noticed of the small campaign with some tables replaced, besides that it has neither trucks nor rail lines.
fn noticed(replaced: &[(&str, &str)]) -> Vec<Problem> {
    let mut problems = tiny::problems(replaced);
    problems.retain(|p| p.found != "no trucks" && p.found != "no rail lines");
    problems
}

fn only(problems: &[Problem], words: &str) -> Problem {
    let found: Vec<_> = problems.iter().filter(|p| p.found.contains(words)).collect();
    assert_eq!(found.len(), 1, "'{words}' in {problems:#?}");
    assert_eq!(found[0].severity, Severity::Warning);
    found[0].clone()
}

#[test]
fn hidden_rows_count_and_are_named() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("mine.xlsx");
    written(&path);
    assert!(workbook::read(&path).expect("read").problems.is_empty());
    let cell = at(&path, "norms", "posture");
    let row: u32 = cell.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().expect("a row");
    let bytes = std::fs::read(&path).expect("the file");
    let hidden = grafting::with(&bytes, &part_of(&bytes, "Norms"), |text| {
        let hide = |text: String, row: u32| {
            let tag = format!("<row r=\"{row}\"");
            assert!(text.contains(&tag));
            text.replace(&tag, &format!("{tag} hidden=\"1\""))
        };
        hide(hide(text.to_string(), row), row + 2)
    });
    std::fs::write(&path, hidden).expect("hidden");
    let book = workbook::read(&path).expect("read");
    assert_eq!(book.problems.len(), 1, "{:#?}", book.problems);
    let problem = only(&book.problems, &format!("hidden rows ({row}, {})", row + 2));
    assert_eq!(problem.cell, cell);
    assert_eq!(book.table("norms").expect("norms").rows.len(), 3, "hidden rows are read all the same");
}

#[test]
fn hidden_columns_and_sheets_count_and_are_named() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("mine.xlsx");
    written(&path);
    let cell = at(&path, "norms", "kg_per_man_day");
    let letter = cell.split('!').nth(1).and_then(|c| c.chars().next()).expect("a column");
    let number = letter as u32 - 'A' as u32 + 1;
    let bytes = std::fs::read(&path).expect("the file");
    let columns = grafting::with(&bytes, &part_of(&bytes, "Norms"), |text| {
        let tag = format!("<col min=\"{number}\"");
        assert!(text.contains(&tag), "{text}");
        text.replace(&tag, &format!("{tag} hidden=\"1\""))
    });
    std::fs::write(&path, columns).expect("hidden");
    let problem = only(&workbook::read(&path).expect("read").problems, "a hidden column (");
    assert_eq!(problem.cell, cell);
    // Of a hidden sheet nothing more is said, and it is read all the same.
    let sheet = grafting::with(&bytes, "xl/workbook.xml", |text| {
        text.replace("<sheet name=\"Norms\"", "<sheet name=\"Norms\" state=\"hidden\"")
    });
    std::fs::write(&path, sheet).expect("hidden");
    let book = workbook::read(&path).expect("read");
    assert_eq!(only(&book.problems, "a hidden sheet").cell, "Norms!A1");
    assert_eq!(book.table("norms").expect("norms").rows.len(), 3, "{:#?}", book.problems);
}

/// Directly, and by way of a cell on another sheet of the analyst's.
#[test]
fn figures_worked_out_from_results_are_named() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("mine.xlsx");
    written(&path);
    let (men, rate) = (at(&path, "forces", "men"), at(&path, "supply_streams", "t_per_day"));
    let cell = |at: &str| at.split('!').nth(1).expect("a cell").to_string();
    railhead().args(["solve", "--no-plan"]).arg(&path).assert().success();
    let bytes = std::fs::read(&path).expect("the file");
    let by_way = format!("Forces!${}${}*2", &cell(&men)[..1], &cell(&men)[1..]);
    let bytes = with_formula(&bytes, "SupplyStreams", &cell(&rate), &by_way, 10_000_000.0);
    let bytes = with_formula(&bytes, "Forces", &cell(&men), "1*Timeline!B5", 5_000_000.0);
    std::fs::write(&path, bytes).expect("written");
    let problems = workbook::read(&path).expect("read").problems;
    assert_eq!(problems.len(), 2, "{problems:#?}");
    for (problem, at) in problems.iter().zip([men, rate]) {
        assert_eq!(problem.cell, at);
        assert!(problem.found.contains("reads the results on the sheet 'Timeline'"), "{problem}");
    }
}

#[test]
fn keys_that_nothing_uses_are_named() {
    let zones = "zone,name\nz,Zone\nforest,Forest\n";
    let problems = noticed(&[("zones", zones)]);
    assert_eq!(only(&problems, "'forest', to which no other row refers").cell, "zones.csv:3:zone");
    // Where a key could not be read, it may be the one that is meant: one slip, one message.
    let roads = "road,from,to,length_km,capacity,zone\nR,A,B,60,5000,z\nR2,A,B,70,5000,forst\n";
    let problems = noticed(&[("zones", zones), ("roads", roads)]);
    assert_eq!(problems.len(), 1, "{problems:#?}");
}

#[test]
fn places_that_nothing_leads_to_are_named() {
    let places = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nB,B,50,20.5,\nC,C,50,21,0\n";
    let streams = "stream,place,class,t_per_day\nS,A,all,1000\nT,C,all,1000\n";
    let problems = noticed(&[("places", places), ("supply_streams", streams)]);
    assert_eq!(only(&problems, "C with men or supplies").cell, "places.csv:4:place");
}

#[test]
fn the_way_back_is_no_second_link() {
    let roads = "road,from,to,length_km,capacity,zone\nR,A,B,60,5000,z\nR2,B,A,60,5000,z\n";
    let problem = only(&noticed(&[("roads", roads)]), "road 'R2', the way back of 'R'");
    assert_eq!(problem.cell, "roads.csv:3:from");
    let apart = "road,from,to,length_km,capacity,zone\nR,A,B,60,5000,z\nR2,B,A,61,5000,z\n";
    assert!(noticed(&[("roads", apart)]).is_empty(), "two roads of different length");
}

/// What an impossible figure most likely is.
#[test]
fn wrong_units_are_guessed() {
    let hint = |table: &str, text: &str| {
        let problems = noticed(&[(table, text)]);
        assert_eq!(problems.len(), 1, "{problems:#?}");
        problems[0].hint.clone()
    };
    let fleets = "fleet,name,trucks,readiness,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,attrition_per_month\nT,Trucks,100,35,2,100,1,0.4,0\n";
    assert!(hint("truck_fleets", fleets).contains("35 % is 0.35"));
    let roads = "road,from,to,length_km,capacity,zone\nR,A,B,60000,5000,z\n";
    assert!(hint("roads", roads).contains("60,000 metres would be 60 km"));
}

/// The shipped workbook gives none of these warnings.
#[test]
fn the_shipped_campaign_is_clean() {
    let reading = tables::read(&common::vistula_rhine());
    let words = ["to which no other row refers", "the way back of", "with men or supplies"];
    let slips: Vec<_> = reading.problems.iter().filter(|p| words.iter().any(|w| p.found.contains(w))).collect();
    assert!(slips.is_empty(), "{slips:#?}");
}
