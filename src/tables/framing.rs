//! Tables that frame the campaign: the question, its destinations, scalar assumptions, sources.

use super::schema::{Column, Kind, Need, Shape, Table, col::*};

/// The questions that this version answers.
pub const QUESTIONS: &[&str] = &[
    "can it be done",
    "how many at most",
    "how soon",
    "with how little",
    "what would it take",
    "how far until it flips",
];

pub const QUESTION: Table = Table {
    id: "question",
    sheet: "Question",
    shape: Shape::Record,
    about: "What is asked. Change a value, save, and run `railhead solve` again.",
    may_be_empty: false,
    columns: &[
        text("title", "Title", "The question in the analyst's own words; printed above the answer.").required(),
        choice(
            "question",
            "Question",
            QUESTIONS,
            "can it be done: the target against what is possible; how many at most: the number on one day; how soon: the \
             earliest day; with how little, what would it take, how far until it flips: about the sheet Levers.",
        ),
        Column {
            id: "start_date",
            header: "Start date",
            unit: "",
            kind: Kind::Date,
            need: Need::Required,
            about: "Day 0 of the campaign.",
        },
        number("horizon_days", "Horizon", "days", (10.0, 2000.0), "The last day that is looked at."),
        number(
            "period_days",
            "Period length",
            "days",
            (1.0, 60.0),
            "Length of the steps of time. 10 is the coarse choice, 5 the fine one.",
        ),
        number(
            "sustain_days",
            "Sustained for",
            "days",
            (0.0, 400.0),
            "How long the men must stand at the destination, held and supplied, before it counts.",
        ),
        number("target_men", "Target", "men", (1.0, 20_000_000.0), "Men asked for at the destination."),
        text("resistance_profile", "Resistance profile", "Which profile of the Resistance sheet the enemy follows.")
            .required(),
        number(
            "curve_dates",
            "Dates on the curve",
            "dates",
            (1.0, 60.0),
            "At how many dates the curve of men against day is computed.",
        )
        .or(12.0),
        number(
            "on_day",
            "On day",
            "day",
            (1.0, 2000.0),
            "Day from which the men must stand there, for the questions about one date (not for 'can it be done' and 'how \
             soon'). Empty = the last date from which the span fits into the horizon.",
        )
        .optional(),
        number(
            "draws",
            "Draws",
            "draws",
            (10.0, 100_000.0),
            "How sure is the answer: solve also draws every figure that has a low or a high so many times from its range, as \
             `railhead uncertainty` does. Empty = it does not.",
        )
        .optional(),
        number("seed", "Seed", "", (0.0, 1e15), "Any whole number: the same one gives the same draws.").or(1.0),
        NOTE,
    ],
};

pub const DESTINATIONS: Table = Table {
    id: "destinations",
    sheet: "Destinations",
    shape: Shape::List,
    about: "The places that count as 'there', and those that must be held on the way. Men are counted at all the places \
            that count, together.",
    may_be_empty: false,
    columns: &[
        reference("place", "Place", "places", "A place that counts."),
        yes_no(
            "must_hold",
            "Must be held",
            "yes",
            "yes = the answer is no unless this place is taken; no = men here count, but it may be left alone.",
        ),
        yes_no(
            "counts",
            "Men here count",
            "yes",
            "yes = men standing here are part of the answer; no = a place on the way, such as the other end of a front \
             that must reach forward on both wings.",
        ),
        NOTE,
    ],
};

pub const ASSUMPTIONS: Table = Table {
    id: "assumptions",
    sheet: "Assumptions",
    shape: Shape::List,
    about: "Single numbers that hold everywhere. The list of factors is fixed; a factor left out has its default.",
    may_be_empty: true,
    columns: &[
        key("factor", "Factor", "One of the factors that Railhead knows; see the manual for what uses it."),
        text("name", "Name", "Name for people."),
        estimate("value", "Value", "see unit", (0.0, 1e9), "The value, in the unit of the row."),
        text("unit", "Unit", "Unit of the row; must be the factor's own unit."),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const INCLUDES: Table = Table {
    id: "includes",
    sheet: "Includes",
    shape: Shape::List,
    about: "Shared tables that this campaign takes its general figures from. Rows of theirs that are not here come in by themselves, and empty \
            cells of trucks and seasons are filled from them.",
    may_be_empty: true,
    columns: &[
        choice(
            "include",
            "Include",
            SHARED,
            "factors: norms, postures, train loads, rates of work, trucks, classes of supply.",
        ),
        NOTE,
    ],
};

/// Shared tables that come with Railhead.
pub const SHARED: &[&str] = &["factors"];

pub const SOURCES: Table = Table {
    id: "sources",
    sheet: "Sources",
    shape: Shape::List,
    about: "What the codes in the Source columns mean.",
    may_be_empty: true,
    columns: &[
        key("code", "Code", "Code used in Source columns."),
        text("work", "Work", "Author and title.").required(),
        text("where", "Where", "Where it was seen, or 'from memory'."),
    ],
};
