//! Two corridors, on any grid of periods. The long one is a campaign of 120 days with a little of everything: broad gauge to Volk, standard gauge beyond it, a yard of limited capacity
//! where they meet, demolished lines, a bridge, trucks, wagons, mud, food and ammunition, replacements, claims, sick and fallen,
//! and 330 km of road to Bern that must be fought for.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use railhead::campaign::Campaign;

use super::tiny;

const TABLES: &[(&str, &str)] = &[
    ("destinations", "place,must_hold,counts\nBern,yes,yes\nEsse,yes,no\n"),
    (
        "supply_classes",
        "class,name,carried_as,safety_days\nfood,Food,dry,3\nammunition,Ammunition,dry,2\nfuel,Fuel,fuel,0\n",
    ),
    (
        "postures",
        "posture,name,advance_km_per_day,casualties_per_1000_per_day\n\
         quiet,Quiet,0,0.5\nfierce,Fierce,6,6.5\npursuit,Pursuit,25,2.5\n",
    ),
    (
        "norms",
        "posture,class,kg_per_man_day\nquiet,food,2\nquiet,ammunition,0.4\nquiet,fuel,1\nfierce,food,2\n\
         fierce,ammunition,3\nfierce,fuel,2\npursuit,food,2\npursuit,ammunition,0.5\npursuit,fuel,2\n",
    ),
    (
        "resistance",
        "profile,zone,posture,grouping_men\nfierce,near,fierce,100000\nfierce,far,fierce,80000\n\
         light,near,pursuit,60000\nlight,far,pursuit,60000\n",
    ),
    ("zones", "zone,name\nnear,Near\nfar,Far\n"),
    (
        "places",
        "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\nArad,Arad,50,20,0,\nVolk,Volk,50,21,0,2500\n\
         Cham,Cham,50,22,,\nEsse,Esse,50,23.5,,\nBern,Bern,50,25,,\n",
    ),
    (
        "roads",
        "road,from,to,length_km,capacity,zone\nR1,Arad,Volk,80,3000,near\nR2,Volk,Cham,90,2500,near\n\
         R3,Cham,Esse,120,2500,far\nR4,Esse,Bern,120,2000,far\n",
    ),
    (
        "rail_lines",
        "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\nL1,Arad,Volk,85,2,1524,48,20,open\n\
         L2,Volk,Cham,95,2,1435,48,14,light damage\nL3,Cham,Esse,125,1,1435,24,9,heavy damage\n\
         L4,Esse,Bern,125,1,1435,24,7,heavy damage\n",
    ),
    ("bridges", "bridge,name,line,group,rebuild_days\nB1,Bridge at Esse,L4,,22\n"),
    (
        "rolling_stock",
        "stock,name,gauge_mm,kind,number,attrition_per_month\nW1,Broad,1524,wagons,1500,\nW2,Captured,1435,wagons,900,0.02\n",
    ),
    (
        "truck_fleets",
        "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n\
         T,T,200,2.2,140,0.5,0.24,0.9,0.04\n",
    ),
    ("seasons", "season,zone,from_day,to_day,road_capacity,truck_run,advance\nmud,far,33,54,0.5,0.7,0.8\n"),
    ("forces", "force,name,place,men,from_day\nF,First,Arad,190000,0\nG,Second,Arad,60000,23\n"),
    ("replacements", "stream,place,men_per_day,includes_returned\nR,Arad,700,yes\n"),
    ("claims", "claim,name,basis,amount,counts\nguards,Guards,men per km taken,15,yes\nyards,Yards,men,3000,no\n"),
    (
        "supply_streams",
        "stream,place,class,t_per_day\nfood,Arad,food,700\nammunition,Arad,ammunition,150\nfuel,Arad,fuel,500\n",
    ),
    ("stocks", "place,class,tonnes\nVolk,food,4000\nVolk,ammunition,4000\nVolk,fuel,6000\n"),
    ("assumptions", "factor,value,unit\nrailway_brigades,2,brigades\nbrigades_per_line,2,brigades/line\n"),
];

