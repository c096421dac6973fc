//! What CI takes from this repository: the hook of pre-commit and the action of GitHub, as far as they run without either.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::lint_command::{FAULT, folder};

/// A YAML file at the top of the repository.
pub(crate) fn file(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Runs a script in `folder` as GitHub runs one of `shell: bash`, with `dialc` in the path.
pub(crate) fn bash(folder: &Path, script: &str, variables: &[(&str, &str)]) -> Output {
    let programs = Path::new(env!("CARGO_BIN_EXE_dialc")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder);
    command.env("PATH", path).envs(variables.iter().copied()).output().unwrap()
}

/// The script of a step of the action, which has these variables from the inputs.
pub(crate) fn step(name: &str, variables: &[&str]) -> String {
    let action = file("action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["name"] == name).unwrap();
    for variable in variables {
        let input = variable.to_lowercase().replace('_', "-");
        assert_eq!(step["env"][variable], format!("${{{{ inputs.{input} }}}}"));
        assert!(action["inputs"][input]["default"].is_string());
    }
    step["run"].as_str().unwrap().to_owned()
}

/// The script of the step that lints.
fn lint_step() -> String {
    step("Lint", &["PATHS", "ARGUMENTS", "SARIF"])
}

#[test]
fn the_action_annotates_and_writes_sarif() {
    let folder = folder(&[("configs of/a.cfg", FAULT), ("b.cfg", FAULT)]);
    let variables = [("PATHS", "configs of\nb.cfg\n"), ("ARGUMENTS", "--min-severity error"), ("SARIF", "out.sarif")];
    let ran = bash(folder.path(), &lint_step(), &variables);
    let text = String::from_utf8(ran.stdout).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(text.lines().all(|line| line.starts_with("::error file=")) && text.lines().count() > 1, "{text}");
    assert!(text.contains("configs of/a.cfg") && text.contains("b.cfg"), "{text}");
    let sarif: Value = serde_json::from_str(&fs::read_to_string(folder.path().join("out.sarif")).unwrap()).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), text.lines().count());
}

#[test]
fn the_action_fails_where_something_cannot_be_linted() {
    let folder =
        folder(&[("b.cfg", "no configuration\n"), ("dialc.toml", "ignore = [\"sharing\"]\n"), ("a.cfg", FAULT)]);
    let step = lint_step();
    let ran = bash(folder.path(), &step, &[("PATHS", "b.cfg"), ("ARGUMENTS", ""), ("SARIF", "")]);
    assert_eq!(ran.status.code(), Some(2));
    // Settings are those of the repository of configurations.
    let ran = bash(folder.path(), &step, &[("PATHS", "a.cfg"), ("ARGUMENTS", "--select sharing"), ("SARIF", "")]);
    assert_eq!((ran.status.code(), String::from_utf8(ran.stdout).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn the_hook_lints_the_files_that_it_is_given() {
    let hooks = file(".pre-commit-hooks.yaml");
    let [hook] = hooks.as_array().unwrap().as_slice() else { panic!("another number of hooks") };
    assert_eq!((&hook["id"], &hook["language"]), (&"dialc-lint".into(), &"rust".into()));
    let files = regex::Regex::new(hook["files"].as_str().unwrap()).unwrap();
    assert!(files.is_match("sites/gw.cfg") && files.is_match("gw.ios") && !files.is_match("gw.cfg.md"));
    let folder = folder(&[("a.cfg", FAULT), ("b.cfg", "!\n")]);
    let script = format!("{} a.cfg", hook["entry"].as_str().unwrap());
    assert_eq!(bash(folder.path(), &script, &[]).status.code(), Some(1));
}
