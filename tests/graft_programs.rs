//! Workbooks that other programs make and save again: openpyxl and LibreOffice, where they are on the machine. A Python
//! with openpyxl can be given in `RAILHEAD_PYTHON`.

#[path = "common/grafting.rs"]
mod grafting;

use std::ffi::OsString;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use calamine::{Data, Reader, Xlsx};
use grafting::{Results, own, results};
use railhead::graft::{graft, verify};

/// Runs a script of openpyxl on a file; false where it can't be had.
fn openpyxl(script: &str, path: &Path) -> bool {
    let python = std::env::var_os("RAILHEAD_PYTHON").unwrap_or("python3".into());
    let run = |code: &str| {
        let mut command = Command::new(&python);
        command.args(["-W", "ignore", "-c", code]).arg(path).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
    };
    if !run("import openpyxl") {
        println!("skipped: openpyxl is missing");
        return false;
    }
    assert!(run(&format!("import sys, openpyxl\n{script}")), "the script fails");
    true
}

/// Lets LibreOffice open a file and save it as .xlsx; nothing where it can't be had.
fn libre_office(path: &Path) -> Option<PathBuf> {
    let folder = path.with_extension("saved");
    let mut profile = OsString::from("-env:UserInstallation=file://");
    profile.push(path.with_extension("profile"));
    let mut command = Command::new("soffice");
    command.arg("--headless").arg(profile).args(["--convert-to", "xlsx", "--outdir"]).arg(&folder).arg(path);
    let done = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let saved = folder.join(path.file_name().unwrap());
    if !done.is_ok_and(|status| status.success()) || !saved.exists() {
        println!("skipped: LibreOffice is missing");
        return None;
    }
    Some(saved)
}

fn sheets(bytes: &[u8]) -> Vec<String> {
    Xlsx::new(Cursor::new(bytes)).unwrap().sheet_names()
}

fn value(bytes: &[u8], sheet: &str, at: (u32, u32)) -> Data {
    let range = Xlsx::new(Cursor::new(bytes)).unwrap().worksheet_range(sheet).unwrap();
    range.get_value(at).cloned().unwrap_or_default()
}

/// Puts results in again after another program saved the file: ours are known again, the rest stays.
fn again(saved: &[u8]) {
    let done = graft(saved, &results(Results { scale: 2.0, ..Results::default() })).unwrap();
    verify(saved, &done.bytes, &done.sheets).unwrap();
    assert!(done.notes.is_empty(), "{:?}", done.notes);
    assert_eq!(sheets(&done.bytes), ["Inputs", "It's a plan", "Hidden", "Answer", "Why", "Flows", "Audit"]);
    assert_eq!(value(&done.bytes, "Flows", (5, 0)), Data::Float(2.74));
}

/// An edit that was made in the other program is seen all the same.
fn edited(saved: &[u8]) {
    let done = graft(saved, &results(Results { scale: 2.0, ..Results::default() })).unwrap();
    verify(saved, &done.bytes, &done.sheets).unwrap();
    assert_eq!(done.notes.len(), 1, "{:?}", done.notes);
    assert_eq!(value(&done.bytes, "Flows (old)", (6, 1)), Data::Float(77.0));
}

/// openpyxl saves 16 digits, shared texts and other part names, and drops sparklines.
#[test]
fn saved_by_openpyxl() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    fs::write(&path, graft(&own(), &results(Results::default())).unwrap().bytes).unwrap();
    if !openpyxl("openpyxl.load_workbook(sys.argv[1]).save(sys.argv[1])", &path) {
        return;
    }
    again(&fs::read(&path).unwrap());
    openpyxl("b = openpyxl.load_workbook(sys.argv[1]); b['Flows']['B7'] = 77; b.save(sys.argv[1])", &path);
    edited(&fs::read(&path).unwrap());
}

/// A workbook that openpyxl made from nothing takes results.
#[test]
fn made_by_openpyxl() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let script = "from openpyxl.styles import Font
b = openpyxl.Workbook(); s = b.active; s['A1'] = 'x'; s['A1'].font = Font(bold=True); s['B1'] = '=LEN(A1)'
b.create_sheet('Second')['A1'] = 0.1; b.save(sys.argv[1])";
    if !openpyxl(script, &path) {
        return;
    }
    let before = fs::read(&path).unwrap();
    let done = graft(&before, &results(Results::default())).unwrap();
    verify(&before, &done.bytes, &done.sheets).unwrap();
    fs::write(&path, &done.bytes).unwrap();
    let check = "b = openpyxl.load_workbook(sys.argv[1]); s = b['Sheet']
assert s['A1'].font.b and s['B1'].value == '=LEN(A1)' and b['Second']['A1'].value == 0.1
assert b.sheetnames == ['Sheet', 'Second', 'Answer', 'Why', 'Flows', 'Audit'] and b.active.title == 'Sheet'
assert b['Answer']['A1'].value == 'Can they?' and b['Answer']['A1'].font.sz == 22
assert b['Flows'].tables['ResFlows'].ref == 'A5:C17' and b['Flows'].print_title_rows == '$5:$5'
assert len(b['Answer']._charts) == 1 and b['Answer']['B3'].comment.text.endswith('The bound is proved.')
assert b['Audit'].conditional_formatting and b['Answer'].freeze_panes == 'A6'";
    assert!(openpyxl(check, &path));
}

/// LibreOffice saves 15 digits, writes charts and tables in its own way and lists parts differently.
#[test]
fn saved_by_libre_office() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    fs::write(&path, graft(&own(), &results(Results::default())).unwrap().bytes).unwrap();
    let Some(saved) = libre_office(&path) else { return };
    let saved = fs::read(saved).unwrap();
    assert_eq!(value(&saved, "Answer", (0, 0)), Data::String("Can they?".into()), "it reads what was put in");
    again(&saved);
    let flows = grafting::parts(&saved).into_iter().map(|(n, c)| {
        // The cell with the second figure of the table of flows, which is on the sixth sheet.
        let text = String::from_utf8_lossy(&c).into_owned();
        match n.as_str() {
            "xl/worksheets/sheet6.xml" => {
                let (start, rest) = text.split_once("<c r=\"B7\"").unwrap();
                let (head, rest) = rest.split_once("<v>").unwrap();
                (
                    n,
                    format!("{start}<c r=\"B7\"{head}<v>77{}", rest.split_at(rest.find("</v>").unwrap()).1)
                        .into_bytes(),
                )
            }
            _ => (n, c),
        }
    });
    edited(&grafting::packed(&flows.collect::<Vec<_>>()));
    // And a file that only LibreOffice ever saved takes results.
    fs::write(&path, own()).unwrap();
    let made = fs::read(libre_office(&path).unwrap()).unwrap();
    let done = graft(&made, &results(Results::default())).unwrap();
    verify(&made, &done.bytes, &done.sheets).unwrap();
    assert!(graft(&done.bytes, &results(Results::default())).unwrap().bytes == done.bytes);
}
