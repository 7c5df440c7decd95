//! Capacity and audit: what is used of what, and the constraints worked out again by the formulas of the results workbook.

mod common;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use common::corridor::{corridor, files, two_legs};
use common::tiny::{self, close};
use railhead::answer::audit::{Expr, Family};
use railhead::answer::capacity::CapacityRow;
use railhead::answer::{self, Answer, Task};
use railhead::campaign::Campaign;
use railhead::solver::{Backend, Limits};
use railhead::tables::{self, listing};
use railhead::{report, textmodel};

/// The answer for a campaign, without a search for plans.
fn answered(c: &Campaign, assumptions: Vec<answer::AssumptionRow>) -> Answer {
    let task = Task {
        campaign: c,
        input: "test".into(),
        input_hash: String::new(),
        assumptions,
        warnings: Vec::new(),
        backend: *Backend::available().first().expect("a solver"),
        limits: Limits::default(),
        with_plan: false,
        with_schedule: true,
        caution: None,
        with_curve: true,
        starts: None,
    };
    answer::answer(&task, &|_| {}).expect("an answer")
}

/// The corridor with its figures as assumptions, among them the pace of restoration.
fn corridor_with_figures() -> Answer {
    let factors =
        factors("rail_rate_heavy_km_per_day,8,km/day on one line\nrail_rate_light_km_per_day,25,km/day on one line\n");
    let book = textmodel::read_files(&files(10, "fierce", &[("assumptions", &factors)]));
    let campaign = tables::read(&book).campaign.expect("a campaign");
    answered(&campaign, listing::figures(&book))
}

fn capacity<'a>(a: &'a Answer, kind: &str, place: &str) -> Vec<&'a CapacityRow> {
    a.capacity.iter().filter(|r| r.kind == kind && r.place == place).collect()
}

/// All holds; and no family that must be there is missing.
fn holds(what: &str, a: &Answer, families: &[Family]) {
    for r in a.audit.rows.iter().filter(|r| !r.holds(a)) {
        let (left, right, scale) = r.values(a);
        println!("{what}: {:?} {} on {}: {left} {right}, scale {scale}", r.family, r.what, r.day);
    }
    assert!(a.audit.rows.iter().all(|r| r.holds(a)), "{what}");
    for family in families {
        assert!(a.audit.rows.iter().any(|r| r.family == *family), "{what}: no row of {family:?}");
    }
}

/// Two periods of ten days, B ours, nothing but a line of 10 trains of 600 t a day, 4 kg a man and day. B gets 60,000 t in each period;
/// what arrived in the first feeds in the second too. Men who stand at B when the first ends eat 40 kg each: 120,000 t for 3 million
/// of the 5. One train a day more in either period brings 6,000 t for 150,000 men. Nothing runs back.
#[test]
fn capacity_of_one_line_by_hand() {
    let c = tiny::campaign(&[
        (
            "question",
            "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates\n\
             Tiny,can it be done,1945-01-12,20,10,10,1000,fierce,3\n",
        ),
        (
            "places",
            "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\nA,A,50,20,0,\nB,B,50,20.5,0,\n",
        ),
        (
            "rail_lines",
            "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\nL,A,B,60,1,1524,24,10,open\n",
        ),
    ]);
    let a = answered(&c, Vec::new());
    close(a.most_men, 3_000_000.0);
    let forth = capacity(&a, "Rail line", "A - B");
    assert_eq!(forth.len(), 2);
    for r in forth {
        close(r.initial, 10.0);
        close(r.at_hand, 10.0);
        // The schedule is tidied within a ten-thousandth of its men.
        assert!((r.used - 10.0).abs() < 3e-3 && r.unused < 3e-3, "{r:?}");
        assert!(r.holds_back && r.needed == r.used, "{r:?}");
        let price = r.men_per_unit.expect("a price");
        assert!((price - 150_000.0).abs() < 150.0, "{price}");
    }
    for r in capacity(&a, "Rail line", "B - A") {
        assert!(r.used < 1e-3 && r.needed < 1e-3 && !r.holds_back, "{r:?}");
        close(r.unused, 10.0);
    }
    let depot: Vec<_> = capacity(&a, "Depot", "B");
    let last = depot.last().expect("a depot");
    assert!((last.used - 120_000.0).abs() < 130.0 && last.unused < 130.0, "{last:?}");
    let streams: Vec<_> = a.capacity.iter().filter(|r| r.kind == "Stream").collect();
    assert_eq!(streams.len(), 2);
    for r in streams {
        assert!(
            (r.initial - 1e6).abs() < 1e-3 && !r.holds_back && r.men_per_unit.is_some_and(|men| men < 1e-3),
            "{r:?}"
        );
    }
    holds("one line", &a, &[Family::Rail, Family::StockBalance, Family::ClassBudget, Family::Forces]);
}

