//! The campaigns from which the cases of one input start: the input as it stands, its scenarios, and steps of the levers between them
//! and the cases.
//!
//! A case is solved from what lies nearest to it on a lattice of a tenth of each lever, a point of the lattice from the next one towards
//! the scenario as it stands, the scenario from the input as it stands. So what a case comes to depends on the case alone, never on
//! which others are in the batch, or in the same part of it; and those that lie between the same points share the way there.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::case::Case;
use crate::answer::starts::{Origin, Starts};
use crate::campaign::Campaign;
use crate::solver::{Backend, Limits};

/// Points of the lattice for each whole of a lever.
const POINTS: f64 = 10.0;
/// The furthest points down and up, counted from the lever as it stands. What lies beyond starts from there.
const FURTHEST: (i32, i32) = (-7, 10);

/// A point of the lattice: for each lever that is not where it stands, how many tenths it is off.
type Point = BTreeMap<String, i32>;

/// Origins by scenario and point; nothing where the campaign has problems.
type Points = BTreeMap<(Option<String>, Point), Option<Arc<Origin>>>;

/// The campaign of a scenario, `None` = the input as it stands; nothing where it has problems.
type Read<'a> = &'a (dyn Fn(Option<&str>) -> Option<Campaign> + Sync);

/// What the cases of one input start from, made when the first of them needs it.
pub struct Ground<'a> {
    read: Read<'a>,
    how: (Backend, Limits),
    points: Mutex<Points>,
}

impl<'a> Ground<'a> {
    pub fn new(read: Read<'a>, how: (Backend, Limits)) -> Ground<'a> {
        Ground { read, how, points: Mutex::default() }
    }

    /// What a case starts from. A scenario as it stands starts from its input alone, so that it need not be solved twice.
    pub fn starts(&self, case: &Case) -> Starts {
        let mut points = self.points.lock().unwrap_or_else(PoisonError::into_inner);
        let root = self.origin(&mut points, None, &Point::new());
        if case.levers.is_empty() {
            return Starts::new(root);
        }
        let scenario = case.scenario.as_deref();
        let stands = self.origin(&mut points, scenario, &Point::new());
        let point = stands.as_ref().map(|s| nearest(s.campaign(), &case.levers));
        let near = point.and_then(|at| self.origin(&mut points, scenario, &at));
        Starts::new([root, stands, near].into_iter().flatten())
    }

    /// The origin at a point, with all that lie on the way to it. None of them is solved here.
    fn origin(&self, points: &mut Points, scenario: Option<&str>, at: &Point) -> Option<Arc<Origin>> {
        let key = (scenario.map(String::from), at.clone());
        if let Some(known) = points.get(&key) {
            return known.clone();
        }
        let root = match (scenario, at.is_empty()) {
            (None, true) => None,
            _ => self.origin(points, None, &Point::new()),
        };
        let made = if at.is_empty() {
            (self.read)(scenario).map(|c| Origin::new(c, self.how, Starts::new(root)))
        } else {
            let stands = self.origin(points, scenario, &Point::new());
            let before = self.origin(points, scenario, &towards(at));
            let campaign = stands.as_ref().and_then(|s| moved(s.campaign(), at));
            campaign.map(|c| Origin::new(c, self.how, Starts::new([root, before].into_iter().flatten())))
        };
        points.insert(key, made.clone());
        made
    }
}

/// The point nearest to these values.
fn nearest(c: &Campaign, levers: &[(String, f64)]) -> Point {
    let tenths = |(key, value): &(String, f64)| {
        let base = c.lever(key)?.base(c);
        let off = ((value / base - 1.0) * POINTS).round();
        let off = off.clamp(FURTHEST.0.into(), FURTHEST.1.into()) as i32;
        (base > 0.0 && off != 0).then(|| (key.clone(), off))
    };
    levers.iter().filter_map(tenths).collect()
}

/// The next point on the way to where the levers stand: those that are furthest off come a step nearer.
fn towards(at: &Point) -> Point {
    let furthest = at.values().map(|off| off.abs()).max().unwrap_or(0);
    let step = |off: i32| if off.abs() == furthest { off - off.signum() } else { off };
    at.iter().map(|(key, off)| (key.clone(), step(*off))).filter(|(_, off)| *off != 0).collect()
}

/// The campaign at a point.
fn moved(c: &Campaign, at: &Point) -> Option<Campaign> {
    let value = |(key, off): (&String, &i32)| {
        let lever = c.lever(key)?;
        Some((key.clone(), lever.base(c) * (POINTS + f64::from(*off)) / POINTS))
    };
    c.with_levers(&at.iter().map(value).collect::<Option<Vec<_>>>()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(of: &[(&str, i32)]) -> Point {
        of.iter().map(|(key, off)| (key.to_string(), *off)).collect()
    }

    /// From (3, -1) by (2, -1) and (1, -1): the furthest lever first, and in the end both at once.
    #[test]
    fn the_way_to_where_levers_stand() {
        let mut at = point(&[("a", 3), ("b", -1)]);
        let mut way = Vec::new();
        while !at.is_empty() {
            at = towards(&at);
            way.push(at.clone());
        }
        assert_eq!(way, [point(&[("a", 2), ("b", -1)]), point(&[("a", 1), ("b", -1)]), point(&[])]);
    }
}
