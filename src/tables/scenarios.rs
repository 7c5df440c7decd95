//! The table of scenarios: named sets of changes to the other tables.

use super::schema::{Column, Kind, Need, Shape, Table, col::*};

/// Sheets that a scenario may change.
pub const SHEETS: &[&str] = &[
    "Question",
    "Destinations",
    "Assumptions",
    "Levers",
    "Forces",
    "Replacements",
    "Postures",
    "Norms",
    "Resistance",
    "Abreast",
    "Claims",
    "TruckFleets",
    "RollingStock",
    "SupplyClasses",
    "BaseStocks",
    "SupplyStreams",
    "Places",
    "Zones",
    "Seasons",
    "Roads",
    "RailLines",
    "Bridges",
    "SeaLinks",
];

/// What is done with a cell.
pub const HOW: &[&str] = &["set", "times", "plus", "add", "remove"];

pub const SCENARIOS: Table = Table {
    id: "scenarios",
    sheet: "Scenarios",
    shape: Shape::List,
    about: "Other versions of this campaign, each a few changes of cells: `railhead scenarios` shows what they change, \
            `railhead solve --scenario NAME` answers one. The sheets themselves stay as they are.",
    may_be_empty: true,
    columns: &[
        text("scenario", "Scenario", "Name. Rows with the same name belong together and are done from the top.")
            .required(),
        text(
            "builds_on",
            "Builds on",
            "Another scenario, whose changes are made first. It is enough to say so in one row of a scenario.",
        ),
        Column {
            id: "sheet",
            header: "Sheet",
            unit: "",
            kind: Kind::Choice(SHEETS),
            need: Need::Optional,
            about: "The sheet to change. Empty in a row that only names the scenario, or what it builds on.",
        },
        text(
            "row",
            "Row",
            "Key of the row; * for every row; L0* for every key that begins so; or conditions on columns, such as \
             'Profile = fierce, Zone = rhine'. Empty on the sheet Question, which has one record.",
        ),
        text(
            "column",
            "Column",
            "Header of the column, or the item of the sheet Question. The unit may be left out. Empty with remove.",
        ),
        Column {
            id: "how",
            header: "How",
            unit: "",
            kind: Kind::Choice(HOW),
            need: Need::Text("set"),
            about: "set puts the value there (a figure then has no low and high); times and plus change figure, low and high alike; \
                    add copies the rows, with the value in the column, so that later rows can change the copies; remove takes the rows out.",
        },
        text("value", "Value", "What to put there, or to multiply by, or to add. Empty with set: empties the cell."),
        SOURCE,
        GRADE,
        NOTE,
    ],
};
