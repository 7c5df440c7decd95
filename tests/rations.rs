//! A plan that the replay accepts is never above the ceiling: men who leave a bare place for a full one.

mod common;
use common::replaying::*;
use common::tiny::bound;
use railhead::campaign::Way;
use railhead::orders::*;
use railhead::replay::replay;
/// 10,000 men at A with 300 t, 10,000 t at B. They march evenly through ten days, 2.4 days each: 5 days x 40 t at A on average and
/// 96 t for the way, 296 t. Were they charged ten days at A, only 7,500 could go.
#[test]
fn no_plan_is_above_the_ceiling() {
    let c = with(&[
        ("stocks", STOCKS, "A,all,300\nB,all,10000"),
        ("forces", FORCES, "F,Force,A,10000"),
        ("supply_streams", "stream,place,class,t_per_day", ""),
    ]);
    let o = Orders {
        men: 10_000.0,
        counted_from_day: 20.0,
        joined: vec![Joined { force: 0, men: 10_000.0 }],
        marches: vec![March { road: railhead::campaign::RoadId(0), way: Way::Forth, period: 0, men: 10_000.0 }],
        ..orders(3)
    };
    let r = replay(&c, &o);
    holds(&r);
    let ceiling = bound(&c, 20.0) * 1000.0;
    assert!(r.men_sustained >= 9_999.0 && ceiling >= r.men_sustained - 0.1, "{} above {ceiling}", r.men_sustained);
}
