//! How draws were settled, and how sure the lists of them are.

use super::percent;
use crate::report::words::whole;
use crate::uncertain::{Check, Found};

/// How draws were settled and how sure the lists are, in sentences.
pub fn made_of(found: &Found) -> Vec<String> {
    let (c, k) = (&found.counts, &found.check);
    let some = |n: usize, how: &str| (n > 0).then(|| format!("{} {how}", whole(n as f64)));
    let settled = [
        some(c.solved, "solved in full"),
        some(c.by_prices, "ruled out by the prices of other draws (any prices prove a ceiling)"),
        some(
            c.loosened,
            "ruled out by a part of their limits, those that cost men in solved draws (all of them together can only leave fewer)",
        ),
        some(c.by_sums, "ruled out by the rates of advance and by sums"),
        some(c.shown, "not ruled out, for a solution with the men asked for was found in a part of their program"),
    ];
    let mut out = vec![format!(
        "{} draws of a Latin hypercube, seed {}; figures that vary: {}. {}.",
        whole(c.draws as f64),
        found.seed,
        found.ranking.len(),
        settled.into_iter().flatten().collect::<Vec<_>>().join("; ")
    )];
    if c.draws < found.draws_planned {
        out.push(format!(
            "Stopped before {} draws: the odds are known well enough.",
            whole(found.draws_planned as f64)
        ));
    }
    let measured = |what: &str, k: &Check| {
        format!(
            "{what} were off by {} men on the average and {} at worst ({} draws with half of the target or more, which were solved too)",
            whole(k.mean_men),
            whole(k.worst_men),
            k.draws
        )
    };
    let mut checks: Vec<String> = Vec::new();
    checks.extend((k.draws > 0 && c.by_prices > 0).then(|| measured("ceilings by prices", k)));
    let l = &found.check_of_loosened;
    checks.extend((l.draws > 0 && c.loosened > 0).then(|| measured("ceilings by a part of the limits", l)));
    let p = &found.check_of_points;
    checks.extend((p.draws > 0 && c.shown > 0).then(|| measured("men of solutions in a part of the program", p)));
    if !checks.is_empty() {
        out.push(format!(
            "Measured: {}. So far off may the men of draws be that were not solved; their verdicts are those of a solve.",
            checks.join("; ")
        ));
    }
    if c.senseless > 0 {
        out.push(format!(
            "With the values of {} draws the workbook makes no sense; they are not counted.",
            c.senseless
        ));
    }
    if c.broken > 0 {
        out.push(format!("For {} draws the solver had nothing to offer; they are not counted.", c.broken));
    }
    if c.stopped > 0 {
        out.push(format!("{} draws met the time limit; they are counted as not ruled out.", c.stopped));
    }
    if found.correlations_moved > 0.0 {
        out.push(format!(
            "The correlations asked for are not possible together; the nearest that are were taken, the farthest {:.2} away.",
            found.correlations_moved
        ));
    }
    out.push(format!(
        "Slope: standard deviations that the rank of the men moves with one of the figure's rank (rank regression; figures in it, those \
         correlated most: {}; it explains {} of the variance of ranks). Of the variance: what would be gone if the figure were known.",
        found.in_regression,
        percent(found.explained)
    ));
    out.push(format!(
        "Railhead {}, {}, steps of {} days, input {}.",
        found.version, found.solver, found.period_days, found.input_hash
    ));
    out
}
