//! What analysts do to sheets, and what the reader makes of it.

mod common;

use common::*;
use railhead::campaign::Severity;
use railhead::tables::{ALL, RawBook, Value};
use railhead::workbook;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

/// Writes sheets with `fill`, reads them back.
fn book(fill: impl FnOnce(&mut Workbook)) -> RawBook {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("test.xlsx");
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save(&path).unwrap();
    workbook::read(&path).unwrap()
}

/// A sheet with a row of headers and rows of text below, beginning at the given row.
fn sheet<'a>(workbook: &'a mut Workbook, name: &str, first: u32, rows: &[&[&str]]) -> &'a mut Worksheet {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name).unwrap();
    for (n, row) in (first..).zip(rows) {
        for (c, text) in (0..).zip(*row) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write(n, c, number).unwrap(),
                Err(_) => sheet.write(n, c, *text).unwrap(),
            };
        }
    }
    sheet
}

/// Value and address of a cell.
fn cell(book: &RawBook, table: &str, row: usize, column: &str) -> (Value, String) {
    let raw = book.table(table).unwrap();
    let cell = &raw.rows[row].cells[raw.table.field_index(column).unwrap()];
    (cell.value.clone(), cell.at.clone())
}

/// Problems at addresses that begin with `at`.
fn problems_at<'a>(book: &'a RawBook, at: &str) -> Vec<&'a railhead::campaign::Problem> {
    book.problems.iter().filter(|p| p.cell.starts_with(at)).collect()
}

#[test]
fn headers_may_vary_and_columns_may_move() {
    let book = book(|w| {
        let rows: &[&[&str]] = &[
            &["My zones"],
            &["Checked by Anna"],
            &[],
            &["My own column", "  NAME ", "zone", "Note"],
            &["x", "Plain", "poland", ""],
        ];
        sheet(w, "zones", 0, rows);
        let rows: &[&[&str]] = &[
            &["length_km", "to", "From", "Road", "Capacity (vehicles/day   each way)", "Capacity low", "Zone"],
            &["130", "LOD", "WAW", "H003", "5000", "3000", "poland"],
        ];
        sheet(w, "Roads", 2, rows);
    });
    assert_eq!(cell(&book, "zones", 0, "zone"), (text("poland"), "zones!C5".into()));
    assert_eq!(cell(&book, "zones", 0, "name"), (text("Plain"), "zones!B5".into()));
    assert_eq!(cell(&book, "roads", 0, "length_km"), (number(130.0), "Roads!A4".into()));
    assert_eq!(cell(&book, "roads", 0, "capacity"), (number(5000.0), "Roads!E4".into()));
    assert_eq!(cell(&book, "roads", 0, "capacity_low"), (number(3000.0), "Roads!F4".into()));
    assert_eq!(book.table("roads").unwrap().rows[0].at, "Roads!4");
    assert!(problems_at(&book, "Roads!").is_empty() && problems_at(&book, "zones!").is_empty());
}

#[test]
fn blank_rows_remarks_and_cells_beside_the_table_are_skipped() {
    let book = book(|w| {
        let rows: &[&[&str]] = &[
            &["Zone", "Name", "Note"],
            &["a", "First", ""],
            &[],
            &["# not yet decided"],
            &["", "", "", "", "a remark beside the table"],
            &["b", "Second", ""],
            &["", "", "# under the note column"],
        ];
        sheet(w, "Zones", 0, rows);
    });
    let keys: Vec<_> = (0..book.table("zones").unwrap().rows.len()).map(|r| cell(&book, "zones", r, "zone")).collect();
    assert_eq!(keys, [(text("a"), "Zones!A2".into()), (text("b"), "Zones!A6".into())]);
}

