//! Typed names of the program's columns and rows. Values, prices and words are looked up by key, never by position.

use crate::campaign::*;

/// A period, counted from 0. Period `t` covers days `t D` to `(t + 1) D`.
pub type Period = usize;

/// A step of the advance: a road and the direction in which it is cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leg {
    pub road: RoadId,
    pub way: Way,
}

/// Broad or standard gauge, as far as trains and yards are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gauge {
    Broad,
    Standard,
}

impl Gauge {
    pub const BOTH: [Gauge; 2] = [Gauge::Broad, Gauge::Standard];

    pub fn of(line: &RailLine) -> Gauge {
        if line.is_broad() { Gauge::Broad } else { Gauge::Standard }
    }

    /// The gauge on which wagons or locomotives run.
    pub fn of_stock(stock: &RollingStock) -> Gauge {
        if stock.is_broad() { Gauge::Broad } else { Gauge::Standard }
    }

    pub fn word(self) -> &'static str {
        match self {
            Gauge::Broad => "broad gauge",
            Gauge::Standard => "standard gauge",
        }
    }
}

/// A column of the program. Units: men in thousands, supplies in kilotonnes, effort in million man-days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnKey {
    /// The men that the question counts, thousand.
    Sustained,
    /// Men behind the destinations whose claims count, thousand.
    Guards { t: Period },
    /// Share of a place that must be held and is not (priced out of any plan).
    NotHeld { place: PlaceId },
    /// Men at a place at the end of a period, thousand.
    Men { place: PlaceId, t: Period },
    /// Men of a force who take part, from the period in which it joins, thousand.
    Joined { force: usize, t: Period },
    /// Replacements accepted, thousand.
    Replaced { stream: usize, t: Period },
    /// Men who set out along a road, thousand.
    March { road: RoadId, way: Way, t: Period },
    /// Those of them who set out early and draw the period's rations where they go, thousand.
    MarchAhead { road: RoadId, way: Way, t: Period },
    /// Men carried by rail, thousand.
    RailMen { line: LineId, way: Way, t: Period },
    /// Likewise those who draw where they go, thousand.
    RailMenAhead { line: LineId, way: Way, t: Period },
    /// Share of a leg cleared by the end of a period.
    Cleared { leg: Leg, t: Period },
    /// Share in which a place that must not run ahead of its neighbour counts as taken: at most what is cleared.
    Taken { place: PlaceId, t: Period },
    /// Share of a leg that lies on the way to a destination that must be held.
    Thread { destination: PlaceId, leg: Leg },
    /// Share of a line in working order by the end of a period.
    Restored { line: LineId, t: Period },
    /// Supplies by rail, all classes together, kt.
    RailFreight { line: LineId, way: Way, t: Period },
    /// Supplies loaded on the trains of one gauge at a gauge break, kt.
    YardLoad { place: PlaceId, gauge: Gauge, t: Period },
    /// Supplies unloaded from the trains of one gauge at a gauge break, kt.
    YardUnload { place: PlaceId, gauge: Gauge, t: Period },
    /// Supplies by truck, kt.
    Trucked { road: RoadId, way: Way, t: Period },
    /// Supplies loaded on trucks, kt.
    TruckLoad { place: PlaceId, t: Period },
    /// Truck work for this period's deliveries done in a neighbouring period, kt-days of lift.
    TruckCarry { t: Period },
    /// Rolling-stock work carried over likewise, unit-days (thousands for wagons).
    StockCarry { gauge: Gauge, kind: StockKind, t: Period },
    /// Supplies by sea, kt.
    Shipped { link: SeaLinkId, way: Way, t: Period },
    /// Supplies accepted at a base from the homeland, kt.
    Arrived { stream: usize, t: Period },
    /// Stock in the depots of a place at the end of a period, all classes together, kt.
    Stock { place: PlaceId, t: Period },
    /// Men-days lived in a period by all, million.
    ManDays { t: Period },
    /// Effort of one posture in a period by all, million man-days.
    Engaged { posture: PostureId, t: Period },
    /// What is left of a class at the end of a period, wherever it lies, kt.
    ClassLeft { class: ClassId, t: Period },
    /// Trucks that the work of a period needs, thousand.
    TrucksInUse { t: Period },
    /// Share of a line's trains that run.
    LineInUse { line: LineId, t: Period },
    /// Men back from hospital, thousand.
    Returned { place: PlaceId, t: Period },
    /// Men who come back from hospital a period later, thousand.
    ReturnsLater { t: Period },
    /// Work done on a line that shares its track: share of the line.
    Restoring { line: LineId, t: Period },
    /// Share of a period in which a track works in the gauge of this line.
    TrackInUse { line: LineId, t: Period },
    /// Supplies loaded on the trains of one gauge, away from yards, kt.
    TrainLoad { place: PlaceId, gauge: Gauge, t: Period },
    /// Wounded brought back by rail, thousand.
    WoundedByRail { line: LineId, way: Way, t: Period },
    /// Wounded brought back by road, thousand.
    WoundedByRoad { road: RoadId, way: Way, t: Period },
    /// Wounded who wait for the next period, thousand.
    WoundedWaiting { place: PlaceId, t: Period },
    /// Share of the need of the troops that is met, where the front is given.
    Met { force: usize, t: Period },
    /// What troops draw from the depot behind them, kt, where the front is given.
    Drawn { force: usize, t: Period },
    /// What troops have with them at the end of a period, kt, where the front is given.
    WithTroops { force: usize, t: Period },
}

