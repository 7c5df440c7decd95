//! The campaign in longer steps, where a solve costs a tenth: it chooses what is worth solving for on the campaign's own calendar.

use super::base::Base;
use crate::answer::dates;
use crate::campaign::{Campaign, Days};
use crate::formulation::Earliest;
use crate::solver::SolveError;

/// Days of a longer step.
const STEP: Days = Days(30.0);
/// Steps that are longer by less than this spare too little.
const LONGER: f64 = 1.5;
/// Ceilings further apart than this, relatively, are not about the same thing.
const ALIKE: f64 = 0.2;
/// Periods below which a campaign is small enough as it is.
const SMALL: f64 = 24.0;

/// The campaign in longer steps; `None` where its own are long, or it is small.
pub fn campaign(c: &Campaign) -> Option<Campaign> {
    let q = &c.question;
    let worth_it = q.period.0 * LONGER <= STEP.0 && q.horizon.0 / q.period.0 >= SMALL;
    worth_it.then(|| {
        let mut coarse = c.clone();
        coarse.question.period = STEP;
        coarse
    })
}

/// Its ceiling on the date nearest to the one that is looked at, and not after it; `None` where dates alone rule that out, or the
/// ceiling there is another altogether.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn base<'a>((c, earliest): (&'a Campaign, &'a Earliest), own: &Base) -> Result<Option<Base<'a>>, SolveError> {
    let all = dates::all(c);
    let Some(first) = all.iter().rev().copied().find(|t| dates::day(c, *t).0 <= own.day() + 1e-9) else {
        return Ok(None);
    };
    let base = Base::new((c, earliest), first, own.how)?.at_a_corner();
    let (coarse, own) = (base.proved.ceiling.0, own.proved.ceiling.0);
    // What decides there must be what decides here.
    Ok((base.solved.is_some() && (coarse - own).abs() <= ALIKE * own.abs()).then_some(base))
}
