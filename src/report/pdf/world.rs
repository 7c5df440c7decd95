//! Typst's view of the world: one template, one answer, four fonts. No other file, no network, no packages, no date.

use std::path::PathBuf;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const TEMPLATE: &str = include_str!("assets/paper.typ");

/// See docs/fonts/make.sh.
const FONTS: [&[u8]; 4] = [
    include_bytes!("assets/NotoSerif-Regular.ttf"),
    include_bytes!("assets/NotoSerif-Bold.ttf"),
    include_bytes!("assets/NotoSans-Regular.ttf"),
    include_bytes!("assets/NotoSans-Bold.ttf"),
];

static FACES: LazyLock<Vec<Font>> =
    LazyLock::new(|| FONTS.iter().filter_map(|data| Font::new(Bytes::new(*data), 0)).collect());

/// The template and what it reads.
struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    template: Source,
    answer: (FileId, Bytes),
}

impl Desk {
    /// With this JSON, which the template reads as `answer.json`: data, of which nothing is ever read as markup.
    fn with(answer: String) -> Option<Desk> {
        let file = |name: &str| Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern());
        Some(Desk {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(FACES.iter())),
            template: Source::new(file("paper.typ")?, TEMPLATE.into()),
            answer: (file("answer.json")?, Bytes::from_string(answer)),
        })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(nothing_else(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.answer.0 { Ok(self.answer.1.clone()) } else { Err(nothing_else(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FACES.get(index).cloned()
    }

    /// The same answer gives the same bytes on every day.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn nothing_else(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}

/// Sets the paper of an answer given as JSON.
///
/// # Errors
/// What Typst says of it, in a line: a fault of the template or of Typst, for an answer can't cause any.
pub fn set(answer: String) -> Result<Vec<u8>, String> {
    let desk = Desk::with(answer).ok_or("no file names")?;
    let said = |found: &[SourceDiagnostic]| found.first().map(|d| d.message.to_string()).unwrap_or_default();
    let document: PagedDocument = typst::compile(&desk).output.map_err(|found| said(&found))?;
    let creator = format!("Railhead {}", env!("CARGO_PKG_VERSION"));
    let written = |standards: PdfStandards| {
        let creator = Smart::Custom(Some(creator.clone()));
        let options = PdfOptions { creator, timestamp: None, standards, ..PdfOptions::default() };
        typst_pdf::pdf(&document, &options).map_err(|found| said(&found))
    };
    // Fit for screen readers, as PDF/UA-1 asks; which forbids letters that the fonts don't have, and a place may have them in its name.
    let made = PdfStandards::new(&[PdfStandard::Ua_1]).ok().and_then(|ua| written(ua).ok());
    let made = made.map_or_else(|| written(PdfStandards::default()), Ok);
    // What it remembers for the next time would grow for as long as `railhead watch` runs.
    typst::comemo::evict(0);
    made
}
