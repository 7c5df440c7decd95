//! A workbook file as a package of parts: opened only if it is whole and of a kind that can be extended.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::refusal::Refusal;
use super::tree::Tree;
use super::types::Types;
use super::xml;

/// More than any workbook of a campaign, less than what would exhaust the machine.
const MOST_UNPACKED: u64 = 1 << 30;
/// What a relationship of a kind ends in; the strict variant differs in what goes before.
pub const OFFICE_DOCUMENT: &str = "/officeDocument";

/// A file in the package.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name as it is stored, with a slash before it.
    pub part: String,
    /// Place in the archive.
    pub index: usize,
    /// Checksum of its content.
    pub crc: u32,
    /// Length of its content.
    pub size: u64,
}

/// From one part to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rel {
    /// Its name within the part it starts from.
    pub id: String,
    /// The address that says what it means.
    pub kind: String,
    /// The part, or an address outside.
    pub target: String,
    /// Whether it leads out of the package.
    pub external: bool,
}

impl Rel {
    /// Whether it is of a kind such as `/table`.
    pub fn is(&self, kind: &str) -> bool {
        !self.external && self.kind.ends_with(kind)
    }
}

/// A package whose every part was read once.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    entries: Vec<Entry>,
    by_name: HashMap<String, usize>,
    /// What each part is.
    pub types: Types,
}

