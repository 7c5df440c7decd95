//! The arithmetic line by line, as expressions over the figures of the input: what a sheet shows with live formulas.

use super::corridors::Corridor;
use super::cuts::Cuts;
use super::expr::{Expr, Line};
use super::repair::Repair;
use crate::campaign::*;
use crate::formulation::Context;

const NEED: &str = "What they need";
const MEN: &str = "Men, up to the last date";
const SUPPLIES: &str = "Supplies, up to the last day";
const BROUGHT: &str = "Carriage, up to the last day";
const A_DAY: &str = "Carriage on one day, everything restored";
const TRUCKS: &str = "Trucks";
const REPAIR: &str = "Days";

/// Stands by a share that puts the target out of reach where it is above 1.
pub const TOO_MUCH: &str = "Above 1: impossible";
const NETWORK: &str = "Worked out from roads and lines; solve again to renew it";

/// Lines by section, with their places in the list.
pub fn sections(lines: &[Line]) -> Vec<(&'static str, Vec<(usize, &Line)>)> {
    let mut out: Vec<(&'static str, Vec<(usize, &Line)>)> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        match out.last_mut().filter(|(section, _)| *section == line.section) {
            Some((_, all)) => all.push((n, line)),
            None => out.push((line.section, vec![(n, line)])),
        }
    }
    out
}

/// Writes lines one below the other.
struct Sheet(Vec<Line>);

impl Sheet {
    /// Adds a line and gives the expression that refers to it.
    fn line(
        &mut self,
        section: &'static str,
        what: impl Into<String>,
        expr: Expr,
        says: (&'static str, &'static str),
    ) -> Expr {
        let value = expr.value();
        self.0.push(Line { section, what: what.into(), expr, unit: says.0, note: says.1 });
        Expr::Line(self.0.len() - 1, value)
    }
}

/// What several sections refer to.
struct Shared {
    men: Expr,
    norms: Vec<Expr>,
    kg: Expr,
    need: Expr,
}

/// All lines; those of dates speak of the last one.
pub fn all(ctx: &Context, cuts: &Cuts, corridors: &[Corridor], repair: &[Repair]) -> Vec<Line> {
    let mut sheet = Sheet(Vec::new());
    let shared = need(&mut sheet, ctx);
    men(&mut sheet, ctx, cuts, &shared);
    supplies(&mut sheet, ctx, cuts, &shared);
    brought(&mut sheet, ctx, cuts, &shared);
    a_day(&mut sheet, ctx, corridors, &shared);
    trucks(&mut sheet, ctx, &shared);
    days(&mut sheet, ctx, cuts, repair);
    sheet.0
}

fn need(sheet: &mut Sheet, ctx: &Context) -> Shared {
    let c = ctx.c;
    let men = sheet.line(NEED, "Men asked for", Expr::Number(c.question.target.0), ("men", "From the sheet Question"));
    let norms: Vec<Expr> = (0..c.classes.len())
        .map(|k| {
            let expr = norm(c, ctx.quiet, ClassId(k));
            sheet.line(NEED, format!("{} for a man at rest", c.classes[k].name), expr, ("kg a day", ""))
        })
        .collect();
    let kg = sheet.line(NEED, "All classes", Expr::Sum(norms.clone()), ("kg a day", ""));
    let tonnes = men.clone().times(kg.clone()).over(Expr::Number(1000.0));
    let need = sheet.line(NEED, "Need of all of them at rest", tonnes, ("t/day", "Men x kg / 1,000"));
    for (id, name, train) in [
        ("net_t_per_train_broad", "Trains for it, broad gauge", &c.factors.net_t_per_train_broad),
        ("net_t_per_train_standard", "Trains for it, standard gauge", &c.factors.net_t_per_train_standard),
    ] {
        let broad = id.ends_with("broad");
        if c.lines.iter().any(|l| l.is_broad() == broad) {
            let trains = need.clone().over(Expr::factor(id, train.estimate.base));
            sheet.line(NEED, name, trains, ("trains/day", ""));
        }
    }
    if let Some(p) = hardest(ctx) {
        let all = (0..c.classes.len()).map(|k| norm(c, p, ClassId(k))).collect();
        let tonnes = men.clone().times(Expr::Sum(all)).over(Expr::Number(1000.0));
        let what = format!("If all were engaged at once: {}", c.postures[p.0].name);
        sheet.line(NEED, what, tonnes, ("t/day", "They never are: for comparison"));
    }
    Shared { men, norms, kg, need }
}

