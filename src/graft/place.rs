//! Writing results into a workbook on disk: either all of it happens or nothing does, whenever the power fails.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::refusal::Refusal;
use super::verify::{Verified, verify};
use super::{Grafted, graft};

/// How files begin that are being written.
const UNFINISHED: &str = ".railhead-graft-";

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What the analyst should know.
    pub notes: Vec<String>,
    /// The result sheets.
    pub sheets: Vec<String>,
    /// Where the file as it was before can be found.
    pub backup: PathBuf,
    /// What was compared before the new file took the place of the old one.
    pub verified: Verified,
}

/// Why the workbook is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwritten {
    /// It can't take results.
    Refused(PathBuf, Refusal),
    /// Another program has it open; the text says who, as far as is known, and which file says so.
    Open(PathBuf, String),
    /// Someone changed it in the meantime.
    Changed(PathBuf),
    /// It would have lost something. The text says what; this is a fault of Railhead.
    Unsafe(PathBuf, String),
    /// The system refuses; the text says why.
    System(PathBuf, String),
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unwritten::Refused(_, why) => write!(f, "{why}"),
            Unwritten::Open(path, who) => write!(f, "{} is open in {who}. Close it there first.", path.display()),
            Unwritten::Changed(path) => {
                write!(f, "{} was changed by another program while the results were prepared.", path.display())
            }
            Unwritten::Unsafe(path, what) => write!(
                f,
                "{} was left alone, because with the results in it {what}. This is a fault of Railhead.",
                path.display()
            ),
            Unwritten::System(path, why) => write!(f, "{} can't be written: {why}.", path.display()),
        }
    }
}

impl std::error::Error for Unwritten {}

/// Puts the sheets of `donor` into the workbook at `path`.
///
/// The old file is kept beside it as `NAME.bak` (`model.xlsx.bak`): what the workbook was before *this* writing, also if
/// only results differ, so that one step back is always possible. An older `NAME.bak` is replaced. The new file is
/// compared with the old one before it takes its place; what takes its place is complete and on the disk.
pub fn write_in_place(path: &Path, donor: &[u8]) -> Result<Written, Unwritten> {
    // A link stays a link: what it leads to is written.
    let path = &fs::canonicalize(path).map_err(|e| system(path, &e))?;
    refuse_open(path)?;
    let stamp = Stamp::of(path)?;
    if stamp.read_only {
        return Err(Unwritten::System(path.clone(), "it is write-protected".into()));
    }
    let before = fs::read(path).map_err(|e| system(path, &e))?;
    let refused = |why| Unwritten::Refused(path.clone(), why);
    let Grafted { bytes, notes, sheets } = graft(&before, donor).map_err(refused)?;
    let unsafe_ = |what| Unwritten::Unsafe(path.clone(), what);
    let verified = verify(&before, &bytes, &sheets).map_err(unsafe_)?;
    let backup = backup(path);
    if bytes == before {
        // Nothing new: the step back that there is stays.
        return Ok(Written { notes, sheets, backup, verified });
    }
    let new = beside(path, &bytes)?;
    keep(beside(path, &before)?, &backup)?;
    // Only now, right before the old file goes: the program that has it open may have come since.
    refuse_open(path)?;
    if Stamp::of(path)? != stamp || fs::read(path).map_err(|e| system(path, &e))? != before {
        return Err(Unwritten::Changed(path.clone()));
    }
    keep(new, path)?;
    tidy(path);
    Ok(Written { notes, sheets, backup, verified })
}

/// Where the file as it was before is kept.
fn backup(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".bak");
    path.with_file_name(name)
}

/// Takes away what a writing left behind that was cut short: complete files, but nobody asked for them. Not those of
/// the last hour, for another run may be at work.
fn tidy(path: &Path) {
    const HOUR: Duration = Duration::from_secs(3600);
    let folder = path.parent().unwrap_or(Path::new("."));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = name.starts_with(UNFINISHED) && name.ends_with(".tmp");
        let written =
            entry.metadata().ok().filter(|about| ours && about.is_file()).and_then(|about| about.modified().ok());
        if written.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > HOUR) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What shows at a glance that a file is another one.
#[derive(PartialEq, Eq)]
struct Stamp {
    length: u64,
    written: Option<SystemTime>,
    read_only: bool,
}

impl Stamp {
    fn of(path: &Path) -> Result<Stamp, Unwritten> {
        let about = fs::metadata(path).map_err(|e| system(path, &e))?;
        if !about.is_file() {
            return Err(Unwritten::System(path.into(), "it is not a file".into()));
        }
        let read_only = about.permissions().readonly();
        Ok(Stamp { length: about.len(), written: about.modified().ok(), read_only })
    }
}

/// A complete file in the same folder, with the rights of `path`.
fn beside(path: &Path, content: &[u8]) -> Result<tempfile::NamedTempFile, Unwritten> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || -> io::Result<tempfile::NamedTempFile> {
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).suffix(".tmp").tempfile_in(folder)?;
        file.write_all(content)?;
        let about = fs::metadata(path)?;
        // Owner first: changing it may take rights away. It is a matter of the system whether it can be changed.
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let _ = std::os::unix::fs::fchown(file.as_file(), Some(about.uid()), Some(about.gid()));
        }
        file.as_file().set_permissions(about.permissions())?;
        file.as_file().sync_all()?;
        Ok(file)
    };
    write().map_err(|e| system(path, &e))
}

/// Puts a complete file in its place.
fn keep(file: tempfile::NamedTempFile, path: &Path) -> Result<(), Unwritten> {
    file.persist(path).map_err(|e| system(path, &e.error))?;
    // The new name is on the disk only when the folder is.
    #[cfg(unix)]
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Refuses a file that another program says it has open.
fn refuse_open(path: &Path) -> Result<(), Unwritten> {
    let Some(name) = path.file_name().and_then(|n| n.to_str()) else { return Ok(()) };
    let excel = path.with_file_name(format!("~${name}"));
    if excel.exists() {
        let by = fs::read(&excel).ok().and_then(|owner| excel_user(&owner));
        return Err(open(path, ("Excel", by), &excel));
    }
    let office = path.with_file_name(format!(".~lock.{name}#"));
    if office.exists() {
        let by = fs::read_to_string(&office).ok().and_then(|line| line.split(',').nth(1).map(str::to_string));
        return Err(open(path, ("LibreOffice", by.filter(|by| !by.is_empty())), &office));
    }
    Ok(())
}

fn open(path: &Path, (program, by): (&str, Option<String>), lock: &Path) -> Unwritten {
    let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
    let lock = lock.file_name().unwrap_or_default().to_string_lossy();
    let who = format!("{program}{by} (if it is not, delete the file {lock} beside it, which {program} left behind)");
    Unwritten::Open(path.into(), who)
}

/// The owner's name stands in Excel's owner file behind its length.
fn excel_user(owner: &[u8]) -> Option<String> {
    let (length, rest) = owner.split_first()?;
    let name = String::from_utf8_lossy(rest.get(..usize::from(*length))?).trim().to_string();
    (!name.is_empty()).then_some(name)
}

fn system(path: &Path, error: &io::Error) -> Unwritten {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".into(),
        io::ErrorKind::PermissionDenied => "permission is denied; perhaps another program has it open".into(),
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        kind => kind.to_string(),
    };
    Unwritten::System(path.into(), why)
}
