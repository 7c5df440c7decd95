//! The reason in one paragraph, for people who know no linear programming.

use super::base::{Base, Ceiling};
use super::limits;
use super::{Alone, Needed, Study};
use crate::answer::thing::Thing;
use crate::answer::{Answer, Bottleneck, Verdict, ceiling as at_most, men};
use crate::campaign::QuestionKind;

/// Things that are named beside the reasons.
const NAMED: usize = 3;
/// Reasons that are named, where each of several would have to be otherwise to change the answer.
const REASONS: usize = 4;

/// Sentence by sentence; the first names what decides, with place and days.
pub fn paragraph(base: &Base, answer: &Answer, study: &Study, found: &[Bottleneck]) -> Vec<String> {
    // A number has no target to be short of.
    let how_many = answer.asked.question == QuestionKind::HowMany;
    let mut out = if base.is_short(base.proved.ceiling) && !how_many {
        why_not(base, answer, study)
    } else {
        hangs_on(base, answer, study, found)
    };
    out.extend(stopped(study));
    out.extend(account(study));
    out
}

/// That not every solve was done.
pub fn stopped(study: &Study) -> Option<String> {
    (study.stopped > 0).then(|| {
        format!(
            "{} of the solves were stopped before they were done (`--time-limit`); what hangs on them is only not exceeded, or not known.",
            study.stopped
        )
    })
}

/// Why no plan can do better.
fn why_not(base: &Base, answer: &Answer, s: &Study) -> Vec<String> {
    let target = men(base.target * 1000.0);
    let ceiling = match base.proved.ceiling.0 {
        v if v <= 0.0 => format!("the places that must be held cannot all be held on day {:.0}", s.day),
        _ => format!("at most {} men can stand there on day {:.0}, not {target}", at_most(s.most_men), s.day),
    };
    let mut out = Vec::new();
    let (enough, short): (Vec<&Alone>, Vec<&Alone>) = s.alone.iter().partition(|a| a.freed.enough);
    match enough.first() {
        Some(first) => {
            let reasons: Vec<&&Alone> = match enough.iter().filter(|a| a.is_means).take(REASONS).collect::<Vec<_>>() {
                means if means.is_empty() => vec![first],
                means => means,
            };
            out.push(match reasons.as_slice() {
                [one] => format!("NO because of {}: {ceiling}.", named(one)),
                several => {
                    let list: Vec<String> = several.iter().map(|a| named(a)).collect();
                    format!(
                        "NO because of {}: {ceiling}. Any one of these would be enough to change that.",
                        list.join("; or ")
                    )
                }
            });
            out.extend(reasons.iter().map(|a| remedy(a)));
            let others: Vec<&&Alone> = enough.iter().filter(|a| !reasons.iter().any(|r| r.thing == a.thing)).collect();
            let said: Vec<String> = others.iter().take(NAMED).map(|a| brief(a)).collect();
            if !said.is_empty() {
                let more = others.len() - said.len();
                let more = if more > 0 { format!("; and {more} more") } else { String::new() };
                out.push(format!("So would, each by itself: {}{more}.", said.join("; ")));
            }
            out.push(nothing_else(base, s, &short));
        }
        None => {
            out.push(format!("NO, and no single thing is the reason: {ceiling}."));
            // Where sums by hand are enough to rule it out, they say more than what does not help.
            let estimate = answer.estimate.iter().flat_map(|e| &e.findings).filter(|f| f.impossible);
            out.extend(estimate.map(|f| format!("By arithmetic alone: {}", f.words)));
            let mut best: Vec<&&Alone> = short.iter().collect();
            best.sort_by(|a, b| b.freed.ceiling.0.total_cmp(&a.freed.ceiling.0));
            let best: Vec<String> = best
                .into_iter()
                .filter(|a| a.freed.most_men > s.most_men + 1.0)
                .take(NAMED)
                .map(|a| {
                    format!(
                        "{}, days {:.0} to {:.0}: at most {}",
                        with_place(&a.what, &a.place),
                        a.freed.from_day,
                        a.freed.to_day,
                        at_most(a.freed.most_men)
                    )
                })
                .collect();
            if !best.is_empty() {
                out.push(format!("What each brings without any limit on it: {}.", best.join("; ")));
            } else if s.grouped == 0 {
                out.push("Without limit on any one of them the ceiling stays where it is.".into());
            }
            out.extend(not_known(base, s));
        }
    }
    out.push(format!(
        "{} things were looked at one by one. {} of them are not even used up, or the proof of the ceiling shows that they would not \
         be enough; the others were computed anew{}.",
        s.looked_at,
        s.settled,
        match s.grouped {
            0 => String::new(),
            n => format!(", {n} of them only together with others of their kind"),
        }
    ));
    let kinds: Vec<String> = s
        .families
        .iter()
        .filter(|f| f.freed.enough)
        .map(|f| {
            let with = f.freed.needed.as_ref().map_or("without limit".to_string(), Needed::to_string);
            format!("{} ({with})", lower(f.what))
        })
        .collect();
    if !kinds.is_empty() {
        out.push(format!("Kinds of means of which all together would be enough by themselves: {}.", kinds.join("; ")));
    }
    out
}

/// That nothing but what was named would do, as far as that is known.
fn nothing_else(base: &Base, s: &Study, short: &[&Alone]) -> String {
    if let Some(open) = not_known(base, s) {
        return format!("Of what else was computed by itself nothing would do. {open}");
    }
    let grouped = s.grouped_most_men.unwrap_or(0.0);
    let closest = short.iter().max_by(|a, b| a.freed.ceiling.0.total_cmp(&b.freed.ceiling.0));
    match closest.filter(|a| a.freed.most_men > s.most_men && a.freed.most_men >= grouped) {
        Some(a) => format!(
            "Nothing else that is in the workbook would do it by itself: none brings more than {1} men, which no limit on {0} might.",
            lower(&with_place(&a.what, &a.place)),
            at_most(a.freed.most_men)
        ),
        None => "Nothing else that is in the workbook would do it by itself.".into(),
    }
}

