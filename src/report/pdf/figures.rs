//! Map and charts as drawings for the paper: SVG, which Typst takes in as vectors.

use maud::{Markup, html};
use serde::Serialize;

use crate::answer::Answer;
use crate::report::drawn::chart::{self, Chart};
use crate::report::drawn::course::Now;
use crate::report::drawn::map::{LEGEND, Map};
use crate::report::words::day;

const STYLE: &str = include_str!("assets/figures.css");

/// A drawing with what stands above and below it.
#[derive(Debug, Serialize)]
pub struct Figure {
    pub title: String,
    pub unit: String,
    pub keys: Vec<Key>,
    pub svg: String,
    /// The drawing in words, for those who don't see it.
    pub told: String,
}

/// A line of a legend.
#[derive(Debug, Serialize)]
pub struct Key {
    pub svg: String,
    pub name: String,
    /// The value on the last day; empty = none.
    pub value: String,
}

/// The theatre on some days.
#[derive(Debug, Serialize)]
pub struct Theatre {
    pub large: Figure,
    /// Earlier days.
    pub small: Vec<Figure>,
    pub keys: Vec<Key>,
}

/// A drawing of this size in its own units.
fn svg((width, height): (f64, f64), content: &Markup) -> String {
    let whole = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } {
            style { (STYLE) }
            (content)
        }
    };
    // What no XML may hold, even escaped, might stand in a name.
    whole
        .into_string()
        .replace(|c: char| c.is_control() && !c.is_whitespace() || matches!(c, '\u{fffe}' | '\u{ffff}'), "")
}

/// A chart; `start` is the date of day 0.
pub fn chart(chart: &Chart, start: &str) -> Figure {
    let key = |k: chart::Key| Key {
        svg: svg((22.0, 8.0), &html! { path class=(k.class) d="M1 4h20" {} }),
        name: k.name.into(),
        value: k.value,
    };
    Figure {
        title: chart.title.clone(),
        unit: chart.unit.clone(),
        keys: chart.keys().map(key).collect(),
        svg: svg(chart::SIZE, &chart.drawing(start)),
        told: chart.told(),
    }
}

/// The map on the last day, and smaller ones of the first and of one in the middle; nothing without places.
pub fn theatre(answer: &Answer, course: &[Now]) -> Option<Theatre> {
    let one = |now: Option<&Now>, small: bool| map(answer, now, small);
    let last = course.len().saturating_sub(1);
    let mut before = vec![0, last / 2];
    before.dedup();
    let before = before.into_iter().filter(|k| *k < last).filter_map(|k| course.get(k));
    Some(Theatre {
        large: one(course.last(), false)?,
        small: before.filter_map(|now| one(Some(now), true)).collect(),
        keys: legend(),
    })
}

fn map(answer: &Answer, now: Option<&Now>, small: bool) -> Option<Figure> {
    let map = Map::of(&answer.theatre, now)?;
    let or_none = |words: &str| if words.is_empty() { "–".to_string() } else { words.to_string() };
    let (title, unit) = match now {
        Some(now) => (
            format!("Day {}, {}", day(now.day), now.date),
            format!("Front: {}. Railhead: {}.", or_none(&now.front_words), or_none(&now.railhead_words)),
        ),
        None => (format!("Day 0, {}", answer.asked.start_date), String::new()),
    };
    let class = if small { "small" } else { "large" };
    Some(Figure {
        svg: svg(map.size(), &html! { g class=(class) { (map.on_paper(small)) } }),
        told: format!("Map of the theatre. {title}. {unit}").trim_end().into(),
        title,
        unit,
        keys: Vec::new(),
    })
}

fn legend() -> Vec<Key> {
    let key =
        |content: Markup, name: &str| Key { svg: svg((30.0, 10.0), &content), name: name.into(), value: String::new() };
    let line = |(class, name): &(&str, &str)| {
        key(html! { g class={ "link " (class) } { path.line d="M1 5h28" stroke-width="4" {} } }, name)
    };
    let marks = [
        key(html! { g.held stroke-width="10" { path.h.key d="M5 5h20" {} } }, "held country"),
        key(html! { g.place { circle.front-mark cx="15" cy="5" r="4" {} } }, "front"),
        key(html! { path.railhead-mark d="M15 1l5 8h-10z" {} }, "railhead"),
    ];
    LEGEND.iter().map(line).chain(marks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_holds_nothing_that_xml_forbids() {
        let drawn = svg((1.0, 1.0), &html! { text { "a\u{1}b\u{ffff}<c>" } });
        assert!(drawn.contains("<text>ab&lt;c&gt;</text>"), "{drawn}");
    }
}