/// Trains run in the share in which a line is restored: initial stays what the workbook gives, at hand follows the work.
#[test]
fn at_hand_follows_restoration() {
    let a = answered(&corridor(10, "fierce", &[]), Vec::new());
    let rows: Vec<_> = a.capacity.iter().filter(|r| r.kind == "Rail line" && r.thing == "L2").collect();
    assert!(rows.iter().all(|r| r.initial == 14.0), "{rows:?}");
    assert!(rows.iter().any(|r| r.at_hand < 13.9) && rows.iter().any(|r| r.at_hand > 13.9), "{rows:?}");
    for r in &a.capacity {
        assert!(r.used <= r.at_hand * (1.0 + 1e-5) + 1e-3, "{r:?}");
        assert!((r.at_hand - r.used - r.unused).abs() <= 1e-3 + 1e-5 * r.at_hand, "{r:?}");
    }
}

/// Factors on top of the defaults.
fn factors(rows: &str) -> String {
    format!("factor,value,unit\nrailway_brigades,2,brigades\nbrigades_per_line,2,brigades/line\n{rows}")
}

/// The schedule that the solver found obeys every constraint as the sheets tell it, with each part of the model in use.
#[test]
fn every_row_of_a_solved_schedule_holds() {
    use Family::*;
    let common =
        [Rail, Road, Trucks, TruckFuel, Brigades, Deliveries, ClassBudget, StockBalance, Consumption, MenBalance];
    let all = [&common[..], &[Transshipment, RollingStock, Safety, Forces, Replacements, Sustained]].concat();
    holds("corridor", &answered(&corridor(10, "fierce", &[]), Vec::new()), &all);
    holds("light corridor, short periods", &answered(&corridor(5, "light", &[]), Vec::new()), &all);
    let burdened = factors(
        "evacuated_share,0.5,share\nreturned_share,0.3,share\nreturned_after_days,15,days\nwagon_terminal_days,2,days/load\n\
         restoration_t_per_km,20,t/km\ncoal_kg_per_train_km,15,kg/train-km\nprisoners_per_km,50,men/km\n",
    );
    let places = "place,name,latitude,longitude,ours_from_day,handling_t_per_day\nA,A,50,20,0,\nX,X,50,20.5,,900\nB,B,50,21,,900\n";
    let stocks = "place,class,tonnes\nB,subsistence,9000\nB,stores,2000\n";
    let claims =
        "claim,name,basis,amount,counts\nD,Drivers,men per truck,20,no\nL,Railwaymen,men per km of line,30,no\n";
    let tables = [("assumptions", burdened.as_str()), ("places", places), ("stocks", stocks), ("claims", claims)];
    let a = answered(&two_legs(10, &tables), Vec::new());
    let advance = [Ground, Sequence, Pace, Engagement, Marches, Entry, Presence];
    let others = [Rail, Handling, RollingStock, StockBalance, Claims, Wounded, Returns];
    holds("two legs", &a, &[&advance[..], &others].concat());

    // Wounded who are not brought back, men back who were never hit, trains without railwaymen.
    let broken = |a: &Answer, family: Family| a.audit.rows.iter().any(|r| r.family == family && !r.holds(a));
    let mut left_behind = a.clone();
    let carried = left_behind.flows.iter_mut().filter(|f| f.wounded_per_day > 5.0);
    assert!(carried.map(|f| f.wounded_per_day = 0.0).count() > 0, "nobody is brought back");
    assert!(broken(&left_behind, Wounded) && !broken(&left_behind, Marches));
    let column = |name: &str| a.audit.ledger.iter().position(|l| l.name.starts_with(name)).expect(name);
    let mut from_nowhere = a.clone();
    from_nowhere.audit.ledger[column("Men back from hospital")].values.iter_mut().for_each(|v| *v = *v * 2.0 + 5_000.0);
    assert!(broken(&from_nowhere, Returns) && !broken(&from_nowhere, Wounded));
    for name in ["Trains run, ", "Trucks that the work needs"] {
        let mut unmanned = a.clone();
        unmanned.audit.ledger[column(name)].values.fill(0.0);
        assert!(broken(&unmanned, Claims) && !broken(&unmanned, Rail), "{name}");
    }
    let shared = "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition,track_group\n\
         L1,A,X,60,2,1524,60,6,light damage,\nL2,X,B,60,2,1435,60,8,heavy damage,t\nL3,X,B,60,2,1524,60,20,heavy damage,t\n";
    let shared = answered(&two_legs(10, &[("rail_lines", shared)]), Vec::new());
    holds("shared track", &shared, &[Rail, Brigades, SharedTrack, Restored]);
}

