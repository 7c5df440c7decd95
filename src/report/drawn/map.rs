//! The map: ground, held country, links by load and state, places, names. Drawn for one period; the page's script moves it on.

use maud::{Markup, html};

use super::course::{LinkNow, Now, PlaceNow};
use super::ground::{Ground, ground};
use super::labels::{self, Name, Set, Sheet};
use super::projection::{Projection, WIDTH};
use crate::answer::theatre::{MapLink, MapPlace, Theatre};
use crate::report::words::{day, whole};

/// Radius of places, units of the drawing, and the same on a narrow screen.
pub(super) const DOT: (f64, f64) = (4.0, 9.0);
/// Height of letters likewise.
pub(super) const FONT: (f64, f64) = (12.5, 29.0);
/// Names of a lower rank than this stand in bold letters.
const BOLD: usize = 3;
/// How far held country reaches from a place or a link, km.
pub(super) const HELD_KM: f64 = 38.0;

/// Classes of lines and what they mean; those by load say how many trains run against how many could.
pub const LEGEND: [(&str, &str); 10] = [
    ("rail open load1", "to 25 %"),
    ("rail open load2", "to 50 %"),
    ("rail open load3", "to 75 %"),
    ("rail open load4", "to 95 %"),
    ("rail open load5", "full"),
    ("rail open load0", "in order, empty"),
    ("rail partial load0", "restored in part"),
    ("rail closed load0", "not in use"),
    ("road open load3", "trucks"),
    ("sea open load3", "by sea"),
];

/// What is drawn.
pub struct Map<'a> {
    pub(super) theatre: &'a Theatre,
    pub(super) view: Projection,
    pub(super) points: Vec<(f64, f64)>,
    /// The period that is shown first; `None` = there is no schedule, and day 0 is shown.
    now: Option<&'a Now>,
}

