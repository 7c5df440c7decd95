//! A problem is a value: where, what was found, what is allowed, how to fix it.

/// How bad a [`Problem`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// No answer is given until it is mended.
    Error,
    /// Worth a look; the answer is given all the same.
    Warning,
}

/// One thing that is wrong with the input, in the analyst's terms.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    pub severity: Severity,
    /// `Sheet!Cell`, or file and line in the text form.
    pub cell: String,
    /// What stands there.
    pub found: String,
    /// What may stand there.
    pub allowed: String,
    /// How to mend it.
    pub hint: String,
    /// Name of the column at fault where `cell` is a row; [`crate::tables::read`] turns the two into a cell.
    #[serde(skip)]
    pub column: Option<&'static str>,
    /// Further rows or tables on which the finding rests: if one of them is itself at fault, nothing is said, so
    /// that one slip gives one message.
    #[serde(skip)]
    pub rests_on: Vec<String>,
}

impl Problem {
    pub fn error(
        cell: impl Into<String>,
        found: impl Into<String>,
        allowed: impl Into<String>,
        hint: impl Into<String>,
    ) -> Problem {
        Problem {
            severity: Severity::Error,
            cell: cell.into(),
            found: found.into(),
            allowed: allowed.into(),
            hint: hint.into(),
            column: None,
            rests_on: Vec::new(),
        }
    }

    pub fn warning(
        cell: impl Into<String>,
        found: impl Into<String>,
        allowed: impl Into<String>,
        hint: impl Into<String>,
    ) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(cell, found, allowed, hint) }
    }

    /// The problem lies in this column of the row.
    pub fn in_column(mut self, column: &'static str) -> Problem {
        self.column = Some(column);
        self
    }

    /// The finding also depends on this row or table.
    pub fn resting_on(mut self, at: impl Into<String>) -> Problem {
        self.rests_on.push(at.into());
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: found {}; allowed: {}. {}", self.cell, self.found, self.allowed, self.hint)
    }
}
