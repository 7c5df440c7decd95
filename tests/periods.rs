//! The same campaigns on grids of 1, 5 and 10 days: the same verdict, and ceilings within the error that the manual states
//! (`docs/mathematics.md`, *Length of a period*).
//!
//! Men draw rations where a period finds them, so those who come on its last day need nothing there in it, whatever its length:
//! for W days sustained they need W days of supply on every grid. What is left of the grid is how much may happen at once: the
//! longer the period, the more, so a longer period gives the **higher** ceiling.

mod common;

use common::corridor::{corridor, two_legs};
use common::tiny::{bound, campaign, close};
use common::{alter, number, vistula_rhine};
use railhead::answer::{SHORT_OF, dates};
use railhead::campaign::Campaign;
use railhead::formulation::Earliest;
use railhead::solver::{Backend, Limits};

const GRIDS: [u32; 3] = [1, 5, 10];
const LINE_HEAD: &str = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition";
const TO_BE_TAKEN: &str = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nB,B,50,20.5,\n";
const NO_NEED: &str = "posture,class,kg_per_man_day\nquiet,all,0\nfierce,all,0\nmarch,all,0\n";

/// A campaign of `tests/worked_cases.rs` on a grid.
fn worked(period: u32, tables: &[(&str, &str)]) -> Campaign {
    let question = common::corridor::question(period, 200);
    let mut tables = tables.to_vec();
    tables.push(("question", &question));
    campaign(&tables)
}

/// What binds is that Q kt can be at B by the end of the window, which is ten days after its beginning. M thousand men come
/// in the last period before it, of whatever length, and need 0.004 M kt a day from then on: Q = 0.04 M. Q by hand in each
/// case, by day 20 if the window begins on day 10.
#[test]
fn carriage_does_not_depend_on_the_grid() {
    let open = format!("{LINE_HEAD}\nL,A,B,60,2,1524,60,10,open\n");
    let damaged = format!("{LINE_HEAD}\nL,A,B,80,2,1524,60,10,heavy damage\n");
    let wagons = "stock,name,gauge_mm,kind,number\nW,Wagons,1524,wagons,100\n";
    let fleet = "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n\
                 T,T,1000,2,140,0,0.25,1,0\n";
    let road = "road,from,to,length_km,capacity,zone\nR,A,B,140,50000,z\n";
    let few = "factor,value,unit\nrailway_brigades,0.5,brigades\n";
    for period in GRIDS {
        let on = |tables: &[(&str, &str)], day: f64| bound(&worked(period, tables), day);
        // 10 trains of 600 t for 20 days.
        close(on(&[("rail_lines", &open)], 10.0), 120.0 / 0.04);
        // The same with 5 days of 4 kg in store for every man.
        let safety = "class,name,carried_as,safety_days\nall,All,dry,5\n";
        close(on(&[("rail_lines", &open), ("supply_classes", safety)], 10.0), 120.0 / 0.06);
        // Trains from day 10, or with half a brigade from day 40.
        close(on(&[("rail_lines", &damaged)], 20.0), 120.0 / 0.04);
        close(on(&[("rail_lines", &damaged), ("assumptions", few)], 50.0), 120.0 / 0.04);
        // A ferry of 3,000 t/day for 20 days.
        close(on(&[("sea_links", "link,from,to,length_km,capacity\nF,A,B,50,3000\n")], 10.0), 60.0 / 0.04);
        // 2 kt of lift for 20 days and once 2 days at the edge, 2 days a load.
        close(on(&[("truck_fleets", fleet), ("roads", road)], 10.0), 22.0 / 0.04);
        // 100 wagons: 2 x 28 kt and once 1.2 kt at the edge.
        close(on(&[("rail_lines", &open), ("rolling_stock", wagons)], 10.0), 57.2 / 0.04);
    }
}

/// Men, losses, replacements and the pace do not depend on the grid: the numbers of `tests/worked_cases.rs`.
#[test]
fn men_do_not_depend_on_the_grid() {
    let force = |men: u32| format!("force,name,place,men\nF,Force,A,{men}\n");
    let (many, few) = (force(200_000), force(50_000));
    let replaced = "stream,place,men_per_day,includes_returned\nR,A,1000,yes\n";
    let shells = "posture,class,kg_per_man_day\nquiet,all,0\nfierce,all,4\nmarch,all,0\n";
    for period in GRIDS {
        let on = |tables: &[(&str, &str)], day: f64| bound(&worked(period, tables), day);
        let free = [("places", TO_BE_TAKEN), ("norms", NO_NEED)];
        close(on(&[free[0], free[1], ("forces", &many)], 10.0), 190.0);
        close(on(&[free[0], free[1], ("forces", &many), ("replacements", replaced)], 20.0), 210.0);
        close(on(&[free[0], free[1], ("forces", &few)], 30.0), 40.0);
        assert!(on(&[free[0], free[1], ("forces", &few)], 20.0) < 0.0, "too few men for B by day 20");
        let paced = [free[0], ("norms", shells), ("supply_streams", "stream,place,class,t_per_day\nS,A,all,200\n")];
        assert!(on(&paced, 10.0) < 0.0, "too little ammunition for B by day 10");
        close(on(&paced, 20.0), 4990.0);
    }
}

/// What `solve` says of a date whose ceiling is so many thousand men.
fn ruled_out(bound: f64, target: f64) -> bool {
    bound < target * (1.0 - SHORT_OF)
}

/// By this share a longer period may give the lower ceiling: the mean of both ends, on which the sick are counted, is another.
const BELOW: f64 = 2e-4;

