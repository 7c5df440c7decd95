//! Orders for the tiny campaign, and what a replay says of them.
#![allow(dead_code)]

use railhead::campaign::{Campaign, ClassId, LineId, PlaceId, RoadId, Way};
use railhead::orders::*;
use railhead::replay::{Fault, FaultKind, Replay};

use super::tiny::campaign;

pub const A: PlaceId = PlaceId(0);
pub const B: PlaceId = PlaceId(1);
pub const X: PlaceId = PlaceId(2);
pub const ROAD: RoadId = RoadId(0);
pub const LINE: LineId = LineId(0);
pub const ALL: ClassId = ClassId(0);

pub const PLACES: &str = "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\n";
pub const LINES: &str = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\n";
pub const FLEETS: &str =
    "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n";
pub const STOCKS: &str = "place,class,tonnes\n";
pub const FORCES: &str = "force,name,place,men\n";

/// A campaign with these tables in place of the tiny one's; each is a name, a head and rows.
pub fn with(tables: &[(&str, &str, &str)]) -> Campaign {
    let whole: Vec<(&str, String)> = tables.iter().map(|(n, head, rows)| (*n, format!("{head}{rows}\n"))).collect();
    let whole: Vec<(&str, &str)> = whole.iter().map(|(n, text)| (*n, text.as_str())).collect();
    campaign(&whole)
}

/// Ten-day periods, nothing else.
pub fn orders(periods: usize) -> Orders {
    Orders { period_days: 10, periods, ..Orders::default() }
}

pub fn freight(link: Link, period: usize, tonnes: f64) -> Freight {
    Freight { link, way: Way::Forth, class: ALL, period, tonnes }
}

pub fn accepted(period: usize, tonnes: f64) -> Accepted {
    Accepted { stream: 0, period, tonnes }
}

pub fn work(road: usize, days: (f64, f64), share: f64, depot: PlaceId) -> Work {
    Work { road: RoadId(road), way: Way::Forth, from_day: days.0, to_day: days.1, share, depot, via: vec![] }
}

pub fn follow(to: PlaceId, day: f64, men: f64, tonnes: f64) -> Follow {
    Follow { from: A, to, via: vec![(ROAD, Way::Forth)], day, men, tonnes: vec![tonnes] }
}

#[track_caller]
pub fn holds(r: &Replay) {
    assert!(r.holds(), "{} men; {:#?}", r.men_sustained, r.faults);
}

/// The only fault there is.
#[track_caller]
pub fn only(r: &Replay, kind: FaultKind) -> Fault {
    assert_eq!(r.faults.iter().map(|f| f.kind).collect::<Vec<_>>(), [kind], "{:#?}", r.faults);
    assert!(!r.holds());
    r.faults[0].clone()
}

/// The fault of a kind, others beside it.
#[track_caller]
pub fn one(r: &Replay, kind: FaultKind) -> Fault {
    let found: Vec<&Fault> = r.faults.iter().filter(|f| f.kind == kind).collect();
    assert_eq!(found.len(), 1, "{kind:?} in {:#?}", r.faults);
    found[0].clone()
}

pub fn men(r: &Replay, day: usize, place: PlaceId) -> f64 {
    r.days[day].men_at[place.0]
}

/// Stock at a place in campaigns of one class.
pub fn stock(r: &Replay, day: usize, place: PlaceId) -> f64 {
    r.days[day].stock_t[place.0]
}
