//! Small projects as users have them: what `dialc check` proves of each, and that the calls it shows do what it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/projects")
}

/// A project: its folder, what its README says of it, and the arguments of its check.
struct Project {
    name: String,
    readme: String,
    /// What follows `dialc check` in the first example that checks.
    arguments: Vec<String>,
    /// The word behind `verdict: `.
    verdict: String,
}

fn projects() -> Vec<Project> {
    let mut names: Vec<String> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() >= 10, "only {} projects", names.len());
    names.into_iter().map(project).collect()
}

fn project(name: String) -> Project {
    let readme = fs::read_to_string(folder().join(&name).join("README.md")).unwrap();
    let verdict = readme.lines().find_map(|line| line.strip_prefix("verdict: "));
    let verdict = verdict.unwrap_or_else(|| panic!("{name}: README.md has no line `verdict: ...`")).to_owned();
    let command = readme.lines().find_map(|line| line.strip_prefix("$ dialc check "));
    let command = command.unwrap_or_else(|| panic!("{name}: README.md shows no check"));
    let arguments = command.split_whitespace().take_while(|word| !word.starts_with("2>"));
    Project { arguments: arguments.map(str::to_owned).collect(), name, readme, verdict }
}

impl Project {
    fn folder(&self) -> PathBuf {
        folder().join(&self.name)
    }

    /// What the check prints for programs, and its exit code.
    fn checked(&self) -> (String, i32) {
        let output = Command::new(assert_cmd::cargo::cargo_bin("dialc"))
            .arg("check")
            .args(&self.arguments)
            .args(["--format", "json"])
            .current_dir(self.folder())
            .output()
            .unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
    }
}

#[test]
fn every_project_has_its_verdict() {
    let bless = std::env::var_os("DIALC_BLESS").is_some_and(|value| value == "1");
    for project in projects() {
        let (printed, code) = project.checked();
        let checked: Value = serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{}: {printed}", project.name));
        assert_eq!(checked["verdict"], project.verdict, "{}", project.name);
        assert_eq!(code, i32::from(project.verdict != "proved"), "{}", project.name);
        let path = project.folder().join("expected.json");
        if bless {
            fs::write(&path, &printed).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(printed, expected, "{}: DIALC_BLESS=1 writes it anew", project.name);
    }
}

/// A call that loops is shown up to where it is again what it was: the same place, the same number, that leg still open.
#[test]
fn calls_that_loop_come_back_to_what_they_were() {
    let mut count = 0;
    for project in projects() {
        let checked: Value = serde_json::from_str(&project.checked().0).unwrap();
        let claim = &checked["claims"][0];
        if project.verdict != "loop" {
            assert_ne!(claim["verdict"], "loop", "{}", project.name);
            continue;
        }
        count += 1;
        let hops = claim["hops"].as_array().unwrap();
        let (last, before) = hops.split_last().unwrap();
        if last["event"].as_str().unwrap().contains("grows on") {
            assert!(last["number"].as_str().unwrap().len() > 32, "{}", project.name);
            continue;
        }
        let again = last["event"].as_str().unwrap().rsplit_once("this is hop ").unwrap().1;
        let first: usize = again.trim_end_matches(" again").parse().unwrap();
        let origin = &before[first - 1];
        assert_eq!((&origin["system"], &origin["number"]), (&last["system"], &last["number"]), "{}", project.name);
        let depth = origin["depth"].as_u64().unwrap();
        assert!(
            before[first..].iter().all(|hop| hop["depth"].as_u64() > Some(depth)),
            "{}: it was closed",
            project.name
        );
        assert_eq!(hops[0]["number"], claim["witness"], "{}", project.name);
    }
    assert!(count >= 4, "{count} projects loop");
}

#[test]
fn what_breaks_a_loop_is_told_where_it_loops() {
    for project in projects().into_iter().filter(|project| project.verdict == "loop") {
        assert!(project.readme.contains("what would break it:"), "{}", project.name);
    }
}
