//! Findings that are allowed: in comments, in descriptions, in `dialc.toml`. Each story has its input and what is printed.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use dialc::lint::{RULES, Settings};
use dialc::output::terminal::render;
use dialc::source::Source;
use serde_json::Value;

use crate::lint_command::{CODE, FAULT, Ran, folder, run};

/// What is printed for some files, each shown before it, by `dialc lint` with these arguments.
fn story(files: &[(&str, &str)], arguments: &[&str]) -> String {
    let folder = folder(files);
    let mut story = String::new();
    for (name, text) in files {
        let _ = write!(story, "==== {name}\n{}", text.replace('\r', "<CR>"));
    }
    let ran = run(folder.path(), &[&["lint", "--show-allowed", "--format", "concise"], arguments].concat(), "");
    let _ = write!(story, "---- exit code {}, {}\n{}\n{}", ran.code, arguments.join(" "), ran.out, ran.err);
    story
}

macro_rules! told {
    ($name:literal, $story:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($name, $story) });
    };
}

/// Lints a configuration alone; what is printed and said.
fn lint(text: &str) -> Ran {
    let folder = folder(&[("a.cfg", text)]);
    run(folder.path(), &["lint", "a.cfg", "--show-allowed", "--format", "concise"], "")
}

/// Whether all that is found in `text` is allowed, and nothing is said of it.
fn is_all_allowed(text: &str) -> bool {
    let ran = lint(text);
    let allowed = !ran.out.is_empty() && ran.out.lines().all(|line| line.contains(": allowed: "));
    assert_eq!(ran.code == 0 && ran.err.is_empty(), allowed, "{text}\n{}\n{}", ran.out, ran.err);
    allowed
}

const ONE: &str = "dial-peer voice 1 voip\n destination-pattern T\n session target ipv4:192.0.2.10\n!\n";

#[test]
fn comments_allow_what_is_found_about_their_object() {
    told!("comments", story(&[("a.cfg", include_str!("../../fixtures/lint-allow/comments.cfg"))], &["a.cfg"]));
}

#[test]
fn descriptions_allow_too_and_survive_the_router() {
    told!("descriptions", story(&[("a.cfg", include_str!("../../fixtures/lint-allow/descriptions.cfg"))], &["a.cfg"]));
}

#[test]
fn what_is_wrong_with_an_allow_is_said_at_its_place() {
    told!("faults", story(&[("a.cfg", include_str!("../../fixtures/lint-allow/faults.cfg"))], &["a.cfg"]));
}

#[test]
fn settings_allow_by_code_and_object() {
    let files = [
        ("dialc.toml", include_str!("../../fixtures/lint-allow/site/dialc.toml")),
        ("configs/a.cfg", include_str!("../../fixtures/lint-allow/site/configs/a.cfg")),
    ];
    told!("settings", story(&files, &["configs", "--today", "2027-04-01"]));
    told!("settings_before", story(&files[..], &["configs", "--today", "2027-03-31"]).split_once("----").unwrap().1);
}

/// Where a comment stands decides what it is about, however the text was saved.
#[test]
fn captures_of_any_kind_have_comments() {
    let wanted = "dialc: allow bare-t - the desk decides";
    let indented = ONE.replacen("voip\n", &format!("voip\n ! {wanted}\n"), 1);
    for text in [
        format!("! {wanted}\n{ONE}"),
        format!("!{wanted}\n{ONE}"),
        format!("!\n!{}\n!\n{ONE}", wanted.replace(": ", ":")),
        indented.clone(),
        indented.replace('\n', "\r\n"),
        // In the middle, below the last line, and in the first column of an object that goes on.
        ONE.replacen(" session", &format!(" ! {wanted}\n session"), 1),
        ONE.replacen("!\n", &format!(" ! {wanted}\n!\n"), 1),
        ONE.replacen(" session", &format!("! {wanted}\n session"), 1),
        // All of it indented.
        indented.lines().map(|line| format!(" {line}\n")).collect(),
        format!("! {wanted}\n{ONE}").lines().map(|line| format!(" {line}\n")).collect(),
        // Without indentation.
        format!("! {wanted}\n{}", ONE.replace("\n ", "\n")),
        indented.replace("\n ", "\n"),
        // Dates in front of the lines.
        indented.lines().map(|line| format!("[10:11:12] {line}\n")).collect(),
        // What was typed.
        format!("gw(config)#! {wanted}\n gw(config)#dial-peer voice 1 voip\n").replace("\n gw", "\ngw")
            + "gw(config-dial-peer)#destination-pattern T\ngw(config-dial-peer)#session target ipv4:192.0.2.10\n",
        format!("gw(config)#dial-peer voice 1 voip\ngw(config-dial-peer)#! {wanted}\n")
            + "gw(config-dial-peer)#destination-pattern T\ngw(config-dial-peer)#session target ipv4:192.0.2.10\n",
        format!("gw#show run\n{indented}gw#\n"),
    ] {
        assert!(is_all_allowed(&text), "{text}\n{}", lint(&text).out);
    }
}

