//! The campaign with one thing otherwise: a step more or less of it, no limit on it, or without it.

use crate::answer::thing::Thing;
use crate::campaign::*;
use crate::formulation::{Earliest, Gauge, Leg, Way};

/// How many times what it is a thing is when it is "without limit": far beyond anything that an analyst would call possible, and
/// still a number that a program can be solved with.
fn without_limit(thing: Thing) -> f64 {
    match thing {
        // Every bound of the program hangs on the number of men.
        Thing::Forces => 10.0,
        _ => 50.0,
    }
}

/// By what a thing is multiplied `share` of the way from what it is (0) to no limit (1).
pub fn factor(thing: Thing, share: f64) -> f64 {
    without_limit(thing).powf(share)
}

/// Everything of a campaign that could hold its answer down, one by one.
pub fn things(c: &Campaign, earliest: &Earliest) -> Vec<Thing> {
    let mut out: Vec<Thing> = Vec::new();
    let fed = |k: &ClassId| c.streams.iter().any(|s| s.class == *k && s.t_per_day.base > 0.0);
    out.extend((0..c.classes.len()).map(ClassId).filter(fed).map(Thing::Class));
    out.extend((0..c.classes.len()).map(ClassId).filter(|k| c.classes[k.0].safety.0 > 0.0).map(Thing::Safety));
    out.extend((0..c.replacements.len()).map(Thing::Replacements));
    out.extend((!c.forces.is_empty()).then_some(Thing::Forces));
    out.extend((!c.fleets.is_empty()).then_some(Thing::Trucks));
    out.extend((c.factors.railway_brigades.estimate.base > 0.0).then_some(Thing::Brigades));
    for gauge in Gauge::BOTH {
        for kind in [StockKind::Wagons, StockKind::Locomotives] {
            let any = c.rolling_stock.iter().any(|s| is_of(s, gauge, kind));
            out.extend(any.then_some(Thing::Rolling(gauge, kind)));
        }
    }
    let lines = (0..c.lines.len()).map(LineId);
    out.extend(lines.clone().map(Thing::Trains));
    out.extend(lines.clone().filter(|e| c.line(*e).usable_from.is_some_and(|d| d.0 > 0.0)).map(Thing::UsableFrom));
    for line in lines.clone() {
        let first = |crossing: Vec<&Bridge>| c.bridges.iter().position(|b| b.key == crossing[0].key);
        out.extend(c.crossings(line).into_iter().filter_map(first).map(Thing::Bridge));
    }
    let roads = (0..c.roads.len()).map(RoadId);
    out.extend(roads.clone().map(Thing::Vehicles));
    let to_be_taken = |p: PlaceId| c.place(p).ours_from != Some(Days(0.0));
    let fought_for = |a: &RoadId| [c.road(*a).ends.0, c.road(*a).ends.1].into_iter().any(to_be_taken);
    let outward = |road: RoadId| {
        let ends = c.road(road).ends;
        let way = if earliest.place[ends.0.0] <= earliest.place[ends.1.0] { Way::Forth } else { Way::Back };
        Thing::Pace(Leg { road, way })
    };
    out.extend(roads.clone().filter(fought_for).map(outward));
    for p in (0..c.places.len()).map(PlaceId) {
        let place = c.place(p);
        out.extend(place.transshipment.map(|_| Thing::Yard(p)));
        out.extend(place.handling.map(|_| Thing::Handling(p)));
        out.extend(c.stocks.iter().any(|s| s.place == p && s.tonnes.base > 0.0).then_some(Thing::Depot(p)));
        out.extend(place.ours_from.filter(|d| d.0 > 0.0).map(|_| Thing::Handover(p)));
    }
    out.extend((0..c.sea_links.len()).map(|l| Thing::Sea(SeaLinkId(l))));
    let late = |span: Span| span.from.0 > 0.0 || span.to.is_some();
    out.extend((0..c.streams.len()).filter(|i| late(c.streams[*i].span)).map(Thing::StreamFrom));
    out.extend((0..c.replacements.len()).filter(|i| late(c.replacements[*i].span)).map(Thing::ReplacementsFrom));
    out.extend((0..c.forces.len()).filter(|i| c.forces[*i].from.0 > 0.0).map(Thing::ForceFrom));
    // Links that nobody built, where they would close a gap: anywhere else there is a way round.
    let (by_rail, by_road) = (net(c, c.lines.iter().map(|l| l.ends)), net(c, c.roads.iter().map(|r| r.ends)));
    out.extend(roads.filter(|a| by_rail.is_gap(c.road(*a).ends)).map(Thing::NoRail));
    out.extend(lines.filter(|e| by_road.is_gap(c.line(*e).ends)).map(Thing::NoRoad));
    out
}

