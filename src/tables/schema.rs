//! What a table *is*: its columns, their units, kinds, defaults and words for the reader.
//!
//! Everything that touches input derives from these values: the workbook template and its dropdowns, the reader
//! and its messages, the text form and its `datapackage.json`, and the manual pages. Adding a column to Railhead's
//! input is one entry in [`crate::tables::ALL`], plus the place where the campaign uses it.

/// How a table is laid out on its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A header row, then one row per thing.
    List,
    /// Exactly one record, written downwards: one row per column (item, value, unit, meaning).
    Record,
}

/// Whether the analyst must fill a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Need {
    /// An empty cell is a problem.
    Required,
    /// An empty cell means "none" or "not applicable"; the column's `about` says which.
    Optional,
    /// An empty cell means this number.
    Number(f64),
    /// An empty cell means this text.
    Text(&'static str),
}

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// The row's own name, unique in its table; other tables refer to it.
    Key,
    /// Free text.
    Text,
    /// The key of a row in another table.
    Ref(&'static str),
    /// A number between `min` and `max`, both allowed, in the column's unit.
    Number { min: f64, max: f64 },
    /// A number with its low and high: three columns on the sheet (`id`, `id_low`, `id_high`).
    /// Low and high may be empty: then the analyst is taken to be sure of the base value.
    Estimate { min: f64, max: f64 },
    /// One of these words (case is ignored).
    Choice(&'static [&'static str]),
    /// `yes` or `no`.
    YesNo,
    /// A calendar date (a date cell, or text `YYYY-MM-DD`).
    Date,
    /// How far the figure can be trusted: A documented, B derived, C planner's estimate, D guess.
    Grade,
}

/// One logical column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Name in the text form and in code, snake case.
    pub id: &'static str,
    /// Header on the sheet, without unit.
    pub header: &'static str,
    /// Unit as written for people; empty where the column has none.
    pub unit: &'static str,
    pub kind: Kind,
    pub need: Need,
    /// What the column means and what uses it, for notes and the manual.
    pub about: &'static str,
}

/// One table of a campaign: one sheet of the workbook, one CSV of the text form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Table {
    /// Name in the text form (`rail_lines`), and of the CSV.
    pub id: &'static str,
    /// Name of the sheet (`RailLines`).
    pub sheet: &'static str,
    pub shape: Shape,
    /// One or two sentences for the head of the sheet and the manual.
    pub about: &'static str,
    /// Whether a campaign without a single row here makes sense.
    pub may_be_empty: bool,
    pub columns: &'static [Column],
}

/// Which of the one or three physical columns of a logical column is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Base,
    Low,
    High,
}

/// A physical column: what a sheet or CSV really has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Index of the logical column in [`Table::columns`].
    pub column_index: usize,
    pub column: &'static Column,
    pub part: Part,
}

impl Field {
    /// Name in the text form: `capacity`, `capacity_low`, `capacity_high`.
    pub fn id(&self) -> String {
        match self.part {
            Part::Base => self.column.id.to_string(),
            Part::Low => format!("{}_low", self.column.id),
            Part::High => format!("{}_high", self.column.id),
        }
    }

    /// Header without its unit: `Capacity`, `Capacity low`.
    pub fn label(&self) -> String {
        let word = match self.part {
            Part::Base => "",
            Part::Low => " low",
            Part::High => " high",
        };
        format!("{}{word}", self.column.header)
    }

    /// Header on the sheet: `Capacity (trains/day)`, `Capacity low (trains/day)`.
    pub fn header(&self) -> String {
        if self.column.unit.is_empty() { self.label() } else { format!("{} ({})", self.label(), self.column.unit) }
    }

    /// Whether this physical cell must be filled.
    pub fn required(&self) -> bool {
        self.part == Part::Base && self.column.need == Need::Required
    }

    /// Smallest and largest number allowed, for numeric kinds.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        match self.column.kind {
            Kind::Number { min, max } | Kind::Estimate { min, max } => Some((min, max)),
            _ => None,
        }
    }
}

