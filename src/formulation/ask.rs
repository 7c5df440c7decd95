//! A resource made a column: the program that asks for the least of a resource, or for the cheapest set of changes, with
//! which enough men are not ruled out.
//!
//! Every lever has a column between 0 (its value `from`) and 1 (its value `to`). What it does to the program is found by
//! comparing the program at both values, so that no family needs to know of levers:
//!
//! - right-hand sides that differ get the difference as the lever's coefficient. That is exact;
//! - of the columns' upper bounds, those that are limits in their own right (what a stream delivers, work carried
//!   from period to period) become rows of the same kind. The others only say what other rows imply, and stay at their widest;
//! - coefficients that differ stand at a share in which something is held or restored: a line's trains on the days on
//!   which it works. The product of that share `x` and the lever `s` is at most `x` and at most `s`, which gives two rows
//!   (McCormick, *Mathematical Programming* 10 (1976) 147-175). That is optimistic between the two ends and exact at both, so
//!   asking again with a narrower range comes closer.
//!
//! Earliest dates are those of the campaign with every lever at `to`. The program is thus a relaxation for every value in the
//! range: a value that it rules out is ruled out.

use std::collections::{BTreeMap, HashMap};

use super::keys::{ColumnKey, RowKey};
use super::program::{Builder, Program};
use super::{Earliest, Window};
use crate::campaign::{Campaign, Lever};
use crate::solver::Sides;

/// A column of such a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AskColumn {
    Plain(ColumnKey),
    /// Where the lever stands: 0 = `from`, 1 = `to`.
    Scale(usize),
    /// Men short of those asked for, thousand.
    Short,
}

/// A row of such a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AskRow {
    Plain(RowKey),
    /// The second side of a row in which a lever multiplies a share.
    Product(RowKey),
    /// The upper bound of a column that a lever moves.
    Limit(ColumnKey),
    /// Sustained men and those short are those asked for.
    Enough,
}

/// A lever with the range in which it may stand, as factors of its present value.
#[derive(Debug, Clone, Copy)]
pub struct Ranged<'a> {
    pub lever: &'a Lever,
    pub from: f64,
    pub to: f64,
    /// What going from `from` to `to` costs, in the unit of the objective.
    pub cost: f64,
}

/// What is asked.
pub struct Ask<'a> {
    pub levers: &'a [Ranged<'a>],
    /// Men that must be sustained, thousand.
    pub men: f64,
    /// Objective per thousand men short, in the same unit as the levers' costs. Any weight gives a valid bound; one
    /// that is too small a weak one.
    pub weight: f64,
}

/// The program for an [`Ask`].
pub struct Asked {
    /// Maximise less the cost, less the weight of men short and of places not held.
    pub program: Program<AskColumn, AskRow>,
    /// Whether the program at each value of the levers is just the bound's own program (no products, same dates at
    /// both ends).
    pub exact: bool,
}

/// Builds it. `None` if the campaign has no quiet posture, or a lever does something to it that is not described above.
pub fn build(c: &Campaign, window: Window, ask: &Ask) -> Option<Asked> {
    let widest = ask.levers.iter().fold(c.clone(), |c, l| l.lever.scaled(&c, l.to));
    let earliest = Earliest::of(&widest);
    let most = super::build(&widest, &earliest, window)?;
    let effects = ask
        .levers
        .iter()
        .enumerate()
        .map(|(k, ranged)| Effect::of(&widest, &earliest, window, &most, (k, ranged)))
        .collect::<Option<Vec<_>>>()?;
    let lowest = ask.levers.iter().fold(c.clone(), |c, l| l.lever.scaled(&c, l.from.max(1e-9)));
    let exact = effects.iter().all(|e| e.coefficients.is_empty()) && Earliest::of(&lowest) == earliest;
    Some(Asked { program: assemble(&most, &effects, ask), exact })
}

/// What a lever takes away on its way from `to` down to `from`.
struct Effect {
    lever: usize,
    /// Row and how much its sides fall.
    sides: HashMap<usize, f64>,
    /// Row, columns of shares, and how much their coefficients rise.
    coefficients: Vec<(usize, Vec<usize>, f64)>,
    /// Column and how much its upper bound falls.
    limits: Vec<(usize, f64)>,
}

