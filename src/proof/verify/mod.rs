//! The check of a certificate: everything is computed again from the campaign; from the certificate come only claims,
//! prices, points and plans.

mod ceilings;
mod conclude;
mod floors;
mod plans;

pub(super) use ceilings::span;
pub(super) use floors::program as floor_program;

use rayon::prelude::*;

use super::document::{Certificate, Claim, Question, word};
use crate::answer::dates;
use crate::answer::evidence::Piece;
use crate::answer::{low, plain};
use crate::campaign::Campaign;
use crate::formulation::{Earliest, Period, Window};
use crate::report::words::day;
use crate::tables::Reading;

/// What came of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// What was checked, in sentences.
    pub lines: Vec<String>,
    /// Why the certificate is refused; empty if it holds.
    pub refusals: Vec<String>,
    /// What it proves, in words, if it holds.
    pub verdict: String,
}

impl Checked {
    pub fn holds(&self) -> bool {
        self.refusals.is_empty()
    }

    /// One that can't be checked, and why.
    pub fn refused(refusals: Vec<String>) -> Checked {
        Checked { lines: Vec::new(), refusals, verdict: String::new() }
    }
}

/// One claim after its check.
struct Finding {
    claim: Subject,
    lines: Vec<String>,
    refusals: Vec<String>,
}

/// What a finding is about.
enum Subject {
    /// A date that earliest dates alone rule out, and why.
    TooEarly(Period, String),
    /// A date, or a longer span, with its ceiling in men, recomputed, and by how many thousand men it contradicts the
    /// target.
    Ceiling { window: Window, men: f64, gap: f64 },
    /// Levers with the least cost, recomputed, of having these men on a date.
    Floor { first: Period, men: f64, levers: Vec<Piece>, least: f64 },
    /// A plan that holds, and until when.
    Plan { first: Period, last: Period, men: f64 },
    /// Nothing that could be checked.
    Nothing,
}

impl Finding {
    fn refusal(words: String) -> Finding {
        Finding { claim: Subject::Nothing, lines: Vec::new(), refusals: vec![words] }
    }

    /// The date that a ceiling is given for.
    fn date(&self, c: &Campaign) -> Option<Period> {
        match self.claim {
            Subject::TooEarly(first, _) => Some(first),
            Subject::Ceiling { window, .. } if window == dates::window(c, window.first) => Some(window.first),
            _ => None,
        }
    }

    /// Whether its date is ruled out, or its longer span.
    fn rules_out(&self) -> bool {
        match self.claim {
            Subject::TooEarly(..) => true,
            Subject::Ceiling { gap, .. } => gap > 0.0,
            _ => false,
        }
    }
}

/// Checks a certificate against the campaign that was read from an input. The campaign asks the certificate's question: an
/// input that asks another one must be asked this one when it is read.
pub fn check(certificate: &Certificate, reading: &Reading) -> Checked {
    if certificate.campaign.sha256 != reading.hash {
        let short = |hash: &str| hash.chars().take(12).collect::<String>();
        return Checked::refused(vec![format!(
            "It was made for another input: for SHA-256 {}..., and this one has {}.... A workbook and its text have \
             different sums, and so has every edited copy.",
            short(&certificate.campaign.sha256),
            short(&reading.hash)
        )]);
    }
    let Some(c) = &reading.campaign else {
        return Checked::refused(vec!["The campaign has problems: `railhead check` lists them.".into()]);
    };
    let mut refusals = other_question(&certificate.question, &Question::of(c));
    let earliest = Earliest::of(c);
    let findings: Vec<Finding> =
        certificate.claims.par_iter().with_max_len(1).map(|claim| examine(c, &earliest, claim)).collect();
    refusals.extend(findings.iter().flat_map(|f| f.refusals.iter().cloned()));
    refusals.extend(plans::contradicted(c, &findings));
    let proved = conclude::Proved::by(c, &findings);
    let (verdict, words) = proved.verdict();
    if word(verdict) != certificate.verdict {
        refusals.push(proved.not_that_verdict(&certificate.verdict, verdict));
    }
    refusals.extend(certificate.figures.iter().filter_map(|figure| proved.not_that_figure(figure)));
    let mut lines = in_words(c, &findings);
    if refusals.is_empty() {
        lines.extend(proved.contradiction());
    }
    Checked { lines, refusals, verdict: words }
}