impl<'a> Map<'a> {
    /// The map of a theatre; `None` where it has no places.
    pub fn of(theatre: &'a Theatre, now: Option<&'a Now>) -> Option<Map<'a>> {
        let view = Projection::of(&theatre.places)?;
        let points = theatre.places.iter().map(|p| view.point(p.longitude, p.latitude)).collect();
        Some(Map { theatre, view, points, now })
    }

    pub(super) fn place_now(&self, i: usize) -> PlaceNow {
        let given = self.theatre.places.get(i).is_some_and(|p| p.ours_from == Some(0.0));
        let start = PlaceNow { held: if given { 100 } else { 0 }, ..PlaceNow::default() };
        self.now.and_then(|n| n.places.get(i).copied()).unwrap_or(start)
    }

    pub(super) fn link_now(&self, i: usize) -> LinkNow {
        self.now.and_then(|n| n.links.get(i).copied()).unwrap_or_default()
    }

    /// The drawing.
    pub fn svg(&self, label: &str) -> Markup {
        let Ground { land, lakes, rivers } = ground(&self.view);
        let held = (2.0 * HELD_KM * self.view.units_per_km()).max(10.0);
        let height = self.view.height;
        let links = || self.theatre.links.iter().enumerate();
        html! {
            svg #map viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-label=(label) {
                defs { clipPath #coast { path d=(land) {} } }
                rect.sea width=(WIDTH) height=(height) {}
                path.land d=(land) {}
                g.held clip-path="url(#coast)" stroke-width=(tenth(held)) aria-hidden="true" {
                    @for (i, link) in links().filter(|(_, l)| l.kind != "sea") {
                        @let ends = [link.ends.0, link.ends.1];
                        path.h data-link=(i) d=(self.line(link)) hidden[!ends.iter().all(|p| self.place_now(*p).is_held())] {}
                    }
                    @for (i, (x, y)) in self.points.iter().enumerate() {
                        path.h data-place=(i) d={ "M" (tenth(*x)) " " (tenth(*y)) "h.1" }
                            hidden[!self.place_now(i).is_held()] {}
                    }
                }
                path.lakes d=(lakes) {}
                path.rivers d=(rivers) {}
                g.links role="group" aria-label="Lines, roads and crossings" {
                    @for kind in ["road", "sea", "rail"] {
                        @for (i, link) in links().filter(|(_, l)| l.kind == kind) { (self.link(i, link)) }
                    }
                }
                g.places role="group" aria-label="Places" {
                    @for (i, place) in self.theatre.places.iter().enumerate() { (self.place(i, place)) }
                }
                (self.names("wide", FONT.0, DOT.0))
                (self.names("narrow", FONT.1, DOT.1))
                (self.scale_bar())
            }
        }
    }

    /// Whether a place is in a list of the period that is shown.
    pub(super) fn is(&self, place: usize, list: fn(&Now) -> &Vec<usize>) -> bool {
        self.now.is_some_and(|n| list(n).contains(&place))
    }

    pub(super) fn line(&self, link: &MapLink) -> String {
        let at = |p: usize| self.points.get(p).copied().unwrap_or_default();
        let ((x0, y0), (x1, y1)) = (at(link.ends.0), at(link.ends.1));
        // Crossings by sea bend, so that they don't look like railways.
        match link.kind {
            "sea" => {
                let (mx, my) = (f64::midpoint(x0, x1) - (y1 - y0) * 0.15, f64::midpoint(y0, y1) + (x1 - x0) * 0.15);
                format!("M{} {}Q{} {} {} {}", tenth(x0), tenth(y0), tenth(mx), tenth(my), tenth(x1), tenth(y1))
            }
            _ => format!("M{} {}L{} {}", tenth(x0), tenth(y0), tenth(x1), tenth(y1)),
        }
    }

    fn link(&self, i: usize, link: &MapLink) -> Markup {
        let now = self.link_now(i);
        let d = self.line(link);
        html! {
            g class={ "link " (link_class(link.kind, &now)) } data-link=(i) role="button" tabindex="-1"
                aria-label=(link_name(self.theatre, link)) {
                path.hit d=(d) {}
                path.line d=(d) stroke-width=(tenth(now.width(link.kind))) {}
            }
        }
    }

    fn place(&self, i: usize, place: &MapPlace) -> Markup {
        let (x, y) = self.points[i];
        let now = self.place_now(i);
        let class = place_class(place, &now, self.is(i, |n| &n.front), self.is(i, |n| &n.railhead));
        html! {
            g class={ "place " (class) } data-place=(i) role="button" tabindex="-1" aria-label=(place.name)
                transform={ "translate(" (tenth(x)) " " (tenth(y)) ")" } {
                circle.front-mark r="10" {}
                path.railhead-mark d="M0-17l5.5 9.5h-11z" {}
                circle.dot r=(DOT.0) {}
            }
        }
    }

    pub(super) fn names(&self, class: &str, font: f64, dot: f64) -> Markup {
        let sheet = Sheet { width: WIDTH, height: self.view.height, font, dot };
        let list = |get: fn(&Now) -> &Vec<usize>| self.now.map(get).map(Vec::as_slice).unwrap_or_default();
        let lines = |i: usize| self.theatre.links.iter().filter(|l| l.ends.0 == i || l.ends.1 == i).count();
        let marked = |i: usize| list(|n| &n.front).contains(&i) || list(|n| &n.railhead).contains(&i);
        let rank = |i: usize, p: &MapPlace| match () {
            () if p.counts => 0,
            () if marked(i) => 1,
            () if p.must_hold => 2,
            () if p.ours_from == Some(0.0) => 3,
            () => 100 - lines(i).min(90),
        };
        let name = |(i, p): (usize, &'a MapPlace)| {
            let rank = rank(i, p);
            let bold = rank < BOLD;
            let clear = if marked(i) || p.counts { 2.2 } else { 1.0 };
            Name { at: self.points[i], text: &p.name, rank, bold, clear }
        };
        let names: Vec<Name> = self.theatre.places.iter().enumerate().map(name).collect();
        let set = labels::set(&sheet, &names);
        html! {
            g class={ "names " (class) } font-size=(font) aria-hidden="true" {
                @for (name, Set { x, y, shown }) in names.iter().zip(set).filter_map(|(n, s)| Some((n, s?))) {
                    text.major[name.bold] x=(tenth(x)) y=(tenth(y)) { (name.text[..shown]) }
                }
            }
        }
    }

    /// A bar of a round number of kilometres, about a sixth of the width.
    pub(super) fn scale_bar(&self) -> Markup {
        let per_km = self.view.units_per_km();
        let most = WIDTH / 6.0 / per_km;
        let step = 10f64.powf(most.log10().floor());
        let km = [5.0, 2.0, 1.0].iter().map(|k| k * step).find(|k| *k <= most).unwrap_or(step);
        let (x, y) = (16.0, self.view.height - 14.0);
        html! {
            g.scale aria-hidden="true" {
                path d={ "M" (x) " " (y - 5.0) "v5h" (tenth(km * per_km)) "v-5" } {}
                text x=(x + 5.0) y=(y - 5.0) font-size="11" { (whole(km)) " km" }
            }
        }
    }
}

/// Classes that a link wears: kind, load, and whether it is in order.
pub fn link_class(kind: &str, now: &LinkNow) -> String {
    let state = match now {
        n if n.is_whole() => "open",
        n if n.whole > 0 => "partial",
        _ => "closed",
    };
    format!("{kind} {state} load{}", now.load)
}

pub(super) fn place_class(place: &MapPlace, now: &PlaceNow, front: bool, railhead: bool) -> String {
    let mut out = String::from(if now.is_held() { "ours" } else { "not-ours" });
    for (word, is) in [("front", front), ("railhead", railhead), ("counts", place.counts)] {
        if is {
            out.push(' ');
            out.push_str(word);
        }
    }
    out
}

/// `Rail line L7: Warsaw to Poznan, 300 km, 2 tracks, 1435 mm`.
pub fn link_name(theatre: &Theatre, link: &MapLink) -> String {
    let name = |p: usize| theatre.places.get(p).map_or("", |p| p.name.as_str());
    let kind = match link.kind {
        "rail" => "Rail line",
        "road" => "Road",
        _ => "Sea link",
    };
    let track = match link.track {
        Some((tracks, gauge)) => {
            let tracks = if tracks == 1.0 { "1 track".to_string() } else { format!("{} tracks", day(tracks)) };
            format!(", {tracks}, {} mm", day(gauge))
        }
        None => String::new(),
    };
    format!("{kind} {}: {} to {}, {} km{track}", link.key, name(link.ends.0), name(link.ends.1), whole(link.km))
}

/// To a tenth of a unit.
pub fn tenth(n: f64) -> f64 {
    (n * 10.0).round() / 10.0 + 0.0
}
