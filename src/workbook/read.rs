//! From a workbook to rows with addresses.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Reader, SheetType, Xlsx, XlsxError};

use super::{layout, package, sheet};
use crate::campaign::Problem;
use crate::files::{self, ReadError};
use crate::tables::check::nearest;
use crate::tables::{ALL, RawBook, RawTable, Table, raw};

/// Reads every table from a workbook, with the address of every cell. Nothing is believed yet: what the cells say is
/// checked by [`crate::tables::read`].
pub fn read(path: &Path) -> Result<RawBook, ReadError> {
    let bytes = files::bytes(path)?;
    let package = package::inspect(path, &bytes)?;
    let damaged = |why: String| ReadError::Damaged(path.into(), why);
    // The library is known to panic on some crafted packages; a broken file must not look like a broken program.
    let contained = AssertUnwindSafe(|| collect(&bytes, package.calculates_on_load));
    let (tables, problems) = match catch_unwind(contained) {
        Ok(Ok(read)) => read,
        Ok(Err(XlsxError::Password)) => return Err(ReadError::Protected(path.into())),
        Ok(Err(_)) => return Err(damaged("its list of sheets can't be read".into())),
        Err(_) => return Err(damaged("its structure is not that of a workbook".into())),
    };
    let hash = raw::hash(&tables);
    Ok(RawBook { tables, problems, hash })
}

fn collect(bytes: &[u8], doubt_zero: bool) -> Result<(Vec<RawTable>, Vec<Problem>), XlsxError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let worksheets = book.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet);
    let names: Vec<String> = worksheets.map(|s| s.name.clone()).collect();
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
        match sheet::load(&mut book, name, doubt_zero) {
            Ok(sheet) => tables.push(layout::read(table, &sheet, &mut problems)),
            Err(_) => problems.push(Problem::error(
                format!("{name}!A1"),
                "a sheet that can't be read",
                "a whole sheet",
                "Open the workbook in Excel or LibreOffice, let it be repaired, and save it.",
            )),
        }
    }
    Ok((tables, problems))
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
    let rename = |near: &str| format!("Did you mean the sheet '{near}'? Rename it to {}.", table.sheet);
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
