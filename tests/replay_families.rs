//! The replay of what an analyst may add: each with the algebra by hand above it, once so that it just holds and once
//! with too much.
//!
//! As in `replay.rs`: A and B lie 60 km apart, 4 kg a man and day, periods of ten days, men at B count.

mod common;

use common::replaying::*;
use common::tiny::close;
use railhead::campaign::{Campaign, ClassId, LineId, Way};
use railhead::orders::*;
use railhead::replay::{FaultKind, Replay, replay};

const FACTORS: &str = "factor,value,unit\n";
const SEASONS: &str = "season,zone,from_day,to_day,road_capacity,truck_run,advance,march\n";
const ROADS: &str = "road,from,to,length_km,capacity,zone\n";
const CLASSES: &str = "class,name,carried_as,safety_days\n";
const CLAIMS: &str = "claim,name,basis,amount,counts\n";
const BRIDGES: &str = "bridge,name,line,group,rebuild_days,brigade_days,capacity\n";
const STOCK: &str = "stock,name,gauge_mm,kind,number,attrition_per_month\n";
const OPEN: &str = "L,A,B,60,2,1524,60,10,open";
const TO_TAKE: &str = "A,A,50,20,0,\nB,B,50,20.5,,";

/// Two classes, of which men use the first.
fn second_class(key: &str) -> [(&'static str, &'static str, String); 2] {
    let none: Vec<String> = ["quiet", "fierce", "march"].iter().map(|p| format!("{p},all,4\n{p},{key},0")).collect();
    [
        ("supply_classes", CLASSES, format!("all,All,dry,0\n{key},Other,dry,0")),
        ("norms", "posture,class,kg_per_man_day\n", none.join("\n")),
    ]
}

/// The tiny campaign with these tables, and a class besides that nobody uses.
fn with_class(key: &str, tables: &[(&str, &str, &str)]) -> Campaign {
    let classes = second_class(key);
    let all: Vec<(&str, &str, &str)> =
        classes.iter().map(|(name, head, rows)| (*name, *head, rows.as_str())).chain(tables.iter().copied()).collect();
    with(&all)
}

fn rail(line: usize, period: usize, tonnes: f64) -> Freight {
    freight(Link::Rail(LineId(line)), period, tonnes)
}

fn restoration(line: usize, days: (f64, f64)) -> Restoration {
    Restoration { line: LineId(line), from_day: days.0, to_day: days.1 }
}

// ---- trucks that leave for good -------------------------------------------------------------------------------

/// 1,000 trucks of 2 t at A, 140 km a day, a terminal day; 70 km to B, where 100,000 t lie.
fn two_depots(trucks: f64, back: f64, road_km: usize, season: &str) -> Replay {
    let c = with(&[
        ("roads", ROADS, &format!("R,A,B,{road_km},5000,z")),
        ("truck_fleets", FLEETS, "T,T,1000,2,140,1,0.01,1,0"),
        ("stocks", STOCKS, "B,all,100000"),
        ("seasons", SEASONS, season),
    ]);
    let mut o = orders(1);
    o.truck_joins = vec![TruckJoin { fleet: 0, place: A, trucks: 1000.0 }];
    o.truck_transfers = vec![TruckTransfer { road: ROAD, way: Way::Forth, period: 0, trucks }];
    o.freight = vec![Freight { way: Way::Back, ..freight(Link::Road(ROAD), 0, back) }];
    replay(&c, &o)
}

/// Half a day is lost to the drive: 500 trucks work at B for 9.5 days, 9,500 t-days at two days a load. 20 t more are
/// two trucks for ten days. In mud to day 1, at half the run, the drive takes a whole day: 9 days' work, 9,000 t-days;
/// and of the 4,450 t back those who set out on day 0 are under way 1.5 days out and back (70 km on day 0, 70 km in half a
/// day), the others one: 4,450 x (1.05 + 1) = 9,122.5, too much by 122.5 t-days or 6.125 trucks.
#[test]
fn trucks_that_leave_lose_the_days_of_the_drive() {
    holds(&two_depots(500.0, 4750.0, 70, ""));
    let f = only(&two_depots(500.0, 4770.0, 70, ""), FaultKind::TrucksOverdrawn);
    assert_eq!(f.at.place, Some(B));
    close(f.amount, 2.0);
    let mud = "mud,,0,1,,0.5,,";
    holds(&two_depots(500.0, 9000.0 / 2.05, 70, mud));
    close(only(&two_depots(500.0, 4450.0, 70, mud), FaultKind::TrucksOverdrawn).amount, 6.125);
}

