//! What an analyst means: places, lines, roads, trucks, men, resistance and the question, with the units of people.
//!
//! Nothing here knows Excel, files or linear programs. A [`Campaign`] is made by [`crate::tables`] from rows, and every
//! row keeps its [`Provenance`].

pub mod checks;
pub mod factors;
pub mod levers;
mod origins;
mod problem;
pub mod units;

pub use factors::Factors;
pub use levers::{Lever, Resource};
pub use origins::Origins;
pub use problem::{Problem, Severity};
pub use units::*;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(pub usize);
    )*};
}

id! {
    /// Index into [`Campaign::places`].
    PlaceId
    /// Index into [`Campaign::zones`].
    ZoneId
    /// Index into [`Campaign::roads`].
    RoadId
    /// Index into [`Campaign::lines`].
    LineId
    /// Index into [`Campaign::sea_links`].
    SeaLinkId
    /// Index into [`Campaign::postures`].
    PostureId
    /// Index into [`Campaign::classes`].
    ClassId
}

/// Which way along a link: from its first end to its second, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Way {
    Forth,
    Back,
}

impl Way {
    pub const BOTH: [Way; 2] = [Way::Forth, Way::Back];

    /// Start and end of a link travelled this way.
    pub fn along(self, ends: (PlaceId, PlaceId)) -> (PlaceId, PlaceId) {
        match self {
            Way::Forth => ends,
            Way::Back => (ends.1, ends.0),
        }
    }
}

/// A town or junction.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub key: String,
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    pub corridor: String,
    pub river: String,
    /// Day on which it is ours without a fight; `None` = must be taken.
    pub ours_from: Option<Days>,
    /// Tonnes a day between gauges; `None` = no limit.
    pub transshipment: Option<Estimate>,
    pub provenance: Provenance,
}

/// A stretch of country with one resistance.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    pub key: String,
    pub name: String,
}

/// A road, for trucks, for marching and for the advance.
#[derive(Debug, Clone, PartialEq)]
pub struct Road {
    pub key: String,
    pub ends: (PlaceId, PlaceId),
    pub length: Km,
    pub surface: String,
    /// Loaded vehicles a day, each way.
    pub capacity: Estimate,
    pub zone: ZoneId,
    pub provenance: Provenance,
}

/// State of a line when both its ends come into our hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    Open,
    LightDamage,
    HeavyDamage,
    Regauge,
}

/// A rail line between two places.
#[derive(Debug, Clone, PartialEq)]
pub struct RailLine {
    pub key: String,
    pub ends: (PlaceId, PlaceId),
    pub length: Km,
    pub tracks: f64,
    pub gauge_mm: f64,
    pub capacity_intact: TrainsPerDay,
    /// Trains a day, each way, once restored.
    pub capacity: Estimate,
    pub condition: Condition,
    pub usable_from: Option<Days>,
    pub provenance: Provenance,
}

impl RailLine {
    /// Gauges of more than 1,500 mm are worked with broad-gauge trains.
    pub fn is_broad(&self) -> bool {
        self.gauge_mm > 1500.0
    }
}

/// A rail bridge to be rebuilt.
#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    pub key: String,
    pub name: String,
    pub river: String,
    pub line: LineId,
    /// Bridges of one line and group serve the same crossing: the quickest counts. Empty = on its own.
    pub group: String,
    /// Days from the capture of both ends.
    pub rebuild_days: Estimate,
    pub provenance: Provenance,
}

/// A crossing by ship or ferry.
#[derive(Debug, Clone, PartialEq)]
pub struct SeaLink {
    pub key: String,
    pub ends: (PlaceId, PlaceId),
    pub length: Km,
    /// Tonnes a day, each way.
    pub capacity: Estimate,
    pub from: Days,
    pub provenance: Provenance,
}

/// What men can be doing.
#[derive(Debug, Clone, PartialEq)]
pub struct Posture {
    pub key: String,
    pub name: String,
    /// km/day; base 0 = no advance possible.
    pub advance: Estimate,
    /// Men lost per 1,000 engaged (whole ration strength) and day.
    pub casualties_per_1000: Estimate,
    pub provenance: Provenance,
}

