//! The explanation for people to read: on a terminal of 80 columns, or as Markdown.

use super::look::Look;
use super::text::{brief, stamp, verdict};
use super::words::{self, day, whole};
use crate::answer::{Answer, at_place};
use crate::study::{self, Alone, Family, Flip, Freed, Influence, LeverFlip, Section, Study, Way};

/// Rows of each list; the workbook has all.
const ROWS: usize = 10;

/// What stands above everything else, and can be printed before any explaining is done.
pub fn head(answer: &Answer, look: Look) -> String {
    format!("{}\n", verdict(answer, look).into_iter().collect::<Vec<_>>().join("\n"))
}

/// The lists of one section; empty where there is nothing to list.
pub fn lists(s: &Study, section: Section, look: Look) -> String {
    let parts = match section {
        Section::Reason => vec![reason(s, look), families(s, look), alone(s, look), accounts(s, look)],
        Section::Prices => vec![prices(s, look)],
        Section::Flips => vec![flips(&s.flips, look)],
        Section::Without => vec![without(s, look)],
        Section::Assumptions => vec![
            influences("WHOLE COLUMNS OF ASSUMPTIONS AT THEIR LOW AND HIGH", &s.columns, (s, look)),
            influences("WHICH GUESS TO RESEARCH NEXT", &s.singly, (s, look)),
        ],
        Section::Ways => vec![ways(s, look)],
    };
    parts.into_iter().flatten().map(|part| format!("\n{part}\n")).collect()
}

/// What stands below: that solves were stopped, where the reason did not say so yet (`told`: how many it knew of), and where the answer
/// comes from.
pub fn foot(answer: &Answer, (s, told): (&Study, usize), look: Look) -> String {
    let said = study::stopped(s).filter(|_| s.stopped > told);
    let parts = [said.map(|words| look.paragraph(&words, "")), stamp(answer, look)];
    parts.into_iter().flatten().map(|part| format!("\n{part}\n")).collect()
}

fn reason(s: &Study, look: Look) -> Option<String> {
    look.section("WHY", s.reason.iter().map(|r| look.paragraph(r, "")).collect::<Vec<_>>().join("\n"))
}

fn days(from: f64, to: f64) -> String {
    format!("{}-{}", day(from.round()), day(to.round()))
}

/// How much is enough, if it is known; whether it is, otherwise.
fn enough_with(freed: &Freed) -> String {
    match &freed.needed {
        Some(needed) => needed.to_string(),
        None => if freed.enough { "yes" } else { "no" }.into(),
    }
}

/// A list of freed things: what stands before, then days, how much is enough, men without limit. Where the target is not ruled out as it
/// is, nothing has to be enough.
fn freed_things<'a, const N: usize>(
    (s, look): (&Study, Look),
    heads: [&str; N],
    rows: impl Iterator<Item = ([String; N], &'a Freed)>,
    right: &[usize],
) -> String {
    let right: Vec<usize> = right.iter().copied().chain([N + 1 + usize::from(s.ruled_out)]).collect();
    let row = |(own, freed): ([String; N], &Freed)| -> Vec<String> {
        let enough = s.ruled_out.then(|| enough_with(freed));
        let mut row: Vec<String> = own.into();
        row.push(days(freed.from_day, freed.to_day));
        row.extend(enough);
        row.push(whole(freed.most_men));
        row
    };
    let enough = s.ruled_out.then_some("Enough with");
    let headers: Vec<&str> = heads.into_iter().chain(["Days"]).chain(enough).chain(["No limit: men"]).collect();
    look.table(headers, rows.map(row), &right)
}

fn families(s: &Study, look: Look) -> Option<String> {
    let row = |f: &'_ Family| [f.what.to_string(), whole(f.things as f64)];
    let rows = s.families.iter().map(|f| (row(f), &f.freed));
    look.section("ALL OF ONE KIND WITHOUT LIMIT", freed_things((s, look), ["All of a kind", "Things"], rows, &[1]))
}

fn alone(s: &Study, look: Look) -> Option<String> {
    let row = |a: &Alone| [brief(&at_place(&a.what, &a.place), 60), brief(&a.today, 30)];
    let rows = s.alone.iter().take(ROWS).map(|a| (row(a), &a.freed));
    let list = freed_things((s, look), ["Thing", "Today"], rows, &[]);
    look.section("ONE THING WITHOUT LIMIT, EVERYTHING ELSE AS IT IS", with_rest(list, s.alone.len(), look))
}

