//! Many cases on one page: small multiples, a table that sorts, and each case by itself.

use std::path::Path;

use maud::{Markup, html};

use super::Known;
use super::page;
use super::table::{Cell, Head, sortable, table};
use crate::batch::{Answered, Case, Outcome};
use crate::files::{self, WriteError};
use crate::report::batch::{Row, counted, is_drawn, levers, likely, moved, target};
use crate::report::drawn::map::tenth;
use crate::report::uncertain::odds;
use crate::report::words::{at_most, day, signed_percent, whole};

/// Size of a small drawing.
const SIZE: (f64, f64) = (220.0, 64.0);

/// Writes `report.html`. The same cases give the same bytes.
///
/// # Errors
/// Where the file can't be written.
pub fn write(rows: &[Row], path: &Path) -> Result<(), WriteError> {
    files::replace(path, text(rows).as_bytes())
}

/// The page of [`write()`].
pub fn text(rows: &[Row]) -> String {
    let title = title(rows);
    let (most, names) = (most(rows), names(rows));
    // Lines and bars beside each other would not be on one scale.
    let as_lines = rows.iter().filter_map(answered).all(|a| a.dates.len() > 1);
    let body = html! {
        header {
            p.brand { "Railhead " (env!("CARGO_PKG_VERSION")) }
            h1 { (title) }
            p.question {
                (rows.len()) " cases"
                @if let Some(input) = one_input(rows) { " of " (input.rsplit(['/', '\\']).next().unwrap_or(input)) }
                ": " (counted(rows)) "."
            }
            nav aria-label="Sections" {
                ul {
                    @for (id, name) in [("side", "Side by side"), ("table", "Table"), ("cases", "Each case"), ("made", "Made with")] {
                        li { a href={ "#" (id) } { (name) } }
                    }
                }
            }
        }
        main {
            section #side aria-labelledby="side-h" {
                h2 #side-h { "Side by side" }
                p.note {
                    "The ceiling of each case: no plan has more men. The upright mark or the broken line is what is asked for. All on one scale."
                }
                ul.multiples { @for (i, row) in rows.iter().enumerate() { (multiple((i, &names[i]), row, (most, as_lines))) } }
            }
            section #table aria-labelledby="table-h" {
                h2 #table-h { "Table" }
                p.note { "A click on a head sorts." }
                (overview(rows, &names))
            }
            section #cases aria-labelledby="cases-h" {
                h2 #cases-h { "Each case" }
                @for (i, (case, finished)) in rows.iter().enumerate() { (by_itself((i, &names[i]), case, &finished.outcome)) }
            }
        }
        footer #made {
            h2 { "Made with" }
            (stamps(rows))
        }
    };
    page::page(&title, &Known::nothing(), &body)
}

/// The title that all cases share, or what they are.
fn title(rows: &[Row]) -> String {
    let mut titles: Vec<&str> = rows.iter().filter_map(|r| Some(answered(r)?.title.as_str())).collect();
    titles.dedup();
    match titles.as_slice() {
        [one] => (*one).to_string(),
        _ => "Cases side by side".into(),
    }
}

fn answered<'a>(row: &Row<'a>) -> Option<&'a Answered> {
    match &row.1.outcome {
        Outcome::Answered(a) => Some(a),
        _ => None,
    }
}

/// The input of all cases, where all have the same.
fn one_input<'a>(rows: &[Row<'a>]) -> Option<&'a str> {
    let first = rows.first()?.0.input.as_str();
    rows.iter().all(|(case, _)| case.input == first).then_some(first)
}

/// The names of the cases, without the input where all have the same.
fn names(rows: &[Row]) -> Vec<String> {
    let one = one_input(rows);
    let name = |(case, _): &Row| match case.name() {
        name if one.is_none() => name,
        name if case.scenario.is_none() && case.levers.is_empty() => {
            if rows.len() > 1 {
                "as it stands".into()
            } else {
                name
            }
        }
        // The input's own name may have a comma in it.
        _ => {
            let levers = case.levers.iter().map(|(key, value)| format!("{key} = {value}"));
            case.scenario.iter().cloned().chain(levers).collect::<Vec<_>>().join(", ")
        }
    };
    rows.iter().map(name).collect()
}

