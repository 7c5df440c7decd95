//! The checks that follow from a table's description alone: every cell of every row, all problems at once.

use std::collections::HashMap;

use super::raw::{Cell, RawBook, RawTable, Value};
use super::schema::{Field, Kind, Need, Part, Shape};
use crate::campaign::Problem;

/// A cell that has been understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Parsed {
    /// Empty, and that is allowed.
    None,
    Number(f64),
    Text(String),
    /// Row index in the table referred to.
    Ref(usize),
    YesNo(bool),
    /// Index into the column's words.
    Choice(usize),
}

/// A table whose cells have been checked; `None` marks a cell that was wrong (its problem is reported).
#[derive(Debug, Clone)]
pub struct Checked<'a> {
    pub raw: &'a RawTable,
    pub rows: Vec<Vec<Option<Parsed>>>,
}

/// A key that other tables may refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub row: usize,
    /// As the analyst wrote it.
    pub spelled: String,
}

/// Keys of every table, case-folded.
pub type KeyIndex = HashMap<&'static str, HashMap<String, Key>>;

/// Collects the keys of every table; a key that stands twice is a problem.
pub fn keys(book: &RawBook, problems: &mut Vec<Problem>) -> KeyIndex {
    let mut index = KeyIndex::new();
    for raw in &book.tables {
        let map = index.entry(raw.table.id).or_default();
        let Some(column) = raw.table.key() else {
            continue;
        };
        let Some(at) = raw.table.field_index(column.id) else {
            continue;
        };
        let mut first: HashMap<String, String> = HashMap::new();
        for (i, row) in raw.rows.iter().enumerate() {
            let cell = &row.cells[at];
            let Some(key) = as_text(&cell.value) else {
                continue;
            };
            let folded = fold(&key);
            if let Some(earlier) = first.get(&folded) {
                problems.push(Problem::error(
                    &cell.at,
                    format!("'{key}' a second time"),
                    format!("each {} once", column.header.to_lowercase()),
                    format!("It stands already in {earlier}; rename one of them or delete the row."),
                ));
            } else {
                first.insert(folded.clone(), cell.at.clone());
                map.insert(folded, Key { row: i, spelled: key });
            }
        }
    }
    index
}

/// Checks every cell of a table against its description.
pub fn check<'a>(raw: &'a RawTable, index: &KeyIndex, problems: &mut Vec<Problem>) -> Checked<'a> {
    let fields = raw.table.fields();
    if raw.rows.is_empty() && !raw.table.may_be_empty {
        problems.push(Problem::error(
            &raw.at,
            "no rows",
            "at least one row",
            format!("Fill the sheet {}: {}", raw.table.sheet, raw.table.about),
        ));
    }
    let mut rows = Vec::with_capacity(raw.rows.len());
    for row in &raw.rows {
        let mut parsed: Vec<Option<Parsed>> = Vec::with_capacity(fields.len());
        for (field, cell) in fields.iter().zip(&row.cells) {
            if reported_already(field, cell, index) {
                parsed.push(None);
                continue;
            }
            match parse(field, cell, index) {
                Ok(p) => parsed.push(Some(p)),
                Err(p) => {
                    problems.push(*p);
                    parsed.push(None);
                }
            }
        }
        check_order(&fields, row, &parsed, problems);
        rows.push(parsed);
    }
    if raw.table.shape == Shape::Record && raw.rows.len() > 1 {
        let row = &raw.rows[1];
        problems.push(Problem::error(&row.at, "a second record", "exactly one", "Delete the additional row."));
    }
    Checked { raw, rows }
}

/// A missing column, or a table without a single key, is one problem of its own: its consequences in every row would
/// only bury it.
fn reported_already(field: &Field, cell: &Cell, index: &KeyIndex) -> bool {
    if cell.at.is_empty() && field.required() {
        return true;
    }
    let Kind::Ref(table) = field.column.kind else {
        return false;
    };
    let needed = super::table_by_id(table).is_some_and(|t| !t.may_be_empty);
    needed && !cell.value.is_empty() && index.get(table).is_none_or(HashMap::is_empty)
}

/// Low must not exceed base, nor base exceed high.
fn check_order(fields: &[Field], row: &super::raw::Row, parsed: &[Option<Parsed>], problems: &mut Vec<Problem>) {
    let number = |i: usize| match parsed.get(i) {
        Some(Some(Parsed::Number(n))) => Some(*n),
        _ => None,
    };
    for (i, field) in fields.iter().enumerate() {
        if field.part != Part::Base || !matches!(field.column.kind, Kind::Estimate { .. }) {
            continue;
        }
        let Some(base) = number(i) else { continue };
        if let Some(low) = number(i + 1)
            && low > base
        {
            problems.push(Problem::error(
                &row.cells[i + 1].at,
                format!("a low value of {low} above the base value of {base}"),
                format!("at most {base}"),
                "Swap the figures or correct one of them.",
            ));
        }
        if let Some(high) = number(i + 2)
            && high < base
        {
            problems.push(Problem::error(
                &row.cells[i + 2].at,
                format!("a high value of {high} below the base value of {base}"),
                format!("at least {base}"),
                "Swap the figures or correct one of them.",
            ));
        }
    }
}

