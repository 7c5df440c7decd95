//! A real Slurm on this machine: munged, slurmctld and two slurmd in namespaces of their own, gone with the test.
#![allow(dead_code)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long a cluster may live before its test fails: ten times what it takes on two processors.
const PATIENCE: Duration = Duration::from_secs(240);
const PROGRAMS: [&str; 10] =
    ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel", "ip", "setpriv", "nsenter"];
/// Namespaces that nothing reaches from outside, and with whose first process all others end.
const NAMESPACES: [&str; 7] = ["unshare", "--net", "--uts", "--pid", "--mount-proc", "--fork", "--kill-child=KILL"];

/// The cluster; its end ends every process in it.
pub struct Cluster {
    folder: PathBuf,
    /// `unshare`, which lives in the namespaces of network and host name.
    holder: Child,
    began: Instant,
}

impl Cluster {
    /// Starts it with its files in this folder.
    ///
    /// # Errors
    /// Why no cluster can be had on this machine.
    pub fn start(folder: &Path) -> Result<Cluster, String> {
        let path = path();
        let there = |p: &&str| std::env::split_paths(&path).any(|f| f.join(p).is_file());
        if let Some(missing) = PROGRAMS.iter().find(|p| !there(p)) {
            return Err(format!("{missing} is missing (Debian: slurm-wlm, munge, iproute2)"));
        }
        let probe = Command::new(NAMESPACES[0]).args(&NAMESPACES[1..]).args(["ip", "link", "set", "lo", "up"]).output();
        if !probe.is_ok_and(|o| o.status.success()) {
            return Err("namespaces can't be made; that takes root".into());
        }
        // munged wants a folder that others may at least pass through.
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).expect("permissions");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cluster/slurm.sh");
        let log = std::fs::File::create(folder.join("cluster.log")).expect("a log");
        let holder = Command::new("setpriv")
            .args(["--pdeathsig", "KILL"])
            .args(NAMESPACES)
            .arg(script)
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .spawn()
            .expect("it starts");
        let cluster = Cluster { folder: folder.into(), holder, began: Instant::now() };
        cluster.wait_for("two idle nodes", || {
            // Until the controller answers, sinfo only complains.
            let idle = cluster.command("sinfo", &["-h", "-t", "idle", "-o", "%D"]).output().expect("sinfo");
            String::from_utf8_lossy(&idle.stdout).trim() == "2"
        });
        Ok(cluster)
    }

    /// A program that talks to the cluster.
    pub fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new("nsenter");
        command.args(["--net", "--uts", "--target", &self.holder.id().to_string(), program]).args(args);
        // What a job of a real cluster hands on is not for this one.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("SLURM_") || text.starts_with("SBATCH_") {
                command.env_remove(&name);
            }
        }
        command.env("PATH", path()).env("SLURM_CONF", self.folder.join("slurm.conf"));
        command
    }

    /// What a program says that must succeed.
    pub fn say(&self, program: &str, args: &[&str]) -> String {
        let output = self.command(program, args).output().expect("it starts");
        self.said(program, &output)
    }

    /// The same of what was run already.
    pub fn said(&self, program: &str, output: &Output) -> String {
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program}: {said}{complaint}\n{}", self.logs());
        said
    }

    /// A field of a job as `scontrol` shows it: `JobState`, `Restarts`, `ExitCode` ...
    pub fn field(&self, job: &str, field: &str) -> String {
        let shown = self.say("scontrol", &["show", "job", "-o", job]);
        let value = shown.split_whitespace().find_map(|w| w.strip_prefix(&format!("{field}=")));
        value.unwrap_or_else(|| panic!("{job} has no {field}: {shown}")).to_string()
    }

    /// Waits until something is so.
    pub fn wait_for(&self, what: &str, mut so: impl FnMut() -> bool) {
        while !so() {
            assert!(self.began.elapsed() < PATIENCE, "waited in vain for {what}\n{}", self.logs());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until no job is left.
    pub fn wait_for_all(&self) {
        self.wait_for("the last job", || self.say("squeue", &["-h"]).trim().is_empty());
    }

    /// What the daemons have written.
    fn logs(&self) -> String {
        let read = |f: &str| std::fs::read_to_string(self.folder.join(f)).unwrap_or_default();
        format!("{}\n{}", read("cluster.log"), read("slurmctld.log"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

/// Daemons lie where the PATH of an ordinary user does not lead.
fn path() -> std::ffi::OsString {
    let mut path = std::env::var_os("PATH").unwrap_or_default();
    path.push(":/usr/sbin:/sbin");
    path
}

/// Processes whose command lines have all these words; words that are paths of a test's own folder make them the test's own.
pub fn processes(words: &[&str]) -> Vec<u32> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").expect("/proc") {
        let Ok(entry) = entry else { continue };
        let Some(pid) = entry.file_name().to_str().and_then(|n| n.parse().ok()) else { continue };
        // It may be gone by now.
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let args: Vec<&[u8]> = line.split(|b| *b == 0).collect();
        if words.iter().all(|w| args.contains(&w.as_bytes())) {
            found.push(pid);
        }
    }
    found
}

/// Sends a signal: `KILL`, `STOP`, `CONT`.
pub fn signal(name: &str, pid: u32) {
    let done = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status();
    assert!(done.is_ok_and(|s| s.success()), "kill -{name} {pid}");
}
