//! The answer for people to read: on a terminal of 80 columns, or as Markdown.

use super::look::Look;
use super::words::{self, at_most, day, signed_percent, whole};
use crate::answer::{Answer, CurvePoint, TimelineRow};
use crate::workbook::validation::shortened;

/// Letters of the longest bar.
const BAR: usize = 38;
/// Rows of the list of bottlenecks.
const BOTTLENECKS: usize = 8;
/// Rows of the timeline.
const PERIODS: usize = 12;

/// The answer for a terminal without colours: see [`written`].
pub fn text(answer: &Answer) -> String {
    written(answer, Look::Plain)
}

/// The answer: verdict, reasons, dates, what binds, a short timeline and the stamp. On a terminal no line has over 80 letters.
pub fn written(answer: &Answer, look: Look) -> String {
    let parts = [
        verdict(answer, look),
        sentences(answer, look),
        earliest(answer, look),
        super::figures::text(answer, look),
        curve(answer, look),
        bottlenecks(answer, look),
        timeline(answer, look),
        warnings(answer, look),
        stamp(answer, look),
    ];
    let mut out = parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    out.push('\n');
    out
}

pub(super) fn verdict(answer: &Answer, look: Look) -> Option<String> {
    let mut lines = vec![
        look.title(&answer.asked.title),
        look.paragraph(&words::question(answer), ""),
        String::new(),
        look.verdict(answer.verdict, &words::verdict(answer)),
    ];
    if let Some(target) = words::target(answer) {
        let margin = signed_percent(answer.margin);
        let mut words = format!("Proved bound {}, target {}, margin {margin}", at_most(answer.most_men), whole(target));
        if let Some(men) = answer.figures.men_by_plan {
            words = format!("Plan {}, {}", whole(men.floor()), words.to_lowercase());
        }
        lines.push(look.paragraph(&words, "    "));
    }
    Some(lines.join("\n"))
}

fn sentences(answer: &Answer, look: Look) -> Option<String> {
    let lines: Vec<String> = answer.sentences.iter().map(|s| look.paragraph(s, "")).collect();
    some(lines.join("\n"))
}

fn earliest(answer: &Answer, look: Look) -> Option<String> {
    let rows = answer.earliest.iter().map(|e| {
        let since = match (e.day, &e.date) {
            (Some(d), Some(date)) => format!("day {} ({date})", day(d)),
            (Some(d), None) => format!("day {}", day(d)),
            (None, _) => "none: ruled out on all dates".into(),
        };
        let out = e.ruled_out_on.map_or("-".into(), |d| format!("day {}", day(d)));
        vec![whole(e.men), since, out]
    });
    look.section("EARLIEST DAY NOT RULED OUT", look.table(["Men", "Not ruled out from", "Ruled out until"], rows, &[0]))
}

/// One bar for each date; the target is a line across them.
fn curve(answer: &Answer, look: Look) -> Option<String> {
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
        let enough = target.is_none_or(|t| p.most_men >= t);
        let bar = look.bar(bar.into_iter().collect::<String>().trim_end(), enough);
        let men = at_most(p.most_men);
        format!("{:>5}  {:<10} {men:>11}  {bar}{held}", day(p.day), p.date).trim_end().to_string()
    };
    let head = match target {
        Some(t) => format!("{:>5}  {:<10} {:>11}  | = target {}", "Day", "Date", "Men at most", whole(t)),
        None => format!("{:>5}  {:<10} {:>11}", "Day", "Date", "Men at most"),
    };
    let lines: Vec<String> = std::iter::once(head).chain(answer.curve.iter().map(line)).collect();
    look.section("MEN THAT CAN BE SUSTAINED FROM A DAY ON, AT MOST", look.drawing(lines.join("\n")))
}

