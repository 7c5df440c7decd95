//! The answer: facts, earliest dates, bottlenecks, course, plan, figures with their sources.

use serde::Serialize;

use super::{Block, Cell, Drawn, Part, Table};
use crate::answer::{Answer, AssumptionRow, PlanFigure, Verdict, at_place};
use crate::report::words::{self, at_most, day, signed_percent, whole};
use crate::workbook::validation::shortened;

/// Letters of a source's address that are shown.
const ADDRESS: usize = 90;

/// One of the figures that the verdict comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    /// A word that never changes, by which programs find it.
    pub id: &'static str,
    pub name: &'static str,
    pub value: String,
    pub about: &'static str,
}

/// Ceiling, target, margin and plan, as far as there are any.
pub fn facts(answer: &Answer) -> Vec<Fact> {
    let fact = |id, name, value, about| Fact { id, name, value, about };
    let mut out = vec![fact("ceiling", "Ceiling (proved)", at_most(answer.most_men), "men at most")];
    if let Some(men) = words::target(answer) {
        out.push(fact("target", "Asked for", whole(men), "men"));
        out.push(fact("margin", "Margin", signed_percent(answer.margin), "ceiling over target"));
    }
    if let Some(men) = answer.figures.men_by_plan {
        out.push(fact("plan", "By plan", whole(men.floor()), "men, carried out day by day"));
    }
    out
}

/// The verdict's name where it has a colour.
pub fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::No => "no",
        Verdict::Yes => "yes",
        Verdict::Undecided => "undecided",
        Verdict::Number => "number",
    }
}

/// Ceiling, target and plan as bars: shares of the whole width.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gauge {
    pub ceiling: f64,
    pub target: f64,
    pub plan: Option<f64>,
    /// The same in words.
    pub told: String,
}

/// Against this target, men.
pub fn gauge(answer: &Answer, target: f64) -> Gauge {
    let most = answer.most_men.max(target).max(1.0) * 1.05;
    let share = |men: f64| men.max(0.0) / most;
    let told = format!("Ceiling {}, asked for {} men", at_most(answer.most_men), whole(target));
    let plan = answer.figures.men_by_plan.map(share);
    Gauge { ceiling: share(answer.most_men), target: share(target), plan, told }
}

/// The earliest dates; `None` where none were asked for.
pub fn earliest(answer: &Answer) -> Option<Part> {
    let rows = answer.earliest.iter().map(|e| {
        let from = match (e.day, &e.date) {
            (Some(d), Some(date)) => format!("day {} ({date})", day(d)),
            _ => "ruled out on every date".into(),
        };
        vec![
            whole(e.men).into(),
            from.into(),
            e.ruled_out_on.map(|d| format!("day {}", day(d))).unwrap_or_default().into(),
        ]
    });
    let heads = [("Men", true), ("Not ruled out from", false), ("Ruled out until", false)];
    let table = Table::new("Earliest dates", &heads, rows);
    (!answer.earliest.is_empty()).then(|| Part::new("Earliest dates", vec![Block::Table(table)]))
}

/// What holds the number down; `None` where nothing does.
pub fn bottlenecks(answer: &Answer, rows: usize) -> Option<Part> {
    let all = &answer.bottlenecks;
    let most = all.iter().map(|b| b.men_per_step).fold(1.0, f64::max);
    let row = |b: &crate::answer::Bottleneck| {
        let share = Some(b.men_per_step / most).filter(|s| s.is_finite());
        let price = Cell::from(whole(b.men_per_step)).by(b.men_per_step);
        vec![
            at_place(&b.what, &b.place).into(),
            format!("{} to {}", day(b.from_day.round()), day(b.to_day.round())).into(),
            b.step.as_str().into(),
            Cell { drawn: share.map(Drawn::Bar), ..price },
        ]
    };
    let heads = [("What is short", false), ("Days", false), ("A step", false), ("Men more for it", true)];
    let note = "What holds the number down, with its price: by how many men a small step more would raise the ceiling. Double the \
                step, and something else may bind.";
    let table = Table::new("Bottlenecks with their prices", &heads, all.iter().take(rows).map(row)).of(all.len());
    let blocks = vec![Block::Note(note.into()), Block::Table(table)];
    (!all.is_empty()).then(|| Part::new("Bottlenecks", blocks))
}

