//! `railhead backtest`: predictions worked out by hand, scores, the rule, leaving one out; and the factor table that campaigns share.

mod common;

use std::path::{Path, PathBuf};

use common::{railhead, tiny};
use railhead::tables::{self, RawBook, Value, listing};
use railhead::{models, textmodel};
use serde_json::Value as Json;

/// A million men at A use 4 kg each, 4,000 t a day. B, 60 km on, was taken on day 20; trains follow on a line of 80 km to be re-gauged at 20 km
/// a day, five trains of 600 t. Nothing is carried by the troops, and there are no trucks.
fn war(at: &Path, name: &str, observed: &str, trains: u32) -> PathBuf {
    let line = format!(
        "line,from,to,length_km,tracks,gauge_mm,capacity_intact,capacity,condition\nL,A,B,80,2,1524,20,{trains},regauge\n"
    );
    let observed =
        format!("observation,quantity,place,from_day,to_day,value,value_low,value_high,unit,feeds\n{observed}");
    let files = tiny::files(&[
        (
            "question",
            "title,question,start_date,horizon_days,period_days,sustain_days,target_men,resistance_profile,curve_dates\n\
             T,can it be done,1945-01-12,60,10,10,1000,fierce,3\n",
        ),
        ("forces", "force,name,place,men\nF,Force,A,1000000\n"),
        (
            "places",
            "place,name,latitude,longitude,ours_from_day,transshipment_t_per_day\nA,A,50,20,0,\nB,B,50,20.5,,\n",
        ),
        ("rail_lines", line.as_str()),
        (
            "assumptions",
            "factor,name,value,value_low,value_high,unit\ntroops_carry_days,Carried,0,,,days\n\
             rail_rate_regauge_km_per_day,Re-gauging,20,8,25,km/day on one line\n",
        ),
        ("observed", observed.as_str()),
    ]);
    let folder = at.join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in &files {
        std::fs::write(folder.join(file), text).expect("a table");
    }
    folder
}

const RECORD: &str = "front,front,B,,,20,18,22,day,\nrail,railhead,B,,,24,24,25,day,rates\nshare,coverage,,30,40,0.9,0.8,1,share,\n\
                      brought,delivered,,30,40,3000,2900,3100,t/day,\nby_rail,by rail,B,30,40,3000,2900,3100,t/day,\n\
                      need,need,,30,40,4000,4000,4000,t/day,\nlost,losses,,0,60,150000,100000,160000,men,\n\
                      went_on,halt,,0,10,0,0,0,yes-no,\nhalted,halt,,30,40,1,1,1,yes-no,\n";

fn tested(out: &Path, campaigns: &[&PathBuf], more: &[&str]) -> Json {
    let mut command = railhead();
    command.args(["backtest", "--format", "json", "-o"]).arg(out).args(more).args(campaigns);
    serde_json::from_slice(&command.assert().success().get_output().stdout).expect("json")
}

fn row<'a>(report: &'a Json, observation: &str) -> &'a Json {
    let rows = report["campaigns"][0]["compared"].as_array().expect("rows");
    rows.iter().find(|r| r["observation"] == observation).unwrap_or_else(|| panic!("no {observation}"))
}

