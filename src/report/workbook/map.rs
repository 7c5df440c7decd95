//! The sheet `Map`: places and lines by longitude and latitude, on a day that the reader chooses.
//!
//! An Excel chart cannot colour one line in parts. So every line stands in the table once for each look it may have, and formulas show it
//! in the one that belongs to its load on that day. Everything is read from the other result sheets, so the map follows their cells.

use rust_xlsxwriter::{DataValidation, ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError};

use super::grid::Area;
use super::map_chart::{Frame, HEIGHT, chart};
use super::{head, timeline};
use crate::answer::Answer;
use crate::answer::theatre::{MapLink, Theatre};
use crate::report::drawn::ground::{Stretch, stretches};
use crate::workbook::style;
use crate::workbook::template::index;

const ABOUT: &str = "Lines by their load, places by who holds them, on the day in cell B4: choose another, and the map follows. It shows the \
    optimistic schedule behind the bound for the last date, not a plan. Coasts and rivers: Natural Earth, public domain.";
/// Zero-based row of the day and what stands beside it.
const CHOICE: u32 = 3;
/// Zero-based row at which the map begins.
pub(super) const TOP: u32 = 5;
/// Height of a row in pixels.
const ROW: f64 = 20.0;
/// Degrees by which each line lies beside the last, and after how many it begins anew: enough for a hundredth of a millimetre, the smallest
/// distance that LibreOffice knows, and too little to be seen.
const ASIDE: f64 = 0.0015;
const STEPS_ASIDE: usize = 23;
/// Cell of the chosen day.
const DAY: &str = "$B$4";

/// How a line looks: name in the legend, colour, width, from which share of its capacity on, and the formula's condition.
pub(super) struct Load {
    pub name: &'static str,
    pub colour: u32,
    pub width: f64,
    /// `{0}` is the cell with the share used.
    holds: &'static str,
    is: fn(f64) -> bool,
}

pub(super) const LOADS: [Load; 4] = [
    Load { name: "No traffic", colour: 0xC4_C9D1, width: 1.0, holds: "{0}<0.005", is: |s| s < 0.005 },
    Load {
        name: "Less than half used",
        colour: 0x6F_A8DC,
        width: 2.0,
        holds: "AND({0}>=0.005,{0}<0.5)",
        is: |s| (0.005..0.5).contains(&s),
    },
    Load {
        name: "Half and more",
        colour: 0xE0_9A2B,
        width: 2.75,
        holds: "AND({0}>=0.5,{0}<0.95)",
        is: |s| (0.5..0.95).contains(&s),
    },
    Load { name: "Full", colour: style::RED, width: 3.5, holds: "{0}>=0.95", is: |s| s >= 0.95 },
];

/// First column of the list of lines; the map lies to the left of it.
pub(super) const LINES: u16 = 17;
/// Columns of the list of lines: link, place, used share, longitude, then a latitude for each load.
const LINE_HEADS: [&str; 4] = ["Link", "Place", "Used share", "Longitude"];
/// First columns of the lists behind it.
pub(super) const PLACES: u16 = LINES + 9;
const PLACE_HEADS: [&str; 8] =
    ["Place", "Longitude", "Latitude", "Held from day", "Ours", "Not ours", "Front", "Railhead"];
const COASTS: u16 = PLACES + 9;
const RIVERS: u16 = COASTS + 3;

/// Writes the sheet where there is a schedule to be shown on it.
pub fn write(workbook: &mut Workbook, answer: &Answer, (timeline, flows): (&Area, &Area)) -> Result<(), XlsxError> {
    let theatre = &answer.theatre;
    let (Some(last), Some(frame)) = (theatre.states.last(), Frame::of(theatre)) else { return Ok(()) };
    if answer.timeline.is_empty() {
        return Ok(());
    }
    let sheet = workbook.add_worksheet();
    head(sheet, "Map", ABOUT, 0)?;
    sheet.set_freeze_panes(0, 0)?;
    // The date has its room.
    sheet.set_column_width(3, 12)?;
    choice(sheet, answer, timeline)?;
    let lines = lines(sheet, answer, flows, last.day)?;
    let places = places(sheet, answer, last.day)?;
    let (coasts, rivers) = stretches((frame.west, frame.south), (frame.east, frame.north));
    let ground = [(COASTS, "Coast", coasts), (RIVERS, "River", rivers)];
    let mut drawn = Vec::new();
    for (column, name, stretches) in ground {
        drawn.push((column, strokes(sheet, column, name, &stretches)?));
    }
    let chart = chart(theatre, &frame, (&drawn, lines, places));
    sheet.insert_chart_with_offset(TOP, 0, &chart, 4, 4)?;
    // The lists behind it are not printed.
    sheet.set_print_area(0, 0, TOP + (HEIGHT / ROW) as u32 + 1, LINES - 2)?;
    Ok(())
}

