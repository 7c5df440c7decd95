//! The file before it is read: what it is, whether it is whole, and whether its stored results can be believed.

use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::files::ReadError;

/// More than any workbook of a campaign, less than what would exhaust the machine.
const MOST_UNPACKED: u64 = 300 << 20;
/// A part that unpacks to more than this many times its size, and to more than [`SMALL`], was made to do harm.
const MOST_RATIO: u64 = 500;
const SMALL: u64 = 20 << 20;
/// Parts of which the content is looked at are this long at most.
const MOST_LOOKED_AT: u64 = 4 << 20;

/// In what form a workbook is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// .xlsx and .xlsm.
    Xlsx,
    /// .xlsb.
    Xlsb,
    /// .ods.
    Ods,
    /// .xls, Excel 97 to 2003.
    Xls,
}

/// What is known of the file before its cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Package {
    pub form: Form,
    /// The file asks to be calculated on opening: its writer may have put 0 where it knew no result.
    pub calculates_on_load: bool,
}

/// Looks at the bytes of a file that is said to be a workbook. Every part is unpacked once: damage then shows as a
/// failed checksum rather than as a wrong figure.
pub fn inspect(path: &Path, bytes: &[u8]) -> Result<Package, ReadError> {
    if let Some(what) = looks_like(bytes) {
        return Err(ReadError::NotAWorkbook(path.into(), what));
    }
    if bytes.starts_with(OLE) {
        return of_old_container(path, bytes);
    }
    let damaged = |why: &str| ReadError::Damaged(path.into(), why.into());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("the file is cut short"))?;
    let (mut form, mut calculates_on_load) = (None, false);
    let mut room = MOST_UNPACKED;
    let mut other = "it is a zip file without a workbook in it";
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).map_err(|_| damaged("a part can't be unpacked"))?;
        if part.encrypted() {
            return Err(ReadError::Protected(path.into()));
        }
        let name = part.name().map(|n| n.to_string()).unwrap_or_default();
        let packed = part.compressed_size();
        let (length, head) = unpacked(&mut part, room).map_err(|e| match e {
            Bad::TooLarge => damaged("unpacked it is larger than 300 MB"),
            Bad::Unreadable => damaged(&format!("the part {name} does not match its checksum")),
        })?;
        if length > SMALL && length / packed.max(1) > MOST_RATIO {
            return Err(damaged(&format!("the part {name} unpacks to more than {MOST_RATIO} times its size")));
        }
        room -= length;
        if name.ends_with("workbook.xml") {
            form = Some(Form::Xlsx);
            calculates_on_load |= asks_for_calculation(&String::from_utf8_lossy(&head));
        } else if name.ends_with("workbook.bin") {
            form = Some(Form::Xlsb);
        } else if name == "mimetype" {
            match head.as_slice() {
                b"application/vnd.oasis.opendocument.spreadsheet" => form = Some(Form::Ods),
                kind if kind.starts_with(b"application/vnd.oasis") => {
                    other = "it is an OpenDocument file, but not a spreadsheet";
                }
                _ => {}
            }
        } else if name == "word/document.xml" {
            other = "it is a Word document";
        } else if name == "ppt/presentation.xml" {
            other = "it is a PowerPoint presentation";
        } else if name == "META-INF/manifest.xml" && String::from_utf8_lossy(&head).contains("encryption-data") {
            return Err(ReadError::Protected(path.into()));
        }
    }
    let form = form.ok_or_else(|| ReadError::NotAWorkbook(path.into(), other))?;
    Ok(Package { form, calculates_on_load })
}

/// Why a part can't be used.
enum Bad {
    TooLarge,
    Unreadable,
}

/// Unpacks a part to its end, so that its checksum is looked at: its length, and its beginning.
fn unpacked(part: &mut impl Read, room: u64) -> Result<(u64, Vec<u8>), Bad> {
    let mut head = Vec::new();
    let looked_at = part.by_ref().take(MOST_LOOKED_AT.min(room + 1)).read_to_end(&mut head);
    let looked_at = looked_at.map_err(|_| Bad::Unreadable)? as u64;
    let left = (room + 1).saturating_sub(looked_at);
    let rest = std::io::copy(&mut part.by_ref().take(left), &mut std::io::sink()).map_err(|_| Bad::Unreadable)?;
    let length = looked_at + rest;
    if length > room { Err(Bad::TooLarge) } else { Ok((length, head)) }
}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The container of Excel 97 to 2003; encrypted workbooks of later versions are wrapped in it too.
fn of_old_container(path: &Path, bytes: &[u8]) -> Result<Package, ReadError> {
    // Names of streams are UTF-16.
    let has = |name: &str| {
        let name: Vec<u8> = name.bytes().flat_map(|b| [b, 0]).collect();
        bytes.windows(name.len()).any(|w| w == name)
    };
    if has("EncryptedPackage") {
        return Err(ReadError::Protected(path.into()));
    }
    if has("Workbook") || has("Book") {
        return Ok(Package { form: Form::Xls, calculates_on_load: false });
    }
    let what =
        if has("WordDocument") { "it is a Word document" } else { "it is an old Office file without a workbook" };
    Err(ReadError::NotAWorkbook(path.into(), what))
}

/// What a file that is neither a zip nor an old workbook seems to be.
fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK") || bytes.starts_with(OLE) {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).trim_start().to_lowercase();
    let head = head.trim_start_matches('\u{feff}');
    Some(if bytes.is_empty() {
        "the file is empty"
    } else if bytes.starts_with(b"%PDF") {
        "it is a PDF"
    } else if head.starts_with("<!doctype html") || head.starts_with("<html") || head.contains("<table") {
        "it is a web page, whatever its name says; open it in Excel or LibreOffice and save it as .xlsx"
    } else if head.starts_with("<?xml") && head.contains("office:spreadsheet") {
        "it is in the XML format of Excel 2003; open it in Excel and save it as .xlsx"
    } else if head.starts_with("<?xml") {
        "it is an XML file"
    } else if bytes.starts_with(&[0x09, 0x08]) || bytes.starts_with(&[0x09, 0x04]) || bytes.starts_with(&[0x09, 0x02]) {
        "it is in the format of Excel 5 or older; save it as .xlsx"
    } else if bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(b"7z\xbc\xaf") || bytes.starts_with(b"Rar!") {
        "it is a packed archive; unpack it first"
    } else if bytes.starts_with(b"\x89PNG") || bytes.starts_with(&[0xff, 0xd8, 0xff]) || bytes.starts_with(b"GIF8") {
        "it is a picture"
    } else if bytes.starts_with(b"SQLite") {
        "it is a database"
    } else if !head.contains('\u{fffd}') && !head.contains('\0') {
        "it is a text file; a text model is a folder of CSV files, give the folder"
    } else {
        "its content is of another kind"
    })
}

fn asks_for_calculation(workbook_xml: &str) -> bool {
    let Some(from) = workbook_xml.find("calcPr") else {
        return false;
    };
    let element = &workbook_xml[from..];
    let element = &element[..element.find('>').unwrap_or(element.len())];
    ["fullCalcOnLoad=\"1\"", "fullCalcOnLoad=\"true\"", "fullCalcOnLoad='1'", "fullCalcOnLoad='true'"]
        .iter()
        .any(|mark| element.contains(mark))
}
