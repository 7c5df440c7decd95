//! Checks of what is recorded of a campaign of history.

use super::Check;
use crate::campaign::*;

/// In the order in which problems are reported.
pub(super) const CHECKS: &[Check] = &[days_have_their_place, spans_are_spans, shares_are_shares];

fn at(o: &Observation, column: &'static str, found: String, allowed: &str, hint: &str) -> Problem {
    Problem::error(&o.provenance.origin, found, allowed, hint).in_column(column)
}

/// A front or a railhead is somewhere.
fn days_have_their_place(c: &Campaign) -> Vec<Problem> {
    let lost = c.observed.iter().filter(|o| o.quantity.is_day_at_place() && o.place.is_none());
    let problem = |o: &Observation| {
        let found = format!("{} '{}' without a place", o.quantity.word(), o.key);
        at(o, "place", found, "the place that was taken or reached", "Name the place.")
    };
    lost.map(problem).collect()
}

/// Everything else is about a span of days within the horizon.
fn spans_are_spans(c: &Campaign) -> Vec<Problem> {
    let horizon = c.question.horizon;
    let problem = |o: &Observation| {
        let ends = (o.from.map(|d| d.0), o.to.map(|d| d.0));
        match ends {
            (None, None) => {
                let found = format!("{} '{}' without days", o.quantity.word(), o.key);
                Some(at(o, "to_day", found, "the days that it is about", "Fill From day and To day."))
            }
            (Some(from), Some(to)) if to <= from => {
                let found = format!("'{}' from day {from} to day {to}", o.key);
                Some(at(o, "to_day", found, "a last day after the first", "Correct the days."))
            }
            (from, to) if to.or(from).is_some_and(|day| day > horizon.0) => {
                let found = format!("'{}' until day {}", o.key, to.or(from).unwrap_or_default());
                let hint = "Lengthen the horizon on the sheet Question, or leave the row out.";
                Some(at(o, "to_day", found, "days within the horizon", hint))
            }
            _ => None,
        }
    };
    c.observed.iter().filter(|o| !o.quantity.is_day_at_place()).filter_map(problem).collect()
}

/// A halt is yes or no, and a share of need is at most the whole of it.
fn shares_are_shares(c: &Campaign) -> Vec<Problem> {
    let wrong = |o: &&Observation| match o.quantity {
        Quantity::Halt => o.value.base != 0.0 && o.value.base != 1.0,
        Quantity::Coverage => o.value.base > 1.0,
        _ => false,
    };
    let problem = |o: &Observation| {
        let allowed = if o.quantity == Quantity::Halt { "1 (halted) or 0 (went on)" } else { "a share from 0 to 1" };
        at(
            o,
            "value",
            format!("{} for the {} '{}'", o.value.base, o.quantity.word(), o.key),
            allowed,
            "Correct the value.",
        )
    };
    c.observed.iter().filter(wrong).map(problem).collect()
}
