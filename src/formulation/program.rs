//! The program under construction: columns and rows by key, and the finished program with its look-ups.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::keys::{ColumnKey, RowKey};
use crate::solver::{Lp, LpBuilder, Sides};

/// A column, as handed to the families.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Col(usize);

/// Collects the columns and rows of all families.
#[derive(Debug)]
pub struct Builder<C = ColumnKey, R = RowKey> {
    lp: LpBuilder,
    columns: Vec<C>,
    column_index: FxHashMap<C, usize>,
    rows: Vec<R>,
    row_index: FxHashMap<R, usize>,
    orphans: Vec<R>,
}

impl<C, R> Default for Builder<C, R> {
    fn default() -> Self {
        Builder {
            lp: LpBuilder::default(),
            columns: Vec::new(),
            column_index: FxHashMap::default(),
            rows: Vec::new(),
            row_index: FxHashMap::default(),
            orphans: Vec::new(),
        }
    }
}

impl<C: Copy + Eq + Hash, R: Copy + Eq + Hash> Builder<C, R> {
    /// Declares a row. A family declares the rows it owns; any family may add terms to them.
    pub fn row(&mut self, key: R, sides: Sides) {
        let i = self.lp.row(sides);
        self.rows.push(key);
        self.row_index.insert(key, i);
    }

    /// Adds a column with finite bounds; `upper` below 0 is read as 0.
    pub fn column(&mut self, key: C, upper: f64) -> Col {
        self.column_between(key, 0.0, upper.max(0.0))
    }

    /// Adds a column with both bounds finite.
    pub fn column_between(&mut self, key: C, lower: f64, upper: f64) -> Col {
        let j = self.lp.column(lower, upper);
        self.columns.push(key);
        self.column_index.insert(key, j);
        Col(j)
    }

    /// The column with this key, if it exists.
    pub fn find(&self, key: C) -> Option<Col> {
        self.column_index.get(&key).map(|j| Col(*j))
    }

    /// Whether a row has been declared.
    pub fn has(&self, key: R) -> bool {
        self.row_index.contains_key(&key)
    }

    /// Adds a term to a declared row. A term for a row that nobody declared is remembered as a defect.
    pub fn term(&mut self, key: R, column: Col, coefficient: f64) {
        match self.row_index.get(&key) {
            Some(i) => self.lp.term(*i, column.0, coefficient),
            None => self.orphans.push(key),
        }
    }

    /// Fixes a column at a value.
    pub fn fix(&mut self, column: Col, value: f64) {
        self.lp.fix(column.0, value);
    }

    pub fn objective(&mut self, column: Col, coefficient: f64) {
        self.lp.set_objective(column.0, coefficient);
    }

    pub fn finish(self) -> Program<C, R> {
        Program {
            lp: self.lp.finish(),
            columns: self.columns,
            column_index: self.column_index,
            rows: self.rows,
            orphans: self.orphans,
        }
    }
}

/// A finished program and the meaning of its parts.
#[derive(Debug, Clone)]
pub struct Program<C = ColumnKey, R = RowKey> {
    pub lp: Lp,
    /// Key of each column, in order.
    pub columns: Vec<C>,
    /// Key of each row, in order.
    pub rows: Vec<R>,
    /// Rows that were given terms without being declared: always empty in a correct formulation.
    pub orphans: Vec<R>,
    column_index: FxHashMap<C, usize>,
}

impl<C: Copy + Eq + Hash, R> Program<C, R> {
    /// The value of a column in `x`; 0 where the column does not exist.
    pub fn value(&self, x: &[f64], key: C) -> f64 {
        self.column_index.get(&key).map_or(0.0, |j| x[*j])
    }

    /// Position of a column, if it exists.
    pub fn column(&self, key: C) -> Option<usize> {
        self.column_index.get(&key).copied()
    }
}