fn prices(s: &Study, look: Look) -> Option<String> {
    let row = |p: &crate::study::Price| {
        let holds = if p.holds_to > 1.0 { format!("{} steps", day(p.holds_to)) } else { "1 step".into() };
        vec![
            brief(&at_place(&p.what, &p.place), 60),
            days(p.from_day, p.to_day),
            p.step.clone(),
            whole(p.more),
            p.less.map_or("-".into(), whole),
            holds,
        ]
    };
    let headers = ["Thing", "Days", "Step", "Men more", "A step less costs", "Holds to"];
    let list = look.table(headers, s.prices.iter().take(ROWS).map(row), &[3, 4]);
    look.section("WHAT ONE STEP IS WORTH (EACH SOLVED ANEW)", with_rest(list, s.prices.len(), look))
}

fn flips(flips: &[LeverFlip], look: Look) -> Option<String> {
    let row = |f: &LeverFlip| {
        let flip = f.by_bound.map_or_else(
            || format!("never, {} to {}", if f.to < f.base { "down" } else { "up" }, value(f.to)),
            |v| {
                if f.within > 0.005 * v.abs() {
                    // The open side is up: a lever raised for a NO, or lowered for a YES.
                    format!("{} to {}", value(v), value(v + f.within))
                } else {
                    value(v)
                }
            },
        );
        let margin = f.margin.map_or("-".into(), words::signed_percent);
        vec![brief(&f.name, 34), f.unit.to_string(), value(f.base), flip, margin, f.by_plan.map_or("-".into(), value)]
    };
    let headers = ["Lever", "Unit", "Today", "Flips at", "Margin", "Plan works to"];
    look.section(
        "WHERE THE ANSWER FLIPS, ONE LEVER AT A TIME",
        look.table(headers, flips.iter().map(row), &[2, 3, 4, 5]),
    )
}

fn ways(s: &Study, look: Look) -> Option<String> {
    let one = |(n, way): (usize, &Way)| {
        let name =
            ["Cheapest set", "Without any of those", "Without any of those either"].get(n).unwrap_or(&"Another set");
        let named = match way.least_cost {
            Some(cost) => format!("{name}: {} points (no cheaper set of these levers can do it).", words::points(cost)),
            None => format!("{name}: none. Every change made in full, at most {} men.", whole(way.most_men)),
        };
        let mut lines = vec![if look == Look::Markdown { look.paragraph(&named, "") } else { named }];
        for change in &way.changes {
            let (from, to) = (value(change.base), value(change.to));
            let points = words::points(change.cost);
            lines.push(look.item(&format!("{}: {from} -> {to} {} ({points} points)", change.name, change.unit)));
        }
        if let (Some(_), Some(verdict)) = (way.least_cost, way.verdict) {
            let said = match &way.plan {
                Some(p) if p.factor > 1.0 => format!(
                    "With these changes carried {:.0} % further ({} points) there is a plan with {} men; it was {}.",
                    100.0 * (p.factor - 1.0),
                    words::points(p.cost),
                    whole(p.men.floor()),
                    p.replayed
                ),
                Some(p) => {
                    format!("Answered anew: YES, by a plan with {} men; it was {}.", whole(p.men.floor()), p.replayed)
                }
                None => format!(
                    "Answered anew: {}, ceiling {} men. No plan was found for it, so it is the least that is not ruled out, no more.",
                    verdict.word(),
                    whole(way.most_men)
                ),
            };
            // Not part of the list above it.
            lines.extend((look == Look::Markdown).then(String::new));
            lines.push(look.paragraph(&said, "  "));
        }
        lines.join("\n")
    };
    look.section("WHAT IT WOULD TAKE", s.ways.iter().enumerate().map(one).collect::<Vec<_>>().join("\n"))
}

