//! What all draws together say.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::judge::{Ground, How, Judged};
use super::odds::Odds;
use super::ranking;
use super::run::{Note, Settings};
use super::types::{Bar, Binding, Check, Counts, Day, Found, Men, Near, Ranked, Turned};
use crate::answer::dates;
use crate::solver::SolveError;

/// Draws nearest to flipping that are listed.
const NEAREST: usize = 10;
/// Figures turned one at a time.
const TURNED: usize = 10;
/// Figures to research that are named.
const RESEARCH: usize = 5;
/// Shares below this are not told: a tenth of a percent.
const TOLD: f64 = 5e-4;
/// Draws for each figure that a rank regression wants; with fewer only the figures that look most important are in it.
const DRAWS_PER_FIGURE: usize = 10;
/// Bars of the chart of men, about.
const BARS: usize = 20;

/// The odds that the target is not ruled out, of these draws.
pub fn odds<'a>(draws: impl Iterator<Item = &'a Judged>) -> Odds {
    let (mut of, mut open) = (0, 0);
    for judged in draws.filter(|j| j.counts()) {
        of += 1;
        open += usize::from(!judged.ruled_out);
    }
    Odds::of(open, of)
}

/// Puts the draws together and turns the most important figures one at a time.
///
/// # Errors
/// Where the campaign as it stands can't be solved.
pub fn of(
    ground: &Ground,
    draws: Vec<Judged>,
    s: &Settings,
    tell: &(dyn Fn(Note) + Sync),
) -> Result<Found, SolveError> {
    let (base_men, base_ruled_out) = ground.ceiling(ground.base)?;
    let q = &ground.base.question;
    let counted: Vec<&Judged> = draws.iter().filter(|j| j.counts()).collect();
    let odds = odds(draws.iter());
    let (mut ranking, explained, in_regression) = ranked(ground, &counted, s.seed);
    ranking.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then_with(|| a.variable.name.cmp(&b.variable.name)));
    let tornado = tornado((ground, base_men, counted.len()), &ranking, tell);
    let pilots: Vec<&&Judged> = counted.iter().filter(|j| j.draw < super::run::PILOTS + super::run::CHECKS).collect();
    Ok(Found {
        title: q.title.clone(),
        scenario: q.scenario.clone(),
        version: env!("CARGO_PKG_VERSION").into(),
        solver: ground.how.0.describe().into(),
        input_hash: ground.book.hash.clone(),
        period_days: q.period.0,
        caution: None,
        seed: s.seed,
        draws_planned: s.draws,
        target_men: q.target.0,
        base_men,
        base_ruled_out,
        not_ruled_out: odds,
        counts: counts(&draws),
        check: check(&draws, telling(ground)),
        check_of_loosened: checked(&draws, telling(ground), |j| j.by_loosened),
        check_of_points: checked(&draws, telling(ground), |j| j.by_point),
        men: men(&counted, q.target.0),
        days: days(ground, &counted),
        explained,
        in_regression,
        correlations_moved: ground.variables.correlation().moved,
        correlated: ground.variables.correlation().variables.len(),
        tied: ground.variables.correlation().variables.len() + ground.variables.common_factors(),
        research: research(&ranking, &odds),
        nearest: nearest(ground, &counted, &ranking),
        binding: binding(&pilots),
        binding_of: pilots.len(),
        tornado,
        ranking,
        draws,
    })
}

fn counts(draws: &[Judged]) -> Counts {
    let of = |how: How| draws.iter().filter(|j| j.how == how).count();
    Counts {
        draws: draws.len(),
        solved: of(How::Solved),
        by_prices: of(How::Prices),
        loosened: of(How::Loosened),
        by_sums: of(How::Sums),
        shown: of(How::Shown),
        senseless: of(How::Senseless),
        stopped: of(How::Stopped),
        broken: of(How::Broken),
    }
}

/// Share of the target from which a draw tells of how good prices and points are near the target.
pub const TELLING: f64 = 0.5;

/// Men of that share.
pub fn telling(ground: &Ground) -> f64 {
    ground.base.question.target.0 * TELLING
}

/// How far off ceilings by prices were on the draws that were solved as a check, of those of which either has so many men.
pub fn check(draws: &[Judged], telling: f64) -> Check {
    checked(draws, telling, |j| j.by_prices)
}

