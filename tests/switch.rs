//! What binds depends on the enemy. Where he fights, the men and the ammunition that fighting costs hold the number down, and the
//! railways have time to follow. Where he hardly fights, the advance leaves the railhead behind, and the lag of the trains and the
//! trucks that bridge it hold the number down.
//!
//! On the corridor both sides appear. On the shipped campaign the first does; the second does not, and the test says what does.

mod common;

use common::corridor::corridor;
use common::tiny::bound;
use common::{alter, text, vistula_rhine};
use railhead::answer::{Answer, Progress, Task, answer, dates};
use railhead::campaign::{Campaign, Days, Lever, QuestionKind, Resource};
use railhead::formulation::Earliest;
use railhead::solver::{Backend, Limits};

fn how() -> (Backend, Limits) {
    (*Backend::available().first().expect("a solver"), Limits::default())
}

/// A tenth more of a resource; of all of it, or of one class of supplies.
fn a_tenth_more(c: &Campaign, resource: Resource, applies_to: &str) -> Campaign {
    scaled(c, resource, applies_to, 1.1)
}

fn scaled(c: &Campaign, resource: Resource, applies_to: &str, factor: f64) -> Campaign {
    let lever = Lever {
        key: "what if".into(),
        name: "What if".into(),
        resource,
        applies_to: applies_to.into(),
        can_change: true,
        least: 0.0,
        most: f64::INFINITY,
        weight: 1.0,
        origin: String::new(),
    };
    lever.scaled(c, factor)
}

/// What holds the number of one day down, by prices, with the number itself.
fn of_one_day(c: &Campaign, day: f64) -> Answer {
    let mut c = c.clone();
    c.question.kind = QuestionKind::HowMany;
    c.question.on_day = Some(Days(day));
    c.question.curve_dates = 1;
    let task = Task {
        campaign: &c,
        input: "switch".into(),
        input_hash: String::new(),
        assumptions: Vec::new(),
        warnings: Vec::new(),
        backend: how().0,
        limits: how().1,
        with_plan: false,
        with_schedule: true,
        caution: None,
        with_curve: true,
        starts: None,
    };
    answer(&task, &|_: Progress| ()).expect("an answer")
}

/// The words for what binds, dearest step first.
fn bottlenecks(answer: &Answer) -> Vec<&str> {
    answer.bottlenecks.iter().map(|b| b.what.as_str()).collect()
}

/// The corridor on the first date on which each profile holds Bern on a grid of ten days, and ten days later: 70 and 80 against
/// fierce resistance, 20 and 30 against light. Fighting to Bern asks for 4.7 million man-days at 2.6 kg beyond the quiet rate,
/// 12 kt of ammunition of the 14 kt that there are by day 70; in the 40 days that it takes, line after line opens behind it.
/// Pursuit is at Bern on day 14, but trains run to Esse on day 24 and to Bern on day 36.
#[test]
fn the_switch_on_a_corridor() {
    let gain = |profile: &str, day: f64, resource: Resource, applies_to: &str| {
        let c = corridor(5, profile, &[]);
        bound(&a_tenth_more(&c, resource, applies_to), day) / bound(&c, day) - 1.0
    };
    for day in [70.0, 80.0, 110.0] {
        for (resource, applies_to) in [(Resource::Supplies, "ammunition"), (Resource::Replacements, "")] {
            let felt = gain("fierce", day, resource, applies_to);
            assert!(felt > 0.01, "fierce, day {day}: {resource:?} {applies_to} {felt}");
            let felt = gain("light", day - 50.0, resource, applies_to);
            assert!(day == 110.0 || felt.abs() < 1e-4, "light, day {}: {resource:?} {applies_to} {felt}", day - 50.0);
        }
        let felt = gain("fierce", day, Resource::Trucks, "");
        assert!(felt.abs() < 1e-4, "fierce, day {day}: trucks {felt}");
    }
    for day in [20.0, 30.0] {
        let felt = gain("light", day, Resource::Trucks, "");
        assert!(felt > 0.05, "light, day {day}: trucks {felt}");
    }
    // The lag: demolished lines restored at the databook's high rate instead of its base.
    let quick = "factor,value,unit\nrailway_brigades,2,brigades\nbrigades_per_line,2,brigades/line\nrail_rate_heavy_km_per_day,12,km/day on one line\n";
    let quicker = |profile: &str, day: f64| {
        bound(&corridor(5, profile, &[("assumptions", quick)]), day) / bound(&corridor(5, profile, &[]), day) - 1.0
    };
    let (fierce, light) = (quicker("fierce", 80.0), quicker("light", 30.0));
    println!("quicker railheads: fierce {fierce}, light {light}");
    assert!(fierce.abs() < 1e-4 && light > 0.05, "quicker railheads: fierce {fierce}, light {light}");
    let (fierce, light) = (of_one_day(&corridor(5, "fierce", &[]), 80.0), of_one_day(&corridor(5, "light", &[]), 30.0));
    println!("{:?}\n{:?}", bottlenecks(&fierce), bottlenecks(&light));
    assert!(bottlenecks(&fierce).contains(&"Ammunition from the homeland"));
    assert!(bottlenecks(&fierce).iter().any(|w| w.starts_with("Replacements")));
    assert!(!bottlenecks(&fierce).contains(&"Trucks of the supply columns"));
    assert!(bottlenecks(&light).contains(&"Trucks of the supply columns"));
    assert!(!bottlenecks(&light).contains(&"Ammunition from the homeland"));
}

