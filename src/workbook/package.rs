//! The file as a package: what it is, whether it is whole, and whether its stored results can be believed.

use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::files::ReadError;

/// More than any workbook of a campaign, less than what would exhaust the machine.
const MOST_UNPACKED: u64 = 1 << 30;

/// What is known of the package before its cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Package {
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
        // An encrypted workbook is wrapped in the container of the old format; its stream names are UTF-16.
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
        return Err(if bytes.windows(name.len()).any(|w| w == name) {
            ReadError::Protected(path.into())
        } else {
            ReadError::NotAWorkbook(path.into(), "it is in the format of Excel 97-2003; save it as .xlsx")
        });
    }
    let damaged = |why: &str| ReadError::Damaged(path.into(), why.into());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("the file is cut short"))?;
    let mut package = Package { calculates_on_load: false };
    let mut has_workbook = false;
    let mut unpacked = 0;
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).map_err(|_| damaged("a part can't be unpacked"))?;
        let name = part.name().map(|n| n.to_string()).unwrap_or_default();
        let mut content = Vec::new();
        let room = MOST_UNPACKED - unpacked;
        let read = (&mut part).take(room + 1).read_to_end(&mut content);
        let length = read.map_err(|_| damaged(&format!("the part {name} does not match its checksum")))? as u64;
        if length > room {
            return Err(damaged("unpacked it is larger than 1 GB"));
        }
        unpacked += length;
        if name.ends_with("workbook.xml") {
            has_workbook = true;
            package.calculates_on_load |= asks_for_calculation(&String::from_utf8_lossy(&content));
        } else if name == "mimetype" && content.starts_with(b"application/vnd.oasis") {
            return Err(ReadError::NotAWorkbook(path.into(), "it is an OpenDocument file; save it as .xlsx"));
        } else if name.ends_with("workbook.bin") {
            return Err(ReadError::NotAWorkbook(path.into(), "it is a binary workbook (.xlsb); save it as .xlsx"));
        }
    }
    if !has_workbook {
        return Err(ReadError::NotAWorkbook(path.into(), "it is a zip file without a workbook in it"));
    }
    Ok(package)
}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// What a file that is neither a zip nor an old workbook seems to be.
fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK") || bytes.starts_with(OLE) {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).trim_start().to_lowercase();
    Some(if bytes.is_empty() {
        "the file is empty"
    } else if bytes.starts_with(b"%PDF") {
        "it is a PDF"
    } else if head.starts_with("<!doctype html") || head.starts_with("<html") {
        "it is a web page"
    } else if head.starts_with("<?xml") {
        "it is an XML file"
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
