//! What can be carried: the network of lines, roads and crossings with the most that each could ever carry, over all days
//! up to a date or on one day.

use super::fighting;
use super::flow::{Flow, Network};
use crate::campaign::*;
use crate::formulation::earliest::longest_way;
use crate::formulation::{Context, Gauge, seasons, trucks};

/// A link across a cut.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Link {
    pub kind: &'static str,
    pub key: String,
    pub from: String,
    pub to: String,
}

/// Totals up to the end of each period, made once for all dates.
pub struct Carriage<'a> {
    ctx: &'a Context<'a>,
    /// Tonnes each way by line, road and crossing, up to the end of each period.
    lines: Vec<Vec<f64>>,
    roads: Vec<Vec<f64>>,
    sea: Vec<Vec<f64>>,
    /// Tonnes that are found at or delivered to each place.
    supplies: Vec<Vec<f64>>,
    /// Tonne-days of all trucks.
    lift: Vec<f64>,
    /// Days of a truck for each kilometre of a road, out and back, in its best season.
    days_per_km: Vec<f64>,
}

/// What the arcs of a network stand for.
type Meaning = Vec<Option<Link>>;

impl<'a> Carriage<'a> {
    /// For all periods of the context, which must be that of the last date.
    pub fn of(ctx: &'a Context<'a>) -> Carriage<'a> {
        let c = ctx.c;
        let payload = payload(c);
        let run = best(c, |f| f.daily_run.base);
        let up_to = |of: &dyn Fn(usize) -> f64| {
            let mut sum = 0.0;
            ctx.periods()
                .map(|t| {
                    sum += of(t);
                    sum
                })
                .collect::<Vec<f64>>()
        };
        let lines = (0..c.lines.len()).map(LineId).map(|e| {
            let a_day = c.line_capacity(e) * train_t(ctx, e);
            up_to(&|t| a_day * ctx.train_days(e, t))
        });
        let roads = (0..c.roads.len()).map(RoadId).map(|a| {
            let vehicles = |t| if ctx.road_exists(a, t) { seasons::road_days(ctx, a, t) } else { 0.0 };
            up_to(&|t| c.road(a).capacity.base * payload * vehicles(t))
        });
        let sea = c.sea_links.iter().map(|s| {
            let exists = |t| ctx.exists(s.ends.0, t) && ctx.exists(s.ends.1, t);
            let days = |t| (ctx.end(t) - s.from.0).clamp(0.0, ctx.days);
            up_to(&|t| if exists(t) { s.capacity.base * days(t) } else { 0.0 })
        });
        let supplies = ctx.place_ids().map(|p| {
            let back = fighting::given_back(ctx, p.0);
            (0..ctx.window.last + 1).map(|t| back + found(ctx, t, |place, _| place == p)).collect()
        });
        let days_per_km = (0..c.roads.len()).map(|a| {
            let best = ctx.periods().map(|t| seasons::best_run(ctx, RoadId(a), t)).fold(0.0, f64::max);
            if run * best > 0.0 { 2.0 / (run * best) } else { 0.0 }
        });
        Carriage {
            ctx,
            lines: lines.collect(),
            roads: roads.collect(),
            sea: sea.collect(),
            supplies: supplies.collect(),
            lift: up_to(&|t| 1000.0 * trucks::lift_kt_days(ctx, t)),
            days_per_km: days_per_km.collect(),
        }
    }

    /// Tonnes that could be brought to the places that count by the end of a period, up to `wanted`; the cost is in
    /// tonne-days of trucks. With the links of the narrowest cut where there are too few.
    pub fn brought(&self, t: usize, wanted: f64) -> (Flow, Vec<Link>) {
        let (mut network, meaning) = self.links(|of| of[t]);
        let (source, sink) = (network.node(), network.node());
        for p in self.ctx.place_ids() {
            network.arc((source, p.0), self.supplies[p.0][t], 0.0);
        }
        for d in self.ctx.c.destinations.iter().filter(|d| d.counts && self.ctx.exists(d.place, t)) {
            network.arc((d.place.0, sink), f64::INFINITY, 0.0);
        }
        // Men who go on from a place may draw their rations where they go: so what reaches a place further out feeds
        // those behind it.
        let ends = self.ctx.c.roads.iter().map(|r| r.ends).chain(self.ctx.c.lines.iter().map(|l| l.ends));
        for (one, other) in ends.filter(|(a, b)| self.ctx.exists(*a, t) && self.ctx.exists(*b, t)) {
            let (near, far) = if self.ctx.leads_outward(one, other) { (one, other) } else { (other, one) };
            network.arc((far.0, near.0), f64::INFINITY, 0.0);
        }
        let flow = network.flow((source, sink), wanted);
        let cut = flow.cut.iter().filter_map(|i| meaning.get(*i).cloned().flatten()).collect();
        (flow, cut)
    }

    /// Tonne-days that all trucks can work by the end of a period, turns begun before and ended after it included.
    pub fn lift(&self, t: usize) -> f64 {
        let c = self.ctx.c;
        let at_once: f64 = c.fleets.iter().map(|f| f.trucks.base * f.readiness * f.payload.base).sum();
        let roads = c.roads.iter().map(|r| (r.ends, r.length.0));
        let slowest = best(c, |f| f.daily_run.base) * seasons::slowest_run(c);
        if at_once <= 0.0 || slowest <= 0.0 {
            return 0.0;
        }
        let terminal = c.fleets.iter().map(|f| f.terminal.0).fold(0.0, f64::max);
        self.lift[t] + at_once * (2.0 * longest_way(c.places.len(), roads) / slowest + terminal)
    }

    /// Tonnes a day into these places with everything restored that can be by the end: by rail, or by the roads in the
    /// weather of a day. Infinite where supplies come from a place itself.
    pub fn a_day(&self, into: &[PlaceId], by: By) -> (f64, Vec<Link>) {
        let (ctx, c) = (self.ctx, self.ctx.c);
        let last = ctx.window.last;
        let mut network = Network::new(c.places.len());
        let mut meaning = Meaning::new();
        let yards = self.yards(&mut network, &mut meaning, 1.0);
        for (e, line) in c.lines.iter().enumerate().filter(|_| by == By::Rail) {
            let open = ctx.train_days(LineId(e), last) > 0.0;
            let tonnes = if open { c.line_capacity(LineId(e)) * train_t(ctx, LineId(e)) } else { 0.0 };
            let link = link(c, "rail", &line.key, line.ends);
            both(&mut network, &mut meaning, yards.ends(line), tonnes, (0.0, link));
        }
        if let By::Road(day) = by {
            let usable = c.roads.iter().enumerate().filter(|(a, _)| ctx.road_exists(RoadId(*a), last));
            for (_, road) in usable {
                let tonnes = road.capacity.base * payload(c) * c.weather(road.zone, Days(day)).road_capacity;
                let link = link(c, "road", &road.key, road.ends);
                both(&mut network, &mut meaning, (road.ends.0.0, road.ends.1.0), tonnes, (0.0, link));
            }
        }
        let (source, sink) = (network.node(), network.node());
        for p in ctx.place_ids().filter(|p| is_base(c, *p)) {
            network.arc((source, p.0), f64::INFINITY, 0.0);
        }
        for p in into {
            network.arc((p.0, sink), f64::INFINITY, 0.0);
        }
        let flow = network.flow((source, sink), f64::INFINITY);
        let cut = flow.cut.iter().filter_map(|i| meaning.get(*i).cloned().flatten()).collect();
        (flow.amount, cut)
    }

    /// Depots, yards and all links; `of` picks a total.
    fn links(&self, of: impl Fn(&[f64]) -> f64) -> (Network, Meaning) {
        let c = self.ctx.c;
        let mut network = Network::new(c.places.len());
        let mut meaning = Meaning::new();
        let days = self.ctx.end(self.ctx.window.last);
        let yards = self.yards(&mut network, &mut meaning, days);
        for (line, total) in c.lines.iter().zip(&self.lines) {
            let link = link(c, "rail", &line.key, line.ends);
            both(&mut network, &mut meaning, yards.ends(line), of(total), (0.0, link));
        }
        for ((road, total), days) in c.roads.iter().zip(&self.roads).zip(&self.days_per_km) {
            let link = link(c, "road", &road.key, road.ends);
            let ends = (road.ends.0.0, road.ends.1.0);
            both(&mut network, &mut meaning, ends, of(total), (days * road.length.0, link));
        }
        for (sea, total) in c.sea_links.iter().zip(&self.sea) {
            let link = link(c, "sea", &sea.key, sea.ends);
            both(&mut network, &mut meaning, (sea.ends.0.0, sea.ends.1.0), of(total), (0.0, link));
        }
        (network, meaning)
    }

    /// At a gauge break, and where handling is limited, trains of each gauge have a yard beside the depot; what is loaded
    /// counts.
    fn yards(&self, network: &mut Network, meaning: &mut Meaning, days: f64) -> Yards {
        let ctx = self.ctx;
        let mut yards = Yards::default();
        for p in ctx.place_ids().filter(|p| ctx.has_yard(*p)) {
            let place = ctx.c.place(p);
            let limit = |e: Option<Estimate>| e.map_or(f64::INFINITY, |e| e.base * days);
            let (ramp, shed) = (network.node(), network.node());
            let crossed = limit(place.transshipment.filter(|_| ctx.is_break(p))).min(limit(place.handling));
            let named = |kind| Some(Link { kind, key: place.key.clone(), from: place.name.clone(), to: String::new() });
            network.arc((p.0, ramp), crossed, 0.0);
            meaning.push(named("yard, loading"));
            network.arc((shed, p.0), limit(place.handling), 0.0);
            meaning.push(named("yard, unloading"));
            for gauge in Gauge::BOTH {
                let yard = network.node();
                network.arc((ramp, yard), f64::INFINITY, 0.0);
                network.arc((yard, shed), f64::INFINITY, 0.0);
                meaning.extend([None, None]);
                yards.0.push(((p, gauge), yard));
            }
        }
        yards
    }
}

