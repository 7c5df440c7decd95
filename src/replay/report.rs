//! What a replay reports: faults, and how each day ended.

use std::collections::HashMap;

use serde::Serialize;

use super::words;
use crate::campaign::{Campaign, ClassId, LineId, PlaceId, RoadId, SeaLinkId, StockKind, Way};
use crate::orders::Orders;

/// What became of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Replay {
    /// Every broken rule, in the order of days.
    pub faults: Vec<Fault>,
    /// How each day ended; empty where the orders make no sense.
    pub days: Vec<DayReport>,
    /// Least men counted at the end of any day from the orders' `counted_from_day` on, by the replay's own count.
    pub men_sustained: f64,
    /// Men that the orders claim.
    pub men_claimed: f64,
    /// Days over which they were counted, to the end of the run. Whether that is as long as the question asks is for the
    /// caller to say.
    pub days_counted: f64,
}

impl Replay {
    /// Whether the plan holds: nothing broken, and the men it claims are there.
    pub fn holds(&self) -> bool {
        self.faults.is_empty() && self.men_sustained >= self.men_claimed - 0.5
    }

    /// What was carried out, in a line without a full stop: days, whole trains, men lost, most men under way, and how
    /// many rules are broken.
    pub fn summary(&self) -> String {
        words::summary(self)
    }
}

/// How a day ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DayReport {
    /// The day that ended.
    pub day: usize,
    /// Men who stand at places.
    pub men: f64,
    /// Men on roads and in trains.
    pub men_under_way: f64,
    /// Men at destinations that count.
    pub men_at_destinations: f64,
    /// Men that the question counts: see `docs/replay.md`, Count.
    pub men_counted: f64,
    /// Man-days that men of the day were engaged.
    pub engaged_man_days: f64,
    /// Men lost on the day; those lost on the way on the day on which the others arrive.
    pub losses: f64,
    /// Whole trains that left, supplies and men.
    pub trains: usize,
    /// Men at each place, in the order of the campaign's places.
    pub men_at: Vec<f64>,
    /// Tonnes at each place, all its classes and then the next place's.
    pub stock_t: Vec<f64>,
}

/// A broken rule. Faults of one kind at one spot on days that follow each other are one fault.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fault {
    pub kind: FaultKind,
    /// First day on which the rule is broken.
    pub day: f64,
    /// Last day.
    pub to_day: f64,
    /// Day on which it is worst.
    pub worst_day: f64,
    /// By how much at the worst, in the unit of the kind.
    pub amount: f64,
    #[serde(flatten)]
    pub at: Spot,
    /// A sentence for people.
    pub words: String,
}

/// Where a rule is broken: whatever applies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Spot {
    pub place: Option<PlaceId>,
    pub road: Option<RoadId>,
    pub line: Option<LineId>,
    pub sea_link: Option<SeaLinkId>,
    pub way: Option<Way>,
    pub class: Option<ClassId>,
    /// Rolling stock of broad gauge (`true`) or standard gauge.
    pub broad: Option<bool>,
    pub stock: Option<StockKind>,
    /// Index of the row concerned: of forces, streams, fleets or pairs abreast; of the orders in `list` where that is
    /// given.
    pub row: Option<usize>,
    /// The orders' own list, for [`FaultKind::Nonsense`].
    pub list: Option<&'static str>,
}

impl Spot {
    pub(super) fn place(place: PlaceId) -> Spot {
        Spot { place: Some(place), ..Spot::default() }
    }

    pub(super) fn depot(place: PlaceId, class: ClassId) -> Spot {
        Spot { class: Some(class), ..Spot::place(place) }
    }

    pub(super) fn road(road: RoadId, way: Way) -> Spot {
        Spot { road: Some(road), way: Some(way), ..Spot::default() }
    }

    pub(super) fn line(line: LineId) -> Spot {
        Spot { line: Some(line), ..Spot::default() }
    }

    pub(super) fn train(line: LineId, way: Way) -> Spot {
        Spot { way: Some(way), ..Spot::line(line) }
    }

    pub(super) fn sea(link: SeaLinkId, way: Way) -> Spot {
        Spot { sea_link: Some(link), way: Some(way), ..Spot::default() }
    }

    pub(super) fn row(row: usize) -> Spot {
        Spot { row: Some(row), ..Spot::default() }
    }
}

