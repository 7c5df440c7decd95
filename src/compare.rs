//! Two inputs side by side: which cells differ, whatever the form and order in which they are kept, and what became of the answer.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::answer::Answer;
use crate::tables::{Field, Kind, RawBook, RawTable, Row, Value, listing};

/// One cell that differs, or one row that only one of the two has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Sheet of the table.
    pub sheet: &'static str,
    /// Name of the row: its key, or its first words.
    pub row: String,
    /// Header of the column with its unit; `None` = the whole row.
    pub column: Option<String>,
    /// What the first has; `None` = it lacks the row.
    pub before: Option<String>,
    /// What the second has; `None` = it lacks the row.
    pub after: Option<String>,
    /// Where that stands: in the second, or in the first where only that has it.
    pub cell: String,
}

/// Every difference between two inputs, in the order of the tables. Rows are paired by what they are about (key, places, classes,
/// postures, first day), not by where they stand, so that sorting a sheet is no difference.
pub fn inputs(before: &RawBook, after: &RawBook) -> Vec<Difference> {
    let mut out = Vec::new();
    for table in crate::tables::ALL {
        let rows = |book: &'_ RawBook| book.table(table.id).map(|t| t.rows.clone()).unwrap_or_default();
        let (old, new) = (rows(before), rows(after));
        let Some(raw) = after.table(table.id).or_else(|| before.table(table.id)) else { continue };
        let (old, new) = (named(raw, &old), named(raw, &new));
        for (name, row) in &old {
            match new.get(name) {
                Some(other) => out.extend(cells(raw, row, other)),
                None => out.push(whole(raw, row, true)),
            }
        }
        out.extend(new.iter().filter(|(name, _)| !old.contains_key(name)).map(|(_, row)| whole(raw, row, false)));
    }
    out
}

/// Rows by what they are about; of several that are about the same the first, second ...
fn named<'a>(raw: &RawTable, rows: &'a [Row]) -> BTreeMap<(Vec<String>, usize), &'a Row> {
    let fields = raw.table.fields();
    let mut out = BTreeMap::new();
    for row in rows {
        let about: Vec<String> = identity(&fields, row);
        let nth = (0..).find(|n| !out.contains_key(&(about.clone(), *n))).unwrap_or(0);
        out.insert((about, nth), row);
    }
    out
}

/// The words that say what a row is about.
fn identity(fields: &[Field], row: &Row) -> Vec<String> {
    let has_key = fields.iter().any(|f| f.column.kind == Kind::Key);
    let names = |f: &Field| match f.column.kind {
        Kind::Key => true,
        Kind::Ref(_) | Kind::Choice(_) => !has_key,
        _ => !has_key && f.column.id == "from_day",
    };
    let plain = |v: &Value| v.clone().shown().to_lowercase();
    fields.iter().zip(&row.cells).filter(|(f, _)| names(f)).map(|(_, c)| plain(&c.value)).collect()
}

fn cells(raw: &RawTable, before: &Row, after: &Row) -> Vec<Difference> {
    let fields = raw.table.fields();
    let pairs = fields.iter().zip(before.cells.iter().zip(&after.cells));
    pairs
        .map(|(field, (a, b))| {
            (field, a, b, a.value.clone().settled(field.column.kind), b.value.clone().settled(field.column.kind))
        })
        .filter(|(_, _, _, a, b)| a != b)
        .map(|(field, a, b, old, new)| Difference {
            sheet: raw.table.sheet,
            row: listing::name(raw, after),
            column: Some(field.header()),
            before: Some(old.shown()),
            after: Some(new.shown()),
            cell: if b.at.is_empty() { a.at.clone() } else { b.at.clone() },
        })
        .collect()
}

fn whole(raw: &RawTable, row: &Row, is_gone: bool) -> Difference {
    let shown =
        row.cells.iter().filter(|c| !c.value.is_empty()).map(|c| c.value.shown()).collect::<Vec<_>>().join(", ");
    let (before, after) = if is_gone { (Some(shown), None) } else { (None, Some(shown)) };
    Difference {
        sheet: raw.table.sheet,
        row: listing::name(raw, row),
        column: None,
        before,
        after,
        cell: row.at.clone(),
    }
}

/// What became of the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnswerChange {
    pub verdict_before: String,
    pub verdict_after: String,
    /// Highest ceiling of all dates, men.
    pub most_men_before: f64,
    pub most_men_after: f64,
    /// Men of the plan, where there is one.
    pub plan_men_before: Option<f64>,
    pub plan_men_after: Option<f64>,
    /// Ceilings of the dates that either answer has.
    pub dates: Vec<DateChange>,
    /// What holds the ceiling down first, with its place.
    pub first_before: String,
    pub first_after: String,
}

/// The ceiling of one date in both answers, men.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DateChange {
    pub day: f64,
    pub before: Option<f64>,
    pub after: Option<f64>,
}

/// Compares two answers.
pub fn answers(before: &Answer, after: &Answer) -> AnswerChange {
    // Days are whole; their bits are an order as good as any.
    let mut dates: BTreeMap<u64, DateChange> = BTreeMap::new();
    for (answer, is_after) in [(before, false), (after, true)] {
        for point in &answer.curve {
            let row =
                dates.entry(point.day.to_bits()).or_insert(DateChange { day: point.day, before: None, after: None });
            *if is_after { &mut row.after } else { &mut row.before } = Some(point.most_men);
        }
    }
    let first = |a: &Answer| a.bottlenecks.first().map(|b| where_(&b.what, &b.place)).unwrap_or_default();
    AnswerChange {
        verdict_before: before.verdict.word().into(),
        verdict_after: after.verdict.word().into(),
        most_men_before: before.most_men,
        most_men_after: after.most_men,
        plan_men_before: before.plan.as_ref().map(|p| p.men),
        plan_men_after: after.plan.as_ref().map(|p| p.men),
        dates: dates.into_values().collect(),
        first_before: first(before),
        first_after: first(after),
    }
}

fn where_(what: &str, place: &str) -> String {
    if place.is_empty() { what.to_string() } else { format!("{what}, {place}") }
}