impl ColumnKey {
    /// The period of the column, where it has one, for moving it in time.
    pub fn period_mut(&mut self) -> Option<&mut Period> {
        use ColumnKey::*;
        match self {
            Sustained | NotHeld { .. } | Thread { .. } => None,
            Guards { t }
            | Men { t, .. }
            | Joined { t, .. }
            | Replaced { t, .. }
            | March { t, .. }
            | MarchAhead { t, .. }
            | RailMen { t, .. }
            | RailMenAhead { t, .. }
            | Cleared { t, .. }
            | Taken { t, .. }
            | Restored { t, .. }
            | RailFreight { t, .. }
            | YardLoad { t, .. }
            | YardUnload { t, .. }
            | Trucked { t, .. }
            | TruckLoad { t, .. }
            | TruckCarry { t }
            | StockCarry { t, .. }
            | Shipped { t, .. }
            | Arrived { t, .. }
            | Stock { t, .. }
            | ManDays { t }
            | Engaged { t, .. }
            | ClassLeft { t, .. }
            | TrucksInUse { t }
            | LineInUse { t, .. }
            | Returned { t, .. }
            | ReturnsLater { t }
            | Restoring { t, .. }
            | TrackInUse { t, .. }
            | TrainLoad { t, .. }
            | WoundedByRail { t, .. }
            | WoundedByRoad { t, .. }
            | WoundedWaiting { t, .. }
            | Met { t, .. }
            | Drawn { t, .. }
            | WithTroops { t, .. } => Some(t),
        }
    }

    /// The same in the first period: what it is, whenever it is.
    pub fn begun(mut self) -> ColumnKey {
        if let Some(t) = self.period_mut() {
            *t = 0;
        }
        self
    }
}

