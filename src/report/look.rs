//! How a report for people is written: for a terminal, with or without colours, or as Markdown.

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use super::words::wrapped;
use crate::answer::Verdict;

/// Letters in a line of a terminal.
pub const WIDTH: usize = 78;
/// A rule below the headers and nothing else, in the table maker's order of parts.
const RULED: &str = "     --            ";

/// What a report is written for. The words and numbers are the same in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A terminal of 80 columns, without colours.
    Plain,
    /// The same with colours, as escapes that are to be taken out where they are not shown.
    Coloured,
    /// Markdown with tables, for a page or a forum.
    Markdown,
}

impl Look {
    /// A heading above something; nothing above nothing. Headings are given in capitals.
    pub fn section(self, heading: &str, content: String) -> Option<String> {
        let head = match self {
            Look::Plain => format!("{heading}\n"),
            Look::Coloured => format!("{}\n", painted(heading, Style::new().bold())),
            Look::Markdown => format!("## {}\n\n", escaped(&sentence_case(heading))),
        };
        (!content.is_empty()).then(|| head + &content)
    }

    /// A paragraph: in lines of the width for a terminal, in one for Markdown.
    pub fn paragraph(self, words: &str, indent: &str) -> String {
        match self {
            Look::Markdown => format!("{}\n", opening(&words.split_whitespace().collect::<Vec<_>>().join(" "))),
            _ => filled(words, indent),
        }
    }

    /// The title of a report.
    pub fn title(self, words: &str) -> String {
        match self {
            Look::Plain => filled(words, ""),
            Look::Coloured => painted(&filled(words, ""), Style::new().bold()),
            Look::Markdown => format!("# {}\n", opening(words)),
        }
    }

    /// What it came to, at the top and plain to see.
    pub fn verdict(self, verdict: Verdict, words: &str) -> String {
        let colour = match verdict {
            Verdict::Yes => AnsiColor::Green,
            Verdict::No => AnsiColor::Red,
            Verdict::Undecided => AnsiColor::Yellow,
            Verdict::Number => AnsiColor::Cyan,
        };
        match self {
            Look::Plain => filled(words, "    "),
            Look::Coloured => painted(&filled(words, "    "), Style::new().bold().fg_color(Some(colour.into()))),
            Look::Markdown => format!("**{}**\n", escaped(words)),
        }
    }

    /// Lines in which every letter keeps its place.
    pub fn drawing(self, lines: String) -> String {
        match self {
            Look::Markdown if !lines.is_empty() => format!("```text\n{}\n```", lines.replace("```", "'''")),
            _ => lines,
        }
    }

    /// One of a list of things.
    pub fn item(self, words: &str) -> String {
        match self {
            Look::Markdown => format!("- {}", opening(words)),
            _ => format!("  {words}"),
        }
    }

    /// A line right below a table.
    pub fn below(self, words: &str) -> String {
        match self {
            Look::Markdown => format!("\n\n{}", escaped(words)),
            _ => format!("\n{}", filled(words, "")),
        }
    }

    /// A bar of a chart, below or above what was asked for.
    pub fn bar(self, bar: &str, is_enough: bool) -> String {
        let colour = if is_enough { AnsiColor::Green } else { AnsiColor::Red };
        match self {
            Look::Coloured => painted(bar, Style::new().fg_color(Some(colour.into()))),
            _ => bar.into(),
        }
    }

    /// Rows under headers; empty if there are none. The columns in `right` are aligned to the right.
    pub fn table<'a>(
        self,
        headers: impl IntoIterator<Item = &'a str>,
        rows: impl Iterator<Item = Vec<String>>,
        right: &[usize],
    ) -> String {
        let headers: Vec<&str> = headers.into_iter().collect();
        if self == Look::Markdown {
            return markdown_table(&headers, rows, right);
        }
        let mut table = Table::new();
        table.load_preset(RULED).set_content_arrangement(ContentArrangement::Dynamic);
        // Whoever reads it through a pipe gets the same text.
        table.force_no_tty().set_width(WIDTH as u16).set_header(headers).add_rows(rows);
        // Every letter counts: names are what gets broken otherwise.
        table.column_iter_mut().for_each(|c| {
            c.set_padding((0, 1));
        });
        align(&mut table, right);
        if table.is_empty() { String::new() } else { table.trim_fmt() }
    }
}

fn align(table: &mut Table, right: &[usize]) {
    for i in right {
        if let Some(column) = table.column_mut(*i) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn markdown_table(headers: &[&str], rows: impl Iterator<Item = Vec<String>>, right: &[usize]) -> String {
    let mut table = Table::new();
    let cells = |row: Vec<String>| row.iter().map(|c| escaped(c)).collect::<Vec<_>>();
    table.load_preset(presets::ASCII_MARKDOWN).set_content_arrangement(ContentArrangement::Disabled).force_no_tty();
    table.set_header(headers.iter().map(|h| escaped(h))).add_rows(rows.map(cells));
    if table.is_empty() {
        return String::new();
    }
    align(&mut table, right);
    let text = table.trim_fmt();
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    // The preset rules off the headers; a colon at the end of a rule aligns a column to the right.
    if let Some(rule) = lines.get_mut(1) {
        let parts = rule.trim_matches('|').split('|').enumerate();
        let parts = parts.map(|(i, dashes)| match dashes.len() {
            n if right.contains(&i) && n > 1 => format!("{}:", "-".repeat(n - 1)),
            n => "-".repeat(n),
        });
        *rule = format!("|{}|", parts.collect::<Vec<_>>().join("|"));
    }
    lines.join("\n")
}

fn painted(words: &str, style: Style) -> String {
    format!("{}{words}{}", style.render(), style.render_reset())
}

/// `WHAT IT WOULD TAKE` as people write it.
fn sentence_case(heading: &str) -> String {
    let mut letters = heading.chars();
    letters.next().map_or(String::new(), |first| first.to_string() + &letters.as_str().to_lowercase())
}

/// Words at the beginning of a line in which nothing means anything to Markdown, no heading, quotation or list either.
fn opening(words: &str) -> String {
    let words = escaped(words.trim_start());
    let digits = words.chars().take_while(char::is_ascii_digit).count();
    let mut rest = words.chars().skip(digits);
    match (rest.next(), rest.next()) {
        (Some('#' | '>' | '='), _) if digits == 0 => format!("\\{words}"),
        (Some('-' | '+'), Some(' ' | '-') | None) if digits == 0 => format!("\\{words}"),
        (Some('.' | ')'), Some(' ') | None) if digits > 0 => format!("{}\\{}", &words[..digits], &words[digits..]),
        _ => words,
    }
}

/// Words within a line in which nothing means anything to Markdown: a place named `<script>` or `a|b` stays a name.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' | '\r' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}

/// Words in lines of the width; one that is longer than a line is broken.
fn filled(words: &str, indent: &str) -> String {
    let room = WIDTH - indent.len();
    let mut pieces = Vec::new();
    for word in words.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        pieces.extend(letters.chunks(room).map(|c| c.iter().collect::<String>()));
    }
    wrapped(&pieces.join(" "), indent, WIDTH)
}
