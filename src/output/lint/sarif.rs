//! What was found, as SARIF: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", an OASIS standard.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::fix::Fix;
use super::place::Place;
use super::summary::all;
use crate::diagnostic::{Label, Severity};
use crate::lint::{Finding, Linted, RULES, Rule};
use crate::output::amount::Number;
use crate::output::shown::printable;

/// Where SARIF 2.1.0 is described to programs.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Where to read about dialc, in the order of choice; empty where Cargo.toml names no such place.
const HOMES: [&str; 2] = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")];

/// What was found, as one SARIF log with every rule that there is.
pub fn sarif(linted: &[Linted]) -> String {
    log(linted, RULES)
}

/// What was found, with the description of these rules.
pub(super) fn log(linted: &[Linted], rules: &[&Rule]) -> String {
    let mut driver = Map::new();
    driver.insert("name".to_owned(), json!(env!("CARGO_PKG_NAME")));
    driver.insert("version".to_owned(), json!(env!("CARGO_PKG_VERSION")));
    if let Some(home) = HOMES.iter().find(|home| !home.is_empty()) {
        driver.insert("informationUri".to_owned(), json!(home));
    }
    driver.insert("rules".to_owned(), rules.iter().map(|rule| described(rule)).collect());
    let run = json!({
        "tool": { "driver": driver },
        "invocations": [{ "executionSuccessful": true }],
        "columnKind": "unicodeCodePoints",
        "results": all(linted).map(|finding| result(finding, rules)).collect::<Value>(),
    });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    printable(serde_json::to_string_pretty(&log).unwrap_or_default() + "\n")
}

/// A rule, with its manual page.
fn described(rule: &Rule) -> Value {
    let page = rule.page();
    json!({
        "id": rule.code,
        "name": rule.code,
        "shortDescription": { "text": page.summary },
        "fullDescription": { "text": page.part("What it does") },
        "help": { "text": page.text, "markdown": page.text },
        "defaultConfiguration": { "level": level(rule.worst()) },
        "properties": { "tags": [rule.topic.keyword()] },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn result(finding: &Finding, rules: &[&Rule]) -> Value {
    let mut result = Map::new();
    let mut say = |name: &str, value: Value| result.insert(name.to_owned(), value);
    say("ruleId", json!(finding.code));
    if let Some(index) = rules.iter().position(|rule| rule.code == finding.code) {
        say("ruleIndex", json!(index));
    }
    say("level", json!(level(finding.severity)));
    say("message", json!({ "text": finding.text() }));
    say("locations", finding.labels.iter().take(1).map(location).collect());
    let related: Vec<Value> = finding.labels.iter().skip(1).map(location).collect();
    if !related.is_empty() {
        say("relatedLocations", json!(related));
    }
    say("partialFingerprints", json!({ "finding/v1": format!("{:016x}", finding.fingerprint()) }));
    let properties = properties(finding);
    if !properties.is_empty() {
        say("properties", Value::Object(properties));
    }
    Value::Object(result)
}

/// What is known beside: the object, the numbers that bear the finding out, what to do.
fn properties(finding: &Finding) -> Map<String, Value> {
    let mut properties = Map::new();
    if !finding.object.is_empty() {
        properties.insert("object".to_owned(), json!(finding.object));
    }
    if let Some(numbers) = &finding.numbers {
        properties.insert("witness".to_owned(), json!(numbers.witness));
        if let Some(count) = numbers.count {
            properties.insert("numbers".to_owned(), json!(Number::of(count.numbers)));
            properties.insert("longer".to_owned(), json!(count.longer));
        }
    }
    if let Some(help) = &finding.help {
        properties.insert("help".to_owned(), json!(help));
    }
    // No `fixes` of SARIF: those change the file, and a router is changed by commands.
    if let Some(fix) = &finding.fix {
        properties.insert("fix".to_owned(), json!(Fix::of(fix)));
    }
    properties
}

fn location(label: &Label) -> Value {
    let Place { file, line, column, end_line, end_column } = Place::of(label);
    let mut location = Map::new();
    location.insert(
        "physicalLocation".to_owned(),
        json!({
            "artifactLocation": { "uri": uri(file) },
            "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
        }),
    );
    if !label.text.is_empty() {
        location.insert("message".to_owned(), json!({ "text": label.text }));
    }
    Value::Object(location)
}

/// A path as a reference of RFC 3986: relative, or that of a file where the path is absolute.
pub(super) fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut path = path.as_str();
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}
