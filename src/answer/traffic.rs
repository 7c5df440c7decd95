//! What moves and what lies where in the optimistic schedule: flows on links, stocks and men at places. Each row keeps the column
//! or place it stands for, so that capacity and audit can find it.

use super::schedule::Schedule;
use super::types::{FlowRow, StockRow};
use crate::campaign::{LineId, PlaceId, RoadId, SeaLinkId, Way};
use crate::formulation::{ColumnKey, Gauge, Period, RowKey, seasons};

/// Less than this, in tonnes a day, tonnes or men, is dust of the computation and not listed.
pub const DUST: f64 = 0.5;

/// A flow with its column.
pub type Flow = (ColumnKey, FlowRow);
/// A stock with its place and period.
pub type Stock = ((PlaceId, Period), StockRow);

impl Schedule<'_> {
    /// Traffic on every link with at least half a tonne, or half a wounded man, a day. In order of period and kind, broad gauge
    /// before standard, and link.
    pub fn flows(&self) -> Vec<Flow> {
        let mut rows: Vec<Flow> =
            self.program.columns.iter().filter_map(|key| Some((*key, self.flow(*key)?))).collect();
        let gauge = |key: &ColumnKey| match key {
            ColumnKey::RailFreight { line, .. } => Some(Gauge::of(self.ctx.c.line(*line))),
            _ => None,
        };
        rows.sort_by(|(i, a), (j, b)| {
            let by_day = a.from_day.total_cmp(&b.from_day).then_with(|| a.kind.cmp(b.kind));
            by_day.then_with(|| gauge(i).cmp(&gauge(j))).then_with(|| a.link.cmp(&b.link))
        });
        rows
    }

    /// Traffic of a column, if it is a flow and large enough to be listed.
    fn flow(&self, key: ColumnKey) -> Option<FlowRow> {
        let (ctx, c, days) = (self.ctx, self.ctx.c, self.ctx.days);
        let (t_per_day, wounded_per_day) = self.carried(key)?;
        if t_per_day < DUST && wounded_per_day < DUST {
            return None;
        }
        let f = &c.factors;
        let (kind, link, ends, km) = match key {
            ColumnKey::RailFreight { line, .. } => {
                let l = c.line(line);
                ("rail", &l.key, l.ends, l.length.0)
            }
            ColumnKey::Trucked { road, .. } => ("road", &c.road(road).key, c.road(road).ends, c.road(road).length.0),
            ColumnKey::Shipped { link, .. } => {
                let s = &c.sea_links[link.0];
                ("sea", &s.key, s.ends, s.length.0)
            }
            _ => return None,
        };
        let (way, t, traffic_per_day, most, at_hand, turn_km) = match key {
            ColumnKey::RailFreight { line, way, t } => {
                let train = ctx.train_kt(Gauge::of(c.line(line))) * 1000.0;
                let trains = t_per_day / train + wounded_per_day / f.wounded_per_train.estimate.base;
                let share = ctx.days_worked(self.program, self.x, line, t) / days;
                (way, t, trains, c.line_capacity(line), share, 2.0 * km)
            }
            ColumnKey::Trucked { road, way, t } => {
                let payload =
                    c.fleets.iter().filter(|f| f.trucks.base > 0.0).map(|f| f.payload.base).fold(0.0, f64::max);
                let vehicles = t_per_day / payload + wounded_per_day / f.men_per_road_vehicle.estimate.base;
                let share = seasons::road_days(ctx, road, t) / days * self.counted_held(ctx.later(ends.0, ends.1), t);
                let turn = 2.0 * km / seasons::best_run(ctx, road, t);
                (way, t, vehicles, c.road(road).capacity.base, share, turn)
            }
            ColumnKey::Shipped { link, way, t } => {
                let s = &c.sea_links[link.0];
                let share = (ctx.end(t) - s.from.0).clamp(0.0, days) / days;
                (way, t, t_per_day, s.capacity.base, share, 2.0 * km)
            }
            _ => return None,
        };
        let (from, to) = Way::along(way, ends);
        Some(FlowRow {
            from_day: ctx.start(t),
            to_day: ctx.end(t),
            kind,
            link: link.clone(),
            from: c.place(from).name.clone(),
            to: c.place(to).name.clone(),
            t_per_day,
            traffic_per_day,
            capacity_per_day: most * at_hand,
            at_hand,
            km,
            turn_km,
            wounded_per_day,
        })
    }

    /// Tonnes and wounded a day of a flow's column.
    fn carried(&self, key: ColumnKey) -> Option<(f64, f64)> {
        let wounded = match key {
            ColumnKey::RailFreight { line, way, t } => self.value(ColumnKey::WoundedByRail { line, way, t }),
            ColumnKey::Trucked { road, way, t } => self.value(ColumnKey::WoundedByRoad { road, way, t }),
            ColumnKey::Shipped { .. } => 0.0,
            _ => return None,
        };
        Some((self.value(key) * 1000.0 / self.ctx.days, wounded * 1000.0 / self.ctx.days))
    }

    /// Share in which a place counts as held where the program asks: what it counts as taken, where it must keep abreast.
    pub(super) fn counted_held(&self, place: PlaceId, t: Period) -> f64 {
        match self.program.column(ColumnKey::Taken { place, t }) {
            Some(taken) if !self.ctx.given(place, t) => self.x[taken],
            _ => self.ctx.share_held(self.program, self.x, place, t),
        }
    }

    /// Stock and men of every place and period where there is any or anything happens.
    pub fn stocks(&self) -> Vec<Stock> {
        let mut rows: Vec<Stock> = Vec::new();
        for (i, key) in self.program.rows.iter().enumerate() {
            if let RowKey::StockBalance { place, t } = *key {
                let row = self.stock(i, (place, t));
                let listed = |(p, u): &(PlaceId, Period)| *p == place && u + 1 == t;
                let before = rows.iter().rev().find(|(at, _)| listed(at));
                let unlisted = match (t.checked_sub(1), before) {
                    (Some(t), None) => self.value(ColumnKey::Stock { place, t }) * 1000.0,
                    _ => 0.0,
                };
                let row = StockRow { unlisted_t: row.unlisted_t + unlisted, ..row };
                if happens(&row) {
                    rows.push(((place, t), row));
                }
            }
        }
        rows.sort_by_key(|((place, t), _)| (*t, *place));
        rows
    }

    /// One row, its tonnes read off the balance with this index. What men engaged use comes from legs out of the place, what is
    /// found from legs into it; what must keep abreast is found as it counts as taken.
    fn stock(&self, balance: usize, (place, t): (PlaceId, Period)) -> StockRow {
        let (ctx, c) = (self.ctx, self.ctx.c);
        let men = self.men(place, t);
        let stock_t = self.value(ColumnKey::Stock { place, t }) * 1000.0;
        // kg/man-day of quiet consumption.
        let a_day = men * ctx.norm(ctx.quiet) / 1000.0;
        let mut row = StockRow {
            day: ctx.end(t),
            place: c.place(place).key.clone(),
            name: c.place(place).name.clone(),
            men,
            stock_t,
            days_of_supply: (men >= 1000.0).then(|| stock_t / a_day),
            held: self.counted_held(place, t),
            arrived_t: 0.0,
            found_t: self.program.lp.sides[balance].upper() * 1000.0,
            rations_t: 0.0,
            fighting_t: 0.0,
            restoring_t: 0.0,
            came_t: 0.0,
            went_t: 0.0,
            unlisted_t: 0.0,
        };
        for (j, a) in self.program.lp.row(balance) {
            let went = a * self.x[j] * 1000.0;
            use ColumnKey::*;
            match self.program.columns[j] {
                Arrived { .. } => row.arrived_t -= went,
                Cleared { leg, .. } if ctx.leg_ends(leg).0 == place => row.fighting_t += went,
                Cleared { .. } | Taken { .. } => row.found_t -= went,
                Restored { .. } | Restoring { .. } => row.restoring_t += went,
                Men { .. } | Joined { .. } | Replaced { .. } | MarchAhead { .. } | RailMenAhead { .. } => {
                    row.rations_t += went
                }
                key @ (RailFreight { .. } | Trucked { .. } | Shipped { .. }) if self.is_dust(key) => {
                    row.unlisted_t -= went
                }
                _ => {}
            }
        }
        self.passing(&mut row, (place, t));
        row
    }

    /// What comes and goes by each link. Freight goes through the yards, where there are any: what is not listed of it is missing
    /// from the balance.
    fn passing(&self, row: &mut StockRow, (place, t): (PlaceId, Period)) {
        let c = self.ctx.c;
        let yard = self.ctx.has_yard(place);
        let mut link = |ends: (PlaceId, PlaceId), way: Way, key: ColumnKey| {
            let (from, to) = way.along(ends);
            let tonnes = self.value(key) * 1000.0;
            match (from == place, to == place, self.is_dust(key)) {
                (true, _, false) => row.went_t += tonnes,
                (_, true, false) => row.came_t += tonnes,
                (true, _, true) if yard && matches!(key, ColumnKey::RailFreight { .. }) => row.unlisted_t -= tonnes,
                (_, true, true) if yard && matches!(key, ColumnKey::RailFreight { .. }) => row.unlisted_t += tonnes,
                _ => {}
            }
        };
        for way in Way::BOTH {
            for (line, l) in c.lines.iter().enumerate().map(|(e, l)| (LineId(e), l)) {
                link(l.ends, way, ColumnKey::RailFreight { line, way, t });
            }
            for (road, r) in c.roads.iter().enumerate().map(|(a, r)| (RoadId(a), r)) {
                link(r.ends, way, ColumnKey::Trucked { road, way, t });
            }
            for (s, l) in c.sea_links.iter().enumerate().map(|(s, l)| (SeaLinkId(s), l)) {
                link(l.ends, way, ColumnKey::Shipped { link: s, way, t });
            }
        }
    }

    /// Whether a flow is too small to be listed.
    pub(super) fn is_dust(&self, key: ColumnKey) -> bool {
        self.carried(key).is_some_and(|(t, wounded)| t < DUST && wounded < DUST)
    }

    /// Tonnes of fuel for a tonne and a kilometre of road, as the bound charges it: there and back, by the fleet that burns least.
    pub(super) fn fuel_per_t_km(&self) -> f64 {
        let fleets = self.ctx.c.fleets.iter().filter(|f| f.trucks.base > 0.0);
        fleets.map(|f| 2.0 * f.fuel_kg_per_km.base / 1000.0 / f.payload.base).fold(f64::INFINITY, f64::min)
    }
}

/// Whether anything of a row is large enough to be listed.
pub fn happens(s: &StockRow) -> bool {
    let used = [s.rations_t, s.fighting_t, s.restoring_t];
    let all = [s.men, s.stock_t, s.arrived_t, s.found_t, s.came_t, s.went_t].into_iter().chain(used);
    let mut all = all;
    all.any(|n| n.abs() >= DUST)
}
