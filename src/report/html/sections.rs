//! The sections of the page around the map.

use maud::{Markup, html};

use super::parts;
use super::table::{Cell, table};
use crate::answer::{Answer, PlanFigure};
use crate::report::Told;
use crate::report::drawn::chart::Chart;
use crate::report::drawn::map::tenth;
use crate::report::parts::answered::{self, Fact, colour, facts};
use crate::report::parts::{figures, studied};
use crate::report::words::{self, GRADES, day, whole};
use crate::study::Study;

/// Rows of each list of the explanation at most; the workbook has all.
const ROWS: usize = 40;

/// Title, question, verdict and the three figures it comes from.
pub fn head(told: &Told) -> Markup {
    let answer = told.answer;
    let target = words::target(answer);
    html! {
        header {
            p.brand { "Railhead " (answer.stamp.version) }
            h1 { (answer.asked.title) }
            p.question { (words::question(answer)) }
            div class={ "verdict " (colour(answer.verdict)) } {
                p.word { (words::verdict(answer)) }
                dl.facts { @for f in facts(answer) { (fact(&f)) } }
                @if let Some(men) = target { (gauge(answer, men)) }
            }
            (contents(told))
        }
    }
}

fn fact(f: &Fact) -> Markup {
    html! { div { dt { (f.name) } dd { b data-fact=(f.id) { (f.value) } " " span { (f.about) } } } }
}

/// Ceiling and plan against the target, as bars.
fn gauge(answer: &Answer, target: f64) -> Markup {
    let gauge = answered::gauge(answer, target);
    let wide = |share: f64| tenth(share * 1000.0);
    html! {
        svg.gauge viewBox="0 0 1000 26" role="img" aria-label=(gauge.told) preserveAspectRatio="none" {
            rect.track x="0" y="6" width="1000" height="14" {}
            rect.bar x="0" y="6" width=(wide(gauge.ceiling)) height="14" {}
            @if let Some(plan) = gauge.plan { rect.plan x="0" y="10" width=(wide(plan)) height="6" {} }
            path.mark d={ "M" (wide(gauge.target)) " 0V26" } {}
        }
    }
}

/// Links to the sections that are there.
fn contents(told: &Told) -> Markup {
    let Told { answer, study, drawn } = *told;
    let all = [
        ("why", "Why", true),
        ("theatre", "Map", !answer.theatre.places.is_empty()),
        ("course", "Course", !answer.timeline.is_empty()),
        ("sure", "How sure", drawn.is_some()),
        ("bottlenecks", "Bottlenecks", !answer.bottlenecks.is_empty()),
        ("study", "How far, what it takes", study.is_some() || figures::is_there(answer)),
        ("plan", "Plan", answer.plan.is_some()),
        ("sources", "Figures and sources", !answer.assumptions.is_empty()),
        ("made", "Made with", true),
    ];
    html! {
        nav aria-label="Sections" { ul { @for (id, name, _) in all.iter().filter(|a| a.2) { li { a href={ "#" (id) } { (name) } } } } }
    }
}

/// Why, in sentences, with the curve beside it.
pub fn reason(answer: &Answer, study: Option<&Study>, curve: &[Chart]) -> Markup {
    html! {
        section #why aria-labelledby="why-h" {
            h2 #why-h { "Why" }
            div.beside {
                div.words {
                    @for sentence in &answer.sentences { p { (sentence) } }
                    @if let Some(study) = study.filter(|s| !s.reason.is_empty()) {
                        h3 { "What decides" }
                        @for sentence in &study.reason { p { (sentence) } }
                    }
                    @if let Some(why) = &answer.no_plan { p.quiet { "No plan: " (why) "." } }
                }
                div {
                    @for (i, chart) in curve.iter().enumerate() { (chart.figure(i, &answer.asked.start_date)) }
                    @if let Some(earliest) = answered::earliest(answer) { (parts::part(&earliest)) }
                }
            }
            @if !answer.warnings.is_empty() {
                details.warnings {
                    summary { "Warnings about the input (" (answer.warnings.len()) ")" }
                    ul { @for warning in &answer.warnings { li { (warning) } } }
                }
            }
        }
    }
}