#[test]
fn comments_about_something_else_allow_nothing() {
    let wanted = "! dialc: allow bare-t - the desk decides\n";
    let other = "dial-peer voice 2 voip\n destination-pattern 12065550100\n session target ipv4:192.0.2.10\n!\n";
    for text in [
        format!("{wanted}{other}{ONE}"),
        format!("{ONE}{wanted}{other}"),
        format!("{ONE}{wanted}"),
        ONE.replacen("voip\n", "voip\n ! dialc: allow too-many-dots - why\n", 1),
    ] {
        let ran = lint(&text);
        assert!(ran.code == 1 && ran.out.contains(": warning: "), "{text}{}", ran.out);
        assert!(ran.err.contains("stale-allow") || ran.err.contains("allow-of-nothing"), "{text}{}", ran.err);
    }
    // Texts within a configuration say nothing to dialc.
    for text in [
        format!("banner motd ^C\n{wanted}^C\n{ONE}"),
        format!("event manager applet X\n event none\n action 1.0 cli command \"{}\"\n!\n{ONE}", wanted.trim()),
        format!("event manager applet X\n action 1.0 cli command \"description dialc-allow:bare-t\"\n!\n{ONE}"),
        format!("alias exec allow ! dialc: allow bare-t - why\n{ONE}"),
        format!("gw#show dial-peer voice summary\n! {wanted}gw#show run\n{ONE}"),
        ONE.replacen(" session", " no description dialc-allow:bare-t\n session", 1),
        ONE.replacen(" session", " translation-profile incoming dialc-allow:bare-t\n session", 1),
    ] {
        let ran = lint(&text);
        assert!(ran.code == 1 && ran.out.contains("[bare-t]") && !ran.out.contains(": allowed: "), "{text}{}", ran.out);
        assert_eq!(ran.err, "", "{text}");
    }
}

/// The findings in JSON.
fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", ran.out, ran.err))
}

/// The fixtures in which a rule fires.
fn fires(code: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint").join(code).join("fires");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "cfg"));
    paths.sort();
    paths
}

/// What every rule finds can be allowed by a comment above the place, and by an entry with the object that it names; what is found
/// about emergency calls by neither.
#[test]
fn what_any_rule_finds_can_be_allowed() {
    for rule in RULES {
        for path in fires(rule.code).iter().take(2) {
            let text = crate::lint_rules::written_out(&String::from_utf8_lossy(&fs::read(path).unwrap()));
            let settings = fs::read_to_string(path.with_extension("toml")).unwrap_or_default();
            let folder = folder(&[("a.cfg", &text), ("dialc.toml", &settings)]);
            let mut arguments = vec!["lint", "a.cfg", "--format", "json", "--select", rule.code];
            if let Ok(network) = fs::read(path.with_extension("yaml")) {
                fs::write(folder.path().join("network.yaml"), network).unwrap();
                arguments.extend(["--network", "network.yaml"]);
            }
            let mine = |ran: &Ran| -> Vec<Value> {
                let document = json(ran);
                let all = document["findings"].as_array().unwrap().clone();
                all.into_iter().filter(|finding| finding["code"] == rule.code).collect()
            };
            let found = mine(&run(folder.path(), &arguments, ""));
            assert!(!found.is_empty(), "{}", path.display());
            let mut entries = settings.clone();
            for finding in &found {
                let object = finding["object"].to_string();
                let _ = write!(entries, "\n[[allow]]\ncode = \"{}\"\nobject = {object}\nreason = \"why\"\n", rule.code);
            }
            fs::write(folder.path().join("dialc.toml"), &entries).unwrap();
            let ran = run(folder.path(), &arguments, "");
            if rule.is_suppressible() {
                assert!(mine(&ran).is_empty(), "{}\n{}\n{}", path.display(), ran.out, ran.err);
                assert_eq!(json(&ran)["summary"]["allowed"], found.len());
            } else {
                assert!(ran.code == 2 && ran.err.contains("cannot be allowed: it is about emergency calls"));
            }
            fs::write(folder.path().join("dialc.toml"), &settings).unwrap();
            let commented = commented(&text, rule.code, &found);
            fs::write(folder.path().join("a.cfg"), &commented).unwrap();
            let ran = run(folder.path(), &arguments, "");
            assert_eq!(mine(&ran).is_empty(), rule.is_suppressible(), "{commented}\n{}\n{}", ran.out, ran.err);
            assert_eq!(ran.err.contains("not-allowed"), !rule.is_suppressible(), "{commented}\n{}", ran.err);
        }
    }
}

