//! One answer in every form that Railhead writes: the same verdict, the same numbers, to the letter.

mod common;

use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader};
use common::{corridor, railhead};
use railhead::report::words::{at_most, signed_percent, whole};
use serde_json::Value as Json;

/// What is printed on the way, and the file that is written.
struct Form {
    name: &'static str,
    text: String,
}

/// Without blanks: lines are broken elsewhere in every form.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}

/// The words of a page, without tags, script and style.
fn words_of(page: &str) -> String {
    let mut out = String::new();
    let body = &page[page.find("<body").expect("a body")..];
    for part in body.split('<').skip(1) {
        let (tag, words) = part.split_once('>').unwrap_or((part, ""));
        if !tag.starts_with("script") && !tag.starts_with("style") {
            out.push_str(words);
        }
        out.push(' ');
    }
    ["&lt;<", "&gt;>", "&quot;\"", "&amp;&"].iter().fold(out, |text, pair| {
        let (name, letter) = pair.split_at(pair.len() - 1);
        text.replace(name, letter)
    })
}

/// Every cell of a workbook as a reader sees it: whole numbers in groups, shares in per cent.
fn cells_of(file: &Path) -> String {
    let mut book = calamine::open_workbook_auto(file).expect("a workbook");
    let mut out = String::new();
    for sheet in ["Answer", "Bottlenecks"] {
        for (_, _, cell) in book.worksheet_range(sheet).expect("a sheet").used_cells() {
            match cell {
                Data::Float(n) => out.push_str(&format!("{} {}\n", whole(*n), signed_percent(*n))),
                Data::Int(n) => out.push_str(&format!("{}\n", whole(*n as f64))),
                Data::DateTime(d) => {
                    let (year, month, day, ..) = d.to_ymd_hms_milli();
                    out.push_str(&format!("{year:04}-{month:02}-{day:02}\n"));
                }
                other => out.push_str(&format!("{other}\n")),
            }
        }
    }
    out
}

/// The words of a PDF, where the program that reads them is there.
fn pdf_words(file: &Path) -> Option<String> {
    let read = Command::new("pdftotext").args(["-layout"]).arg(file).arg("-").output().ok()?;
    read.status.success().then(|| String::from_utf8_lossy(&read.stdout).into_owned())
}

/// The corridor solved in every form, and its JSON.
fn written(target: &str) -> (Json, Vec<Form>) {
    let dir = tempfile::tempdir().expect("a folder");
    let at = |name: &str| dir.path().join(name);
    std::fs::create_dir(at("corridor")).expect("a folder");
    for (name, text) in corridor::files(10, "fierce", &[]) {
        std::fs::write(at("corridor").join(name), text.replace("200000", target)).expect("a table");
    }
    let solve = |format: &str, more: &[&str]| {
        let mut run = railhead();
        run.arg("solve").arg(at("corridor")).args(["--format", format, "-o"]).arg(at("answer.xlsx"));
        let run = run.arg("--html").arg(at("answer.html")).args(more).output().expect("a run");
        assert!(
            run.status.success(),
            "{}{}",
            String::from_utf8_lossy(&run.stdout),
            String::from_utf8_lossy(&run.stderr)
        );
        String::from_utf8_lossy(&run.stdout).into_owned()
    };
    let json = serde_json::from_str(&solve("json", &[])).expect("json");
    let page = std::fs::read_to_string(at("answer.html")).expect("a page");
    let mut forms = vec![
        Form { name: "page", text: words_of(&page) },
        Form { name: "workbook", text: cells_of(&at("answer.xlsx")) },
        Form { name: "terminal", text: solve("text", &[]) },
        Form { name: "Markdown", text: solve("markdown", &[]) },
    ];
    if cfg!(feature = "pdf") {
        let pdf = at("answer.pdf");
        solve("text", &["--pdf", &pdf.display().to_string()]);
        match pdf_words(&pdf) {
            Some(text) => forms.push(Form { name: "PDF", text }),
            None => eprintln!("skipped: the PDF, for there is no pdftotext to read it."),
        }
    }
    (json, forms)
}

/// What every form must say, as people read it.
fn facts(json: &Json) -> Vec<(String, String)> {
    let number = |at: &Json| at.as_f64().expect("a number");
    let list = |name: &str| json[name].as_array().expect("a list").clone();
    let mut out = vec![
        (
            "the verdict".to_string(),
            json["sentences"][0].as_str().expect("a sentence").split(['.', ':']).next().unwrap_or("").to_string(),
        ),
        ("the ceiling".into(), at_most(number(&json["most_men"]))),
        ("the target".into(), whole(number(&json["asked"]["target_men"]))),
        ("the margin".into(), signed_percent(number(&json["margin"]))),
        ("the input's hash".into(), json["stamp"]["input_hash"].as_str().expect("a hash").into()),
        ("the solver".into(), json["stamp"]["solver"].as_str().expect("a solver").into()),
    ];
    for sentence in list("sentences") {
        out.push(("a reason".into(), sentence.as_str().expect("a sentence").into()));
    }
    for b in list("bottlenecks").iter().take(5) {
        out.push((format!("the price of {}", b["what"]), whole(number(&b["men_per_step"]))));
    }
    for e in list("earliest") {
        out.push(("a step of the earliest days".into(), whole(number(&e["men"]))));
        out.extend(e["date"].as_str().map(|d| ("an earliest date".to_string(), d.to_string())));
    }
    out
}

/// Where a plan is found, where nothing is, and where it is ruled out.
#[test]
fn every_form_says_the_same() {
    for target in ["100000", "200000", "900000"] {
        let (json, forms) = written(target);
        let facts = facts(&json);
        assert!(facts.len() > 12, "{facts:?}");
        for form in &forms {
            let text = squeezed(&form.text.replace('\\', ""));
            let missing = |wanted: &str| !text.contains(&squeezed(wanted));
            for (what, wanted) in &facts {
                assert!(!missing(wanted), "{target}: {what}, {wanted}, is not in the {}:\n{}", form.name, form.text);
            }
            // Of another answer every form misses something: the ceiling, with one man more.
            let other = at_most(json["most_men"].as_f64().expect("men") + 1.0);
            assert!(missing(&other), "{target}: {other} is in the {}", form.name);
        }
    }
}
