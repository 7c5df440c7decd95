//! Our formats, added behind the analyst's: what is there keeps its place, and what is there already is used again.

use std::collections::HashMap;

use super::refusal::Refusal;
use super::tree::{Element, Tree};
use super::xml::{self, Edits, Kind, Tags};

/// Excel's limit is 65,490.
const MOST_FORMATS: usize = 65_000;
/// Numbers below are built in.
const FIRST_OWN_NUMBER_FORMAT: u32 = 164;
const ORDER: [&str; 11] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];

/// Where our formats are to be found in the analyst's workbook.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// New place of each cell format.
    pub xf: Vec<u32>,
    /// New place of each conditional format.
    pub dxf: Vec<u32>,
    /// Which cell formats show a day.
    pub dates: Vec<bool>,
}

/// Adds the formats of `donor` to those of `target`.
pub fn merged(target: &Tree, donor: &Tree) -> Result<(Vec<u8>, Places), Refusal> {
    if target.local(target.root()) != "styleSheet" {
        return Err(Refusal::Unusual("its list of formats is in another format".into()));
    }
    let prefix = target.prefix(target.root()).to_string();
    let (codes, number_formats) = number_formats(target, donor, &prefix);
    let fonts = Section::new(target, "fonts").with(same(donor, "fonts", &prefix), 1);
    // Excel takes the first two fills for 'none' and 'dotted', whatever they say.
    let fills = Section::new(target, "fills").with(same(donor, "fills", &prefix), 2);
    let borders = Section::new(target, "borders").with(same(donor, "borders", &prefix), 0);
    let to = Parts { codes: &codes, fonts: &fonts.places, fills: &fills.places, borders: &borders.places };
    let cells = items(donor, "cellXfs").into_iter().map(|xf| prefixed(&to.cell_format(donor, xf), &prefix)).collect();
    // What has no format of its own shall look like the rest of the analyst's workbook.
    let cells = Section::new(target, "cellXfs").with(cells, 1);
    if cells.known.len() + cells.added.len() > MOST_FORMATS {
        return Err(Refusal::Unusual("it has nearly as many cell formats as Excel allows".into()));
    }
    let conditional = items(donor, "dxfs").into_iter().map(|dxf| {
        let text = donor.piece(&dxf.whole);
        prefixed(&with_codes(text, &codes), &prefix)
    });
    let conditional = Section::new(target, "dxfs").with(conditional.collect(), 0);
    let places = Places {
        xf: cells.places.clone(),
        dxf: conditional.places.clone(),
        dates: items(donor, "cellXfs").into_iter().map(|xf| shows_date(donor, xf)).collect(),
    };
    Ok((spliced(target, &[number_formats, fonts, fills, borders, cells, conditional]), places))
}

/// A list of formats: those of the analyst and ours.
struct Section {
    name: &'static str,
    known: Vec<String>,
    added: Vec<String>,
    /// New place of each of ours.
    places: Vec<u32>,
}

impl Section {
    fn new(target: &Tree, name: &'static str) -> Section {
        let known = items(target, name).into_iter().map(|e| target.piece(&e.whole).to_string()).collect();
        Section { name, known, added: Vec::new(), places: Vec::new() }
    }

    /// Finds a place for each; the first `fixed` are what the analyst has there.
    fn with(mut self, ours: Vec<String>, fixed: usize) -> Section {
        let mut at: HashMap<String, usize> = HashMap::new();
        for (place, text) in self.known.iter().enumerate() {
            at.entry(text.clone()).or_insert(place);
        }
        for (n, text) in ours.into_iter().enumerate() {
            let place = if n < fixed && n < self.known.len() {
                n
            } else {
                let next = self.known.len() + self.added.len();
                let place = *at.entry(text.clone()).or_insert(next);
                if place == next {
                    self.added.push(text);
                }
                place
            };
            self.places.push(u32::try_from(place).unwrap_or(0));
        }
        self
    }
}