/// Formulas point at the cells of the assumptions wherever the workbook has one.
#[test]
fn formulas_read_the_assumptions() {
    fn assumed(e: &Expr) -> usize {
        match e {
            Expr::Assumed(_) => 1,
            Expr::DaysLeft(lost, _, _) => assumed(lost),
            Expr::Less(a, b) | Expr::Over(a, b) => assumed(a) + assumed(b),
            Expr::Sum(of) | Expr::Product(of) | Expr::Least(of) | Expr::Most(of) => of.iter().map(assumed).sum(),
            _ => 0,
        }
    }
    let a = corridor_with_figures();
    // Every family but these compares with figures of the workbook.
    let bare =
        [
            &[
                Family::StockBalance,
                Family::Sustained,
                Family::Ground,
                Family::Sequence,
                Family::Marches,
                Family::Entry,
            ][..],
            &[
                Family::Presence,
                Family::Restored,
                Family::RestorationKept,
                Family::Taken,
                Family::Abreast,
                Family::Thread,
            ],
            &[Family::Claims],
        ]
        .concat();
    // Where a row of resistance begins or ends within a period, the days of a leg stand as a number.
    let mostly = [Family::Pace, Family::Engagement];
    for r in a.audit.rows.iter().filter(|r| !bare.contains(&r.family) && !mostly.contains(&r.family)) {
        assert!(assumed(&r.left) + assumed(&r.right) > 0, "{:?} {}", r.family, r.what);
    }
    for family in mostly {
        let of = a.audit.rows.iter().filter(|r| r.family == family);
        let (live, all) = (of.clone().filter(|r| assumed(&r.left) > 0).count(), of.count());
        assert!(live * 10 >= all * 9, "{family:?}: {live} of {all}");
    }
    holds("corridor", &a, &[]);
}

/// LibreOffice with a profile of its own that works every formula out again on loading.
struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Office {
        let folder = tempfile::tempdir().expect("a folder");
        let user = folder.path().join("profile/user");
        std::fs::create_dir_all(&user).expect("a profile");
        let always = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
            xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\">\
            <prop oor:name=\"OOXMLRecalcMode\" oor:op=\"fuse\"><value>0</value></prop></item></oor:items>\n";
        std::fs::write(user.join("registrymodifications.xcu"), always).expect("settings");
        Office(folder)
    }

    /// The workbook with every formula worked out again; `None` where LibreOffice can't be run.
    fn recalculated(&self, file: &Path) -> Option<PathBuf> {
        let out = self.0.path().join("out");
        let run = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}/profile", self.0.path().display()))
            .args(["--headless", "--convert-to", "xlsx", "--outdir"])
            .arg(&out)
            .arg(file)
            .output();
        let Ok(run) = run else {
            println!("LibreOffice is not installed: nothing was tested");
            return None;
        };
        assert!(run.status.success(), "{run:?}");
        Some(out.join(file.file_name().expect("a name")))
    }
}

fn sheet(file: &Path, name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook(file).expect("a workbook");
    book.worksheet_range(name).expect("the sheet")
}

/// Cells by address.
fn cells(range: &Range<Data>) -> HashMap<(u32, u32), Data> {
    let (top, left) = range.start().expect("cells");
    let all = range.cells().filter(|(_, _, d)| !matches!(d, Data::Empty));
    all.map(|(r, c, d)| ((top + r as u32, left + c as u32), d.clone())).collect()
}

/// The audit's total and the rows that are broken: family and what.
fn audited(file: &Path) -> (String, Vec<(String, String)>) {
    let cells = cells(&sheet(file, "Audit"));
    let words = |at: (u32, u32)| cells.get(&at).map(ToString::to_string).unwrap_or_default();
    let rows = cells.keys().map(|k| k.0).max().expect("rows");
    let header = (0..rows).find(|r| words((*r, 3)) == "Left side").expect("a header");
    let broken = (header + 1..=rows).filter(|r| words((*r, 9)) != "OK");
    (words((1, 2)), broken.map(|r| (words((r, 0)), words((r, 1)))).collect())
}

