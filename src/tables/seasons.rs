//! The table of seasons.

use super::schema::{Column, Shape, Table, col::*};

/// A factor on a figure of another sheet, 1 where nothing is said.
const fn factor(id: &'static str, header: &'static str, about: &'static str) -> Column {
    estimate(id, header, "share", (0.05, 1.5), about).or(1.0)
}

pub const SEASONS: Table = Table {
    id: "seasons",
    sheet: "Seasons",
    shape: Shape::List,
    about: "Mud, snow, short days: factors on roads, trucks and the advance from a day until another. Of several seasons \
            the one that began last counts, and one for a zone goes before one for everywhere. Without rows it is always \
            fair.",
    may_be_empty: true,
    columns: &[
        key("season", "Season", "Short key."),
        text("name", "Name", "Name for people."),
        reference("zone", "Zone", "zones", "Zone whose roads feel it. Empty = everywhere.").optional(),
        from_day("First day."),
        to_day("Day on which it ends. Empty = never."),
        factor("road_capacity", "Road capacity", "Share of the vehicles that roads otherwise take."),
        factor("truck_run", "Daily run of trucks", "Share of the kilometres that trucks otherwise drive in a day."),
        factor("advance", "Rate of advance", "Share of the rate of advance of every posture."),
        factor(
            "march",
            "March",
            "Share of the march of men on roads in our hands. Used by the plan; in the bound men arrive at once.",
        ),
        SOURCE,
        GRADE,
        NOTE,
    ],
};
