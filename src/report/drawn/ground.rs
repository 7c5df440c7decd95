//! Coasts, lakes and rivers under the map: Natural Earth, 1:50 million, public domain, made small by docs/basemap/make.py.

use std::fmt::Write;
use std::sync::LazyLock;

use serde::Deserialize;

use super::projection::{Projection, WIDTH};

/// Lines in hundredths of a degree: the first point, then differences.
#[derive(Deserialize, Default)]
struct Packed {
    land: Vec<Vec<i32>>,
    lakes: Vec<Vec<i32>>,
    /// The first number is the rank: 1 = the largest.
    rivers: Vec<Vec<i32>>,
}

static PACKED: LazyLock<Packed> =
    LazyLock::new(|| serde_json::from_str(include_str!("assets/basemap.json")).unwrap_or_default());

/// Drawing beyond the edge that is kept, so that no cut shows.
const BEYOND: f64 = 60.0;

/// The three layers as path data.
pub struct Ground {
    pub land: String,
    pub lakes: String,
    pub rivers: String,
}

/// What of the ground lies in the view.
pub fn ground(view: &Projection) -> Ground {
    let rings = |all: &[Vec<i32>]| {
        let mut out = String::new();
        for ring in all {
            let ring = clipped(drawn(view, ring), view.height);
            if ring.len() > 2 {
                path(&mut out, &ring);
                out.push('Z');
            }
        }
        out
    };
    let mut rivers = String::new();
    for line in PACKED.rivers.iter().filter_map(|l| l.get(1..)) {
        let line = drawn(view, line);
        if line.len() > 1 && line.iter().any(|p| inside(*p, view.height)) {
            path(&mut rivers, &line);
        }
    }
    Ground { land: rings(&PACKED.land), lakes: rings(&PACKED.lakes), rivers }
}

fn drawn(view: &Projection, packed: &[i32]) -> Vec<(f64, f64)> {
    let (mut lon, mut lat) = (0, 0);
    let steps = packed.chunks_exact(2).map(|step| {
        lon += step[0];
        lat += step[1];
        view.point(f64::from(lon) / 100.0, f64::from(lat) / 100.0)
    });
    steps.collect()
}

fn inside((x, y): (f64, f64), height: f64) -> bool {
    (-BEYOND..=WIDTH + BEYOND).contains(&x) && (-BEYOND..=height + BEYOND).contains(&y)
}

/// A stretch of coast or river as points of longitude and latitude.
pub type Stretch = Vec<(f64, f64)>;

/// Coasts and shores of lakes, then rivers, as far as they lie between two corners (west, south; east, north), degrees.
pub fn stretches((west, south): (f64, f64), (east, north): (f64, f64)) -> (Vec<Stretch>, Vec<Stretch>) {
    let within = |p: &(f64, f64)| (west..=east).contains(&p.0) && (south..=north).contains(&p.1);
    let cut = |line: &[i32], closed: bool| -> Vec<Stretch> {
        let (mut lon, mut lat) = (0, 0);
        let steps = line.chunks_exact(2).map(|step| {
            lon += step[0];
            lat += step[1];
            (f64::from(lon) / 100.0, f64::from(lat) / 100.0)
        });
        let mut points: Stretch = steps.collect();
        points.extend(points.first().copied().filter(|_| closed));
        points.split(|p| !within(p)).filter(|s| s.len() > 1).map(<[_]>::to_vec).collect()
    };
    let coasts = PACKED.land.iter().chain(&PACKED.lakes).flat_map(|ring| cut(ring, true)).collect();
    let rivers = PACKED.rivers.iter().filter_map(|l| l.get(1..)).flat_map(|line| cut(line, false)).collect();
    (coasts, rivers)
}

/// A ring cut to the view (Sutherland and Hodgman, 1974).
fn clipped(mut ring: Vec<(f64, f64)>, height: f64) -> Vec<(f64, f64)> {
    // How far within each of the four edges a point lies.
    let edges: [&dyn Fn((f64, f64)) -> f64; 4] =
        [&|p| p.0 + BEYOND, &|p| WIDTH + BEYOND - p.0, &|p| p.1 + BEYOND, &|p| height + BEYOND - p.1];
    for within in edges {
        let mut out = Vec::with_capacity(ring.len());
        for (i, a) in ring.iter().enumerate() {
            let b = ring[(i + 1) % ring.len()];
            let (da, db) = (within(*a), within(b));
            if da >= 0.0 {
                out.push(*a);
            }
            if (da >= 0.0) != (db >= 0.0) {
                let t = da / (da - db);
                out.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
            }
        }
        ring = out;
    }
    ring
}

/// Path data to a tenth of a unit, the second point and those after it as differences.
fn path(out: &mut String, points: &[(f64, f64)]) {
    let tenths = |v: f64| (v * 10.0).round() as i64;
    let mut last = None;
    for p in points {
        let (x, y) = (tenths(p.0), tenths(p.1));
        let _ = match last {
            None => write!(out, "M{} {}", short(x), short(y)),
            Some(before) if before == (x, y) => Ok(()),
            Some((a, b)) => write!(out, "l{} {}", short(x - a), short(y - b)),
        };
        last = Some((x, y));
    }
}

/// Tenths written as short as can be.
fn short(tenths: i64) -> String {
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{:.1}", tenths as f64 / 10.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_is_there() {
        assert!(PACKED.land.len() > 100 && PACKED.lakes.len() > 50 && PACKED.rivers.len() > 100);
        assert!(PACKED.rivers.iter().all(|r| r.len() % 2 == 1) && PACKED.land.iter().all(|r| r.len() % 2 == 0));
    }

    #[test]
    fn a_ring_is_cut_at_the_edge() {
        let far = 5000.0;
        let cut = clipped(vec![(-far, -far), (far, -far), (far, far), (-far, far)], 500.0);
        let right = cut.iter().map(|p| p.0).fold(0.0, f64::max);
        assert!(cut.len() == 4 && (right - WIDTH - BEYOND).abs() < 1e-6, "{cut:?}");
        assert!(clipped(vec![(2000.0, 0.0), (3000.0, 0.0), (2500.0, 10.0)], 500.0).is_empty());
    }
}