impl Effect {
    fn of(
        widest: &Campaign,
        earliest: &Earliest,
        window: Window,
        most: &Program,
        (lever, ranged): (usize, &Ranged),
    ) -> Option<Effect> {
        // A resource at nothing would leave its columns out, so the second program is built half-way and the
        // difference doubled: everything is linear in the lever.
        let below = ranged.lever.scaled(widest, (ranged.from + ranged.to) / 2.0 / ranged.to);
        let less = super::build(&below, earliest, window)?;
        if less.rows != most.rows || less.columns != most.columns {
            return None;
        }
        let changed = |a: f64, b: f64| (a - b).abs() > 1e-12 * a.abs().max(b.abs());
        let mut out = Effect { lever, sides: HashMap::new(), coefficients: Vec::new(), limits: Vec::new() };
        for i in 0..most.lp.rows() {
            let (above, under) = (side(most.lp.sides[i]), side(less.lp.sides[i]));
            if changed(above, under) {
                out.sides.insert(i, 2.0 * (above - under));
            }
            let mut entries = less.lp.row(i);
            let mut shares = Vec::new();
            let mut rise: f64 = 0.0;
            for (j, a) in most.lp.row(i) {
                let (k, b) = entries.next()?;
                if j != k {
                    return None;
                }
                if changed(a, b) {
                    // Both kinds of share add up to at most 1 within one row: a line's own, or all legs into a place.
                    use ColumnKey::{Cleared, Restored, Taken};
                    let share = matches!(most.columns[j], Restored { .. } | Cleared { .. } | Taken { .. });
                    if !share || b < a || !matches!(most.lp.sides[i], Sides::AtMost(_)) {
                        return None;
                    }
                    shares.push(j);
                    rise = rise.max(2.0 * (b - a));
                }
            }
            if !shares.is_empty() {
                out.coefficients.push((i, shares, rise));
            }
        }
        for (j, key) in most.columns.iter().enumerate() {
            let own =
                matches!(key, ColumnKey::Arrived { .. } | ColumnKey::TruckCarry { .. } | ColumnKey::StockCarry { .. });
            if own && changed(most.lp.upper[j], less.lp.upper[j]) {
                out.limits.push((j, 2.0 * (most.lp.upper[j] - less.lp.upper[j])));
            }
        }
        Some(out)
    }
}

/// The one side of a row.
fn side(sides: Sides) -> f64 {
    match sides {
        Sides::AtMost(b) | Sides::AtLeast(b) | Sides::Equal(b) => b,
    }
}

fn lowered(sides: Sides, by: f64) -> Sides {
    match sides {
        Sides::AtMost(b) => Sides::AtMost(b - by),
        Sides::AtLeast(b) => Sides::AtLeast(b - by),
        Sides::Equal(b) => Sides::Equal(b - by),
    }
}

fn assemble(most: &Program, effects: &[Effect], ask: &Ask) -> Program<AskColumn, AskRow> {
    let mut b: Builder<AskColumn, AskRow> = Builder::default();
    let lp = &most.lp;
    let mut columns = Vec::new();
    for (j, key) in most.columns.iter().enumerate() {
        let column = b.column_between(AskColumn::Plain(*key), lp.lower[j], lp.upper[j]);
        // What is not held weighs as much against men as in the bound.
        if matches!(key, ColumnKey::NotHeld { .. }) {
            b.objective(column, lp.objective[j] * ask.weight);
        }
        columns.push(column);
    }
    let scales: Vec<_> = (0..ask.levers.len()).map(|k| b.column(AskColumn::Scale(k), 1.0)).collect();
    for (scale, ranged) in scales.iter().zip(ask.levers) {
        b.objective(*scale, -ranged.cost);
    }
    for (i, key) in most.rows.iter().enumerate() {
        copy_row(&mut b, (most, effects), i, (&columns, &scales), AskRow::Plain(*key));
    }
    for effect in effects {
        for (i, shares, rise) in &effect.coefficients {
            // The row with the lever's product taken as the lever alone: `lowest coefficient * share - rise * s`.
            let row = AskRow::Product(most.rows[*i]);
            if !b.has(row) {
                copy_row(&mut b, (most, effects), *i, (&columns, &scales), row);
            }
            for j in shares {
                b.term(row, columns[*j], *rise);
            }
            b.term(row, scales[effect.lever], -rise);
        }
    }
    let mut limits: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for effect in effects {
        for (j, by) in &effect.limits {
            limits.entry(*j).or_default().push((effect.lever, *by));
        }
    }
    for (j, falls) in limits {
        let row = AskRow::Limit(most.columns[j]);
        b.row(row, Sides::AtMost(lp.upper[j] - falls.iter().map(|(_, by)| by).sum::<f64>()));
        b.term(row, columns[j], 1.0);
        for (lever, by) in falls {
            b.term(row, scales[lever], -by);
        }
    }
    if let Some(j) = most.column(ColumnKey::Sustained) {
        let short = b.column(AskColumn::Short, (ask.men - lp.lower[j]).max(0.0));
        b.objective(short, -ask.weight);
        b.row(AskRow::Enough, Sides::AtLeast(ask.men));
        b.term(AskRow::Enough, columns[j], 1.0);
        b.term(AskRow::Enough, short, 1.0);
    }
    b.finish()
}

type Columns<'a> = (&'a [super::program::Col], &'a [super::program::Col]);

/// A row of the bound's program under another name, with what the levers do to its sides.
fn copy_row(
    b: &mut Builder<AskColumn, AskRow>,
    (most, effects): (&Program, &[Effect]),
    i: usize,
    (columns, scales): Columns,
    row: AskRow,
) {
    let falls: Vec<(usize, f64)> = effects.iter().filter_map(|e| Some((e.lever, *e.sides.get(&i)?))).collect();
    b.row(row, lowered(most.lp.sides[i], falls.iter().map(|(_, by)| by).sum()));
    for (j, a) in most.lp.row(i) {
        b.term(row, columns[j], a);
    }
    for (lever, by) in falls {
        b.term(row, scales[lever], -by);
    }
}
