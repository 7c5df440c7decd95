//! How sure an answer is: for a terminal of 80 columns, for programs, and every draw as CSV.

use std::path::{Path, PathBuf};

use serde::Serialize;

mod made;

pub use made::made_of;

use super::look::Look;
use super::text::{brief, section, table};
use super::words::{at_most, day, signed_percent, whole, wrapped};
use crate::files::{self, WriteError};
use crate::uncertain::{Day, Found, How, Judged, Odds, Ranked, Turned, Variable};

/// Name by which programs know the document.
const FORMAT: &str = "railhead-uncertainty";
/// Goes up when a program that reads the document would have to change.
const SCHEMA_VERSION: u32 = 4;
/// Rows of the lists on the terminal.
const ROWS: usize = 10;
/// Letters of a figure's name on the terminal.
const NAME: usize = 44;
/// Letters in a line.
const WIDTH: usize = 78;

/// What these odds are; stands wherever they are shown.
const WHAT_IT_IS: &str = "A draw that is not ruled out need not be possible, for a plan is not looked for draw by draw. So the share of \
     draws that are not ruled out is the most that the chance of a YES can be. It says how the ranges in the workbook work out, no more: it is as \
     good as they are.";

/// What proves a draw ruled out; in longer steps than the workbook's that holds for these.
fn proved(found: &Found) -> String {
    let of_steps =
        found.caution.as_ref().map_or_else(String::new, |_| format!(" in steps of {} days", found.period_days));
    format!("Every draw that is ruled out is proved to be{of_steps}: no plan can do it. {WHAT_IT_IS}")
}

/// What is said where no figures are tied to each other.
const BY_ITSELF: &str = "Every figure was drawn by itself, so in some draws figures lie together as they never would (say, fierce resistance that lets \
     an attacker through faster than a light one). Rows on the sheets Correlations and Uncertainty (a common factor) tie together what belongs together.";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    schema_version: u32,
    #[serde(flatten)]
    found: &'a Found,
}

