//! Writing into a workbook on disk happens wholly or not at all.

#[path = "common/grafting.rs"]
mod grafting;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use grafting::{Results, own, results, with};
use railhead::graft::{Refusal, Unwritten, graft, verify, write_in_place};

/// A folder with the analyst's workbook in it.
fn placed() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my model.xlsx");
    fs::write(&path, own()).unwrap();
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The file has the results, the one beside it is what it was, and nothing else is left over.
#[test]
fn the_old_file_is_kept_beside_the_new() {
    let (folder, path) = placed();
    let written = write_in_place(&path, &results(Results::default())).unwrap();
    let first = fs::read(&path).unwrap();
    assert_eq!(first, graft(&own(), &results(Results::default())).unwrap().bytes);
    assert_eq!(written.sheets, ["Answer", "Why", "Flows", "Audit"]);
    assert_eq!(written.verified.sheets_compared, 3);
    assert_eq!(names(folder.path()), ["my model.xlsx", "my model.xlsx.bak"]);
    assert_eq!(fs::read(&written.backup).unwrap(), own());
    // One step back is always the state before the last writing.
    write_in_place(&path, &results(Results { scale: 2.0, ..Results::default() })).unwrap();
    assert_eq!(fs::read(&written.backup).unwrap(), first);
    assert_eq!(names(folder.path()), ["my model.xlsx", "my model.xlsx.bak"]);
}

/// Whoever could read and write the file still can, and no one else.
#[cfg(unix)]
#[test]
fn rights_and_links_stay() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = placed();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.xlsx");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let written = write_in_place(&link, &results(Results::default())).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink(), "the link leads to the file as before");
    for file in [&path, &written.backup] {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o640);
    }
    assert!(written.backup.starts_with(fs::canonicalize(folder.path()).unwrap()), "beside the file, not the link");
}

/// What another program has open would be overwritten by its next save, or not replaced at all.
#[test]
fn open_files_are_left_alone() {
    let (folder, path) = placed();
    let donor = results(Results::default());
    let mut owner = vec![4];
    owner.extend_from_slice(b"Anna                                                  ");
    for (lock, content, words) in [
        ("~$my model.xlsx", owner, "is open in Excel by Anna"),
        ("~$my model.xlsx", Vec::new(), "is open in Excel ("),
        (".~lock.my model.xlsx#", b",Bert,host,22.11.2026 03:00,file:///x;".to_vec(), "is open in LibreOffice by Bert"),
    ] {
        let lock = folder.path().join(lock);
        fs::write(&lock, content).unwrap();
        let why = write_in_place(&path, &donor).unwrap_err();
        assert!(matches!(why, Unwritten::Open(..)), "{why:?}");
        assert!(why.to_string().contains(words), "{why}");
        fs::remove_file(lock).unwrap();
        assert_eq!(fs::read(&path).unwrap(), own());
        assert_eq!(names(folder.path()), ["my model.xlsx"], "not even a copy");
    }
    // A lock on another file says nothing about this one.
    fs::write(folder.path().join("~$other.xlsx"), b"x").unwrap();
    assert!(write_in_place(&path, &donor).is_ok());
}

/// Where it can't be done the file stays as it is, and the reason is one that the caller can pass on.
#[test]
fn what_can_not_be_written_says_why() {
    let (folder, path) = placed();
    let donor = results(Results::default());
    let gone = write_in_place(&folder.path().join("none.xlsx"), &donor).unwrap_err();
    assert!(gone.to_string().contains("does not exist"), "{gone}");
    let is_folder = write_in_place(folder.path(), &donor).unwrap_err();
    assert!(is_folder.to_string().contains("is not a file"), "{is_folder}");
    let locked = with(&own(), "xl/workbook.xml", |t| {
        t.replace("<bookViews>", "<workbookProtection lockStructure=\"1\"/><bookViews>")
    });
    fs::write(&path, &locked).unwrap();
    let why = write_in_place(&path, &donor).unwrap_err();
    assert!(matches!(&why, Unwritten::Refused(_, Refusal::Protected(_))), "{why:?}");
    assert_eq!(fs::read(&path).unwrap(), locked);
    let mut rights = fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&path, rights.clone()).unwrap();
    let why = write_in_place(&path, &donor).unwrap_err();
    assert!(why.to_string().contains("write-protected"), "{why}");
    assert_eq!(names(folder.path()), ["my model.xlsx"]);
}

/// What a run left behind that was cut short goes with the next, unless it may still be at work.
#[test]
fn old_leftovers_are_taken_away() {
    let (folder, path) = placed();
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(7200);
    for (name, old) in [(".railhead-graft-a.tmp", true), (".railhead-graft-b.tmp", false), ("mine.tmp", true)] {
        let file = fs::File::create(folder.path().join(name)).unwrap();
        if old {
            file.set_modified(long_ago).unwrap();
        }
    }
    write_in_place(&path, &results(Results::default())).unwrap();
    assert_eq!(names(folder.path()), [".railhead-graft-b.tmp", "mine.tmp", "my model.xlsx", "my model.xlsx.bak"]);
}