/// The same of whatever else was found before.
fn checked(draws: &[Judged], telling: f64, found: impl Fn(&Judged) -> Option<f64>) -> Check {
    let range = super::run::PILOTS..super::run::PILOTS + super::run::CHECKS;
    let checked = draws.iter().filter(|j| range.contains(&j.draw) && j.how == How::Solved);
    let both = checked.filter_map(|j| Some((found(j)?, j.men))).filter(|(found, men)| found.max(*men) >= telling);
    let off: Vec<f64> = both.map(|(found, men)| (found - men).abs()).collect();
    Check {
        draws: off.len(),
        mean_men: off.iter().sum::<f64>() / off.len().max(1) as f64,
        worst_men: off.iter().copied().fold(0.0, f64::max),
    }
}

/// How the men spread; the target is the edge of a bar.
fn men(counted: &[&Judged], target: f64) -> Men {
    let mut sorted = counted.to_vec();
    sorted.sort_by(|a, b| a.men.total_cmp(&b.men));
    let all: Vec<f64> = sorted.iter().map(|j| j.men).collect();
    let at = |share: f64| {
        let i = (share * all.len() as f64).ceil() as usize;
        all.get(i.saturating_sub(1)).copied().unwrap_or(0.0)
    };
    let (least, most) = (all.first().copied().unwrap_or(0.0), all.last().copied().unwrap_or(0.0));
    let step = round_above((most - least) / BARS as f64);
    let from = target - ((target - least) / step).ceil() * step;
    let of = |men: f64| ((men - from) / step).floor().max(0.0) as usize;
    let bar = |k: usize| {
        let from = from + k as f64 * step;
        Bar { from: from.max(0.0), to: from + step, draws: 0, ruled_out: 0 }
    };
    let mut bars: Vec<Bar> = (0..=of(most)).map(bar).collect();
    for j in sorted {
        let bar = &mut bars[of(j.men)];
        bar.draws += 1;
        bar.ruled_out += usize::from(j.ruled_out);
    }
    Men {
        mean: all.iter().sum::<f64>() / all.len().max(1) as f64,
        p05: at(0.05),
        p25: at(0.25),
        p50: at(0.5),
        p75: at(0.75),
        p95: at(0.95),
        bars,
    }
}

/// The next of 1, 2, 2.5 and 5 times a power of ten; 1 man at least.
fn round_above(men: f64) -> f64 {
    let power = 10f64.powf(men.max(1.0).log10().floor());
    [1.0, 2.0, 2.5, 5.0].map(|n| n * power).into_iter().find(|n| *n >= men).unwrap_or(10.0 * power)
}

/// On every date the share of draws that are found not to be ruled out on it or an earlier one, and of those that are not proved to be.
fn days(ground: &Ground, counted: &[&Judged]) -> Vec<Day> {
    let all = dates::all(ground.base).into_iter().map(|t| dates::day(ground.base, t).0);
    let by = |day: f64, of: fn(&Judged) -> Option<f64>| {
        let draws = counted.iter().filter(|j| of(j).is_some_and(|d| d <= day + 1e-9)).count();
        draws as f64 / counted.len().max(1) as f64
    };
    all.map(|day| Day { day, share: by(day, |j| j.first_day), at_most: by(day, |j| j.not_before) }).collect()
}

/// The absolute slope; of what is not in the regression less than of anything in it.
fn strength(r: &Ranked) -> f64 {
    r.slope.map_or(r.rank_correlation.abs() - 2.0, f64::abs)
}