fn norm(c: &Campaign, p: PostureId, class: ClassId) -> Expr {
    let row = format!("{}, {}", c.postures[p.0].key, c.classes[class.0].key);
    Expr::figure("Norms", row, "Norm", c.norm(p, class).0)
}

/// The posture in which most is used, of those in which the profile resists.
pub fn hardest(ctx: &Context) -> Option<PostureId> {
    let steps = ctx.legs.iter().flat_map(|leg| ctx.periods().filter_map(|t| ctx.step(*leg, t)));
    steps.map(|s| s.posture).max_by(|a, b| ctx.norm(*a).total_cmp(&ctx.norm(*b)))
}

fn men(sheet: &mut Sheet, ctx: &Context, cuts: &Cuts, shared: &Shared) {
    let c = ctx.c;
    let first = ctx.window.first;
    let end = Days(ctx.end(first));
    let joins = |f: &&Force| f.from < end && ctx.exists(f.place, first);
    let forces = c.forces.iter().filter(joins).map(|f| Expr::figure("Forces", &f.key, "Men", f.men.base)).collect();
    let forces = sheet.line(MEN, "Forces", Expr::Sum(forces), ("men", ""));
    let came = c.replacements.iter().filter_map(|r| {
        let begun = (0..=first).find(|t| ctx.exists(r.place, *t))?;
        let days = r.span.days_within(Days(ctx.start(begun)), end).0;
        Some(Expr::figure("Replacements", &r.key, "Rate", r.men_per_day.base).times(Expr::Number(days)))
    });
    let came = Expr::Sum(came.collect());
    let came = sheet.line(MEN, "Replacements, all that are offered", came, ("men", "Rate x days"));
    let fallen = Expr::Number(cuts.fighting.losses);
    let fallen = sheet.line(MEN, "Fallen and wounded at the least", fallen, ("men", NETWORK));
    let sick = Expr::Number(cuts.sick(first, c.question.target.0));
    let sick =
        sheet.line(MEN, "Sick at the least", sick, ("men", "Those who stand there at last, as if they had come last"));
    let back = Expr::Number(1.0).less(Expr::factor("returned_share", c.factors.returned_share.estimate.base));
    let left = Expr::Sum(vec![forces, came]).less(fallen.times(back)).less(sick);
    let left = sheet.line(MEN, "Left at the most", left.not_below_zero(), ("men", ""));
    let guards = c.claims.iter().filter(|k| k.basis == ClaimBasis::Men && !k.counts);
    let guards = guards.map(|k| Expr::figure("Claims", &k.key, "Amount", k.amount.base)).collect();
    let guards = sheet.line(MEN, "Tied down and not counted", Expr::Sum(guards), ("men", ""));
    let share = Expr::Sum(vec![shared.men.clone(), guards]).over(left);
    sheet.line(MEN, "Needed of what is left", share, ("share", TOO_MUCH));
}

