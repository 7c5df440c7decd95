//! The six questions on campaigns small enough to be worked out by hand: the algebra stands above each. The tiny campaign
//! and its arithmetic are those of `worked_cases.rs`: periods of 10 days, a window of two period ends; M thousand men who
//! come to B in its first period use nothing there in it, and 0.04 M kt in the next.

mod common;

use common::tiny::{bound, campaign, close, solved};
use railhead::answer::levers::Frame;
use railhead::answer::prices::Prices;
use railhead::answer::{LeverFigure, carry, dates, soon};
use railhead::campaign::{Campaign, Lever};
use railhead::formulation::{self, Earliest};
use railhead::solver::{self, Backend, Limits};

const LINE_HEAD: &str = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition";
const FLEET_HEAD: &str =
    "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month";
const LEVER_HEAD: &str = "lever,name,resource,applies_to,can_change,least,most,weight";
const TO_BE_TAKEN: &str = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nB,B,50,20.5,\n";
const NO_NEED: &str = "posture,class,kg_per_man_day\nquiet,all,0\nfierce,all,0\nmarch,all,0\n";

fn how() -> (Backend, Limits) {
    (*Backend::available().first().expect("a solver"), Limits::default())
}

/// The least of the campaign's only lever for so many thousand men from `day` on.
fn least(c: &Campaign, day: f64, men: f64) -> LeverFigure {
    let first = (day / c.question.period.0).round() as usize - 1;
    let frame = Frame { c, window: dates::window(c, first), men: men * 1000.0, how: how() };
    frame.least(&c.levers[0]).expect("a figure").0
}

/// A floor is never above the truth, and at most this share below it.
fn just_below(found: f64, by_hand: f64, share: f64) {
    let room = by_hand * (1.0 - share)..=by_hand * (1.0 + 1e-5);
    assert!(room.contains(&found), "found {found}, by hand {by_hand}");
}

fn lever(row: &str) -> String {
    format!("{LEVER_HEAD}\n{row}\n")
}

/// `found` is a sharp floor: the bound rules the men out just below it and no more just above it.
fn flips(c: &Campaign, lever: &Lever, day: f64, men: f64, found: f64) {
    assert!(bound(&lever.set_to(c, found * 0.999), day) < men, "not ruled out below {found}");
    assert!(bound(&lever.set_to(c, found * 1.001), day) >= men * (1.0 - 1e-5), "ruled out above {found}");
}

fn road_and_trucks(more: &[(&str, &str)]) -> Campaign {
    let fleet = format!("{FLEET_HEAD}\nT,T,1000,2,140,0,0.25,1,0\n");
    let road = "road,from,to,length_km,capacity,zone\nR,A,B,140,50000,z\n";
    let tables: Vec<_> =
        [("truck_fleets", fleet.as_str()), ("roads", road)].into_iter().chain(more.iter().copied()).collect();
    campaign(&tables)
}

/// A load takes two days out and back, so k thousand trucks of 2 t bring 10 k kt a period, and at the edges once 2 k kt
/// more: 0.04 M = 22 k. For 100,000 men k = 4 / 22: 181.8 trucks.
#[test]
fn the_least_trucks_for_a_road() {
    let c = road_and_trucks(&[("levers", &lever("T,Trucks,trucks,,yes,0,2000,1"))]);
    let found = least(&c, 10.0, 100.0);
    close(found.by_bound.expect("a floor"), 4000.0 / 22.0);
    assert_eq!((found.base, found.unit, found.solves), (1000.0, "trucks", 1));
    flips(&c, &c.levers[0], 10.0, 100.0, 4000.0 / 22.0);
}

/// For 1,200,000 men 2,182 trucks are needed: 2,000 are not enough, and bring 44 kt for 1,100,000 men. 50 trucks would be
/// enough for 27,500 men: 10,000 leave a range from 50 up untouched.
#[test]
fn a_range_may_hold_no_floor() {
    let c = road_and_trucks(&[("levers", &lever("T,Trucks,trucks,,yes,50,2000,1"))]);
    let short = least(&c, 10.0, 1200.0);
    assert_eq!(short.by_bound, None);
    close(short.men_at_most.expect("a ceiling") / 1000.0, 44.0 / 0.04);
    let ample = least(&c, 10.0, 10.0);
    assert!(ample.does_not_matter(), "{ample:?}");
}

