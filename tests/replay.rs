//! The replay: one good plan for each mechanism, with the numbers by hand, and each rule broken once.
//!
//! The tiny campaign: A and B lie 60 km apart, 4 kg a man and day of the class "all" in every posture, 100,000 men
//! clear 6 km a day and lose 10 per 1,000 and day, nobody falls sick, 1,000,000 t a day are offered at A, five million
//! men stand there. Men at B count. Periods have ten days.

mod common;

use common::replaying::*;
use common::tiny::close;
use proptest::prelude::*;
use railhead::campaign::{Campaign, LineId, RoadId, SeaLinkId, Way};
use railhead::orders::*;
use railhead::replay::{FaultKind, replay};

// ---- rail -----------------------------------------------------------------------------------------------------

fn rail_campaign(line: &str) -> Campaign {
    with(&[("rail_lines", LINES, line), ("forces", FORCES, "F,Force,B,10000"), ("stocks", STOCKS, "B,all,0")])
}

/// 10,000 men at B fed by `tonnes` by rail from A in the first period.
fn by_rail(periods: usize, tonnes: f64) -> Orders {
    Orders {
        men: 10_000.0,
        joined: vec![Joined { force: 0, men: 10_000.0 }],
        accepted: vec![accepted(0, tonnes)],
        freight: vec![freight(Link::Rail(LINE), 0, tonnes)],
        ..orders(periods)
    }
}

/// 6,000 t are ten trains of 600 t, one a day. Each is under way for 60/280 = 3/14 day: 11/14 of it arrives on its own
/// day. 10,000 men need 40 t a day. End of day 0: 600 x 11/14 - 40; end of day 9: 6000 - 600 x 3/14 - 400.
#[test]
fn a_train_a_day() {
    let r = replay(&rail_campaign("L,A,B,60,2,1524,60,10,open"), &by_rail(1, 6000.0));
    holds(&r);
    assert!(r.days.iter().all(|d| d.trains == 1));
    close(stock(&r, 0, B), 600.0 * 11.0 / 14.0 - 40.0);
    close(stock(&r, 9, B), 6000.0 - 600.0 * 3.0 / 14.0 - 400.0);
    close(stock(&r, 9, A), 0.0);
    close(r.men_sustained, 10_000.0);
}

