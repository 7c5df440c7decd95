//! A figure turned from what it is towards an extreme, and where on the way the ceiling crosses the target.

use super::base::{Base, Ceiling, Prices, Proved};
use crate::campaign::Campaign;
use crate::solver::SolveError;

/// Programs solved at most in looking for one crossing.
const MOST_SOLVES: usize = 6;
/// A step over less than this of what is open is no progress.
const CREEPS: f64 = 0.1;
/// A ceiling this near the target is at it.
const AT: f64 = 2e-3;
/// A chord is followed so much of what is open at least, from either end.
const LEAST_WAY: f64 = 0.02;
/// Steps in looking for the place at which carried prices cross; each halves the range at least.
const BISECTIONS: usize = 24;

/// The campaign with the figure `s` of the way from its present value (0) to the extreme (1). `None` where the
/// campaign would make no sense.
pub type Turned<'a> = &'a (dyn Fn(f64) -> Option<Campaign> + Sync);

/// Where the ceiling crosses the target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Crossing {
    /// Nowhere; the ceiling at the extreme, or (where `carried`) something that it does not exceed.
    Never { at_extreme: Ceiling, carried: bool },
    /// At this share of the way the ceiling is certified short, or at the target to a few thousandths; at `within` of the way from it on
    /// the other side it is not short.
    At { share: f64, within: f64 },
    /// The solver gave nothing, or the values make no campaign.
    Unknown,
}

/// Looks for the crossing.
///
/// Each round takes the prices of the last solve. They bound the ceiling for every value of the figure, so the value at
/// which *they* cross the target lies on the NO side of the true crossing, or at it: from a NO the search walks up to
/// the crossing, from a YES (after the extreme has been seen to be short) it walks back to it. Where the ceiling is concave in
/// the figure that is Newton's method (Kelley's cutting planes, *J. SIAM* 8 (1960) 703-712) and takes two or three solves.
///
/// `at_extreme` is what is known of the extreme, if it was solved before.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn crossing(base: &Base, turned: Turned, at_extreme: Option<&Proved>) -> Result<Crossing, SolveError> {
    let short = base.is_short(base.proved.ceiling);
    let mut solves = 1;
    let found;
    let at_extreme = match at_extreme {
        Some(known) => known,
        None => {
            let Some(extreme) = turned(1.0) else { return Ok(Crossing::Unknown) };
            let carried = base.carried(&extreme, &base.proved.prices).filter(|most| short && base.is_short(*most));
            if let Some(most) = carried {
                return Ok(Crossing::Never { at_extreme: most, carried: true });
            }
            found = base.solve(&extreme)?;
            &found
        }
    };
    if at_extreme.cut_short && !base.is_short(at_extreme.ceiling) {
        return Ok(Crossing::Unknown);
    }
    if base.is_short(at_extreme.ceiling) == short {
        return Ok(Crossing::Never { at_extreme: at_extreme.ceiling, carried: false });
    }
    // What is known on the side of NO; solves start from there.
    let mut near = if short { base.proved.clone() } else { at_extreme.clone() };
    let mut prices = near.prices.clone();
    let mut known_open = if short { 1.0 } else { 0.0 };
    let mut open_ceiling = if short { at_extreme.ceiling } else { base.proved.ceiling };
    // `closed` is certified short; `known_open` is known not to be.
    let mut closed = if short { 0.0 } else { 1.0 };
    while solves < MOST_SOLVES {
        let next = match prices.is_empty() {
            true => Some(on_the_chord(base.target, (closed, near.ceiling), (known_open, open_ceiling))),
            false => where_prices_cross(base, turned, &prices, (closed, known_open)).map(|(_, next)| next),
        };
        let Some(next) = next else { break };
        let Some(there) = turned(next) else { break };
        solves += 1;
        let found = base.solve_near(&there, &near)?;
        if found.cut_short {
            break;
        }
        if (found.ceiling.0 - base.target).abs() <= AT * base.target {
            // Prices lead to it; a blind step may have passed over the crossing.
            let from = if prices.is_empty() && !base.is_short(found.ceiling) { closed } else { next };
            return Ok(Crossing::At { share: from, within: (next - from).abs() });
        }
        if base.is_short(found.ceiling) {
            let gained = (next - closed).abs();
            closed = next;
            prices = found.prices.clone();
            near = found;
            if gained < CREEPS * (known_open - closed).abs() {
                // Prices that get nowhere: from the other side.
                prices = Prices::default();
            }
        } else {
            (known_open, open_ceiling) = (next, found.ceiling);
            prices = Prices::default();
        }
        if (known_open - closed).abs() < 1e-3 {
            break;
        }
    }
    Ok(Crossing::At { share: closed, within: (known_open - closed).abs() })
}

/// Where the chord between what is short and what is not meets the target: where the ceiling is concave in the figure, on the far side
/// of the crossing, as prices lead to the near side. In the middle, where what is short says nothing of how much.
fn on_the_chord(target: f64, (closed, low): (f64, Ceiling), (open, high): (f64, Ceiling)) -> f64 {
    let way = match high.0 - low.0 {
        rise if low.0 > 0.0 && rise > 0.0 => ((target - low.0) / rise).clamp(LEAST_WAY, 1.0 - LEAST_WAY),
        _ => 0.5,
    };
    closed + way * (open - closed)
}

/// A share of the way up to which the prices at hand prove the ceiling short of the target; nothing of it, where there are no prices.
/// `None` where it is not short to begin with, or nothing can be turned.
pub fn at_least(base: &Base, turned: Turned) -> Option<f64> {
    if !base.is_short(base.proved.ceiling) {
        return None;
    }
    if base.proved.prices.is_empty() {
        return turned(0.5).map(|_| 0.0);
    }
    Some(where_prices_cross(base, turned, &base.proved.prices, (0.0, 1.0))?.0)
}

/// The share between `closed` and `open` up to which the prices prove the ceiling short, and the next just beyond what they prove, so
/// that a solve there says something new; the middle where there are no prices.
fn where_prices_cross(base: &Base, turned: Turned, prices: &Prices, (closed, open): (f64, f64)) -> Option<(f64, f64)> {
    if prices.is_empty() {
        return Some((closed, (closed + open) / 2.0));
    }
    let proves = |s: f64| Some(base.is_short(base.carried(&turned(s)?, prices)?));
    let (mut shut, mut end) = (closed, open);
    for _ in 0..BISECTIONS {
        if (end - shut).abs() < 2e-4 * (1.0 + shut.abs()).min(2.0) {
            break;
        }
        let middle = (shut + end) / 2.0;
        if proves(middle)? { shut = middle } else { end = middle }
    }
    Some((shut, end))
}
