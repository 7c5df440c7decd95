//! A batch small enough to be run many times: the corridor with levers and scenarios, one of them wrong.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::corridor::files;

const LEVERS: &str = "lever,name,resource,applies_to,can_change,least,most,weight\n\
                      trucks,Trucks,trucks,,yes,0,1000,1\nfood,Food,supplies,food,yes,0,2000,1\n";
const SCENARIOS: &str = "scenario,builds_on,sheet,row,column,how,value,note\n\
                         lean,,TruckFleets,T,Trucks,times,0.5,\n\
                         leaner,lean,SupplyStreams,food,t_per_day,times,0.5,\n\
                         broken,,Forces,F,Place,set,Nowhere,\n\
                         more,,Replacements,R,men_per_day,plus,300,\n";

/// It as a text model in this folder.
pub fn model(at: &Path) -> PathBuf {
    let folder = at.join("corridor");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in files(10, "fierce", &[("levers", LEVERS), ("scenarios", SCENARIOS)]) {
        std::fs::write(folder.join(name), text).expect("a table");
    }
    folder
}

/// What parts are put together into, byte for byte.
pub fn merged(out: &Path) -> Vec<Vec<u8>> {
    ["summary.csv", "dates.csv", "summary.xlsx"].iter().map(|f| std::fs::read(out.join(f)).expect(f)).collect()
}

/// Files of finished cases. What a killed run was writing has another name.
pub fn case_files(out: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(out.join("cases")) else { return Vec::new() };
    let files = entries.map(|entry| entry.expect("a file").path());
    files.filter(|path| path.extension().is_some_and(|e| e == "json")).collect()
}

/// Contents of the files of finished cases, without the seconds that they took.
pub fn cases(out: &Path) -> BTreeMap<String, Json> {
    let mut found = BTreeMap::new();
    for path in case_files(out) {
        let mut case: Json = serde_json::from_slice(&std::fs::read(&path).expect("a case")).expect("json");
        case.as_object_mut().expect("an object").remove("seconds");
        found.insert(path.file_name().expect("a name").to_string_lossy().into_owned(), case);
    }
    found
}
