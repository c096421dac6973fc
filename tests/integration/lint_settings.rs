//! `dialc.toml`: what it may say, what is wrong with it and where, and which of several counts.

use std::fs;
use std::path::Path;

use dialc::diagnostic::Severity;
use dialc::lint::{Emergency, Level, Settings};
use dialc::output::terminal::render;
use dialc::source::Source;

use crate::lint_command::{CODE, FAULT, Ran, folder, found, run};

/// Settings that are right.
fn settings(text: &str) -> Settings {
    let source = Source::new("dialc.toml", text);
    Settings::read(&source).unwrap_or_else(|report| panic!("{}", render(&report, false, 100)))
}

/// All that is wrong with settings, as it is shown.
fn faults(text: &str) -> String {
    let Err(report) = Settings::read(&Source::new("dialc.toml", text)) else { return "nothing\n".to_owned() };
    render(&report, false, 100)
}

/// Compares what is shown with its snapshot.
fn shown(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, text) });
}

/// Lints the folder for the rule that finds something in `FAULT`.
fn lint(folder: &Path, arguments: &[&str]) -> Ran {
    run(folder, &[&["lint", "--format", "concise"], arguments].concat(), "")
}

#[test]
fn every_key_is_read() {
    let text = format!(
        "release = \"15.2(4)M\"\nemergency = [\"911\", {{ dialled = \"9911\", sent = \"911\" }}, {{ dialled = \"112\" }}]\n\
         trusted = [\"ipv4:192.0.2.10\", \"192.0.2.20\", \"dns:cucm.example.com\", \"2001:db8::1\", \"ipv4:192.0.2.9:5061\"]\n\
         network = \"network.yaml\"\nselect = [\"sharing\", \"{CODE}\"]\nignore = [\"reading\"]\n\
         [severity]\n{CODE} = \"warning\"\n[per-file-ignores]\n\"lab/*.cfg\" = [\"{CODE}\"]\n\
         [assume]\nsip-480 = \"stops\"\nnum-exp = \"after\"\n"
    );
    let settings = settings(&text);
    assert_eq!(settings.release.unwrap().to_string(), "15.2(4)M");
    let number = |dialled: &str, sent: &str| Emergency { dialled: dialled.to_owned(), sent: sent.to_owned() };
    assert_eq!(settings.policy.emergency, [number("911", "911"), number("9911", "911"), number("112", "112")]);
    let trusted: Vec<_> = settings.policy.trusted.iter().map(ToString::to_string).collect();
    let expected =
        ["ipv4:192.0.2.10", "ipv4:192.0.2.20", "dns:cucm.example.com", "ipv6:[2001:db8::1]", "ipv4:192.0.2.9:5061"];
    assert_eq!(trusted, expected);
    assert_eq!(settings.network.unwrap().value, "network.yaml");
    assert_eq!((settings.selection.select.len(), settings.selection.ignore.len()), (2, 1));
    assert_eq!(settings.selection.levels.get(CODE), Some(&Level::At(Severity::Warning)));
    assert_eq!(
        (settings.per_file.len(), settings.assume),
        (1, vec!["num-exp=after".to_owned(), "sip-480=stops".into()])
    );
}

#[test]
fn an_empty_file_says_nothing() {
    let settings = settings("# nothing yet\n");
    assert!(settings.release.is_none() && settings.policy.emergency.is_empty() && settings.selection.select.is_empty());
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    insta::assert_snapshot!(
        "settings_values",
        faults(
            "release = 15.2\nsevrity = 3\nemergency = [911, \"9 11\", { dialled = \"9911\", snt = \"911\" }, { sent = \"911\" }, \"112\", \"112\"]\n\
         trusted = [\"cucm.example.com\", \"ipv4:192.0.2.300\", \"192.0.2.1\", \"ipv4:192.0.2.1\", 7]\nnetwork = \"\"\nselect = []\n\
         ignore = \"bare-t\"\n[severity]\nhuntstop-blocks-fallback = \"fatal\"\nhuntstop-block-fallback = \"off\"\nsharing = \"off\"\n\
         [per-file-ignores]\n\"a[b\" = [\"no-such-rule\"]\n[assume]\nsip480 = \"stops\"\nsip-480 = \"no\"\nnum-exp = true\n"
        )
    );
    insta::assert_snapshot!(
        "settings_tables",
        faults(
            "release = \"IOS\"\nemergency = { dialled = \"911\" }\nseverity = \"off\"\nper-file-ignores = []\nassume = 1979-05-27\nper_file = 1\n"
        )
    );
}

