//! The section with the map and the slider.

use maud::{Markup, html};
use serde::Serialize;

use crate::answer::Answer;
use crate::report::drawn::course::Now;
use crate::report::drawn::map::{LEGEND, Map, link_name};
use crate::report::words::{day, optimistic};

/// What the page's script reads of the theatre.
#[derive(Serialize)]
pub struct Known<'a> {
    course: &'a [Now],
    places: Vec<Place<'a>>,
    links: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    name: &'a str,
    /// River, corridor and part in the question, in words.
    about: String,
}

#[derive(Serialize)]
struct Link<'a> {
    kind: &'static str,
    name: String,
    from: &'a str,
    to: &'a str,
    /// Indices of its ends.
    ends: (usize, usize),
}

impl<'a> Known<'a> {
    /// What there is to know.
    pub fn of(answer: &'a Answer, course: &'a [Now]) -> Known<'a> {
        let theatre = &answer.theatre;
        let name = |p: usize| theatre.places.get(p).map_or("", |p| p.name.as_str());
        let place = |p: &'a crate::answer::theatre::MapPlace| {
            let part = match (p.counts, p.must_hold, p.ours_from) {
                (true, ..) => "men here count".to_string(),
                (_, true, _) => "must be held".to_string(),
                (_, _, Some(0.0)) => "ours from the first day".to_string(),
                (_, _, Some(from)) => format!("ours from day {}", day(from)),
                _ => String::new(),
            };
            let river = if p.river.is_empty() { String::new() } else { format!("on the {}", p.river) };
            let words = [river, part].into_iter().filter(|w| !w.is_empty());
            Place { name: &p.name, about: words.collect::<Vec<_>>().join(", ") }
        };
        let links = theatre.links.iter().map(|l| Link {
            kind: l.kind,
            name: link_name(theatre, l),
            from: name(l.ends.0),
            to: name(l.ends.1),
            ends: l.ends,
        });
        Known { course, places: theatre.places.iter().map(place).collect(), links: links.collect() }
    }
}

/// Map, slider and legend; nothing without places.
pub fn section(answer: &Answer, course: &[Now]) -> Markup {
    let last = course.last();
    let Some(map) = Map::of(&answer.theatre, last) else { return html! {} };
    html! {
        section #theatre aria-labelledby="theatre-h" {
            h2 #theatre-h { "The theatre" }
            @if last.is_some() {
                p.note { strong { "The most favourable reading." } " " (optimistic(answer)) }
            } @else {
                p.note { "No schedule could be drawn up: the map shows the theatre on day 0." }
            }
            @if let Some(now) = last {
                div.time {
                    div.slide hidden {
                        button #play type="button" aria-label="Play" { "▶" }
                        input #day type="range" min="0" max=(course.len() - 1) value=(course.len() - 1) step="1"
                            aria-label="Day of the schedule" aria-valuetext={ "day " (day(now.day)) ", " (now.date) };
                    }
                    dl.now-words {
                        div { dt { "Day" } dd { b #now-day { (day(now.day)) } " " span #now-date.quiet { (now.date) } } }
                        div { dt { span.sign.front-sign aria-hidden="true" {} "Front" } dd #now-front { (or_none(&now.front_words)) } }
                        div { dt { span.sign.rail-sign aria-hidden="true" {} "Railhead" } dd #now-railhead { (or_none(&now.railhead_words)) } }
                    }
                }
            }
            div.map {
                (map.svg("Map of the theatre. Use the arrow keys to go from place to place and from line to line."))
                div #card.card role="status" aria-live="polite" hidden {}
            }
            @if let Some(now) = last {
                p.taken { span.quiet { "Taken in these days: " } span #now-taken { (or_none(&now.taken)) } }
            }
            (legend())
        }
    }
}

fn or_none(words: &str) -> &str {
    if words.is_empty() { "–" } else { words }
}

fn legend() -> Markup {
    let swatch = |class: &str, words: &str| {
        html! {
            li {
                svg.key viewBox="0 0 30 10" aria-hidden="true" {
                    g class={ "link " (class) } { path.line d="M1 5h28" stroke-width="4" {} }
                }
                (words)
            }
        }
    };
    html! {
        ul.legend.of-map {
            li.legend-head { "Rail, trains against room:" }
            @for (class, words) in LEGEND { (swatch(class, words)) }
        }
    }
}
