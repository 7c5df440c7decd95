//! The check of a certificate: everything is computed again from the campaign; from the certificate come only claims,
//! prices and points.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::document::{Ceiling, Certificate, Claim, Point, Question, word};
use crate::answer::dates;
use crate::answer::{SHORT_OF, Verdict};
use crate::campaign::{Campaign, QuestionKind};
use crate::formulation::names::Names;
use crate::formulation::{self, Earliest, Period, Program};
use crate::report::words::{at_most, day, whole};
use crate::solver::certificate;
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

    fn refused(refusals: Vec<String>) -> Checked {
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
    /// A date with its ceiling in men, recomputed, and by how many thousand men it contradicts the target.
    Ceiling { first: Period, men: f64, gap: f64 },
    /// Nothing that could be checked.
    Nothing,
}

impl Finding {
    fn refusal(words: String) -> Finding {
        Finding { claim: Subject::Nothing, lines: Vec::new(), refusals: vec![words] }
    }

    fn date(&self) -> Option<Period> {
        match self.claim {
            Subject::TooEarly(first, _) | Subject::Ceiling { first, .. } => Some(first),
            Subject::Nothing => None,
        }
    }

    /// Whether the date is ruled out.
    fn rules_out(&self) -> bool {
        match self.claim {
            Subject::TooEarly(..) => true,
            Subject::Ceiling { gap, .. } => gap > 0.0,
            Subject::Nothing => false,
        }
    }
}

/// Checks a certificate against the campaign that was read from an input.
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
    let findings: Vec<Finding> = certificate.claims.par_iter().map(|claim| examine(c, &earliest, claim)).collect();
    refusals.extend(findings.iter().flat_map(|f| f.refusals.iter().cloned()));
    let (verdict, words) = conclude(c, &findings);
    if word(verdict) != certificate.verdict {
        refusals.push(not_that_verdict(c, certificate, &findings, verdict));
    }
    let mut lines = in_words(c, &findings);
    if verdict == Verdict::No && refusals.is_empty() {
        lines.push(contradiction(c, &findings));
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
        Claim::Unknown => {
            return Finding::refusal("It makes a claim of a kind that this version of Railhead does not know.".into());
        }
    };
    let Some(first) = dates::all(c).into_iter().find(|t| dates::day(c, *t).0 == on) else {
        return Finding::refusal(format!("Day {} is no date of the question.", day(on)));
    };
    match claim {
        _ if !dates::is_early_enough(c, earliest, first) => Finding {
            claim: Subject::TooEarly(first, why_too_early(c, earliest, first)),
            lines: Vec::new(),
            refusals: Vec::new(),
        },
        Claim::Ceiling(ceiling) => ceiling_holds(c, earliest, first, ceiling),
        _ => Finding::refusal(format!(
            "Day {} is not too early: the places that must be held can be reached by then.",
            day(on)
        )),
    }
}

/// Which place cannot be reached in time.
fn why_too_early(c: &Campaign, earliest: &Earliest, first: Period) -> String {
    let by = dates::day(c, first);
    let reached = |p: crate::campaign::PlaceId| earliest.place[p.0];
    let late = c.destinations.iter().filter(|d| d.must_hold && reached(d.place) > by);
    match late.max_by(|a, b| reached(a.place).0.total_cmp(&reached(b.place).0)) {
        Some(d) if reached(d.place).0.is_finite() => format!(
            "At the rates of advance of the workbook {} cannot be held before day {}",
            c.place(d.place).name,
            day(reached(d.place).0.ceil())
        ),
        Some(d) => {
            format!("At the rates of advance of the workbook {} cannot be reached at all", c.place(d.place).name)
        }
        None => "No place where men count can be reached by then".into(),
    }
}

fn ceiling_holds(c: &Campaign, earliest: &Earliest, first: Period, claim: &Ceiling) -> Finding {
    let on = day(claim.day);
    let Some(program) = formulation::build(c, earliest, dates::window(c, first)) else {
        return Finding::refusal("The campaign has no posture 'quiet'.".into());
    };
    if let Err(e) = program.lp.check_numbers() {
        return Finding::refusal(format!("Day {on}: {e}."));
    }
    let (prices, strangers) = by_position(Names::of(c).all(&program.rows), &claim.prices);
    let bound = certificate::safe_bound(&program.lp, &prices);
    let men = dates::most_men(&bound);
    let target = c.question.target.thousand() * (1.0 - SHORT_OF);
    let gap = certificate::farkas_gap(&program.lp, &prices, Some(target));
    let mut finding = Finding {
        claim: Subject::Ceiling { first, men, gap },
        lines: vec![ceiling_in_words(claim, bound.value, men)],
        refusals: Vec::new(),
    };
    if men > claim.men {
        finding.refusals.push(format!(
            "Day {on}: the prices prove only {} men, which is weaker than the {} claimed.",
            at_most(men),
            at_most(claim.men)
        ));
    }
    if strangers > 0 {
        let note = format!(
            "Day {on}: {strangers} prices are for rows that the program does not have; they count for nothing."
        );
        finding.lines.push(note);
    }
    let lost = certificate::dual_residual(&program.lp, &prices).prices;
    if lost > 0.0 {
        let note = format!(
            "Day {on}: prices of up to {lost:.1e} point to a side that their row does not have; they count for nothing."
        );
        finding.lines.push(note);
    }
    if let Some(point) = &claim.point {
        point_holds(c, &program, (point, &on), &mut finding);
    }
    finding
}

