//! The parts of the results under names that are free in the analyst's workbook.

use std::collections::{HashMap, HashSet};

use super::donor::Donor;
use super::fate::{Fate, Target, code_name};
use super::names::Calls;
use super::package::{Package, Rel, key, relative, rels_of};
use super::reach::Parts;
use super::refusal::Refusal;
use super::sheet::{self, Moved};
use super::tables;
use super::xml::escaped;

const RELS_TYPE: &str = "application/vnd.openxmlformats-package.relationships+xml";
const RELS_SPACE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A part to be written.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its full name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Old and new names of the parts of the results, in the order they are written.
#[derive(Debug, Default)]
pub struct Names {
    order: Vec<String>,
    new: HashMap<String, String>,
}

impl Names {
    /// Finds a name for each; sheets keep the name of the part they replace, `freed` are the parts that go.
    pub fn new(target: &Target, donor: &Donor, (fates, freed): (&[Fate], &Parts)) -> Result<Names, Refusal> {
        let entries = target.package.entries().iter().map(|e| key(&e.part));
        let mut taken: HashSet<String> = entries.filter(|k| !freed.contains(k)).collect();
        let mut names = Names::default();
        for (sheet, fate) in target.book.sheets.iter().zip(fates) {
            if let Fate::Replaced(by) = fate
                && let Some(ours) = donor.book.sheets.get(*by)
            {
                taken.insert(key(&sheet.part));
                names.new.insert(ours.part.clone(), sheet.part.clone());
            }
        }
        for (_, sheet) in donor.sheets() {
            names.add(&donor.package, &sheet.part, &mut taken)?;
        }
        Ok(names)
    }

    fn add(&mut self, donor: &Package, part: &str, taken: &mut HashSet<String>) -> Result<(), Refusal> {
        if self.order.iter().any(|p| p == part) {
            return Ok(());
        }
        self.order.push(part.to_string());
        if !self.new.contains_key(part) {
            let (start, ending) = part.rsplit_once('.').unwrap_or((part, "xml"));
            let start = start.trim_end_matches(|c: char| c.is_ascii_digit());
            let numbered = (1..u32::MAX).map(|n| format!("{start}{n}.{ending}"));
            let free =
                numbered.into_iter().find(|name| !taken.contains(&key(name)) && !taken.contains(&key(&rels_of(name))));
            let free = free.unwrap_or_else(|| part.to_string());
            taken.insert(key(&free));
            self.new.insert(part.to_string(), free);
        }
        for rel in donor.rels(part)?.iter().filter(|r| !r.external) {
            self.add(donor, &rel.target, taken)?;
        }
        Ok(())
    }

    /// New name of a part of the results.
    pub fn of(&self, part: &str) -> String {
        self.new.get(part).cloned().unwrap_or_else(|| part.to_string())
    }
}

/// All that is moved, rewritten where it points to something.
pub fn moved(
    target: &Target,
    donor: &Donor,
    (names, calls, moved): (&Names, &Calls, &Moved),
) -> Result<Vec<Part>, Refusal> {
    let mut parts = Vec::new();
    for old in &names.order {
        let new = names.of(old);
        let kind = donor.package.types.of(old).unwrap_or("application/xml").to_string();
        let content = if donor.book.sheets.iter().any(|s| s.part == *old) {
            let replaced = target.book.sheets.iter().find(|s| s.part == new);
            let code = replaced.map(|s| code_name(&target.package, s)).transpose()?.flatten();
            sheet::rewritten(&donor.package.text(old)?, moved, code.as_deref())?.into_bytes()
        } else if let Some(called) = calls.tables.get(&key(old)) {
            tables::rewritten(&donor.package.tree(old)?, called, moved)
        } else {
            donor.package.read(old)?
        };
        parts.push(Part { name: new.clone(), kind, content });
        let rels = donor.package.rels(old)?;
        if !rels.is_empty() {
            let content = relationships(&new, &rels, names).into_bytes();
            parts.push(Part { name: rels_of(&new), kind: RELS_TYPE.into(), content });
        }
    }
    Ok(parts)
}

fn relationships(part: &str, rels: &[Rel], names: &Names) -> String {
    let each = rels.iter().map(|rel| {
        let (id, kind) = (escaped(&rel.id), escaped(&rel.kind));
        if rel.external {
            let target = escaped(&rel.target);
            return format!(r#"<Relationship Id="{id}" Type="{kind}" Target="{target}" TargetMode="External"/>"#);
        }
        let target = relative(part, &names.of(&rel.target));
        format!(r#"<Relationship Id="{id}" Type="{kind}" Target="{}"/>"#, escaped(&target))
    });
    let each: String = each.collect();
    let head = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
    format!("{head}\n<Relationships xmlns=\"{RELS_SPACE}\">{each}</Relationships>")
}
