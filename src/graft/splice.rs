//! The workbook part with our sheets and names in it: only their bytes are new.

use std::collections::HashMap;

use super::book::{Book, Name, RELATIONSHIPS};
use super::donor::Donor;
use super::fate::{Fate, Target};
use super::formula;
use super::mark::{MARK, Mark};
use super::names::{COMMENT, Calls};
use super::tree::Element;
use super::xml::{self, Edits};

/// A result sheet in the analyst's workbook.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Its number in the workbook.
    pub id: u32,
    /// Name of the relationship to its part.
    pub rel: String,
    /// Its part.
    pub part: String,
    /// Whether it takes over the element of the sheet it replaces.
    pub again: bool,
}

/// All that decides what the workbook part becomes.
pub struct Plan<'p, 'a> {
    /// The analyst's workbook.
    pub target: &'p Target<'a>,
    /// The results.
    pub donor: &'p Donor<'a>,
    /// What becomes of each sheet.
    pub fates: &'p [Fate],
    /// Where each result sheet goes.
    pub placed: &'p [Placed],
    /// New names.
    pub calls: &'p Calls,
    /// The hidden name of each result sheet.
    pub marks: &'p [Mark],
    /// Whether calculation on opening is to be asked for.
    pub ask: bool,
}

/// A sheet in the new order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Old(usize),
    Fresh(usize),
}

/// The new workbook part.
pub fn workbook(plan: &Plan) -> Vec<u8> {
    let book = &plan.target.book;
    let order = order(plan);
    let mut edits = Edits::default();
    sheets(plan, &order, &mut edits);
    views(plan, &order, &mut edits);
    names(plan, &order, &mut edits);
    calculation(plan, &mut edits);
    book.tree.apply(edits)
}

fn order(plan: &Plan) -> Vec<Tab> {
    let mut order = Vec::new();
    for (place, fate) in plan.fates.iter().enumerate() {
        match fate {
            Fate::Removed => {}
            Fate::Displaced { by, .. } => order.extend([Tab::Fresh(*by), Tab::Old(place)]),
            Fate::Theirs | Fate::Left | Fate::Replaced(_) => order.push(Tab::Old(place)),
        }
    }
    let placed =
        |n: usize| plan.fates.iter().any(|f| matches!(f, Fate::Replaced(by) | Fate::Displaced { by, .. } if *by == n));
    order.extend((0..plan.placed.len()).filter(|n| !placed(*n)).map(Tab::Fresh));
    order
}

/// New place of an old sheet.
fn place(order: &[Tab], old: usize) -> Option<usize> {
    order.iter().position(|tab| *tab == Tab::Old(old))
}

