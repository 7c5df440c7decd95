//! The part with the words of a sheet's notes.

use std::collections::HashMap;

use super::grid::Cell;
use super::words;
use crate::graft::tree::{Element, Tree};
use crate::graft::xml::{self, Edits};

/// Whose notes ours are.
const AUTHOR: &str = "Railhead";
/// Authors of the words that stand in for a conversation, for programs that know none, begin so.
const CONVERSATION: &str = "tc=";
const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <authors></authors><commentList></commentList></comments>";

/// What is put into the note of a cell, behind what stands there.
#[derive(Debug, Clone)]
pub struct Added {
    /// The cell.
    pub cell: Cell,
    /// The words, with the blank line before them.
    pub text: String,
}

struct Comment {
    cell: Cell,
    text: String,
    conversation: bool,
    element: Element,
}

/// The notes of a sheet.
pub struct Comments {
    tree: Tree,
    authors: Element,
    list: Element,
    found: Vec<Comment>,
    by_cell: HashMap<Cell, usize>,
}

impl Comments {
    /// Of a sheet that has none.
    pub fn none() -> Option<Comments> {
        Comments::read(EMPTY.as_bytes())
    }

    /// Reads the part; nothing where it is not what it should be.
    pub fn read(bytes: &[u8]) -> Option<Comments> {
        let tree = Tree::new(bytes).ok()?;
        let root = tree.root();
        let (authors, list) = (tree.child(root, "authors")?.clone(), tree.child(root, "commentList")?.clone());
        let names: Vec<String> = tree.children(&authors).map(|e| tree.content(e).into_owned()).collect();
        let (mut found, mut by_cell) = (Vec::new(), HashMap::new());
        for element in tree.children(&list).filter(|e| tree.local(e) == "comment") {
            let cell = Cell::parse(&tree.exact(element, "ref")?)?;
            let author = tree.exact(element, "authorId").and_then(|id| names.get(id.parse::<usize>().ok()?));
            let conversation = author.is_some_and(|name| name.starts_with(CONVERSATION));
            by_cell.entry(cell).or_insert(found.len());
            found.push(Comment { cell, text: said(&tree, element), conversation, element: element.clone() });
        }
        Some(Comments { tree, authors, list, found, by_cell })
    }

    /// What the note of a cell says, if it has one.
    pub fn text(&self, cell: Cell) -> Option<&str> {
        self.at(cell).map(|comment| comment.text.as_str())
    }

    /// Whether the note of a cell stands for a conversation.
    pub fn is_conversation(&self, cell: Cell) -> bool {
        self.at(cell).is_some_and(|comment| comment.conversation)
    }

    fn at(&self, cell: Cell) -> Option<&Comment> {
        self.by_cell.get(&cell).and_then(|n| self.found.get(*n))
    }

    /// The part with these words in it, which must be in the order of their cells.
    pub fn with(&self, added: &[Added]) -> Vec<u8> {
        let mut edits = Edits::default();
        let (mut behind, mut fresh) = (String::new(), false);
        let author = self.author();
        for one in added {
            if let Some(comment) = self.at(one.cell) {
                self.append(&mut edits, &comment.element, &one.text);
                continue;
            }
            fresh = true;
            let element = self.element(one, author);
            match self.found.iter().find(|comment| comment.cell > one.cell) {
                Some(next) => edits.insert(next.element.whole.start, element),
                None => behind += &element,
            }
        }
        let tree = &self.tree;
        if !behind.is_empty() {
            // What was not taken for a note may follow; it stays where it is.
            match self.found.last() {
                Some(last) => edits.insert(last.element.whole.end, behind),
                None => tree.extend(&mut edits, &self.list, tree.tag(&self.list).to_string(), &behind),
            }
        }
        if fresh && author == self.authors().count() {
            let prefix = tree.prefix(&self.authors);
            let name = format!("<{prefix}author>{AUTHOR}</{prefix}author>");
            tree.extend(&mut edits, &self.authors, tree.tag(&self.authors).to_string(), &name);
        }
        tree.apply(edits)
    }

    fn authors(&self) -> impl Iterator<Item = &Element> {
        self.tree.children(&self.authors)
    }

    /// Our place among the authors; behind the last if we are not among them.
    fn author(&self) -> usize {
        let ours = self.authors().position(|e| self.tree.content(e) == AUTHOR);
        ours.unwrap_or_else(|| self.authors().count())
    }

