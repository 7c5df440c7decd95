//! The estimate for a terminal of 80 columns.

use super::text::{section, table};
use super::words::{day, whole, wrapped};
use crate::estimate::{Corridor, Estimate, Link, Shortage, label, sections};

const WIDTH: usize = 78;

/// What the target needs, why it is impossible or what to mind, and the sums behind it.
pub fn text(e: &Estimate) -> String {
    let parts = [Some(need(e)), Some(verdict(e)), section(&sums_head(e), sums(e)), a_day(e), trucks_and_days(e)];
    let mut out = parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    out.push('\n');
    out
}

fn need(e: &Estimate) -> String {
    let trains: Vec<String> =
        e.need.trains_per_day.iter().map(|(gauge, n)| format!("{n:.1} trains of {gauge} gauge")).collect();
    let trains = if trains.is_empty() { String::new() } else { format!(", {}", trains.join(" or ")) };
    let words = format!(
        "{} men at rest x {:.2} kg = {} t a day{trains}.",
        whole(e.need.men),
        e.need.kg_per_man_day,
        whole(e.need.t_per_day)
    );
    format!("ESTIMATE: ARITHMETIC BEFORE THE SOLVER\n{}", wrapped(&words, "", WIDTH))
}

fn verdict(e: &Estimate) -> String {
    let head = match e.not_before {
        _ if e.impossible => "IMPOSSIBLE, whatever the plan:".to_string(),
        Some(from) if from > e.first_day => format!(
            "Out of reach before day {}. From then on arithmetic alone does not rule it out, which proves nothing yet.",
            day(from)
        ),
        Some(_) => "Arithmetic alone does not rule it out, which proves nothing yet.".to_string(),
        None => "Arithmetic alone rules out the men named as a target.".to_string(),
    };
    let mut lines = vec![wrapped(&head, "", WIDTH)];
    for f in &e.findings {
        let words = if f.impossible { f.words.clone() } else { format!("Warning: {}", f.words) };
        lines.push(wrapped(&words, "  ", WIDTH));
    }
    lines.join("\n")
}

fn sums_head(e: &Estimate) -> String {
    format!("WHAT IT TAKES AT THE LEAST FROM DAY {} ON, AND ALL THERE IS", day(e.last_day))
}

fn sums(e: &Estimate) -> String {
    let rows = e.sums.iter().map(|s| {
        let what = match &s.shortage {
            Shortage::Days => "Places held, by pace alone".into(),
            Shortage::Men => "Men".into(),
            Shortage::Class(name) => name.clone(),
            Shortage::Carriage => "Brought to the destinations".into(),
            Shortage::Trucks => "Work of trucks in it".into(),
        };
        let unit = match s.shortage {
            Shortage::Days => "day",
            Shortage::Trucks => "truck t-days",
            _ => s.unit,
        };
        let share = if s.share().is_finite() { format!("{:.0} %", s.share() * 100.0) } else { "-".into() };
        let mark = if s.is_impossible() { "impossible" } else { "" };
        vec![what, whole(s.need), whole(s.have), unit.into(), share, mark.into()]
    });
    table(["", "It takes", "There is", "Unit", "Share", ""], rows, &[1, 2, 4])
}

fn a_day(e: &Estimate) -> Option<String> {
    let rows = e.corridors.iter().filter(|k| k.rail_t_per_day.is_finite()).map(|k| row(e, k));
    let list =
        table(["Into", "By rail", "Trains", "Of need", "Roads, t/day (days)", "Narrowest by rail"], rows, &[1, 2, 3]);
    section("CARRIAGE ON ONE DAY, t/day, EVERYTHING RESTORED THAT CAN BE, EACH CORRIDOR ALONE", list)
}

fn row(e: &Estimate, k: &Corridor) -> Vec<String> {
    let share = if e.need.t_per_day > 0.0 { k.rail_t_per_day / e.need.t_per_day } else { 0.0 };
    let trains = e.need.trains_per_day.last().map_or("-".into(), |(_, n)| format!("{:.1}", n * share));
    let roads: Vec<String> = match k.roads.as_slice() {
        [one] => vec![whole(one.t_per_day)],
        all => all.iter().map(|s| format!("{} ({}-{})", whole(s.t_per_day), day(s.from_day), day(s.to_day))).collect(),
    };
    vec![
        label(k),
        whole(k.rail_t_per_day),
        trains,
        format!("{:.0} %", share * 100.0),
        roads.join(", "),
        narrowest(&k.narrowest),
    ]
}

fn narrowest(cut: &[Link]) -> String {
    let mut names: Vec<String> = Vec::new();
    for link in cut {
        let name = if link.to.is_empty() { format!("yard at {}", link.from) } else { link.key.clone() };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    const SHOWN: usize = 3;
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    match (names.is_empty(), more) {
        (true, _) => "-".into(),
        (_, 0) => names.join(", "),
        (_, more) => format!("{} and {more} more", names.join(", ")),
    }
}

fn trucks_and_days(e: &Estimate) -> Option<String> {
    let parts = sections(&e.lines).into_iter().filter(|(name, _)| ["Trucks", "Days"].contains(name));
    let lists = parts.filter_map(|(name, lines)| {
        let rows = lines.iter().map(|(_, l)| {
            let value = match l.unit {
                "share" => format!("{:.0} %", l.value() * 100.0),
                _ if l.value().abs() < 100.0 && l.value().fract() != 0.0 => format!("{:.1}", l.value()),
                _ => whole(l.value()),
            };
            match l.unit {
                "share" => vec![l.what.clone(), value, String::new()],
                "day" => vec![l.what.clone(), format!("day {value}"), String::new()],
                unit => vec![l.what.clone(), value, unit.to_string()],
            }
        });
        section(&name.to_uppercase(), table(["", "", ""], rows, &[1]).trim_start_matches(['\n', ' ', '-']).to_string())
    });
    let all: Vec<String> = lists.collect();
    (!all.is_empty()).then(|| all.join("\n\n"))
}
