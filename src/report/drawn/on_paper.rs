//! The map on paper: there is nothing to point at, and it stands still.

use maud::{Markup, html};

use super::ground::{Ground, ground};
use super::map::{DOT, FONT, HELD_KM, Map, link_class, place_class, tenth};
use super::projection::WIDTH;

/// How much wider lines and marks are on a small map, in its own units.
const WIDER: f64 = 2.0;

impl Map<'_> {
    /// Width and height of the drawing.
    pub fn size(&self) -> (f64, f64) {
        (WIDTH, self.view.height)
    }

    /// What lies in the drawing. A small one has fewer, larger names and wider lines.
    pub fn on_paper(&self, small: bool) -> Markup {
        let Ground { land, lakes, rivers } = ground(&self.view);
        let held = (2.0 * HELD_KM * self.view.units_per_km()).max(10.0);
        let (width, height) = self.size();
        let links = || self.theatre.links.iter().enumerate();
        let is_held = |p: usize| self.place_now(p).is_held();
        let held_links = links().filter(|(_, l)| l.kind != "sea" && is_held(l.ends.0) && is_held(l.ends.1));
        let (font, dot, wider) = if small { (FONT.1, DOT.1, WIDER) } else { (FONT.0, DOT.0, 1.0) };
        html! {
            defs { clipPath #coast { path d=(land) {} } }
            rect.sea width=(width) height=(height) {}
            path.land d=(land) {}
            g.held clip-path="url(#coast)" stroke-width=(tenth(held)) {
                @for (_, link) in held_links { path.h d=(self.line(link)) {} }
                @for (x, y) in (0..self.points.len()).filter(|p| is_held(*p)).map(|p| self.points[p]) {
                    path.h d={ "M" (tenth(x)) " " (tenth(y)) "h.1" } {}
                }
            }
            path.lakes d=(lakes) {}
            path.rivers d=(rivers) {}
            @for kind in ["road", "sea", "rail"] {
                @for (i, link) in links().filter(|(_, l)| l.kind == kind) {
                    @let now = self.link_now(i);
                    g class={ "link " (link_class(link.kind, &now)) } {
                        path.line d=(self.line(link)) stroke-width=(tenth(now.width(link.kind) * wider)) {}
                    }
                }
            }
            @for (i, place) in self.theatre.places.iter().enumerate() {
                @let (x, y) = self.points[i];
                @let (front, railhead) = (self.is(i, |n| &n.front), self.is(i, |n| &n.railhead));
                g class={ "place " (place_class(place, &self.place_now(i), front, railhead)) }
                    transform={ "translate(" (tenth(x)) " " (tenth(y)) ")" } {
                    @if front { circle.front-mark r=(tenth(dot * 2.5)) {} }
                    @if railhead { path.railhead-mark d="M0-17l5.5 9.5h-11z" transform={ "scale(" (wider) ")" } {} }
                    circle.dot r=(dot) {}
                }
            }
            (self.names("wide", font, dot))
            @if !small { (self.scale_bar()) }
        }
    }
}
