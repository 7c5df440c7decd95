//! The explanation: what decides, prices, flip points, what it would take, which guess matters.

use maud::{Markup, html};

use super::figures::changes;
use super::table::{Cell, Head, table};
use crate::answer::at_place;
use crate::report::figures::value;
use crate::report::words::{day, points, signed_percent, whole};
use crate::study::{Alone, Family, Freed, Influence, LeverFlip, Price, Study, Way, Without};

/// Rows of each list at most; the workbook has all.
const ROWS: usize = 40;

/// All its parts that were made.
pub fn section(s: &Study) -> Markup {
    html! {
        (flips(s))
        (ways(s))
        (prices(s))
        (families(s))
        (alone(s))
        (influences("Which guess to research next", &s.singly, s))
        (influences("Whole columns of assumptions at their low and high", &s.columns, s))
        (without(s))
        (accounts(s))
    }
}

fn part(title: &str, note: &str, made: &Markup, rows: usize) -> Markup {
    html! {
        @if rows > 0 {
            h3 { (title) }
            @if !note.is_empty() { p.note { (note) } }
            (made)
            @if rows > ROWS { p.quiet { (rows - ROWS) " more in the workbook." } }
        }
    }
}

fn days(from: f64, to: f64) -> Cell {
    format!("{} to {}", day(from.round()), day(to.round())).into()
}

fn flips(s: &Study) -> Markup {
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
            scale(f).into(),
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
    part(
        "Where the answer flips",
        note,
        &table("Flip points", &heads, s.flips.iter().take(ROWS).map(row)),
        s.flips.len(),
    )
}

/// Today (left end), the value that flips it (mark), the furthest value looked at (right end).
fn scale(f: &LeverFlip) -> Markup {
    let share = f.by_bound.map(|v| ((v - f.base) / (f.to - f.base)).clamp(0.0, 1.0) * 100.0).filter(|s| s.is_finite());
    html! {
        svg.inline viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
            rect.track y="3" width="100" height="4" {}
            @if let Some(share) = share {
                rect.bar y="3" width=(super::map::tenth(share)) height="4" {}
                rect.mark x=(super::map::tenth(share.min(98.0))) width="2" height="10" {}
            }
        }
    }
}

fn ways(s: &Study) -> Markup {
    let name = |n: usize| {
        *["Cheapest set", "Without any of those", "Without any of those either"].get(n).unwrap_or(&"Another set")
    };
    let said = |way: &Way| match (way.verdict, &way.plan) {
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
    };
    html! {
        @if !s.ways.is_empty() {
            h3 { "What it would take" }
            @for (n, way) in s.ways.iter().enumerate() {
                @match way.least_cost {
                    Some(cost) => {
                        p { strong { (name(n)) ": " (points(cost)) " points." } " No cheaper set of these levers can do it." }
                        (changes(&way.changes))
                        p { (said(way)) }
                    }
                    None => p { strong { (name(n)) ": none." } " Every change made in full, at most " (whole(way.most_men)) " men." }
                }
            }
        }
    }
}

fn prices(s: &Study) -> Markup {
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
    let made = table("What one step is worth", &heads, s.prices.iter().take(ROWS).map(row));
    part("What one step is worth", "Each solved anew.", &made, s.prices.len())
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
fn with_freed<'a>(heads: &[Head<'a>], s: &Study) -> Vec<Head<'a>> {
    let enough = s.ruled_out.then_some(("Enough with", false));
    heads.iter().copied().chain([("Days", false)]).chain(enough).chain([("No limit: men", true)]).collect()
}

fn families(s: &Study) -> Markup {
    let row = |f: &Family| -> Vec<Cell> {
        let mut row = vec![f.what.into(), whole(f.things as f64).into(), days(f.freed.from_day, f.freed.to_day)];
        row.extend(freed(&f.freed, s));
        row
    };
    let heads = with_freed(&[("All of a kind", false), ("Things", true)], s);
    let made = table("All of one kind without limit", &heads, s.families.iter().take(ROWS).map(row));
    part("All of one kind without limit", "", &made, s.families.len())
}

