//! The shipped Slurm scripts on a real Slurm: tasks killed, nodes lost, and in the end the same bytes as on one machine. Skips itself
//! where Slurm can't be had.
#![cfg(target_os = "linux")]

mod common;

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::SystemTime;

use common::batching::{cases, merged, model};
use common::railhead;
use common::slurm::{Cluster, processes, signal};
use railhead::batch::{Finished, Shard, gather};

const PARTS: usize = 4;
/// A campaign as it stands with 6 x 8 levers, and a scenario that fails: 49 cases.
const CASES: [&str; 9] = [
    "--scenario",
    "as it stands",
    "--scenario",
    "broken",
    "--no-plan",
    "--sweep",
    "trucks=50%:150%:20%",
    "--sweep",
    "food=500:850:50",
];

/// Settings in the environment, as `RAILHEAD_AGAIN`.
type Settings<'a> = &'a [(&'a str, &'a str)];

/// A folder with a campaign, a cluster, and what is asked of it.
struct Room {
    folder: PathBuf,
    model: String,
    cluster: Cluster,
}

impl Room {
    /// Hands in a batch as the manual says. Gives the array's job and the one that puts the parts together.
    fn submit(&self, out: &Path, parts: usize, file: &str, settings: Settings) -> (String, String) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/cluster/slurm-submit.sh");
        let mut command = self.cluster.command(script, &[&out.to_string_lossy(), &parts.to_string(), file]);
        let output: Output = command
            .args(CASES)
            .current_dir(&self.folder)
            .env("RAILHEAD", env!("CARGO_BIN_EXE_railhead"))
            .envs(settings.iter().copied())
            .output()
            .expect("it starts");
        let said = self.cluster.said("slurm-submit.sh", &output);
        let numbers: Vec<&str> = said.split(|c: char| !c.is_ascii_digit()).filter(|w| !w.is_empty()).collect();
        assert!(said.starts_with("The parts are job ") && numbers.len() > 3, "{said}");
        // "The parts are job 3, tasks 1 to 4; job 7 puts them together."
        (numbers[0].into(), numbers[3].into())
    }

    /// Running copies of a part.
    fn copies(&self, out: &Path, part: usize) -> Vec<u32> {
        let shard = format!("{part}/{PARTS}");
        processes(&[env!("CARGO_BIN_EXE_railhead"), "--shard", &shard, &out.to_string_lossy()])
    }

    /// Stops every part as soon as it has finished a case, so that none is done before its time has come; gives their processes.
    fn hold(&self, out: &Path) -> Vec<u32> {
        let mut held = vec![None; PARTS];
        self.cluster.wait_for("a finished case of every part", || {
            let all = gather(out).unwrap_or_default();
            for (part, held) in (1..).zip(&mut held).filter(|(_, held)| held.is_none()) {
                let shard = Shard { number: part, of: PARTS };
                if all.iter().enumerate().any(|(i, (_, done))| shard.has(i) && done.is_some()) {
                    let copies = self.copies(out, part);
                    assert_eq!(copies.len(), 1, "part {part} is done already, or there are two: {copies:?}");
                    signal("STOP", copies[0]);
                    *held = Some(copies[0]);
                }
            }
            held.iter().all(Option::is_some)
        });
        held.into_iter().flatten().collect()
    }

    fn log(&self, out: &Path, name: &str) -> String {
        std::fs::read_to_string(out.join("logs").join(name)).unwrap_or_default()
    }
}

/// When the finished cases were written.
fn times(out: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let all = gather(out).expect("a batch");
    let files = all.iter().filter(|(_, done)| done.is_some()).map(|(case, _)| Finished::path(out, case));
    files.map(|f| (f.clone(), std::fs::metadata(&f).and_then(|m| m.modified()).expect("a time"))).collect()
}

