//! Cases small enough to be worked out by hand: the algebra stands above each.
//!
//! Common to those with both places held: supplies at A are ample, so men wait there until they are wanted at B;
//! periods have 10 days, the window is two period ends. Men draw a period's rations where it finds them: M thousand men
//! who come to B in the first period of the window draw them at A, and in the next M x 10 days x 4 kg = 0.04 M kt at B.
//! What is brought in both periods feeds them.

mod common;

use common::tiny::{bound, campaign, close, solved};
use railhead::formulation::{ColumnKey, Earliest};

const LINE_HEAD: &str = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition";

/// 10 trains a day of 600 t are 60 kt a period. 120 kt come by the end of the second: 0.04 M = 120, M = 3,000.
#[test]
fn one_rail_line_at_capacity() {
    let line = format!("{LINE_HEAD}\nL,A,B,60,2,1524,60,10,open\n");
    close(bound(&campaign(&[("rail_lines", &line)]), 10.0), 3000.0);
}

/// The same line when a standard-gauge stretch takes over at X: 10 trains x 430 t = 43 kt a period; 0.04 M = 86.
/// With yards that load 1,000 t/day on the other gauge: 10 kt a period; 0.04 M = 20.
#[test]
fn a_gauge_break_slower_than_either_line() {
    let lines = format!("{LINE_HEAD}\nL1,A,X,30,2,1524,60,10,open\nL2,X,B,30,2,1435,60,10,open\n");
    let with = |yards: &str| {
        let places = format!(
            "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\n\
             A,A,50,20,0,\nX,X,50,20.3,0,{yards}\nB,B,50,20.5,0,\n"
        );
        bound(&campaign(&[("rail_lines", &lines), ("places", &places)]), 10.0)
    };
    close(with(""), 86.0 / 0.04);
    close(with("1000"), 20.0 / 0.04);
}

const FLEET_HEAD: &str =
    "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month";

fn road(length: f64) -> String {
    format!("road,from,to,length_km,capacity,zone\nR,A,B,{length},50000,z\n")
}

/// 1,000 trucks x 2 t = 2 kt of lift, 20 kt-days a period. A road of 140 km costs 280 / 140 = 2 days a load, so 10 kt a
/// period; work at the edge of the first and last period may lie outside them, up to one turn: 2 kt x 2 days = 4
/// kt-days, once. Two periods: 44 / 2 = 22 kt; 0.04 M = 22.
#[test]
fn one_truck_road() {
    let fleet = format!("{FLEET_HEAD}\nT,T,1000,2,140,0,0.25,1,0\n");
    close(bound(&campaign(&[("truck_fleets", &fleet), ("roads", &road(140.0))]), 10.0), 22.0 / 0.04);
}

/// Fuel for out and back is drawn where the haul begins: a = 280 km x 0.25 kg / 2 t = 0.035, so 1 kt at B costs 1.035
/// kt at A; in two stages of 70 km (a = 0.0175 each, the second filled from the first) it costs 1.0175^2. With 10 kt
/// at A and nothing else, men who stand at A for 10 days, move to B and stand there until day 30 use 0.08 M at A
/// (0.04 M, and as much in the period of the move, which finds them there) and 0.04 M at B.
#[test]
fn trucks_eat_fuel_stage_by_stage() {
    let fleet = format!("{FLEET_HEAD}\nT,T,100000,2,140,0,0.25,1,0\n");
    let stock = "place,class,tonnes\nA,all,10000\n";
    let none = "stream,place,class,t_per_day\n";
    let classes = "class,name,carried_as,safety_days\nall,All,fuel,0\n";
    let common =
        [("truck_fleets", fleet.as_str()), ("stocks", stock), ("supply_streams", none), ("supply_classes", classes)];
    let whole: Vec<_> = common.iter().copied().chain([("roads", road(140.0).leak() as &str)]).collect();
    close(bound(&campaign(&whole), 20.0), 10.0 / (0.08 + 0.04 * 1.035));
    let places = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nX,X,50,20.3,0\nB,B,50,20.5,0\n";
    let roads = "road,from,to,length_km,capacity,zone\nR1,A,X,70,50000,z\nR2,X,B,70,50000,z\n";
    let staged: Vec<_> = common.iter().copied().chain([("roads", roads), ("places", places)]).collect();
    close(bound(&campaign(&staged), 20.0), 10.0 / (0.08 + 0.04 * 1.0175 * 1.0175));
}

