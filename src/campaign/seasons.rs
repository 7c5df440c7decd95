//! Seasons: what mud, snow and short days do to roads, trucks and the rate of advance.

use super::units::*;
use super::{Campaign, RoadId, Span, ZoneId};

/// A season: from a day until another, everywhere or in one zone. Its factors multiply the figures of other sheets.
#[derive(Debug, Clone, PartialEq)]
pub struct Season {
    pub key: String,
    pub name: String,
    /// `None` = everywhere.
    pub zone: Option<ZoneId>,
    pub span: Span,
    /// On the vehicles a day of roads.
    pub road_capacity: Estimate,
    /// On the daily run of trucks.
    pub truck_run: Estimate,
    /// On the rate of advance of every posture.
    pub advance: Estimate,
    /// On the march of men on roads in our hands.
    pub march: Estimate,
    pub provenance: Provenance,
}

/// The factors that hold in a zone on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weather {
    pub road_capacity: f64,
    pub truck_run: f64,
    pub advance: f64,
    pub march: f64,
}

/// A day without a season.
const FAIR: Weather = Weather { road_capacity: 1.0, truck_run: 1.0, advance: 1.0, march: 1.0 };

impl Campaign {
    /// The factors in a zone on a day: those of the season that began last, a season of the zone before one that holds
    /// everywhere; 1 where there is none.
    pub fn weather(&self, zone: ZoneId, day: Days) -> Weather {
        let there = |s: &&Season| s.zone.is_none_or(|z| z == zone);
        let then = |s: &&Season| s.span.from <= day && s.span.to.is_none_or(|to| day < to);
        let season = self.seasons.iter().filter(there).filter(then).max_by(|a, b| {
            let rank = |s: &Season| (s.zone.is_some(), s.span.from.0);
            rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal)
        });
        season.map_or(FAIR, |s| Weather {
            road_capacity: s.road_capacity.base,
            truck_run: s.truck_run.base,
            advance: s.advance.base,
            march: s.march.base,
        })
    }

    /// Rate at which an advance goes along a road on a day, km/day, season included; 0 where nobody can advance.
    pub fn rate_on(&self, road: RoadId, day: Days) -> f64 {
        let posture = self.resistance_on(road, day).map(|r| &self.postures[r.posture.0]);
        posture.map_or(0.0, |p| p.advance.base * self.weather(self.road(road).zone, day).advance)
    }

    /// Days on which the rate of an advance can change, in no order.
    pub fn pace_changes(&self) -> impl Iterator<Item = f64> {
        self.resistance.iter().map(|r| r.from.0).chain(self.weather_changes())
    }

    /// Days on which a season begins or ends, in no order.
    pub fn weather_changes(&self) -> impl Iterator<Item = f64> {
        self.seasons.iter().flat_map(|s| std::iter::once(s.span.from.0).chain(s.span.to.map(|d| d.0)))
    }

    /// The spells of even weather in a zone between two days: length in days and factors.
    pub fn spells(&self, zone: ZoneId, begin: f64, end: f64) -> Vec<(f64, Weather)> {
        let mut days: Vec<f64> = self.weather_changes().filter(|d| *d > begin && *d < end).collect();
        days.extend([begin, end]);
        days.sort_by(f64::total_cmp);
        days.windows(2).map(|d| (d[1] - d[0], self.weather(zone, Days(d[0])))).filter(|(days, _)| *days > 0.0).collect()
    }
}