/// The file with the value of one cell changed by hand, stored results left as they were.
fn edited(file: &Path, name: &str, cell: &str, value: f64) -> PathBuf {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(file).expect("the file")).expect("an archive");
    let book: Xlsx<_> = open_workbook(file).expect("a workbook");
    let at = book.sheet_names().iter().position(|n| n == name).expect("the sheet");
    let changed = format!("xl/worksheets/sheet{}.xml", at + 1);
    let out = file.with_file_name("edited.xlsx");
    let mut writer = zip::ZipWriter::new(std::fs::File::create(&out).expect("a file"));
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).expect("a part");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("its content");
        let name = entry.name().expect("a name").to_string();
        if name == changed {
            let text = String::from_utf8(content).expect("text");
            let begin = text.find(&format!("<c r=\"{cell}\"")).expect("the cell");
            let from = begin + text[begin..].find("<v>").expect("a value") + 3;
            let to = from + text[from..].find("</v>").expect("its end");
            content = format!("{}{value}{}", &text[..from], &text[to..]).into_bytes();
        }
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(&content).expect("written");
    }
    writer.finish().expect("an archive");
    out
}

/// LibreOffice works out every formula of the workbook to the stored result; and a flow, or an assumption, changed by hand breaks
/// the rows that read it and the total.
#[test]
fn libreoffice_comes_to_the_same_results_and_finds_what_is_changed() {
    let a = corridor_with_figures();
    let office = Office::new();
    let file = office.0.path().join("results.xlsx");
    report::write(&(&a).into(), &file).expect("written");
    let Some(again) = office.recalculated(&file) else { return };
    let (stored, worked_out) = (cells(&sheet(&file, "Audit")), cells(&sheet(&again, "Audit")));
    let mut numbers = 0;
    for (at, cell) in &stored {
        match (cell, worked_out.get(at)) {
            (Data::Float(x), Some(Data::Float(y))) => {
                // Differences of two sides are exact to the sides' last digits only.
                let scale = match stored.get(&(at.0, 8)) {
                    Some(Data::Float(scale)) if at.1 == 6 => scale.abs(),
                    _ => x.abs(),
                };
                assert!((x - y).abs() <= 1e-9 * (scale + 1e-3), "{at:?}: {x} stored, {y} worked out");
                numbers += 1;
            }
            (x, Some(y)) => assert_eq!(x.to_string(), y.to_string(), "{at:?}"),
            (x, None) => panic!("{at:?}: {x} stored, nothing worked out"),
        }
    }
    assert!(numbers > 4 * a.audit.rows.len(), "{numbers} numbers");
    assert_eq!(audited(&again), ("ALL HOLD".into(), Vec::new()));

    // The first flow by rail, twice its line's capacity: its own row, and the depots at both ends.
    let i = a.flows.iter().position(|f| f.kind == "rail").expect("a flow");
    let too_much = a.flows[i].t_per_day * 2.0 * a.flows[i].capacity_per_day / a.flows[i].traffic_per_day;
    let changed = edited(&file, "Flows", &format!("G{}", i + 6), too_much);
    let (total, broken) = audited(&office.recalculated(&changed).expect("recalculated"));
    assert_eq!(total, "NOT ALL HOLD");
    let what = format!("{}, {} - {}", a.flows[i].link, a.flows[i].from, a.flows[i].to);
    assert!(broken.contains(&("Rail capacity".into(), what)), "{broken:?}");
    for end in [&a.flows[i].from, &a.flows[i].to] {
        assert!(broken.contains(&("Stock balance".into(), end.clone())), "{broken:?}");
    }
    assert!(broken.iter().all(|(family, _)| family != "Men balance" && family != "Forces"), "{broken:?}");

    // The quiet norm of food, half as much again: consumption and the budget of food.
    let norm = a.assumptions.iter().position(|f| f.sheet == "Norms" && f.row == "quiet, food").expect("the norm");
    let changed = edited(&file, "AssumptionsUsed", &format!("E{}", norm + 6), 3.0);
    let (total, broken) = audited(&office.recalculated(&changed).expect("recalculated"));
    assert_eq!(total, "NOT ALL HOLD");
    assert!(broken.contains(&("Consumption".into(), "All places".into())), "{broken:?}");
    assert!(broken.iter().all(|(family, _)| family != "Rail capacity"), "{broken:?}");
}