fn supplies(sheet: &mut Sheet, ctx: &Context, cuts: &Cuts, shared: &Shared) {
    let c = ctx.c;
    let (first, last) = (ctx.window.first, ctx.window.last);
    let days = cuts.man_days(first, c.question.target.0);
    let note = "Of those who stand there at last, as if they had come last, and of the engaged";
    let man_days = sheet.line(
        SUPPLIES,
        "Man-days for which rations are drawn, at the least",
        Expr::Number(days),
        ("man-days", note),
    );
    for (k, class) in c.classes.iter().enumerate() {
        let stocks = c.stocks.iter().filter(|s| s.class.0 == k && ctx.exists(s.place, last)).map(|s| {
            let row = format!("{}, {}", c.place(s.place).key, class.key);
            Expr::figure("BaseStocks", row, "Stock", s.tonnes.base)
        });
        let streams = c.streams.iter().filter(|s| s.class.0 == k).filter_map(|s| {
            let begun = (0..=last).find(|t| ctx.exists(s.place, *t))?;
            let days = s.span.days_within(Days(ctx.start(begun)), Days(ctx.end(last))).0;
            Some(Expr::figure("SupplyStreams", &s.key, "Rate", s.t_per_day.base).times(Expr::Number(days)))
        });
        let all = Expr::Sum(stocks.chain(streams).collect());
        let name = &class.name;
        let all =
            sheet.line(SUPPLIES, format!("{name}: all there is"), all, ("t", "Stocks, and rate x days of the streams"));
        let rations = man_days.clone().times(shared.norms[k].clone()).over(Expr::Number(1000.0));
        let rations = sheet.line(SUPPLIES, format!("{name}: rations"), rations, ("t", "Man-days x kg / 1,000"));
        let need = cuts.class(ClassId(k), first, c.question.target.0).need;
        let fought = Expr::Number(need - rations.value());
        let note =
            "Below 0 where men in the fight use less than at rest. Worked out from roads; solve again to renew it";
        let fought = sheet.line(SUPPLIES, format!("{name}: the advance besides, at the least"), fought, ("t", note));
        let share = Expr::Sum(vec![rations, fought]).not_below_zero().over(all);
        sheet.line(SUPPLIES, format!("{name}: needed of what there is"), share, ("share", TOO_MUCH));
    }
}

fn brought(sheet: &mut Sheet, ctx: &Context, cuts: &Cuts, shared: &Shared) {
    let c = ctx.c;
    let last = ctx.window.last;
    let behind = Expr::Number(cuts.behind);
    let behind =
        sheet.line(BROUGHT, "Men behind the destinations who count, at the most", behind, ("men", "Sheet Claims"));
    let there = shared.men.clone().less(behind).not_below_zero();
    let there = sheet.line(BROUGHT, "Men at the destinations, at the least", there, ("men", ""));
    let quiet = &c.postures[ctx.quiet.0];
    let sick = Expr::figure("Postures", &quiet.key, "Casualties", quiet.casualties_per_1000.base);
    let well = Expr::Number(1.0).less(sick.times(Expr::Number(ctx.days)).over(Expr::Number(1000.0)));
    let well = sheet.line(
        BROUGHT,
        "Share of them who draw rations",
        well.not_below_zero(),
        ("share", "The sick of a period draw none"),
    );
    let days = Expr::Number(cuts.span as f64 * ctx.days);
    let days =
        sheet.line(BROUGHT, "Days on which they draw rations", days, ("days", "The span asked for, in whole periods"));
    let store = (0..c.classes.len()).map(|k| shared.norms[k].clone().times(Expr::Number(c.classes[k].safety.0)));
    let store = sheet.line(
        BROUGHT,
        "In store for each man",
        Expr::Sum(store.collect()),
        ("kg", "Safety days x kg of each class"),
    );
    let each = Expr::Sum(vec![shared.kg.clone().times(days).times(well), store]);
    let total = there.times(each).over(Expr::Number(1000.0));
    let total = sheet.line(BROUGHT, "To be brought to them", total, ("t", ""));
    let wanted = cuts.to_be_brought(c.question.target.0);
    let most = cuts.carriage.brought(last, f64::INFINITY).0.amount;
    let all = sheet.line(BROUGHT, "Could have been brought at the most", Expr::Number(most), ("t", NETWORK));
    sheet.line(BROUGHT, "Needed of what could be brought", total.over(all), ("share", TOO_MUCH));
    if wanted > most {
        return;
    }
    let flow = cuts.carriage.brought(last, wanted).0;
    let work =
        sheet.line(BROUGHT, "Work of trucks in it, at the least", Expr::Number(flow.cost), ("tonne-days", NETWORK));
    let note = "Trucks x payload x readiness, attrition taken off, to the last day";
    let lift = sheet.line(
        BROUGHT,
        "Work of all trucks until then",
        Expr::Number(cuts.carriage.lift(last)),
        ("tonne-days", note),
    );
    sheet.line(BROUGHT, "Work needed of what there is", work.over(lift), ("share", TOO_MUCH));
}

