//! The words of a note, as a workbook can hold them.

use std::borrow::Cow;

/// Excel's limit for a note, in UTF-16 units.
pub const LONGEST: usize = 32_767;
/// A text is not begun where less than this of it would be left.
const TOO_SHORT: usize = 40;

/// Text without what neither XML nor Excel can hold, and with one kind of line break.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let fits = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    text.chars().filter(fits).collect::<String>().trim().to_string()
}

/// What is added to a text so that it says `words` too, each behind a blank line, and how many of them found room. What
/// is too long is cut.
pub fn addition(old: &str, words: &[&str]) -> (String, usize) {
    let (mut all, mut placed) = (old.to_string(), 0);
    for word in words {
        let breaks = all.len() - all.trim_end_matches('\n').len();
        let gap = if all.trim().is_empty() { "" } else { "\n\n".get(breaks.min(2)..).unwrap_or("") };
        let room = LONGEST.saturating_sub(length(&all) + gap.len());
        if length(word) > room && room < TOO_SHORT {
            break;
        }
        all.push_str(gap);
        all.push_str(&cut(word, room));
        placed += 1;
    }
    (all.get(old.len()..).unwrap_or("").to_string(), placed)
}

/// Whether a text says this already, as lines of their own. One that was cut for want of room says it too.
pub fn says(text: &str, words: &str) -> bool {
    let starts_line = |at: usize| at == 0 || text.get(..at).is_some_and(|t| t.ends_with('\n'));
    let ends_line = |at: usize| text.get(at..).is_some_and(|t| t.is_empty() || t.starts_with('\n'));
    if text.match_indices(words).any(|(at, _)| starts_line(at) && ends_line(at + words.len())) {
        return true;
    }
    // A character of two units may not have fit where one unit was left.
    let Some(head) = text.strip_suffix('…').filter(|_| length(text) + 1 >= LONGEST) else { return false };
    let starts = std::iter::once(0).chain(head.match_indices('\n').map(|(at, _)| at + 1));
    starts.filter_map(|at| head.get(at..)).any(|cut| !cut.is_empty() && words.starts_with(cut))
}

fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

fn cut(text: &str, room: usize) -> Cow<'_, str> {
    if length(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut left = room.saturating_sub(1);
    let fits = |c: &char| {
        let enough = left >= c.len_utf16();
        left = if enough { left - c.len_utf16() } else { 0 };
        enough
    };
    let head: String = text.chars().take_while(fits).collect();
    Cow::Owned(head + "…")
}

/// Text as it is stored: what would be read as the code of a character, such as `_x0041_`, is kept from it.
pub fn stored(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if code(text.get(at..).unwrap_or("")).is_some() {
            out.push_str("_x005F");
        }
        out.push(c);
    }
    out
}

/// Stored text as it is meant, with one kind of line break.
pub fn meant(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(c) = rest.chars().next() {
        let (meant, length) = code(rest).map_or((c, c.len_utf8()), |meant| (meant, CODE));
        out.push(meant);
        rest = rest.get(length..).unwrap_or("");
    }
    out.replace("\r\n", "\n").replace('\r', "\n")
}

/// Length of the code of a character.
const CODE: usize = 7;

/// The character whose code a text starts with.
fn code(text: &str) -> Option<char> {
    let hex = text.get(..CODE)?.strip_prefix("_x")?.strip_suffix('_')?;
    let number = u32::from_str_radix(hex, 16).ok().filter(|_| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    char::from_u32(number?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written is what is read, and nothing is read that was not written.
    #[test]
    fn words_survive_storing() {
        for text in ["", "a_x0041_b", "_x005F_", "_xD800_ _x00g1_ _x+041_", "__x0041__x0042_", "ä_x0041_…"] {
            assert_eq!(meant(&stored(text)), text, "{text}");
        }
        assert_eq!(meant("a_x000D_\nb_x0041_"), "a\nbA");
        assert_eq!(clean("\u{1}a\r\nb\rc\u{7f}\u{FFFF}\t😀 \n"), "a\nb\nc\t😀");
    }

    /// The same text is not said twice, although it may be part of another one.
    #[test]
    fn a_text_is_known_by_its_lines() {
        assert!(says("Old.\n\nNew.", "New.") && says("New.", "New.") && says("Me:\nNew.\n", "New."));
        assert!(!says("Old. New.", "New.") && !says("New. Old.", "New.") && !says("", "New."));
        assert!(says("a\nb\n\nc\nd\n\ne", "c\nd"));
    }

    /// No more than Excel takes, also where characters count double; what was cut is known again.
    #[test]
    fn what_is_too_long_is_cut() {
        for long in ["x".repeat(40_000), "😀".repeat(20_000)] {
            let (added, placed) = addition("", &[&long, "more"]);
            assert_eq!(placed, 1);
            assert!(added.ends_with('…') && (LONGEST - 1..=LONGEST).contains(&length(&added)));
            assert!(says(&added, &long) && !says(&added, "more") && !says("x…", &long));
            assert_eq!(addition(&added, &["more"]), (String::new(), 0));
        }
        assert_eq!(addition("a\n", &["b", "c"]), ("\nb\n\nc".into(), 2));
        assert_eq!(addition("a", &["b"]), ("\n\nb".into(), 1));
    }
}
