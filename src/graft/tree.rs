//! The elements of a small part and where they stand.

use std::borrow::Cow;
use std::ops::Range;

use super::xml::{self, Edits, Flaw, Kind, Tags};

/// An element by its places in the text.
#[derive(Debug, Clone)]
pub struct Element {
    /// Its first tag.
    pub open: Range<usize>,
    /// What is between its tags; empty where it has but one.
    pub inner: Range<usize>,
    /// From the first tag to the last.
    pub whole: Range<usize>,
    /// One tag that opens and closes.
    pub single: bool,
    index: usize,
    parent: Option<usize>,
}

/// A text and its elements in the order of their first tags.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The text without byte order mark.
    pub text: String,
    marked: bool,
    elements: Vec<Element>,
    root: Element,
}

impl Tree {
    /// Reads a part.
    pub fn new(bytes: &[u8]) -> Result<Tree, Flaw> {
        let (text, marked) = xml::text(bytes)?;
        let mut elements: Vec<Element> = Vec::new();
        let mut above: Vec<usize> = Vec::new();
        for tag in Tags::new(text) {
            let tag = tag?;
            if tag.kind == Kind::Close {
                let element = above.pop().and_then(|i| elements.get_mut(i)).ok_or(Flaw::Form)?;
                element.inner.end = tag.range.start;
                element.whole.end = tag.range.end;
                continue;
            }
            let index = elements.len();
            elements.push(Element {
                inner: tag.range.end..tag.range.end,
                whole: tag.range.clone(),
                open: tag.range,
                single: tag.kind == Kind::Empty,
                index,
                parent: above.last().copied(),
            });
            if tag.kind == Kind::Open {
                above.push(index);
            }
        }
        let root = elements.first().cloned().ok_or(Flaw::Form)?;
        Ok(Tree { text: text.to_string(), marked, elements, root })
    }

    /// The outermost element.
    pub fn root(&self) -> &Element {
        &self.root
    }

    /// A piece of the text.
    pub fn piece(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// The first tag as text.
    pub fn tag(&self, element: &Element) -> &str {
        self.piece(&element.open)
    }

    /// Name with prefix.
    pub fn name(&self, element: &Element) -> &str {
        let tag = self.tag(element).get(1..).unwrap_or("");
        tag.split(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').next().unwrap_or("")
    }

    /// Name without prefix.
    pub fn local(&self, element: &Element) -> &str {
        xml::local(self.name(element))
    }

    /// The prefix with its colon; empty where there is none.
    pub fn prefix(&self, element: &Element) -> &str {
        let name = self.name(element);
        name.get(..name.find(':').map_or(0, |i| i + 1)).unwrap_or("")
    }

    /// Value of an attribute, by its local name.
    pub fn attribute(&self, element: &Element, name: &str) -> Option<Cow<'_, str>> {
        xml::attribute(self.tag(element), name)
    }

    /// Value of an attribute, by its name as it is written.
    pub fn exact(&self, element: &Element, name: &str) -> Option<Cow<'_, str>> {
        xml::exact(self.tag(element), name)
    }

    /// The elements directly in another.
    pub fn children<'a>(&'a self, element: &Element) -> impl Iterator<Item = &'a Element> + use<'a> {
        let (index, end) = (element.index, element.whole.end);
        let inside = self.elements.iter().skip(index + 1).take_while(move |e| e.open.start < end);
        inside.filter(move |e| e.parent == Some(index))
    }

    /// The first element of a name directly in another.
    pub fn child(&self, element: &Element, local: &str) -> Option<&Element> {
        self.children(element).find(|e| self.local(e) == local)
    }

    /// Every element.
    pub fn all(&self) -> impl Iterator<Item = &Element> {
        self.elements.iter()
    }

    /// What the text of an element means.
    pub fn content(&self, element: &Element) -> Cow<'_, str> {
        xml::plain(self.piece(&element.inner))
    }

    /// Adds `text` as last content of an element, whose first tag becomes `tag`.
    pub fn extend(&self, edits: &mut Edits, element: &Element, tag: String, text: &str) {
        if element.single {
            let tag = tag.trim_end_matches('>').trim_end_matches('/').trim_end().to_string();
            edits.replace(element.whole.clone(), format!("{tag}>{text}</{}>", self.name(element)));
            return;
        }
        if tag != self.tag(element) {
            edits.replace(element.open.clone(), tag);
        }
        edits.insert(element.inner.end, text);
    }

    /// The changed part, with the byte order mark if it had one.
    pub fn apply(&self, edits: Edits) -> Vec<u8> {
        let mut bytes = if self.marked { xml::BOM.to_vec() } else { Vec::new() };
        bytes.extend_from_slice(edits.apply(&self.text).as_bytes());
        bytes
    }
}
