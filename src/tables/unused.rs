//! Rows that nothing refers to: most often the other half of a slip in a key.

use std::collections::HashSet;

use super::check::{Checked, Parsed};
use super::schema::Kind;
use crate::campaign::Problem;

/// Tables whose rows do nothing unless another row names them.
const NAMED: &[&str] = &["places", "zones"];

/// A warning for each such row. Nothing is said of a table to which some cell refers that could not be read: it may be the
/// one that was meant.
pub fn rows(checked: &[Checked]) -> Vec<Problem> {
    let mut out = Vec::new();
    for named in checked.iter().filter(|t| NAMED.contains(&t.raw.table.id)) {
        let mut used = HashSet::new();
        let mut unread = false;
        for table in checked {
            let fields = table.raw.table.fields();
            let refers = |i: &usize| matches!(fields[*i].column.kind, Kind::Ref(to) if to == named.raw.table.id);
            for i in (0..fields.len()).filter(refers) {
                for row in &table.rows {
                    match &row[i] {
                        Some(Parsed::Ref(r)) => _ = used.insert(*r),
                        None => unread = true,
                        _ => {}
                    }
                }
            }
        }
        let key = named.raw.table.key().and_then(|column| named.raw.table.field_index(column.id));
        let Some(key) = key.filter(|_| !unread) else { continue };
        let unused = named.raw.rows.iter().enumerate().filter(|(r, _)| !used.contains(r));
        out.extend(unused.filter(|(r, _)| named.rows[*r][key].is_some()).map(|(_, row)| {
            Problem::warning(
                &row.cells[key].at,
                format!("{}, to which no other row refers", row.cells[key].value.shown()),
                "keys that another sheet uses",
                "Use it, delete the row, or correct the key where it was meant.",
            )
        }));
    }
    out
}
