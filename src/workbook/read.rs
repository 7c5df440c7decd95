//! From a workbook to rows with addresses.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Ods, OdsError, Reader, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError};

use super::layout;
use super::package::{self, Form, Package};
use super::recalc::Recalc;
use super::sheet::{Book, Unread};
use super::unseen;
use crate::campaign::Problem;
use crate::files::{self, ReadError};
use crate::graft::Sight;
use crate::tables::check::nearest;
use crate::tables::{ALL, RawBook, RawTable, Table, raw};

/// Reads every table from a workbook, with the address of every cell. Nothing is believed yet: what the cells say is
/// checked by [`crate::tables::read`].
pub fn read(path: &Path) -> Result<RawBook, ReadError> {
    let bytes = files::bytes(path)?;
    let mut package = package::inspect(path, &bytes)?;
    let sight = if package.form == Form::Xlsx { Sight::of(&bytes) } else { Sight::default() };
    // Where it asks to be calculated only because results were put into it, what is stored is as good as before.
    package.calculates_on_load &= !sight.asked_for_calculation;
    let damaged = |why: String| ReadError::Damaged(path.into(), why);
    let recalc = Recalc::new((package.form == Form::Xlsx).then_some(bytes.as_slice()));
    // The library is known to panic on some crafted packages; a broken file must not look like a broken program.
    let contained = AssertUnwindSafe(|| opened(&bytes, package).map(|mut book| collect(&mut book, &recalc, &sight)));
    let (tables, problems) = match catch_unwind(contained) {
        Ok(Ok(read)) => read,
        Ok(Err(NotOpened::Password)) => return Err(ReadError::Protected(path.into())),
        Ok(Err(NotOpened::Broken)) => return Err(damaged("its list of sheets can't be read".into())),
        Err(_) => return Err(damaged("its structure is not that of a workbook".into())),
    };
    let hash = raw::hash(&tables);
    Ok(RawBook { tables, problems, hash, scenario: None })
}

/// Why a workbook can't be opened.
enum NotOpened {
    Password,
    Broken,
}

fn opened(bytes: &[u8], package: Package) -> Result<Book<Cursor<&[u8]>>, NotOpened> {
    let bytes = Cursor::new(bytes);
    let doubt_zero = package.calculates_on_load;
    match package.form {
        Form::Xlsx => match Xlsx::new(bytes) {
            Ok(book) => Ok(Book::Xlsx { book: Box::new(book), doubt_zero }),
            Err(XlsxError::Password) => Err(NotOpened::Password),
            Err(_) => Err(NotOpened::Broken),
        },
        Form::Xlsb => match Xlsb::new(bytes) {
            Ok(book) => Ok(Book::Xlsb(Box::new(book))),
            Err(XlsbError::Password) => Err(NotOpened::Password),
            Err(_) => Err(NotOpened::Broken),
        },
        Form::Ods => match Ods::new(bytes) {
            Ok(book) => Ok(Book::Ods(Box::new(book))),
            Err(OdsError::Password) => Err(NotOpened::Password),
            Err(_) => Err(NotOpened::Broken),
        },
        Form::Xls => match Xls::new(bytes) {
            Ok(book) => Ok(Book::Xls(Box::new(book))),
            Err(XlsError::Password) => Err(NotOpened::Password),
            Err(_) => Err(NotOpened::Broken),
        },
    }
}

fn collect(book: &mut Book<Cursor<&[u8]>>, recalc: &Recalc, sight: &Sight) -> (Vec<RawTable>, Vec<Problem>) {
    let names = book.names();
    let mut tables = Vec::new();
    let mut problems = Vec::new();
    for table in ALL {
        let Some(name) = sheet_of(table, &names) else {
            problems.extend(missing_sheet(table, &names));
            if table.may_be_empty {
                tables.push(RawTable { table, rows: Vec::new(), at: table.sheet.to_string() });
            }
            continue;
        };
        let (found, fix) = match book.load(name) {
            Ok(mut sheet) => {
                problems.extend(recalc.fill(&mut sheet));
                let raw = layout::read(table, &sheet, &mut problems);
                problems.extend(unseen::hidden(&raw, sight));
                problems.extend(unseen::fed_by_results(&raw, sight));
                tables.push(raw);
                continue;
            }
            Err(Unread::Broken) => (
                "a sheet that can't be read",
                "Open the workbook in Excel or LibreOffice, let it be repaired, and save it.",
            ),
            Err(Unread::TooLarge) => (
                "more than two million filled cells",
                "Delete what does not belong to the table; Ctrl+End shows how far a sheet reaches.",
            ),
        };
        problems.push(Problem::error(format!("{name}!A1"), found, "a whole sheet of a campaign's size", fix));
    }
    (tables, problems)
}

/// Case, blanks, hyphens and underscores do not matter in names of sheets.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

fn sheet_of<'a>(table: &Table, names: &'a [String]) -> Option<&'a String> {
    let named = |wanted: &str| names.iter().find(|n| plain(n) == plain(wanted));
    names.iter().find(|n| *n == table.sheet).or_else(|| named(table.sheet)).or_else(|| named(table.id))
}

/// A needed table must be there; of any other, only a sheet that looks like it is worth a word.
fn missing_sheet(table: &Table, names: &[String]) -> Option<Problem> {
    let taken = |n: &String| ALL.iter().any(|t| sheet_of(t, std::slice::from_ref(n)).is_some());
    let free: Vec<&str> = names.iter().filter(|n| !taken(n)).map(String::as_str).collect();
    let similar = nearest(table.sheet, free.iter().copied())
        .and_then(|near| free.iter().find(|n| **n == near))
        .filter(|near| strsim::osa_distance(&plain(near), &plain(table.sheet)) <= 3);
    let rename = |near: &str| format!("If '{near}' is meant to be it, rename that sheet to {}.", table.sheet);
    match (similar, table.may_be_empty) {
        (Some(near), true) => Some(Problem::warning(
            format!("{}!A1", near),
            format!("the unknown sheet '{near}'"),
            format!("a sheet {}, which may also be left out", table.sheet),
            rename(near),
        )),
        (None, true) => None,
        (similar, false) => Some(Problem::error(
            format!("{}!A1", table.sheet),
            format!("no sheet {}", table.sheet),
            "all required sheets",
            similar.map_or(format!("Add the sheet. {}", table.about), |near| rename(near)),
        )),
    }
}
