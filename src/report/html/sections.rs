//! The sections of the page around the map.

use maud::{Markup, html};

use super::chart::Chart;
use super::table::{Cell, sortable, table};
use super::{figures, studied};
use crate::answer::{Answer, PlanFigure, Verdict, at_place};
use crate::report::Told;
use crate::report::words::{self, GRADES, OPTIMISTIC, at_most, day, signed_percent, whole};
use crate::study::Study;
use crate::workbook::validation::shortened;

/// Letters of a source's address that are shown.
const ADDRESS: usize = 90;

/// Title, question, verdict and the three figures it comes from.
pub fn head(told: &Told) -> Markup {
    let answer = told.answer;
    let colour = match answer.verdict {
        Verdict::No => "no",
        Verdict::Yes => "yes",
        Verdict::Undecided => "undecided",
        Verdict::Number => "number",
    };
    let target = words::target(answer);
    html! {
        header {
            p.brand { "Railhead " (answer.stamp.version) }
            h1 { (answer.asked.title) }
            p.question { (words::question(answer)) }
            div class={ "verdict " (colour) } {
                p.word { (words::verdict(answer)) }
                dl.facts {
                    (fact("Ceiling (proved)", "ceiling", &at_most(answer.most_men), "men at most"))
                    @if let Some(men) = target {
                        (fact("Asked for", "target", &whole(men), "men"))
                        (fact("Margin", "margin", &signed_percent(answer.margin), "ceiling over target"))
                    }
                    @if let Some(men) = answer.figures.men_by_plan {
                        (fact("By plan", "plan", &whole(men.floor()), "men, carried out day by day"))
                    }
                }
                @if let Some(men) = target { (gauge(answer, men)) }
            }
            (contents(told))
        }
    }
}

fn fact(name: &str, id: &str, value: &str, about: &str) -> Markup {
    html! { div { dt { (name) } dd { b data-fact=(id) { (value) } " " span { (about) } } } }
}

