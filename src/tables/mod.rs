//! The single description of every table and column, and the way from rows to a [`crate::campaign::Campaign`].

mod forces;
mod framing;
mod levers;
mod means;
mod network;
pub mod observed;
pub mod scenarios;
pub mod schema;
mod seasons;
pub mod uncertainty;

pub use crate::campaign::factors::{FACTORS, Factor, factor_by_id};
pub use schema::{Column, Field, Kind, Need, Part, Shape, Table};

/// Every input table, in the order of the sheets.
pub const ALL: &[&Table] = &[
    &framing::QUESTION,
    &framing::DESTINATIONS,
    &framing::ASSUMPTIONS,
    &framing::INCLUDES,
    &levers::LEVERS,
    &scenarios::SCENARIOS,
    &uncertainty::UNCERTAINTY,
    &uncertainty::CORRELATIONS,
    &forces::FORCES,
    &forces::REPLACEMENTS,
    &forces::POSTURES,
    &means::NORMS,
    &forces::RESISTANCE,
    &forces::ABREAST,
    &forces::CLAIMS,
    &means::TRUCK_FLEETS,
    &means::ROLLING_STOCK,
    &means::SUPPLY_CLASSES,
    &means::STOCKS,
    &means::SUPPLY_STREAMS,
    &network::PLACES,
    &network::ZONES,
    &seasons::SEASONS,
    &network::ROADS,
    &network::RAIL_LINES,
    &network::BRIDGES,
    &network::SEA_LINKS,
    &observed::OBSERVED,
    &framing::SOURCES,
];

/// The table with this text-form name.
pub fn table_by_id(id: &str) -> Option<&'static Table> {
    ALL.iter().copied().find(|t| t.id == id)
}

pub mod check;
mod convert;
pub mod listing;
pub mod raw;
mod unused;

pub use raw::{Cell, RawBook, RawTable, Row, Value};

use crate::campaign::{Campaign, Problem, checks};

/// What came of reading: a campaign if there was no error, and everything that was noticed.
#[derive(Debug, Clone)]
pub struct Reading {
    /// `None` if any problem is an error.
    pub campaign: Option<Campaign>,
    /// Errors and warnings in the order of the sheets.
    pub problems: Vec<Problem>,
    /// SHA-256 of what the tables say, hexadecimal.
    pub hash: String,
}

/// Checks everything that was read and, if nothing is wrong, gives the campaign.
///
/// All problems are collected in one go: form (each cell against its column), references, and meaning
/// ([`checks`]). Meaning is checked even where some cells are wrong, as far as the rest allows.
pub fn read(book: &RawBook) -> Reading {
    let mut problems = book.problems.clone();
    let index = check::keys(book, &mut problems);
    let checked: Vec<_> = book.tables.iter().map(|raw| check::check(raw, &index, &mut problems)).collect();
    let complete = ALL.iter().all(|t| book.table(t.id).is_some_and(|raw| t.may_be_empty || !raw.rows.is_empty()));
    for row in book.table("resistance").map(|t| t.rows.as_slice()).unwrap_or_default() {
        problems.extend(resistance_problem(row));
    }
    for row in &assumption_rows(book) {
        for problem in assumption_problem(row) {
            // A cell that already has its message needs no second one.
            if !problems.iter().any(|p| p.cell == problem.cell) {
                problems.push(problem);
            }
        }
    }
    for problem in uncertainty::problems(book) {
        if !problems.iter().any(|p| p.cell == problem.cell) {
            problems.push(problem);
        }
    }
    // Where something is wrong, the row that would use a key may be what is missing.
    if complete && !problems.iter().any(Problem::is_error) {
        problems.extend(unused::rows(&checked));
    }
    if !complete {
        return Reading { campaign: None, problems, hash: book.hash.clone() };
    }
    let mut campaign = convert::campaign(&checked);
    campaign.question.scenario.clone_from(&book.scenario);
    if book.scenario.is_some() {
        // Their ranges were written for the base; a scenario may stand outside of them.
        let present: Vec<f64> = campaign.levers.iter().map(|lever| lever.base(&campaign)).collect();
        for (lever, value) in campaign.levers.iter_mut().zip(present).filter(|(_, value)| value.is_finite()) {
            (lever.least, lever.most) = (lever.least.min(value), lever.most.max(value));
        }
    }
    let meaning = checks::check(&campaign, &faulty_places(&checked));
    problems.extend(meaning.into_iter().map(|p| at_its_cell(p, book)));
    problems.sort_by_key(|p| p.severity);
    let campaign = (!problems.iter().any(Problem::is_error)).then_some(campaign);
    Reading { campaign, problems, hash: book.hash.clone() }
}