/// At a twentieth of the run trucks make 7 km a day: 70 km just within the period, 77 km a day too late.
#[test]
fn trucks_that_leave_get_there_within_the_period() {
    let mud = "mud,,0,,,0.05,,";
    holds(&two_depots(500.0, 0.0, 70, mud));
    let f = only(&two_depots(500.0, 0.0, 77, mud), FaultKind::DriveTooLong);
    assert_eq!((f.at.road, f.at.way), (Some(ROAD), Some(Way::Forth)));
    close(f.amount, 1.0);
}

// ---- seasons --------------------------------------------------------------------------------------------------

/// 10,000 t a period can be driven; 400 vehicles a day take 800 t a day.
fn driven(tonnes: f64, capacity: usize, season: &str) -> Replay {
    let c = with(&[
        ("roads", ROADS, &format!("R,A,B,70,{capacity},z")),
        ("truck_fleets", FLEETS, "T,T,1000,2,140,1,0.01,1,0"),
        ("stocks", STOCKS, "A,all,20000"),
        ("seasons", SEASONS, season),
    ]);
    let mut o = orders(2);
    o.truck_joins = vec![TruckJoin { fleet: 0, place: A, trucks: 1000.0 }];
    o.freight = vec![freight(Link::Road(ROAD), 0, tonnes)];
    replay(&c, &o)
}

/// With half the room until day 5 the road takes 200 vehicles a day, 4,000 t a period at an even flow. 8,000 t are 200
/// too many on each of those days. Half of one day in the mud leaves 300 on it.
#[test]
fn mud_takes_room_on_the_road() {
    holds(&driven(8000.0, 400, ""));
    holds(&driven(4000.0, 400, "mud,z,0,5,0.5,,,"));
    let f = only(&driven(8000.0, 400, "mud,z,0,5,0.5,,,"), FaultKind::RoadOverused);
    assert_eq!((f.day, f.to_day), (0.0, 5.0));
    close(f.amount, 200.0);
    close(only(&driven(8000.0, 400, "mud,z,2,2.5,0.5,,,"), FaultKind::RoadOverused).amount, 100.0);
}

/// 1,000 trucks of 2 t do 20,000 t-days a period. At half the run 70 km out and back take two days and the terminal day a
/// third; a day under way one way. If the mud ends on day 5, those who set out on days 0 to 3 take two days out and
/// back at the worst, those of day 4 (70 km by day 5, 70 km in half a day) 1.5, the others one: 1.45 in the mean.
#[test]
fn mud_slows_trucks() {
    let always = "mud,,0,,,0.5,,";
    let r = driven(20_000.0 / 3.0, 5000, always);
    holds(&r);
    close(stock(&r, 9, B), 20_000.0 / 3.0 * 0.9);
    close(only(&driven(6700.0, 5000, always), FaultKind::TrucksOverdrawn).amount, 5.0);
    let at_first = "mud,,0,5,,0.5,,";
    holds(&driven(20_000.0 / 2.45, 5000, at_first));
    close(only(&driven(8200.0, 5000, at_first), FaultKind::TrucksOverdrawn).amount, 4.5);
}

/// 24 km by day 4 at 6 km a day, 36 km at 3 km a day: B can fall on day 16, not on day 15.
#[test]
fn mud_slows_the_advance() {
    let c = with(&[
        ("places", PLACES, TO_TAKE),
        ("stocks", STOCKS, "A,all,50000"),
        ("seasons", SEASONS, "mud,,4,100,,,0.5,"),
    ]);
    let mut o = orders(2);
    o.joined = vec![Joined { force: 0, men: 200_000.0 }];
    o.works = vec![work(0, (0.0, 16.0), 1.0, A)];
    o.counted_from_day = 16.0;
    holds(&replay(&c, &o));
    o.works[0].to_day = 15.0;
    close(only(&replay(&c, &o), FaultKind::TooFast).amount, 3.0);
}

