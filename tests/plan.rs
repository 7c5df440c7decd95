//! Plans: what they sustain, by hand; that they stay below the ceiling; that a YES needs one and stands up in another process.

mod common;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use common::{corridor, tiny};
use proptest::prelude::*;
use railhead::answer::dates;
use railhead::campaign::Campaign;
use railhead::formulation::{Context, Earliest};
use railhead::plan::{self, Effort, NoPlan, Planned};
use railhead::solver::{Backend, Limits};

const QUESTION: &str =
    "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates\n";
const OURS: &str =
    "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\nA,A,50,20,0,\nB,B,50,23.4,0,\n";
const CLASSES: &str = "class,name,carried_as,safety_days\nall,All,dry,0\npetrol,Petrol,fuel,0\n";
const NORMS: &str = "posture,class,kg_per_man_day\nquiet,all,4\nfierce,all,4\nmarch,all,4\nquiet,petrol,0\nfierce,petrol,0\nmarch,petrol,0\n";
const STREAMS: &str = "stream,place,class,t_per_day\nS,A,all,100000\nP,A,petrol,100000\n";
const FLEET: &str =
    "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n";

/// The plan for a date with the most men, with the ceiling in men.
fn plan(c: &Campaign, day: f64) -> (Result<Planned, NoPlan>, f64) {
    plan_for(c, day, f64::INFINITY)
}

/// The same, where so many men are enough.
fn plan_for(c: &Campaign, day: f64, enough_men: f64) -> (Result<Planned, NoPlan>, f64) {
    let (bound, program, solution) = tiny::solved(c, day).expect("a date that is not too early");
    let earliest = Earliest::of(c);
    let first = (day / c.question.period.0).round() as usize - 1;
    let ctx = Context::new(c, &earliest, dates::window(c, first)).expect("a quiet posture");
    let effort = Effort {
        backend: *Backend::available().first().expect("a solver"),
        limits: Limits::default(),
        rounds: 15,
        enough_men,
        bound_men: bound * 1000.0,
    };
    (plan::plan(&ctx, (&program, &solution.x), &effort, &|_| {}), bound * 1000.0)
}

/// 100 trucks of 2 t over 250 km, a day each way and no time at the ends: 1,000 t in ten days, of which a tenth arrives in
/// the next ten. By day 40 3,900 t have come. Men march ten days, so those who leave in the first period arrive evenly
/// through the second, eat there for five days on average, and then for the twenty days from day 20 to day 40:
/// 4 kg x 25 days = 0.1 t a man, 39,000 men. Reserves for what the grid does not know cost a few in a hundred.
///
/// The ceiling has 4,000 t, 200 t more because the last loads may use a turn of two days from after the end, and men who
/// arrive on day 20 itself: 0.08 t a man, 52,500 men.
#[test]
fn a_plan_by_hand() {
    let (planned, ceiling) = plan(&by_truck(), 20.0);
    let planned = planned.expect("a plan");
    assert!((ceiling - 52_500.0).abs() < 10.0, "{ceiling}");
    assert!(planned.replay.holds());
    assert!((38_000.0..=39_001.0).contains(&planned.orders.men), "{}", planned.orders.men);
}

fn by_truck() -> Campaign {
    tiny::campaign(&[
        ("question", &format!("{QUESTION}T,how many at most,1945-01-12,40,10,20,1000,fierce,1\n")),
        ("places", OURS),
        ("roads", "road,from,to,length_km,capacity,zone\nR,A,B,250,5000,z\n"),
        ("supply_classes", CLASSES),
        ("norms", NORMS),
        ("supply_streams", STREAMS),
        ("truck_fleets", &format!("{FLEET}T,Trucks,100,2,250,0,0.4,1,0\n")),
    ])
}

/// The same campaign where 20,000 men are enough: a plan of 39,000 could be had, but none is looked for beyond two men in a
/// thousand more, 20,040.
#[test]
fn enough_is_enough() {
    let planned = plan_for(&by_truck(), 20.0, 20_000.0).0.expect("a plan");
    assert!(planned.replay.holds());
    assert!((20_000.0..=20_040.0).contains(&planned.orders.men), "{}", planned.orders.men);
}