/// The top of the common scale, men.
fn most(rows: &[Row]) -> f64 {
    let of = |a: &Answered| a.most_men.max(if target(a).is_some() { a.target_men } else { 0.0 });
    rows.iter().filter_map(|r| Some(of(answered(r)?))).filter(|m| m.is_finite()).fold(1.0, f64::max) * 1.08
}

/// The class of a verdict, and its word for people.
fn look(outcome: &Outcome) -> (&'static str, String) {
    match outcome {
        Outcome::Answered(a) => match a.verdict.as_str() {
            "NO" => ("no", "NO".into()),
            "YES" => ("yes", "YES".into()),
            "UNDECIDED" => ("undecided", "UNDECIDED".into()),
            _ => ("number", "AT MOST".into()),
        },
        Outcome::Failed(_) | Outcome::Broken(_) => ("failed", "FAILED".into()),
    }
}

fn chip(outcome: &Outcome) -> Markup {
    let (class, word) = look(outcome);
    html! { span class={ "chip " (class) } { (word) } }
}

fn multiple((i, name): (usize, &str), (_, finished): &Row, scale: (f64, bool)) -> Markup {
    html! {
        li {
            a.multiple href={ "#case-" (i + 1) } {
                span.name { (name) }
                span { (chip(&finished.outcome)) }
                @if let Outcome::Answered(a) = &finished.outcome {
                    span.quiet { (at_most(a.most_men)) @if target(a).is_some() { " (" (signed_percent(a.margin)) ")" } }
                    (drawing(a, scale))
                }
            }
        }
    }
}

/// The ceilings of the dates as a line where all cases have several, or the highest as a bar.
fn drawing(a: &Answered, (most, as_line): (f64, bool)) -> Markup {
    let (wide, high) = SIZE;
    let asked = target(a).map(|_| a.target_men);
    let told = format!("Ceiling {} men", at_most(a.most_men));
    html! {
        svg.small viewBox={ "0 0 " (wide) " " (high) } role="img" aria-label=(told) {
            @if as_line {
                @let (first, last) = (a.dates[0].day, a.dates[a.dates.len() - 1].day.max(a.dates[0].day + 1.0));
                @let x = |d: f64| tenth((d - first) / (last - first) * (wide - 4.0) + 2.0);
                @let y = |m: f64| tenth(high - 2.0 - m.max(0.0) / most * (high - 4.0));
                @let points: Vec<String> = a.dates.iter().map(|p| format!("{} {}", x(p.day), y(p.most_men))).collect();
                path.area d={ "M" (x(first)) " " (high - 2.0) "L" (points.join("L")) "L" (x(last)) " " (high - 2.0) "Z" } {}
                path.course d={ "M" (points.join("L")) } {}
                @if let Some(men) = asked { path.asked d={ "M2 " (y(men)) "H" (wide - 2.0) } {} }
            } @else {
                @let x = |m: f64| tenth(m.max(0.0) / most * (wide - 4.0));
                rect.track x="2" y="22" width=(wide - 4.0) height="20" {}
                rect.bar x="2" y="22" width=(x(a.most_men)) height="20" {}
                @if let Some(men) = a.plan_men { rect.planned x="2" y="28" width=(x(men)) height="8" {} }
                @if let Some(men) = asked { path.asked d={ "M" (2.0 + x(men)) " 14V50" } {} }
            }
        }
    }
}