/// The text with a comment above the object that each finding is reported in.
fn commented(text: &str, code: &str, found: &[Value]) -> String {
    let lines: Vec<_> = text.lines().collect();
    let mut headers: Vec<usize> = Vec::new();
    for finding in found {
        let line = usize::try_from(finding["line"].as_u64().unwrap()).unwrap() - 1;
        let is_header = |at: &usize| !lines[*at].starts_with([' ', '!']);
        headers.push((0..=line).rev().find(is_header).unwrap_or(0));
    }
    let mut commented = String::new();
    for (at, line) in lines.iter().enumerate() {
        if headers.contains(&at) {
            let _ = writeln!(commented, "! dialc: allow {code} - why");
        }
        let _ = writeln!(commented, "{line}");
    }
    commented
}

#[test]
fn emergency_findings_stay_whatever_allows_them() {
    let fires = fires("emergency-unreachable");
    let path = fires.iter().find(|path| path.ends_with("port-down.cfg")).unwrap();
    let text = fs::read_to_string(path).unwrap();
    let text = text.replacen("dial-peer voice", "! dialc: allow emergency-unreachable - we know\ndial-peer voice", 1);
    let settings = fs::read_to_string(path.with_extension("toml")).unwrap();
    let story = story(&[("a.cfg", &text), ("dialc.toml", &settings)], &["a.cfg", "--select", "emergency-unreachable"]);
    told!("emergency", story);
}

const ENTRY: &str =
    "[[allow]]\ncode = \"huntstop-blocks-fallback\"\nobject = \"dial-peer 1\"\nreason = \"the second is a test\"\n";

/// Where not all was looked at, nobody is told that something is of no use.
#[test]
fn what_is_not_seen_is_not_stale() {
    let clean = FAULT.replace(" huntstop\n", "");
    let commented = clean.replacen("voip\n", &format!("voip\n ! dialc: allow {CODE} - why\n"), 1);
    let files =
        [("dialc.toml", ENTRY), ("configs/a.cfg", clean.as_str()), ("configs/b.cfg", &commented), ("README.md", "x")];
    let folder = folder(&files);
    let said = |arguments: &[&str]| {
        let ran = run(folder.path(), &[&["lint", "--format", "concise"], arguments].concat(), "");
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.err.matches("stale-allow").count()
    };
    assert_eq!(said(&["configs"]), 2);
    assert_eq!(said(&["."]), 2);
    assert_eq!(said(&["configs/a.cfg", "configs/b.cfg"]), 2);
    // The other file, the rule.
    assert_eq!(said(&["configs/a.cfg"]), 0);
    assert_eq!(said(&["configs/b.cfg"]), 1);
    assert_eq!(said(&["configs", "--select", "bare-t"]), 0);
    assert_eq!(said(&["configs", "--ignore", CODE]), 0);
    assert_eq!(said(&["configs", "--severity", &format!("{CODE}=off")]), 0);
    // What matters less is looked at all the same.
    assert_eq!(said(&["configs", "--min-severity", "error"]), 2);
    // An entry with a file needs that file only.
    fs::write(folder.path().join("dialc.toml"), ENTRY.to_owned() + "file = \"configs/a.cfg\"\n").unwrap();
    assert_eq!(said(&["configs/a.cfg"]), 1);
    assert_eq!(said(&["configs/b.cfg"]), 1);
    fs::write(folder.path().join("dialc.toml"), ENTRY.to_owned() + "file = \"sites/*.cfg\"\n").unwrap();
    assert_eq!(said(&["configs/a.cfg"]), 1);
    // Files below another dialc.toml are none of this one.
    fs::write(folder.path().join("dialc.toml"), ENTRY).unwrap();
    fs::create_dir(folder.path().join("lab")).unwrap();
    fs::write(folder.path().join("lab/dialc.toml"), "").unwrap();
    fs::write(folder.path().join("lab/c.cfg"), FAULT).unwrap();
    assert_eq!(said(&["configs"]), 2);
    fs::remove_file(folder.path().join("lab/dialc.toml")).unwrap();
    assert_eq!(said(&["configs"]), 1);
    // Of what cannot be linted nothing is known.
    fs::remove_dir_all(folder.path().join("lab")).unwrap();
    fs::write(folder.path().join("configs/c.cfg"), "no configuration at all").unwrap();
    let ran = run(folder.path(), &["lint", "configs"], "");
    assert_eq!((ran.code, ran.err.matches("stale-allow").count()), (2, 1), "{}", ran.err);
}

