//! What every step of the replay looks up: the campaign, the orders, the length of the run, a few figures worked out
//! once.

use super::weather::Drive;
use crate::campaign::{Campaign, ClassId, Commodity, PlaceId, PostureId, RoadId, TruckFleet};
use crate::orders::Orders;

/// How close two days may be to count as the same moment.
pub(super) const MOMENT: f64 = 1e-6;

/// Days that stand for never in the amount of a fault: infinity would not survive JSON.
pub(super) const NEVER: f64 = 1e6;

/// The frame of a replay.
pub(super) struct Field<'a> {
    pub c: &'a Campaign,
    pub o: &'a Orders,
    /// Days in a period.
    pub period: usize,
    /// Days altogether: the run ends with the end of day `days - 1`.
    pub days: usize,
    pub quiet: PostureId,
    /// Posture of men on foot; that of quiet where the campaign has no `march`.
    pub march: PostureId,
    /// The class that trucks burn: the first that is carried as fuel.
    pub fuel: Option<ClassId>,
    pub columns: Option<Columns>,
}

/// The supply columns, taken as if every fleet were as bad as the worst of them in every respect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    /// Tonnes a truck.
    pub payload: f64,
    /// km/day in fair weather.
    pub run: f64,
    /// Days per load.
    pub terminal: f64,
    /// Tonnes of fuel per tonne and km of road, out and back.
    pub fuel_per_t_km: f64,
    /// Share of trucks fit for work.
    pub readiness: f64,
    /// Share lost in a day, as a rate: of N trucks N·exp(-decay·d) are left after d days.
    pub decay: f64,
}

impl Columns {
    fn of(fleets: &[TruckFleet]) -> Option<Columns> {
        let fleets: Vec<&TruckFleet> = fleets.iter().filter(|f| f.trucks.base > 0.0 && f.readiness > 0.0).collect();
        let least = |of: fn(&TruckFleet) -> f64| fleets.iter().map(|f| of(f)).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&TruckFleet) -> f64| fleets.iter().map(|f| of(f)).fold(0.0, f64::max);
        let payload = least(|f| f.payload.base);
        (!fleets.is_empty()).then(|| Columns {
            payload,
            run: least(|f| f.daily_run.base),
            terminal: most(|f| f.terminal.0),
            fuel_per_t_km: 2.0 * most(|f| f.fuel_kg_per_km.base) / 1000.0 / payload,
            readiness: least(|f| f.readiness),
            decay: most(|f| -(1.0 - f.attrition_per_month.base).ln() / 30.0),
        })
    }
}

impl Columns {
    /// So many kilometres along a road, at the run of its seasons.
    pub fn drive(&self, f: &Field, road: RoadId, km: f64) -> Drive {
        Drive { zone: f.c.road(road).zone, km, pace: self.run, factor: |w| w.truck_run }
    }
}

impl<'a> Field<'a> {
    /// `None` without the posture `quiet`, which the checks of a campaign ask for.
    pub fn of(c: &'a Campaign, o: &'a Orders) -> Option<Field<'a>> {
        let quiet = c.posture_by_key("quiet")?;
        Some(Field {
            c,
            o,
            period: o.period_days,
            days: o.period_days * o.periods,
            quiet,
            march: c.posture_by_key("march").unwrap_or(quiet),
            fuel: c.classes.iter().position(|k| k.carried_as == Commodity::Fuel).map(ClassId),
            columns: Columns::of(&c.fleets),
        })
    }

    /// First and last moment of a period.
    pub fn span(&self, period: usize) -> (f64, f64) {
        ((period * self.period) as f64, ((period + 1) * self.period) as f64)
    }

    /// Days of a period.
    pub fn days_of(&self, period: usize) -> std::ops::Range<usize> {
        period * self.period..(period + 1) * self.period
    }

    /// The day in which something that happens at a moment is booked: what happens at midnight closes a day.
    pub fn day_of(&self, moment: f64) -> usize {
        ((moment - MOMENT).ceil() as usize).saturating_sub(1).min(self.days - 1)
    }

    /// The period in which something that happens at a moment is booked.
    pub fn period_of(&self, moment: f64) -> usize {
        self.day_of(moment) / self.period
    }

    pub fn places(&self) -> impl Iterator<Item = PlaceId> + use<> {
        (0..self.c.places.len()).map(PlaceId)
    }

    pub fn classes(&self) -> impl Iterator<Item = ClassId> + use<> {
        (0..self.c.classes.len()).map(ClassId)
    }

    /// Tonnes a man in a posture uses of a class in a day.
    pub fn norm_t(&self, posture: PostureId, class: ClassId) -> f64 {
        self.c.norm(posture, class).0 / 1000.0
    }

    /// Share of men lost in a day in a posture.
    pub fn loss(&self, posture: PostureId) -> f64 {
        self.c.postures[posture.0].casualties_per_1000.base / 1000.0
    }
}
