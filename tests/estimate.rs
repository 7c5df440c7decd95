//! The arithmetic before the solver: by hand, never against the ceiling, as printed, and as live formulas.

mod common;

use std::collections::BTreeSet;
use std::process::Command as System;

use assert_cmd::Command;
use common::corridor::{corridor, two_legs};
use common::tiny::{campaign, close};
use common::{alter, vistula_rhine};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use railhead::answer::{self, Answer, Task, Verdict};
use railhead::campaign::{Campaign, Men};
use railhead::estimate::{Estimate, SPOKEN_OF, Shortage, Sum};
use railhead::solver::{Backend, Limits};
use railhead::tables::{self, Value};
use rayon::prelude::*;

const TO_BE_TAKEN: &str = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nB,B,50,20.5,\n";
const FLEET: &str =
    "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n";
const LINE: &str =
    "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\nL,A,B,60,2,1524,60,10,open\n";

fn estimate(c: &Campaign) -> Estimate {
    Estimate::of(c).expect("a campaign with dates")
}

fn sum(e: &Estimate, of: Shortage) -> &Sum {
    e.sums.iter().find(|s| s.shortage == of).expect("a sum")
}

fn question(horizon: u32, target: u32) -> String {
    format!(
        "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates\n\
         Tiny,can it be done,1945-01-12,{horizon},10,10,{target},fierce,3\n"
    )
}

/// What falls short for the last date.
fn short(e: &Estimate) -> Vec<Shortage> {
    e.sums.iter().filter(|s| s.is_impossible()).map(|s| s.shortage.clone()).collect()
}

/// 60 km at 6 km a day: B is held on day 10 at the earliest. The horizon of 20 days less a span of 10 is day 10 as well:
/// in time. 61 km are not, and no target is small enough.
#[test]
fn days_by_the_rate_of_advance() {
    let q = question(20, 1000);
    let at = |km: u32| {
        let roads = format!("road,from,to,length_km,capacity,zone\nR,A,B,{km},5000,z\n");
        estimate(&campaign(&[("question", &q), ("places", TO_BE_TAKEN), ("roads", &roads)]))
    };
    let (just, late) = (at(60), at(61));
    close(sum(&just, Shortage::Days).need, 10.0);
    close(sum(&just, Shortage::Days).have, 10.0);
    assert!(!sum(&just, Shortage::Days).is_impossible());
    assert!(late.impossible);
    assert_eq!(short(&late)[0], Shortage::Days);
}

/// 100,000 men for 10 days on 60 km are a million man-days; ten in a thousand fall: 10,000. A twenty-fifth of it is not charged:
/// 9,600. Of 150,000 men and 1,000 a day for 190 days 340,000 - 9,600 are left, and 10,000 of them are tied down.
#[test]
fn men_less_the_least_losses() {
    let c = campaign(&[
        ("places", TO_BE_TAKEN),
        ("forces", "force,name,place,men\nF,Force,A,150000\n"),
        ("replacements", "stream,place,men_per_day,includes_returned\nR,A,1000,yes\n"),
        ("claims", "claim,name,basis,amount,counts\nguards,Guards,men,10000,no\n"),
        ("truck_fleets", &format!("{FLEET}T,T,20000,2,120,0,0.24,1,0\n")),
    ]);
    let with = |target: f64| {
        let mut c = c.clone();
        c.question.target = Men(target);
        estimate(&c)
    };
    let e = with(1000.0);
    close(sum(&e, Shortage::Men).have, 330_400.0);
    close(sum(&e, Shortage::Men).need, 11_000.0);
    assert!(!with(320_000.0).impossible);
    let more = with(322_000.0);
    assert!(more.impossible);
    assert_eq!(short(&more), [Shortage::Men]);
}