/// Clearing the road to B takes 10 days of 100,000 men and loses 10,000. By day 20 there are 200 + 20 r - 10 thousand men, r thousand
/// replacements a day: 205,000 men need 750 a day. The pool of men bounds who may stand where a place is held in part, so
/// this is a lever that multiplies a share; at the flip the share is whole.
#[test]
fn the_flip_of_replacements() {
    let forces = "force,name,place,men\nF,Force,A,200000\n";
    let stream = "stream,place,men_per_day,includes_returned\nR,A,1000,yes\n";
    let levers = lever("R,Replacements,replacements,R,yes,0,4000,1");
    let c = campaign(&[
        ("places", TO_BE_TAKEN),
        ("norms", NO_NEED),
        ("forces", forces),
        ("replacements", stream),
        ("levers", &levers),
    ]);
    let found = least(&c, 20.0, 205.0).by_bound.expect("a flip");
    just_below(found, 750.0, 0.001);
    flips(&c, &c.levers[0], 20.0, 205.0, 750.0);
}

/// The same with the force: F + 20 - 10 = 205, so 195,000 men.
#[test]
fn the_least_force() {
    let forces = "force,name,place,men\nF,Force,A,200000\n";
    let stream = "stream,place,men_per_day,includes_returned\nR,A,1000,yes\n";
    let levers = lever("F,Force,forces,,yes,0,400000,1");
    let c = campaign(&[
        ("places", TO_BE_TAKEN),
        ("norms", NO_NEED),
        ("forces", forces),
        ("replacements", stream),
        ("levers", &levers),
    ]);
    let found = least(&c, 20.0, 205.0).by_bound.expect("a floor");
    just_below(found, 195_000.0, 0.002);
}

/// Men who are there from day 0 eat 4 kg a day: 1,000,000 men need 4,000 t/day, whatever the transport.
#[test]
fn the_least_supplies() {
    let line = format!("{LINE_HEAD}\nL,A,B,60,2,1524,60,10,open\n");
    let c = campaign(&[("rail_lines", &line), ("levers", &lever("S,Supplies,supplies,all,yes,0,1000000,1"))]);
    close(least(&c, 10.0, 1000.0).by_bound.expect("a floor"), 4000.0);
}

/// Ten trains a day are enough for 3,000,000 men; 1,500,000 need 5. The line is whole from the first day: exact.
/// Wagons: 57.2 kt of 100 wagons, so 1,500,000 men need 60 / 57.2 of them.
#[test]
fn the_least_trains_and_wagons() {
    let line = format!("{LINE_HEAD}\nL,A,B,60,2,1524,60,10,open\n");
    let c = campaign(&[("rail_lines", &line), ("levers", &lever("T,Trains,trains,L,yes,0,20,1"))]);
    close(least(&c, 10.0, 1500.0).by_bound.expect("a floor"), 5.0);
    let all = campaign(&[("rail_lines", &line), ("levers", &lever("T,Trains,trains,,yes,0,200,1"))]);
    close(least(&all, 10.0, 1500.0).by_bound.expect("a floor"), 50.0);
    let stock = "stock,name,gauge_mm,kind,number\nW,Wagons,1524,wagons,100\n";
    let levers = lever("W,Wagons,wagons,,yes,0,1000,1");
    let few = campaign(&[("rail_lines", &line), ("rolling_stock", stock), ("levers", &levers)]);
    close(least(&few, 10.0, 1500.0).by_bound.expect("a floor"), 100.0 * 60.0 / 57.2);
}

/// A line under restoration: its trains are a lever times a share. It is ready on day 10, so the second and third period
/// have 60 kt each at ten trains: men who come in the second use 0.04 M in the third. 1,500,000 men need 5 trains. The first try takes the line for restored at once where the lever is small; narrower pieces mend that.
#[test]
fn trains_of_a_line_under_restoration() {
    let line = format!("{LINE_HEAD}\nL,A,B,80,2,1524,60,10,heavy damage\n");
    let c = campaign(&[("rail_lines", &line), ("levers", &lever("T,Trains,trains,L,yes,0,20,1"))]);
    let found = least(&c, 20.0, 1500.0).by_bound.expect("a floor");
    just_below(found, 5.0, 0.04);
    flips(&c, &c.levers[0], 20.0, 1500.0, 5.0);
}