impl<'a> Package<'a> {
    /// Opens a file. Every part is unpacked once, so that damage shows as a failed checksum and not later.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, Refusal> {
        sniff(bytes)?;
        let damaged = |why: &str| Refusal::Damaged(why.into());
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("the file is cut short"))?;
        if archive.has_duplicate_names() {
            return Err(damaged("two of its parts have the same name"));
        }
        let (mut entries, mut by_name, mut room) = (Vec::new(), HashMap::new(), MOST_UNPACKED);
        for index in 0..archive.len() {
            let entry = whole(&mut archive, index, room)?;
            room = room.saturating_sub(entry.size);
            if !entry.part.ends_with('/') && by_name.insert(key(&entry.part), entries.len()).is_some() {
                return Err(damaged("two of its parts have names that differ only in small and capital letters"));
            }
            entries.push(entry);
        }
        let mut package = Package { archive, entries, by_name, types: Types::default() };
        package.refuse_kinds()?;
        package.types = Types::new(&package.tree(Types::PART)?);
        Ok(package)
    }

    fn refuse_kinds(&self) -> Result<(), Refusal> {
        let not = |what: &str| Err(Refusal::NotAWorkbook(what.into()));
        if self.entries.iter().any(|e| key(&e.part).starts_with("/_xmlsignatures/")) {
            return Err(Refusal::Signed);
        }
        if !self.has(Types::PART) {
            let open_document = self.has("/mimetype") || self.has("/content.xml");
            return not(if open_document {
                "it is an OpenDocument file, not an Excel workbook (.xlsx)"
            } else {
                "it is a zip file without a workbook in it"
            });
        }
        Ok(())
    }

    /// Everything in the archive, in its order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// A part by its name; capital letters do not matter.
    pub fn entry(&self, part: &str) -> Option<&Entry> {
        self.by_name.get(&key(part)).and_then(|i| self.entries.get(*i))
    }

    /// Whether there is such a part.
    pub fn has(&self, part: &str) -> bool {
        self.entry(part).is_some()
    }

    /// The archive, for copying.
    pub fn archive(&self) -> ZipArchive<Cursor<&'a [u8]>> {
        self.archive.clone()
    }

    /// Content of a part.
    pub fn read(&self, part: &str) -> Result<Vec<u8>, Refusal> {
        let missing = || Refusal::Damaged(format!("its part {part} is missing"));
        let entry = self.entry(part).ok_or_else(missing)?;
        let mut content = Vec::with_capacity(usize::try_from(entry.size).unwrap_or(0));
        let mut archive = self.archive.clone();
        let mut file = archive.by_index(entry.index).map_err(|_| missing())?;
        file.read_to_end(&mut content).map_err(|_| missing())?;
        Ok(content)
    }

    /// Content of a part as text without byte order mark.
    pub fn text(&self, part: &str) -> Result<String, Refusal> {
        let content = self.read(part)?;
        let (text, _) = xml::text(&content).map_err(|flaw| Refusal::flaw(part, &flaw))?;
        Ok(text.to_string())
    }

    /// The elements of a part.
    pub fn tree(&self, part: &str) -> Result<Tree, Refusal> {
        Tree::new(&self.read(part)?).map_err(|flaw| Refusal::flaw(part, &flaw))
    }

    /// What starts from a part; `/` is the package itself. Targets within the package are full names.
    pub fn rels(&self, part: &str) -> Result<Vec<Rel>, Refusal> {
        let name = rels_of(part);
        if !self.has(&name) {
            return Ok(Vec::new());
        }
        let tree = self.tree(&name)?;
        let of = |e: &_, name: &str| tree.attribute(e, name).map(|v| v.into_owned()).unwrap_or_default();
        let rels = tree.children(tree.root()).map(|e| {
            let external = of(e, "TargetMode") == "External";
            let target = of(e, "Target");
            let target = if external { target } else { self.spelled(&resolve(part, &target)) };
            Rel { id: of(e, "Id"), kind: of(e, "Type"), target, external }
        });
        Ok(rels.collect())
    }

    /// A part's name as the archive has it.
    fn spelled(&self, part: &str) -> String {
        self.entry(part).map_or_else(|| part.to_string(), |e| e.part.clone())
    }

    /// The part that is the workbook.
    pub fn workbook(&self) -> Result<String, Refusal> {
        let rels = self.rels("/")?;
        let mut found = rels.iter().filter(|r| r.is(OFFICE_DOCUMENT));
        let (Some(one), None) = (found.next(), found.next()) else {
            return Err(Refusal::Unusual("its list of parts does not name one workbook".into()));
        };
        if one.kind.contains("purl.oclc.org") {
            return Err(Refusal::Strict);
        }
        let kind = self.types.of(&one.target).unwrap_or_default();
        if kind.contains("sheet.binary") || one.target.ends_with(".bin") {
            return Err(Refusal::NotAWorkbook("it is a binary workbook (.xlsb); save it as .xlsx or .xlsm".into()));
        }
        if !self.has(&one.target) {
            return Err(Refusal::Damaged("the part with the list of sheets is missing".into()));
        }
        if !kind.contains("spreadsheetml") && !kind.contains("ms-excel") {
            return Err(Refusal::NotAWorkbook("it is a document of another program".into()));
        }
        Ok(one.target.clone())
    }
}

/// Reads an entry to its end, which is where its checksum is compared.
fn whole(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, room: u64) -> Result<Entry, Refusal> {
    let packed = |_| Refusal::Damaged("one of its parts can't be unpacked".into());
    let file = archive.by_index_raw(index).map_err(packed)?;
    let name = file.name().map_err(packed)?.replace('\\', "/");
    let (crc, encrypted) = (file.crc32(), file.encrypted());
    drop(file);
    if encrypted {
        return Err(Refusal::Encrypted);
    }
    let part = format!("/{}", name.trim_start_matches('/'));
    let mut file = archive.by_index(index).map_err(packed)?;
    let mut head = Vec::new();
    let mut failed = false;
    failed |= (&mut file).take(4).read_to_end(&mut head).is_err();
    let rest = std::io::copy(&mut (&mut file).take(room + 1), &mut std::io::sink());
    failed |= rest.is_err();
    if failed {
        return Err(Refusal::Damaged(format!("its part {part} does not match its checksum")));
    }
    let size = rest.unwrap_or(0) + head.len() as u64;
    if size > room {
        return Err(Refusal::TooLarge);
    }
    let lower = part.to_ascii_lowercase();
    let is_text = lower.ends_with(".xml") || lower.ends_with(".rels");
    if is_text && (matches!(head.get(..2), Some([0xFF, 0xFE] | [0xFE, 0xFF])) || head.contains(&0)) {
        return Err(Refusal::Unusual(format!("its part {part} is written in UTF-16")));
    }
    Ok(Entry { part, index, crc, size })
}