    fn element(&self, one: &Added, author: usize) -> String {
        let (prefix, cell) = (self.tree.prefix(self.tree.root()), one.cell);
        let run = run(prefix, &one.text);
        format!(
            r#"<{prefix}comment ref="{cell}" authorId="{author}"><{prefix}text>{run}</{prefix}text></{prefix}comment>"#
        )
    }

    fn append(&self, edits: &mut Edits, comment: &Element, words: &str) {
        let tree = &self.tree;
        let prefix = tree.prefix(tree.root());
        let run = run(prefix, words);
        let Some(text) = tree.child(comment, "text") else {
            let text = format!("<{prefix}text>{run}</{prefix}text>");
            return tree.extend(edits, comment, tree.tag(comment).to_string(), &text);
        };
        let plain = tree.child(text, "t");
        if let Some(plain) = plain {
            // Words without a run become a run: not every program reads both kinds beside each other.
            edits.insert(plain.whole.start, format!("<{prefix}r>"));
            edits.insert(plain.whole.end, format!("</{prefix}r>"));
        }
        // Behind runs there may be how they are pronounced.
        match tree.children(text).filter(|e| tree.local(e) == "r").last().or(plain) {
            Some(last) => edits.insert(last.whole.end, run),
            None => tree.extend(edits, text, tree.tag(text).to_string(), &run),
        }
    }
}

/// What a comment says.
fn said(tree: &Tree, comment: &Element) -> String {
    let Some(text) = tree.child(comment, "text") else { return String::new() };
    let pieces = tree.children(text).filter_map(|e| match tree.local(e) {
        "t" => Some(e),
        "r" => tree.child(e, "t"),
        _ => None,
    });
    pieces.map(|t| words::meant(&tree.content(t))).collect()
}

/// Words in the font that Excel uses for notes.
fn run(prefix: &str, words: &str) -> String {
    let font = format!(
        r#"<{prefix}rPr><{prefix}sz val="9"/><{prefix}color indexed="81"/><{prefix}rFont val="Tahoma"/><{prefix}family val="2"/></{prefix}rPr>"#
    );
    let stored = words::stored(words);
    let words = xml::escaped_text(&stored);
    format!(r#"<{prefix}r>{font}<{prefix}t xml:space="preserve">{words}</{prefix}t></{prefix}r>"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(part: &str, cells: &[(&str, &str)]) -> String {
        let added = cells.iter().map(|(cell, text)| Added { cell: Cell::parse(cell).unwrap(), text: (*text).into() });
        let added: Vec<Added> = added.collect();
        String::from_utf8(Comments::read(part.as_bytes()).unwrap().with(&added)).unwrap()
    }

    /// Every program lists notes in its own way; ours go between, and what was there stays as it was.
    #[test]
    fn notes_go_between() {
        let part = r#"<x:comments xmlns:x="m"><x:authors/><x:commentList/></x:comments>"#;
        let new = merged(part, &[("B1", "<&"), ("A2", "b")]);
        assert!(new.contains("<x:authors><x:author>Railhead</x:author></x:authors>"), "{new}");
        assert!(new.contains(r#"<x:comment ref="B1" authorId="0"><x:text><x:r>"#), "{new}");
        assert!(new.contains(r#"preserve">&lt;&amp;</x:t>"#) && new.contains(r#"ref="A2""#), "{new}");
        let part = r#"<comments><authors><author>Me</author><author>Railhead</author></authors><commentList><comment ref="B2" authorId="0"><text><t>old</t><phoneticPr fontId="1"/></text></comment> <comment ref="C2" authorId="0"><text><r><t>older</t></r></text></comment></commentList></comments>"#;
        let new = merged(part, &[("A1", "1"), ("A2", "2"), ("B2", "\n\n3"), ("C2", "4"), ("D2", "5")]);
        let order: Vec<_> = new.split("ref=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(order, ["A1", "A2", "B2", "C2", "D2"]);
        assert!(new.contains("<text><r><t>old</t></r><r><rPr>") && new.contains("3</t></r><phoneticPr"), "{new}");
        assert!(new.contains("<r><t>older</t></r><r><rPr>"), "{new}");
        assert_eq!(new.matches("<author>").count(), 2);
        let again = Comments::read(new.as_bytes()).unwrap();
        assert_eq!(again.text(Cell { row: 1, column: 1 }), Some("old\n\n3"));
    }

    /// Without these parts Excel would not open it, so neither do we.
    #[test]
    fn other_parts_are_not_taken() {
        for part in [
            "<comments/>",
            "<comments><authors/></comments>",
            "x",
            "<a><authors/><commentList><comment/></commentList></a>",
        ] {
            assert!(Comments::read(part.as_bytes()).is_none(), "{part}");
        }
    }
}
