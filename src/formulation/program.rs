//! The program under construction: columns and rows by key, and the finished program with its look-ups.

use std::collections::HashMap;

use super::keys::{ColumnKey, RowKey};
use crate::solver::{Lp, LpBuilder, Sides};

/// A column, as handed to the families.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Col(usize);

/// Collects the columns and rows of all families.
#[derive(Debug, Default)]
pub struct Builder {
    lp: LpBuilder,
    columns: Vec<ColumnKey>,
    column_index: HashMap<ColumnKey, usize>,
    rows: Vec<RowKey>,
    row_index: HashMap<RowKey, usize>,
    orphans: Vec<RowKey>,
}

impl Builder {
    /// Declares a row. A family declares the rows it owns; any family may add terms to them.
    pub fn row(&mut self, key: RowKey, sides: Sides) {
        let i = self.lp.row(sides);
        self.rows.push(key);
        self.row_index.insert(key, i);
    }

    /// Adds a column with finite bounds; `upper` below 0 is read as 0.
    pub fn column(&mut self, key: ColumnKey, upper: f64) -> Col {
        self.column_between(key, 0.0, upper.max(0.0))
    }

    /// Adds a column with both bounds finite.
    pub fn column_between(&mut self, key: ColumnKey, lower: f64, upper: f64) -> Col {
        let j = self.lp.column(lower, upper);
        self.columns.push(key);
        self.column_index.insert(key, j);
        Col(j)
    }

    /// The column with this key, if it exists.
    pub fn find(&self, key: ColumnKey) -> Option<Col> {
        self.column_index.get(&key).map(|j| Col(*j))
    }

    /// Whether a row has been declared.
    pub fn has(&self, key: RowKey) -> bool {
        self.row_index.contains_key(&key)
    }

    /// Adds a term to a declared row. A term for a row that nobody declared is remembered as a defect.
    pub fn term(&mut self, key: RowKey, column: Col, coefficient: f64) {
        match self.row_index.get(&key) {
            Some(i) => self.lp.term(*i, column.0, coefficient),
            None => self.orphans.push(key),
        }
    }

    pub fn objective(&mut self, column: Col, coefficient: f64) {
        self.lp.set_objective(column.0, coefficient);
    }

    pub fn finish(self) -> Program {
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
pub struct Program {
    pub lp: Lp,
    /// Key of each column, in order.
    pub columns: Vec<ColumnKey>,
    /// Key of each row, in order.
    pub rows: Vec<RowKey>,
    /// Rows that were given terms without being declared: always empty in a correct formulation.
    pub orphans: Vec<RowKey>,
    column_index: HashMap<ColumnKey, usize>,
}

impl Program {
    /// The value of a column in `x`; 0 where the column does not exist.
    pub fn value(&self, x: &[f64], key: ColumnKey) -> f64 {
        self.column_index.get(&key).map_or(0.0, |j| x[*j])
    }

    /// Position of a column, if it exists.
    pub fn column(&self, key: ColumnKey) -> Option<usize> {
        self.column_index.get(&key).copied()
    }
}
