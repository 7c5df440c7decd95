//! Every assumption turned to its low and to its high: what that does to the ceiling, whether it flips the verdict and
//! at which value, and which guess is most worth research.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::Tell;
use super::base::{Base, Ceiling};
use super::dial::{self, Crossing};
use crate::answer::AssumptionRow;
use crate::campaign::Campaign;
use crate::solver::SolveError;
use crate::tables::{self, RawBook, listing};

/// Single figures that are solved for rather than bounded: those that look most important.
const SOLVED: usize = 8;

/// What is known of one assumption, or of all of one column together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Influence {
    /// `SupplyStreams: ammunition_bre, Rate`; `Roads: Capacity, all 122` for a whole column.
    pub what: String,
    /// Cell of a single figure.
    pub cell: String,
    /// How many figures are turned together.
    pub figures: usize,
    pub base: f64,
    pub low: f64,
    pub high: f64,
    pub unit: String,
    pub grade: String,
    pub source: String,
    /// Ceiling at the low and at the high value, men; `None` where nothing is known of it, or the workbook makes no sense there.
    pub men_at_low: Option<f64>,
    pub men_at_high: Option<f64>,
    /// Whether these were solved for; otherwise they are proved not to be exceeded, no more.
    pub solved: bool,
    /// Where the verdict of the ceiling flips.
    pub flip: Flip,
    /// Men between the two ends, weighed by the grade: what research into the figure could decide.
    pub worth_research: f64,
}

/// Whether and where the ceiling crosses the target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flip {
    /// No value between low and high flips it.
    Never,
    /// At this value (of a whole column: at this share of the way from base to the extreme); certified on the side of NO.
    At { value: f64 },
    /// Not looked into.
    Unknown,
}

/// Weights of the grades: how much of a figure's range research may still take away. A documented figure keeps what little
/// range it has; a guess may lose all of it.
fn openness(grade: &str) -> f64 {
    match grade.trim().to_ascii_uppercase().as_str() {
        "A" => 0.25,
        "B" => 0.5,
        "C" => 0.75,
        _ => 1.0,
    }
}

/// All assumptions that have a range, singly and by column.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Influences {
    /// Whole columns, largest influence first.
    pub columns: Vec<Influence>,
    /// Single figures, most worth research first.
    pub singly: Vec<Influence>,
}

/// A set of figures turned together.
struct Turn<'a> {
    figures: Vec<&'a AssumptionRow>,
}

/// Towards which end of its range a figure is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Low,
    High,
}

impl End {
    const BOTH: [End; 2] = [End::Low, End::High];
}

impl Turn<'_> {
    /// The campaign with every figure `share` of the way to an end of its range.
    fn campaign(&self, (base, book): (&Campaign, &RawBook), end: End, share: f64) -> Option<Campaign> {
        let value = |f: &AssumptionRow| {
            let extreme = if end == End::Low { f.low } else { f.high }.unwrap_or(f.base);
            f.base + share * (extreme - f.base)
        };
        let values: Vec<_> = self.figures.iter().map(|f| (f.at, value(f))).collect();
        let mut turned = listing::with(book, &values);
        // The range of a lever need not cover that of the figure.
        turned.tables.iter_mut().filter(|t| t.table.id == "levers").for_each(|t| t.rows.clear());
        let read = tables::read(&turned).campaign?;
        Some(Campaign { levers: base.levers.clone(), ..read })
    }
}

