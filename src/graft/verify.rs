//! Opens the new file again and compares it with the old one: any difference that is not ours to make is an error.

use std::collections::{HashMap, HashSet};

use calamine::DataRef;
use sha2::{Digest, Sha256};

use super::book::{Book, Name, Sheet};
use super::fate::{Target, own_name, reads_only_ours};
use super::formula;
use super::mark::{Cells, MARK};
use super::names::COMMENT;
use super::package::{Package, key, rels_of};
use super::refusal::Refusal;
use super::sound;
use super::tree::{Element, Tree};
use super::types::Types;
use super::xml;

/// What was compared and found equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Parts of the old file that are the same in the new one, byte for byte.
    pub parts_untouched: usize,
    /// Sheets of the analyst whose cells were read from both files.
    pub sheets_compared: usize,
    /// Their cells with a value or a formula.
    pub cells_compared: u64,
}

/// Compares a workbook with what it was before the sheets `ours` were put in.
pub fn verify(before: &[u8], after: &[u8], ours: &[String]) -> Result<Verified, String> {
    let opened = |bytes| Target::open(bytes).map_err(|why: Refusal| why.to_string());
    let (old, new) = (opened(before)?, opened(after)?);
    let ours: HashSet<String> = ours.iter().map(|s| s.to_lowercase()).collect();
    let pairs = pairs(&old, &new.book, &ours)?;
    let parts_untouched = parts(&old, &new.package, &pairs)?;
    names(&old, &new.book, &pairs)?;
    formats(&old, &new)?;
    rest(&old, &new)?;
    sound::check(&old.package, (&new.package, &new.book))?;
    let (sheets_compared, cells_compared) = cells((before, after), &pairs)?;
    Ok(Verified { parts_untouched, sheets_compared, cells_compared })
}

/// A sheet of the analyst before and after.
struct Pair<'a> {
    place: usize,
    old: &'a Sheet,
    new: &'a Sheet,
}

/// Finds each sheet of the analyst in the new file, and sees that only ours came and went.
fn pairs<'a>(old: &'a Target, new: &'a Book, ours: &HashSet<String>) -> Result<Vec<Pair<'a>>, String> {
    let is_ours = |sheet: &Sheet| ours.contains(&sheet.name.to_lowercase());
    let mut pairs = Vec::new();
    for (place, sheet) in old.book.sheets.iter().enumerate() {
        let marked = matches!(old.marks.get(place), Some(Some(_)));
        let found = new.sheets.iter().find(|s| s.id == sheet.id);
        match found {
            Some(found) if is_ours(found) && marked && is_ours(sheet) => {}
            None if marked && !is_ours(sheet) => {}
            Some(found) if !is_ours(found) => {
                let displaced = marked && is_ours(sheet) && found.name.contains("(old");
                if found.name != sheet.name && !displaced {
                    return Err(format!("the sheet '{}' would be called '{}'", sheet.name, found.name));
                }
                if found.visible != sheet.visible || found.rel != sheet.rel || found.part != sheet.part {
                    return Err(format!("the sheet '{}' would lead elsewhere or be hidden", sheet.name));
                }
                pairs.push(Pair { place, old: sheet, new: found });
            }
            _ => return Err(format!("the sheet '{}' would be lost", sheet.name)),
        }
    }
    let order: Vec<u32> = new.sheets.iter().map(|s| s.id).filter(|id| pairs.iter().any(|p| p.old.id == *id)).collect();
    if !order.iter().eq(pairs.iter().map(|p| &p.old.id)) {
        return Err("the order of the sheets would change".into());
    }
    let known: HashSet<u32> = old.book.sheets.iter().map(|s| s.id).collect();
    if let Some(other) = new.sheets.iter().find(|s| !known.contains(&s.id) && !is_ours(s)) {
        return Err(format!("an unknown sheet '{}' would appear", other.name));
    }
    match ours.iter().find(|name| !new.sheets.iter().any(|s| s.cells && s.name.to_lowercase() == **name)) {
        Some(missing) => Err(format!("the result sheet '{missing}' would be missing")),
        None => Ok(pairs),
    }
}

