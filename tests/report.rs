//! What is written down is what was answered.

#[path = "common/answer.rs"]
mod sample;

use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use railhead::answer::{Answer, Verdict};
use railhead::campaign::QuestionKind;
use railhead::report::{self, json, text};
use sample::sample;

const SHEETS: [&str; 8] =
    ["Answer", "Timeline", "Charts", "Flows", "Stocks", "Depots", "Bottlenecks", "AssumptionsUsed"];

/// Writes and opens again.
fn opened(answer: &Answer) -> Xlsx<std::io::BufReader<std::fs::File>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("test.results.xlsx");
    report::write(&answer.into(), &path).unwrap();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    book.load_tables().unwrap();
    book
}

/// Numbers of a column of a named table; `None` where the cell is blank.
fn numbers(book: &mut Xlsx<std::io::BufReader<std::fs::File>>, table: &str, header: &str) -> Vec<Option<f64>> {
    let table = book.table_by_name(table).unwrap();
    let column = table.columns().iter().position(|c| c == header).unwrap_or_else(|| panic!("no column {header}"));
    let number = |cell: &Data| match cell {
        Data::Float(n) => Some(*n),
        Data::Int(n) => Some(*n as f64),
        Data::Empty => None,
        other => panic!("{header}: {other:?}"),
    };
    table.data().rows().map(|r| number(&r[column])).collect()
}

fn texts(range: &Range<Data>) -> String {
    let cells = range.used_cells().filter_map(|(_, _, c)| match c {
        Data::String(s) => Some(s.as_str()),
        _ => None,
    });
    cells.collect::<Vec<_>>().join("\n")
}

#[test]
fn workbook_holds_the_numbers_of_the_answer() {
    let answer = sample();
    let mut book = opened(&answer);
    assert_eq!(book.sheet_names(), SHEETS);
    let some = |v: Vec<f64>| v.into_iter().map(Some).collect::<Vec<_>>();
    let curve = &answer.curve;
    assert_eq!(numbers(&mut book, "ResCurve", "Day"), some(curve.iter().map(|p| p.day).collect()));
    assert_eq!(
        numbers(&mut book, "ResCurve", "Men at most"),
        some(curve.iter().map(|p| report::words::bound(p.most_men)).collect())
    );
    assert_eq!(numbers(&mut book, "ResCurve", "Target (men)"), vec![Some(250_000.0); 12]);
    let stock: Vec<f64> = answer.timeline.iter().map(|t| t.stock_t).collect();
    assert_eq!(numbers(&mut book, "ResTimeline", "Stock (t)"), some(stock));
    let price: Vec<f64> = answer.bottlenecks.iter().map(|b| b.men_per_step).collect();
    assert_eq!(numbers(&mut book, "ResBottlenecks", "Men more for the step"), some(price));
    let base: Vec<f64> = answer.assumptions.iter().map(|a| a.base).collect();
    assert_eq!(numbers(&mut book, "ResAssumptions", "Base"), some(base));
    let low: Vec<Option<f64>> = answer.assumptions.iter().map(|a| a.low).collect();
    assert_eq!(numbers(&mut book, "ResAssumptions", "Low"), low);
}

#[test]
fn dust_is_left_out() {
    let mut book = opened(&sample());
    assert_eq!(numbers(&mut book, "ResFlows", "Tonnes a day").len(), 270);
    assert_eq!(numbers(&mut book, "ResStocks", "Stock (t)").len(), 108);
}

#[test]
fn what_is_no_number_stays_blank() {
    let mut answer = sample();
    answer.margin = f64::NAN;
    answer.flows[1].capacity_per_day = 0.0;
    let mut book = opened(&answer);
    assert_eq!(numbers(&mut book, "ResTimeline", "Stock (days of supply)")[0], None);
    assert_eq!(numbers(&mut book, "ResTimeline", "Ammunition left (t)"), vec![None; 36]);
    assert_eq!(numbers(&mut book, "ResFlows", "Used share")[0], None);
    for sheet in SHEETS {
        let words = texts(&book.worksheet_range(sheet).unwrap());
        assert!(!words.lines().any(|l| l == "NAN" || l == "INF" || l == "-INF"), "{sheet}");
    }
    assert!(!text(&answer).contains("NaN"));
}

#[test]
fn first_sheet_says_verdict_reasons_and_stamp() {
    let answer = sample();
    let mut book = opened(&answer);
    let words = texts(&book.worksheet_range("Answer").unwrap());
    let wanted = [answer.verdict.word(), &answer.sentences[0], &answer.stamp.input, &answer.stamp.input_hash];
    for wanted in wanted {
        assert!(words.lines().any(|l| l == wanted), "no {wanted} in\n{words}");
    }
    assert!(texts(&book.worksheet_range("Timeline").unwrap()).contains("not a plan"));
}

