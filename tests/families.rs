//! The families that an analyst may add: each with the algebra by hand above it, and its checks.
//!
//! As in `worked_cases.rs`: periods of 10 days, a window of two period ends, 4 kg per man and day. With both places
//! held, M thousand men who come to B in the first period draw nothing there in it, and 0.04 M kt in the second.

mod common;

use common::corridor::two_legs;
use common::tiny::{bound, campaign, close, problems, solved};
use railhead::campaign::Days;
use railhead::formulation::Earliest;

const LINE: &str =
    "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\nL,A,B,60,2,1524,60,10,open\n";
const HEAVY: &str =
    "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\nL,A,B,80,2,1524,60,10,heavy damage\n";
const FLEET: &str =
    "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n";
const TO_BE_TAKEN: &str = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nB,B,50,20.5,\n";
const NO_NEED: &str = "posture,class,kg_per_man_day\nquiet,all,0\nfierce,all,0\nmarch,all,0\n";
const SHUT: &str = "road,from,to,length_km,capacity,zone\nR,A,B,60,0,z\n";

/// Asserts that there is one error or warning at this cell, in these words.
fn says(replaced: &[(&str, &str)], cell: &str, words: &str) {
    let all = problems(replaced);
    let at: Vec<_> = all.iter().filter(|p| p.cell == cell).collect();
    assert_eq!(at.len(), 1, "{cell} in {all:#?}");
    assert!(at[0].to_string().contains(words), "'{words}' in {}", at[0]);
}

fn factor(id: &str, value: f64, unit: &str) -> String {
    format!("factor,value,unit\n{id},{value},{unit}\n")
}

// ---- Seasons

const SEASON: &str = "season,zone,from_day,to_day,road_capacity,truck_run,advance\n";

/// 5,000 vehicles of 2 t are 10 kt a day, 100 a period. With half the room on the first five days 75 pass in the first
/// period and 100 in the second: 0.04 M = 175. In another zone, or after the window, nothing changes: 0.04 M = 200.
#[test]
fn mud_takes_room_on_the_road() {
    let fleet = format!("{FLEET}T,T,100000,2,140,0,0.01,1,0\n");
    let with = |season: &str| {
        let seasons = format!("{SEASON}{season}");
        let zones = "zone,name\nz,Zone\ny,Other\n";
        let resistance = "profile,zone,posture,grouping_men\nfierce,z,fierce,100000\nfierce,y,fierce,100000\n";
        bound(
            &campaign(&[
                ("truck_fleets", &fleet),
                ("seasons", &seasons),
                ("zones", zones),
                ("resistance", resistance),
                ("forces", MORE_MEN),
            ]),
            10.0,
        )
    };
    close(with(""), 200.0 / 0.04);
    close(with("mud,,0,5,0.5,,\n"), 175.0 / 0.04);
    close(with("mud,z,0,5,0.5,,\n"), 175.0 / 0.04);
    close(with("mud,y,0,5,0.5,,\n"), 200.0 / 0.04);
    close(with("mud,,20,50,0.5,,\n"), 200.0 / 0.04);
    // A season of the zone goes before one for everywhere, even if that began later.
    close(with("mud,z,0,50,0.75,,\nfrost,,1,50,0.5,,\n"), 150.0 / 0.04);
}

/// 1,000 trucks of 2 t, a road of 140 km, half the daily run: 4 days a load. 20 kt-days a period, and at the edge once
/// 2 kt x 4 days: 48 / 4 = 12 kt. Where the season lasts for five days only, the bound lets the trucks drive on the
/// others: 2 days a load, 48 / 2 = 24 kt (the longest turn is still that of the mud).
#[test]
fn mud_slows_trucks() {
    let fleet = format!("{FLEET}T,T,1000,2,140,0,0.25,1,0\n");
    let roads = "road,from,to,length_km,capacity,zone\nR,A,B,140,50000,z\n";
    let with = |season: &str| {
        let seasons = format!("{SEASON}{season}");
        bound(&campaign(&[("truck_fleets", &fleet), ("roads", roads), ("seasons", &seasons)]), 10.0)
    };
    close(with("mud,,0,,,0.5,\n"), 12.0 / 0.04);
    close(with("mud,,5,10,,0.5,\n"), 24.0 / 0.04);
}

