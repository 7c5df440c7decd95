//! The table of levers: what the analyst could imagine being otherwise, and how far.

use super::schema::{Shape, Table, col::*};
use crate::campaign::levers::RESOURCES;

pub const LEVERS: Table = Table {
    id: "levers",
    sheet: "Levers",
    shape: Shape::List,
    about: "What could be otherwise, and how far: 'with how little', 'what would it take' and 'how far until it flips' ask \
            about these rows.",
    may_be_empty: true,
    columns: &[
        key("lever", "Lever", "Short key."),
        text("name", "Name", "Name for people.").required(),
        choice(
            "resource",
            "Resource",
            RESOURCES,
            "What it scales: trucks (unit: trucks), railway brigades (brigades), replacements (men/day), forces (men), trains \
             (trains/day of one line, or % of every line's), wagons (wagons), locomotives (locomotives), supplies (t/day). \
             Rows of several dates are scaled together, and the value is their sum.",
        ),
        text(
            "applies_to",
            "Applies to",
            "Key of the one fleet, stream, force, line or stock that it scales; for supplies also the key of a class. Empty = \
             all.",
        ),
        yes_no(
            "can_change",
            "Can change",
            "yes",
            "yes = 'what would it take' may raise it up to the value of 'Up to'; no = it is only examined.",
        ),
        number("least", "Down to", "unit of the resource", (0.0, 1e9), "Smallest value that is looked at.").or(0.0),
        number("most", "Up to", "unit of the resource", (0.0, 1e9), "Largest value that is thought possible."),
        number(
            "weight",
            "Cost of a unit",
            "points per unit",
            (0.0, 1e9),
            "What one unit more costs, in points of your own: 'what would it take' looks for the cheapest set.",
        )
        .or(1.0),
        NOTE,
    ],
};
