//! What cells look like: one look for each role, so that colour tells what may be changed.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::tables::{Field, Kind, Part};

const INK: u32 = 0x24_2B33;
/// Titles, headers, and the first line of a chart.
pub const SLATE: u32 = 0x2F_4858;
/// Figures to be changed, links, and the second line of a chart.
pub const BLUE: u32 = 0x1F_4E9E;
const PALE_BLUE: u32 = 0x6F_8CBF;
/// Ground of what may be changed.
pub const CREAM: u32 = 0xFF_F6DC;
const PALE_CREAM: u32 = 0xFF_FCF2;
/// Ground of what is chosen or good.
pub const PALE_GREEN: u32 = 0xEE_F5EA;
/// What is good, and the third line of a chart.
pub const GREEN: u32 = 0x2F_5D34;
/// The fifth line of a chart.
pub const VIOLET: u32 = 0x7A_4E9A;
/// What is said by the way.
pub const GREY: u32 = 0x6B_7280;
/// What can't be, and lines that must not be crossed.
pub const RED: u32 = 0xB0_2A30;
/// What is open.
pub const AMBER: u32 = 0xB4_6A00;
/// Bars behind figures.
pub const BAR: u32 = 0xB7_CAEA;
/// Ground of what is doubtful.
pub const PALE_RED: u32 = 0xF9_E3E1;
/// Ground of what is derived.
pub const WASH: u32 = 0xE6_EDF8;
const LINE: u32 = 0xD9_DDE3;

/// What a cell is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A figure to be changed.
    Figure,
    /// The low or high of a figure.
    Range,
    /// A word chosen from a list.
    Choice,
    /// A name or key.
    Name,
    /// Free text.
    Words,
}

impl Role {
    /// Every role with its explanation for the guide.
    pub const ALL: [(Role, &str, &str); 5] = [
        (Role::Figure, "1,234", "A figure: change it. Its unit is in the header."),
        (Role::Range, "1,000", "The lowest and highest credible value of the figure to its left. May be empty."),
        (Role::Choice, "choose", "A word from a list: choose it from the drop-down."),
        (Role::Name, "name", "A key or name. Other sheets refer to keys: rename a key everywhere."),
        (Role::Words, "note", "Sources and notes, for the next reader."),
    ];

    /// The role of a column.
    pub fn of(field: &Field) -> Role {
        match (field.column.kind, field.part) {
            (_, Part::Low | Part::High) => Role::Range,
            (Kind::Number { .. } | Kind::Estimate { .. } | Kind::Date, _) => Role::Figure,
            (Kind::Ref(_) | Kind::Choice(_) | Kind::YesNo | Kind::Grade, _) => Role::Choice,
            (Kind::Key, _) => Role::Name,
            (Kind::Text, _) if field.required() || field.column.id == "name" => Role::Name,
            (Kind::Text, _) => Role::Words,
        }
    }

    /// The look of a cell with this role.
    pub fn format(self) -> Format {
        let base = boxed();
        match self {
            Role::Figure => fill(base, CREAM).set_font_color(Color::RGB(BLUE)),
            Role::Range => fill(base, PALE_CREAM).set_font_color(Color::RGB(PALE_BLUE)),
            // Indented, or a word would stick to the figure on its left.
            Role::Choice => {
                fill(base, PALE_GREEN).set_font_color(Color::RGB(GREEN)).set_align(FormatAlign::Left).set_indent(1)
            }
            Role::Name => base.set_text_wrap(),
            Role::Words => {
                base.set_text_wrap().set_align(FormatAlign::Left).set_indent(1).set_font_color(Color::RGB(GREY))
            }
        }
    }
}

/// Plain text in a cell of a table.
pub fn boxed() -> Format {
    body().set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINE))
}

/// On a ground of this colour.
pub fn fill(format: Format, colour: u32) -> Format {
    format.set_background_color(Color::RGB(colour))
}

/// Plain text.
pub fn body() -> Format {
    Format::new().set_font_name("Calibri").set_font_color(Color::RGB(INK)).set_align(FormatAlign::Top)
}

/// Plain text over several lines.
pub fn wrapped() -> Format {
    body().set_text_wrap()
}

/// Title of a sheet.
pub fn title() -> Format {
    body().set_bold().set_font_size(16).set_font_color(Color::RGB(SLATE))
}

/// Heading within a sheet.
pub fn heading() -> Format {
    body().set_bold().set_font_size(12).set_font_color(Color::RGB(SLATE))
}

/// Header of a column.
pub fn header() -> Format {
    fill(Format::new().set_font_name("Calibri"), SLATE)
        .set_bold()
        .set_font_color(Color::White)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::White)
}

/// A link to another sheet.
pub fn link() -> Format {
    body().set_font_color(Color::RGB(BLUE)).set_underline(rust_xlsxwriter::FormatUnderline::Single)
}

/// Text that explains.
pub fn quiet() -> Format {
    wrapped().set_font_color(Color::RGB(GREY))
}
