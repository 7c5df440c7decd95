//! Weather: what the seasons leave of roads, trucks and marches at each moment.

use super::field::Field;
use crate::campaign::{Days, Weather, ZoneId};

/// One of the factors of a season.
pub(super) type Factor = fn(&Weather) -> f64;

/// A way of so many kilometres through a zone, at so many kilometres a day in fair weather, less the season's factor.
#[derive(Clone, Copy)]
pub(super) struct Drive {
    pub zone: ZoneId,
    pub km: f64,
    /// km/day.
    pub pace: f64,
    pub factor: Factor,
}

/// Moments after `begin` at which the weather changes somewhere, in order.
fn changes(f: &Field, begin: f64) -> Vec<f64> {
    let mut out: Vec<f64> = f.c.weather_changes().filter(|d| *d > begin).collect();
    out.sort_by(f64::total_cmp);
    out
}

/// Mean of a factor over a day.
pub(super) fn of_day(f: &Field, zone: ZoneId, day: usize, factor: Factor) -> f64 {
    let (mut now, end) = (day as f64, day as f64 + 1.0);
    let mut sum = 0.0;
    for change in changes(f, now).into_iter().filter(|d| *d < end).chain([end]) {
        sum += (change - now) * factor(&f.c.weather(zone, Days(now)));
        now = change;
    }
    sum
}

impl Drive {
    /// Days under way for who sets out at a moment, through whatever seasons there are on the way.
    pub fn days_from(&self, f: &Field, moment: f64) -> f64 {
        let (mut now, mut left) = (moment, self.km);
        for change in changes(f, moment).into_iter().chain([f64::INFINITY]) {
            let pace = self.pace * (self.factor)(&f.c.weather(self.zone, Days(now)));
            let driven = pace * (change - now);
            if left <= driven {
                return now - moment + left / pace;
            }
            left -= driven;
            now = change;
        }
        f64::INFINITY
    }

    /// Days under way for those who set out in the course of a day: the longer of its first and its last moment.
    pub fn days_on(&self, f: &Field, day: usize) -> f64 {
        self.days_from(f, day as f64).max(self.days_from(f, day as f64 + 1.0))
    }
}
