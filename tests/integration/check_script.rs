//! `dialc diff --check-script`: what is said of scripts that others wrote, and of those that dialc writes.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::inventory::strict_schema;

const OLD: &str = "dial-peer voice 1 voip\n destination-pattern 12..\n session target ipv4:192.0.2.1\n!\n";

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("TERM");
    let arguments = [&["diff"], arguments, &["--release", "15.1(4)M"]].concat();
    let output = command.args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// A folder with `old.cfg`, and `new.cfg` with another target.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.cfg"), OLD).unwrap();
    fs::write(folder.path().join("new.cfg"), OLD.replace("192.0.2.1", "192.0.2.2")).unwrap();
    folder
}

/// What is said of a script on the way from `old.cfg` to `new.cfg`.
fn judged(script: &str) -> Ran {
    run(folder().path(), &["old.cfg", "new.cfg", "--check-script", "-"], script)
}

#[test]
fn a_script_of_another_tool_is_judged() {
    let mut shown = String::new();
    let mut count = 0;
    for name in ["address-changed", "rule-on-top"] {
        let script = format!("../../scripts/{name}.txt");
        let ran =
            run(&fixtures().join("diffs").join(name), &["old.cfg", "new.cfg", "--check-script", script.as_str()], "");
        assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{name}");
        shown += &format!("{name}\n\n{}\n", ran.out);
        count += 1;
    }
    let scripts = fs::read_dir(fixtures().join("scripts")).unwrap();
    assert_eq!(
        scripts.filter(|one| one.as_ref().unwrap().path().extension().is_some_and(|end| end == "txt")).count(),
        count
    );
    insta::assert_snapshot!("other_tools", shown);
}

#[test]
fn a_gap_is_said_and_one_command_less_has_none() {
    let gap = judged("dial-peer voice 1 voip\n no session target\n session target ipv4:192.0.2.2\n");
    assert_eq!((gap.code, gap.err.as_str()), (1, ""));
    insta::assert_snapshot!(gap.out, @r"
    -: 3 commands; new.cfg is reached; after 1 command some numbers are treated otherwise than before and behind

    line 2, dial-peer voice 1 voip: no session target
      no route from here on: 12..T (100 numbers, e.g. 1200)
    ");
    let over = judged("gw(config)#dial-peer voice 1\ngw(config-dial-peer)#session target ipv4:192.0.2.2\n");
    assert_eq!((over.code, over.err.as_str()), (0, ""));
    insta::assert_snapshot!(over.out, @"-: 2 commands; new.cfg is reached; after each command every number is treated as before or as behind");
    // What `do` shows is read; the object that was open is not entered again behind it.
    let shown = judged(&format!(
        "gw(config)#dial-peer voice 1\ngw(config-dial-peer)#do show run\n{OLD}gw(config-dial-peer)#session target ipv4:192.0.2.2\n"
    ));
    insta::assert_snapshot!(shown.out, @"-: 5 commands; new.cfg is reached; after each command every number is treated as before or as behind");
}

#[test]
fn a_gap_for_every_number_is_shown_by_one_that_can_be_dialled() {
    let folder = tempfile::tempdir().unwrap();
    let old = OLD.replace("12..", "T");
    fs::write(folder.path().join("old.cfg"), &old).unwrap();
    fs::write(folder.path().join("new.cfg"), old.replace("192.0.2.1", "192.0.2.2")).unwrap();
    let script = "dial-peer voice 1 voip\n no session target\n session target ipv4:192.0.2.2\n";
    let ran = run(folder.path(), &["old.cfg", "new.cfg", "--check-script", "-"], script);
    assert!(ran.out.contains("\n  no route from here on: T (every number, e.g. 0)\n"), "{}", ran.out);
    let ran = run(folder.path(), &["old.cfg", "new.cfg", "--check-script", "-", "--format", "json"], script);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let one = &document["between"][0];
    assert_eq!(
        (one["numbers"].as_u64(), one["every"].as_bool(), one["witness"].as_str()),
        (Some(1), Some(true), Some("0"))
    );
    let schema = jsonschema::validator_for(&strict_schema("check-script.json")).unwrap();
    assert!(schema.is_valid(&document), "{}", ran.out);
}

#[test]
fn what_a_script_lacks_and_what_ios_would_refuse_is_said() {
    let ran = judged("dial-peer voice 1 voip\n preference 11\n frobnicate\n huntstop\n");
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!("not_reached", format!("{}\n{}", ran.out, ran.err));
}

#[test]
fn what_is_said_for_programs_is_what_the_schema_says() {
    let schema = jsonschema::validator_for(&strict_schema("check-script.json")).unwrap();
    let folder = folder();
    for (script, clean) in [
        ("dial-peer voice 1 voip\n no session target\n session target ipv4:192.0.2.2\n", false),
        ("dial-peer voice 1 voip\n session target ipv4:192.0.2.2\n", true),
        ("dial-peer voice 1 voip\n huntstop\n", false),
    ] {
        let ran = run(folder.path(), &["old.cfg", "new.cfg", "--check-script", "-", "--format", "json"], script);
        let document: Value = serde_json::from_str(&ran.out).unwrap();
        let faults: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0], "{}", ran.out);
        assert_eq!((document["clean"].as_bool(), ran.code), (Some(clean), i32::from(!clean)), "{}", ran.out);
    }
}

