//! What the ceiling is made of: each limit of the workbook times what the certificate charges for it, summed over limits of a
//! kind. The sum is the ceiling, to the man: it is the proof, read as an account.

use std::collections::BTreeMap;

use serde::Serialize;

use super::base::Base;
use crate::campaign::ClassId;
use crate::formulation::{ColumnKey, RowKey};
use crate::solver::Sides;

/// One kind of limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// In words: `Ammunition from the homeland and in stock`.
    pub what: String,
    /// Men of the ceiling that it stands for. Below 0: it takes men away.
    pub men: f64,
}

/// Below this many men an entry goes into the rest.
const LEAST_MEN: f64 = 500.0;

/// What the advance itself costs, or leaves.
const ADVANCE: &str = "Taking and holding the places, at the pace of the advance";
const FORCES: &str = "Men there are";
const REPLACEMENTS: &str = "Replacements offered";
/// What has no words of its own.
const REST: &str = "Everything else together";

/// The account of the base's ceiling, largest first; empty where dates alone decide.
pub fn of(base: &Base) -> Vec<Account> {
    let Some((program, _)) = &base.solved else { return Vec::new() };
    let lp = &program.lp;
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    let mut priced = vec![0.0; lp.columns()];
    for (i, key) in program.rows.iter().enumerate() {
        let y = base.proved.prices.get(key);
        if y == 0.0 {
            continue;
        }
        let (Sides::AtMost(b) | Sides::AtLeast(b) | Sides::Equal(b)) = lp.sides[i];
        if b != 0.0 {
            *sums.entry(row_words(base, key)).or_default() += y * b * 1000.0;
        }
        for (j, a) in lp.row(i) {
            priced[j] += y * a;
        }
    }
    for (j, key) in program.columns.iter().enumerate() {
        let worth = lp.objective[j] - priced[j];
        let at = if worth > 0.0 { lp.upper[j] } else { lp.lower[j] };
        if worth * at != 0.0 {
            *sums.entry(column_words(base, key)).or_default() += worth * at * 1000.0;
        }
    }
    let all: f64 = sums.values().sum();
    let mut out: Vec<Account> = sums.into_iter().map(|(what, men)| Account { what, men }).collect();
    out.retain(|a| a.men.abs() >= LEAST_MEN);
    out.sort_by(|a, b| b.men.total_cmp(&a.men).then_with(|| a.what.cmp(&b.what)));
    let rest = all - out.iter().map(|a| a.men).sum::<f64>();
    if rest.abs() >= 0.5 {
        match out.iter_mut().find(|a| a.what == REST) {
            Some(a) => a.men += rest,
            None => out.push(Account { what: REST.into(), men: rest }),
        }
    }
    out
}

fn row_words(base: &Base, key: &RowKey) -> String {
    let c = base.c;
    match *key {
        RowKey::ClassBudget { class, .. } => supplies(base, class),
        RowKey::ForceSize { .. } => FORCES.into(),
        RowKey::ReplacementStream { .. } => REPLACEMENTS.into(),
        RowKey::RailCapacity { line, .. } => format!("Trains on line {}", c.line(line).key),
        RowKey::RoadCapacity { road, .. } => format!("Room on road {}", c.road(road).key),
        RowKey::YardCapacity { place, .. } => format!("Transshipment at {}", c.place(place).name),
        RowKey::Handling { place, .. } => format!("Loading and unloading at {}", c.place(place).name),
        RowKey::TruckFleet { .. } => "Trucks".into(),
        RowKey::RollingStock { .. } => "Wagons and locomotives".into(),
        RowKey::Brigades { .. } => "Railway brigades".into(),
        RowKey::RestorationPace { .. } => "Days of restoration".into(),
        RowKey::StockBalance { .. } => "Supplies in depots".into(),
        RowKey::Claimed { .. } | RowKey::Behind { .. } | RowKey::Uncounted { .. } | RowKey::Count { .. } => {
            "Claims behind the front".into()
        }
        // Prices of one of these rows pay for those of another: only their sum says something.
        RowKey::MustHold { .. }
        | RowKey::TakenOnce { .. }
        | RowKey::Taken { .. }
        | RowKey::Cleared { .. }
        | RowKey::Sequence { .. }
        | RowKey::Pace { .. }
        | RowKey::Abreast { .. }
        | RowKey::ThreadBalance { .. }
        | RowKey::ThreadCleared { .. } => ADVANCE.into(),
        _ => REST.into(),
    }
}

fn supplies(base: &Base, class: ClassId) -> String {
    format!("{} that the homeland offers or that lies in stock", base.c.classes[class.0].name)
}

fn column_words(base: &Base, key: &ColumnKey) -> String {
    match *key {
        ColumnKey::Arrived { stream, .. } => supplies(base, base.c.streams[stream].class),
        ColumnKey::Cleared { .. } | ColumnKey::Taken { .. } | ColumnKey::Thread { .. } | ColumnKey::NotHeld { .. } => {
            ADVANCE.into()
        }
        ColumnKey::Restored { .. } => "Days of restoration".into(),
        ColumnKey::Replaced { .. } => REPLACEMENTS.into(),
        // Their bounds are the number of men there are.
        ColumnKey::Joined { .. }
        | ColumnKey::Sustained
        | ColumnKey::Men { .. }
        | ColumnKey::ManDays { .. }
        | ColumnKey::March { .. }
        | ColumnKey::MarchAhead { .. }
        | ColumnKey::RailMen { .. }
        | ColumnKey::RailMenAhead { .. }
        | ColumnKey::Engaged { .. } => FORCES.into(),
        _ => REST.into(),
    }
}
