//! Campaigns that come with the program, and the blank one.

use crate::tables::{ALL, Cell, FACTORS, RawBook, RawTable, Row, Value, table_by_id};
use crate::textmodel;

/// A shipped campaign: its name and the files of its text model.
#[derive(Debug, Clone, Copy)]
pub struct Model {
    pub name: &'static str,
    files: &'static [(&'static str, &'static str)],
}

macro_rules! model {
    ($name:literal) => {
        model!($name:
            "question" "destinations" "assumptions" "includes" "levers" "scenarios" "uncertainty" "correlations" "forces" "replacements"
            "postures" "norms" "resistance" "abreast" "claims" "truck_fleets" "rolling_stock" "supply_classes" "stocks" "supply_streams" "places" "zones" "seasons"
            "roads" "rail_lines" "bridges" "sea_links" "observed" "sources")
    };
    ($name:literal: $($table:literal)*) => {
        Model {
            name: $name,
            files: &[$((
                concat!($table, ".csv"),
                include_str!(concat!("../models/", $name, "/", $table, ".csv")),
            )),*],
        }
    };
}

/// Every shipped campaign. Each is the folder of this name in `models`, packed as `workbooks/NAME.xlsx`.
pub const MODELS: &[Model] = &[
    model!("vistula-rhine"),
    model!("balkans-italy"),
    model!("iran-spain"),
    model!("vistula-oder"),
    model!("berlin"),
    model!("centre-1941"),
    model!("uman-botosani"),
];

impl Model {
    /// The model's tables.
    pub fn book(&self) -> RawBook {
        textmodel::read_files(self.files)
    }
}

/// The shipped campaign of this name (case ignored).
pub fn by_name(name: &str) -> Option<&'static Model> {
    MODELS.iter().find(|m| m.name.eq_ignore_ascii_case(name))
}

/// Empty tables, but for the scalar assumptions with their defaults: those an analyst should see before changing them.
pub fn blank() -> RawBook {
    let tables = ALL.iter().map(|table| RawTable { table, rows: Vec::new(), at: table.sheet.into() });
    let mut book = RawBook { tables: tables.collect(), problems: Vec::new(), hash: String::new(), scenario: None };
    let Some(table) = table_by_id("assumptions") else {
        return book;
    };
    let row = |factor: &crate::tables::Factor| {
        let cell = |id: String| Cell {
            value: match id.as_str() {
                "factor" => Value::Text(factor.id.into()),
                "name" => Value::Text(factor.name.into()),
                "value" => Value::Number(factor.default),
                "unit" => Value::Text(factor.unit.into()),
                "source" => Value::Text("Railhead default".into()),
                "grade" => Value::Text("D".into()),
                "note" => Value::Text(factor.about.into()),
                _ => Value::Empty,
            },
            at: id,
        };
        Row { cells: table.fields().iter().map(|f| cell(f.id())).collect(), at: String::new() }
    };
    for raw in book.tables.iter_mut().filter(|t| t.table.id == table.id) {
        raw.rows = FACTORS.iter().map(row).collect();
    }
    book
}