fn ceiling_in_words(claim: &Ceiling, bound: f64, men: f64) -> String {
    let says = if bound < 0.0 {
        "no plan holds all the places that must be held".to_string()
    } else {
        format!("no plan sustains more than {} men", at_most(men.max(claim.men)))
    };
    let found = if bound < 0.0 { "below 0".into() } else { at_most(men) };
    let holds = if men <= claim.men { "Holds." } else { "REFUSED." };
    let claimed = at_most(claim.men);
    format!("Day {}: {says}. Claimed {claimed}; recomputed {found}. {holds}", day(claim.day))
}

fn point_holds(c: &Campaign, program: &Program, (point, on): (&Point, &str), finding: &mut Finding) {
    let (x, strangers) = by_position(Names::of(c).all(&program.columns), &point.values);
    let residual = certificate::worst_residual(&program.lp, &x);
    let holds = strangers == 0 && residual.absolute <= point.absolute && residual.relative <= point.relative;
    finding.lines.push(format!(
        "Day {on}: a point of the program with {} men is given; it breaks no row or bound by more than {:.1e}, relatively \
         {:.1e}. Claimed at most {:.1e}, relatively {:.1e}. {}",
        whole((program.lp.value(&x) * 1000.0).floor()),
        residual.absolute,
        residual.relative,
        point.absolute,
        point.relative,
        if holds { "Holds." } else { "REFUSED." }
    ));
    if strangers > 0 {
        finding.refusals.push(format!("Day {on}: the point has {strangers} values for columns that do not exist."));
    } else if !holds {
        finding.refusals.push(format!(
            "Day {on}: the point breaks a row or bound by {:.1e} (relatively {:.1e}), more than the tolerance of {:.1e} \
             ({:.1e}) that is stated.",
            residual.absolute, residual.relative, point.absolute, point.relative
        ));
    }
}

/// Values by position, and how many of them have a name that is not there.
fn by_position(names: Vec<String>, values: &BTreeMap<String, f64>) -> (Vec<f64>, usize) {
    let mut out = vec![0.0; names.len()];
    let index: HashMap<String, usize> = names.into_iter().enumerate().map(|(i, n)| (n, i)).collect();
    let mut strangers = 0;
    for (name, value) in values {
        match index.get(name) {
            Some(i) => out[*i] = *value,
            None => strangers += 1,
        }
    }
    (out, strangers)
}

/// The verdict that follows from what was recomputed, and how it is said.
fn conclude(c: &Campaign, findings: &[Finding]) -> (Verdict, String) {
    if c.question.kind == QuestionKind::HowMany {
        let last = dates::all(c).last().copied();
        let most = findings.iter().filter(|f| f.date() == last && last.is_some()).map(|f| match f.claim {
            Subject::Ceiling { men, .. } => men,
            _ => 0.0,
        });
        let words = match (most.reduce(f64::min), last) {
            (Some(men), Some(last)) => format!("AT MOST {} men from day {}", at_most(men), day(dates::day(c, last).0)),
            _ => "nothing is claimed for the last date".into(),
        };
        return (Verdict::Number, words);
    }
    if !dates::all(c).is_empty() && not_ruled_out(c, findings).is_empty() {
        return (Verdict::No, Verdict::No.word().into());
    }
    (Verdict::Undecided, Verdict::Undecided.word().into())
}

/// Dates that no claim rules out.
fn not_ruled_out(c: &Campaign, findings: &[Finding]) -> Vec<Period> {
    let ruled_out = |t: &Period| findings.iter().any(|f| f.date() == Some(*t) && f.rules_out());
    dates::all(c).into_iter().filter(|t| !ruled_out(t)).collect()
}

/// Why the certificate's verdict is not the one that follows.
fn not_that_verdict(c: &Campaign, certificate: &Certificate, findings: &[Finding], found: Verdict) -> String {
    let open = not_ruled_out(c, findings);
    let claimed = |t: &Period| findings.iter().any(|f| f.date() == Some(*t));
    let days = |dates: Vec<Period>| {
        let days: Vec<String> = dates.iter().map(|t| day(dates::day(c, *t).0)).collect();
        let many = if days.len() == 1 { "day" } else { "days" };
        format!("{many} {}", days.join(", "))
    };
    if certificate.verdict != word(Verdict::No) || found == Verdict::Number {
        return format!(
            "It says {}, but {} follows from its claims and the campaign's question.",
            certificate.verdict,
            word(found)
        );
    }
    let (weak, missing): (Vec<Period>, Vec<Period>) = open.into_iter().partition(claimed);
    if missing.is_empty() {
        return format!("It says NO, but {} men are not ruled out on {}.", whole(c.question.target.0), days(weak));
    }
    format!("It says NO, but proves nothing for {}: a NO must hold on every date.", days(missing))
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

/// The contradiction that is common to all dates.
fn contradiction(c: &Campaign, findings: &[Finding]) -> String {
    let gaps = findings.iter().filter_map(|f| match f.claim {
        Subject::Ceiling { gap, .. } => Some(gap),
        _ => None,
    });
    let target = c.question.target.0;
    match gaps.reduce(f64::min) {
        Some(gap) => format!(
            "On every date the rows, weighted with the prices, contradict {} men (the target of {} less a thousandth), by \
             at least {} men.",
            whole(target * (1.0 - SHORT_OF)),
            whole(target),
            whole((gap * 1000.0).floor())
        ),
        None => "Every date of the horizon is too early.".into(),
    }
}