/// Four tasks on two nodes. The railhead of the last is killed with -9; another is told that its time is up; the node of the other two is
/// lost, while their railheads live on beside those that Slurm begins in their stead. All four are begun again, no case that was finished
/// is done again, and the job that puts the parts together comes to the bytes of a run on one machine.
#[test]
fn an_array_of_tasks_comes_to_what_one_machine_does() {
    let dir = tempfile::tempdir().expect("a folder");
    let cluster = match Cluster::start(dir.path()) {
        Ok(cluster) => cluster,
        Err(why) => return println!("skipped: no Slurm here: {why}"),
    };
    let model = model(dir.path()).display().to_string();
    let room = Room { folder: dir.path().into(), model, cluster };
    let cluster = &room.cluster;

    // A workbook that isn't there is no better the second time, and what is killed whenever it is tried is given up in the end: there is
    // nothing to put together.
    let fatal = dir.path().join("fatal");
    std::fs::write(&fatal, "#!/bin/sh\nkill -9 $$\n").expect("a program");
    std::fs::set_permissions(&fatal, Permissions::from_mode(0o755)).expect("permissions");
    let fatal = [("RAILHEAD", &*fatal.to_string_lossy()), ("RAILHEAD_AGAIN", "0")];
    let hopeless: [(Settings, &str, &str); 2] = [(&[], "2:0", "missing.xlsx"), (&fatal, "137:0", "Given up.")];
    for (settings, code, words) in hopeless {
        let nowhere = dir.path().join(words);
        let (array, merge) = room.submit(&nowhere, 2, "missing.xlsx", settings);
        cluster.wait_for_all();
        for part in 1..=2 {
            let task = format!("{array}_{part}");
            let found = ["JobState", "ExitCode", "Restarts"].map(|f| cluster.field(&task, f));
            assert_eq!(found, ["FAILED", code, "0"], "part {part}");
            assert!(room.log(&nowhere, &format!("part-{part}.log")).contains(words));
        }
        assert_eq!(cluster.field(&merge, "JobState"), "CANCELLED");
    }

    let out = dir.path().join("out");
    let (array, merge) = room.submit(&out, PARTS, &room.model, &[]);
    let task = |part: usize| format!("{array}_{part}");
    let held = room.hold(&out);
    let before = times(&out);
    assert!((PARTS..49 / 2).contains(&before.len()), "{} cases were done before", before.len());
    let node = |part: usize| cluster.field(&task(part), "NodeList");
    // Two on each node. The last part's job number is that of the whole array, which must not be put back with it.
    let (kept, lost): (Vec<usize>, Vec<usize>) = (1..=PARTS).partition(|part| node(*part) == node(PARTS));
    assert_eq!((kept.len(), lost.len()), (2, 2), "tasks of the nodes");
    let lost_node = node(lost[0]);

    let state = |part: usize| ["JobState", "Restarts"].map(|f| cluster.field(&task(part), f));
    signal("KILL", held[PARTS - 1]);
    cluster.wait_for("the killed part in the queue", || state(PARTS) == ["PENDING", "1"]);
    (1..PARTS).for_each(|part| assert_eq!(state(part), ["RUNNING", "0"], "part {part} went with it"));
    cluster.say("scancel", &["--signal=USR1", "--batch", &task(kept[0])]);
    let daemon = processes(&["slurmd", "-N", &lost_node, &dir.path().join("slurm.conf").to_string_lossy()]);
    assert_eq!(daemon.len(), 1, "{daemon:?}");
    signal("KILL", daemon[0]);
    cluster.say("scontrol", &["update", &format!("NodeName={lost_node}"), "State=DOWN", "Reason=lost"]);
    for part in &lost {
        cluster.wait_for("the successor of a lost task", || room.copies(&out, *part).len() == 2);
        signal("CONT", held[part - 1]);
    }
    cluster.wait_for_all();
    for part in 1..=PARTS {
        let found = ["JobState", "ExitCode", "Restarts"].map(|f| cluster.field(&task(part), f));
        assert_eq!(found, ["COMPLETED", "0:0", "1"], "part {part}");
        let log = room.log(&out, &format!("part-{part}.log"));
        let restarted = format!("Part {part} of {PARTS} on {}, restart 1.", node(kept[0]));
        assert!(log.contains(&restarted) && log.contains(&format!("Part {part} of {PARTS} is done")), "{log}");
    }
    assert!(room.log(&out, &format!("part-{PARTS}.log")).contains("railhead ended with 137. Back into the queue."));
    assert!(room.log(&out, &format!("part-{}.log", kept[0])).contains("its time is nearly up. Back into the queue."));
    // One case fails wherever it is done, which stands in the way of nothing.
    assert_eq!([cluster.field(&merge, "JobState"), cluster.field(&merge, "ExitCode")], ["FAILED", "1:0"]);
    let log = room.log(&out, "merge.log");
    assert!(log.contains("49 cases: ") && log.contains("corridor, broken failed."), "{log}");
    cluster.wait_for("the old copies", || lost.iter().all(|part| room.copies(&out, *part).is_empty()));
    for (file, time) in before {
        let now = std::fs::metadata(&file).and_then(|m| m.modified()).expect("a time");
        assert_eq!(now, time, "{} was done again", file.display());
    }

    let whole = dir.path().join("whole");
    railhead().args(["batch", "-q", "--out"]).arg(&whole).arg(&room.model).args(CASES).assert().code(1);
    assert!(merged(&out) == merged(&whole), "the parts differ from the whole");
    assert_eq!(cases(&out), cases(&whole));
}
