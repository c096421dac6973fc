//! `--baseline` and `--write-baseline`: what is known is left out, whatever line it stands in.

use std::fs;
use std::path::Path;

use dialc::lint::Baseline;
use dialc::output::terminal::render;
use dialc::source::Source;
use proptest::prelude::*;

use crate::lint_command::{CODE, FAULT, Ran, folder, found, run};

/// Another configuration with the same fault, of a dial-peer with another tag.
fn other_fault() -> String {
    FAULT.replace("voice 1 voip", "voice 11 voip")
}

/// Lints the folder for the rule that finds something in `FAULT`.
fn lint(folder: &Path, arguments: &[&str]) -> Ran {
    run(folder, &[&["lint", "--format", "concise", "--select", CODE], arguments].concat(), "")
}

#[test]
fn only_new_findings_count() {
    let folder = folder(&[("configs/a.cfg", FAULT)]);
    let at = folder.path();
    let written = lint(at, &["configs", "--write-baseline", "known.toml"]);
    assert_eq!((written.code, written.out.as_str()), (0, ""), "{}", written.err);
    assert!(written.err.contains("findings that it knows: 1"), "{}", written.err);
    insta::assert_snapshot!("baseline_file", fs::read_to_string(at.join("known.toml")).unwrap());
    assert_eq!(lint(at, &["configs"]).code, 1);
    // Lines move, other objects come, and the folder is linted by another name: the finding is the same.
    let moved = format!("hostname gw\n!\ninterface Loopback0\n!\n{FAULT}");
    fs::write(at.join("configs/a.cfg"), moved).unwrap();
    for arguments in [&["configs"], &["./configs/../configs/a.cfg"]] {
        let ran = lint(at, &[&arguments[..], &["--baseline", "known.toml"]].concat());
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    }
    // Another object, another file: new.
    fs::write(at.join("configs/a.cfg"), format!("{FAULT}{}", other_fault())).unwrap();
    fs::write(at.join("configs/b.cfg"), FAULT).unwrap();
    let ran = lint(at, &["configs", "--baseline", "known.toml"]);
    assert_eq!(ran.code, 1);
    assert_eq!(found(&ran.out), ["configs/a.cfg:19: error", "configs/b.cfg:6: error"]);
}

#[test]
fn what_is_left_out_is_counted() {
    let folder = folder(&[("a.cfg", FAULT)]);
    lint(folder.path(), &["a.cfg", "--write-baseline", "known.toml"]);
    let full = run(folder.path(), &["lint", "a.cfg", "--select", CODE, "--baseline", "known.toml"], "");
    assert_eq!(full.out, "no findings in 1 file, beside 1 that the baseline knows\n");
    let json =
        run(folder.path(), &["lint", "a.cfg", "--format=json", "--select", CODE, "--baseline", "known.toml"], "");
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&json["summary"]["known"], &json["summary"]["errors"]), (&1.into(), &0.into()));
}