#[test]
fn cells_are_what_they_look_like() {
    let book = book(|w| {
        let rows: &[&[&str]] = &[
            &["Bridge", "Name", "River", "Rail line", "Rebuilding (days)"],
            &["B1", "One"],
            &["B2", "Two"],
            &["B3", "Three"],
        ];
        let s = sheet(w, "Bridges", 0, rows);
        s.write(1, 4, "12").unwrap();
        s.write(2, 4, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        s.write(3, 4, Formula::new("=6*2").set_result("12")).unwrap();
        s.write(1, 3, true).unwrap();
        s.write(2, 3, 7.0).unwrap();
        let date = Format::new().set_num_format("d/m/yyyy");
        let day = ExcelDateTime::from_ymd(1945, 1, 12).unwrap();
        s.write_with_format(3, 3, &day, &date).unwrap();
    });
    assert_eq!(cell(&book, "bridges", 0, "rebuild_days").0, number(12.0));
    assert_eq!(cell(&book, "bridges", 1, "rebuild_days"), (Value::Error("#DIV/0!".into()), "Bridges!E3".into()));
    assert_eq!(cell(&book, "bridges", 2, "rebuild_days").0, number(12.0));
    assert_eq!(cell(&book, "bridges", 0, "line").0, text("yes"));
    assert_eq!(cell(&book, "bridges", 1, "line").0, text("7"));
    assert_eq!(cell(&book, "bridges", 2, "line").0, text("1945-01-12"));
}

/// The most dangerous of silent mistakes: a formula that nobody has calculated must not be read as 0 or as nothing. What can be worked
/// out is, and that is said; what can't is reported.
#[test]
fn a_formula_that_was_never_calculated_is_worked_out_or_reported() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.xlsx");
    let make = |formula: &str| {
        let mut w = Workbook::new();
        let rows: &[&[&str]] = &[&["Place", "Class", "Stock (t)"], &["DEB", "fuel"]];
        sheet(&mut w, "BaseStocks", 0, rows).write(1, 2, Formula::new(formula)).unwrap();
        w.save_to_buffer().unwrap()
    };
    // As this library writes it: with a stored 0 and the wish to be calculated on opening; as others write it: without any value.
    for has_zero in [true, false] {
        let form = |formula: &str| {
            let bytes = make(formula);
            if has_zero {
                return bytes;
            }
            with_part(&bytes, "xl/worksheets/sheet1.xml", |s| s.replace("<v>0</v>", ""))
        };
        std::fs::write(&path, form("=113000/2")).unwrap();
        let read = workbook::read(&path).unwrap();
        if cfg!(feature = "recalc") {
            assert_eq!(cell(&read, "stocks", 0, "tonnes"), (Value::Number(56_500.0), "BaseStocks!C2".into()));
            let said = problems_at(&read, "BaseStocks!C2");
            assert!(said.len() == 1 && said[0].hint.contains("worked them out itself"), "{said:#?}");
        }
        // No engine knows the macro of a colleague.
        std::fs::write(&path, form("=MyOwnMacro(7)")).unwrap();
        let read = workbook::read(&path).unwrap();
        let formula = Value::NoStoredValue("MyOwnMacro(7)".into());
        assert_eq!(cell(&read, "stocks", 0, "tonnes"), (formula, "BaseStocks!C2".into()));
        let reading = railhead::tables::read(&read);
        let problem = reading.problems.iter().find(|p| p.cell == "BaseStocks!C2").unwrap();
        assert!(problem.hint.contains("let it calculate"), "{problem}");
    }
}