/// What the certificate's question says differently from the campaign's.
fn other_question(stated: &Question, asked: &Question) -> Vec<String> {
    let mut out = Vec::new();
    let mut differs = |same: bool, what: &str, here: String, there: String| {
        if !same {
            out.push(format!("It is about {what} {here}; the campaign says {there}."));
        }
    };
    let figures = [
        ("a target in men of", stated.target_men, asked.target_men),
        ("a horizon in days of", stated.horizon_days, asked.horizon_days),
        ("periods in days of", stated.period_days, asked.period_days),
        ("a span in days of", stated.sustain_days, asked.sustain_days),
    ];
    for (what, here, there) in figures {
        differs(here == there, what, crate::tables::check::grouped(here), crate::tables::check::grouped(there));
    }
    let on = |d: Option<f64>| d.map_or("no day in particular".to_string(), |d| format!("day {}", day(d)));
    differs(stated.on_day == asked.on_day, "the day asked about:", on(stated.on_day), on(asked.on_day));
    let moved = |levers: &[(String, f64)]| {
        let words: Vec<String> = levers.iter().map(|(key, value)| format!("{key} at {}", plain(*value))).collect();
        if words.is_empty() { "none".to_string() } else { words.join(", ") }
    };
    differs(stated.levers == asked.levers, "levers moved:", moved(&stated.levers), moved(&asked.levers));
    let quoted = |s: &str| format!("'{s}'");
    let texts = [
        ("the question", &stated.question, &asked.question),
        ("the resistance profile", &stated.resistance_profile, &asked.resistance_profile),
    ];
    for (what, here, there) in texts {
        differs(here == there, what, quoted(here), quoted(there));
    }
    out
}

fn examine(c: &Campaign, earliest: &Earliest, claim: &Claim) -> Finding {
    let on = match claim {
        Claim::TooEarly { day } => *day,
        Claim::Ceiling(ceiling) => ceiling.day,
        Claim::Floor(floor) => floor.day,
        Claim::Plan(plan) => plan.day,
        Claim::Unknown => {
            return Finding::refusal("It makes a claim of a kind that this version of Railhead does not know.".into());
        }
    };
    let Some(first) = dates::all(c).into_iter().find(|t| dates::day(c, *t).0 == on) else {
        return Finding::refusal(format!("Day {} is no date of the question.", day(on)));
    };
    match claim {
        // Levers may move the earliest dates, and a plan is carried out whatever they are.
        Claim::Floor(floor) => floors::holds(c, first, floor),
        Claim::Plan(plan) => plans::holds(c, first, plan),
        _ if !dates::is_early_enough(c, earliest, first) => Finding {
            claim: Subject::TooEarly(first, ceilings::why_too_early(c, earliest, first)),
            lines: Vec::new(),
            refusals: Vec::new(),
        },
        Claim::Ceiling(ceiling) => ceilings::holds(c, earliest, first, ceiling),
        _ => Finding::refusal(format!(
            "Day {} is not too early: the places that must be held can be reached by then.",
            day(on)
        )),
    }
}

/// The sentences of all findings; dates that are too early for the same reason are said together.
fn in_words(c: &Campaign, findings: &[Finding]) -> Vec<String> {
    let mut out = Vec::new();
    let mut early: Vec<(&str, Period, Period)> = Vec::new();
    for finding in findings {
        if let Subject::TooEarly(first, why) = &finding.claim {
            match early.last_mut() {
                Some((same, _, last)) if *same == why.as_str() && *last + 1 == *first => *last = *first,
                _ => early.push((why, *first, *first)),
            }
        }
    }
    for (why, first, last) in early {
        let (first, last) = (day(dates::day(c, first).0), day(dates::day(c, last).0));
        let days = if first == last { format!("Day {first}") } else { format!("Days {first} to {last}") };
        out.push(format!("{days}: too early. {why}. Holds."));
    }
    out.extend(findings.iter().flat_map(|f| f.lines.iter().cloned()));
    out
}

/// A figure that a claim proves: as it was written where it is whole, else rounded down.
fn amount(n: f64) -> String {
    if (n - n.round()).abs() < 1e-6 { plain(n) } else { low(n) }
}
