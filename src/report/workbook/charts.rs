//! Native charts of the columns of a table against the day.

use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartLineDashType, ChartMarker, ChartMarkerType, ChartSolidFill, ChartType, Color,
};

use super::grid::Area;
use crate::workbook::style;

/// Width and height of every chart in pixels.
pub const SIZE: (u32, u32) = (540, 330);

/// Header of the column of days.
pub const DAY: &str = "Day";

/// Colours of the lines in their order.
const COLOURS: [u32; 6] = [style::SLATE, style::AMBER, style::GREEN, style::BLUE, style::VIOLET, style::GREY];

/// One line of a chart.
pub struct Line<'a> {
    /// Header of the column with its values.
    pub header: &'a str,
    /// A limit rather than a course.
    pub limit: bool,
    /// Measured at the right.
    pub right: bool,
}

impl Line<'_> {
    /// A course measured at the left.
    pub fn course(header: &str) -> Line<'_> {
        Line { header, limit: false, right: false }
    }
}

/// What a chart says of itself.
pub struct Labels {
    pub title: &'static str,
    /// Quantity and unit at the left.
    pub left: &'static str,
    /// The same at the right, if anything is measured there.
    pub right: Option<&'static str>,
}

/// Words that a chart does not take for a formula or a reference to cells.
pub fn plain(words: &str) -> String {
    words.trim_start_matches('=').replace('!', "")
}

/// Lines against the day. Dates need not be evenly spaced, so the days are an axis of numbers.
pub fn against_day(area: &Area, labels: &Labels, lines: &[Line], last_day: f64) -> Chart {
    let mut chart = Chart::new(ChartType::ScatterStraight);
    for (line, colour) in lines.iter().zip(COLOURS.into_iter().cycle()) {
        let (Some(days), Some(values)) = (area.range(DAY), area.range(line.header)) else { continue };
        let colour = Color::RGB(if line.limit { style::RED } else { colour });
        let mut stroke = ChartLine::new();
        stroke.set_color(colour).set_width(2.25);
        if line.limit {
            stroke.set_dash_type(ChartLineDashType::Dash);
        }
        let mut marker = ChartMarker::new();
        // Many markers hide the line.
        if line.limit || area.rows() > 15 {
            marker.set_none();
        } else {
            marker.set_type(ChartMarkerType::Circle).set_size(5);
            marker
                .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)).set_no_border());
        }
        let series = chart.add_series();
        series.set_name(plain(line.header).as_str()).set_categories(days).set_values(values).set_marker(&marker);
        series.set_format(ChartFormat::new().set_line(&stroke)).set_secondary_axis(line.right);
    }
    chart.set_width(SIZE.0).set_height(SIZE.1).set_alt_text(labels.title);
    chart.title().set_name(labels.title).set_font(font(12).set_bold());
    chart.legend().set_position(ChartLegendPosition::Bottom);
    axis(chart.x_axis(), "Day").set_num_format("0").set_major_gridlines(false);
    if last_day.is_finite() && last_day > 0.0 {
        chart.x_axis().set_max(last_day);
    }
    axis(chart.y_axis(), labels.left)
        .set_num_format("#,##0")
        .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0xE3_E6EA)));
    if let Some(name) = labels.right {
        axis(chart.y2_axis(), name).set_num_format("#,##0");
    }
    chart
}

/// Bars of some columns against another. Lying ones go to both sides of 0: the first row on top, a row's bars on one line, its name at the left of all.
pub fn bars(area: &Area, kind: ChartType, (title, against): (&str, &str), headers: &[&str]) -> Chart {
    let mut chart = Chart::new(kind);
    for (header, colour) in headers.iter().zip(COLOURS.into_iter().cycle()) {
        let (Some(names), Some(values)) = (area.range(against), area.range(header)) else { continue };
        let fill = ChartSolidFill::new().set_color(Color::RGB(colour)).clone();
        let series = chart.add_series();
        series.set_name(*header).set_categories(names).set_values(values);
        series.set_format(ChartFormat::new().set_solid_fill(&fill));
        match kind {
            ChartType::Bar => series.set_overlap(60).set_gap(40),
            ChartType::ColumnStacked => series.set_overlap(100).set_gap(15),
            _ => series,
        };
    }
    chart.set_width(SIZE.0).set_height(SIZE.1).set_alt_text(title);
    chart.title().set_name(title).set_font(font(12).set_bold());
    if headers.len() > 1 {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        chart.legend().set_hidden();
    }
    // Lying bars begin at the bottom otherwise.
    if kind == ChartType::Bar {
        chart.y_axis().set_reverse().set_label_position(ChartAxisLabelPosition::Low);
        chart.x_axis().set_num_format("#,##0");
    }
    chart
}

fn axis<'a>(axis: &'a mut ChartAxis, name: &str) -> &'a mut ChartAxis {
    axis.set_name(name).set_name_font(font(10).unset_bold()).set_min(0)
}

fn font(size: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(size).set_color(Color::RGB(style::SLATE));
    font
}
