//! The answers to "how soon", "with how little", "what would it take" and "how far until it flips" in plain sentences.

use super::figures::{LeverFigure, Soon, Took};
use super::sentences::{ceiling, grouped, men};
use super::types::Answer;
use crate::campaign::QuestionKind;

/// The first sentences of the answer to such a question; none for the others.
pub(super) fn all(a: &Answer) -> Vec<String> {
    match (a.asked.question, &a.figures.soon, &a.figures.took) {
        (QuestionKind::HowSoon, Some(soon), _) => how_soon(a, soon),
        (QuestionKind::HowLittle, ..) => {
            let mut out = on_the_day(a);
            out.extend(a.figures.levers.iter().map(|l| floor(a, l)));
            out.push(one_by_one());
            out
        }
        (QuestionKind::HowFar, ..) => {
            let mut out = on_the_day(a);
            out.extend(a.figures.levers.iter().map(|l| flip(a, l)));
            out.push(one_by_one());
            out
        }
        (QuestionKind::WhatItTakes, _, Some(took)) => {
            let mut out = on_the_day(a);
            out.extend(took_it(a, took));
            out
        }
        _ => Vec::new(),
    }
}

fn span(a: &Answer) -> String {
    match a.asked.sustain_days {
        d if d > 0.0 => format!("held and supplied for {d:.0} days"),
        _ => "held and supplied".to_string(),
    }
}

fn how_soon(a: &Answer, s: &Soon) -> Vec<String> {
    let target = men(s.men);
    let mut out = Vec::new();
    match &s.by_bound {
        Some(d) => out.push(format!(
            "NOT BEFORE day {:.0} ({}): that is the earliest date from which {target} men at the destination, {}, are not \
             ruled out. Every earlier date has a proof of its own.",
            d.day,
            d.date,
            span(a)
        )),
        None if s.open.is_empty() => out.push(format!(
            "NO. On no date of the horizon can {target} men stand at the destination, {}: every date has a proof of its \
             own, and the ceiling is never above {} men.",
            span(a),
            ceiling(a.most_men)
        )),
        None => {}
    }
    if let (Some(first), Some(last)) = (s.open.first(), s.open.last()) {
        out.push(format!(
            "Dates from day {:.0} to day {:.0} were left open because {} programs had been solved; the earliest day may lie \
             among them. Day {:.0} is thus all that is proved: not before it.",
            first.day, last.day, s.solves, first.day
        ));
    }
    out.push(match &s.by_plan {
        Some(d) => format!("By plan: day {:.0} ({}).", d.day, d.date),
        None => match &a.plan {
            Some(p) => {
                format!("By plan: no date found; the best plan looked at has {} men on day {:.0}.", men(p.men), p.day)
            }
            None => "By plan: no date found.".into(),
        },
    });
    if s.by_bound.is_some() {
        out.push(match &s.to_the_end_by_bound {
            Some(d) if s.to_the_end_is_sharp => format!(
                "Held from then on until the end of the horizon: not before day {:.0} ({}).",
                d.day, d.date
            ),
            Some(d) => format!(
                "Held until the end of the horizon: not ruled out from day {:.0} ({}); earlier dates were not all looked at.",
                d.day, d.date
            ),
            None => "Held until the end of the horizon: ruled out from every date.".into(),
        });
    }
    let carried = a.figures.carried.len();
    out.push(format!(
        "The dates: {} on which nobody can be there yet, {carried} ruled out by prices carried over from another date, {} \
         solved{}.",
        s.before_arrival,
        s.solves,
        if s.solves_to_the_end > 0 { format!(", and {} more for the end of the horizon", s.solves_to_the_end) } else { String::new() }
    ));
    out
}

/// What the bound says with everything as it is.
fn on_the_day(a: &Answer) -> Vec<String> {
    let Some(p) = a.curve.last() else { return vec!["No date could be looked at: the horizon is too short.".into()] };
    let target = men(a.asked.target_men);
    let word = if a.margin < -1e-3 { "NO" } else { "not ruled out" };
    vec![format!(
        "As the workbook stands, for {target} men from day {:.0} ({}), {}: {word}, the ceiling is {} men.",
        p.day,
        p.date,
        span(a),
        ceiling(p.most_men)
    )]
}

fn one_by_one() -> String {
    "Each value is for one lever alone, everything else as it is. It is proved like every ceiling here, so a plan may need \
     more; by plan: not looked for yet."
        .into()
}

/// A value of a lever, rounded down to three digits or a unit: a floor must stay true.
pub fn low(value: f64) -> String {
    let unit = 10f64.powf((value.abs().max(1e-9).log10() - 2.0).floor()).min(1.0);
    let floor = (value / unit + 1e-9).floor() * unit;
    if unit >= 1.0 {
        grouped(floor, 1.0)
    } else {
        format!("{floor:.*}", (-unit.log10()).round().clamp(0.0, 3.0) as usize)
    }
}

