//! What leaves and reaches each place on each day.

use super::field::Field;
use crate::campaign::{ClassId, PlaceId};

/// Tonnes by day, place and class.
#[derive(Debug, Clone)]
pub(super) struct Goods {
    classes: usize,
    by_day: Vec<Vec<f64>>,
}

impl Goods {
    pub fn of(f: &Field) -> Goods {
        let classes = f.c.classes.len();
        Goods { classes, by_day: vec![vec![0.0; classes * f.c.places.len()]; f.days] }
    }

    /// Adds tonnes; what falls behind the last day is not looked at any more.
    pub fn add(&mut self, day: usize, place: PlaceId, class: ClassId, tonnes: f64) {
        if let Some(row) = self.by_day.get_mut(day) {
            row[place.0 * self.classes + class.0] += tonnes;
        }
    }

    /// Adds tonnes that set out evenly through a day and are under way for `lag` days.
    pub fn add_late(&mut self, day: usize, lag: f64, (place, class): (PlaceId, ClassId), tonnes: f64) {
        for (day, share) in arrivals(day, lag) {
            self.add(day, place, class, tonnes * share);
        }
    }

    pub fn get(&self, day: usize, place: PlaceId, class: ClassId) -> f64 {
        self.by_day[day][place.0 * self.classes + class.0]
    }
}

/// What sets out evenly through a day and is under way for `lag` days arrives on two days, in these shares.
pub(super) fn arrivals(day: usize, lag: f64) -> [(usize, f64); 2] {
    let whole = lag.floor();
    let late = lag - whole;
    let first = day.saturating_add(whole as usize);
    [(first, 1.0 - late), (first.saturating_add(1), late)]
}

/// Everything that moves, by day.
#[derive(Debug, Clone)]
pub(super) struct Flows {
    /// Tonnes that leave depots: sent, used, burnt.
    pub out: Goods,
    /// Tonnes that reach depots.
    pub into: Goods,
    /// Men who leave, by day and place.
    pub men_out: Vec<Vec<f64>>,
    /// Men who arrive, those lost on the way taken off, by day and place.
    pub men_in: Vec<Vec<f64>>,
    /// Men who are no longer under way, by day: those who arrive and those lost on the way.
    pub men_off_the_road: Vec<f64>,
}

/// Men who set out from one place to another through a day.
pub(super) struct Journey {
    pub day: usize,
    pub from: PlaceId,
    pub to: PlaceId,
    /// Days under way.
    pub lag: f64,
    pub men: f64,
}

impl Flows {
    pub fn of(f: &Field) -> Flows {
        let men = vec![vec![0.0; f.c.places.len()]; f.days];
        Flows {
            out: Goods::of(f),
            into: Goods::of(f),
            men_out: men.clone(),
            men_in: men,
            men_off_the_road: vec![0.0; f.days],
        }
    }

    /// Men set out. They lose sick at the quiet rate, taken off when they arrive, and take with them from the place
    /// they leave what they eat in a posture.
    pub fn travel(&mut self, f: &Field, j: &Journey, posture: crate::campaign::PostureId) {
        self.men_out[j.day][j.from.0] += j.men;
        let left = (1.0 - f.loss(f.quiet) * j.lag).max(0.0);
        for (day, share) in arrivals(j.day, j.lag) {
            if day < f.days {
                self.men_in[day][j.to.0] += j.men * share * left;
                self.men_off_the_road[day] += j.men * share;
            }
        }
        for class in f.classes() {
            // Nobody eats less for being on the move.
            let norm = f.norm_t(posture, class).max(f.norm_t(f.quiet, class));
            self.out.add(j.day, j.from, class, j.men * j.lag * norm);
        }
    }
}
