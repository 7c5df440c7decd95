//! A campaign small enough to work out by hand, as text tables. Two places: A is ours, B depends on the test.
//! Norms: 4 kg per man and day at rest, of one class; nobody falls sick.
#![allow(dead_code)]

use railhead::answer::dates;
use railhead::campaign::Campaign;
use railhead::formulation::{self, ColumnKey, Earliest, Program};
use railhead::solver::{self, Backend, Limits, Solution};
use railhead::tables;
use railhead::textmodel;

const TABLES: &[(&str, &str)] = &[
    (
        "question",
        "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates\n\
         Tiny,can it be done,1945-01-12,200,10,10,1000,fierce,3\n",
    ),
    ("destinations", "place,must_hold,counts\nB,yes,yes\n"),
    ("supply_classes", "class,name,carried_as,safety_days\nall,All,dry,0\n"),
    (
        "postures",
        "posture,name,advance_km_per_day,casualties_per_1000_per_day\n\
         quiet,Quiet,0,0\nfierce,Fierce,6,10\nmarch,March,25,0\n",
    ),
    ("norms", "posture,class,kg_per_man_day\nquiet,all,4\nfierce,all,4\nmarch,all,4\n"),
    ("resistance", "profile,zone,posture,grouping_men\nfierce,z,fierce,100000\n"),
    ("zones", "zone,name\nz,Zone\n"),
    ("places", "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\nA,A,50,20,0,\nB,B,50,20.5,0,\n"),
    ("roads", "road,from,to,length_km,capacity,zone\nR,A,B,60,5000,z\n"),
    ("forces", "force,name,place,men\nF,Force,A,5000000\n"),
    ("supply_streams", "stream,place,class,t_per_day\nS,A,all,1000000\n"),
];

/// The tables of the tiny campaign as files, with some replaced.
pub fn files(replaced: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = TABLES
        .iter()
        .filter(|(n, _)| !replaced.iter().any(|(r, _)| r == n))
        .chain(replaced)
        .map(|(n, text)| (format!("{n}.csv"), text.to_string()))
        .collect();
    files.sort();
    files
}

/// The tiny campaign with some tables replaced.
pub fn campaign(replaced: &[(&str, &str)]) -> Campaign {
    let reading = tables::read(&textmodel::read_files(&files(replaced)));
    reading.campaign.unwrap_or_else(|| panic!("{:#?}", reading.problems))
}

/// Certified bound, in thousand men, for men who stand at the destination from `day` on; below 0 = cannot be held.
pub fn bound(c: &Campaign, day: f64) -> f64 {
    solved(c, day).map_or(0.0, |s| s.0)
}

/// The bound with the program and the solution behind it.
pub fn solved(c: &Campaign, day: f64) -> Option<(f64, Program, Solution)> {
    let earliest = Earliest::of(c);
    let first = (day / c.question.period.0).round() as usize - 1;
    if !dates::is_early_enough(c, &earliest, first) {
        return None;
    }
    let program = formulation::build(c, &earliest, dates::window(c, first)).expect("a quiet posture");
    assert!(program.orphans.is_empty(), "terms for rows that nobody declared: {:?}", program.orphans);
    let backend = *Backend::available().first().expect("a solver");
    let solution = solver::solve(&program.lp, backend, &Limits::default()).expect("a solution");
    let bound = solver::safe_bound(&program.lp, &solution.y).value;
    Some((bound, program, solution))
}

/// Asserts that two numbers agree to a part in a hundred thousand.
pub fn close(found: f64, by_hand: f64) {
    assert!((found - by_hand).abs() <= 1e-5 * (1.0 + by_hand.abs()), "found {found}, by hand {by_hand}");
}

/// The value of a column.
pub fn value(s: &(f64, Program, Solution), key: ColumnKey) -> f64 {
    s.1.value(&s.2.x, key)
}
