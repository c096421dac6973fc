//! `fixtures/vectors/reading.yaml`: what IOS makes of commands on top of a configuration, each with its source, and the table of
//! it in docs/reading.md. `DIALC_BLESS=1` writes that table anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use dialc::emit::emit;
use dialc::model::{DialPlan, Reading, read_onto};
use dialc::source::Source;
use dialc::syntax::tree::Tree;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    sources: BTreeMap<String, Document>,
    facts: Vec<Fact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    title: String,
    address: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Documented,
    Assumption,
    NotFollowed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    id: String,
    says: String,
    kind: Kind,
    source: Option<String>,
    name: Option<String>,
    #[serde(rename = "where")]
    place: String,
    #[serde(default)]
    refused: bool,
    before: String,
    typed: String,
    then: String,
}

/// What stands before and behind the table of docs/reading.md.
const HEADING: &str = "| what is taken | source | fact |\n|---|---|---|\n";

fn facts() -> Facts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/vectors/reading.yaml");
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What is wrong with what a fact says of its source; a fact of which nothing is known is none.
fn unsourced(fact: &Fact, sources: &BTreeMap<String, Document>) -> Option<&'static str> {
    let has_source = fact.source.as_ref().is_some_and(|source| sources.contains_key(source));
    match fact.kind {
        _ if fact.place.trim().is_empty() => Some("does not say where"),
        Kind::Documented | Kind::NotFollowed if !has_source => Some("names no source that is listed"),
        Kind::Documented | Kind::NotFollowed if fact.name.is_some() => Some("has the name of an assumption"),
        Kind::Assumption if fact.name.as_ref().is_none_or(String::is_empty) => Some("is an assumption without a name"),
        Kind::Assumption if fact.source.is_some() => Some("is an assumption that names a source"),
        Kind::Documented | Kind::Assumption | Kind::NotFollowed => None,
    }
}

fn onto(plan: DialPlan, text: &str) -> Reading {
    read_onto(plan, &Tree::parse(&Source::new("typed", text.to_owned())))
}

/// The lines of a configuration, without `!`.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).filter(|line| line.trim() != "!").collect()
}

/// What a fact says and dialc does not do.
fn fault(fact: &Fact) -> Option<String> {
    let before = onto(DialPlan::default(), &fact.before);
    let there = emit(&before.plan);
    if !before.report.is_empty() || lines(&there) != lines(&fact.before) {
        return Some(format!("what is there is not as it is printed:\n{there}"));
    }
    let reading = onto(before.plan, &fact.typed);
    let printed = emit(&reading.plan);
    let same = lines(&printed) == lines(&fact.then);
    if reading.report.is_empty() == fact.refused {
        Some(format!("refused: {:?}", reading.report))
    } else if same == (fact.kind == Kind::NotFollowed) {
        Some(format!("{:?}, and dialc reads:\n{printed}", fact.kind))
    } else {
        None
    }
}

#[test]
fn commands_on_top_of_a_configuration_are_read_as_the_documents_say() {
    let facts = facts().facts;
    let faults: Vec<_> =
        facts.iter().filter_map(|fact| Some(format!("{}: {}: {}", fact.id, fact.says, fault(fact)?))).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_fact_that_does_not_hold_is_found() {
    let read = |kind: &str, then: &str| {
        let fact = format!(
            "{{id: x, says: x, kind: {kind}, where: x, before: \"dial-peer hunt 2\\n\", typed: \"dial-peer hunt 4\\n\", \
             then: \"{then}\"}}"
        );
        fault(&serde_yaml::from_str(&fact).unwrap()).is_none()
    };
    assert!(read("documented", "dial-peer hunt 4\\n") && read("not-followed", "dial-peer hunt 2\\n"));
    assert!(!read("documented", "dial-peer hunt 2\\n") && !read("not-followed", "dial-peer hunt 4\\n"));
}

#[test]
fn every_fact_of_reading_has_a_source_or_is_a_named_assumption() {
    let Facts { sources, facts } = facts();
    let mut ids = BTreeSet::new();
    let mut used = BTreeSet::new();
    for fact in &facts {
        assert_eq!(unsourced(fact, &sources), None, "{}", fact.id);
        assert!(ids.insert(&fact.id), "{} stands twice", fact.id);
        used.extend(fact.source.as_ref());
    }
    assert!(sources.keys().all(|source| used.contains(source)), "a source that no fact names");
    assert!(sources.values().all(|one| one.address.starts_with("https://") && !one.title.is_empty()));
    for kind in [Kind::Documented, Kind::Assumption, Kind::NotFollowed] {
        assert!(facts.iter().any(|fact| fact.kind == kind), "no fact is {kind:?}");
    }
    assert!(facts.len() >= 60, "{}", facts.len());
}

#[test]
fn a_fact_without_a_source_is_refused() {
    let sources = facts().sources;
    let fact = |lines: &str| -> Fact {
        serde_yaml::from_str(&format!("{{id: x, says: x, before: '', typed: '', then: '', {lines}}}")).unwrap()
    };
    for (lines, sourced) in [
        ("kind: documented, source: YANG, where: a leaf", true),
        ("kind: assumption, name: rule-overwrites, where: no source", true),
        ("kind: documented, where: a leaf", false),
        ("kind: documented, source: HEARSAY, where: a leaf", false),
        ("kind: documented, source: YANG, where: ''", false),
        ("kind: assumption, where: no source", false),
        ("kind: assumption, name: rule-overwrites, source: YANG, where: a leaf", false),
        ("kind: not-followed, where: a leaf", false),
    ] {
        assert_eq!(unsourced(&fact(lines), &sources).is_none(), sourced, "{lines}");
    }
}

/// The row of a fact in the table.
fn row(fact: &Fact) -> String {
    let source = match (&fact.kind, &fact.source, &fact.name) {
        (Kind::Assumption, _, Some(name)) => format!("assumption `{name}`: {}", fact.place),
        (Kind::NotFollowed, Some(source), _) => format!("{source}: {}; dialc takes both", fact.place),
        (_, source, _) => format!("{}: {}", source.as_deref().unwrap_or_default(), fact.place),
    };
    format!("| {} | {source} | `{}` |\n", fact.says, fact.id)
}

#[test]
fn the_table_of_facts_in_the_documents_is_that_of_the_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reading.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(HEADING).expect("docs/reading.md has the table of facts");
    let end: usize = rest.split_inclusive('\n').take_while(|line| line.starts_with('|')).map(str::len).sum();
    let table: String = facts().facts.iter().map(row).collect();
    if std::env::var_os("DIALC_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, format!("{before}{HEADING}{table}{}", &rest[end..])).unwrap();
        return;
    }
    assert!(
        rest[..end] == table,
        "the table of docs/reading.md is not what the file says; DIALC_BLESS=1 writes it anew"
    );
}
