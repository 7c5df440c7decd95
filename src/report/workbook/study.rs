//! The sheets of an explanation.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::grid::{Column, Look, column, number, text};
use super::head;
use super::levers::list;
use crate::answer::Change;
use crate::study::{Account, Alone, Family, Flip, Freed, Influence, LeverFlip, Needed, Price, Study, Way, Without};
use crate::workbook::{fit, style};

/// Writes them; a list without rows is left out.
pub fn write(workbook: &mut Workbook, s: &Study) -> Result<(), XlsxError> {
    why(workbook, s)?;
    families(workbook, s)?;
    alone(workbook, s)?;
    prices(workbook, &s.prices)?;
    flips(workbook, &s.flips)?;
    ways(workbook, s)?;
    without(workbook, &[&s.without[..], &s.without_all].concat())?;
    influences(workbook, ("Columns", "ResColumns"), &s.columns)?;
    influences(workbook, ("Research", "ResResearch"), &s.singly)?;
    accounts(workbook, &s.accounts)
}

/// Width of the sentences: no wider than a page, whatever the font.
const WHY: f64 = 92.0;

/// The reason and what would hurt most, in sentences.
fn why(workbook: &mut Workbook, s: &Study) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    let about = format!(
        "Why the answer is what it is. About the ceiling of day {:.0} ({}): {} men.",
        s.day,
        s.date,
        crate::report::words::at_most(s.most_men)
    );
    head(sheet, "Why", &about, 0)?;
    sheet.set_column_width(0, WHY)?;
    let worst = s.worst.iter().filter(|w| w.links.len() > 1).map(|w| {
        format!(
            "Of the rail and sea links that matter most by themselves, the {} whose loss together hurts most: {}. Then at most {} men.",
            w.links.len(),
            w.links.join("; "),
            crate::report::words::at_most(w.most_men)
        )
    });
    for (row, line) in (super::HEADER_ROW..).zip(s.reason.iter().cloned().chain(worst)) {
        sheet.write_with_format(row, 0, &line, &style::wrapped())?;
        sheet.set_row_height(row, fit::height([(line.as_str(), WHY)]))?;
    }
    Ok(())
}

/// The columns with which the lists of freed things end.
fn freed<T: 'static>(s: &Study, of: fn(&T) -> &Freed) -> Vec<Column<'_, T>> {
    let enough = |enough: bool| match (s.ruled_out, enough) {
        (false, _) => "in reach",
        (true, true) => "yes",
        (true, false) => "no",
    };
    let needed = move |t: &T| of(t).needed.as_ref().map(Needed::to_string).unwrap_or_default();
    vec![
        column("From day", 9.0, Look::Day, move |t: &T| number(Some(of(t).from_day.round()))),
        column("To day", 9.0, Look::Day, move |t: &T| number(Some(of(t).to_day.round()))),
        column("Enough", 9.0, Look::Name, move |t: &T| text(enough(of(t).enough))),
        column("Enough with", 34.0, Look::Name, move |t: &T| text(&needed(t))),
        column("Men at most without limit", 16.0, Look::Whole, move |t: &T| number(Some(of(t).most_men))),
    ]
}

fn families(workbook: &mut Workbook, s: &Study) -> Result<(), XlsxError> {
    let about = "All things of one kind at a time without limit (as on the sheet Alone), everything else as it is: does the kind suffice \
                 by itself? 'Enough with' is the least change of all of them alike with which the target is no longer ruled out.";
    let mut columns: Vec<Column<Family>> = vec![
        column("All of a kind", 44.0, Look::Name, |f: &Family| text(f.what)),
        column("Things", 9.0, Look::Whole, |f: &Family| number(Some(f.things as f64))),
    ];
    columns.extend(freed(s, |f: &Family| &f.freed));
    some(workbook, ("Kinds", "ResKinds", about), columns, &s.families)
}

fn alone(workbook: &mut Workbook, s: &Study) -> Result<(), XlsxError> {
    let about = "One thing at a time without limit (fifty times as much, ten times the men; on day 0, at once; a leg as if nobody resisted: \
                 pace, losses and needs), everything else as it is. \
                 'Enough with' is the least of it with which the target is no longer ruled out; 'more than' is what is proved to be too \
                 little. What lifts the ceiling by less than a \
                 thousandth of the target is left out.";
    let mut columns: Vec<Column<Alone>> = vec![
        column("Thing", 40.0, Look::Name, |a: &Alone| text(&a.what)),
        column("Where", 34.0, Look::Name, |a: &Alone| text(&a.place)),
        column("Today", 26.0, Look::Name, |a: &Alone| text(&a.today)),
    ];
    columns.extend(freed(s, |a: &Alone| &a.freed));
    some(workbook, ("Alone", "ResAlone", about), columns, &s.alone)
}