#[test]
fn what_is_no_toml_has_its_place() {
    let texts = [
        "release = \n[severity\nx = \"off\"\n",
        "ignore = [\"a\", \nrelease = \"15.2\"\n",
        "ignore = [\"a]\nrelease = \"15.2\"\nnetwork = \"x\"\n",
        "release = 15.2(4)M\n",
        "emergency = [0112]\n",
        "release = \"15.2\" network = \"x\"\n",
        "release = \"15.2\"\nrelease = \"15.3\"\n[assume]\n[assume]\n",
        "release\n",
        "network = \"a\\d\"\n",
    ];
    let story: String = texts.iter().map(|text| format!("==== {text:?}\n{}", faults(text))).collect();
    shown("settings_syntax", &story);
    let latin = Settings::read(&Source::new("dialc.toml", b"network = \"\xe9\"\n".to_vec())).unwrap_err();
    assert_eq!(latin.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["not-utf8"]);
}

#[test]
fn the_nearest_settings_count() {
    let off = format!("[severity]\n{CODE} = \"off\"\n");
    let warning = format!("[severity]\n{CODE} = \"warning\"\n");
    let folder =
        folder(&[("dialc.toml", &off), ("a.cfg", FAULT), ("lab/dialc.toml", &warning), ("lab/deep/b.cfg", FAULT)]);
    let ran = lint(folder.path(), &["."]);
    assert_eq!((ran.code, ran.err.as_str(), found(&ran.out)), (1, "", vec!["./lab/deep/b.cfg:6: warning".to_owned()]));
    // From elsewhere it is the same: what counts is where the configuration is.
    let lab = folder.path().join("lab");
    assert_eq!(found(&lint(&lab, &["../a.cfg", "deep"]).out), ["deep/b.cfg:6: warning"]);
    // Those that are named take the place of all others.
    assert_eq!(lint(folder.path(), &[".", "--config", "dialc.toml"]).out, "");
    let ran = lint(folder.path(), &[".", "--config", "none.toml"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("cannot read none.toml: there is no such file"), "{}", ran.err);
}

#[test]
fn nothing_is_linted_under_settings_that_are_wrong() {
    let folder = folder(&[
        ("good/a.cfg", FAULT),
        ("bad/dialc.toml", "emergency = 911\n"),
        ("bad/a.cfg", FAULT),
        ("bad/b.cfg", FAULT),
    ]);
    let ran = lint(folder.path(), &["good", "bad"]);
    assert_eq!((ran.code, found(&ran.out)), (2, vec!["good/a.cfg:6: error".to_owned()]));
    insta::assert_snapshot!(ran.err, @r#"
    wrong-type

      × `emergency` is a list, and a number stands here
       ╭─[bad/dialc.toml:1:13]
     1 │ emergency = 911
       ·             ─┬─
       ·              ╰── not a list
       ╰────
      help: write `["one", "other"]`
    "#);
    let ran = lint(folder.path(), &["good", "--config", "bad/dialc.toml"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

#[test]
fn the_command_line_comes_before_the_settings() {
    let on = |settings: &str, arguments: &[&str]| {
        let folder = folder(&[("dialc.toml", settings), ("a.cfg", FAULT)]);
        let ran = lint(folder.path(), &[&["a.cfg"], arguments].concat());
        assert!(ran.code < 2, "{}", ran.err);
        found(&ran.out).first().and_then(|line| line.split(": ").nth(1).map(str::to_owned)).unwrap_or_default()
    };
    let ignored = format!("ignore = [\"{CODE}\"]");
    let warning = format!("severity.{CODE} = \"warning\"");
    let off = format!("severity.{CODE} = \"off\"");
    let info = format!("{CODE}=info");
    assert_eq!(on("", &[]), "error");
    assert_eq!(on(&ignored, &[]), "");
    // What is asked for by its code is looked at; a topic is less than a code.
    assert_eq!(on(&ignored, &["--select", CODE]), "error");
    assert_eq!(on(&ignored, &["--select", "sharing"]), "");
    assert_eq!(on("ignore = [\"sharing\"]", &["--select", CODE]), "error");
    assert_eq!(on(&off, &["--select", CODE]), "error");
    assert_eq!(on(&format!("per-file-ignores.'*.cfg' = [\"{CODE}\"]"), &["--select", CODE]), "error");
    assert_eq!(on("select = [\"loops\"]", &[]), "");
    assert_eq!(on("select = [\"loops\"]", &["--select", "sharing"]), "error");
    assert_eq!(on(&format!("select = [\"{CODE}\"]"), &["--ignore", "sharing"]), "");
    assert_eq!(on(&warning, &[]), "warning");
    assert_eq!(on(&warning, &["--severity", &info]), "info");
    assert_eq!(on(&warning, &["--select", CODE]), "warning");
    assert_eq!(on(&off, &["--severity", &info]), "info");
    assert_eq!(on(&off, &[]), "");
    assert_eq!(on(&warning, &["--select", CODE, "--severity", &format!("{CODE}=off")]), "");
}

#[test]
fn rules_are_ignored_in_some_files() {
    let text = format!(
        "[per-file-ignores]\n\"lab/*.cfg\" = [\"{CODE}\"]\n\"old.cfg\" = [\"sharing\"]\n\"./sites/**/x[12].cfg\" = [\"{CODE}\"]\n"
    );
    let names =
        ["a.cfg", "lab/a.cfg", "lab/deep/a.cfg", "lab/deep/old.cfg", "old.cfg", "sites/p/q/x1.cfg", "sites/x3.cfg"];
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (*name, FAULT)).collect();
    files.push(("dialc.toml", &text));
    let folder = folder(&files);
    let left = ["a.cfg", "lab/deep/a.cfg", "sites/x3.cfg"];
    let expected: Vec<_> = left.iter().map(|name| format!("./{name}:6: error")).collect();
    assert_eq!(found(&lint(folder.path(), &["."]).out), expected);
    // From elsewhere, and by other paths.
    let ran = lint(&folder.path().join("sites"), &["../lab/a.cfg", "../lab/../a.cfg", "p/q/x1.cfg"]);
    assert_eq!(found(&ran.out), ["../lab/../a.cfg:6: error"]);
    // Standard input is where its name says.
    let piped = |name: &str| run(folder.path(), &["lint", "-", "--stdin-name", name], FAULT).code;
    assert_eq!((piped("lab/new.cfg"), piped("new.cfg")), (0, 1));
}

#[test]
fn settings_name_a_network_file() {
    let network = "version: 1\nsystems:\n  lync: { kind: lync }\ngateways:\n  hub:\n    config: hub.cfg\n    connects: { lync: 192.0.2.10 }\n";
    let files = [
        ("site/dialc.toml", "network = \"net/network.yaml\"\n"),
        ("site/hub.cfg", FAULT),
        ("site/net/network.yaml", network),
    ];
    let folder = folder(&files);
    let ran = lint(folder.path(), &["site"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("write `ipv4:192.0.2.10`"), "{}", ran.err);
    // A file of the command line takes its place.
    let right = network.replace("192.0.2.10", "ipv4:192.0.2.10").replace("hub.cfg", "site/hub.cfg");
    fs::write(folder.path().join("right.yaml"), right).unwrap();
    assert_eq!(lint(folder.path(), &["site", "--network", "right.yaml"]).code, 1);
    fs::remove_file(folder.path().join("site/net/network.yaml")).unwrap();
    insta::assert_snapshot!(lint(folder.path(), &["site"]).err, @r#"
    unreadable-file

      × cannot read site/net/network.yaml: there is no such file or folder
       ╭─[site/dialc.toml:1:11]
     1 │ network = "net/network.yaml"
       ·           ─────────┬────────
       ·                    ╰── named here
       ╰────
    "#);
}

#[test]
fn the_settings_of_the_manual_are_right() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/lint.md")).unwrap();
    let (_, rest) = page.split_once("```toml\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let settings = Settings::read(&Source::new("dialc.toml", text)).unwrap();
    assert_eq!(settings.policy.emergency.len(), 2);
    // Every key of it is explained.
    let keys = text.lines().filter_map(|line| line.split_once(" = ").map(|(key, _)| key)).take(5);
    for key in keys.filter(|key| !key.starts_with(['[', '"'])) {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
}
