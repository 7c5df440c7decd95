//! Just enough of the grammar of formulas to see what they read and to give it another name.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// What a stretch of a formula is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A text in double quotes.
    Words,
    /// The name of a sheet, or of the first and last of several, in quotes or not; the mark behind it not included.
    Sheet,
    /// The name of a function, a table, a cell, or one that was defined.
    Name,
    /// A number.
    Number,
    /// Columns of a table, or another workbook, in brackets.
    Brackets,
    /// An operator or a blank.
    Mark,
}

/// Something in a formula that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A sheet of the same workbook.
    Sheet(String),
    /// A table, a defined name, a function or a cell.
    Other(String),
}

/// What a formula names.
pub fn named(formula: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut foreign = false;
    for (sort, range) in pieces(formula) {
        let behind = formula.get(range.end..).unwrap_or("");
        let piece = formula.get(range).unwrap_or("");
        match sort {
            Sort::Brackets => foreign = true,
            Sort::Sheet if !foreign && !piece.contains('[') => {
                let sheets = unquoted(piece);
                found.extend(sheets.split(':').map(|s| Named::Sheet(s.to_string())));
            }
            Sort::Name => {
                found.push(Named::Other(piece.to_string()));
                // Perhaps the first of several sheets, as in `January:March!A1`.
                if behind.starts_with(':') {
                    found.push(Named::Sheet(piece.to_string()));
                }
            }
            _ => {}
        }
        foreign &= sort == Sort::Brackets;
    }
    found
}

/// Cells that a formula reads: one, or a rectangle of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The sheet as it is written; `None` = the formula's own.
    pub sheet: Option<String>,
    /// Row and column of the upper left cell, from 0.
    pub from: (u32, u32),
    /// Those of the lower right cell.
    pub to: (u32, u32),
}

/// Row and column, from 0, of a cell written like `B7` or `$B$7`.
pub fn cell(name: &str) -> Option<(u32, u32)> {
    let plain: String = name.chars().filter(|c| *c != '$').collect();
    let letters = plain.chars().take_while(char::is_ascii_alphabetic).count();
    let (column, row) = plain.split_at_checked(letters).filter(|_| (1..=3).contains(&letters))?;
    let digit = |n: u32, c: char| n * 26 + u32::from(c.to_ascii_uppercase()) - u32::from('A') + 1;
    let row: u32 = row.parse().ok()?;
    Some((row.checked_sub(1)?, column.chars().fold(0, digit) - 1))
}

/// Sheet, row and column of an address like `RailLines!C7` or `'My sheet'!C7`.
pub fn cell_at(address: &str) -> Option<(String, (u32, u32))> {
    let (sheet, name) = address.rsplit_once('!')?;
    Some((unquoted(sheet).into_owned(), cell(name)?))
}

/// The cells that a formula reads, as far as they are written in it, in this workbook.
pub fn areas(formula: &str) -> Vec<Area> {
    let mut found: Vec<Area> = Vec::new();
    let (mut sheet, mut foreign, mut opposite) = (None, false, false);
    let pieces = pieces(formula);
    let text = |range: &Range<usize>| formula.get(range.clone()).unwrap_or("");
    // `$B$7` comes in pieces: a mark, `B`, a mark, `7`.
    let mut nth = 0;
    while let Some((sort, range)) = pieces.get(nth) {
        nth += 1;
        match (sort, text(range)) {
            (Sort::Brackets, _) => foreign = true,
            (Sort::Sheet, name) => {
                (sheet, opposite) = (Some(unquoted(name).into_owned()), false);
                foreign |= name.contains('[');
            }
            (Sort::Mark, "!" | "$") => {}
            (Sort::Mark, ":") => opposite = !found.is_empty(),
            (Sort::Name, name) => {
                let mut name = name.to_string();
                if let (Some((Sort::Mark, dollar)), Some((_, row))) = (pieces.get(nth), pieces.get(nth + 1))
                    && text(dollar) == "$"
                {
                    name.push_str(text(row));
                    nth += 2;
                }
                match (cell(&name), found.last_mut()) {
                    (Some((row, column)), Some(last)) if opposite && !foreign => {
                        last.to = (row.max(last.from.0), column.max(last.from.1));
                    }
                    (Some(at), _) if !foreign => found.push(Area { sheet: sheet.clone(), from: at, to: at }),
                    // Whole columns, or a name that only that sheet knows: somewhere on it.
                    (None, _) if sheet.is_some() && !foreign => {
                        found.push(Area { sheet: sheet.clone(), from: (0, 0), to: (u32::MAX, u32::MAX) });
                    }
                    _ => {}
                }
                (sheet, foreign, opposite) = (None, false, false);
            }
            _ => (sheet, foreign, opposite) = (None, false, false),
        }
    }
    found
}

