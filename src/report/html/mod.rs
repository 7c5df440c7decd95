//! The answer as one page that opens anywhere: verdict, reason, map with a slider over time, charts, tables. The file stands on its
//! own: it loads nothing, and runs nothing but its own script.

pub mod batch;
mod page;
mod parts;
mod sections;
mod table;
mod theatre;
pub mod uncertain;

use std::path::Path;

use maud::html;
use serde::Serialize;

use crate::files::{self, WriteError};
use crate::report::Told;
use crate::report::drawn::{chart, charts, course};

/// What the page's script reads.
#[derive(Serialize)]
struct Known<'a> {
    theatre: Option<theatre::Known<'a>>,
    charts: Vec<chart::Known<'a>>,
}

impl Known<'_> {
    /// Of a page without map and charts.
    fn nothing() -> Known<'static> {
        Known { theatre: None, charts: Vec::new() }
    }
}

/// Writes the page, with explanation and odds where there are any. The same answer gives the same bytes.
///
/// # Errors
/// Where the file can't be written.
pub fn write(told: &Told, path: &Path) -> Result<(), WriteError> {
    files::replace(path, text(told).as_bytes())
}

/// The page of [`write()`].
pub fn text(told: &Told) -> String {
    let Told { answer, study, drawn } = *told;
    let course = course::course(answer);
    let curve = charts::curve(answer);
    let mut charts: Vec<chart::Chart> = curve.iter().cloned().chain(charts::course(answer)).collect();
    let of_answer = charts.len();
    charts.extend(drawn.and_then(uncertain::by_day));
    let (of_answer, of_draws) = charts.split_at(of_answer);
    let (of_curve, of_course) = of_answer.split_at(usize::from(curve.is_some()));
    let body = html! {
        (sections::head(told))
        main #main {
            (sections::reason(answer, study, of_curve))
            (theatre::section(answer, &course))
            (sections::charts(answer, of_course, of_curve.len()))
            @if let Some(found) = drawn { (uncertain::section(found, of_draws, of_answer.len())) }
            (sections::tables(answer, study))
        }
        (sections::foot(answer))
    };
    let known = Known {
        theatre: (!answer.theatre.places.is_empty()).then(|| theatre::Known::of(answer, &course)),
        charts: charts.iter().map(chart::Chart::known).collect(),
    };
    page::page(&answer.asked.title, &known, &body)
}