/// Ceiling and plan against the target, as bars.
fn gauge(answer: &Answer, target: f64) -> Markup {
    let most = answer.most_men.max(target).max(1.0) * 1.05;
    let wide = |men: f64| super::map::tenth(men.max(0.0) / most * 1000.0);
    let told = format!("Ceiling {}, asked for {} men", at_most(answer.most_men), whole(target));
    html! {
        svg.gauge viewBox="0 0 1000 26" role="img" aria-label=(told) preserveAspectRatio="none" {
            rect.track x="0" y="6" width="1000" height="14" {}
            rect.bar x="0" y="6" width=(wide(answer.most_men)) height="14" {}
            @if let Some(men) = answer.figures.men_by_plan { rect.plan x="0" y="10" width=(wide(men)) height="6" {} }
            path.mark d={ "M" (wide(target)) " 0V26" } {}
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
                    (earliest(answer))
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

fn earliest(answer: &Answer) -> Markup {
    let rows = answer.earliest.iter().map(|e| {
        let from = match (e.day, &e.date) {
            (Some(d), Some(date)) => format!("day {} ({date})", day(d)),
            _ => "ruled out on every date".into(),
        };
        vec![
            whole(e.men).into(),
            from.into(),
            e.ruled_out_on.map(|d| format!("day {}", day(d))).unwrap_or_default().into(),
        ]
    });
    let heads = [("Men", true), ("Not ruled out from", false), ("Ruled out until", false)];
    html! { @if !answer.earliest.is_empty() { h3 { "Earliest dates" } (table("Earliest dates", &heads, rows)) } }
}

/// The course of the schedule as charts; `first` is the number of the first of them.
pub fn charts(answer: &Answer, charts: &[Chart], first: usize) -> Markup {
    html! {
        @if !charts.is_empty() {
            section #course aria-labelledby="course-h" {
                h2 #course-h { "The course" }
                p.note { strong { "The most favourable reading." } " " (OPTIMISTIC) ". The upright line is the day chosen above." }
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
        (bottlenecks(answer))
        @if study.is_some() || figures::is_there(answer) {
            section #study aria-labelledby="study-h" {
                h2 #study-h { "How far, and what it takes" }
                (figures::section(answer))
                @if let Some(study) = study { (studied::section(study)) }
            }
        }
        @if let Some(plan) = &answer.plan { (planned(plan)) }
        (sources(answer))
    }
}

fn bottlenecks(answer: &Answer) -> Markup {
    let most = answer.bottlenecks.iter().map(|b| b.men_per_step).fold(1.0, f64::max);
    let rows = answer.bottlenecks.iter().map(|b| {
        let wide = super::map::tenth(b.men_per_step / most * 100.0);
        let bar = html! {
            span.price { (whole(b.men_per_step)) }
            @if wide.is_finite() {
                svg.inline viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" { rect.bar width=(wide) height="10" {} }
            }
        };
        vec![
            at_place(&b.what, &b.place).into(),
            format!("{} to {}", day(b.from_day.round()), day(b.to_day.round())).into(),
            b.step.as_str().into(),
            Cell::from(bar).by(b.men_per_step),
        ]
    });
    let heads = [("What is short", false), ("Days", false), ("A step", false), ("Men more for it", true)];
    html! {
        @if !answer.bottlenecks.is_empty() {
            section #bottlenecks aria-labelledby="bottlenecks-h" {
                h2 #bottlenecks-h { "Bottlenecks" }
                p.note {
                    "What holds the number down, with its price: by how many men a small step more would raise the ceiling. Double the "
                    "step, and something else may bind."
                }
                (table("Bottlenecks with their prices", &heads, rows))
            }
        }
    }
}

fn planned(plan: &PlanFigure) -> Markup {
    let facts = format!(
        "{} men from day {} ({}) to day {}. {}",
        whole(plan.men.floor()),
        day(plan.day),
        plan.date,
        day(plan.until_day),
        plan.replayed
    );
    let taken = plan.taken.iter().map(|p| {
        let numbers = [whole(p.men).into(), whole(p.tonnes).into()];
        let mut row: Vec<Cell> =
            vec![day(p.day).into(), p.date.as_str().into(), p.place.as_str().into(), p.from.as_str().into()];
        row.extend(numbers);
        row
    });
    let restored = plan.restored.iter().map(|l| {
        let days = format!("{} to {}", day(l.from_day), day(l.to_day));
        vec![l.line.as_str().into(), l.ends.as_str().into(), days.into(), l.date.as_str().into()]
    });
    let advance =
        [("Day", true), ("Date", false), ("Place taken", false), ("From", false), ("Men", true), ("Tonnes", true)];
    let lines = [("Line", false), ("Between", false), ("Days of work", false), ("Open from", false)];
    html! {
        section #plan aria-labelledby="plan-h" {
            h2 #plan-h { "The plan" }
            p { (facts) }
            @if !plan.taken.is_empty() {
                details { summary { "The advance: " (plan.taken.len()) " places" } (table("The advance", &advance, taken)) }
            }
            @if !plan.restored.is_empty() {
                details { summary { "Lines restored: " (plan.restored.len()) } (table("Lines restored", &lines, restored)) }
            }
        }
    }
}

fn sources(answer: &Answer) -> Markup {
    let figure = |n: f64| if n.abs() >= 1000.0 { whole(n) } else { format!("{n}") };
    let rows = answer.assumptions.iter().map(|a| {
        let range = match (a.low, a.high) {
            (Some(low), Some(high)) => format!("{} to {}", figure(low), figure(high)),
            _ => String::new(),
        };
        vec![
            format!("{}, {}", a.sheet, a.row).into(),
            a.what.as_str().into(),
            Cell::from(figure(a.base)).by(a.base),
            a.unit.as_str().into(),
            range.into(),
            Cell::from(html! { span class={ "grade g" (grade(&a.grade)) } { (a.grade) } }),
            a.source.as_str().into(),
            a.cell.as_str().into(),
        ]
    });
    let heads = [
        ("Figure", false),
        ("What", false),
        ("Value", true),
        ("Unit", false),
        ("Low to high", false),
        ("Grade", false),
        ("Source", false),
        ("Cell", false),
    ];
    let works = answer
        .sources
        .iter()
        .map(|s| vec![s.code.as_str().into(), s.work.as_str().into(), shortened(&s.whereabouts, ADDRESS).into()]);
    html! {
        @if !answer.assumptions.is_empty() {
            section #sources aria-labelledby="sources-h" {
                h2 #sources-h { "Figures and sources" }
                p.note { (GRADES) }
                (grades(answer))
                details {
                    summary { "All " (answer.assumptions.len()) " figures that went in" }
                    (sortable("Figures that went in", &heads, rows))
                }
                @if !answer.sources.is_empty() {
                    details {
                        summary { "The " (answer.sources.len()) " sources" }
                        (table("Sources", &[("Code", false), ("Work", false), ("Where", false)], works))
                    }
                }
            }
        }
    }
}

/// The letter of a grade, as far as it is one.
fn grade(grade: &str) -> &str {
    ["A", "B", "C", "D"].into_iter().find(|g| *g == grade).unwrap_or("none")
}

/// How many figures have which grade.
fn grades(answer: &Answer) -> Markup {
    let all = answer.assumptions.len().max(1) as f64;
    let of = |letter: &str| answer.assumptions.iter().filter(|a| grade(&a.grade) == letter).count();
    let words = [
        ("A", "documented"),
        ("B", "derived"),
        ("C", "planner's estimate"),
        ("D", "guess"),
        ("none", "without a grade"),
    ];
    html! {
        ul.grades {
            @for (letter, word) in words {
                @let n = of(letter);
                @if n > 0 {
                    li {
                        span class={ "grade g" (letter) } { (if letter == "none" { "–" } else { letter }) }
                        b { (n) } " " (word) " "
                        span.quiet { (format!("{:.0} %", n as f64 / all * 100.0)) }
                    }
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
