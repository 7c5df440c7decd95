//! Which variables move the men at the destination, and which would settle the verdict: from the draws alone.

use nalgebra::{DMatrix, DVector};
use statrs::distribution::{ContinuousCDF, Normal};

use super::plan::order;

/// Shuffles by which the part of chance is found.
const SHUFFLES: u64 = 20;

/// Ranks from 1; equal values share the middle of their ranks.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut out = vec![0.0; values.len()];
    let mut i = 0;
    while i < order.len() {
        let same = order[i..].iter().take_while(|j| values[**j] == values[order[i]]).count();
        for j in &order[i..i + same] {
            out[*j] = i as f64 + (same as f64 + 1.0) / 2.0;
        }
        i += same;
    }
    out
}

/// Pearson's correlation; 0 where one of the two does not vary.
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len().max(1) as f64;
    let (ma, mb) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        ab += (x - ma) * (y - mb);
        aa += (x - ma) * (x - ma);
        bb += (y - mb) * (y - mb);
    }
    if aa > 0.0 && bb > 0.0 { ab / (aa * bb).sqrt() } else { 0.0 }
}

/// Rank regression: how many standard deviations the rank of the result moves with one of each variable's rank, all others held (Saltelli
/// and others, *Sensitivity Analysis in Practice*, 2004, chapter 6), and the share of the result's rank variance that this explains.
/// Columns are ranks. `None` where the variables do not tell each other apart.
pub fn regression(columns: &[&[f64]], result: &[f64]) -> Option<(Vec<f64>, f64)> {
    let k = columns.len();
    let between = DMatrix::from_fn(k, k, |i, j| if i == j { 1.0 } else { correlation(columns[i], columns[j]) });
    let with_result = DVector::from_fn(k, |i, _| correlation(columns[i], result));
    let found = between.cholesky()?.solve(&with_result);
    let explained = found.dot(&with_result);
    Some((found.iter().copied().collect(), explained.clamp(0.0, 1.0)))
}

/// The rank correlation that in nineteen of twenty cases none of so many figures reaches by chance alone in so many draws (each figure may reach it
/// in one of twenty times as many: Bonferroni).
pub fn noise(draws: usize, figures: usize) -> f64 {
    let each = 0.05 / figures.max(1) as f64;
    // The mean 0 and deviation 1 of the standard normal are always valid.
    let z = Normal::new(0.0, 1.0).map_or(f64::INFINITY, |normal| normal.inverse_cdf(1.0 - each / 2.0));
    z / (draws.max(2) as f64 - 1.0).sqrt()
}

/// Bins of a variable's range for so many draws: enough in each to average.
pub fn bins(draws: usize) -> usize {
    ((draws as f64).sqrt() / 2.0).floor().clamp(2.0, 20.0) as usize
}

/// Bin of each draw by its rank, as equally filled as can be.
fn binned(ranks: &[f64], bins: usize) -> Vec<usize> {
    let n = ranks.len() as f64;
    ranks.iter().map(|r| (((r - 0.5) / n * bins as f64) as usize).min(bins - 1)).collect()
}

/// Share of the result's variance that would be gone if the variable were known: the variance of the mean of the bins, less what chance gives
/// bins of that size. (First-order index of Sobol; the correction is that of epsilon squared.)
pub fn share_of_variance(ranks: &[f64], result: &[f64]) -> f64 {
    let n = result.len();
    let count = bins(n);
    let mean = result.iter().sum::<f64>() / n.max(1) as f64;
    let total: f64 = result.iter().map(|y| (y - mean) * (y - mean)).sum();
    if total <= 0.0 || n <= count {
        return 0.0;
    }
    let mut sums = vec![(0.0, 0.0); count];
    for (bin, y) in binned(ranks, count).into_iter().zip(result) {
        sums[bin].0 += 1.0;
        sums[bin].1 += y - mean;
    }
    let filled = sums.iter().filter(|(m, _)| *m > 0.0);
    let (used, between) = filled.fold((0.0, 0.0), |(k, sum), (m, s)| (k + 1.0, sum + s * s / m));
    let within = (total - between) / (n as f64 - used).max(1.0);
    ((between - (used - 1.0) * within) / total).clamp(0.0, 1.0)
}

