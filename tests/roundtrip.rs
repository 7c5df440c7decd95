//! Workbook and text hold the same campaign, and making one twice gives the same bytes.

mod common;

use std::path::Path;

use common::*;
use proptest::prelude::*;
use railhead::tables::{ALL, Cell, Kind, RawBook, RawTable, Row, Shape, Value};
use railhead::{textmodel, workbook};

#[test]
fn pack_then_unpack_gives_the_same_text() {
    let dir = tempfile::tempdir().unwrap();
    let (book, text) = (dir.path().join("vr.xlsx"), dir.path().join("text"));
    railhead().arg("pack").arg(model_folder()).arg("-o").arg(&book).assert().success();
    railhead().arg("unpack").arg(&book).arg("-o").arg(&text).assert().success();
    for table in ALL {
        let name = format!("{}.csv", table.id);
        let before = std::fs::read_to_string(model_folder().join(&name)).unwrap();
        assert_eq!(before, std::fs::read_to_string(text.join(&name)).unwrap(), "{name}");
    }
}

#[test]
fn workbook_and_text_read_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("vr.xlsx");
    let book = textmodel::read(&model_folder()).unwrap();
    workbook::write(&book, &path).unwrap();
    let again = workbook::read(&path).unwrap();
    assert_eq!(values(&book), values(&again));
    assert_eq!(again.problems, []);
    let reading = railhead::tables::read(&again);
    assert_eq!(reading.problems, []);
    assert!(reading.campaign.is_some());
}

#[test]
fn packing_twice_gives_the_same_bytes() {
    let book = vistula_rhine();
    assert_eq!(workbook::bytes(&book).unwrap(), workbook::bytes(&book).unwrap());
}

#[test]
fn the_shipped_campaign_is_the_one_in_the_repository() {
    assert_eq!(vistula_rhine().hash, textmodel::read(&model_folder()).unwrap().hash);
    assert_eq!(vistula_rhine().tables.len(), ALL.len());
}

/// The public Frictionless validator (`pip install frictionless`) accepts the shipped text, and does not accept everything: a key that leads
/// nowhere is refused. `RAILHEAD_FRICTIONLESS` names the program where it is not on the path.
#[test]
fn the_public_validator_accepts_it() {
    let program = std::env::var_os("RAILHEAD_FRICTIONLESS").unwrap_or("frictionless".into());
    let dir = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(model_folder()).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), dir.path().join(file.file_name())).unwrap();
    }
    let validated =
        || std::process::Command::new(&program).args(["validate", "datapackage.json"]).current_dir(dir.path()).output();
    let Ok(run) = validated() else {
        println!("frictionless is not installed: nothing was tested");
        return;
    };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let table = dir.path().join("destinations.csv");
    let text = std::fs::read_to_string(&table).unwrap();
    std::fs::write(&table, format!("{}\nNOWHERE,yes,yes", text.trim_end())).unwrap();
    assert!(!validated().unwrap().status.success(), "a place that does not exist");
}

#[test]
fn the_description_names_every_column_and_reference() {
    let files = textmodel::files(&vistula_rhine()).unwrap();
    let json = &files.iter().find(|(n, _)| n == textmodel::PACKAGE_FILE).unwrap().1;
    let package: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(package["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json");
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), ALL.len());
    for (resource, table) in resources.iter().zip(ALL) {
        assert_eq!(resource["path"], format!("{}.csv", table.id));
        assert_eq!(resource["schema"]["fields"].as_array().unwrap().len(), table.fields().len());
    }
    let roads = resources.iter().find(|r| r["name"] == "roads").unwrap();
    assert_eq!(roads["schema"]["primaryKey"][0], "road");
    assert_eq!(roads["schema"]["foreignKeys"][0]["reference"]["resource"], "places");
    let length = roads["schema"]["fields"].as_array().unwrap().iter().find(|f| f["name"] == "length_km").unwrap();
    assert_eq!(length["unit"], "km");
    assert_eq!(length["constraints"]["required"], true);
}

