//! Floors: the least that levers need, from the program in which they are columns.

use super::ceilings::{by_position, idle_prices};
use super::{Finding, Subject, amount};
use crate::answer::evidence::Piece;
use crate::answer::{dates, levers};
use crate::campaign::Campaign;
use crate::formulation::Period;
use crate::formulation::ask::Asked;
use crate::formulation::names::Names;
use crate::proof::document::{Floor, Lever};
use crate::report::words::{at_most, day};
use crate::solver::certificate;

/// The program of a floor; `None` where there is none, with the reason.
pub(in crate::proof) fn program(c: &Campaign, first: Period, claim: &Floor) -> Result<Asked, String> {
    let on = day(claim.day);
    for (k, lever) in claim.levers.iter().enumerate() {
        let known = c.levers.iter().any(|l| l.key == lever.key);
        if !known || claim.levers[..k].iter().any(|l| l.key == lever.key) {
            return Err(format!("Day {on}: '{}' is no lever of the campaign, or named twice.", lever.key));
        }
        let range = lever.from >= 0.0 && lever.to > lever.from && lever.to.is_finite();
        if !(range && lever.cost >= 0.0 && lever.cost.is_finite()) {
            return Err(format!("Day {on}: the range or the cost of lever '{}' makes no sense.", lever.key));
        }
    }
    let sound = |v: f64| v > 0.0 && v.is_finite();
    if claim.levers.is_empty() || !sound(claim.men) || !sound(claim.per_thousand_short) {
        return Err(format!("Day {on}: a floor needs levers, men and a weight above 0."));
    }
    let asked = levers::build(c, dates::window(c, first), (&pieces(claim), claim.men, claim.per_thousand_short))
        .ok_or_else(|| format!("Day {on}: a lever does something to the program that can't be followed."))?;
    asked.program.lp.check_numbers().map_err(|e| format!("Day {on}: {e}."))?;
    Ok(asked)
}

fn pieces(claim: &Floor) -> Vec<Piece> {
    let piece = |l: &Lever| Piece { key: l.key.clone(), from: l.from, to: l.to, cost: l.cost };
    claim.levers.iter().map(piece).collect()
}

pub(super) fn holds(c: &Campaign, first: Period, claim: &Floor) -> Finding {
    let program = match program(c, first, claim) {
        Ok(asked) => asked.program,
        Err(words) => return Finding::refusal(words),
    };
    let (prices, strangers) = by_position(Names::of(c).all(&program.rows), &claim.prices);
    let least = -certificate::safe_bound(&program.lp, &prices).value;
    let mut finding = Finding {
        claim: Subject::Floor { first, men: claim.men, levers: pieces(claim), least },
        lines: vec![in_words(c, claim, least)],
        refusals: Vec::new(),
    };
    // Written so that what is no number is refused.
    let proved = least >= claim.least;
    if !proved {
        finding.refusals.push(format!(
            "Day {}: the prices prove only {} for {}, which is weaker than the {} claimed.",
            day(claim.day),
            amount(least.max(0.0)),
            keys(claim),
            amount(claim.least)
        ));
    }
    idle_prices(&day(claim.day), &program.lp, (&prices, strangers), &mut finding);
    finding
}

fn keys(claim: &Floor) -> String {
    let keys: Vec<&str> = claim.levers.iter().map(|l| l.key.as_str()).collect();
    keys.join(", ")
}

fn in_words(c: &Campaign, claim: &Floor, least: f64) -> String {
    let (on, men) = (day(claim.day), at_most(claim.men));
    let all: f64 = claim.levers.iter().map(|l| l.cost).sum();
    let holds = if least >= claim.least { "Holds." } else { "REFUSED." };
    let unit = |l: &Lever| c.levers.iter().find(|k| k.key == l.key).map_or("", |k| k.unit());
    let beyond = claim.least > all;
    let (says, claimed, found) = match pieces(claim).as_slice() {
        [one] => {
            let range =
                format!("{} from {} to {} {}", one.key, amount(one.from), amount(one.to), unit(&claim.levers[0]));
            let (claimed, found) = (amount(covered(one, claim.least)), amount(covered(one, least)));
            match beyond {
                true => (format!("{range}: no value allows {men} men"), claimed, found),
                false => (format!("{range}: no plan sustains {men} men below {claimed}"), claimed, found),
            }
        }
        _ => {
            let (claimed, found) = (amount(claim.least), amount(least.max(0.0)));
            let says = match beyond {
                true => format!("{}: no set of changes allows {men} men", keys(claim)),
                false => format!("{}: no set of changes for less than {claimed} points allows {men} men", keys(claim)),
            };
            (says, claimed, found)
        }
    };
    format!("Day {on}: {says}. Claimed {claimed}; recomputed {found}. {holds}")
}

/// Of a lever alone: the value below which all of the piece is ruled out by a least cost.
pub(super) fn covered(piece: &Piece, least: f64) -> f64 {
    if least >= piece.cost {
        return piece.to;
    }
    // The cost is above 0 here, or `least` is no number.
    (piece.from + (least / piece.cost).max(0.0) * (piece.to - piece.from)).max(piece.from)
}