#[test]
fn same_answer_same_bytes() {
    assert_eq!(
        report::workbook::bytes(&(&sample()).into()).unwrap(),
        report::workbook::bytes(&(&sample()).into()).unwrap()
    );
    assert_eq!(json(&(&sample()).into()).unwrap(), json(&(&sample()).into()).unwrap());
}

#[test]
fn names_that_look_like_formulas_stay_text() {
    let mut answer = sample();
    answer.flows[1].link = "=1+1".into();
    answer.classes[1] = answer.classes[0].to_uppercase();
    let mut book = opened(&answer);
    assert!(texts(&book.worksheet_range("Flows").unwrap()).lines().any(|l| l == "=1+1"));
}

#[test]
fn an_answer_without_schedule_can_be_written() {
    let mut answer = sample();
    answer.timeline.clear();
    answer.flows.clear();
    answer.stocks.clear();
    answer.bottlenecks.clear();
    answer.curve.clear();
    answer.earliest.clear();
    answer.warnings.clear();
    answer.sentences.clear();
    let without = SHEETS.into_iter().filter(|s| !["Charts", "Depots"].contains(s));
    assert_eq!(opened(&answer).sheet_names(), without.collect::<Vec<_>>());
    assert!(text(&answer).contains("NO"));
}

#[test]
fn a_missing_folder_is_an_error_in_words() {
    let error = report::write(&(&sample()).into(), Path::new("/no/such/folder/a.xlsx")).unwrap_err();
    assert!(error.to_string().contains("the folder does not exist"), "{error}");
}

#[test]
fn json_holds_the_numbers_of_the_answer() {
    let answer = sample();
    let value: serde_json::Value = serde_json::from_str(&json(&(&answer).into()).unwrap()).unwrap();
    assert_eq!(value["format"], "railhead-answer");
    assert_eq!(value["schema_version"], 1);
    assert_eq!(value["verdict"], "NO");
    assert_eq!(value["most_men"], answer.most_men);
    assert_eq!(value["margin"], answer.margin);
    for (n, point) in answer.curve.iter().enumerate() {
        assert_eq!(value["curve"][n]["most_men"], point.most_men);
        assert!(value["curve"][n].get("seconds").is_none(), "times differ at every run");
    }
    assert_eq!(value["flows"].as_array().map(Vec::len), Some(300));
    assert!(value["timeline"][0]["days_of_supply"].is_null());
}

#[test]
fn text_fits_the_terminal() {
    let mut answer = sample();
    let usual = text(&answer);
    answer.stamp.input = "x".repeat(200);
    answer.asked.title = "Donaudampfschifffahrt".repeat(9);
    answer.bottlenecks[0].what = "y".repeat(150);
    answer.timeline[35].front = "Rostow-am-Don".repeat(8);
    for text in [&usual, &self::text(&answer)] {
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
    assert!(usual.contains("\n    NO\n"), "{usual}");
    assert!(usual.contains(&answer.stamp.input_hash));
    assert!(usual.contains("target 250,000, margin -31.5 %"), "{usual}");
    assert!(!usual.contains('\u{1b}'));
}

#[test]
fn bounds_are_rounded_up() {
    let mut answer = sample();
    answer.verdict = Verdict::Number;
    answer.asked.question = QuestionKind::HowMany;
    answer.most_men = 171_234.1;
    let words = text(&answer);
    assert!(words.contains("AT MOST 171,235 men"), "{words}");
    assert!(!words.contains("= target"), "{words}");
}

#[test]
fn colours_and_markdown_say_the_same_as_the_plain_text() {
    use railhead::report::look::Look;
    let answer = sample();
    let plain = text(&answer);
    let coloured = text::written(&answer, Look::Coloured);
    assert_ne!(coloured, plain);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain, "only escapes differ");
    let page = text::written(&answer, Look::Markdown);
    let figures = |s: &str| -> Vec<String> {
        let figure = |w: &str| w.chars().any(|c| c.is_ascii_digit());
        let mut all: Vec<String> = s
            .split(|c: char| c.is_whitespace() || c == '|')
            .filter(|w| figure(w))
            .map(|w| w.trim_end_matches(':').to_string())
            .collect();
        all.sort();
        all
    };
    // The hash is broken over two lines of a terminal.
    let hash = &answer.stamp.input_hash;
    let without = |all: Vec<String>| all.into_iter().filter(|f| !hash.contains(f.as_str())).collect::<Vec<_>>();
    assert_eq!(without(figures(&page)), without(figures(&plain)), "the same numbers in each");
    assert!(page.starts_with("# ") && page.contains("\n## Timeline\n"), "{page}");
}