/// That some things were freed only together, and would do together.
fn not_known(base: &Base, s: &Study) -> Option<String> {
    let together = s.grouped_most_men.filter(|most| !base.is_short(Ceiling(most / 1000.0)))?;
    Some(format!(
        "Of {} others, each with little to gain by the prices, all of a kind were freed only together: together they might bring {} men; whether one of \
         them would do by itself is not known.",
        s.grouped,
        at_most(together)
    ))
}

/// What a ceiling above the target hangs on.
fn hangs_on(base: &Base, answer: &Answer, s: &Study, found: &[Bottleneck]) -> Vec<String> {
    let target = base.target * 1000.0;
    let over = 100.0 * (s.most_men / target - 1.0);
    let verdict = match answer.verdict {
        Verdict::Yes => "YES",
        Verdict::Number => "NOT RULED OUT",
        _ => "UNDECIDED",
    };
    let mut out = Vec::new();
    let mut falls: Vec<_> = s.flips.iter().filter_map(|f| Some((f, f.by_bound?, f.margin?))).collect();
    falls.sort_by(|a, b| a.2.abs().total_cmp(&b.2.abs()));
    let holds = found.first().map(|b| {
        format!(
            " What holds the ceiling down first is {}, days {:.0} to {:.0}.",
            lower(&with_place(&b.what, &b.place)),
            b.from_day,
            b.to_day
        )
    });
    let holds = holds.unwrap_or_default();
    out.push(if answer.asked.question == QuestionKind::HowMany {
        format!("At most {} men can stand there on day {:.0}.{holds}", at_most(s.most_men), s.day)
    } else {
        format!(
            "{verdict}: on day {:.0} the ceiling of {} men lies {over:.0} % above the {} asked for.{holds}",
            s.day,
            at_most(s.most_men),
            men(target)
        )
    });
    if let Some((f, value, margin)) = falls.first() {
        out.push(format!(
            "It hangs first on {}: {:.0} % less ({} {} in place of {}) and no plan can do it.",
            lower(&f.name),
            (100.0 * margin.abs()).ceil(),
            crate::answer::plain(limits::three(*value, f64::floor)),
            f.unit,
            crate::answer::plain(f.base)
        ));
        let others: Vec<String> = falls[1..]
            .iter()
            .take(NAMED)
            .map(|(f, _, margin)| format!("{} ({:.0} % less)", lower(&f.name), (100.0 * margin.abs()).ceil()))
            .collect();
        if !others.is_empty() {
            out.push(format!("Then on {}.", others.join(", ")));
        }
    }
    out
}

/// The ceiling as an account.
fn account(s: &Study) -> Option<String> {
    let entry = |a: &super::Account| format!("{} {}", lower(&a.what), men(a.men.abs()));
    let (mut up, mut down): (Vec<_>, Vec<_>) = s.accounts.iter().partition(|a| a.men > 0.0);
    up.truncate(NAMED);
    down.sort_by(|a, b| a.men.total_cmp(&b.men));
    down.truncate(NAMED);
    if up.is_empty() || s.most_men < 1.0 {
        return None;
    }
    let list = |rows: Vec<&super::Account>| rows.into_iter().map(entry).collect::<Vec<_>>().join("; ");
    let less = if down.is_empty() { String::new() } else { format!("; less what goes to {}", list(down)) };
    Some(format!("The proof adds that ceiling up as an account, in men: {}{less}.", list(up)))
}

/// `Ammunition from the homeland, days 0 to 350 (the workbook has 2,600 t/day)`.
fn named(a: &Alone) -> String {
    let has = match a.today.as_str() {
        "" | "none" => String::new(),
        today => format!(" (the workbook has {today})"),
    };
    format!("{}, days {:.0} to {:.0}{has}", lower(&with_place(&a.what, &a.place)), a.freed.from_day, a.freed.to_day)
}

/// What of it would do.
fn remedy(a: &Alone) -> String {
    let thing = with_place(&a.what, &a.place);
    match a.freed.needed.as_ref().and_then(Needed::least) {
        Some(needed) => {
            // An easier leg is not only a faster one.
            let with = match a.thing {
                Thing::Pace(_) => ", with losses, needs and grouping eased in the same share",
                _ => "",
            };
            let too_little = a.freed.needed.as_ref().and_then(Needed::too_little);
            let less = too_little.map(|less| format!(" ({less} is proved to be too little)")).unwrap_or_default();
            format!("{thing}: {needed} in place of {}{with}, and the target is no longer ruled out{less}.", a.today)
        }
        None => {
            let with = match a.thing {
                Thing::NoRail(_) | Thing::NoRoad(_) => "with one like its neighbours",
                _ => "without limit",
            };
            format!("{thing}: {with} at most {} men, and the target is no longer ruled out.", at_most(a.freed.most_men))
        }
    }
}

fn brief(a: &Alone) -> String {
    let thing = lower(&with_place(&a.what, &a.place));
    match a.freed.needed.as_ref().and_then(Needed::least) {
        Some(needed) => format!("{thing}, {needed} in place of {}", a.today),
        None => thing,
    }
}

fn with_place(what: &str, place: &str) -> String {
    if place.is_empty() { what.to_string() } else { format!("{what} ({place})") }
}

/// The first letter small, unless the word is a name.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) if letters.clone().next().is_some_and(|c| c.is_lowercase()) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => words.to_string(),
    }
}
