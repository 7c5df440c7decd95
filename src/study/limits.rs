//! What a campaign has of a thing, and how much of it would be enough, in words.

use super::change::{factor, is_of};
use crate::answer::plain;
use crate::answer::thing::Thing;
use crate::campaign::*;

/// How a figure is rounded for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounded {
    AsIs,
    /// To three digits, on the side on which it stays enough.
    Enough,
    /// To three digits, on the side on which it stays too little.
    TooLittle,
}

/// Three digits of a figure, rounded up or down.
pub fn three(v: f64, round: fn(f64) -> f64) -> f64 {
    if v <= 0.0 {
        return v;
    }
    // What computing left behind the third digit must not carry into it.
    let unit = 10f64.powf((v.log10() - 2.0).floor());
    round(v / unit + if round(0.5) > 0.5 { -1e-6 } else { 1e-6 }) * unit
}

/// What a campaign has of a thing, in words: `2,600 t/day`.
pub fn limit(c: &Campaign, thing: Thing, rounded: Rounded) -> String {
    // More is better of all but days.
    let n = |v: f64| match rounded {
        Rounded::AsIs => plain(v),
        Rounded::Enough => plain(three(v, f64::ceil)),
        Rounded::TooLittle => plain(three(v, f64::floor)),
    };
    let fewer = |v: f64| match rounded {
        Rounded::AsIs => plain(v),
        Rounded::Enough => plain(v.floor()),
        Rounded::TooLittle => plain(v.ceil()),
    };
    let date = |d: Days| format!("from day {}", fewer(d.0));
    match thing {
        Thing::Class(k) => {
            let sum: f64 = c.streams.iter().filter(|s| s.class == k).map(|s| s.t_per_day.base).sum();
            format!("{} t/day", n(sum))
        }
        Thing::Local(i) => format!("{} t/day", n(c.streams[i].t_per_day.base)),
        Thing::Replacements(i) => format!("{} men/day", n(c.replacements[i].men_per_day.base)),
        Thing::Forces => format!("{} men", n(c.forces.iter().map(|f| f.men.base).sum())),
        Thing::Trains(e) => format!("{} trains/day each way", n(c.line(e).capacity.base)),
        Thing::Yard(p) => format!("{} t/day", n(c.place(p).transshipment.map_or(0.0, |e| e.base))),
        Thing::Handling(p) => format!("{} t/day", n(c.place(p).handling.map_or(0.0, |e| e.base))),
        Thing::Rolling(gauge, kind) => {
            n(c.rolling_stock.iter().filter(|s| is_of(s, gauge, kind)).map(|s| s.number.base).sum())
        }
        Thing::Trucks => format!("{} trucks", n(c.fleets.iter().map(|f| f.trucks.base).sum())),
        Thing::Brigades => format!("{} brigades", n(c.factors.railway_brigades.estimate.base)),
        Thing::Vehicles(a) => format!("{} vehicles/day each way", n(c.road(a).capacity.base)),
        Thing::Pace(leg) => {
            format!("{} km at {} km/day", plain(c.road(leg.road).length.0), n(first_rate(c, leg.road)))
        }
        Thing::Bridge(i) => format!("rebuilt in {} days", fewer(c.bridges[i].rebuild_days.base)),
        Thing::Depot(p) => {
            let sum: f64 = c.stocks.iter().filter(|s| s.place == p).map(|s| s.tonnes.base).sum();
            format!("{} t", n(sum))
        }
        Thing::Safety(k) => format!("{} days", fewer(c.classes[k.0].safety.0)),
        Thing::Sea(l) => format!("{} t/day", n(c.sea_links[l.0].capacity.base)),
        Thing::UsableFrom(e) => c.line(e).usable_from.map(date).unwrap_or_default(),
        Thing::ForceFrom(i) => date(c.forces[i].from),
        Thing::StreamFrom(i) => spanned(c.streams[i].span),
        Thing::ReplacementsFrom(i) => spanned(c.replacements[i].span),
        Thing::Handover(p) => c.place(p).ours_from.map(date).unwrap_or_default(),
        Thing::NoRail(_) | Thing::NoRoad(_) => "none".into(),
        Thing::Returned => String::new(),
    }
}