/// 24 km by day 4 at 6 km/day, 36 km at 3 km/day until day 16. 100,000 men lose 10 per 1,000 and day: 7,000 for the
/// 7/10 of the leg that the first period allows at best (42 km, in the bound at the rate of its first days), and for
/// the rest, at half the rate, twice as many a kilometre: 6,000. Of 200,000 men 187,000 stand at B on day 20.
#[test]
fn mud_slows_the_advance() {
    let seasons = format!("{SEASON}mud,,4,100,,,0.5\n");
    let forces = "force,name,place,men\nF,Force,A,200000\n";
    let c = campaign(&[("places", TO_BE_TAKEN), ("norms", NO_NEED), ("forces", forces), ("seasons", &seasons)]);
    close(Earliest::of(&c).place[1].0, 16.0);
    assert!(solved(&c, 10.0).is_none());
    close(bound(&c, 20.0), 187.0);
    close(c.weather(railhead::campaign::ZoneId(0), Days(50.0)).advance, 0.5);
}

#[test]
fn seasons_are_checked() {
    let seasons = format!("{SEASON}mud,,40,30,0.5,,\nfrost,,40,60,0.5,,\ndust,z,10,20,2.5,,\n");
    let tables = [("seasons", seasons.as_str())];
    says(&tables, "seasons.csv:2:to_day", "a last day after the first");
    says(&tables, "seasons.csv:3:from_day", "begins on the day of 'mud'");
    says(&tables, "seasons.csv:4:road_capacity", "from 0.05 to 1.5");
}

// ---- Claims by use

/// A ferry of 3,000 t a day feeds 1,500,000 men at B (0.04 M = 60). 1,000 trucks that have no road to drive on are on strength all
/// the same: at 10 men each, 10,000 men behind are counted.
#[test]
fn drivers_are_counted_by_truck() {
    let fleet = format!("{FLEET}T,T,1000,2,140,0,0.25,1,0\n");
    let sea = "link,from,to,length_km,capacity\nF,A,B,50,3000\n";
    let claims = "claim,name,basis,amount,counts\nC,Drivers,men per truck,10,yes\n";
    let c = campaign(&[("truck_fleets", &fleet), ("sea_links", sea), ("claims", claims), ("roads", SHUT)]);
    close(bound(&c, 10.0), 1510.0);
}

/// Claims that do not count follow use. 2 days a load, 20 kt-days a period for 1,000 trucks, once 4 kt-days at the
/// edge: feeding M thousand men at B takes 0.04 M x 2 - 4 kt-days over both periods, so at least (0.08 M - 4) / 20
/// thousand trucks in both together, half of that in one of them. At 100 men each, of 300,000 men: M = 300 - 0.2 M + 10.
/// Twice the trucks change only the edge: M = 300 - 0.2 M + 20.
#[test]
fn drivers_who_do_not_count_are_taken_by_use() {
    let claims = "claim,name,basis,amount,counts\nC,Drivers,men per truck,100,no\n";
    let with = |trucks: u32| {
        let fleet = format!("{FLEET}T,T,{trucks},2,140,0,0.25,1,0\n");
        let roads = "road,from,to,length_km,capacity,zone\nR,A,B,140,50000,z\n";
        let forces = "force,name,place,men\nF,Force,A,300000\n";
        let tables = [("truck_fleets", fleet.as_str()), ("roads", roads), ("forces", forces), ("claims", claims)];
        bound(&campaign(&tables), 10.0)
    };
    close(with(1000), 310.0 / 1.2);
    close(with(2000), 320.0 / 1.2);
}

