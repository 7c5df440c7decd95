//! What an answer consists of. Units are those of people: men, tonnes, days. Everything here is data; the words are in
//! [`super::sentences`] and the lay-out in [`crate::report`].

use serde::Serialize;

use super::planned::PlanFigure;

/// One figure of the input with where it comes from.
pub use crate::tables::listing::Figure as AssumptionRow;

/// What may be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    /// Proved impossible: the certified bound stays below the target on every date looked at.
    No,
    /// Shown to be possible: a replayed plan sustains the men asked for.
    Yes,
    /// Neither: the bound does not rule it out, and no replayed plan shows it.
    Undecided,
    /// The question asks for a number only.
    Number,
}

impl Verdict {
    /// As printed.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::No => "NO",
            Verdict::Yes => "YES",
            Verdict::Undecided => "UNDECIDED (not ruled out)",
            Verdict::Number => "AT MOST",
        }
    }
}

/// With what the answer was made, so that it can be made again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stamp {
    /// Railhead's version.
    pub version: String,
    /// File name of the input, without folders.
    pub input: String,
    /// SHA-256 of the input.
    pub input_hash: String,
    /// Solver and its settings.
    pub solver: String,
    /// Length of the periods, days.
    pub period_days: f64,
}

/// The question as it was put.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    pub title: String,
    /// The scenario that was answered; `None` = the workbook as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    pub question: crate::campaign::QuestionKind,
    /// ISO date of day 0.
    pub start_date: String,
    pub horizon_days: f64,
    pub sustain_days: f64,
    pub target_men: f64,
    pub resistance_profile: String,
    /// Keys of the postures that this profile names.
    pub postures: Vec<String>,
    /// Names of the places where men count.
    pub destinations: Vec<String>,
}

/// The certified bound for one date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Day from which the men must stand at the destination.
    pub day: f64,
    /// The same as an ISO date.
    pub date: String,
    /// No plan sustains more men than this from that day on; 0 where the places cannot even be held by then.
    pub most_men: f64,
    /// Whether every place that must be held can be held by then, as far as the bound shows.
    pub can_be_held: bool,
    /// The same bound as the solver's own value gives it; the difference to the certified bound is the slack of the proof.
    pub solver_men: f64,
    /// The solver was stopped by the time limit or gave up: the ceiling is proved, but may be higher than it need be.
    pub cut_short: bool,
    pub columns: usize,
    pub rows: usize,
    /// Largest violation of a row by the solver's point.
    pub residual: f64,
    /// Seconds of the solve; not part of any file, which must be the same each time.
    #[serde(skip)]
    pub seconds: f64,
}

/// First date on which a number of men is not ruled out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EarliestDay {
    pub men: f64,
    /// First computed date not ruled out; `None` = ruled out on all.
    pub day: Option<f64>,
    pub date: Option<String>,
    /// Latest earlier date that was computed and is ruled out.
    pub ruled_out_on: Option<f64>,
}

/// One period of the optimistic schedule that belongs to the last date of the curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineRow {
    /// Last day of the period.
    pub day: f64,
    pub date: String,
    /// Men with the force, claims included.
    pub men: f64,
    pub men_at_destination: f64,
    /// Mean number of men engaged.
    pub men_engaged: f64,
    /// Men of the forces called forward since day 0.
    pub joined: f64,
    /// Killed, wounded, missing, sick since day 0.
    pub losses: f64,
    /// Replacements since day 0.
    pub replacements: f64,
    /// Tonnes used a day, by the men and by the trucks that bring it.
    pub used_t_per_day: f64,
    /// Tonne-kilometres a day by rail.
    pub rail_tkm_per_day: f64,
    /// Tonne-kilometres a day by road.
    pub road_tkm_per_day: f64,
    /// Share of the truck fleet's days that is used (0..1).
    pub trucks_used: f64,
    /// Tonnes in all depots at the end of the period.
    pub stock_t: f64,
    /// Stock over a day's use.
    pub days_of_supply: f64,
    /// Tonnes of each class left, in the order of [`Answer::classes`].
    pub class_left_t: Vec<f64>,
    /// Places taken in the period.
    pub taken: Vec<String>,
    /// Front: the places held furthest forward, in words.
    pub front: String,
    /// Railhead: the places furthest forward that trains reach, in words.
    pub railhead: String,
    /// Straight-line distance of the front from where the force began, km.
    pub front_km: f64,
    /// The same of the railhead.
    pub railhead_km: f64,
}

