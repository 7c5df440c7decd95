//! What an analyst means: places, lines, roads, trucks, men, resistance and the question, with the units of people.
//!
//! Nothing here knows Excel, files or linear programs. A [`Campaign`] is made by [`crate::tables`] from rows, and every
//! row keeps its [`Provenance`].

pub mod checks;
pub mod factors;
mod force;
pub mod levers;
mod means;
mod network;
mod observed;
mod origins;
mod problem;
mod question;
mod seasons;
pub mod units;

pub use factors::Factors;
pub use force::*;
pub use levers::{Lever, Resource};
pub use means::*;
pub use network::*;
pub use observed::*;
pub use origins::Origins;
pub use problem::{Problem, Severity};
pub use question::*;
pub use seasons::{Season, Weather};
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
    pub seasons: Vec<Season>,
    pub roads: Vec<Road>,
    pub lines: Vec<RailLine>,
    pub bridges: Vec<Bridge>,
    pub sea_links: Vec<SeaLink>,
    /// What happened, where the campaign is one of history.
    pub observed: Vec<Observation>,
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

    /// The class of supply with this key (case ignored).
    pub fn class_by_key(&self, key: &str) -> Option<ClassId> {
        self.classes.iter().position(|k| k.key.eq_ignore_ascii_case(key)).map(ClassId)
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
