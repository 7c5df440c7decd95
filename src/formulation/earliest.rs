//! Earliest possible dates, computed before the program: when each place can be held, each line be ready, each line
//! see its first train. Dates are optimistic; the program has no columns before them.

use crate::campaign::*;

/// Earliest days; infinity where a thing can never be.
#[derive(Debug, Clone, PartialEq)]
pub struct Earliest {
    /// Day on which a place can first be held.
    pub place: Vec<Days>,
    /// Day on which restoration of a line can begin: both ends can be held.
    pub work: Vec<Days>,
    /// Shortest days of restoration of a line, track and bridges side by side.
    pub restoration: Vec<Days>,
    /// Day on which a line can first carry a train that comes from a base.
    pub train: Vec<Days>,
}

impl Earliest {
    pub fn of(c: &Campaign) -> Earliest {
        let place = places(c);
        let restoration: Vec<Days> = (0..c.lines.len()).map(|e| restoration_days(c, LineId(e))).collect();
        let work: Vec<Days> = c.lines.iter().map(|l| Days(place[l.ends.0.0].0.max(place[l.ends.1.0].0))).collect();
        let ready: Vec<f64> = (0..c.lines.len())
            .map(|e| (work[e].0 + restoration[e].0).max(c.lines[e].usable_from.map_or(0.0, |d| d.0)))
            .collect();
        let train = trains(c, &ready);
        Earliest { place, work, restoration, train }
    }
}

/// Time-dependent shortest paths over the roads: a leg is cleared at the rate of the posture that its date asks for.
/// Waiting never helps, because the rates are step functions of the day (the network is first-in, first-out).
fn places(c: &Campaign) -> Vec<Days> {
    let mut day: Vec<f64> = c.places.iter().map(|p| p.ours_from.map_or(f64::INFINITY, |d| d.0)).collect();
    let mut settled = vec![false; day.len()];
    while let Some(i) =
        (0..day.len()).filter(|i| !settled[*i] && day[*i].is_finite()).min_by(|a, b| day[*a].total_cmp(&day[*b]))
    {
        settled[i] = true;
        for (a, road) in c.roads.iter().enumerate() {
            let to = match road.ends {
                (f, t) if f.0 == i => t.0,
                (f, t) if t.0 == i => f.0,
                _ => continue,
            };
            let arrival = clearing_ends(c, RoadId(a), day[i]);
            if arrival < day[to] {
                day[to] = arrival;
            }
        }
    }
    day.into_iter().map(Days).collect()
}

/// Day on which a leg begun on `start` is cleared, stepping through the dates of the resistance table and the seasons.
pub fn clearing_ends(c: &Campaign, road: RoadId, start: f64) -> f64 {
    let mut left = c.road(road).length.0;
    let mut day = start;
    let last_change = c.pace_changes().fold(0.0, f64::max);
    loop {
        let rate = c.rate_on(road, Days(day));
        let change = c.pace_changes().filter(|d| *d > day).fold(f64::INFINITY, f64::min);
        let done = if rate > 0.0 { day + left / rate } else { f64::INFINITY };
        if done <= change || day >= last_change {
            return done;
        }
        left -= rate * (change - day);
        day = change;
    }
}

/// Shortest restoration: track at the rate of its damage, bridges alongside; of bridges that serve the same crossing
/// the quickest counts.
pub fn restoration_days(c: &Campaign, line: LineId) -> Days {
    let quickest = |bridges: &Vec<&Bridge>| bridges.iter().map(|b| b.rebuild_days.base).fold(f64::INFINITY, f64::min);
    let bridges = c.crossings(line).iter().map(quickest).fold(0.0, f64::max);
    Days(track_days(c, line).0.max(bridges))
}

/// Days to restore the track of a line at the rate of its condition; 0 for an open line.
pub fn track_days(c: &Campaign, line: LineId) -> Days {
    let f = &c.factors;
    let line = c.line(line);
    let rate = match line.condition {
        Condition::Open => return Days(0.0),
        Condition::LightDamage => &f.rail_rate_light_km_per_day,
        Condition::HeavyDamage => &f.rail_rate_heavy_km_per_day,
        Condition::Regauge => &f.rail_rate_regauge_km_per_day,
    };
    line.length / KmPerDay(rate.estimate.base)
}

/// Least brigade-days to restore a line: its track, and of bridges that serve the same crossing the one that asks
/// least.
pub fn brigade_days(c: &Campaign, line: LineId) -> f64 {
    let least = |bridges: &Vec<&Bridge>| bridges.iter().map(|b| b.brigade_days.base).fold(f64::INFINITY, f64::min);
    let bridges: f64 = c.crossings(line).iter().map(least).sum();
    track_days(c, line).0 * c.factors.brigades_per_line.estimate.base + bridges
}

/// First train on each line: the latest line on the best way from a base must be ready (lines ahead can be restored
/// side by side, so dates are not summed), and the brigades must have had the days for the least work that joins the
/// line to a base.
fn trains(c: &Campaign, ready: &[f64]) -> Vec<Days> {
    let bottleneck = from_bases(c, |so_far, e| so_far.max(ready[e]));
    let work = from_bases(c, |so_far, e| so_far + brigade_days(c, LineId(e)));
    let brigades = c.factors.railway_brigades.estimate.base;
    c.lines
        .iter()
        .enumerate()
        .map(|(e, line)| {
            let near = |v: &[f64]| v[line.ends.0.0].min(v[line.ends.1.0]);
            let least_work = near(&work) + brigade_days(c, LineId(e));
            let worked = if least_work > 0.0 { least_work / brigades } else { 0.0 };
            Days(near(&bottleneck).max(ready[e]).max(worked))
        })
        .collect()
}

/// Best label of each place over rail paths from a base, by Dijkstra's algorithm. A base is a place that is ours on
/// day 0: trains start there.
fn from_bases(c: &Campaign, extend: impl Fn(f64, usize) -> f64) -> Vec<f64> {
    let mut label: Vec<f64> =
        c.places.iter().map(|p| if p.ours_from == Some(Days(0.0)) { 0.0 } else { f64::INFINITY }).collect();
    let mut settled = vec![false; label.len()];
    while let Some(i) = (0..label.len())
        .filter(|i| !settled[*i] && label[*i].is_finite())
        .min_by(|a, b| label[*a].total_cmp(&label[*b]))
    {
        settled[i] = true;
        for (e, line) in c.lines.iter().enumerate() {
            let to = match line.ends {
                (f, t) if f.0 == i => t.0,
                (f, t) if t.0 == i => f.0,
                _ => continue,
            };
            label[to] = label[to].min(extend(label[i], e));
        }
    }
    label
}

/// The longest of all shortest ways between two places over these links, km: no haul goes further without turning
/// back. (Floyd-Warshall; places that no link joins are left out.)
pub fn longest_way(places: usize, links: impl Iterator<Item = ((PlaceId, PlaceId), f64)>) -> f64 {
    let mut way = vec![vec![f64::INFINITY; places]; places];
    for ((a, b), km) in links {
        way[a.0][b.0] = way[a.0][b.0].min(km);
        way[b.0][a.0] = way[a.0][b.0];
    }
    for via in 0..places {
        for from in 0..places {
            for to in 0..places {
                let round = way[from][via] + way[via][to];
                if round < way[from][to] {
                    way[from][to] = round;
                }
            }
        }
    }
    let apart = way.iter().enumerate().flat_map(|(i, row)| row.iter().enumerate().filter(move |(j, _)| *j != i));
    apart.map(|(_, km)| *km).filter(|km| km.is_finite()).fold(0.0, f64::max)
}