fn bottlenecks(answer: &Answer, look: Look) -> Option<String> {
    let rows = answer.bottlenecks.iter().take(BOTTLENECKS).map(|b| {
        let days = format!("{}-{}", day(b.from_day), day(b.to_day));
        vec![brief(&b.what, 60), brief(&b.place, 40), days, brief(&b.step, 40), whole(b.men_per_step)]
    });
    let list = look.table(["What is short", "Where", "Days", "Step", "Men more"], rows, &[2, 4]);
    let left = answer.bottlenecks.len().saturating_sub(BOTTLENECKS);
    let more = if left > 0 { look.below(&format!("{left} more in the workbook.")) } else { String::new() };
    look.section("WHAT HOLDS THE ANSWER DOWN", if list.is_empty() { list } else { list + &more })
}

fn timeline(answer: &Answer, look: Look) -> Option<String> {
    let place = |words: &str| match look {
        Look::Markdown => brief(words, 28),
        _ => breakable(&brief(words, 28)),
    };
    let rows = sampled(&answer.timeline).into_iter().map(|t| {
        vec![
            day(t.day),
            t.date.clone(),
            place(&t.front),
            place(&t.railhead),
            whole(t.men),
            whole(t.men_engaged),
            if t.days_of_supply.is_finite() { format!("{:.1}", t.days_of_supply) } else { "-".into() },
        ]
    });
    let headers = ["Day", "Date", "Front", "Railhead", "Men at end", "Engaged, mean", "Stock (days)"];
    let list = look.table(headers, rows, &[0, 4, 5, 6]);
    if list.is_empty() {
        return None;
    }
    look.section("TIMELINE", format!("{}\n{list}", look.paragraph(&words::optimistic(answer), "")))
}

/// Letters of the longest word that a narrow column of the timeline holds.
const LONGEST_WORD: usize = 12;

/// Long names may be broken after their strokes and hyphens: `Mannheim/ Ludwigshafen`.
fn breakable(words: &str) -> String {
    let one = |word: &str| match word.chars().count() {
        0..=LONGEST_WORD => word.to_string(),
        _ => word.replace('/', "/ ").replace('-', "- "),
    };
    words.split(' ').map(one).collect::<Vec<_>>().join(" ")
}

/// Rows spread evenly, the last one among them.
fn sampled(rows: &[TimelineRow]) -> Vec<&TimelineRow> {
    let step = rows.len().div_ceil(PERIODS).max(1);
    let mut picked: Vec<_> = rows.iter().rev().step_by(step).collect();
    picked.reverse();
    picked
}

fn warnings(answer: &Answer, look: Look) -> Option<String> {
    let lines: Vec<String> = answer.warnings.iter().map(|w| look.paragraph(&w.to_string(), "  ")).collect();
    look.section("WARNINGS ABOUT THE INPUT", lines.join("\n"))
}

pub(super) fn stamp(answer: &Answer, look: Look) -> Option<String> {
    let line = |(name, value): (&str, String)| match look {
        Look::Markdown => format!("- {name}: {}", look.paragraph(&value, "").trim_end()),
        _ => {
            let text = look.paragraph(&value, "          ");
            format!("{name:<10}{}", text.trim_start()).trim_end().to_string()
        }
    };
    look.section("MADE WITH", words::stamp(answer).map(line).join("\n"))
}

/// A heading above something, for a terminal without colours; nothing above nothing.
pub(super) fn section(heading: &str, content: String) -> Option<String> {
    Look::Plain.section(heading, content)
}

fn some(content: String) -> Option<String> {
    (!content.is_empty()).then_some(content)
}

/// Rows under headers within the width, for a terminal without colours; empty if there are none.
pub(super) fn table<'a>(
    headers: impl IntoIterator<Item = &'a str>,
    rows: impl Iterator<Item = Vec<String>>,
    right: &[usize],
) -> String {
    Look::Plain.table(headers, rows, right)
}

/// Cut at a word, on one line.
pub(super) fn brief(words: &str, most: usize) -> String {
    shortened(&words.split_whitespace().collect::<Vec<_>>().join(" "), most)
}