fn sheets(plan: &Plan, order: &[Tab], edits: &mut Edits) {
    let book = &plan.target.book;
    let tree = &book.tree;
    let Some(list) = tree.child(tree.root(), "sheets") else { return };
    // The prefix of `r:id` need not be `r` over there, so it is declared unless the root says what we need.
    let known = tree.exact(tree.root(), "xmlns:r").is_some_and(|space| space == RELATIONSHIPS);
    let space = if known { String::new() } else { format!(r#" xmlns:r="{RELATIONSHIPS}""#) };
    let element = |n: usize| {
        let (sheet, placed) = (plan.donor.book.sheets.get(n)?, plan.placed.get(n)?);
        let (prefix, name) = (tree.prefix(list), xml::escaped(&sheet.name));
        let rel = xml::escaped(&placed.rel);
        Some(format!(r#"<{prefix}sheet name="{name}" sheetId="{}" r:id="{rel}"{space}/>"#, placed.id))
    };
    let mut appended = String::new();
    for (n, tab) in order.iter().enumerate() {
        let Tab::Fresh(fresh) = tab else { continue };
        let text = element(*fresh).unwrap_or_default();
        match order.get(n + 1) {
            Some(Tab::Old(old)) => {
                let next = book.sheets.get(*old).map(|s| s.element.whole.start);
                edits.insert(next.unwrap_or(list.inner.end), text);
            }
            _ => appended += &text,
        }
    }
    for (sheet, fate) in book.sheets.iter().zip(plan.fates) {
        match fate {
            Fate::Removed => edits.remove(sheet.element.whole.clone()),
            Fate::Displaced { called, .. } => {
                let tag = xml::with_attribute(tree.tag(&sheet.element), "name", called);
                edits.replace(sheet.element.open.clone(), tag);
            }
            _ => {}
        }
    }
    if !appended.is_empty() {
        edits.insert(list.inner.end, appended);
    }
}

/// The tab that is shown stays shown, wherever it goes.
fn views(plan: &Plan, order: &[Tab], edits: &mut Edits) {
    let book = &plan.target.book;
    let tree = &book.tree;
    let visible = |tab: &Tab| match tab {
        Tab::Old(old) => book.sheets.get(*old).is_some_and(|s| s.visible),
        Tab::Fresh(_) => true,
    };
    let new = |old: usize| {
        place(order, old).or_else(|| {
            // The nearest one before it that can be seen, else the first.
            let before = (0..old).rev().filter_map(|o| place(order, o));
            let seen = |n: &usize| order.get(*n).is_some_and(visible);
            before.chain(0..order.len()).find(seen)
        })
    };
    let list = tree.child(tree.root(), "bookViews");
    for view in list.into_iter().flat_map(|list| tree.children(list)) {
        let mut tag = tree.tag(view).to_string();
        for name in ["activeTab", "firstSheet"] {
            let old = tree.exact(view, name).and_then(|v| v.parse::<usize>().ok());
            if let Some(old) = old.filter(|old| *old < book.sheets.len())
                && let Some(new) = new(old).filter(|new| *new != old)
            {
                tag = xml::with_attribute(&tag, name, &new.to_string());
            }
        }
        if tag != tree.tag(view) {
            edits.replace(view.open.clone(), tag);
        }
    }
}

fn names(plan: &Plan, order: &[Tab], edits: &mut Edits) {
    let book = &plan.target.book;
    let tree = &book.tree;
    for (number, name) in book.names.iter().enumerate() {
        if plan.calls.gone.contains(&number) || gone(plan, name) {
            edits.remove(name.element.whole.clone());
        } else if let Some(old) = name.local {
            stays(plan, (name, old), (order, edits));
        }
    }
    let root = tree.root();
    let prefix = tree.prefix(root);
    let text = ours(plan, order, prefix);
    if let Some(list) = tree.child(root, "definedNames") {
        tree.extend(edits, list, tree.tag(list).to_string(), &text);
        return;
    }
    let text = format!("<{prefix}definedNames>{text}</{prefix}definedNames>");
    edits.insert(behind_sheets(book), text);
}

/// Where names would stand if there were any.
fn behind_sheets(book: &Book) -> usize {
    let tree = &book.tree;
    let before = ["externalReferences", "functionGroups", "sheets"].iter().find_map(|n| tree.child(tree.root(), n));
    before.map_or(tree.root().inner.end, |e| e.whole.end)
}

/// Whether a sheet's own name goes with what we wrote there.
fn gone(plan: &Plan, name: &Name) -> bool {
    let mark = name.name.eq_ignore_ascii_case(MARK);
    match name.local.and_then(|place| plan.fates.get(place)) {
        Some(Fate::Removed) => true,
        Some(Fate::Displaced { .. }) => mark,
        Some(Fate::Replaced(by)) => {
            // A filter goes with its cells; what is printed is ours to say only if we say it.
            let again = plan.donor.names_of(*by).any(|n| n.name.eq_ignore_ascii_case(&name.name));
            mark || again || name.name.eq_ignore_ascii_case("_xlnm._FilterDatabase")
        }
        _ => false,
    }
}

/// A sheet's own name that stays, at the sheet's new place and under its new name.
fn stays(plan: &Plan, (name, old): (&Name, usize), (order, edits): (&[Tab], &mut Edits)) {
    let tree = &plan.target.book.tree;
    if let Some(new) = place(order, old).filter(|new| *new != old) {
        let tag = xml::with_attribute(tree.tag(&name.element), "localSheetId", &new.to_string());
        edits.replace(name.element.open.clone(), tag);
    }
    let sheet = plan.target.book.sheets.get(old);
    if let (Some(Fate::Displaced { called, .. }), Some(sheet)) = (plan.fates.get(old), sheet) {
        let text = formula::moved(&name.text, &sheet.name, called);
        if text != name.text {
            edits.replace(name.element.inner.clone(), xml::escaped_text(&text));
        }
    }
}

/// The names of the results and the hidden name of each of their sheets.
fn ours(plan: &Plan, order: &[Tab], prefix: &str) -> String {
    let element = |attributes: &str, text: &str| {
        format!("<{prefix}definedName {attributes}>{}</{prefix}definedName>", xml::escaped_text(text))
    };
    let mut all = String::new();
    for name in plan.donor.shared_names() {
        let new = plan.calls.renames.get(&name.name.to_lowercase()).unwrap_or(&name.name);
        let hidden = if hidden(plan.donor, name) { r#" hidden="1""# } else { "" };
        let attributes = format!(r#"name="{}" comment="{COMMENT}"{hidden}"#, xml::escaped(new));
        all += &element(&attributes, &formula::renamed(&name.text, &plan.calls.renames));
    }
    for (n, _) in plan.donor.sheets() {
        let Some(place) = fresh_place(plan, order, n) else { continue };
        for name in plan.donor.names_of(n) {
            let hidden = if hidden(plan.donor, name) { r#" hidden="1""# } else { "" };
            let attributes = format!(r#"name="{}" localSheetId="{place}"{hidden}"#, xml::escaped(&name.name));
            all += &element(&attributes, &formula::renamed(&name.text, &plan.calls.renames));
        }
        if let Some(mark) = plan.marks.get(n) {
            all += &element(&format!(r#"name="{MARK}" localSheetId="{place}" hidden="1""#), &mark.text());
        }
    }
    all
}

fn hidden(donor: &Donor, name: &Name) -> bool {
    xml::yes(donor.book.tree.exact(&name.element, "hidden"))
}

/// Where a result sheet stands.
fn fresh_place(plan: &Plan, order: &[Tab], n: usize) -> Option<usize> {
    let replaced = plan.fates.iter().position(|f| *f == Fate::Replaced(n));
    match replaced {
        Some(old) => place(order, old),
        None => order.iter().position(|tab| *tab == Tab::Fresh(n)),
    }
}

fn calculation(plan: &Plan, edits: &mut Edits) {
    if !plan.ask {
        return;
    }
    let tree = &plan.target.book.tree;
    match plan.target.book.calculation() {
        Some(element) => {
            let tag = xml::with_attribute(tree.tag(element), "fullCalcOnLoad", "1");
            edits.replace(element.open.clone(), tag);
        }
        None => {
            let names = tree.child(tree.root(), "definedNames");
            let at = names.map_or(behind_sheets(&plan.target.book), |e: &Element| e.whole.end);
            edits.insert(at, format!(r#"<{}calcPr fullCalcOnLoad="1"/>"#, tree.prefix(tree.root())));
        }
    }
}

/// The workbook's relationships with our sheets among them.
pub fn relationships(tree: &super::tree::Tree, plan: &Plan, gone: &[String]) -> Vec<u8> {
    let mut edits = Edits::default();
    let root = tree.root();
    for rel in tree.children(root) {
        let id = tree.attribute(rel, "Id").unwrap_or_default();
        if gone.iter().any(|g| *g == id) {
            edits.remove(rel.whole.clone());
        }
    }
    let book = &plan.target.book;
    let prefix = tree.prefix(root);
    // The kind is spelled as the workbook spells it for its own sheets.
    let kind = format!("{RELATIONSHIPS}/worksheet");
    let new = plan.placed.iter().filter(|p| !p.again).map(|placed| {
        let target = super::package::relative(&book.part, &placed.part);
        let (id, target) = (xml::escaped(&placed.rel), xml::escaped(&target));
        format!(r#"<{prefix}Relationship Id="{id}" Type="{kind}" Target="{target}"/>"#)
    });
    let new: String = new.collect();
    if !new.is_empty() {
        tree.extend(&mut edits, root, tree.tag(root).to_string(), &new);
    }
    tree.apply(edits)
}

/// Numbers and relationships for all result sheets; `parts` are theirs in the same order.
pub fn placed(target: &Target, fates: &[Fate], parts: &[String]) -> Vec<Placed> {
    let book = &target.book;
    let replaced: HashMap<usize, usize> = fates
        .iter()
        .enumerate()
        .filter_map(|(place, fate)| match fate {
            Fate::Replaced(by) => Some((*by, place)),
            _ => None,
        })
        .collect();
    let mut id = book.sheets.iter().map(|s| s.id).max().unwrap_or(0);
    let numbers = book.rels.iter().filter_map(|r| r.id.get(3..).and_then(|n| n.parse::<u32>().ok()));
    let mut rel = numbers.max().unwrap_or(0);
    let place = |(n, part): (usize, &String)| {
        let old = replaced.get(&n).and_then(|place| book.sheets.get(*place));
        if let Some(old) = old {
            return Placed { id: old.id, rel: old.rel.clone(), part: part.clone(), again: true };
        }
        id = id.saturating_add(1);
        rel = rel.saturating_add(1);
        Placed { id, rel: format!("rId{rel}"), part: part.clone(), again: false }
    };
    parts.iter().enumerate().map(place).collect()
}
