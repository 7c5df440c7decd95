//! The chart of the sheet `Map`: a scatter of the lists behind it.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartSolidFill, ChartType, Color,
};

use super::charts::plain;
use super::map::{LINES, LOADS, PLACES, TOP};
use crate::answer::theatre::{MapPlace, Theatre};
use crate::workbook::style;

/// Height of the map in pixels.
pub(super) const HEIGHT: f64 = 620.0;
/// Degrees around the outermost places.
const AROUND: f64 = 0.8;

/// The part of the world that the map shows, degrees.
pub(super) struct Frame {
    pub west: f64,
    pub east: f64,
    pub south: f64,
    pub north: f64,
}

impl Frame {
    /// Around all places of a theatre.
    pub fn of(theatre: &Theatre) -> Option<Frame> {
        let ends = |get: fn(&MapPlace) -> f64| {
            let all = theatre.places.iter().map(get).filter(|v| v.is_finite());
            all.fold(None, |ends: Option<(f64, f64)>, v| Some(ends.map_or((v, v), |(a, b)| (a.min(v), b.max(v)))))
        };
        let ((west, east), (south, north)) = (ends(|p| p.longitude)?, ends(|p| p.latitude)?);
        let (low, high) = (|v: f64| (v - AROUND).floor(), |v: f64| (v + AROUND).ceil());
        Some(Frame { west: low(west), east: high(east), south: low(south), north: high(north) })
    }

    /// Pixels across for the height, so that a kilometre is as long both ways in the middle.
    fn width(&self) -> f64 {
        let middle = (0.5 * (self.south + self.north)).to_radians().cos();
        (HEIGHT * (self.east - self.west) * middle / (self.north - self.south).max(0.1)).clamp(500.0, 1150.0)
    }
}

/// The chart: coasts and rivers, lines by load, places, front and railhead. `ground` names the first column and last row of each list; `lines`
/// and `places` are the last rows of theirs.
pub(super) fn chart(theatre: &Theatre, frame: &Frame, (ground, lines, places): (&[(u16, u32)], u32, u32)) -> Chart {
    let mut chart = Chart::new(ChartType::ScatterStraight);
    let first = TOP + 1;
    let mut add = |name: &str, (x, y, last): (u16, u16, u32), stroke: Option<(u32, f64, bool)>, dot: Option<Dot>| {
        let series = chart.add_series();
        series.set_name(name).set_categories(("Map", first, x, last, x)).set_values(("Map", first, y, last, y));
        let mut line = ChartLine::new();
        match stroke {
            Some((colour, width, dashed)) => {
                line.set_color(Color::RGB(colour)).set_width(width);
                if dashed {
                    line.set_dash_type(ChartLineDashType::SquareDot);
                }
            }
            None => {
                line.set_hidden(true);
            }
        }
        series.set_format(ChartFormat::new().set_line(&line)).set_marker(&marker(dot.as_ref()));
        if let Some(labels) = dot.and_then(|d| d.labels) {
            series.set_custom_data_labels(&labels);
        }
    };
    let coast = |n: usize| [(0x9A_A5B1, 1.0, false), (0xA9_CCE8, 1.0, false)][n.min(1)];
    for (n, (column, last)) in ground.iter().enumerate() {
        add(["Coast", "River"][n.min(1)], (*column, column + 1, *last), Some(coast(n)), None);
    }
    for (n, load) in (LINES + 4..).zip(&LOADS) {
        add(load.name, (LINES + 3, n, lines), Some((load.colour, load.width, false)), None);
    }
    let labels = |of: fn(&MapPlace) -> bool| {
        let one = |p: &MapPlace| {
            // A name that a chart would take for cells goes without a label.
            if of(p) && plain(&p.name) == p.name {
                let mut font = ChartFont::new();
                font.set_size(8).set_color(Color::RGB(style::SLATE));
                ChartDataLabel::new().set_value(p.name.as_str()).set_font(&font).clone()
            } else {
                ChartDataLabel::new().set_hidden().clone()
            }
        };
        Some(theatre.places.iter().map(one).collect::<Vec<_>>())
    };
    let dots = [
        (
            "Ours",
            4,
            Dot { kind: ChartMarkerType::Circle, size: 5, fill: Some(style::SLATE), edge: style::SLATE, labels: None },
        ),
        ("Not ours", 5, Dot { kind: ChartMarkerType::Circle, size: 5, fill: None, edge: style::GREY, labels: None }),
        ("Railhead", 7, Dot { kind: ChartMarkerType::Square, size: 11, fill: None, edge: style::GREEN, labels: None }),
        ("Front", 6, Dot { kind: ChartMarkerType::Diamond, size: 11, fill: None, edge: style::RED, labels: None }),
    ];
    for (name, column, dot) in dots {
        add(name, (PLACES + 1, PLACES + column, places), None, Some(dot));
    }
    // Names stand at the places that the question names, and where the forces begin, whoever holds them.
    let named = Dot {
        kind: ChartMarkerType::Circle,
        size: 2,
        fill: Some(style::SLATE),
        edge: style::SLATE,
        labels: labels(|p| p.must_hold || p.counts || p.ours_from == Some(0.0)),
    };
    add("Names", (PLACES + 1, PLACES + 2, places), None, Some(named));
    chart
        .set_width(frame.width() as u32)
        .set_height(HEIGHT as u32)
        .set_alt_text("Map of the theatre on the chosen day");
    chart.title().set_hidden();
    chart.legend().set_position(ChartLegendPosition::Bottom).delete_entries(&[0, 1, 10]);
    let hair = ChartLine::new().set_color(Color::RGB(0xEE_F0F3)).clone();
    chart.x_axis().set_min(frame.west).set_max(frame.east).set_num_format("0\"°\"").set_major_gridlines_line(&hair);
    chart.y_axis().set_min(frame.south).set_max(frame.north).set_num_format("0\"°\"").set_major_gridlines_line(&hair);
    chart.x_axis().set_crossing(rust_xlsxwriter::ChartAxisCrossing::Min);
    chart.y_axis().set_crossing(rust_xlsxwriter::ChartAxisCrossing::Min);
    chart
}

/// A dot of a place.
struct Dot {
    kind: ChartMarkerType,
    size: u8,
    fill: Option<u32>,
    edge: u32,
    labels: Option<Vec<ChartDataLabel>>,
}

fn marker(dot: Option<&Dot>) -> ChartMarker {
    let mut marker = ChartMarker::new();
    let Some(dot) = dot else {
        marker.set_none();
        return marker;
    };
    let mut look = ChartFormat::new();
    match dot.fill {
        Some(colour) => look.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(colour))),
        None => look.set_no_fill(),
    };
    look.set_line(ChartLine::new().set_color(Color::RGB(dot.edge)).set_width(1.5));
    marker.set_type(dot.kind).set_size(dot.size).set_format(&mut look);
    marker
}
