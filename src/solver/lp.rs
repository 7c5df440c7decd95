//! A linear program as plain numbers: maximise `c x` with `row lower <= A x <= row upper`, `lower <= x <= upper`.

/// Bounds of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sides {
    AtMost(f64),
    AtLeast(f64),
    Equal(f64),
}

impl Sides {
    /// Lower side, minus infinity where there is none.
    pub fn lower(self) -> f64 {
        match self {
            Sides::AtMost(_) => f64::NEG_INFINITY,
            Sides::AtLeast(b) | Sides::Equal(b) => b,
        }
    }

    /// Upper side, infinity where there is none.
    pub fn upper(self) -> f64 {
        match self {
            Sides::AtLeast(_) => f64::INFINITY,
            Sides::AtMost(b) | Sides::Equal(b) => b,
        }
    }
}

/// A program to be maximised, rows stored one after the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lp {
    pub objective: Vec<f64>,
    pub lower: Vec<f64>,
    /// Always finite: the certificate multiplies by it.
    pub upper: Vec<f64>,
    pub sides: Vec<Sides>,
    /// `row_start[i]..row_start[i + 1]` are the entries of row `i`.
    pub row_start: Vec<usize>,
    pub entry_column: Vec<usize>,
    pub entry_value: Vec<f64>,
}

impl Lp {
    pub fn columns(&self) -> usize {
        self.lower.len()
    }

    pub fn rows(&self) -> usize {
        self.sides.len()
    }

    pub fn nonzeros(&self) -> usize {
        self.entry_value.len()
    }

    /// Entries of one row: column and coefficient.
    pub fn row(&self, i: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let span = self.row_start[i]..self.row_start[i + 1];
        self.entry_column[span.clone()].iter().copied().zip(self.entry_value[span].iter().copied())
    }

    /// The value of the objective at `x`.
    pub fn value(&self, x: &[f64]) -> f64 {
        self.objective.iter().zip(x).map(|(c, x)| c * x).sum()
    }

    /// Whether a row holds whatever the columns do within their bounds.
    fn always_holds(&self, i: usize) -> bool {
        let (mut least, mut most) = (0.0, 0.0);
        for (j, a) in self.row(i) {
            let (one, other) = (a * self.lower[j], a * self.upper[j]);
            least += f64::min(one, other);
            most += f64::max(one, other);
        }
        most <= self.sides[i].upper() && least >= self.sides[i].lower()
    }

    /// The program without the rows that can never be broken, and which rows are left. Interior point codes spend
    /// most of their time on rows; such a row has price 0 in some optimal solution.
    pub fn without_idle_rows(&self) -> (Lp, Kept) {
        self.with_rows(|i| !self.always_holds(i))
    }

    /// The program with these rows alone, and which they are. It allows all that the whole allows, so what its prices prove holds for the
    /// whole too, where the other rows cost nothing.
    pub fn with_rows(&self, keep: impl Fn(usize) -> bool) -> (Lp, Kept) {
        let mut lp = Lp {
            objective: self.objective.clone(),
            lower: self.lower.clone(),
            upper: self.upper.clone(),
            row_start: vec![0],
            ..Lp::default()
        };
        let mut origin = Vec::new();
        for i in (0..self.rows()).filter(|i| keep(*i)) {
            for (j, a) in self.row(i) {
                lp.entry_column.push(j);
                lp.entry_value.push(a);
            }
            lp.row_start.push(lp.entry_column.len());
            lp.sides.push(self.sides[i]);
            origin.push(i);
        }
        (lp, Kept { origin, rows: self.rows() })
    }

    /// The program with the other columns at nothing, and the column of the whole for each of its own. Any point of it is one of the whole
    /// where nothing is within the bounds of the others.
    pub fn with_columns(&self, keep: &[bool]) -> (Lp, Vec<usize>) {
        let origin: Vec<usize> = (0..self.columns()).filter(|j| keep[*j]).collect();
        let mut position = vec![None; self.columns()];
        for (k, j) in origin.iter().enumerate() {
            position[*j] = Some(k);
        }
        let of = |values: &[f64]| origin.iter().map(|j| values[*j]).collect();
        let mut lp = Lp {
            objective: of(&self.objective),
            lower: of(&self.lower),
            upper: of(&self.upper),
            sides: self.sides.clone(),
            row_start: vec![0],
            ..Lp::default()
        };
        for i in 0..self.rows() {
            for (k, a) in self.row(i).filter_map(|(j, a)| Some((position[j]?, a))) {
                lp.entry_column.push(k);
                lp.entry_value.push(a);
            }
            lp.row_start.push(lp.entry_column.len());
        }
        (lp, origin)
    }

