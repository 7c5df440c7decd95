//! The workbook of results: its sheets, what hangs on them, and the texts they share.

use super::book::{Book, Name, Sheet};
use super::package::Package;
use super::refusal::Refusal;
use super::tables::{self, Table};
use super::tree::Tree;

/// What a result sheet may lead to. Anything else needs entries in the workbook that the graft does not make.
const HANDLED: [&str; 8] =
    ["/drawing", "/chart", "/image", "/vmlDrawing", "/comments", "/table", "/chartColorStyle", "/chartStyle"];

/// The results, ready to be moved.
pub struct Donor<'a> {
    /// The file.
    pub package: Package<'a>,
    /// Its list of sheets and names.
    pub book: Book,
    /// Its formats.
    pub styles: Tree,
    /// Content of the shared texts, as XML.
    pub strings: Vec<String>,
    /// Per sheet its tables.
    pub tables: Vec<Vec<Table>>,
}

impl<'a> Donor<'a> {
    /// Opens the results.
    pub fn open(bytes: &'a [u8]) -> Result<Donor<'a>, Refusal> {
        read(bytes).map_err(|why| match why {
            Refusal::Results(_) => why,
            other => Refusal::Results(format!("they can't be read back. {other}")),
        })
    }

    /// The sheet of a name; Excel knows no capital letters in names of sheets.
    pub fn sheet(&self, name: &str) -> Option<usize> {
        self.book.sheets.iter().position(|s| s.name.to_lowercase() == name.to_lowercase())
    }

    /// Names that only one sheet knows, such as what is printed.
    pub fn names_of(&self, sheet: usize) -> impl Iterator<Item = &Name> {
        self.book.names.iter().filter(move |n| n.local == Some(sheet))
    }

    /// Names that the whole workbook knows.
    pub fn shared_names(&self) -> impl Iterator<Item = &Name> {
        self.book.names.iter().filter(|n| n.local.is_none())
    }

    /// Number and sheet of all.
    pub fn sheets(&self) -> impl Iterator<Item = (usize, &Sheet)> {
        self.book.sheets.iter().enumerate()
    }
}

fn read(bytes: &[u8]) -> Result<Donor<'_>, Refusal> {
    let package = Package::open(bytes)?;
    let book = Book::read(&package)?;
    let mut all = Vec::new();
    for sheet in &book.sheets {
        if !sheet.cells {
            return Err(Refusal::Results(format!("'{}' is not a sheet of cells", sheet.name)));
        }
        refuse_unhandled(&package, &sheet.part)?;
        all.push(tables::of_sheet(&package, &sheet.part)?);
    }
    let styles = book.related("/styles").map(|r| r.target.clone()).unwrap_or_default();
    let styles = package.tree(&styles)?;
    let strings = match book.related("/sharedStrings") {
        None => Vec::new(),
        Some(rel) => {
            let tree = package.tree(&rel.target)?;
            tree.children(tree.root()).map(|si| tree.piece(&si.inner).to_string()).collect()
        }
    };
    Ok(Donor { package, book, styles, strings, tables: all })
}

fn refuse_unhandled(package: &Package, part: &str) -> Result<(), Refusal> {
    for rel in package.rels(part)?.iter().filter(|r| !r.external) {
        if !HANDLED.iter().any(|kind| rel.is(kind)) {
            let kind = rel.kind.rsplit('/').next().unwrap_or("");
            return Err(Refusal::Results(format!("a sheet of theirs has something that is not handled ({kind})")));
        }
        refuse_unhandled(package, &rel.target)?;
    }
    Ok(())
}