#[test]
fn what_is_mended_is_stale_and_goes_when_it_is_written_again() {
    let folder = folder(&[("a.cfg", FAULT), ("b.cfg", FAULT)]);
    let at = folder.path();
    lint(at, &["a.cfg", "b.cfg", "--write-baseline", "known.toml"]);
    fs::write(at.join("a.cfg"), FAULT.replace(" huntstop\n", "")).unwrap();
    let ran = lint(at, &["a.cfg", "--baseline", "known.toml"]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!("baseline_stale", ran.err);
    // Of what is not looked at nothing is known.
    let other = run(at, &["lint", "a.cfg", "--select", "bare-t", "--baseline", "known.toml"], "");
    assert!(!other.err.contains("stale"), "{}", other.err);
    let other = run(at, &["lint", "a.cfg", "--select", "bare-t", "--write-baseline", "known.toml"], "");
    assert!(other.err.contains("findings that it knows: 2"), "{}", other.err);
    // `b.cfg` is not linted, and stays known.
    let ran = lint(at, &["a.cfg", "--write-baseline", "known.toml"]);
    assert!(ran.err.contains("knows: 1; stale entries taken out or lowered: 1"), "{}", ran.err);
    assert_eq!(lint(at, &["a.cfg", "b.cfg", "--baseline", "known.toml"]).code, 0);
    // A file that is gone is stale too.
    fs::remove_file(at.join("b.cfg")).unwrap();
    let ran = lint(at, &["a.cfg", "--baseline", "known.toml"]);
    assert!(ran.err.contains("there is no such file"), "{}", ran.err);
}

#[test]
fn least_severity_does_not_make_entries_stale() {
    let folder = folder(&[("a.cfg", FAULT)]);
    let all = ["lint", "a.cfg", "--severity", "huntstop-blocks-fallback=warning", "--format", "concise"];
    run(folder.path(), &[&all[..], &["--write-baseline", "known.toml"]].concat(), "");
    let ran = run(folder.path(), &[&all[..], &["--min-severity", "error", "--baseline", "known.toml"]].concat(), "");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn emergency_findings_are_never_known() {
    let fires = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint/emergency-unreachable/fires");
    let read = |name: &str| fs::read_to_string(fires.join(name)).unwrap();
    let folder = folder(&[("a.cfg", &read("port-down.cfg")), ("dialc.toml", &read("port-down.toml"))]);
    let at = folder.path();
    let ran = run(at, &["lint", "a.cfg", "--format", "concise", "--write-baseline", "known.toml"], "");
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.lines().all(|line| line.ends_with("[emergency-unreachable]")) && !ran.out.is_empty(),
        "{}",
        ran.out
    );
    assert!(!fs::read_to_string(at.join("known.toml")).unwrap().contains("emergency"));
}

#[test]
fn nothing_is_lost_where_something_is_wrong() {
    let folder = folder(&[("a.cfg", FAULT), ("note.cfg", "no configuration at all"), ("notes.txt", "mine")]);
    let at = folder.path();
    let ran = lint(at, &["a.cfg", "--write-baseline", "notes.txt"]);
    assert_eq!((ran.code, fs::read_to_string(at.join("notes.txt")).unwrap().as_str()), (2, "mine"));
    let ran = lint(at, &["a.cfg", "note.cfg", "--write-baseline", "known.toml"]);
    assert!(ran.code == 2 && ran.err.contains("known.toml is not written"), "{}", ran.err);
    assert!(!at.join("known.toml").exists());
    assert_eq!(lint(at, &["a.cfg", "--baseline", "-"]).code, 2);
    assert_eq!(lint(at, &["a.cfg", "--baseline", "not-there.toml"]).code, 2);
    assert_eq!(lint(at, &["a.cfg", "--write-baseline", "no-folder/known.toml"]).code, 2);
}

/// All that is wrong with a baseline, as it is shown.
fn faults(text: &str) -> String {
    let Err(report) = Baseline::read(&Source::new("known.toml", text)) else { return "nothing\n".to_owned() };
    render(&report, false, 100)
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    let entry = "[[finding]]\nfile = \"a.cfg\"\ncode = \"bare-t\"\nobject = \"\"\ndetail = \"d\"\n";
    assert_eq!(faults(&format!("baseline = 1\n{entry}{entry}count = 2\n")), "nothing\n");
    let cases = [
        "",
        "[[finding]]\n",
        "baseline = 2\n",
        "baseline = \"1\"\n",
        "{ \"version\": \"2.1.0\" }\n",
        "baseline = 1\nfindings = []\n",
        "baseline = 1\n[[finding]]\nfile = 5\n[[finding]]\ncode = \"bare-tt\"\n[[finding]]\ncode = \"emergency-delayed\"\n\
         [[finding]]\ncode = \"safety\"\n[[finding]]\nfile = \"a\"\ncode = \"bare-t\"\nobjct = \"\"\ncount = 0\n",
    ];
    let mut all = String::new();
    for case in cases {
        all += &format!("---- {case:?}\n{}", faults(case));
    }
    insta::assert_snapshot!("baseline_faults", all);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(baseline = 1\n)?[ -~\n\\[\\]\"=]{0,200}") {
        let _ = Baseline::read(&Source::new("known.toml", text.as_str()));
    }
}
