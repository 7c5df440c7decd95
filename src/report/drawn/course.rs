//! How every place and link stands in every period, rounded as it is shown: the page's script shows what is written here and
//! computes nothing.

use std::collections::HashMap;

use serde::{Serialize, Serializer};

use crate::answer::theatre::{MapLink, State};
use crate::answer::{Answer, FlowRow, StockRow, TimelineRow};

/// Held or in working order from this share, in percent: as in the timeline.
const WHOLE: i64 = 95;

/// A link in one period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LinkNow {
    /// 0 = no traffic, 1 to 5 by load: up to a quarter, a half, three quarters, 95 %, beyond.
    pub load: u8,
    /// Share in working order (rail) or held at both ends, percent.
    pub whole: i64,
    /// Tonnes a day from the first end to the second, and back.
    pub t: (i64, i64),
    /// Trains, vehicles or tonnes a day likewise, to a tenth.
    pub traffic: (f64, f64),
    /// What it can carry, each way, as far as it is held and in order, to a tenth.
    pub room: f64,
    /// Traffic over room on the busier way, percent.
    pub used: i64,
}

/// A place in one period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PlaceNow {
    /// Share held, percent.
    pub held: i64,
    pub men: i64,
    pub stock_t: i64,
    /// To a tenth; `None` where nobody stands.
    pub days_of_supply: Option<f64>,
}

/// Everything at the end of one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Now {
    pub day: f64,
    pub date: String,
    pub front: Vec<usize>,
    pub railhead: Vec<usize>,
    /// In words.
    pub front_words: String,
    pub railhead_words: String,
    pub taken: String,
    pub places: Vec<PlaceNow>,
    pub links: Vec<LinkNow>,
}

/// A list instead of names, and nothing for nothing: there are thousands of them. The page's script knows the order.
impl Serialize for LinkNow {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let list = (self.load, self.whole, self.t.0, self.t.1, self.traffic.0, self.traffic.1, self.room, self.used);
        if *self == LinkNow::default() { s.serialize_u8(0) } else { list.serialize(s) }
    }
}

impl Serialize for PlaceNow {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let list = (self.held, self.men, self.stock_t, self.days_of_supply);
        if *self == PlaceNow::default() { s.serialize_u8(0) } else { list.serialize(s) }
    }
}

impl PlaceNow {
    pub fn is_held(&self) -> bool {
        self.held >= WHOLE
    }
}

impl LinkNow {
    pub fn is_whole(&self) -> bool {
        self.whole >= WHOLE
    }

    /// Width of its line, pixels: by the root of the tonnes, so that a trickle still shows.
    pub fn width(&self, kind: &str) -> f64 {
        let t = self.t.0.max(self.t.1).max(0) as f64;
        let most = if kind == "rail" { 5.0 } else { 3.5 };
        (1.2 + (t / 1000.0).sqrt() * 0.9).min(most)
    }
}

/// One for each period of the timeline.
pub fn course(answer: &Answer) -> Vec<Now> {
    let flows = by_period(&answer.flows, |f| f.to_day);
    let stocks = by_period(&answer.stocks, |s| s.day);
    let states = answer.timeline.iter().zip(&answer.theatre.states);
    let none = Vec::new();
    let at = |t: &TimelineRow| t.day.round() as i64;
    states
        .map(|(t, state)| Now {
            day: t.day,
            date: t.date.clone(),
            front: state.front.clone(),
            railhead: state.railhead.clone(),
            front_words: t.front.clone(),
            railhead_words: t.railhead.clone(),
            taken: t.taken.join(", "),
            places: places(answer, state, stocks.get(&at(t)).unwrap_or(&none)),
            links: links(answer, state, flows.get(&at(t)).map_or(&[], Vec::as_slice)),
        })
        .collect()
}

/// Rows by the last day of their period; days of one period are the same to the day in every table.
fn by_period<T>(rows: &[T], day: impl Fn(&T) -> f64) -> HashMap<i64, Vec<&T>> {
    let mut out: HashMap<i64, Vec<&T>> = HashMap::new();
    for row in rows {
        out.entry(day(row).round() as i64).or_default().push(row);
    }
    out
}

fn whole(n: f64) -> i64 {
    n.round() as i64
}

/// A share in whole per cent, rounded down: what is not quite held does not look so.
fn percent(share: f64) -> i64 {
    (share * 100.0 + 1e-6).floor() as i64
}

fn tenth(n: f64) -> f64 {
    (n * 10.0).round() / 10.0 + 0.0
}

fn places(answer: &Answer, state: &State, stocks: &[&StockRow]) -> Vec<PlaceNow> {
    let by_key: HashMap<&str, &StockRow> = stocks.iter().map(|s| (s.place.as_str(), *s)).collect();
    let one = |(i, place): (usize, &crate::answer::theatre::MapPlace)| {
        let held = percent(state.held.get(i).copied().unwrap_or_default());
        match by_key.get(place.key.as_str()) {
            Some(s) => PlaceNow {
                held,
                men: whole(s.men),
                stock_t: whole(s.stock_t),
                days_of_supply: s.days_of_supply.map(tenth),
            },
            None => PlaceNow { held, ..PlaceNow::default() },
        }
    };
    answer.theatre.places.iter().enumerate().map(one).collect()
}

fn links(answer: &Answer, state: &State, flows: &[&FlowRow]) -> Vec<LinkNow> {
    let by_key: HashMap<(&str, &str), Vec<&FlowRow>> = flows.iter().fold(HashMap::new(), |mut map, f| {
        map.entry((f.kind, f.link.as_str())).or_default().push(*f);
        map
    });
    let places = &answer.theatre.places;
    let one = |(i, link): (usize, &MapLink)| {
        let share = |p: usize| state.held.get(p).copied().unwrap_or_default();
        let order = match link.kind {
            "rail" => state.working.get(i).copied().unwrap_or_default(),
            _ => share(link.ends.0).min(share(link.ends.1)),
        };
        let mut now = LinkNow { whole: percent(order), ..LinkNow::default() };
        let mut busiest: f64 = 0.0;
        for flow in by_key.get(&(link.kind, link.key.as_str())).into_iter().flatten() {
            // Names may be shared: what does not start at the second end starts at the first.
            let back = flow.from == places[link.ends.1].name && flow.to == places[link.ends.0].name;
            let (t, traffic) = (whole(flow.t_per_day), tenth(flow.traffic_per_day));
            if back {
                (now.t.1, now.traffic.1) = (t, traffic);
            } else {
                (now.t.0, now.traffic.0) = (t, traffic);
            }
            now.room = tenth(flow.capacity_per_day).max(now.room);
            if flow.capacity_per_day > 0.0 {
                busiest = busiest.max(flow.traffic_per_day / flow.capacity_per_day);
            }
        }
        now.used = whole(busiest * 100.0);
        let carries = now.t != (0, 0) || now.traffic != (0.0, 0.0);
        now.load = match now.used {
            _ if !carries => 0,
            ..=25 => 1,
            26..=50 => 2,
            51..=75 => 3,
            76..=95 => 4,
            _ => 5,
        };
        now
    };
    answer.theatre.links.iter().enumerate().map(one).collect()
}
