//! The scalar assumptions that Railhead knows, described once: the reader, the template and the manual derive from
//! this list, and the formulation reads the fields of [`Factors`] by name.

use super::units::{Estimate, Provenance};

/// What is known about a scalar assumption whoever sets it: one row of the Assumptions sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    pub id: &'static str,
    pub name: &'static str,
    pub unit: &'static str,
    /// Used where the workbook has no row for the factor.
    pub default: f64,
    pub min: f64,
    pub max: f64,
    /// What it means and what uses it.
    pub about: &'static str,
}

/// The value of a factor in a campaign, with where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorValue {
    /// In the unit of its [`Factor`].
    pub estimate: Estimate,
    pub provenance: Provenance,
}

macro_rules! factors {
    ($($id:ident: $name:literal, $unit:literal, $default:literal in $min:literal..$max:literal, $about:literal;)*) => {
        /// Every factor, in the order of the sheet.
        pub const FACTORS: &[Factor] = &[$(Factor {
            id: stringify!($id), name: $name, unit: $unit, default: $default, min: $min, max: $max, about: $about,
        }),*];

        /// The values of all factors in one campaign.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Factors {
            $(#[doc = concat!($name, ", in ", $unit, ". ", $about)] pub $id: FactorValue,)*
        }

        impl Default for Factors {
            fn default() -> Self {
                Factors { $($id: FactorValue {
                    estimate: Estimate::certain($default),
                    provenance: Provenance::railhead_default(),
                },)* }
            }
        }

        impl Factors {
            /// The factor with this id, for setting it.
            pub fn get_mut(&mut self, id: &str) -> Option<&mut FactorValue> {
                match id { $(stringify!($id) => Some(&mut self.$id),)* _ => None }
            }

            /// Every factor with its value, in the order of the sheet.
            pub fn all(&self) -> Vec<(&'static Factor, &FactorValue)> {
                FACTORS.iter().zip([$(&self.$id),*]).collect()
            }
        }
    };
}

factors! {
    net_t_per_train_broad: "Net load of a broad-gauge supply train", "t/train", 600.0 in 20.0..5000.0,
        "Lines of more than 1,500 mm. Turns tonnes into trains.";
    net_t_per_train_standard: "Net load of a standard-gauge supply train", "t/train", 430.0 in 20.0..5000.0,
        "Lines of 1,500 mm and less. Turns tonnes into trains.";
    wagons_per_train_broad: "Wagons in a broad-gauge train", "wagons/train", 50.0 in 5.0..200.0,
        "Ties wagons to trains on lines of more than 1,500 mm.";
    wagons_per_train_standard: "Wagons in a standard-gauge train", "wagons/train", 35.0 in 5.0..200.0,
        "Ties wagons to trains on lines of 1,500 mm and less.";
    wagon_km_per_day: "Distance a wagon covers in a day on the move", "km/day", 280.0 in 20.0..1500.0,
        "Turnaround: kilometres out and back over this. Time standing in yards is not counted in the bound.";
    locomotive_km_per_day: "Distance a locomotive covers in a day", "km/day", 135.0 in 20.0..1500.0,
        "Turnaround of locomotives, servicing included.";
    rail_rate_light_km_per_day: "Restoration of a lightly damaged line", "km/day on one line", 25.0 in 0.5..200.0,
        "Track only; bridges have their own days and are rebuilt alongside.";
    rail_rate_heavy_km_per_day: "Restoration of a heavily demolished line", "km/day on one line", 8.0 in 0.5..200.0,
        "Track only; bridges have their own days and are rebuilt alongside.";
    rail_rate_regauge_km_per_day: "Re-gauging of an otherwise usable line", "km/day on one line", 20.0 in 0.5..200.0,
        "Track only.";
    railway_brigades: "Railway brigades with the force", "brigades", 9.0 in 0.0..200.0,
        "Their brigade-days are shared by all lines under restoration.";
    brigades_per_line: "Brigades that work on one line at a time", "brigades/line", 2.0 in 0.1..50.0,
        "The rates of restoration are for this many brigades on a line.";
    men_per_train_units: "Men per train, formed units with their equipment", "men/train", 465.0 in 50.0..5000.0,
        "What divisions on the move cost in trains. The plan charges it; the bound moves men for nothing.";
    men_per_train_replacements: "Men per train, replacements without equipment", "men/train", 1000.0 in 50.0..5000.0,
        "What replacements cost in trains. The plan charges it; the bound moves men for nothing.";
    march_km_per_day: "March of troops on roads in our hands", "km/day", 25.0 in 5.0..300.0,
        "Men who walk arrive after length over this in the plan; at once in the bound.";
    men_per_road_vehicle: "Men whose march takes the road of one loaded vehicle", "men/vehicle", 20.0 in 1.0..200.0,
        "Puts columns of march and trucks on the same road. The plan charges it; the bound does not.";
    returned_share: "Share of casualties who return to duty", "share", 0.0 in 0.0..1.0,
        "They arrive where replacements do. 0 = nobody, or the replacement streams hold them.";
    returned_after_days: "Days until they return", "days", 75.0 in 0.0..400.0,
        "Counted from the casualty. Only used where the share is above 0.";
    restoration_t_per_km: "Materials for restoring a line", "t/km", 0.0 in 0.0..500.0,
        "Drawn from the class with the key stores at the end of the line that can be held first. Open lines need none.";
    coal_kg_per_train_km: "Coal of a locomotive", "kg/train-km", 0.0 in 0.0..200.0,
        "Drawn from the class with the key coal where a train sets out, for the way there and back. 0 = coal is no limit.";
    wagon_terminal_days: "Days a wagon stands to be loaded and unloaded", "days/load", 0.0 in 0.0..30.0,
        "Once for each load, however long the haul; on top of the days on the move.";
    evacuated_share: "Share of casualties to be brought back", "share", 0.0 in 0.0..1.0,
        "They travel to places that are ours on day 0, by rail or road, within a period of being hit. 0 = not looked at.";
    wounded_per_train: "Wounded on an ambulance train", "men/train", 500.0 in 50.0..5000.0,
        "Only used where casualties are brought back.";
    prisoners_per_km: "Prisoners taken for each kilometre of road cleared", "men/km", 0.0 in 0.0..100000.0,
        "They are fed where the advance begins; see the two factors below.";
    prisoner_kg_per_day: "Rations of a prisoner", "kg/man-day", 1.0 in 0.0..10.0,
        "Drawn from the class with the key subsistence.";
    troops_carry_days: "Days of need that troops carry with them", "days", 5.0 in 0.0..30.0,
        "On their own vehicles, full at the start. Used by `railhead backtest` only: everywhere else supplies lie in depots.";
    prisoner_days: "Days a prisoner is fed by the force", "days", 10.0 in 0.0..400.0,
        "Until he is sent back.";
}

/// The factor with this id.
pub fn factor_by_id(id: &str) -> Option<&'static Factor> {
    FACTORS.iter().find(|f| f.id == id)
}