/// The corridor on a grid of `period` days against a profile (`fierce` or `light`), some of its tables replaced.
pub fn corridor(period: u32, profile: &str, replaced: &[(&str, &str)]) -> Campaign {
    let files = files(period, profile, replaced);
    let reading = railhead::tables::read(&railhead::textmodel::read_files(&files));
    reading.campaign.unwrap_or_else(|| panic!("{:#?}", reading.problems))
}

/// The same as names and contents of its tables.
pub fn files(period: u32, profile: &str, replaced: &[(&str, &str)]) -> Vec<(String, String)> {
    let question = question(period, 120).replace("fierce", profile);
    let kept = TABLES.iter().copied().filter(|(table, _)| replaced.iter().all(|(r, _)| r != table));
    let mut tables: Vec<_> = kept.chain(replaced.iter().copied()).collect();
    tables.push(("question", &question));
    tiny::files(&tables)
}

/// The fierce corridor as a text model in a folder of `at`, with tables replaced, and then words in all of them.
pub fn written(at: &Path, period: u32, replaced: &[(&str, &str)], words: &[(&str, &str)]) -> PathBuf {
    let model = at.join("corridor");
    std::fs::create_dir(&model).expect("a folder");
    for (name, mut text) in files(period, "fierce", replaced) {
        for (from, to) in words {
            text = text.replace(from, to);
        }
        std::fs::write(model.join(name), text).expect("a table");
    }
    model
}

/// The question of a campaign on a grid of `period` days, for ten days and 200,000 men.
pub fn question(period: u32, horizon: u32) -> String {
    format!(
        "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile\n\
         Corridor,can it be done,1945-01-12,{horizon},{period},10,200000,fierce\n"
    )
}

/// Two legs A - X - B of 60 km each that must be taken, with road, rail and trucks, on a grid of `period` days, some of the
/// tables replaced.
pub fn two_legs(period: u32, replaced: &[(&str, &str)]) -> Campaign {
    let question = question(period, 200);
    let base = [
        ("question", question.as_str()),
        ("places", "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nX,X,50,20.5,\nB,B,50,21,\n"),
        ("roads", "road,from,to,length_km,capacity,zone\nR1,A,X,60,400,z\nR2,X,B,60,400,z\n"),
        ("rail_lines", TWO_LEGS_LINES),
        ("bridges", "bridge,name,line,group,rebuild_days\nB,Bridge,L1,,8\n"),
        (
            "truck_fleets",
            "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n\
             T,T,900,2.2,140,0.5,0.24,0.9,0.04\n",
        ),
        ("rolling_stock", "stock,name,gauge_mm,kind,number\nW1,Wagons,1524,wagons,400\nW2,Wagons,1435,wagons,400\n"),
        (
            "postures",
            "posture,name,advance_km_per_day,casualties_per_1000_per_day\n\
             quiet,Quiet,0,0.5\nfierce,Fierce,6,8\nmarch,March,25,0.5\n",
        ),
        ("forces", "force,name,place,men\nF,Force,A,4000000\n"),
        (
            "supply_classes",
            "class,name,carried_as,safety_days\nsubsistence,Food,dry,3\nstores,Stores,dry,0\ncoal,Coal,dry,0\n",
        ),
        (
            "norms",
            "posture,class,kg_per_man_day\nquiet,subsistence,4\nfierce,subsistence,6\nmarch,subsistence,4\n\
             quiet,stores,0.5\nfierce,stores,0.5\nmarch,stores,0.5\nquiet,coal,0\nfierce,coal,0\nmarch,coal,0\n",
        ),
        ("supply_streams", "stream,place,class,t_per_day\nS,A,subsistence,18000\nE,A,stores,2500\nC,A,coal,40\n"),
    ];
    let kept = base.iter().copied().filter(|(table, _)| replaced.iter().all(|(r, _)| r != table));
    let tables: Vec<_> = kept.chain(replaced.iter().copied()).collect();
    tiny::campaign(&tables)
}

const TWO_LEGS_LINES: &str = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition,track_group\n\
     L1,A,X,60,2,1524,60,6,light damage,\nL2,X,B,60,2,1435,60,8,heavy damage,\n";