/// Traffic on one link in one direction in one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowRow {
    pub from_day: f64,
    pub to_day: f64,
    /// `rail`, `road` or `sea`.
    pub kind: &'static str,
    pub link: String,
    pub from: String,
    pub to: String,
    pub t_per_day: f64,
    /// Trains, vehicles or tonnes a day.
    pub traffic_per_day: f64,
    /// What the link can carry in the same unit, as far as it is held and in working order.
    pub capacity_per_day: f64,
    /// The share of its full capacity which that is: in working order, held, in season.
    pub at_hand: f64,
    /// Length of the link, km.
    pub km: f64,
    /// There and back, km; on roads over what the season leaves of a truck's daily run.
    pub turn_km: f64,
    /// Wounded brought back, men a day.
    pub wounded_per_day: f64,
}

/// Stock of one place at the end of one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StockRow {
    pub day: f64,
    pub place: String,
    pub name: String,
    pub men: f64,
    pub stock_t: f64,
    /// Stock over a quiet day's use of the men there; `None` where nobody stands.
    pub days_of_supply: Option<f64>,
    /// Share in which the place is held.
    pub held: f64,
    /// Tonnes of the period: accepted from streams; found, or handed over with the place; used by men at rest; used beyond that by
    /// men engaged, prisoners' rations among it; used for restoring lines.
    pub arrived_t: f64,
    pub found_t: f64,
    pub rations_t: f64,
    pub fighting_t: f64,
    pub restoring_t: f64,
    /// Tonnes of the period that came and went by the links that are listed.
    pub came_t: f64,
    pub went_t: f64,
    /// Tonnes that came, less those that went, by links with too little traffic to be listed, and stock too small to be listed.
    pub unlisted_t: f64,
}

/// Something that holds the answer down.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bottleneck {
    #[serde(skip)]
    pub thing: super::thing::Thing,
    /// What is short, in words: `Ammunition from the homeland`.
    pub what: String,
    /// Where, in words; empty = everywhere.
    pub place: String,
    pub from_day: f64,
    pub to_day: f64,
    /// The step that is priced: `100 t/day more`.
    pub step: String,
    /// Men more at the destination for the step, at the margin; no number where the places cannot all be held on that date.
    pub men_per_step: f64,
}

/// A thing with its place, where it has one: `Replacements, Brest`.
pub fn at_place(what: &str, place: &str) -> String {
    if place.is_empty() { what.to_string() } else { format!("{what}, {place}") }
}

/// Everything that is reported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    pub stamp: Stamp,
    pub asked: Asked,
    pub verdict: Verdict,
    /// Best certified bound over the dates of the curve, men.
    pub most_men: f64,
    /// Bound over target, less 1: negative = how far out of reach, positive = how far from being ruled out.
    pub margin: f64,
    /// The answer in plain sentences: verdict first, then why, then what to make of it.
    pub sentences: Vec<String>,
    /// Men against day, in order of the day.
    pub curve: Vec<CurvePoint>,
    pub earliest: Vec<EarliestDay>,
    /// What the other questions find: days, levers, cheapest sets.
    pub figures: super::figures::Figures,
    /// The plan that was found and carried out day by day.
    pub plan: Option<PlanFigure>,
    /// Why there is none, where one was looked for; a part of a sentence.
    pub no_plan: Option<String>,
    /// Names of the supply classes.
    pub classes: Vec<String>,
    /// The optimistic schedule behind the last date of the curve. Not a plan: see the manual.
    pub timeline: Vec<TimelineRow>,
    pub flows: Vec<FlowRow>,
    pub stocks: Vec<StockRow>,
    /// Capacity of everything in every period, in the same schedule. Left out of JSON for its size: there is a CSV file.
    #[serde(skip)]
    pub capacity: Vec<super::capacity::CapacityRow>,
    /// The constraints as formulas over flows, stocks, timeline and assumptions.
    #[serde(skip)]
    pub audit: super::audit::Audit,
    /// Where everything lies and how it stands in each period, for maps and charts. Left out of JSON for its size.
    #[serde(skip)]
    pub theatre: super::theatre::Theatre,
    /// Largest price first.
    pub bottlenecks: Vec<Bottleneck>,
    pub assumptions: Vec<AssumptionRow>,
    /// The register of sources, to which the figures refer. Left out of JSON: it is the workbook's own sheet.
    #[serde(skip)]
    pub sources: Vec<crate::campaign::Source>,
    /// Warnings of the checks.
    pub warnings: Vec<crate::campaign::Problem>,
    /// What arithmetic alone says; a sheet of its own in the workbook.
    #[serde(skip)]
    pub estimate: Option<crate::estimate::Estimate>,
}
