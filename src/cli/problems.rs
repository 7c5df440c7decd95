//! Problems in words, for a terminal of 80 columns.

use anstyle::{AnsiColor, Style};

use crate::campaign::Problem;
pub use crate::report::wrapped;

const WIDTH: usize = 80;
const INDENT: &str = "              ";

/// Every problem with its cell, what was found, what is allowed and how to mend it; then the count.
pub fn listed(problems: &[Problem]) -> String {
    let mut out = String::new();
    for problem in problems {
        let (colour, mark) =
            if problem.is_error() { (AnsiColor::Red, "error") } else { (AnsiColor::Yellow, "warning") };
        let bold = Style::new().bold();
        let style = Style::new().fg_color(Some(colour.into())).bold();
        out.push_str(&format!("{bold}{}{bold:#}  {style}{mark}{style:#}\n", problem.cell));
        for (name, words) in [("found", &problem.found), ("allowed", &problem.allowed), ("fix", &problem.hint)] {
            let text = wrapped(words, INDENT, WIDTH);
            out.push_str(&format!("    {name:<10}{}\n", text.trim_start()));
        }
    }
    out
}

/// `3 errors and 1 warning`.
pub fn counted(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|p| p.is_error()).count();
    let warnings = problems.len() - errors;
    let several = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => "no problems".into(),
        (e, 0) => several(e, "error"),
        (0, w) => several(w, "warning"),
        (e, w) => format!("{} and {}", several(e, "error"), several(w, "warning")),
    }
}