/// 60 km at half of 25 km a day are 4.8 days: of the men of a day 20 % arrive on the fourth day after, the others on the
/// fifth. End of day 9: five days' men and 20 % of a sixth. If the season ends on day 2, those who set out when it
/// begins walk 25 km by then, and the rest in 1.4 days: 3.4 days, 60 % of them there on day 3. Those of the next day walk
/// 12.5 km in the mud, 2.9 days altogether: a tenth of them is there on day 3.
#[test]
fn mud_slows_those_who_march() {
    let march = |season: &str| {
        let c = with(&[("stocks", STOCKS, "A,all,1000\nB,all,1000"), ("seasons", SEASONS, season)]);
        let mut o = orders(2);
        o.joined = vec![Joined { force: 0, men: 10_000.0 }];
        o.marches = vec![March { road: ROAD, way: Way::Forth, period: 0, men: 10_000.0 }];
        replay(&c, &o)
    };
    let r = march("mud,,0,,,,,0.5");
    holds(&r);
    close(men(&r, 4, B), 200.0);
    close(men(&r, 9, B), 5200.0);
    close(stock(&r, 0, A), 1000.0 - 0.004 * (4800.0 + 9500.0));
    let r = march("mud,,0,2,,,,0.5");
    close(men(&r, 3, B), 700.0);
    close(r.days[0].men_under_way, 1000.0);
}

// ---- claims by what there is ----------------------------------------------------------------------------------

/// 10,000 men stand at B, 50,000 at A; a line of 60 km, 1,000 trucks of which half are lost in a month.
fn claimed(claims: &str, men: f64) -> Replay {
    let c = with(&[
        ("rail_lines", LINES, OPEN),
        ("truck_fleets", FLEETS, "T,T,1000,2,140,0,0.01,1,0.5"),
        ("forces", FORCES, "F,Force,A,50000\nG,Guard,B,10000"),
        ("stocks", STOCKS, "A,all,10000\nB,all,10000"),
        ("claims", CLAIMS, claims),
    ]);
    let mut o = orders(3);
    o.men = men;
    o.joined = vec![Joined { force: 0, men: 50_000.0 }, Joined { force: 1, men: 10_000.0 }];
    o.truck_joins = vec![TruckJoin { fleet: 0, place: A, trucks: 1000.0 }];
    replay(&c, &o)
}

/// On day 30 half of the trucks are left, at ten men each 5,000 men behind; along the line, at 100 men a kilometre, 6,000.
#[test]
fn drivers_and_railwaymen_behind_are_counted() {
    let drivers = "k,K,men per truck,10,yes";
    holds(&claimed(drivers, 15_000.0));
    close(only(&claimed(drivers, 15_001.0), FaultKind::NotCounted).amount, 1.0);
    let guards = "k,K,men per km of line,100,yes";
    holds(&claimed(guards, 16_000.0));
    close(only(&claimed(guards, 16_001.0), FaultKind::NotCounted).amount, 1.0);
}

/// Where they do not count they are taken off all 60,000: 55 men a truck, fewest when most trucks are there, at the end of
/// day 0: 55,000 x 2^(-1/30). 900 men a kilometre along the line are 54,000, whether trains run or not.
#[test]
fn drivers_and_railwaymen_who_do_not_count_are_taken_off() {
    let drivers = "k,K,men per truck,55,no";
    let left = 60_000.0 - 55_000.0 * f64::powf(0.5, 1.0 / 30.0);
    let r = claimed(drivers, left);
    holds(&r);
    close(r.men_sustained, left);
    close(only(&claimed(drivers, left + 2.0), FaultKind::NotCounted).amount, 2.0);
    let guards = "k,K,men per km of line,900,no";
    holds(&claimed(guards, 6000.0));
    close(only(&claimed(guards, 6001.0), FaultKind::NotCounted).amount, 1.0);
}

// ---- rail -----------------------------------------------------------------------------------------------------