/// 100 t a day for 200 days are 20,000 t. Men who are all there from day 0 on draw 4 kg for 200 days less the first ten, which are
/// not counted: 100,000 men 76,000 t, 25,000 men 19,000 t, 26,400 men 20,064 t.
#[test]
fn a_class_against_all_there_is() {
    let with = |target: u32| {
        let forces = format!("force,name,place,men\nF,Force,A,{target}\n");
        estimate(&campaign(&[
            ("question", &question(200, target)),
            ("forces", &forces),
            ("supply_streams", "stream,place,class,t_per_day\nS,A,all,100\n"),
        ]))
    };
    let e = with(100_000);
    close(sum(&e, Shortage::Class("All".into())).need, 76_000.0);
    close(sum(&e, Shortage::Class("All".into())).have, 20_000.0);
    close(sum(&with(25_000), Shortage::Class("All".into())).need, 19_000.0);
    assert!(sum(&with(26_400), Shortage::Class("All".into())).is_impossible());
}

/// Ten trains of 600 t for 200 days are 1,200 kt; 4 kg for ten days, 40 kg a man: 30 million men, and no road.
/// With one train a day, 3 million: 3.1 million are too many, and the line is named.
#[test]
fn carriage_by_the_narrowest_cut() {
    let with = |trains: u32, target: u32| {
        let line = LINE.replace(",10,open", &format!(",{trains},open"));
        estimate(&campaign(&[("question", &question(200, target)), ("rail_lines", &line)]))
    };
    close(sum(&with(10, 1000), Shortage::Carriage).have, 1_200_000.0);
    close(sum(&with(1, 1000), Shortage::Carriage).have, 120_000.0);
    assert!(!with(1, 3_000_000).impossible);
    let e = with(1, 3_100_000);
    assert!(e.impossible);
    assert_eq!(short(&e), [Shortage::Carriage]);
    assert!(e.findings[0].words.contains("rail A-B"), "{:?}", e.findings);
}

/// 100 trucks of 2 t, all ready, none lost, 120 km a day, a turn of 60 km takes a day: 200 t a day for 200 days, and the 200 t
/// of one turn begun before: 40,200 t. 40 kg a man: 1,005,000 men.
#[test]
fn trucks_at_the_least_distance() {
    let fleet = format!("{FLEET}T,T,100,2,120,0,0.24,1,0\n");
    let with = |target: u32| estimate(&campaign(&[("question", &question(200, target)), ("truck_fleets", &fleet)]));
    let e = with(1_000_000);
    close(sum(&e, Shortage::Trucks).need, 40_000.0);
    close(sum(&e, Shortage::Trucks).have, 40_200.0);
    assert!(!e.impossible);
    let e = with(1_010_000);
    assert!(e.impossible);
    assert_eq!(short(&e), [Shortage::Trucks]);
}

/// The work to a place on two roads: 100 km at 6 km a day with 100,000 men against 40 km + 40 km. The shorter way counts,
/// and a leg that two places share counts once: to X and to B behind it, 80 km and not 120.
#[test]
fn a_shared_leg_is_fought_for_once() {
    let c = campaign(&[
        ("destinations", "place,must_hold,counts\nB,yes,yes\nX,yes,no\n"),
        ("places", "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nX,X,50,20.5,\nB,B,50,21,\n"),
        ("roads", "road,from,to,length_km,capacity,zone\nR1,A,X,40,5000,z\nR2,X,B,40,5000,z\nR3,A,B,100,5000,z\n"),
    ]);
    let e = estimate(&c);
    let lost = 5_000_000.0 - sum(&e, Shortage::Men).have;
    close(lost, 0.96 * 100_000.0 * 80.0 / 6.0 * 0.01);
}

fn answered(c: &Campaign) -> Answer {
    let task = Task {
        campaign: c,
        input: String::new(),
        input_hash: String::new(),
        assumptions: Vec::new(),
        warnings: Vec::new(),
        backend: *Backend::available().first().expect("a solver"),
        limits: Limits::default(),
        with_plan: false,
        with_schedule: true,
        caution: None,
        with_curve: true,
        starts: None,
    };
    answer::with_bounds(&task, &|_| ()).expect("an answer").0
}

/// The smallest target that arithmetic calls impossible, to a part in a hundred thousand.
fn threshold(c: &Campaign) -> Option<Campaign> {
    let with = |target: f64| {
        let mut c = c.clone();
        c.question.target = Men(target);
        c
    };
    let (mut fine, mut out) = (1.0, 1.0e8);
    if !estimate(&with(out)).impossible {
        return None;
    }
    if estimate(&with(fine)).impossible {
        return Some(with(fine));
    }
    while out > fine * (1.0 + 1e-5) {
        let middle = f64::sqrt(fine * out);
        *(if estimate(&with(middle)).impossible { &mut out } else { &mut fine }) = middle;
    }
    Some(with(out))
}