/// The rules that can be broken, with the unit of a fault's amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// An order names what does not exist, or has an amount that is no number or below 0 (count of orders).
    Nonsense,
    /// Something is done at a place that is not ours by then (days too early).
    NotOurs,
    /// A leg is begun from a place that is not ours by then, two stretches of it overlap, it is cleared twice, or
    /// somebody follows along a way that does not lead there (days, or share of the leg).
    BrokenSequence,
    /// The resistance lets nobody advance on the leg (days).
    ClosedLeg,
    /// More is cleared than the rate allows (km).
    TooFast,
    /// The men who should be engaged are not there (men).
    MenNotThere,
    /// More men leave than are there (men).
    MenShort,
    /// More men of a force take part than it has (men).
    ForceExceeded,
    /// More replacements than the stream offers (men).
    ReplacementsExceeded,
    /// More supplies than the stream offers (tonnes).
    StreamExceeded,
    /// A depot has less than nothing (tonnes).
    StockShort,
    /// A depot of a place that counts has less than its safety days (tonnes).
    SafetyShort,
    /// More vehicles on a road than it takes (vehicles on a day).
    RoadOverused,
    /// More by sea than the link takes (tonnes a day).
    SeaOverused,
    /// More trains than the line takes on a day (trains).
    LineOverusedInDay,
    /// More trains than the line takes in a period (trains).
    LineOverused,
    /// Trains on a line, or ships on a link, that is not open by then (days too early).
    NotOpen,
    /// Trains on a line while its track is taken up by one of another gauge (days of the period).
    TrackTakenUp,
    /// A restoration begins before both ends are ours (days).
    RestorationTooEarly,
    /// A restoration is shorter than its track or bridges need (days).
    RestorationTooShort,
    /// More railway brigades at work than there are (brigades).
    BrigadesOverdrawn,
    /// More loaded on trains at a gauge break than it handles (tonnes in the period).
    YardOverused,
    /// More loaded on trains and unloaded from them than a place handles (tonnes in the period).
    HandlingOverused,
    /// More wagons or locomotives in use than there are (wagons or locomotives).
    RollingStockOverdrawn,
    /// More trucks of a fleet take part than it has, and none before they exist (trucks).
    FleetExceeded,
    /// Trucks that leave a place for another do not get there within the period (days too late).
    DriveTooLong,
    /// More trucks leave a place than it has (trucks).
    TrucksShort,
    /// More truck work at a place than its trucks can do (trucks).
    TrucksOverdrawn,
    /// Fewer men can be counted than the orders claim (men).
    NotCounted,
    /// A place that must be held is not held when the count begins (days).
    NotHeld,
    /// A place is taken too long before its neighbour (days).
    NotAbreast,
    /// Wounded are to be brought back, of whom orders say nothing (men in the whole run).
    WoundedLeft,
}

/// Collects faults and merges those that belong together.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    faults: Vec<Fault>,
    latest: HashMap<(FaultKind, Spot), usize>,
}

impl Ledger {
    pub fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether a fault of this kind has been noted there.
    pub fn has(&self, kind: FaultKind, at: Spot) -> bool {
        self.latest.contains_key(&(kind, at))
    }

    /// Notes a fault on these days. One that follows on an earlier one of the same kind at the same spot is merged
    /// with it.
    pub fn note(&mut self, kind: FaultKind, at: Spot, (day, to_day): (f64, f64), amount: f64) {
        if let Some(i) = self.latest.get(&(kind, at)) {
            let f = &mut self.faults[*i];
            if day <= f.to_day + 1.0 && to_day >= f.day - 1.0 {
                if amount > f.amount {
                    (f.amount, f.worst_day) = (amount, day);
                }
                f.day = f.day.min(day);
                f.to_day = f.to_day.max(to_day);
                return;
            }
        }
        self.latest.insert((kind, at), self.faults.len());
        self.faults.push(Fault { kind, day, to_day, worst_day: day, amount, at, words: String::new() });
    }

    /// Notes a fault if `used` is above `most` by more than half a unit and a millionth.
    pub fn at_most(&mut self, kind: FaultKind, at: Spot, days: (f64, f64), (used, most): (f64, f64)) {
        // Written so that what is no number is a fault.
        let enough = used <= most + 0.5 + 1e-6 * most.abs();
        if !enough {
            self.note(kind, at, days, used - most);
        }
    }

    /// The report, with words for every fault.
    pub fn close(self, c: &Campaign, o: &Orders, days: Vec<DayReport>, men_sustained: f64) -> Replay {
        let mut faults = self.faults;
        faults.sort_by(|a, b| (a.day, a.kind).partial_cmp(&(b.day, b.kind)).unwrap_or(std::cmp::Ordering::Equal));
        for fault in &mut faults {
            fault.words = words::of(c, fault);
        }
        let days_counted = (days.len() as f64 - o.counted_from_day).max(0.0);
        Replay { faults, days, men_sustained, men_claimed: o.men, days_counted }
    }
}