/// Two bridges side by side take 4 and 3 trains a day: 70 trains of 600 t in a period, though the line takes ten a day.
#[test]
fn the_narrowest_crossing_limits_a_line() {
    let c = with(&[("rail_lines", LINES, OPEN), ("bridges", BRIDGES, "P,P,L,g,5,0,4\nQ,Q,L,g,5,0,3\nR,R,L,,5,0,")]);
    let run = |tonnes: f64| {
        let mut o = orders(2);
        o.restorations = vec![restoration(0, (0.0, 5.0))];
        (o.accepted, o.freight) = (vec![accepted(1, tonnes)], vec![rail(0, 1, tonnes)]);
        replay(&c, &o)
    };
    holds(&run(42_000.0));
    let r = run(42_100.0);
    close(one(&r, FaultKind::LineOverused).amount, 1.0);
    close(one(&r, FaultKind::LineOverusedInDay).amount, 1.0);
    assert_eq!(r.faults.len(), 2);
}

/// 35 brigade-days on a bridge of five days are seven brigades; the track, 75 km of light damage, ties two for three
/// days: all nine. 40 brigade-days are one brigade too many.
#[test]
fn bridges_tie_brigades() {
    let work = |brigade_days: usize| {
        let c = with(&[
            ("rail_lines", LINES, "L,A,B,75,2,1524,60,10,light damage"),
            ("bridges", BRIDGES, &format!("P,P,L,,5,{brigade_days},")),
        ]);
        replay(&c, &Orders { restorations: vec![restoration(0, (0.0, 5.0))], ..orders(1) })
    };
    holds(&work(35));
    close(only(&work(40), FaultKind::BrigadesOverdrawn).amount, 1.0);
}

/// Trains are under way for 3/14 day, so that of a period's tonnes 137/140 are unloaded within it: 10,200 t are 9,981 t at
/// B, where 1,000 t a day can be handled. 10,300 t are 79 too many. What goes through is not handled, but for the 3/280
/// of a period that it is late.
#[test]
fn loading_and_unloading() {
    let head = "place,name,latitude,longitude,ours_from_day,handling_t_per_day\n";
    let to_b = |tonnes: f64| {
        let c = with(&[("places", head, "A,A,50,20,0,\nB,B,50,20.5,0,1000"), ("rail_lines", LINES, OPEN)]);
        replay(&c, &Orders { accepted: vec![accepted(0, tonnes)], freight: vec![rail(0, 0, tonnes)], ..orders(1) })
    };
    holds(&to_b(10_200.0));
    let f = only(&to_b(10_300.0), FaultKind::HandlingOverused);
    assert_eq!(f.at.place, Some(B));
    close(f.amount, 10_300.0 * 137.0 / 140.0 - 10_000.0);
    let through = |handled: usize| {
        let c = with(&[
            ("places", head, &format!("A,A,50,20,0,\nB,B,50,20.5,0,\nX,X,50,20.3,0,{handled}")),
            ("rail_lines", LINES, "K,A,X,30,2,1524,60,10,open\nL,X,B,30,2,1524,60,10,open"),
            ("stocks", STOCKS, "X,all,1000"),
        ]);
        let freight = vec![rail(0, 0, 28_000.0), rail(1, 0, 28_000.0)];
        replay(&c, &Orders { accepted: vec![accepted(0, 28_000.0)], freight, ..orders(1) })
    };
    holds(&through(30));
    close(only(&through(20), FaultKind::HandlingOverused).amount, 100.0);
}

/// 60,000 t are 100 trains of 50 wagons, which go 120 km at 280 km a day and stand two days for each load: 5,000 x (3/7 +
/// 2) wagon-days, 1,214.3 wagons for ten days. If half are lost in a month, N wagons work N (1 - 2^(-1/3)) / a days with
/// a = ln 2 / 30.
#[test]
fn wagons_stand_and_wear_out() {
    let wagons = |number: f64, lost: f64| {
        let c = with(&[
            ("rail_lines", LINES, OPEN),
            ("rolling_stock", STOCK, &format!("W,W,1524,wagons,{number},{lost}")),
            ("assumptions", FACTORS, "wagon_terminal_days,2,days/load"),
        ]);
        let freight = vec![rail(0, 0, 60_000.0)];
        replay(&c, &Orders { accepted: vec![accepted(0, 60_000.0)], freight, ..orders(1) })
    };
    let needed = 500.0 * (3.0 / 7.0 + 2.0);
    holds(&wagons(1214.3, 0.0));
    close(only(&wagons(1212.0, 0.0), FaultKind::RollingStockOverdrawn).amount, needed - 1212.0);
    let a = f64::ln(2.0) / 30.0;
    let worked = (1.0 - f64::powf(2.0, -1.0 / 3.0)) / a / 10.0;
    holds(&wagons(needed / worked, 0.5));
    close(only(&wagons(needed / worked - 10.0, 0.5), FaultKind::RollingStockOverdrawn).amount, 10.0 * worked);
}

