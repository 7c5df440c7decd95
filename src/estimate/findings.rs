//! The estimate in sentences: why it is impossible, or what to mind.

use super::Estimate;
use super::cuts::{Cuts, SPOKEN_OF, Shortage, Sum};
use super::lines::{distances, hardest};
use crate::campaign::*;
use crate::formulation::Context;
use crate::tables::check::grouped;

/// A sum that takes more than this share of what there is deserves a word.
const CLOSE: f64 = 0.8;

/// One sentence.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Finding {
    /// It puts the target out of reach; else it is a warning.
    pub impossible: bool,
    pub words: String,
}

/// Reasons first, then warnings.
pub fn all(ctx: &Context, cuts: &Cuts, estimate: &Estimate) -> Vec<Finding> {
    let reasons = if estimate.impossible { reasons(ctx, cuts) } else { Vec::new() };
    let mut out: Vec<Finding> = reasons.into_iter().map(|words| Finding { impossible: true, words }).collect();
    let mut warnings = Vec::new();
    if !estimate.impossible {
        close(estimate, &mut warnings);
    }
    on_a_day(ctx, estimate, &mut warnings);
    out.extend(warnings.into_iter().map(|words| Finding { impossible: false, words }));
    out
}

/// What falls short on the last date. Judged for a few men less, but told in the figures of the target, which are those of
/// the table.
fn reasons(ctx: &Context, cuts: &Cuts) -> Vec<String> {
    let men = ctx.c.question.target.0;
    let last = ctx.window.first;
    let judged = cuts.sums(last, SPOKEN_OF * men).into_iter();
    let short = judged.zip(cuts.sums(last, men)).filter(|(judged, _)| judged.is_impossible());
    // Where not all can be brought, the work of trucks is not looked at.
    let told = short.map(|(judged, told)| if told.is_impossible() { told } else { judged });
    let mut out: Vec<String> = told.map(|s| reason(&s, ctx.end(last))).collect();
    if last > 0 {
        out.push(format!(
            "The dates before day {} are ruled out one by one by sums of the same kind.",
            whole(ctx.end(last))
        ));
    }
    out
}

fn reason(s: &Sum, day: f64) -> String {
    let (need, have, day) = (whole(s.need.ceil()), whole(s.have.floor()), whole(day));
    match &s.shortage {
        Shortage::Days if s.need.is_infinite() => {
            "No road leads to all the places that must be held, or the advance along it is closed.".into()
        }
        Shortage::Days => format!(
            "By the rates of advance alone the places can't be held before day {need}; the men must stand there by day {day}."
        ),
        Shortage::Men => format!(
            "Of all the men who come by day {day} at most {have} are left after the least losses of any advance; it takes {need}."
        ),
        Shortage::Class(name) => format!(
            "{name}: rations and the least fighting of any advance take {need} t by the end of the span; all there is comes to {have} t."
        ),
        Shortage::Carriage => {
            let cut: Vec<String> = named(&s.cut);
            let across = match cut.as_slice() {
                [] => "what lies there".into(),
                links => links.join(", "),
            };
            format!(
                "{need} t must have been brought to the destinations; no more than {have} t can have come. The way in: {across}."
            )
        }
        Shortage::Trucks => format!(
            "What must be brought by truck takes {need} tonne-days of work, at the shortest distances there can be; all trucks together do {have}."
        ),
    }
}

/// A few links of a cut, each once.
fn named(cut: &[super::Link]) -> Vec<String> {
    const SHOWN: usize = 4;
    let mut names: Vec<String> = Vec::new();
    for link in cut {
        let name = match link.to.as_str() {
            "" => format!("{} at {}", link.kind, link.from),
            to => format!("{} {}-{}", link.kind, link.from, to),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > SHOWN {
        let more = names.len() - SHOWN;
        names.truncate(SHOWN);
        names.push(format!("{more} more"));
    }
    names
}

/// Sums that leave little over.
fn close(estimate: &Estimate, out: &mut Vec<String>) {
    let tight = estimate.sums.iter().filter(|s| s.share() > CLOSE && s.shortage != Shortage::Days);
    for s in tight {
        let share = (s.share() * 100.0).round();
        let what = match &s.shortage {
            Shortage::Men => "of all the men who are left after the least losses",
            Shortage::Class(name) => &format!("of all the {} there is", name.to_lowercase()),
            Shortage::Carriage => "of all that could be brought",
            _ => "of the work of all trucks",
        };
        out.push(format!("The target takes at least {share:.0} % {what} by day {}.", whole(estimate.last_day)));
    }
}

/// What a day's need is more than a day's means: no plan can live so for long.
fn on_a_day(ctx: &Context, estimate: &Estimate, out: &mut Vec<String>) {
    let c = ctx.c;
    let men = c.question.target.0;
    let end = Days(ctx.end(ctx.window.last));
    for (k, class) in c.classes.iter().enumerate() {
        let need = men * c.norm(ctx.quiet, ClassId(k)).0 / 1000.0;
        let flows = |s: &&SupplyStream| s.class.0 == k && s.span.from < end && s.span.to.is_none_or(|to| to >= end);
        let offered: f64 = c.streams.iter().filter(flows).map(|s| s.t_per_day.base).sum();
        if need > offered {
            let name = &class.name;
            out.push(format!(
                "{name}: {} t a day at rest, and {} t a day offered at the end: the rest comes out of stocks.",
                whole(need.ceil()),
                whole(offered)
            ));
        }
    }
    let need = men * ctx.norm(ctx.quiet) / 1000.0;
    if let Some(all) = estimate.corridors.last()
        && all.rail_t_per_day < need
    {
        let trucks = distances(ctx).into_iter().next();
        let road = trucks.map_or(String::new(), |(words, km)| format!(" {words}: {} km by road.", whole(km)));
        out.push(format!(
            "By rail no more than {} t a day can ever reach the destinations, of {} t needed.{road}",
            whole(all.rail_t_per_day.floor()),
            whole(need.ceil())
        ));
    }
    if let Some(p) = hardest(ctx) {
        let steps =
            c.resistance.iter().filter(|r| r.profile.eq_ignore_ascii_case(&c.question.profile) && r.posture == p);
        let grouping = steps.map(|r| r.grouping.base).fold(0.0, f64::max);
        let there: f64 = c.forces.iter().filter(|f| f.from.0 <= 0.0).map(|f| f.men.base).sum();
        if grouping > there {
            out.push(format!(
                "An axis takes {} men ({}), and {} are there on day 0.",
                whole(grouping),
                c.postures[p.0].name,
                whole(there)
            ));
        }
    }
}

fn whole(n: f64) -> String {
    if n.is_finite() { grouped(n + 0.0) } else { "-".into() }
}