/// Twenty brigade-days of work: with b brigades the first train runs on day 20 / b. For 3,000,000 men from day 50 on, both
/// periods of the window must be whole (0.04 M = 120): 20 / b <= 40, half a brigade. Dates are no column, so over the whole
/// range, whose dates are those of twelve brigades, trains run on a line restored by b/2 more in every period: 60 (b + 3/2 b +
/// ... + 3 b) = 600 b = 120, b = 0.2. Narrow pieces have later dates: they come closer and stay below.
#[test]
fn the_least_brigades_with_their_dates() {
    let line = format!("{LINE_HEAD}\nL,A,B,80,2,1524,60,10,heavy damage\n");
    let c = campaign(&[("rail_lines", &line), ("levers", &lever("B,Brigades,railway brigades,,yes,0.05,12,1"))]);
    let found = least(&c, 50.0, 3000.0).by_bound.expect("a floor");
    just_below(found, 0.5, 0.01);
    flips(&c, &c.levers[0], 50.0, 3000.0, 0.5);
}

/// Rail brings 12 kt for each daily train over the window, trucks 22 kt for each thousand: 142 kt as it is. 3,750,000 men
/// need 150. The 8 kt cost 363.6 trucks or 0.667 trains; at 0.01 and 10 points that is 3.64 against 6.67, at 0.05 and 10
/// it is 18.2 against 6.67. With at most 1,200 trucks the first 4.4 kt cost 2 points and the other 3.6 kt 0.3 trains: 5.
#[test]
fn the_cheapest_of_two_levers() {
    let line = format!("{LINE_HEAD}\nL,A,B,60,2,1524,60,10,open\n");
    let with = |trucks: &str, weight: &str| {
        let levers = format!(
            "{LEVER_HEAD}\nT,Trucks,trucks,,yes,0,{trucks},{weight}\nL,Trains,trains,L,yes,0,20,10\nF,Force,forces,,no,0,9000000,0\n"
        );
        let c = road_and_trucks(&[("rail_lines", &line), ("levers", &levers)]);
        let frame = Frame { c: &c, window: dates::window(&c, 0), men: 3_750_000.0, how: how() };
        let took = frame.cheapest().expect("a set").0;
        assert!(took.men_there.expect("a check") >= 3_750_000.0 * 0.9999, "{took:?}");
        let keys: String = took.changes.iter().map(|c| c.key.as_str()).collect();
        (took.cost.expect("a price"), keys)
    };
    for (found, (cost, keys)) in [
        (with("9000", "0.01"), (80.0 / 22.0, "T")),
        (with("9000", "0.05"), (80.0 / 12.0, "L")),
        (with("1200", "0.01"), (5.0, "TL")),
    ] {
        close(found.0, cost);
        assert_eq!(found.1, keys);
    }
}

/// With 9,000 trucks and 20 trains: 240 + 198 = 438 kt, 10,950,000 men, of whom there are 5,000,000. Nothing within the
/// ranges brings 6,000,000.
#[test]
fn nothing_may_be_enough() {
    let line = format!("{LINE_HEAD}\nL,A,B,60,2,1524,60,10,open\n");
    let levers = format!("{LEVER_HEAD}\nT,Trucks,trucks,,yes,0,9000,1\nL,Trains,trains,L,yes,0,20,10\n");
    let c = road_and_trucks(&[("rail_lines", &line), ("levers", &levers)]);
    let frame = Frame { c: &c, window: dates::window(&c, 0), men: 6_000_000.0, how: how() };
    let took = frame.cheapest().expect("an answer").0;
    assert!(!took.enough && took.cost.is_none());
    close(took.men_with_all.expect("a ceiling") / 1000.0, 5000.0);
}