/// The formula with other names for tables and defined names; the keys are in small letters.
pub fn renamed<'a>(formula: &'a str, names: &HashMap<String, String>) -> Cow<'a, str> {
    replaced(formula, |sort, piece| match sort {
        Sort::Name => names.get(&piece.to_lowercase()).cloned(),
        _ => None,
    })
}

/// The formula with another name for one sheet.
pub fn moved<'a>(formula: &'a str, from: &str, to: &str) -> Cow<'a, str> {
    replaced(formula, |sort, piece| {
        let same = sort == Sort::Sheet && unquoted(piece).to_lowercase() == from.to_lowercase();
        same.then(|| quoted(to))
    })
}

/// The name of a sheet as it stands in formulas.
pub fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// The formula as it is whoever saved it: without blanks, in capitals, numbers only as far as every program keeps them.
pub fn canonical(formula: &str) -> String {
    let mut plain = String::with_capacity(formula.len());
    for (sort, range) in pieces(formula.trim_start_matches('=')) {
        let piece = formula.trim_start_matches('=').get(range).unwrap_or("");
        match sort {
            Sort::Words => plain.push_str(piece),
            Sort::Sheet => plain.push_str(&unquoted(piece).to_uppercase()),
            Sort::Number => plain.push_str(&constant(piece)),
            Sort::Name => {
                let upper = piece.to_uppercase();
                let bare = ["_XLFN.", "_XLWS.", "_XLPM."].iter().fold(upper.as_str(), |n, p| n.trim_start_matches(p));
                plain.push_str(bare);
            }
            Sort::Brackets | Sort::Mark => plain.extend(piece.chars().filter(|c| !c.is_whitespace())),
        }
    }
    plain
}

/// A number in a formula. LibreOffice keeps 20 digits behind the point, Excel 15 in all; what they cut is not compared.
fn constant(piece: &str) -> String {
    let Ok(n) = piece.parse::<f64>() else { return piece.into() };
    let digits = digits(n);
    let significant = digits.split('e').next().unwrap_or("").trim_end_matches('0').len();
    // One digit, the point, eight more.
    if significant > 10 || (n != 0.0 && n.abs() < 1e-4) { "#".into() } else { digits }
}

/// A number to 15 digits, which survive every program that reads and writes it.
pub fn digits(n: f64) -> String {
    // Minus zero is zero.
    format!("{:.14e}", if n == 0.0 { 0.0 } else { n })
}

/// The number of these 15 digits, as it is written; nothing where it is the number itself.
pub fn shortened(n: f64) -> Option<String> {
    let short = digits(n).parse::<f64>().ok().filter(|short| *short != n && short.is_finite())?;
    // No long row of zeros for what is very small or large.
    let plain = (1e-5..1e15).contains(&short.abs());
    Some(if plain { format!("{short}") } else { format!("{short:e}").replace('e', "E") })
}

fn unquoted(sheet: &str) -> Cow<'_, str> {
    match sheet.strip_prefix('\'').and_then(|s| s.strip_suffix('\'')) {
        Some(inner) => Cow::Owned(inner.replace("''", "'")),
        None => Cow::Borrowed(sheet),
    }
}

fn replaced(formula: &str, with: impl Fn(Sort, &str) -> Option<String>) -> Cow<'_, str> {
    let mut changed = String::new();
    let mut from = 0;
    for (sort, range) in pieces(formula) {
        let piece = formula.get(range.clone()).unwrap_or("");
        if let Some(new) = with(sort, piece) {
            changed.push_str(formula.get(from..range.start).unwrap_or(""));
            changed.push_str(&new);
            from = range.end;
        }
    }
    if from == 0 {
        return Cow::Borrowed(formula);
    }
    changed.push_str(formula.get(from..).unwrap_or(""));
    Cow::Owned(changed)
}

fn pieces(formula: &str) -> Vec<(Sort, Range<usize>)> {
    let mut found: Vec<(Sort, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(first) = formula.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = formula.get(at..).unwrap_or("");
        let (sort, length) = match first {
            '"' => (Sort::Words, in_quotes(rest, '"')),
            '\'' => (Sort::Sheet, in_quotes(rest, '\'')),
            '[' => (Sort::Brackets, in_brackets(rest)),
            c if starts_name(c) => {
                let length = rest.find(|c: char| !in_name(c)).unwrap_or(rest.len());
                let sheet = rest.get(length..).is_some_and(|after| after.starts_with('!'));
                (if sheet { Sort::Sheet } else { Sort::Name }, length)
            }
            c if c.is_ascii_digit() || c == '.' => (Sort::Number, number(rest)),
            c => (Sort::Mark, c.len_utf8()),
        };
        // `$A$1` is a cell and no number.
        let sort = match (sort, found.last()) {
            (Sort::Number, Some((Sort::Mark, before))) if formula.get(before.clone()) == Some("$") => Sort::Mark,
            (sort, _) => sort,
        };
        found.push((sort, at..at + length));
        at += length.max(1);
    }
    found
}

fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == '\\'
}

fn in_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\\' | '.' | '?')
}

/// Length with the quotes; a quote doubled is part of the text.
fn in_quotes(rest: &str, quote: char) -> usize {
    let mut from = 1;
    loop {
        let Some(next) = rest.get(from..).and_then(|r| r.find(quote)) else { return rest.len() };
        let after = from + next + 1;
        if !rest.get(after..).is_some_and(|r| r.starts_with(quote)) {
            return after;
        }
        from = after + 1;
    }
}

/// Length with the brackets; an apostrophe takes the meaning from the next letter.
fn in_brackets(rest: &str) -> usize {
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\'' => escaped = true,
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && !escaped {
            return at + c.len_utf8();
        }
    }
    rest.len()
}

fn number(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mantissa = bytes.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let mut end = mantissa;
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let power = bytes.iter().skip(end + 1 + sign).take_while(|b| b.is_ascii_digit()).count();
        if power > 0 {
            end += 1 + sign + power;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a formula reads decides whether sheets may go and whether the workbook must be calculated.
    #[test]
    fn names_are_found_and_texts_are_not() {
        let sheets = |f: &str| {
            let sheets = named(f).into_iter().filter_map(|n| match n {
                Named::Sheet(s) => Some(s),
                Named::Other(_) => None,
            });
            sheets.collect::<Vec<_>>()
        };
        assert_eq!(sheets("'It''s mine'!A$1+\"Flows!A1\"&\"\"\"'\""), ["It's mine"]);
        assert!(sheets("[1]Flows!A1").is_empty(), "another workbook");
        assert!(sheets("'[1]Flows'!A1").is_empty(), "another workbook");
        assert_eq!(sheets("SUM('Jan:Mar'!B2)+Apr:May!B2"), ["Jan", "Mar", "Apr", "May"]);
        assert!(named("SUM(ResFlows[[#This Row],[a']!b]])").contains(&Named::Other("ResFlows".into())));
    }

    /// What a figure is worked out from decides whether it may be an assumption.
    #[test]
    fn cells_that_are_read_are_found() {
        let read = |f: &str| {
            let one = |a: Area| (a.sheet.unwrap_or_default(), a.from, a.to);
            areas(f).into_iter().map(one).collect::<Vec<_>>()
        };
        let own = String::new;
        assert_eq!(read("B7*2+$AA$10"), [(own(), (6, 1), (6, 1)), (own(), (9, 26), (9, 26))]);
        assert_eq!(read("SUM(Answer!$B$2:C$4,D1)"), [("Answer".into(), (1, 1), (3, 2)), (own(), (0, 3), (0, 3))]);
        assert_eq!(read("IF('My ''own'' sheet'!A1>1,\"B2\",1E5)"), [("My 'own' sheet".into(), (0, 0), (0, 0))]);
        assert!(read("[1]Answer!B2+'[2]Answer'!B3").is_empty(), "another workbook");
        assert_eq!(read("SUM(Flows!A:A)").first().map(|(sheet, ..)| sheet.clone()), Some("Flows".into()));
        assert!(read("LOG(2)+Total").is_empty(), "functions and names are no cells");
    }

    /// A table that had to be called otherwise is read under its new name, and nothing else changes.
    #[test]
    fn names_change_where_they_are_names() {
        let names = HashMap::from([("resflows".to_string(), "ResFlows_2".to_string())]);
        let formula = "SUM(ResFlows[t])&\"ResFlows\"+ResFlows2!A1+'ResFlows'!A1+RESFLOWS";
        assert_eq!(renamed(formula, &names), "SUM(ResFlows_2[t])&\"ResFlows\"+ResFlows2!A1+'ResFlows'!A1+ResFlows_2");
        assert_eq!(moved("Answer!$5:$5,'Answer'!A1,Answers!A1", "answer", "A'b"), "'A''b'!$5:$5,'A''b'!A1,Answers!A1");
    }

    /// Programs save the same formula in different ways; that is no edit.
    #[test]
    fn the_same_formula_is_the_same() {
        assert_eq!(
            canonical("=if( A1<=$C$3*0.1 ,\"a b\",1E-3)"),
            canonical("IF(A1<=$C$3*0.10000000000000001,\"a b\",0.001)")
        );
        assert_ne!(canonical("IF(A1,\"a b\")"), canonical("IF(A1,\"ab\")"));
        assert_eq!(canonical("'Flows'!A1"), canonical("Flows!A1"));
        assert_ne!(canonical("A10"), canonical("A1"));
        assert_ne!(canonical("A1*0.5"), canonical("A1*0.6"));
        assert_eq!(
            canonical("A1+0.000000000011919498448996173"),
            canonical("A1+0.00000000001191949845"),
            "LibreOffice"
        );
        assert_eq!(canonical("A1*0.33333333333333331"), canonical("A1*0.333333333333333"), "Excel");
    }
}
