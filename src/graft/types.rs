//! The list of what each part of a package is.

use std::collections::HashMap;

use super::package::key;
use super::tree::Tree;
use super::xml::{Edits, escaped};

/// What the parts are: by the end of their names, or one by one.
#[derive(Debug, Clone, Default)]
pub struct Types {
    by_ending: HashMap<String, String>,
    by_part: HashMap<String, String>,
}

impl Types {
    /// Where the list is kept.
    pub const PART: &str = "/[Content_Types].xml";

    /// Reads the list.
    pub fn new(tree: &Tree) -> Types {
        let mut types = Types::default();
        for e in tree.children(tree.root()) {
            let of = |name: &str| tree.attribute(e, name).map(|v| v.into_owned()).unwrap_or_default();
            match tree.local(e) {
                "Default" => types.by_ending.insert(of("Extension").to_lowercase(), of("ContentType")),
                "Override" => types.by_part.insert(key(&of("PartName")), of("ContentType")),
                _ => None,
            };
        }
        types
    }

    /// What a part is; nothing where the list does not say.
    pub fn of(&self, part: &str) -> Option<&str> {
        let key = key(part);
        let ending = key.rsplit_once('.').map_or("", |(_, ending)| ending);
        self.by_part.get(&key).or_else(|| self.by_ending.get(ending)).map(String::as_str)
    }

    /// Changes the list: entries of `gone` are dropped, those of `new` added at the end.
    pub fn splice(tree: &Tree, gone: &[String], new: &[(String, String)]) -> Vec<u8> {
        let mut types = Types::new(tree);
        let gone: Vec<String> = gone.iter().map(|part| key(part)).collect();
        let mut edits = Edits::default();
        for e in tree.children(tree.root()).filter(|e| tree.local(e) == "Override") {
            let part = key(&tree.attribute(e, "PartName").unwrap_or_default());
            if gone.contains(&part) {
                edits.remove(e.whole.clone());
                types.by_part.remove(&part);
            }
        }
        let prefix = tree.prefix(tree.root());
        let (mut defaults, mut overrides) = (String::new(), String::new());
        for (part, kind) in new {
            let ending = part.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
            // Parts in XML are listed one by one, as every other program does it.
            let by_ending = !matches!(ending.as_str(), "xml" | "");
            if by_ending && !types.by_ending.contains_key(&ending) {
                defaults += &format!(r#"<{prefix}Default Extension="{ending}" ContentType="{}"/>"#, escaped(kind));
                types.by_ending.insert(ending, kind.clone());
            } else if types.of(part) != Some(kind) {
                let (part, kind) = (escaped(part), escaped(kind));
                overrides += &format!(r#"<{prefix}Override PartName="{part}" ContentType="{kind}"/>"#);
            }
        }
        let root = tree.root();
        if !defaults.is_empty() {
            // Endings go before parts.
            edits.insert(root.open.end, defaults);
        }
        if !overrides.is_empty() {
            tree.extend(&mut edits, root, tree.tag(root).to_string(), &overrides);
        }
        tree.apply(edits)
    }
}