/// The line feeds 3,000,000 men; 1,000 men a kilometre along its 60 km are counted besides. Where they do not count:
/// feeding M thousand takes 0.04 M of 120 kt, so M / 3,000 of the line's trains, in which share its 60,000 men are tied
/// down: M = 300 - 0.02 M.
#[test]
fn railwaymen_are_claimed_by_kilometre_of_line() {
    let claims = |counts: &str| format!("claim,name,basis,amount,counts\nC,Guards,men per km of line,1000,{counts}\n");
    close(bound(&campaign(&[("rail_lines", LINE), ("claims", &claims("yes"))]), 10.0), 3060.0);
    let forces = "force,name,place,men\nF,Force,A,300000\n";
    let tables = [("rail_lines", LINE), ("claims", &claims("no")), ("forces", forces)];
    close(bound(&campaign(&tables), 10.0), 300.0 / 1.02);
}

// ---- Returns to duty

/// The advance costs 10,000 of 200,000 men in the first period. Half of them are back after 10 days, in the second;
/// after 25, in the third at the earliest and in the fourth at the latest.
#[test]
fn some_of_the_fallen_come_back() {
    let forces = "force,name,place,men\nF,Force,A,200000\n";
    let with = |after: f64, day: f64| {
        let factors = format!("factor,value,unit\nreturned_share,0.5,share\nreturned_after_days,{after},days\n");
        let tables = [("places", TO_BE_TAKEN), ("norms", NO_NEED), ("forces", forces), ("assumptions", &factors)];
        bound(&campaign(&tables), day)
    };
    close(with(10.0, 10.0), 190.0);
    close(with(10.0, 20.0), 195.0);
    close(with(25.0, 20.0), 190.0);
    close(with(25.0, 30.0), 195.0);
}

#[test]
fn men_are_not_returned_twice() {
    let factor = factor("returned_share", 0.5, "share");
    let stream = "stream,place,men_per_day,includes_returned\nR,A,1000,yes\n";
    let tables = [("replacements", stream), ("assumptions", factor.as_str())];
    says(&tables, "replacements.csv:2:includes_returned", "counted twice");
    let apart = "stream,place,men_per_day,includes_returned\nR,A,1000,no\n";
    let tables = [("replacements", apart), ("assumptions", factor.as_str())];
    assert!(problems(&tables).iter().all(|p| !p.cell.starts_with("replacements")));
}

// ---- Captured stock and local supply

/// Nothing can be brought to B; 6 kt lie there. Taken in the first period, they feed 0.04 M = 6.
#[test]
fn booty_feeds_those_who_take_it() {
    let stocks = "place,class,tonnes\nB,all,6000\n";
    let tables = [("places", TO_BE_TAKEN), ("stocks", stocks)];
    close(bound(&campaign(&tables), 10.0), 150.0);
    says(&tables, "stocks.csv:2:place", "must first be taken");
}

/// 50,000 men clear half of the leg in the first period, 0.45 in the second, the rest in the third (see
/// `too_few_men_are_slower`). 10 t a day found at B are 0.1 kt a period, in the share in which B is held: 0.05 + 0.095
/// + 0.1 by the end of the third, and 0.1 more in the fourth. 0.04 M = 0.345.
#[test]
fn local_supply_flows_as_its_place_is_held() {
    let forces = "force,name,place,men\nF,Force,A,50000\n";
    let streams = "stream,place,class,t_per_day\nS,A,all,1000000\nL,B,all,10\n";
    let tables = [("places", TO_BE_TAKEN), ("forces", forces), ("supply_streams", streams)];
    close(bound(&campaign(&tables), 30.0), 0.345 / 0.04);
}

