//! What varies from draw to draw: every figure with a range, and the common factors of the sheet Uncertainty.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::correlate::Correlation;
use super::plan::Plan;
use super::spread::{Shape, Spread};
use crate::tables::check::{as_number, as_text, fold};
use crate::tables::listing::{self, Figure};
use crate::tables::{RawBook, Row, table_by_id};

/// One thing that is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variable {
    /// `SupplyStreams: ammunition_bre, Rate`; `Roads: Capacity, common factor`.
    pub name: String,
    /// Cell of the base value, or of the row that asks for the common factor.
    pub cell: String,
    pub unit: String,
    pub grade: String,
    pub source: String,
    pub spread: Spread,
}

/// All that is drawn, and what it does to the book.
#[derive(Debug, Clone)]
pub struct Variables {
    list: Vec<Variable>,
    /// What each of them turns.
    turns: Vec<Turns>,
    figures: Vec<Figure>,
    /// Smallest and largest value that the cell of each figure may have.
    limits: Vec<(f64, f64)>,
    correlation: Correlation,
}

/// What a variable does, by positions in the list of figures.
#[derive(Debug, Clone, PartialEq)]
enum Turns {
    /// It is the value of a figure.
    Value(usize),
    /// It multiplies these.
    Factor(Vec<usize>),
}

impl Variables {
    /// Of a book whose tables are in order; figures that its question leaves out of the reckoning do not vary. Without the sheets Uncertainty
    /// and Correlations every figure with a low or a high has a PERT distribution of its own. Of several rows for a figure the last decides its
    /// distribution; their factors multiply.
    pub fn of(book: &RawBook) -> Variables {
        // What the levers may be moved to is no belief about the world.
        let figures: Vec<Figure> = listing::figures(book).into_iter().filter(|f| f.sheet != "Levers").collect();
        let limits = figures.iter().map(|f| listing::limits(book, f.at)).collect();
        let rules = rows(book, "uncertainty");
        let bears = Bears::of(book);
        let mut list = Vec::new();
        let mut turns = Vec::new();
        for (i, f) in figures.iter().enumerate() {
            let rule = rules.iter().rev().find(|r| r.selects.has(f) && !r.word("distribution").is_empty());
            let shape = rule.and_then(|r| Shape::of_word(&r.word("distribution"))).unwrap_or(Shape::Pert);
            let (low, high) = (f.low.unwrap_or(f.base), f.high.unwrap_or(f.base));
            let spread = Spread { shape, low, base: f.base, high };
            if spread.varies() && bears.on(book, f) {
                list.push(Variable {
                    name: format!("{}: {}, {}", f.sheet, f.row, f.what),
                    cell: f.cell.clone(),
                    unit: f.unit.clone(),
                    grade: graded(&f.grade),
                    source: f.source.clone(),
                    spread,
                });
                turns.push(Turns::Value(i));
            }
        }
        for rule in &rules {
            let of = |id: &str| rule.number(id).unwrap_or(1.0);
            let base = of("multiplier");
            let spread = Spread {
                shape: Shape::of_word(&rule.word("multiplier_distribution")).unwrap_or(Shape::Pert),
                low: rule.number("multiplier_low").unwrap_or(base),
                base,
                high: rule.number("multiplier_high").unwrap_or(base),
            };
            let covered: Vec<usize> = (0..figures.len()).filter(|i| rule.selects.has(&figures[*i])).collect();
            if covered.is_empty() || !(spread.varies() || base != 1.0) {
                continue;
            }
            list.push(Variable {
                name: format!("{}, common factor", rule.selects.words()),
                cell: rule.row.at.clone(),
                unit: "share".into(),
                grade: graded(&rule.word("grade")),
                source: rule.word("source"),
                spread,
            });
            turns.push(Turns::Factor(covered));
        }
        let mut out = Variables { list, turns, figures, limits, correlation: Correlation::none() };
        out.correlation = out.correlations(book);
        out
    }