/// Asserts that the ceilings on all grids (1, 5 and 10 days) rise with the period, to at most this share above that on the finest,
/// and give the same verdict against targets further off than that.
fn alike(what: &str, ceilings: [f64; 3], above: f64) {
    let finest = ceilings[0];
    println!("{what}: {ceilings:?}");
    let rise = ceilings.windows(2).all(|pair| pair[1] >= pair[0] * (1.0 - BELOW));
    assert!(rise, "{what}: {ceilings:?} do not rise with the period");
    for (period, ceiling) in GRIDS.iter().zip(ceilings) {
        let (least, most) = (finest * (1.0 - 2.0 * BELOW), finest * (1.0 + above));
        assert!(ceiling >= least && ceiling <= most, "{what}, {period} days: {ceiling}, on the finest {finest}");
        assert!(ruled_out(ceiling, 1.05 * most), "{what}, {period} days: {ceiling} rules out nothing");
        assert!(!ruled_out(ceiling, least / 1.05), "{what}, {period} days: {ceiling} rules out too much");
    }
}

/// Two legs with more men than can be fed at their end: carriage binds until day 60 and longer, men on day 100. With few men, men bind.
#[test]
fn two_legs_on_three_grids() {
    let on = |day: f64, replaced: &[(&str, &str)]| GRIDS.map(|period| bound(&two_legs(period, replaced), day));
    for (day, above) in [(30.0, 0.14), (40.0, 0.085), (60.0, 0.05)] {
        alike("two legs", on(day, &[]), above);
    }
    alike("two legs in the end", on(100.0, &[]), BELOW);
    let few = [("forces", "force,name,place,men\nF,Force,A,300000\n")];
    for day in [30.0, 60.0] {
        alike("two legs with few men", on(day, &few), BELOW);
    }
}

/// The campaign of 120 days. Against fierce resistance ammunition and men bind: within 1.5 %, and 2.5 % on the first dates on which
/// Bern can be held at all. Against light resistance trucks and then the railhead bind until day 40, and there a grid gives most
/// away: within one period of ten days Esse and Bern fall, and trucks drive to both as soon as they do. Then men bind.
#[test]
fn a_campaign_of_120_days_on_three_grids() {
    let on = |profile: &str, day: f64| GRIDS.map(|period| bound(&corridor(period, profile, &[]), day));
    for (day, above) in [(80.0, 0.025), (90.0, 0.015), (100.0, 0.011), (110.0, 0.009)] {
        alike("fierce", on("fierce", day), above);
    }
    for (day, above) in [(20.0, 0.37), (30.0, 0.27), (40.0, BELOW), (110.0, BELOW)] {
        alike("light", on("light", day), above);
    }
    // A coarse grid may let a place fall within the period in which it can be reached: a period too early, never too late.
    let [finest, middle, coarse] = on("fierce", 70.0);
    println!("fierce, day 70: {finest} {middle} {coarse}");
    assert!(finest < 0.0 && middle <= coarse, "day 70: {finest}, {middle}, {coarse}");
}

/// Certified ceiling of the shipped campaign on a day by periods of so many days, with the target.
fn shipped(period: f64, day: f64) -> (f64, f64) {
    let mut book = vistula_rhine();
    alter(&mut book, "question", 0, "period_days", number(period));
    let c = railhead::tables::read(&book).campaign.expect("no problems");
    let first = dates::all(&c).into_iter().find(|t| dates::day(&c, *t).0 == day).expect("a date");
    let how = (*Backend::available().first().expect("a solver"), Limits::default());
    let bounded = dates::bound(&c, &Earliest::of(&c), dates::window(&c, first), how).expect("a solution");
    (bounded.point.most_men, c.question.target.0)
}

/// The shipped campaign on its last date, by periods of five and of ten days: the same verdict, the shorter lower by at most 1 %.
#[test]
fn the_shipped_campaign_on_two_grids() {
    let ((coarse, target), (fine, _)) = (shipped(10.0, 350.0), shipped(5.0, 350.0));
    assert!(ruled_out(coarse, target) && ruled_out(fine, target), "{coarse} and {fine} against {target}");
    assert!(fine <= coarse && fine > 0.99 * coarse, "{coarse} on ten days, {fine} on five");
}

/// On day 345 HiGHS's interior point code alone gives up, and what it leaves proves nothing: the second try must.
#[test]
fn a_date_on_which_the_solver_first_gives_up() {
    let (ceiling, target) = shipped(5.0, 345.0);
    assert!(ruled_out(ceiling, target), "{ceiling} against {target}");
}

/// The other way round: a force that begins at C, where 12,000 t lie, and could march to A, where there is plenty. That is not outward, so it eats at C
/// for all of the first period: 4 kg a day for D days. So no more than 12,000 t / 4 kg / D of its 400,000 men can ever be anywhere else.
#[test]
fn a_longer_period_may_have_the_lower_ceiling() {
    for (period, men) in [(10, 300.0), (20, 150.0), (40, 75.0)] {
        let question = common::corridor::question(period, 210);
        let c = campaign(&[
            ("question", &question),
            ("forces", "force,name,place,men\nF,Force,C,400000\n"),
            ("stocks", "place,class,tonnes\nC,all,12000\n"),
            ("supply_streams", "stream,place,class,t_per_day\nA,A,all,100000\nB,B,all,100000\n"),
            ("places", "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nC,C,50,19,0\nB,B,50,20.5,195\n"),
            ("roads", "road,from,to,length_km,capacity,zone\nR,A,B,1150,5000,z\nQ,C,A,80,5000,z\n"),
        ]);
        close(bound(&c, 200.0), men);
    }
}
