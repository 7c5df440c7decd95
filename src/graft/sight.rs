//! What the values of cells don't tell a reader: which rows, columns and sheets are hidden, and which cells are worked out from results.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::fate::Target;
use super::formula::{self, Area};
use super::package::Package;
use super::xml::{self, Kind, Tags};

/// A cell: row and column from 0.
pub type At = (u32, u32);

/// Formulas that are looked at in following all cells back; behind that nothing is said any more.
const MOST_STEPS: usize = 3_000_000;

/// A workbook as far as its values don't tell.
#[derive(Debug, Default)]
pub struct Sight {
    /// Whether it is calculated on opening only because Railhead asked for it. Its stored results can be believed then,
    /// although they would be in doubt if another program had asked.
    pub asked_for_calculation: bool,
    /// By the name of the sheet in small letters.
    sheets: HashMap<String, Looks>,
    /// Names of our own sheets in small letters.
    results: HashSet<String>,
    /// Formulas looked at so far.
    steps: Cell<usize>,
}

/// One sheet.
#[derive(Debug, Default)]
struct Looks {
    /// Whether its tab can't be seen.
    hidden_tab: bool,
    hidden: HashSet<u32>,
    /// First and last column of each stretch that is hidden.
    hidden_columns: Vec<(u32, u32)>,
    formulas: BTreeMap<At, String>,
}

impl Sight {
    /// Looks at a workbook. One that could not take results shows nothing.
    pub fn of(workbook: &[u8]) -> Sight {
        let Ok(target) = Target::open(workbook) else { return Sight::default() };
        let ours = |place: usize| matches!(target.marks.get(place), Some(Some(_)));
        let mut out = Sight {
            asked_for_calculation: target.book.calculates_on_load() && target.marks.iter().flatten().any(|m| m.asked),
            ..Sight::default()
        };
        let any = target.marks.iter().any(Option::is_some);
        for (place, sheet) in target.book.sheets.iter().enumerate().filter(|(_, sheet)| sheet.cells) {
            let name = sheet.name.to_lowercase();
            if ours(place) {
                out.results.insert(name);
            } else {
                let looks = Looks::of(&target.package, &sheet.part, any);
                out.sheets.insert(name, Looks { hidden_tab: !sheet.visible, ..looks });
            }
        }
        out
    }

    /// Whether a row, counted from 0, is hidden, by hand or by a filter.
    pub fn is_hidden(&self, sheet: &str, row: u32) -> bool {
        self.sheets.get(&sheet.to_lowercase()).is_some_and(|s| s.hidden.contains(&row))
    }

    /// Whether a column, counted from 0, is hidden.
    pub fn is_column_hidden(&self, sheet: &str, column: u32) -> bool {
        let of = |s: &Looks| s.hidden_columns.iter().any(|(from, to)| (*from..=*to).contains(&column));
        self.sheets.get(&sheet.to_lowercase()).is_some_and(of)
    }

    /// Whether the tab of a sheet can't be seen.
    pub fn is_sheet_hidden(&self, sheet: &str) -> bool {
        self.sheets.get(&sheet.to_lowercase()).is_some_and(|s| s.hidden_tab)
    }

    /// The result sheet that a cell's formula reads, itself or by way of other cells.
    pub fn reads_result(&self, sheet: &str, at: At) -> Option<String> {
        if self.results.is_empty() {
            return None;
        }
        let mut open = vec![(sheet.to_lowercase(), at)];
        let mut seen: HashSet<(String, At)> = open.iter().cloned().collect();
        while let Some((sheet, at)) = open.pop() {
            let Some(formula) = self.sheets.get(&sheet).and_then(|s| s.formulas.get(&at)) else { continue };
            for area in formula::areas(formula) {
                let other = area.sheet.as_ref().map_or_else(|| sheet.clone(), |s| s.to_lowercase());
                if self.results.contains(&other) {
                    return area.sheet;
                }
                for at in self.within(&other, &area) {
                    let cell = (other.clone(), at);
                    if seen.insert(cell.clone()) {
                        open.push(cell);
                    }
                }
                if self.steps.get() > MOST_STEPS {
                    return None;
                }
            }
        }
        None
    }

    /// Cells with formulas in an area.
    fn within<'a>(&'a self, sheet: &str, area: &'a Area) -> impl Iterator<Item = At> + 'a {
        let ((top, left), (bottom, right)) = (area.from, area.to);
        let formulas = self.sheets.get(sheet).map(|s| &s.formulas);
        let left_over = MOST_STEPS.saturating_sub(self.steps.get()) + 1;
        let rows = formulas.into_iter().flat_map(move |f| f.range((top, 0)..=(bottom, u32::MAX))).take(left_over);
        let counted = rows.inspect(|_| self.steps.set(self.steps.get() + 1));
        counted.map(|(at, _)| *at).filter(move |(_, column)| (left..=right).contains(column))
    }
}

impl Looks {
    /// What is to be seen of a sheet; its formulas only where there are results that they could read.
    fn of(package: &Package, part: &str, with_formulas: bool) -> Looks {
        let mut out = Looks::default();
        let Ok(text) = package.text(part) else { return out };
        let (mut cell, mut start, mut group) = (None, None, None);
        // Formulas that were filled down stand once; the others of their group only name it. Where they read is much the same.
        let mut groups: HashMap<String, String> = HashMap::new();
        for tag in Tags::new(&text) {
            let Ok(tag) = tag else { break };
            match (tag.kind, tag.local()) {
                (Kind::Open | Kind::Empty, "row") if xml::yes(tag.attribute("hidden")) => {
                    let row = tag.attribute("r").and_then(|r| r.parse::<u32>().ok());
                    out.hidden.extend(row.and_then(|r| r.checked_sub(1)));
                }
                (Kind::Open | Kind::Empty, "col") if xml::yes(tag.attribute("hidden")) => {
                    let column = |name| tag.attribute(name)?.parse::<u32>().ok()?.checked_sub(1);
                    out.hidden_columns.extend(column("min").zip(column("max")));
                }
                (Kind::Open, "c") => cell = tag.attribute("r").and_then(|r| formula::cell(&r)),
                (Kind::Open, "f") if with_formulas => {
                    start = Some(tag.range.end);
                    group = tag.attribute("si").map(|si| si.into_owned());
                }
                (Kind::Empty, "f") if with_formulas => {
                    let filled = tag.attribute("si").and_then(|si| groups.get(si.as_ref()).cloned());
                    if let (Some(at), Some(formula)) = (cell, filled) {
                        out.formulas.insert(at, formula);
                    }
                }
                (Kind::Close, "f") => {
                    if let (Some(at), Some(from)) = (cell, start.take()) {
                        let formula = xml::plain(text.get(from..tag.range.start).unwrap_or("")).into_owned();
                        if let Some(group) = group.take() {
                            groups.entry(group).or_insert_with(|| formula.clone());
                        }
                        out.formulas.insert(at, formula);
                    }
                }
                _ => {}
            }
        }
        out
    }
}