/// 900 t are two trains: one by the end of day 4 with the 450 t that are there, one by the end of day 9 with the rest.
/// The first day on which B has anything is day 4: until then it is short, at the worst by 4 x 40 t on day 3, on day 4
/// there are 450 x 11/14 - 200 t.
#[test]
fn trains_are_whole_and_wait_for_their_load() {
    let r = replay(&rail_campaign("L,A,B,60,2,1524,60,10,open"), &by_rail(1, 900.0));
    let trains: Vec<usize> = r.days.iter().map(|d| d.trains).collect();
    assert_eq!(trains, [0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    let f = only(&r, FaultKind::StockShort);
    assert_eq!((f.at.place, f.at.class, f.worst_day), (Some(B), Some(ALL), 3.0));
    assert_eq!((f.day, f.to_day), (0.0, 4.0));
    close(f.amount, 160.0);
    close(stock(&r, 4, B), 450.0 * 11.0 / 14.0 - 200.0);
    close(stock(&r, 8, A), 900.0 * 0.9 - 450.0);
    assert!(f.words.contains("160 t") && f.words.contains("Days 0 to 4"), "{}", f.words);
}

/// Ten trains a day for ten days are 100 trains of 600 t: 60,000 t go, and on no day more than ten. A train more is one
/// too many in the period, and on one of its days.
#[test]
fn a_line_carries_what_it_can() {
    let c = rail_campaign("L,A,B,60,2,1524,60,10,open");
    let full = replay(&c, &by_rail(1, 60_000.0));
    holds(&full);
    assert!(full.days.iter().all(|d| d.trains == 10));
    let r = replay(&c, &by_rail(1, 60_500.0));
    close(one(&r, FaultKind::LineOverused).amount, 1.0);
    close(one(&r, FaultKind::LineOverusedInDay).amount, 1.0);
    assert_eq!(r.faults.len(), 2);
}

/// Men by train: 4,650 men are ten trains of 465, a train a day; 60/280 day under way, 4 kg a day for that long taken
/// from A: 465 x 4 kg x 3/14. At the end of day 9: 4650 - 465 x 3/14 men at B.
#[test]
fn men_by_train() {
    let c = with(&[("rail_lines", LINES, "L,A,B,60,2,1524,60,10,open"), ("stocks", STOCKS, "A,all,1000\nB,all,1000")]);
    let o = Orders {
        men: 4650.0,
        counted_from_day: 11.0,
        joined: vec![Joined { force: 0, men: 4650.0 }],
        men_by_rail: vec![MenByRail { line: LINE, way: Way::Forth, period: 0, men: 4650.0 }],
        ..orders(2)
    };
    let r = replay(&c, &o);
    holds(&r);
    close(men(&r, 9, B), 4650.0 - 465.0 * 3.0 / 14.0);
    close(r.days[9].men_under_way, 465.0 * 3.0 / 14.0);
    // Day 0: the mean of 4,650 and 4,185 men eat at A, and 465 men draw for the way.
    close(stock(&r, 0, A), 1000.0 - 0.004 * (4417.5 + 465.0 * 3.0 / 14.0));
}

/// 80 km heavily demolished at 8 km a day: ten days, by two of nine brigades. In the second period trains run.
#[test]
fn restoration() {
    let c = rail_campaign("L,A,B,80,2,1524,60,10,heavy damage");
    let mut o = by_rail(2, 1.0);
    o.freight = vec![freight(Link::Rail(LINE), 1, 6000.0)];
    o.accepted = vec![accepted(0, 6000.0)];
    o.counted_from_day = 20.0;
    o.restorations = vec![Restoration { line: LINE, from_day: 0.0, to_day: 10.0 }];
    // Nothing for B in the first period: short of ten days of 40 t, less the trains of day 10.
    let short = only(&replay(&c, &o), FaultKind::StockShort);
    close(short.amount, 400.0);
    let c = with(&[
        ("rail_lines", LINES, "L,A,B,80,2,1524,60,10,heavy damage"),
        ("forces", FORCES, "F,Force,B,10000"),
        ("stocks", STOCKS, "B,all,440"),
    ]);
    holds(&replay(&c, &o));

    o.restorations[0].to_day = 9.0;
    close(only(&replay(&c, &o), FaultKind::RestorationTooShort).amount, 1.0);
    o.restorations[0].to_day = 12.5;
    close(only(&replay(&c, &o), FaultKind::NotOpen).amount, 2.5);
    o.restorations.clear();
    assert_eq!(only(&replay(&c, &o), FaultKind::NotOpen).at.line, Some(LINE));
}

/// Of two bridges of one crossing the quicker counts (12 days), of two crossings the slower (15).
#[test]
fn bridges() {
    let c = with(&[
        ("rail_lines", LINES, "L,A,B,80,2,1524,60,10,light damage"),
        ("bridges", "bridge,name,line,group,rebuild_days\n", "P,P,L,g,12\nQ,Q,L,g,30\nR,R,L,,15\nS,S,L,,4"),
    ]);
    let mut o = orders(2);
    o.restorations = vec![Restoration { line: LINE, from_day: 1.0, to_day: 16.0 }];
    holds(&replay(&c, &o));
    o.restorations[0].to_day = 14.0;
    close(only(&replay(&c, &o), FaultKind::RestorationTooShort).amount, 2.0);
}

/// Four lines at once tie eight of nine brigades; a fifth would need one more than there are. Light damage: 75 km at 25
/// km a day are three days, so that a line begun on day 3 finds two brigades free.
#[test]
fn brigades() {
    let rows: Vec<String> = (0..5).map(|i| format!("L{i},A,B,75,2,1524,60,10,light damage")).collect();
    let c = with(&[("rail_lines", LINES, &rows.join("\n"))]);
    let begun = |fifth: f64| {
        let mut o = orders(1);
        o.restorations = (0..5)
            .map(|i| if i < 4 { 0.0 } else { fifth })
            .enumerate()
            .map(|(i, day)| Restoration { line: LineId(i), from_day: day, to_day: day + 3.0 })
            .collect();
        replay(&c, &o)
    };
    holds(&begun(3.0));
    let f = only(&begun(2.0), FaultKind::BrigadesOverdrawn);
    close(f.amount, 1.0);
}

/// A restoration waits for both ends.
#[test]
fn restoration_before_the_end_is_ours() {
    let c = with(&[
        ("places", PLACES, "A,A,50,20,0,\nB,B,50,20.5,4,"),
        ("rail_lines", LINES, "L,A,B,75,2,1524,60,10,light damage"),
    ]);
    let mut o = orders(1);
    o.counted_from_day = 4.0;
    o.restorations = vec![Restoration { line: LINE, from_day: 4.0, to_day: 7.0 }];
    holds(&replay(&c, &o));
    o.restorations = vec![Restoration { line: LINE, from_day: 1.0, to_day: 4.0 }];
    close(only(&replay(&c, &o), FaultKind::RestorationTooEarly).amount, 3.0);
}

/// Broad gauge to X, standard gauge on: 900 t a day go, of which X may load 1,000 t a day. 5,000 t a day are more than that.
/// What goes through on one gauge is not handled there.
#[test]
fn a_gauge_break() {
    let at = |second: &str, tonnes: f64| {
        let c = with(&[
            ("places", PLACES, "A,A,50,20,0,\nB,B,50,20.5,0,\nX,X,50,20.3,0,1000"),
            ("rail_lines", LINES, &format!("L1,A,X,30,2,1524,60,20,open\n{second}")),
            ("stocks", STOCKS, "X,all,100000"),
        ]);
        let mut o = orders(1);
        o.accepted = vec![accepted(0, tonnes)];
        o.freight = vec![freight(Link::Rail(LINE), 0, tonnes), freight(Link::Rail(LineId(1)), 0, tonnes)];
        replay(&c, &o)
    };
    let change = "L2,X,B,30,2,1435,60,20,open\nL3,X,B,30,2,1524,60,20,open";
    holds(&at(change, 9000.0));
    let f = only(&at(change, 50_000.0), FaultKind::YardOverused);
    assert_eq!(f.at.place, Some(X));
    close(f.amount, 40_000.0);
    // The same on one gauge: 30/280 day under way, so that all but 3/280 of the period's tonnes go through.
    let through = "L2,X,B,30,2,1524,60,20,open\nL3,X,B,30,2,1435,60,20,open";
    holds(&at(through, 50_000.0));
}

/// 100 trains of 50 wagons go 60 km and back: 100 x 50 x 120/280 wagon-days, 214.3 wagons for ten days.
#[test]
fn rolling_stock() {
    let wagons = |n: usize| {
        let c = with(&[
            ("rail_lines", LINES, "L,A,B,60,2,1524,60,10,open"),
            ("rolling_stock", "stock,name,gauge_mm,kind,number\n", &format!("W,W,1524,wagons,{n}")),
            ("forces", FORCES, "F,Force,B,10000"),
        ]);
        replay(&c, &by_rail(1, 60_000.0))
    };
    holds(&wagons(215));
    let f = only(&wagons(200), FaultKind::RollingStockOverdrawn);
    close(f.amount, 100.0 * 50.0 * 120.0 / 280.0 / 10.0 - 200.0);
}

// ---- men ------------------------------------------------------------------------------------------------------

fn march(men: f64) -> Orders {
    Orders {
        counted_from_day: 13.0,
        joined: vec![Joined { force: 0, men }],
        marches: vec![March { road: ROAD, way: Way::Forth, period: 0, men }],
        ..orders(2)
    }
}

/// 10,000 men set out, 1,000 a day, and are 60/25 = 2.4 days on the road: of a day's men 60 % arrive on the second day
/// after, the rest on the third. End of day 9: seven days' men and 60 % of an eighth. Each day's men take 1,000 x 2.4 x
/// 4 kg with them.
#[test]
fn men_march() {
    let c = with(&[("stocks", STOCKS, "A,all,1000\nB,all,1000")]);
    let mut o = march(10_000.0);
    o.men = 10_000.0;
    let r = replay(&c, &o);
    holds(&r);
    close(men(&r, 2, B), 600.0);
    close(men(&r, 9, B), 7600.0);
    close(men(&r, 12, B), 10_000.0);
    close(r.days_counted, 7.0);
    close(r.days[9].men_under_way, 2400.0);
    close(stock(&r, 0, A), 1000.0 - 9.6 - 0.004 * 9500.0);
    // A day earlier 400 men are still on the road.
    o.counted_from_day = 12.0;
    let f = only(&replay(&c, &o), FaultKind::NotCounted);
    close(f.amount, 400.0);
}

/// One sick man in a thousand a day, on the mean of both ends of the day; on the road for 2.4 days taken off at arrival.
#[test]
fn the_sick_are_lost() {
    let postures = "posture,name,advance_km_per_day,casualties_per_1000_per_day\n";
    let c = with(&[
        ("postures", postures, "quiet,Quiet,0,1\nfierce,Fierce,6,10\nmarch,March,25,1"),
        ("stocks", STOCKS, "A,all,1000\nB,all,1000"),
    ]);
    let mut stay = orders(1);
    stay.joined = vec![Joined { force: 0, men: 10_000.0 }];
    let r = replay(&c, &stay);
    holds(&r);
    close(men(&r, 9, A), 10_000.0 * f64::powi(0.9995 / 1.0005, 10));
    close(r.days.iter().map(|d| d.losses).sum(), 10_000.0 - men(&r, 9, A));
    // The 600 who arrive on day 2 are 600 x (1 - 0.0024); on average they are half a day at B by its end.
    let r = replay(&c, &march(10_000.0));
    let came = 600.0 * (1.0 - 0.0024);
    close(men(&r, 2, B), came - 0.001 * came / 2.0 / 1.0005);
    // Everybody set out although some fell sick: men are missing at A.
    let f = only(&r, FaultKind::MenShort);
    assert_eq!(f.at.place, Some(A));
    assert!(f.amount > 40.0 && f.amount < 60.0, "{}", f.amount);
}

/// Five million men stand ready, no more; a stream that gives 100 men a day for the last four days of a period.
#[test]
fn forces_and_replacements() {
    let c = with(&[
        ("replacements", "stream,place,men_per_day,from_day,to_day,includes_returned\n", "S,B,100,6,,yes"),
        ("stocks", STOCKS, "B,all,1000"),
    ]);
    let mut o = orders(1);
    o.counted_from_day = 10.0;
    o.men = 400.0;
    o.replaced = vec![Replaced { stream: 0, period: 0, men: 400.0 }];
    let r = replay(&c, &o);
    holds(&r);
    close(men(&r, 5, B), 0.0);
    close(men(&r, 6, B), 100.0);
    o.replaced[0].men = 450.0;
    close(only(&replay(&c, &o), FaultKind::ReplacementsExceeded).amount, 50.0);
    o.replaced.clear();
    o.men = 0.0;
    o.joined = vec![Joined { force: 0, men: 5_001_000.0 }];
    o.accepted = vec![accepted(0, 1e6)];
    close(only(&replay(&c, &o), FaultKind::ForceExceeded).amount, 1000.0);
}

// ---- the advance ----------------------------------------------------------------------------------------------

const TO_TAKE: &str = "A,A,50,20,0,\nB,B,50,20.5,,\nX,X,50,21,,";
const TWO_ROADS: &str = "R,A,B,60,5000,z\nQ,B,X,60,5000,z";

fn front_campaign() -> Campaign {
    with(&[
        ("places", PLACES, TO_TAKE),
        ("roads", "road,from,to,length_km,capacity,zone\n", TWO_ROADS),
        ("truck_fleets", FLEETS, "T,T,5000,2,140,0,0.25,1,0"),
    ])
}

/// 60 km at 6 km a day: B falls at the end of day 9. 100,000 of 200,000 men are engaged, 1,000 fall a day. 50,000 men
/// and 3,000 t follow.
fn advance() -> Orders {
    Orders {
        men: 50_000.0,
        counted_from_day: 10.0,
        joined: vec![Joined { force: 0, men: 200_000.0 }],
        accepted: vec![accepted(0, 20_000.0), accepted(1, 20_000.0)],
        works: vec![work(0, (0.0, 10.0), 1.0, A)],
        follows: vec![follow(B, 10.0, 50_000.0, 3000.0)],
        truck_joins: vec![TruckJoin { fleet: 0, place: A, trucks: 5000.0 }],
        ..orders(2)
    }
}

/// At the end: 10,000 have fallen, 140,000 stand at A, 50,000 at B, who have used 200 t a day for ten days of 3,000 t.
#[test]
fn an_advance() {
    let r = replay(&front_campaign(), &advance());
    holds(&r);
    close(r.days.iter().map(|d| d.losses).sum(), 10_000.0);
    close(men(&r, 9, A), 140_000.0);
    close(men(&r, 9, B), 50_000.0);
    close(r.days[3].engaged_man_days, 100_000.0);
    // A campaign of one class has its places in a row.
    close(stock(&r, 19, B), 1000.0);
    // 20,000 t less 4 kg for the mean of 200,000 and 190,000 men for ten days, less what followed.
    close(stock(&r, 9, A), 20_000.0 - 7800.0 - 3000.0);
}

/// B falls on day 12, in the second period, and the leg to X is begun from there at once. Until day 20 the men at B, and
/// those engaged from it, draw from A over the road; what followed them lies untouched until then.
#[test]
fn a_place_taken_within_a_period_is_fed_from_behind() {
    let mut o = advance();
    o.works = vec![
        work(0, (2.0, 12.0), 1.0, A),
        Work { via: vec![(ROAD, Way::Forth)], ..work(1, (12.0, 15.0), 0.3, A) },
        work(1, (20.0, 21.0), 0.1, B),
    ];
    o.follows = vec![follow(B, 12.0, 110_000.0, 8000.0)];
    o.counted_from_day = 20.0;
    o.periods = 3;
    o.men = 100_000.0;
    let r = replay(&front_campaign(), &o);
    holds(&r);
    close(stock(&r, 12, B), 8000.0);
    close(stock(&r, 19, B), 8000.0);
    close(men(&r, 19, B), 107_000.0);
    // Day 20: 107,000 men, of whom 1,000 fall; the mean uses 4 kg.
    close(stock(&r, 20, B), 8000.0 - 0.004 * 106_500.0);
    // All men, wherever they are, eat from A until then; 200,000 men until day 2, then 1,000 fewer a day for 13 days.
    let man_days = 200_000.0 * 2.0 + 193_500.0 * 13.0 + 187_000.0 * 5.0;
    close(stock(&r, 19, A), 40_000.0 - 8000.0 - 0.004 * man_days);
    // Drawing at A for men engaged beyond B, when B is ours since the period before, breaks the rule.
    o.works[2].depot = A;
    o.works[2].via = vec![(ROAD, Way::Forth)];
    only(&replay(&front_campaign(), &o), FaultKind::BrokenSequence);
}

/// 60 km in nine days are 6 km more than the rate allows; a leg on which nobody can advance; a leg from a place that is not
/// ours.
#[test]
fn an_advance_that_cannot_be() {
    let c = front_campaign();
    let mut o = advance();
    o.works[0].from_day = 1.0;
    let f = only(&replay(&c, &o), FaultKind::TooFast);
    assert_eq!((f.at.road, f.at.way), (Some(ROAD), Some(Way::Forth)));
    close(f.amount, 6.0);

    let mut o = advance();
    o.works.push(work(1, (8.0, 9.0), 0.1, B));
    let r = replay(&c, &o);
    let f = r.faults.iter().find(|f| f.kind == FaultKind::BrokenSequence && f.at.road == Some(RoadId(1)));
    close(f.expect("a broken sequence").amount, 2.0);
    // Nobody is there, and 1,000 of those who should be fall.
    close(one(&r, FaultKind::MenNotThere).amount, 101_000.0);

    let closed = with(&[
        ("places", PLACES, TO_TAKE),
        ("roads", "road,from,to,length_km,capacity,zone\n", TWO_ROADS),
        ("truck_fleets", FLEETS, "T,T,5000,2,140,0,0.25,1,0"),
        (
            "resistance",
            "profile,zone,posture,from_day,grouping_men\n",
            "fierce,z,fierce,0,100000\nfierce,z,quiet,4,100000\nfierce,z,fierce,5,100000",
        ),
    ]);
    let r = replay(&closed, &advance());
    close(one(&r, FaultKind::ClosedLeg).amount, 1.0);
    close(one(&r, FaultKind::TooFast).amount, 6.0);
}

/// What is forgiven on a leg is forgiven once: 2 km in stretches of a metre, each of which alone would be forgiven, and
/// the other 58 km at the rate. The stretches together last 4 minutes, 1/60 km at 6 km a day. Stretches that take no time
/// are found one by one.
#[test]
fn a_leg_cut_small() {
    let c = front_campaign();
    let pieces = |minutes: f64| {
        let mut o = advance();
        let length = minutes / 1440.0;
        let metre = |i: i32| work(0, (f64::from(i) * length, f64::from(i + 1) * length), 1.0 / 60_000.0, A);
        let begin = 2000.0 * length;
        o.works = (0..2000).map(metre).chain([work(0, (begin, begin + 58.0 / 6.0), 58.0 / 60.0, A)]).collect();
        o.follows[0].day = begin + 58.0 / 6.0;
        replay(&c, &o)
    };
    close(one(&pieces(0.002), FaultKind::TooFast).amount, 2.0 - 1.0 / 60.0);
    close(one(&pieces(0.0), FaultKind::TooFast).amount, 0.001);
}

/// Nobody fights his way into a place that is ours already.
#[test]
fn a_leg_to_a_place_that_is_ours() {
    let c = with(&[("truck_fleets", FLEETS, "T,T,5000,2,140,0,0.25,1,0")]);
    let r = replay(&c, &advance());
    assert!(r.faults.iter().any(|f| f.kind == FaultKind::BrokenSequence), "{:?}", r.faults);
}

/// Trucks that are never ready haul nothing.
#[test]
fn trucks_that_never_work() {
    let c = with(&[("truck_fleets", FLEETS, "T,T,5000,2,140,0,0.25,0,0")]);
    let mut o = orders(1);
    o.truck_joins = vec![TruckJoin { fleet: 0, place: A, trucks: 5000.0 }];
    o.freight = vec![Freight {
        link: Link::Road(ROAD),
        way: Way::Forth,
        class: railhead::campaign::ClassId(0),
        period: 0,
        tonnes: 100.0,
    }];
    let r = replay(&c, &o);
    assert!(r.faults.iter().any(|f| f.kind == FaultKind::TrucksOverdrawn), "{:?}", r.faults);
}

/// Two stretches of a leg: six tenths, a pause, four tenths. The place is taken at the end of the second, so that what
/// follows earlier is out of sequence.
#[test]
fn a_leg_in_two_stretches() {
    let c = front_campaign();
    let mut o = advance();
    o.works = vec![work(0, (0.0, 6.0), 0.6, A), work(0, (11.0, 15.0), 0.4, A)];
    o.follows[0].day = 15.0;
    o.counted_from_day = 15.0;
    let r = replay(&c, &o);
    holds(&r);
    close(r.days[7].engaged_man_days, 0.0);
    o.follows[0].day = 14.0;
    assert_eq!(only(&replay(&c, &o), FaultKind::BrokenSequence).at.place, Some(B));
    // Both at once would be twice the rate.
    o.follows[0].day = 15.0;
    o.works[0] = work(0, (6.0, 12.0), 0.6, A);
    let r = replay(&c, &o);
    close(one(&r, FaultKind::BrokenSequence).amount, 1.0);
}

/// 99,000 men where 100,000 must be engaged; and half of those engaged sent away by foot while they fight.
#[test]
fn men_who_are_not_there() {
    let c = front_campaign();
    let mut o = advance();
    o.joined[0].men = 99_000.0;
    o.follows[0].men = 0.0;
    o.men = 0.0;
    // 1,000 fall each day: at the end of day 9 only 89,000 are left.
    let f = only(&replay(&c, &o), FaultKind::MenNotThere);
    assert_eq!((f.at.place, f.day, f.to_day, f.worst_day), (Some(A), 0.0, 10.0, 9.0));
    close(f.amount, 11_000.0);
    // Those who follow cannot be more than are there.
    let mut o = advance();
    o.follows[0].men = 200_000.0;
    close(one(&replay(&c, &o), FaultKind::MenShort).amount, 10_000.0);
}

/// Men who stand behind count only as far as claims ask for them: 20 men a km of 60 and 300 a place; and 2,000 men who do not
/// count must be there as well.
#[test]
fn claims() {
    let claims = "claim,name,basis,amount,counts\n";
    let tables = |men: usize| {
        with(&[
            ("places", PLACES, TO_TAKE),
            ("roads", "road,from,to,length_km,capacity,zone\n", TWO_ROADS),
            ("truck_fleets", FLEETS, "T,T,5000,2,140,0,0.25,1,0"),
            (
                "claims",
                claims,
                &format!("k,K,men per km taken,20,yes\np,P,men per place taken,300,yes\nn,N,men,{men},no"),
            ),
        ])
    };
    let r = replay(&tables(2000), &advance());
    holds(&r);
    close(r.men_sustained, 51_500.0);
    // 190,000 are left; if 145,000 do not count, 45,000 are.
    let r = replay(&tables(145_000), &advance());
    close(r.men_sustained, 45_000.0);
    close(only(&r, FaultKind::NotCounted).amount, 5000.0);
}

/// The engaged use 6 kg, everybody else 4; a load takes a terminal day. In the second period A drives to B the 8,000 t that
/// follow; 4 kg for 108,500 men for three days and 107,000 for five; and 2 kg more for 100,000 engaged for three days:
/// 8000 + 3442 + 600 = 12,042 t, for 1 + 120/140 days each: 1,118.2 trucks of 2 t for ten days.
#[test]
fn hauls_within_the_day_need_trucks_and_road() {
    let at = |trucks: usize, road: usize, follows: f64| {
        let c = with(&[
            ("places", PLACES, TO_TAKE),
            ("roads", "road,from,to,length_km,capacity,zone\n", &format!("R,A,B,60,{road},z\nQ,B,X,60,5000,z")),
            ("truck_fleets", FLEETS, &format!("T,T,{trucks},2,140,1,0.25,1,0")),
            ("norms", "posture,class,kg_per_man_day\n", "quiet,all,4\nfierce,all,6\nmarch,all,4"),
        ]);
        let mut o = advance();
        let via = vec![(ROAD, Way::Forth)];
        o.works = vec![work(0, (2.0, 12.0), 1.0, A), Work { via, ..work(1, (12.0, 15.0), 0.3, A) }];
        o.follows = vec![follow(B, 12.0, 110_000.0, follows)];
        o.counted_from_day = 12.0;
        o.truck_joins[0].trucks = trucks as f64;
        replay(&c, &o)
    };
    let r = at(1119, 5000, 8000.0);
    holds(&r);
    // All eat at A's cost; 100,000 are engaged for 13 days.
    let man_days = 200_000.0 * 2.0 + 193_500.0 * 13.0 + 187_000.0 * 5.0;
    close(stock(&r, 19, A), 40_000.0 - 8000.0 - 0.004 * man_days - 0.002 * 1_300_000.0);
    let f = only(&at(1117, 5000, 8000.0), FaultKind::TrucksOverdrawn);
    close(f.amount, 12_042.0 * (1.0 + 120.0 / 140.0) / 20.0 - 1117.0);
    // 12,042 t in ten days are 602.1 trucks a day on the road.
    let f = only(&at(1119, 500, 8000.0), FaultKind::RoadOverused);
    close(f.amount, 102.1);
    // Without what follows: on day 12 109,500 men use 438 t and those engaged 200 t more, in 319 trucks.
    let f = only(&at(1119, 300, 0.0), FaultKind::RoadOverused);
    assert_eq!(f.worst_day, 12.0);
    close(f.amount, 19.0);
}

/// B falls on day 12, X, 12 km on, on day 14. Men follow from B to X and draw from A, over both roads, as those at B do over
/// one: 4 kg for 149,000 men for two days and 128,000 for six, over 60 km; for 20,000 for six days, over 72 km.
#[test]
fn two_places_in_one_period() {
    let c = with(&[
        ("places", PLACES, "A,A,50,20,0,\nB,B,50,20.5,,\nX,X,50,20.65,,"),
        ("roads", "road,from,to,length_km,capacity,zone\n", "R,A,B,60,5000,z\nQ,B,X,12,5000,z"),
        ("truck_fleets", FLEETS, "T,T,200,2,140,0,0.25,1,0"),
    ]);
    let mut o = advance();
    let via = vec![(ROAD, Way::Forth)];
    o.works = vec![work(0, (2.0, 12.0), 1.0, A), Work { via, ..work(1, (12.0, 14.0), 1.0, A) }];
    let on = vec![(RoadId(1), Way::Forth)];
    o.follows = vec![follow(B, 12.0, 150_000.0, 0.0), Follow { from: B, via: on, ..follow(X, 14.0, 20_000.0, 0.0) }];
    (o.counted_from_day, o.truck_joins[0].trucks) = (14.0, 200.0);
    let r = replay(&c, &o);
    let near = 0.004 * (149_000.0 * 2.0 + 128_000.0 * 6.0) * 120.0 / 140.0;
    let far = 0.004 * 20_000.0 * 6.0 * 144.0 / 140.0;
    close(only(&r, FaultKind::TrucksOverdrawn).amount, (near + far) / 20.0 - 200.0);
    close(stock(&r, 19, X), 0.0);
    close(stock(&r, 19, B), 0.0);
}

/// Men fought their way to B in the first period. In the third they cannot be at X the moment it falls, coming from A.
#[test]
fn nobody_follows_through_a_place_taken_before() {
    let mut o = advance();
    o.periods = 3;
    o.accepted.push(accepted(2, 20_000.0));
    o.follows[0] = follow(B, 10.0, 120_000.0, 20_000.0 / 3.0);
    o.freight = vec![freight(Link::Road(ROAD), 1, 8000.0)];
    o.works.push(work(1, (15.0, 25.0), 1.0, B));
    let mut on = follow(X, 25.0, 5000.0, 0.0);
    on.via = vec![(RoadId(1), Way::Forth)];
    on.from = B;
    o.follows.push(on);
    // X draws from B until the end of the period.
    o.truck_transfers = vec![TruckTransfer { road: ROAD, way: Way::Forth, period: 1, trucks: 500.0 }];
    holds(&replay(&front_campaign(), &o));
    let through = &mut o.follows[1];
    through.from = A;
    through.via.insert(0, (ROAD, Way::Forth));
    assert_eq!(one(&replay(&front_campaign(), &o), FaultKind::BrokenSequence).at.place, Some(X));
}

/// Two roads into B, one of 60 km cleared, of the other, 90 km, one half: 105 km for one and a half legs, 70 km for one.
#[test]
fn kilometres_count_for_one_leg_into_a_place() {
    let c = with(&[
        ("places", PLACES, TO_TAKE),
        ("roads", "road,from,to,length_km,capacity,zone\n", "R,A,B,60,5000,z\nQ,A,B,90,5000,z"),
        ("truck_fleets", FLEETS, "T,T,5000,2,140,0,0.25,1,0"),
        ("claims", "claim,name,basis,amount,counts\n", "k,K,men per km taken,20,yes"),
    ]);
    let mut o = advance();
    o.joined[0].men = 300_000.0;
    o.works.push(work(1, (0.0, 7.5), 0.5, A));
    let r = replay(&c, &o);
    holds(&r);
    close(r.men_sustained, 51_400.0);
}

/// B must be held when the count begins; B may be taken at most three days before X.
#[test]
fn places_held_and_axes_abreast() {
    let mut o = advance();
    o.counted_from_day = 9.0;
    let r = replay(&front_campaign(), &o);
    close(one(&r, FaultKind::NotHeld).amount, 1.0);
    let c = with(&[
        ("places", PLACES, TO_TAKE),
        ("roads", "road,from,to,length_km,capacity,zone\n", TWO_ROADS),
        ("truck_fleets", FLEETS, "T,T,5000,2,140,0,0.25,1,0"),
        ("abreast", "place,with_place,most_days_ahead\n", "B,X,3"),
    ]);
    let f = only(&replay(&c, &advance()), FaultKind::NotAbreast);
    assert_eq!(f.at.place, Some(B));
    // By the end of the run X is not ours: seven days late by then.
    close(f.amount, 7.0);
}

// ---- roads, trucks, the sea -----------------------------------------------------------------------------------

const TWO_CLASSES: &str = "all,All,dry,0\npetrol,Petrol,fuel,0";

/// 1,000 trucks of 2 t, 140 km a day, a terminal day, 0.25 kg/km, 70 km of road.
fn truck_campaign(attrition: f64, road: &str) -> Campaign {
    with(&[
        ("roads", "road,from,to,length_km,capacity,zone\n", road),
        ("truck_fleets", FLEETS, &format!("T,T,1000,2,140,1,0.25,1,{attrition}")),
        ("supply_classes", "class,name,carried_as,safety_days\n", TWO_CLASSES),
        (
            "norms",
            "posture,class,kg_per_man_day\n",
            "quiet,all,4\nfierce,all,4\nmarch,all,4\nquiet,petrol,0\nfierce,petrol,0\nmarch,petrol,0",
        ),
        ("stocks", STOCKS, "A,petrol,1000\nB,petrol,1000"),
    ])
}

fn by_truck(tonnes: f64) -> Orders {
    Orders {
        accepted: vec![accepted(0, tonnes)],
        freight: vec![freight(Link::Road(ROAD), 0, tonnes)],
        truck_joins: vec![TruckJoin { fleet: 0, place: A, trucks: 1000.0 }],
        ..orders(2)
    }
}

/// A load takes one day on the road and one at its ends: 2,000 t x 10 days / 2 = 10,000 t, which burn 2 x 70 km x
/// 0.25 kg / 2 t = 17.5 kg a tonne, drawn at A. They are half a day under way: 9,500 t are there at the end of day 9.
#[test]
fn trucks() {
    let c = truck_campaign(0.0, "R,A,B,70,5000,z");
    let r = replay(&c, &by_truck(10_000.0));
    holds(&r);
    close(r.days[9].stock_t[2 * B.0], 9500.0);
    close(r.days[10].stock_t[2 * B.0], 10_000.0);
    close(r.days[9].stock_t[1], 1000.0 - 175.0);
    // 100 t more are 200 tonne-days: ten trucks for ten days.
    let f = only(&replay(&c, &by_truck(10_100.0)), FaultKind::TrucksOverdrawn);
    assert_eq!(f.at.place, Some(A));
    close(f.amount, 10.0);
    // Nobody has put the trucks there.
    let mut o = by_truck(10_000.0);
    o.truck_joins.clear();
    close(only(&replay(&c, &o), FaultKind::TrucksOverdrawn).amount, 1000.0);
    o.truck_joins = vec![TruckJoin { fleet: 0, place: A, trucks: 1010.0 }];
    close(only(&replay(&c, &o), FaultKind::FleetExceeded).amount, 10.0);
}

/// A third lost a month: the trucks of ten days are 1000 (1 - exp(-10 a)) / a, with a = -ln(1 - 1/3) / 30.
#[test]
fn trucks_wear_out() {
    let a = -f64::ln(1.0 - 1.0 / 3.0) / 30.0;
    let tonnes = 2.0 * 1000.0 * (1.0 - f64::exp(-10.0 * a)) / a / 2.0;
    let c = truck_campaign(1.0 / 3.0, "R,A,B,70,5000,z");
    holds(&replay(&c, &by_truck(tonnes)));
    // Half a truck is forgiven: 5 t.
    only(&replay(&c, &by_truck(tonnes + 6.0)), FaultKind::TrucksOverdrawn);
}

/// The same way in two roads needs the same trucks: what drives through is not loaded again. Half the trucks belong to
/// each road's beginning: 35 km take half a day, A loads for a day as well: A needs 3/4 of them, X 1/4.
#[test]
fn a_way_in_two_roads_loads_once() {
    let mut tables = vec![
        ("places", PLACES, "A,A,50,20,0,\nB,B,50,20.5,0,\nX,X,50,20.3,0,"),
        ("roads", "road,from,to,length_km,capacity,zone\n", "R,A,X,35,5000,z\nQ,X,B,35,5000,z"),
        ("truck_fleets", FLEETS, "T,T,1000,2,140,1,0.25,1,0"),
    ];
    tables.push(("stocks", STOCKS, "X,all,1000"));
    let c = with(&tables);
    let trucks = |at_a: f64| {
        let mut o = by_truck(10_000.0);
        o.freight.push(freight(Link::Road(RoadId(1)), 0, 10_000.0));
        o.truck_joins = vec![
            TruckJoin { fleet: 0, place: A, trucks: at_a },
            TruckJoin { fleet: 0, place: X, trucks: 1000.0 - at_a },
        ];
        replay(&c, &o)
    };
    holds(&trucks(750.0));
    assert_eq!(only(&trucks(740.0), FaultKind::TrucksOverdrawn).at.place, Some(A));
    assert_eq!(only(&trucks(760.0), FaultKind::TrucksOverdrawn).at.place, Some(X));
}

/// Trucks that are sent to B work there in the next period too; and no more can be sent than are there. (The days of
/// the drive are in `replay_families.rs`.)
#[test]
fn trucks_are_transferred() {
    let c = truck_campaign(0.0, "R,A,B,70,5000,z");
    let sent = |trucks: f64| {
        let mut o = by_truck(5000.0);
        o.truck_transfers = vec![TruckTransfer { road: ROAD, way: Way::Forth, period: 0, trucks }];
        o.freight.push(Freight { way: Way::Back, ..freight(Link::Road(ROAD), 1, 5000.0) });
        replay(&c, &o)
    };
    let r = sent(500.0);
    holds(&r);
    // Fuel for 5,000 t out and back, and for 500 trucks one way: 500 x 70 km x 0.25 kg.
    close(r.days[9].stock_t[1], 1000.0 - 87.5 - 8.75);
    assert_eq!(only(&sent(490.0), FaultKind::TrucksOverdrawn).at.place, Some(B));
    close(one(&sent(1010.0), FaultKind::TrucksShort).amount, 10.0);
}

/// 400 vehicles a day: 8,000 t of a period are 400 trucks of 2 t a day. 20 men on the march take the room of one.
#[test]
fn the_room_on_a_road() {
    let c = truck_campaign(0.0, "R,A,B,70,400,z");
    holds(&replay(&c, &by_truck(8000.0)));
    let mut o = by_truck(8000.0);
    o.joined = vec![Joined { force: 0, men: 10_000.0 }];
    o.accepted.push(accepted(0, 1000.0));
    o.marches = vec![March { road: ROAD, way: Way::Forth, period: 0, men: 10_000.0 }];
    let f = only(&replay(&c, &o), FaultKind::RoadOverused);
    assert_eq!((f.at.road, f.day, f.to_day), (Some(ROAD), 0.0, 10.0));
    close(f.amount, 50.0);
}

/// 100 t a day by sea from day 10 on; at once on the other side.
#[test]
fn by_sea() {
    let c = with(&[("sea_links", "link,from,to,length_km,capacity,from_day\n", "S,A,B,100,100,10")]);
    let sail = |period: usize, tonnes: f64| {
        let mut o = orders(2);
        o.accepted = vec![accepted(period, tonnes)];
        o.freight = vec![freight(Link::Sea(SeaLinkId(0)), period, tonnes)];
        replay(&c, &o)
    };
    let r = sail(1, 1000.0);
    holds(&r);
    close(stock(&r, 10, B), 100.0);
    close(only(&sail(1, 1200.0), FaultKind::SeaOverused).amount, 20.0);
    close(only(&sail(0, 1000.0), FaultKind::NotOpen).amount, 10.0);
}

// ---- supplies -------------------------------------------------------------------------------------------------

/// A stream of 100 t a day over the last two days of a period gives 200 t.
#[test]
fn streams_give_what_they_offer() {
    let c = with(&[("supply_streams", "stream,place,class,t_per_day,from_day\n", "S,A,all,100,8")]);
    let take = |tonnes: f64| {
        let mut o = orders(1);
        o.accepted = vec![accepted(0, tonnes)];
        replay(&c, &o)
    };
    let r = take(200.0);
    holds(&r);
    close(stock(&r, 7, A), 0.0);
    close(stock(&r, 8, A), 100.0);
    close(only(&take(250.0), FaultKind::StreamExceeded).amount, 50.0);
}

/// Three safety days for 10,000 men at B are 120 t; 400 t are used in a period. 520 t to begin with are enough.
#[test]
fn safety_stocks() {
    let with_stock = |tonnes: usize| {
        let c = with(&[
            ("supply_classes", "class,name,carried_as,safety_days\n", "all,All,dry,3"),
            ("forces", FORCES, "F,Force,B,10000"),
            ("stocks", STOCKS, &format!("B,all,{tonnes}")),
        ]);
        let o = Orders { men: 10_000.0, joined: vec![Joined { force: 0, men: 10_000.0 }], ..orders(1) };
        replay(&c, &o)
    };
    holds(&with_stock(520));
    let f = only(&with_stock(500), FaultKind::SafetyShort);
    assert_eq!((f.at.place, f.at.class), (Some(B), Some(ALL)));
    close(f.amount, 20.0);
}

/// Roads and lines are used only while both their ends are ours when the period begins.
#[test]
fn nothing_runs_to_a_place_that_is_not_ours() {
    let c = with(&[
        ("places", PLACES, "A,A,50,20,0,\nB,B,50,20.5,4,"),
        ("truck_fleets", FLEETS, "T,T,1000,2,140,1,0.25,1,0"),
        ("rail_lines", LINES, "L,A,B,60,2,1524,60,10,open"),
    ]);
    let at = |link: Link, period: usize| {
        let mut o = Orders { counted_from_day: 4.0, ..by_truck(1000.0) };
        o.freight = vec![freight(link, period, 1000.0)];
        replay(&c, &o)
    };
    holds(&at(Link::Road(ROAD), 1));
    let f = only(&at(Link::Road(ROAD), 0), FaultKind::NotOurs);
    assert_eq!(f.at.place, Some(B));
    close(f.amount, 4.0);
    close(one(&at(Link::Rail(LINE), 0), FaultKind::NotOpen).amount, 4.0);
}

/// An open line that may not be used before day 5.
#[test]
fn a_line_not_usable_yet() {
    let head = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition,usable_from_day\n";
    let c = with(&[("rail_lines", head, "L,A,B,60,2,1524,60,10,open,5"), ("stocks", STOCKS, "B,all,1000")]);
    let mut o = by_rail(1, 600.0);
    (o.men, o.joined) = (0.0, vec![]);
    close(only(&replay(&c, &o), FaultKind::NotOpen).amount, 5.0);
}

/// Orders that name what is not there, or amounts that are no numbers, are a fault and never a panic.
#[test]
fn nonsense_is_a_fault() {
    let c = with(&[]);
    let mut o = orders(1);
    o.freight = vec![freight(Link::Rail(LineId(7)), 0, 1.0), freight(Link::Road(ROAD), 0, f64::NAN)];
    o.works = vec![work(0, (0.0, 500.0), 1.0, A)];
    o.follows = vec![Follow { tonnes: vec![], ..follow(B, 1.0, 1.0, 0.0) }];
    let r = replay(&c, &o);
    assert_eq!(r.faults.len(), 4, "{:#?}", r.faults);
    assert!(r.faults.iter().all(|f| f.kind == FaultKind::Nonsense));
    for o in [Orders::default(), Orders { period_days: usize::MAX, ..orders(2) }, Orders { men: f64::NAN, ..orders(1) }]
    {
        assert!(!replay(&c, &o).holds());
    }
    serde_json::to_string(&r).expect("JSON");
}

/// Who does nothing for a year in the shipped campaign breaks no rule but one: the places that must be held are not.
#[test]
fn doing_nothing_on_the_shipped_campaign() {
    let c = railhead::tables::read(&common::vistula_rhine()).campaign.expect("a campaign");
    let r = replay(&c, &orders(36));
    let must = c.destinations.iter().filter(|d| d.must_hold).count();
    assert!(must > 0 && r.faults.len() == must, "{:#?}", r.faults);
    assert!(r.faults.iter().all(|f| f.kind == FaultKind::NotHeld));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Who does nothing and claims nothing breaks nothing.
    #[test]
    fn doing_nothing_holds(period_days in 1..15usize, periods in 1..12usize) {
        let r = replay(&with(&[]), &Orders { period_days, periods, ..Orders::default() });
        prop_assert!(r.holds(), "{:#?}", r.faults);
        prop_assert_eq!(r.days.len(), period_days * periods);
    }

    /// More freight only adds faults of the line: up to its trains none, above them always.
    #[test]
    fn too_much_freight_is_found(trains in 0.0..300.0f64, capacity in 1..20usize) {
        let c = rail_campaign(&format!("L,A,B,60,2,1524,60,{capacity},open"));
        let mut o = by_rail(1, trains * 600.0);
        (o.men, o.joined) = (0.0, vec![]);
        let r = replay(&c, &o);
        let most = 10 * capacity;
        prop_assert_eq!(r.holds(), trains.ceil() as usize <= most, "{:#?}", r.faults);
    }

    /// Nothing is created or lost by trains: what A accepted is at A, at B or on the way, and all of it at B a day after.
    #[test]
    fn trains_carry_all_there_is(trains in 0.1..100.0f64) {
        let c = rail_campaign("L,A,B,60,2,1524,60,10,open");
        let mut o = by_rail(2, trains * 600.0);
        (o.men, o.joined) = (0.0, vec![]);
        let r = replay(&c, &o);
        prop_assert!(r.holds(), "{:#?}", r.faults);
        prop_assert!((stock(&r, 10, B) - trains * 600.0).abs() < 1e-6);
        prop_assert_eq!(r.days.iter().map(|d| d.trains).sum::<usize>(), trains.ceil() as usize);
        // No tonne has left before the even flow brought it to A.
        prop_assert!(r.days.iter().all(|d| d.stock_t[A.0] > -1e-6));
    }
}
