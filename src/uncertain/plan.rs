//! Which draw has which value of which variable: a Latin hypercube.
//!
//! Each variable's range is cut into as many parts of equal probability as there are draws, and each part is drawn from once (McKay,
//! Beckman and Conover, *Technometrics* 21 (1979) 239-245). Every number comes from a generator of its own variable, found by the
//! variable's name and the number of the draw: it does not matter who asks, in which order, or what other variables there are.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::correlate::{self, Correlation};
use crate::files::sha256;

/// A plan of draws.
#[derive(Debug, Clone)]
pub struct Plan {
    draws: usize,
    seed: u64,
    /// For each variable the stream of its generator.
    streams: Vec<u64>,
    /// For each variable the part of its range in which each draw lies.
    parts: Vec<Vec<u32>>,
}

impl Plan {
    /// A plan of so many draws for variables of these names, with these rank correlations between them.
    pub fn new(draws: usize, seed: u64, names: &[String], correlation: &Correlation) -> Plan {
        let streams: Vec<u64> = names.iter().map(|name| stream(name)).collect();
        let mut parts: Vec<Vec<u32>> =
            streams.par_iter().map(|stream| shuffled(draws, &mut generator(seed, *stream))).collect();
        correlate::impose(&mut parts, correlation);
        Plan { draws, seed, streams, parts }
    }

    /// Number of draws.
    #[cfg(test)]
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// Where a draw lies within a variable's range: the share of the belief below it, between 0 and 1.
    pub fn share(&self, variable: usize, draw: usize) -> f64 {
        let part = self.parts[variable][draw];
        let mut within = generator(self.seed, self.streams[variable]);
        // The shuffle takes one number of two words for each draw; these lie behind it, one for each part.
        within.set_word_pos(2 * (self.draws as u128 + u128::from(part)));
        (f64::from(part) + unit(&mut within)) / self.draws as f64
    }
}

/// The generator of a variable. ChaCha with 12 rounds is the same on all machines and in all versions.
fn generator(seed: u64, stream: u64) -> ChaCha12Rng {
    let mut out = ChaCha12Rng::seed_from_u64(seed);
    out.set_stream(stream);
    out
}

/// A number from a name: the first 16 hexadecimal digits of its SHA-256.
fn stream(name: &str) -> u64 {
    let hash = sha256([name.as_bytes()]);
    u64::from_str_radix(hash.get(..16).unwrap_or_default(), 16).unwrap_or_default()
}

/// A number from 0 to below 1, of 53 bits.
fn unit(rng: &mut ChaCha12Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// The numbers from 0 in a random order (Fisher and Yates). Written out here, for the libraries' own shuffle may change with their version.
pub(super) fn shuffled(count: usize, rng: &mut ChaCha12Rng) -> Vec<u32> {
    let mut out: Vec<u32> = (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
    for i in (1..out.len()).rev() {
        let j = (u128::from(rng.next_u64()) * (i as u128 + 1)) >> 64;
        out.swap(i, usize::try_from(j).unwrap_or(0));
    }
    out
}

/// A shuffle for statistics: seeded by a number of its own.
pub(super) fn order(count: usize, seed: u64, stream: u64) -> Vec<u32> {
    shuffled(count, &mut generator(seed, stream))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("variable {i}")).collect()
    }

    #[test]
    fn every_part_is_drawn_once() {
        let plan = Plan::new(500, 7, &names(3), &Correlation::none());
        for v in 0..3 {
            let mut seen: Vec<usize> = (0..500).map(|d| (plan.share(v, d) * 500.0) as usize).collect();
            seen.sort_unstable();
            assert!(seen.iter().copied().eq(0..500));
        }
    }

    #[test]
    fn a_draw_depends_on_seed_and_name_alone() {
        let few = Plan::new(100, 7, &names(2), &Correlation::none());
        let many = Plan::new(100, 7, &names(5), &Correlation::none());
        let other = Plan::new(100, 8, &names(2), &Correlation::none());
        let same = |a: &Plan, b: &Plan| (0..100).filter(|d| a.share(1, *d) == b.share(1, *d)).count();
        assert_eq!(same(&few, &many), 100);
        assert_eq!(same(&few, &other), 0);
    }

    /// Two variables of their own streams: of 10,000 draws the correlation strays by about 0.01.
    #[test]
    fn variables_are_independent() {
        let plan = Plan::new(10_000, 1, &names(2), &Correlation::none());
        let column = |v| (0..10_000).map(|d| plan.share(v, d)).collect::<Vec<f64>>();
        let found = super::super::ranking::correlation(&column(0), &column(1));
        assert!(found.abs() < 0.04, "{found}");
    }
}
