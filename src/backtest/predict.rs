//! What the model says of everything that is recorded.

use serde::Serialize;

use super::rule::Moment;
use super::score::rounded;
use super::timetable;
use crate::campaign::{Campaign, LineId, Observation, PlaceId, Quantity};
use crate::formulation::coverage::{self, Stands, Stores};
use crate::formulation::{ColumnKey, Context, Earliest, Period, Program, RowKey, Way, Window};
use crate::solver::{Backend, Limits, Resolver, Sides, SolveError};

/// How far a period may fall short of what was found for it, of its need, while later ones are looked for: the solver's own accuracy.
const SLACK: f64 = 1e-6;
/// What a tonne of a later period is worth beside one of the period that is being looked for: so little that it gives way, and enough that periods
/// which can have all they need have it at once.
const LATER: f64 = 0.01;
/// What a tonne that troops have with them at the end of a period is worth beside one that they use in it: they use what they need, and then fill
/// up.
const FILL_UP: f64 = 0.01;

/// Need and supply of one period, all forces together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Course {
    pub from_day: f64,
    pub to_day: f64,
    /// Place behind the first force.
    pub depot: String,
    pub need_t_per_day: f64,
    /// The same by the norms alone, whatever the record says.
    pub by_norms_t_per_day: f64,
    /// What can be carried to the troops within the period, from what lies at the bases.
    pub delivered_t_per_day: f64,
    /// The same as a share of the need.
    pub coverage: f64,
    /// Share of the need that is met where troops also live on what they have with them.
    pub with_stores: f64,
    /// Days of supply that the troops have with them at the end.
    pub stock_days: f64,
    /// Carried by rail beyond the bases, where trucks are spared as far as can be.
    pub by_rail_t_per_day: f64,
    /// Men lost.
    pub losses: f64,
}

/// A recorded figure and what the model says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    pub campaign: String,
    pub observation: Observation,
    /// Name of its place, if it has one.
    pub place: String,
    /// In the observation's unit; of a halt, the share of need met. `None` where the model says that it never happens, or can't see it.
    pub value: Option<f64>,
    /// Of a halt: days of supply that the troops have with them at the end of the span.
    pub stock_days: Option<f64>,
}

/// What the model says of a campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicted {
    pub name: String,
    pub predictions: Vec<Prediction>,
    pub course: Vec<Course>,
}

impl Predicted {
    /// The moments at which it is known whether the advance stood still for want of supplies.
    pub fn moments(&self) -> Vec<Moment> {
        self.predictions.iter().filter_map(Prediction::moment).collect()
    }
}

impl Prediction {
    /// Of a halt: what tells it.
    pub fn moment(&self) -> Option<Moment> {
        (self.observation.quantity == Quantity::Halt).then_some(())?;
        Some(Moment {
            campaign: self.campaign.clone(),
            observation: self.observation.key.clone(),
            halted: self.observation.value.base >= 0.5,
            coverage: rounded(self.value?),
            stock_days: rounded(self.stock_days?),
        })
    }
}

/// What can be carried to the troops: everything that takes a linear program.
#[derive(Debug, Clone, PartialEq)]
pub struct Supply {
    /// Losses are left at 0.
    course: Vec<Course>,
    /// kt that trains bring to each place in each period, less what they take away.
    unloaded: Vec<Vec<f64>>,
}

/// Works out what can be carried to the troops.
///
/// # Errors
/// Where the solver has nothing to offer.
pub fn supply(c: &Campaign, how: (Backend, Limits)) -> Result<Supply, SolveError> {
    let given = timetable::by_timetable(c);
    let earliest = Earliest::of(&given);
    let last = last_period(c);
    let stands = timetable::stands(c, last);
    let of = |stores| Flows::of((&given, &earliest), last, (&stands, stores), how);
    let (Some(flows), Some(stored)) = (of(Stores::AtBases)?, of(Stores::WithTroops)?) else {
        return Ok(Supply { course: Vec::new(), unloaded: Vec::new() });
    };
    let unloaded = (0..c.places.len()).map(|p| (0..=last).map(|t| flows.rail_into(PlaceId(p), t)).collect()).collect();
    Ok(Supply { course: flows.course(c, &stored), unloaded })
}

