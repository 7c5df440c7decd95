use highs_sys::*;
use railhead::answer::dates;
use railhead::campaign::Days;
use railhead::formulation::{self, ColumnKey, Earliest, Program, RowKey};
use railhead::solver::{self, Backend, Basis, Limits, Lp, Resolver, Stand};
use railhead::{input, tables, uncertain::Variables};
use std::collections::HashMap;
use std::ffi::c_void;
use std::time::Instant;

struct H(*mut c_void);
fn hi(lp: &Lp) -> H {
    let ix = |v: &[usize]| v.iter().map(|j| *j as HighsInt).collect::<Vec<_>>();
    let (start, column) = (ix(&lp.row_start[..lp.rows()]), ix(&lp.entry_column));
    let lower: Vec<f64> = lp.sides.iter().map(|s| s.lower()).collect();
    let upper: Vec<f64> = lp.sides.iter().map(|s| s.upper()).collect();
    unsafe {
        let h = Highs_create();
        Highs_setBoolOptionValue(h, c"output_flag".as_ptr(), 0);
        Highs_setIntOptionValue(h, c"threads".as_ptr(), 1);
        Highs_passLp(
            h,
            lp.columns() as HighsInt,
            lp.rows() as HighsInt,
            lp.nonzeros() as HighsInt,
            kHighsMatrixFormatRowwise,
            kHighsObjSenseMaximize,
            0.0,
            lp.objective.as_ptr(),
            lp.lower.as_ptr(),
            lp.upper.as_ptr(),
            lower.as_ptr(),
            upper.as_ptr(),
            start.as_ptr(),
            column.as_ptr(),
            lp.entry_value.as_ptr(),
        );
        H(h)
    }
}
fn codes(b: &Basis) -> (Vec<HighsInt>, Vec<HighsInt>) {
    let code = |s: &Stand| match s {
        Stand::Basic => kHighsBasisStatusBasic,
        Stand::Lower => kHighsBasisStatusLower,
        Stand::Upper => kHighsBasisStatusUpper,
        Stand::Limit => kHighsBasisStatusNonbasic,
    };
    (b.columns.iter().map(code).collect(), b.rows.iter().map(code).collect())
}
fn repriced(lp: &Lp, b: &Basis) -> Option<Vec<f64>> {
    let h = hi(lp);
    let (c, r) = codes(b);
    unsafe {
        let s = Highs_setBasis(h.0, c.as_ptr(), r.as_ptr());
        let mut basic = vec![0 as HighsInt; lp.rows()];
        let s2 = Highs_getBasicVariables(h.0, basic.as_mut_ptr());
        if s2 != 0 {
            println!("   basis {s} basic {s2}");
        }
        let rhs: Vec<f64> = basic.iter().map(|j| if *j >= 0 { lp.objective[*j as usize] } else { 0.0 }).collect();
        let mut y = vec![0.0; lp.rows()];
        let s3 =
            Highs_getBasisTransposeSolve(h.0, rhs.as_ptr(), y.as_mut_ptr(), std::ptr::null_mut(), std::ptr::null_mut());
        Highs_destroy(h.0);
        (s3 == 0).then_some(y)
    }
}
fn limited(lp: &Lp, b: &Basis, steps: i32, weights: i32, strategy: i32) -> (i32, Vec<f64>, f64) {
    let h = hi(lp);
    let (c, r) = codes(b);
    let t = Instant::now();
    unsafe {
        Highs_setStringOptionValue(h.0, c"solver".as_ptr(), c"simplex".as_ptr());
        Highs_setStringOptionValue(h.0, c"presolve".as_ptr(), c"off".as_ptr());
        Highs_setDoubleOptionValue(h.0, c"dual_simplex_cost_perturbation_multiplier".as_ptr(), 0.01);
        Highs_setIntOptionValue(h.0, c"simplex_dual_edge_weight_strategy".as_ptr(), weights);
        Highs_setIntOptionValue(h.0, c"simplex_strategy".as_ptr(), strategy);
        Highs_setIntOptionValue(h.0, c"simplex_iteration_limit".as_ptr(), steps);
        Highs_setBasis(h.0, c.as_ptr(), r.as_ptr());
        Highs_run(h.0);
        let st = Highs_getModelStatus(h.0);
        let (mut x, mut d, mut a, mut y) =
            (vec![0.0; lp.columns()], vec![0.0; lp.columns()], vec![0.0; lp.rows()], vec![0.0; lp.rows()]);
        Highs_getSolution(h.0, x.as_mut_ptr(), d.as_mut_ptr(), a.as_mut_ptr(), y.as_mut_ptr());
        Highs_destroy(h.0);
        (st, y, t.elapsed().as_secs_f64())
    }
}
fn main() {
    let book = input::open(std::path::Path::new("models/vistula-rhine")).expect("book");
    let v = Variables::of(&book);
    let prog = |b: &tables::RawBook| -> Option<(Program, f64)> {
        let mut c = tables::read(b).campaign?;
        c.question.period = Days(30.0);
        let last = *dates::all(&c).last()?;
        let e = Earliest::of(&c);
        let t = Instant::now();
        Some((formulation::build(&c, &e, dates::window(&c, last))?, t.elapsed().as_secs_f64()))
    };
    let (base, _) = prog(&book).unwrap();
    let how = (Backend::Highs, Limits::default());
    let mut r = Resolver::new(base.lp.clone(), how.0, how.1);
    let t = Instant::now();
    let s = r.solve().ok().unwrap();
    println!(
        "base {:.3} in {:.2}s; {} x {}",
        solver::safe_bound(&base.lp, &s.y).value,
        t.elapsed().as_secs_f64(),
        base.lp.columns(),
        base.lp.rows()
    );
    let basis = r.basis().unwrap();
    let cols: HashMap<ColumnKey, Stand> = base.columns.iter().copied().zip(basis.columns.iter().copied()).collect();
    let rows: HashMap<RowKey, (Stand, f64)> =
        base.rows.iter().copied().zip(basis.rows.iter().copied().zip(s.y.iter().copied())).collect();
    let mut seed: u64 = 12345;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as f64 / (1u64 << 53) as f64
    };
    for k in 0..8 {
        let values: Vec<f64> = v.list().iter().map(|x| x.spread.quantile(next())).collect();
        let t = Instant::now();
        let Some((p, built)) = prog(&v.put_into(&book, &values)) else {
            println!("{k}: senseless");
            continue;
        };
        let all = t.elapsed().as_secs_f64();
        let y: Vec<f64> = p.rows.iter().map(|k| rows.get(k).map_or(0.0, |r| r.1)).collect();
        let t = Instant::now();
        let old = solver::safe_bound(&p.lp, &y).value;
        let safe = t.elapsed().as_secs_f64();
        let b = Basis {
            columns: p.columns.iter().map(|k| cols.get(k).copied().unwrap_or(Stand::Limit)).collect(),
            rows: p.rows.iter().map(|k| rows.get(k).map_or(Stand::Basic, |r| r.0)).collect(),
        };
        let t = Instant::now();
        let re = repriced(&p.lp, &b);
        let (re_s, re) = (t.elapsed().as_secs_f64(), re.map(|y| solver::safe_bound(&p.lp, &y).value));
        let t = Instant::now();
        let near = solver::solve_near(&p.lp, &b, (how.0, &how.1));
        let near_s = t.elapsed().as_secs_f64();
        let t = Instant::now();
        let fresh = solver::solve(&p.lp, how.0, &how.1).ok().unwrap();
        let fresh_s = t.elapsed().as_secs_f64();
        println!(
            "{k}: read+build {all:.2} (build {built:.2}) truth {:.3} fresh {fresh_s:.2}s | old prices {old:.1} ({safe:.3}s) | repriced {re:?} {re_s:.3}s | near {} {near_s:.2}s",
            solver::safe_bound(&p.lp, &fresh.y).value,
            near.is_some()
        );
        for (steps, w, strat) in [(0, 1, 1), (150, 1, 1), (500, 1, 1), (1200, 1, 1), (500, 1, 4), (1200, 1, 4)] {
            let (st, y, sec) = limited(&p.lp, &b, steps, w, strat);
            println!(
                "     limit {steps} w{w} strategy {strat}: status {st} bound {:.2} and negated {:.2} in {sec:.2}s",
                solver::safe_bound(&p.lp, &y).value,
                solver::safe_bound(&p.lp, &y.iter().map(|v| -v).collect::<Vec<_>>()).value
            );
        }
    }
}
