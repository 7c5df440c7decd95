use railhead::answer::dates;
use railhead::campaign::Days;
use railhead::formulation::{self, Earliest};
use railhead::solver::{self, Backend, Limits};
use railhead::{estimate, input, tables, uncertain::Variables};
fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = s.rsplit_once(')').unwrap().1.split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}
fn main() {
    let book = input::open(std::path::Path::new("models/vistula-rhine")).expect("book");
    let v = Variables::of(&book);
    let mut seed: u64 = 777;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as f64 / (1u64 << 53) as f64
    };
    for k in 0..12 {
        let values: Vec<f64> = v.list().iter().map(|x| x.spread.quantile(next())).collect();
        let Some(c0) = tables::read(&v.put_into(&book, &values)).campaign else {
            println!("{k}: senseless");
            continue;
        };
        let mut line = format!("{k}:");
        let t = cpu();
        let e = estimate::Estimate::of(&c0).unwrap();
        line += &format!(" estimate impossible {} ({:.2}s)", e.impossible, cpu() - t);
        for days in [30.0, 45.0, 60.0, 90.0] {
            let mut c = c0.clone();
            c.question.period = Days(days);
            let e = Earliest::of(&c);
            let all = dates::all(&c);
            let Some(last) = all.last() else { continue };
            let t = cpu();
            let Some(p) = formulation::build(&c, &e, dates::window(&c, *last)) else { continue };
            let b = cpu() - t;
            let t = cpu();
            let s = solver::solve(&p.lp, Backend::Highs, &Limits::default()).ok().unwrap();
            line += &format!(
                " | {days}: {:.0} ({} cols, build {b:.2} solve {:.2}s)",
                solver::safe_bound(&p.lp, &s.y).value,
                p.lp.columns(),
                cpu() - t
            );
        }
        println!("{line}");
    }
}