/// At the smallest target that arithmetic calls impossible, the certified ceiling is below it on every date. Gives what
/// fell short on the last date, and the ceiling over the target.
fn never_against_the_ceiling(c: &Campaign) -> (Vec<Shortage>, f64) {
    let Some(c) = threshold(c) else { return (Vec::new(), 0.0) };
    let answer = answered(&c);
    let target = c.question.target.0;
    for point in &answer.curve {
        assert!(point.most_men < target * 0.999, "day {}: {} of {target}\n{c:#?}", point.day, point.most_men);
    }
    assert_eq!(answer.verdict, Verdict::No, "{} of {target}\n{c:#?}", answer.most_men);
    let mut spoken = c.clone();
    spoken.question.target = Men(target * SPOKEN_OF);
    (short(&estimate(&spoken)), answer.most_men / target)
}

/// What a random corridor A - X - B is made of.
#[derive(Debug, Clone)]
struct Corridor {
    trucks: f64,
    trains: f64,
    grouping: f64,
    men: f64,
    replacements: f64,
    km: f64,
    supplies: f64,
    stock_at_b: f64,
    horizon: u32,
    sustain: u32,
    road: u32,
    with_rail: bool,
    must_hold: bool,
    returned: f64,
    sick: f64,
    claim: (f64, bool),
    gauge: u32,
}

prop_compose! {
    fn any_corridor()(
        trucks in prop_oneof![20.0..100.0f64, 300.0..9000.0f64],
        trains in prop_oneof![0.2..2.0f64, 4.0..20.0f64],
        grouping in 20_000.0..300_000.0f64,
        men in prop_oneof![50_000.0..200_000.0f64, 400_000.0..3_000_000.0f64],
        replacements in prop_oneof![Just(0.0), 100.0..4_000.0f64],
        km in prop_oneof![40.0..120.0f64, 200.0..400.0f64],
        supplies in prop_oneof![200.0..2_000.0f64, 5_000.0..60_000.0f64],
        stock_at_b in prop_oneof![Just(0.0), 100.0..3_000.0f64],
        horizon in 40..130u32,
        sustain in prop_oneof![Just(0u32), Just(10), Just(20)],
        road in prop_oneof![20..200u32, 2000..5000u32],
        with_rail in any::<bool>(),
    )(
        must_hold in any::<bool>(),
        returned in prop_oneof![Just(0.0), 0.2..0.8f64],
        sick in prop_oneof![Just(0.0), 0.2..2.0f64],
        claim in (0.0..20_000.0f64, any::<bool>()),
        gauge in prop_oneof![Just(1435u32), Just(1524)],
        rest in Just((trucks, trains, grouping, men, replacements, km, supplies, stock_at_b, horizon, sustain, road, with_rail)),
    ) -> Corridor {
        let (trucks, trains, grouping, men, replacements, km, supplies, stock_at_b, horizon, sustain, road, with_rail) = rest;
        Corridor { trucks, trains, grouping, men, replacements, km, supplies, stock_at_b, horizon, sustain, road, with_rail,
            must_hold, returned, sick, claim, gauge }
    }
}

