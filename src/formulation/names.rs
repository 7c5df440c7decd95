//! Readable names of columns and rows for files that other solvers read: the family, the analyst's own keys, the way,
//! the period, joined by points. `RailCapacity.L021.forth.p12` is the capacity of line L021 from its first place to its
//! second in period 12 (counted from 0).
//!
//! Only letters, digits and `_` of a key are kept; anything else becomes `_`, and a key that is no longer unlike all
//! others gets a number. So names have no blanks, are unique, and are the same for the same campaign.

use std::collections::HashSet;

use super::keys::{ColumnKey, Gauge, Leg, Period, RowKey};
use super::program::Program;
use crate::campaign::{Campaign, StockKind, Way};

/// Longest part of a name that comes from a key. Readers allow 255 characters a name.
const LONGEST_KEY: usize = 40;

/// The keys of a campaign, made fit for names.
pub struct Names {
    places: Vec<String>,
    roads: Vec<String>,
    lines: Vec<String>,
    sea_links: Vec<String>,
    postures: Vec<String>,
    classes: Vec<String>,
    forces: Vec<String>,
    replacements: Vec<String>,
    streams: Vec<String>,
    abreast: Vec<String>,
}

impl Names {
    pub fn of(c: &Campaign) -> Names {
        let places = fit(c.places.iter().map(|p| p.key.as_str()));
        let pairs: Vec<String> =
            c.abreast.iter().map(|a| format!("{}_{}", places[a.place.0], places[a.with.0])).collect();
        Names {
            roads: fit(c.roads.iter().map(|r| r.key.as_str())),
            lines: fit(c.lines.iter().map(|l| l.key.as_str())),
            sea_links: fit(c.sea_links.iter().map(|s| s.key.as_str())),
            postures: fit(c.postures.iter().map(|p| p.key.as_str())),
            classes: fit(c.classes.iter().map(|k| k.key.as_str())),
            forces: fit(c.forces.iter().map(|f| f.key.as_str())),
            replacements: fit(c.replacements.iter().map(|r| r.key.as_str())),
            streams: fit(c.streams.iter().map(|s| s.key.as_str())),
            abreast: fit(pairs.iter().map(String::as_str)),
            places,
        }
    }

    /// Names of all columns, in order.
    pub fn columns(&self, program: &Program) -> Vec<String> {
        program.columns.iter().map(|k| self.column(*k)).collect()
    }

    /// Names of all rows, in order.
    pub fn rows(&self, program: &Program) -> Vec<String> {
        program.rows.iter().map(|k| self.row(*k)).collect()
    }

    /// The name of a column.
    pub fn column(&self, key: ColumnKey) -> String {
        use ColumnKey::*;
        match key {
            Sustained => "Sustained".into(),
            Guards { t } => dated("Guards", &[], t),
            NotHeld { place } => joined("NotHeld", &[&self.places[place.0]]),
            Men { place, t } => dated("Men", &[&self.places[place.0]], t),
            Joined { force, t } => dated("Joined", &[&self.forces[force]], t),
            Replaced { stream, t } => dated("Replaced", &[&self.replacements[stream]], t),
            March { road, way, t } => dated("March", &[&self.roads[road.0], word(way)], t),
            RailMen { line, way, t } => dated("RailMen", &[&self.lines[line.0], word(way)], t),
            Cleared { leg, t } => dated("Cleared", &self.leg(leg), t),
            Thread { destination, leg } => self.thread("Thread", destination.0, leg),
            Restored { line, t } => dated("Restored", &[&self.lines[line.0]], t),
            RailFreight { line, way, t } => dated("RailFreight", &[&self.lines[line.0], word(way)], t),
            YardLoad { place, gauge, t } => dated("YardLoad", &[&self.places[place.0], gauge_word(gauge)], t),
            YardUnload { place, gauge, t } => dated("YardUnload", &[&self.places[place.0], gauge_word(gauge)], t),
            Trucked { road, way, t } => dated("Trucked", &[&self.roads[road.0], word(way)], t),
            TruckLoad { place, t } => dated("TruckLoad", &[&self.places[place.0]], t),
            TruckCarry { t } => dated("TruckCarry", &[], t),
            StockCarry { gauge, kind, t } => dated("StockCarry", &[gauge_word(gauge), kind_word(kind)], t),
            Shipped { link, way, t } => dated("Shipped", &[&self.sea_links[link.0], word(way)], t),
            Arrived { stream, t } => dated("Arrived", &[&self.streams[stream]], t),
            Stock { place, t } => dated("Stock", &[&self.places[place.0]], t),
            ManDays { t } => dated("ManDays", &[], t),
            Engaged { posture, t } => dated("Engaged", &[&self.postures[posture.0]], t),
            ClassLeft { class, t } => dated("ClassLeft", &[&self.classes[class.0]], t),
        }
    }