/// Ten trains go 60 km and back at 25 kg of coal a kilometre: 3 t each, 30 t at A, three on every day.
#[test]
fn locomotives_burn_coal() {
    let coal = |tonnes: usize| {
        let c = with_class(
            "coal",
            &[
                ("rail_lines", LINES, OPEN),
                ("stocks", STOCKS, &format!("A,coal,{tonnes}")),
                ("assumptions", FACTORS, "coal_kg_per_train_km,25,kg/train-km"),
            ],
        );
        replay(&c, &Orders { accepted: vec![accepted(0, 6000.0)], freight: vec![rail(0, 0, 6000.0)], ..orders(1) })
    };
    let r = coal(30);
    holds(&r);
    close(r.days[3].stock_t[1], 18.0);
    let f = only(&coal(29), FaultKind::StockShort);
    assert_eq!((f.at.place, f.at.class, f.day), (Some(A), Some(ClassId(1)), 9.0));
    close(f.amount, 1.0);
}

/// 80 km at 5 t are 400 t, at A on the day on which work begins: B is handed over on day 4, so A was ours first.
#[test]
fn restoration_takes_materials() {
    let stores = |tonnes: usize| {
        let c = with_class(
            "stores",
            &[
                ("places", PLACES, "A,A,50,20,0,\nB,B,50,20.5,4,"),
                ("rail_lines", LINES, "L,B,A,80,2,1524,60,10,heavy damage"),
                ("stocks", STOCKS, &format!("A,stores,{tonnes}")),
                ("assumptions", FACTORS, "restoration_t_per_km,5,t/km"),
            ],
        );
        let restorations = vec![restoration(0, (5.0, 15.0))];
        replay(&c, &Orders { counted_from_day: 4.0, restorations, ..orders(2) })
    };
    let r = stores(400);
    holds(&r);
    close(r.days[4].stock_t[1], 400.0);
    close(r.days[5].stock_t[1], 0.0);
    let f = only(&stores(399), FaultKind::StockShort);
    assert_eq!((f.at.place, f.at.class, f.day), (Some(A), Some(ClassId(1)), 5.0));
    close(f.amount, 1.0);
}

// ---- one track in two gauges ----------------------------------------------------------------------------------

/// A broad line in this condition and a standard one to be re-gauged on the same track: 60 km at 20 km a day are three
/// days.
fn one_track(broad: &str, restorations: Vec<Restoration>, runs: &[(usize, usize)]) -> Replay {
    let head = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition,track_group\n";
    let rows = format!("K,A,B,60,2,1524,60,10,{broad},g\nL,A,B,60,2,1435,60,10,regauge,g");
    let c = with(&[("rail_lines", head, &rows), ("stocks", STOCKS, "A,all,100000")]);
    let freight = runs.iter().map(|(line, period)| rail(*line, *period, 4000.0)).collect();
    replay(&c, &Orders { restorations, freight, ..orders(5) })
}

/// The broad line runs until the work on the other begins; on day 7 it begins three days too soon for the period's trains.
/// A line that was open is not put back.
#[test]
fn a_track_works_in_one_gauge_at_a_time() {
    let regauged = |day: f64| vec![restoration(1, (day, day + 3.0))];
    holds(&one_track("open", regauged(10.0), &[(0, 0), (1, 2)]));
    let f = only(&one_track("open", regauged(7.0), &[(0, 0), (1, 1)]), FaultKind::TrackTakenUp);
    assert_eq!((f.at.line, f.day, f.to_day), (Some(LINE), 7.0, 10.0));
    close(f.amount, 3.0);
    close(only(&one_track("open", regauged(10.0), &[(0, 1)]), FaultKind::TrackTakenUp).amount, 10.0);
    let mut back = regauged(10.0);
    back.push(restoration(0, (20.0, 20.0)));
    only(&one_track("open", back, &[(0, 3)]), FaultKind::TrackTakenUp);
}

