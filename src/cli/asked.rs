//! A question asked on the command line in place of the workbook's.

use clap::Args;

use super::Trouble;
use crate::campaign::Problem;
use crate::scenarios;
use crate::tables::check::as_number;
use crate::tables::{Kind, RawBook, Value, table_by_id};

/// What may be asked otherwise than the workbook asks.
#[derive(Debug, Args)]
pub struct Asked {
    /// Ask this instead of the workbook's question: "can it be done", "how many at most", "how soon", "with how
    /// little", "what would it take", "how far until it flips" (hyphens will do for blanks)
    #[arg(long, value_parser = known)]
    question: Option<String>,
    /// Ask about this day instead of the workbook's (Question, 'On day')
    #[arg(long, value_name = "DAY")]
    on_day: Option<f64>,
    /// Reckon in steps of so many days instead of the workbook's: longer ones are quicker and prove less
    #[arg(long, value_name = "DAYS", value_parser = days)]
    period: Option<f64>,
    /// Answer this scenario of the workbook (sheet Scenarios) instead of the workbook as it stands
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
}

impl Asked {
    /// Nothing otherwise than the workbook asks, but for the steps of time.
    pub fn in_steps(period: Option<f64>) -> Asked {
        Asked { question: None, on_day: None, period, scenario: None }
    }

    /// One case of a batch.
    pub fn of_batch(question: Option<String>, period: Option<f64>, scenario: Option<&str>) -> Asked {
        Asked { question, on_day: None, period, scenario: scenario.map(String::from) }
    }

    /// The question of a certificate. One that nobody knows is left to the check.
    pub fn of(question: &crate::proof::document::Question) -> Asked {
        let period = Some(question.period_days);
        Asked {
            question: known(&question.question).ok(),
            on_day: question.on_day,
            period,
            scenario: question.scenario.clone(),
        }
    }

    /// What the reader of an answer in longer steps of time than the workbook's should know. To be asked before
    /// [`Asked::put_into`].
    pub fn caution(&self, book: &RawBook) -> Option<String> {
        let own = book.table("question")?;
        let own = as_number(&own.rows.first()?.cells[own.table.field_index("period_days")?].value)?;
        let days = self.period.filter(|days| *days > own)?;
        Some(format!(
            "A first look, in steps of {days} days; the workbook has {own}, and what it says there may differ. Longer steps know fewer dates, most often give a higher ceiling for the same date, and do not test a span that is shorter than a step."
        ))
    }

    /// Makes the scenario's changes, and puts the rest into the cells of the sheet Question, so that all is checked like anything
    /// written there. Gives what is wrong with the scenario's rows.
    ///
    /// # Errors
    /// Where there is no such scenario.
    pub fn put_into(&self, book: &mut RawBook) -> Result<Vec<Problem>, Trouble> {
        let mut problems = Vec::new();
        if let Some(name) = &self.scenario {
            let scenario = scenarios::named(book, name).map_err(Trouble)?;
            let applied = scenarios::apply(book, &scenario);
            *book = applied.book;
            problems = applied.problems;
        }
        if let Some(words) = &self.question {
            put(book, "question", Value::Text(words.clone()));
        }
        if let Some(day) = self.on_day {
            put(book, "on_day", Value::Number(day));
        }
        if let Some(days) = self.period {
            put(book, "period_days", Value::Number(days));
        }
        Ok(problems)
    }
}

/// Puts a value into a cell of the sheet Question.
pub(super) fn put(book: &mut RawBook, column: &str, value: Value) {
    let Some(raw) = book.tables.iter_mut().find(|t| t.table.id == "question") else { return };
    let (Some(i), Some(row)) = (raw.table.field_index(column), raw.rows.first_mut()) else { return };
    if let Some(cell) = row.cells.get_mut(i) {
        cell.value = value;
    }
}

/// The question's words in the table's own spelling.
pub fn known(given: &str) -> Result<String, String> {
    let words = table_by_id("question").and_then(|t| t.columns.iter().find(|c| c.id == "question"));
    let Some(Kind::Choice(words)) = words.map(|c| c.kind) else { return Err("no questions are known".into()) };
    let plain = |s: &str| s.replace(['-', '_'], " ").trim().trim_end_matches('?').to_lowercase();
    let found = words.iter().find(|w| plain(w) == plain(given));
    found.map(|w| w.to_string()).ok_or_else(|| format!("one of: {}", words.join(", ")))
}

/// A length of a period.
pub fn days(given: &str) -> Result<f64, String> {
    let days = given.trim().parse::<f64>().ok().filter(|d| (1.0..=60.0).contains(d));
    days.ok_or_else(|| "a number of days from 1 to 60".into())
}