    /// The name of a row.
    pub fn row(&self, key: RowKey) -> String {
        use RowKey::*;
        match key {
            Count { t } => dated("Count", &[], t),
            MustHold { place } => joined("MustHold", &[&self.places[place.0]]),
            ForceSize { force } => joined("ForceSize", &[&self.forces[force]]),
            ReplacementStream { stream, t } => dated("ReplacementStream", &[&self.replacements[stream]], t),
            ThreadBalance { destination, place } => {
                joined("ThreadBalance", &[&self.places[destination.0], &self.places[place.0]])
            }
            ThreadCleared { destination, leg } => self.thread("ThreadCleared", destination.0, leg),
            MenBalance { place, t } => dated("MenBalance", &[&self.places[place.0]], t),
            Entry { place, t } => dated("Entry", &[&self.places[place.0]], t),
            Presence { place, t } => dated("Presence", &[&self.places[place.0]], t),
            Cleared { leg, t } => dated("Cleared", &self.leg(leg), t),
            Sequence { leg, t } => dated("Sequence", &self.leg(leg), t),
            Pace { leg, t } => dated("Pace", &self.leg(leg), t),
            TakenOnce { place, t } => dated("TakenOnce", &[&self.places[place.0]], t),
            Abreast { pair, t } => dated("Abreast", &[&self.abreast[pair]], t),
            Claimed { t } => dated("Claimed", &[], t),
            Behind { t } => dated("Behind", &[], t),
            Uncounted { t } => dated("Uncounted", &[], t),
            RailCapacity { line, way, t } => dated("RailCapacity", &[&self.lines[line.0], word(way)], t),
            RestoredBetween { line, t } => dated("RestoredBetween", &[&self.lines[line.0]], t),
            RestorationPace { line, t } => dated("RestorationPace", &[&self.lines[line.0]], t),
            RestorationKept { line, t } => dated("RestorationKept", &[&self.lines[line.0]], t),
            Brigades { t } => dated("Brigades", &[], t),
            Yard { place, gauge, t } => dated("Yard", &[&self.places[place.0], gauge_word(gauge)], t),
            YardCapacity { place, t } => dated("YardCapacity", &[&self.places[place.0]], t),
            RollingStock { gauge, kind, t } => dated("RollingStock", &[gauge_word(gauge), kind_word(kind)], t),
            RoadCapacity { road, way, t } => dated("RoadCapacity", &[&self.roads[road.0], word(way)], t),
            TruckLoad { place, t } => dated("TruckLoad", &[&self.places[place.0]], t),
            TruckFleet { t } => dated("TruckFleet", &[], t),
            StockBalance { place, t } => dated("StockBalance", &[&self.places[place.0]], t),
            Safety { place, t } => dated("Safety", &[&self.places[place.0]], t),
            ManDays { t } => dated("ManDays", &[], t),
            Engaged { posture, t } => dated("Engaged", &[&self.postures[posture.0]], t),
            EngagedOnce { t } => dated("EngagedOnce", &[], t),
            ClassBudget { class, t } => dated("ClassBudget", &[&self.classes[class.0]], t),
        }
    }

    fn leg(&self, leg: Leg) -> [&str; 2] {
        [&self.roads[leg.road.0], word(leg.way)]
    }

    fn thread(&self, family: &str, destination: usize, leg: Leg) -> String {
        let [road, way] = self.leg(leg);
        joined(family, &[&self.places[destination], road, way])
    }
}

fn joined(family: &str, parts: &[&str]) -> String {
    let mut out = family.to_string();
    for part in parts {
        out.push('.');
        out.push_str(part);
    }
    out
}

fn dated(family: &str, parts: &[&str], t: Period) -> String {
    format!("{}.p{t}", joined(family, parts))
}

fn word(way: Way) -> &'static str {
    match way {
        Way::Forth => "forth",
        Way::Back => "back",
    }
}

fn gauge_word(gauge: Gauge) -> &'static str {
    match gauge {
        Gauge::Broad => "broad",
        Gauge::Standard => "standard",
    }
}

fn kind_word(kind: StockKind) -> &'static str {
    match kind {
        StockKind::Wagons => "wagons",
        StockKind::Locomotives => "locomotives",
    }
}

/// Keys of one table made fit for names and kept unlike each other. Keys that are fit as they are keep their name.
pub fn fit<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<String> {
    let keys: Vec<&str> = keys.collect();
    let mut taken: HashSet<String> = keys.iter().filter(|k| plain(k) == **k).map(|k| k.to_string()).collect();
    let mut out = Vec::with_capacity(keys.len());
    let mut kept = HashSet::new();
    for key in keys {
        let name = plain(key);
        if name == key && kept.insert(key) {
            out.push(name);
            continue;
        }
        let numbered = (1..).map(|n| if n == 1 { name.clone() } else { format!("{name}_{n}") });
        let free = numbered.into_iter().find(|n| !taken.contains(n)).unwrap_or_default();
        taken.insert(free.clone());
        out.push(free);
    }
    out
}

/// Letters, digits and `_` only.
fn plain(key: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' };
    let name: String = key.trim().chars().take(LONGEST_KEY).map(kept).collect();
    if name.is_empty() { "_".into() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_keys_stay_unlike_each_other() {
        let keys = ["BER", "B R", "B_R", "B.R", "Köln", "K_ln", "", "B_R"];
        let names = fit(keys.into_iter());
        assert_eq!(names, ["BER", "B_R_2", "B_R", "B_R_3", "K_ln_2", "K_ln", "_", "B_R_4"]);
    }
}
