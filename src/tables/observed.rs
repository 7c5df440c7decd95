//! The table of what happened: a campaign of history, against which `railhead backtest` holds what the model says.

use super::schema::{Column, Kind, Need, Shape, Table, col::*};

/// What can be observed, in the order of [`crate::campaign::Quantity::ALL`].
pub const QUANTITIES: &[&str] =
    &["front", "held", "railhead", "delivered", "by rail", "need", "coverage", "stock", "losses", "halt"];

pub const OBSERVED: Table = Table {
    id: "observed",
    sheet: "Observed",
    shape: Shape::List,
    about: "What is recorded of the campaign, where it is one of history. `railhead backtest` compares it with what the model says. No other verb \
            looks at it.",
    may_be_empty: true,
    columns: &[
        key("observation", "Observation", "Short key."),
        choice(
            "quantity",
            "Quantity",
            QUANTITIES,
            "front: day on which a place was taken. held: the same, as a fact to reckon with and not to compare. railhead: day of the first train. \
             delivered: supplies that reached the troops, t/day. by rail: supplies unloaded from trains at the place, or anywhere beyond the \
             bases where no place is given, t/day. need: what the troops asked for, t/day; on those days coverage is \
             reckoned against it. coverage: share of the need that reached them. \
             stock: days of supply with the troops and at their railhead. losses: men. halt: 1 = the advance stood still for want of supplies, \
             0 = it went on.",
        ),
        Column {
            need: Need::Optional,
            ..reference(
                "place",
                "Place",
                "places",
                "The place of front, held and railhead; of by rail, if one is meant.",
            )
        },
        Column {
            id: "from_day",
            header: "From day",
            unit: "day",
            kind: Kind::Number { min: 0.0, max: 5000.0 },
            need: Need::Optional,
            about: "First day of the span that a rate, a share or a sum is about. Not for front, held and railhead.",
        },
        to_day("Last day of the span; of a stock, the day."),
        estimate(
            "value",
            "Value",
            "see unit",
            (0.0, 1e9),
            "What is recorded, with the range in which the record can be right.",
        ),
        text("unit", "Unit", "day, t/day, share, days of supply, men, or yes-no."),
        text(
            "feeds",
            "Feeds",
            "The shared factor that was worked out from this very figure, if any: then it proves nothing that the two agree.",
        ),
        SOURCE,
        GRADE,
        NOTE,
    ],
};