/// Broad gauge from day 3, standard gauge from day 13, broad gauge again from day 33. In the period in which the first
/// is taken up, or the last put back, its trains find no track.
#[test]
fn a_track_may_be_regauged_again_and_back() {
    let works = || vec![restoration(0, (0.0, 3.0)), restoration(1, (20.0, 23.0)), restoration(0, (30.0, 33.0))];
    holds(&one_track("regauge", works(), &[(0, 1), (0, 4)]));
    holds(&one_track("regauge", vec![restoration(1, (0.0, 3.0))], &[(1, 1), (1, 4)]));
    close(only(&one_track("regauge", works(), &[(0, 2)]), FaultKind::TrackTakenUp).amount, 10.0);
    close(only(&one_track("regauge", works(), &[(0, 3)]), FaultKind::TrackTakenUp).amount, 3.0);
    close(only(&one_track("regauge", works(), &[(1, 2)]), FaultKind::NotOpen).amount, 3.0);
    // Two works at once on one track: neither line opens.
    let both = vec![restoration(0, (0.0, 3.0)), restoration(1, (0.0, 3.0))];
    assert!(!one_track("regauge", both, &[(0, 1)]).holds());
}

// ---- the front ------------------------------------------------------------------------------------------------

/// B, 60 km away, falls on day 10; 50,000 men follow.
fn taken(tonnes: &[f64]) -> Orders {
    Orders {
        men: 50_000.0,
        counted_from_day: 10.0,
        joined: vec![Joined { force: 0, men: 200_000.0 }],
        works: vec![work(0, (0.0, 10.0), 1.0, A)],
        follows: vec![Follow { tonnes: tonnes.to_vec(), ..follow(B, 10.0, 50_000.0, 0.0) }],
        truck_joins: vec![TruckJoin { fleet: 0, place: A, trucks: 5000.0 }],
        ..orders(2)
    }
}

const TRUCKS: &str = "T,T,5000,2,140,0,0.01,1,0";

/// 100 prisoners a kilometre are 600 a day, each fed at A for ten days with a kilogram: by the end of day 9 600 x (1 + 2 +
/// ... + 10) kg = 33 t, and 60 t in all. For two and a half days: 15 t, of which 0.6 on day 0, 1.2 on day 1, 1.5 on each
/// of the next.
#[test]
fn prisoners_are_fed() {
    let rations = |tonnes: usize, days: f64| {
        let c = with_class(
            "subsistence",
            &[
                ("places", PLACES, TO_TAKE),
                ("truck_fleets", FLEETS, TRUCKS),
                ("stocks", STOCKS, &format!("A,all,50000\nA,subsistence,{tonnes}")),
                ("assumptions", FACTORS, &format!("prisoners_per_km,100,men/km\nprisoner_days,{days},days")),
            ],
        );
        replay(&c, &taken(&[2000.0, 0.0]))
    };
    let r = rations(60, 10.0);
    holds(&r);
    close(r.days[9].stock_t[1], 27.0);
    close(r.days[18].stock_t[1], 0.0);
    let f = only(&rations(59, 10.0), FaultKind::StockShort);
    assert_eq!((f.at.place, f.at.class), (Some(A), Some(ClassId(1))));
    close(f.amount, 1.0);
    let r = rations(15, 2.5);
    holds(&r);
    close(r.days[3].stock_t[1], 15.0 - 0.6 - 1.2 - 1.5 - 1.5);
    close(r.days[19].stock_t[1], 0.0);
}

/// 50,000 men use 2,000 t in ten days: as much as they find at B. Ten less is too little on the last day.
#[test]
fn booty_comes_in_with_its_place() {
    let found = |tonnes: usize| {
        let c = with(&[
            ("places", PLACES, TO_TAKE),
            ("truck_fleets", FLEETS, TRUCKS),
            ("stocks", STOCKS, &format!("A,all,50000\nB,all,{tonnes}")),
        ]);
        replay(&c, &taken(&[0.0]))
    };
    let r = found(2000);
    holds(&r);
    close(stock(&r, 8, B), 0.0);
    close(stock(&r, 9, B), 2000.0);
    let f = only(&found(1990), FaultKind::StockShort);
    assert_eq!((f.at.place, f.day), (Some(B), 19.0));
    close(f.amount, 10.0);
}

