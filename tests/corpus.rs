//! Real workbooks of other people: results go in, nothing else changes. Give their folder in `RAILHEAD_CORPUS`, see
//! `tests/corpus/fetch.sh`. Results other than the built-in ones can be given in `RAILHEAD_CORPUS_RESULTS`, a Python
//! with openpyxl in `RAILHEAD_PYTHON`.

#[path = "common/grafting.rs"]
mod grafting;

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use calamine::{DataRef, Reader, Xlsx};
use grafting::{Results, differences, parts, results};
use railhead::graft::{Refusal, graft, verify};

#[derive(Default)]
struct Counts {
    files: usize,
    saved: usize,
    refused: BTreeMap<String, usize>,
    panics: Vec<String>,
    differences: Vec<String>,
    parts: usize,
    untouched: usize,
    changed: BTreeMap<String, usize>,
    compared: usize,
    unreadable: usize,
    cells: u64,
    time: Duration,
}

#[test]
fn workbooks_of_other_people_stay_as_they_are() {
    let Some(folder) = std::env::var_os("RAILHEAD_CORPUS") else {
        println!("skipped: RAILHEAD_CORPUS is not set");
        return;
    };
    let donor = match std::env::var_os("RAILHEAD_CORPUS_RESULTS") {
        Some(path) => fs::read(path).unwrap(),
        None => results(Results::default()),
    };
    let pairs = tempfile::tempdir().unwrap();
    let mut counts = Counts::default();
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&file).unwrap();
        counts.files += 1;
        let outcome = catch_unwind(AssertUnwindSafe(|| one(&name, &bytes, &donor, &mut counts)));
        match outcome {
            Ok(Some(after)) => {
                fs::write(pairs.path().join(format!("{}.before", counts.files)), &bytes).unwrap();
                fs::write(pairs.path().join(format!("{}.after", counts.files)), &after).unwrap();
                if let Some(keep) = std::env::var_os("RAILHEAD_CORPUS_KEEP") {
                    fs::write(Path::new(&keep).join(&name), &after).unwrap();
                }
            }
            Ok(None) => {}
            Err(_) => counts.panics.push(name),
        }
    }
    report(&counts);
    let python = openpyxl(pairs.path());
    assert!(counts.saved > 0, "no workbook took the results");
    assert!(counts.panics.is_empty(), "panics: {:?}", counts.panics);
    assert!(counts.differences.is_empty(), "{:#?}", counts.differences);
    assert!(python, "openpyxl sees differences");
}

/// The file with the results in it, if it takes them.
fn one(name: &str, bytes: &[u8], donor: &[u8], counts: &mut Counts) -> Option<Vec<u8>> {
    let started = Instant::now();
    let done = match graft(bytes, donor) {
        Ok(done) => done,
        Err(why) => {
            assert!(!matches!(why, Refusal::Results(_)), "{name}: {why}");
            println!("refused {name}: {why}");
            *counts.refused.entry(why.to_string()).or_default() += 1;
            return None;
        }
    };
    let mut differ = |what: String| counts.differences.push(format!("{name}: {what}"));
    match verify(bytes, &done.bytes, &done.sheets) {
        Ok(verified) => counts.untouched += verified.parts_untouched,
        Err(what) => differ(what),
    }
    counts.time += started.elapsed();
    counts.saved += 1;
    counts.parts += parts(bytes).iter().filter(|(n, _)| !n.ends_with('/')).count();
    let changes = differences(bytes, &done.bytes);
    for part in changes.changed.iter().chain(&changes.gone) {
        let part = part.rsplit('/').next().unwrap().to_lowercase();
        *counts.changed.entry(part).or_default() += 1;
    }
    if let Some(lost) = changes.gone.first() {
        differ(format!("{lost} is lost"));
    }
    match graft(&done.bytes, donor) {
        Ok(again) if again.bytes == done.bytes && again.notes.is_empty() => {}
        Ok(again) => differ(format!("a second run differs: {:?}", again.notes)),
        Err(why) => differ(format!("a second run is refused: {why}")),
    }
    match (facts(bytes), facts(&done.bytes)) {
        (Some(before), Some(after)) => {
            counts.compared += 1;
            counts.cells += before.cells;
            for (key, was) in &before.said {
                if after.said.get(key) != Some(was) {
                    counts.differences.push(format!("{name}: {key} differs"));
                }
            }
        }
        (None, _) => counts.unreadable += 1,
        (Some(_), None) => counts.differences.push(format!("{name}: can't be read any more")),
    }
    Some(done.bytes)
}

