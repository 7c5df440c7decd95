//! How sure an answer is, as a workbook: the odds in sentences, men and days with charts, the tornado, the ranking, the nearest draws.

use std::path::Path;

use rust_xlsxwriter::{Chart, ChartType, Workbook, XlsxError};

use super::grid::{Area, Column, Grid, Look, column, number, text};
use super::levers::list;
use super::{HEADER_ROW, head};
use crate::files::{self, WriteError};
use crate::report::uncertain::{as_it_stands, how, made_of, sentences as told};
use crate::report::words::{bound, whole};
use crate::uncertain::{Bar, Binding, Day, Found, Judged, Near, Ranked, Turned};
use crate::workbook::template::begun;
use crate::workbook::{fit, style};

/// Width of the sentences.
const WORDS: f64 = 92.0;
/// Draws that fit on a sheet beside everything else; `draws.csv` has all.
const DRAWS: usize = 20_000;

/// Writes `uncertainty.xlsx`. The same result gives the same bytes.
///
/// # Errors
/// Where the file can't be written.
pub fn write(found: &Found, path: &Path) -> Result<(), WriteError> {
    let content = bytes(found).map_err(|e| WriteError::Unfit(path.into(), e.to_string()))?;
    files::replace(path, &content)
}

fn bytes(found: &Found) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = begun("Railhead uncertainty")?;
    sheets(&mut workbook, found)?;
    let columns: Vec<Column<Judged>> = vec![
        column("Draw", 9.0, Look::Day, |j: &Judged| number(Some((j.draw + 1) as f64))),
        column("How", 16.0, Look::Name, |j: &Judged| text(how(j))),
        column("Ruled out", 10.0, Look::Name, |j: &Judged| text(if j.ruled_out { "yes" } else { "no" })),
        column("Men", 14.0, Look::Whole, |j: &Judged| number(j.counts().then_some(bound(j.men)))),
        column("Not before day", 11.0, Look::Day, |j: &Judged| number(j.not_before)),
        column("Not ruled out from day", 11.0, Look::Day, |j: &Judged| number(j.first_day)),
    ];
    let about = "'Men': the ceiling where solved, else what is proved (ruled out) or the best solution found has. 'Not before day' is proved, 'Not ruled out from day' found.";
    list(&mut workbook, ("Draws", "ResUncDraws", about), columns, &found.draws[..found.draws.len().min(DRAWS)])?;
    workbook.save_to_buffer()
}

/// The sheets of a result, but for the list of all draws.
pub(super) fn sheets(workbook: &mut Workbook, found: &Found) -> Result<(), XlsxError> {
    sentences(workbook, found)?;
    tornado(workbook, (&found.tornado, found.base_men))?;
    men(workbook, (&found.men.bars, found.target_men))?;
    days(workbook, &found.days)?;
    ranking(workbook, &found.ranking)?;
    let columns: Vec<Column<Binding>> = vec![
        column("What binds", 60.0, Look::Name, |b: &Binding| text(&b.what)),
        column("Draws", 10.0, Look::Whole, |b: &Binding| number(Some(b.draws as f64))),
    ];
    let about = format!(
        "What binds most on the last date, and in how many of the {} draws that were solved as a sample.",
        found.binding_of
    );
    list(workbook, ("Binding", "ResUncBinding", &about), columns, &found.binding)?;
    let columns: Vec<Column<Near>> = vec![
        column("Draw", 9.0, Look::Day, |n: &Near| number(Some(n.draw as f64))),
        column("Men", 14.0, Look::Whole, |n: &Near| number(Some(bound(n.men)))),
        column("Margin", 10.0, Look::Share, |n: &Near| number(Some(n.margin))),
        column("Ruled out", 10.0, Look::Name, |n: &Near| text(if n.ruled_out { "yes" } else { "no" })),
        column("The most important figures there", 90.0, Look::Words, |n: &Near| text(&n.figures)),
    ];
    let about = "The draws whose ceiling lies nearest to the target.";
    list(workbook, ("NearestDraws", "ResUncNearest", about), columns, &found.nearest)
}

