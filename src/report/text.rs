//! The answer for a terminal of 80 columns, without colours.

use comfy_table::{CellAlignment, ContentArrangement, Table};

use super::words::{self, at_most, day, signed_percent, whole, wrapped};
use crate::answer::{Answer, CurvePoint, TimelineRow};
use crate::workbook::validation::shortened;

/// Letters in a line.
const WIDTH: usize = 78;
/// Letters of the longest bar.
const BAR: usize = 38;
/// Rows of the list of bottlenecks.
const BOTTLENECKS: usize = 8;
/// Rows of the timeline.
const PERIODS: usize = 12;
/// A rule below the headers and nothing else, in the table maker's order of parts.
const RULED: &str = "     --            ";

/// The answer: verdict, reasons, dates, what binds, a short timeline and the stamp. No line has over 80 letters.
pub fn text(answer: &Answer) -> String {
    let parts = [
        verdict(answer),
        sentences(answer),
        earliest(answer),
        super::figures::text(answer),
        curve(answer),
        bottlenecks(answer),
        timeline(answer),
        warnings(answer),
        stamp(answer),
    ];
    let mut out = parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    out.push('\n');
    out
}

pub(super) fn verdict(answer: &Answer) -> Option<String> {
    let mut lines = vec![
        filled(&answer.asked.title, ""),
        filled(&words::question(answer), ""),
        String::new(),
        filled(&words::verdict(answer), "    "),
    ];
    if let Some(target) = words::target(answer) {
        let margin = signed_percent(answer.margin);
        let mut words = format!("Proved bound {}, target {}, margin {margin}", at_most(answer.most_men), whole(target));
        if let Some(men) = answer.figures.men_by_plan {
            words = format!("Plan {}, {}", whole(men.floor()), words.to_lowercase());
        }
        lines.push(filled(&words, "    "));
    }
    Some(lines.join("\n"))
}

fn sentences(answer: &Answer) -> Option<String> {
    let lines: Vec<String> = answer.sentences.iter().map(|s| filled(s, "")).collect();
    some(lines.join("\n"))
}

fn earliest(answer: &Answer) -> Option<String> {
    let rows = answer.earliest.iter().map(|e| {
        let since = match (e.day, &e.date) {
            (Some(d), Some(date)) => format!("day {} ({date})", day(d)),
            (Some(d), None) => format!("day {}", day(d)),
            (None, _) => "none: ruled out on all dates".into(),
        };
        let out = e.ruled_out_on.map_or("-".into(), |d| format!("day {}", day(d)));
        vec![whole(e.men), since, out]
    });
    section("EARLIEST DAY NOT RULED OUT", table(["Men", "Not ruled out from", "Ruled out until"], rows, &[0]))
}

/// One bar for each date; the target is a line across them.
fn curve(answer: &Answer) -> Option<String> {
    let target = words::target(answer).filter(|t| *t > 0.0);
    let bounds = answer.curve.iter().map(|p| p.most_men).chain(target);
    let scale = bounds.filter(|m| m.is_finite()).fold(0.0, f64::max);
    if answer.curve.is_empty() || scale <= 0.0 {
        return None;
    }
    let letters = |men: f64| (men / scale * BAR as f64).round().clamp(0.0, BAR as f64) as usize;
    let mark = target.map(letters);
    let line = |p: &CurvePoint| {
        let mut bar: Vec<char> = vec!['#'; letters(p.most_men)];
        bar.resize(BAR + 1, ' ');
        if let Some(c) = mark.and_then(|m| bar.get_mut(m)) {
            *c = '|';
        }
        let held = if p.can_be_held { "" } else { "  not held" };
        let bar: String = bar.into_iter().collect();
        let men = at_most(p.most_men);
        format!("{:>5}  {:<10} {men:>11}  {bar}{held}", day(p.day), p.date).trim_end().to_string()
    };
    let head = match target {
        Some(t) => format!("{:>5}  {:<10} {:>11}  | = target {}", "Day", "Date", "Men at most", whole(t)),
        None => format!("{:>5}  {:<10} {:>11}", "Day", "Date", "Men at most"),
    };
    let lines: Vec<String> = std::iter::once(head).chain(answer.curve.iter().map(line)).collect();
    section("MEN THAT CAN BE SUSTAINED FROM A DAY ON, AT MOST", lines.join("\n"))
}

