//! Figures and short phrases that text and workbook say alike.

use crate::answer::{Answer, Verdict};
use crate::campaign::QuestionKind;
use crate::tables::check::grouped;

/// How far the schedule may be trusted; stands wherever it is shown.
pub const OPTIMISTIC: &str = "This is the optimistic schedule behind the bound for the last date, not a plan: places \
    may be held and lines restored in part, men may move far within a period, and it knows the future";

/// A ceiling counts guards behind the destination where the workbook's claims count: said where the schedule's last day shows this share fewer there.
const FEWER: f64 = 0.01;

/// What the schedule is, with who of those that the ceiling counts does not stand at the destination in it.
pub fn optimistic(answer: &Answer) -> String {
    let last = answer.timeline.last();
    // Of a date whose solve was cut short there is no schedule.
    let ceiling = last.and_then(|t| answer.curve.iter().rfind(|p| p.day <= t.day + 1e-9)).map_or(0.0, |p| p.most_men);
    let fewer = last.map(|t| t.men_at_destination).filter(|there| *there < (1.0 - FEWER) * ceiling);
    let behind = fewer.map_or(String::new(), |there| {
        format!(
            " On its last day {} men stand at the destination; the ceiling counts those too who guard the way there.",
            whole(there)
        )
    });
    format!("{OPTIMISTIC}.{behind}")
}

/// What the grades of the figures mean.
pub const GRADES: &str =
    "Grade says how far to trust a figure: A documented, B derived, C planner's estimate, D guess.";

/// Words broken into lines of at most `width` letters, every line indented.
pub fn wrapped(words: &str, indent: &str, width: usize) -> String {
    let mut lines = vec![String::from(indent)];
    for word in words.split_whitespace() {
        let fits = |line: &String| line.chars().count() + 1 + word.chars().count() <= width;
        match lines.last_mut() {
            Some(line) if line.len() == indent.len() => line.push_str(word),
            Some(line) if fits(line) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{indent}{word}")),
        }
    }
    lines.join("\n")
}

/// A whole number with thousands separated; a dash for what is no number.
pub fn whole(n: f64) -> String {
    // Rounding may leave a minus before the zero.
    if n.is_finite() { grouped(n.round() + 0.0) } else { "-".into() }
}

/// A bound in whole men, rounded up so that it stays one.
pub fn bound(men: f64) -> f64 {
    // Not for the dust that computing leaves behind a whole number.
    // Nor a minus before the zero.
    (men - 1e-6).ceil() + 0.0
}

/// The same in words.
pub fn at_most(men: f64) -> String {
    whole(bound(men))
}

/// A day: whole where it is.
pub fn day(n: f64) -> String {
    match n {
        n if !n.is_finite() => "-".into(),
        n if n.fract() == 0.0 => format!("{n:.0}"),
        n => format!("{n:.1}"),
    }
}

/// A share as percent with its sign; a dash for what is no number.
pub fn signed_percent(share: f64) -> String {
    if share.is_finite() { format!("{:+.1} %", share * 100.0) } else { "-".into() }
}

/// The verdict with its figure where it has one.
pub fn verdict(answer: &Answer) -> String {
    let figures = &answer.figures;
    match (answer.verdict, answer.asked.question) {
        (Verdict::Number, QuestionKind::HowSoon) => {
            let proved = figures.soon.iter().find_map(|s| s.open.first().or(s.by_bound.as_ref()));
            proved.map_or("NOT SETTLED".into(), |d| format!("NOT BEFORE day {} ({})", day(d.day), d.date))
        }
        (Verdict::Number, QuestionKind::HowLittle) => "LEAST OF EACH LEVER".into(),
        (Verdict::Number, QuestionKind::WhatItTakes) => match figures.took.as_ref() {
            Some(t) if t.cost.is_some() && t.changes.is_empty() => "NOTHING NEED CHANGE (not ruled out)".into(),
            Some(crate::answer::Took { cost: Some(cost), .. }) => format!("AT LEAST {} points", points(*cost)),
            _ => "NOT WITHIN THESE LIMITS".into(),
        },
        (Verdict::Number, _) => format!("{} {} men", answer.verdict.word(), at_most(answer.most_men)),
        (other, _) => other.word().into(),
    }
}

/// A price in points, rounded down so that it stays a bound.
pub fn points(n: f64) -> String {
    if n >= 100.0 { whole((n + 1e-6).floor()) } else { format!("{:.2}", (n * 100.0 + 1e-6).floor() / 100.0) }
}

/// The number of men asked for, where the question names one.
pub fn target(answer: &Answer) -> Option<f64> {
    let named = answer.asked.question != QuestionKind::HowMany && answer.asked.target_men.is_finite();
    named.then_some(answer.asked.target_men)
}

/// The question in a sentence.
pub fn question(answer: &Answer) -> String {
    let asked = &answer.asked;
    let places = match asked.destinations.as_slice() {
        [] => "at the destination".into(),
        [one] => format!("at {one}"),
        [names @ .., last] => format!("at {} and {last}", names.join(", ")),
    };
    let stay = if asked.sustain_days > 0.0 { format!(" for {} days", day(asked.sustain_days)) } else { String::new() };
    let profile = match asked.resistance_profile.as_str() {
        "" => String::new(),
        name => format!(" Resistance: {name}."),
    };
    let men = whole(asked.target_men);
    let on = answer.figures.on_day.map_or(String::new(), |d| format!(" from day {}", day(d)));
    let scenario = asked.scenario.as_ref().map_or(String::new(), |s| format!(" Scenario: {s}."));
    let asks = match asked.question {
        QuestionKind::CanItBeDone => format!("Can {men} men stand {places}{stay}"),
        QuestionKind::HowMany => format!("How many men at most can stand {places}{stay}{on}"),
        QuestionKind::HowSoon => format!("How soon can {men} men stand {places}{stay}"),
        QuestionKind::HowLittle => format!("With how little of each lever can {men} men stand {places}{stay}{on}"),
        QuestionKind::WhatItTakes => format!("What would it take for {men} men to stand {places}{stay}{on}"),
        QuestionKind::HowFar => {
            format!("How far can each lever move until the answer flips: {men} men {places}{stay}{on}")
        }
    };
    format!("{asks}, within {} days from {}?{profile}{scenario}", day(asked.horizon_days), asked.start_date)
}

/// With what the answer was made: names and values.
pub fn stamp(answer: &Answer) -> [(&'static str, String); 5] {
    let stamp = &answer.stamp;
    [
        ("Railhead", stamp.version.clone()),
        ("Input", stamp.input.clone()),
        ("SHA-256", stamp.input_hash.clone()),
        ("Solver", stamp.solver.clone()),
        ("Period", format!("{} days", day(stamp.period_days))),
    ]
}
