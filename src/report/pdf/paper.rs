//! What the paper says, in its order, as data for the template.

use serde::Serialize;

use super::{figures, key};
use crate::answer::Answer;
use crate::report::drawn::{charts, course};
use crate::report::parts::answered::{self, Fact, Gauge, Graded};
use crate::report::parts::{Part, Table, studied};
use crate::report::words::{self, GRADES};
use crate::report::{Told, uncertain};
use crate::study::Study;

/// Rows of each list at most: the paper is for reading, the workbook has all.
const ROWS: usize = 8;
/// Rows of the plan's lists likewise.
const ORDERS: usize = 14;
/// Warnings likewise.
const WARNINGS: usize = 6;

/// Where the figures are that are left out.
const EACH: &str =
    "Each stands with its range, grade and source in the results workbook, on the sheet AssumptionsUsed.";

/// The whole paper.
#[derive(Debug, Serialize)]
pub struct Paper<'a> {
    version: &'a str,
    title: &'a str,
    question: String,
    verdict: String,
    colour: &'static str,
    facts: Vec<Fact>,
    gauge: Option<Gauge>,
    sentences: &'a [String],
    /// What decides, where it was looked into.
    decides: &'a [String],
    no_plan: Option<String>,
    curve: Option<figures::Figure>,
    earliest: Option<Part>,
    bottlenecks: Option<Part>,
    /// How far, and what it takes.
    study: Vec<Part>,
    /// How sure it is, where draws were made.
    sure: Vec<String>,
    theatre: Option<figures::Theatre>,
    theatre_note: String,
    charts: Vec<figures::Figure>,
    plan: Option<Plan>,
    sources: Option<Sources>,
    warnings: Option<Warnings>,
    stamp: [(&'static str, String); 5],
}

#[derive(Debug, Serialize)]
struct Plan {
    words: String,
    parts: Vec<Part>,
}

/// The figures that decide, and where the others are.
#[derive(Debug, Serialize)]
struct Sources {
    note: &'static str,
    grades: Vec<Graded>,
    figures: Option<Table>,
    works: Option<Table>,
    rest: String,
}

#[derive(Debug, Serialize)]
struct Warnings {
    found: usize,
    first: Vec<String>,
}

impl Paper<'_> {
    /// The paper of an answer, with explanation and odds where there are any.
    pub fn of<'a>(told: &Told<'a>) -> Paper<'a> {
        let Told { answer, study, drawn: draws } = *told;
        let start = &answer.asked.start_date;
        let course = course::course(answer);
        let theatre_note = if course.is_empty() {
            "No schedule could be drawn up: the map shows the theatre on day 0.".to_string()
        } else {
            words::optimistic(answer)
        };
        // Of a single period there is no course.
        let drawn = if course.len() > 1 { charts::course(answer) } else { Vec::new() };
        let found = answer.warnings.len();
        let first = answer.warnings.iter().take(WARNINGS).map(ToString::to_string).collect();
        let mut parts = crate::report::parts::figures::parts(answer);
        parts.extend(study.iter().flat_map(|s| studied::parts(s, ROWS)));
        Paper {
            version: &answer.stamp.version,
            title: &answer.asked.title,
            question: words::question(answer),
            verdict: words::verdict(answer),
            colour: answered::colour(answer.verdict),
            facts: answered::facts(answer),
            gauge: words::target(answer).map(|men| answered::gauge(answer, men)),
            sentences: &answer.sentences,
            decides: study.map_or(&[], |s| &s.reason),
            no_plan: answer.no_plan.as_ref().map(|why| format!("No plan: {why}.")),
            curve: charts::curve(answer).map(|c| figures::chart(&c, start)),
            earliest: answered::earliest(answer),
            bottlenecks: answered::bottlenecks(answer, ROWS),
            study: parts,
            sure: draws.map(uncertain::sentences).unwrap_or_default(),
            theatre: figures::theatre(answer, &course),
            theatre_note,
            charts: drawn.iter().map(|c| figures::chart(c, start)).collect(),
            plan: answer
                .plan
                .as_ref()
                .map(|p| Plan { words: answered::planned(p), parts: answered::orders(p, ORDERS) }),
            sources: sources(answer, study),
            warnings: (found > 0).then_some(Warnings { found, first }),
            stamp: words::stamp(answer),
        }
    }
}

fn sources(answer: &Answer, study: Option<&Study>) -> Option<Sources> {
    let all = answer.assumptions.len();
    let shown = key::figures(answer, study);
    let figures = answered::figures("Figures that decide", shown.iter().filter_map(|k| answer.assumptions.get(*k)));
    // Codes stand in a cell one beside the other, `DM34; DM38; est`, and a work may be named with a page or a number behind its code.
    let is_of = |cited: &str, code: &str| {
        let behind = cited.trim().strip_prefix(code).filter(|_| !code.is_empty());
        behind.is_some_and(|behind| !behind.starts_with(char::is_alphabetic))
    };
    let exactly = |cited: &str| answer.sources.iter().any(|s| s.code == cited.trim());
    let named = |code: &str| {
        let cells = shown.iter().filter_map(|k| answer.assumptions.get(*k));
        let mut cited = cells.flat_map(|a| a.source.split(';'));
        cited.any(|cited| if exactly(cited) { cited.trim() == code } else { is_of(cited, code) })
    };
    let works = answered::sources(answer.sources.iter().filter(|s| named(&s.code)));
    let rest = match (all, all - shown.len()) {
        (_, 0) => String::new(),
        (all, rest) if rest == all => format!("{all} figures went in. {EACH}"),
        (all, rest) => format!("{all} figures went in, {rest} of them not shown here. {EACH}"),
    };
    let is_there = |table: Table| (!table.rows.is_empty()).then_some(table);
    (all > 0).then(|| Sources {
        note: GRADES,
        grades: answered::grades(answer),
        figures: is_there(figures),
        works: is_there(works),
        rest,
    })
}
