//! Tables of the force and its enemy: forces, replacements, postures, resistance, abreast, claims.

use super::schema::{Shape, Table, col::*};

pub const FORCES: Table = Table {
    id: "forces",
    sheet: "Forces",
    shape: Shape::List,
    about: "Men who take part, by ration strength, with the place and day where they join.",
    may_be_empty: false,
    columns: &[
        key("force", "Force", "Short key."),
        text("name", "Name", "Name for people.").required(),
        reference("place", "Place", "places", "Where it stands when it joins; must be ours on that day."),
        estimate("men", "Men", "men", (0.0, 20_000_000.0), "Ration strength, rear services included."),
        from_day("Day on which it joins."),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const REPLACEMENTS: Table = Table {
    id: "replacements",
    sheet: "Replacements",
    shape: Shape::List,
    about: "Men who arrive at a base to fill gaps.",
    may_be_empty: true,
    columns: &[
        key("stream", "Stream", "Short key."),
        reference("place", "Place", "places", "Base at which they arrive."),
        estimate("men_per_day", "Rate", "men/day", (0.0, 1_000_000.0), "Men a day while the stream flows."),
        from_day("First day."),
        to_day("Day on which it stops. Empty = never."),
        yes_no(
            "includes_returned",
            "Includes returned wounded",
            "yes",
            "yes = the rate already holds men back from hospital, so that they are not counted twice.",
        ),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const POSTURES: Table = Table {
    id: "postures",
    sheet: "Postures",
    shape: Shape::List,
    about: "What men can be doing, how fast that carries a front forward and what it costs. The posture 'quiet' must exist: \
            it is that of every man who is not engaged. A rate of 0 km/day means that no advance is possible.",
    may_be_empty: false,
    columns: &[
        key("posture", "Posture", "Short key: assault, fierce, pursuit, quiet, march, closed ..."),
        text("name", "Name", "Name for people.").required(),
        estimate(
            "advance_km_per_day",
            "Rate of advance",
            "km/day",
            (0.0, 80.0),
            "Kilometres of road cleared in a day.",
        ),
        estimate(
            "casualties_per_1000_per_day",
            "Casualties",
            "men per 1,000 per day",
            (0.0, 100.0),
            "Killed, wounded, missing and sick, per thousand men of the whole ration strength engaged, rear included.",
        ),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const RESISTANCE: Table = Table {
    id: "resistance",
    sheet: "Resistance",
    shape: Shape::List,
    about: "What an advance meets, by profile (the question names one), zone or single road, and date. The last row whose \
            day has come counts; a row for a road overrides its zone.",
    may_be_empty: false,
    columns: &[
        text("profile", "Profile", "Name of the profile, for example fierce.").required(),
        reference("zone", "Zone", "zones", "Zone met. Either a zone or a road.").optional(),
        reference("road", "Road", "roads", "Single road. Either a zone or a road.").optional(),
        from_day("Day from which the row counts."),
        reference("posture", "Posture", "postures", "What the attacker must do there."),
        estimate(
            "grouping_men",
            "Grouping needed",
            "men",
            (0.0, 5_000_000.0),
            "Ration strength that must be engaged on one axis, rear included, to advance at the rate of the posture.",
        ),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const ABREAST: Table = Table {
    id: "abreast",
    sheet: "Abreast",
    shape: Shape::List,
    about: "Axes that must keep level: no thin finger reaches out alone.",
    may_be_empty: true,
    columns: &[
        reference("place", "Place", "places", "The place ahead ..."),
        reference("with_place", "With place", "places", "... whose neighbour this is."),
        number(
            "most_days_ahead",
            "Most days ahead",
            "days",
            (0.0, 400.0),
            "The neighbour must be held at most this many days after the place.",
        ),
        NOTE,
    ],
};

/// What a claim on manpower is counted by.
pub const CLAIM_BASES: &[&str] =
    &["men", "men per km taken", "men per place taken", "men per truck", "men per km of line"];

pub const CLAIMS: Table = Table {
    id: "claims",
    sheet: "Claims",
    shape: Shape::List,
    about: "Men of the force who are tied down behind the front: railway and road troops, security, garrisons.",
    may_be_empty: true,
    columns: &[
        key("claim", "Claim", "Short key."),
        text("name", "Name", "Name for people.").required(),
        choice(
            "basis",
            "Counted by",
            CLAIM_BASES,
            "A fixed number, or a number per kilometre of road taken, per place taken, per truck in service, per \
             kilometre of rail line that works.",
        ),
        estimate("amount", "Amount", "men per unit", (0.0, 2_000_000.0), "Men per unit of the basis."),
        yes_no(
            "counts",
            "Counts towards the target",
            "yes",
            "yes = these men are part of the number asked for, though they stand behind the destination.",
        ),
        SOURCE,
        GRADE,
        NOTE,
    ],
};