fn overview(rows: &[Row], names: &[String]) -> Markup {
    let keys = levers(rows);
    let planned = rows.iter().any(|r| answered(r).is_some_and(|a| a.plan_men.is_some()));
    let mut heads: Vec<Head> = vec![("Case", false), ("Answer", false), ("Men at most", true), ("Margin", true)];
    heads.extend(planned.then_some(("Plan", true)));
    let drawn = is_drawn(rows);
    heads.extend(drawn.then_some(("P(YES) at most", true)));
    heads.extend(keys.iter().map(|k| (*k, true)));
    heads.extend([("Day", true), ("Short of, first", false), ("A step", false), ("Men more for it", true)]);
    let row = |(i, (case, finished)): (usize, &Row)| -> Vec<Cell> {
        let name = html! { a href={ "#case-" (i + 1) } { (names[i]) } };
        let mut row = vec![Cell::from(name), Cell::from(chip(&finished.outcome))];
        let moves = keys.iter().map(|k| moved(case, k).map_or(Cell::default(), |v| Cell::from(v.to_string()).by(v)));
        match &finished.outcome {
            Outcome::Answered(a) => {
                let number =
                    |n: Option<f64>, said: fn(f64) -> String| n.map_or(Cell::default(), |n| Cell::from(said(n)).by(n));
                row.push(number(Some(a.most_men), at_most));
                row.push(number(target(a), signed_percent));
                row.extend(planned.then(|| number(a.plan_men.map(f64::floor), whole)));
                let odds =
                    || a.drawn.as_ref().map_or(Cell::default(), |d| Cell::from(likely(d)).by(d.not_ruled_out.share));
                row.extend(drawn.then(odds));
                row.extend(moves);
                row.push(number(a.day, day));
                row.extend([Cell::from(a.short_of.as_str()), a.step.as_str().into(), number(a.men_per_step, whole)]);
            }
            Outcome::Failed(_) | Outcome::Broken(_) => {
                row.extend([Cell::default(), Cell::default()]);
                row.extend(planned.then(Cell::default));
                row.extend(drawn.then(Cell::default));
                row.extend(moves);
                row.extend([Cell::default(), "failed: see the case".into(), Cell::default(), Cell::default()]);
            }
        }
        row
    };
    sortable("All cases", &heads, rows.iter().enumerate().map(row))
}

fn by_itself((i, name): (usize, &str), case: &Case, outcome: &Outcome) -> Markup {
    let id = format!("case-{}", i + 1);
    html! {
        article.case id=(id) {
            h3 { (name) " " (chip(outcome)) }
            @match outcome {
                Outcome::Answered(a) => {
                    p {
                        "At most " b { (at_most(a.most_men)) } " men"
                        @if target(a).is_some() { ", asked for " (whole(a.target_men)) ", margin " (signed_percent(a.margin)) }
                        @if let Some(men) = a.plan_men { "; by plan " (whole(men.floor())) }
                        "."
                    }
                    @for sentence in &a.sentences { p { (sentence) } }
                    @if let Some(d) = &a.drawn {
                        p { (odds(&d.not_ruled_out)) ". Half of the draws have fewer than " (at_most(d.p50_men)) " men." }
                        @if let Some(words) = d.research.first() { p { "Research next: " (words) } }
                        p { a href={ (d.folder.replace('\\', "/")) "/report.html" } { "All about the draws" } }
                    }
                    @if a.dates.len() > 1 {
                        details { summary { "Dates" } (dates(a)) }
                    }
                    p.quiet {
                        "SHA-256 of the input " code { (a.input_hash) } ", steps of " (day(a.period_days)) " days. "
                        @if let Some(file) = &a.certificate { "Certificate: certificates/" (file) ". " }
                        "Kept as " a href={ "cases/" (case.stem()) ".json" } { (case.stem()) ".json" } "."
                    }
                }
                Outcome::Failed(why) | Outcome::Broken(why) => p { (why) }
            }
        }
    }
}

fn dates(a: &Answered) -> Markup {
    let rows = a.dates.iter().map(|p| vec![day(p.day).into(), p.date.as_str().into(), at_most(p.most_men).into()]);
    table("Dates", &[("Day", true), ("Date", false), ("Men at most", true)], rows)
}

/// Versions and solvers: most often one.
fn stamps(rows: &[Row]) -> Markup {
    let mut all: Vec<(&str, &str)> =
        rows.iter().filter_map(answered).map(|a| (a.version.as_str(), a.solver.as_str())).collect();
    all.sort_unstable();
    all.dedup();
    html! {
        dl.stamp {
            @for (version, solver) in all {
                div { dt { "Railhead" } dd { (version) } }
                div { dt { "Solver" } dd { (solver) } }
            }
        }
        p.quiet { "The same cases and the same version give this page again, to the letter." }
    }
}