/// Every part of the analyst is the same, but for the lists that must name the new sheets.
fn parts(old: &Target, new: &Package, pairs: &[Pair]) -> Result<usize, String> {
    let book = &old.book;
    let styles = book.related("/styles").map(|r| key(&r.target));
    let chain = book.related("/calcChain").map(|r| key(&r.target));
    let lists: HashSet<String> =
        [key(Types::PART), key(&book.part), key(&rels_of(&book.part))].into_iter().chain(styles).collect();
    let own = own_parts(old, pairs).map_err(|why| why.to_string())?;
    let mut untouched = 0;
    for entry in old.package.entries() {
        let name = key(&entry.part);
        let Some(found) = new.entry(&entry.part).filter(|_| !name.ends_with('/')) else {
            if own.contains(&name) || chain.as_ref() == Some(&name) || name.ends_with('/') {
                continue;
            }
            return Err(format!("the part {} would be lost", entry.part));
        };
        if (found.crc, found.size) == (entry.crc, entry.size) {
            untouched += 1;
        } else if !lists.contains(&name) && !own.contains(&name) && !renamed_table(old, new, &entry.part) {
            return Err(format!("the part {} would change", entry.part));
        }
    }
    Ok(untouched)
}

/// Parts that only sheets of ours lead to which are not kept for the analyst.
fn own_parts(old: &Target, pairs: &[Pair]) -> Result<HashSet<String>, Refusal> {
    let gone = old.book.sheets.iter().enumerate().filter(|(n, _)| !pairs.iter().any(|p| p.place == *n));
    let rels: HashSet<String> = gone.map(|(_, sheet)| sheet.rel.clone()).collect();
    let web = super::reach::Web::new(&old.package, &old.book.part)?;
    let (all, stay) = (web.without(&HashSet::new()), web.without(&rels));
    let own: Vec<String> = all.difference(&stay).cloned().collect();
    Ok(own.iter().map(|part| key(&rels_of(part))).chain(own.iter().cloned()).collect())
}

/// Whether a part is a table on a sheet that was ours, and only its name differs.
fn renamed_table(old: &Target, new: &Package, part: &str) -> bool {
    let bare = |package: &Package| {
        let tree = package.tree(part).ok()?;
        let tag = xml::without_attribute(tree.tag(tree.root()), "name");
        let rest = tree.text.get(tree.root().open.end..)?.to_string();
        (tree.local(tree.root()) == "table").then(|| (xml::without_attribute(&tag, "displayName"), rest))
    };
    !old.theirs.contains(&key(part)) && bare(&old.package).is_some() && bare(&old.package) == bare(new)
}

/// The analyst's names stand for the same, on the same sheets.
fn names(old: &Target, new: &Book, pairs: &[Pair]) -> Result<(), String> {
    let mut found: HashMap<Vec<String>, usize> = HashMap::new();
    for name in &new.names {
        let sheet = name.local.and_then(|place| new.sheets.get(place)).map(|s| s.id);
        *found.entry(plain(&new.tree, (name, sheet), &name.text)).or_default() += 1;
    }
    let mut compared = 0;
    for name in &old.book.names {
        let sheet = name.local.and_then(|place| old.book.sheets.get(place));
        let pair = pairs.iter().find(|p| Some(p.place) == name.local);
        let lost_sheet = sheet.is_some() && pair.is_none();
        let own = own_name(name, &old.book, &old.marks);
        let mark = name.name.eq_ignore_ascii_case(MARK);
        let bare = name.local.is_none() && reads_only_ours(&name.text, &old.book, &old.marks);
        let renamed = pair.filter(|p| p.old.name != p.new.name);
        let text = match renamed {
            Some(pair) => formula::moved(&name.text, &pair.old.name, &pair.new.name),
            None => name.text.as_str().into(),
        };
        let count = found.get_mut(&plain(&old.book.tree, (name, sheet.map(|s| s.id)), &text)).filter(|n| **n > 0);
        match count {
            Some(count) => {
                *count -= 1;
                compared += 1;
            }
            // Ours go and come again; those on a sheet that is kept under another name stay, but for the mark.
            None if (own && (renamed.is_none() || mark)) || bare || (lost_sheet && name.built_in()) => {}
            None => return Err(format!("the name '{}' would change", name.name)),
        }
    }
    let old_ids: HashSet<u32> = pairs.iter().map(|p| p.old.id).collect();
    let theirs = |name: &&Name| match name.local.and_then(|place| new.sheets.get(place)) {
        Some(sheet) => old_ids.contains(&sheet.id),
        None => name.comment != COMMENT,
    };
    let kept = new.names.iter().filter(theirs).count();
    if kept > compared { Err("there would be names that nobody defined".into()) } else { Ok(()) }
}

