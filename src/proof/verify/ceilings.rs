//! Ceilings: the bound that the prices prove, and the point that shows how tight it is.

use std::collections::{BTreeMap, HashMap};

use super::{Finding, Subject};
use crate::answer::{SHORT_OF, dates};
use crate::campaign::Campaign;
use crate::formulation::names::Names;
use crate::formulation::{self, Earliest, Period, Program, Window};
use crate::proof::document::{Ceiling, Point};
use crate::report::words::{at_most, day, whole};
use crate::solver::{Lp, certificate};

/// Which place cannot be reached in time.
pub(super) fn why_too_early(c: &Campaign, earliest: &Earliest, first: Period) -> String {
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

/// The span that a ceiling is for; `None` where it is none, or shorter than the question's.
pub(in crate::proof) fn span(c: &Campaign, first: Period, claim: &Ceiling) -> Option<Window> {
    let asked = dates::window(c, first);
    let Some(until) = claim.until else { return Some(asked) };
    let ends_then = |t: &Period| dates::day(c, *t).0 == until && until <= c.question.horizon.0 + 1e-9;
    let periods = (c.question.horizon.0 / c.question.period.0 + 1e-9) as Period;
    (asked.last..periods).find(ends_then).map(|last| Window { first, last })
}

pub(super) fn holds(c: &Campaign, earliest: &Earliest, first: Period, claim: &Ceiling) -> Finding {
    let on = day(claim.day);
    let Some(window) = span(c, first, claim) else {
        return Finding::refusal(format!(
            "Day {on}: it is about a span until day {}, which is no span of the question.",
            day(claim.until.unwrap_or_default())
        ));
    };
    let Some(program) = formulation::build(c, earliest, window) else {
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
        claim: Subject::Ceiling { window, men, gap },
        lines: vec![in_words(claim, bound.value, men)],
        refusals: Vec::new(),
    };
    if men > claim.men {
        finding.refusals.push(format!(
            "Day {on}: the prices prove only {} men, which is weaker than the {} claimed.",
            at_most(men),
            at_most(claim.men)
        ));
    }
    idle_prices(&on, &program.lp, (&prices, strangers), &mut finding);
    if let Some(point) = &claim.point {
        point_holds(c, &program, (point, &on), &mut finding);
    }
    finding
}

/// Says which prices count for nothing.
pub(super) fn idle_prices(on: &str, lp: &Lp, (prices, strangers): (&[f64], usize), finding: &mut Finding) {
    if strangers > 0 {
        let note = format!(
            "Day {on}: {strangers} prices are for rows that the program does not have; they count for nothing."
        );
        finding.lines.push(note);
    }
    let lost = certificate::dual_residual(lp, prices).prices;
    if lost > 0.0 {
        let note = format!(
            "Day {on}: prices of up to {lost:.1e} point to a side that their row does not have; they count for nothing."
        );
        finding.lines.push(note);
    }
}

fn in_words(claim: &Ceiling, bound: f64, men: f64) -> String {
    let until = claim.until.map_or(String::new(), |d| format!(" until day {}", day(d)));
    let says = if bound < 0.0 {
        format!("no plan holds all the places that must be held{until}")
    } else {
        format!("no plan sustains more than {} men{until}", at_most(men.max(claim.men)))
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
pub(super) fn by_position(names: Vec<String>, values: &BTreeMap<String, f64>) -> (Vec<f64>, usize) {
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