/// A place handed over on day 15 brings its 6 kt in the second period, whatever has not been taken before. (Nobody can
/// stand at B on day 10: the window begins on day 20, and by its end 0.04 M are used.)
#[test]
fn a_handover_brings_the_stock() {
    let places = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nB,B,50,20.5,15\n";
    let resistance = "profile,zone,posture,grouping_men\nfierce,z,closed,0\n";
    let postures = "posture,name,advance_km_per_day,casualties_per_1000_per_day\nquiet,Quiet,0,0\nclosed,Closed,0,0\n";
    let norms = "posture,class,kg_per_man_day\nquiet,all,4\n";
    let stocks = "place,class,tonnes\nB,all,6000\n";
    let tables =
        [("places", places), ("resistance", resistance), ("postures", postures), ("norms", norms), ("stocks", stocks)];
    close(bound(&campaign(&tables), 20.0), 150.0);
}

// ---- One track, two gauges

/// More than can be fed in any of these cases.
const MORE_MEN: &str = "force,name,place,men\nF,Force,A,9000000\n";

const TWO_GAUGES: &str = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition,track_group\n";

/// Broad: 10 trains of 600 t, 60 kt a period. Standard: 20 trains of 430 t, 86 kt, after 60 km at 20 km/day = 3 days,
/// while the track is out of use. Re-gauged at once: 7 days of standard trains are 60.2 kt, then 86: 0.04 M = 146.2. As
/// two tracks: 120 more. Where re-gauging takes 12 days it does not pay within the window: 0.04 M = 120.
#[test]
fn a_track_works_in_one_gauge_at_a_time() {
    let with = |one: &str, other: &str, km: f64| {
        let lines =
            format!("{TWO_GAUGES}L1,A,B,{km},2,1524,60,10,open,{one}\nL2,A,B,{km},2,1435,60,20,regauge,{other}\n");
        bound(&campaign(&[("rail_lines", &lines), ("forces", MORE_MEN)]), 10.0)
    };
    close(with("t", "t", 60.0), 146.2 / 0.04);
    close(with("", "", 60.0), 266.2 / 0.04);
    close(with("t", "t", 240.0), 3000.0);
}

#[test]
fn lines_of_one_track_are_checked() {
    let lines = format!(
        "{TWO_GAUGES}L1,A,B,60,2,1524,60,10,open,t\nL2,B,A,60,2,1524,60,20,regauge,t\nL3,A,X,30,2,1435,60,20,regauge,t\n\
         L4,A,X,30,2,1435,60,20,regauge,u\n"
    );
    let places = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nX,X,50,20.3,0\nB,B,50,20.5,0\n";
    let tables = [("rail_lines", lines.as_str()), ("places", places)];
    says(&tables, "rail_lines.csv:3:track_group", "in the gauge of 'L1'");
    says(&tables, "rail_lines.csv:4:track_group", "between A and B");
    says(&tables, "rail_lines.csv:5:track_group", "alone on the track 'u'");
}

// ---- Restoration: materials, work on bridges, the narrowest bridge

const STORES: &str = "class,name,carried_as,safety_days\nall,All,dry,0\nstores,Stores,dry,0\n";
const STORES_NORMS: &str = "posture,class,kg_per_man_day\nquiet,all,4\nfierce,all,4\nmarch,all,4\nquiet,stores,0\n\
     fierce,stores,0\nmarch,stores,0\n";

/// 80 km at 10 t/km are 0.8 kt of rails; 0.4 lie at A. Half of the line carries half of its trains, from day 10: 30 kt
/// a period, 0.04 M = 60.
#[test]
fn restoration_wants_rails() {
    let factors = factor("restoration_t_per_km", 10.0, "t/km");
    let tables = [
        ("rail_lines", HEAVY),
        ("supply_classes", STORES),
        ("norms", STORES_NORMS),
        ("stocks", "place,class,tonnes\nA,stores,400\n"),
        ("supply_streams", "stream,place,class,t_per_day\nS,A,all,20000\n"),
        ("assumptions", &factors),
    ];
    close(bound(&campaign(&tables), 20.0), 1500.0);
    says(&[("assumptions", factors.as_str())], "assumptions.csv:2:value", "no class 'stores'");
}