fn last_period(c: &Campaign) -> Period {
    (c.question.horizon.0 / c.question.period.0).ceil() as Period - 1
}

/// Predicts everything that is recorded of a campaign. `supply` may come from the same campaign with another pace of the advance or other losses.
pub fn predict(name: &str, c: &Campaign, supply: &Supply) -> Predicted {
    let pace = Earliest::of(c);
    let given = timetable::by_timetable(c);
    let earliest = Earliest::of(&given);
    let mut course = supply.course.clone();
    let stands = timetable::stands(c, last_period(c));
    for (t, period) in course.iter_mut().enumerate() {
        period.losses = losses(c, &stands, t);
    }
    let unloaded_at = |place: PlaceId, o: &Observation| {
        let (span, periods) = (span(o)?, supply.unloaded.get(place.0)?);
        let days: Vec<f64> = course.iter().map(|p| shared(span, (p.from_day, p.to_day))).collect();
        let kt: f64 = periods.iter().zip(&days).map(|(kt, days)| kt * days).sum();
        let all: f64 = days.iter().sum();
        (all > 0.0).then(|| kt * 1000.0 / c.question.period.0 / all)
    };
    let predictions = c
        .observed
        .iter()
        .filter(|o| o.quantity != Quantity::Held)
        .map(|o| Prediction {
            campaign: name.into(),
            observation: o.clone(),
            place: o.place.map(|p| c.place(p).name.clone()).unwrap_or_default(),
            stock_days: (o.quantity == Quantity::Halt).then(|| at_the_end(&course, o)).flatten().map(|c| c.stock_days),
            value: match (o.quantity, o.place) {
                (Quantity::Front, Some(place)) => finite(pace.place[place.0].0),
                (Quantity::Railhead, Some(place)) => first_train(&given, &earliest, place),
                (Quantity::ByRail, Some(place)) => unloaded_at(place, o),
                _ => of_course(&course, o),
            },
        })
        .collect();
    Predicted { name: name.into(), predictions, course }
}

/// Men lost in a period: at the rate of the posture while there is a place ahead to be taken, at rest after it.
fn losses(c: &Campaign, stands: &Stands, t: Period) -> f64 {
    let rest = c.posture_by_key("quiet");
    let of = |(force, stand): (usize, coverage::Stand)| {
        let posture = if stand.advances { Some(stand.posture) } else { rest };
        let rate = posture.map_or(0.0, |p| c.postures[p.0].casualties_per_1000.base);
        c.forces[force].men.base * rate / 1000.0 * c.question.period.0
    };
    stands.iter().enumerate().filter_map(|(f, s)| Some((f, s.get(t).copied()??))).map(of).sum()
}

fn finite(n: f64) -> Option<f64> {
    n.is_finite().then_some(n)
}

/// Day on which a train from a base can first reach a place.
fn first_train(c: &Campaign, earliest: &Earliest, place: PlaceId) -> Option<f64> {
    let lines = c.lines.iter().enumerate().filter(|(_, l)| l.ends.0 == place || l.ends.1 == place);
    finite(lines.map(|(e, _)| earliest.train[e].0).fold(f64::INFINITY, f64::min))
}

/// First and last day of what is recorded; a single day where only one is given.
fn span(o: &Observation) -> Option<(f64, f64)> {
    match (o.from, o.to) {
        (Some(a), Some(b)) => Some((a.0, b.0.max(a.0))),
        (Some(a), None) | (None, Some(a)) => Some((a.0, a.0)),
        (None, None) => None,
    }
}

/// Days that a period shares with a span; of a single day, one where the period holds it.
fn shared((from, to): (f64, f64), (begin, end): (f64, f64)) -> f64 {
    if from < to {
        return (to.min(end) - from.max(begin)).max(0.0);
    }
    let holds = begin < from && from <= end || from <= 0.0 && begin <= 0.0;
    if holds { 1.0 } else { 0.0 }
}