/// 100 t lie at B, and nothing else comes there. Men march 125 km in five days. Of those who set out in the days from 10 to 20
/// half are at B on day 20, having come evenly since day 15: 2.5 days each, 10 kg, so 10,000 men. (Those who set out before
/// day 10 eat longer there.) By the mean of both ends of the period it would be five days each, and 5,000 men. Three in a
/// thousand of what leaves a depot are written off.
#[test]
fn men_eat_from_the_day_on_which_they_come() {
    let c = tiny::campaign(&[
        ("question", &format!("{QUESTION}T,how many at most,1945-01-12,20,10,0,1000,fierce,1\n")),
        ("places", &OURS.replace("23.4", "21.7")),
        ("roads", "road,from,to,length_km,capacity,zone\nR,A,B,125,5000,z\n"),
        ("stocks", "place,class,tonnes\nB,all,100\n"),
    ]);
    let (planned, ceiling) = plan(&c, 20.0);
    let planned = planned.expect("a plan");
    assert!(planned.replay.holds());
    assert!((9_900.0..=10_000.0).contains(&planned.orders.men), "{} of {ceiling}", planned.orders.men);
}

fn fought(trucks: f64, horizon: f64, period: f64) -> Vec<(&'static str, String)> {
    vec![
        ("question", format!("{QUESTION}T,can it be done,1945-01-12,{horizon},{period},20,100000,fierce,3\n")),
        (
            "places",
            "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\nA,A,50,20,0,\nB,B,50,20.8,,\n".into(),
        ),
        ("supply_classes", CLASSES.into()),
        ("norms", NORMS.into()),
        ("supply_streams", STREAMS.into()),
        ("truck_fleets", format!("{FLEET}T,Trucks,{trucks},2,120,1,0.4,1,0\n")),
    ]
}