fn prices(workbook: &mut Workbook, rows: &[Price]) -> Result<(), XlsxError> {
    let about = "What one step more brings and one step less costs in men at the destination: each figure is the difference of two \
                 ceilings, with all dates computed anew. 'Holds to' is how many steps (of 1, 3, 10, 30) each bring nine tenths of the \
                 first or more.";
    let columns: Vec<Column<Price>> = vec![
        column("Thing", 40.0, Look::Name, |p: &Price| text(&p.what)),
        column("Where", 34.0, Look::Name, |p: &Price| text(&p.place)),
        column("From day", 9.0, Look::Day, |p: &Price| number(Some(p.from_day))),
        column("To day", 9.0, Look::Day, |p: &Price| number(Some(p.to_day))),
        column("Today", 24.0, Look::Name, |p: &Price| text(&p.today)),
        column("Step", 22.0, Look::Name, |p: &Price| text(&p.step)),
        column("Men more", 14.0, Look::Whole, |p: &Price| number(Some(p.more))),
        column("A step less costs", 14.0, Look::Whole, |p: &Price| number(p.less)),
        column("Holds to (steps)", 11.0, Look::Day, |p: &Price| number(Some(p.holds_to))),
        column("Men per step there", 14.0, Look::Whole, |p: &Price| number(Some(p.at_holds_to))),
        column("At the margin", 14.0, Look::Whole, |p: &Price| number(Some(p.at_the_margin))),
    ];
    some(workbook, ("Prices", "ResPrices", about), columns, rows)
}

fn flips(workbook: &mut Workbook, rows: &[LeverFlip]) -> Result<(), XlsxError> {
    let about = "The value at which the verdict of the ceiling changes if one lever alone is moved. Where the answer is NO, everything \
                 short of it is ruled out; where it is not, everything beyond it is. 'Plan works to' is how far the plan that was found \
                 can still be carried out as it stands. Between the two nothing is proved. Where the search ended before it was sharp, the flip \
                 lies between 'Flips at' and 'Or up to'.";
    let columns: Vec<Column<LeverFlip>> = vec![
        column("Lever", 34.0, Look::Name, |f: &LeverFlip| text(&f.name)),
        column("Unit", 20.0, Look::Name, |f: &LeverFlip| text(f.unit)),
        column("Today", 13.0, Look::Figure, |f: &LeverFlip| number(Some(f.base))),
        column("Moved to", 13.0, Look::Figure, |f: &LeverFlip| number(Some(f.to))),
        column("Flips at", 13.0, Look::Tenths, |f: &LeverFlip| number(f.by_bound)),
        column("Or up to", 12.0, Look::Tenths, |f: &LeverFlip| number(f.by_bound.map(|v| v + f.within))),
        column("Margin", 10.0, Look::Share, |f: &LeverFlip| number(f.margin)),
        column("Men at most where moved to", 16.0, Look::Whole, |f: &LeverFlip| number(f.men_at_extreme)),
        column("Plan works to", 14.0, Look::Tenths, |f: &LeverFlip| number(f.by_plan)),
    ];
    some(workbook, ("Flips", "ResFlips", about), columns, rows)
}

/// A change with the set to which it belongs; none where no set is enough.
struct OfWay<'a> {
    set: usize,
    way: &'a Way,
    change: Option<&'a Change>,
    /// The same change as far as it had to go for a plan.
    planned: Option<&'a Change>,
}

