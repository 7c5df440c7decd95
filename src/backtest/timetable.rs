//! The campaign by its timetable: places handed over on the recorded days, and where the troops stand meanwhile.

use crate::campaign::{Campaign, Days, Observation, PlaceId, PostureId, Quantity, RoadId};
use crate::formulation::Period;
use crate::formulation::coverage::{Stand, Stands};

/// The recorded day on which each place came into our hands; the campaign's own where nothing is recorded.
fn taken(c: &Campaign) -> Vec<Option<Days>> {
    let mut days: Vec<Option<Days>> = c.places.iter().map(|p| p.ours_from).collect();
    for o in c.observed.iter().filter(|o| matches!(o.quantity, Quantity::Front | Quantity::Held)) {
        if let Some(place) = o.place {
            days[place.0] = Some(Days(o.value.base));
        }
    }
    days
}

/// The same campaign with every place handed over on its day and nobody advancing: places without a recorded day stay the enemy's.
pub fn by_timetable(c: &Campaign) -> Campaign {
    let mut out = c.clone();
    for (place, day) in out.places.iter_mut().zip(taken(c)) {
        place.ours_from = day;
    }
    out.resistance.clear();
    out
}

/// Where each force stands in each period up to `last`, and what it needs.
///
/// A force is fed at the place of its own corridor that was taken last: the corridor is that of the place where it joins. Its
/// posture is what the Resistance sheet says of the road from there to the place taken next, and on the last stretch stays what it
/// was: the need is that of an advance that goes on. It is reckoned by the norms of the posture; where the record says what the troops asked for,
/// by that.
pub fn stands(c: &Campaign, last: Period) -> Stands {
    let taken = taken(c);
    let days = c.question.period.0;
    let carry = c.factors.troops_carry_days.estimate.base;
    let of_force = |force: &crate::campaign::Force| -> Vec<Option<Stand>> {
        let corridor = &c.place(force.place).corridor;
        let mut axis: Vec<(f64, PlaceId)> = (0..c.places.len())
            .map(PlaceId)
            .filter(|p| c.place(*p).corridor == *corridor && *p != force.place)
            .filter_map(|p| Some((taken[p.0]?.0, p)))
            .filter(|(day, _)| *day > force.from.0)
            .collect();
        axis.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut way = vec![(force.from.0, force.place)];
        way.extend(axis);
        let need_per_day = |posture: PostureId| {
            let norm: f64 = (0..c.classes.len()).map(|k| c.norm(posture, crate::campaign::ClassId(k)).0).sum();
            force.men.base * norm / 1e6
        };
        let mut postures: Vec<Option<PostureId>> = Vec::new();
        for (i, (day, place)) in way.iter().enumerate() {
            let ahead = way.get(i + 1).and_then(|(_, next)| road_between(c, *place, *next));
            let posture = ahead.and_then(|road| c.resistance_on(road, Days(*day))).map(|r| r.posture);
            let before = postures.last().copied().flatten();
            postures.push(posture.or(before).or(c.posture_by_key("quiet")));
        }
        let most = postures.iter().flatten().map(|p| need_per_day(*p)).fold(0.0, f64::max);
        (0..=last)
            .map(|t| {
                // Where it stands at the middle of the period.
                let middle = (t as f64 + 0.5) * days;
                let i = way.iter().rposition(|(day, _)| *day <= middle)?;
                let posture = postures[i]?;
                let need = recorded_need(c, middle).map(|all| all * force.men.base / pool(c, middle));
                Some(Stand {
                    depot: way[i].1,
                    posture,
                    advances: i + 1 < way.len(),
                    need_kt: need.unwrap_or_else(|| need_per_day(posture)) * days,
                    by_norms_kt: need_per_day(posture) * days,
                    carried_kt: carry * most,
                    at_first_kt: carry * need_per_day(posture),
                })
            })
            .collect()
    };
    c.forces.iter().map(of_force).collect()
}

/// What all troops asked for on a day, kt, where it is recorded.
fn recorded_need(c: &Campaign, day: f64) -> Option<f64> {
    let covers = |o: &&Observation| {
        let from = o.from.map_or(0.0, |d| d.0);
        o.quantity == Quantity::Need && from <= day && o.to.is_none_or(|to| day < to.0)
    };
    c.observed.iter().rfind(covers).map(|o| o.value.base / 1000.0)
}

/// Men who have joined by a day.
fn pool(c: &Campaign, day: f64) -> f64 {
    c.forces.iter().filter(|f| f.from.0 <= day).map(|f| f.men.base).sum::<f64>().max(1.0)
}

fn road_between(c: &Campaign, one: PlaceId, other: PlaceId) -> Option<RoadId> {
    let joins = |ends: (PlaceId, PlaceId)| ends == (one, other) || ends == (other, one);
    c.roads.iter().position(|r| joins(r.ends)).map(RoadId)
}