/// The course of the schedule as charts; `first` is the number of the first of them.
pub fn charts(answer: &Answer, charts: &[Chart], first: usize) -> Markup {
    html! {
        @if !charts.is_empty() {
            section #course aria-labelledby="course-h" {
                h2 #course-h { "The course" }
                p.note { strong { "The most favourable reading." } " " (words::optimistic(answer)) " The upright line is the day chosen above." }
                div.charts { @for (i, chart) in (first..).zip(charts) { (chart.figure(i, &answer.asked.start_date)) } }
                (timeline(answer))
            }
        }
    }
}

fn timeline(answer: &Answer) -> Markup {
    let heads = [
        ("Day", true),
        ("Date", false),
        ("Front", false),
        ("Railhead", false),
        ("Taken", false),
        ("Men", true),
        ("At the destination", true),
        ("Losses", true),
        ("Used, t/day", true),
        ("Stock, t", true),
        ("Days of supply", true),
        ("Trucks used", true),
    ];
    let rows = answer.timeline.iter().map(|t| {
        let numbers = [t.men, t.men_at_destination, t.losses, t.used_t_per_day, t.stock_t].map(|n| whole(n).into());
        let mut row: Vec<Cell> = vec![day(t.day).into(), t.date.as_str().into()];
        row.extend([t.front.as_str().into(), t.railhead.as_str().into(), t.taken.join(", ").into()]);
        row.extend(numbers);
        row.push(format!("{:.1}", t.days_of_supply).into());
        row.push(format!("{:.0} %", t.trucks_used * 100.0).into());
        row
    });
    html! { details { summary { "The course as a table" } (table("The course as a table", &heads, rows)) } }
}

/// Everything else, as tables.
pub fn tables(answer: &Answer, study: Option<&Study>) -> Markup {
    html! {
        @if let Some(bottlenecks) = answered::bottlenecks(answer, usize::MAX) {
            section #bottlenecks aria-labelledby="bottlenecks-h" {
                h2 #bottlenecks-h { (bottlenecks.title) }
                @for block in &bottlenecks.blocks { (parts::block(block)) }
            }
        }
        @if study.is_some() || figures::is_there(answer) {
            section #study aria-labelledby="study-h" {
                h2 #study-h { "How far, and what it takes" }
                @for part in figures::parts(answer) { (parts::part(&part)) }
                @for part in study.iter().flat_map(|s| studied::parts(s, ROWS)) { (parts::part(&part)) }
            }
        }
        @if let Some(plan) = &answer.plan { (planned(plan)) }
        (sources(answer))
    }
}

fn planned(plan: &PlanFigure) -> Markup {
    html! {
        section #plan aria-labelledby="plan-h" {
            h2 #plan-h { "The plan" }
            p { (answered::planned(plan)) }
            @for part in answered::orders(plan, usize::MAX) { (parts::part(&part)) }
        }
    }
}

fn sources(answer: &Answer) -> Markup {
    html! {
        @if !answer.assumptions.is_empty() {
            section #sources aria-labelledby="sources-h" {
                h2 #sources-h { "Figures and sources" }
                p.note { (GRADES) }
                (grades(answer))
                details {
                    summary { "All " (answer.assumptions.len()) " figures that went in" }
                    (parts::sortable(&answered::figures("Figures that went in", answer.assumptions.iter())))
                }
                @if !answer.sources.is_empty() {
                    details {
                        summary { "The " (answer.sources.len()) " sources" }
                        (parts::table(&answered::sources(answer.sources.iter())))
                    }
                }
            }
        }
    }
}

/// How many figures have which grade.
fn grades(answer: &Answer) -> Markup {
    html! {
        ul.grades {
            @for g in answered::grades(answer) {
                li {
                    span class={ "grade g" (g.letter) } { (if g.letter == "none" { "–" } else { g.letter }) }
                    b { (g.figures) } " " (g.meaning) " "
                    span.quiet { (g.share) }
                }
            }
        }
    }
}

/// With what it was made, and whose the ground of the map is.
pub fn foot(answer: &Answer) -> Markup {
    html! {
        footer #made {
            h2 { "Made with" }
            dl.stamp { @for (name, value) in words::stamp(answer) { div { dt { (name) } dd { (value) } } } }
            p.quiet {
                "The same workbook, the same version and the same settings give this page again, to the letter. Coasts, lakes and rivers of "
                "today: Natural Earth, public domain."
            }
        }
    }
}
