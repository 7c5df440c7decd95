//! From checked rows to a [`Campaign`]: the one place that knows which column feeds which field.

use super::check::{Checked, Parsed};
use super::raw::Row;
use crate::campaign::*;

/// One checked row, read by column name. A cell that was wrong gives a stand-in: its problem has been reported, and
/// the campaign that is being made only serves to look for more problems. For numbers the stand-in is NaN, which is
/// neither too small nor too large, so that no check takes offence at it a second time.
struct Reader<'a> {
    checked: &'a Checked<'a>,
    row: usize,
}

impl Reader<'_> {
    fn get(&self, id: &str) -> Option<&Parsed> {
        let i = self.checked.raw.table.field_index(id)?;
        self.checked.rows[self.row][i].as_ref()
    }

    fn raw(&self) -> &Row {
        &self.checked.raw.rows[self.row]
    }

    fn optional(&self, id: &str) -> Option<f64> {
        match self.get(id) {
            Some(Parsed::Number(n)) => Some(*n),
            Some(_) => None,
            None => Some(f64::NAN),
        }
    }

    fn number(&self, id: &str) -> f64 {
        self.optional(id).unwrap_or(1.0)
    }

    fn days(&self, id: &str) -> Days {
        Days(self.number(id))
    }

    fn optional_estimate(&self, id: &str) -> Option<Estimate> {
        let base = self.optional(id)?;
        let low = self.optional(&format!("{id}_low")).unwrap_or(base).min(base);
        let high = self.optional(&format!("{id}_high")).unwrap_or(base).max(base);
        Some(Estimate { base, low, high })
    }

    fn estimate(&self, id: &str) -> Estimate {
        self.optional_estimate(id).unwrap_or(Estimate::certain(1.0))
    }

    fn text(&self, id: &str) -> String {
        match self.get(id) {
            Some(Parsed::Text(t)) => t.clone(),
            _ => String::new(),
        }
    }

    fn optional_ref(&self, id: &str) -> Option<usize> {
        match self.get(id) {
            Some(Parsed::Ref(i)) => Some(*i),
            _ => None,
        }
    }

    fn reference(&self, id: &str) -> usize {
        self.optional_ref(id).unwrap_or(0)
    }

    fn place(&self, id: &str) -> PlaceId {
        PlaceId(self.reference(id))
    }

    fn ends(&self) -> (PlaceId, PlaceId) {
        (self.place("from"), self.place("to"))
    }

    fn yes(&self, id: &str) -> bool {
        matches!(self.get(id), Some(Parsed::YesNo(true)))
    }

    fn choice(&self, id: &str) -> usize {
        match self.get(id) {
            Some(Parsed::Choice(i)) => *i,
            _ => 0,
        }
    }

    fn span(&self) -> Span {
        Span { from: self.days("from_day"), to: self.optional("to_day").map(Days) }
    }

    fn provenance(&self) -> Provenance {
        let grade = [Grade::A, Grade::B, Grade::C, Grade::D][self.choice("grade").min(3)];
        Provenance { source: self.text("source"), grade, note: self.text("note"), origin: self.raw().at.clone() }
    }
}

