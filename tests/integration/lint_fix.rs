//! `--fix-commands`: the commands that take findings away, what they change, and where they are written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use dialc::automaton::compile;
use dialc::call::{Profile, Translator, matched_literals, scan};
use dialc::emit::emit;
use dialc::lint::RULES;
use dialc::model::{DialPlan, read_onto};
use dialc::source::Source;
use dialc::syntax::tree::Tree;
use serde_json::Value;

use crate::lint_command::{Ran, folder, run};

/// Patterns as people write them, and one that the router refuses.
const OLD: &str = "voice class e164-pattern-map 7
 e164 ^12065551...
 e164 T
!
dial-p v 1 voip
 incoming called-n T
 destination-pattern ^1206555....
 session target ipv4:192.0.2.10
!
dial-peer voice 2 voip
 destination-pattern 1206777\u{2026}
 session target ipv4:192.0.2.11
!
dial-peer voice 3 voip
 destination e164-pattern-map 7
 session target ipv4:192.0.2.12
!
";

/// The rules of the faults in `OLD`.
const CODES: &str = "bare-t,redundant-anchor,typographic-character";

/// Lints the folder's `old.cfg`.
fn lint(folder: &Path, arguments: &[&str]) -> Ran {
    lint_for(CODES, folder, arguments)
}

/// Lints it for these rules only.
fn lint_for(codes: &str, folder: &Path, arguments: &[&str]) -> Ran {
    run(folder, &[&["lint", "old.cfg", "--format", "concise", "--select", codes], arguments].concat(), "")
}