/// B is handed over on day 15 with its stock; 5,000 men of a force that is there use 20 t a day for 15 days.
#[test]
fn a_handover_brings_the_stock() {
    let found = |tonnes: usize| {
        let c = with(&[
            ("places", PLACES, "A,A,50,20,0,\nB,B,50,20.5,15,"),
            ("forces", "force,name,place,men,from_day\n", "F,Force,B,5000,15"),
            ("stocks", STOCKS, &format!("B,all,{tonnes}")),
        ]);
        let joined = vec![Joined { force: 0, men: 5000.0 }];
        replay(&c, &Orders { counted_from_day: 16.0, men: 5000.0, joined, ..orders(3) })
    };
    let r = found(300);
    holds(&r);
    close(stock(&r, 13, B), 0.0);
    close(stock(&r, 15, B), 280.0);
    close(only(&found(299), FaultKind::StockShort).amount, 1.0);
}

/// 200 t a day at B feed 50,000 men once it is ours; in the period in which it is taken nothing can be accepted there.
#[test]
fn local_supply_flows_while_its_place_is_ours() {
    let c = with(&[
        ("places", PLACES, TO_TAKE),
        ("truck_fleets", FLEETS, TRUCKS),
        ("stocks", STOCKS, "A,all,50000"),
        ("supply_streams", "stream,place,class,t_per_day\n", "S,A,all,1000000\nL,B,all,200"),
    ]);
    let from = |period: usize, tonnes: f64| {
        let mut o = taken(&[0.0]);
        o.accepted = vec![Accepted { stream: 1, period, tonnes }];
        replay(&c, &o)
    };
    holds(&from(1, 2000.0));
    close(one(&from(1, 2010.0), FaultKind::StreamExceeded).amount, 10.0);
    close(one(&from(0, 2000.0), FaultKind::NotOurs).amount, 10.0);
}

/// Half of 10,000 fallen are to be brought back; orders cannot say how. Those who come back to duty are left out: as many
/// men at A as without them.
#[test]
fn wounded_are_not_forgotten() {
    let with_factors = |factors: &str| {
        let c = with(&[
            ("places", PLACES, TO_TAKE),
            ("truck_fleets", FLEETS, TRUCKS),
            ("stocks", STOCKS, "A,all,50000\nB,all,2000"),
            ("assumptions", FACTORS, factors),
        ]);
        replay(&c, &taken(&[0.0]))
    };
    let f = only(&with_factors("evacuated_share,0.5,share"), FaultKind::WoundedLeft);
    close(f.amount, 5000.0);
    assert!(f.words.contains("nothing of 5,000 wounded"), "{}", f.words);
    let r = with_factors("returned_share,0.5,share\nreturned_after_days,5,days");
    holds(&r);
    close(men(&r, 19, A), 140_000.0);
}

// ---- in words -------------------------------------------------------------------------------------------------

/// Ten trains of 600 t and ten of 465 men, who are 3/14 day under way; with 100 trains of supplies more the line is
/// overused in the period and on its days.
#[test]
fn a_replay_in_a_line() {
    let run = |tonnes: f64| {
        let c = with(&[("rail_lines", LINES, OPEN), ("stocks", STOCKS, "A,all,100000\nB,all,1000")]);
        let mut o = orders(2);
        o.joined = vec![Joined { force: 0, men: 4650.0 }];
        o.men_by_rail = vec![MenByRail { line: LINE, way: Way::Forth, period: 0, men: 4650.0 }];
        o.freight = vec![rail(0, 0, tonnes)];
        replay(&c, &o).summary()
    };
    let line = "carried out day by day: 20 days, 20 trains, 0 men lost, at most 100 men under way, nothing broken";
    assert_eq!(run(6000.0), line);
    let line =
        "carried out day by day: 20 days, 120 trains, 0 men lost, at most 100 men under way, rules broken 2 times";
    assert_eq!(run(66_000.0), line);
}