    /// Every coefficient must be finite and every column bounded: solvers accept NaN in silence.
    pub fn check_numbers(&self) -> Result<(), SolveError> {
        let finite = |v: &[f64]| v.iter().all(|x| x.is_finite());
        let sides = self.sides.iter().all(|s| match s {
            Sides::AtMost(b) | Sides::AtLeast(b) | Sides::Equal(b) => b.is_finite(),
        });
        if !(finite(&self.objective)
            && finite(&self.lower)
            && finite(&self.upper)
            && finite(&self.entry_value)
            && sides)
        {
            return Err(SolveError("the program holds a number that is not finite".into()));
        }
        if self.lower.iter().zip(&self.upper).any(|(l, u)| l > u) {
            return Err(SolveError("a column's lower bound is above its upper bound".into()));
        }
        Ok(())
    }
}

/// Which rows of a program a smaller one has.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Row of the whole program for each row of the smaller one.
    pub origin: Vec<usize>,
    /// Rows of the whole program.
    pub rows: usize,
}

impl Kept {
    /// Prices of all rows of the whole, from those of the smaller one: the others cost nothing.
    pub fn prices(&self, of_smaller: &[f64]) -> Vec<f64> {
        let mut y = vec![0.0; self.rows];
        for (row, price) in self.origin.iter().zip(of_smaller) {
            y[*row] = *price;
        }
        y
    }
}

/// Collects rows and columns in any order.
#[derive(Debug, Clone, Default)]
pub struct LpBuilder {
    objective: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    rows: Vec<(Sides, Vec<(usize, f64)>)>,
}

impl LpBuilder {
    /// Adds a column and returns its index.
    pub fn column(&mut self, lower: f64, upper: f64) -> usize {
        self.objective.push(0.0);
        self.lower.push(lower);
        self.upper.push(upper);
        self.lower.len() - 1
    }

    /// Adds an empty row and returns its index.
    pub fn row(&mut self, sides: Sides) -> usize {
        self.rows.push((sides, Vec::new()));
        self.rows.len() - 1
    }

    /// Adds `coefficient` times the column to the row.
    pub fn term(&mut self, row: usize, column: usize, coefficient: f64) {
        if coefficient != 0.0 {
            self.rows[row].1.push((column, coefficient));
        }
    }

    /// Fixes a column at a value.
    pub fn fix(&mut self, column: usize, value: f64) {
        (self.lower[column], self.upper[column]) = (value, value);
    }

    pub fn set_objective(&mut self, column: usize, coefficient: f64) {
        self.objective[column] = coefficient;
    }

    /// Joins terms of the same row and column and drops what cancels.
    pub fn finish(self) -> Lp {
        let mut lp =
            Lp { objective: self.objective, lower: self.lower, upper: self.upper, row_start: vec![0], ..Lp::default() };
        for (sides, mut terms) in self.rows {
            terms.sort_by_key(|(j, _)| *j);
            let first = lp.entry_column.len();
            for (j, a) in terms {
                if lp.entry_column.len() > first && lp.entry_column.last() == Some(&j) {
                    if let Some(last) = lp.entry_value.last_mut() {
                        *last += a;
                    }
                } else {
                    lp.entry_column.push(j);
                    lp.entry_value.push(a);
                }
            }
            lp.sides.push(sides);
            lp.row_start.push(lp.entry_column.len());
        }
        lp
    }
}

/// What a solver may spend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Wall-clock seconds for one solve.
    pub seconds: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { seconds: 600.0 }
    }
}

/// How the solver ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Status {
    /// It says that it found the optimum.
    Optimal,
    /// It stopped early; its point and prices may still serve.
    Stopped,
}

/// What a solver proposes.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    pub status: Status,
    /// One value per column.
    pub x: Vec<f64>,
    /// One price per row: change of the objective per unit of the row's right-hand side.
    pub y: Vec<f64>,
    /// Wall-clock seconds of the solve alone.
    pub seconds: f64,
}

/// Why there is no solution at all, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolveError(pub String);

impl std::fmt::Display for SolveError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SolveError {}
