//! Figures and short phrases that text and workbook say alike.

use crate::answer::{Answer, Verdict};
use crate::campaign::QuestionKind;
use crate::tables::check::grouped;

/// How far the schedule may be trusted; stands wherever it is shown.
pub const OPTIMISTIC: &str = "This is the optimistic schedule behind the bound for the last date, not a plan: places \
    may be held and lines restored in part, men may move far within a period, and it knows the future";

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

/// A bound, rounded up so that it stays one.
pub fn at_most(n: f64) -> String {
    // Not for the dust that computing leaves behind a whole number.
    whole((n - 1e-6).ceil())
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
    match answer.verdict {
        Verdict::Number => format!("{} {} men", answer.verdict.word(), at_most(answer.most_men)),
        other => other.word().into(),
    }
}

/// The number of men asked for, where the question names one.
pub fn target(answer: &Answer) -> Option<f64> {
    let named = answer.asked.question == QuestionKind::CanItBeDone && answer.asked.target_men.is_finite();
    named.then_some(answer.asked.target_men)
}

/// The question in a sentence.
pub fn question(answer: &Answer) -> String {
    let asked = &answer.asked;
    let men = target(answer).map_or("How many men".into(), |t| format!("Can {} men", whole(t)));
    let verb = if target(answer).is_some() { "stand" } else { "at most can stand" };
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
    format!("{men} {verb} {places}{stay}, within {} days from {}?{profile}", day(asked.horizon_days), asked.start_date)
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