fn alone(s: &Study) -> Markup {
    let row = |a: &Alone| -> Vec<Cell> {
        let mut row = vec![at_place(&a.what, &a.place).into(), a.today.as_str().into()];
        row.push(days(a.freed.from_day, a.freed.to_day));
        row.extend(freed(&a.freed, s));
        row
    };
    let heads = with_freed(&[("Thing", false), ("Today", false)], s);
    let made = table("One thing without limit", &heads, s.alone.iter().take(ROWS).map(row));
    part("One thing without limit, everything else as it is", "", &made, s.alone.len())
}

/// A tornado: from the ceiling at the low of each assumption to that at its high.
fn influences(title: &str, all: &[Influence], s: &Study) -> Markup {
    let moves = |m: Option<f64>| m.is_some_and(|m| (m - s.most_men).abs() >= 1.0);
    let told: Vec<&Influence> = all.iter().filter(|i| moves(i.men_at_low) || moves(i.men_at_high)).collect();
    let men = |m: Option<f64>, solved: bool| match m {
        Some(m) if solved => whole(m),
        Some(m) => format!("< {}", whole(m)),
        None => "?".into(),
    };
    let ends = told.iter().take(ROWS).flat_map(|i| [i.men_at_low, i.men_at_high]).flatten().chain([s.most_men]);
    let (least, most) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), m| (a.min(m), b.max(m)));
    let row = |i: &&Influence| -> Vec<Cell> {
        vec![
            i.what.as_str().into(),
            i.grade.as_str().into(),
            men(i.men_at_low, i.solved).into(),
            men(i.men_at_high, i.solved).into(),
            tornado(&[i.men_at_low, i.men_at_high], s.most_men, (least, most)).into(),
        ]
    };
    let heads = [
        ("Assumption", false),
        ("Grade", false),
        ("Men at its low", true),
        ("Men at its high", true),
        ("Ceiling", false),
    ];
    let made = table(title, &heads, told.iter().take(ROWS).map(row));
    let note = "A figure with < was not solved for: it is proved not to be exceeded.";
    part(title, if told.iter().any(|i| !i.solved) { note } else { "" }, &made, told.len())
}

/// A bar from low to high on a common scale, with a mark at today's value.
pub fn tornado(ends: &[Option<f64>; 2], today: f64, (least, most): (f64, f64)) -> Markup {
    let span = (most - least).max(1e-9);
    let at = |v: f64| super::map::tenth((v - least) / span * 196.0 + 2.0);
    let [low, high] = ends.map(|e| e.unwrap_or(today));
    let bar = |to: f64, class: &str| {
        let (a, b) = (at(today.min(to)), at(today.max(to)));
        html! { rect class=(class) x=(a) y="1" width=(super::map::tenth(b - a)) height="10" {} }
    };
    html! {
        svg.inline.tornado viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true" {
            (bar(low, "low")) (bar(high, "high"))
            rect.mark x=(at(today) - 0.6) width="1.2" height="12" {}
        }
    }
}

fn without(s: &Study) -> Markup {
    let row = |w: &Without| -> Vec<Cell> {
        let most = w.most_men.map_or_else(|| format!("in {:.0}-day steps", w.steps_days), whole);
        vec![at_place(&w.what, &w.place).into(), whole(w.worth_men).into(), most.into()]
    };
    let heads = [("Without", false), ("Men fewer", true), ("Men at most", true)];
    let made = table("What each is worth", &heads, s.without.iter().take(ROWS).map(row));
    html! {
        (part("What each link, fleet and force is worth", "", &made, s.without.len()))
        @if s.worth_nothing > 0 { p { "Any one of " (s.worth_nothing) " others could go and leave the ceiling where it is." } }
        @for w in s.worst.iter().filter(|w| w.links.len() > 1) {
            p { "Whose loss together hurts most: " (w.links.join("; ")) ". Then at most " (whole(w.most_men)) " men." }
        }
    }
}

fn accounts(s: &Study) -> Markup {
    let rows = s.accounts.iter().map(|a| vec![a.what.as_str().into(), whole(a.men).into()]);
    let made = table("How the proof adds the ceiling up", &[("Limit", false), ("Men", true)], rows);
    html! { @if !s.accounts.is_empty() { details { summary { "How the proof adds the ceiling up" } (made) } } }
}
