//! Which figures of the input stand in the paper: those that the bottlenecks are made of, and those that are worth research.

use std::collections::BTreeSet;

use crate::answer::thing::Thing;
use crate::answer::{Answer, AssumptionRow, Bottleneck};
use crate::study::Study;

/// Bottlenecks and figures to research that are looked at.
const FIRST: usize = 8;
/// Figures of one bottleneck at most: a whole fleet may be many.
const OF_ONE: usize = 6;

/// The figures that decide, as far as they can be named: positions in [`Answer::assumptions`], in their order.
pub fn figures(answer: &Answer, study: Option<&Study>) -> Vec<usize> {
    let all = &answer.assumptions;
    let researched = study.into_iter().flat_map(|s| s.singly.iter().take(FIRST));
    let named = researched.filter_map(|i| all.iter().position(|a| i.what.starts_with(&a.sheet) && i.cell == a.cell));
    let of_one = |b: &Bottleneck| {
        let of: Vec<usize> = (0..all.len()).filter(|k| is_of(b, answer, &all[*k])).take(OF_ONE).collect();
        of
    };
    let short = answer.bottlenecks.iter().take(FIRST).flat_map(of_one);
    named.chain(short).collect::<BTreeSet<usize>>().into_iter().collect()
}

/// Whether a bottleneck is made of this figure.
fn is_of(b: &Bottleneck, answer: &Answer, figure: &AssumptionRow) -> bool {
    let place = |p: usize| answer.theatre.places.get(p).map_or("", |p| p.key.as_str());
    let row = figure.row.as_str();
    // Keys stand in the names of things: see `Thing::what`.
    let quoted = || b.what.contains(&format!("'{row}'"));
    let last_word = || b.what.ends_with(&format!(" {row}"));
    match (b.thing, figure.sheet.as_str()) {
        (Thing::Class(k), "SupplyStreams") => {
            let name = answer.classes.get(k.0).map(|n| n.to_lowercase()).unwrap_or_default();
            row.to_lowercase().starts_with(&name)
        }
        (Thing::Local(_) | Thing::StreamFrom(_), "SupplyStreams")
        | (Thing::Replacements(_) | Thing::ReplacementsFrom(_), "Replacements") => quoted(),
        (Thing::Trains(_), "RailLines") | (Thing::Vehicles(_), "Roads") | (Thing::Sea(_), "SeaLinks") => last_word(),
        (Thing::Trucks, "TruckFleets") | (Thing::Forces, "Forces") | (Thing::Rolling(..), "RollingStock") => true,
        // Postures in which nobody fights here decide nothing.
        (Thing::Pace(_), "Postures") => answer.asked.postures.iter().any(|key| key == row),
        (Thing::Yard(p) | Thing::Handling(p), "Places") => row == place(p.0),
        _ => false,
    }
}