/// The day, its date, front and railhead.
fn choice(sheet: &mut Worksheet, answer: &Answer, timeline: &Area) -> Result<(), XlsxError> {
    let last = answer.timeline.last();
    sheet.write_with_format(CHOICE, 0, "Day", &style::header())?;
    let chosen = style::fill(style::boxed(), style::CREAM).set_bold().set_align(FormatAlign::Center);
    sheet.write_with_format(CHOICE, 1, last.map_or(0.0, |t| t.day), &chosen)?;
    // Excel takes lists of 255 letters; the column itself has no such limit.
    if let Some((first, column, end, _)) = timeline.column(super::charts::DAY) {
        let letters = rust_xlsxwriter::utility::column_number_to_name(column);
        let cells = format!("={}!${letters}${}:${letters}${}", timeline.sheet(), first + 1, end + 1);
        let list = DataValidation::new().allow_list_formula(Formula::new(cells));
        sheet.add_data_validation(CHOICE, 1, CHOICE, 1, &list.set_input_message("The end of a period")?)?;
    }
    let said = [
        (2, "Date", "Date", last.map(|t| t.date.clone())),
        (5, "Front", timeline::FRONT_NAMES, last.map(|t| t.front.clone())),
        (10, "Railhead", timeline::RAILHEAD_NAMES, last.map(|t| t.railhead.clone())),
    ];
    let words = style::boxed().set_align(FormatAlign::Left);
    for (column, name, header, value) in said {
        sheet.write_with_format(CHOICE, column, name, &style::header())?;
        let found = match (range(timeline, header), range(timeline, super::charts::DAY)) {
            (Some(of), Some(days)) if name == "Date" => format!("=IFERROR(INDEX({of},MATCH({DAY},{days},0)),\"\")"),
            (Some(of), Some(days)) => format!("=IFERROR(INDEX({of},MATCH({DAY},{days},0))&\"\",\"\")"),
            _ => continue,
        };
        let mut value = value.unwrap_or_default();
        let mut look = words.clone();
        // A date is a number of days to a formula; what lies before Excel's calendar is text.
        if let Some(date) = ExcelDateTime::parse_from_str(&value).ok().filter(|_| name == "Date") {
            value = format!("{:.0}", date.to_excel());
            look = look.set_num_format("yyyy-mm-dd");
        }
        let formula = Formula::new(found).set_result(value);
        sheet.write_formula_with_format(CHOICE, column + 1, formula, &look)?;
    }
    Ok(())
}

/// A column's cells with their sheet.
fn range(area: &Area, header: &str) -> Option<String> {
    let (first, column, last, _) = area.column(header)?;
    let letters = rust_xlsxwriter::utility::column_number_to_name(column);
    Some(format!("{}!${letters}${}:${letters}${}", area.sheet(), first + 1, last + 1))
}

/// A cell of this sheet.
fn cell(row: u32, column: u16) -> String {
    format!("${}${}", rust_xlsxwriter::utility::column_number_to_name(column), row + 1)
}

/// Every line by rail and sea, its ends in two rows and a blank below: the last row.
fn lines(sheet: &mut Worksheet, answer: &Answer, flows: &Area, day: f64) -> Result<u32, XlsxError> {
    let heads = LINE_HEADS.into_iter().chain(LOADS.iter().map(|l| l.name));
    for (n, name) in (LINES..).zip(heads) {
        sheet.write_with_format(TOP, n, name, &style::header())?;
        sheet.set_column_width(n, 11)?;
    }
    let cells = ["Link", "To day", super::lists::SHARE, "Kind"].map(|h| range(flows, h));
    let small = Looks::new();
    let mut row = TOP + 1;
    for (n, link) in answer.theatre.links.iter().filter(|l| l.kind != "road").enumerate() {
        // LibreOffice does not draw a stretch that begins in the very point in which the one before it ended.
        let aside = (n % STEPS_ASIDE) as f64 * ASIDE;
        let share = used(answer, link, day);
        for (end, place) in [link.ends.0, link.ends.1].into_iter().enumerate() {
            let place = &answer.theatre.places[place];
            sheet.write_with_format(row, LINES, link.key.as_str(), &small.name)?;
            sheet.write_with_format(row, LINES + 1, place.name.as_str(), &small.name)?;
            let formula = match &cells {
                // Both ends show the same.
                _ if end == 1 => format!("={}", cell(row - 1, LINES + 2)),
                [Some(links), Some(days), Some(shares), Some(kinds)] => {
                    let (name, kind) = (cell(row, LINES), link.kind);
                    format!("=SUMPRODUCT(MAX(({links}={name})*({kinds}=\"{kind}\")*({days}={DAY})*{shares}))")
                }
                _ => "=0".into(),
            };
            let formula = Formula::new(formula).set_result(share.to_string());
            sheet.write_formula_with_format(row, LINES + 2, formula, &small.share)?;
            sheet.write_with_format(row, LINES + 3, place.longitude + aside, &small.degrees)?;
            for (n, load) in (LINES + 4..).zip(&LOADS) {
                let holds = load.holds.replace("{0}", &cell(row, LINES + 2));
                shown(sheet, (row, n), &holds, (place.latitude, (load.is)(share)), &small.degrees)?;
            }
            row += 1;
        }
        row += 1;
    }
    Ok(row.saturating_sub(2).max(TOP + 1))
}