/// 80 km want two brigades for ten days. Half a brigade needs 40 days for them, and with a bridge of 60 brigade-days
/// (20 + 60) / 0.5 = 160. Of two bridges side by side the one that asks least is enough: (20 + 20) / 0.5 = 80.
#[test]
fn bridges_cost_brigades() {
    let few = factor("railway_brigades", 0.5, "brigades");
    let first = |bridges: &str| {
        let bridges = format!("bridge,name,line,group,rebuild_days,brigade_days\n{bridges}");
        let c = campaign(&[("rail_lines", HEAVY), ("bridges", &bridges), ("assumptions", &few)]);
        Earliest::of(&c).train[0].0
    };
    close(first("B1,Long,L,,5,\n"), 40.0);
    close(first("B1,Long,L,,5,60\n"), 160.0);
    close(first("B1,Long,L,s,5,60\nB2,Short,L,s,5,20\n"), 80.0);
}

/// 10 trains a day feed 3,000,000; a bridge that takes 4 lets 1,200,000 be fed, with 3 on the one beside it 2,100,000. A
/// bridge without a figure does not narrow the line, nor does one that takes more.
#[test]
fn a_line_is_as_good_as_its_narrowest_bridge() {
    let with = |bridges: &str| {
        let bridges = format!("bridge,name,line,group,rebuild_days,capacity\n{bridges}");
        bound(&campaign(&[("rail_lines", LINE), ("bridges", &bridges)]), 10.0)
    };
    close(with("B1,One,L,,0,4\n"), 1200.0);
    close(with("B1,One,L,s,0,4\nB2,Two,L,s,0,3\n"), 2100.0);
    close(with("B1,One,L,,0,4\nB2,Two,L,,0,3\n"), 900.0);
    close(with("B1,One,L,s,0,4\nB2,Two,L,s,0,\n"), 3000.0);
    close(with("B1,One,L,,0,30\n"), 3000.0);
}

// ---- Coal

/// 50 kg/km for 120 km there and back are 6 t of coal a train, a hundredth of its load: 0.3 kt at A move 30 kt.
/// 0.04 M = 30.
#[test]
fn locomotives_burn_coal() {
    let factors = factor("coal_kg_per_train_km", 50.0, "kg/train-km");
    let tables = [
        ("rail_lines", LINE),
        ("supply_classes", "class,name,carried_as,safety_days\nall,All,dry,0\ncoal,Coal,dry,0\n"),
        (
            "norms",
            "posture,class,kg_per_man_day\nquiet,all,4\nfierce,all,4\nmarch,all,4\nquiet,coal,0\nfierce,coal,0\n\
             march,coal,0\n",
        ),
        ("stocks", "place,class,tonnes\nA,coal,300\n"),
        ("assumptions", &factors),
    ];
    close(bound(&campaign(&tables), 10.0), 750.0);
    says(&[("assumptions", factors.as_str())], "assumptions.csv:2:value", "no class 'coal'");
}

// ---- Evacuation and prisoners

/// 10 per 1,000 fall sick in a day: 0.05 M at B, ours from day 1, in the first period. All must go back, 50 to a train
/// and 10 trains a day: 4,500 on nine days of the first period, and those who wait, 5,000 in the next: 0.05 M = 9.5.
/// Nothing goes by the road, which is shut. (Those of the second period may wait beyond the end.)
#[test]
fn the_sick_go_back_by_train() {
    let postures = "posture,name,advance_km_per_day,casualties_per_1000_per_day\n\
         quiet,Quiet,0,10\nfierce,Fierce,6,10\nmarch,March,25,10\n";
    let factors = "factor,value,unit\nevacuated_share,1,share\nwounded_per_train,50,men/train\n";
    let tables = [("rail_lines", LINE), ("postures", postures), ("roads", SHUT), ("assumptions", factors)];
    let places = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nB,B,50,20.5,1\n";
    let tables: Vec<_> = tables.into_iter().chain([("places", places)]).collect();
    close(bound(&campaign(&tables), 10.0), 190.0);
}