    fn correlations(&self, book: &RawBook) -> Correlation {
        let mut pairs = Vec::new();
        for row in rows(book, "correlations") {
            let other = Selects::of(&row, "with_");
            let Some(r) = row.number("correlation") else { continue };
            let of = |selects: &Selects| -> Vec<usize> {
                let has = |v: &usize| matches!(self.turns[*v], Turns::Value(i) if selects.has(&self.figures[i]));
                (0..self.list.len()).filter(has).collect()
            };
            let (ones, others) = (of(&row.selects), of(&other));
            for a in &ones {
                pairs.extend(others.iter().filter(|b| *b != a).map(|b| (*a, *b, r)));
            }
        }
        Correlation::of(&pairs)
    }

    /// All of them, in the order of the sheets; common factors last.
    pub fn list(&self) -> &[Variable] {
        &self.list
    }

    /// Rank correlations between them.
    pub fn correlation(&self) -> &Correlation {
        &self.correlation
    }

    /// Names that tell them apart: those of the draws' generators.
    pub fn names(&self) -> Vec<String> {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let name = |v: &'_ Variable, times: usize| match times {
            1 => v.name.clone(),
            // Two common factors may be about the same figures, and rows without keys may read alike.
            times => format!("{} ({times})", v.name),
        };
        self.list
            .iter()
            .map(|v| {
                let times = seen.entry(&v.name).or_default();
                *times += 1;
                name(v, *times)
            })
            .collect()
    }

    /// How many of them are common factors.
    pub fn common_factors(&self) -> usize {
        self.turns.iter().filter(|turns| matches!(turns, Turns::Factor(_))).count()
    }

    /// The values of a draw.
    pub fn drawn(&self, plan: &Plan, draw: usize) -> Vec<f64> {
        self.list.iter().enumerate().map(|(v, of)| of.spread.quantile(plan.share(v, draw))).collect()
    }

    /// The values at the base.
    pub fn base(&self) -> Vec<f64> {
        self.list.iter().map(|v| v.spread.base).collect()
    }

    /// The same values, with losses of postures below those of rest raised to them as [`Variables::put_into`] does. Where a common factor turns
    /// postures they stay as drawn, for the factor comes before.
    pub fn raised(&self, values: &[f64]) -> Vec<f64> {
        let of_postures = |i: &usize| self.figures[*i].sheet == "Postures";
        if self.turns.iter().any(|t| matches!(t, Turns::Factor(of) if of.iter().any(of_postures))) {
            return values.to_vec();
        }
        let mut figures: Vec<f64> = self.figures.iter().map(|f| f.base).collect();
        let own = |turns: &Turns| if let Turns::Value(i) = turns { Some(*i) } else { None };
        self.turns.iter().zip(values).filter_map(|(t, v)| Some((own(t)?, v))).for_each(|(i, v)| figures[i] = *v);
        self.raise_to_rest(&mut figures);
        self.turns.iter().zip(values).map(|(t, v)| own(t).map_or(*v, |i| figures[i])).collect()
    }

    /// The book with these values, one for each variable. What a common factor would push out of a cell's own limits stays at the limit, and no
    /// posture costs fewer lives than rest.
    pub fn put_into(&self, book: &RawBook, values: &[f64]) -> RawBook {
        let mut figures: Vec<f64> = self.figures.iter().map(|f| f.base).collect();
        for (turns, value) in self.turns.iter().zip(values) {
            if let Turns::Value(i) = turns {
                figures[*i] = *value;
            }
        }
        for (turns, value) in self.turns.iter().zip(values) {
            if let Turns::Factor(of) = turns {
                of.iter().for_each(|i| figures[*i] = (figures[*i] * value).clamp(self.limits[*i].0, self.limits[*i].1));
            }
        }
        self.raise_to_rest(&mut figures);
        let changed = self.figures.iter().zip(&figures).filter(|(f, value)| f.base != **value);
        let changed: Vec<_> = changed.map(|(f, value)| (f.at, *value)).collect();
        let mut out = listing::with_certain(book, &changed);
        // The range of a lever need not cover that of the figure.
        out.tables.iter_mut().filter(|t| t.table.id == "levers").for_each(|t| t.rows.clear());
        out
    }
}

/// Which figures can bear on a ceiling at all: of resistance only the asked profile's rows, of postures and norms only those of rest and those that
/// these rows name.
struct Bears {
    profile: String,
    postures: HashSet<String>,
}

