//! From degrees to the units of a drawing: Lambert's conformal conic, in which shapes and directions look right at the width of a
//! theatre (Snyder, Map Projections: A Working Manual, USGS 1987, eq. 15-1 to 15-3, on the sphere).

use crate::answer::theatre::MapPlace;

/// Width of a drawing in its own units.
pub const WIDTH: f64 = 1000.0;
/// Least and greatest height over the width.
const SHAPE: (f64, f64) = (0.42, 0.75);
/// Degrees left free around the outermost places.
const ROUND: f64 = 0.8;
/// Radius of the sphere, km.
const EARTH_KM: f64 = 6371.0;

/// The view of a theatre.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    n: f64,
    f: f64,
    rho0: f64,
    lon0: f64,
    scale: f64,
    left: f64,
    top: f64,
    pub height: f64,
}

impl Projection {
    /// A view of all places with some room around. `None` without places.
    pub fn of(places: &[MapPlace]) -> Option<Projection> {
        let span = |get: fn(&MapPlace) -> f64| {
            let all = || places.iter().map(get).filter(|v| v.is_finite());
            (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
        };
        let ((south, north), (west, east)) = (span(|p| p.latitude), span(|p| p.longitude));
        if !(south.is_finite() && west.is_finite()) {
            return None;
        }
        let (south, north) = ((south - ROUND).max(-80.0), (north + ROUND).min(80.0));
        let (west, east) = (west - 1.5 * ROUND, east + 1.5 * ROUND);
        // Standard parallels a sixth from the edges: the usual rule.
        let sixth = (north - south) / 6.0;
        let (p1, p2) = ((south + sixth).to_radians(), (north - sixth).to_radians());
        let half = |p: f64| (std::f64::consts::FRAC_PI_4 + p / 2.0).tan();
        let n = if (p2 - p1).abs() < 1e-9 { p1.sin() } else { (p1.cos() / p2.cos()).ln() / (half(p2) / half(p1)).ln() };
        // A cone about the equator opens into a cylinder; a campaign there is drawn on a very wide cone.
        let n = if n.abs() < 1e-3 { 1e-3 } else { n };
        let f = p1.cos() * half(p1).powf(n) / n;
        let middle = f64::midpoint(south, north).to_radians();
        let mut view = Projection {
            n,
            f,
            rho0: f / half(middle).powf(n),
            lon0: f64::midpoint(west, east),
            scale: 1.0,
            left: 0.0,
            top: 0.0,
            height: 0.0,
        };
        let edge = |k: usize, of: usize, a: f64, b: f64| a + (b - a) * k as f64 / of as f64;
        let corners = (0..=8).flat_map(|k| {
            let (lon, lat) = (edge(k, 8, west, east), edge(k, 8, south, north));
            [(lon, south), (lon, north), (west, lat), (east, lat)]
        });
        let drawn: Vec<(f64, f64)> = corners.map(|(lon, lat)| view.point(lon, lat)).collect();
        let least = |get: fn(&(f64, f64)) -> f64| drawn.iter().map(get).fold(f64::INFINITY, f64::min);
        let most = |get: fn(&(f64, f64)) -> f64| drawn.iter().map(get).fold(f64::NEG_INFINITY, f64::max);
        let (x0, x1, y0, y1) = (least(|p| p.0), most(|p| p.0), least(|p| p.1), most(|p| p.1));
        let (wide, high) = (x1 - x0, y1 - y0);
        // What is too tall or too flat is given more room on the other side.
        let shape = (high / wide).clamp(SHAPE.0, SHAPE.1);
        let scale = (WIDTH / wide).min(WIDTH * shape / high);
        view.height = (WIDTH * shape).round();
        view.left = x0 * scale - (WIDTH - wide * scale) / 2.0;
        view.top = y0 * scale - (view.height - high * scale) / 2.0;
        view.scale = scale;
        Some(view)
    }

    /// Where a longitude and latitude, degrees, lie in the drawing: right and down from its upper left corner.
    pub fn point(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let phi = latitude.clamp(-85.0, 85.0).to_radians();
        let rho = self.f / (std::f64::consts::FRAC_PI_4 + phi / 2.0).tan().powf(self.n);
        let theta = self.n * (longitude - self.lon0).to_radians();
        let (x, y) = (rho * theta.sin(), rho * theta.cos() - self.rho0);
        (x * self.scale - self.left, y * self.scale - self.top)
    }

    /// Units of the drawing for a kilometre, in the middle of it.
    pub fn units_per_km(&self) -> f64 {
        self.scale / EARTH_KM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(longitude: f64, latitude: f64) -> MapPlace {
        MapPlace {
            key: String::new(),
            name: String::new(),
            latitude,
            longitude,
            river: String::new(),
            corridor: String::new(),
            ours_from: None,
            must_hold: false,
            counts: false,
        }
    }

    #[test]
    fn distances_come_out_right() {
        let view = Projection::of(&[place(2.35, 48.86), place(21.0, 52.23)]).expect("a view");
        let ((ax, ay), (bx, by)) = (view.point(2.35, 48.86), view.point(21.0, 52.23));
        // Paris to Warsaw by the great circle: 1,366 km.
        let km = (ax - bx).hypot(ay - by) / view.units_per_km();
        assert!((km - 1366.0).abs() < 20.0, "{km}");
        assert!(ax < bx && ay > by, "west is left and north is up");
        assert!(ax > 0.0 && bx < WIDTH && by > 0.0 && ay < view.height);
    }

    #[test]
    fn no_view_of_nothing_and_one_of_a_point_or_of_the_equator() {
        assert_eq!(Projection::of(&[]), None);
        for (lon, lat) in [(13.4, 52.5), (30.0, 0.0)] {
            let view = Projection::of(&[place(lon, lat)]).expect("a view");
            let (x, y) = view.point(lon, lat);
            assert!((x - WIDTH / 2.0).abs() < 1.0 && (y - view.height / 2.0).abs() < 40.0, "{x} {y}");
        }
    }
}