/// Looks at every figure with a range. Those that the question does not use (other profiles) change nothing.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn all(base: &Base, book: &RawBook, rows: &[AssumptionRow], tell: Tell) -> Result<Influences, SolveError> {
    let ranged = |f: &&AssumptionRow| {
        let differs = |v: Option<f64>| v.is_some_and(|v| (v - f.base).abs() > 1e-12);
        f.sheet != "Levers" && (differs(f.low) || differs(f.high))
    };
    let figures: Vec<&AssumptionRow> = rows.iter().filter(ranged).collect();
    let mut by_column: BTreeMap<(String, String), Vec<&AssumptionRow>> = BTreeMap::new();
    for f in &figures {
        by_column.entry((f.sheet.clone(), f.what.clone())).or_default().push(f);
    }
    let columns: Vec<Turn> = by_column.into_values().filter(|f| f.len() > 1).map(|figures| Turn { figures }).collect();
    let singly: Vec<Turn> = figures.iter().map(|f| Turn { figures: vec![f] }).collect();
    tell(super::Progress::Figures(columns.len() + singly.len()));
    let first = |turns: &[Turn]| -> Vec<Influence> {
        turns
            .par_iter()
            .with_max_len(1)
            .map(|turn| {
                let found = bounded(base, book, turn);
                tell(super::Progress::Figure);
                found
            })
            .collect()
    };
    let mut out = Influences { columns: first(&columns), singly: first(&singly) };
    // The most telling are solved for, and asked where they flip.
    let sharpen = |rows: &mut Vec<Influence>, turns: &[Turn], count: usize| -> Result<(), SolveError> {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|a, b| spread(&rows[*b]).total_cmp(&spread(&rows[*a])).then(a.cmp(b)));
        order.truncate(count);
        tell(super::Progress::Figures(order.len()));
        let solved: Vec<(usize, Influence)> = order
            .par_iter()
            .with_max_len(1)
            .map(|i| {
                let found = solved(base, book, &turns[*i], rows[*i].clone());
                tell(super::Progress::Figure);
                found.map(|f| (*i, f))
            })
            .collect::<Result<_, SolveError>>()?;
        for (i, found) in solved {
            rows[i] = found;
        }
        Ok(())
    };
    sharpen(&mut out.columns, &columns, SOLVED)?;
    sharpen(&mut out.singly, &singly, SOLVED)?;
    for row in out.columns.iter_mut().chain(&mut out.singly) {
        row.worth_research = spread(row) * openness(&row.grade);
    }
    out.columns.sort_by(|a, b| spread(b).total_cmp(&spread(a)).then_with(|| a.what.cmp(&b.what)));
    out.singly.sort_by(|a, b| b.worth_research.total_cmp(&a.worth_research).then_with(|| a.cell.cmp(&b.cell)));
    Ok(out)
}

/// Men between both ends.
fn spread(row: &Influence) -> f64 {
    let values = [row.men_at_low, row.men_at_high];
    let widest = |f: fn(f64, f64) -> f64| values.iter().flatten().copied().reduce(f).unwrap_or(0.0);
    widest(f64::max) - widest(f64::min)
}

/// What the prices at hand prove at both ends.
fn bounded(base: &Base, book: &RawBook, turn: &Turn) -> Influence {
    let here = base.proved.ceiling;
    let proved = End::BOTH.map(|end| {
        let campaign = turn.campaign((base.c, book), end, 1.0)?;
        base.carried(&campaign, &base.proved.prices)
    });
    let short = proved.iter().all(|most| most.is_some_and(|m| base.is_short(m)));
    let flip = if short && base.is_short(here) { Flip::Never } else { Flip::Unknown };
    let men = |at: Option<Ceiling>| at.map(Ceiling::men);
    let one = turn.figures[0];
    let several = turn.figures.len() > 1;
    let grade = turn.figures.iter().map(|f| f.grade.as_str()).max().unwrap_or_default();
    Influence {
        what: if several {
            format!("{}: {}, all {}", one.sheet, one.what, turn.figures.len())
        } else {
            format!("{}: {}, {}", one.sheet, one.row, one.what)
        },
        cell: if several { String::new() } else { one.cell.clone() },
        figures: turn.figures.len(),
        base: if several { 0.0 } else { one.base },
        low: if several { -1.0 } else { one.low.unwrap_or(one.base) },
        high: if several { 1.0 } else { one.high.unwrap_or(one.base) },
        unit: if several { "share of the way to low (-) or high (+)".into() } else { one.unit.clone() },
        grade: grade.to_string(),
        source: if several { String::new() } else { one.source.clone() },
        men_at_low: men(proved[0]),
        men_at_high: men(proved[1]),
        solved: false,
        flip,
        worth_research: 0.0,
    }
}

/// The same solved for, with the value at which the ceiling crosses the target.
fn solved(base: &Base, book: &RawBook, turn: &Turn, found: Influence) -> Result<Influence, SolveError> {
    let mut out = Influence { solved: true, ..found };
    let mut flip = Flip::Never;
    for end in End::BOTH {
        let turned = |share: f64| turn.campaign((base.c, book), end, share);
        let Some(extreme) = turned(1.0) else {
            if flip == Flip::Never {
                flip = Flip::Unknown;
            }
            continue;
        };
        if extreme == *base.c {
            *if end == End::Low { &mut out.men_at_low } else { &mut out.men_at_high } = Some(base.proved.ceiling.men());
            continue;
        }
        let there = base.solve(&extreme)?;
        let ceiling = there.ceiling;
        *if end == End::Low { &mut out.men_at_low } else { &mut out.men_at_high } = Some(ceiling.men());
        if base.is_short(ceiling) == base.is_short(base.proved.ceiling) {
            continue;
        }
        if let Crossing::At { share, .. } = dial::crossing(base, &turned, Some(&there))? {
            let extreme = if end == End::Low { out.low } else { out.high };
            flip = Flip::At { value: out.base + share * (extreme - out.base) };
        }
    }
    out.flip = flip;
    Ok(out)
}
