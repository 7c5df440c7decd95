//! How sure an answer is, as a page: the odds, the spread of the ceiling, the tornado, what to research next.

use std::path::Path;

use maud::{Markup, html};

use super::Known;
use super::table::{Cell, table};
use super::{page, parts};
use crate::files::{self, WriteError};
use crate::report::drawn::chart::{Chart, Line};
use crate::report::drawn::map::tenth;
use crate::report::parts::studied::tornado;
use crate::report::uncertain::{self, made_of, odds};
use crate::report::words::{at_most, day, signed_percent, whole};
use crate::uncertain::{Binding, Found, Near, Ranked, Turned};

/// Rows of each list at most; the workbook has all.
const ROWS: usize = 30;

/// Writes `report.html`. The same result gives the same bytes.
///
/// # Errors
/// Where the file can't be written.
pub fn write(found: &Found, path: &Path) -> Result<(), WriteError> {
    files::replace(path, text(found).as_bytes())
}

/// The page of [`write()`].
pub fn text(found: &Found) -> String {
    let by_day = by_day(found);
    let charts: Vec<Chart> = by_day.into_iter().collect();
    let body = html! {
        (head(found))
        main {
            section #spread aria-labelledby="spread-h" {
                h2 #spread-h { "How the ceiling spreads" }
                (spread(found, &charts, 0))
            }
            section #ranking aria-labelledby="ranking-h" {
                h2 #ranking-h { "What moves it" }
                (moves(found))
            }
        }
        (foot(found))
    };
    let known = Known { theatre: None, charts: charts.iter().map(Chart::known).collect() };
    page::page(&format!("{}: how sure", found.title), &known, &body)
}

/// The same within the page of an answer; `first` is the number of the first of its charts.
pub(super) fn section(found: &Found, charts: &[Chart], first: usize) -> Markup {
    html! {
        section #sure aria-labelledby="sure-h" {
            h2 #sure-h { "How sure" }
            p { b { (odds(&found.not_ruled_out)) } }
            @for words in uncertain::notes(found) { p.note { (words) } }
            (spread(found, charts, first))
            (moves(found))
        }
    }
}

fn spread(found: &Found, charts: &[Chart], first: usize) -> Markup {
    html! {
        div.beside {
            div { (bars(found)) (quantiles(found)) }
            // Days count from the workbook's day 0; its date is on the page of the answer.
            @for (i, chart) in (first..).zip(charts) { (chart.figure(i, "")) }
        }
    }
}

fn moves(found: &Found) -> Markup {
    html! {
        (one_at_a_time(found))
        (ranking(found))
        (binding(found))
        @if !found.research.is_empty() {
            h3 { "Which guess to research next" }
            ul { @for words in &found.research { li { (words) } } }
        }
        (nearest(found))
    }
}

fn head(found: &Found) -> Markup {
    let o = &found.not_ruled_out;
    let odds = odds(o);
    let (word, interval) = odds.split_once(" (").unwrap_or((&odds, ""));
    html! {
        header {
            p.brand { "Railhead " (found.version) }
            h1 { (found.title) }
            p.question {
                "How sure is the answer, if every figure varies as the workbook says?"
                @if let Some(name) = &found.scenario { " Scenario: " (name) "." }
            }
            div.verdict.number {
                p.word { (word) }
                p { (interval.trim_end_matches(')')) }
                p { "P(NO), proved draw by draw: " (format!("{:.1} %", (1.0 - o.share) * 100.0)) }
            }
            p { (uncertain::as_it_stands(found)) "." }
            @for words in uncertain::notes(found) { p.note { (words) } }
        }
    }
}

/// The ceilings of all draws as upright bars, with the target.
fn bars(found: &Found) -> Markup {
    let bars = &found.men.bars;
    let (left, right, top, bottom) = (40.0, 428.0, 10.0, 190.0);
    let from = bars.first().map_or(0.0, |b| b.from).min(found.target_men);
    let to = bars.last().map_or(1.0, |b| b.to).max(found.target_men);
    let span = (to - from).max(1.0);
    let x = |men: f64| tenth(left + (men - from) / span * (right - left));
    let most = bars.iter().map(|b| b.draws).max().unwrap_or(1).max(1) as f64;
    let y = |draws: usize| tenth(bottom - draws as f64 / most * (bottom - top));
    let told = format!(
        "Draws by their ceiling, from {} to {} men; half have fewer than {}; asked for {}",
        whole(from),
        whole(to),
        whole(found.men.p50),
        whole(found.target_men)
    );
    html! {
        figure.chart {
            figcaption { strong { "Draws by their ceiling" } " " span.quiet { "men" } }
            svg.plot viewBox="0 0 440 222" role="img" aria-label=(told) {
                path.grid d={ "M" (left) " " (bottom) "H" (right) } {}
                text.tick x=(left - 6.0) y=(top + 8.0) text-anchor="end" { (most) }
                @for b in bars {
                    rect.bar x=(x(b.from)) width=(tenth((x(b.to) - x(b.from) - 1.0).max(0.6))) y=(y(b.draws)) height=(tenth(bottom - y(b.draws))) {}
                }
                path.line.limit d={ "M" (x(found.target_men)) " " (top) "V" (bottom) } {}
                @for (men, anchor) in [(from, "start"), (to, "end")] {
                    text.tick x=(x(men)) y=(bottom + 15.0) text-anchor=(anchor) { (whole(men)) }
                }
                text.tick x=(x(found.target_men)) y=(bottom + 29.0) text-anchor="middle" { "asked for " (whole(found.target_men)) }
            }
        }
    }
}