/// One row of the resistance table.
#[derive(Debug, Clone, PartialEq)]
pub struct Resistance {
    pub profile: String,
    pub at: ResistanceAt,
    pub from: Days,
    pub posture: PostureId,
    /// Men that must be engaged on one axis.
    pub grouping: Estimate,
    pub provenance: Provenance,
}

/// Where a row of the resistance table counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResistanceAt {
    Zone(ZoneId),
    Road(RoadId),
}

/// Two places that must be taken at about the same time.
#[derive(Debug, Clone, PartialEq)]
pub struct Abreast {
    pub place: PlaceId,
    pub with: PlaceId,
    pub most_ahead: Days,
}

/// A body of men with the place and day where it joins.
#[derive(Debug, Clone, PartialEq)]
pub struct Force {
    pub key: String,
    pub name: String,
    pub place: PlaceId,
    /// Ration strength.
    pub men: Estimate,
    pub from: Days,
    pub provenance: Provenance,
}

/// Men who arrive to fill gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    pub key: String,
    pub place: PlaceId,
    pub men_per_day: Estimate,
    pub span: Span,
    pub includes_returned: bool,
    pub provenance: Provenance,
}

/// From a first day until a last (open where `None`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub from: Days,
    pub to: Option<Days>,
}

impl Span {
    /// Days of the span that lie in `[start, end]`.
    pub fn days_within(&self, start: Days, end: Days) -> Days {
        let last = self.to.map_or(end.0, |t| t.0.min(end.0));
        Days((last - self.from.0.max(start.0)).max(0.0))
    }
}

/// What a claim on manpower is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimBasis {
    Men,
    PerKmTaken,
    PerPlaceTaken,
}

/// Men of the force tied down behind the front.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    pub key: String,
    pub name: String,
    pub basis: ClaimBasis,
    pub amount: Estimate,
    pub counts: bool,
    pub provenance: Provenance,
}

/// Trucks of the supply columns.
#[derive(Debug, Clone, PartialEq)]
pub struct TruckFleet {
    pub key: String,
    pub name: String,
    pub trucks: Estimate,
    /// Tonnes a truck.
    pub payload: Estimate,
    /// km/day.
    pub daily_run: Estimate,
    pub terminal: Days,
    /// kg/km.
    pub fuel_kg_per_km: Estimate,
    /// Share 0..1.
    pub readiness: f64,
    /// Share lost in thirty days.
    pub attrition_per_month: Estimate,
    pub from: Days,
    pub provenance: Provenance,
}

/// Wagons or locomotives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum StockKind {
    Wagons,
    Locomotives,
}

/// Rolling stock of one gauge.
#[derive(Debug, Clone, PartialEq)]
pub struct RollingStock {
    pub key: String,
    pub name: String,
    pub gauge_mm: f64,
    pub kind: StockKind,
    pub number: Estimate,
    pub from: Days,
    pub provenance: Provenance,
}

/// The two commodities in which supplies are carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Commodity {
    Fuel,
    Dry,
}

impl Commodity {
    pub const ALL: [Commodity; 2] = [Commodity::Fuel, Commodity::Dry];

    /// For sentences.
    pub fn word(self) -> &'static str {
        match self {
            Commodity::Fuel => "fuel",
            Commodity::Dry => "dry goods",
        }
    }
}

/// A class of supply.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplyClass {
    pub key: String,
    pub name: String,
    pub carried_as: Commodity,
    pub safety: Days,
}

/// What a man in a posture uses of a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Norm {
    pub posture: PostureId,
    pub class: ClassId,
    /// kg per man-day of the whole ration strength.
    pub kg_per_man_day: Estimate,
    pub provenance: Provenance,
}

/// What lies in a depot on day 0.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseStock {
    pub place: PlaceId,
    pub class: ClassId,
    /// Tonnes.
    pub tonnes: Estimate,
    pub provenance: Provenance,
}

/// What the homeland can deliver to a base.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplyStream {
    pub key: String,
    pub place: PlaceId,
    pub class: ClassId,
    /// Tonnes a day.
    pub t_per_day: Estimate,
    pub span: Span,
    pub provenance: Provenance,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum QuestionKind {
    #[serde(rename = "can it be done")]
    CanItBeDone,
    #[serde(rename = "how many at most")]
    HowMany,
    #[serde(rename = "how soon")]
    HowSoon,
    #[serde(rename = "with how little")]
    HowLittle,
    #[serde(rename = "what would it take")]
    WhatItTakes,
    #[serde(rename = "how far until it flips")]
    HowFar,
}

