//! Ten campaigns, each with one known cause of failure. All are one healthy campaign (`tests/seeded/base`) with one cell changed
//! or one row left out; nothing else tells them apart.
//!
//! The theatre. Supplies come to Milow (broad gauge), change gauge at Granow, and go by standard gauge to Brodek and Lubens on the
//! east bank of the Vara. One rail bridge leads from Brodek to Westrin, a bridgehead; ferries carry a few trucks. From there the northern
//! corridor goes by Arnfeld to Halven, the southern by Sorau to Dornau, the last stage of each by truck.
//!
//! Figures common to all, by hand:
//! - 550,000 men are asked for over 40 days. At rest a man uses 2 + 0.8 + 0.6 = 3.4 kg a day: 1,870 t a day for all. Four periods of
//!   ten days and the safety stock (4 x 2 + 3 x 0.8 + 3 x 0.6 = 12.2 kg) are 148.2 kg a man.
//! - The advance takes 180 x 28.8 + 200 x 24.8 (north) + 180 x 24.8 + 200 x 32 (south) = 21.0 million man-days of assault, and loses
//!   12 per 1,000 of them: 252,000 men. First and Second Army are 700,000, replacements 396,000 by day 110, the sick some 25,000:
//!   about 820,000 are left, so the healthy ceiling is that of men, half as much again as the target.
#![allow(dead_code)]

use std::path::Path;

use railhead::campaign::Campaign;
use railhead::tables::{self, RawBook};
use railhead::textmodel;

use super::{alter, number, row_of};

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// A number in a cell; `None` = the cell is empty (no limit).
    Cell { column: &'static str, healthy: Option<f64>, seeded: f64 },
    /// The row is left out.
    Missing,
}

/// One known cause of failure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seed {
    pub name: &'static str,
    /// Table and key of the row that is changed.
    pub table: &'static str,
    pub row: &'static str,
    pub change: Change,
    pub expected: Expected,
}

/// What an explanation has to say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Of each group at least one must be there, whatever the case of its letters: the thing by its key or a word for it.
    pub thing: &'static [&'static [&'static str]],
    /// Places that must be named; empty where the thing is everywhere in the theatre.
    pub places: &'static [&'static str],
    /// Days between which it binds.
    pub window: (f64, f64),
}

/// Men asked for.
pub const TARGET: f64 = 550_000.0;
/// Last date from which the span fits into the horizon.
pub const LAST_DAY: f64 = 110.0;

/// The healthy campaign.
pub fn base() -> RawBook {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seeded/base");
    textmodel::read(&folder).expect("the folder of the healthy campaign")
}

/// A campaign without problems of its own.
pub fn campaign(book: &RawBook) -> Campaign {
    let reading = tables::read(book);
    reading.campaign.unwrap_or_else(|| panic!("{:#?}", reading.problems))
}

impl Seed {
    /// The campaign with this cause of failure.
    pub fn book(&self) -> RawBook {
        let mut book = base();
        match self.change {
            Change::Cell { column, healthy, seeded } => {
                assert_eq!(self.cell(&book, column), healthy, "{}: the healthy campaign has changed", self.name);
                let row = row_of(&book, self.table, self.row);
                alter(&mut book, self.table, row, column, number(seeded));
            }
            Change::Missing => {
                let row = row_of(&book, self.table, self.row);
                let table = book.tables.iter_mut().find(|t| t.table.id == self.table).expect("the table");
                table.rows.remove(row);
            }
        }
        book
    }

    /// The same as text tables: names and contents.
    pub fn files(&self) -> Vec<(String, String)> {
        textmodel::files(&self.book()).expect("text tables")
    }

    /// Puts the healthy value of this seed, made better by a share of it, into a campaign; `None` where nothing is better than
    /// the healthy value (no limit, day 0, a link that is there).
    pub fn eased(&self, mut book: RawBook, share: f64) -> Option<RawBook> {
        let Change::Cell { column, healthy: Some(healthy), seeded } = self.change else { return None };
        let better = if seeded > healthy { healthy * (1.0 - share) } else { healthy * (1.0 + share) };
        if better == healthy {
            return None;
        }
        let row = row_of(&book, self.table, self.row);
        alter(&mut book, self.table, row, column, number(better));
        Some(book)
    }

    fn cell(&self, book: &RawBook, column: &str) -> Option<f64> {
        let raw = book.table(self.table).expect("the table");
        let at = raw.table.field_index(column).expect("the column");
        raw.rows[row_of(book, self.table, self.row)].cells[at].value.shown().parse().ok()
    }
}