fn shipped(profile: &str) -> Campaign {
    let mut book = vistula_rhine();
    alter(&mut book, "question", 0, "resistance_profile", text(profile));
    railhead::tables::read(&book).campaign.expect("no problems")
}

/// The certified ceiling in men.
fn most(c: &Campaign, day: f64) -> f64 {
    let first = (day / c.question.period.0).round() as usize - 1;
    let bounded = dates::bound(c, &Earliest::of(c), dates::window(c, first), how()).expect("a solution");
    bounded.point.most_men
}

/// The shipped campaign on day 350, the last on which the span fits: a tenth more ammunition would turn the verdict, a tenth more
/// replacements is felt, a tenth more trucks or railway brigades is not.
#[test]
fn men_and_ammunition_bind_against_a_fierce_enemy() {
    let c = shipped("fierce");
    let base = most(&c, 350.0);
    let gain = |resource: Resource, applies_to: &str| most(&a_tenth_more(&c, resource, applies_to), 350.0) / base - 1.0;
    let (ammunition, replacements) = (gain(Resource::Supplies, "ammunition"), gain(Resource::Replacements, ""));
    let (trucks, brigades) = (gain(Resource::Trucks, ""), gain(Resource::Brigades, ""));
    println!("ammunition {ammunition}, replacements {replacements}, trucks {trucks}, brigades {brigades}");
    assert!(ammunition > 0.05 && replacements > 0.01, "ammunition {ammunition}, replacements {replacements}");
    assert!(trucks.abs() < 1e-3 && brigades.abs() < 1e-3, "trucks {trucks}, brigades {brigades}");
}

/// Against a light enemy, on day 60, the first end of a period by which both axes can be on the Rhine. Ammunition does not bind, not
/// even a tenth of it. But neither do trucks and brigades: in the bound men wait behind and reach the Rhine within a period, so all
/// that must be carried there is ten days' supplies and the safety stocks, for which trucks alone or trains alone suffice. What there is of men binds.
/// Carriage shows itself when little of it is left: with a tenth of the trucks and of the brigades a quarter of the men can stand there.
#[test]
fn ammunition_does_not_bind_against_a_light_enemy() {
    let c = shipped("light");
    let base = of_one_day(&c, 60.0);
    let share = |c: &Campaign| most(c, 60.0) / base.most_men;
    let binds = bottlenecks(&base);
    assert!(binds[0].starts_with("Replacements") || binds[0].starts_with("Men of the forces"), "{binds:?}");
    for word in ["Ammunition from the homeland", "Trucks of the supply columns", "Railway brigades"] {
        assert!(!binds.contains(&word), "{word} in {binds:?}");
    }
    let men = share(&a_tenth_more(&c, Resource::Forces, ""));
    println!("day 60: {}, a tenth more men: {men}", base.most_men);
    assert!(men > 1.05, "a tenth more men: {men}");
    let ammunition = share(&scaled(&c, Resource::Supplies, "ammunition", 0.1));
    assert!((ammunition - 1.0).abs() < 1e-3, "a tenth of the ammunition: {ammunition}");
    let carriage = share(&scaled(&scaled(&c, Resource::Trucks, "", 0.1), Resource::Brigades, "", 0.1));
    println!("a tenth of the ammunition: {ammunition}, of the trucks and brigades: {carriage}");
    assert!(carriage < 0.5, "a tenth of the trucks and brigades: {carriage}");
}