impl Table {
    /// The physical columns in order, estimates spread into base, low and high.
    pub fn fields(&'static self) -> Vec<Field> {
        let mut out = Vec::new();
        for (column_index, column) in self.columns.iter().enumerate() {
            let field = |part| Field { column_index, column, part };
            out.push(field(Part::Base));
            if matches!(column.kind, Kind::Estimate { .. }) {
                out.push(field(Part::Low));
                out.push(field(Part::High));
            }
        }
        out
    }

    /// Position of a physical column by its text-form name.
    pub fn field_index(&'static self, id: &str) -> Option<usize> {
        self.fields().iter().position(|f| f.id() == id)
    }

    /// The logical column that names a row, if the table has one.
    pub fn key(&self) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.kind == Kind::Key)
    }
}

/// Short constructors, so that a table reads as a table.
pub(super) mod col {
    use super::{Column, Kind, Need};

    pub const fn key(id: &'static str, header: &'static str, about: &'static str) -> Column {
        Column { id, header, unit: "", kind: Kind::Key, need: Need::Required, about }
    }
    pub const fn text(id: &'static str, header: &'static str, about: &'static str) -> Column {
        Column { id, header, unit: "", kind: Kind::Text, need: Need::Optional, about }
    }
    pub const fn reference(id: &'static str, header: &'static str, table: &'static str, about: &'static str) -> Column {
        Column { id, header, unit: "", kind: Kind::Ref(table), need: Need::Required, about }
    }
    pub const fn number(
        id: &'static str,
        header: &'static str,
        unit: &'static str,
        range: (f64, f64),
        about: &'static str,
    ) -> Column {
        Column { id, header, unit, kind: Kind::Number { min: range.0, max: range.1 }, need: Need::Required, about }
    }
    pub const fn estimate(
        id: &'static str,
        header: &'static str,
        unit: &'static str,
        range: (f64, f64),
        about: &'static str,
    ) -> Column {
        Column { id, header, unit, kind: Kind::Estimate { min: range.0, max: range.1 }, need: Need::Required, about }
    }
    pub const fn choice(
        id: &'static str,
        header: &'static str,
        words: &'static [&'static str],
        about: &'static str,
    ) -> Column {
        Column { id, header, unit: "", kind: Kind::Choice(words), need: Need::Required, about }
    }
    pub const fn yes_no(id: &'static str, header: &'static str, default: &'static str, about: &'static str) -> Column {
        Column { id, header, unit: "", kind: Kind::YesNo, need: Need::Text(default), about }
    }
    /// Day of the campaign, 0 = start.
    pub const fn from_day(about: &'static str) -> Column {
        Column {
            id: "from_day",
            header: "From day",
            unit: "day",
            kind: Kind::Number { min: 0.0, max: 5000.0 },
            need: Need::Number(0.0),
            about,
        }
    }
    pub const fn to_day(about: &'static str) -> Column {
        Column {
            id: "to_day",
            header: "To day",
            unit: "day",
            kind: Kind::Number { min: 0.0, max: 5000.0 },
            need: Need::Optional,
            about,
        }
    }
    pub const SOURCE: Column = Column {
        id: "source",
        header: "Source",
        unit: "",
        kind: Kind::Text,
        need: Need::Optional,
        about: "Where the figure comes from: codes of the Sources sheet, or words.",
    };
    pub const GRADE: Column = Column {
        id: "grade",
        header: "Grade",
        unit: "",
        kind: Kind::Grade,
        need: Need::Text("D"),
        about: "How far to trust it: A documented, B derived or well known, C planner's estimate, D guess.",
    };
    pub const NOTE: Column = text("note", "Note", "Anything the next reader should know.");

    impl Column {
        pub const fn optional(mut self) -> Column {
            self.need = Need::Optional;
            self
        }
        pub const fn or(mut self, number: f64) -> Column {
            self.need = Need::Number(number);
            self
        }
        pub const fn required(mut self) -> Column {
            self.need = Need::Required;
            self
        }
    }
}
