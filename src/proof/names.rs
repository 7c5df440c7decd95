//! Names of a program's rows and columns that can be read and looked up: the kind of row, then what it is about, by the
//! keys of the workbook.

use std::fmt::Debug;

use crate::campaign::Campaign;

/// `RailCapacity line=L001 way=Forth t=12` for a row's or column's key.
///
/// It is made of what the key prints of itself, so that every new kind of row has its name at once. Forces, streams and
/// pairs of the sheet Abreast go by their position in the sheet, counted from 0; periods `t` count from 0.
pub fn name(c: &Campaign, key: &impl Debug) -> String {
    // A leg is a road and a way: its own name says nothing more.
    let text = format!("{key:?}").replace("leg: Leg {", "").replace(['{', '}', ','], " ");
    let mut words = text.split_whitespace();
    let mut out = words.next().unwrap_or_default().to_string();
    while let (Some(label), Some(value)) = (words.next(), words.next()) {
        out.push(' ');
        out.push_str(label.trim_end_matches(':'));
        out.push('=');
        out.push_str(&value_in_words(c, value));
    }
    out
}

/// `PlaceId(3)` as the key of that place; what is no position in a table stays as it is.
fn value_in_words(c: &Campaign, value: &str) -> String {
    let position = value.strip_suffix(')').and_then(|v| v.split_once('('));
    let found = position.and_then(|(kind, at)| {
        let at: usize = at.parse().ok()?;
        match kind {
            "PlaceId" => c.places.get(at).map(|p| &p.key),
            "RoadId" => c.roads.get(at).map(|r| &r.key),
            "LineId" => c.lines.get(at).map(|l| &l.key),
            "SeaLinkId" => c.sea_links.get(at).map(|l| &l.key),
            "PostureId" => c.postures.get(at).map(|p| &p.key),
            "ClassId" => c.classes.get(at).map(|k| &k.key),
            _ => None,
        }
    });
    found.map_or_else(|| value.to_string(), Clone::clone)
}

/// The names of all keys, in order.
pub fn names<K: Debug>(c: &Campaign, keys: &[K]) -> Vec<String> {
    keys.iter().map(|k| name(c, k)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::answer::dates;
    use crate::campaign::{LineId, PlaceId, RoadId, Way};
    use crate::formulation::{self, ColumnKey, Earliest, Leg, RowKey};
    use crate::tables;

    fn shipped() -> Campaign {
        let book = crate::models::by_name("vistula-rhine").expect("a shipped model").book();
        tables::read(&book).campaign.expect("no problems")
    }

    #[test]
    fn names_speak_of_the_workbook() {
        let c = shipped();
        let (line, road, place) = (LineId(2), RoadId(1), PlaceId(0));
        let row = name(&c, &RowKey::RailCapacity { line, way: Way::Back, t: 12 });
        assert_eq!(row, format!("RailCapacity line={} way=Back t=12", c.line(line).key));
        let row = name(&c, &RowKey::ThreadCleared { destination: place, leg: Leg { road, way: Way::Forth } });
        let (place, road) = (&c.place(place).key, &c.road(road).key);
        assert_eq!(row, format!("ThreadCleared destination={place} road={road} way=Forth"));
        assert_eq!(name(&c, &ColumnKey::Sustained), "Sustained");
        assert_eq!(name(&c, &RowKey::ForceSize { force: 3 }), "ForceSize force=3");
    }

    /// A name that two rows share would give one the price of the other.
    #[test]
    fn no_two_rows_or_columns_share_a_name() {
        let c = shipped();
        let last = *dates::all(&c).last().expect("a date");
        let program = formulation::build(&c, &Earliest::of(&c), dates::window(&c, last)).expect("a quiet posture");
        let rows: HashSet<String> = names(&c, &program.rows).into_iter().collect();
        assert_eq!(rows.len(), program.rows.len());
        let columns: HashSet<String> = names(&c, &program.columns).into_iter().collect();
        assert_eq!(columns.len(), program.columns.len());
        assert!(rows.iter().chain(&columns).all(|n| !n.contains("Id(")), "a position instead of a key");
    }
}