/// Refuses what is no zip file, and says what it seems to be.
fn sniff(bytes: &[u8]) -> Result<(), Refusal> {
    const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.starts_with(OLE) {
        // An encrypted workbook is wrapped in the container of the old format; its stream names are UTF-16.
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
        return Err(if bytes.windows(name.len()).any(|w| w == name) {
            Refusal::Encrypted
        } else {
            Refusal::NotAWorkbook("it is in the format of Excel 97-2003; save it as .xlsx or .xlsm".into())
        });
    }
    if bytes.is_empty() {
        return Err(Refusal::NotAWorkbook("it is empty".into()));
    }
    if !bytes.starts_with(b"PK") {
        return Err(Refusal::NotAWorkbook("it is not an Excel workbook (.xlsx or .xlsm)".into()));
    }
    Ok(())
}

/// Names that differ only so are the same part.
pub fn key(part: &str) -> String {
    decoded(part).to_lowercase()
}

/// `%20` and the like as what they stand for.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'%').then(|| tail.get(..2).and_then(|h| str::from_utf8(h).ok())).flatten();
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or(&[]);
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_string())
}

/// Where the relationships of a part are kept.
pub fn rels_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{name}.rels")
}

/// Full name of a target that a part gives.
pub fn resolve(part: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or("").replace('\\', "/");
    let from = if target.starts_with('/') { "" } else { part.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut path: Vec<&str> = Vec::new();
    for piece in from.split('/').chain(target.split('/')) {
        match piece {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            other => path.push(other),
        }
    }
    format!("/{}", path.join("/"))
}

/// A target as seen from a part: short within the same top folder, else the full name.
pub fn relative(part: &str, target: &str) -> String {
    let from: Vec<&str> = part.split('/').collect();
    let to: Vec<&str> = target.split('/').collect();
    let folders = from.len().min(to.len()).saturating_sub(1);
    let same = from.iter().zip(&to).take(folders).take_while(|(a, b)| a == b).count();
    // The first piece is empty; a path that shares nothing else is best given in full.
    if same < 2 {
        return target.to_string();
    }
    let up = "../".repeat(from.len().saturating_sub(same + 1));
    format!("{up}{}", to.get(same..).unwrap_or(&[]).join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Programs spell the same target in many ways, and what we write must be found by all.
    #[test]
    fn targets_are_found() {
        for target in [
            "worksheets/a.xml",
            "/xl/worksheets/a.xml",
            "./worksheets/./a.xml",
            "../xl/worksheets/a.xml",
            "worksheets\\a.xml",
        ] {
            assert_eq!(resolve("/xl/workbook.xml", target), "/xl/worksheets/a.xml", "{target}");
        }
        assert_eq!(resolve("/", "xl/workbook.xml"), "/xl/workbook.xml");
        assert_eq!(key("/xl/My%20Sheet.XML"), "/xl/my sheet.xml");
        for (part, target, short) in [
            ("/xl/worksheets/a.xml", "/xl/tables/t.xml", "../tables/t.xml"),
            ("/xl/workbook.xml", "/xl/worksheets/a.xml", "worksheets/a.xml"),
            ("/workbook.xml", "/xl/worksheets/a.xml", "/xl/worksheets/a.xml"),
            ("/xl/drawings/d.xml", "/xl/drawings/e.xml", "e.xml"),
        ] {
            assert_eq!(relative(part, target), short);
            assert_eq!(resolve(part, short), target);
        }
    }
}
