//! The command as a shell sees it: exit codes, what goes to which stream, which files are written.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const ESCAPE: char = '\u{1b}';

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("TERM");
    command
}

fn finish(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    finish(command(folder).args(arguments))
}

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/specs").join(name)).unwrap()
}

/// A folder with the worked example as `spec.yaml`, and as `bad.yaml` with an order that names nobody.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let seed = fixture("seed.yaml");
    fs::write(folder.path().join("spec.yaml"), &seed).unwrap();
    fs::write(folder.path().join("bad.yaml"), seed.replace("order: [ocs, cucm]", "order: [ocs, cuccm]")).unwrap();
    folder
}

fn contents(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_configuration_goes_to_standard_output_or_to_a_file() {
    let folder = folder();
    let expected = fixture("expected/seed.cfg");
    let ran = run(folder.path(), &["generate", "spec.yaml"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, expected.as_str(), ""));
    let ran = run(folder.path(), &["generate", "spec.yaml", "-o", "out.cfg"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert_eq!(contents(&folder, "out.cfg"), expected);
    let ran = finish(command(folder.path()).args(["generate", "-"]).write_stdin(fixture("seed.yaml")));
    assert_eq!((ran.code, ran.out, ran.err.as_str()), (0, expected, ""));
}

#[test]
fn an_invalid_spec_is_2_and_writes_nothing() {
    let folder = folder();
    fs::write(folder.path().join("out.cfg"), "old\n").unwrap();
    let ran = run(folder.path(), &["generate", "bad.yaml", "-o", "out.cfg", "--checklist", "list.md"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("did you mean `cucm`?") && ran.err.contains("no system is called `cuccm`"), "{}", ran.err);
    assert_eq!(contents(&folder, "out.cfg"), "old\n");
    assert_eq!(names(&folder), ["bad.yaml", "out.cfg", "spec.yaml"]);
}

#[test]
fn a_plan_that_is_refused_is_1_and_writes_nothing() {
    let folder = folder();
    let short = fixture("seed.yaml").replace("delivers: 11", "delivers: 4") + "emergency: [\"5512\"]\n";
    fs::write(folder.path().join("short.yaml"), short).unwrap();
    let ran = run(folder.path(), &["generate", "short.yaml", "-o", "out.cfg"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("the emergency number 5512 would go to dial-peer 555"), "{}", ran.err);
    assert_eq!(names(&folder), ["bad.yaml", "short.yaml", "spec.yaml"]);
}

#[test]
fn check_compares_and_writes_nothing() {
    let folder = folder();
    let expected = fixture("expected/seed.cfg");
    fs::write(folder.path().join("same.cfg"), &expected).unwrap();
    fs::write(folder.path().join("other.cfg"), expected.replace("preference 2", "preference 3")).unwrap();
    let ran = run(folder.path(), &["generate", "spec.yaml", "--check", "same.cfg"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let ran = run(folder.path(), &["generate", "spec.yaml", "--check", "other.cfg"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    insta::assert_snapshot!(ran.out, @r"
    --- other.cfg
    +++ generated
    @@ -17,7 +17,7 @@
     !
     dial-peer voice 5552 voip
      description to CUCM XX
    - preference 3
    + preference 2
      destination-pattern 120655555..
      session target ipv4:192.0.2.20
      dtmf-relay h245-alphanumeric
    ");
    assert!(contents(&folder, "other.cfg").contains("preference 3"));
    let ran = run(folder.path(), &["generate", "spec.yaml", "--check", "missing.cfg"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("cannot read missing.cfg: there is no such file"), "{}", ran.err);
}

#[test]
fn check_shows_no_secret_of_either_side() {
    let folder = folder();
    let with = |password: &str| {
        let line =
            format!("    extra_lines: [\"authentication username u password 0 {password}\"]\n    expects: +e164");
        fixture("three-systems.yaml").replacen(
            "    extra_lines: [srtp, voice-class sip tenant 200]\n    expects: +e164",
            &line,
            1,
        )
    };
    for (name, password) in [("old.yaml", "S3cretOne"), ("new.yaml", "S3cretTwo"), ("long.yaml", "S3cretThree")] {
        fs::write(folder.path().join(name), with(password)).unwrap();
    }
    let ran = run(folder.path(), &["generate", "old.yaml", "-o", "old.cfg"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(contents(&folder, "old.cfg").contains("password 0 S3cretOne"));
    let ran = run(folder.path(), &["generate", "new.yaml", "--check", "old.cfg"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(ran.out, "old.cfg differs only in what is not shown, such as passwords\n");
    let ran = run(folder.path(), &["generate", "long.yaml", "--check", "old.cfg"]);
    assert!(ran.code == 1 && ran.out.contains("+ authentication username u password 0 ****"), "{}", ran.out);
    assert!(!ran.out.contains("S3cret"), "{}", ran.out);
}

#[test]
fn the_checklist_goes_to_a_file_or_to_standard_output() {
    let folder = folder();
    let ran = run(folder.path(), &["generate", "spec.yaml", "--checklist", "list.md"]);
    assert_eq!((ran.code, ran.out, ran.err.as_str()), (0, fixture("expected/seed.cfg"), ""));
    let list = contents(&folder, "list.md");
    assert!(list.starts_with("# Checklist for isr-1\n"), "{list}");
    let ran = run(folder.path(), &["generate", "spec.yaml", "-o", "out.cfg", "--checklist", "-"]);
    assert_eq!((ran.code, ran.out, ran.err.as_str()), (0, list, ""));
    assert_eq!(contents(&folder, "out.cfg"), fixture("expected/seed.cfg"));
}

#[test]
fn options_that_cannot_go_together_are_2() {
    let folder = folder();
    for arguments in [
        &["generate", "spec.yaml", "--checklist", "-"][..],
        &["generate", "spec.yaml", "-o", "one", "--checklist", "one"],
        &["generate", "spec.yaml", "-o", "one", "--check", "one"],
        &["generate", "spec.yaml", "--check", "one", "--checklist", "two"],
        &["generate", "-", "--against", "-"],
        &["generate", "spec.yaml", "-o", "spec.yaml"],
        &["generate", "spec.yaml", "-o", "./spec.yaml"],
        &["generate", "spec.yaml", "--checklist", "spec.yaml"],
        &["generate"],
        &["generate", "spec.yaml", "--nonsense"],
        &["nonsense"],
        &["init", "--example", "nonsense"],
        &[],
    ] {
        let ran = run(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
    assert_eq!(contents(&folder, "spec.yaml"), fixture("seed.yaml"));
    assert_eq!(names(&folder), ["bad.yaml", "spec.yaml"]);
}

#[test]
fn files_that_cannot_be_used_are_named() {
    let folder = folder();
    fs::write(folder.path().join("utf8.yaml"), b"version: 1\ngateway: \xff\n").unwrap();
    let mut story = String::new();
    for arguments in [
        &["generate", "missing.yaml"][..],
        &["generate", "."],
        &["generate", "utf8.yaml"],
        &["generate", "spec.yaml", "--against", "missing.cfg"],
        &["generate", "spec.yaml", "--check", "missing.cfg"],
        &["generate", "spec.yaml", "-o", "."],
        &["generate", "spec.yaml", "-o", "none/out.cfg"],
        &["generate", "spec.yaml", "-o", "out.cfg", "--checklist", "none/list.md"],
        &["generate", "spec.yaml", "-o", "out.cfg", "--checklist", "./out.cfg"],
        &["generate", "spec.yaml", "-o", "spec.yaml"],
        &["generate", "-", "--against", "-"],
        &["init", "spec.yaml"],
    ] {
        let ran = run(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        story += &format!("$ dialc {}\n{}\n", arguments.join(" "), ran.err);
    }
    insta::assert_snapshot!(story);
    assert_eq!(names(&folder), ["bad.yaml", "spec.yaml", "utf8.yaml"]);
}

#[test]
fn input_that_cannot_be_read_is_2() {
    let folder = folder();
    let missing = run(folder.path(), &["generate", "missing.yaml"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    assert!(missing.err.contains("cannot read missing.yaml: there is no such file"), "{}", missing.err);
    let directory = run(folder.path(), &["generate", "."]);
    assert_eq!((directory.code, directory.out.as_str()), (2, ""));
    assert!(directory.err.contains("cannot read .: it is a folder"), "{}", directory.err);
}

#[test]
fn output_that_cannot_be_written_is_2_and_leaves_the_old_file() {
    let folder = folder();
    let path = folder.path().join("old.cfg");
    fs::write(&path, "old\n").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    for (output, why) in [("old.cfg", "no permission"), ("none/out.cfg", "there is no such"), (".", "it is a folder")] {
        let ran = run(folder.path(), &["generate", "spec.yaml", "-o", output]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{output}");
        assert!(ran.err.contains(&format!("cannot write {output}: {why}")), "{}", ran.err);
    }
    assert_eq!(contents(&folder, "old.cfg"), "old\n");
    assert_eq!(names(&folder), ["bad.yaml", "old.cfg", "spec.yaml"]);
}

#[test]
fn every_starter_spec_generates() {
    let folder = tempfile::tempdir().unwrap();
    for example in ["seed", "lync", "skype-for-business", "teams", "cucm-sip"] {
        let file = format!("{example}.yaml");
        let ran = run(folder.path(), &["init", "--example", example, &file]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "{example}");
        let ran = run(folder.path(), &["generate", &file]);
        let expected = fixture(&format!("expected/{example}.cfg"));
        assert_eq!((ran.code, ran.out, ran.err.as_str()), (0, expected, ""), "{example}");
        let printed = run(folder.path(), &["init", "--example", example]);
        assert_eq!((printed.code, printed.out), (0, contents(&folder, &file)), "{example}");
    }
}

#[test]
fn init_overwrites_nothing() {
    let folder = folder();
    fs::write(folder.path().join("mine.yaml"), "mine\n").unwrap();
    let ran = run(folder.path(), &["init", "mine.yaml"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("mine.yaml exists already"), "{}", ran.err);
    assert_eq!(contents(&folder, "mine.yaml"), "mine\n");
}

#[test]
fn csv_files_are_found_beside_the_spec() {
    let folder = tempfile::tempdir().unwrap();
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/specs/rich.yaml");
    let ran = run(folder.path(), &["generate", spec.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out, ran.err.as_str()), (0, fixture("expected/rich.cfg"), ""));
}

#[test]
fn completions_and_manual_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let ran = run(folder.path(), &["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        assert!(ran.out.contains("dialc") && ran.out.contains("checklist"), "{shell}");
    }
    let manual = run(folder.path(), &["man"]);
    assert_eq!((manual.code, manual.err.as_str()), (0, ""));
    assert!(manual.out.contains(".TH dialc 1") && manual.out.contains("dialc\\-generate"), "{}", manual.out);
    let version = run(folder.path(), &["--version"]);
    assert_eq!((version.code, version.out), (0, format!("dialc {}\n", env!("CARGO_PKG_VERSION"))));
    assert_eq!(run(folder.path(), &["generate", "--help"]).code, 0);
}

#[test]
fn colour_is_where_it_is_wanted() {
    let folder = folder();
    let colored = |arguments: &[&str], no_color: Option<&str>| {
        let mut command = command(folder.path());
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        finish(command.args(arguments).args(["generate", "bad.yaml"])).err.contains(ESCAPE)
    };
    assert!(!colored(&[], None), "standard error is no terminal here");
    assert!(!colored(&["--color", "auto"], Some("1")));
    assert!(!colored(&["--color", "never"], None));
    assert!(colored(&["--color", "always"], None));
    assert!(colored(&["--color", "always"], Some("1")), "what is asked for comes first");
}
