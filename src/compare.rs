//! Two inputs side by side: which cells differ, whatever the form and order in which they are kept, and what became of the answer.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use crate::answer::{Answer, at_place};
use crate::tables::{Field, Kind, RawBook, RawTable, Row, Shape, Table, listing};

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

/// Every difference between two inputs, in the order of the tables. Rows are paired by their key, or else by being most alike, not
/// by where they stand, so that sorting a sheet is no difference.
pub fn inputs(before: &RawBook, after: &RawBook) -> Vec<Difference> {
    let mut out = Vec::new();
    for table in crate::tables::ALL {
        let rows = |book: &'_ RawBook| book.table(table.id).map(|t| t.rows.clone()).unwrap_or_default();
        let (old, new) = (rows(before), rows(after));
        let Some(raw) = after.table(table.id).or_else(|| before.table(table.id)) else { continue };
        let pairs = Pairs::of(raw.table, &old, &new);
        for (i, row) in old.iter().enumerate() {
            match pairs.new_of[i] {
                Some(j) => out.extend(cells(raw, row, &new[j])),
                None => out.push(whole(raw, row, true)),
            }
        }
        let added = new.iter().enumerate().filter(|(j, _)| !pairs.new_of.contains(&Some(*j)));
        out.extend(added.map(|(_, row)| whole(raw, row, false)));
    }
    out
}

/// How much more a word that says what a row is about counts than a figure, in saying which rows are alike.
const NAMES_WEIGH: usize = 3;

/// Whether a column says what a row is about, rather than how much of it.
fn names(field: &Field) -> bool {
    matches!(field.column.kind, Kind::Ref(_) | Kind::Choice(_) | Kind::Text) && !FRAME.contains(&field.column.id)
        || field.column.id == "from_day"
}

/// Columns that say where a figure comes from.
const FRAME: [&str; 3] = ["source", "grade", "note"];

/// Which row of a table became which.
struct Pairs {
    /// By the place of the old row, the place of the new one.
    new_of: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    fn of(table: &'static Table, old: &[Row], new: &[Row]) -> Pairs {
        let fields = table.fields();
        let keys: Vec<usize> = (0..fields.len()).filter(|f| fields[*f].column.kind == Kind::Key).collect();
        let words = |row: &Row| -> Vec<String> {
            let settled = fields.iter().zip(&row.cells).map(|(f, c)| c.value.clone().settled(f.column.kind));
            settled.map(|v| v.shown().to_lowercase()).collect()
        };
        let (before, after): (Vec<_>, Vec<_>) = (old.iter().map(words).collect(), new.iter().map(words).collect());
        let mut pairs = Pairs { new_of: vec![None; old.len()], taken: vec![false; new.len()] };
        if table.shape == Shape::Record {
            old.iter().zip(new).enumerate().for_each(|(i, _)| pairs.pair(i, i));
        } else if keys.is_empty() {
            // What did not change first; then what changed least, as long as half of what either says is the same.
            pairs.equal(&before, &after);
            let weights: Vec<usize> = fields.iter().map(|f| if names(f) { NAMES_WEIGH } else { 1 }).collect();
            pairs.most_alike(&before, &after, &weights);
        } else {
            let key = |rows: &[Vec<String>]| -> Vec<Vec<String>> {
                rows.iter().map(|row| keys.iter().map(|f| row[*f].clone()).collect()).collect()
            };
            pairs.equal(&key(&before), &key(&after));
        }
        pairs
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.new_of[old] = Some(new);
        self.taken[new] = true;
    }

    /// Pairs rows with the same words, the first with the first.
    fn equal(&mut self, before: &[Vec<String>], after: &[Vec<String>]) {
        let mut places: BTreeMap<&Vec<String>, VecDeque<usize>> = BTreeMap::new();
        for (j, row) in after.iter().enumerate() {
            places.entry(row).or_default().push_back(j);
        }
        for (i, row) in before.iter().enumerate() {
            if let Some(j) = places.get_mut(row).and_then(VecDeque::pop_front) {
                self.pair(i, j);
            }
        }
    }

    /// Pairs what is left, those that are most alike first.
    fn most_alike(&mut self, before: &[Vec<String>], after: &[Vec<String>], weights: &[usize]) {
        let alike = |a: &[String], b: &[String]| {
            let said = a.iter().zip(b).zip(weights).filter(|((a, b), _)| !a.is_empty() || !b.is_empty());
            let (mut same, mut all) = (0, 0);
            for ((a, b), weight) in said {
                all += weight;
                same += if a == b { *weight } else { 0 };
            }
            (2 * same >= all).then_some(same)
        };
        let left = |i: &usize| self.new_of[*i].is_none();
        let free = |j: &usize| !self.taken[*j];
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for i in (0..before.len()).filter(left) {
            found.extend((0..after.len()).filter(free).filter_map(|j| Some((alike(&before[i], &after[j])?, i, j))));
        }
        found.sort_by_key(|(same, i, j)| (usize::MAX - same, *i, *j));
        for (_, i, j) in found {
            if self.new_of[i].is_none() && !self.taken[j] {
                self.pair(i, j);
            }
        }
    }
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
    let first = |a: &Answer| a.bottlenecks.first().map(|b| at_place(&b.what, &b.place)).unwrap_or_default();
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
