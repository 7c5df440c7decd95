//! What ships: every campaign and every scenario is sound, and the manual forgets none of them.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use railhead::campaign::Problem;
use railhead::models::MODELS;
use railhead::{scenarios, tables};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn page(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The pages of the questions, by their number, with what stands in them.
fn pages() -> Vec<(usize, String, String)> {
    let folder = docs().join("questions");
    let entries = fs::read_dir(&folder).expect("docs/questions").map(|e| e.expect("an entry").file_name());
    let mut pages: Vec<(usize, String, String)> = entries
        .map(|name| {
            let name = name.to_string_lossy().into_owned();
            let digits: String = name.chars().skip(1).take_while(char::is_ascii_digit).collect();
            let number = digits.parse().unwrap_or_else(|_| panic!("docs/questions/{name}: no number behind S"));
            let text = page(&folder.join(&name));
            (number, name, text)
        })
        .collect();
    pages.sort();
    pages
}

/// Every campaign that ships reads without an error, and so does every scenario of it.
#[test]
fn every_campaign_and_scenario_passes_the_check() {
    for model in MODELS {
        let book = model.book();
        let reading = tables::read(&book);
        assert!(reading.campaign.is_some(), "{}", model.name);
        let problems = reading.problems.into_iter().chain(scenarios::problems(&book));
        let errors: Vec<Problem> = problems.filter(Problem::is_error).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", model.name);
    }
}

/// The index names every campaign; it, or a page of the questions, names every scenario with the note that tells whose question it is.
#[test]
fn the_manual_forgets_no_scenario() {
    let index = page(&docs().join("scenarios.md"));
    let all: String = pages().into_iter().map(|(_, _, text)| text).chain([index.clone()]).collect();
    for model in MODELS {
        assert!(index.contains(&format!("`{}`", model.name)), "docs/scenarios.md does not name {}", model.name);
        for scenario in scenarios::all(&model.book()) {
            assert!(all.contains(&format!("`{}`", scenario.name)), "no page names {} of {}", scenario.name, model.name);
            assert!(!scenario.about.is_empty(), "{} of {} has no note", scenario.name, model.name);
        }
    }
    for scenario in scenarios::all(&common::vistula_rhine()) {
        assert!(index.contains(&format!("`{}`", scenario.name)), "docs/scenarios.md does not name {}", scenario.name);
    }
}

/// Every page is linked from the index, every link of the index leads to a page, and every page has the parts that a reader looks for.
#[test]
fn every_question_has_its_page() {
    let index = page(&docs().join("scenarios.md"));
    let linked: BTreeSet<&str> =
        index.split("(questions/").skip(1).filter_map(|rest| rest.split([')', '#']).next()).collect();
    let pages = pages();
    let there: BTreeSet<&str> = pages.iter().map(|(_, name, _)| name.as_str()).collect();
    assert_eq!(linked, there, "links of docs/scenarios.md against docs/questions");
    let numbers: Vec<usize> = pages.iter().map(|(number, _, _)| *number).collect();
    assert_eq!(numbers, (1..=17).collect::<Vec<_>>());
    for (_, name, text) in &pages {
        let headings = [
            "## The question as it was put",
            "## What was assumed",
            "## The answer",
            "## The arithmetic by hand",
            "## What would change it",
        ];
        for heading in headings {
            assert!(text.contains(heading), "{name}: no '{heading}'");
        }
        assert!(text.contains("railhead solve ") || text.contains("railhead batch "), "{name}: no command");
    }
}