/// By how much the chance of calling the verdict wrongly falls if the variable is known exactly. Without it one says what is more likely and
/// is wrong in min(P, 1 - P) of the cases; knowing it, one says what is more likely there: in its bin, or on its side of the best threshold,
/// whichever settles more. What shuffled draws would seem to gain is taken off. Between 0 and min(P, 1 - P).
pub fn value_of_knowing(ranks: &[f64], yes: &[bool], seed: u64) -> f64 {
    let n = yes.len();
    let all = yes.iter().filter(|y| **y).count();
    let wrong = all.min(n - all);
    if wrong == 0 {
        return 0.0;
    }
    let count = bins(n);
    let bin = binned(ranks, count);
    let mut rising: Vec<usize> = (0..n).collect();
    rising.sort_by(|a, b| ranks[*a].total_cmp(&ranks[*b]));
    let wrong_by_bins = |of: &dyn Fn(usize) -> bool| -> usize {
        let mut tally = vec![[0_usize; 2]; count];
        (0..n).for_each(|d| tally[bin[d]][usize::from(of(d))] += 1);
        tally.iter().map(|[no, yes]| *no.min(yes)).sum()
    };
    let wrong_by_threshold = |of: &dyn Fn(usize) -> bool| -> usize {
        let (mut yes_below, mut least) = (0, wrong);
        for (k, pair) in (1..).zip(rising.windows(2)) {
            yes_below += usize::from(of(pair[0]));
            if ranks[pair[0]] < ranks[pair[1]] {
                // Yes above the threshold and no below it, or the other way round.
                let misses = yes_below + (n - k) - (all - yes_below);
                least = least.min(misses).min(n - misses);
            }
        }
        least
    };
    let gained = |of: &dyn Fn(usize) -> bool| {
        (wrong - wrong_by_bins(of).min(wrong_by_threshold(of)).min(wrong)) as f64 / n as f64
    };
    let by_chance = (0..SHUFFLES)
        .map(|k| {
            let order = order(n, seed, k);
            gained(&|d| yes[order[d] as usize])
        })
        .sum::<f64>()
        / SHUFFLES as f64;
    (gained(&|d| yes[d]) - by_chance).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertain::correlate::Correlation;
    use crate::uncertain::plan::Plan;

    fn columns(draws: usize, variables: usize) -> Vec<Vec<f64>> {
        let names: Vec<String> = (0..variables).map(|i| format!("x{i}")).collect();
        let plan = Plan::new(draws, 5, &names, &Correlation::none());
        (0..variables).map(|v| (0..draws).map(|d| plan.share(v, d)).collect()).collect()
    }

    #[test]
    fn equal_values_share_ranks() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    }

    /// Ishigami and Homma (1990): sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 over -pi..pi. First-order indices 0.3139, 0.4424 and 0. What
    /// goes up and down again (x2) a rank regression does not see, and it says so: it explains less than a quarter.
    #[test]
    fn ishigami() {
        let x = columns(20_000, 3);
        let pi = std::f64::consts::PI;
        let at = |v: usize, d: usize| (2.0 * x[v][d] - 1.0) * pi;
        let y: Vec<f64> = (0..20_000)
            .map(|d| at(0, d).sin() + 7.0 * at(1, d).sin().powi(2) + 0.1 * at(2, d).powi(4) * at(0, d).sin())
            .collect();
        let r: Vec<Vec<f64>> = x.iter().map(|c| ranks(c)).collect();
        for (v, known) in [0.3139, 0.4424, 0.0].into_iter().enumerate() {
            let found = share_of_variance(&r[v], &y);
            assert!((found - known).abs() < 0.02, "x{}: {found}, known {known}", v + 1);
        }
        let (slopes, explained) =
            regression(&r.iter().map(Vec::as_slice).collect::<Vec<_>>(), &ranks(&y)).expect("a regression");
        assert!(slopes[0] > 0.35 && slopes[1].abs() < 0.03 && slopes[2].abs() < 0.03, "{slopes:?}");
        assert!(explained < 0.25, "{explained}");
    }

    /// 4 x1 - 2 x2 + x3 of equal spreads: slopes as 4 : -2 : 1, shares 16 : 4 : 1 of 21, and everything explained. (Ranks of the sum are not
    /// quite straight, hence the tolerance.)
    #[test]
    fn a_linear_model() {
        let x = columns(10_000, 4);
        let y: Vec<f64> = (0..10_000).map(|d| 4.0 * x[0][d] - 2.0 * x[1][d] + x[2][d]).collect();
        let r: Vec<Vec<f64>> = x.iter().map(|c| ranks(c)).collect();
        let (slopes, explained) =
            regression(&r.iter().map(Vec::as_slice).collect::<Vec<_>>(), &ranks(&y)).expect("a regression");
        let length = 21_f64.sqrt();
        for (v, by_hand) in [4.0 / length, -2.0 / length, 1.0 / length, 0.0].into_iter().enumerate() {
            assert!((slopes[v] - by_hand).abs() < 0.03, "{slopes:?}");
        }
        for (v, by_hand) in [16.0, 4.0, 1.0, 0.0].into_iter().enumerate() {
            let found = share_of_variance(&r[v], &y);
            assert!((found - by_hand / 21.0).abs() < 0.02, "{found}");
        }
        assert!(explained > 0.97, "{explained}");
    }

    /// Yes where x1 > 0.7, whatever x2: knowing x1 takes away all of the 0.3, x2 nothing.
    #[test]
    fn what_settles_the_verdict_is_worth_knowing() {
        let x = columns(2000, 2);
        let yes: Vec<bool> = x[0].iter().map(|u| *u > 0.7).collect();
        let worth = |v: usize| value_of_knowing(&ranks(&x[v]), &yes, 1);
        assert!((worth(0) - 0.3).abs() < 0.005, "{}", worth(0));
        assert!(worth(1) < 0.01, "{}", worth(1));
        assert_eq!(value_of_knowing(&ranks(&x[0]), &[true; 2000], 1), 0.0);
        // Yes between 0.4 and 0.6: no threshold settles that, bins do, all but those at the ends.
        let yes: Vec<bool> = x[0].iter().map(|u| (0.4..0.6).contains(u)).collect();
        let found = value_of_knowing(&ranks(&x[0]), &yes, 1);
        assert!(found > 0.14, "{found}");
    }

    /// One figure in 101 draws: 1.96 / 10. Of a hundred each may stray in one of two thousand cases: 3.48 / 10.
    #[test]
    fn many_figures_must_stand_out_further() {
        assert!((noise(101, 1) - 0.196).abs() < 1e-4, "{}", noise(101, 1));
        assert!((noise(101, 100) - 0.348).abs() < 1e-3, "{}", noise(101, 100));
    }
}
