//! scratch
mod highs;
#[allow(dead_code)]
mod naive;
use highs::Handle;
use railhead::answer::dates;
use railhead::formulation::{self, Earliest, RowKey};
use railhead::solver;

fn main() {
    let what = std::env::var("WHAT").unwrap_or_default();
    let days: f64 = std::env::var("DAYS").map_or(30.0, |d| d.parse().unwrap());
    let mut c = naive::frozen(days);
    if days > 10.0 { c.question.sustain = railhead::campaign::Days(days); }
    let earliest = Earliest::of(&c);
    let last = *dates::all(&c).last().expect("a date");
    let program = formulation::build(&c, &earliest, dates::window(&c, last)).expect("a quiet posture");
    let (lp, kept) = program.lp.without_idle_rows();
    println!("{} cols {} rows ({} kept) {} nz", lp.columns(), program.lp.rows(), lp.rows(), lp.nonzeros());
    let report = |name: &str, h: &mut Handle| {
        let cpu = || std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse::<f64>().unwrap()/1e9; let c0 = cpu(); let r = h.run(); let c1 = cpu() - c0;
        let (_, y) = h.solution();
        let b = solver::safe_bound(&lp, &y);
        println!("{name}: optimal {} obj {:.6} bound {:.6} seconds {:.2} cpu {c1:.2} iterations {}", r.optimal, r.objective, b.value, r.seconds, r.iterations);
    };
    let ipx = || { let mut h = Handle::new(&lp); h.text("solver", "ipx").text("presolve", "off").text("run_crossover", "off").text("parallel", "off").integer("threads", 1).number("time_limit", 300.0); h };
    for w in what.split(',') {
        match w {
            "ipx" => report("ipx", &mut ipx()),
            "tol" => for tol in [1e-7, 1e-6, 1e-5, 1e-4] { let mut h = ipx(); h.number("ipm_optimality_tolerance", tol); report(&format!("ipx opt tol {tol}"), &mut h); },
            "feas" => for tol in [1e-6, 1e-5] { let mut h = ipx(); h.number("ipm_optimality_tolerance", 1e-7).number("primal_feasibility_tolerance", tol).number("dual_feasibility_tolerance", tol); report(&format!("ipx feas tol {tol}, opt 1e-7"), &mut h); },
            "dualize" => for s in [0, 1, 2, 3] { let mut h = ipx(); h.integer("ipx_dualize_strategy", s); report(&format!("ipx dualize {s}"), &mut h); },
            "scale" => for s in [0, 1, 2, 3, 4] { let mut h = ipx(); h.integer("simplex_scale_strategy", s); report(&format!("ipx scale {s}"), &mut h); },
            "presolve" => { let mut h = ipx(); h.text("presolve", "on"); report("ipx presolve on, crossover off", &mut h); }
            "full" => { let mut h = ipx(); h.text("presolve", "on").text("run_crossover", "on"); report("ipx presolve on, crossover on", &mut h); }
            "cross" => { let mut h = ipx(); h.text("run_crossover", "on"); report("ipx crossover on", &mut h); }
            "choose" => { let mut h = Handle::new(&lp); h.number("time_limit", 300.0); report("default", &mut h); }
            "hipo" => { let mut h = ipx(); h.text("solver", "hipo"); report("hipo", &mut h); }
            "hot" => {
                let mut h = ipx();
                h.text("run_crossover", "on");
                report("base: ipx + crossover", &mut h);
                h.text("solver", "simplex");
                report("simplex at once", &mut h);
                let cases: [(&str, fn(&RowKey) -> bool, f64); 7] = [
                    ("brigades x 0.5", |k| matches!(k, RowKey::Brigades { .. }), 0.5),
                    ("trucks x 1.02", |k| matches!(k, RowKey::TruckFleet { .. }), 1.02),
                    ("trucks x 0.9", |k| matches!(k, RowKey::TruckFleet { .. }), 0.9),
                    ("replacements x 0.95", |k| matches!(k, RowKey::ReplacementStream { .. }), 0.95),
                    ("forces x 0.99", |k| matches!(k, RowKey::ForceSize { .. }), 0.99),
                    ("forces x 0.95", |k| matches!(k, RowKey::ForceSize { .. }), 0.95),
                    ("rolling stock x 0.7", |k| matches!(k, RowKey::RollingStock { .. }), 0.7),
                ];
                for (name, is, factor) in cases {
                    let mut changed = lp.clone();
                    for (i, origin) in kept.origin.iter().enumerate() {
                        if is(&program.rows[*origin]) {
                            let b = lp.sides[i].upper() * factor;
                            changed.sides[i] = solver::Sides::AtMost(b);
                            h.row(i, (f64::NEG_INFINITY, b));
                        }
                    }
                    report(&format!("{name}: hot simplex"), &mut h);
                    for (i, _) in kept.origin.iter().enumerate() { h.row(i, (lp.sides[i].lower(), lp.sides[i].upper())); }
                    if days > 10.0 {
                    let mut cold = Handle::new(&changed);
                    cold.text("solver", "ipx").text("presolve", "off").text("run_crossover", "off").text("parallel", "off").integer("threads", 1);
                    report(&format!("{name}: cold ipx"), &mut cold);
                    }
                }
                for factor in [1.05, 0.9] {
                    for (j, k) in program.columns.iter().enumerate() {
                        if let formulation::ColumnKey::Arrived { .. } = k { h.column(j, (0.0, lp.upper[j] * factor)); }
                    }
                    report(&format!("supply streams x {factor}: hot simplex"), &mut h);
                }
            }
            _ => println!("? {w}"),
        }
    }
}