/// What the plan comes to, in a sentence.
pub fn planned(plan: &PlanFigure) -> String {
    format!(
        "{} men from day {} ({}) to day {}. {}",
        whole(plan.men.floor()),
        day(plan.day),
        plan.date,
        day(plan.until_day),
        plan.replayed
    )
}

/// Places taken and lines restored by the plan, as far as there are any; so many rows of each at most.
pub fn orders(plan: &PlanFigure, rows: usize) -> Vec<Part> {
    let taken = plan.taken.iter().take(rows).map(|p| {
        let numbers = [whole(p.men).into(), whole(p.tonnes).into()];
        let mut row: Vec<Cell> =
            vec![day(p.day).into(), p.date.as_str().into(), p.place.as_str().into(), p.from.as_str().into()];
        row.extend(numbers);
        row
    });
    let restored = plan.restored.iter().take(rows).map(|l| {
        let days = format!("{} to {}", day(l.from_day), day(l.to_day));
        vec![l.line.as_str().into(), l.ends.as_str().into(), days.into(), l.date.as_str().into()]
    });
    let advance =
        [("Day", true), ("Date", false), ("Place taken", false), ("From", false), ("Men", true), ("Tonnes", true)];
    let lines = [("Line", false), ("Between", false), ("Days of work", false), ("Open from", false)];
    let part = |title: String, table: Table| Part::new(title, vec![Block::Table(table)]).aside();
    let mut out = Vec::new();
    if !plan.taken.is_empty() {
        let table = Table::new("The advance", &advance, taken).of(plan.taken.len());
        out.push(part(format!("The advance: {} places", plan.taken.len()), table));
    }
    if !plan.restored.is_empty() {
        let table = Table::new("Lines restored", &lines, restored).of(plan.restored.len());
        out.push(part(format!("Lines restored: {}", plan.restored.len()), table));
    }
    out
}

/// Figures that went in.
pub fn figures<'a>(caption: &str, figures: impl Iterator<Item = &'a AssumptionRow>) -> Table {
    let figure = |n: f64| if n.abs() >= 1000.0 { whole(n) } else { format!("{n}") };
    let rows = figures.map(|a| {
        let range = match (a.low, a.high) {
            (Some(low), Some(high)) => format!("{} to {}", figure(low), figure(high)),
            _ => String::new(),
        };
        vec![
            format!("{}, {}", a.sheet, a.row).into(),
            a.what.as_str().into(),
            Cell::from(figure(a.base)).by(a.base),
            a.unit.as_str().into(),
            range.into(),
            Cell::from(a.grade.as_str()).drawn(Drawn::Grade),
            a.source.as_str().into(),
            a.cell.as_str().into(),
        ]
    });
    let heads = [
        ("Figure", false),
        ("What", false),
        ("Value", true),
        ("Unit", false),
        ("Low to high", false),
        ("Grade", false),
        ("Source", false),
        ("Cell", false),
    ];
    Table::new(caption, &heads, rows)
}

/// The works that figures refer to.
pub fn sources<'a>(sources: impl Iterator<Item = &'a crate::campaign::Source>) -> Table {
    let row = |s: &'a crate::campaign::Source| -> Vec<Cell> {
        vec![s.code.as_str().into(), s.work.as_str().into(), shortened(&s.whereabouts, ADDRESS).into()]
    };
    Table::new("Sources", &[("Code", false), ("Work", false), ("Where", false)], sources.map(row))
}

/// The letter of a grade, as far as it is one.
pub fn grade(grade: &str) -> &str {
    ["A", "B", "C", "D"].into_iter().find(|g| *g == grade).unwrap_or("none")
}

/// How many figures have a grade.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Graded {
    /// `A` to `D`, or `none`.
    pub letter: &'static str,
    pub meaning: &'static str,
    pub figures: usize,
    /// Of all figures, in words.
    pub share: String,
}

/// How many figures have which grade; those that none has are left out.
pub fn grades(answer: &Answer) -> Vec<Graded> {
    let all = answer.assumptions.len().max(1) as f64;
    let words = [
        ("A", "documented"),
        ("B", "derived"),
        ("C", "planner's estimate"),
        ("D", "guess"),
        ("none", "without a grade"),
    ];
    let one = |(letter, meaning): (&'static str, &'static str)| {
        let figures = answer.assumptions.iter().filter(|a| grade(&a.grade) == letter).count();
        let share = format!("{:.0} %", figures as f64 / all * 100.0);
        Graded { letter, meaning, figures, share }
    };
    words.into_iter().map(one).filter(|g| g.figures > 0).collect()
}