impl QuestionKind {
    /// In the order of the words in the table Question.
    pub const ALL: [QuestionKind; 6] = [
        QuestionKind::CanItBeDone,
        QuestionKind::HowMany,
        QuestionKind::HowSoon,
        QuestionKind::HowLittle,
        QuestionKind::WhatItTakes,
        QuestionKind::HowFar,
    ];

    /// Whether it is asked about the rows of the sheet Levers.
    pub fn needs_levers(self) -> bool {
        matches!(self, QuestionKind::HowLittle | QuestionKind::WhatItTakes | QuestionKind::HowFar)
    }
}

/// The question and its frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub title: String,
    pub kind: QuestionKind,
    /// ISO date of day 0.
    pub start_date: String,
    pub horizon: Days,
    pub period: Days,
    pub sustain: Days,
    pub target: Men,
    pub profile: String,
    pub curve_dates: usize,
    /// Day on which the questions about one date look; `None` = the last possible date.
    pub on_day: Option<Days>,
    pub note: String,
}

/// A place that counts as "there", or must be held on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Destination {
    pub place: PlaceId,
    pub must_hold: bool,
    /// Whether men standing there are counted.
    pub counts: bool,
}

/// An entry of the source register.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    pub code: String,
    pub work: String,
    pub whereabouts: String,
}

/// Everything an analyst's workbook says.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    pub question: Question,
    pub destinations: Vec<Destination>,
    pub levers: Vec<Lever>,
    pub factors: Factors,
    pub forces: Vec<Force>,
    pub replacements: Vec<Replacement>,
    pub postures: Vec<Posture>,
    pub norms: Vec<Norm>,
    pub resistance: Vec<Resistance>,
    pub abreast: Vec<Abreast>,
    pub claims: Vec<Claim>,
    pub fleets: Vec<TruckFleet>,
    pub rolling_stock: Vec<RollingStock>,
    pub classes: Vec<SupplyClass>,
    pub stocks: Vec<BaseStock>,
    pub streams: Vec<SupplyStream>,
    pub places: Vec<Place>,
    pub zones: Vec<Zone>,
    pub roads: Vec<Road>,
    pub lines: Vec<RailLine>,
    pub bridges: Vec<Bridge>,
    pub sea_links: Vec<SeaLink>,
    pub sources: Vec<Source>,
    /// Where the analyst finds what carries no [`Provenance`].
    pub origins: Origins,
}

impl Campaign {
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.0]
    }

    pub fn road(&self, id: RoadId) -> &Road {
        &self.roads[id.0]
    }

    pub fn line(&self, id: LineId) -> &RailLine {
        &self.lines[id.0]
    }

    /// The posture with this key (case ignored).
    pub fn posture_by_key(&self, key: &str) -> Option<PostureId> {
        self.postures.iter().position(|p| p.key.eq_ignore_ascii_case(key)).map(PostureId)
    }

    /// The resistance an advance along `road` meets on `day` under the question's profile: the latest row whose day has
    /// come, a row for the road before one for its zone.
    pub fn resistance_on(&self, road: RoadId, day: Days) -> Option<&Resistance> {
        let zone = self.road(road).zone;
        self.resistance
            .iter()
            .filter(|r| r.profile.eq_ignore_ascii_case(&self.question.profile) && r.from <= day)
            .filter(|r| r.at == ResistanceAt::Road(road) || r.at == ResistanceAt::Zone(zone))
            .max_by(|a, b| {
                let rank = |r: &Resistance| (matches!(r.at, ResistanceAt::Road(_)), r.from.0);
                rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal)
            })
    }

    /// Norm of a posture for a class, kg/man-day; 0 where the table has no row.
    pub fn norm(&self, posture: PostureId, class: ClassId) -> KgPerManDay {
        let row = self.norms.iter().find(|n| n.posture == posture && n.class == class);
        KgPerManDay(row.map_or(0.0, |n| n.kg_per_man_day.base))
    }
}
