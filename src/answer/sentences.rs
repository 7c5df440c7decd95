//! The answer in plain sentences: verdict, dates, reason, and what to make of it.

use super::Missing;
use super::told;
use super::types::{Answer, Bottleneck, Verdict};
use crate::campaign::Campaign;
use crate::formulation::Earliest;

/// A number with commas between thousands, rounded to `unit`.
pub fn grouped(value: f64, unit: f64) -> String {
    let rounded = (value / unit).round() * unit;
    let digits = format!("{:.0}", rounded.abs());
    let mut out = String::new();
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    if rounded < 0.0 { format!("-{out}") } else { out }
}

/// Men as people say them: to the nearest thousand above 10,000.
pub fn men(value: f64) -> String {
    grouped(value, unit(value))
}

/// To what numbers of men are rounded in sentences: three figures or more.
fn unit(value: f64) -> f64 {
    match value.abs() {
        v if v >= 100_000.0 => 1000.0,
        v if v >= 10_000.0 => 100.0,
        _ => 10.0,
    }
}

/// A ceiling in men: rounded up, so that "at most" stays true.
pub fn ceiling(value: f64) -> String {
    let unit = unit(value);
    grouped((value / unit - 1e-9).ceil() * unit, unit)
}

pub(super) fn all(
    a: &Answer,
    (c, earliest): (&Campaign, &Earliest),
    missing: Option<&Missing>,
    with_curve: bool,
) -> Vec<String> {
    let mut out = told::all(a);
    if out.is_empty() {
        out.push(verdict(a));
    }
    out.extend(another_day(a, c));
    out.extend(by_plan(a));
    out.extend(dates(a));
    // Questions about levers look at one date only: it is not the first of anything.
    if !a.asked.question.needs_levers() {
        out.extend(too_early(a, (c, earliest), with_curve));
    }
    out.extend(missing.and_then(lacking));
    out.extend(reason(a));
    out.extend(losses(a, c));
    let cut = a.curve.iter().filter(|p| p.cut_short).count();
    if cut > 0 {
        out.push(format!(
            "The time limit stopped the solver on {cut} of {} dates, or it gave up there: those ceilings are proved, but a longer run might \
             lower them.",
            a.curve.len()
        ));
    }
    out.push(
        "The ceiling is proved by Railhead's own arithmetic, without trusting the solver. It is optimistic on purpose \
         (perfect foresight, a half-restored line carrying half its trains, men moving without limit of road space), \
         so it can rule a plan out but does not promise one."
            .into(),
    );
    out
}

/// That the day asked about is not a date of these steps, where the question looks at one day.
fn another_day(a: &Answer, c: &Campaign) -> Option<String> {
    let (asked, on, steps) = (c.question.on_day?.0, a.figures.on_day?, c.question.period.0);
    ((asked - on).abs() > 0.5).then(|| {
        format!(
            "Asked was day {asked:.0}; in steps of {steps:.0} days, of which the span asked for must fit into the horizon, the date for it is \
             day {on:.0}."
        )
    })
}

fn verdict(a: &Answer) -> String {
    let target = men(a.asked.target_men);
    let span = match a.asked.sustain_days {
        d if d > 0.0 => format!("held and supplied for {d:.0} days"),
        _ => "held and supplied".to_string(),
    };
    let best = a.curve.iter().max_by(|x, y| x.most_men.total_cmp(&y.most_men));
    let Some(best) = best else { return "No date could be looked at: the horizon is too short.".into() };
    let percent = 100.0 * a.margin.abs();
    match a.verdict {
        Verdict::No if a.most_men < 1.0 && a.curve.iter().any(|p| p.can_be_held) => format!(
            "NO. The places that must be held can be taken, but no men can be sustained there by day {:.0} ({}), whatever \
             is done.",
            best.day, best.date
        ),
        Verdict::No if a.most_men < 1.0 => format!(
            "NO. The places that must be held cannot all be taken and supplied by day {:.0} ({}), whatever is done.",
            best.day, best.date
        ),
        Verdict::No => format!(
            "NO. Whatever is done, at most {} men can stand at the destination, {span}, from the end of any \
             period up to day {:.0}: {percent:.1} % short of the {target} asked for. The ceiling is highest on day {:.0} ({}).",
            ceiling(a.most_men),
            a.curve.last().map_or(0.0, |p| p.day),
            best.day,
            best.date
        ),
        Verdict::Undecided => format!(
            "UNDECIDED: not ruled out. From day {:.0} ({}) at most {} men can stand at the destination, {span}; that is \
             {percent:.1} % {} the {target} asked for.",
            best.day,
            best.date,
            ceiling(a.most_men),
            if a.margin >= 0.0 { "above" } else { "(too little to count) below" }
        ),
        Verdict::Yes => format!(
            "YES. There is a plan by which {} men stand at the destination from day {:.0} ({}), {span}; {target} were asked \
             for.",
            men(a.figures.men_by_plan.unwrap_or_default()),
            a.plan.as_ref().map_or(0.0, |p| p.day),
            a.plan.as_ref().map_or("", |p| &p.date)
        ),
        Verdict::Number => format!(
            "AT MOST {} men can stand at the destination from day {:.0} ({}), {span}.",
            ceiling(a.most_men),
            a.curve.last().map_or(0.0, |p| p.day),
            a.curve.last().map_or(String::new(), |p| p.date.clone())
        ),
    }
}