/// A script of dialc leads where it should, and as much is said of it as it says itself.
#[test]
fn scripts_of_dialc_are_judged_as_they_say() {
    for name in
        ["address-changed", "catch-all-added", "cucm-to-sip", "everything-removed", "huntstop-added", "rule-on-top"]
    {
        let temporary = TempDir::new().unwrap();
        for side in ["old.cfg", "new.cfg"] {
            fs::copy(fixtures().join("diffs").join(name).join(side), temporary.path().join(side)).unwrap();
        }
        run(temporary.path(), &["old.cfg", "new.cfg", "--apply", "apply.txt"], "");
        let script = fs::read_to_string(temporary.path().join("apply.txt")).unwrap();
        let ran = run(temporary.path(), &["old.cfg", "new.cfg", "--check-script", "apply.txt", "--format", "json"], "");
        let document: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(document["reached"], true, "{name}: {}", ran.out);
        let remarks = script.lines().filter(|line| line.starts_with("! n") && line.contains("from here on")).count();
        assert_eq!(document["between"].as_array().unwrap().len(), remarks, "{name}: {}{script}", ran.out);
    }
}

/// Where there is nothing to do, a script is remarks alone.
#[test]
fn a_script_without_commands_is_judged() {
    let folder = folder();
    let ran = run(folder.path(), &["old.cfg", "old.cfg", "--apply", "apply.txt"], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran = run(folder.path(), &["old.cfg", "old.cfg", "--check-script", "apply.txt"], "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let ran = run(folder.path(), &["old.cfg", "new.cfg", "--check-script", "apply.txt"], "");
    assert_eq!(ran.code, 1, "the other side is not reached: {}", ran.out);
}

#[test]
fn secrets_of_a_script_are_not_shown() {
    let script = "sip-ua\n authentication username gw password 0 HIDDENpassword\n registrar frobnicate\n credentials username a password 7 HIDDEN0822 realm b\n";
    for format in ["text", "json"] {
        let ran = run(folder().path(), &["old.cfg", "new.cfg", "--check-script", "-", "--format", format], script);
        assert_eq!(ran.code, 1);
        assert!(!ran.out.contains("HIDDEN") && !ran.err.contains("HIDDEN"), "{}{}", ran.out, ran.err);
    }
}

/// They are typed by hand, so the script alone cannot have them.
#[test]
fn lines_with_a_secret_that_are_not_as_in_the_new_one_are_listed() {
    let folder = folder();
    let new = fs::read_to_string(folder.path().join("new.cfg")).unwrap();
    let with = |secret: &str| format!("{new}sip-ua\n credentials username a password 7 {secret} realm b\n!\n");
    fs::write(folder.path().join("with.cfg"), with("HIDDEN01")).unwrap();
    let script = |secret: &str| with(secret).replace("version 15.7\n", "");
    let ran = run(folder.path(), &["new.cfg", "with.cfg", "--check-script", "-"], &script("HIDDEN02"));
    assert!(ran.out.contains("with.cfg is reached but for 1 line with a secret;"), "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("to be typed by hand, or not as in with.cfg\n  sip-ua: credentials username"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("HIDDEN"), "{}", ran.out);
    let ran = run(folder.path(), &["new.cfg", "with.cfg", "--check-script", "-"], &script("HIDDEN01"));
    assert!(ran.out.contains("with.cfg is reached;"), "{}{}", ran.out, ran.err);
}

#[test]
fn what_cannot_be_judged_is_refused() {
    let folder = folder();
    fs::write(folder.path().join("prose.txt"), "Dear all,\n").unwrap();
    let spec = fs::read_to_string(fixtures().join("specs/seed.yaml")).unwrap();
    fs::write(folder.path().join("spec.yaml"), spec).unwrap();
    let mut shown = String::new();
    for arguments in [
        ["old.cfg", "new.cfg", "--check-script", "prose.txt"].as_slice(),
        &["old.cfg", "new.cfg", "--check-script", "none.txt"],
        &["old.cfg", "-", "--check-script", "-"],
        &["spec.yaml", "new.cfg", "--check-script", "old.cfg"],
        &["old.cfg", "new.cfg", "--check-script", "old.cfg", "--format", "github"],
        &["old.cfg", "new.cfg", "--check-script", "old.cfg", "--apply", "apply.txt"],
    ] {
        let ran = run(folder.path(), arguments, OLD);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        shown += &format!("{arguments:?}\n{}\n", ran.err);
    }
    insta::assert_snapshot!("refused", shown);
}