/// A line that is ready on day 20, and a homeland that sends 8,000 t/day for 60 days: 480 kt. 1,500,000 men use 6 kt a day from
/// day 0 on, so it lasts 80 days, and ten trains a day are just enough for them: they can be there from day 20 (they come
/// when the trains begin) to day 80, from every date up to day 70, and from none after it. The number is not monotone in the day.
fn comes_and_goes() -> Campaign {
    let line = format!("{LINE_HEAD}\nL,A,B,160,2,1524,60,10,heavy damage\n");
    campaign(&[
        ("rail_lines", &line),
        ("supply_streams", "stream,place,class,t_per_day,from_day,to_day\nS,A,all,8000,0,60\n"),
        (
            "question",
            "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates\n\
             Tiny,how soon,1945-01-12,120,10,10,1500000,fierce,3\n",
        ),
    ])
}

#[test]
fn how_soon_is_the_first_date_not_ruled_out() {
    let c = comes_and_goes();
    let earliest = Earliest::of(&c);
    let all = dates::all(&c);
    let by_hand: Vec<bool> = all.iter().map(|t| bound(&c, dates::day(&c, *t).0) >= 1499.0).collect();
    let expected: Vec<bool> = all.iter().map(|t| (20.0..=70.0).contains(&dates::day(&c, *t).0)).collect();
    assert_eq!(by_hand, expected);
    let scan = soon::scan((&c, &earliest), &all, 1_499_000.0, how(), &|_| ()).expect("a scan");
    assert_eq!(scan.earliest, Some(1));
    assert!(scan.open.is_empty() && scan.solved.len() <= 10);
    // Every earlier date has a certificate of its own.
    for t in &all[..1] {
        let solved = scan.solved.iter().any(|b| b.window.first == *t && b.point.most_men < 1_499_000.0);
        assert!(solved || scan.carried.iter().any(|r| r.window.first == *t), "date {t} has no certificate");
    }
    // Carried certificates hold when recomputed, and never against a date that is possible.
    for r in &scan.carried {
        let program = formulation::build(&c, &earliest, r.window).expect("a program");
        assert!(solver::safe_bound(&program.lp, &r.prices).value * 1000.0 <= r.most_men + 1e-6);
        assert!(!expected[r.window.first], "day {} was ruled out by carried prices", dates::day(&c, r.window.first).0);
    }
}

/// Held to the end of a horizon of 80 days: from day 20 on. Of 120 days: never.
#[test]
fn held_to_the_end() {
    let mut c = comes_and_goes();
    c.question.horizon = railhead::campaign::Days(80.0);
    let earliest = Earliest::of(&c);
    let end = soon::to_the_end((&c, &earliest), &dates::all(&c), 1_499_000.0, how()).expect("an answer");
    assert_eq!((end.from, end.not_from), (Some(1), Some(0)));
}

/// Prices carried to another date are a bound there, however they were made: at least as high as the solved one.
#[test]
fn carried_prices_are_sound() {
    let c = comes_and_goes();
    let earliest = Earliest::of(&c);
    let (_, program, solution) = solved(&c, 100.0).expect("solved");
    let wild: Vec<f64> = (0..solution.y.len()).map(|i| ((i * 7919) % 101) as f64 / 50.0 - 1.0).collect();
    for y in [&solution.y, &wild] {
        for t in dates::all(&c).into_iter().take_while(|t| *t < 9) {
            let from = dates::window(&c, 9);
            let prices = Prices::of(program.rows.iter().copied().zip(y.iter().copied()));
            let (carried, ..) = carry::bound((&c, &earliest), (&prices, from), dates::window(&c, t)).expect("a bound");
            let own = bound(&c, dates::day(&c, t).0);
            assert!(carried.value >= own - 1e-6 * own.abs(), "date {t}: carried {} below {own}", carried.value);
        }
    }
}

/// The tiny campaign as a folder of text tables, with a line, trucks and two levers.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let line = format!("{LINE_HEAD}\nL,A,B,60,2,1524,60,10,open\n");
    let fleet = format!("{FLEET_HEAD}\nT,T,1000,2,140,0,0.25,1,0\n");
    let levers =
        format!("{LEVER_HEAD}\nT,Trucks of the columns,trucks,,yes,0,9000,0.01\nL,Trains to B,trains,L,yes,0,20,10\n");
    let road = "road,from,to,length_km,capacity,zone\nR,A,B,140,50000,z\n";
    let question = "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,\
                    curve_dates,on_day\nTiny,can it be done,1945-01-12,60,10,10,3750000,fierce,3,10\n";
    let given = [
        ("rail_lines", line.as_str()),
        ("truck_fleets", &fleet),
        ("levers", &levers),
        ("roads", road),
        ("question", question),
    ];
    for (name, text) in common::tiny::files(&given) {
        std::fs::write(folder.path().join(name), text).expect("a table");
    }
    folder
}

