//! Free-format MPS.

use std::fmt::Write;

use super::{Named, OBJECTIVE, cost};
use crate::solver::Sides;

pub fn write(out: &mut String, p: &Named) -> std::fmt::Result {
    for remark in p.remarks {
        writeln!(out, "* {remark}")?;
    }
    writeln!(out, "NAME railhead\nROWS\n N {OBJECTIVE}")?;
    for (name, sides) in p.rows.iter().zip(&p.lp.sides) {
        let kind = match sides {
            Sides::AtMost(_) => 'L',
            Sides::AtLeast(_) => 'G',
            Sides::Equal(_) => 'E',
        };
        writeln!(out, " {kind} {name}")?;
    }
    writeln!(out, "COLUMNS")?;
    for (j, (name, entries)) in p.columns.iter().zip(by_column(p)).enumerate() {
        // A column that stands nowhere must be named once all the same.
        if cost(p.lp, j) != 0.0 || entries.is_empty() {
            writeln!(out, " {name} {OBJECTIVE} {:?}", cost(p.lp, j))?;
        }
        for (i, a) in entries {
            writeln!(out, " {name} {} {a:?}", p.rows[i])?;
        }
    }
    writeln!(out, "RHS")?;
    for (name, sides) in p.rows.iter().zip(&p.lp.sides) {
        let (Sides::AtMost(b) | Sides::AtLeast(b) | Sides::Equal(b)) = *sides;
        if b != 0.0 {
            writeln!(out, " RHS {name} {b:?}")?;
        }
    }
    writeln!(out, "BOUNDS")?;
    for ((name, lower), upper) in p.columns.iter().zip(&p.lp.lower).zip(&p.lp.upper) {
        if lower == upper {
            writeln!(out, " FX BND {name} {lower:?}")?;
            continue;
        }
        if *lower != 0.0 {
            writeln!(out, " LO BND {name} {lower:?}")?;
        }
        writeln!(out, " UP BND {name} {upper:?}")?;
    }
    writeln!(out, "ENDATA")
}

/// The entries of each column, rows in order, zeros left out.
fn by_column(p: &Named) -> Vec<Vec<(usize, f64)>> {
    let mut columns = vec![Vec::new(); p.lp.columns()];
    for i in 0..p.lp.rows() {
        for (j, a) in p.lp.row(i).filter(|(_, a)| *a != 0.0) {
            columns[j].push((i, a));
        }
    }
    columns
}
