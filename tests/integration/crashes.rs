//! Inputs that broke dialc once, or might: the files of `fixtures/crashes/TARGET/`, and hostile ones too large to keep.
//! Each goes through the check of the fuzz target of that name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::checks::{CHECKS, Check, Verdict};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The names in `folder`, sorted.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Runs the check called `target` on each of the named inputs.
#[track_caller]
fn all_hold<Text: AsRef<[u8]>>(target: &str, inputs: impl IntoIterator<Item = (&'static str, Text)>) {
    let check: Check = CHECKS.iter().find(|(name, _)| *name == target).unwrap().1;
    for (name, text) in inputs {
        let verdict: Verdict = check(text.as_ref());
        assert_eq!(verdict, Ok(()), "{target}: {name}");
    }
}

/// `opening` and `closing` that often, one in the other, around `inner`.
fn nested(opening: &str, inner: &str, closing: &str, count: usize) -> String {
    format!("{}{inner}{}", opening.repeat(count), closing.repeat(count))
}

#[test]
fn inputs_that_once_broke_something() {
    for (target, check) in CHECKS {
        let folder = root().join("fixtures/crashes").join(target);
        let files = names(&folder);
        assert!(!files.is_empty(), "fixtures/crashes/{target} has no file");
        for name in files {
            assert_eq!(check(&fs::read(folder.join(&name)).unwrap()), Ok(()), "fixtures/crashes/{target}/{name}");
        }
    }
}

#[test]
fn every_check_is_a_fuzz_target() {
    let checks: BTreeSet<_> = CHECKS.map(|(name, _)| name.to_owned()).into();
    assert_eq!(names(&root().join("fixtures/crashes")), checks);
    let targets = names(&root().join("fuzz/fuzz_targets"));
    assert_eq!(targets, checks.iter().map(|name| format!("{name}.rs")).collect());
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    for name in checks {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "fuzz/Cargo.toml has no target {name}");
        let target = fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("must_hold(\"{name}\",")), "the fuzz target {name} checks something else");
    }
}

#[test]
fn hostile_number_patterns() {
    all_hold(
        "number_pattern",
        [
            ("nested brackets that close", nested("(", "1", ")", 100_000)),
            ("nested brackets that do not", "(".repeat(100_000)),
            ("as deep as a pattern may be", nested("(", "1", ")", 127)),
            ("repeated groups as deep as a pattern may be", nested("(", "1", ")+", 85)),
            ("optional groups in each other", nested("(1", "", ")?", 64)),
            ("sets as many as a pattern may have", "[1-9]".repeat(51)),
            ("a set that does not end", format!("[{}", "1".repeat(100_000))),
            ("dots behind a repeat", format!(".%1{}$", ".".repeat(200))),
            ("repeats of repeats", "(1%2%)%".repeat(36)),
            ("characters of several bytes", "é".repeat(128)),
            ("a character of several bytes at the end", "1234é".to_owned()),
        ],
    );
}

#[test]
fn hostile_rule_patterns() {
    all_hold(
        "rule_pattern",
        [
            ("nested groups that close", nested(r"\(", "1", r"\)", 100_000)),
            ("nested groups that do not", r"\(".repeat(100_000)),
            ("as deep as a side may be", nested(r"\(", "", r"\)", 64)),
            ("repeated groups as deep as a side may be", nested(r"\(", "1", r"\)*", 51)),
            ("quantifiers on one another", format!("1{}", "*".repeat(255))),
            ("alternating quantifiers", format!("1{}", "?+".repeat(127))),
            ("dots behind a repeat", format!(".*1{}$", ".".repeat(200))),
            ("anchors in repeated groups", r"\(^$\)*".repeat(36)),
            ("a set that does not end", format!("[{}", "^".repeat(100_000))),
            ("a range over all characters", "[\u{1}-\u{10ffff}]".to_owned()),
            ("a backslash at the end", format!(r"{}\", r"\\".repeat(100))),
            ("references to groups that are not there", r"\9".repeat(128)),
            ("characters of several bytes behind backslashes", r"\é".repeat(85)),
        ],
    );
}

#[test]
fn hostile_arguments() {
    all_hold(
        "argument",
        [
            ("a long word", "1".repeat(100_000)),
            ("many words", "1 ".repeat(50_000)),
            ("blanks", " \t".repeat(50_000)),
            ("a rule of slashes", format!("1 {}", "/".repeat(100_000))),
            ("a rule with a deep match side", format!("1 /{}/ /1/", nested(r"\(", "1", r"\)", 50_000))),
            ("a target with a long name", format!("dns:{}", "a.".repeat(100_000))),
            ("a target of brackets", format!("ipv6:{}", nested("[", "::", "]", 50_000))),
            ("the greatest numbers", "4294967295\n4294967296\n18446744073709551616\n-1\n+1\n00000000001".to_owned()),
        ],
    );
}

#[test]
fn hostile_specs() {
    let staircase: String = (0..600).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let aliases: String = (1..40).map(|n| format!("a{n}: &a{n} [*a{0},*a{0},*a{0}]\n", n - 1)).collect();
    all_hold(
        "spec",
        [
            ("nested lists that close", nested("[", "", "]", 100_000)),
            ("nested lists that do not", "[".repeat(100_000)),
            ("nested mappings", nested("{a: ", "1", "}", 100_000)),
            ("nested lists of blocks", "- ".repeat(100_000)),
            ("a staircase of keys", staircase),
            ("keys that are mappings", "? ".repeat(100_000)),
            ("aliases of aliases", format!("a0: &a0 [1,1]\n{aliases}")),
            ("an alias of itself", "version: 1\nsystems: &a [*a]\n".to_owned()),
            ("many keys", (0..5_000).map(|n| format!("key{n}: {n}\n")).collect()),
            ("one key many times", "version: 1\n".repeat(5_000)),
            ("many documents", "---\nversion: 1\n".repeat(50_000)),
            ("a long text", format!("version: \"{}\"\n", "\\x41".repeat(50_000))),
            ("a range of all numbers", "version: 1\nsharing:\n - { dids: [\"+0-+999999999999999\"] }\n".to_owned()),
        ],
    );
}

#[test]
fn hostile_configurations() {
    let staircase: String = (0..400).map(|depth| format!("{}a\n", " ".repeat(depth))).collect();
    all_hold(
        "config",
        [
            ("a staircase of lines", staircase.clone()),
            ("a staircase in a voice service", format!("voice service voip\n sip\n{staircase}")),
            ("a long line", "dial-peer voice 1 voip ".repeat(50_000)),
            ("many headers of one peer", "dial-peer voice 1 voip\n".repeat(20_000)),
            ("a rule with a deep match side", {
                format!("voice translation-rule 1\n rule 1 /{}/ /1/\n", nested(r"\(", "1", r"\)", 50_000))
            }),
            ("zero bytes", "\0".repeat(100_000)),
            ("carriage returns without newlines", "no vad\r".repeat(10_000)),
            ("only comments", "!\n".repeat(100_000)),
        ],
    );
}
