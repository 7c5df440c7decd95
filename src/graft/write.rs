//! The new package: parts that stay are copied as they are packed.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::package::{Package, key};
use super::parts::Part;
use super::refusal::Refusal;

/// What differs from the old package.
#[derive(Debug, Default)]
pub struct Changes {
    /// New content of parts, by their keys.
    pub changed: HashMap<String, Vec<u8>>,
    /// Keys of parts that go.
    pub gone: HashSet<String>,
    /// Parts that come, at the end.
    pub new: Vec<Part>,
}

/// Puts the package together. The same changes give the same bytes.
pub fn package(old: &Package, changes: &Changes) -> Result<Vec<u8>, Refusal> {
    write(old, changes).map_err(|_| Refusal::Unusual("its parts can't be copied".into()))
}

fn write(old: &Package, changes: &Changes) -> ZipResult<Vec<u8>> {
    let mut archive = old.archive();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.set_raw_comment(archive.comment().into())?;
    // Part of the same bytes for the same results: no clock.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT);
    for entry in old.entries() {
        let name = key(&entry.part);
        if changes.gone.contains(&name) {
            continue;
        }
        match changes.changed.get(&name).filter(|new| old.read(&entry.part).ok().as_ref() != Some(*new)) {
            Some(content) => {
                zip.start_file(entry.part.trim_start_matches('/'), options)?;
                zip.write_all(content)?;
            }
            None => zip.raw_copy_file(archive.by_index_raw(entry.index)?)?,
        }
    }
    for part in &changes.new {
        zip.start_file(part.name.trim_start_matches('/'), options)?;
        zip.write_all(&part.content)?;
    }
    Ok(zip.finish()?.into_inner())
}
