//! Where the analyst finds what carries no provenance of its own: the question's values, whole tables, destinations.

use std::collections::HashMap;

/// Addresses in the analyst's workbook or text model, for problems that belong to no row with a source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Origins {
    /// Cell of each value of the question, by column name.
    pub question: HashMap<&'static str, String>,
    /// Head of each table, by table name.
    pub tables: HashMap<&'static str, String>,
    /// Rows of [`super::Campaign::destinations`], in their order.
    pub destinations: Vec<String>,
}

impl Origins {
    /// Where this value of the question stands.
    pub fn question(&self, column: &str) -> String {
        self.question.get(column).cloned().unwrap_or_else(|| format!("question.{column}"))
    }

    /// Where this table begins.
    pub fn table(&self, id: &str) -> String {
        self.tables.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// Row of the n-th destination.
    pub fn destination(&self, n: usize) -> String {
        self.destinations.get(n).cloned().unwrap_or_else(|| self.table("destinations"))
    }
}