/// Whether a row of rolling stock is of this gauge and kind.
pub fn is_of(stock: &RollingStock, gauge: Gauge, kind: StockKind) -> bool {
    stock.kind == kind && Gauge::of_stock(stock) == gauge
}

fn add(e: &mut Estimate, by: f64) {
    *e = Estimate::certain((e.base + by).max(0.0));
}

/// Adds `by` to a sum of figures, to each in proportion to what it is.
fn spread<'a>(figures: impl Iterator<Item = &'a mut Estimate>, by: f64) -> Option<()> {
    let figures: Vec<&mut Estimate> = figures.collect();
    let sum: f64 = figures.iter().map(|e| e.base).sum();
    if sum <= 0.0 {
        return None;
    }
    figures.into_iter().for_each(|e| add(e, by * e.base / sum));
    Some(())
}

/// The campaign with so many [steps](Thing::step) more of a thing (less where `steps` is negative, never below nothing).
/// `None` where the thing has no steps.
pub fn stepped(c: &Campaign, thing: Thing, steps: f64) -> Option<Campaign> {
    let mut out = c.clone();
    match thing {
        Thing::Class(k) => {
            spread(out.streams.iter_mut().filter(|s| s.class == k).map(|s| &mut s.t_per_day), 100.0 * steps)?;
        }
        Thing::Local(i) => add(&mut out.streams[i].t_per_day, 100.0 * steps),
        Thing::Replacements(i) => add(&mut out.replacements[i].men_per_day, 1000.0 * steps),
        Thing::Forces => spread(out.forces.iter_mut().map(|f| &mut f.men), 10_000.0 * steps)?,
        Thing::Trains(e) => add(&mut out.lines[e.0].capacity, steps),
        Thing::Yard(p) => add(out.places[p.0].transshipment.as_mut()?, 1000.0 * steps),
        Thing::Handling(p) => add(out.places[p.0].handling.as_mut()?, 1000.0 * steps),
        Thing::Rolling(gauge, kind) => {
            spread(
                out.rolling_stock.iter_mut().filter(|s| is_of(s, gauge, kind)).map(|s| &mut s.number),
                100.0 * steps,
            )?;
        }
        Thing::Trucks => spread(out.fleets.iter_mut().map(|f| &mut f.trucks), 1000.0 * steps)?,
        Thing::Brigades => add(&mut out.factors.railway_brigades.estimate, steps),
        Thing::Vehicles(a) => add(&mut out.roads[a.0].capacity, 100.0 * steps),
        Thing::Pace(leg) => sooner(&mut out, leg.road, steps)?,
        Thing::Bridge(i) => {
            for j in beside(c, i) {
                add(&mut out.bridges[j].rebuild_days, -10.0 * steps);
            }
        }
        Thing::Depot(p) => {
            spread(out.stocks.iter_mut().filter(|s| s.place == p).map(|s| &mut s.tonnes), 1000.0 * steps)?
        }
        Thing::Safety(k) => out.classes[k.0].safety.0 = (out.classes[k.0].safety.0 - steps).max(0.0),
        Thing::Sea(l) => add(&mut out.sea_links[l.0].capacity, 100.0 * steps),
        Thing::UsableFrom(e) => earlier(out.lines[e.0].usable_from.as_mut()?, steps),
        Thing::ForceFrom(i) => earlier(&mut out.forces[i].from, steps),
        Thing::StreamFrom(i) => earlier(&mut out.streams[i].span.from, steps),
        Thing::ReplacementsFrom(i) => earlier(&mut out.replacements[i].span.from, steps),
        Thing::Handover(p) => earlier(out.places[p.0].ours_from.as_mut()?, steps),
        Thing::Returned | Thing::NoRail(_) | Thing::NoRoad(_) => return None,
    }
    Some(out)
}

