//! Names of columns and rows in exported programs and certificates, on the shipped campaign.

mod common;

use std::collections::HashSet;

use common::vistula_rhine;
use railhead::answer::{dates, levers};
use railhead::campaign::{Campaign, LineId, PlaceId, RoadId, Way};
use railhead::formulation::ask::{AskColumn, AskRow};
use railhead::formulation::names::Names;
use railhead::formulation::{self, ColumnKey, Earliest, Leg, RowKey};
use railhead::tables;

fn shipped() -> Campaign {
    tables::read(&vistula_rhine()).campaign.expect("no problems")
}

#[test]
fn names_speak_of_the_workbook() {
    let c = shipped();
    let names = Names::of(&c);
    let (line, road, place) = (LineId(2), RoadId(1), PlaceId(0));
    let row = names.name(&RowKey::RailCapacity { line, way: Way::Back, t: 12 });
    assert_eq!(row, format!("RailCapacity.{}.back.p12", c.line(line).key));
    let row = names.name(&RowKey::ThreadCleared { destination: place, leg: Leg { road, way: Way::Forth } });
    assert_eq!(row, format!("ThreadCleared.{}.{}.forth", c.place(place).key, c.road(road).key));
    assert_eq!(names.name(&ColumnKey::Sustained), "Sustained");
    assert_eq!(names.name(&RowKey::ForceSize { force: 2 }), format!("ForceSize.{}", c.forces[2].key));
}

/// A name that two rows share would give one the price of the other.
#[test]
fn no_two_rows_or_columns_share_a_name() {
    let c = shipped();
    let names = Names::of(&c);
    let last = *dates::all(&c).last().expect("a date");
    let program = formulation::build(&c, &Earliest::of(&c), dates::window(&c, last)).expect("a quiet posture");
    let rows: HashSet<String> = names.all(&program.rows).into_iter().collect();
    assert_eq!(rows.len(), program.rows.len());
    let columns: HashSet<String> = names.all(&program.columns).into_iter().collect();
    assert_eq!(columns.len(), program.columns.len());
    assert!(rows.iter().chain(&columns).all(|n| !n.contains("Id_")), "a position instead of a key");
}

#[test]
fn rows_about_levers_say_what_they_are() {
    let c = shipped();
    let names = Names::of(&c);
    let row = RowKey::RailCapacity { line: LineId(2), way: Way::Back, t: 12 };
    let plain = names.name(&row);
    assert_eq!(names.name(&AskRow::Plain(row)), plain);
    assert_eq!(names.name(&AskRow::Product(row)), format!("Product.{plain}"));
    let arrived = ColumnKey::Arrived { stream: 1, t: 3 };
    assert_eq!(names.name(&AskRow::Limit(arrived)), format!("Limit.Arrived.{}.p3", c.streams[1].key));
    assert_eq!(names.name(&AskRow::Enough), "Enough");
    assert_eq!(names.name(&AskColumn::Scale(2)), "Scale.2");
    assert_eq!(names.name(&AskColumn::Plain(arrived)), names.name(&arrived));
}

#[test]
fn no_two_rows_of_a_program_about_levers_share_a_name() {
    let c = shipped();
    let names = Names::of(&c);
    let pieces: Vec<_> = levers::changing(&c).into_iter().map(|l| levers::whole_way(&c, l)).collect();
    assert!(pieces.len() > 1);
    let window = dates::window(&c, 24);
    let program = levers::build(&c, window, (&pieces, 1e6, 1.0)).expect("levers that can be followed").program;
    for kind in [|r: &AskRow| matches!(r, AskRow::Product(_)), |r: &AskRow| matches!(r, AskRow::Limit(_))] {
        assert!(program.rows.iter().any(kind), "the case has no such row");
    }
    let rows: HashSet<String> = names.all(&program.rows).into_iter().collect();
    assert_eq!(rows.len(), program.rows.len());
    let columns: HashSet<String> = names.all(&program.columns).into_iter().collect();
    assert_eq!(columns.len(), program.columns.len());
    assert!(rows.iter().chain(&columns).all(|n| !n.contains("Id_") && !n.contains("Plain")));
}