/// Rules that look at what is around the gateway find more where that is described.
#[test]
fn without_the_network_nothing_is_said_of_rules_about_it() {
    let text = ONE.replacen("voip\n", "voip\n ! dialc: allow routing-loop, bare-t - why\n", 1);
    let network =
        "version: 1\nsystems:\n  cucm: { kind: cucm }\ngateways:\n  gw: { connects: { cucm: ipv4:192.0.2.10 } }\n";
    let folder = folder(&[("a.cfg", &text), ("network.yaml", network)]);
    let said = |arguments: &[&str]| run(folder.path(), &[&["lint", "a.cfg"], arguments].concat(), "").err;
    assert_eq!(said(&[]), "");
    let said = said(&["--network", "network.yaml"]);
    assert!(said.contains("`routing-loop` is allowed in dial-peer voice 1 voip, and is not found there"), "{said}");
}

#[test]
fn what_is_allowed_is_neither_new_nor_known() {
    let folder = folder(&[("configs/a.cfg", FAULT), ("dialc.toml", "")]);
    let lint =
        |arguments: &[&str]| run(folder.path(), &[&["lint", "configs", "--select", CODE], arguments].concat(), "");
    lint(&["--write-baseline", "known.toml"]);
    assert!(fs::read_to_string(folder.path().join("known.toml")).unwrap().contains(CODE));
    fs::write(folder.path().join("dialc.toml"), ENTRY).unwrap();
    let ran = lint(&["--baseline", "known.toml"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "no findings in 1 file, beside 1 allowed\n"));
    assert!(ran.err.contains("stale-baseline"), "{}", ran.err);
    lint(&["--write-baseline", "known.toml"]);
    assert!(!fs::read_to_string(folder.path().join("known.toml")).unwrap().contains(CODE));
    let ran = lint(&["--baseline", "known.toml"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn formats_count_and_show_what_is_allowed() {
    let folder = folder(&[("a.cfg", FAULT), ("dialc.toml", ENTRY)]);
    let lint = |arguments: &[&str]| run(folder.path(), &[&["lint", "a.cfg", "--select", CODE], arguments].concat(), "");
    assert_eq!(lint(&[]).out, "no findings in 1 file, beside 1 allowed\n");
    assert_eq!(lint(&["--format", "concise"]).out, "");
    let shown = lint(&["--show-allowed"]).out;
    assert!(shown.starts_with("a.cfg:6:2: allowed: ") && shown.contains("] - the second is a test\n"), "{shown}");
    let document = json(&lint(&["--format", "json"]));
    assert_eq!((&document["summary"]["allowed"], &document["summary"]["errors"]), (&1.into(), &0.into()));
    assert_eq!(document.get("allowed"), None);
    let document = json(&lint(&["--format", "json", "--show-allowed"]));
    assert_eq!(document["allowed"][0]["finding"]["code"], CODE);
    let results = |arguments: &[&str]| json(&lint(arguments))["runs"][0]["results"].as_array().unwrap().clone();
    assert!(results(&["--format", "sarif"]).is_empty());
    let shown = results(&["--format", "sarif", "--show-allowed"]);
    assert_eq!(shown[0]["suppressions"][0]["justification"], "the second is a test");
    assert_eq!(lint(&["--format", "junit", "--show-allowed"]).code, 2);
    assert_eq!(
        lint(&["--min-severity", "error", "--severity", &format!("{CODE}=info")]).out,
        "no findings in 1 file\n"
    );
    assert_eq!(lint(&["--today", "31.03.2027"]).code, 2);
    // A secret in a comment is not shown.
    let text = FAULT.replacen("voip\n", &format!("voip\n ! dialc: allow {CODE} - username x password 0 hunter2\n"), 1);
    fs::write(folder.path().join("a.cfg"), text).unwrap();
    fs::write(folder.path().join("dialc.toml"), "").unwrap();
    for format in ["full", "concise", "json", "sarif"] {
        let ran = lint(&["--format", format, "--show-allowed"]);
        assert!(ran.code == 0 && ran.out.contains("password") && !ran.out.contains("hunter2"), "{}", ran.out);
    }
}

/// All that is wrong with settings, as it is shown.
fn faults(text: &str) -> String {
    let Err(report) = Settings::read(&Source::new("dialc.toml", text)) else { return "nothing\n".to_owned() };
    render(&report, false, 100)
}

#[test]
fn what_is_wrong_with_settings_is_said_at_once() {
    let right =
        "[[allow]]\ncode = \"bare-t\"\nobject = \"\"\nreason = \"why\"\nuntil = 2027-03-31\nfile = \"lab/*.cfg\"\n";
    assert_eq!(faults(&format!("{right}{right}")), "nothing\n");
    let cases = [
        "[[allow]]\n",
        "[allow]\ncode = \"bare-t\"\n",
        "allow = [\"bare-t\"]\n",
        "[[allow]]\ncode = \"bare-tt\"\nobject = 100\nreason = \" - \"\n[[allow]]\ncode = \"emergency-delayed\"\nobject = \"\"\n\
         reason = \"we know\"\nuntill = 2027-03-31\n[[allow]]\ncode = \"safety\"\nobject = \"dial-peer 1\"\nreason = \"why\"\n",
        "[[allow]]\ncode = \"bare-t\"\nobject = \"\"\nreason = \"why\"\nuntil = \"2027-03-31\"\n",
        "[[allow]]\ncode = \"bare-t\"\nobject = \"\"\nreason = \"why\"\nuntil = \"31.03.2027\"\nfile = \"[\"\n",
        "[[allow]]\ncode = \"bare-t\"\nobject = \"\"\nreason = \"why\"\nuntil = 2027-03-31T10:00:00\n",
        "[[allow]]\ncode = \"bare-t\"\nobject = \"\"\nreason = \"why\"\nuntil = 10:00:00\n",
        "[[allow]]\ncode = \"bare-t\"\nobject = \"\"\nreason = \"why\"\nuntil = 2027\n",
        "[[allow]]\ncode = \"bare-t\"\nobject = \"\"\nreason = \"why\"\nuntil = 2027-02-29\n",
    ];
    let mut all = String::new();
    for case in cases {
        let _ = write!(all, "==== {case:?}\n{}", faults(case));
    }
    told!("settings_faults", all);
}

#[test]
fn the_entry_of_the_manual_is_right() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lint.md")).unwrap();
    let (_, rest) = page.split_once("```toml\n[[allow]]").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let settings = Settings::read(&Source::new("dialc.toml", format!("[[allow]]{text}"))).unwrap();
    assert!(settings.allow[0].is_for("configs/a.cfg") && !settings.allow[0].is_for("a.cfg"));
}

/// A hundred thousand comments are read in a moment, and not all that could be said of them is.
#[test]
fn many_comments_take_no_time() {
    let comment = "! dialc: allow bare-t - why\n";
    assert!(is_all_allowed(&(comment.repeat(100_000) + ONE)));
    let peers: String = (1..=100_000).map(|tag| format!("! a remark\n{comment}dial-peer voice {tag} voip\n")).collect();
    let said = lint(&peers).err;
    assert_eq!(said.matches("stale-allow").count(), 100);
    assert!(said.contains("99,900 more like these are not shown"), "{said}");
}
