//! More never hurts and worse never helps: properties of the bound on random corridors.

mod common;

use common::tiny::{bound, campaign};
use proptest::prelude::*;

/// What a random corridor A - X - B is made of.
#[derive(Debug, Clone)]
struct Corridor {
    trucks: f64,
    trains: f64,
    bridge_days: f64,
    grouping: f64,
    men: f64,
    km: f64,
    ammunition: f64,
}

impl Corridor {
    /// Certified bound on day 60, in thousand men; nothing to hold counts as 0.
    fn most(&self) -> f64 {
        let roads = format!("road,from,to,length_km,capacity,zone\nR1,A,X,{0},3000,z\nR2,X,B,{0},3000,z\n", self.km);
        let lines = format!(
            "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\n\
             L1,A,X,{0},2,1524,60,{1},light damage\nL2,X,B,{0},2,1435,60,{1},heavy damage\n",
            self.km, self.trains
        );
        let fleet = format!(
            "fleet,name,trucks,payload_t,daily_run_km,terminal_days,fuel_kg_per_km,readiness,attrition_per_month\n\
             T,T,{},2.2,140,0.5,0.24,0.9,0.04\n",
            self.trucks
        );
        let bridges = format!("bridge,name,line,group,rebuild_days\nB,Bridge,L1,,{}\n", self.bridge_days);
        let resistance = format!("profile,zone,posture,grouping_men\nfierce,z,fierce,{}\n", self.grouping);
        let forces = format!("force,name,place,men\nF,Force,A,{}\n", self.men);
        let streams = format!("stream,place,class,t_per_day\nS,A,all,{}\n", self.ammunition);
        let c = campaign(&[
            ("places", "place,name,latitude,longitude,ours_from_day\nA,A,50,20,0\nX,X,50,20.5,\nB,B,50,21,\n"),
            ("roads", &roads),
            ("rail_lines", &lines),
            ("truck_fleets", &fleet),
            ("bridges", &bridges),
            ("resistance", &resistance),
            ("forces", &forces),
            ("supply_streams", &streams),
        ]);
        bound(&c, 60.0).max(0.0)
    }
}

prop_compose! {
    fn corridor()(
        trucks in 50.0..4000.0f64,
        trains in 1.0..20.0f64,
        bridge_days in 0.0..30.0f64,
        grouping in 20_000.0..300_000.0f64,
        men in 50_000.0..900_000.0f64,
        km in 40.0..120.0f64,
        ammunition in 500.0..8_000.0f64,
    ) -> Corridor {
        Corridor { trucks, trains, bridge_days, grouping, men, km, ammunition }
    }
}

/// Bounds are proved to about a millionth.
fn not_more(worse: f64, better: f64) -> Result<(), TestCaseError> {
    prop_assert!(worse <= better + 1e-4 * (1.0 + better), "worse {worse}, better {better}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_trucks_never_hurt(c in corridor(), factor in 1.0..4.0f64) {
        not_more(c.most(), Corridor { trucks: c.trucks * factor, ..c.clone() }.most())?;
    }

    #[test]
    fn a_blown_bridge_never_helps(c in corridor(), days in 1.0..60.0f64) {
        not_more(Corridor { bridge_days: c.bridge_days + days, ..c.clone() }.most(), c.most())?;
    }

    #[test]
    fn doubled_resistance_never_speeds_the_advance(c in corridor()) {
        not_more(Corridor { grouping: c.grouping * 2.0, ..c.clone() }.most(), c.most())?;
    }

    #[test]
    fn more_supplies_never_hurt(c in corridor(), factor in 1.0..4.0f64) {
        not_more(c.most(), Corridor { ammunition: c.ammunition * factor, ..c.clone() }.most())?;
    }
}
