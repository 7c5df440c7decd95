//! Readable names of columns and rows, for certificates and for files that other solvers read: the family, the analyst's own keys, the way,
//! the period, joined by points. `RailCapacity.L021.forth.p12` is the capacity of line L021 from its first place to its
//! second in period 12 (counted from 0).
//!
//! Only letters, digits and `_` of a key are kept; anything else becomes `_`, and a key that is no longer unlike all
//! others gets a number. So names have no blanks, are unique, and are the same for the same campaign.

use std::collections::HashSet;
use std::fmt::Debug;

use crate::campaign::Campaign;

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

    /// Names of all keys, in order: of a program's rows or of its columns.
    pub fn all<K: Debug>(&self, keys: &[K]) -> Vec<String> {
        keys.iter().map(|k| self.name(k)).collect()
    }

    /// The name of one row or column.
    ///
    /// It is made of what the key prints of itself, so that every new kind of row has its name at once. A row that a
    /// program about levers has from the bound's own program keeps its name; what stands beside it says so first:
    /// `Limit.Arrived.S1.p3`.
    pub fn name(&self, key: &impl Debug) -> String {
        self.of_text(&format!("{key:?}"))
    }

    fn of_text(&self, text: &str) -> String {
        match text.strip_suffix(')').and_then(|t| t.split_once('(')) {
            Some(("Plain", inner)) => return self.of_text(inner),
            Some((what, inner)) if !what.contains(' ') => return format!("{what}.{}", self.of_text(inner)),
            _ => {}
        }
        // A leg is a road and a way: its own name says nothing more.
        let text = text.replace("leg: Leg {", "").replace(['{', '}', ','], " ");
        let mut words = text.split_whitespace();
        let family = words.next().unwrap_or_default();
        let mut out = family.to_string();
        while let (Some(label), Some(value)) = (words.next(), words.next()) {
            out.push('.');
            out.push_str(&self.part(family, label.trim_end_matches(':'), value));
        }
        out
    }

    /// One part of a name: `line: LineId(3)` as the key of that line, `t: 12` as `p12`, `way: Back` as `back`.
    fn part(&self, family: &str, label: &str, value: &str) -> String {
        let at = |text: &str| text.parse::<usize>().ok();
        let (table, position) = match value.strip_suffix(')').and_then(|v| v.split_once('(')) {
            Some(("PlaceId", n)) => (&self.places, at(n)),
            Some(("RoadId", n)) => (&self.roads, at(n)),
            Some(("LineId", n)) => (&self.lines, at(n)),
            Some(("SeaLinkId", n)) => (&self.sea_links, at(n)),
            Some(("PostureId", n)) => (&self.postures, at(n)),
            Some(("ClassId", n)) => (&self.classes, at(n)),
            _ => match (label, family) {
                ("force", _) => (&self.forces, at(value)),
                ("stream", "Replaced" | "ReplacementStream") => (&self.replacements, at(value)),
                ("stream", _) => (&self.streams, at(value)),
                ("pair", _) => (&self.abreast, at(value)),
                ("t", _) => return format!("p{value}"),
                ("group", _) => return format!("group{value}"),
                _ => return value.to_ascii_lowercase(),
            },
        };
        position.and_then(|n| table.get(n)).cloned().unwrap_or_else(|| plain(value))
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