/// By the pace of 6 km a day B falls on day 10: eight days before the earliest recorded, of twenty, so 60 points. The first train comes four days
/// after B, on day 24. From day 30 on, five trains bring 3,000 t of 4,000: 75 %, 5 points of a hundred below 80, of 90: 94.44. Ten men in a
/// thousand fall on each of the twenty days until B is taken: 200,000, of 150,000 a miss by 40,000: 73.33. The cut between 75 % and 100 % is
/// 87.5 %.
#[test]
fn predictions_by_hand() {
    let dir = tempfile::tempdir().expect("a folder");
    let report = tested(&dir.path().join("b.xlsx"), &[&war(dir.path(), "war", RECORD, 5)], &[]);
    for (observation, predicted, inside, points) in [
        ("front", 10.0, false, 60.0),
        ("rail", 24.0, true, 100.0),
        ("share", 0.75, false, 94.4444),
        ("brought", 3000.0, true, 100.0),
        ("by_rail", 3000.0, true, 100.0),
        ("need", 4000.0, true, 100.0),
        ("lost", 200_000.0, false, 73.3333),
        ("went_on", 0.0, true, 100.0),
        ("halted", 1.0, true, 100.0),
    ] {
        let r = row(&report, observation);
        let close = |id: &str, by_hand: f64| {
            let found = r[id].as_f64().unwrap_or(f64::NAN);
            assert!(
                (found - by_hand).abs() < 1e-4 * (1.0 + by_hand),
                "{observation}, {id}: {found}, by hand {by_hand}"
            );
        };
        close("predicted", predicted);
        close("points", points);
        assert_eq!(r["inside"], inside, "{observation}");
    }
    let score = &report["campaigns"][0]["score"];
    assert_eq!((score["inside"].as_u64(), score["of"].as_u64()), (Some(6), Some(9)));
    let mean = (60.0 + 6.0 * 100.0 + 94.4444 + 73.3333) / 9.0;
    assert!((score["points"].as_f64().unwrap() - mean).abs() < 1e-3, "{score}");
    // The railhead fed a factor, so it is left out here.
    assert_eq!(report["campaigns"][0]["independent"]["of"], 8);
    let cut = &report["rule"]["cut"];
    assert_eq!((cut["measure"].as_str(), cut["right"].as_u64()), (Some("share"), Some(2)));
    assert!((cut["at"].as_f64().unwrap() - 0.875).abs() < 1e-4, "{cut}");
}

/// In the ten days in which B falls half-way, trains run on six: 18,000 t of 40,000.
#[test]
fn a_period_knows_when_trains_begin() {
    let dir = tempfile::tempdir().expect("a folder");
    let report = tested(&dir.path().join("b.xlsx"), &[&war(dir.path(), "war", RECORD, 5)], &[]);
    let course = report["campaigns"][0]["course"].as_array().expect("periods");
    let shares: Vec<f64> = course.iter().map(|c| c["coverage"].as_f64().unwrap()).collect();
    for (found, by_hand) in shares.iter().zip([1.0, 1.0, 0.45, 0.75, 0.75, 0.75]) {
        assert!((found - by_hand).abs() < 1e-4, "{shares:?}");
    }
}

/// Where the record says that 6,000 t were asked for, 3,000 are half of it.
#[test]
fn a_recorded_need_goes_before_the_norms() {
    let dir = tempfile::tempdir().expect("a folder");
    let record =
        "share,coverage,,30,40,0.5,0.5,0.5,share,\nneed,need,,30,40,6000,6000,6000,t/day,\nfront,held,B,,,20,,,day,\n";
    let report = tested(&dir.path().join("b.xlsx"), &[&war(dir.path(), "war", record, 5)], &[]);
    let found = |observation: &str| row(&report, observation)["predicted"].as_f64().unwrap();
    assert!((found("share") - 0.5).abs() < 1e-4);
    assert!((found("need") - 4000.0).abs() < 1.0, "by the norms");
}