impl Corridor {
    fn campaign(&self) -> Campaign {
        let Corridor { km, horizon, sustain, road, gauge, .. } = self;
        let question = format!(
            "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates\n\
             Random,can it be done,1945-01-12,{horizon},10,{sustain},1000,fierce,2\n"
        );
        let hold = if self.must_hold { "yes" } else { "no" };
        let destinations = format!("place,must_hold,counts\nB,{hold},yes\nX,no,no\n");
        let roads = format!("road,from,to,length_km,capacity,zone\nR1,A,X,{km},{road},z\nR2,X,B,{km},{road},z\n");
        let lines = format!(
            "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\n\
             L1,A,X,{km},2,1524,60,{0},light damage\nL2,X,B,{km},2,{gauge},60,{0},heavy damage\n",
            self.trains
        );
        let fleet = format!("{FLEET}T,T,{},2.2,140,0.5,0.24,0.9,0.04\nU,U,10,3,100,0.1,0.3,0.9,0\n", self.trucks);
        let resistance = format!(
            "profile,zone,from_day,posture,grouping_men\nfierce,z,0,fierce,{0}\nfierce,z,45,light,{0}\n",
            self.grouping
        );
        let forces = format!("force,name,place,men,from_day\nF,Force,A,{0},0\nG,Later,A,{0},34\n", self.men / 2.0);
        let held = if self.returned > 0.0 { "no" } else { "yes" };
        let replacements = format!(
            "stream,place,men_per_day,from_day,includes_returned\nR,A,{},12,{held}\nS,X,{},0,{held}\n",
            self.replacements,
            self.replacements / 3.0
        );
        let yes = if self.claim.1 { "yes" } else { "no" };
        let claims = format!(
            "claim,name,basis,amount,counts\nc,Some,men,{},{yes}\nd,Others,men per km taken,20,yes\n",
            self.claim.0
        );
        let streams =
            format!("stream,place,class,t_per_day\nS,A,all,{0}\nE,A,shells,{1}\n", self.supplies, self.supplies / 3.0);
        let stocks = format!("place,class,tonnes\nB,all,{}\nX,all,500\n", self.stock_at_b);
        let assumptions =
            format!("factor,value,unit\nreturned_share,{},share\nreturned_after_days,25,days\n", self.returned);
        let postures = format!(
            "posture,name,advance_km_per_day,casualties_per_1000_per_day\n\
             quiet,Quiet,0,{0}\nfierce,Fierce,6,10\nlight,Light,20,{0}\n",
            self.sick
        );
        let mut replaced: Vec<(&str, &str)> = vec![
            ("question", &question),
            ("destinations", &destinations),
            (
                "places",
                "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\nA,A,50,20,0,\nX,X,50,20.5,,900\nB,B,50,21,,\n",
            ),
            ("roads", &roads),
            ("truck_fleets", &fleet),
            ("resistance", &resistance),
            ("forces", &forces),
            ("replacements", &replacements),
            ("claims", &claims),
            ("supply_streams", &streams),
            ("stocks", &stocks),
            ("postures", &postures),
            ("supply_classes", "class,name,carried_as,safety_days\nall,All,fuel,3\nshells,Shells,dry,2\n"),
            (
                "norms",
                "posture,class,kg_per_man_day\nquiet,all,3\nfierce,all,4\nlight,all,2.5\nquiet,shells,0.3\nfierce,shells,3\nlight,shells,0.2\n",
            ),
            ("seasons", "season,zone,from_day,to_day,road_capacity,truck_run,advance\nmud,z,23,37,0.5,0.7,0.8\n"),
        ];
        if self.returned > 0.0 {
            replaced.push(("assumptions", &assumptions));
        }
        if self.with_rail {
            replaced.push(("rail_lines", &lines));
        }
        campaign(&replaced)
    }
}

/// Each takes seconds.
const CORRIDORS: usize = 40;

/// Random corridors, each at the very target at which arithmetic begins to call it impossible. The runner is the same each
/// time, so that every kind of shortage is known to be met.
#[test]
fn impossible_is_never_against_the_ceiling() {
    let mut runner = TestRunner::deterministic();
    let campaigns: Vec<Campaign> = (0..CORRIDORS)
        .map(|_| any_corridor().new_tree(&mut runner).expect("a corridor").current().campaign())
        .collect();
    let found: Vec<_> = campaigns.par_iter().with_max_len(1).map(never_against_the_ceiling).collect();
    let met: BTreeSet<String> = found.iter().flat_map(|(kinds, _)| kinds).map(|k| format!("{k:?}")).collect();
    let closest = found.iter().map(|(_, ratio)| *ratio).fold(0.0, f64::max);
    for kind in ["Days", "Men", "Class(\"All\")", "Class(\"Shells\")", "Carriage", "Trucks"] {
        assert!(met.contains(kind), "{kind} never fell short: {met:?}");
    }
    // Else the sums would be so kind that the property says nothing.
    assert!(closest > 0.99, "the ceiling came no closer than {closest} to the target");
}