fn quantiles(found: &Found) -> Markup {
    table(
        "Ceilings over all draws, men",
        &[("Draws", false), ("Men", true)],
        uncertain::quantiles(found).into_iter().map(|(name, men)| vec![name.into(), men.into()]),
    )
}

pub(super) fn by_day(found: &Found) -> Option<Chart> {
    (found.days.len() > 1).then(|| Chart {
        title: "Not ruled out by that day".into(),
        unit: "percent of the draws".into(),
        days: found.days.iter().map(|d| d.day).collect(),
        lines: vec![
            Line::course("At least", found.days.iter().map(|d| d.share * 100.0).collect()),
            Line::course("At most", found.days.iter().map(|d| d.at_most * 100.0).collect()),
        ],
        digits: 1,
        follows: false,
        bounds: false,
    })
}

fn one_at_a_time(found: &Found) -> Markup {
    let all = found.tornado.iter().flat_map(|t| [t.men_at_low, t.men_at_high]).flatten().chain([found.base_men]);
    let ends = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), m| (a.min(m), b.max(m)));
    let row = |t: &Turned| -> Vec<Cell> {
        vec![
            t.name.as_str().into(),
            uncertain::at_an_end(t.men_at_low, t.ruled_out_at_low).into(),
            uncertain::at_an_end(t.men_at_high, t.ruled_out_at_high).into(),
            parts::drawn_cell(tornado(&[t.men_at_low, t.men_at_high], found.base_men, ends)),
        ]
    };
    let heads = [("Figure", false), ("Men at its low", true), ("Men at its high", true), ("Ceiling", false)];
    html! {
        @if !found.tornado.is_empty() {
            h3 { "One figure at a time" }
            p.note { "Orange: at its low; blue: at its high. The mark is the workbook as it stands." }
            (table("One figure at a time", &heads, found.tornado.iter().take(ROWS).map(row)))
        }
    }
}

fn ranking(found: &Found) -> Markup {
    let told = || found.ranking.iter().filter(|r| !r.within_noise);
    let row = |r: &Ranked| -> Vec<Cell> {
        vec![
            r.variable.name.as_str().into(),
            r.variable.grade.as_str().into(),
            r.slope.map_or_else(|| "–".into(), |s| format!("{s:+.2}")).into(),
            format!("{:.1} %", r.share_of_variance * 100.0).into(),
        ]
    };
    let heads = [("Figure", false), ("Grade", false), ("Slope", true), ("Of the variance", true)];
    html! {
        @if told().next().is_some() {
            h3 { "What moves the ceiling most" }
            (table("What moves the ceiling most", &heads, told().take(ROWS).map(row)))
        }
    }
}

fn binding(found: &Found) -> Markup {
    let row = |b: &Binding| -> Vec<Cell> {
        vec![b.what.as_str().into(), format!("{} of {}", b.draws, found.binding_of).into()]
    };
    html! {
        @if !found.binding.is_empty() {
            h3 { "What binds" }
            p.note { "In how many of the draws that were solved as a sample." }
            (table("What binds", &[("What", false), ("Draws", true)], found.binding.iter().take(ROWS).map(row)))
        }
    }
}

fn nearest(found: &Found) -> Markup {
    let row = |n: &Near| -> Vec<Cell> {
        let verdict = if n.ruled_out { "NO" } else { "not ruled out" };
        vec![
            n.draw.to_string().into(),
            verdict.into(),
            at_most(n.men).into(),
            signed_percent(n.margin).into(),
            n.figures.as_str().into(),
        ]
    };
    let heads = [("Draw", true), ("Verdict", false), ("Men", true), ("Margin", true), ("With", false)];
    html! {
        @if !found.nearest.is_empty() {
            details { summary { "Draws nearest to flipping" } (table("Draws nearest to flipping", &heads, found.nearest.iter().take(ROWS).map(row))) }
        }
    }
}

fn foot(found: &Found) -> Markup {
    let stamp = [
        ("Railhead", found.version.clone()),
        ("SHA-256", found.input_hash.clone()),
        ("Solver", found.solver.clone()),
        ("Period", format!("{} days", day(found.period_days))),
        ("Draws", format!("{} of {}", found.counts.draws, found.draws_planned)),
        ("Seed", found.seed.to_string()),
    ];
    html! {
        footer #made {
            h2 { "Made with" }
            @for words in made_of(found) { p.quiet { (words) } }
            dl.stamp { @for (name, value) in stamp { div { dt { (name) } dd { (value) } } } }
        }
    }
}