fn a_day(sheet: &mut Sheet, ctx: &Context, corridors: &[Corridor], shared: &Shared) {
    for corridor in corridors.iter().filter(|k| k.rail_t_per_day.is_finite()) {
        let name = label(corridor);
        let rail = Expr::Number(corridor.rail_t_per_day);
        let rail = sheet.line(A_DAY, format!("{name}, by rail"), rail, ("t/day", NETWORK));
        let share = rail.over(shared.need.clone());
        sheet.line(
            A_DAY,
            format!("{name}, by rail, of the need"),
            share,
            ("share", "Below 1: a plan must live on its stocks"),
        );
        for spell in corridor.roads.iter().filter(|_| !ctx.c.fleets.is_empty()) {
            let days = format!("{name}, room on roads, days {:.0} to {:.0}", spell.from_day, spell.to_day);
            sheet.line(A_DAY, days, Expr::Number(spell.t_per_day), ("t/day", "If there were trucks enough; see below"));
        }
    }
}

/// What a corridor is called in a line.
pub fn label(corridor: &Corridor) -> String {
    match corridor.name.as_str() {
        "" => "The destinations".into(),
        "all" => "All corridors".into(),
        name => {
            let mut letters = name.chars();
            letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

fn trucks(sheet: &mut Sheet, ctx: &Context, shared: &Shared) {
    let c = ctx.c;
    let Some(fleet) =
        c.fleets.iter().filter(|f| f.trucks.base > 0.0).max_by(|a, b| a.daily_run.base.total_cmp(&b.daily_run.base))
    else {
        return;
    };
    let of = |f: &TruckFleet| {
        let figure = |what, value| Expr::figure("TruckFleets", &f.key, what, value);
        figure("Trucks", f.trucks.base).times(figure("Payload", f.payload.base)).times(Expr::Number(f.readiness))
    };
    let lift = Expr::Sum(c.fleets.iter().filter(|f| f.from.0 < ctx.end(ctx.window.last)).map(of).collect());
    let lift = sheet.line(TRUCKS, "Lift of all that ever come, none lost", lift, ("t", "Trucks x payload x readiness"));
    let run = Expr::figure("TruckFleets", &fleet.key, "Daily run", fleet.daily_run.base);
    let run = sheet.line(TRUCKS, "Daily run, of the best fleet", run, ("km/day", ""));
    let two = || Expr::Number(2.0);
    let reach = lift.clone().times(run.clone()).over(two().times(shared.need.clone()));
    sheet.line(
        TRUCKS,
        "Distance at which they carry the whole need",
        reach,
        ("km", "Lift x run / (2 x need); out and back, loading left out"),
    );
    for (what, km) in distances(ctx) {
        let at = sheet.line(TRUCKS, what, Expr::Number(km), ("km", NETWORK));
        let carried = lift.clone().times(run.clone()).over(two().times(at));
        let carried = sheet.line(TRUCKS, "Carried at that distance", carried, ("t/day", "Lift x run / (2 x km)"));
        sheet.line(TRUCKS, "Share of the need", carried.over(shared.need.clone()), ("share", ""));
    }
}

/// Kilometres of road that trucks must drive to the nearest of the places that count, in words: from where trains could
/// ever come, and from the bases if no train ran. Nothing where it is 0 or there is no road.
pub fn distances(ctx: &Context) -> Vec<(String, f64)> {
    let c = ctx.c;
    let last = ctx.window.last;
    let mut km: Vec<f64> = vec![f64::INFINITY; c.places.len()];
    for d in c.destinations.iter().filter(|d| d.counts && ctx.exists(d.place, last)) {
        km[d.place.0] = 0.0;
    }
    for _ in &c.places {
        for road in &c.roads {
            for way in Way::BOTH {
                let (from, to) = way.along(road.ends);
                km[to.0] = km[to.0].min(km[from.0] + road.length.0);
            }
        }
    }
    let base = |p: &PlaceId| c.place(*p).ours_from == Some(Days(0.0));
    let served = |p: &PlaceId| {
        let line =
            |(e, l): (usize, &RailLine)| (l.ends.0 == *p || l.ends.1 == *p) && ctx.train_days(LineId(e), last) > 0.0;
        base(p) || c.lines.iter().enumerate().any(line)
    };
    let nearest = |of: &dyn Fn(&PlaceId) -> bool| {
        let all = ctx.place_ids().filter(|p| of(p)).min_by(|a, b| km[a.0].total_cmp(&km[b.0]))?;
        Some((c.place(all).name.as_str(), km[all.0])).filter(|(_, km)| *km > 0.0 && km.is_finite())
    };
    let railhead = nearest(&served).map(|(name, km)| (format!("From the last railhead there can be, {name}"), km));
    let ground = nearest(&base).map(|(name, km)| (format!("Without any railway, from {name}"), km));
    match (railhead, ground) {
        (Some((_, a)), Some((words, b))) if a == b => vec![(words, b)],
        (railhead, ground) => railhead.into_iter().chain(ground).collect(),
    }
}

fn days(sheet: &mut Sheet, ctx: &Context, cuts: &Cuts, repair: &[Repair]) {
    let c = ctx.c;
    let first = cuts.days(ctx.window.first);
    let note = "Rates of advance alone, on the best roads, without a halt";
    if first.need.is_finite() {
        sheet.line(
            REPAIR,
            "All places that must be held, by the rates of advance",
            Expr::Number(first.need),
            ("day", note),
        );
    }
    sheet.line(
        REPAIR,
        "Last day on which the span can begin",
        Expr::Number(first.have),
        ("day", "Horizon less the span"),
    );
    let f = &c.factors;
    let rates = [
        ("rail_rate_light_km_per_day", &f.rail_rate_light_km_per_day),
        ("rail_rate_heavy_km_per_day", &f.rail_rate_heavy_km_per_day),
        ("rail_rate_regauge_km_per_day", &f.rail_rate_regauge_km_per_day),
    ];
    for way in repair {
        let place = &way.place;
        let mut track = Vec::new();
        for ((km, (id, rate)), kind) in
            way.damaged_km.iter().zip(rates).zip(["lightly damaged", "demolished", "to be re-gauged"])
        {
            if *km > 0.0 {
                let km = sheet.line(
                    REPAIR,
                    format!("Track to {place}, {kind}"),
                    Expr::Number(*km),
                    ("km", "On the way that asks least work"),
                );
                track.push(km.over(Expr::factor(id, rate.estimate.base)));
            }
        }
        let each = Expr::factor("brigades_per_line", f.brigades_per_line.estimate.base);
        let track = Expr::Sum(track).times(each);
        let work = Expr::Sum(vec![track, Expr::Number(way.bridge_brigade_days)]);
        let work = sheet.line(
            REPAIR,
            format!("Work on the way to {place}"),
            work,
            ("brigade-days", "Km / pace x brigades on a line, and bridges"),
        );
        let all = work.over(Expr::factor("railway_brigades", f.railway_brigades.estimate.base));
        sheet.line(REPAIR, format!("The same with all brigades on it: {place}"), all, ("days", ""));
        if way.first_train.is_finite() {
            let note = "Places taken at the rates of advance, lines restored side by side";
            sheet.line(
                REPAIR,
                format!("First train at {place}, at the earliest"),
                Expr::Number(way.first_train),
                ("day", note),
            );
        }
    }
}