/// Builds the campaign. `tables` must hold every table of [`super::ALL`] in that order, and the tables that others
/// refer to must not be empty.
pub fn campaign(tables: &[Checked]) -> Campaign {
    let find = |id: &str| tables.iter().find(|t| t.raw.table.id == id);
    fn each<T>(checked: Option<&Checked>, make: impl Fn(&Reader) -> T) -> Vec<T> {
        let Some(checked) = checked else {
            return Vec::new();
        };
        (0..checked.rows.len()).map(|row| make(&Reader { checked, row })).collect()
    }

    let question = each(find("question"), question).into_iter().next().unwrap_or_else(no_question);
    let mut factors = Factors::default();
    for (key, value) in each(find("assumptions"), |r| {
        (r.text("factor"), factors::FactorValue { estimate: r.estimate("value"), provenance: r.provenance() })
    }) {
        if let Some(slot) = factors.get_mut(&key.to_lowercase()) {
            *slot = value;
        }
    }
    Campaign {
        question,
        factors,
        destinations: each(find("destinations"), |r| Destination {
            place: r.place("place"),
            must_hold: r.yes("must_hold"),
            counts: r.yes("counts"),
        }),
        levers: each(find("levers"), |r| Lever {
            key: r.text("lever"),
            name: r.text("name"),
            resource: Resource::ALL[r.choice("resource").min(Resource::ALL.len() - 1)],
            applies_to: r.text("applies_to"),
            can_change: r.yes("can_change"),
            least: r.number("least"),
            most: r.number("most"),
            weight: r.number("weight"),
            origin: r.raw().at.clone(),
        }),
        forces: each(find("forces"), |r| Force {
            key: r.text("force"),
            name: r.text("name"),
            place: r.place("place"),
            men: r.estimate("men"),
            from: r.days("from_day"),
            provenance: r.provenance(),
        }),
        replacements: each(find("replacements"), |r| Replacement {
            key: r.text("stream"),
            place: r.place("place"),
            men_per_day: r.estimate("men_per_day"),
            span: r.span(),
            includes_returned: r.yes("includes_returned"),
            provenance: r.provenance(),
        }),
        postures: each(find("postures"), |r| Posture {
            key: r.text("posture"),
            name: r.text("name"),
            advance: r.estimate("advance_km_per_day"),
            casualties_per_1000: r.estimate("casualties_per_1000_per_day"),
            provenance: r.provenance(),
        }),
        norms: each(find("norms"), |r| Norm {
            posture: PostureId(r.reference("posture")),
            class: ClassId(r.reference("class")),
            kg_per_man_day: r.estimate("kg_per_man_day"),
            provenance: r.provenance(),
        }),
        resistance: each(find("resistance"), |r| Resistance {
            profile: r.text("profile"),
            at: match r.optional_ref("road") {
                Some(road) => ResistanceAt::Road(RoadId(road)),
                None => ResistanceAt::Zone(ZoneId(r.reference("zone"))),
            },
            from: r.days("from_day"),
            posture: PostureId(r.reference("posture")),
            grouping: r.estimate("grouping_men"),
            provenance: r.provenance(),
        }),
        abreast: each(find("abreast"), |r| Abreast {
            place: r.place("place"),
            with: r.place("with_place"),
            most_ahead: r.days("most_days_ahead"),
        }),
        claims: each(find("claims"), |r| Claim {
            key: r.text("claim"),
            name: r.text("name"),
            basis: ClaimBasis::ALL[r.choice("basis").min(ClaimBasis::ALL.len() - 1)],
            amount: r.estimate("amount"),
            counts: r.yes("counts"),
            provenance: r.provenance(),
        }),
        fleets: each(find("truck_fleets"), |r| TruckFleet {
            key: r.text("fleet"),
            name: r.text("name"),
            trucks: r.estimate("trucks"),
            payload: r.estimate("payload_t"),
            daily_run: r.estimate("daily_run_km"),
            terminal: r.days("terminal_days"),
            fuel_kg_per_km: r.estimate("fuel_kg_per_km"),
            readiness: r.number("readiness"),
            attrition_per_month: r.estimate("attrition_per_month"),
            from: r.days("from_day"),
            provenance: r.provenance(),
        }),
        rolling_stock: each(find("rolling_stock"), |r| RollingStock {
            key: r.text("stock"),
            name: r.text("name"),
            gauge_mm: r.number("gauge_mm"),
            kind: [StockKind::Wagons, StockKind::Locomotives][r.choice("kind").min(1)],
            number: r.estimate("number"),
            attrition_per_month: r.estimate("attrition_per_month"),
            from: r.days("from_day"),
            provenance: r.provenance(),
        }),
        classes: each(find("supply_classes"), |r| SupplyClass {
            key: r.text("class"),
            name: r.text("name"),
            carried_as: Commodity::ALL[r.choice("carried_as").min(1)],
            safety: r.days("safety_days"),
        }),
        stocks: each(find("stocks"), |r| BaseStock {
            place: r.place("place"),
            class: ClassId(r.reference("class")),
            tonnes: r.estimate("tonnes"),
            provenance: r.provenance(),
        }),
        streams: each(find("supply_streams"), |r| SupplyStream {
            key: r.text("stream"),
            place: r.place("place"),
            class: ClassId(r.reference("class")),
            t_per_day: r.estimate("t_per_day"),
            span: r.span(),
            provenance: r.provenance(),
        }),
        places: each(find("places"), |r| Place {
            key: r.text("place"),
            name: r.text("name"),
            latitude: r.number("latitude"),
            longitude: r.number("longitude"),
            corridor: r.text("corridor"),
            river: r.text("river"),
            ours_from: r.optional("ours_from_day").map(Days),
            transshipment: r.optional_estimate("transshipment_t_per_day"),
            handling: r.optional_estimate("handling_t_per_day"),
            provenance: r.provenance(),
        }),
        zones: each(find("zones"), |r| Zone { key: r.text("zone"), name: r.text("name") }),
        seasons: each(find("seasons"), |r| Season {
            key: r.text("season"),
            name: r.text("name"),
            zone: r.optional_ref("zone").map(ZoneId),
            span: r.span(),
            road_capacity: r.estimate("road_capacity"),
            truck_run: r.estimate("truck_run"),
            advance: r.estimate("advance"),
            march: r.estimate("march"),
            provenance: r.provenance(),
        }),
        roads: each(find("roads"), |r| Road {
            key: r.text("road"),
            ends: r.ends(),
            length: Km(r.number("length_km")),
            surface: r.text("surface"),
            capacity: r.estimate("capacity"),
            zone: ZoneId(r.reference("zone")),
            provenance: r.provenance(),
        }),
        lines: each(find("rail_lines"), |r| RailLine {
            key: r.text("line"),
            ends: r.ends(),
            length: Km(r.number("length_km")),
            tracks: r.number("tracks"),
            gauge_mm: r.number("gauge_mm"),
            capacity_intact: TrainsPerDay(r.number("capacity_intact")),
            capacity: r.estimate("capacity"),
            condition: [Condition::Open, Condition::LightDamage, Condition::HeavyDamage, Condition::Regauge]
                [r.choice("condition").min(3)],
            usable_from: r.optional("usable_from_day").map(Days),
            track_group: r.text("track_group"),
            provenance: r.provenance(),
        }),
        bridges: each(find("bridges"), |r| Bridge {
            key: r.text("bridge"),
            name: r.text("name"),
            river: r.text("river"),
            line: LineId(r.reference("line")),
            group: r.text("group"),
            rebuild_days: r.estimate("rebuild_days"),
            brigade_days: r.estimate("brigade_days"),
            capacity: r.optional_estimate("capacity"),
            provenance: r.provenance(),
        }),
        sea_links: each(find("sea_links"), |r| SeaLink {
            key: r.text("link"),
            ends: r.ends(),
            length: Km(r.number("length_km")),
            capacity: r.estimate("capacity"),
            from: r.days("from_day"),
            provenance: r.provenance(),
        }),
        observed: each(find("observed"), |r| Observation {
            key: r.text("observation"),
            quantity: Quantity::ALL[r.choice("quantity").min(Quantity::ALL.len() - 1)],
            place: r.optional_ref("place").map(PlaceId),
            from: r.optional("from_day").map(Days),
            to: r.optional("to_day").map(Days),
            value: r.estimate("value"),
            unit: r.text("unit"),
            feeds: r.text("feeds"),
            provenance: r.provenance(),
        }),
        origins: origins(tables),
        sources: each(find("sources"), |r| Source {
            code: r.text("code"),
            work: r.text("work"),
            whereabouts: r.text("where"),
        }),
    }
}

