//! Whether a package hangs together, so that Excel opens it without repair. Flaws it had before are not held against it.

use std::collections::HashSet;

use super::book::Book;
use super::package::{Package, key};
use super::tables;
use super::xml;

/// Sees that everything in the new file that differs from the old one is sound.
pub fn check(old: &Package, (new, book): (&Package, &Book)) -> Result<(), String> {
    parts(old, new)?;
    tables_and_names(old, (new, book))?;
    let odd = book
        .sheets
        .iter()
        .find(|s| s.cells && !is_sheet(new, &s.part) && (is_sheet(old, &s.part) || !old.has(&s.part)));
    match odd {
        Some(sheet) => Err(format!("the sheet '{}' would be taken for something else", sheet.name)),
        None => sheets(book),
    }
}

fn is_sheet(package: &Package, part: &str) -> bool {
    package.types.of(part).is_some_and(|kind| kind.ends_with("worksheet+xml"))
}

/// Parts parse, are of a known kind, and lead to parts that exist.
fn parts(old: &Package, new: &Package) -> Result<(), String> {
    for entry in new.entries().iter().filter(|e| !e.part.ends_with('/')) {
        let part = &entry.part;
        let before = old.entry(part);
        let same = before.is_some_and(|b| (b.crc, b.size) == (entry.crc, entry.size));
        if new.types.of(part).is_none() && key(part) != key(super::types::Types::PART) {
            let known = before.is_some() && old.types.of(part).is_none();
            if !known {
                return Err(format!("nothing would say what the part {part} is"));
            }
        }
        let kind = old.types.of(part);
        if same && kind.is_some() && new.types.of(part) != kind {
            return Err(format!("the part {part} would be taken for something else"));
        }
        let lower = part.to_lowercase();
        if !same && (lower.ends_with(".xml") || lower.ends_with(".rels")) {
            let content = new.read(part).map_err(|why| why.to_string())?;
            xml::check(&content).map_err(|flaw| format!("the part {part} {flaw}"))?;
        }
        let dead = |package: &Package| -> Result<HashSet<(String, String)>, String> {
            let rels = package.rels(part).map_err(|why| why.to_string())?;
            let dead = rels.into_iter().filter(|r| !r.external && !package.has(&r.target));
            Ok(dead.map(|r| (r.id, r.target)).collect())
        };
        if let Some((_, target)) = dead(new)?.difference(&dead(old)?).next() {
            return Err(format!("the part {part} would lead to {target}, which is missing"));
        }
    }
    Ok(())
}

/// Numbers and names of tables.
#[derive(Default)]
struct Used {
    ids: HashSet<u32>,
    ids_twice: HashSet<u32>,
    names: HashSet<String>,
    names_twice: HashSet<String>,
}

/// No two tables have the same number or name, no two names mean different things on the same sheet.
fn tables_and_names(old: &Package, (new, book): (&Package, &Book)) -> Result<(), String> {
    let used = |package: &Package| -> Result<Used, String> {
        let mut used = Used::default();
        for entry in package.entries() {
            if !package.types.of(&entry.part).unwrap_or("").ends_with("spreadsheetml.table+xml") {
                continue;
            }
            let tree = package.tree(&entry.part).map_err(|why| why.to_string())?;
            let table = tables::read(&entry.part, &tree);
            if !used.ids.insert(table.id) {
                used.ids_twice.insert(table.id);
            }
            let name = table.name.to_lowercase();
            if !used.names.insert(name.clone()) {
                used.names_twice.insert(name);
            }
        }
        Ok(used)
    };
    let (before, after) = (used(old)?, used(new)?);
    if let Some(id) = after.ids_twice.difference(&before.ids_twice).next() {
        return Err(format!("two tables would have the number {id}"));
    }
    if let Some(name) = after.names_twice.difference(&before.names_twice).next() {
        return Err(format!("two tables would be called '{name}'"));
    }
    let mut seen = HashSet::new();
    let old_book = Book::read(old).map_err(|why| why.to_string())?;
    let had = |name: &str| old_book.names.iter().filter(|n| n.name.to_lowercase() == name).count();
    for name in &book.names {
        let lower = name.name.to_lowercase();
        if !seen.insert((lower.clone(), name.local)) && had(&lower) < 2 {
            return Err(format!("the name '{}' would be defined twice", name.name));
        }
        if after.names.contains(&lower) && name.local.is_none() && had(&lower) == 0 {
            return Err(format!("a table and a name would both be called '{}'", name.name));
        }
        if name.local.is_some_and(|place| place >= book.sheets.len()) && had(&lower) == 0 {
            return Err(format!("the name '{}' would belong to no sheet", name.name));
        }
    }
    Ok(())
}

/// Sheets differ in name, number and relationship, and can be named so; one at least can be seen.
fn sheets(book: &Book) -> Result<(), String> {
    let (mut names, mut ids, mut rels) = (HashSet::new(), HashSet::new(), HashSet::new());
    for sheet in &book.sheets {
        let new = names.insert(sheet.name.to_lowercase());
        if !new || !ids.insert(sheet.id) || !rels.insert(&sheet.rel) {
            return Err(format!("there would be two sheets '{}'", sheet.name));
        }
    }
    if !book.sheets.iter().any(|s| s.visible) {
        return Err("no sheet could be seen".into());
    }
    let tree = &book.tree;
    let views = tree.child(tree.root(), "bookViews");
    for view in views.into_iter().flat_map(|list| tree.children(list)) {
        let active = tree.exact(view, "activeTab").and_then(|v| v.parse::<usize>().ok());
        if active.is_some_and(|n| n >= book.sheets.len()) {
            return Err("a sheet that is not there would be shown".into());
        }
    }
    Ok(())
}