/// Terminal time is paid per load, running time per km: a road cut in five needs the fleet of the whole one. By hand:
/// 1 + 2 days a load, 20 kt-days a period plus once 2 kt x 3 days at the edge (the longest turn is that of the whole
/// way): 46 / 3 kt. (Fuel is set to almost nothing here: what the later stages burn must be brought to them.)
#[test]
fn cutting_a_road_changes_nothing() {
    let fleet = format!("{FLEET_HEAD}\nT,T,1000,2,140,1,0.01,1,0\n");
    close(bound(&campaign(&[("truck_fleets", &fleet), ("roads", &road(140.0))]), 10.0), 46.0 / 3.0 / 0.04);
    let mut places = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\n".to_string();
    let mut roads = "road,from,to,length_km,capacity,zone\n".to_string();
    let names = ["A", "P", "Q", "V", "W", "B"];
    for (i, pair) in names.windows(2).enumerate() {
        places += &format!("{0},{0},50,20.{1},0\n", pair[1], i + 1);
        roads += &format!("R{i},{},{},28,50000,z\n", pair[0], pair[1]);
    }
    let cut = campaign(&[("truck_fleets", &fleet), ("roads", &roads), ("places", &places)]);
    let found = bound(&cut, 10.0);
    assert!((found - 46.0 / 3.0 / 0.04).abs() < 0.002 * found, "found {found}");
}

const TO_BE_TAKEN: &str = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nB,B,50,20.5,\n";
const NO_NEED: &str = "posture,class,kg_per_man_day\nquiet,all,0\nfierce,all,0\nmarch,all,0\n";

/// 60 km at 6 km/day are 10 days. 100,000 men are engaged for them: 1 million man-days at 10 per 1,000 cost 10,000. Of
/// 200,000 men 190,000 stand at B on day 10. On day 5 (periods of 5 days) nobody can.
#[test]
fn an_advance_costs_days_and_men() {
    let forces = "force,name,place,men\nF,Force,A,200000\n";
    let tables = [("places", TO_BE_TAKEN), ("norms", NO_NEED), ("forces", forces)];
    for period in [1, 2, 5, 10] {
        let question = format!(
            "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile\n\
             Tiny,can it be done,1945-01-12,60,{period},10,1000,fierce\n"
        );
        let mut tables = tables.to_vec();
        tables.push(("question", &question));
        let c = campaign(&tables);
        close(Earliest::of(&c).place[1].0, 10.0);
        close(bound(&c, 10.0), 190.0);
        if period < 10 {
            assert!(solved(&c, 5.0).is_none(), "B cannot be held on day 5");
        }
    }
}

/// Half the men that the grouping asks for: 1 million man-days need 20 days of 50,000. They shrink as they go, so by
/// day 20 they have spent a little less, and B falls in the third period: 10,000 are lost, 40,000 are left. (In the
/// bound, men who fall in a period are still engaged in it: 50,000 and then 45,000 for 10 days each are 0.95 million.)
#[test]
fn too_few_men_are_slower() {
    let forces = "force,name,place,men\nF,Force,A,50000\n";
    let c = campaign(&[("places", TO_BE_TAKEN), ("norms", NO_NEED), ("forces", forces)]);
    assert!(bound(&c, 10.0) < 0.0);
    assert!(bound(&c, 20.0) < 0.0);
    close(bound(&c, 30.0), 40.0);
}

/// Ammunition paces the attack: the advance uses 1 million man-days x 4 kg = 4 kt of it, and 200 t a day come, so it
/// cannot end before day 20 (the first tonne fights on the first day).
#[test]
fn a_class_that_is_short_paces_the_advance() {
    let tables = [
        ("places", TO_BE_TAKEN),
        ("norms", "posture,class,kg_per_man_day\nquiet,all,0\nfierce,all,4\nmarch,all,0\n"),
        ("supply_streams", "stream,place,class,t_per_day\nS,A,all,200\n"),
    ];
    let c = campaign(&tables);
    assert!(bound(&c, 10.0) < 0.0);
    close(bound(&c, 20.0), 4990.0);
}