#[test]
fn a_name_means_nothing_to_markdown() {
    use railhead::report::look::Look;
    let mut answer = sample();
    answer.asked.title = "<script>alert(1)</script> | *now* [x](y) `z`".into();
    let row = &mut answer.timeline[0];
    row.front = "a|b <b>".into();
    answer.timeline.truncate(1);
    let page = text::written(&answer, Look::Markdown);
    assert!(page.starts_with("# &lt;script>alert(1)&lt;/script> \\| \\*now\\* \\[x\\](y) \\`z\\`"), "{page}");
    assert!(page.contains("a\\|b &lt;b>"), "{page}");
    assert!(!page.replace("&lt;", "").contains('<'), "{page}");
    for (title, shown) in [
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("12. a", "12\\. a"),
        ("1945", "1945"),
        ("-5 a", "-5 a"),
        ("1.5 a", "1.5 a"),
    ] {
        answer.asked.title = title.into();
        assert!(text::written(&answer, Look::Markdown).starts_with(&format!("# {shown}\n")), "{title}");
    }
}

/// Two places 1 degree apart and the line between them, on the sample's flows.
fn with_theatre() -> Answer {
    use railhead::answer::theatre::{ClassDay, MapLink, MapPlace, State, Theatre};
    let mut answer = sample();
    let place = |name: &str, longitude: f64, ours_from| MapPlace {
        key: name[..3].to_uppercase(),
        name: name.into(),
        latitude: 52.0,
        longitude,
        river: String::new(),
        corridor: "north".into(),
        ours_from,
        must_hold: ours_from.is_none(),
        counts: false,
    };
    let states = answer.timeline.iter().map(|t| State {
        day: t.day,
        // Taken at the end of day 50.
        held: vec![1.0, if t.day >= 50.0 { 1.0 } else { 0.3 }],
        working: vec![1.0],
        front: vec![1],
        railhead: vec![0],
        classes: vec![ClassDay { came_t_per_day: 7.0, used_t_per_day: t.day }; 4],
    });
    answer.theatre = Theatre {
        states: states.collect(),
        places: vec![place("Lodz", 19.5, Some(0.0)), place("Posen", 20.5, None)],
        links: vec![MapLink {
            kind: "rail",
            key: "L1".into(),
            ends: (0, 1),
            km: 100.0,
            capacity: 10.0,
            track: Some((1.0, 1435.0)),
        }],
    };
    // On the last day the line carries 7 of 10 trains one way, 9.6 the other; on the day before nothing.
    let last = answer.timeline.last().unwrap().day;
    // A road of the same key has nothing to do with it.
    answer.flows.truncate(3);
    for (flow, (kind, trains)) in answer.flows.iter_mut().zip([("rail", 7.0), ("rail", 9.6), ("road", 9.9)]) {
        (flow.kind, flow.link) = (kind, "L1".into());
        flow.to_day = last;
        (flow.t_per_day, flow.traffic_per_day, flow.capacity_per_day) = (100.0, trains, 10.0);
    }
    answer
}

#[test]
fn the_map_shows_loads_and_who_holds_what() {
    let mut book = opened(&with_theatre());
    let sheet = book.worksheet_range("Map").unwrap();
    // The larger of 70 % and 96 %.
    let at = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!(at(6, 17), Data::String("L1".into()));
    assert_eq!(at(6, 19), Data::Float(0.96));
    assert_eq!(at(7, 19), Data::Float(0.96));
    // Only the last of the four looks, full, shows it.
    for column in 21..24 {
        assert!(matches!(at(6, column), Data::Error(_)), "{:?}", at(6, column));
    }
    assert_eq!((at(6, 24), at(7, 24)), (Data::Float(52.0), Data::Float(52.0)));
    assert_eq!((at(6, 20), at(7, 20)), (Data::Float(19.5), Data::Float(20.5)));
    // Ours from the first day, and from the end of day 50.
    assert_eq!((at(6, 29), at(7, 29)), (Data::Float(0.0), Data::Float(50.0)));
    // A column of the timeline for what of each class came and was used.
    let days = numbers(&mut book, "ResTimeline", "Day");
    assert_eq!(numbers(&mut book, "ResTimeline", "Fodder used (t/day)"), days);
}

#[test]
fn depots_are_read_from_the_stocks() {
    let answer = sample();
    let mut book = opened(&answer);
    let sheet = book.worksheet_range("Depots").unwrap();
    let most = answer.stocks.iter().map(|s| s.stock_t).fold(0.0, f64::max);
    assert_eq!(sheet.get_value((5, 2)), Some(&Data::Float(most)), "the largest stands first");
    let formulas = book.worksheet_formula("Depots").unwrap();
    let of_stocks = formulas.used_cells().filter(|(_, _, f)| f.starts_with("Stocks!")).count();
    assert!(of_stocks > answer.stocks.len() / 2, "{of_stocks}");
}