fn earlier(day: &mut Days, steps: f64) {
    day.0 = (day.0 - 10.0 * steps).max(0.0);
}

/// A leg cleared so many days sooner: its own rows of resistance, with a posture of its own that is faster in the same
/// proportion. Losses and needs are per man and day, so a day saved saves them too.
fn sooner(c: &mut Campaign, road: RoadId, days: f64) -> Option<()> {
    let profile = c.question.profile.clone();
    let rows: Vec<Resistance> = rows_of(c, road);
    for mut row in rows {
        let posture = c.postures[row.posture.0].clone();
        let rate = posture.advance.base;
        if rate > 0.0 {
            let length = c.road(road).length.0;
            let took = length / rate;
            let takes = (took - days).max(0.05 * took);
            let id = PostureId(c.postures.len());
            let norms: Vec<Norm> = c.norms.iter().filter(|n| n.posture == row.posture).cloned().collect();
            c.norms.extend(norms.into_iter().map(|n| Norm { posture: id, ..n }));
            let key = format!("{}+{}", posture.key, id.0);
            c.postures.push(Posture { key, advance: Estimate::certain(length / takes), ..posture });
            row.posture = id;
        }
        row.at = ResistanceAt::Road(road);
        row.profile = profile.clone();
        c.resistance.push(row);
    }
    Some(())
}

/// The rows of resistance that count on a road under the question's profile: its own, and those of its zone until the first of
/// these. Its own are taken out of the campaign.
fn rows_of(c: &mut Campaign, road: RoadId) -> Vec<Resistance> {
    let profile = c.question.profile.clone();
    let zone = c.road(road).zone;
    let of = |at: ResistanceAt, r: &Resistance| r.profile.eq_ignore_ascii_case(&profile) && r.at == at;
    let own = c.resistance.iter().filter(|r| of(ResistanceAt::Road(road), r));
    let first = own.clone().map(|r| r.from.0).fold(f64::INFINITY, f64::min);
    let before = c.resistance.iter().filter(|r| of(ResistanceAt::Zone(zone), r) && r.from.0 < first);
    let rows = before.chain(own).cloned().collect();
    c.resistance.retain(|r| !of(ResistanceAt::Road(road), r));
    rows
}

/// The campaign with no limit on a thing: fifty times as much of it (ten times the men), on day 0, at once, or unopposed.
pub fn relaxed(c: &Campaign, thing: Thing) -> Option<Campaign> {
    let mut out = c.clone();
    match thing {
        Thing::Bridge(i) => {
            let beside = beside(c, i);
            let mut at = 0..;
            out.bridges.retain(|_| at.next().is_none_or(|j| !beside.contains(&j)));
        }
        Thing::NoRail(a) => out.lines.push(rail_beside(c, a)?),
        Thing::NoRoad(e) => out.roads.push(road_beside(c, e)?),
        _ => return turned(c, thing, 1.0),
    }
    Some(out)
}

/// The campaign with no limit on any of these. `None` where there is nothing to free, or there are none.
pub fn all_relaxed(c: &Campaign, things: &[Thing]) -> Option<Campaign> {
    // The last first: a bridge that is gone moves those that stand behind it.
    let free = |freed: Option<Campaign>, thing: &Thing| relaxed(freed.as_ref().unwrap_or(c), *thing).or(freed);
    things.iter().rev().fold(None, free)
}

/// The campaign with all of these `share` of the way from what they are (0) to no limit (1).
pub fn all_turned(c: &Campaign, things: &[Thing], share: f64) -> Option<Campaign> {
    let turn = |so_far: Option<Campaign>, thing: &Thing| turned(so_far.as_ref().unwrap_or(c), *thing, share).or(so_far);
    things.iter().rev().fold(None, turn)
}

/// Whether no limit on a thing is the same as all the way of its dial.
pub fn is_end_of_dial(thing: Thing) -> bool {
    !matches!(thing, Thing::Bridge(_) | Thing::NoRail(_) | Thing::NoRoad(_))
}