fn sentences(workbook: &mut Workbook, found: &Found) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    head(sheet, "UncertaintyResults", &found.title, 0)?;
    sheet.set_column_width(0, WORDS)?;
    let mut lines: Vec<String> = told(found);
    // The odds first, then how they were asked.
    let after_odds = 2.min(lines.len());
    lines
        .splice(after_odds..after_odds, [format!("{}.", as_it_stands(found))].into_iter().chain(found.caution.clone()));
    lines.push("How it was made:".into());
    lines.extend(made_of(found));
    for (row, line) in (HEADER_ROW..).zip(&lines) {
        sheet.write_with_format(row, 0, line, &style::wrapped())?;
        sheet.set_row_height(row, fit::height([(line.as_str(), WORDS)]))?;
    }
    Ok(())
}

/// A table with a chart at its right.
fn charted<T>(
    workbook: &mut Workbook,
    (sheet, name, about): (&str, &'static str, &str),
    columns: Vec<Column<'_, T>>,
    rows: &[T],
    chart: impl Fn(&Area) -> Chart,
) -> Result<(), XlsxError> {
    let right = u16::try_from(columns.len()).unwrap_or(u16::MAX - 1) + 1;
    let page = workbook.add_worksheet();
    head(page, sheet, about, 0)?;
    let grid = Grid { name, at: (HEADER_ROW, 0), columns, filter: true };
    grid.set_widths(page)?;
    let area = grid.write(page, &rows.iter().collect::<Vec<_>>())?;
    if !rows.is_empty() {
        page.insert_chart(HEADER_ROW, right, &chart(&area))?;
    }
    Ok(())
}

fn tornado(workbook: &mut Workbook, (rows, base): (&[Turned], f64)) -> Result<(), XlsxError> {
    let against = move |men: Option<f64>| number(men.map(|m| bound(m) - bound(base)));
    let verdict = |out: Option<bool>| out.map_or("makes no sense", |out| if out { "NO" } else { "not ruled out" });
    let columns: Vec<Column<Turned>> = vec![
        column("Figure", 58.0, Look::Name, |t: &Turned| text(&t.name)),
        column("Cell", 18.0, Look::Name, |t: &Turned| text(&t.cell)),
        column("Low", 11.0, Look::Rough, |t: &Turned| number(Some(t.low))),
        column("High", 11.0, Look::Rough, |t: &Turned| number(Some(t.high))),
        column("Unit", 14.0, Look::Words, |t: &Turned| text(&t.unit)),
        column("Men at low", 14.0, Look::Whole, |t: &Turned| number(t.men_at_low.map(bound))),
        column("Men at high", 14.0, Look::Whole, |t: &Turned| number(t.men_at_high.map(bound))),
        column("Low against base", 14.0, Look::Whole, move |t: &Turned| against(t.men_at_low)),
        column("High against base", 14.0, Look::Whole, move |t: &Turned| against(t.men_at_high)),
        column("Verdict at low", 15.0, Look::Name, move |t: &Turned| text(verdict(t.ruled_out_at_low))),
        column("Verdict at high", 15.0, Look::Name, move |t: &Turned| text(verdict(t.ruled_out_at_high))),
    ];
    let about = format!(
        "The ceiling with one figure at its low and at its high, everything else as in the workbook; each is solved. The widest first. As the \
         workbook stands: {} men.",
        whole(bound(base))
    );
    charted(workbook, ("Tornado", "ResUncTornado", &about), columns, rows, |area| {
        let title = ("Men against the workbook as it stands", "Figure");
        super::charts::bars(area, ChartType::Bar, title, &["High against base", "Low against base"])
    })
}

fn men(workbook: &mut Workbook, (rows, target): (&[Bar], f64)) -> Result<(), XlsxError> {
    let columns: Vec<Column<Bar>> = vec![
        column("Men from", 14.0, Look::Whole, |b: &Bar| number(Some(b.from.round()))),
        column("Men to", 14.0, Look::Whole, |b: &Bar| number(Some(b.to.round()))),
        column("Draws", 10.0, Look::Whole, |b: &Bar| number(Some(b.draws as f64))),
        column("Ruled out", 10.0, Look::Whole, |b: &Bar| number(Some(b.ruled_out as f64))),
        column("Not ruled out", 12.0, Look::Whole, |b: &Bar| number(Some((b.draws - b.ruled_out) as f64))),
    ];
    let about = format!(
        "How many draws have a ceiling between the two; asked for are {} men. For draws that were not solved in full stands what is \
         proved of them where they are ruled out, and else the men of the best solution found.",
        whole(target)
    );
    charted(workbook, ("MenOfDraws", "ResUncMen", &about), columns, rows, |area| {
        let title = ("Draws by their ceiling", "Men from");
        let mut chart = super::charts::bars(area, ChartType::ColumnStacked, title, &["Ruled out", "Not ruled out"]);
        chart.x_axis().set_num_format("#,##0").set_name("Men, from");
        chart.y_axis().set_name("Draws");
        chart
    })
}

fn days(workbook: &mut Workbook, rows: &[Day]) -> Result<(), XlsxError> {
    let columns: Vec<Column<Day>> = vec![
        column("Day", 9.0, Look::Day, |d: &Day| number(Some(d.day))),
        column("At least", 14.0, Look::Share, |d: &Day| number(Some(d.share))),
        column("At most", 14.0, Look::Share, |d: &Day| number(Some(d.at_most))),
    ];
    let about = "The share of draws in which the target is not ruled out on that day or an earlier one. 'At least': found by a point or a solve. 'At most': in \
                 the other draws all dates until then are proved to be out of reach.";
    charted(workbook, ("DaysOfDraws", "ResUncDays", about), columns, rows, |area| {
        let title = ("Not ruled out by that day", "Day");
        let mut chart = super::charts::bars(area, ChartType::Column, title, &["At least", "At most"]);
        chart.y_axis().set_num_format("0%").set_max(1.0);
        chart
    })
}

fn ranking(workbook: &mut Workbook, rows: &[Ranked]) -> Result<(), XlsxError> {
    let columns: Vec<Column<Ranked>> = vec![
        column("Figure", 58.0, Look::Name, |r: &Ranked| text(&r.variable.name)),
        column("Cell", 18.0, Look::Name, |r: &Ranked| text(&r.variable.cell)),
        column("Grade", 8.0, Look::Grade, |r: &Ranked| text(&r.variable.grade)),
        column("Drawn", 11.0, Look::Name, |r: &Ranked| text(r.variable.spread.shape.word())),
        column("Low", 11.0, Look::Rough, |r: &Ranked| number(Some(r.variable.spread.low))),
        column("Base", 11.0, Look::Rough, |r: &Ranked| number(Some(r.variable.spread.base))),
        column("High", 11.0, Look::Rough, |r: &Ranked| number(Some(r.variable.spread.high))),
        column("Unit", 14.0, Look::Words, |r: &Ranked| text(&r.variable.unit)),
        column("Slope", 10.0, Look::Figure, |r: &Ranked| number(r.slope.map(hundredths))),
        column("Rank correlation", 12.0, Look::Figure, |r: &Ranked| number(Some(hundredths(r.rank_correlation)))),
        column("Within noise", 10.0, Look::Name, |r: &Ranked| text(if r.within_noise { "yes" } else { "no" })),
        column("Of the variance", 10.0, Look::Share, |r: &Ranked| number(Some(r.share_of_variance))),
        column("Worth knowing", 10.0, Look::Share, |r: &Ranked| number(Some(r.worth_knowing))),
        column("Source", 34.0, Look::Words, |r: &Ranked| text(&r.variable.source)),
    ];
    let about = "What moves the ceiling most. Slope: rank regression. Of the variance: what would be gone if the figure were known. Worth knowing: \
                 by how much the chance of a wrong verdict would fall.";
    list(workbook, ("Ranking", "ResUncRanking", about), columns, rows)
}

fn hundredths(n: f64) -> f64 {
    (n * 100.0).round() / 100.0
}