/// LibreOffice reads the workbook and writes its own; no value may change on the way.
#[test]
fn a_workbook_saved_by_libreoffice_reads_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let (path, out) = (dir.path().join("vr.xlsx"), dir.path().join("out"));
    let book = vistula_rhine();
    workbook::write(&book, &path).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", dir.path().join("profile").display());
    let run = std::process::Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(&out)
        .arg(&path)
        .output();
    if run.is_err() {
        println!("LibreOffice is not installed: nothing was tested");
        return;
    }
    let again = workbook::read(&out.join("vr.xlsx")).unwrap();
    assert_eq!(again.problems, []);
    assert_eq!(values(&book), values(&again));
}

fn value_for(kind: Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Number { .. } | Kind::Estimate { .. } => prop_oneof![
            Just(Value::Empty),
            any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(Value::Number),
        ]
        .boxed(),
        Kind::Date => {
            let day = (1800i16..2200, 1i8..13, 1i8..29);
            day.prop_map(|(y, m, d)| Value::Date(format!("{y:04}-{m:02}-{d:02}"))).boxed()
        }
        _ => prop_oneof![
            Just(Value::Empty),
            "\\PC{0,20}".prop_map(Value::Text),
            "[a-z,;\"'\n\r\t =+@-]{1,12}".prop_map(Value::Text),
        ]
        .prop_map(|v| if v.is_empty() { Value::Empty } else { v })
        .boxed(),
    }
}

fn any_table() -> impl Strategy<Value = RawTable> {
    (0..ALL.len(), 1usize..4).prop_flat_map(|(t, rows)| {
        let table = ALL[t];
        let rows = if table.shape == Shape::Record { 1 } else { rows };
        let row: Vec<_> = table.fields().iter().map(|f| value_for(f.column.kind)).collect();
        proptest::collection::vec(row, rows).prop_map(move |rows| RawTable {
            table,
            rows: rows
                .into_iter()
                .filter(|r| !r.iter().all(Value::is_empty))
                .map(|r| Row {
                    cells: r.into_iter().map(|value| Cell { value, at: String::new() }).collect(),
                    at: String::new(),
                })
                .collect(),
            at: String::new(),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_value_survives_the_text_form(table in any_table()) {
        let book = RawBook { tables: vec![table.clone()], problems: vec![], hash: String::new(), scenario: None };
        let files = textmodel::files(&book).unwrap();
        let again = textmodel::read_files(&files);
        let rows = |t: &RawTable| -> Vec<Vec<Value>> {
            t.rows.iter().map(|r| r.cells.iter().map(|c| c.value.clone()).collect()).collect()
        };
        prop_assert_eq!(rows(&table), rows(again.table(table.table.id).unwrap()));
    }
}

/// `workbooks/NAME.xlsx` is what `railhead pack models/NAME` makes, byte for byte, and the program itself ships the same campaign.
/// None has an error.
#[test]
fn the_shipped_workbooks_are_packed_from_the_shipped_text() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<String> = std::fs::read_dir(root.join("models"))
        .expect("the models")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        // The table that campaigns include is none itself.
        .filter(|name| name != "factors")
        .collect();
    folders.sort();
    let mut shipped: Vec<&str> = railhead::models::MODELS.iter().map(|m| m.name).collect();
    shipped.sort();
    assert_eq!(folders, shipped, "folders of models/ against src/models.rs");
    for model in railhead::models::MODELS {
        let folder = root.join("models").join(model.name);
        let book = textmodel::read(&folder).expect("the text model");
        assert_eq!(model.book().hash, book.hash, "{}: build again", model.name);
        let packed = workbook::bytes(&book).expect("a workbook");
        let shipped = std::fs::read(root.join("workbooks").join(format!("{}.xlsx", model.name))).expect("the workbook");
        assert!(packed == shipped, "run: railhead pack models/{0} -o workbooks/{0}.xlsx --force", model.name);
        let description = std::fs::read_to_string(folder.join("datapackage.json")).expect("the description");
        let files = textmodel::files(&book).expect("files");
        assert!(files.iter().any(|(name, text)| name == "datapackage.json" && *text == description), "{}", model.name);
        let reading = railhead::tables::read(&book);
        assert!(
            reading.campaign.is_some() && !reading.problems.iter().any(|p| p.is_error()),
            "{}: {:?}",
            model.name,
            reading.problems
        );
    }
}
