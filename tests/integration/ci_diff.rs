//! What the action says on a pull request: its script in a repository, with a `gh` that only remembers.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::ci_files::{bash, file, step};

/// A `gh` that knows one comment at most, which it keeps in a file, or refuses all.
const GH: &str = r#"#!/usr/bin/env bash
cd "$(dirname "$0")"
printf '%s\n' "$*" >> calls
if [ -e refused ]; then echo "HTTP 403: Resource not accessible by integration" >&2; exit 1; fi
for argument; do
  case $argument in
    *startswith*)
      marker=${argument#*startswith(\"}
      if [ "$(head -n 1 comment 2> /dev/null)" = "${marker%%\"*}" ]; then printf '7\n8\n'; fi ;;
    body=@*) cp "${argument#body=@}" comment ;;
  esac
done
"#;

/// A dial-peer that sends four-digit numbers that begin so to this host.
fn peer(tag: u32, host: u32) -> String {
    format!(
        "dial-peer voice {tag} voip\n destination-pattern {tag}...\n session protocol sipv2\n \
         session target ipv4:192.0.2.{host}\n!\n"
    )
}

/// A pull request: a clone on a branch, with the script of the action.
struct Pull {
    folder: TempDir,
    variables: Vec<(&'static str, String)>,
}

/// What one run of the script did.
struct Told {
    code: i32,
    out: String,
    summary: String,
    /// The comment that is there now.
    comment: Option<String>,
    /// What `gh` was asked to write: `POST` or `PATCH`.
    wrote: Vec<String>,
}

impl Pull {
    /// One whose base has these files.
    fn new(files: &[(&str, &str)]) -> Self {
        let variables = [
            ("DIFF", "sites/*.cfg\nsites/*.yaml"),
            ("BASE", ""),
            ("DIFF_ARGUMENTS", "--release 15.2(4)M"),
            ("FAIL_ON", "lost,loop-introduced"),
            ("COMMENT", "true"),
            ("GITHUB_BASE_REF", "main"),
            ("GITHUB_REPOSITORY", "owner/sites"),
            ("PULL_REQUEST", "12"),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ];
        let mut variables: Vec<_> = variables.map(|(name, value)| (name, value.to_owned())).to_vec();
        for role in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
            variables.push((role, "a@example.com".to_owned()));
        }
        let mut pull = Self { folder: tempfile::tempdir().unwrap(), variables };
        let tools = pull.at("tools");
        for folder in [&tools, &pull.at("origin")] {
            fs::create_dir(folder).unwrap();
        }
        fs::write(tools.join("gh"), GH).unwrap();
        pull.run(&pull.at("tools"), "chmod +x gh");
        let programs = Path::new(env!("CARGO_BIN_EXE_dialc")).parent().unwrap().display();
        let path = format!("{}:{programs}:{}", tools.display(), std::env::var("PATH").unwrap());
        pull.variables.push(("PATH", path));
        pull.variables.push(("GITHUB_STEP_SUMMARY", pull.at("summary").display().to_string()));
        pull.run(&pull.at("origin"), "git init -q -b main; mkdir sites; echo dial plans > sites/README.md");
        pull.commit("origin", files);
        pull.run(pull.folder.path(), "git clone -q origin clone; cd clone; git checkout -q -b change");
        pull
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn set(mut self, name: &'static str, value: &str) -> Self {
        self.variables.retain(|(other, _)| *other != name);
        self.variables.push((name, value.to_owned()));
        self
    }

    fn run(&self, folder: &Path, script: &str) -> std::process::Output {
        let variables: Vec<_> = self.variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bash(folder, script, &variables)
    }