/// The last period of the span of an observation.
fn at_the_end<'a>(course: &'a [Course], o: &Observation) -> Option<&'a Course> {
    let span = span(o)?;
    course.iter().rfind(|c| shared(span, (c.from_day, c.to_day)) > 0.0)
}

/// Mean, share, sum or state over the days of the observation.
fn of_course(course: &[Course], o: &Observation) -> Option<f64> {
    let span = span(o)?;
    let parts: Vec<(f64, &Course)> =
        course.iter().map(|c| (shared(span, (c.from_day, c.to_day)), c)).filter(|(days, _)| *days > 0.0).collect();
    let days: f64 = parts.iter().map(|(d, _)| d).sum();
    if days <= 0.0 {
        return None;
    }
    let sum = |of: fn(&Course) -> f64| parts.iter().map(|(d, c)| d * of(c)).sum::<f64>();
    Some(match o.quantity {
        Quantity::Need => sum(|c| c.by_norms_t_per_day) / days,
        Quantity::Delivered => sum(|c| c.delivered_t_per_day) / days,
        Quantity::ByRail => sum(|c| c.by_rail_t_per_day) / days,
        Quantity::Coverage | Quantity::Halt => {
            let need = sum(|c| c.need_t_per_day);
            if need > 0.0 { sum(|c| c.need_t_per_day * c.coverage) / need } else { return None }
        }
        Quantity::Losses => sum(|c| c.losses / (c.to_day - c.from_day)),
        Quantity::Stock => parts.last()?.1.stock_days,
        Quantity::Front | Quantity::Held | Quantity::Railhead => return None,
    })
}

/// The program solved: who draws what when.
struct Flows<'a> {
    c: &'a Campaign,
    earliest: &'a Earliest,
    last: Period,
    stands: &'a Stands,
    program: Program,
    x: Vec<f64>,
}

impl<'a> Flows<'a> {
    /// The troops take what they need as long as there is any: as much as can be in the first period, then as much as can be in the second
    /// without taking it from the first, and so on. `None` without a quiet posture.
    fn of(
        (c, earliest): (&'a Campaign, &'a Earliest),
        last: Period,
        (stands, stores): (&'a Stands, Stores),
        (backend, limits): (Backend, Limits),
    ) -> Result<Option<Flows<'a>>, SolveError> {
        let Some(program) = coverage::build(c, earliest, last, (stands, stores)) else { return Ok(None) };
        // Of each period: its columns, with what a unit of each is worth.
        let worth = |t: Period| -> Vec<(usize, f64)> {
            let here = stands.iter().enumerate().filter_map(|(f, s)| Some((f, s.get(t).copied()??)));
            here.flat_map(|(force, stand)| {
                let met = program.column(ColumnKey::Met { force, t }).map(|column| (column, stand.need_kt));
                let with = program.column(ColumnKey::WithTroops { force, t }).map(|column| (column, FILL_UP));
                met.into_iter().chain(with)
            })
            .collect()
        };
        let periods: Vec<Vec<(usize, f64)>> = (0..=last).map(worth).collect();
        let mut solver = Resolver::new(program.lp.clone(), backend, limits);
        for (column, worth) in periods.iter().flatten() {
            solver.set_objective(*column, worth * LATER);
        }
        let mut x = Vec::new();
        let mut solved_for = None;
        for (t, columns) in periods.iter().enumerate() {
            // What an earlier solve brought to its limits can't be more.
            let full = |x: &[f64]| {
                columns.iter().all(|(column, _)| {
                    let most = solver.lp().upper[*column];
                    x[*column] >= most - SLACK * most.max(1.0)
                })
            };
            if solved_for.is_none() || !full(&x) {
                columns.iter().for_each(|(column, worth)| solver.set_objective(*column, *worth));
                x = solver.solve()?.x;
                solved_for = Some(t);
            }
            let of_need = |(column, _): &&(usize, f64)| matches!(program.columns[*column], ColumnKey::Met { .. });
            let met: f64 = columns.iter().filter(of_need).map(|(column, need)| need * x[*column]).sum();
            let need: f64 = columns.iter().filter(of_need).map(|(_, need)| need).sum();
            if let Some(row) = program.rows.iter().position(|r| *r == RowKey::MetInPeriod { t }) {
                solver.set_sides(row, Sides::AtLeast((met - SLACK * need).max(0.0)));
            }
            for (column, _) in columns {
                if matches!(program.columns[*column], ColumnKey::WithTroops { .. }) {
                    let (lower, upper) = (solver.lp().lower[*column], solver.lp().upper[*column]);
                    solver.set_bounds(*column, (x[*column] - SLACK * need).clamp(lower, upper), upper);
                }
                solver.set_objective(*column, 0.0);
            }
        }
        if stores == Stores::AtBases {
            // Many flows bring the same to the troops. The one that is told spares the trucks: rail does what it can.
            for (j, key) in program.columns.iter().enumerate() {
                if let ColumnKey::Trucked { road, .. } = key {
                    solver.set_objective(j, -c.road(*road).length.0 / 100.0);
                }
            }
            x = solver.solve()?.x;
        }
        Ok(Some(Flows { c, earliest, last, stands, program, x }))
    }