/// Someone saves the workbook while results are put in: that save must win.
#[test]
fn a_save_in_the_meantime_is_not_lost() {
    let (_folder, path) = placed();
    let donor = results(Results { rows: 3000, ..Results::default() });
    let mut lost = 0;
    let mut noticed = 0;
    // Every moment once; again where a busy machine let none of them fall into the time of writing.
    for (n, wait) in (0..12u64).cycle().take(120).enumerate() {
        if n >= 12 && noticed > 0 {
            break;
        }
        fs::write(&path, own()).unwrap();
        let other = with(&own(), "docProps/core.xml", |t| {
            t.replace("</cp:coreProperties>", &format!("<!--{wait}--></cp:coreProperties>"))
        });
        let at = path.clone();
        let copy = other.clone();
        let saver = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(wait * 15));
            fs::write(at, copy).unwrap();
        });
        let outcome = write_in_place(&path, &donor);
        saver.join().unwrap();
        let now = fs::read(&path).unwrap();
        match outcome {
            Err(Unwritten::Changed(_)) => {
                noticed += 1;
                lost += usize::from(now != other);
            }
            // Saved before it was read, or after it was written.
            Ok(written) => assert!(
                now == other
                    || verify(&own(), &now, &written.sheets).is_ok()
                    || verify(&other, &now, &written.sheets).is_ok()
            ),
            // Read while half saved.
            Err(other) => assert!(matches!(other, Unwritten::Refused(..)), "{other:?}"),
        }
    }
    assert_eq!(lost, 0);
    assert!(noticed > 0, "no save fell into the time of writing: the test proves nothing");
}

const LOOP: &str = "RAILHEAD_TEST_WRITE_IN_A_LOOP";
/// The file by which the child says that it begins to write: how long a process takes to start differs by machine.
const BEGUN: &str = "RAILHEAD_TEST_BEGUN";

/// What the child of the next test does; nothing when the tests run.
#[test]
fn writes_in_a_loop() {
    let Some(path) = std::env::var_os(LOOP) else { return };
    let donors = [1.0, 2.0].map(|scale| results(Results { scale, ..Results::default() }));
    fs::write(std::env::var_os(BEGUN).unwrap(), []).unwrap();
    for donor in donors.iter().cycle() {
        write_in_place(Path::new(&path), donor).unwrap();
    }
}

/// The power may fail at any moment: what stands at the path is a whole workbook, old or new, and so is the copy.
#[test]
fn killed_at_any_moment_the_workbook_is_whole() {
    const KILLS: u32 = 100;
    let started = Instant::now();
    let (folder, path) = placed();
    let [a, b] = [1.0, 2.0].map(|scale| results(Results { scale, ..Results::default() }));
    let mut known: HashSet<Vec<u8>> = HashSet::from([own()]);
    // The first graft, and each on top of the other.
    let first = [graft(&own(), &a).unwrap().bytes, graft(&own(), &b).unwrap().bytes];
    for one in &first {
        known.extend([&a, &b].map(|donor| graft(one, donor).unwrap().bytes));
    }
    known.extend(first);
    let (mut seen, mut state) = (HashSet::new(), 0x9E37_79B9u64);
    let signal = tempfile::tempdir().unwrap();
    let begun = signal.path().join("begun");
    // How long one writing takes here: a child is killed somewhere in its first three.
    let one = {
        let (_other, path) = placed();
        let started = Instant::now();
        write_in_place(&path, &a).unwrap();
        started.elapsed().as_micros() as u64
    };
    for kill in 0..KILLS {
        if kill % 10 == 0 {
            fs::write(&path, own()).unwrap();
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writes_in_a_loop", "--nocapture"])
            .env(LOOP, &path)
            .env(BEGUN, &begun)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        while !begun.exists() {
            assert!(child.try_wait().unwrap().is_none(), "the child ended by itself");
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_micros((state >> 33) % (3 * one)));
        child.kill().unwrap();
        child.wait().unwrap();
        fs::remove_file(&begun).unwrap();
        let now = fs::read(&path).unwrap();
        assert!(known.contains(&now), "kill {kill}: {} bytes of something else", now.len());
        if let Ok(copy) = fs::read(path.with_file_name("my model.xlsx.bak")) {
            assert!(known.contains(&copy), "kill {kill}: the copy is broken");
        }
        seen.insert(now);
    }
    let left = names(folder.path()).len() - 2;
    println!("{KILLS} kills, {} different states, {left} temporary files left, {:?}", seen.len(), started.elapsed());
    assert!(seen.len() >= 3, "the child was never in the middle of its work: {}", seen.len());
    assert!(left > 0, "no kill fell between two writings: {left}");
}