fn ask(folder: &tempfile::TempDir, question: &str, format: &str) -> String {
    let out = folder.path().join("out.xlsx");
    let mut command = common::railhead();
    command.args(["solve", "--question", question, "--format", format, "-o"]).arg(&out).arg(folder.path());
    let run = command.assert().success();
    String::from_utf8_lossy(&run.get_output().stdout).into_owned()
}

/// Every question, as people ask it: the words of the verdict, no line too long, and the sheets of the results.
#[test]
fn every_question_on_the_command_line() {
    use calamine::Reader;
    let folder = folder();
    let cases: [(&str, &[&str], &str); 6] = [
        ("can it be done", &["YES", "3,750,000"], "Answer"),
        // 142 kt on day 10: 0.04 M = 142.
        ("how-many-at-most", &["AT MOST 3,550,000 men", "from day 10"], "Answer"),
        ("How soon?", &["NOT BEFORE day 20", "held to the horizon", "By plan"], "Earliest"),
        // Without trucks 120 kt come by rail, so 30 kt = 1,363.6 trucks; without trains 128 kt of trains, 10.67.
        ("with how little", &["fewer than 1,363 trucks", "fewer than 10.6 trains/day"], "LeverValues"),
        ("what would it take", &["AT LEAST 3.63 points", "from 1,000 to 1,364 trucks"], "Changes"),
        ("how far until it flips", &["NO as long as there are fewer than 1,3", "+3"], "LeverValues"),
    ];
    for (question, words, sheet) in cases {
        let text = ask(&folder, question, "text");
        for word in words {
            assert!(text.contains(word), "no '{word}' for {question} in:\n{text}");
        }
        assert!(text.lines().all(|l| l.chars().count() <= 80), "a line of more than 80 columns:\n{text}");
        let book: calamine::Xlsx<_> = calamine::open_workbook(folder.path().join("out.xlsx")).expect("results");
        assert!(book.sheet_names().iter().any(|s| s == sheet), "no sheet {sheet} for {question}");
        let json: serde_json::Value = serde_json::from_str(&ask(&folder, question, "json")).expect("JSON");
        assert_eq!(json["asked"]["question"], question.replace('-', " ").to_lowercase().trim_end_matches('?'));
    }
    let json: serde_json::Value = serde_json::from_str(&ask(&folder, "with how little", "json")).expect("JSON");
    let trucks = json["figures"]["levers"][0]["by_bound"].as_f64().expect("a floor");
    close(trucks, 1000.0 * 30.0 / 22.0);
    assert!(json["figures"]["levers"][0]["by_plan"].is_null());
}

/// A question nobody knows, a day beyond the horizon, and levers that pull at the same trucks.
#[test]
fn what_cannot_be_asked() {
    let folder = folder();
    let fails = |arguments: &[&str], code: i32| {
        let run = common::railhead().arg("solve").args(arguments).arg(folder.path()).assert().code(code);
        let out = run.get_output();
        format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
    };
    assert!(fails(&["--question", "why"], 2).contains("how soon"));
    assert!(fails(&["--question", "how soon", "--on-day", "55"], 1).contains("day 55"));
    let levers = format!(
        "{LEVER_HEAD}\nT,T,trucks,,yes,0,9000,1\nU,U,trucks,T,yes,0,9000,1\nV,V,trucks,none,no,0,9,1\nW,W,trains,,no,0,90,1\n"
    );
    std::fs::write(folder.path().join("levers.csv"), levers).expect("a table");
    let told = fails(&[], 1);
    for word in ["scales what 'T' scales too", "no trucks 'none'", "present value of 100"] {
        assert!(told.contains(word), "no '{word}' in:\n{told}");
    }
    std::fs::remove_file(folder.path().join("levers.csv")).expect("gone");
    assert!(fails(&["--question", "what would it take"], 1).contains("no lever"));
}
