//! Which parts hang on which: what only our sheets lead to is ours.

use std::collections::{HashMap, HashSet};

use super::package::{Package, key};
use super::refusal::Refusal;

/// Parts by their keys.
pub type Parts = HashSet<String>;

/// The relationships of all parts, read once.
pub struct Web {
    next: HashMap<String, Vec<(String, String)>>,
    book: String,
}

impl Web {
    /// Follows every relationship from the root of the package.
    pub fn new(package: &Package, book: &str) -> Result<Web, Refusal> {
        let mut next = HashMap::new();
        let mut open = vec!["/".to_string()];
        while let Some(part) = open.pop() {
            if next.contains_key(&key(&part)) {
                continue;
            }
            let rels = package.rels(&part)?;
            let inside = rels.into_iter().filter(|r| !r.external && package.has(&r.target));
            let found: Vec<(String, String)> = inside.map(|r| (r.id, r.target)).collect();
            open.extend(found.iter().map(|(_, target)| target.clone()));
            next.insert(key(&part), found.into_iter().map(|(id, target)| (id, key(&target))).collect());
        }
        Ok(Web { next, book: key(book) })
    }

    /// All parts that can be reached from the root without these relationships of the workbook.
    pub fn without(&self, rels: &HashSet<String>) -> Parts {
        self.from("/", rels)
    }

    /// A part and all that can be reached from it.
    pub fn below(&self, part: &str) -> Parts {
        self.from(&key(part), &HashSet::new())
    }

    fn from(&self, start: &str, skipped: &HashSet<String>) -> Parts {
        let mut found = Parts::new();
        let mut open = vec![start.to_string()];
        while let Some(part) = open.pop() {
            let next = self.next.get(&part).map(Vec::as_slice).unwrap_or(&[]);
            for (id, target) in next {
                let skip = part == self.book && skipped.contains(id);
                if !skip && !found.contains(target) {
                    open.push(target.clone());
                }
            }
            found.insert(part);
        }
        found
    }
}
