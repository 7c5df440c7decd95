//! Figures of the campaign as cells of the sheet Assumptions.

use std::collections::HashMap;

use super::expr::Expr;
use crate::answer::AssumptionRow;
use crate::tables;

/// Where each figure stands in the list of assumptions.
pub struct Sources<'a> {
    list: &'a [AssumptionRow],
    /// Sheet, row and column header, all in lower case.
    index: HashMap<(String, String, String), usize>,
}

impl<'a> Sources<'a> {
    pub fn new(list: &'a [AssumptionRow]) -> Sources<'a> {
        let key = |a: &AssumptionRow| (a.sheet.to_lowercase(), a.row.to_lowercase(), a.what.to_lowercase());
        // Of rows that say the same twice the first counts.
        let index = list.iter().enumerate().rev().map(|(i, a)| (key(a), i)).collect();
        Sources { list, index }
    }

    /// The figure in a column of a table's row: a reference to its cell, or the bare number where no cell says so (a default, or
    /// a figure without a range).
    pub fn cell(&self, table: &str, row: &str, column: &str, value: f64) -> Expr {
        let found = tables::table_by_id(table).and_then(|t| {
            let header = t.columns.iter().find(|c| c.id == column)?.header;
            self.index.get(&(t.sheet.to_lowercase(), row.to_lowercase(), header.to_lowercase()))
        });
        match found {
            Some(i) if self.list[*i].base == value => Expr::Assumed(*i),
            _ => Expr::Number(value),
        }
    }

    /// A scalar assumption.
    pub fn factor(&self, id: &str, value: f64) -> Expr {
        self.cell("assumptions", id, "value", value)
    }
}
