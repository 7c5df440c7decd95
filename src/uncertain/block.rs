//! Blocks of draws as files: each written whole when it is done, and not before.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::judge::Judged;
use crate::files::{self, WriteError};

/// Draws of a block.
pub const SIZE: usize = 50;
/// Folder of the blocks.
const FOLDER: &str = "draws";
const FORMAT: &str = "railhead-draws";
/// Goes up when a program that reads the files would have to change.
const FORMAT_VERSION: u32 = 4;
/// Digits of the key in a file name: 48 bits.
const KEY_DIGITS: usize = 12;

/// Draws that follow each other, with what is proved of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    format: String,
    format_version: u32,
    /// SHA-256 of everything that the draws depend on: version, input, draws, seed, settings.
    key: String,
    number: usize,
    pub draws: Vec<Judged>,
}

impl Block {
    /// Draws of a block with this number, of so many in all.
    pub fn of(number: usize, draws: usize) -> std::ops::Range<usize> {
        (number * SIZE).min(draws)..((number + 1) * SIZE).min(draws)
    }

    /// A block that is done.
    pub fn new(key: &str, number: usize, draws: Vec<Judged>) -> Block {
        Block { format: FORMAT.into(), format_version: FORMAT_VERSION, key: key.into(), number, draws }
    }

    fn path(folder: &Path, key: &str, number: usize) -> PathBuf {
        folder.join(FOLDER).join(format!("{number:05}-{}.json", &key[..KEY_DIGITS.min(key.len())]))
    }

    /// What an earlier run, or another part, left of it.
    pub fn read(folder: &Path, key: &str, number: usize) -> Option<Block> {
        let bytes = std::fs::read(Block::path(folder, key, number)).ok()?;
        let found: Block = serde_json::from_slice(&bytes).ok()?;
        let (format, version) = (FORMAT, FORMAT_VERSION);
        let fits =
            found.format == format && found.format_version == version && found.key == key && found.number == number;
        fits.then_some(found)
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn write(&self, folder: &Path) -> Result<(), WriteError> {
        let path = Block::path(folder, &self.key, self.number);
        let into = folder.join(FOLDER);
        std::fs::create_dir_all(&into).map_err(|e| WriteError::from_io(&into, &e))?;
        let text = serde_json::to_string(self).map_err(|e| WriteError::Unfit(path.clone(), e.to_string()))?;
        files::replace(&path, format!("{text}\n").as_bytes())
    }
}