fn ranked(ground: &Ground, counted: &[&Judged], seed: u64) -> (Vec<Ranked>, f64, usize) {
    let list = ground.variables.list();
    let men: Vec<f64> = counted.iter().map(|j| j.men).collect();
    let men_ranks = ranking::ranks(&men);
    let yes: Vec<bool> = counted.iter().map(|j| !j.ruled_out).collect();
    let column = |v: usize| -> Vec<f64> {
        counted.iter().map(|j| list[v].spread.quantile(ground.plan.share(v, j.draw))).collect()
    };
    let noise = ranking::noise(counted.len(), list.len());
    let with_ranks: Vec<(Ranked, Vec<f64>)> = (0..list.len())
        .into_par_iter()
        .map(|v| {
            let ranks = ranking::ranks(&column(v));
            let r = ranking::correlation(&ranks, &men_ranks);
            let ranked = Ranked {
                variable: list[v].clone(),
                rank_correlation: r,
                slope: None,
                share_of_variance: ranking::share_of_variance(&ranks, &men),
                worth_knowing: ranking::value_of_knowing(&ranks, &yes, seed),
                within_noise: r.abs() <= noise,
            };
            (ranked, ranks)
        })
        .collect();
    let mut order: Vec<usize> = (0..list.len()).collect();
    let size = |v: &usize| with_ranks[*v].0.rank_correlation.abs();
    order.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.cmp(b)));
    order.truncate((counted.len() / DRAWS_PER_FIGURE).max(1));
    let columns: Vec<&[f64]> = order.iter().map(|v| with_ranks[*v].1.as_slice()).collect();
    let found = ranking::regression(&columns, &men_ranks);
    let mut out: Vec<Ranked> = with_ranks.iter().map(|(r, _)| r.clone()).collect();
    let Some((slopes, explained)) = found else { return (out, 0.0, 0) };
    for (v, slope) in order.iter().zip(slopes) {
        out[*v].slope = Some(slope);
    }
    (out, explained, order.len())
}

/// The most important figures one at a time.
fn tornado(
    (ground, base_men, draws): (&Ground, f64, usize),
    ranking: &[Ranked],
    tell: &(dyn Fn(Note) + Sync),
) -> Vec<Turned> {
    let list = ground.variables.list();
    let chosen: Vec<usize> = ranking
        .iter()
        // Each is solved, so a figure that stands out by chance alone does no harm here.
        .filter(|r| r.rank_correlation.abs() > ranking::noise(draws, 1))
        .take(TURNED)
        .filter_map(|r| list.iter().position(|v| v.name == r.variable.name))
        .collect();
    tell(Note::Tornado(2 * chosen.len()));
    let jobs: Vec<(usize, f64)> =
        chosen.iter().flat_map(|v| [(*v, list[*v].spread.low), (*v, list[*v].spread.high)]).collect();
    let solved: Vec<Option<(f64, bool)>> = jobs
        .into_par_iter()
        .with_max_len(1)
        .map(|(v, value)| {
            let mut values = ground.variables.base();
            values[v] = value;
            let found = ground.campaign(&values).and_then(|c| ground.ceiling(&c).ok());
            tell(Note::Bar);
            found
        })
        .collect();
    let ends = chosen.iter().zip(solved.chunks(2));
    let mut out: Vec<Turned> = ends
        .map(|(v, ends)| {
            let (low, high) = (ends.first().copied().flatten(), ends.get(1).copied().flatten());
            Turned {
                name: list[*v].name.clone(),
                cell: list[*v].cell.clone(),
                low: list[*v].spread.low,
                high: list[*v].spread.high,
                unit: list[*v].unit.clone(),
                men_at_low: low.map(|l| l.0),
                men_at_high: high.map(|h| h.0),
                ruled_out_at_low: low.map(|l| l.1),
                ruled_out_at_high: high.map(|h| h.1),
            }
        })
        .collect();
    // What moves nobody is no bar: of few draws some figures stand out by chance.
    let moves = |men: Option<f64>| men.is_none_or(|m| (m - base_men).abs() >= 1.0);
    out.retain(|t| moves(t.men_at_low) || moves(t.men_at_high));
    let wide = |t: &Turned| t.men_at_low.zip(t.men_at_high).map_or(0.0, |(l, h)| (h - l).abs());
    out.sort_by(|a, b| wide(b).total_cmp(&wide(a)).then_with(|| a.name.cmp(&b.name)));
    out
}

fn binding(pilots: &[&&Judged]) -> Vec<Binding> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for what in pilots.iter().flat_map(|j| &j.short_of) {
        *counts.entry(what).or_default() += 1;
    }
    let mut out: Vec<Binding> = counts.into_iter().map(|(what, draws)| Binding { what: what.into(), draws }).collect();
    out.sort_by(|a, b| b.draws.cmp(&a.draws).then_with(|| a.what.cmp(&b.what)));
    out
}