/// One campaign had its first train on day 30, which is re-gauging at 8 km a day. The other, left out, is told by that: day 30 where day 24 is
/// recorded, six days late of 24: 75 points. Twice the same bytes.
#[test]
fn each_is_told_by_the_others() {
    let dir = tempfile::tempdir().expect("a folder");
    let a = war(dir.path(), "a", "rail,railhead,B,,,24,24,24,day,\nfront,held,B,,,20,,,day,\n", 5);
    let b = war(dir.path(), "b", "rail,railhead,B,,,30,30,30,day,\nfront,held,B,,,20,,,day,\n", 5);
    let (one, two) = (dir.path().join("1.xlsx"), dir.path().join("2.xlsx"));
    let report = tested(&one, &[&a, &b], &["--leave-one-out"]);
    let left_out = &report["campaigns"][0]["left_out"];
    assert!((left_out["score"]["points"].as_f64().unwrap() - 75.0).abs() < 1e-3, "{left_out}");
    assert_eq!(left_out["moved"][0]["factor"], "re-gauging");
    assert_eq!(left_out["moved"][0]["position"], -1.0);
    assert_eq!(report["campaigns"][1]["left_out"]["moved"].as_array().map(Vec::len), Some(0));
    assert_eq!(report, tested(&two, &[&a, &b], &["--leave-one-out"]));
    assert_eq!(std::fs::read(one).unwrap(), std::fs::read(two).unwrap());
}

#[test]
fn a_campaign_without_a_record_is_refused_in_words() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("b.xlsx");
    let assert = railhead().args(["backtest", "-o"]).arg(&out).arg(war(dir.path(), "war", "", 5)).assert().code(2);
    let said = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(said.contains("sheet Observed is empty"), "{said}");
    assert!(!out.exists());
}

/// Four slips, each told with its row and column.
#[test]
fn slips_in_the_record_are_told_with_their_cells() {
    let dir = tempfile::tempdir().expect("a folder");
    let record = "a,front,,,,20,,,day,\nb,halt,,30,20,1,,,yes-no,\nc,halt,,0,10,2,,,yes-no,\nd,losses,,0,90,5,,,men,\n";
    let folder = war(dir.path(), "war", record, 5);
    let assert = railhead().args(["backtest", "-o"]).arg(dir.path().join("b.xlsx")).arg(&folder).assert().code(1);
    let said = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
    for cell in ["observed.csv:2:place", "observed.csv:3:to_day", "observed.csv:4:value", "observed.csv:5:to_day"] {
        assert!(said.contains(cell), "{cell} is not in: {said}");
    }
}

/// A sheet with charts for each campaign, a miss as plain as a hit, on the terminal too.
#[test]
fn the_workbook_has_charts() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("b.xlsx");
    let assert =
        railhead().args(["backtest", "-o"]).arg(&out).arg(war(dir.path(), "war", RECORD, 5)).assert().success();
    let said = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
    assert!(said.contains("OUTSIDE") && said.contains("inside"), "{said}");
    assert!(said.lines().all(|l| l.chars().count() <= 80), "{said}");
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&out).unwrap()).unwrap();
    let names: Vec<String> = (0..zip.len()).map(|i| zip.by_index(i).unwrap().name().unwrap().into_owned()).collect();
    assert_eq!(names.iter().filter(|n| n.starts_with("xl/charts/chart")).count(), 3, "{names:?}");
}

fn cells(book: &RawBook, table: &str, name: &str) -> Option<Vec<Value>> {
    let raw = book.table(table)?;
    let row = raw.rows.iter().find(|r| listing::name(raw, r) == name)?;
    Some(row.cells.iter().map(|c| c.value.clone()).collect())
}

/// Every campaign that ships has every row of the factor table, cell for cell, and the figures of its trucks and seasons are those of the
/// table. `vistula-rhine` is one of them.
#[test]
fn all_campaigns_share_one_factor_table() {
    for model in models::MODELS {
        let book = model.book();
        for shared in textmodel::factors() {
            for row in &shared.rows {
                let name = listing::name(&shared, row);
                if name.ends_with('*') {
                    continue;
                }
                let meant: Vec<Value> = row.cells.iter().map(|c| c.value.clone()).collect();
                assert_eq!(cells(&book, shared.table.id, &name), Some(meant), "{}: {name}", model.name);
            }
        }
        assert_eq!(textmodel::departures(&book), Vec::<String>::new(), "{}", model.name);
    }
    // `departures` would see it.
    let mut book = common::vistula_rhine();
    let at = common::alter(&mut book, "truck_fleets", 0, "payload_t", Value::Number(3.3));
    assert_eq!(textmodel::departures(&book).len(), 1, "{at}");
}