/// Reads one cell as its column wants it.
fn parse(field: &Field, cell: &Cell, index: &KeyIndex) -> Result<Parsed, Box<Problem>> {
    let column = field.column;
    let wrong = |allowed: String, hint: String| {
        Err(Box::new(Problem::error(&cell.at, format!("{} as {}", cell.value.shown(), field.header()), allowed, hint)))
    };
    if let Value::Error(e) = &cell.value {
        return wrong(
            allowed(field),
            format!("Replace the error value {e} by a figure, or mend the formula behind it."),
        );
    }
    if let Value::NoStoredValue(_) = &cell.value {
        return wrong(
            "a value, or a formula whose result is stored in the file".into(),
            "Open the workbook in Excel or LibreOffice, let it calculate, and save it.".into(),
        );
    }
    if cell.value.is_empty() {
        return match (field.part, column.need) {
            (Part::Low | Part::High, _) | (_, Need::Optional) => Ok(Parsed::None),
            (_, Need::Number(n)) => Ok(Parsed::Number(n)),
            (_, Need::Text(t)) => parse_text(field, t, index).map_or_else(|| Ok(Parsed::None), Ok),
            (_, Need::Required) => wrong(allowed(field), format!("Fill the cell. {}", column.about)),
        };
    }
    match column.kind {
        Kind::Number { min, max } | Kind::Estimate { min, max } => {
            let Some(n) = as_number(&cell.value) else {
                return wrong(allowed(field), number_hint(&cell.value, column.unit));
            };
            if n < min || n > max {
                return wrong(allowed(field), out_of_range_hint(n, (min, max), column.unit));
            }
            Ok(Parsed::Number(n))
        }
        Kind::Date => match &cell.value {
            Value::Date(d) => Ok(Parsed::Text(d.clone())),
            Value::Text(t) if t.trim().parse::<jiff::civil::Date>().is_ok() => Ok(Parsed::Text(t.trim().to_string())),
            _ => wrong("a date".into(), "Type a date cell, or text like 1945-01-12.".into()),
        },
        _ => {
            let text = as_text(&cell.value).unwrap_or_default();
            match parse_text(field, &text, index) {
                Some(p) => Ok(p),
                None => wrong(allowed(field), suggestion(field, &text, index)),
            }
        }
    }
}

fn parse_text(field: &Field, text: &str, index: &KeyIndex) -> Option<Parsed> {
    let folded = fold(text);
    match field.column.kind {
        Kind::Ref(table) => index.get(table)?.get(&folded).map(|key| Parsed::Ref(key.row)),
        Kind::Choice(words) => words.iter().position(|w| fold(w) == folded).map(Parsed::Choice),
        Kind::YesNo => match folded.as_str() {
            "yes" | "true" | "y" | "1" => Some(Parsed::YesNo(true)),
            "no" | "false" | "n" | "0" => Some(Parsed::YesNo(false)),
            _ => None,
        },
        Kind::Grade => GRADES.iter().position(|g| fold(g) == folded).map(Parsed::Choice),
        _ => Some(Parsed::Text(text.trim().to_string())),
    }
}

/// Grades, best first.
pub const GRADES: &[&str] = &["A", "B", "C", "D"];

/// What a cell of this column may hold, in words.
pub fn allowed(field: &Field) -> String {
    match field.column.kind {
        Kind::Number { min, max } | Kind::Estimate { min, max } => {
            format!("a number from {} to {}{}", grouped(min), grouped(max), unit_suffix(field.column.unit))
        }
        Kind::Ref(table) => {
            let sheet = super::table_by_id(table).map_or(table, |t| t.sheet);
            format!("a key of the sheet {sheet}")
        }
        Kind::Choice(words) => format!("one of: {}", words.join(", ")),
        Kind::YesNo => "yes or no".into(),
        Kind::Grade => format!("one of: {}", GRADES.join(", ")),
        Kind::Date => "a date".into(),
        Kind::Key => "a name that no other row has".into(),
        Kind::Text => "text".into(),
    }
}