fn nearest(ground: &Ground, counted: &[&Judged], ranking: &[Ranked]) -> Vec<Near> {
    let target = ground.base.question.target.0;
    let list = ground.variables.list();
    let telling: Vec<usize> =
        ranking.iter().take(3).filter_map(|r| list.iter().position(|v| v.name == r.variable.name)).collect();
    let mut order: Vec<&&Judged> = counted.iter().collect();
    let far = |j: &Judged| (j.men - target).abs();
    order.sort_by(|a, b| far(a).total_cmp(&far(b)).then(a.draw.cmp(&b.draw)));
    let near = |j: &&&Judged| Near {
        draw: j.draw + 1,
        men: j.men,
        margin: j.men / target - 1.0,
        ruled_out: j.ruled_out,
        is_solved: matches!(j.how, How::Solved | How::Stopped),
        figures: telling
            .iter()
            .map(|v| {
                let value = list[*v].spread.quantile(ground.plan.share(*v, j.draw));
                format!("{} = {}", list[*v].name, rounded(value))
            })
            .collect::<Vec<_>>()
            .join("; "),
    };
    order.iter().take(NEAREST).map(near).collect()
}

/// Four digits or all before the point.
fn rounded(value: f64) -> String {
    let digits = (3.0 - value.abs().max(1e-9).log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{value:.digits$}")
}

/// A sentence for each of the figures most worth knowing.
fn research(ranking: &[Ranked], odds: &Odds) -> Vec<String> {
    let wrong = odds.share.min(1.0 - odds.share);
    // What would not show in the sentence is no reason for research.
    let tells = |r: &&Ranked| r.worth_knowing >= TOLD || r.share_of_variance >= TOLD;
    let mut order: Vec<&Ranked> = ranking.iter().filter(|r| !r.within_noise).filter(tells).collect();
    order.sort_by(|a, b| {
        let of = |r: &Ranked| (r.worth_knowing, r.share_of_variance);
        let ((a1, a2), (b1, b2)) = (of(a), of(b));
        b1.total_cmp(&a1).then(b2.total_cmp(&a2)).then_with(|| a.variable.name.cmp(&b.variable.name))
    });
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let sentence = |r: &&Ranked| {
        let v = &r.variable;
        let from = if v.source.is_empty() { "no source is named".to_string() } else { format!("source: {}", v.source) };
        let grade = match v.grade.trim() {
            "A" => "A, documented",
            "B" => "B, derived",
            "C" => "C, planner's estimate",
            _ => "D, guess",
        };
        let worth = if wrong == 0.0 {
            "No draw has another verdict, so knowing it changes none".to_string()
        } else if r.worth_knowing < TOLD {
            "Knowing it exactly would not make the verdict surer".to_string()
        } else {
            let left = (wrong - r.worth_knowing).max(0.0);
            format!(
                "Who bets on the likelier verdict is wrong in {} of the draws; knowing it exactly, in {}",
                percent(wrong),
                percent(left)
            )
        };
        format!(
            "{} ({}; grade {grade}; {from}). {worth}; the variance of the men would be less by {}.",
            v.name,
            v.cell,
            percent(r.share_of_variance)
        )
    };
    order.iter().take(RESEARCH).map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From 0 to 3,000,000 in about twenty bars: 150,000 is rounded up to 200,000, and 2,100,000 is an edge, so the first bar has 100,000 alone. One
    /// draw just below the target, one on it; both ends are in.
    #[test]
    fn bars_end_at_the_target() {
        let draw = |men: f64| Judged { men, ruled_out: men < 2.1e6, ..Judged::nothing(0, How::Solved) };
        let draws = [0.0, 99_999.0, 2_099_999.0, 2_100_000.0, 3_000_000.0].map(draw);
        let bars = men(&draws.iter().collect::<Vec<_>>(), 2.1e6).bars;
        assert_eq!((bars[0].from, bars[0].to, bars[0].draws, bars[0].ruled_out), (0.0, 100_000.0, 2, 2));
        let edge = bars.iter().position(|b| b.to == 2.1e6).expect("an edge");
        assert_eq!((bars[edge].draws, bars[edge].ruled_out), (1, 1));
        assert_eq!((bars[edge + 1].draws, bars[edge + 1].ruled_out), (1, 0));
        assert_eq!((bars.len(), bars.last().map(|b| (b.to, b.draws))), (16, Some((3.1e6, 1))));
        let one = men(&[&draw(5.0)], 7.0).bars;
        assert_eq!((one.len(), one[0].draws), (1, 1));
        assert_eq!([0.0, 1.0, 1.1, 2.4, 150_000.0, 900_000.0].map(round_above), [1.0, 1.0, 2.0, 2.5, 2e5, 1e6]);
    }
}
