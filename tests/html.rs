//! The pages: what they say, that nothing in a workbook can run in them, and how they behave in a real browser.
//!
//! The browser's part is in tests/browser; it skips itself where Chromium or Node is missing (`npm ci --prefix tests/browser`).

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{batching, corridor, railhead};
use railhead::batch::{Answered, Case, DatePoint, Finished, Outcome};
use railhead::report::html;
use serde_json::Value as Json;

/// A page and the JSON of the same answer.
struct Page {
    folder: tempfile::TempDir,
    page: String,
    json: Json,
}

impl Page {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Solves the corridor with words replaced in its tables.
fn solved(verb: &[&str], replaced: &[(&str, &str)]) -> Page {
    let folder = tempfile::tempdir().expect("a folder");
    let model = corridor::written(folder.path(), 10, &[], replaced);
    let at = |name: &str| folder.path().join(name);
    let run = railhead()
        .args(verb)
        .arg(&model)
        .args(["--format", "json", "-o"])
        .arg(at("results.xlsx"))
        .arg("--html")
        .arg(at("page.html"))
        .output()
        .expect("a run");
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    std::fs::write(at("answer.json"), &run.stdout).expect("json");
    let json = serde_json::from_slice(&run.stdout).expect("json");
    let page = std::fs::read_to_string(at("page.html")).expect("a page");
    Page { folder, page, json }
}

/// Runs one of the scripts of tests/browser, or says why it can't.
fn in_browser(script: &str, arguments: &[&Path]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".into());
    let node = Command::new("node").arg("--version").output().is_ok_and(|o| o.status.success());
    if !node || !Path::new(&chromium).exists() || !folder.join("node_modules/playwright-core").exists() {
        eprintln!("skipped: needs Chromium, Node and `npm ci --prefix tests/browser`.");
        return;
    }
    let run = Command::new("node").arg(folder.join(script)).args(arguments).output().expect("node");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    println!("{said}");
}

#[test]
fn a_page_stands_alone_and_says_what_the_json_says() {
    let a = solved(&["solve", "--no-plan"], &[]);
    assert!(a.page.starts_with("<!DOCTYPE html>"));
    assert!(a.page.contains("default-src 'none'; style-src 'sha256-"));
    for outside in ["http:", "src=", "@import", "url(h", "<iframe", "<object", "style=\"", "onclick", "onerror"] {
        let found = a.page.find(outside).map(|i| &a.page[i.saturating_sub(60)..i + 60]);
        assert_eq!(found, None, "{outside}");
    }
    let most = a.json["most_men"].as_f64().expect("a ceiling");
    let ceiling = railhead::report::words::at_most(most);
    assert!(a.page.contains(&format!(r#"<b data-fact="ceiling">{ceiling}</b>"#)), "{ceiling}");
    for sentence in a.json["sentences"].as_array().expect("sentences") {
        let words = sentence.as_str().expect("words").replace('&', "&amp;").replace('<', "&lt;");
        assert!(a.page.contains(&words), "{words}");
    }
    let hash = a.json["stamp"]["input_hash"].as_str().expect("a hash");
    assert!(a.page.contains(hash));
    // The same again, to the letter.
    assert!(a.page == solved(&["solve", "--no-plan"], &[]).page);
}

/// What the theatre knows beside the timeline agrees with it: the corridor has neither coal nor works that use supplies, so all that is used
/// is used by men and trucks; and no class leaves more than came and was there.
#[test]
fn the_course_of_the_classes_adds_up() {
    let c = corridor::corridor(10, "fierce", &[]);
    let task = railhead::answer::Task {
        campaign: &c,
        input: String::new(),
        input_hash: String::new(),
        assumptions: Vec::new(),
        warnings: Vec::new(),
        backend: railhead::solver::Backend::available()[0],
        limits: railhead::solver::Limits { seconds: 600.0 },
        with_plan: false,
        with_schedule: true,
        caution: None,
        with_curve: false,
        starts: None,
    };
    let a = railhead::answer::answer(&task, &|_| ()).expect("an answer");
    assert_eq!((a.theatre.places.len(), a.theatre.links.len()), (5, 8));
    assert_eq!(a.theatre.states.len(), a.timeline.len());
    let mut before = vec![0.0; a.classes.len()];
    for (t, state) in a.timeline.iter().zip(&a.theatre.states) {
        let used: f64 = state.classes.iter().map(|k| k.used_t_per_day).sum();
        assert!(
            (used - t.used_t_per_day).abs() < 1e-3 * t.used_t_per_day.max(1.0),
            "day {}: {used} {}",
            t.day,
            t.used_t_per_day
        );
        for ((class, left), before) in state.classes.iter().zip(&t.class_left_t).zip(&mut before) {
            let most = *before + 10.0 * (class.came_t_per_day - class.used_t_per_day);
            assert!(*left <= most + 1.0, "day {}: {left} left of {most}", t.day);
            *before = *left;
        }
        let named =
            |list: &[usize]| list.iter().map(|p| a.theatre.places[*p].name.as_str()).collect::<Vec<_>>().join(", ");
        assert_eq!(
            (named(&state.front), named(&state.railhead)),
            (t.front.clone(), t.railhead.clone()),
            "day {}",
            t.day
        );
    }
    // Bern, the last place of the corridor, is reached, and nobody stood there on the first day.
    assert!(a.theatre.states[0].held[4] < 0.05 && a.theatre.states.last().expect("a state").held[4] > 0.95);
}

#[test]
fn a_page_takes_no_other_name() {
    railhead().args(["solve", "x.xlsx", "--html", "page.xlsx"]).assert().code(2);
}

/// Before anything is read or solved: there is no such file.
#[cfg(not(feature = "pdf"))]
#[test]
fn a_build_without_papers_says_so_at_once() {
    let run = railhead().args(["solve", "nowhere.xlsx", "--pdf", "paper.pdf"]).output().expect("a run");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(said.contains("sets no PDF") && said.contains("--features pdf"), "{said}");
}

#[test]
fn in_a_browser_the_page_agrees_with_the_json() {
    let a = solved(&["solve"], &[]);
    in_browser("page.mjs", &[&a.path("page.html"), &a.path("answer.json")]);
}

/// At two widths the page looks like the pictures in tests/browser/expected. `node tests/browser/shots.mjs PAGE.html
/// tests/browser/expected --write` makes them anew; look at them before they go in. `RAILHEAD_KEEP_PAGE=FILE` keeps the page.
#[test]
fn the_page_looks_as_it_is_to_look() {
    let a = solved(&["solve", "--no-plan"], &[]);
    if let Some(kept) = std::env::var_os("RAILHEAD_KEEP_PAGE") {
        std::fs::write(kept, &a.page).expect("a page");
    }
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/expected");
    in_browser("shots.mjs", &[&a.path("page.html"), &expected]);
}

/// Within twenty days nobody comes to Bern, 420 km away at 6 km a day: there is no schedule, and the map shows day 0.
#[test]
fn a_page_without_a_schedule_still_has_its_map() {
    let a = solved(&["solve", "--no-plan"], &[("1945-01-12,120,", "1945-01-12,20,")]);
    assert_eq!(a.json["timeline"].as_array().map(Vec::len), Some(0));
    assert!(a.page.contains("id=\"map\"") && !a.page.contains("id=\"day\""));
    assert!(a.page.contains("the map shows the theatre on day 0"));
    in_browser("page.mjs", &[&a.path("page.html"), &a.path("answer.json")]);
}

#[test]
fn nothing_in_a_workbook_runs() {
    let evil = [
        ("Cham,Cham,", "Cham,<script>alert(1)</script>,"),
        ("Esse,Esse,", "Esse,\"</script><img src=x onerror=alert(2)>\","),
        ("Corridor,can", "\"\"\"><svg onload=alert(3)>\",can"),
        ("food,Food,", "food,<b onclick=alert(4)>Food</b>,"),
        ("quiet,Quiet", "quiet,javascript:alert(5)"),
    ];
    let a = solved(&["solve", "--no-plan"], &evil);
    assert_eq!(a.page.matches("<script").count(), 2, "the data and the page's own");
    assert!(!a.page.contains("<img") && !a.page.contains("<svg onload") && !a.page.contains("<b onclick"));
    assert!(a.page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the name is still there, as a name");
    in_browser("page.mjs", &[&a.path("page.html"), &a.path("answer.json")]);
}

#[test]
fn an_explained_page_has_flips_prices_and_ways() {
    let levers = "lever,name,resource,applies_to,can_change,least,most,weight\ntrucks,Trucks,trucks,,yes,0,1000,1\n";
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in corridor::files(20, "fierce", &[("levers", levers)]) {
        std::fs::write(folder.path().join(name), text).expect("a table");
    }
    let page = folder.path().join("page.html");
    let run = railhead()
        .args(["explain", "--no-plan", "--only", "prices,flips", "--quiet"])
        .arg(folder.path())
        .arg("-o")
        .arg(folder.path().join("r.xlsx"))
        .arg("--html")
        .arg(&page)
        .output()
        .expect("a run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = std::fs::read_to_string(&page).expect("a page");
    for heading in ["What decides", "Where the answer flips", "What one step is worth"] {
        assert!(text.contains(&format!("<h3>{heading}</h3>")), "{heading}");
    }
    in_browser("plain.mjs", &[&page]);
}

#[test]
fn a_batch_has_a_page_with_a_link_to_every_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let model = batching::model(folder.path());
    let out = folder.path().join("out");
    // One of the scenarios is broken on purpose.
    let run = railhead().arg("batch").arg(&model).args(["--no-plan", "--curve", "--quiet", "--out"]).arg(&out).output();
    assert_eq!(run.expect("a run").status.code(), Some(1));
    let page = out.join("report.html");
    let text = std::fs::read_to_string(&page).expect("a page");
    let cases = batching::case_files(&out);
    for (i, file) in cases.iter().enumerate() {
        let name = file.file_name().expect("a name").to_string_lossy();
        let json: Json = serde_json::from_slice(&std::fs::read(file).expect("a case")).expect("json");
        assert!(
            text.contains(&format!(r##"href="#case-{}""##, i + 1)) && text.contains(&format!(r#"id="case-{}""#, i + 1))
        );
        if let Some(most) = json["outcome"]["answered"]["most_men"].as_f64() {
            assert!(text.contains(&railhead::report::words::at_most(most)), "{name}: {most}");
            assert!(text.contains(&format!(r#"href="cases/{name}""#)), "{name}");
        }
    }
    in_browser("plain.mjs", &[&page]);
}

#[test]
fn an_uncertainty_run_has_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, mut text) in corridor::files(20, "fierce", &[]) {
        text = text.replace(
            "t_per_day\nfood,Arad,food,700\n",
            "t_per_day,t_per_day_low,t_per_day_high\nfood,Arad,food,700,500,900\n",
        );
        text = text.replace("ammunition,Arad,ammunition,150\n", "ammunition,Arad,ammunition,150,100,250\n");
        text = text.replace("fuel,Arad,fuel,500\n", "fuel,Arad,fuel,500,400,600\n");
        std::fs::write(folder.path().join(name), text).expect("a table");
    }
    let out = folder.path().join("out");
    let run =
        railhead().arg("uncertainty").arg(folder.path()).args(["--draws", "40", "--quiet", "--out"]).arg(&out).output();
    let run = run.expect("a run");
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    let text = std::fs::read_to_string(out.join("report.html")).expect("a page");
    let json: Json =
        serde_json::from_slice(&std::fs::read(out.join("uncertainty.json")).expect("a file")).expect("json");
    let share = json["not_ruled_out"]["share"].as_f64().expect("a share");
    assert!(text.contains(&format!("P(YES) at most {:.1} %", share * 100.0)), "{share}");
    let half = railhead::report::words::at_most(json["men"]["p50"].as_f64().expect("men"));
    assert!(text.contains(&half), "{half}");
    in_browser("plain.mjs", &[&out.join("report.html")]);
}

#[test]
fn a_hundred_cases_stay_small() {
    let words = "What is short, in a sentence as long as they come to be in the reports of large campaigns. ".repeat(5);
    let one = |i: usize| {
        let case = Case {
            input: "models/vistula-rhine".into(),
            scenario: Some(format!("scenario-{i} <b>")),
            levers: vec![("trucks".into(), 20_000.0 + i as f64)],
            key: format!("{i:064}"),
        };
        let dates = (0..12).map(|k| DatePoint {
            day: 100.0 + 10.0 * f64::from(k),
            date: "1945-06-01".into(),
            most_men: 1e6 + f64::from(k) * 5e4 + i as f64,
        });
        let answered = Answered {
            question: "can_it_be_done".into(),
            title: "Vistula to Rhine".into(),
            verdict: "NO".into(),
            target_men: 2e6,
            most_men: 1.5e6 + i as f64,
            margin: -0.25,
            day: Some(210.0),
            date: "1945-08-10".into(),
            plan_men: None,
            short_of: "Ammunition from the homeland".into(),
            step: "100 t/day more".into(),
            men_per_step: Some(220_000.0),
            sentences: vec![words.clone(); 3],
            dates: dates.collect(),
            period_days: 10.0,
            version: "0.1.0".into(),
            solver: "HiGHS".into(),
            input_hash: "0".repeat(64),
            certificate: None,
            drawn: None,
        };
        let finished = Finished::new(&case, Outcome::Answered(Box::new(answered)), 1.0);
        (case, finished)
    };
    let all: Vec<(Case, Finished)> = (0..100).map(one).collect();
    let rows: Vec<(&Case, &Finished)> = all.iter().map(|(c, f)| (c, f)).collect();
    let page = html::batch::text(&rows);
    assert!(page.len() < 10_000_000, "{} bytes", page.len());
    assert_eq!(page.matches("<article").count(), 100);
    assert!(page.contains("scenario-7 &lt;b&gt;") && !page.contains("scenario-7 <b>"));
}