fn campaign(tables: &[(&'static str, String)]) -> Campaign {
    let tables: Vec<(&str, &str)> = tables.iter().map(|(n, t)| (*n, t.as_str())).collect();
    tiny::campaign(&tables)
}

/// 100,000 men clear 60 km at 6 km a day: ten days, 1,000,000 man-days, 10 in 1,000 lost a day: 10,000 men. Nobody falls
/// sick, so that is all there is to lose.
#[test]
fn a_plan_fights_its_way() {
    let c = campaign(&fought(2000.0, 100.0, 10.0));
    let planned = plan(&c, 80.0).0.expect("a plan");
    let worked: f64 = planned.orders.works.iter().map(|w| w.to_day - w.from_day).sum();
    assert!((worked - 10.0).abs() < 1e-6, "{worked} days of work");
    let lost: f64 = planned.replay.days.iter().map(|d| d.losses).sum();
    assert!((lost - 10_000.0).abs() < 1.0, "{lost} men lost");
    let taken = planned.orders.works.iter().map(|w| w.to_day).fold(0.0, f64::max);
    assert!(planned.orders.follows.iter().any(|f| f.day == taken && f.men > 0.0));
}

/// Two legs of 30 km in line, five days each at 6 km a day: ten days of work, and a period has ten days. A few minutes stay
/// unused between the legs, so the last of the second one falls into the next period, and nothing is too fast by a hair.
#[test]
fn legs_in_line_share_a_period() {
    let mut tables = fought(2000.0, 100.0, 10.0);
    tables[1].1 = "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\nA,A,50,20,0,\nB,B,50,20.4,,\nC,C,50,20.8,,\n".into();
    tables.push(("roads", "road,from,to,length_km,capacity,zone\nR,A,B,30,5000,z\nQ,B,C,30,5000,z\n".into()));
    tables.push(("destinations", "place,must_hold,counts\nC,yes,yes\n".into()));
    let planned = plan_for(&campaign(&tables), 80.0, 100_000.0).0.expect("a plan");
    let works = &planned.orders.works;
    let worked: f64 = works.iter().map(|w| w.to_day - w.from_day).sum();
    assert!((worked - 10.0).abs() < 1e-6, "{worked} days of work");
    for period in 0..10 {
        let within = |w: &&railhead::orders::Work| (w.from_day / 10.0).floor() as usize == period;
        let legs: std::collections::BTreeSet<usize> = works.iter().filter(within).map(|w| w.road.0).collect();
        let days: f64 = works.iter().filter(within).map(|w| w.to_day - w.from_day).sum();
        assert!(legs.len() < 2 || days <= 9.995 + 1e-6, "{days} days of {legs:?} in a period");
    }
    assert!(works.iter().all(|w| w.share > 1e-4), "{works:?}");
}

/// The long corridor has a gauge break, bridges, mud and everything else; under light resistance there is a plan, and it
/// stays below the ceiling.
#[test]
fn a_plan_for_the_corridor() {
    let c = corridor::corridor(5, "light", &[]);
    let (planned, ceiling) = plan(&c, 100.0);
    let planned = planned.expect("a plan");
    assert!(planned.replay.holds());
    assert!(planned.orders.men > 0.5 * ceiling, "{} of {ceiling}", planned.orders.men);
    assert!(planned.orders.men <= ceiling, "{} of {ceiling}", planned.orders.men);
}

/// Fifteen days on a grid of ten: the ceiling looks at the ends of whole periods within the span, the plan holds out to its
/// end. On a grid that days don't fit there is no plan.
#[test]
fn a_span_within_periods() {
    let asking = |period: &str, sustain: &str| {
        let mut tables = fought(2000.0, 100.0, 10.0);
        tables[0].1 = format!("{QUESTION}T,can it be done,1945-01-12,100,{period},{sustain},100000,fierce,3\n");
        written(&tables)
    };
    let out = tempfile::tempdir().expect("a folder");
    let (book, file): (PathBuf, PathBuf) = (out.path().join("r.xlsx"), out.path().join("c.json"));
    let paths = ["-o", book.to_str().expect("a path"), "--certificate", file.to_str().expect("a path")];
    let campaign = asking("10", "15");
    let (fine, said) = railhead(&[campaign.path()], &[&["solve"][..], &paths].concat());
    assert!(fine && said.contains("    YES\n"), "{said}");
    let (fine, said) = railhead(&[&file, campaign.path()], &["verify"]);
    assert!(fine, "{said}");
    let (fine, said) = railhead(&[asking("7.3", "20").path()], &[&["solve"][..], &paths].concat());
    assert!(fine && said.contains("UNDECIDED") && said.contains("no whole"), "{said}");
}

/// What plans do not know is said, and no plan is made without it.
#[test]
fn what_plans_do_not_know() {
    let mut tables = fought(2000.0, 100.0, 10.0);
    tables.push(("assumptions", "factor,value,unit\nwagon_terminal_days,2,days/load\n".into()));
    let c = campaign(&tables);
    assert_eq!(plan(&c, 80.0).0.expect_err("no plan"), NoPlan::Unknown(vec!["wagons that stand to be loaded"]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever the means, a plan that holds is no larger than the ceiling of the same span.
    #[test]
    fn plans_stay_below_ceilings(trucks in 100.0..3000.0f64, day in 4..8usize, period in prop::sample::select(vec![5.0, 10.0])) {
        let c = campaign(&fought(trucks.round(), 100.0, period));
        let (planned, ceiling) = plan(&c, day as f64 * 10.0);
        if let Ok(planned) = planned {
            prop_assert!(planned.replay.holds());
            prop_assert!(planned.orders.men <= ceiling * (1.0 + 1e-6), "{} of {ceiling}", planned.orders.men);
        }
    }
}

fn written(tables: &[(&'static str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let tables: Vec<(&str, &str)> = tables.iter().map(|(n, t)| (*n, t.as_str())).collect();
    for (name, text) in tiny::files(&tables) {
        std::fs::write(folder.path().join(name), text).expect("a table");
    }
    folder
}

fn railhead(args: &[&Path], flags: &[&str]) -> (bool, String) {
    let output = Command::cargo_bin("railhead").expect("the program").args(flags).args(args).output().expect("it runs");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// From the question to a YES that another process confirms; without the plan there is no YES, and with orders that do not
/// hold the certificate is refused.
#[test]
fn a_yes_is_confirmed_by_another_process() {
    let campaign = written(&fought(2000.0, 100.0, 10.0));
    let out = tempfile::tempdir().expect("a folder");
    let (book, file): (PathBuf, PathBuf) = (out.path().join("r.xlsx"), out.path().join("c.json"));
    let solve = |flags: &[&str]| {
        let mut all = vec!["solve"];
        all.extend(flags);
        all.extend(["--certificate", file.to_str().expect("a path"), "-o", book.to_str().expect("a path")]);
        railhead(&[campaign.path()], &all)
    };
    let (_, said) = solve(&["--no-plan"]);
    assert!(said.contains("UNDECIDED") && !said.contains("YES"), "{said}");
    let (fine, said) = solve(&[]);
    assert!(fine && said.contains("    YES\n"), "{said}");
    assert!(said.contains("nothing broken"), "{said}");
    let (fine, said) = railhead(&[&file, campaign.path()], &["verify"]);
    assert!(fine && said.contains("YES"), "{said}");
    // No load sets out, and nothing follows the troops.
    let text = std::fs::read_to_string(&file).expect("the certificate");
    let mut json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let claims = json["claims"].as_array_mut().expect("claims");
    let orders = claims.iter_mut().find(|c| c["kind"] == "plan").expect("a plan");
    for freight in orders["orders"]["freight"].as_array_mut().expect("freight") {
        freight["tonnes"] = 0.0.into();
    }
    for follow in orders["orders"]["follows"].as_array_mut().expect("follows") {
        follow["tonnes"].as_array_mut().expect("tonnes").iter_mut().for_each(|tonnes| *tonnes = 0.0.into());
    }
    std::fs::write(&file, json.to_string()).expect("written");
    let (fine, said) = railhead(&[&file, campaign.path()], &["verify"]);
    assert!(!fine && said.contains("short"), "{said}");
}
