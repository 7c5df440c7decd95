//! What workbook and text model have in common as files: why one can't be read or written, hashes, safe replacement.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Why nothing could be read at all. What is wrong *inside* a readable input is a [`crate::campaign::Problem`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing is there.
    NotFound(PathBuf),
    /// A workbook was expected.
    IsFolder(PathBuf),
    /// A folder was expected.
    IsFile(PathBuf),
    /// The folder holds none of the tables.
    NoTables(PathBuf),
    /// Not an .xlsx workbook; the text says what it looks like.
    NotAWorkbook(PathBuf, &'static str),
    /// Encrypted with a password.
    Protected(PathBuf),
    /// A workbook, but broken; the text says where.
    Damaged(PathBuf, String),
    /// The system refuses; the text says why.
    Refused(PathBuf, String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NotFound(p) => write!(f, "There is no file or folder {}. Check the spelling.", p.display()),
            ReadError::IsFolder(p) => write!(f, "{} is a folder; a workbook (.xlsx) is wanted here.", p.display()),
            ReadError::IsFile(p) => write!(f, "{} is a file; the folder of a text model is wanted here.", p.display()),
            ReadError::NoTables(p) => {
                write!(f, "The folder {} holds none of Railhead's tables (question.csv, places.csv ...).", p.display())
            }
            ReadError::NotAWorkbook(p, what) => {
                write!(f, "{} is not an Excel workbook (.xlsx): {what}.", p.display())
            }
            ReadError::Protected(p) => {
                write!(f, "{} is protected by a password. Save a copy without password and use that.", p.display())
            }
            ReadError::Damaged(p, why) => write!(
                f,
                "{} is damaged: {why}. Open it in Excel or LibreOffice, let it be repaired, and save it again.",
                p.display()
            ),
            ReadError::Refused(p, why) => {
                write!(f, "{} can't be read: {why}.{}", p.display(), hint(why))
            }
        }
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// From what the system says about `path`.
    pub fn from_io(path: &Path, error: &io::Error) -> ReadError {
        match error.kind() {
            io::ErrorKind::NotFound => ReadError::NotFound(path.into()),
            io::ErrorKind::IsADirectory => ReadError::IsFolder(path.into()),
            _ => ReadError::Refused(path.into(), in_words(error)),
        }
    }
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// The file is there and may not be replaced.
    Exists(PathBuf),
    /// The system refuses; the text says why.
    Refused(PathBuf, String),
    /// The content does not fit into a workbook; the text says what.
    Unfit(PathBuf, String),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Exists(p) => {
                write!(f, "{} exists already. Choose another name, or add --force to replace it.", p.display())
            }
            WriteError::Refused(p, why) => {
                write!(f, "{} can't be written: {why}.{}", p.display(), hint(why))
            }
            WriteError::Unfit(p, why) => write!(f, "{} can't be made: {why}.", p.display()),
        }
    }
}

impl std::error::Error for WriteError {}

impl WriteError {
    /// From what the system says about `path`.
    pub fn from_io(path: &Path, error: &io::Error) -> WriteError {
        WriteError::Refused(path.into(), in_words(error))
    }
}

/// What to do about a refusal whose words do not say it.
fn hint(why: &str) -> &'static str {
    match why {
        NO_FOLDER => " Make it first, or choose another.",
        FULL | FOLDER | PART | READ_ONLY | IN_THE_WAY => "",
        _ => " If it is open in another program, close it there.",
    }
}

const NO_FOLDER: &str = "the folder does not exist";
const FULL: &str = "the disk is full";
const FOLDER: &str = "it is a folder";
const PART: &str = "a part of its path is not a folder";
const READ_ONLY: &str = "the disk is read-only";
const IN_THE_WAY: &str = "something of that name is in the way";

/// The common refusals without the system's jargon.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => NO_FOLDER.into(),
        io::ErrorKind::PermissionDenied => "permission is denied".into(),
        io::ErrorKind::StorageFull => FULL.into(),
        io::ErrorKind::IsADirectory => FOLDER.into(),
        io::ErrorKind::NotADirectory => PART.into(),
        io::ErrorKind::ReadOnlyFilesystem => READ_ONLY.into(),
        io::ErrorKind::AlreadyExists => IN_THE_WAY.into(),
        kind => kind.to_string(),
    }
}

/// The file's bytes; a folder and a missing file have their own errors.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    if path.is_dir() {
        return Err(ReadError::IsFolder(path.into()));
    }
    fs::read(path).map_err(|e| ReadError::from_io(path, &e))
}

/// SHA-256 of several pieces one after the other, hexadecimal.
pub fn sha256<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for piece in pieces {
        hasher.update(piece);
    }
    hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// Writes a file whole or not at all: into a temporary file beside it, then in its place. It is on the disk before it has its name: a
/// full or failing file server says so only then, and would otherwise leave half a file under the right name.
pub fn replace(path: &Path, content: &[u8]) -> Result<(), WriteError> {
    let failed = |e: &io::Error| WriteError::from_io(path, e);
    if path.is_dir() {
        return Err(WriteError::Refused(path.into(), FOLDER.into()));
    }
    let folder = match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    // Temporary files are private by default; this one is to become an ordinary document.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(".railhead-").tempfile_in(folder).map_err(|e| failed(&e))?;
    io::Write::write_all(&mut file, content).map_err(|e| failed(&e))?;
    file.as_file().sync_all().map_err(|e| failed(&e))?;
    file.persist(path).map_err(|e| failed(&e.error))?;
    Ok(())
}