/// The largest share of its capacity that a line carries on the day, either way.
fn used(answer: &Answer, link: &MapLink, day: f64) -> f64 {
    let of_it = |f: &&crate::answer::FlowRow| {
        f.kind == link.kind && f.link == link.key && f.to_day == day && super::lists::is_listed(f)
    };
    let shares = answer.flows.iter().filter(of_it).map(|f| f.traffic_per_day / f.capacity_per_day);
    shares.filter(|s| s.is_finite()).fold(0.0, f64::max)
}

/// A latitude where a condition holds, and nothing to be drawn where it does not.
fn shown(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    holds: &str,
    (latitude, is): (f64, bool),
    look: &Format,
) -> Result<(), XlsxError> {
    let result = if is { latitude.to_string() } else { "#N/A".into() };
    let formula = Formula::new(format!("=IF({holds},{latitude},NA())")).set_result(result);
    sheet.write_formula_with_format(row, column, formula, look)?;
    Ok(())
}

/// The places, whose each is on the day, and where front and railhead are: the last row.
fn places(sheet: &mut Worksheet, answer: &Answer, day: f64) -> Result<u32, XlsxError> {
    for (n, name) in (PLACES..).zip(PLACE_HEADS) {
        sheet.write_with_format(TOP, n, name, &style::header())?;
        sheet.set_column_width(n, 11)?;
    }
    let theatre = &answer.theatre;
    let last = theatre.states.last();
    let small = Looks::new();
    for (i, (row, place)) in (TOP + 1..).zip(&theatre.places).enumerate() {
        let from = held_from(theatre, i);
        sheet.write_with_format(row, PLACES, place.name.as_str(), &small.name)?;
        sheet.write_with_format(row, PLACES + 1, place.longitude, &small.degrees)?;
        sheet.write_with_format(row, PLACES + 2, place.latitude, &small.degrees)?;
        match from {
            Some(from) => sheet.write_with_format(row, PLACES + 3, from, &small.day)?,
            None => sheet.write_with_format(row, PLACES + 3, "never", &small.day)?,
        };
        let since = cell(row, PLACES + 3);
        let ours = format!("AND(ISNUMBER({since}),{since}<={DAY})");
        let is_ours = from.is_some_and(|from| from <= day);
        shown(sheet, (row, PLACES + 4), &ours, (place.latitude, is_ours), &small.degrees)?;
        shown(sheet, (row, PLACES + 5), &format!("NOT({ours})"), (place.latitude, !is_ours), &small.degrees)?;
        for (column, names, now) in [
            (PLACES + 6, cell(CHOICE, 6), last.is_some_and(|s| s.front.contains(&i))),
            (PLACES + 7, cell(CHOICE, 11), last.is_some_and(|s| s.railhead.contains(&i))),
        ] {
            let name = cell(row, PLACES);
            let holds = format!("ISNUMBER(FIND(\", \"&{name}&\", \",\", \"&{names}&\", \"))");
            shown(sheet, (row, column), &holds, (place.latitude, now), &small.degrees)?;
        }
    }
    Ok(TOP + u32::from(index(theatre.places.len())))
}

/// The first day at whose end a place is held; a place that is lost again later counts as held.
fn held_from(theatre: &Theatre, place: usize) -> Option<f64> {
    /// As in the timeline: what is held nearly whole.
    const WHOLE: f64 = 0.95;
    let given = theatre.places[place].ours_from;
    let taken = theatre.states.iter().find(|s| s.held.get(place).is_some_and(|h| *h >= WHOLE)).map(|s| s.day);
    match (given, taken) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Points of the ground, a blank row behind each stretch: the last row.
fn strokes(sheet: &mut Worksheet, column: u16, name: &str, stretches: &[Stretch]) -> Result<u32, XlsxError> {
    sheet.write_with_format(TOP, column, format!("{name}: longitude"), &style::header())?;
    sheet.write_with_format(TOP, column + 1, format!("{name}: latitude"), &style::header())?;
    let mut row = TOP + 1;
    for stretch in stretches {
        for (longitude, latitude) in stretch {
            sheet.write(row, column, *longitude)?;
            sheet.write(row, column + 1, *latitude)?;
            row += 1;
        }
        row += 1;
    }
    Ok(row.saturating_sub(2).max(TOP + 1))
}

struct Looks {
    name: Format,
    degrees: Format,
    share: Format,
    day: Format,
}

impl Looks {
    fn new() -> Looks {
        let small = || style::boxed().set_font_size(9);
        Looks {
            name: small().set_align(FormatAlign::Left),
            degrees: small().set_num_format("0.00"),
            share: small().set_num_format("0%"),
            day: small().set_num_format("0"),
        }
    }
}