fn ways<'a>(workbook: &mut Workbook, s: &'a Study) -> Result<(), XlsxError> {
    let about = "What it would take: set 1 is the cheapest, each further one has nothing in common with those before it. No cheaper set of \
                 the same levers can do it. 'Answered anew' is the verdict with the changes made as they stand. 'With a plan' is how far \
                 they had to go for a plan to be found, with its points and men; empty where none was found or looked for.";
    let of_way = |(set, way): (usize, &'a Way)| -> Vec<OfWay<'a>> {
        let planned = |i: usize| way.plan.as_ref().and_then(|p| p.changes.get(i));
        let row = |(i, change)| OfWay { set, way, change: Some(change), planned: planned(i) };
        if way.changes.is_empty() {
            return vec![OfWay { set, way, change: None, planned: None }];
        }
        way.changes.iter().enumerate().map(row).collect()
    };
    let rows: Vec<OfWay> = (1..).zip(&s.ways).flat_map(of_way).collect();
    let change = |w: &OfWay, of: fn(&Change) -> f64| number(w.change.map(of));
    let columns: Vec<Column<OfWay>> = vec![
        column("Set", 7.0, Look::Day, |w: &OfWay| number(Some(w.set as f64))),
        column("Lever", 34.0, Look::Name, |w: &OfWay| {
            text(w.change.map_or("no set of the levers left is enough", |c| &c.name))
        }),
        column("Unit", 20.0, Look::Name, |w: &OfWay| text(w.change.map_or("", |c| c.unit))),
        column("Today", 13.0, Look::Figure, move |w: &OfWay| change(w, |c| c.base)),
        column("To", 13.0, Look::Tenths, move |w: &OfWay| change(w, |c| c.to)),
        column("Points", 12.0, Look::Tenths, move |w: &OfWay| change(w, |c| c.cost)),
        column("Men at most", 14.0, Look::Whole, |w: &OfWay| number(Some(w.way.most_men))),
        column("Answered anew", 16.0, Look::Name, |w: &OfWay| text(w.way.verdict.map_or("", |v| v.word()))),
        column("With a plan", 13.0, Look::Tenths, |w: &OfWay| number(w.planned.map(|c| c.to))),
        column("Points so", 12.0, Look::Tenths, |w: &OfWay| number(w.planned.map(|c| c.cost))),
        column("Men of the plan", 14.0, Look::Whole, |w: &OfWay| number(w.way.plan.as_ref().map(|p| p.men.floor()))),
    ];
    some(workbook, ("WhatItTakes", "ResWhatItTakes", about), columns, &rows)
}

fn without(workbook: &mut Workbook, rows: &[Without]) -> Result<(), XlsxError> {
    let about = "The ceiling without one line, bridge, road, sea link, fleet or force at a time. Without any one of those that are not listed the ceiling stays \
                 where it is. In a large campaign all are tried in longer steps first, and those worth most are solved for in its own; where \
                 'Men at most' is empty, the men fewer are those of the longer steps.";
    let columns: Vec<Column<Without>> = vec![
        column("Without", 44.0, Look::Name, |w: &Without| text(&w.what)),
        column("Where", 36.0, Look::Name, |w: &Without| text(&w.place)),
        column("Men fewer", 14.0, Look::Whole, |w: &Without| number(Some(w.worth_men))),
        column("Men at most", 14.0, Look::Whole, |w: &Without| number(w.most_men)),
        column("Steps (days)", 10.0, Look::Whole, |w: &Without| number(Some(w.steps_days))),
    ];
    some(workbook, ("Without", "ResWithout", about), columns, rows)
}

fn influences(
    workbook: &mut Workbook,
    (sheet, name): (&str, &'static str),
    rows: &[Influence],
) -> Result<(), XlsxError> {
    let about = "The ceiling with an assumption at its low and at its high. 'Proved' figures are not exceeded, and may be lower; 'solved' ones \
                 are computed anew. 'Flips' says whether some value between changes the verdict of the ceiling. Worth research = men between \
                 both ends x what the grade leaves open (A 0.25, B 0.5, C 0.75, D 1).";
    let columns: Vec<Column<Influence>> = vec![
        column("Assumption", 58.0, Look::Name, |i: &Influence| text(&i.what)),
        column("Cell", 18.0, Look::Name, |i: &Influence| text(&i.cell)),
        column("Figures", 9.0, Look::Day, |i: &Influence| number(Some(i.figures as f64))),
        column("Grade", 8.0, Look::Grade, |i: &Influence| text(&i.grade)),
        column("Low", 11.0, Look::Rough, |i: &Influence| number(Some(i.low))),
        column("Base", 11.0, Look::Rough, |i: &Influence| number(Some(i.base))),
        column("High", 11.0, Look::Rough, |i: &Influence| number(Some(i.high))),
        column("Unit", 14.0, Look::Words, |i: &Influence| text(&i.unit)),
        column("Men at low", 13.0, Look::Whole, |i: &Influence| number(i.men_at_low)),
        column("Men at high", 13.0, Look::Whole, |i: &Influence| number(i.men_at_high)),
        column("How", 9.0, Look::Name, |i: &Influence| text(if i.solved { "solved" } else { "proved" })),
        column("Flips", 14.0, Look::Rough, |i: &Influence| match i.flip {
            Flip::Never => text("no value does"),
            Flip::At { value } => number(Some(value)),
            Flip::Unknown => text("not known"),
        }),
        column("Worth research", 14.0, Look::Whole, |i: &Influence| number(Some(i.worth_research))),
        column("Source", 34.0, Look::Words, |i: &Influence| text(&i.source)),
    ];
    some(workbook, (sheet, name, about), columns, rows)
}

fn accounts(workbook: &mut Workbook, rows: &[Account]) -> Result<(), XlsxError> {
    let about = "What the ceiling is made of: each limit of the workbook times what the proof charges for it. The sum is the ceiling. \
                 Entries below zero take men away.";
    let columns: Vec<Column<Account>> = vec![
        column("Limit", 60.0, Look::Name, |a: &Account| text(&a.what)),
        column("Men", 16.0, Look::Whole, |a: &Account| number(Some(a.men))),
    ];
    some(workbook, ("Account", "ResAccount", about), columns, rows)
}

fn some<T>(
    workbook: &mut Workbook,
    names: (&str, &'static str, &str),
    columns: Vec<Column<'_, T>>,
    rows: &[T],
) -> Result<(), XlsxError> {
    if rows.is_empty() { Ok(()) } else { list(workbook, names, columns, rows) }
}
