//! The explanation: what decides, prices, flip points, what it would take, which guess matters.

use super::figures::changes;
use super::{Block, Cell, Drawn, Part, Table};
use crate::answer::at_place;
use crate::report::figures::value;
use crate::report::words::{day, points, signed_percent, whole};
use crate::study::{Alone, Family, Freed, Influence, LeverFlip, Price, Study, Way, Without};

/// All its parts that were made, with so many rows of each list at most.
pub fn parts(s: &Study, rows: usize) -> Vec<Part> {
    let mut out = vec![flips(s, rows), ways(s), prices(s, rows), families(s, rows), alone(s, rows)];
    out.push(influences("Which guess to research next", &s.singly, (s, rows)));
    out.push(influences("Whole columns of assumptions at their low and high", &s.columns, (s, rows)));
    out.extend([without(s, rows), accounts(s)]);
    out.retain(|part| !part.blocks.is_empty());
    out
}

/// A list under its heading; nothing under it where there are no rows.
fn listed(title: &str, note: &str, table: Table) -> Part {
    if table.rows.is_empty() {
        return Part::new(title, Vec::new());
    }
    let note = (!note.is_empty()).then(|| Block::Note(note.into()));
    Part::new(title, note.into_iter().chain([Block::Table(table)]).collect())
}

fn days(from: f64, to: f64) -> Cell {
    format!("{} to {}", day(from.round()), day(to.round())).into()
}

fn flips(s: &Study, rows: usize) -> Part {
    let row = |f: &LeverFlip| -> Vec<Cell> {
        let flip = match f.by_bound {
            None => format!("never, {} to {}", if f.to < f.base { "down" } else { "up" }, value(f.to)),
            Some(v) if f.within > 0.005 * v.abs() => format!("{} to {}", value(v), value(v + f.within)),
            Some(v) => value(v),
        };
        vec![
            f.name.as_str().into(),
            f.unit.into(),
            value(f.base).into(),
            flip.into(),
            f.margin.map_or("–".into(), signed_percent).into(),
            Cell::default().drawn(scale(f)),
            f.by_plan.map_or("–".into(), value).into(),
        ]
    };
    let heads = [
        ("Lever", false),
        ("Unit", false),
        ("Today", true),
        ("Flips at", true),
        ("Margin", true),
        ("From today to the end looked at", false),
        ("Plan works to", true),
    ];
    let note = "One lever at a time, everything else as it is: the value at which the ceiling meets the target.";
    let table = Table::new("Flip points", &heads, s.flips.iter().take(rows).map(row)).of(s.flips.len());
    listed("Where the answer flips", note, table)
}

fn scale(f: &LeverFlip) -> Drawn {
    let share = f.by_bound.map(|v| ((v - f.base) / (f.to - f.base)).clamp(0.0, 1.0));
    Drawn::Scale(share.filter(|s| s.is_finite()))
}

fn ways(s: &Study) -> Part {
    let name = |n: usize| {
        *["Cheapest set", "Without any of those", "Without any of those either"].get(n).unwrap_or(&"Another set")
    };
    let words = |lead: String, words: String| Block::Words { lead, words };
    let one = |(n, way): (usize, &Way)| match way.least_cost {
        Some(cost) => vec![
            words(format!("{}: {} points.", name(n), points(cost)), "No cheaper set of these levers can do it.".into()),
            Block::Table(changes(&way.changes)),
            Block::words(said(way)),
        ],
        None => vec![words(
            format!("{}: none.", name(n)),
            format!("Every change made in full, at most {} men.", whole(way.most_men)),
        )],
    };
    Part::new("What it would take", s.ways.iter().enumerate().flat_map(one).collect())
}

/// What became of a set of changes.
fn said(way: &Way) -> String {
    match (way.verdict, &way.plan) {
        (None, _) => String::new(),
        (Some(_), Some(p)) if p.factor > 1.0 => format!(
            "With these changes carried {:.0} % further ({} points) there is a plan with {} men; it was {}.",
            100.0 * (p.factor - 1.0),
            points(p.cost),
            whole(p.men.floor()),
            p.replayed
        ),
        (Some(_), Some(p)) => {
            format!("Answered anew: YES, by a plan with {} men; it was {}.", whole(p.men.floor()), p.replayed)
        }
        (Some(verdict), None) => format!(
            "Answered anew: {}, ceiling {} men. No plan was found for it, so it is the least that is not ruled out, no more.",
            verdict.word(),
            whole(way.most_men)
        ),
    }
}

fn prices(s: &Study, rows: usize) -> Part {
    let row = |p: &Price| -> Vec<Cell> {
        let holds = if p.holds_to > 1.0 { format!("{} steps", day(p.holds_to)) } else { "1 step".into() };
        vec![
            at_place(&p.what, &p.place).into(),
            days(p.from_day, p.to_day),
            p.today.as_str().into(),
            p.step.as_str().into(),
            whole(p.more).into(),
            p.less.map_or("–".into(), whole).into(),
            holds.into(),
        ]
    };
    let heads = [
        ("Thing", false),
        ("Days", false),
        ("Today", false),
        ("A step", false),
        ("Men more", true),
        ("A step less costs", true),
        ("Holds to", false),
    ];
    let table = Table::new("What one step is worth", &heads, s.prices.iter().take(rows).map(row)).of(s.prices.len());
    listed("What one step is worth", "Each solved anew.", table)
}