/// A row of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    Count { t: Period },
    MustHold { place: PlaceId },
    ForceSize { force: usize },
    ReplacementStream { stream: usize, t: Period },
    ThreadBalance { destination: PlaceId, place: PlaceId },
    ThreadCleared { destination: PlaceId, leg: Leg },
    MenBalance { place: PlaceId, t: Period },
    Entry { place: PlaceId, t: Period },
    Presence { place: PlaceId, t: Period },
    Cleared { leg: Leg, t: Period },
    Sequence { leg: Leg, t: Period },
    Pace { leg: Leg, t: Period },
    TakenOnce { place: PlaceId, t: Period },
    Taken { place: PlaceId, t: Period },
    Abreast { pair: usize, t: Period },
    Claimed { t: Period },
    Behind { t: Period },
    Uncounted { t: Period },
    RailCapacity { line: LineId, way: Way, t: Period },
    RestoredBetween { line: LineId, t: Period },
    RestorationPace { line: LineId, t: Period },
    RestorationKept { line: LineId, t: Period },
    Brigades { t: Period },
    Yard { place: PlaceId, gauge: Gauge, t: Period },
    YardCapacity { place: PlaceId, t: Period },
    RollingStock { gauge: Gauge, kind: StockKind, t: Period },
    RoadCapacity { road: RoadId, way: Way, t: Period },
    TruckLoad { place: PlaceId, t: Period },
    TruckFleet { t: Period },
    StockBalance { place: PlaceId, t: Period },
    Safety { place: PlaceId, t: Period },
    ManDays { t: Period },
    Engaged { posture: PostureId, t: Period },
    EngagedOnce { t: Period },
    ClassBudget { class: ClassId, t: Period },
    TrucksInUse { t: Period },
    LineInUse { line: LineId, way: Way, t: Period },
    LocalSupply { stream: usize, t: Period },
    Returned { t: Period },
    ReturnsLater { t: Period },
    TrackKept { line: LineId, t: Period },
    TrackTaken { line: LineId, t: Period },
    TrackInUse { line: LineId, t: Period },
    TrackOnce { group: usize, t: Period },
    TrackTime { group: usize, t: Period },
    TrainLoad { place: PlaceId, gauge: Gauge, t: Period },
    Handling { place: PlaceId, t: Period },
    WoundedBalance { place: PlaceId, t: Period },
    WoundedWaiting { place: PlaceId, t: Period },
    WithTroops { force: usize, t: Period },
    MetInPeriod { t: Period },
}

impl RowKey {
    /// The period of the row, where it has one.
    pub fn period(&self) -> Option<Period> {
        let mut key = *self;
        key.period_mut().copied()
    }

    /// The same, for moving a row in time.
    pub fn period_mut(&mut self) -> Option<&mut Period> {
        use RowKey::*;
        match self {
            MustHold { .. } | ForceSize { .. } | ThreadBalance { .. } | ThreadCleared { .. } => None,
            Count { t }
            | ReplacementStream { t, .. }
            | MenBalance { t, .. }
            | Entry { t, .. }
            | Presence { t, .. }
            | Cleared { t, .. }
            | Sequence { t, .. }
            | Pace { t, .. }
            | TakenOnce { t, .. }
            | Taken { t, .. }
            | Abreast { t, .. }
            | Claimed { t }
            | Behind { t }
            | Uncounted { t }
            | RailCapacity { t, .. }
            | RestoredBetween { t, .. }
            | RestorationPace { t, .. }
            | RestorationKept { t, .. }
            | Brigades { t }
            | Yard { t, .. }
            | YardCapacity { t, .. }
            | RollingStock { t, .. }
            | RoadCapacity { t, .. }
            | TruckLoad { t, .. }
            | TruckFleet { t }
            | StockBalance { t, .. }
            | Safety { t, .. }
            | ManDays { t }
            | Engaged { t, .. }
            | EngagedOnce { t }
            | ClassBudget { t, .. }
            | TrucksInUse { t }
            | LineInUse { t, .. }
            | LocalSupply { t, .. }
            | Returned { t }
            | ReturnsLater { t }
            | TrackKept { t, .. }
            | TrackTaken { t, .. }
            | TrackInUse { t, .. }
            | TrackOnce { t, .. }
            | TrackTime { t, .. }
            | TrainLoad { t, .. }
            | Handling { t, .. }
            | WoundedBalance { t, .. }
            | WoundedWaiting { t, .. }
            | WithTroops { t, .. }
            | MetInPeriod { t } => Some(t),
        }
    }
}
