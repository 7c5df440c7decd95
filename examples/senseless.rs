use railhead::{input, tables, uncertain::Variables};
use std::collections::BTreeMap;
fn main() {
    let book = input::open(std::path::Path::new("models/vistula-rhine")).expect("book");
    let v = Variables::of(&book);
    println!("{} variables", v.list().len());
    let mut s: u64 = 12345;
    let mut next = || {
        s ^= s << 13;
        s ^= s >> 7;
        s ^= s << 17;
        (s >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let mut bad = 0;
    for _ in 0..200 {
        let values: Vec<f64> = v.list().iter().map(|x| x.spread.quantile(next())).collect();
        let r = tables::read(&v.put_into(&book, &values));
        if r.campaign.is_none() {
            bad += 1;
            for p in r.problems.iter().filter(|p| p.is_error()) {
                *count
                    .entry(format!(
                        "{} {} | {}",
                        p.cell,
                        p.found.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect::<String>(),
                        p.hint
                    ))
                    .or_default() += 1;
            }
        }
    }
    println!("{bad} of 200");
    for (k, n) in count {
        println!("{n} {k}");
    }
}
