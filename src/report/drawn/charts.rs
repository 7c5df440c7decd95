//! Which charts are drawn of an answer.

use super::chart::{Chart, Line};
use crate::answer::capacity::CapacityRow;
use crate::answer::{Answer, TimelineRow};
use crate::report::words;

/// Kinds of capacity that stand in the chart of the fleets.
const FLEETS: [&str; 4] = ["Trucks", "Wagons", "Locomotives", "Brigades"];

/// Men against the day: the row of separate answers.
pub fn curve(answer: &Answer) -> Option<Chart> {
    let curve = &answer.curve;
    if curve.len() < 2 {
        return None;
    }
    let mut lines = vec![Line::course("Ceiling", curve.iter().map(|p| p.most_men).collect())];
    lines.extend(words::target(answer).map(|men| Line::limit("Asked for", men, curve.len())));
    Some(Chart {
        title: "Men that can be sustained from a day on, at most".into(),
        unit: "men, by the day they are counted from".into(),
        days: curve.iter().map(|p| p.day).collect(),
        lines,
        digits: 0,
        follows: false,
        bounds: true,
    })
}

/// The course of the schedule; none without one.
pub fn course(answer: &Answer) -> Vec<Chart> {
    if answer.timeline.is_empty() {
        return Vec::new();
    }
    let of = |get: fn(&TimelineRow) -> f64| answer.timeline.iter().map(get).collect::<Vec<f64>>();
    let chart = |title: &str, unit: &str, digits: usize, lines: Vec<Line>| Chart {
        title: title.into(),
        unit: unit.into(),
        days: of(|t| t.day),
        lines,
        digits,
        follows: true,
        bounds: false,
    };
    let mut out = vec![
        chart(
            "Front and railhead",
            "km from the start",
            0,
            vec![Line::course("Front", of(|t| t.front_km)), Line::course("Railhead", of(|t| t.railhead_km))],
        ),
        chart("Strength", "men", 0, {
            let mut lines = vec![
                Line::course("All", of(|t| t.men)),
                Line::course("At the destination", of(|t| t.men_at_destination)),
                Line::course("Engaged, mean", of(|t| t.men_engaged)),
            ];
            lines.extend(words::target(answer).map(|men| Line::limit("Asked for", men, answer.timeline.len())));
            lines
        }),
        chart(
            "Losses and replacements",
            "men since day 0",
            0,
            vec![
                Line::course("Losses", of(|t| t.losses)),
                Line::course("Replacements", of(|t| t.replacements)),
                Line::course("Men of forces called forward", of(|t| t.joined)),
            ],
        ),
    ];
    out.extend(classes(answer, &chart));
    out.extend(fleets(answer, &chart));
    out.push(chart("Stock", "days of supply, all depots", 1, vec![Line::course("Stock", of(|t| t.days_of_supply))]));
    out.push(chart(
        "Carried",
        "million tonne-kilometres a day",
        2,
        vec![
            Line::course("By rail", of(|t| t.rail_tkm_per_day / 1e6)),
            Line::course("By road", of(|t| t.road_tkm_per_day / 1e6)),
        ],
    ));
    out
}

type Make<'a> = &'a dyn Fn(&str, &str, usize, Vec<Line>) -> Chart;

/// Tonnes a day of each class: what came, and what was needed.
fn classes(answer: &Answer, chart: Make) -> Vec<Chart> {
    let states = &answer.theatre.states;
    if states.len() != answer.timeline.len() {
        return Vec::new();
    }
    let one = |(k, class): (usize, &String)| {
        let of = |get: fn(&crate::answer::theatre::ClassDay) -> f64| -> Vec<f64> {
            states.iter().map(|s| s.classes.get(k).map_or(f64::NAN, get)).collect()
        };
        let lines =
            vec![Line::course("Needed", of(|c| c.used_t_per_day)), Line::course("Came", of(|c| c.came_t_per_day))];
        chart(class, "t a day", 0, lines)
    };
    let moves = |c: &Chart| c.lines.iter().flat_map(|l| &l.values).any(|v| *v >= 0.5);
    answer.classes.iter().enumerate().map(one).filter(moves).collect()
}

/// Share of each fleet that is used: of several things of a kind, the one that is used most.
fn fleets(answer: &Answer, chart: Make) -> Option<Chart> {
    let used = |kind: &str| -> Option<Line> {
        let rows: Vec<&CapacityRow> = answer.capacity.iter().filter(|r| r.kind == kind).collect();
        let most = |t: &TimelineRow| {
            let then = rows.iter().filter(|r| (r.to_day - t.day).abs() < 0.5).filter_map(|r| r.share());
            then.map(|s| s * 100.0).fold(f64::NAN, f64::max)
        };
        let values: Vec<f64> = answer.timeline.iter().map(most).collect();
        (!rows.is_empty() && values.iter().any(|v| v.is_finite())).then(|| Line::course(kind, values))
    };
    let lines: Vec<Line> = FLEETS.iter().filter_map(|kind| used(kind)).collect();
    (!lines.is_empty()).then(|| chart("Fleets and brigades", "percent of what is at hand", 0, lines))
}