/// Positions of a bridge and of those that serve the same crossing.
fn beside(c: &Campaign, i: usize) -> Vec<usize> {
    let (line, group) = (c.bridges[i].line, &c.bridges[i].group);
    let serves = |b: &Bridge| b.line == line && !group.is_empty() && b.group == *group;
    (0..c.bridges.len()).filter(|j| *j == i || serves(&c.bridges[*j])).collect()
}

/// The campaign with a thing `share` of the way from what it is (0) to no limit on it (1). `None` where there is nothing
/// between the two.
pub fn turned(c: &Campaign, thing: Thing, share: f64) -> Option<Campaign> {
    let mut out = c.clone();
    let factor = factor(thing, share);
    let more = |e: &mut Estimate| *e = Estimate::certain(e.base * factor);
    let less = |d: &mut Days| d.0 *= 1.0 - share;
    match thing {
        Thing::Class(k) => out.streams.iter_mut().filter(|s| s.class == k).for_each(|s| more(&mut s.t_per_day)),
        Thing::Local(i) => more(&mut out.streams[i].t_per_day),
        Thing::Replacements(i) => more(&mut out.replacements[i].men_per_day),
        Thing::Forces => out.forces.iter_mut().for_each(|f| more(&mut f.men)),
        Thing::Trains(e) => more(&mut out.lines[e.0].capacity),
        Thing::Yard(p) => more(out.places[p.0].transshipment.as_mut()?),
        Thing::Handling(p) => more(out.places[p.0].handling.as_mut()?),
        Thing::Rolling(gauge, kind) => {
            out.rolling_stock.iter_mut().filter(|s| is_of(s, gauge, kind)).for_each(|s| more(&mut s.number));
        }
        Thing::Trucks => out.fleets.iter_mut().for_each(|f| more(&mut f.trucks)),
        Thing::Brigades => more(&mut out.factors.railway_brigades.estimate),
        Thing::Vehicles(a) => more(&mut out.roads[a.0].capacity),
        Thing::Pace(leg) => eased(&mut out, leg.road, share)?,
        Thing::Bridge(i) => {
            for j in beside(c, i) {
                let days = &mut out.bridges[j].rebuild_days;
                *days = Estimate::certain(days.base * (1.0 - share));
            }
        }
        Thing::Depot(p) => out.stocks.iter_mut().filter(|s| s.place == p).for_each(|s| more(&mut s.tonnes)),
        Thing::Safety(k) => less(&mut out.classes[k.0].safety),
        Thing::Sea(l) => more(&mut out.sea_links[l.0].capacity),
        Thing::UsableFrom(e) => less(out.lines[e.0].usable_from.as_mut()?),
        Thing::ForceFrom(i) => less(&mut out.forces[i].from),
        Thing::StreamFrom(i) => longer(&mut out.streams[i].span, share),
        Thing::ReplacementsFrom(i) => longer(&mut out.replacements[i].span, share),
        Thing::Handover(p) => less(out.places[p.0].ours_from.as_mut()?),
        Thing::NoRail(_) | Thing::NoRoad(_) | Thing::Returned => return None,
    }
    Some(out)
}

/// Earlier and later by a share of what is missing; open at the end only at 1.
fn longer(span: &mut Span, share: f64) {
    span.from.0 *= 1.0 - share;
    span.to = span.to.map(|d| Days(d.0 + share * 1000.0)).filter(|_| share < 1.0);
}