/// Numbers of our number formats over there, and the list of those that are new.
fn number_formats(target: &Tree, donor: &Tree, prefix: &str) -> (HashMap<u32, u32>, Section) {
    let read = |tree: &Tree| -> Vec<(u32, String)> {
        let of = |e: &Element| {
            let id = tree.exact(e, "numFmtId")?.parse().ok()?;
            Some((id, tree.exact(e, "formatCode")?.into_owned()))
        };
        items(tree, "numFmts").into_iter().filter_map(of).collect()
    };
    let theirs = read(target);
    let mut by_code: HashMap<String, u32> = HashMap::new();
    for (id, code) in &theirs {
        by_code.entry(code.clone()).or_insert(*id);
    }
    let mut next = theirs.iter().map(|(id, _)| id.saturating_add(1)).max().unwrap_or(0).max(FIRST_OWN_NUMBER_FORMAT);
    let mut section = Section::new(target, "numFmts");
    let mut places = HashMap::new();
    for (old, code) in read(donor) {
        let id = *by_code.entry(code.clone()).or_insert_with(|| {
            let code = xml::escaped(&code);
            section.added.push(format!(r#"<{prefix}numFmt numFmtId="{next}" formatCode="{code}"/>"#));
            next += 1;
            next - 1
        });
        places.insert(old, id);
    }
    (places, section)
}

/// Where the pieces of a cell format are to be found.
struct Parts<'a> {
    codes: &'a HashMap<u32, u32>,
    fonts: &'a [u32],
    fills: &'a [u32],
    borders: &'a [u32],
}

impl Parts<'_> {
    fn cell_format(&self, donor: &Tree, xf: &Element) -> String {
        let number = |name: &str| donor.exact(xf, name).and_then(|v| v.parse::<u32>().ok());
        let mut tag = donor.tag(xf).to_string();
        let mut set = |name: &str, value: Option<u32>| {
            if let Some(value) = value {
                tag = xml::with_attribute(&tag, name, &value.to_string());
            }
        };
        let listed = |list: &[u32], name: &str| {
            let old = number(name).and_then(|n| usize::try_from(n).ok());
            old.map(|n| list.get(n).copied().unwrap_or(0))
        };
        set("numFmtId", number("numFmtId").map(|id| self.codes.get(&id).copied().unwrap_or(id)));
        set("fontId", listed(self.fonts, "fontId"));
        set("fillId", listed(self.fills, "fillId"));
        set("borderId", listed(self.borders, "borderId"));
        // Based on the analyst's 'Normal'.
        set("xfId", number("xfId").map(|_| 0));
        tag + donor.text.get(xf.open.end..xf.whole.end).unwrap_or("")
    }
}

/// The elements of a list.
fn items<'a>(tree: &'a Tree, section: &str) -> Vec<&'a Element> {
    tree.child(tree.root(), section).map(|list| tree.children(list).collect()).unwrap_or_default()
}

/// The items of a list as they are, but for the prefix.
fn same(donor: &Tree, section: &str, prefix: &str) -> Vec<String> {
    items(donor, section).into_iter().map(|e| prefixed(donor.piece(&e.whole), prefix)).collect()
}

/// Elements without prefix get one.
fn prefixed(fragment: &str, prefix: &str) -> String {
    if prefix.is_empty() {
        return fragment.to_string();
    }
    let mut edits = Edits::default();
    for tag in Tags::new(fragment).map_while(Result::ok).filter(|t| !t.name().contains(':')) {
        let name = tag.range.start + if tag.kind == Kind::Close { 2 } else { 1 };
        edits.insert(name, prefix);
    }
    edits.apply(fragment)
}

/// A conditional format whose number format has its number over there.
fn with_codes(fragment: &str, codes: &HashMap<u32, u32>) -> String {
    let mut edits = Edits::default();
    for tag in Tags::new(fragment).map_while(Result::ok).filter(|t| t.local() == "numFmt") {
        let old = xml::exact(tag.raw, "numFmtId").and_then(|v| v.parse::<u32>().ok());
        if let Some(new) = old.and_then(|old| codes.get(&old)) {
            edits.replace(tag.range.clone(), xml::with_attribute(tag.raw, "numFmtId", &new.to_string()));
        }
    }
    edits.apply(fragment)
}

/// Whether a cell format shows a day; a time of day or a length of time counts from nothing.
fn shows_date(donor: &Tree, xf: &Element) -> bool {
    let Some(id) = donor.exact(xf, "numFmtId").and_then(|v| v.parse::<u32>().ok()) else { return false };
    if matches!(id, 14..=17 | 22) {
        return true;
    }
    let id = id.to_string();
    let code = items(donor, "numFmts").into_iter().find(|e| donor.exact(e, "numFmtId").is_some_and(|n| n == id));
    let code = code.and_then(|e| donor.exact(e, "formatCode")).unwrap_or_default().to_lowercase();
    // Letters in quotes, in brackets or after a backslash are no dates.
    let (mut quoted, mut bracket, mut skip) = (false, false, false);
    code.chars().any(|c| {
        let literal = quoted || bracket || std::mem::take(&mut skip);
        match c {
            '"' => quoted = !quoted,
            '[' => bracket = true,
            ']' => bracket = false,
            '\\' | '_' | '*' => skip = !literal,
            _ => {}
        }
        !literal && matches!(c, 'y' | 'd')
    })
}

fn spliced(target: &Tree, sections: &[Section]) -> Vec<u8> {
    let root = target.root();
    let prefix = target.prefix(root);
    let mut edits = Edits::default();
    let mut at_end = String::new();
    for section in sections.iter().filter(|s| !s.added.is_empty()) {
        let text = section.added.concat();
        let count = section.known.len() + section.added.len();
        if let Some(list) = target.child(root, section.name) {
            let mut tag = target.tag(list).to_string();
            if target.exact(list, "count").is_some() {
                tag = xml::with_attribute(&tag, "count", &count.to_string());
            }
            target.extend(&mut edits, list, tag, &text);
            continue;
        }
        let name = section.name;
        let list = format!(r#"<{prefix}{name} count="{count}">{text}</{prefix}{name}>"#);
        let later = ORDER.iter().skip_while(|n| **n != name);
        match later.filter_map(|n| target.child(root, n)).next() {
            Some(next) => edits.insert(next.whole.start, list),
            None => at_end += &list,
        }
    }
    if !at_end.is_empty() {
        target.extend(&mut edits, root, target.tag(root).to_string(), &at_end);
    }
    target.apply(edits)
}