/// Rows with a wrong cell and the tables they stand in: meaning is not checked there, so that one slip gives one
/// message.
fn faulty_places(checked: &[check::Checked]) -> std::collections::HashSet<String> {
    let mut out = std::collections::HashSet::new();
    for table in checked {
        for (row, parsed) in table.raw.rows.iter().zip(&table.rows) {
            if parsed.iter().any(Option::is_none) {
                out.insert(row.at.clone());
                out.insert(table.raw.at.clone());
            }
            let wrong = row.cells.iter().zip(parsed).filter(|(_, p)| p.is_none());
            out.extend(wrong.map(|(cell, _)| cell.at.clone()));
        }
    }
    out
}

/// Checks of meaning know the row and the column; the analyst wants the cell.
fn at_its_cell(mut problem: Problem, book: &RawBook) -> Problem {
    let Some(column) = problem.column else {
        return problem;
    };
    for table in &book.tables {
        if let Some(row) = table.rows.iter().find(|r| r.at == problem.cell)
            && let Some(cell) = table.table.field_index(column).and_then(|i| row.cells.get(i))
            && !cell.at.is_empty()
        {
            problem.cell = cell.at.clone();
            return problem;
        }
    }
    problem
}

/// A row of the resistance table counts for a zone or for a road, not for both and not for neither.
fn resistance_problem(row: &Row) -> Option<Problem> {
    let cell = |id: &str| forces::RESISTANCE.field_index(id).map(|i| &row.cells[i]);
    let (zone, road) = (cell("zone")?, cell("road")?);
    let found = match (zone.value.is_empty(), road.value.is_empty()) {
        (true, true) => "neither a zone nor a road",
        (false, false) => "both a zone and a road",
        _ => return None,
    };
    Some(Problem::error(&zone.at, found, "either a zone or a road", "Fill one of the two cells and empty the other."))
}

fn assumption_rows(book: &RawBook) -> Vec<&Row> {
    book.table("assumptions").map(|t| t.rows.iter().collect()).unwrap_or_default()
}

/// A factor must be known, be given in its own unit, and lie within its own limits.
fn assumption_problem(row: &Row) -> Vec<Problem> {
    let table = &framing::ASSUMPTIONS;
    let cell = |id: &str| table.field_index(id).map(|i| &row.cells[i]);
    let (Some(key), Some(unit)) = (cell("factor"), cell("unit")) else {
        return Vec::new();
    };
    let Value::Text(name) = &key.value else {
        return Vec::new();
    };
    let Some(factor) = factor_by_id(&check::fold(name)) else {
        let near = check::nearest(name, FACTORS.iter().map(|f| f.id));
        let hint = near
            .map_or("See the manual for the factors that Railhead knows.".into(), |n| format!("Did you mean '{n}'?"));
        return vec![Problem::error(&key.at, format!("the factor '{name}'"), "a factor that Railhead knows", hint)];
    };
    let mut problems = Vec::new();
    if let Value::Text(u) = &unit.value
        && !u.trim().is_empty()
        && check::fold(u) != check::fold(factor.unit)
    {
        problems.push(Problem::error(
            &unit.at,
            format!("the unit '{}' for {}", u.trim(), factor.id),
            factor.unit,
            format!("Give the value in {} and write that unit.", factor.unit),
        ));
    }
    for id in ["value", "value_low", "value_high"] {
        let Some(c) = cell(id) else { continue };
        if let Value::Number(n) = c.value
            && (n < factor.min || n > factor.max)
            && (0.0..=1e9).contains(&n)
        {
            problems.push(Problem::error(
                &c.at,
                format!("{n} for {}", factor.id),
                format!("a number from {} to {} ({})", factor.min, factor.max, factor.unit),
                "Check the figure and its unit.",
            ));
        }
    }
    problems
}
