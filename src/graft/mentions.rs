//! What the analyst's formulas, charts and pivot tables read.

use std::collections::HashSet;

use super::formula::{self, Named};
use super::package::{Package, key};
use super::reach::Parts;
use super::xml::{self, Kind, Tags};

/// Sheets and other names that are read, in small letters.
#[derive(Debug, Default, Clone)]
pub struct Mentions {
    /// Names of sheets.
    pub sheets: HashSet<String>,
    /// Names of tables and defined names, and much that is neither.
    pub others: HashSet<String>,
    /// Names of sheets that links lead to.
    pub linked: HashSet<String>,
    /// Those of all that stand in formulas of cells, whose stored results are old when these change.
    pub calculated: HashSet<String>,
}

/// Parts that are large and hold no formulas.
const WITHOUT: [&str; 6] =
    ["sharedstrings.xml", "styles.xml", "calcchain.xml", "/theme/", "/pivotcacherecords", "/docprops/"];
/// Elements whose text is a formula.
const FORMULAS: [&str; 8] =
    ["f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "FmlaLink", "FmlaRange"];
/// Attributes whose value is a formula.
const FORMULA_ATTRIBUTES: [&str; 3] = ["textlink", "fmlaLink", "fmlaRange"];

impl Mentions {
    /// What these parts read.
    pub fn of(package: &Package, parts: &Parts) -> Mentions {
        let mut mentions = Mentions::default();
        for entry in package.entries() {
            let name = key(&entry.part);
            let text = name.ends_with(".xml") || name.ends_with(".vml");
            if text && parts.contains(&name) && !WITHOUT.iter().any(|w| name.contains(w)) {
                mentions.part(package, &entry.part);
            }
        }
        mentions
    }

    fn part(&mut self, package: &Package, part: &str) {
        let Ok(text) = package.text(part) else { return };
        let kind = package.types.of(part).unwrap_or("");
        let cells = kind.ends_with("worksheet+xml") || kind.ends_with("table+xml");
        let mut start = None;
        for tag in Tags::new(&text) {
            // Drawings of old Excel are not always well formed: then all of it may be a formula.
            let Ok(tag) = tag else { return self.formula(&text) };
            let local = tag.local();
            match tag.kind {
                Kind::Close if FORMULAS.contains(&local) => {
                    if let Some(from) = start.take() {
                        let formula = xml::plain(text.get(from..tag.range.start).unwrap_or(""));
                        // Not what charts and sparklines show: they are drawn anew anyway.
                        if cells && matches!(local, "f" | "calculatedColumnFormula") && tag.name() != "xm:f" {
                            self.calculated(&formula);
                        } else {
                            self.formula(&formula);
                        }
                    }
                }
                Kind::Open if FORMULAS.contains(&local) => start = Some(tag.range.end),
                Kind::Open | Kind::Empty if local == "worksheetSource" => {
                    self.sheets.extend(tag.attribute("sheet").map(|s| s.to_lowercase()));
                    self.others.extend(tag.attribute("name").map(|s| s.to_lowercase()));
                }
                Kind::Open | Kind::Empty if local == "hyperlink" => {
                    let place = tag.attribute("location").unwrap_or_default();
                    self.linked.extend(sheets(&place));
                }
                // The cells of a sheet have none of these, and there are many.
                Kind::Open | Kind::Empty if !matches!(local, "c" | "v" | "row" | "t") => self.attributes(tag.raw),
                _ => {}
            }
        }
    }

    fn attributes(&mut self, tag: &str) {
        for name in FORMULA_ATTRIBUTES {
            if tag.contains(name)
                && let Some(value) = xml::attribute(tag, name)
            {
                self.formula(&value);
            }
        }
    }

    /// What a formula reads.
    pub fn formula(&mut self, formula: &str) {
        for named in formula::named(formula) {
            match named {
                Named::Sheet(name) => self.sheets.insert(name.to_lowercase()),
                Named::Other(name) => self.others.insert(name.to_lowercase()),
            };
        }
        // INDIRECT and the like name sheets in texts.
        for text in formula.split('"').skip(1).step_by(2) {
            self.sheets.extend(sheets(text));
        }
    }

    /// What a formula reads whose result is stored.
    pub fn calculated(&mut self, formula: &str) {
        let mut one = Mentions::default();
        one.formula(formula);
        self.calculated.extend(one.sheets.iter().chain(&one.others).cloned());
        self.add(one);
    }

    /// Takes over what others mention.
    pub fn add(&mut self, other: Mentions) {
        self.sheets.extend(other.sheets);
        self.others.extend(other.others);
        self.linked.extend(other.linked);
        self.calculated.extend(other.calculated);
    }

    /// Only what stands in formulas of cells.
    pub fn in_cells(&self) -> Mentions {
        let all = &self.calculated;
        Mentions { sheets: all.clone(), others: all.clone(), linked: HashSet::new(), calculated: all.clone() }
    }

    /// Whether a sheet of that name is read.
    pub fn sheet(&self, name: &str) -> bool {
        self.sheets.contains(&name.to_lowercase())
    }

    /// Whether a table or a defined name is read.
    pub fn other(&self, name: &str) -> bool {
        self.others.contains(&name.to_lowercase())
    }
}

fn sheets(formula: &str) -> impl Iterator<Item = String> {
    formula::named(formula).into_iter().filter_map(|named| match named {
        Named::Sheet(name) => Some(name.to_lowercase()),
        Named::Other(_) => None,
    })
}