/// A folder that includes the table needs no norms, postures and classes of its own, and its trucks no figures but their number.
#[test]
fn a_campaign_that_includes_the_table_need_not_repeat_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = war(dir.path(), "war", RECORD, 5);
    for table in ["norms", "postures", "supply_classes", "assumptions"] {
        std::fs::remove_file(folder.join(format!("{table}.csv"))).expect("the table");
    }
    std::fs::write(folder.join("includes.csv"), "include,note\nfactors,\n").unwrap();
    std::fs::write(folder.join("resistance.csv"), "profile,zone,posture,grouping_men\nfierce,z,fierce,100000\n")
        .unwrap();
    std::fs::write(folder.join("supply_streams.csv"), "stream,place,class,t_per_day\nS,A,fuel,9000\n").unwrap();
    std::fs::write(folder.join("truck_fleets.csv"), "fleet,name,trucks,from_day\nT,Trucks,100,0\n").unwrap();
    let book = textmodel::read(&folder).expect("a model");
    let reading = tables::read(&book);
    let errors: Vec<_> = reading.problems.iter().filter(|p| p.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let campaign = reading.campaign.expect("a campaign");
    assert_eq!((campaign.norms.len(), campaign.postures.len(), campaign.classes.len()), (24, 7, 4));
    assert_eq!((campaign.fleets[0].trucks.base, campaign.fleets[0].payload.base), (100.0, 2.2));
    // In a workbook all of it stands as usual, and comes back the same.
    let xlsx = dir.path().join("war.xlsx");
    railhead().arg("pack").arg(&folder).arg("-o").arg(&xlsx).assert().success();
    assert_eq!(railhead::input::open(&xlsx).expect("a workbook").hash, book.hash);
}

/// The campaigns that ship: each has a record, and the manual's page says what they score.
#[test]
fn the_manual_says_what_the_shipped_campaigns_score() {
    let dir = tempfile::tempdir().expect("a folder");
    let report = tested(&dir.path().join("b.xlsx"), &[], &[]);
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let page = std::fs::read_to_string(docs.join("trust.md")).expect("the page");
    let campaigns = report["campaigns"].as_array().expect("campaigns");
    let names: Vec<&str> = campaigns.iter().filter_map(|c| c["name"].as_str()).collect();
    assert_eq!(names, ["vistula-oder", "berlin", "centre-1941", "uman-botosani"]);
    let scored = |s: &Json| format!("{:.0} ({} of {})", s["points"].as_f64().unwrap(), s["inside"], s["of"]);
    for c in campaigns {
        let line =
            format!("| `{}` | {} | {} |", c["name"].as_str().unwrap(), scored(&c["score"]), scored(&c["independent"]));
        assert!(page.contains(&line), "docs/trust.md lacks: {line}");
        assert!(c["departs"].as_array().is_some_and(Vec::is_empty), "{line}");
    }
    let line = format!("| all | {} | {} |", scored(&report["total"]), scored(&report["independent"]));
    assert!(page.contains(&line), "docs/trust.md lacks: {line}");
    let s1 = std::fs::read_to_string(docs.join("questions/S1-vistula-rhine.md")).expect("the page");
    assert!(s1.contains(&scored(&report["total"])), "S1 cites another score than {}", scored(&report["total"]));
}

/// The campaign of the manual's chapter is data and nothing else.
#[test]
fn the_campaign_of_the_chapter_runs() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/third-army");
    let report = tested(&dir.path().join("b.xlsx"), &[&folder], &[]);
    assert_eq!(report["campaigns"][0]["departs"].as_array().map(Vec::len), Some(0));
    assert!(report["campaigns"][0]["score"]["of"].as_u64().is_some_and(|n| n >= 8), "{report}");
}
