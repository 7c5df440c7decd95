//! Lines against the day as drawings.

use jiff::civil::Date;
use maud::{Markup, html};
use serde::Serialize;

use super::map::tenth;
use crate::report::words;

/// Size of a drawing, and the room around its field: left, top, right, bottom.
pub const SIZE: (f64, f64) = (440.0, 236.0);
const ROOM: [f64; 4] = [54.0, 10.0, 12.0, 36.0];

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub name: String,
    /// One value for each day of the chart; what is no number is a gap.
    pub values: Vec<f64>,
    /// A limit rather than a course.
    pub limit: bool,
}

/// Lines with one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub title: String,
    /// What is measured, with its unit.
    pub unit: String,
    pub days: Vec<f64>,
    pub lines: Vec<Line>,
    /// Digits after the point.
    pub digits: usize,
    /// Whether it follows the slider.
    pub follows: bool,
    /// Whether the values are bounds, which are rounded up so that they stay bounds.
    pub bounds: bool,
}

/// What the page's script knows of a chart.
#[derive(Debug, Serialize)]
pub struct Known<'a> {
    days: &'a [f64],
    /// Values of each line as they are to be written; empty = none.
    values: Vec<Vec<String>>,
    follows: bool,
    /// Left and right end of the field, in the drawing's units, and the days that lie there.
    field: [f64; 2],
    span: [f64; 2],
}

/// A line in the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Key<'a> {
    /// Classes of the line in the drawing.
    pub class: String,
    pub name: &'a str,
    /// On the last day.
    pub value: String,
}

impl Line {
    /// A course.
    pub fn course(name: impl Into<String>, values: Vec<f64>) -> Line {
        Line { name: name.into(), values, limit: false }
    }

    /// The same value on all of so many days.
    pub fn limit(name: impl Into<String>, value: f64, days: usize) -> Line {
        Line { name: name.into(), values: vec![value; days], limit: true }
    }
}

impl Chart {
    fn span(&self) -> [f64; 2] {
        let first = self.days.first().copied().unwrap_or_default();
        let last = self.days.last().copied().unwrap_or(1.0);
        // A course begins on day 0; a row of dates where it does.
        let from = if self.follows { 0.0 } else { first };
        [from, if last > from { last } else { from + 1.0 }]
    }

    fn written(&self, value: f64) -> String {
        match self.digits {
            _ if !value.is_finite() => String::new(),
            0 if self.bounds => words::at_most(value),
            0 => words::whole(value),
            digits => format!("{value:.digits$}"),
        }
    }

    /// What the script needs to tell the values of a day.
    pub fn known(&self) -> Known<'_> {
        let written = |line: &Line| line.values.iter().map(|v| self.written(*v)).collect();
        Known {
            days: &self.days,
            values: self.lines.iter().map(written).collect(),
            follows: self.follows,
            field: [ROOM[0], SIZE.0 - ROOM[2]],
            span: self.span(),
        }
    }

    /// The legend.
    pub fn keys(&self) -> impl Iterator<Item = Key<'_>> {
        let last = self.days.len().saturating_sub(1);
        self.lines.iter().enumerate().map(move |(k, line)| Key {
            class: class(k, line),
            name: &line.name,
            value: self.written(line.values.get(last).copied().unwrap_or(f64::NAN)),
        })
    }

    /// Title, legend with the values of the last day, and the drawing. `start` is the date of day 0.
    pub fn figure(&self, index: usize, start: &str) -> Markup {
        html! {
            figure.chart data-chart=(index) {
                figcaption {
                    strong { (self.title) } " " span.quiet { (self.unit) }
                }
                ul.legend {
                    @for (k, key) in self.keys().enumerate() {
                        li {
                            svg.key viewBox="0 0 22 8" aria-hidden="true" { path class=(key.class) d="M1 4h20" {} }
                            (key.name) " "
                            b.value data-line=(k) { (key.value) }
                        }
                    }
                }
                svg.plot viewBox={ "0 0 " (SIZE.0) " " (SIZE.1) } role="img" aria-label=(self.told()) { (self.drawing(start)) }
            }
        }
    }

    /// What lies in the drawing, in the units of [`SIZE`].
    pub fn drawing(&self, start: &str) -> Markup {
        let [left, top, right, bottom] = [ROOM[0], ROOM[1], SIZE.0 - ROOM[2], SIZE.1 - ROOM[3]];
        let [from, to] = self.span();
        let all = self.lines.iter().flat_map(|l| &l.values).copied().filter(|v| v.is_finite());
        let ticks = ticks(all.fold(0.0, f64::max));
        let most = ticks.last().copied().unwrap_or(1.0);
        let x = |day: f64| left + (day - from) / (to - from) * (right - left);
        let y = |value: f64| bottom - value.max(0.0) / most * (bottom - top);
        let start: Option<Date> = start.parse().ok();
        html! {
            @for tick in &ticks {
                path.grid d={ "M" (left) " " (tenth(y(*tick))) "H" (right) } {}
                text.tick x=(left - 6.0) y=(tenth(y(*tick) + 3.5)) text-anchor="end" { (short(*tick)) }
            }
            @for day in days(from, to) {
                @let anchor = if x(day) > right - 18.0 { "end" } else { "middle" };
                text.tick x=(tenth(x(day))) y=(bottom + 15.0) text-anchor=(anchor) { (words::day(day)) }
                @if let Some(date) = start.and_then(|s| s.checked_add(jiff::Span::new().days(day as i64)).ok()) {
                    text.tick.quiet x=(tenth(x(day))) y=(bottom + 29.0) text-anchor=(anchor) {
                        (date.strftime("%b %Y").to_string())
                    }
                }
            }
            @for (k, line) in self.lines.iter().enumerate() {
                path class=(class(k, line)) d=(path(&self.days, line, (&x, &y))) {}
            }
            path.now d={ "M0 " (top) "V" (bottom) } transform={ "translate(" (tenth(x(to))) " 0)" } {}
        }
    }

    /// The drawing in words, for those who don't see it.
    pub fn told(&self) -> String {
        let line = |l: &Line| {
            let ends = (l.values.iter().find(|v| v.is_finite()), l.values.iter().rev().find(|v| v.is_finite()));
            match ends {
                (Some(a), Some(b)) if l.limit || a == b => format!("{} {}", l.name, self.written(*b)),
                (Some(a), Some(b)) => format!("{} from {} to {}", l.name, self.written(*a), self.written(*b)),
                _ => format!("{} without values", l.name),
            }
        };
        let [from, to] = self.span();
        let lines: Vec<String> = self.lines.iter().map(line).collect();
        format!("{}, {}, day {} to {}: {}.", self.title, self.unit, words::day(from), words::day(to), lines.join("; "))
    }
}

