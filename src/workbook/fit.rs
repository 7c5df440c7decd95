//! How high a row must be for its wrapped text: programs other than Excel do not work it out when they open a file.

/// Points of one line of 11-point text.
const LINE: f64 = 15.0;

/// Height of a row with these texts in columns of these widths.
pub fn height<'a>(cells: impl IntoIterator<Item = (&'a str, f64)>) -> f64 {
    let most = cells.into_iter().map(|(text, width)| lines(text, width)).max().unwrap_or(1);
    // Excel allows no more than 409 points.
    (most as f64 * LINE + 1.0).min(409.0)
}

/// Lines that a text fills, broken at words. Widths count digits, and letters are narrower than those on average; some
/// of that is left as an allowance for wider fonts.
fn lines(text: &str, width: f64) -> usize {
    let room = (width * 1.1).max(4.0) as usize;
    let mut count = 0;
    for paragraph in text.split('\n') {
        let mut used = 0;
        count += 1;
        // Addresses break behind hyphens and strokes too, which leaves more lines half empty than blanks would.
        for piece in paragraph.split_inclusive([' ', '-', '/', '?']) {
            let length = piece.trim_end().chars().count();
            if used > 0 && used + length > room {
                count += 1;
                used = 0;
            }
            used += length;
            count += used.saturating_sub(1) / room;
            used = if used > room { used % room } else { used } + (piece.chars().count() - length);
        }
    }
    count
}