/// The same for campaigns with a little of everything, on several grids.
#[test]
fn nor_in_the_long_corridor() {
    for (period, profile) in [(10, "fierce"), (5, "fierce"), (10, "light"), (5, "light")] {
        never_against_the_ceiling(&corridor(period, profile, &[]));
    }
    never_against_the_ceiling(&two_legs(10, &[]));
    let few = "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\nT,T,9,2,140,0,0.2,1,0\n";
    never_against_the_ceiling(&two_legs(10, &[("truck_fleets", few)]));
    never_against_the_ceiling(&two_legs(
        20,
        &[("truck_fleets", few), ("rolling_stock", "stock,name,gauge_mm,kind,number\nW1,Wagons,1524,wagons,9\n")],
    ));
}

fn shipped(target: f64) -> Campaign {
    let mut c = tables::read(&vistula_rhine()).campaign.expect("the shipped campaign");
    c.question.target = Men(target);
    c
}

/// The ceiling of day 350 is 1.87 million, so 1.8 must not be called impossible, nor 2.0, which takes the solver. More men than
/// are left after the least losses are.
#[test]
fn the_shipped_campaign() {
    let e = estimate(&shipped(1_800_000.0));
    assert!(!e.impossible, "{:#?}", e.findings);
    // The ceilings of docs/mathematics.md: 0.95 million on day 300.
    assert!(e.not_before.is_some_and(|d| d <= 350.0));
    assert!(estimate(&shipped(940_000.0)).not_before.is_some_and(|d| d <= 300.0));
    let e = estimate(&shipped(2_000_000.0));
    assert!(!e.impossible);
    close(e.need.t_per_day, 8000.0);
    let ammunition = sum(&e, Shortage::Class("Ammunition".into()));
    close(ammunition.have, 100_000.0 + 2600.0 * 360.0);
    assert!(ammunition.share() > 0.8, "the envelope of docs/sanity.md: {ammunition:?}");
    assert!(estimate(&shipped(4_000_000.0)).impossible);
}

/// Every sum stands among the lines with the same share, so that the sheet says what the words say.
#[test]
fn lines_and_sums_agree() {
    for c in [shipped(2_000_000.0), corridor(10, "fierce", &[]), two_legs(10, &[])] {
        let e = estimate(&c);
        let line = |what: &str| e.lines.iter().find(|l| l.what == what).map(|l| l.value());
        for s in &e.sums {
            match &s.shortage {
                Shortage::Class(name) => {
                    close(line(&format!("{name}: all there is")).expect("a line"), s.have);
                    close(line(&format!("{name}: needed of what there is")).expect("a line"), s.share());
                }
                Shortage::Carriage => {
                    close(line("To be brought to them").expect("a line"), s.need);
                    close(line("Could have been brought at the most").expect("a line"), s.have);
                }
                Shortage::Men => {
                    // The sum allows what half a period's sickness might spare.
                    let left = line("Left at the most").expect("a line");
                    assert!((left / s.have - 1.0).abs() < 0.01, "{left} {}", s.have);
                }
                _ => {}
            }
        }
    }
}

fn railhead() -> Command {
    Command::cargo_bin("railhead").expect("the binary")
}

#[test]
fn check_prints_it_and_an_impossible_target_is_no_problem() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("much.xlsx");
    let mut book = vistula_rhine();
    alter(&mut book, "question", 0, "target_men", Value::Number(4_000_000.0));
    railhead::workbook::write(&book, &file).expect("a workbook");
    let out = railhead().arg("check").arg(&file).assert().success();
    let text = String::from_utf8_lossy(&out.get_output().stdout).into_owned();
    for words in ["IMPOSSIBLE", "16,000 t a day", "North", "Ammunition", "By rail"] {
        assert!(text.contains(words), "no '{words}' in:\n{text}");
    }
    assert!(text.lines().all(|l| l.chars().count() <= 80), "a line of more than 80 columns:\n{text}");
    let out = railhead().args(["check", "--format", "json"]).arg(&file).assert().success();
    let json: serde_json::Value = serde_json::from_slice(&out.get_output().stdout).expect("JSON");
    assert_eq!(json["estimate"]["impossible"], true);
}

