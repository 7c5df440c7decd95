//! The LP format of CPLEX, as GLPK, HiGHS, CLP and SCIP read it.

use std::fmt::Write;

use super::{Named, OBJECTIVE, cost};
use crate::solver::Sides;

/// Readers allow lines of 255 (GLPK) to 560 characters.
const LONGEST_LINE: usize = 200;

pub fn write(out: &mut String, p: &Named) -> std::fmt::Result {
    for remark in p.remarks {
        writeln!(out, "\\ {remark}")?;
    }
    let mut named_in_a_row = vec![false; p.lp.columns()];
    p.lp.entry_column.iter().for_each(|j| named_in_a_row[*j] = true);
    writeln!(out, "Minimize")?;
    // A column that stands nowhere must be named once all the same.
    let costs = (0..p.lp.columns()).map(|j| (j, cost(p.lp, j)));
    terms(out, p, OBJECTIVE, costs.filter(|(j, c)| *c != 0.0 || !named_in_a_row[*j]))?;
    writeln!(out, "\nSubject To")?;
    for (i, name) in p.rows.iter().enumerate() {
        terms(out, p, name, p.lp.row(i))?;
        match p.lp.sides[i] {
            Sides::AtMost(b) => writeln!(out, " <= {b:?}")?,
            Sides::AtLeast(b) => writeln!(out, " >= {b:?}")?,
            Sides::Equal(b) => writeln!(out, " = {b:?}")?,
        }
    }
    writeln!(out, "Bounds")?;
    for ((name, lower), upper) in p.columns.iter().zip(&p.lp.lower).zip(&p.lp.upper) {
        if lower == upper {
            writeln!(out, " {name} = {lower:?}")?;
        } else {
            writeln!(out, " {lower:?} <= {name} <= {upper:?}")?;
        }
    }
    writeln!(out, "End")
}

/// ` name: +1.0 a -2.0 b`, broken into lines; a sum of nothing is nought times the first column.
fn terms(out: &mut String, p: &Named, name: &str, sum: impl Iterator<Item = (usize, f64)>) -> std::fmt::Result {
    let mut line = format!(" {name}:");
    let mut any = false;
    for (j, a) in sum {
        any = true;
        let term = format!(" {a:+?} {}", p.columns[j]);
        if line.len() + term.len() > LONGEST_LINE {
            writeln!(out, "{line}")?;
            line = " ".into();
        }
        line.push_str(&term);
    }
    if let (false, Some(first)) = (any, p.columns.first()) {
        line.push_str(&format!(" +0.0 {first}"));
    }
    out.write_str(&line)
}