fn class(k: usize, line: &Line) -> String {
    if line.limit { "line limit".into() } else { format!("line s{k}") }
}

fn path(days: &[f64], line: &Line, (x, y): (&dyn Fn(f64) -> f64, &dyn Fn(f64) -> f64)) -> String {
    let mut out = String::new();
    let mut drawing = false;
    for (day, value) in days.iter().zip(&line.values) {
        if value.is_finite() {
            out.push(if drawing { 'L' } else { 'M' });
            out.push_str(&format!("{} {}", tenth(x(*day)), tenth(y(*value))));
            // A single point is drawn as a dot.
            if !drawing {
                out.push_str("h.01");
            }
        }
        drawing = value.is_finite();
    }
    out
}

/// From zero in round steps to no less than `most`: four to seven of them.
fn ticks(most: f64) -> Vec<f64> {
    let most = if most > 0.0 { most } else { 1.0 };
    let unit = 10f64.powf((most / 5.0).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].iter().map(|k| k * unit).find(|s| most / s <= 6.0).unwrap_or(unit * 10.0);
    (0..=(most / step - 1e-9).ceil() as usize).map(|k| k as f64 * step).collect()
}

/// Days at the axis: round ones, about five.
fn days(from: f64, to: f64) -> Vec<f64> {
    let span = to - from;
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 90.0, 120.0, 180.0, 360.0, 720.0].into_iter();
    let step = step.clone().find(|s| span / s <= 5.0).unwrap_or(span.max(1.0));
    let mut day = (from / step).ceil() * step;
    let mut out = Vec::new();
    while day <= to && out.len() < 12 {
        out.push(day);
        day += step;
    }
    out
}

/// Thousands and millions as people write them at an axis.
fn short(n: f64) -> String {
    let digits = |v: f64| if (v - v.round()).abs() < 1e-9 { format!("{v:.0}") } else { format!("{v:.1}") };
    match n.abs() {
        a if a >= 1e6 => {
            let v = n / 1e6;
            if (v * 10.0 - (v * 10.0).round()).abs() < 1e-9 { digits(v) + " M" } else { format!("{v:.2} M") }
        }
        a if a >= 1e4 => digits(n / 1e3) + " k",
        a if a >= 10.0 => words::whole(n),
        a if a >= 1.0 => digits(n),
        _ if n == 0.0 => "0".into(),
        _ => format!("{n:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_top() {
        assert_eq!(ticks(1_867_530.0), [0.0, 500_000.0, 1_000_000.0, 1_500_000.0, 2_000_000.0]);
        assert_eq!(ticks(100.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(0.0).first(), Some(&0.0));
        assert_eq!(short(2_500_000.0), "2.5 M");
        assert_eq!(short(15_000.0), "15 k");
    }

    #[test]
    fn a_gap_is_a_gap() {
        let line = Line::course("x", vec![1.0, f64::NAN, 2.0, 3.0]);
        let drawn = path(&[0.0, 1.0, 2.0, 3.0], &line, (&|d| d, &|v| v));
        assert_eq!(drawn, "M0 1h.01M2 2h.01L3 3");
    }
}