/// What calamine says of a workbook, by what it is about.
struct Facts {
    said: BTreeMap<String, String>,
    cells: u64,
}

fn facts(bytes: &[u8]) -> Option<Facts> {
    let mut book: Xlsx<_> = catch_unwind(AssertUnwindSafe(|| Xlsx::new(Cursor::new(bytes)).ok())).ok()??;
    let mut facts = Facts { said: BTreeMap::new(), cells: 0 };
    let mut small = true;
    for sheet in book.sheets_metadata().to_vec() {
        let name = &sheet.name;
        facts.said.insert(format!("visibility of {name}"), format!("{:?} {:?}", sheet.visible, sheet.typ));
        let (cells, end) = cells(&mut book, name);
        small &= u64::from(end.0) * u64::from(end.1) < 10_000_000;
        facts.cells += cells.len() as u64;
        facts.said.insert(format!("cells of {name}"), format!("{cells:?}"));
        facts.said.insert(format!("formats of {name}"), formats(&mut book, name));
        facts
            .said
            .insert(format!("merged cells of {name}"), format!("{:?}", book.merge_cells_by_sheet_name(name).ok()));
    }
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in book.defined_names().to_vec() {
        // Ours are told by what they read; the analyst's have to be there as often as before.
        names.entry(format!("name {name} = {text}")).or_default().push(text);
    }
    facts.said.extend(names.into_iter().map(|(name, texts)| (name, texts.len().to_string())));
    // A single cell in the last corner would take more memory than there is.
    if small && book.load_tables().is_ok() {
        for table in book.table_names().into_iter().cloned().collect::<Vec<_>>() {
            let content =
                book.table_by_name(&table).map(|t| format!("{} {:?} {:?}", t.sheet_name(), t.columns(), t.data()));
            facts.said.insert(format!("table {table}"), format!("{:?}", content.ok()));
        }
    }
    Some(facts)
}

/// Values and formulas, and the last row and column.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> (Vec<String>, (u32, u32)) {
    let (mut found, mut end) = (Vec::new(), (0, 0));
    let Ok(mut reader) = book.worksheet_cells_reader(sheet) else { return (found, end) };
    let mut errors = 0;
    while errors < 1000 {
        match reader.next_cell_with_formula() {
            Ok(None) => break,
            Ok(Some(cell)) if cell.value == DataRef::Empty && cell.formula.is_none() => {}
            Ok(Some(cell)) => {
                end = (end.0.max(cell.pos.0), end.1.max(cell.pos.1));
                found.push(format!("{:?} {:?} {:?}", cell.pos, cell.value, cell.formula));
            }
            Err(error) => {
                errors += 1;
                found.push(error.to_string());
            }
        }
    }
    (found, end)
}

/// The look of every cell that has one.
fn formats(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> String {
    let mut found = String::new();
    let Ok(mut reader) = book.worksheet_cells_reader(sheet) else { return found };
    let mut looks: BTreeMap<usize, String> = BTreeMap::new();
    let mut used = Vec::new();
    while let Ok(Some((row, column, id))) = reader.next_style_id() {
        used.push((row, column, id));
    }
    for (row, column, id) in used {
        let look = looks.entry(id).or_insert_with(|| format!("{:?}", reader.styles().get(id)));
        found += &format!("{row} {column} {look}\n");
    }
    found
}

fn report(counts: &Counts) {
    let refused: usize = counts.refused.values().sum();
    println!(
        "{} files: {} took the results, {refused} refused, {} panics",
        counts.files,
        counts.saved,
        counts.panics.len()
    );
    for (why, count) in &counts.refused {
        println!("  {count} x {why}");
    }
    println!("parts: {} of {} untouched; the others are {:?}", counts.untouched, counts.parts, counts.changed);
    println!(
        "calamine: {} workbooks compared, {} unreadable before, {} cells, {} differences",
        counts.compared,
        counts.unreadable,
        counts.cells,
        counts.differences.len()
    );
    println!("graft and comparison: {:?} a workbook", counts.time / u32::try_from(counts.saved.max(1)).unwrap());
}

/// Compares with openpyxl where it can be had.
fn openpyxl(pairs: &Path) -> bool {
    let python = std::env::var_os("RAILHEAD_PYTHON").unwrap_or("python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/compare.py");
    let Ok(output) = Command::new(python).arg(script).arg(pairs).output() else {
        println!("openpyxl: not compared, there is no Python");
        return true;
    };
    println!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    // Without openpyxl it says so and ends with 3.
    matches!(output.status.code(), Some(0 | 3))
}
