//! A program as text that any solver reads: free-format MPS and the LP format of CPLEX.
//!
//! Both are written in the form that everyone understands: *minimise*, with the signs of the objective turned, because
//! GLPK does not know the section that says *maximise*. Numbers are the shortest decimals that read back as the same
//! number, so a file holds exactly the program that Railhead solves, and the same program gives the same bytes.
//!
//! (The crates that write these formats were looked at: they round to a fixed number of decimals, or take the program
//! from a solver's own memory and write what GLPK rejects.)

mod lp;
mod mps;

use crate::solver::Lp;

/// A program with the names of its parts.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    pub lp: &'a Lp,
    /// One name per column: unique, letters, digits, `_` and `.` only, beginning with a letter.
    pub columns: &'a [String],
    /// One name per row, likewise.
    pub rows: &'a [String],
    /// Lines of the comment at the head of the file.
    pub remarks: &'a [String],
}

/// A format that other solvers read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Free-format MPS.
    Mps,
    /// The LP format of CPLEX.
    Lp,
}

impl Format {
    /// How files of the format are named.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Mps => "mps",
            Format::Lp => "lp",
        }
    }
}

/// Name of the objective in both formats.
const OBJECTIVE: &str = "obj";

/// The program as a text of the format.
pub fn text(program: &Named, format: Format) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = match format {
        Format::Mps => mps::write(&mut out, program),
        Format::Lp => lp::write(&mut out, program),
    };
    out
}

/// What is minimised: the objective with its sign turned, and no `-0`.
fn cost(lp: &Lp, column: usize) -> f64 {
    0.0 - lp.objective[column]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::{LpBuilder, Sides};

    /// max 3a - b, a + 2b <= 4, a - b >= -0.1, b = 1e-7 (a row without a), 0 <= a <= 3, -2 <= b <= 10, c fixed at 5 and
    /// in no row.
    fn small() -> (Lp, Vec<String>, Vec<String>) {
        let mut b = LpBuilder::default();
        let (x, y) = (b.column(0.0, 3.0), b.column(-2.0, 10.0));
        b.column(5.0, 5.0);
        let rows = [b.row(Sides::AtMost(4.0)), b.row(Sides::AtLeast(-0.1)), b.row(Sides::Equal(1e-7))];
        for (row, column, a) in
            [(rows[0], x, 1.0), (rows[0], y, 2.0), (rows[1], x, 1.0), (rows[1], y, -1.0), (rows[2], y, 1.0)]
        {
            b.term(row, column, a);
        }
        b.set_objective(x, 3.0);
        b.set_objective(y, -1.0);
        let names = |all: &[&str]| all.iter().map(|n| n.to_string()).collect();
        (b.finish(), names(&["a", "b", "c"]), names(&["R.1", "R.2", "R.3"]))
    }

    fn written(format: Format) -> String {
        let (lp, columns, rows) = small();
        text(&Named { lp: &lp, columns: &columns, rows: &rows, remarks: &["Said once.".into()] }, format)
    }

    #[test]
    fn mps_is_what_it_should_be() {
        let expected = "* Said once.\nNAME railhead\nROWS\n N obj\n L R.1\n G R.2\n E R.3\nCOLUMNS\n \
            a obj -3.0\n a R.1 1.0\n a R.2 1.0\n b obj 1.0\n b R.1 2.0\n b R.2 -1.0\n b R.3 1.0\n c obj 0.0\nRHS\n \
            RHS R.1 4.0\n RHS R.2 -0.1\n RHS R.3 1e-7\nBOUNDS\n UP BND a 3.0\n LO BND b -2.0\n UP BND b 10.0\n \
            FX BND c 5.0\nENDATA\n";
        assert_eq!(written(Format::Mps), expected);
    }

    #[test]
    fn lp_is_what_it_should_be() {
        let expected = "\\ Said once.\nMinimize\n obj: -3.0 a +1.0 b +0.0 c\nSubject To\n R.1: +1.0 a +2.0 b <= 4.0\n \
            R.2: +1.0 a -1.0 b >= -0.1\n R.3: +1.0 b = 1e-7\nBounds\n 0.0 <= a <= 3.0\n -2.0 <= b <= 10.0\n \
            c = 5.0\nEnd\n";
        assert_eq!(written(Format::Lp), expected);
    }
}