/// 1,000 prisoners a kilometre eat 1 kg for 10 days: 0.6 kt for the 60 km. 30 t a day come, 0.3 kt a period: B falls in
/// the second.
#[test]
fn prisoners_eat() {
    let factors = factor("prisoners_per_km", 1000.0, "men/km");
    let tables = [
        ("places", TO_BE_TAKEN),
        ("supply_classes", "class,name,carried_as,safety_days\nsubsistence,Food,dry,0\n"),
        ("norms", "posture,class,kg_per_man_day\nquiet,subsistence,0\nfierce,subsistence,0\nmarch,subsistence,0\n"),
        ("supply_streams", "stream,place,class,t_per_day\nS,A,subsistence,30\n"),
        ("assumptions", &factors),
    ];
    let c = campaign(&tables);
    assert!(bound(&c, 10.0) < 0.0);
    close(bound(&c, 20.0), 4990.0);
    says(&[("assumptions", factors.as_str())], "assumptions.csv:2:value", "no class 'subsistence'");
}

// ---- Handling and rolling stock

/// B can unload 3,000 t a day: 30 of the line's 60 kt a period, 0.04 M = 60. A can load 2,000: 0.04 M = 40. A place
/// that trains only pass is no limit.
#[test]
fn trains_must_be_unloaded() {
    let with = |a: &str, x: &str, b: &str| {
        let places = format!(
            "place,name,latitude,longitude,ours_from_day,handling_t_per_day\nA,A,50,20,0,{a}\nX,X,50,20.3,0,{x}\n\
             B,B,50,20.5,0,{b}\n"
        );
        let lines = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\n\
             L1,A,X,30,2,1524,60,10,open\nL2,X,B,30,2,1524,60,10,open\n";
        bound(&campaign(&[("places", &places), ("rail_lines", lines)]), 10.0)
    };
    close(with("", "", "3000"), 1500.0);
    close(with("2000", "", "3000"), 40.0 / 0.04);
    close(with("", "10", ""), 3000.0);
}

const WAGONS: &str = "stock,name,gauge_mm,kind,number,attrition_per_month\n";

/// As `wagons_bind`: 21.43 wagon-days a train, 2 trains at the edge. Losing 0.3 in thirty days, a = -ln 0.7 / 30 a day,
/// 100 wagons give 100 (1 - exp(-20 a)) / a wagon-days in both periods.
#[test]
fn wagons_wear_out() {
    let stock = format!("{WAGONS}W,Wagons,1524,wagons,100,0.3\n");
    let a = -(0.7f64.ln()) / 30.0;
    let days = 100.0 * (1.0 - (-20.0 * a).exp()) / a;
    let trains = days / (50.0 * 120.0 / 280.0) + 2.0;
    close(bound(&campaign(&[("rail_lines", LINE), ("rolling_stock", &stock)]), 10.0), trains * 0.6 / 0.04);
}

/// A day for loading and unloading on top of 120 / 280 days on the move: 50 x 1.4286 wagon-days a train. 2,000
/// wagon-days make 28 trains, and 2 at the edge (the longest turn is longer by the same day): 18 kt, 0.04 M. Cut in two, the
/// line needs no more.
#[test]
fn wagons_stand_once_a_load() {
    let factors = factor("wagon_terminal_days", 1.0, "days/load");
    let stock = format!("{WAGONS}W,Wagons,1524,wagons,100,\n");
    let tables = [("rail_lines", LINE), ("rolling_stock", &stock), ("assumptions", &factors)];
    close(bound(&campaign(&tables), 10.0), 450.0);
    let cut = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\n\
         L1,A,X,30,2,1524,60,10,open\nL2,X,B,30,2,1524,60,10,open\n";
    let places = "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nX,X,50,20.3,0\nB,B,50,20.5,0\n";
    let tables = [("rail_lines", cut), ("rolling_stock", &stock), ("assumptions", &factors), ("places", places)];
    close(bound(&campaign(&tables), 10.0), 450.0);
}

// ---- All together

