//! Why results are not put into a workbook, in words for its owner.

use std::fmt;

use super::xml::Flaw;

/// Why nothing was put into the workbook. Each says what could be done instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Not a workbook of the kind that can be extended; the text says what it is.
    NotAWorkbook(String),
    /// Encrypted with a password.
    Encrypted,
    /// In the strict variant of the format.
    Strict,
    /// Signed digitally.
    Signed,
    /// Its author forbade new sheets or any change; the text says how.
    Protected(String),
    /// Shared by several people with a record of their changes.
    Shared,
    /// Broken; the text says where.
    Damaged(String),
    /// Larger than can be handled.
    TooLarge,
    /// Sound but built in a way that is not handled; the text says which.
    Unusual(String),
    /// The analyst has a sheet of that name.
    NameTaken(String),
    /// The result sheets themselves can't be moved; the text says why.
    Results(String),
}

impl Refusal {
    /// From a flaw of a part.
    pub fn flaw(part: &str, flaw: &Flaw) -> Refusal {
        match flaw {
            Flaw::Encoding => Refusal::Unusual(format!("its part {part} {flaw}")),
            Flaw::Form => Refusal::Damaged(format!("its part {part} {flaw}")),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NotAWorkbook(what) => write!(f, "The file can't take result sheets: {what}."),
            Refusal::Encrypted => f.write_str(
                "The workbook is protected by a password. Save a copy without password so that Railhead can write to it.",
            ),
            Refusal::Strict => f.write_str(
                "The workbook is saved as 'Strict Open XML'. Save it as 'Excel Workbook (.xlsx)' so that Railhead can write to it.",
            ),
            Refusal::Signed => f.write_str(
                "The workbook is signed digitally, and any change would void the signature. Remove the signature so that Railhead can write to it.",
            ),
            Refusal::Protected(how) => write!(f, "The workbook may not be changed: {how}."),
            Refusal::Shared => f.write_str(
                "The workbook is shared and keeps a record of changes. Stop sharing it (Review, Unshare Workbook) so that Railhead can write to it.",
            ),
            Refusal::Damaged(where_) => write!(
                f,
                "The workbook is damaged: {where_}. Open it in Excel or LibreOffice, let it be repaired, and save it again."
            ),
            Refusal::TooLarge => f.write_str("The workbook is too large: unpacked it is more than 1 GB."),
            Refusal::Unusual(what) => write!(
                f,
                "The workbook is built in an unusual way: {what}. Save it once in Excel or LibreOffice so that \
                 Railhead can write to it."
            ),
            Refusal::NameTaken(name) => write!(
                f,
                "The workbook has a sheet '{name}' that Railhead did not write, and the results need that name. Rename \
                 your sheet so that Railhead can write to it."
            ),
            Refusal::Results(why) => write!(f, "The result sheets can't be put into another workbook: {why}."),
        }
    }
}

impl std::error::Error for Refusal {}
