//! Arithmetic that is worked out here and written into a sheet as a formula: one expression for both, so that the two
//! cannot differ.

/// Where a figure of the input stands among the figures of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureAt {
    pub sheet: &'static str,
    /// Key of the row, or its first two cells where the table has no key.
    pub row: String,
    /// Column header.
    pub what: &'static str,
}

/// An expression over numbers, figures of the input and lines above.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A number that stands for itself.
    Number(f64),
    /// A figure of the input with its value.
    Figure(FigureAt, f64),
    /// A line further up, by its place in the list, with its value.
    Line(usize, f64),
    Sum(Vec<Expr>),
    Product(Vec<Expr>),
    Less(Box<Expr>, Box<Expr>),
    Over(Box<Expr>, Box<Expr>),
    /// The first, or 0 where it is below.
    NotBelowZero(Box<Expr>),
}

impl Expr {
    /// A figure of the input.
    pub fn figure(sheet: &'static str, row: impl Into<String>, what: &'static str, value: f64) -> Expr {
        Expr::Figure(FigureAt { sheet, row: row.into(), what }, value)
    }

    /// A single assumption.
    pub fn factor(id: &str, value: f64) -> Expr {
        Expr::figure("Assumptions", id, "Value", value)
    }

    pub fn times(self, other: Expr) -> Expr {
        match self {
            Expr::Product(mut all) => {
                all.push(other);
                Expr::Product(all)
            }
            one => Expr::Product(vec![one, other]),
        }
    }

    pub fn over(self, other: Expr) -> Expr {
        Expr::Over(Box::new(self), Box::new(other))
    }

    pub fn less(self, other: Expr) -> Expr {
        Expr::Less(Box::new(self), Box::new(other))
    }

    pub fn not_below_zero(self) -> Expr {
        Expr::NotBelowZero(Box::new(self))
    }

    /// Its value; what is divided by 0 is 0, as the formula has it.
    pub fn value(&self) -> f64 {
        match self {
            Expr::Number(v) | Expr::Figure(_, v) | Expr::Line(_, v) => *v,
            Expr::Sum(all) => all.iter().map(Expr::value).sum(),
            Expr::Product(all) => all.iter().map(Expr::value).product(),
            Expr::Less(a, b) => a.value() - b.value(),
            Expr::Over(a, b) => match b.value() {
                0.0 => 0.0,
                below => a.value() / below,
            },
            Expr::NotBelowZero(a) => a.value().max(0.0),
        }
    }

    /// As a formula, without the sign in front: `figure` names the cell of a figure, `line` that of a line. A figure
    /// without a cell is written as a number.
    pub fn formula(&self, figure: &dyn Fn(&FigureAt, f64) -> Option<String>, line: &dyn Fn(usize) -> String) -> String {
        let of = |e: &Expr| e.formula(figure, line);
        let list = |all: &[Expr], sign: &str| match all {
            [] => "0".to_string(),
            all => format!("({})", all.iter().map(of).collect::<Vec<_>>().join(sign)),
        };
        match self {
            Expr::Number(v) => format!("{v}"),
            Expr::Figure(at, v) => figure(at, *v).unwrap_or_else(|| format!("{v}")),
            Expr::Line(n, _) => line(*n),
            Expr::Sum(all) => list(all, "+"),
            Expr::Product(all) => list(all, "*"),
            Expr::Less(a, b) => format!("({}-{})", of(a), of(b)),
            Expr::Over(a, b) => format!("IF({0}=0,0,{1}/{0})", of(b), of(a)),
            Expr::NotBelowZero(a) => format!("MAX(0,{})", of(a)),
        }
    }
}

impl serde::Serialize for Expr {
    /// Its value.
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_f64(self.value())
    }
}

/// One line of the estimate.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Line {
    pub section: &'static str,
    pub what: String,
    #[serde(rename = "value")]
    pub expr: Expr,
    pub unit: &'static str,
    /// What it means, or why it is no more than that.
    pub note: &'static str,
}

impl Line {
    /// In [`Line::unit`].
    pub fn value(&self) -> f64 {
        self.expr.value()
    }

    /// Whether it is a number that no formula makes: asked for, or worked out from the network.
    pub fn is_given(&self) -> bool {
        matches!(self.expr, Expr::Number(_))
    }
}
