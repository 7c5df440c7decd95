//! The part with the list of sheets and names, as it is.

use std::collections::HashSet;

use super::package::{Package, Rel};
use super::refusal::Refusal;
use super::tree::{Element, Tree};
use super::xml;

/// Kind of the relationship from the workbook to a sheet of cells.
pub const WORKSHEET: &str = "/worksheet";
/// The namespace of attributes such as `r:id`.
pub const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A sheet of a workbook.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What its tab says.
    pub name: String,
    /// Its number, which it keeps for life.
    pub id: u32,
    /// Name of the relationship to its part.
    pub rel: String,
    /// Its part.
    pub part: String,
    /// Whether it has cells; others are charts, dialogs and old macros.
    pub cells: bool,
    /// Whether it can be seen.
    pub visible: bool,
    /// Its element.
    pub element: Element,
}

/// A defined name.
#[derive(Debug, Clone)]
pub struct Name {
    /// What it is called.
    pub name: String,
    /// The place of the only sheet that knows it.
    pub local: Option<usize>,
    /// What it stands for.
    pub text: String,
    /// The remark its author left.
    pub comment: String,
    /// Its element.
    pub element: Element,
}

impl Name {
    /// Whether it has a meaning for Excel itself, such as what is printed.
    pub fn built_in(&self) -> bool {
        self.name.to_lowercase().starts_with("_xlnm.")
    }
}

/// The workbook part of a package.
#[derive(Debug)]
pub struct Book {
    /// Name of the part.
    pub part: String,
    /// Its elements.
    pub tree: Tree,
    /// What starts from it.
    pub rels: Vec<Rel>,
    /// Its sheets in the order of their tabs.
    pub sheets: Vec<Sheet>,
    /// Its names in the order of the file.
    pub names: Vec<Name>,
    /// Dates count from 1904.
    pub from_1904: bool,
}

impl Book {
    /// Reads it, or says why it can't take result sheets.
    pub fn read(package: &Package) -> Result<Book, Refusal> {
        let part = package.workbook()?;
        let tree = package.tree(&part)?;
        refuse_forms(&tree)?;
        let rels = package.rels(&part)?;
        let sheets = sheets(&tree, &rels)?;
        let names = names(&tree);
        let properties = tree.child(tree.root(), "workbookPr");
        let from_1904 = properties.is_some_and(|p| xml::yes(tree.attribute(p, "date1904")));
        Ok(Book { part, tree, rels, sheets, names, from_1904 })
    }

    /// Refuses what may not be changed.
    pub fn refuse_locks(&self) -> Result<(), Refusal> {
        let root = self.tree.root();
        let attribute = |element: &str, name: &str| {
            let found = self.tree.child(root, element);
            found.and_then(|e| self.tree.attribute(e, name))
        };
        if xml::yes(attribute("workbookProtection", "lockStructure")) {
            let how = "its structure is protected (Review, Protect Workbook), so no sheet can be added";
            return Err(Refusal::Protected(how.into()));
        }
        if attribute("fileSharing", "reservationPassword").is_some() || attribute("fileSharing", "hashValue").is_some()
        {
            return Err(Refusal::Protected("a password is needed to save changes to it".into()));
        }
        if self.rels.iter().any(|r| r.is("/revisionHeaders") || r.is("/usernames")) {
            return Err(Refusal::Shared);
        }
        Ok(())
    }

    /// What the relationships call a part of a kind, such as `/styles`.
    pub fn related(&self, kind: &str) -> Option<&Rel> {
        self.rels.iter().find(|r| r.is(kind))
    }

    /// The element that says how to calculate.
    pub fn calculation(&self) -> Option<&Element> {
        self.tree.child(self.tree.root(), "calcPr")
    }

    /// Whether everything is calculated on opening.
    pub fn calculates_on_load(&self) -> bool {
        self.calculation().is_some_and(|e| xml::yes(self.tree.attribute(e, "fullCalcOnLoad")))
    }

    /// Whether nothing is calculated unless the analyst asks for it.
    pub fn calculates_by_hand(&self) -> bool {
        self.calculation().and_then(|e| self.tree.attribute(e, "calcMode")).is_some_and(|mode| mode == "manual")
    }
}

fn refuse_forms(tree: &Tree) -> Result<(), Refusal> {
    let root = tree.root();
    let prefix = tree.prefix(root);
    let space = if prefix.is_empty() { "xmlns".to_string() } else { format!("xmlns:{}", prefix.trim_end_matches(':')) };
    match tree.exact(root, &space).as_deref() {
        Some(MAIN) if tree.local(root) == "workbook" => {}
        Some(other) if other.contains("purl.oclc.org") => return Err(Refusal::Strict),
        _ => return Err(Refusal::Unusual("its list of sheets is in another format".into())),
    }
    if tree.attribute(root, "conformance").is_some_and(|c| c == "strict") {
        return Err(Refusal::Strict);
    }
    Ok(())
}

fn sheets(tree: &Tree, rels: &[Rel]) -> Result<Vec<Sheet>, Refusal> {
    let list = tree.child(tree.root(), "sheets");
    let mut sheets = Vec::new();
    for element in list.into_iter().flat_map(|list| tree.children(list)).filter(|e| tree.local(e) == "sheet") {
        let of = |name: &str| tree.attribute(element, name).map(|v| v.into_owned());
        let name = of("name").unwrap_or_default();
        let rel = of("id").unwrap_or_default();
        let id = of("sheetId").and_then(|id| id.parse().ok());
        let (Some(id), Some(to)) = (id, rels.iter().find(|r| r.id == rel)) else {
            return Err(Refusal::Damaged(format!("the sheet '{name}' has no part")));
        };
        sheets.push(Sheet {
            id,
            rel,
            part: to.target.clone(),
            cells: to.is(WORKSHEET),
            visible: matches!(of("state").as_deref(), None | Some("visible")),
            element: element.clone(),
            name,
        });
    }
    let parts: HashSet<&str> = sheets.iter().map(|s| s.part.as_str()).collect();
    if parts.len() < sheets.len() {
        return Err(Refusal::Unusual("two of its sheets share one part".into()));
    }
    if sheets.is_empty() {
        return Err(Refusal::Damaged("it has no sheets".into()));
    }
    Ok(sheets)
}

fn names(tree: &Tree) -> Vec<Name> {
    let list = tree.child(tree.root(), "definedNames");
    let elements = list.into_iter().flat_map(|list| tree.children(list)).filter(|e| tree.local(e) == "definedName");
    let read = elements.map(|element| {
        let of = |name: &str| tree.attribute(element, name).map(|v| v.into_owned());
        Name {
            name: of("name").unwrap_or_default(),
            local: of("localSheetId").and_then(|id| id.parse().ok()),
            text: tree.content(element).into_owned(),
            comment: of("comment").unwrap_or_default(),
            element: element.clone(),
        }
    });
    read.collect()
}
