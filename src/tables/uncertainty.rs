//! The tables that say how figures vary: distributions, common factors, correlations. Without them every figure with a low or a high varies by
//! itself.

use super::check::{fold, nearest};
use super::listing::{self, Figure};
use super::raw::{RawBook, Row, Value};
use super::schema::{Column, Kind, Need, Shape, Table, col::*};
use crate::campaign::Problem;

/// Sheets whose figures can vary.
pub const SHEETS: &[&str] = &[
    "Assumptions",
    "Forces",
    "Replacements",
    "Postures",
    "Norms",
    "Resistance",
    "Abreast",
    "Claims",
    "TruckFleets",
    "RollingStock",
    "BaseStocks",
    "SupplyStreams",
    "Places",
    "Seasons",
    "Roads",
    "RailLines",
    "Bridges",
    "SeaLinks",
];

/// How belief is spread between low and high.
pub const SHAPES: &[&str] = &["pert", "triangular", "uniform", "discrete", "fixed"];

const fn sheet(id: &'static str, header: &'static str) -> Column {
    Column {
        id,
        header,
        unit: "",
        kind: Kind::Choice(SHEETS),
        need: Need::Required,
        about: "The sheet of the figures that are meant.",
    }
}

pub const UNCERTAINTY: Table = Table {
    id: "uncertainty",
    sheet: "Uncertainty",
    shape: Shape::List,
    about: "How figures vary in `railhead uncertainty`, where it is not as a figure's own low and high say by themselves (PERT, each for \
            itself). Later rows go before earlier ones.",
    may_be_empty: true,
    columns: &[
        sheet("sheet", "Sheet"),
        text("row", "Row", "Key of one row (its first two cells where it has no key). Empty = every row."),
        text(
            "column",
            "Column",
            "Header of one column that has a low and a high, without its unit. Empty = every such column.",
        ),
        Column {
            need: Need::Optional,
            ..choice(
                "distribution",
                "Distribution",
                SHAPES,
                "pert: most likely near the base; triangular; uniform: all alike; discrete: low, base or high with 3, 4, 3 tenths; fixed: the \
                 base. Empty = pert, or what an earlier row says.",
            )
        },
        Column {
            need: Need::Number(1.0),
            ..estimate(
                "multiplier",
                "Common factor",
                "share",
                (0.01, 100.0),
                "A factor that all the figures meant have in common, drawn once for each draw: an error that they share.",
            )
        },
        Column {
            need: Need::Optional,
            ..choice(
                "multiplier_distribution",
                "Distribution of the factor",
                SHAPES,
                "As under Distribution, for the common factor. Empty = pert.",
            )
        },
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const CORRELATIONS: Table = Table {
    id: "correlations",
    sheet: "Correlations",
    shape: Shape::List,
    about: "Figures that are high or low together in `railhead uncertainty`. Where the rows together ask for what cannot be, the nearest that \
            can is taken, and it is said.",
    may_be_empty: true,
    columns: &[
        sheet("sheet", "Sheet"),
        text("row", "Row", "Key of one row (its first two cells where it has no key). Empty = every row."),
        text("column", "Column", "Header of one column that has a low and a high. Empty = every such column."),
        sheet("with_sheet", "With sheet"),
        text("with_row", "With row", "As Row, for the other side. Empty = every row."),
        text(
            "with_column",
            "With column",
            "As Column, for the other side. The same on both sides: its figures among each other.",
        ),
        number(
            "correlation",
            "Rank correlation",
            "",
            (-1.0, 1.0),
            "1 = always high together, 0 = nothing to do with each other, -1 = one high where the other is low.",
        ),
        SOURCE,
        NOTE,
    ],
};

/// What is wrong with the rows of both sheets: a row, a column or both that lead to no figure.
pub fn problems(book: &RawBook) -> Vec<Problem> {
    let figures = listing::figures(book);
    let of = |table: &'static Table, prefixes: &[&str]| -> Vec<Problem> {
        let rows = book.table(table.id).map(|t| t.rows.as_slice()).unwrap_or_default();
        let each = |row| prefixes.iter().filter_map(|p| problem((table, row), p, &figures)).collect::<Vec<_>>();
        rows.iter().flat_map(each).collect()
    };
    of(&UNCERTAINTY, &[""]).into_iter().chain(of(&CORRELATIONS, &["", "with_"])).collect()
}

fn problem((table, row): (&'static Table, &Row), prefix: &str, figures: &[Figure]) -> Option<Problem> {
    let cell = |id: &str| row.cells.get(table.field_index(&format!("{prefix}{id}"))?);
    let said = |id: &str| match cell(id).map(|c| &c.value) {
        Some(Value::Text(t)) => t.trim().to_string(),
        Some(Value::Number(n)) => n.to_string(),
        _ => String::new(),
    };
    let (sheet, key, column) = (said("sheet"), said("row"), said("column"));
    // A sheet that is none has its message already.
    let sheet = SHEETS.iter().find(|s| fold(s) == fold(&sheet))?;
    let here: Vec<&Figure> = figures.iter().filter(|f| f.sheet == *sheet).collect();
    let wrong = |id: &str, given: &str, allowed: String, names: Vec<&str>| {
        let hint = nearest(given, names.into_iter())
            .map_or("Correct the spelling.".into(), |n| format!("Did you mean '{n}'?"));
        cell(id).map(|c| Problem::error(&c.at, format!("'{given}'"), allowed, hint))
    };
    let is_column = |f: &&Figure| {
        let ids = || super::ALL.iter().filter(|t| t.sheet == *sheet).flat_map(|t| t.columns);
        fold(&f.what) == fold(&column) || ids().any(|c| c.header == f.what && fold(c.id) == fold(&column))
    };
    if !key.is_empty() && !here.iter().any(|f| fold(&f.row) == fold(&key)) {
        return wrong(
            "row",
            &key,
            format!("a row of the sheet {sheet}"),
            here.iter().map(|f| f.row.as_str()).collect(),
        );
    }
    if !column.is_empty() && !here.iter().any(is_column) {
        let allowed = format!("a column of the sheet {sheet} that has a low and a high");
        return wrong("column", &column, allowed, here.iter().map(|f| f.what.as_str()).collect());
    }
    None
}