fn without(s: &Study, look: Look) -> Option<String> {
    let row = |w: &crate::study::Without| {
        let most = w.most_men.map_or_else(|| format!("in {:.0}-day steps", w.steps_days), whole);
        vec![brief(&at_place(&w.what, &w.place), 54), whole(w.worth_men), most]
    };
    let mut list = with_rest(
        look.table(["Without", "Men fewer", "Men at most"], s.without.iter().take(ROWS).map(row), &[1, 2]),
        s.without.len(),
        look,
    );
    if list.is_empty() && s.without_all.is_empty() {
        return None;
    }
    let longer =
        s.without_chosen_in_days.map(|days| format!(" (tried in steps of {days:.0} days)")).unwrap_or_default();
    if s.worth_nothing > 0 {
        let line = format!("Any one of {} others could go and leave the ceiling where it is{longer}.", s.worth_nothing);
        list.push_str(&look.below(&line));
    }
    let is_track = |w: &crate::study::Without| w.what.starts_with("Rail line") || w.what.starts_with("Sea link");
    if !s.without_all.is_empty() && !s.without.iter().any(is_track) {
        list.push_str(
            &look.below("No rail line or sea link matters by itself: the others, or the roads, make up for its loss."),
        );
    }
    let all = s.without_all.iter();
    let all: Vec<String> =
        all.filter_map(|w| Some(format!("{}: at most {}", w.what.to_lowercase(), whole(w.most_men?)))).collect();
    if !all.is_empty() {
        list.push_str(&look.below(&format!("Without {} men.", all.join("; without "))));
    }
    for w in s.worst.iter().filter(|w| w.links.len() > 1) {
        let how =
            if w.exact { format!("all pairs of them tried{longer}") } else { "one added to the pair above".into() };
        let line = format!(
            "Of the rail and sea links that matter most by themselves, the {} whose loss together hurts most ({how}): {}. Then at \
             most {} men.",
            w.links.len(),
            w.links.join("; "),
            whole(w.most_men)
        );
        list.push_str(&look.below(&line));
    }
    look.section("WHAT EACH LINK, FLEET AND FORCE IS WORTH", list)
}

fn influences(head: &str, rows: &[Influence], (s, look): (&Study, Look)) -> Option<String> {
    let moves = |m: Option<f64>| m.is_some_and(|m| (m - s.most_men).abs() >= 1.0);
    let differs = |i: &&Influence| moves(i.men_at_low) || moves(i.men_at_high);
    let told: Vec<&Influence> = rows.iter().filter(differs).take(ROWS).collect();
    let row = |i: &&Influence| {
        let mark = if i.solved { "" } else { "<" };
        let flip = match i.flip {
            Flip::Never => "no".into(),
            // A whole column turned a little may be enough: not "0 %".
            Flip::At { value: v } if i.figures > 1 => {
                let end = if v < 0.0 { "low" } else { "high" };
                match 100.0 * v.abs() {
                    percent if percent < 0.1 => format!("less than 0.1 % of the way to {end}"),
                    percent if percent < 10.0 => format!("{percent:.1} % of the way to {end}"),
                    percent => format!("{percent:.0} % of the way to {end}"),
                }
            }
            Flip::At { value: v } => value(v),
            Flip::Unknown => "?".into(),
        };
        let men = |m: Option<f64>| m.map_or("?".into(), |m| format!("{mark}{}", whole(m)));
        vec![brief(&i.what, 52), i.grade.clone(), men(i.men_at_low), men(i.men_at_high), flip]
    };
    let mut list = look.table(["Assumption", "Grade", "At low", "At high", "Flips"], told.iter().map(row), &[2, 3]);
    if told.iter().any(|i| !i.solved) {
        list.push_str(&look.below("< is at most this, by the proof of today's ceiling; with ? it was not solved for."));
    }
    look.section(head, list)
}

fn accounts(s: &Study, look: Look) -> Option<String> {
    let row = |a: &crate::study::Account| vec![a.what.clone(), whole(a.men)];
    let list = look.table(["Limit", "Men"], s.accounts.iter().map(row), &[1]);
    look.section("HOW THE PROOF ADDS THE CEILING UP", list)
}

fn with_rest(list: String, rows: usize, look: Look) -> String {
    match rows.saturating_sub(ROWS) {
        0 => list,
        more => list + &look.below(&format!("{more} more in the workbook.")),
    }
}

/// A value to three figures or whole.
fn value(v: f64) -> String {
    if v.abs() >= 100.0 { whole(v) } else { format!("{v:.2}").trim_end_matches('0').trim_end_matches('.').to_string() }
}