/// Errors newer than the reading library must neither hide the sheet nor their own address.
#[test]
fn an_unknown_error_value_has_its_address() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("e.xlsx");
    let mut w = Workbook::new();
    let rows: &[&[&str]] = &[&["Zone", "Name", "Note"], &["a", "First", "x"], &["b", "", "y"], &["c", "Third", "z"]];
    sheet(&mut w, "Zones", 0, rows).write(2, 1, Formula::new("=A1").set_result("#N/A")).unwrap();
    let bytes = w.save_to_buffer().unwrap();
    std::fs::write(&path, with_part(&bytes, "xl/worksheets/sheet1.xml", |s| s.replace("#N/A", "#SPILL!"))).unwrap();
    let read = workbook::read(&path).unwrap();
    let (value, at) = cell(&read, "zones", 1, "name");
    assert!(matches!(value, Value::Error(_)), "{value:?}");
    assert_eq!(at, "Zones!B3");
    assert_eq!(cell(&read, "zones", 1, "note").0, text("y"));
    assert_eq!(cell(&read, "zones", 2, "name").0, text("Third"));
}

#[test]
fn dates_of_the_1904_calendar_are_the_same_days() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("d.xlsx");
    let mut model = vistula_rhine();
    let at = alter(&mut model, "question", 0, "start_date", Value::Date("1945-01-12".into()));
    let bytes = workbook::bytes(&model).unwrap();
    let shifted = with_part(&bytes, "xl/workbook.xml", |s| s.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
    std::fs::write(&path, shifted).unwrap();
    let read = workbook::read(&path).unwrap();
    // The same serial number means a day 1,462 days later.
    assert_eq!(cell(&read, "question", 0, "start_date"), (Value::Date("1949-01-13".into()), at));
}

#[test]
fn a_missing_or_misspelt_column_is_one_problem() {
    let book = book(|w| {
        let rows: &[&[&str]] = &[&["Zone", "Nmae", "Note"], &["a", "First"], &["b", "Second"], &["c", "Third"]];
        sheet(w, "Zones", 0, rows);
        let rows: &[&[&str]] = &[&["Road", "From", "To", "Length (mi)", "Zone"], &["H1", "A", "B", "10", "a"]];
        sheet(w, "Roads", 0, rows);
    });
    let zones = problems_at(&book, "Zones!");
    assert_eq!(zones.len(), 1, "{zones:?}");
    assert_eq!(zones[0].cell, "Zones!B1");
    assert!(zones[0].hint.contains("Did you mean 'Name'?"));
    let roads = problems_at(&book, "Roads!");
    assert_eq!(roads.iter().map(|p| p.cell.as_str()).collect::<Vec<_>>(), ["Roads!D1", "Roads!1"]);
    assert!(roads[0].found.contains("the unit 'mi'"), "{:?}", roads[0]);
    assert!(roads[1].found.contains("no column 'Capacity"), "{:?}", roads[1]);
    let all = railhead::tables::read(&book).problems;
    assert_eq!(all.iter().filter(|p| p.cell.starts_with("Zones!")).count(), 1, "{all:?}");
}

#[test]
fn a_missing_sheet_is_one_problem_and_a_similar_name_is_offered() {
    let book = book(|w| {
        sheet(w, "Plaecs", 0, &[&["Place", "Name"], &["BER", "Berlin"]]);
        sheet(w, "Rail Lines", 0, &[&["Line", "From", "To"], &["L1", "A", "B"]]);
        sheet(w, "My notes", 0, &[&["anything"]]);
    });
    let places = problems_at(&book, "Places!");
    assert_eq!(places.len(), 1);
    assert!(places[0].hint.contains("If 'Plaecs' is meant to be it, rename"));
    assert_eq!(cell(&book, "rail_lines", 0, "line"), (text("L1"), "'Rail Lines'!A2".into()));
    assert!(problems_at(&book, "My notes").is_empty() && problems_at(&book, "'My notes'").is_empty());
    let required = ALL.iter().filter(|t| !t.may_be_empty && t.id != "places").count();
    let missing = book.problems.iter().filter(|p| p.severity == Severity::Error && p.found.starts_with("no sheet"));
    assert_eq!(missing.count(), required + 1);
}

/// The package with one of its parts changed.
fn with_part(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().to_string();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            let before = String::from_utf8(content).unwrap();
            let after = change(&before);
            assert_ne!(before, after, "the part was to be changed");
            content = after.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}
