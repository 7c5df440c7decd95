//! Which rows and columns a scenario means.

use crate::tables::check::{as_number, as_text, fold};
use crate::tables::{Field, RawTable, Row, Shape, Table, Value};

/// The physical column that a header, a header without its unit, or a column's text-form name stands for.
pub fn column(table: &'static Table, said: &str) -> Option<usize> {
    let plain = |text: &str| fold(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let names = |f: &Field| [f.header(), f.label(), f.id()].iter().any(|name| plain(name) == plain(said));
    table.fields().iter().position(names)
}

/// Why no row is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoRow {
    /// A condition names a column that the table lacks.
    Column(String),
    /// No row has this key, or meets the conditions.
    None,
    /// The table has no keys, so that conditions are needed.
    NoKey,
}

/// Rows of a table, by their place, that a scenario means by its cell `Row`.
pub fn rows(raw: &RawTable, said: &str) -> Result<Vec<usize>, NoRow> {
    let said = said.trim();
    let all = || (0..raw.rows.len()).collect::<Vec<_>>();
    let some = |found: Vec<usize>| if found.is_empty() { Err(NoRow::None) } else { Ok(found) };
    if said == "*" || raw.table.shape == Shape::Record {
        return some(all());
    }
    if said.contains('=') {
        let mut found = all();
        for condition in said.split([',', ';']).filter(|c| !c.trim().is_empty()) {
            let (name, value) = condition.split_once('=').ok_or(NoRow::None)?;
            let at = column(raw.table, name).ok_or_else(|| NoRow::Column(name.trim().into()))?;
            found.retain(|i| holds(&raw.rows[*i], at, value.trim()));
        }
        return some(found);
    }
    let Some(key) = raw.table.key().and_then(|k| raw.table.field_index(k.id)) else { return Err(NoRow::NoKey) };
    let wanted = fold(said);
    let meant = |row: &Row| {
        let own = as_text(&row.cells[key].value).map(|k| fold(&k)).unwrap_or_default();
        wanted.strip_suffix('*').map_or(own == wanted, |begin| own.starts_with(begin))
    };
    some((0..raw.rows.len()).filter(|i| meant(&raw.rows[*i])).collect())
}

/// Whether a cell says this; an empty value asks for an empty cell.
fn holds(row: &Row, at: usize, wanted: &str) -> bool {
    let value = &row.cells[at].value;
    if let (Some(n), Some(w)) = (as_number(value), as_number(&Value::Text(wanted.into()))) {
        return n == w;
    }
    fold(&as_text(value).unwrap_or_default()) == fold(wanted)
}