/// What the plan says beside the bound.
fn by_plan(a: &Answer) -> Option<String> {
    if let Some(why) = &a.no_plan {
        return Some(format!(
            "No plan was found: {why}. That proves nothing; it only means that Railhead cannot say yes."
        ));
    }
    let p = a.plan.as_ref()?;
    if !p.is_below_ceiling() {
        return Some(format!(
            "The plan sustains {} men, more than the ceiling of {}: one of them breaks a rule that the other keeps. Please \
             report this workbook.",
            men(p.men),
            ceiling(p.most_men)
        ));
    }
    let gap = 100.0 * p.gap();
    let between =
        if gap < 0.1 { String::new() } else { format!(" Of the {gap:.1} % between the two nothing is proved.") };
    Some(format!(
        "The plan for day {:.0} ({}) sustains {} men; no plan can sustain more than {} from that day on.{between} It was {}.",
        p.day,
        p.date,
        men(p.men),
        ceiling(p.most_men),
        p.replayed
    ))
}

/// On which dates the target is out of reach, for an answer that is not a NO.
fn dates(a: &Answer) -> Option<String> {
    let whole = a.earliest.last()?;
    let (day, before) = (whole.day?, whole.ruled_out_on?);
    let out = a.curve.iter().rev().find(|p| p.day <= before)?;
    Some(format!(
        "Of the dates computed, day {day:.0} is the first on which {} men are not ruled out. On day {:.0} ({}) the \
         ceiling is {} men.",
        men(whole.men),
        out.day,
        out.date,
        ceiling(out.most_men)
    ))
}

/// Dates before which the places cannot be held at all.
fn too_early(a: &Answer, (c, earliest): (&Campaign, &Earliest), with_curve: bool) -> Option<String> {
    let must: Vec<_> = c.destinations.iter().filter(|d| d.must_hold && d.counts).collect();
    let last = must.iter().max_by(|x, y| earliest.place[x.place.0].0.total_cmp(&earliest.place[y.place.0].0))?;
    let day = earliest.place[last.place.0].0;
    if day <= 0.0 {
        return None;
    }
    if !day.is_finite() {
        return Some(format!("{} cannot be reached at all within this resistance profile.", c.place(last.place).name));
    }
    // Where dates were left out, the first computed one says nothing.
    let held = a.curve.iter().find(|p| p.can_be_held).filter(|_| with_curve);
    let mut text = format!(
        "At the rates of advance of the '{}' profile alone, without any halt, {} cannot be reached before day {day:.0}",
        a.asked.resistance_profile,
        c.place(last.place).name
    );
    match held {
        Some(p) if p.day > day + a.stamp.period_days => text.push_str(&format!(
            "; with men and supplies counted in, day {:.0} ({}) is the first computed date on which every place that \
             must be held can be.",
            p.day, p.date
        )),
        _ => text.push('.'),
    }
    Some(text)
}

fn priced(b: &Bottleneck) -> String {
    let place = if b.place.is_empty() { String::new() } else { format!(" ({})", b.place) };
    format!(
        "{}{place}, days {:.0} to {:.0}: {} would allow about {} more men",
        b.what,
        b.from_day,
        b.to_day,
        b.step,
        men(b.men_per_step)
    )
}

/// Men that a step must at least allow more, to be named.
const TELLING_MEN: f64 = 10.0;

fn reason(a: &Answer) -> Option<String> {
    let last = a.curve.iter().rev().find(|p| p.columns > 0 && !p.cut_short)?;
    if a.bottlenecks.is_empty() {
        return Some(
            "Nothing in the workbook holds the number down at the margin but the number of men itself.".into(),
        );
    }
    if a.bottlenecks.iter().all(|b| b.men_per_step.is_nan()) {
        return None;
    }
    // One of a kind: three legs of the same advance say no more than one.
    let mut kinds: Vec<&str> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for (i, b) in a.bottlenecks.iter().enumerate() {
        let kind = b.what.split(['\'', '(']).next().unwrap_or(&b.what);
        // What a step would allow a handful more for is not worth a sentence, unless there is nothing else.
        let tells = i == 0 || b.men_per_step >= TELLING_MEN;
        if !kinds.contains(&kind) && said.len() < 3 && tells {
            kinds.push(kind);
            said.push(priced(b));
        }
    }
    Some(format!("What holds the ceiling of day {:.0} down, at the margin: {}.", last.day, said.join("; ")))
}

/// What keeps the latest impossible date out of reach.
fn lacking(m: &Missing) -> Option<String> {
    let mut kinds: Vec<&str> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for (b, share) in m.closes.iter().filter(|(_, share)| *share > 0.001) {
        let kind = b.what.split(['\'', '(']).next().unwrap_or(&b.what);
        if !kinds.contains(&kind) && said.len() < 3 {
            kinds.push(kind);
            let place = if b.place.is_empty() { String::new() } else { format!(" ({})", b.place) };
            let closes = match *share {
                s if s >= 1.0 => format!("by itself at least {:.0} % of that is needed", (100.0 / s).max(1.0)),
                s => format!("that closes at best {:.1} % of the gap", s * 100.0),
            };
            said.push(format!("{}{place}, {} ({closes})", b.what, b.step));
        }
    }
    if said.is_empty() {
        return None;
    }
    Some(format!(
        "What keeps day {:.0} out of reach, with what would help, most telling first: {}.",
        m.point.day,
        said.join("; ")
    ))
}

fn losses(a: &Answer, c: &Campaign) -> Option<String> {
    let end = a.timeline.last()?;
    let began: f64 = c.forces.iter().map(|f| f.men.base).sum();
    let mut text = format!(
        "In the schedule behind that ceiling {} of the {} men of the forces take part, {} arrive as replacements, and {} \
         are lost to fighting and sickness",
        men(end.joined),
        men(began),
        men(end.replacements),
        men(end.losses)
    );
    if began - end.joined > 10_000.0 {
        text.push_str(
            "; the others are left out from the first day, because what they would use is worth more to those who go",
        );
    }
    text.push('.');
    Some(text)
}