/// 80 km at 8 km/day are 10 days of work, so the first train runs on day 10 and each period from the second on has 60 kt.
/// Men who come in the first need 0.04 M in the second: 0.04 M = 60. Who come in the second live on both in the third:
/// 0.04 M = 120. With half a brigade for a line that wants two for ten days (20 brigade-days) the first train runs on day
/// 40: by day 40 nobody can be fed who comes by day 30; 60 kt feed those who come by day 40, 120 kt those by day 50.
#[test]
fn restoration_keeps_trains_waiting() {
    let line = format!("{LINE_HEAD}\nL,A,B,80,2,1524,60,10,heavy damage\n");
    let c = campaign(&[("rail_lines", &line)]);
    close(Earliest::of(&c).train[0].0, 10.0);
    close(bound(&c, 10.0), 1500.0);
    close(bound(&c, 20.0), 3000.0);
    let few = "factor,value,unit\nrailway_brigades,0.5,brigades\n";
    let slow = campaign(&[("rail_lines", &line), ("assumptions", few)]);
    close(Earliest::of(&slow).train[0].0, 40.0);
    close(bound(&slow, 30.0), 0.0);
    close(bound(&slow, 40.0), 1500.0);
    close(bound(&slow, 50.0), 3000.0);
}

/// A bridge of 25 days is rebuilt alongside the track's 10; a quicker one of the same crossing takes its place.
#[test]
fn bridges_are_rebuilt_alongside() {
    let line = format!("{LINE_HEAD}\nL,A,B,80,2,1524,60,10,heavy damage\n");
    let first = |bridges: &str| {
        Earliest::of(&campaign(&[
            ("rail_lines", &line),
            ("bridges", &format!("bridge,name,line,group,rebuild_days\n{bridges}")),
        ]))
        .train[0]
            .0
    };
    close(first("B1,Long,L,,25\n"), 25.0);
    close(first("B1,Long,L,same,25\nB2,Short,L,same,12\n"), 12.0);
    close(first("B1,Long,L,,25\nB2,Short,L,,12\n"), 25.0);
}

/// Safety stock: 5 days of 4 kg for every man must lie at B at both ends of the window, besides what is used: the
/// first end needs 0.02 M in store, the second 0.04 M used and 0.02 M in store: 0.06 M = 120.
#[test]
fn safety_stocks_at_the_end() {
    let line = format!("{LINE_HEAD}\nL,A,B,60,2,1524,60,10,open\n");
    let classes = "class,name,carried_as,safety_days\nall,All,dry,5\n";
    close(bound(&campaign(&[("rail_lines", &line), ("supply_classes", classes)]), 10.0), 2000.0);
}

/// 1,000 men a day replace the fallen: 200,000 + 20,000 by the end of day 20, less 10,000.
#[test]
fn replacements_are_counted() {
    let forces = "force,name,place,men\nF,Force,A,200000\n";
    let stream = "stream,place,men_per_day,includes_returned\nR,A,1000,yes\n";
    let c = campaign(&[("places", TO_BE_TAKEN), ("norms", NO_NEED), ("forces", forces), ("replacements", stream)]);
    close(bound(&c, 10.0), 200.0);
    close(bound(&c, 20.0), 210.0);
}

/// Replacements who come to B on days 8 and 9 draw one day's rations there in that period on average, and ten days' in the
/// next: 0.044 R kt of the 0.1 kt there. (A man of the force, who comes from A, where there is nothing, would cost 0.08.)
#[test]
fn replacements_eat_from_the_day_on_which_they_come() {
    let forces = "force,name,place,men\nF,Force,A,1000\n";
    let stream = "stream,place,men_per_day,includes_returned,from_day,to_day\nR,B,50000,yes,8,10\n";
    let stocks = "place,class,tonnes\nB,all,100\n";
    let none = "stream,place,class,t_per_day\n";
    let tables = [("forces", forces), ("replacements", stream), ("stocks", stocks), ("supply_streams", none)];
    close(bound(&campaign(&tables), 10.0), 0.1 / 0.044);
}

/// Of 200,000 men 30,000 are claimed behind the front. Counted, the number stays 190,000; not counted, it is 160,000.
#[test]
fn claims_tie_men_down() {
    let forces = "force,name,place,men\nF,Force,A,200000\n";
    let with = |counts: &str| {
        let claims = format!("claim,name,basis,amount,counts\nC,Guards,men,30000,{counts}\n");
        bound(&campaign(&[("places", TO_BE_TAKEN), ("norms", NO_NEED), ("forces", forces), ("claims", &claims)]), 10.0)
    };
    close(with("yes"), 190.0);
    close(with("no"), 160.0);
}

