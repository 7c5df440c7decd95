//! A workbook in the other forms in which spreadsheets are kept reads the same.

mod common;

use std::process::Command;

use common::{railhead, values, vistula_rhine};
use railhead::{tables, workbook};

/// LibreOffice saves the shipped workbook as .ods and as .xls: the same values, the same hash, a campaign without a problem.
#[test]
fn what_libreoffice_saves_reads_the_same() {
    let dir = tempfile::tempdir().expect("a folder");
    let from = dir.path().join("vr.xlsx");
    let book = vistula_rhine();
    workbook::write(&book, &from).expect("written");
    for form in ["ods", "xls"] {
        let run = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}/profile", dir.path().display()))
            .args(["--headless", "--convert-to", form, "--outdir"])
            .arg(dir.path())
            .arg(&from)
            .output();
        if run.is_err() {
            println!("LibreOffice is not installed: nothing was tested");
            return;
        }
        let path = dir.path().join(format!("vr.{form}"));
        let again = workbook::read(&path).unwrap_or_else(|e| panic!("{form}: {e}"));
        assert_eq!(again.problems, [], "{form}");
        assert_eq!(values(&book), values(&again), "{form}");
        assert_eq!(book.hash, again.hash, "{form}");
        let reading = tables::read(&again);
        assert_eq!(reading.problems, [], "{form}");
        railhead().arg("check").arg(&path).assert().success();
    }
}

/// A value in the last corner of a sheet costs nothing, and is nobody's.
#[test]
fn a_stray_value_in_the_last_corner_is_passed_over() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("far.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Places").expect("a name");
    sheet.write(0, 0, "Place").expect("a cell");
    sheet.write(1_048_575, 16_383, 1.0).expect("a cell");
    book.save(&path).expect("saved");
    let read = workbook::read(&path).expect("read");
    assert!(read.problems.iter().all(|p| !p.found.contains("can't be read")), "{:#?}", read.problems);
}