impl Bears {
    fn of(book: &RawBook) -> Bears {
        let profile = rows(book, "question").first().map(|q| fold(&q.word("resistance_profile"))).unwrap_or_default();
        let resistance = rows(book, "resistance");
        let named = resistance.iter().filter(|r| fold(&r.word("profile")) == profile).map(|r| fold(&r.word("posture")));
        let postures = named.chain([REST.to_string()]).collect();
        Bears { profile, postures }
    }

    fn on(&self, book: &RawBook, f: &Figure) -> bool {
        let word = |column: &str| listing::word_beside(book, f.at, column).map(|w| fold(&w)).unwrap_or_default();
        match f.sheet.as_str() {
            "Resistance" => word("profile") == self.profile,
            "Postures" | "Norms" => self.postures.contains(&word("posture")),
            _ => true,
        }
    }
}

/// The posture of those who are not engaged.
const REST: &str = "quiet";

impl Variables {
    /// Raises the losses of every posture to those of rest. The ranges of both may overlap, and values that are drawn apart would else make
    /// campaigns without sense: soldiers would rest by marching.
    fn raise_to_rest(&self, figures: &mut [f64]) {
        let Some(table) = table_by_id("postures") else { return };
        let losses = table.columns.iter().find(|c| c.id == "casualties_per_1000_per_day").map_or("", |c| c.header);
        let are_losses = |f: &Figure| f.sheet == table.sheet && f.what == losses;
        let rest = self.figures.iter().position(|f| are_losses(f) && fold(&f.row) == REST);
        let Some(rest) = rest.map(|i| figures[i]) else { return };
        let of_postures = self.figures.iter().zip(figures).filter(|(f, _)| are_losses(f));
        of_postures.for_each(|(_, value)| *value = value.max(rest));
    }
}

/// An empty grade is a guess.
fn graded(grade: &str) -> String {
    if grade.trim().is_empty() { "D".into() } else { grade.trim().to_uppercase() }
}

/// A row of one of the two sheets, with the figures that it is about.
struct Rule<'a> {
    row: &'a Row,
    table: &'static crate::tables::Table,
    selects: Selects,
}

fn rows<'a>(book: &'a RawBook, table: &str) -> Vec<Rule<'a>> {
    let Some(raw) = book.table(table) else { return Vec::new() };
    raw.rows
        .iter()
        .map(|row| {
            let mut rule = Rule { row, table: raw.table, selects: Selects::default() };
            rule.selects = Selects::of(&rule, "");
            rule
        })
        .collect()
}

impl Rule<'_> {
    fn word(&self, id: &str) -> String {
        let cell = self.table.field_index(id).and_then(|i| self.row.cells.get(i));
        cell.and_then(|c| as_text(&c.value)).unwrap_or_default()
    }

    fn number(&self, id: &str) -> Option<f64> {
        as_number(&self.row.cells.get(self.table.field_index(id)?)?.value)
    }
}

/// Figures of a sheet: of one row or all, of one column or all.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Selects {
    sheet: String,
    row: String,
    column: String,
}

impl Selects {
    fn of(rule: &Rule, prefix: &str) -> Selects {
        let word = |id: &str| rule.word(&format!("{prefix}{id}"));
        Selects { sheet: word("sheet"), row: word("row"), column: word("column") }
    }

    fn has(&self, f: &Figure) -> bool {
        let is = |asked: &str, found: &str| fold(asked) == fold(found);
        let table = crate::tables::ALL.iter().find(|t| t.sheet == f.sheet);
        let sheet = is(&self.sheet, &f.sheet) || table.is_some_and(|t| is(&self.sheet, t.id));
        let ids = || table_by_id(table.map_or("", |t| t.id)).into_iter().flat_map(|t| t.columns);
        let column = || ids().any(|c| c.header == f.what && is(&self.column, c.id));
        sheet
            && (self.row.is_empty() || is(&self.row, &f.row))
            && (self.column.is_empty() || is(&self.column, &f.what) || column())
    }

    fn words(&self) -> String {
        let rest: Vec<&str> =
            [&self.row, &self.column].into_iter().map(String::as_str).filter(|w| !w.is_empty()).collect();
        if rest.is_empty() { self.sheet.clone() } else { format!("{}: {}", self.sheet, rest.join(", ")) }
    }
}