#[test]
fn a_script_has_the_commands_of_what_is_found() {
    let folder = folder(&[("old.cfg", OLD)]);
    let ran = lint(folder.path(), &["--fix-commands", "fix.txt"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 5, "{}", ran.out);
    let script = fs::read_to_string(folder.path().join("fix.txt")).unwrap();
    insta::assert_snapshot!("fix_script", script.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    insta::assert_snapshot!("fix_said", ran.err);
}

#[test]
fn what_changes_numbers_is_written_on_demand() {
    let folder = folder(&[("old.cfg", OLD)]);
    let ran = lint_for("typographic-character", folder.path(), &["--fix-commands", "-", "--unsafe-fixes"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let first = format!("! dialc {}: fixes for old.cfg\n", env!("CARGO_PKG_VERSION"));
    assert!(ran.out.starts_with(&first), "{}", ran.out);
    assert!(ran.out.contains("One fix changes how numbers are treated"), "{}", ran.out);
    let commands = "dial-peer voice 2 voip\n destination-pattern 1206777...\n exit\n!\n";
    assert!(ran.out.ends_with(commands), "{}", ran.out);
    assert!(ran.out.contains("1206777000 is not matched, then is matched by `1206777...`"), "{}", ran.out);
}

/// Typed as it was meant, the pattern is that of another dial-peer too.
#[test]
fn what_would_bring_another_finding_is_left_out() {
    let same = "dial-peer voice 4 voip\n destination-pattern 1206777...\n session target ipv4:192.0.2.14\n!\n";
    let folder = folder(&[("old.cfg", &(OLD.to_owned() + same))]);
    let ran = lint(folder.path(), &["--fix-commands", "-", "--unsafe-fixes"]);
    assert!(ran.err.contains("left out: it would bring another finding"), "{}", ran.err);
    assert!(!ran.out.contains("1206777"), "{}", ran.out);
    assert!(ran.out.contains("Read on top of it and linted again: 4 findings are gone, none new."), "{}", ran.out);
    assert!(ran.out.contains("! No number is treated differently"), "{}", ran.out);
}

#[test]
fn secrets_and_lost_commands_are_in_no_script() {
    let text = "dial-peer voice 1 pots\n destination-pattern 9T prefix 9\n port 0/1/0:23\n!\nvoice translation-rule 1\n \
                rule 1 /^9/ // rule 2 /^8/ //\n rule 3 /^7/ // (strips the 7)\n!\ndial-peer voice 2 voip\n \
                destination-pattern 1206\u{2026}\n authentication username a password 0 \u{201c}hidden\u{201d}\n!\n";
    let folder = folder(&[("old.cfg", text)]);
    let codes = "trailing-text,typographic-character";
    let ran = lint_for(codes, folder.path(), &["--fix-commands", "-", "--unsafe-fixes"]);
    let commands: Vec<_> = ran.out.lines().filter(|line| line.starts_with(' ')).collect();
    assert_eq!(commands, [" rule 3 /^7/ //", " exit", " destination-pattern 1206...", " exit"], "{}", ran.err);
    assert!(!ran.out.contains("hidden") && !ran.err.contains("hidden"), "{}{}", ran.out, ran.err);
}

#[test]
fn programs_are_told_what_a_fix_changes() {
    let folder = folder(&[("old.cfg", OLD)]);
    let ran = run(folder.path(), &["lint", "old.cfg", "--format", "json", "--select", CODES], "");
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let fixes: Vec<_> = json["findings"].as_array().unwrap().iter().map(|finding| finding["fix"].to_string()).collect();
    insta::assert_snapshot!("fix_json", fixes.join("\n"));
}

#[test]
fn a_script_is_written_whole_and_over_nothing_else() {
    let folder = folder(&[("old.cfg", OLD), ("other.cfg", OLD), ("notes.txt", "keep me\n")]);
    let at = folder.path();
    let refused = |arguments: &[&str], said: &str| {
        let ran = lint(at, arguments);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains(said), "{}", ran.err);
    };
    refused(&["--fix-commands", "old.cfg"], "is no script that dialc wrote");
    refused(&["--fix-commands", "./old.cfg"], "is no script that dialc wrote");
    refused(&["--fix-commands", "notes.txt"], "is no script that dialc wrote");
    refused(&["--fix-commands", "missing/fix.txt"], "no such file or folder");
    refused(&["--unsafe-fixes"], "--fix-commands <FILE>");
    refused(&["other.cfg", "--fix-commands", "fix.txt"], "2 configurations cannot be in one file");
    refused(&["nothing.cfg", "--fix-commands", "fix.txt"], "since not everything could be linted");
    assert!(!at.join("fix.txt").exists());
    assert_eq!(fs::read_to_string(at.join("old.cfg")).unwrap(), OLD);
    assert_eq!(fs::read_to_string(at.join("notes.txt")).unwrap(), "keep me\n");
    // A script may be written anew.
    assert_eq!(lint(at, &["--fix-commands", "fix.txt"]).code, 1);
    let first = fs::read_to_string(at.join("fix.txt")).unwrap();
    assert_eq!(lint(at, &["--fix-commands", "fix.txt"]).code, 1);
    assert_eq!(fs::read_to_string(at.join("fix.txt")).unwrap(), first);
}

#[test]
fn where_nothing_can_be_fixed_nothing_is_written() {
    let clean = "dial-peer voice 1 voip\n destination-pattern 1206555....$\n session target ipv4:192.0.2.10\n!\n";
    let folder = folder(&[("old.cfg", clean)]);
    let ran = lint(folder.path(), &["--fix-commands", "fix.txt"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("no finding has commands that take it away; fix.txt is not written"), "{}", ran.err);
    fs::write(folder.path().join("old.cfg"), OLD).unwrap();
    let ran = lint_for("typographic-character", folder.path(), &["--fix-commands", "fix.txt"]);
    assert!(ran.err.contains("fix-left-out"), "{}", ran.err);
    lint(folder.path(), &["--min-severity", "error", "--fix-commands", "fix.txt"]);
    assert!(!folder.path().join("fix.txt").exists());
}

#[test]
fn standard_input_and_the_baseline_are_seen() {
    let folder = folder(&[("old.cfg", OLD)]);
    let arguments = ["lint", "-", "--select", "bare-t", "--fix-commands", "-"];
    let ran = run(folder.path(), &arguments, OLD);
    assert!(ran.out.contains("fixes for <stdin>") && ran.out.contains(" incoming called-number .T\n"), "{}", ran.out);
    assert!(!ran.out.contains("1206555"), "{}", ran.out);
    lint(folder.path(), &["--write-baseline", "known.toml"]);
    let ran = lint(folder.path(), &["--baseline", "known.toml", "--fix-commands", "-"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

/// The configurations in which rules find something.
fn faults() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint");
    let folders = RULES.iter().flat_map(|rule| fs::read_dir(fixtures.join(rule.code).join("fires")).unwrap());
    let mut files: Vec<_> = folders.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "cfg"));
    files.sort();
    files
}

/// Lints a configuration with what is beside its fixture.
fn lint_beside(folder: &Path, fixture: &Path, text: &[u8], arguments: &[&str]) -> Ran {
    let name = fixture.file_name().unwrap().to_str().unwrap();
    fs::write(folder.join(name), text).unwrap();
    let mut all = vec!["lint".to_owned(), name.to_owned()];
    for (option, ending) in [("--config", "toml"), ("--network", "yaml")] {
        let beside = fixture.with_extension(ending);
        if beside.exists() {
            let name = beside.file_name().unwrap().to_str().unwrap().to_owned();
            fs::copy(&beside, folder.join(&name)).unwrap();
            all.extend([option.to_owned(), name]);
        }
    }
    let all: Vec<&str> = all.iter().map(String::as_str).chain(arguments.iter().copied()).collect();
    run(folder, &all, "")
}

/// How many findings there are, by rule and object.
fn findings(ran: &Ran) -> BTreeMap<(String, String), usize> {
    let json: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err));
    let mut counts = BTreeMap::new();
    for finding in json["findings"].as_array().unwrap() {
        let key = (finding["code"].as_str().unwrap().to_owned(), finding["object"].as_str().unwrap().to_owned());
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn of_rule(counts: &BTreeMap<(String, String), usize>, code: &str) -> usize {
    counts.iter().filter(|((rule, _), _)| rule == code).map(|(_, count)| count).sum()
}

/// Every number of up to four digits, and those that the patterns of a plan tell apart, with more and fewer digits.
fn numbers(plan: &DialPlan) -> BTreeSet<String> {
    let mut numbers: BTreeSet<String> = (0..10_000).map(|number| number.to_string()).collect();
    numbers.extend((0..100).map(|number| format!("{number:04}")));
    let maps = plan.pattern_maps.values().flat_map(|map| map.entries().map(|entry| entry.value));
    let peers = plan.peers.values().flat_map(|peer| plan.called_patterns(peer).map(|pattern| pattern.value));
    let incoming = plan.peers.values().filter_map(|peer| peer.incoming_called_number().map(|one| one.value));
    let sets = maps.chain(peers).chain(incoming).map(|pattern| compile::numbers(pattern).unwrap());
    let rules = plan.rule_tables.values().flat_map(dialc::model::RuleTable::rules);
    let sets = sets.chain(rules.map(|rule| compile::rule(&rule.value.matching).unwrap()));
    for number in sets.flat_map(|set| set.witnesses(5)) {
        let shorter = number.chars().skip(1).collect();
        numbers.extend([format!("{number}0"), format!("9{number}"), format!("+{number}"), shorter, number]);
    }
    numbers.remove("");
    numbers
}

/// What a plan does with a number: which dial-peers match it on the way out and on the way in, what its tables make of it.
fn treated(plan: &DialPlan, translators: &[Translator], number: &str) -> String {
    let profile = Profile::default();
    let out: Vec<_> = scan(plan, &profile, number).iter().map(|one| (one.tag, one.length)).collect();
    let incoming = plan.peers.values().filter_map(|peer| Some((peer.tag, peer.incoming_called_number()?)));
    let incoming: Vec<_> =
        incoming.filter_map(|(tag, pattern)| Some((tag, matched_literals(pattern.value, number)?))).collect();
    let made: Vec<_> = translators.iter().map(|table| table.digits(number)).collect();
    format!("{out:?} {incoming:?} {made:?}")
}

/// Whether two plans do the same with every number that is tried.
#[track_caller]
fn assert_same(before: &DialPlan, after: &DialPlan, fixture: &Path) {
    let translators = |plan: &DialPlan| -> Vec<Translator> {
        plan.rule_tables.values().map(|table| Translator::new(table, &Profile::default())).collect()
    };
    let (old, new) = (translators(before), translators(after));
    for number in numbers(before).union(&numbers(after)) {
        let (then, now) = (treated(before, &old, number), treated(after, &new, number));
        assert_eq!(then, now, "{}: {number} is treated differently", fixture.display());
    }
}

/// Of every rule, and with what is beside the fixture: the script is read on top of the configuration, what it names is gone,
/// nothing is new, and where it says so no number is treated differently.
#[test]
fn scripts_of_all_fixtures_do_what_they_say() {
    let mut written = [0, 0];
    for fixture in faults() {
        let text = fs::read(&fixture).unwrap();
        for (index, options) in
            [&["--fix-commands", "-"][..], &["--fix-commands", "-", "--unsafe-fixes"]].iter().enumerate()
        {
            let folder = tempfile::tempdir().unwrap();
            let script = lint_beside(folder.path(), &fixture, &text, options).out;
            if script.is_empty() {
                continue;
            }
            written[index] += 1;
            let tree = Tree::parse(&Source::new("old", text.clone()));
            let old = read_onto(DialPlan::default(), &tree).plan;
            let new = read_onto(old.clone(), &Tree::parse(&Source::new("script", script.clone())));
            assert!(new.report.is_empty(), "{}: {:?}\n{script}", fixture.display(), new.report);
            assert!(script.is_ascii() && !script.contains('?'), "{script}");
            let headers: Vec<_> = script.lines().filter(|line| !line.starts_with(['!', ' '])).collect();
            assert_eq!(headers.iter().collect::<BTreeSet<_>>().len(), headers.len(), "entered twice:\n{script}");
            let lint = |plan: &DialPlan| {
                findings(&lint_beside(folder.path(), &fixture, emit(plan).as_bytes(), &["--format", "json"]))
            };
            let (before, after) = (lint(&old), lint(&new.plan));
            for (key, count) in &after {
                assert!(before.get(key) >= Some(count), "{}: {key:?} is new\n{script}", fixture.display());
            }
            for rule in RULES {
                let mark = format!("! {}: ", rule.code);
                let fixed = script.lines().filter(|line| line.starts_with(&mark)).count();
                let (before, after) = (of_rule(&before, rule.code), of_rule(&after, rule.code));
                assert!(fixed == 0 || after + fixed <= before, "{}: {}\n{script}", fixture.display(), rule.code);
            }
            if index == 0 {
                assert_same(&old, &new.plan, &fixture);
            }
        }
    }
    assert!(written[0] >= 4 && written[1] > written[0], "{written:?}");
}