/// A value as the analyst wrote it.
pub fn plain(value: f64) -> String {
    if (value - value.round()).abs() < 1e-6 { grouped(value, 1.0) } else { format!("{value:.2}") }
}

fn floor(a: &Answer, l: &LeverFigure) -> String {
    let target = men(a.asked.target_men);
    match l.by_bound {
        None => not_enough(l, &target),
        Some(_) if l.is_open() => {
            format!("{}: not settled; the time limit stopped the solver (`--time-limit`).", l.name)
        }
        Some(_) if l.does_not_matter() => format!(
            "{}: {} {}, the least looked at, would be enough as far as the ceiling shows (today {}).",
            l.name,
            plain(l.from),
            l.unit,
            plain(l.base)
        ),
        Some(v) => format!(
            "{}: with fewer than {} {} no plan can do it (today {}, {}).",
            l.name,
            low(v),
            l.unit,
            plain(l.base),
            percent(v / l.base - 1.0)
        ),
    }
}

fn flip(a: &Answer, l: &LeverFigure) -> String {
    let target = men(a.asked.target_men);
    match l.by_bound {
        None => not_enough(l, &target),
        Some(_) if l.is_open() => {
            format!("{}: not settled; the time limit stopped the solver (`--time-limit`).", l.name)
        }
        Some(_) if l.does_not_matter() => {
            format!("{}: no value from {} to {} {} flips it.", l.name, plain(l.from), plain(l.to), l.unit)
        }
        Some(v) if v > l.base => format!(
            "{}: NO as long as there are fewer than {} {}; that is {} on today's {}.",
            l.name,
            low(v),
            l.unit,
            percent(v / l.base - 1.0),
            plain(l.base)
        ),
        Some(v) => format!(
            "{}: NO below {} {}; that is {} on today's {}.",
            l.name,
            low(v),
            l.unit,
            percent(v / l.base - 1.0),
            plain(l.base)
        ),
    }
}

fn not_enough(l: &LeverFigure, target: &str) -> String {
    let most = l.men_at_most.map_or(String::new(), |m| format!(": even then at most {} men", ceiling(m)));
    format!(
        "{}: no value up to {} {} allows {target} men{most} (today {}).",
        l.name,
        plain(l.to),
        l.unit,
        plain(l.base)
    )
}

fn percent(share: f64) -> String {
    format!("{:+.1} %", share * 100.0)
}

fn took_it(a: &Answer, t: &Took) -> Vec<String> {
    let target = men(a.asked.target_men);
    let mut out = Vec::new();
    match t.cost {
        None => out.push(format!(
            "NOT WITHIN THESE LIMITS: with every lever that can change at its largest value, at most {} men can stand there; \
             {target} are asked for.",
            ceiling(t.men_with_all.unwrap_or_default())
        )),
        Some(_) if t.changes.is_empty() => {
            out.push(format!("Nothing need change as far as the ceiling shows: {target} men are not ruled out."));
        }
        Some(cost) => {
            let set: Vec<String> = t
                .changes
                .iter()
                .map(|c| {
                    let (base, to) = (plain(c.base), high(c.to));
                    format!("{} from {base} to {to} {} ({} points)", c.name, c.unit, points(c.cost))
                })
                .collect();
            out.push(format!(
                "AT LEAST {} points: no cheaper set of changes can do it. The cheapest set found in the bound: {}.",
                points_down(cost),
                set.join("; ")
            ));
            if let Some(there) = t.men_there {
                let reached = there >= a.asked.target_men * 0.999;
                out.push(format!(
                    "With that set, dates worked out anew, the ceiling is {} men{}.",
                    ceiling(there),
                    if reached { "" } else { ": still short, so the true price is higher" }
                ));
            }
        }
    }
    out.push("A plan needs at least this and usually more.".into());
    out
}

/// A value rounded up, so that it stays enough.
pub fn high(value: f64) -> String {
    if value >= 100.0 {
        grouped((value - 1e-6).ceil(), 1.0)
    } else {
        format!("{:.2}", (value * 100.0 - 1e-6).ceil() / 100.0)
    }
}

/// Points to two digits, large ones whole.
fn points(value: f64) -> String {
    if value >= 100.0 { grouped(value, 1.0) } else { format!("{value:.2}") }
}

fn points_down(value: f64) -> String {
    if value >= 100.0 {
        grouped((value + 1e-6).floor(), 1.0)
    } else {
        format!("{:.2}", (value * 100.0 + 1e-6).floor() / 100.0)
    }
}