    /// Commits files in a repository: an empty one is removed.
    fn commit(&self, repository: &str, files: &[(&str, &str)]) {
        for (name, text) in files {
            let path = self.at(repository).join(name);
            if text.is_empty() { fs::remove_file(path).unwrap() } else { fs::write(path, text).unwrap() }
        }
        let done = self.run(&self.at(repository), "git add .; git commit -qm 'Change the plan'");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Commits files on the branch, and runs the script.
    fn push(&self, files: &[(&str, &str)]) -> Told {
        if !files.is_empty() {
            self.commit("clone", files);
        }
        let read = |name: &str| fs::read_to_string(self.at(name)).ok();
        let forget = |name: &str| drop(fs::remove_file(self.at(name)));
        forget("tools/calls");
        forget("summary");
        let ran = self.run(&self.at("clone"), &diff_step());
        let calls = read("tools/calls").unwrap_or_default();
        let writes = calls.lines().filter_map(|call| call.split_once("--method ")).map(|(_, call)| call);
        Told {
            code: ran.status.code().unwrap(),
            out: String::from_utf8(ran.stdout).unwrap(),
            summary: read("summary").unwrap_or_default(),
            comment: read("tools/comment"),
            wrote: writes.map(|call| call.split(" --field").next().unwrap().to_owned()).collect(),
        }
    }
}

/// The script of the step of the action that compares.
fn diff_step() -> String {
    step("Diff", &["DIFF", "BASE", "DIFF_ARGUMENTS", "FAIL_ON", "COMMENT"])
}

/// The lines of a comment that are headings or in bold.
fn headlines(told: &str) -> Vec<&str> {
    told.lines().filter(|line| line.starts_with("### ") || line.starts_with("**")).collect()
}

#[test]
fn a_push_writes_the_comment_of_the_last_one_anew() {
    let pull = Pull::new(&[("sites/a.cfg", &peer(1, 1)), ("other.cfg", &peer(1, 1))]);
    let none = pull.push(&[("other.cfg", &peer(1, 2)), ("sites/README.md", "more\n")]);
    assert_eq!((none.code, none.comment, none.wrote.len()), (0, None, 0));
    assert_eq!(none.summary, "\nNo file that is compared differs.\n");
    let first = pull.push(&[("sites/a.cfg", &peer(1, 2))]);
    let comment = first.comment.unwrap();
    assert_eq!((first.code, first.wrote), (0, vec!["POST repos/owner/sites/issues/12/comments".to_owned()]));
    assert!(comment.starts_with("<!-- dialc diff ") && comment.ends_with(&first.summary), "{comment}");
    let [heading, bold] = headlines(&comment)[..] else { panic!("{comment}") };
    assert!(heading.starts_with("### `git:") && heading.ends_with(":sites/a.cfg` → `sites/a.cfg`"), "{heading}");
    assert_eq!(bold, "**1 dial-peer changed, 1,000 numbers rerouted, none lost**");
    let second = pull.push(&[("sites/a.cfg", &peer(1, 1))]);
    assert_eq!(second.wrote, ["PATCH repos/owner/sites/issues/comments/7"]);
    assert!(second.comment.unwrap().ends_with("\nNo file that is compared differs.\n"));
}

#[test]
fn files_come_go_and_move() {
    let moved = peer(1, 1) + &peer(2, 1) + &peer(3, 1);
    let pull = Pull::new(&[("sites/old name.cfg", &moved), ("sites/gone.cfg", &peer(4, 4))]);
    let seed = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/specs/seed.yaml")).unwrap();
    let moved_on = peer(1, 1) + &peer(2, 2) + &peer(3, 1);
    let told = pull.push(&[
        ("sites/old name.cfg", ""),
        ("sites/new `name`.cfg", &moved_on),
        ("sites/gone.cfg", ""),
        ("sites/--new.yaml", &seed),
    ]);
    let comment = told.comment.unwrap();
    let since = String::from_utf8(pull.run(&pull.at("clone"), "git rev-parse --short main").stdout).unwrap();
    let since = since.trim();
    assert_eq!(
        headlines(&comment),
        [
            "### `/dev/null` → `sites/--new.yaml`",
            "**1 translation-rule, 1 translation-profile and 2 dial-peers added, 100 numbers gained, none lost**",
            &format!("### `git:{since}:sites/gone.cfg` → `/dev/null`"),
            "**1 dial-peer removed, 1,000 numbers lost**",
            &format!("### `git:{since}:sites/old name.cfg` → ``sites/new `name`.cfg``"),
            "**1 dial-peer changed, 1,000 numbers rerouted, none lost**",
        ]
    );
    // It was told, and then the job fails.
    assert_eq!(told.code, 1);
    assert_eq!(pull.set("FAIL_ON", "").push(&[]).code, 0);
}

#[test]
fn where_no_comment_may_be_written_the_summary_has_it() {
    let pull = Pull::new(&[("sites/a.cfg", &peer(1, 1))]);
    fs::write(pull.at("tools/refused"), "").unwrap();
    let told = pull.push(&[("sites/a.cfg", &peer(1, 2))]);
    assert_eq!((told.code, told.comment), (0, None));
    assert!(told.out.starts_with("::warning title=dialc diff::no comment could be written"), "{}", told.out);
    assert!(told.summary.contains("1,000 numbers rerouted"), "{}", told.summary);
    let told = pull.set("COMMENT", "false").push(&[]);
    assert_eq!((told.code, told.out.as_str(), told.wrote.len()), (0, "", 0));
    assert!(told.summary.contains("1,000 numbers rerouted"), "{}", told.summary);
}

#[test]
fn only_what_the_branch_changed_is_told() {
    let pull = Pull::new(&[("sites/a.cfg", &peer(1, 1)), ("sites/b.cfg", &peer(1, 1))]);
    pull.commit("origin", &[("sites/b.cfg", &peer(1, 9))]);
    pull.run(&pull.at("clone"), "git fetch -q");
    let told = pull.push(&[("sites/a.cfg", &peer(1, 2))]);
    assert_eq!(headlines(&told.summary).len(), 2, "{}", told.summary);
    // As GitHub checks out a pull request: merged into the other branch.
    pull.run(&pull.at("clone"), "git merge -q --no-edit origin/main");
    let told = pull.push(&[]);
    assert_eq!(headlines(&told.summary).len(), 2, "{}", told.summary);
}

#[test]
fn without_what_to_compare_with_it_says_so() {
    let pull = Pull::new(&[("sites/a.cfg", &peer(1, 1))]).set("BASE", "origin/release");
    let told = pull.push(&[]);
    assert_eq!(told.code, 2);
    let said = "::error title=dialc diff::no commit of origin/release is here to compare with: check out with \
                `fetch-depth: 0`\n";
    assert_eq!(told.out, said);
    let told = pull.set("BASE", "").set("GITHUB_BASE_REF", "").push(&[]);
    assert_eq!(told.code, 0);
    assert!(told.out.starts_with("::notice title=dialc diff::nothing is compared: this is no pull request"));
}

#[test]
fn a_file_that_cannot_be_compared_fails_the_job_and_the_others_are_told() {
    let pull = Pull::new(&[("sites/a.cfg", &peer(1, 1)), ("sites/b.cfg", &peer(1, 1))]);
    let told = pull.push(&[("sites/a.cfg", "Dear all,\n"), ("sites/b.cfg", &peer(1, 2))]);
    assert_eq!(told.code, 2);
    let comment = told.comment.unwrap();
    assert_eq!(headlines(&comment)[..2], ["### `sites/a.cfg`", "**cannot be compared: the log of the job says why**"]);
    assert_eq!(headlines(&comment).len(), 4);
}

#[test]
fn no_comment_is_too_long() {
    let large = |host| (1..200).map(|tag| peer(tag, host)).collect::<String>();
    let (old, new) = (large(1), large(2));
    let names: Vec<_> = (0..5).map(|name| format!("sites/{name}.cfg")).collect();
    let all_are = |text| names.iter().map(|name| (name.as_str(), text)).collect::<Vec<(&str, &str)>>();
    let pull = Pull::new(&all_are(&old)).set("DIFF_ARGUMENTS", "--only objects,text").set("FAIL_ON", "");
    let told = pull.push(&all_are(&new));
    let comment = told.comment.unwrap();
    assert!(comment.len() < 65_536, "{}", comment.len());
    assert_eq!(headlines(&comment).len(), 10);
    assert_eq!(comment.matches("\nThere is no room for the rest.\n").count(), 4);
    assert!(told.summary.len() > 100_000 && !told.summary.contains("There is no room"), "{}", told.summary.len());
}

#[test]
fn no_text_of_others_becomes_a_script() {
    for step in file("action.yml")["runs"]["steps"].as_array().unwrap() {
        assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{step}");
    }
}

#[test]
fn the_workflow_of_the_documents_fits_the_action() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reviewing-a-change.md")).unwrap();
    let (_, rest) = page.split_once("```text\nname: ").unwrap();
    let (workflow, _) = rest.split_once("```").unwrap();
    let workflow: Value = serde_yaml::from_str(&format!("name: {workflow}")).unwrap();
    assert!(workflow["on"].as_object().unwrap().contains_key("pull_request"));
    assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read", "pull-requests": "write" }));
    let steps = workflow["jobs"]["dialc"]["steps"].as_array().unwrap();
    assert_eq!(steps[0]["with"]["fetch-depth"], 0);
    let action = file("action.yml");
    for (input, value) in steps[1]["with"].as_object().unwrap() {
        assert!(action["inputs"][input]["default"].is_string() && value.is_string(), "{input}");
    }
}