/// Two legs that must be taken, in periods of ten days, some of their tables replaced.
fn corridor(replaced: &[(&str, &str)]) -> f64 {
    bound(&two_legs(10, replaced), 60.0)
}

/// Every burden lowers the ceiling of the corridor or leaves it; every gift raises it or leaves it. Those that touch
/// what binds there must be felt.
#[test]
fn burdens_never_help_and_gifts_never_hurt() {
    let without = corridor(&[]);
    let factors = |rows: &str| format!("factor,value,unit\n{rows}");
    let burdens = [
        ("mud", "seasons", format!("{SEASON}mud,,0,,0.2,0.3,\n"), true),
        ("slow", "seasons", format!("{SEASON}mud,,10,30,,,0.5\n"), true),
        ("drivers", "claims", "claim,name,basis,amount,counts\nC,D,men per truck,20,no\n".into(), false),
        ("railwaymen", "claims", "claim,name,basis,amount,counts\nC,D,men per km of line,300,no\n".into(), false),
        ("rails", "assumptions", factors("restoration_t_per_km,150,t/km\n"), false),
        ("coal", "assumptions", factors("coal_kg_per_train_km,90,kg/train-km\n"), true),
        ("ambulances", "assumptions", factors("evacuated_share,1,share\nwounded_per_train,50,men/train\n"), false),
        ("prisoners", "assumptions", factors("prisoners_per_km,9000,men/km\n"), false),
        ("standing", "assumptions", factors("wagon_terminal_days,6,days/load\n"), true),
        (
            "worn wagons",
            "rolling_stock",
            "stock,name,gauge_mm,kind,number,attrition_per_month\nW1,W,1524,wagons,60,0.5\nW2,W,1435,wagons,60,0.5\n"
                .into(),
            true,
        ),
        ("bridge", "bridges", "bridge,name,line,group,rebuild_days,capacity\nB,Bridge,L1,,8,2\n".into(), true),
        (
            "bridge work",
            "bridges",
            "bridge,name,line,group,rebuild_days,brigade_days\nB,Bridge,L1,,8,400\n".into(),
            true,
        ),
        (
            "handling",
            "places",
            "place,name,latitude,longitude,ours_from_day,handling_t_per_day\nA,A,50,20,0,\nX,X,50,20.5,,900\n\
             B,B,50,21,,900\n"
                .into(),
            true,
        ),
    ];
    for (what, table, text, felt) in burdens {
        let with = corridor(&[(table, &text)]);
        assert!(with <= without * (1.0 + 1e-5), "{what}: {with} above {without}");
        assert!(!felt || with < without * 0.999, "{what}: {with} is not below {without}");
    }
    let gifts: [(&str, &str, String); 3] = [
        ("booty", "stocks", "place,class,tonnes\nB,subsistence,9000\nB,stores,2000\n".into()),
        (
            "local supply",
            "supply_streams",
            "stream,place,class,t_per_day\nS,A,subsistence,18000\nE,A,stores,2500\nC,A,coal,40\nL,B,subsistence,500\n\
             K,B,stores,100\n"
                .into(),
        ),
        (
            "another gauge",
            "rail_lines",
            "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition,track_group\n\
             L1,A,X,60,2,1524,60,6,light damage,\nL2,X,B,60,2,1435,60,8,heavy damage,t\nL3,X,B,60,2,1524,60,20,heavy damage,t\n"
                .into(),
        ),
    ];
    for (what, table, text) in gifts {
        let with = corridor(&[(table, &text)]);
        assert!(with > without * 1.0001, "{what}: {with} is not above {without}");
    }
    // Where men bind, those who come back are felt.
    let few = ("forces", "force,name,place,men\nF,Force,A,300000\n");
    let returned = factors("returned_share,0.6,share\nreturned_after_days,15,days\n");
    let (without, with) = (corridor(&[few]), corridor(&[few, ("assumptions", &returned)]));
    assert!(with > without * 1.0001, "returns: {with} is not above {without}");
}