    fn value(&self, key: ColumnKey) -> f64 {
        self.program.value(&self.x, key)
    }

    /// kt that trains bring to a place in a period, less what they take away.
    fn rail_into(&self, place: PlaceId, t: Period) -> f64 {
        let mut kt = 0.0;
        for (e, line) in self.c.lines.iter().enumerate() {
            for way in Way::BOTH {
                let (from, to) = way.along(line.ends);
                let freight = self.value(ColumnKey::RailFreight { line: LineId(e), way, t });
                kt += if to == place { freight } else { 0.0 } - if from == place { freight } else { 0.0 };
            }
        }
        kt
    }

    /// Period by period; `stored` are the same troops with stores everywhere.
    fn course(&self, as_recorded: &Campaign, stored: &Flows) -> Vec<Course> {
        let Some(ctx) = Context::new(self.c, self.earliest, Window { first: self.last, last: self.last }) else {
            return Vec::new();
        };
        let days = ctx.days;
        let c = as_recorded;
        (0..=self.last)
            .map(|t| {
                let here: Vec<_> =
                    self.stands.iter().enumerate().filter_map(|(f, s)| Some((f, s.get(t).copied()??))).collect();
                let need: f64 = here.iter().map(|(_, s)| s.need_kt).sum();
                let sum = |of: &dyn Fn(usize) -> f64| here.iter().map(|(f, _)| of(*f)).sum::<f64>();
                let met = |flows: &Flows| -> f64 {
                    let of =
                        |(f, s): &(usize, coverage::Stand)| s.need_kt * flows.value(ColumnKey::Met { force: *f, t });
                    let kt: f64 = here.iter().map(of).sum();
                    if need > 0.0 { (kt / need).clamp(0.0, 1.0) } else { 1.0 }
                };
                let with = sum(&|force| stored.value(ColumnKey::WithTroops { force, t }));
                let base = |p: &PlaceId| c.place(*p).ours_from == Some(crate::campaign::Days(0.0));
                let bases: Vec<PlaceId> = ctx.place_ids().filter(base).collect();
                Course {
                    from_day: ctx.start(t),
                    to_day: ctx.end(t),
                    depot: here.first().map(|(_, s)| c.place(s.depot).name.clone()).unwrap_or_default(),
                    need_t_per_day: rounded(need * 1000.0 / days),
                    by_norms_t_per_day: rounded(here.iter().map(|(_, s)| s.by_norms_kt).sum::<f64>() * 1000.0 / days),
                    delivered_t_per_day: rounded(
                        sum(&|force| self.value(ColumnKey::Drawn { force, t })) * 1000.0 / days,
                    ),
                    coverage: rounded(met(self)),
                    with_stores: rounded(met(stored)),
                    stock_days: if need > 0.0 { with.max(0.0) / need * days } else { 0.0 },
                    by_rail_t_per_day: rounded(
                        -bases.iter().map(|p| self.rail_into(*p, t)).sum::<f64>() * 1000.0 / days,
                    ),
                    losses: 0.0,
                }
            })
            .collect()
    }
}
