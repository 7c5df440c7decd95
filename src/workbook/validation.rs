//! What Excel lets an analyst type: the rules of the columns as drop-downs and limits.

use rust_xlsxwriter::{DataValidation, DataValidationRule, ExcelDateTime, Formula, XlsxError};

use super::sheet::column_letters;
use super::template::{FIRST_ROW, LAST_ROW};
use crate::tables::check::{GRADES, allowed};
use crate::tables::{Field, Kind, table_by_id};

/// The rule for cells of a column; `first` is the address of the topmost one. Free text has none.
pub fn rule(field: &Field, first: &str) -> Result<Option<DataValidation>, XlsxError> {
    let new = DataValidation::new();
    let rule = match field.column.kind {
        Kind::Text => return Ok(None),
        Kind::Key => {
            let column = first.trim_end_matches(|c: char| c.is_ascii_digit());
            let range = format!("${column}${}:${column}${}", FIRST_ROW + 1, LAST_ROW + 1);
            new.allow_custom(Formula::new(format!("=COUNTIF({range},{first})=1")))
        }
        Kind::Number { min, max } | Kind::Estimate { min, max } => {
            new.allow_decimal_number(DataValidationRule::Between(min, max))
        }
        Kind::Choice(words) => new.allow_list_strings(words)?,
        Kind::YesNo => new.allow_list_strings(&["yes", "no"])?,
        Kind::Grade => new.allow_list_strings(GRADES)?,
        Kind::Ref(target) => match keys_of(target) {
            Some(range) => new.allow_list_formula(Formula::new(range)),
            None => return Ok(None),
        },
        Kind::Date => {
            let earliest = ExcelDateTime::from_ymd(1900, 1, 1)?;
            new.allow_date(DataValidationRule::GreaterThanOrEqualTo(earliest))
        }
    };
    let rule = rule.set_error_title("Not allowed here")?;
    Ok(Some(rule.set_error_message(shortened(&format!("{}: {}.", field.header(), allowed(field)), 250))?))
}

/// The keys of a table as far as they go now: the list grows with the table and ends in no blanks, which Excel would
/// take as leave to type anything.
fn keys_of(table: &str) -> Option<String> {
    let table = table_by_id(table)?;
    let column = column_letters(u32::try_from(table.field_index(table.key()?.id)?).ok()?);
    let (sheet, first, last) = (table.sheet, FIRST_ROW + 1, LAST_ROW + 1);
    let count = format!("MAX(1,COUNTA({sheet}!${column}${first}:${column}${last}))");
    Some(format!("=OFFSET({sheet}!${column}${first},0,0,{count},1)"))
}

/// Cut at a word where Excel allows no more.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let cut: String = text.chars().take(most - 4).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} ...", &cut[..end])
}
