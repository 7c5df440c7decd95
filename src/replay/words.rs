//! Words for faults.

use super::report::{DayReport, Fault, FaultKind, Replay};
use crate::campaign::{Campaign, PlaceId, Way};

/// A sentence for people: what is broken where, by how much, on which days.
pub(super) fn of(c: &Campaign, f: &Fault) -> String {
    let amount = number(f.amount);
    let (place, link, class) = (place(c, f), link(c, f), class(c, f));
    let what = match f.kind {
        FaultKind::Nonsense => nonsense(f),
        FaultKind::NotOurs => format!("{place} is used {amount} days before it is ours"),
        FaultKind::BrokenSequence => match f.at.road {
            Some(_) => format!("the advance along {link} is out of sequence ({amount})"),
            None => format!("what follows into {place} is out of sequence ({amount})"),
        },
        FaultKind::ClosedLeg => format!("nobody can advance along {link} on {amount} of the days"),
        FaultKind::TooFast => format!("the advance along {link} is {amount} km too fast"),
        FaultKind::MenNotThere => format!("{amount} of the men engaged from {place} are not there"),
        FaultKind::MenShort => format!("{amount} more men leave {place} than are there"),
        FaultKind::ForceExceeded => format!("{} has {amount} fewer men", row(f, &c.forces, |x| &x.name)),
        FaultKind::ReplacementsExceeded => {
            format!("the replacements '{}' are {amount} men fewer", row(f, &c.replacements, |x| &x.key))
        }
        FaultKind::StreamExceeded => {
            format!("the supplies '{}' are {amount} t less", row(f, &c.streams, |x| &x.key))
        }
        FaultKind::StockShort => format!("the depot of {place} is short of {amount} t of {class}"),
        FaultKind::SafetyShort => format!("the safety stock of {class} at {place} is {amount} t short"),
        FaultKind::RoadOverused => format!("{link} has {amount} vehicles a day too many"),
        FaultKind::SeaOverused => format!("{link} has {amount} t a day too many"),
        FaultKind::LineOverusedInDay => format!("{link} has {amount} trains too many on a day"),
        FaultKind::LineOverused => format!("{link} has {amount} trains too many in a period"),
        FaultKind::NotOpen => format!("{link} is used {amount} days before it is open"),
        FaultKind::TrackTakenUp => format!("{link} is used on {amount} days on which its track works in another gauge"),
        FaultKind::RestorationTooEarly => {
            format!("work on {link} begins {amount} days before both its ends are ours")
        }
        FaultKind::RestorationTooShort => format!("work on {link} is {amount} days too short"),
        FaultKind::BrigadesOverdrawn => format!("{amount} more railway brigades are at work than there are"),
        FaultKind::YardOverused => format!("{place} loads {amount} t more on trains than it handles in a period"),
        FaultKind::HandlingOverused => {
            format!("{place} loads and unloads {amount} t more on trains than it handles in a period")
        }
        FaultKind::RollingStockOverdrawn => stock(f, &amount),
        FaultKind::FleetExceeded => format!("{} has {amount} fewer trucks", row(f, &c.fleets, |x| &x.name)),
        FaultKind::DriveTooLong => format!("trucks that leave for good along {link} get there {amount} days too late"),
        FaultKind::TrucksShort => format!("{amount} more trucks leave {place} than are there"),
        FaultKind::TrucksOverdrawn => format!("the truck work at {place} needs {amount} more trucks"),
        FaultKind::NotCounted => format!("{amount} fewer men are counted than claimed"),
        FaultKind::NotHeld => format!("{place} is not held when the count begins"),
        FaultKind::NotAbreast => format!("{place} is taken {amount} days too long before its neighbour"),
        FaultKind::WoundedLeft => format!("the plan says nothing of {amount} wounded who are to be brought back"),
    };
    format!("{}: {what}.", days(f))
}

/// See [`Replay::summary`].
pub(super) fn summary(r: &Replay) -> String {
    let sum = |of: fn(&DayReport) -> f64| r.days.iter().map(of).sum::<f64>();
    let most_under_way = r.days.iter().map(|d| d.men_under_way).fold(0.0, f64::max);
    let broken = match r.faults.len() {
        0 => "nothing broken".into(),
        1 => "one rule broken".into(),
        n => format!("rules broken {} times", whole(n as f64)),
    };
    format!(
        "carried out day by day: {} days, {} trains, {} men lost, at most {} men under way, {broken}",
        whole(r.days.len() as f64),
        whole(sum(|d| d.trains as f64)),
        whole(sum(|d| d.losses)),
        whole(most_under_way),
    )
}

fn days(f: &Fault) -> String {
    // Spans end with the last day's end; a moment is one number.
    if f.to_day - f.day > 1.0 {
        format!("Days {} to {} (worst on day {})", short(f.day), short(f.to_day), short(f.worst_day))
    } else {
        format!("Day {}", short(f.day))
    }
}

/// A day with a decimal where it has one.
fn short(day: f64) -> String {
    let text = format!("{day:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_string)
}

/// Whole from ten on, with commas; two decimals below.
fn number(x: f64) -> String {
    if x.abs() < 10.0 { format!("{x:.2}") } else { whole(x) }
}

/// Whole, with commas.
fn whole(x: f64) -> String {
    let digits = format!("{:.0}", x.abs());
    let mut out = String::new();
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    if x < 0.0 { format!("-{out}") } else { out }
}

fn name(c: &Campaign, place: PlaceId) -> &str {
    &c.place(place).name
}

fn place(c: &Campaign, f: &Fault) -> String {
    f.at.place.map_or("the theatre".into(), |p| name(c, p).into())
}

fn class(c: &Campaign, f: &Fault) -> String {
    f.at.class.map_or("supplies".into(), |k| c.classes[k.0].name.clone())
}

fn link(c: &Campaign, f: &Fault) -> String {
    let (what, key, ends) = if let Some(road) = f.at.road {
        ("road", &c.road(road).key, c.road(road).ends)
    } else if let Some(line) = f.at.line {
        ("line", &c.line(line).key, c.line(line).ends)
    } else if let Some(sea) = f.at.sea_link {
        ("crossing", &c.sea_links[sea.0].key, c.sea_links[sea.0].ends)
    } else {
        return "the link".into();
    };
    let (from, to) = f.at.way.unwrap_or(Way::Forth).along(ends);
    format!("the {what} {key}, {} - {}", name(c, from), name(c, to))
}

/// Name of the row of a table that a fault is about.
fn row<'a, T>(f: &Fault, rows: &'a [T], name: fn(&T) -> &String) -> &'a str {
    f.at.row.and_then(|i| rows.get(i)).map_or("?", |r| name(r).as_str())
}

fn stock(f: &Fault, amount: &str) -> String {
    let gauge = if f.at.broad == Some(true) { "broad" } else { "standard" };
    let kind = match f.at.stock {
        Some(crate::campaign::StockKind::Locomotives) => "locomotives",
        _ => "wagons",
    };
    format!("{amount} more {kind} of {gauge} gauge are in use than there are")
}

fn nonsense(f: &Fault) -> String {
    match (f.at.list, f.at.row) {
        (Some(list), Some(row)) => {
            format!("order {row} of '{list}' names what does not exist, or an amount that cannot be")
        }
        _ => "the campaign has no posture 'quiet'".into(),
    }
}