/// A leg `share` of the way from what resists on it (0) to nobody (1): the pace of the fastest posture, the least that men lose
/// and need in any posture of that pace, no grouping. Nothing of it is ever worse than what the workbook has, so that more of it
/// cannot lower the ceiling. `None` where nothing is known of the leg.
fn eased(c: &mut Campaign, road: RoadId, share: f64) -> Option<()> {
    let fastest = c.postures.iter().map(|p| p.advance.base).fold(0.0, f64::max);
    let marching: Vec<PostureId> =
        (0..c.postures.len()).map(PostureId).filter(|p| c.postures[p.0].advance.base == fastest).collect();
    let least = |of: &dyn Fn(PostureId) -> f64, own: f64| marching.iter().map(|p| of(*p)).fold(own, f64::min);
    let profile = c.question.profile.clone();
    let rows = rows_of(c, road);
    if rows.is_empty() || fastest <= 0.0 {
        return None;
    }
    for mut row in rows {
        let own = row.posture;
        let posture = c.postures[own.0].clone();
        let rate = posture.advance.base;
        // Where nobody gets through, there is nothing between that and an open road.
        if rate > 0.0 || share >= 1.0 {
            // Days per kilometre lie so far between.
            let pace = if rate > 0.0 { 1.0 / ((1.0 - share) / rate + share / rate.max(fastest)) } else { fastest };
            let id = PostureId(c.postures.len());
            let between = |own: f64, least: f64| Estimate::certain(own + share * (least - own));
            let losses = posture.casualties_per_1000.base;
            let fewest = least(&|p| c.postures[p.0].casualties_per_1000.base, losses);
            let norms: Vec<Norm> = c.norms.iter().filter(|n| n.posture == own).cloned().collect();
            let norms = norms.into_iter().map(|n| {
                let kg = n.kg_per_man_day.base;
                let fewest = least(&|p| c.norm(p, n.class).0, kg);
                Norm { posture: id, kg_per_man_day: between(kg, fewest), ..n }
            });
            let norms: Vec<Norm> = norms.collect();
            c.norms.extend(norms);
            let key = format!("{}+{}", posture.key, id.0);
            let casualties_per_1000 = between(losses, fewest);
            c.postures.push(Posture { key, advance: Estimate::certain(pace), casualties_per_1000, ..posture });
            row.posture = id;
            row.grouping = Estimate::certain(row.grouping.base * (1.0 - share));
        }
        row.at = ResistanceAt::Road(road);
        row.profile = profile.clone();
        c.resistance.push(row);
    }
    Some(())
}

/// The parts into which links join the places.
struct Net {
    /// A name of its part for each place; `None` where no link touches it.
    part: Vec<Option<usize>>,
}

fn net(c: &Campaign, links: impl Iterator<Item = (PlaceId, PlaceId)>) -> Net {
    let mut part: Vec<Option<usize>> = vec![None; c.places.len()];
    for (a, b) in links {
        let one = *part[a.0].get_or_insert(a.0);
        let other = *part[b.0].get_or_insert(b.0);
        part.iter_mut().filter(|p| **p == Some(other)).for_each(|p| *p = Some(one));
    }
    Net { part }
}

impl Net {
    /// Whether a link between these places would join two parts that nothing joins.
    fn is_gap(&self, (a, b): (PlaceId, PlaceId)) -> bool {
        matches!((self.part[a.0], self.part[b.0]), (Some(a), Some(b)) if a != b)
    }
}

/// A rail line like the best that touches either end of a road, open at once.
fn rail_beside(c: &Campaign, road: RoadId) -> Option<RailLine> {
    let (a, b) = c.road(road).ends;
    let touches = |l: &&RailLine| [l.ends.0, l.ends.1].iter().any(|p| *p == a || *p == b);
    let like = c.lines.iter().filter(touches).max_by(|x, y| x.capacity.base.total_cmp(&y.capacity.base))?;
    Some(RailLine {
        key: format!("{} - {}", c.place(a).key, c.place(b).key),
        ends: (a, b),
        length: c.road(road).length,
        condition: Condition::Open,
        usable_from: None,
        track_group: String::new(),
        ..like.clone()
    })
}

/// A road like the best that touches either end of a line.
fn road_beside(c: &Campaign, line: LineId) -> Option<Road> {
    let (a, b) = c.line(line).ends;
    let touches = |r: &&Road| [r.ends.0, r.ends.1].iter().any(|p| *p == a || *p == b);
    let like = c.roads.iter().filter(touches).max_by(|x, y| x.capacity.base.total_cmp(&y.capacity.base))?;
    Some(Road {
        key: format!("{} - {}", c.place(a).key, c.place(b).key),
        ends: (a, b),
        length: c.line(line).length,
        ..like.clone()
    })
}
