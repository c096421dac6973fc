//! `docs/rules/` is written from the rules: the manual page of each, with what dialc says of its example, and an index.
//! `DIALC_BLESS=1` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dialc::diagnostic::Severity;
use dialc::lint::{RULES, Rule, Topic};

use crate::lint_rules::block;

const HEAD: &str = "# Rules

What `dialc lint` looks for. `dialc explain CODE` prints the page of a rule.

These pages are written from the rules of the code, and a test compares the two. Do not edit them: `DIALC_BLESS=1 cargo
test` writes them anew.
";

/// What is beside the example of a page: the option that names it, and its ending, which is also its language.
const BESIDE: [(&str, &str); 2] = [("--config", "toml"), ("--network", "yaml")];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules")
}

/// The command that finds what is wrong with the example of a rule, and what it prints.
fn said(rule: &Rule) -> (String, String) {
    let page = rule.page().text;
    let folder = tempfile::tempdir().unwrap();
    let mut arguments = vec!["lint", "--select", rule.code];
    fs::write(folder.path().join("example.cfg"), block(&page, "Example", "ios").unwrap()).unwrap();
    for (option, ending) in BESIDE {
        if let Some(text) = block(&page, "Example", ending) {
            fs::write(folder.path().join("example").with_extension(ending), text).unwrap();
            arguments.extend([option, if ending == "toml" { "example.toml" } else { "example.yaml" }]);
        }
    }
    arguments.push("example.cfg");
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("dialc"));
    command.current_dir(folder.path()).args(&arguments).args(["--format", "full", "--color", "never"]);
    let output = command.env_remove("GITHUB_ACTIONS").output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(printed.contains(&format!("[{}]", rule.code)), "{}: {printed}{told}", rule.code);
    let lines: Vec<_> = printed.trim_end().lines().map(str::trim_end).collect();
    (format!("dialc {}", arguments.join(" ")), lines.join("\n"))
}

fn severities(rule: &Rule) -> String {
    rule.severities.iter().map(|severity| severity.name()).collect::<Vec<_>>().join(", ")
}

/// What a heading is called in links.
fn anchor(heading: &str) -> String {
    let letters = heading.to_lowercase().replace(' ', "-");
    letters.chars().filter(|character| character.is_alphanumeric() || *character == '-').collect()
}

/// The page of a rule.
fn page(rule: &Rule) -> String {
    let text = rule.page().text;
    let (before, behind) = text.split_once("\n## Use instead\n").unwrap();
    let (command, printed) = said(rule);
    let topic = rule.topic.name();
    let always = if rule.is_suppressible() { "" } else { ", cannot be switched off" };
    format!(
        "# {}\n\n**{}**, [{topic}](README.md#{}){always}\n\n{before}\n`{command}` says:\n\n```text\n{printed}\n```\n\n\
         ## Use instead\n{behind}",
        rule.code,
        severities(rule),
        anchor(topic),
    )
}

/// The index: all rules by topic, and by the worst that their findings can be.
fn index() -> String {
    let mut text = format!("{HEAD}\n## By topic\n");
    for topic in Topic::ALL {
        let rules: Vec<_> = RULES.iter().filter(|rule| rule.topic == topic).collect();
        if rules.is_empty() {
            continue;
        }
        text += &format!("\n### {}\n\n| rule | severity | what it finds |\n|---|---|---|\n", topic.name());
        for rule in rules {
            let (code, summary) = (rule.code, rule.page().summary.replace('|', "\\|"));
            text += &format!("| [{code}]({code}.md) | {} | {summary} |\n", severities(rule));
        }
    }
    text += "\n## By severity\n\nA rule whose findings can be of several severities stands at the worst.\n";
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let rules: Vec<_> = RULES.iter().filter(|rule| rule.worst() == severity).collect();
        if !rules.is_empty() {
            text += &format!("\n### {}\n\n", severity.name());
        }
        for rule in rules {
            text += &format!("- [{0}]({0}.md)\n", rule.code);
        }
    }
    text
}

#[test]
fn the_pages_of_rules_are_what_the_rules_say() {
    let mut pages: BTreeMap<String, String> =
        RULES.iter().map(|rule| (format!("{}.md", rule.code), page(rule))).collect();
    pages.insert("README.md".to_owned(), index());
    if std::env::var_os("DIALC_BLESS").is_some_and(|value| value == "1") {
        fs::create_dir_all(folder()).unwrap();
        for (name, page) in &pages {
            fs::write(folder().join(name), page).unwrap();
        }
    }
    let there = fs::read_dir(folder()).into_iter().flatten();
    let there: BTreeSet<_> = there.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let left: Vec<_> = there.iter().filter(|name| !pages.contains_key(*name)).collect();
    assert!(left.is_empty(), "docs/rules has pages of no rule: {left:?}");
    let changed =
        |(name, page): &(&String, &String)| fs::read_to_string(folder().join(name)).ok().as_ref() != Some(*page);
    let changed: Vec<_> = pages.iter().filter(changed).map(|(name, _)| name).collect();
    assert!(changed.is_empty(), "not what the rules say: {changed:?} of docs/rules; DIALC_BLESS=1 writes them anew");
}

#[test]
fn links_of_the_pages_lead_somewhere() {
    let index = index();
    for rule in RULES {
        assert!(index.matches(&format!("[{0}]({0}.md)", rule.code)).count() == 2, "{}", rule.code);
        assert!(index.contains(&format!("\n### {}\n", rule.topic.name())), "{}", rule.topic.name());
    }
    assert_eq!(anchor("Maps, classes, references"), "maps-classes-references");
}
