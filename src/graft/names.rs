//! What our tables and defined names are called in the analyst's workbook, where theirs come first.

use std::collections::{HashMap, HashSet};

use super::donor::Donor;
use super::fate::{Fate, Target, own_name, reads_only_ours};
use super::package::key;
use super::refusal::Refusal;
use super::tables::{self, Called, Table, Taken};

/// The remark on defined names that are ours.
pub const COMMENT: &str = "Railhead result";

/// All new names.
#[derive(Debug, Default)]
pub struct Calls {
    /// Number and name of each table of the results, by its part there.
    pub tables: HashMap<String, Called>,
    /// What is called otherwise in formulas; the keys are in small letters.
    pub renames: HashMap<String, String>,
    /// Tables on displaced sheets that must make room: their parts and new names.
    pub displaced: Vec<(String, String)>,
    /// Places of defined names for the whole workbook that an earlier run wrote.
    pub gone: HashSet<usize>,
    /// What the analyst should know.
    pub notes: Vec<String>,
}

/// Finds free names and numbers.
pub fn calls(target: &Target, donor: &Donor, fates: &[Fate]) -> Result<Calls, Refusal> {
    let mut calls = Calls { gone: earlier(target, donor), ..Calls::default() };
    let (mut stay, mut replaced, mut displaced) = (theirs(target)?, HashMap::new(), Vec::new());
    for (sheet, fate) in target.book.sheets.iter().zip(fates) {
        let tables = match fate {
            Fate::Theirs | Fate::Removed => continue,
            _ => tables::of_sheet(&target.package, &sheet.part)?,
        };
        match fate {
            Fate::Replaced(_) => replaced.extend(tables.into_iter().map(|t| (t.name.to_lowercase(), t.id))),
            Fate::Displaced { .. } => displaced.extend(tables),
            _ => stay.extend(tables),
        }
    }
    let mut taken = Taken::default();
    taken.ids.extend(stay.iter().chain(&displaced).map(|t| t.id));
    taken.names.extend(stay.iter().map(|t| t.name.to_lowercase()));
    for (place, name) in target.book.names.iter().enumerate() {
        let built_in = name.built_in() || name.name.eq_ignore_ascii_case(super::mark::MARK);
        if !built_in && !calls.gone.contains(&place) {
            taken.names.insert(name.name.to_lowercase());
        }
    }
    make_room(&mut calls, &mut taken, (donor, &displaced));
    let mut ours: Vec<(&Table, String)> = Vec::new();
    for table in donor.tables.iter().flatten() {
        let name = taken.name(&table.name);
        calls.rename("table", &table.name, &name);
        ours.push((table, name));
    }
    for name in donor.shared_names().filter(|n| !n.built_in()) {
        let new = taken.name(&name.name);
        calls.rename("name", &name.name, &new);
    }
    // Numbers that are used again are taken before free ones are sought.
    let again = |name: &str| replaced.get(&name.to_lowercase()).copied();
    let mut ids: Vec<Option<u32>> = Vec::new();
    for (_, name) in &ours {
        ids.push(again(name).filter(|id| *id > 0 && taken.ids.insert(*id)));
    }
    for ((table, name), id) in ours.into_iter().zip(ids) {
        let id = id.unwrap_or_else(|| taken.id());
        calls.tables.insert(key(&table.part), Called { id, name });
    }
    Ok(calls)
}

impl Calls {
    fn rename(&mut self, what: &str, old: &str, new: &str) {
        if old != new {
            self.renames.insert(old.to_lowercase(), new.to_string());
            self.notes.push(format!(
                "The workbook uses the name '{old}' already, so the {what} '{old}' of the results is called '{new}' there."
            ));
        }
    }
}

/// Tables of displaced sheets whose names the new ones need get others; their numbers stay, for slicers know them.
fn make_room(calls: &mut Calls, taken: &mut Taken, (donor, displaced): (&Donor, &[Table])) {
    let needed: HashSet<String> = donor.tables.iter().flatten().map(|t| t.name.to_lowercase()).collect();
    let in_the_way =
        |t: &Table| needed.contains(&t.name.to_lowercase()) || needed.contains(&tables::base(&t.name).to_lowercase());
    taken.names.extend(displaced.iter().filter(|t| !in_the_way(t)).map(|t| t.name.to_lowercase()));
    let mut later = Taken { names: taken.names.union(&needed).cloned().collect(), ..Taken::default() };
    for table in displaced.iter().filter(|t| in_the_way(t)) {
        let name = later.name(&format!("{}_old", table.name));
        taken.names.insert(name.to_lowercase());
        calls.displaced.push((table.part.clone(), name));
    }
}

/// Tables that do not hang on our sheets.
fn theirs(target: &Target) -> Result<Vec<Table>, Refusal> {
    let mut tables = Vec::new();
    for entry in target.package.entries() {
        let kind = target.package.types.of(&entry.part).unwrap_or("");
        if kind.ends_with("spreadsheetml.table+xml") && target.theirs.contains(&key(&entry.part)) {
            tables.push(tables::read(&entry.part, &target.package.tree(&entry.part)?));
        }
    }
    Ok(tables)
}

/// Names for the whole workbook that an earlier run wrote: those with our remark, unless they are no longer made and the
/// analyst uses them, and those that a program saved without the remark but that are called as ours and read nothing but
/// our sheets.
fn earlier(target: &Target, donor: &Donor) -> HashSet<usize> {
    let (book, marks) = (&target.book, &target.marks);
    let called: HashSet<String> = donor.shared_names().map(|n| n.name.to_lowercase()).collect();
    let ours = book.names.iter().enumerate().filter(|(_, name)| {
        let alike =
            called.contains(&tables::base(&name.name).to_lowercase()) || called.contains(&name.name.to_lowercase());
        let shared = name.local.is_none() && !name.built_in();
        let own = own_name(name, book, marks) && (alike || !target.mentions.other(&name.name));
        shared && (own || alike && reads_only_ours(&name.text, book, marks))
    });
    ours.map(|(place, _)| place).collect()
}
