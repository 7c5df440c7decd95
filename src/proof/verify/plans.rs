//! Plans: carried out day by day by the replay, and held against the question.

use super::{Finding, Subject};
use crate::answer::dates;
use crate::campaign::Campaign;
use crate::formulation::Period;
use crate::proof::document::Plan;
use crate::replay::replay;
use crate::report::words::{at_most, day, whole};

/// Faults of a plan that are told; the others are counted.
const TOLD: usize = 5;
/// Half a man: the replay's own measure of equal numbers of men.
const HALF_A_MAN: f64 = 0.5;

pub(super) fn holds(c: &Campaign, first: Period, claim: &Plan) -> Finding {
    let (on, orders) = (day(claim.day), &claim.orders);
    let mut refusals = other_span(c, first, claim);
    if !refusals.is_empty() {
        // Nor is it carried out: a forged one could ask for any length.
        return Finding { claim: Subject::Nothing, lines: Vec::new(), refusals };
    }
    let run = replay(c, orders);
    for fault in run.faults.iter().take(TOLD) {
        refusals.push(format!("Day {on}: the plan can't be carried out. {}", fault.words));
    }
    if run.faults.len() > TOLD {
        refusals.push(format!("Day {on}: the plan breaks {} rules more.", run.faults.len() - TOLD));
    }
    // Written so that what is no number is refused.
    let there = run.men_sustained >= claim.men - HALF_A_MAN && run.holds();
    if !there && run.faults.is_empty() {
        refusals.push(format!(
            "Day {on}: the plan sustains only {} men, fewer than the {} claimed.",
            whole(run.men_sustained.floor()),
            whole(claim.men)
        ));
    }
    let sound = refusals.is_empty() && there;
    let line = format!(
        "Day {on}: a plan sustains {} men until day {}. Carried out over {} days: {}, {} men. {}",
        whole(claim.men.floor()),
        orders.period_days.saturating_mul(orders.periods),
        run.days.len(),
        if run.faults.is_empty() { "no rule broken".into() } else { format!("{} rules broken", run.faults.len()) },
        whole(run.men_sustained.floor()),
        if sound { "Holds." } else { "REFUSED." }
    );
    let plan = Subject::Plan { first, last: orders.periods.saturating_sub(1), men: claim.men };
    Finding { claim: if sound { plan } else { Subject::Nothing }, lines: vec![line], refusals }
}

/// How the plan's periods and count differ from what the question asks for that date.
fn other_span(c: &Campaign, first: Period, claim: &Plan) -> Vec<String> {
    let (on, orders, q) = (day(claim.day), &claim.orders, &c.question);
    let mut out = Vec::new();
    if orders.period_days as f64 != q.period.0 {
        let periods = day(q.period.0);
        out.push(format!("Day {on}: the plan has periods of {} days; the question has {periods}.", orders.period_days));
    }
    if orders.counted_from_day != claim.day {
        out.push(format!("Day {on}: the plan counts its men from day {}.", day(orders.counted_from_day)));
    }
    let ends = orders.period_days as f64 * orders.periods as f64;
    let asked = (claim.day + q.sustain.0).max(dates::day(c, dates::window(c, first).last).0);
    if ends < asked - 1e-9 {
        out.push(format!(
            "Day {on}: the plan ends on day {}; the question asks for the men until day {}.",
            day(ends),
            day(asked)
        ));
    }
    out
}

/// Plans that have more men than a ceiling allows: one of the two must be wrong, and neither is believed.
pub(super) fn contradicted(c: &Campaign, findings: &[Finding]) -> Vec<String> {
    let mut out = Vec::new();
    for plan in findings {
        let Subject::Plan { first, last, men } = plan.claim else { continue };
        let least = findings.iter().filter_map(|f| match f.claim {
            Subject::Ceiling { window, men, .. } if window.first == first && window.last <= last => Some(men),
            Subject::TooEarly(early, _) if early == first => Some(0.0),
            _ => None,
        });
        let Some(ceiling) = least.reduce(f64::min).filter(|ceiling| men > ceiling + HALF_A_MAN) else { continue };
        out.push(format!(
            "Day {}: a plan with {} men and a ceiling of {} contradict each other. Railhead has an error; neither proves \
             anything.",
            day(dates::day(c, first).0),
            whole(men),
            at_most(ceiling)
        ));
    }
    out
}
