//! The shipped Kubernetes manifests against the published schema, and the command in them carried out for every index. Skips itself where
//! Python's kubernetes-validate, which brings the schemas, is missing.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::batching::{merged, model};
use common::railhead;
use serde_json::Value as Json;

/// The oldest and the newest Kubernetes that the manifests are meant for.
const VERSIONS: [&str; 2] = ["1.29", "1.37"];

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cluster").join(name)
}

fn python(args: &[&str]) -> Output {
    let python = std::env::var_os("RAILHEAD_PYTHON").unwrap_or("python3".into());
    Command::new(python).args(args).output().expect("python3")
}

/// Whether the schemas can be had.
fn schemas() -> bool {
    let python = std::env::var_os("RAILHEAD_PYTHON").unwrap_or("python3".into());
    let found = Command::new(python).args(["-c", "import kubernetes_validate"]).output();
    let there = found.is_ok_and(|o| o.status.success());
    if !there {
        println!("skipped: Python's kubernetes-validate is missing");
    }
    there
}

/// What is wrong with a manifest; nothing where it fits the schema of all versions. Fields that the schema lacks are wrong, too.
fn wrong(manifest: &Path, documents: usize) -> Option<String> {
    VERSIONS.iter().find_map(|version| {
        let check = ["-m", "kubernetes_validate", "--strict", "-k", version, &manifest.to_string_lossy()];
        let output = python(&check);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        // A kind that has no schema is a warning there.
        let passed =
            said.lines().filter(|l| l.starts_with("INFO") && l.ends_with(&format!("version {version}"))).count();
        (!output.status.success() || passed != documents).then_some(said)
    })
}

/// The documents of a manifest.
fn documents(manifest: &Path) -> Vec<Json> {
    let script = "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))";
    let output = python(&["-c", script, &manifest.to_string_lossy()]);
    serde_json::from_slice(&output.stdout).expect("the documents")
}

