//! What a backtest came to: for a terminal of 80 columns, and for programs.

use serde::Serialize;

use super::text::{brief, section, table};
use super::words::{day, whole, wrapped};
use crate::backtest::{Compared, Cut, Measure, Report, Score, Tested};
use crate::campaign::Quantity;

/// Name by which programs know the document.
const FORMAT: &str = "railhead-backtest";
/// Goes up when a program that reads the document would have to change.
const SCHEMA_VERSION: u32 = 1;
const WIDTH: usize = 80;

/// How the points are counted; stands wherever they are shown.
pub const POINTS: &str = "100 points inside the recorded range; outside, one less for each percent of the recorded value by which the range is \
                          missed (of a day: of the days since the start). A halt is told or it is not.";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    schema_version: u32,
    #[serde(flatten)]
    report: &'a Report,
}

/// The report as JSON, indented.
///
/// # Errors
/// Never for what [`crate::backtest::run`] gives.
pub fn json(report: &Report) -> Result<String, serde_json::Error> {
    let document = Document { format: FORMAT, schema_version: SCHEMA_VERSION, report };
    serde_json::to_string_pretty(&document).map(|text| format!("{text}\n"))
}

/// For a terminal.
pub fn text(report: &Report) -> String {
    let mut parts: Vec<String> = report.campaigns.iter().map(campaign).collect();
    parts.extend(section("SCORES", scores(report)));
    parts.push(wrapped(POINTS, "", WIDTH));
    parts.push(format!("AT WHICH SHARE OF NEED ADVANCES HALTED\n{}", wrapped(&rule(report), "", WIDTH)));
    parts.extend(section("THE SHARE OF NEED, WHERE IT IS KNOWN WHETHER THE ADVANCE HALTED", moments(report)));
    parts.extend(section("TOLD BY THE OTHERS", left_out(report)));
    format!("{}\n", parts.join("\n\n"))
}

fn campaign(t: &Tested) -> String {
    let row = |c: &Compared| {
        let what =
            if c.place.is_empty() { c.observation.clone() } else { format!("{}: {}", c.quantity.word(), c.place) };
        vec![
            brief(&what, 34),
            value(c, Some(c.observed)),
            format!("{}-{}", value(c, Some(c.low)), value(c, Some(c.high))),
            value(c, c.predicted),
            if c.inside { "inside" } else { "OUTSIDE" }.to_string(),
            format!("{:.0}", c.points),
            if c.feeds.is_empty() { String::new() } else { "fed".into() },
        ]
    };
    let list =
        table(["Recorded", "Value", "Range", "Railhead", "", "Points", ""], t.compared.iter().map(row), &[1, 2, 3, 5]);
    let mut out = format!("{}\n{}\n{list}", t.name.to_uppercase(), wrapped(&t.title, "", WIDTH));
    if !t.departs.is_empty() {
        let cells = t.departs.join(", ");
        let words = format!("Departs from the shared factors in {} cells: {}.", t.departs.len(), brief(&cells, 300));
        out = format!("{out}\n{}", wrapped(&words, "", WIDTH));
    }
    out
}

/// A figure in the unit of its quantity.
pub fn value(c: &Compared, n: Option<f64>) -> String {
    match (c.quantity, n) {
        (_, None) => "never".into(),
        (Quantity::Halt, Some(n)) => if n >= 0.5 { "yes" } else { "no" }.into(),
        (Quantity::Coverage, Some(n)) => format!("{:.0} %", n * 100.0),
        (Quantity::Stock, Some(n)) => format!("{n:.1} d"),
        (q, Some(n)) if q.is_day_at_place() => format!("day {}", day((n * 10.0).round() / 10.0)),
        (_, Some(n)) => whole(n),
    }
}

fn scored(s: &Score) -> String {
    format!("{:.0} ({} of {})", s.points, s.inside, s.of)
}

fn scores(report: &Report) -> String {
    let left = |t: &Tested| t.left_out.as_ref().map(|l| scored(&l.score)).unwrap_or_default();
    let of = |t: &Tested| vec![t.name.clone(), scored(&t.score), scored(&t.independent), left(t)];
    let total = vec![
        "all".into(),
        scored(&report.total),
        scored(&report.independent),
        report.left_out.as_ref().map(scored).unwrap_or_default(),
    ];
    let headers = ["Campaign", "Points (inside)", "Not fed", "By the others"];
    table(headers, report.campaigns.iter().map(of).chain([total]), &[1, 2, 3])
}

/// A cut in words: `less than 60 % of their need could be carried to them`.
pub fn cut(c: &Cut) -> String {
    match c.measure {
        Measure::Share => format!("less than {:.0} % of their need could be carried to them", c.at * 100.0),
        Measure::StockDays => format!("they had less than {:.1} days of supply with them", c.at),
    }
}

/// What was found of halts, in words.
pub fn rule(report: &Report) -> String {
    let Some(r) = &report.rule else {
        return "Nothing can be found: both halts and advances that went on must be recorded.".into();
    };
    let of = r.moments.len();
    let range = |c: &Cut| match c.measure {
        Measure::Share => format!("from {:.0} to {:.0} %", c.from * 100.0, c.to * 100.0),
        Measure::StockDays => format!("from {:.1} to {:.1} days", c.from, c.to),
    };
    let other = if r.cut.measure == Measure::Share { &r.stock_days } else { &r.share };
    format!(
        "Advances halted where {}; any cut {} tells {} of the {of} recorded moments rightly. By the other measure, where {}, it would be {}. Both \
         are the model's own figures, for troops that draw from their bases without depots in between.",
        cut(&r.cut),
        range(&r.cut),
        r.cut.right,
        cut(other),
        other.right
    )
}

fn moments(report: &Report) -> String {
    let Some(rule) = &report.rule else { return String::new() };
    let mut moments = rule.moments.clone();
    moments.sort_by(|a, b| rule.cut.measure.of(a).total_cmp(&rule.cut.measure.of(b)));
    let rows = moments.into_iter().map(|m| {
        let right = rule.halts(&m) == m.halted;
        vec![
            format!("{:.0} %", m.coverage * 100.0),
            format!("{:.1} d", m.stock_days),
            if m.halted { "halted" } else { "went on" }.into(),
            m.campaign,
            m.observation,
            if right { "told" } else { "NOT TOLD" }.into(),
        ]
    });
    table(["Share", "Stock", "It", "Campaign", "Observation", ""], rows, &[0, 1])
}

fn left_out(report: &Report) -> String {
    let line = |t: &Tested| {
        let l = t.left_out.as_ref()?;
        let moved: Vec<String> = l.moved.iter().map(|m| format!("{} {:+.1}", m.factor, m.position)).collect();
        let rule = l.cut.map_or("no rule".into(), |c| format!("halts where {}", cut(&c)));
        let words = format!(
            "{}: {} instead of {}; {rule}. The others had {:.0} points before the fit and {:.0} after it. Moved (-1 = low, +1 = high): {}.",
            t.name,
            scored(&l.score),
            scored(&t.score),
            l.others_before,
            l.others_after,
            if moved.is_empty() { "nothing".into() } else { moved.join(", ") }
        );
        Some(wrapped(&words, "", WIDTH))
    };
    report.campaigns.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}