/// LibreOffice works every formula out anew, from the cells of the sheet AssumptionsUsed, and finds what is stored; and a
/// number changed there changes the estimate.
#[test]
fn the_sheet_is_alive() {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let file = folder.path().join("corridor.xlsx");
    let mut answer = answered(&corridor(10, "fierce", &[]));
    let assumption = |sheet: &str, row: &str, what: &str, base: f64| answer::AssumptionRow {
        sheet: sheet.into(),
        row: row.into(),
        what: what.into(),
        base,
        low: None,
        high: None,
        unit: String::new(),
        source: String::new(),
        grade: String::new(),
        note: String::new(),
        cell: String::new(),
        at: Default::default(),
    };
    answer.assumptions = vec![
        assumption("Norms", "quiet, food", "Norm", 2.0),
        assumption("Norms", "quiet, ammunition", "Norm", 0.4),
        assumption("Norms", "quiet, fuel", "Norm", 1.0),
        assumption("SupplyStreams", "ammunition", "Rate", 150.0),
        assumption("Forces", "F", "Men", 190_000.0),
        assumption("TruckFleets", "T", "Daily run", 140.0),
    ];
    let bytes = railhead::report::workbook::bytes(&(&answer).into()).expect("a workbook");
    std::fs::write(&file, bytes).expect("a file");
    let convert = |to: &str, from: &std::path::Path| {
        let mut office = System::new("soffice");
        office.args(["--headless", &profile, "--convert-to", to, "--outdir"]).arg(folder.path()).arg(from);
        office.output().is_ok_and(|o| o.status.success())
    };
    if !convert("fods", &file) {
        println!("skipped: LibreOffice (soffice) can't be run here");
        return;
    }
    let flat = std::fs::read_to_string(folder.path().join("corridor.fods")).expect("flat XML");
    let formula = flat.find("table:formula=\"of:=([.$B$").expect("a formula");
    assert!(flat[formula..].contains("[$AssumptionsUsed.$E$"), "no formula refers to the sheet AssumptionsUsed");
    let (old, new) = ("office:value=\"190000\"", "office:value=\"90000\"");
    assert!(flat.contains(old), "the cell is not where it was");
    let flat = forget_results(&flat);
    for (name, text) in [("again", flat.clone()), ("edited", flat.replace(old, new))] {
        let file = folder.path().join(format!("{name}.fods"));
        std::fs::write(&file, text).expect("a file");
        assert!(convert("xlsx", &file), "LibreOffice could not save the workbook");
    }
    let stored = values(&file);
    let again = values(&folder.path().join("again.xlsx"));
    let edited = values(&folder.path().join("edited.xlsx"));
    assert!(stored.len() > 30, "{stored:?}");
    for ((what, value), (also, anew)) in stored.iter().zip(&again) {
        assert_eq!(what, also);
        assert!((value - anew).abs() <= 1e-9 * (1.0 + value.abs()), "{what}: stored {value}, worked out {anew}");
    }
    let forces = |all: &[(String, f64)]| all.iter().find(|(what, _)| what == "Forces").map(|(_, v)| *v);
    assert_eq!(forces(&stored), Some(250_000.0));
    assert_eq!(forces(&edited), Some(150_000.0));
}

/// Takes the results of all formulas out of a flat spreadsheet, so that they are worked out when it is loaded.
fn forget_results(flat: &str) -> String {
    let mut out = String::new();
    let mut rest = flat;
    while let Some(at) = rest.find("table:formula=\"") {
        let end = at + rest[at..].find('>').expect("the end of a cell");
        let kept = rest[at..end].find(" office:value-type=").map_or(end, |kept| at + kept);
        out.push_str(&rest[..kept]);
        rest = &rest[end..];
    }
    out + rest
}

/// The lines of the sheet Estimate with their values.
fn values(file: &std::path::Path) -> Vec<(String, f64)> {
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(file).expect("a workbook");
    let range = book.worksheet_range("Estimate").expect("the sheet");
    let row = |r: &[calamine::Data]| match (&r[0], r.get(1)) {
        (calamine::Data::String(what), Some(calamine::Data::Float(v))) => Some((what.clone(), *v)),
        (calamine::Data::String(what), Some(calamine::Data::Int(v))) => Some((what.clone(), *v as f64)),
        _ => None,
    };
    range.rows().filter_map(row).collect()
}