/// Both fit, and one slip in them is enough not to.
#[test]
fn manifests_fit_the_published_schema() {
    if !schemas() {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let slips = [
        ("kubernetes-job.yaml", "completionMode:", "completionsMode:", "'completionsMode' was unexpected"),
        (
            "kubernetes-job.yaml",
            "backoffLimitPerIndex:",
            "backoffLimitPerindex:",
            "'backoffLimitPerindex' was unexpected",
        ),
        ("kubernetes-job.yaml", "completions: 4", "completions: four", "is not of type 'integer'"),
        ("kubernetes-job.yaml", "storage: 1Gi", "storage: [1Gi]", "spec.resources.requests.storage"),
        ("kubernetes-job.yaml", "status: \"True\"", "reason: \"True\"", "podFailurePolicy"),
        ("kubernetes-job.yaml", "batch/v1", "batch/v7", "Couldn't find schema"),
        ("kubernetes-merge.yaml", "claimName:", "claim:", "volumes.0.persistentVolumeClaim"),
        ("kubernetes-merge.yaml", "- name: railhead", "- title: railhead", "containers.0"),
    ];
    assert_eq!(wrong(&shipped("kubernetes-job.yaml"), 2), None);
    assert_eq!(wrong(&shipped("kubernetes-merge.yaml"), 1), None);
    for (file, good, bad, words) in slips {
        let text = std::fs::read_to_string(shipped(file)).expect("the manifest");
        assert!(text.contains(good), "{file} has no {good}");
        let slipped = dir.path().join(file);
        std::fs::write(&slipped, text.replace(good, bad)).expect("written");
        let documents = if file == "kubernetes-job.yaml" { 2 } else { 1 };
        let why = wrong(&slipped, documents).unwrap_or_else(|| panic!("{bad} is let pass"));
        assert!(why.contains(words), "{bad}: {why}");
    }
}

/// What the schema does not say: the words of Indexed Jobs, one number of parts in three places, the same volume and image.
#[test]
fn manifests_belong_together() {
    if !schemas() {
        return;
    }
    let (batch, merge) = (documents(&shipped("kubernetes-job.yaml")), documents(&shipped("kubernetes-merge.yaml")));
    let (claim, job, merge) = (&batch[0], &batch[1], &merge[0]);
    assert_eq!(job["spec"]["completionMode"], "Indexed");
    let pods = [job, merge].map(|j| &j["spec"]["template"]["spec"]);
    let containers = pods.map(|p| &p["containers"][0]);
    let parts = job["spec"]["completions"].as_u64().expect("a number");
    assert_eq!(job["spec"]["parallelism"], parts);
    assert_eq!(environment(containers[0]), [("PARTS", parts.to_string().as_str()), ("THREADS", "2")]);
    assert_eq!(containers[0]["resources"]["requests"]["cpu"], "2");
    assert_eq!(claim["spec"]["accessModes"], serde_json::json!(["ReadWriteMany"]));
    for (pod, container) in pods.iter().zip(containers) {
        // Both policies for failures ask for it.
        assert_eq!(pod["restartPolicy"], "Never");
        assert_eq!(pod["volumes"][0]["persistentVolumeClaim"]["claimName"], claim["metadata"]["name"]);
        assert_eq!(container["image"], containers[0]["image"]);
        assert_eq!(container["workingDir"], container["volumeMounts"][0]["mountPath"]);
    }
    let words = |j: &Json| -> Vec<String> {
        let rules = j["spec"]["podFailurePolicy"]["rules"].as_array().expect("rules");
        rules.iter().map(|r| r["action"].as_str().expect("a word").to_string()).collect()
    };
    assert_eq!(words(job), ["Ignore", "FailIndex"]);
    assert_eq!(words(merge), ["Ignore", "FailJob"]);
}

fn environment(container: &Json) -> Vec<(&str, &str)> {
    let all = container["env"].as_array().expect("settings");
    all.iter().map(|e| (e["name"].as_str().expect("a name"), e["value"].as_str().expect("a text"))).collect()
}

fn strings(list: &Json) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|w| w.as_str().expect("a word")).collect()
}

/// The command of the manifest for every index, in place of the pods: what is merged is what one run comes to. Its exit codes are those
/// on which the policy for failures rests.
#[test]
fn the_command_does_every_part_once() {
    if !schemas() {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let model = model(dir.path());
    let job = documents(&shipped("kubernetes-job.yaml")).remove(1);
    let container = &job["spec"]["template"]["spec"]["containers"][0];
    let command = strings(&container["command"]);
    let args = strings(&container["args"]);
    assert_eq!(args[0], "/input/campaign.xlsx");
    let beside = Path::new(env!("CARGO_BIN_EXE_railhead")).parent().expect("a folder");
    let path = format!("{}:{}", beside.display(), std::env::var("PATH").unwrap_or_default());
    let pod = |index: u64, input: &str, more: &[&str]| {
        let mut pod = Command::new(command[0]);
        pod.args(&command[1..]).arg(input).args(&args[1..]).args(more);
        pod.envs(environment(container)).env("JOB_COMPLETION_INDEX", index.to_string()).env("PATH", &path);
        pod.current_dir(dir.path()).output().expect("sh").status.code()
    };
    let input = model.display().to_string();
    let more = ["--scenario", "as it stands", "--scenario", "broken", "--no-plan"];
    assert_eq!(pod(0, "missing.xlsx", &more), Some(2));
    for index in 0..job["spec"]["completions"].as_u64().expect("a number") {
        assert_eq!(pod(index, &input, &more), Some(0), "index {index}");
    }
    let (results, whole) = (dir.path().join("results"), dir.path().join("whole"));
    railhead().arg("merge").arg(&results).assert().code(1);
    railhead().args(["batch", "-q", "--out"]).arg(&whole).arg(&input).args(&args[1..]).args(more).assert().code(1);
    assert!(merged(&results) == merged(&whole));
}
