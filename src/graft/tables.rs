//! Excel's named tables: what they are called, and giving ours numbers and names that are free.

use std::collections::{HashMap, HashSet};

use super::formula;
use super::package::Package;
use super::refusal::Refusal;
use super::sheet::{Moved, with_formats};
use super::tree::Tree;
use super::xml::{self, Edits};

/// A table on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its part.
    pub part: String,
    /// Its number, unique in the workbook; slicers know it by this.
    pub id: u32,
    /// What formulas call it.
    pub name: String,
    /// Number and header of each column.
    pub columns: Vec<(String, String)>,
}

/// The tables on a sheet.
pub fn of_sheet(package: &Package, sheet: &str) -> Result<Vec<Table>, Refusal> {
    let mut tables = Vec::new();
    for rel in package.rels(sheet)?.iter().filter(|r| r.is("/table")) {
        tables.push(read(&rel.target, &package.tree(&rel.target)?));
    }
    Ok(tables)
}

/// A table from its part.
pub fn read(part: &str, tree: &Tree) -> Table {
    let root = tree.root();
    let of = |e, name: &str| tree.exact(e, name).map(|v| v.into_owned());
    let columns = tree.child(root, "tableColumns").into_iter().flat_map(|list| tree.children(list));
    Table {
        part: part.to_string(),
        id: of(root, "id").and_then(|id| id.parse().ok()).unwrap_or(0),
        name: of(root, "displayName").or_else(|| of(root, "name")).unwrap_or_default(),
        columns: columns.map(|c| (of(c, "id").unwrap_or_default(), of(c, "name").unwrap_or_default())).collect(),
    }
}

/// Numbers and names that are in use. Tables and defined names share their names, in capital letters or not.
#[derive(Debug, Default)]
pub struct Taken {
    /// Numbers of tables.
    pub ids: HashSet<u32>,
    /// Names in small letters.
    pub names: HashSet<String>,
}

impl Taken {
    /// Takes `wanted`, or the same with a number behind it.
    pub fn name(&mut self, wanted: &str) -> String {
        let numbered = (2..u32::MAX).map(|n| format!("{wanted}_{n}"));
        let mut candidates = std::iter::once(wanted.to_string()).chain(numbered);
        let free = candidates.find(|name| self.names.insert(name.to_lowercase()));
        free.unwrap_or_else(|| wanted.to_string())
    }

    /// Takes the lowest number.
    pub fn id(&mut self) -> u32 {
        (1..u32::MAX).find(|id| self.ids.insert(*id)).unwrap_or(u32::MAX)
    }
}

/// A name without the number that [`Taken::name`] put behind it.
pub fn base(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((base, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => base,
        _ => name,
    }
}

/// Number and name of one of our tables in the analyst's workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: String,
}

/// The part of one of our tables with its new number, name and formats.
pub fn rewritten(tree: &Tree, called: &Called, moved: &Moved) -> Vec<u8> {
    let mut edits = Edits::default();
    for element in tree.all() {
        let mut tag = with_formats(tree.tag(element), moved.dxf).into_owned();
        if element.open == tree.root().open {
            tag = xml::with_attribute(&tag, "id", &called.id.to_string());
            tag = xml::with_attribute(&tag, "name", &called.name);
            tag = xml::with_attribute(&tag, "displayName", &called.name);
        }
        if tag != tree.tag(element) {
            edits.replace(element.open.clone(), tag);
        }
        if matches!(tree.local(element), "calculatedColumnFormula" | "totalsRowFormula") {
            let content = tree.content(element);
            if let std::borrow::Cow::Owned(new) = formula::renamed(&content, moved.renames) {
                edits.replace(element.inner.clone(), xml::escaped_text(&new));
            }
        }
    }
    tree.apply(edits)
}

/// The part of a table of the analyst under another name, and nothing else.
pub fn renamed(tree: &Tree, name: &str) -> Vec<u8> {
    let mut edits = Edits::default();
    let tag = xml::with_attribute(tree.tag(tree.root()), "name", name);
    edits.replace(tree.root().open.clone(), xml::with_attribute(&tag, "displayName", name));
    tree.apply(edits)
}

/// Which columns of which tables slicers filter by: number of the table and number of the column.
pub fn sliced(package: &Package) -> HashMap<u32, HashSet<String>> {
    let mut found: HashMap<u32, HashSet<String>> = HashMap::new();
    for entry in package.entries().iter().filter(|e| e.part.to_lowercase().contains("/slicercaches/")) {
        let Ok(tree) = package.tree(&entry.part) else { continue };
        for element in tree.all().filter(|e| tree.local(e) == "tableSlicerCache") {
            let id = tree.exact(element, "tableId").and_then(|id| id.parse().ok());
            if let (Some(id), Some(column)) = (id, tree.exact(element, "column")) {
                found.entry(id).or_default().insert(column.into_owned());
            }
        }
    }
    found
}