/// Meaning, allowed values and default of a column in a few sentences: for the description and the notes on headers.
pub fn words_about(field: &Field) -> String {
    let column = field.column;
    let mut words = match field.part {
        Part::Base => column.about.to_string(),
        Part::Low => format!("Lowest value that is still credible of: {}", column.about),
        Part::High => format!("Highest value that is still credible of: {}", column.about),
    };
    if !matches!(column.kind, Kind::Text | Kind::Key) {
        words.push_str(&format!(" Allowed: {}.", allowed(field)));
    }
    match (field.part, column.need) {
        (Part::Low | Part::High, _) => words.push_str(" Empty: as the base value."),
        (_, Need::Number(n)) => words.push_str(&format!(" Empty: {n}.")),
        (_, Need::Text(t)) => words.push_str(&format!(" Empty: {t}.")),
        (_, Need::Required) => words.push_str(" Must be filled."),
        (_, Need::Optional) => {}
    }
    words
}

/// A number for people: `20,000,000`, `0.35`.
pub fn grouped(n: f64) -> String {
    let text = n.abs().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::from(if n < 0.0 { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 && whole.len() > 4 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

fn unit_suffix(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" ({unit})") }
}

/// "Did you mean ...?" for names, a plain list for words.
fn suggestion(field: &Field, text: &str, index: &KeyIndex) -> String {
    let candidates: Vec<String> = match field.column.kind {
        Kind::Ref(table) => {
            index.get(table).map(|m| m.values().map(|key| key.spelled.clone()).collect()).unwrap_or_default()
        }
        Kind::Choice(words) => words.iter().map(|w| w.to_string()).collect(),
        _ => Vec::new(),
    };
    if let Some(near) = nearest(text, candidates.iter().map(String::as_str)) {
        return format!("Did you mean '{near}'?");
    }
    match field.column.kind {
        Kind::Ref(table) => {
            let sheet = super::table_by_id(table).map_or(table, |t| t.sheet);
            format!("Add a row for it to the sheet {sheet}, or correct the spelling.")
        }
        _ => "Correct the word.".into(),
    }
}

/// The candidate that looks most like `text`, if one does.
pub fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let folded = fold(text);
    candidates
        .map(|c| (strsim::jaro_winkler(&folded, &fold(c)), c))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, c)| c.to_string())
}

/// What an impossible figure most often is: a percentage, or one in the next smaller unit.
fn out_of_range_hint(n: f64, (min, max): (f64, f64), unit: &str) -> String {
    let fits = |by: f64| (min..=max).contains(&(n / by)).then(|| grouped(n / by));
    if max <= 1.0
        && let Some(share) = fits(100.0)
    {
        return format!("Type a share as a number up to 1: {} % is {share}.", grouped(n));
    }
    let smaller = match unit.split(['/', ' ']).next() {
        Some("km") => Some("metres"),
        Some("t") => Some("kg"),
        Some("kg") => Some("grams"),
        _ => None,
    };
    if n > max
        && let (Some(smaller), Some(value)) = (smaller, fits(1000.0))
    {
        return format!("Check the unit: {} {smaller} would be {value} {unit}.", grouped(n));
    }
    let unit = if unit.is_empty() { String::new() } else { format!(" in {unit}") };
    format!("Check the figure and its unit: the column is{unit}.")
}

fn number_hint(value: &Value, unit: &str) -> String {
    let Value::Text(t) = value else {
        return format!("Type a plain number{}.", unit_suffix(unit));
    };
    let digits: String = t.chars().filter(|c| c.is_ascii_digit()).collect();
    if t.contains('%') {
        "The cell holds text with a percent sign: type the share as a plain number, for example 0.35.".into()
    } else if digits.is_empty() {
        format!("Type a plain number{}; put words into the note column.", unit_suffix(unit))
    } else {
        "The cell holds text, not a number: retype it without apostrophe, unit, blanks or thousands separators.".into()
    }
}

/// Numbers only: text that looks like a number is the analyst's slip to see, not ours to guess. Text of a plain
/// decimal number (as other programs store it) is taken.
pub fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) if n.is_finite() => Some(*n),
        Value::Text(t) => {
            let t = t.trim();
            let plain = t.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
            let begins = t.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+' || c == '.');
            if plain && begins { t.parse().ok().filter(|n: &f64| n.is_finite()) } else { None }
        }
        _ => None,
    }
}

/// What a cell says where words are wanted.
pub fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(t) if !t.trim().is_empty() => Some(t.trim().to_string()),
        Value::Number(n) => Some(format!("{n}")),
        Value::Bool(b) => Some(if *b { "yes" } else { "no" }.into()),
        Value::Date(d) => Some(d.clone()),
        _ => None,
    }
}

/// Case and surrounding blanks do not distinguish names.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
