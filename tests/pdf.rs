//! The paper: it says what the JSON says, the same answer gives the same bytes, no word of a workbook is markup, and every figure is drawn.
//!
//! Reads papers with pdftotext, pdfimages and pdfinfo (poppler-utils); what needs them skips itself where they are missing.

mod common;

use std::path::Path;
use std::process::Command;

use common::{corridor, railhead};
use serde_json::Value as Json;

/// A paper and the JSON of the same answer.
struct Paper {
    folder: tempfile::TempDir,
    json: Json,
}

impl Paper {
    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("paper.pdf")).expect("a paper")
    }

    /// What one of the tools says of it; `None` where it is missing.
    fn said(&self, tool: &str, before: &[&str], after: &[&str]) -> Option<String> {
        let run = Command::new(tool).args(before).arg(self.folder.path().join("paper.pdf")).args(after).output();
        let Ok(run) = run else {
            eprintln!("skipped: needs {tool}, of poppler-utils.");
            return None;
        };
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        Some(String::from_utf8_lossy(&run.stdout).into_owned())
    }

    /// Its words without the spaces between them: lines break anywhere.
    fn words(&self) -> Option<String> {
        self.said("pdftotext", &[], &["-"]).map(|said| solid(&said))
    }
}

/// Without spaces, and without the marks at which a long word may be broken.
fn solid(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// Solves the corridor with words replaced in its tables.
fn solved(verb: &[&str], period: u32, replaced: &[(&str, &str)]) -> Paper {
    let folder = tempfile::tempdir().expect("a folder");
    let levers = "lever,name,resource,applies_to,can_change,least,most,weight\ntrucks,Trucks,trucks,,yes,0,1000,1\n";
    let model = corridor::written(folder.path(), period, &[("levers", levers)], replaced);
    let at = |name: &str| folder.path().join(name);
    let run = railhead()
        .args(verb)
        .arg(&model)
        .args(["--format", "json", "-o"])
        .arg(at("results.xlsx"))
        .arg("--pdf")
        .arg(at("paper.pdf"))
        .output()
        .expect("a run");
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    let json = serde_json::from_slice(&run.stdout).expect("json");
    keep(folder.path());
    Paper { folder, json }
}

/// Leaves the paper in the folder that RAILHEAD_KEEP_PAPERS names, to be looked at.
fn keep(folder: &Path) {
    if let Ok(kept) = std::env::var("RAILHEAD_KEEP_PAPERS") {
        let name = std::thread::current().name().unwrap_or("paper").replace(':', "_");
        std::fs::copy(folder.join("paper.pdf"), Path::new(&kept).join(format!("{name}.pdf"))).expect("a copy");
    }
}

#[test]
fn a_paper_says_what_the_json_says() {
    let a = solved(&["solve"], 10, &[]);
    let Some(words) = a.words() else { return };
    let says = |part: &str| assert!(words.contains(&solid(part)), "{part}\n{words}");
    let most = a.json["most_men"].as_f64().expect("a ceiling");
    says(&railhead::report::words::at_most(most));
    says(a.json["asked"]["title"].as_str().expect("a title"));
    says(a.json["verdict"].as_str().expect("a verdict"));
    for sentence in a.json["sentences"].as_array().expect("sentences") {
        says(sentence.as_str().expect("words"));
    }
    for bottleneck in a.json["bottlenecks"].as_array().expect("bottlenecks").iter().take(8) {
        says(bottleneck["what"].as_str().expect("words"));
        says(&railhead::report::words::whole(bottleneck["men_per_step"].as_f64().expect("men")));
    }
    for key in ["version", "input", "input_hash", "solver"] {
        says(a.json["stamp"][key].as_str().expect("a stamp"));
    }
    for heading in ["Why", "The theatre", "The course", "Figures and sources", "Made with"] {
        says(heading);
    }
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    let (a, b) = (solved(&["solve", "--no-plan"], 10, &[]), solved(&["solve", "--no-plan"], 10, &[]));
    assert!(a.bytes().starts_with(b"%PDF-") && a.bytes() == b.bytes());
    for found in [&b"CreationDate"[..], b"ModDate"] {
        assert!(!a.bytes().windows(found.len()).any(|w| w == found), "{}", String::from_utf8_lossy(found));
    }
}

#[test]
fn every_figure_is_drawn_and_the_file_is_tagged() {
    let a = solved(&["solve", "--no-plan"], 10, &[]);
    if let Some(images) = a.said("pdfimages", &["-list"], &[]) {
        assert_eq!(images.lines().count(), 2, "nothing below the head\n{images}");
    }
    let Some(info) = a.said("pdfinfo", &[], &[]) else { return };
    let of = |name: &str| {
        info.lines().find_map(|l| l.strip_prefix(name)).map(|v| v.trim_start_matches(':').trim().to_string())
    };
    assert_eq!(of("Tagged").as_deref(), Some("yes"));
    assert_eq!(of("Title").as_deref(), a.json["asked"]["title"].as_str());
    let pages: usize = of("Pages").and_then(|p| p.parse().ok()).expect("pages");
    assert!((3..=6).contains(&pages), "{pages} pages");
    assert!(of("Page size").is_some_and(|s| s.contains("A4")), "{info}");
}

#[test]
fn words_of_a_workbook_stay_words() {
    let evil = [
        "#image(\"x.png\")",
        "*bold* _slanted_",
        "#read(\"/etc/passwd\")",
        "$x^2$ \\ @here <there>",
        "<script>alert(1)</script>",
        "= Not a heading // nor this",
    ];
    let quoted: Vec<String> = evil.iter().map(|e| format!("\"{}\"", e.replace('"', "\"\""))).collect();
    let [image, bold, read, maths, script, heading] = quoted.as_slice() else { panic!("six") };
    let replaced = [
        ("Volk,Volk,".to_string(), format!("Volk,{image},")),
        ("Cham,Cham,".to_string(), format!("Cham,{bold},")),
        ("Esse,Esse,".to_string(), format!("Esse,{read},")),
        ("Corridor,can".to_string(), format!("{maths},can")),
        ("food,Food,".to_string(), format!("food,{script},")),
        ("ammunition,Ammunition,".to_string(), format!("ammunition,{heading},")),
    ];
    let replaced: Vec<(&str, &str)> = replaced.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let a = solved(&["solve", "--no-plan"], 10, &replaced);
    let Some(words) = a.words() else { return };
    for e in evil {
        assert!(words.contains(&solid(e)), "{e}\n{words}");
    }
    assert!(!words.contains("root:"), "{words}");
}

/// Within twenty days nobody comes to Bern: there is no schedule, and the map shows day 0.
#[test]
fn a_paper_without_a_schedule_still_has_its_map() {
    let a = solved(&["solve", "--no-plan"], 10, &[("1945-01-12,120,", "1945-01-12,20,")]);
    let Some(words) = a.words() else { return };
    assert!(words.contains(&solid("the map shows the theatre on day 0")), "{words}");
    assert!(words.contains("Volk") && !words.contains(&solid("The course")));
}

#[test]
fn an_explained_paper_has_flips_prices_and_reasons() {
    let a = solved(&["explain", "--no-plan", "--only", "prices,flips"], 20, &[]);
    let Some(words) = a.words() else { return };
    for heading in ["What decides", "Where the answer flips", "What one step is worth"] {
        assert!(words.contains(&solid(heading)), "{heading}\n{words}");
    }
    for sentence in a.json["explanation"]["reason"].as_array().expect("reasons") {
        assert!(words.contains(&solid(sentence.as_str().expect("words"))), "{sentence}");
    }
}

#[test]
fn a_paper_takes_no_other_name() {
    railhead().args(["solve", "x.xlsx", "--pdf", "paper.html"]).assert().code(2);
}