/// Addresses of what carries no provenance.
fn origins(tables: &[Checked]) -> Origins {
    let mut origins = Origins::default();
    for checked in tables {
        let raw = checked.raw;
        origins.tables.insert(raw.table.id, raw.at.clone());
        if raw.table.id == "destinations" {
            origins.destinations = raw.rows.iter().map(|r| r.at.clone()).collect();
        }
        if raw.table.id == "question"
            && let Some(row) = raw.rows.first()
        {
            let cells = raw.table.fields().into_iter().zip(&row.cells);
            origins.question = cells.map(|(field, cell)| (field.column.id, cell.at.clone())).collect();
        }
    }
    origins
}

fn question(r: &Reader) -> Question {
    Question {
        title: r.text("title"),
        kind: QuestionKind::ALL[r.choice("question").min(QuestionKind::ALL.len() - 1)],
        start_date: r.text("start_date"),
        horizon: r.days("horizon_days"),
        period: r.days("period_days"),
        sustain: r.days("sustain_days"),
        target: Men(r.number("target_men")),
        profile: r.text("resistance_profile"),
        curve_dates: r.number("curve_dates").round() as usize,
        on_day: r.optional("on_day").map(Days),
        draws: r.optional("draws").map(|n| n.round() as usize),
        seed: r.number("seed").round() as u64,
        note: r.text("note"),
        scenario: None,
        moved: Vec::new(),
    }
}

/// Stand-in where the sheet is missing, which has been reported.
fn no_question() -> Question {
    Question {
        title: String::new(),
        kind: QuestionKind::CanItBeDone,
        start_date: String::new(),
        horizon: Days(10.0),
        period: Days(10.0),
        sustain: Days(0.0),
        target: Men(1.0),
        profile: String::new(),
        curve_dates: 1,
        on_day: None,
        draws: None,
        seed: 1,
        note: String::new(),
        scenario: None,
        moved: Vec::new(),
    }
}