fn bottlenecks(answer: &Answer) -> Option<String> {
    let rows = answer.bottlenecks.iter().take(BOTTLENECKS).map(|b| {
        let days = format!("{}-{}", day(b.from_day), day(b.to_day));
        vec![brief(&b.what, 60), brief(&b.place, 40), days, brief(&b.step, 40), whole(b.men_per_step)]
    });
    let list = table(["What is short", "Where", "Days", "Step", "Men more"], rows, &[2, 4]);
    let left = answer.bottlenecks.len().saturating_sub(BOTTLENECKS);
    let more = if left > 0 { format!("\n{left} more in the workbook.") } else { String::new() };
    section("WHAT HOLDS THE ANSWER DOWN", if list.is_empty() { list } else { list + &more })
}

fn timeline(answer: &Answer) -> Option<String> {
    let rows = sampled(&answer.timeline).into_iter().map(|t| {
        vec![
            day(t.day),
            t.date.clone(),
            brief(&t.front, 28),
            brief(&t.railhead, 28),
            whole(t.men),
            whole(t.men_engaged),
            if t.days_of_supply.is_finite() { format!("{:.1}", t.days_of_supply) } else { "-".into() },
        ]
    });
    let headers = ["Day", "Date", "Front", "Railhead", "Men", "Engaged", "Stock (days)"];
    let list = table(headers, rows, &[0, 4, 5, 6]);
    if list.is_empty() {
        return None;
    }
    section("TIMELINE", format!("{}\n{list}", filled(&format!("{}.", words::OPTIMISTIC), "")))
}

/// Rows spread evenly, the last one among them.
fn sampled(rows: &[TimelineRow]) -> Vec<&TimelineRow> {
    let step = rows.len().div_ceil(PERIODS).max(1);
    let mut picked: Vec<_> = rows.iter().rev().step_by(step).collect();
    picked.reverse();
    picked
}

fn warnings(answer: &Answer) -> Option<String> {
    let lines: Vec<String> = answer.warnings.iter().map(|w| filled(&w.to_string(), "  ")).collect();
    section("WARNINGS ABOUT THE INPUT", lines.join("\n"))
}

pub(super) fn stamp(answer: &Answer) -> Option<String> {
    let line = |(name, value): (&str, String)| {
        let text = filled(&value, "          ");
        format!("{name:<10}{}", text.trim_start()).trim_end().to_string()
    };
    section("MADE WITH", words::stamp(answer).map(line).join("\n"))
}

/// A heading above something; nothing above nothing.
pub(super) fn section(heading: &str, content: String) -> Option<String> {
    some(content).map(|c| format!("{heading}\n{c}"))
}

fn some(content: String) -> Option<String> {
    (!content.is_empty()).then_some(content)
}

/// Rows under headers within the width; empty if there are none. The columns in `right` are aligned to the right.
pub(super) fn table<'a>(
    headers: impl IntoIterator<Item = &'a str>,
    rows: impl Iterator<Item = Vec<String>>,
    right: &[usize],
) -> String {
    let mut table = Table::new();
    table.load_preset(RULED).set_content_arrangement(ContentArrangement::Dynamic);
    // Whoever reads it through a pipe gets the same text.
    table.force_no_tty().set_width(WIDTH as u16).set_header(headers.into_iter().collect::<Vec<_>>()).add_rows(rows);
    // Every letter counts: names are what gets broken otherwise.
    table.column_iter_mut().for_each(|c| {
        c.set_padding((0, 1));
    });
    for i in right {
        if let Some(column) = table.column_mut(*i) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    if table.is_empty() { String::new() } else { table.trim_fmt() }
}

/// Cut at a word, on one line.
pub(super) fn brief(words: &str, most: usize) -> String {
    shortened(&words.split_whitespace().collect::<Vec<_>>().join(" "), most)
}

/// Words in lines of the width; one that is longer than a line is broken.
fn filled(words: &str, indent: &str) -> String {
    let room = WIDTH - indent.len();
    let mut pieces = Vec::new();
    for word in words.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        pieces.extend(letters.chunks(room).map(|c| c.iter().collect::<String>()));
    }
    wrapped(&pieces.join(" "), indent, WIDTH)
}
