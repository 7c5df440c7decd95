//! Checks of stocks, streams and the means of transport.

use super::Check;
use crate::campaign::*;

/// In the order in which problems are reported.
pub(super) const CHECKS: &[Check] = &[
    streams_end_after_they_begin,
    bases_are_ours,
    means_of_transport_exist,
    every_gauge_has_its_stock,
    classes_that_factors_draw_from,
];

fn streams_end_after_they_begin(c: &Campaign) -> Vec<Problem> {
    let replacements = c.replacements.iter().map(|r| (&r.key, r.span, &r.provenance.origin));
    let supplies = c.streams.iter().map(|s| (&s.key, s.span, &s.provenance.origin));
    replacements
        .chain(supplies)
        .filter(|(_, span, _)| span.to.is_some_and(|to| to <= span.from))
        .map(|(key, span, origin)| {
            Problem::error(
                origin,
                format!("stream '{key}' from day {} to day {}", span.from.0, span.to.map_or(0.0, |d| d.0)),
                "a last day after the first",
                "Correct the days, or leave the last day empty.",
            )
            .in_column("to_day")
        })
        .collect()
}

fn bases_are_ours(c: &Campaign) -> Vec<Problem> {
    let replacements = c.replacements.iter().map(|r| (&r.key, r.place, &r.provenance.origin));
    let supplies = c.streams.iter().map(|s| (&s.key, s.place, &s.provenance.origin));
    let mut out: Vec<Problem> = replacements
        .chain(supplies)
        .filter(|(_, place, _)| c.place(*place).ours_from.is_none())
        .map(|(key, place, origin)| {
            Problem::warning(
                origin,
                format!("stream '{key}' at {}, which must first be taken", c.place(place).key),
                "usually a base that is ours",
                "It flows only while the place is held, as local supply.",
            )
            .in_column("place")
            .resting_on(&c.place(place).provenance.origin)
        })
        .collect();
    out.extend(c.stocks.iter().filter(|s| c.place(s.place).ours_from.is_none()).map(|s| {
        Problem::warning(
            &s.provenance.origin,
            format!("a stock at {}, which must first be taken", c.place(s.place).key),
            "usually a base that is ours",
            "It counts as booty: it becomes ours with the place.",
        )
        .in_column("place")
        .resting_on(&c.place(s.place).provenance.origin)
    }));
    out
}

/// Where rolling stock is a limit at all, a kind of it that is left out for one gauge is no limit there.
fn every_gauge_has_its_stock(c: &Campaign) -> Vec<Problem> {
    if c.rolling_stock.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (broad, gauge) in [(true, "broad gauge"), (false, "standard gauge")] {
        let Some(line) = c.lines.iter().find(|l| l.is_broad() == broad) else { continue };
        for (kind, word) in [(StockKind::Wagons, "wagons"), (StockKind::Locomotives, "locomotives")] {
            if c.rolling_stock.iter().any(|s| s.kind == kind && s.is_broad() == broad) {
                continue;
            }
            out.push(
                Problem::warning(
                    c.origins.table("rolling_stock"),
                    format!("no {word} of {gauge}, the gauge of line '{}'", line.key),
                    "wagons and locomotives of every gauge that has lines",
                    format!("Without a row they are without limit. Add one, with 0 {word} if there are none."),
                )
                .resting_on(&line.provenance.origin),
            );
        }
    }
    out
}

fn means_of_transport_exist(c: &Campaign) -> Vec<Problem> {
    let mut out = Vec::new();
    if c.fleets.iter().all(|f| f.trucks.base <= 0.0) {
        out.push(Problem::warning(
            c.origins.table("truck_fleets"),
            "no trucks",
            "at least one fleet",
            "Without trucks nothing moves beyond the railhead.",
        ));
    }
    if c.lines.is_empty() {
        out.push(Problem::warning(
            c.origins.table("rail_lines"),
            "no rail lines",
            "at least one line",
            "Without rail every tonne goes by truck all the way.",
        ));
    }
    out
}

/// A factor above 0 that draws on a class by its key wants that class.
fn classes_that_factors_draw_from(c: &Campaign) -> Vec<Problem> {
    let f = &c.factors;
    [
        ("restoration_t_per_km", &f.restoration_t_per_km, MATERIALS),
        ("coal_kg_per_train_km", &f.coal_kg_per_train_km, COAL),
        ("prisoners_per_km", &f.prisoners_per_km, RATIONS),
    ]
    .into_iter()
    .filter(|(_, value, class)| value.estimate.base > 0.0 && c.class_by_key(class).is_none())
    .map(|(factor, value, class)| {
        Problem::error(
            &value.provenance.origin,
            format!("{factor} above 0, but no class '{class}'"),
            format!("0, or a class with the key {class}"),
            format!("Add {class} to the sheet SupplyClasses, or set the factor to 0."),
        )
        .in_column("value")
        .resting_on(c.origins.table("supply_classes"))
    })
    .collect()
}
