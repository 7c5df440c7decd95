//! An answer of the size of a real one, made without solving anything.

use railhead::answer::*;
use railhead::campaign::{Problem, QuestionKind};

/// 36 periods, 12 dates, 15 bottlenecks, 300 flows.
pub fn sample() -> Answer {
    Answer {
        stamp: stamp(),
        asked: asked(),
        verdict: Verdict::No,
        most_men: 171_234.56,
        margin: -0.315_061_76,
        sentences: vec![
            "NO: 250,000 men can't stand at the Rhine by day 180. Even with the best of all plans at most 171,235 can, \
             31.5 % short of the target, and the bound is proved."
                .into(),
            "What is short is fodder beyond the railhead: horse-drawn columns eat what they carry after 120 km, and the \
             double-track line from Poznan to Berlin is restored no sooner than day 96."
                .into(),
            "Look first at the rail gauge works; 100 t a day more there are worth 4,120 men.".into(),
        ],
        curve: (1..=12).map(point).collect(),
        earliest: [(50_000.0, Some(60.0)), (100_000.0, Some(105.0)), (150_000.0, Some(165.0)), (250_000.0, None)]
            .map(|(men, day)| EarliestDay {
                men,
                day,
                date: day.map(|_| "1945-04-27".to_string()),
                ruled_out_on: Some(day.map_or(180.0, |d| d - 15.0)),
            })
            .to_vec(),
        plan: None,
        no_plan: None,
        figures: Figures::default(),
        classes: ["Food", "Fodder", "Ammunition", "Fuel"].map(String::from).to_vec(),
        timeline: (1..=36).map(period).collect(),
        flows: (0..300).map(flow).collect(),
        stocks: (0..120).map(stock).collect(),
        capacity: Vec::new(),
        audit: Default::default(),
        theatre: Default::default(),
        sources: Vec::new(),
        bottlenecks: (0..15).map(bottleneck).collect(),
        assumptions: (0..40).map(assumption).collect(),
        warnings: vec![Problem::warning("RailLines!F7", "0 trains a day", "more than 0", "Delete the row if it is cut.")],
        estimate: None,
    }
}

fn stamp() -> Stamp {
    Stamp {
        version: "0.1.0".into(),
        input: "vistula-rhine.xlsx".into(),
        input_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        solver: "HiGHS 1.12, interior point with crossover, tolerance 1e-7".into(),
        period_days: 5.0,
    }
}

fn asked() -> Asked {
    Asked {
        scenario: None,
        title: "From the Vistula to the Rhine, 1945".into(),
        question: QuestionKind::CanItBeDone,
        start_date: "1945-01-12".into(),
        horizon_days: 180.0,
        sustain_days: 30.0,
        target_men: 250_000.0,
        resistance_profile: "base".into(),
        postures: vec!["fierce".into()],
        destinations: vec!["Koblenz".into(), "Mainz".into()],
    }
}

fn point(n: usize) -> CurvePoint {
    let day = n as f64 * 15.0;
    let most_men = if n < 3 { 0.0 } else { 171_234.56 * (n as f64 / 12.0).powf(0.7) };
    CurvePoint {
        day,
        date: format!("1945-{:02}-15", n.min(12)),
        most_men,
        can_be_held: n >= 3,
        solver_men: most_men * 0.9999,
        columns: 81_204 + n,
        rows: 60_311 + n,
        cut_short: false,
        residual: 3.2e-9,
        seconds: n as f64,
    }
}