/// How much is enough, and the men without limit. Where the target is not ruled out as it is, nothing has to be enough.
fn freed(f: &Freed, s: &Study) -> Vec<Cell> {
    let enough = match &f.needed {
        Some(needed) => needed.to_string(),
        None => if f.enough { "yes" } else { "no" }.into(),
    };
    let enough = s.ruled_out.then(|| enough.into());
    enough.into_iter().chain([whole(f.most_men).into()]).collect()
}

/// These heads with those of [`freed`].
fn with_freed<'a>(heads: &[(&'a str, bool)], s: &Study) -> Vec<(&'a str, bool)> {
    let enough = s.ruled_out.then_some(("Enough with", false));
    heads.iter().copied().chain([("Days", false)]).chain(enough).chain([("No limit: men", true)]).collect()
}

fn families(s: &Study, rows: usize) -> Part {
    let row = |f: &Family| -> Vec<Cell> {
        let mut row = vec![f.what.into(), whole(f.things as f64).into(), days(f.freed.from_day, f.freed.to_day)];
        row.extend(freed(&f.freed, s));
        row
    };
    let heads = with_freed(&[("All of a kind", false), ("Things", true)], s);
    let title = "All of one kind without limit";
    listed(title, "", Table::new(title, &heads, s.families.iter().take(rows).map(row)).of(s.families.len()))
}

fn alone(s: &Study, rows: usize) -> Part {
    let row = |a: &Alone| -> Vec<Cell> {
        let mut row = vec![at_place(&a.what, &a.place).into(), a.today.as_str().into()];
        row.push(days(a.freed.from_day, a.freed.to_day));
        row.extend(freed(&a.freed, s));
        row
    };
    let heads = with_freed(&[("Thing", false), ("Today", false)], s);
    let table = Table::new("One thing without limit", &heads, s.alone.iter().take(rows).map(row)).of(s.alone.len());
    listed("One thing without limit, everything else as it is", "", table)
}

/// A tornado: from the ceiling at the low of each assumption to that at its high.
fn influences(title: &str, all: &[Influence], (s, rows): (&Study, usize)) -> Part {
    let moves = |m: Option<f64>| m.is_some_and(|m| (m - s.most_men).abs() >= 1.0);
    let told: Vec<&Influence> = all.iter().filter(|i| moves(i.men_at_low) || moves(i.men_at_high)).collect();
    let men = |m: Option<f64>, solved: bool| match m {
        Some(m) if solved => whole(m),
        Some(m) => format!("< {}", whole(m)),
        None => "?".into(),
    };
    let ends = told.iter().take(rows).flat_map(|i| [i.men_at_low, i.men_at_high]).flatten().chain([s.most_men]);
    let (least, most) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), m| (a.min(m), b.max(m)));
    let row = |i: &&Influence| -> Vec<Cell> {
        vec![
            i.what.as_str().into(),
            i.grade.as_str().into(),
            men(i.men_at_low, i.solved).into(),
            men(i.men_at_high, i.solved).into(),
            Cell::default().drawn(tornado(&[i.men_at_low, i.men_at_high], s.most_men, (least, most))),
        ]
    };
    let heads = [
        ("Assumption", false),
        ("Grade", false),
        ("Men at its low", true),
        ("Men at its high", true),
        ("Ceiling", false),
    ];
    let table = Table::new(title, &heads, told.iter().take(rows).map(row)).of(told.len());
    let note = "A figure with < was not solved for: it is proved not to be exceeded.";
    listed(title, if told.iter().any(|i| !i.solved) { note } else { "" }, table)
}

/// A bar from low to high on a common scale, with a mark at today's value.
pub fn tornado(ends: &[Option<f64>; 2], today: f64, (least, most): (f64, f64)) -> Drawn {
    let share = |v: f64| (v - least) / (most - least).max(1e-9);
    let [low, high] = ends.map(|e| share(e.unwrap_or(today)));
    Drawn::Tornado { low, high, today: share(today) }
}

fn without(s: &Study, rows: usize) -> Part {
    let row = |w: &Without| -> Vec<Cell> {
        let most = w.most_men.map_or_else(|| format!("in {:.0}-day steps", w.steps_days), whole);
        vec![at_place(&w.what, &w.place).into(), whole(w.worth_men).into(), most.into()]
    };
    let heads = [("Without", false), ("Men fewer", true), ("Men at most", true)];
    let table = Table::new("What each is worth", &heads, s.without.iter().take(rows).map(row)).of(s.without.len());
    let mut part = listed("What each link, fleet and force is worth", "", table);
    if s.worth_nothing > 0 {
        let words = format!("Any one of {} others could go and leave the ceiling where it is.", s.worth_nothing);
        part.blocks.push(Block::words(words));
    }
    part.blocks.extend(s.worst.iter().filter(|w| w.links.len() > 1).map(|w| {
        let links = w.links.join("; ");
        Block::words(format!("Whose loss together hurts most: {links}. Then at most {} men.", whole(w.most_men)))
    }));
    part
}

fn accounts(s: &Study) -> Part {
    let rows = s.accounts.iter().map(|a| vec![a.what.as_str().into(), whole(a.men).into()]);
    let title = "How the proof adds the ceiling up";
    listed(title, "", Table::new(title, &[("Limit", false), ("Men", true)], rows)).aside()
}
