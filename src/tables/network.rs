//! Tables of the theatre: places, zones, roads, rail lines, bridges, sea links.

use super::schema::{Shape, Table, col::*};

pub const PLACES: Table = Table {
    id: "places",
    sheet: "Places",
    shape: Shape::List,
    about: "Towns and junctions where men stand, depots are held and lines meet. Everything else refers to these keys.",
    may_be_empty: false,
    columns: &[
        key("place", "Place", "Short key, used by every other sheet (for example BER)."),
        text("name", "Name", "Name for people.").required(),
        number("latitude", "Latitude", "deg", (-90.0, 90.0), "To check lengths and to tell how far the front is."),
        number("longitude", "Longitude", "deg", (-180.0, 180.0), "To check lengths and to tell how far the front is."),
        text("corridor", "Corridor", "Corridor of advance, for grouping in reports."),
        text("river", "River", "River at the place, for the reader."),
        number(
            "ours_from_day",
            "Ours from day",
            "day",
            (0.0, 5000.0),
            "0 = held at the start; a later day = handed over then; empty = must be taken.",
        )
        .optional(),
        estimate(
            "transshipment_t_per_day",
            "Transshipment",
            "t/day",
            (0.0, 100_000.0),
            "What can be loaded on trains here, where lines of both gauges meet; through trains of one gauge are not counted. \
             Empty = no limit.",
        )
        .optional(),
        estimate(
            "handling_t_per_day",
            "Handling",
            "t/day",
            (0.0, 200_000.0),
            "What can be loaded on trains here and unloaded from them, together. Through trains are not counted. Empty = no \
             limit.",
        )
        .optional(),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const ZONES: Table = Table {
    id: "zones",
    sheet: "Zones",
    shape: Shape::List,
    about: "Stretches of country over which resistance is the same: a river line, a plain, a range of hills.",
    may_be_empty: false,
    columns: &[key("zone", "Zone", "Short key."), text("name", "Name", "Name for people.").required(), NOTE],
};

pub const ROADS: Table = Table {
    id: "roads",
    sheet: "Roads",
    shape: Shape::List,
    about: "Roads, both for trucks and for the advance itself: a place can only be taken along a road.",
    may_be_empty: false,
    columns: &[
        key("road", "Road", "Short key."),
        reference("from", "From", "places", "One end."),
        reference("to", "To", "places", "The other end."),
        number("length_km", "Length", "km", (1.0, 3000.0), "Length by road."),
        text("surface", "Surface", "Class of road, for the reader."),
        estimate(
            "capacity",
            "Capacity",
            "vehicles/day each way",
            (0.0, 50_000.0),
            "Loaded vehicles that can pass in a day in one direction, after every other user has passed.",
        ),
        reference("zone", "Zone", "zones", "Whose resistance an advance along this road meets."),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

/// States of a rail line on the day that both its ends come into our hands.
pub const CONDITIONS: &[&str] = &["open", "light damage", "heavy damage", "regauge"];

pub const RAIL_LINES: Table = Table {
    id: "rail_lines",
    sheet: "RailLines",
    shape: Shape::List,
    about: "Rail lines between two places. A line carries trains once both ends are ours and all of it is restored.",
    may_be_empty: true,
    columns: &[
        key("line", "Line", "Short key."),
        reference("from", "From", "places", "One end."),
        reference("to", "To", "places", "The other end."),
        number("length_km", "Length", "km", (1.0, 3000.0), "Length by rail."),
        number("tracks", "Tracks", "tracks", (1.0, 8.0), "Running tracks before the war; for the reader."),
        number("gauge_mm", "Gauge", "mm", (600.0, 1700.0), "Gauge on which this force works the line."),
        number(
            "capacity_intact",
            "Capacity intact",
            "trains/day each way",
            (0.0, 300.0),
            "Before damage; for the reader, and the ceiling of the restored capacity.",
        ),
        estimate(
            "capacity",
            "Capacity restored",
            "trains/day each way",
            (0.0, 300.0),
            "Trains that can pass in a day in one direction in military working with temporary bridges.",
        ),
        choice(
            "condition",
            "Condition when taken",
            CONDITIONS,
            "open = usable at once; light or heavy damage and regauge = at the rates of the Assumptions sheet.",
        ),
        number(
            "usable_from_day",
            "Not before day",
            "day",
            (0.0, 5000.0),
            "A date before which nothing runs whatever is done (a fortress that blocks the junction). Empty = none.",
        )
        .optional(),
        text(
            "track_group",
            "Same track",
            "Lines with the same word here are one track in different gauges: it works in one of them at a time, and not \
             while it is re-gauged. Empty = a track of its own.",
        ),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const BRIDGES: Table = Table {
    id: "bridges",
    sheet: "Bridges",
    shape: Shape::List,
    about: "Rail bridges that must be rebuilt before their line carries trains.",
    may_be_empty: true,
    columns: &[
        key("bridge", "Bridge", "Short key."),
        text("name", "Name", "Name for people.").required(),
        text("river", "River", "River crossed."),
        reference("line", "Rail line", "rail_lines", "The line that waits for this bridge."),
        text(
            "group",
            "Alternative group",
            "Bridges of one line with the same word here serve the same crossing side by side: the quickest one counts. \
             Empty = needed by itself.",
        ),
        estimate(
            "rebuild_days",
            "Rebuilding",
            "days",
            (0.0, 400.0),
            "Days from the capture of both ends of the line until a train can pass.",
        ),
        estimate(
            "brigade_days",
            "Brigade-days",
            "brigade-days",
            (0.0, 5000.0),
            "Work of railway brigades on this bridge, besides the track of its line.",
        )
        .or(0.0),
        estimate(
            "capacity",
            "Capacity rebuilt",
            "trains/day each way",
            (0.0, 300.0),
            "Trains that can cross it in a day in one direction. Bridges of one alternative group add up. Empty = no less \
             than the line.",
        )
        .optional(),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const SEA_LINKS: Table = Table {
    id: "sea_links",
    sheet: "SeaLinks",
    shape: Shape::List,
    about: "Crossings by sea or river craft that carry supplies between two places that are ours.",
    may_be_empty: true,
    columns: &[
        key("link", "Link", "Short key."),
        reference("from", "From", "places", "One end."),
        reference("to", "To", "places", "The other end."),
        number("length_km", "Length", "km", (0.1, 20_000.0), "Length of the passage."),
        estimate(
            "capacity",
            "Capacity",
            "t/day each way",
            (0.0, 100_000.0),
            "Tonnes landed in a day in one direction.",
        ),
        from_day("First day on which craft and ports work."),
        SOURCE,
        GRADE,
        NOTE,
    ],
};