/// A name with everything that is said of it, but for the place of its sheet, which is given by the sheet's number.
fn plain(tree: &Tree, (name, sheet): (&Name, Option<u32>), text: &str) -> Vec<String> {
    let tag = tree.tag(&name.element);
    let read = |a: xml::Attribute| format!("{}={}", tag.get(a.name).unwrap_or(""), tag.get(a.value).unwrap_or(""));
    let mut all: Vec<String> =
        xml::attributes(tag).into_iter().map(read).filter(|a| !a.starts_with("localSheetId=")).collect();
    all.sort();
    all.extend([format!("{sheet:?}"), text.to_string()]);
    all
}

/// Whatever else the workbook part says stays, and leads where it led.
fn rest(old: &Target, new: &Target) -> Result<(), String> {
    let said = |book: &Book| {
        let tree = &book.tree;
        let pieces = tree.children(tree.root()).filter_map(|e| match tree.local(e) {
            "sheets" | "definedNames" => None,
            "calcPr" => Some(xml::without_attribute(tree.tag(e), "fullCalcOnLoad")).filter(|tag| tag.contains('=')),
            "bookViews" => {
                let views = tree.children(e).map(|view| {
                    let tag = xml::without_attribute(tree.tag(view), "activeTab");
                    xml::without_attribute(&tag, "firstSheet")
                });
                Some(views.collect())
            }
            _ => Some(tree.piece(&e.whole).to_string()),
        });
        pieces.collect::<Vec<String>>()
    };
    if said(&old.book) != said(&new.book) {
        return Err("what the workbook says of itself would change".into());
    }
    let gone = |part: &str| !new.package.has(part);
    match old.book.rels.iter().find(|rel| !new.book.rels.contains(rel) && (rel.external || !gone(&rel.target))) {
        Some(rel) => Err(format!("the workbook would no longer lead to {}", rel.target)),
        None => Ok(()),
    }
}

/// The analyst's formats keep their places: each list starts with what it was.
fn formats(old: &Target, new: &Target) -> Result<(), String> {
    let read = |target: &Target| {
        let part = target.book.related("/styles").map(|r| r.target.clone()).unwrap_or_default();
        target.package.tree(&part).map_err(|why| why.to_string())
    };
    let (old, new) = (read(old)?, read(new)?);
    let lists = |tree: &Tree| tree.children(tree.root()).cloned().collect::<Vec<Element>>();
    let changed = |name: &str| Err(format!("the list of formats ({name}) would change"));
    for list in lists(&old) {
        let name = old.local(&list);
        let Some(found) = new.child(new.root(), name) else { return changed(name) };
        let (was, is) = (old.piece(&list.inner), new.piece(&found.inner));
        let grows = matches!(name, "numFmts" | "fonts" | "fills" | "borders" | "cellXfs" | "dxfs");
        let same = if grows { is.starts_with(was) } else { is == was };
        let count = xml::without_attribute(old.tag(&list), "count");
        let bare = |tag: &str| tag.trim_end_matches(['/', '>']).trim_end().to_string();
        if !same || bare(&count) != bare(&xml::without_attribute(new.tag(found), "count")) {
            return changed(name);
        }
    }
    if old.tag(old.root()) == new.tag(new.root()) || old.root().single { Ok(()) } else { changed("head") }
}

/// The analyst's cells hold the same, as another program reads them.
fn cells((before, after): (&[u8], &[u8]), pairs: &[Pair]) -> Result<(usize, u64), String> {
    let (Some(mut old), Some(mut new)) = (Cells::open(before), Cells::open(after)) else {
        return Err("its cells could not be read back".into());
    };
    let (mut sheets, mut total) = (0, 0);
    for pair in pairs.iter().filter(|p| p.old.cells) {
        let (was, is) = (content(&mut old, &pair.old.name), content(&mut new, &pair.new.name));
        if was != is {
            return Err(format!("cells of the sheet '{}' would change", pair.old.name));
        }
        if let Some((count, _)) = was {
            sheets += 1;
            total += count;
        }
    }
    Ok((sheets, total))
}

/// Number and hash of all values and formulas, exactly.
fn content(book: &mut Cells, sheet: &str) -> Option<(u64, Vec<u8>)> {
    let mut hasher = Sha256::new();
    let count = book.each(sheet, |place, value: &DataRef, formula| {
        hasher.update(format!("{place:?} {value:?} {formula:?}\n"));
    })?;
    Some((count, hasher.finalize().to_vec()))
}