/// The ten.
pub fn seeds() -> [Seed; 10] {
    let cell = |column, healthy, seeded| Change::Cell { column, healthy: Some(healthy), seeded };
    let seed = |name, (table, row), change, thing, places, window| {
        let expected = Expected { thing, places, window };
        Seed { name, table, row, change, expected }
    };
    [
        // Rebuilt by day 120 instead of day 12 (the track beside it takes 60 / 4 = 15 days). Until then only the ferries carry:
        // (130 + 60 vehicles) x 2.2 t = 418 t a day of 1,870. From day 120 on nothing is short, but the span began on day 110.
        seed(
            "bridge",
            ("bridges", "B1"),
            cell("rebuild_days", 12.0, 120.0),
            &[&["B1", "bridge"]],
            &["Brodek"],
            (0.0, 120.0),
        ),
        // 100 t a day through the yard; by road (180 + 60) x 2.2 = 528 t: 628 t a day of 1,870 go beyond Granow.
        seed(
            "gauge yard",
            ("places", "GRA"),
            cell("transshipment_t_per_day", 3000.0, 100.0),
            &[&["transshipment", "yard"]],
            &["Granow"],
            (0.0, 150.0),
        ),
        // 500 x 0.9 x 2.2 t = 990 t at a time. Arnfeld - Halven and back takes 124 / 120 + 0.5 = 1.53 days a load. The ends can be held
        // from day 53 (the program begins with the period, day 50): 100 days x 990 t x 0.90 (losses of 3 % a month) / 1.53
        // = 58 kt, and 6 kt of work carried over: 64.5 kt / 148.2 kg = 436,000 men.
        seed(
            "trucks",
            ("truck_fleets", "columns"),
            cell("trucks", 3000.0, 500.0),
            &[&["truck", "columns"]],
            &[],
            (50.0, 150.0),
        ),
        // Granow - Brodek and back is 340 km, 4.25 days of 80 km: 90 wagons / 35 / 4.25 days x 430 t = 260 t a day, and further on less; by
        // road as above 528 t: under 790 t a day of 1,870.
        seed(
            "wagons",
            ("rolling_stock", "w1435"),
            cell("number", 2400.0, 90.0),
            &[&["wagons"], &["standard"]],
            &[],
            (0.0, 150.0),
        ),
        // Brodek - Westrin asks for 60 km / 4 km x 8 = 120 brigade-days. One brigade instead of 24 ends on day 120, and has 30 left of the
        // 148 that Westrin - Arnfeld asks for. Until then the ferries' 418 t a day, as for the bridge.
        seed(
            "brigades",
            ("assumptions", "railway_brigades"),
            cell("value", 24.0, 1.0),
            &[&["brigade"]],
            &[],
            (0.0, 150.0),
        ),
        // 150 days x 630 t + 26 kt in store = 120.5 kt. Assault takes 3.4 kg beyond rest: 21.0 x 3.4 = 71.4 kt. 49.1 kt are left, at 0.6 kg
        // enough for 545,000 men over 150 days, and nothing for those who fall on the way or for the safety days.
        seed(
            "ammunition",
            ("supply_streams", "ammunition"),
            cell("t_per_day", 1500.0, 630.0),
            &[&["ammunition"]],
            &[],
            (0.0, 150.0),
        ),
        // 700,000 - 252,000 - 15,000 sick + 100 x 110 = 444,000.
        seed(
            "replacements",
            ("replacements", "drafts"),
            cell("men_per_day", 3600.0, 100.0),
            &[&["replacements", "drafts"]],
            &["Brodek"],
            (0.0, 150.0),
        ),
        // Second Army joins on day 130 instead of day 0: after the last date from which the span fits (110), so that it never counts.
        // 310,000 - 252,000 - 10,000 sick + 396,000 = 444,000.
        seed(
            "date",
            ("forces", "2A"),
            cell("from_day", 0.0, 130.0),
            &[&["Second Army", "2A"], &["day 130"]],
            &["Lubens"],
            (0.0, 130.0),
        ),
        // 400 t a day are loaded on trains at Milow; by road 100 x 2.2 = 220 t: 620 t a day of 1,870.
        seed(
            "depot",
            ("places", "MIL"),
            Change::Cell { column: "handling_t_per_day", healthy: None, seeded: 400.0 },
            &[&["loading", "handling", "depot"]],
            &["Milow"],
            (0.0, 150.0),
        ),
        // Without the line Granow - Brodek no train comes to the bridge: by the road beside it 180 x 2.2 = 396 t a day, and by Lubens
        // and its ferry 60 x 2.2 = 132 t: 528 t a day of 1,870.
        seed(
            "missing link",
            ("rail_lines", "L2"),
            Change::Missing,
            &[&["line", "link"]],
            &["Granow", "Brodek"],
            (0.0, 150.0),
        ),
    ]
}