/// How tonnes go on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum By {
    Rail,
    /// In the weather of this day.
    Road(f64),
}

#[derive(Default)]
struct Yards(Vec<((PlaceId, Gauge), usize)>);

impl Yards {
    /// The nodes at which a line begins and ends.
    fn ends(&self, line: &RailLine) -> (usize, usize) {
        let gauge = Gauge::of(line);
        let node = |p: PlaceId| self.0.iter().find(|(at, _)| *at == (p, gauge)).map_or(p.0, |(_, n)| *n);
        (node(line.ends.0), node(line.ends.1))
    }
}

fn link(c: &Campaign, kind: &'static str, key: &str, ends: (PlaceId, PlaceId)) -> Link {
    Link { kind, key: key.into(), from: c.place(ends.0).name.clone(), to: c.place(ends.1).name.clone() }
}

fn both(
    network: &mut Network,
    meaning: &mut Meaning,
    (one, other): (usize, usize),
    tonnes: f64,
    (cost, link): (f64, Link),
) {
    for ends in [(one, other), (other, one)] {
        network.arc(ends, tonnes, cost);
        meaning.push(Some(link.clone()));
    }
}

/// Tonnes of the class, or at the place, that have been found or delivered by the end of a period: stocks of places that
/// could be ours by then, and streams on all days of the periods in which they could.
pub fn found(ctx: &Context, t: usize, of: impl Fn(PlaceId, ClassId) -> bool) -> f64 {
    let c = ctx.c;
    let stocks = c.stocks.iter().filter(|s| of(s.place, s.class) && ctx.exists(s.place, t)).map(|s| s.tonnes.base);
    let streams = c.streams.iter().filter(|s| of(s.place, s.class)).map(|s| {
        let first = (0..=t).find(|t| ctx.exists(s.place, *t));
        first.map_or(0.0, |f| s.t_per_day.base * s.span.days_within(Days(ctx.start(f)), Days(ctx.end(t))).0)
    });
    stocks.sum::<f64>() + streams.sum::<f64>()
}

/// Whether supplies come from a place from the first day on.
pub fn is_base(c: &Campaign, p: PlaceId) -> bool {
    let comes = c.streams.iter().any(|s| s.place == p) || c.stocks.iter().any(|s| s.place == p);
    comes && c.place(p).ours_from == Some(Days(0.0))
}

/// Tonnes in a train of a line's gauge.
pub fn train_t(ctx: &Context, line: LineId) -> f64 {
    1000.0 * ctx.train_kt(Gauge::of(ctx.c.line(line)))
}

/// Largest payload of any truck, tonnes; 0 where there are none.
pub fn payload(c: &Campaign) -> f64 {
    best(c, |f| f.payload.base)
}

/// The best of the fleets that have trucks.
pub fn best(c: &Campaign, of: impl Fn(&TruckFleet) -> f64) -> f64 {
    c.fleets.iter().filter(|f| f.trucks.base > 0.0).map(of).fold(0.0, f64::max)
}
