//! Tables of the means: trucks, rolling stock, supply classes, norms, stocks, dated supply streams.

use super::schema::{Shape, Table, col::*};

pub const TRUCK_FLEETS: Table = Table {
    id: "truck_fleets",
    sheet: "TruckFleets",
    shape: Shape::List,
    about: "Trucks of the supply columns that haul from railhead to depot. Trucks organic to the troops do not belong here: \
            they work the last stretch from depot to unit.",
    may_be_empty: true,
    columns: &[
        key("fleet", "Fleet", "Short key; a dated delivery is a row of its own with its first day."),
        text("name", "Name", "Name for people.").required(),
        estimate("trucks", "Trucks", "trucks", (0.0, 1_000_000.0), "Number on strength on the first day."),
        estimate("payload_t", "Payload", "t/truck", (0.2, 30.0), "Load actually carried."),
        estimate(
            "daily_run_km",
            "Daily run",
            "km/day",
            (10.0, 800.0),
            "Kilometres driven by a working truck in a day.",
        ),
        number(
            "terminal_days",
            "Terminal time",
            "days/load",
            (0.0, 10.0),
            "Days a truck loses to loading and unloading once per load, however long the haul.",
        ),
        estimate("fuel_kg_per_km", "Fuel use", "kg/km", (0.01, 3.0), "Own consumption, loaded one way and empty back."),
        number("readiness", "Readiness", "share", (0.0, 1.0), "Share of the fleet that can work on a day."),
        estimate(
            "attrition_per_month",
            "Attrition",
            "share/month",
            (0.0, 0.9),
            "Share of the fleet lost for good in thirty days.",
        ),
        from_day("Day on which the fleet joins."),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

/// What a row of rolling stock counts.
pub const STOCK_KINDS: &[&str] = &["wagons", "locomotives"];

pub const ROLLING_STOCK: Table = Table {
    id: "rolling_stock",
    sheet: "RollingStock",
    shape: Shape::List,
    about: "Wagons and locomotives by gauge; captures and deliveries are rows of their own with their first day. \
            A gauge without a row for a kind is not limited by that kind.",
    may_be_empty: true,
    columns: &[
        key("stock", "Stock", "Short key."),
        text("name", "Name", "Name for people.").required(),
        number("gauge_mm", "Gauge", "mm", (600.0, 1700.0), "Gauge on which it runs."),
        choice("kind", "Kind", STOCK_KINDS, "Wagons or locomotives."),
        estimate("number", "Number", "units", (0.0, 2_000_000.0), "Serviceable units joining on the first day."),
        estimate(
            "attrition_per_month",
            "Attrition",
            "share/month",
            (0.0, 0.9),
            "Share of them lost for good in thirty days.",
        )
        .or(0.0),
        from_day("Day on which they join."),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

/// The two commodities in which the linear program carries supplies.
pub const CARRIED_AS: &[&str] = &["fuel", "dry"];

pub const SUPPLY_CLASSES: Table = Table {
    id: "supply_classes",
    sheet: "SupplyClasses",
    shape: Shape::List,
    about: "Classes of supply. Norms, stocks and streams are given by class; trains and trucks carry fuel and dry goods.",
    may_be_empty: false,
    columns: &[
        key("class", "Class", "Short key, for example ammunition."),
        text("name", "Name", "Name for people.").required(),
        choice("carried_as", "Carried as", CARRIED_AS, "fuel (tank wagons, tankers) or dry (everything else)."),
        number(
            "safety_days",
            "Safety stock",
            "days of supply",
            (0.0, 60.0),
            "Days of quiet consumption that must lie in the depots of a destination while it counts as held.",
        ),
        NOTE,
    ],
};

pub const NORMS: Table = Table {
    id: "norms",
    sheet: "Norms",
    shape: Shape::List,
    about: "What a man uses in a day, by posture and class, as tonnage that must come from the rear. Per man of the \
            whole ration strength, rear services included.",
    may_be_empty: false,
    columns: &[
        reference("posture", "Posture", "postures", "What the men are doing."),
        reference("class", "Class", "supply_classes", "What they use."),
        estimate(
            "kg_per_man_day",
            "Norm",
            "kg/man-day",
            (0.0, 50.0),
            "Gross, with packing, after what is found locally.",
        ),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const STOCKS: Table = Table {
    id: "stocks",
    sheet: "BaseStocks",
    shape: Shape::List,
    about: "What lies in the depots on day 0. A stock at a place that must be taken is booty: it becomes ours with the place.",
    may_be_empty: true,
    columns: &[
        reference("place", "Place", "places", "Where it lies."),
        reference("class", "Class", "supply_classes", "What it is."),
        estimate("tonnes", "Stock", "t", (0.0, 100_000_000.0), "Tonnes on day 0."),
        SOURCE,
        GRADE,
        NOTE,
    ],
};

pub const SUPPLY_STREAMS: Table = Table {
    id: "supply_streams",
    sheet: "SupplyStreams",
    shape: Shape::List,
    about: "What the homeland can deliver to the bases, day by day: the ceiling, not an obligation. A stream at a place that \
            must be taken is local supply: it flows while the place is held.",
    may_be_empty: true,
    columns: &[
        key("stream", "Stream", "Short key."),
        reference("place", "Place", "places", "Base at which it arrives."),
        reference("class", "Class", "supply_classes", "What arrives."),
        estimate("t_per_day", "Rate", "t/day", (0.0, 1_000_000.0), "Tonnes a day while it flows."),
        from_day("First day."),
        to_day("Day on which it stops. Empty = never."),
        SOURCE,
        GRADE,
        NOTE,
    ],
};