/// The first pace at which a road can be advanced on, km/day; 0 where there is none.
fn first_rate(c: &Campaign, road: RoadId) -> f64 {
    let mut dates: Vec<f64> = c.resistance.iter().map(|r| r.from.0).chain([0.0]).collect();
    dates.sort_by(f64::total_cmp);
    let rate = |day: f64| c.resistance_on(road, Days(day)).map_or(0.0, |r| c.postures[r.posture.0].advance.base);
    dates.into_iter().map(rate).find(|rate| *rate > 0.0).unwrap_or(0.0)
}

/// What a campaign has of a thing is proved to be too little: in words what it takes, `more than 2,600 t/day`, `rebuilt in less than
/// 36 days`; `faster than today` where it is what there is `today`, to three digits.
pub fn beyond(c: &Campaign, today: &Campaign, thing: Thing) -> String {
    let too_little = limit(c, thing, Rounded::TooLittle);
    if too_little == limit(today, thing, Rounded::TooLittle) {
        let how = match thing {
            Thing::Bridge(_) | Thing::Pace(_) => "faster",
            Thing::Safety(_) => "less",
            Thing::UsableFrom(_) | Thing::ForceFrom(_) | Thing::Handover(_) => "sooner",
            Thing::StreamFrom(_) | Thing::ReplacementsFrom(_) => "longer",
            _ => "more",
        };
        return format!("{how} than today");
    }
    let of = |words: &str| format!("{words} than {too_little}");
    match thing {
        Thing::Bridge(_) => too_little.replacen("rebuilt in", "rebuilt in less than", 1),
        Thing::Safety(_) => of("less"),
        Thing::UsableFrom(_) | Thing::ForceFrom(_) | Thing::Handover(_) => {
            too_little.replacen("from day", "from before day", 1)
        }
        Thing::StreamFrom(_) | Thing::ReplacementsFrom(_) => of("longer"),
        Thing::Pace(_) => of("faster"),
        _ => of("more"),
    }
}

/// All things of a kind `share` of the way to no limit, in words, rounded to the side on which it stays what it is.
pub fn in_words(thing: Thing, share: f64, rounded: Rounded) -> String {
    let too_little = rounded == Rounded::TooLittle;
    let up: fn(f64) -> f64 = if too_little { f64::floor } else { f64::ceil };
    let down: fn(f64) -> f64 = if too_little { f64::ceil } else { f64::floor };
    let left = |gone: f64| format!("{:.0} %", down(100.0 * (1.0 - gone)).max(0.0));
    match thing {
        Thing::Safety(_) => format!("{} of the days of supply", left(share)),
        Thing::Bridge(_) => format!("rebuilt in {} of the days", left(share)),
        Thing::Pace(_) => {
            // A little of this is a lot: the march is many times as fast.
            let percent = if share < 0.1 { up(1000.0 * share) / 10.0 } else { up(100.0 * share) };
            format!("every leg {} % of the way to a march that nobody resists", plain(percent))
        }
        Thing::UsableFrom(_) | Thing::ForceFrom(_) | Thing::Handover(_) => {
            format!("from {} of the days on", left(share))
        }
        Thing::StreamFrom(_) | Thing::ReplacementsFrom(_) => format!("starting at {} of the days", left(share)),
        _ => format!("{} times as much", plain(three(factor(thing, share), up))),
    }
}

fn spanned(span: Span) -> String {
    let until = span.to.map(|d| format!(" to day {}", plain(d.0))).unwrap_or_default();
    format!("from day {}{until}", plain(span.from.0))
}