/// Trains to B need wagons: 10 trains x 50 wagons, 120 km there and back at 280 km/day = 0.4286 days each. 100 wagons
/// give 1,000 wagon-days a period, enough for 1,000 / (50 x 0.4286) = 46.67 trains = 28 kt, and at the edge once
/// 100 x 0.4286 wagon-days more = 2 trains = 1.2 kt: 0.04 M = 57.2.
#[test]
fn wagons_bind() {
    let line = format!("{LINE_HEAD}\nL,A,B,60,2,1524,60,10,open\n");
    let stock = "stock,name,gauge_mm,kind,number\nW,Wagons,1524,wagons,100\n";
    close(bound(&campaign(&[("rail_lines", &line), ("rolling_stock", stock)]), 10.0), 57.2 / 0.04);
}

/// A ferry of 3,000 t/day: 30 kt a period, 0.04 M = 60.
#[test]
fn a_sea_link_carries() {
    let sea = "link,from,to,length_km,capacity\nF,A,B,50,3000\n";
    let c = campaign(&[("sea_links", sea)]);
    close(bound(&c, 10.0), 1500.0);
    assert!(solved(&c, 10.0).is_some_and(|s| s.1.column(ColumnKey::Sustained).is_some()));
}

/// The way to J takes 360/6 = 60 days, that to K 10 days, but nobody can advance on it before day 55. J may be held ten days before
/// K: it falls on day 60, and K on day 65. (On day 50 five sixths of the way to J are cleared. That takes nothing, and must
/// not ask for five sixths of the way to K by day 60, when no more than half can be cleared.)
#[test]
fn half_a_leg_hurries_no_neighbour() {
    let c = campaign(&[
        ("destinations", "place,must_hold,counts\nJ,yes,yes\n"),
        (
            "places",
            "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\nA,A,50,20,0,\nJ,J,50,25,,\nK,K,50,20.8,,\n",
        ),
        ("zones", "zone,name\nz,Zone\ny,Other zone\n"),
        ("roads", "road,from,to,length_km,capacity,zone\nR,A,J,360,5000,z\nQ,A,K,60,5000,y\n"),
        (
            "resistance",
            "profile,zone,posture,from_day,grouping_men\nfierce,z,fierce,0,100000\nfierce,y,quiet,0,100000\n\
             fierce,y,fierce,55,100000\n",
        ),
        ("abreast", "place,with_place,most_days_ahead\nJ,K,10\n"),
        ("norms", "posture,class,kg_per_man_day\nquiet,all,0\nfierce,all,0\nmarch,all,0\n"),
    ]);
    // The way to J: 100,000 men for 60 days at 10 in 1,000 a day are 60,000 men. The way to K: five of its ten days before
    // day 60, 5,000 men; for the other five the 100,000 stand there and not at J, 50,000 on the mean of days 60 to 70.
    close(bound(&c, 60.0), 5000.0 - 60.0 - 5.0 - 50.0);
}

/// B and C must both be held. The road from A to B needs 20,000 men, that to C 4,000,000; the road between B and C lies across. C can be
/// reached on day 9 (54 km at 6 km/day), B on day 10 (60 km): a road that led outward only would lead from C to B, so that C must be
/// taken the dear way: 9 days x 4,000,000 men, for which 300,000 men need 120 days and not 40. Taken across, from B, 20,000 are enough.
/// And a day off the way to C does not turn anything round.
#[test]
fn a_road_across_may_be_taken_either_way() {
    let most = |rate_to_c: f64| {
        let postures = format!(
            "posture,name,advance_km_per_day,casualties_per_1000_per_day\n\
             quiet,Quiet,0,0\nfierce,Fierce,6,0\nquicker,Quicker,{rate_to_c},0\nmarch,March,25,0\n"
        );
        let c = campaign(&[
            ("postures", &postures),
            ("norms", "posture,class,kg_per_man_day\nquiet,all,4\nfierce,all,4\nquicker,all,4\nmarch,all,4\n"),
            ("places", "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nB,B,50,20.5,\nC,C,50.1,20.5,\n"),
            ("destinations", "place,must_hold,counts\nB,yes,yes\nC,yes,yes\n"),
            (
                "roads",
                "road,from,to,length_km,capacity,zone\nAB,A,B,60,50000,z\nAC,A,C,54,50000,z\nBC,B,C,30,50000,z\n",
            ),
            (
                "resistance",
                "profile,zone,road,posture,grouping_men\nfierce,z,,fierce,20000\nfierce,,AC,quicker,4000000\n",
            ),
            ("forces", "force,name,place,men\nF,Force,A,300000\n"),
            (
                "truck_fleets",
                "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n\
                 T,T,100000,3,200,0,0.01,1,0\n",
            ),
        ]);
        bound(&c, 40.0)
    };
    close(most(6.0), 300.0);
    close(most(7.0), 300.0);
    close(most(5.0), 300.0);
}