/// The result as JSON, indented.
///
/// # Errors
/// Where it has no form in JSON.
pub fn json(found: &Found) -> Result<String, serde_json::Error> {
    let document = Document { format: FORMAT, schema_version: SCHEMA_VERSION, found };
    serde_json::to_string_pretty(&document).map(|text| format!("{text}\n"))
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// `P(YES) at most 25.0 % (250 of 1,000 draws are not ruled out; 22.4 to 27.8 % of endless draws would not be, 95 times in 100)`.
pub fn odds(o: &Odds) -> String {
    format!(
        "P(YES) at most {} ({} of {} draws are not ruled out; {:.1} to {} of endless draws would not be, 95 times in 100)",
        percent(o.share),
        whole(o.count as f64),
        whole(o.of as f64),
        o.from * 100.0,
        percent(o.to)
    )
}

/// The result in words and lists. No line has over 80 letters.
pub fn text(found: &Found) -> String {
    let parts = [
        Some(head(found)),
        section("CEILINGS OVER ALL DRAWS, MEN", men(found)),
        section("NOT RULED OUT BY THAT DAY", days(found)),
        section("WHAT MOVES THE CEILING MOST", ranking(found)),
        section("ONE FIGURE AT A TIME", tornado(found)),
        section("WHAT BINDS, AND IN HOW MANY OF THE FIRST DRAWS, ALL SOLVED IN FULL", binding(found)),
        section("DRAWS NEAREST TO FLIPPING", nearest(found)),
        section("WHICH GUESS TO RESEARCH NEXT", research(found)),
        section("HOW IT WAS MADE", made(found)),
    ];
    let mut out = parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    out.push('\n');
    out
}

/// How sure an answer is, in sentences: the odds, the spread, what they are.
fn sure(found: &Found) -> Vec<String> {
    let (m, o) = (&found.men, &found.not_ruled_out);
    let out = vec![
        format!("{}, seed {}.", odds(o), found.seed),
        format!("P(NO), proved draw by draw: {}.", percent(1.0 - o.share)),
        format!("Of the ceilings of all draws half lie between {} and {} men.", at_most(m.p25), at_most(m.p75)),
    ];
    // The answer that stands above has its caution.
    let notes = notes(found).into_iter().filter(|words| Some(words) != found.caution.as_ref());
    out.into_iter().chain(notes).collect()
}

/// Draws below which lists of figures are to be taken with care.
const FEW_DRAWS: usize = 300;

/// What is said then.
fn few() -> String {
    format!(
        "Fewer than {FEW_DRAWS} draws say little of single figures: with another seed other figures may stand out, and some that turn the \
         verdict by themselves may not."
    )
}

/// What to research next, numbered.
fn numbered(found: &Found) -> impl Iterator<Item = String> {
    (1..).zip(&found.research).map(|(n, words): (usize, _)| format!("{n}. {words}"))
}

/// How sure an answer is and which guess to research next, in sentences.
pub fn sentences(found: &Found) -> Vec<String> {
    let head = (!found.research.is_empty()).then(|| "Which guess to research next:".to_string());
    sure(found).into_iter().chain(head).chain(numbered(found)).collect()
}

/// The campaign with the figures as they stand, in a sentence.
pub fn as_it_stands(found: &Found) -> String {
    format!(
        "With the figures as they stand: {}; ceiling {}, asked for {}, margin {}",
        if found.base_ruled_out { "NO" } else { "not ruled out" },
        some(found.base_men),
        whole(found.target_men),
        signed_percent(found.base_men / found.target_men - 1.0)
    )
}

/// What stands below an answer of which draws were made.
pub fn below(found: &Found, look: Look) -> String {
    let lines = |words: Vec<String>| words.iter().map(|w| look.paragraph(w, "")).collect::<Vec<_>>().join("\n");
    let parts = [
        look.section("HOW SURE", lines(sure(found))),
        look.section("WHICH GUESS TO RESEARCH NEXT", lines(numbered(found).collect())),
    ];
    parts.into_iter().flatten().map(|part| format!("\n{part}\n")).collect()
}

fn head(found: &Found) -> String {
    let o = &found.not_ruled_out;
    let lines = [
        wrapped(&found.title, "", WIDTH),
        String::new(),
        wrapped(&odds(o), "    ", WIDTH),
        wrapped(&format!("P(NO), proved draw by draw: {}", percent(1.0 - o.share)), "    ", WIDTH),
        wrapped(&as_it_stands(found), "    ", WIDTH),
        String::new(),
    ];
    let notes = notes(found).into_iter().map(|words| wrapped(&words, "", WIDTH));
    lines.into_iter().chain(notes).collect::<Vec<_>>().join("\n")
}

/// What is to be read with the odds: what they are, and what they are less than usual.
pub fn notes(found: &Found) -> Vec<String> {
    let nobody = found.draws.iter().filter(|j| j.counts() && j.men < 1.0).count();
    let mut out: Vec<String> = found.caution.iter().cloned().collect();
    out.push(proved(found));
    out.extend((found.tied == 0 && found.ranking.len() > 1).then(|| BY_ITSELF.to_string()));
    out.extend((nobody > 0).then(|| {
        format!(
            "In {} of {} draws the places that must be held cannot all be held in time; they count as 'nobody', even if men stand just short of them.",
            whole(nobody as f64),
            whole(found.not_ruled_out.of as f64)
        )
    }));
    out.extend((found.not_ruled_out.of < FEW_DRAWS).then(few));
    out
}

fn men(found: &Found) -> String {
    table(["Draws", "Men"], quantiles(found).into_iter().map(|(name, men)| vec![name.into(), men]), &[1])
}

/// How the ceilings spread: shares of the draws, and men.
pub fn quantiles(found: &Found) -> [(&'static str, String); 5] {
    let m = &found.men;
    [
        ("1 in 20 has no more than", m.p05),
        ("1 in 4 has no more than", m.p25),
        ("half have no more than", m.p50),
        ("1 in 4 has no fewer than", m.p75),
        ("1 in 20 has no fewer than", m.p95),
    ]
    .map(|(name, men)| (name, some(men)))
}

/// The ceiling at an end of a figure's range, marked where it rules the target out.
pub fn at_an_end(men: Option<f64>, ruled_out: Option<bool>) -> String {
    let Some(men) = men else { return "no sense".into() };
    if ruled_out == Some(true) { format!("{} NO", some(men)) } else { some(men) }
}

/// Men of a ceiling; a word for nobody, which is what a place that is not held has.
pub fn some(men: f64) -> String {
    if men < 1.0 { "nobody".into() } else { at_most(men) }
}

fn days(found: &Found) -> String {
    let some: Vec<_> = found.days.iter().filter(|d| d.at_most > 0.0).collect();
    // The first and last, and some between.
    let step = some.len().div_ceil(ROWS).max(1);
    let last = some.len().saturating_sub(1);
    let shown = some.iter().enumerate().filter(|(i, _)| (last - i) % step == 0);
    let row = |(_, d): (usize, &&Day)| vec![day(d.day), percent(d.share), percent(d.at_most)];
    table(["Day", "Draws at least", "At most"], shown.map(row), &[0, 1, 2])
}

fn ranking(found: &Found) -> String {
    let row = |r: &Ranked| {
        vec![
            brief(&r.variable.name, NAME),
            r.variable.grade.clone(),
            r.slope.map_or_else(|| "-".into(), |s| format!("{s:+.2}")),
            percent(r.share_of_variance),
        ]
    };
    let rows = found.ranking.iter().filter(|r| !r.within_noise).take(ROWS).map(row);
    table(["Figure", "Grade", "Slope", "Of the variance"], rows, &[2, 3])
}

fn tornado(found: &Found) -> String {
    let row = |t: &Turned| {
        vec![
            brief(&t.name, NAME),
            at_an_end(t.men_at_low, t.ruled_out_at_low),
            at_an_end(t.men_at_high, t.ruled_out_at_high),
        ]
    };
    table(["Figure", "Men at low", "Men at high"], found.tornado.iter().map(row), &[1, 2])
}

fn binding(found: &Found) -> String {
    let row = |b: &crate::uncertain::Binding| vec![brief(&b.what, 60), format!("{} of {}", b.draws, found.binding_of)];
    table(["What", "Draws"], found.binding.iter().take(ROWS).map(row), &[1])
}

fn nearest(found: &Found) -> String {
    let row = |n: &crate::uncertain::Near| {
        let verdict = if n.ruled_out { "NO" } else { "not ruled out" };
        vec![n.draw.to_string(), at_most(n.men), signed_percent(n.margin), verdict.into()]
    };
    table(["Draw", "Men", "Margin", ""], found.nearest.iter().map(row), &[0, 1, 2])
}

fn research(found: &Found) -> String {
    let one = |(n, s): (usize, &String)| wrapped(&format!("{n}. {s}"), "", WIDTH);
    let lines: Vec<String> = (1..).zip(&found.research).map(one).collect();
    if lines.is_empty() {
        "No figure stands out of the noise; more draws may tell more.".into()
    } else {
        lines.join("\n")
    }
}

fn made(found: &Found) -> String {
    // A hash is longer than what is left of a line.
    made_of(found).iter().map(|s| wrapped(s, "", WIDTH)).collect::<Vec<_>>().join("\n")
}

/// The word for how a draw was settled.
pub fn how(judged: &Judged) -> &'static str {
    match judged.how {
        How::Solved => "solved",
        How::Prices => "prices",
        How::Loosened => "part of limits",
        How::Sums => "sums",
        How::Shown => "shown",
        How::Senseless => "makes no sense",
        How::Stopped => "time limit",
        How::Broken => "no solution",
    }
}

/// Writes `uncertainty.xlsx`, `uncertainty.json`, `draws.csv` and `report.html` into a folder. The same result gives the same bytes.
///
/// # Errors
/// Where a file can't be written.
pub fn write(found: &Found, values: &(Vec<Variable>, Vec<Vec<f64>>), folder: &Path) -> Result<(), WriteError> {
    let path = folder.join("uncertainty.json");
    let json = json(found).map_err(|e| WriteError::Unfit(path.clone(), e.to_string()))?;
    files::replace(&path, json.as_bytes())?;
    write_csv(found, values, &folder.join("draws.csv"))?;
    super::workbook::uncertain::write(found, &workbook(folder))?;
    super::html::uncertain::write(found, &folder.join("report.html"))
}

/// The workbook with the result of all draws.
pub fn workbook(folder: &Path) -> PathBuf {
    folder.join("uncertainty.xlsx")
}

/// Writes a row for each draw, counted from 1: what is proved of it, and the values of all that varies, each in the unit of its cell.
///
/// # Errors
/// Where the file can't be written.
pub fn write_csv(
    found: &Found,
    (variables, values): &(Vec<Variable>, Vec<Vec<f64>>),
    path: &Path,
) -> Result<(), WriteError> {
    let unfit = |why: String| WriteError::Unfit(path.into(), why);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let own = ["draw", "how", "ruled_out", "men", "not_before_day", "not_ruled_out_from_day"];
    let heads = own.iter().copied().chain(variables.iter().map(|v| v.name.as_str()));
    writer.write_record(heads).map_err(|e| unfit(e.to_string()))?;
    for (judged, values) in found.draws.iter().zip(values) {
        let mut row = vec![
            (judged.draw + 1).to_string(),
            how(judged).to_string(),
            if judged.ruled_out { "yes" } else { "no" }.to_string(),
            judged.men.to_string(),
            judged.not_before.map(|d| d.to_string()).unwrap_or_default(),
            judged.first_day.map(|d| d.to_string()).unwrap_or_default(),
        ];
        row.extend(values.iter().map(f64::to_string));
        writer.write_record(&row).map_err(|e| unfit(e.to_string()))?;
    }
    files::replace(path, &writer.into_inner().map_err(|e| unfit(e.to_string()))?)
}