fn period(n: usize) -> TimelineRow {
    let x = n as f64;
    TimelineRow {
        day: 5.0 * x,
        date: format!("1945-{:02}-{:02}", 1 + n / 6, 1 + 5 * (n % 6)),
        men: 2_100_000.0 - 9_000.0 * x,
        men_at_destination: if n > 20 { 11_000.0 * (x - 20.0) } else { 0.0 },
        men_engaged: 400_000.0 / x,
        joined: 2_000_000.0,
        losses: 11_000.0 * x,
        replacements: 2_000.0 * x,
        used_t_per_day: 14_000.0 + 90.0 * x,
        rail_tkm_per_day: 6_543_210.0 + 1e5 * x,
        road_tkm_per_day: 1_234_567.0,
        trucks_used: (0.3 + 0.02 * x).min(1.0),
        stock_t: 220_000.0 - 4_000.0 * x,
        days_of_supply: if n == 1 { f64::INFINITY } else { 15.3 - 0.3 * x },
        class_left_t: vec![50_000.0, 90_000.0, f64::NAN, 12_345.6],
        taken: if n.is_multiple_of(4) { vec!["Frankfurt an der Oder".into(), "Küstrin".into()] } else { Vec::new() },
        front: if n < 12 { "Warsaw, Sandomierz" } else { "Frankfurt an der Oder, Breslau, Küstrin, Stettin" }.into(),
        railhead: "Poznań (standard gauge), Łódź".into(),
        front_km: 15.0 * x,
        railhead_km: 12.0 * x,
    }
}

fn flow(n: usize) -> FlowRow {
    let x = (n % 10) as f64;
    FlowRow {
        from_day: (n / 10) as f64 * 5.0,
        to_day: (n / 10) as f64 * 5.0 + 5.0,
        kind: ["rail", "road", "sea"][n % 3],
        link: format!("Warsaw-Poznań double track {}", n % 10),
        from: "Warsaw".into(),
        to: "Frankfurt an der Oder".into(),
        // One in ten is below what is shown.
        t_per_day: 0.4 + 700.0 * x,
        traffic_per_day: 2.2 * x,
        capacity_per_day: 22.0,
        at_hand: 1.0,
        km: 120.0,
        turn_km: 240.0,
        wounded_per_day: 0.0,
    }
}

fn stock(n: usize) -> StockRow {
    StockRow {
        day: (n / 10 + 1) as f64 * 5.0,
        place: format!("place{}", n % 10),
        name: format!("Frankfurt an der Oder {}", n % 10),
        men: if n.is_multiple_of(10) { 0.2 } else { 12_345.0 },
        stock_t: if n.is_multiple_of(10) { 0.3 } else { 4_321.0 },
        days_of_supply: (n % 2 == 1).then_some(12.3),
        held: 1.0,
        arrived_t: 0.0,
        found_t: 0.0,
        rations_t: 0.0,
        fighting_t: 0.0,
        restoring_t: 0.0,
        came_t: 0.0,
        went_t: 0.0,
        unlisted_t: 0.0,
    }
}

fn bottleneck(n: usize) -> Bottleneck {
    Bottleneck {
        thing: thing::Thing::Trucks,
        what: ["Ammunition from the homeland", "Trains on the restored double-track line", "Truck days"][n % 3].into(),
        place: if n % 3 == 2 { String::new() } else { "Poznań - Frankfurt an der Oder".into() },
        from_day: 5.0 * n as f64,
        to_day: 180.0,
        step: ["100 t/day more", "1 train/day more", "1,000 trucks more"][n % 3].into(),
        men_per_step: 4_120.7 / (n + 1) as f64,
    }
}

fn assumption(n: usize) -> AssumptionRow {
    AssumptionRow {
        sheet: "RailLines".into(),
        row: format!("warsaw-poznan-{n}"),
        what: "Capacity when restored".into(),
        base: [22.0, 0.35, 120_000.0][n % 3],
        low: (!n.is_multiple_of(4)).then_some([12.0, 0.2, 80_000.0][n % 3]),
        high: (!n.is_multiple_of(4)).then_some([36.0, 0.5, 150_000.0][n % 3]),
        unit: "trains/day".into(),
        source: "Kreidler, Die Eisenbahnen im Zweiten Weltkrieg, p. 214".into(),
        grade: ["A", "B", "C", "D"][n % 4].into(),
        note: "After the second stage of works; half of it before.".into(),
        cell: format!("RailLines!F{}", n + 5),
        at: Default::default(),
    }
}