/// What was not recalculated says so itself: the stored total of an altered answer is that of its rows.
#[test]
fn an_answer_that_breaks_a_constraint_is_stored_as_broken() {
    let mut a = corridor_with_figures();
    let i = a.flows.iter().position(|f| f.kind == "road").expect("a flow");
    a.flows[i].t_per_day *= 100.0;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("results.xlsx");
    report::write(&(&a).into(), &file).expect("written");
    let (total, broken) = audited(&file);
    assert_eq!(total, "NOT ALL HOLD");
    assert!(broken.iter().any(|(family, _)| family == "Road capacity"), "{broken:?}");
}

/// A leg that is said to be cleared in the first of its periods was cleared faster than its posture goes, and by more man-days than were
/// fought; one that is given up, or that begins where nothing is held, is no better.
#[test]
fn ground_taken_too_early_breaks_the_advance() {
    let a = answered(&corridor(5, "fierce", &[]), Vec::new());
    let broken = |a: &Answer, family: Family| a.audit.rows.iter().any(|r| r.family == family && !r.holds(a));
    let legs: Vec<usize> =
        (0..a.audit.ledger.len()).filter(|i| a.audit.ledger[*i].name.starts_with("Cleared, ")).collect();
    // A leg that takes several periods, and the first of them.
    let partial = |v: &f64| (0.01..0.9).contains(v);
    let (leg, t) = legs
        .iter()
        .find_map(|i| Some((*i, a.audit.ledger[*i].values.iter().position(partial)?)))
        .expect("a leg that takes several periods");
    let mut early = a.clone();
    early.audit.ledger[leg].values[t..].fill(1.0);
    assert!(broken(&early, Family::Pace) && broken(&early, Family::Engagement));
    assert!(!broken(&early, Family::Rail) && !broken(&early, Family::Forces) && !broken(&early, Family::Ground));
    let mut lost = a.clone();
    *lost.audit.ledger[leg].values.last_mut().expect("a period") = 0.5;
    assert!(broken(&lost, Family::Ground) && !broken(&lost, Family::Pace));
    let mut nowhere = a.clone();
    nowhere.audit.ledger[legs[0]].values.fill(0.0);
    assert!(broken(&nowhere, Family::Sequence));
}

/// So are men who are said to have gone where no men came from, and a line that is said to work before it was worked on.
#[test]
fn men_from_nowhere_and_lines_overnight_break_their_rows() {
    let a = answered(&corridor(5, "fierce", &[]), Vec::new());
    let broken = |a: &Answer, family: Family| a.audit.rows.iter().any(|r| r.family == family && !r.holds(a));
    let column = |name: &str| a.audit.ledger.iter().position(|l| l.name.starts_with(name)).expect(name);
    let mut gone = a.clone();
    gone.audit.ledger[column("Marched, ")].values[0] += 50_000.0;
    assert!(broken(&gone, Family::Marches) && !broken(&gone, Family::Ground), "marches");
    let lines = || a.audit.ledger.iter().enumerate().filter(|(_, l)| l.name.starts_with("In working order, "));
    let overnight = lines().find_map(|(i, l)| Some((i, l.values.iter().position(|v| (0.01..0.5).contains(v))?)));
    let (line, t) = overnight.expect("a line that takes several periods");
    let mut early = a.clone();
    early.audit.ledger[line].values[t..].fill(1.0);
    assert!(broken(&early, Family::RestorationPace) && !broken(&early, Family::Marches), "early");
    let mut lost = a.clone();
    *lost.audit.ledger[line].values.last_mut().expect("a period") = 0.0;
    assert!(broken(&lost, Family::RestorationKept), "lost");
}

#[test]
fn csv_files_hold_the_schedule() {
    let folder = tempfile::tempdir().expect("a folder");
    let model = folder.path().join("model");
    std::fs::create_dir(&model).expect("a folder");
    for (name, text) in files(10, "fierce", &[]) {
        std::fs::write(model.join(name), text).expect("a table");
    }
    let tables = folder.path().join("new/tables");
    let run = common::railhead()
        .args(["solve", "--no-plan", "-o"])
        .arg(folder.path().join("out.xlsx"))
        .arg("--csv")
        .arg(&tables)
        .arg(&model)
        .assert()
        .success();
    assert!(String::from_utf8_lossy(&run.get_output().stdout).contains("CSV files: "));
    let a = corridor_with_figures();
    for (name, rows) in [("capacity", a.capacity.len()), ("flows", a.flows.len()), ("stocks", a.stocks.len())] {
        let mut reader = csv::Reader::from_path(tables.join(format!("{name}.csv"))).expect("a file");
        assert!(reader.headers().expect("headers").len() > 8, "{name}");
        let records = reader.records().collect::<Result<Vec<_>, _>>().expect("rows");
        assert_eq!(records.len(), rows, "{name}");
    }
}
