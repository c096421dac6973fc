//! The rules, for people and for programs.

use std::fmt::Write;

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::lint::{Rule, Topic};

/// The rules by topic: code, what its findings can be, what it finds.
pub fn list(rules: &[&Rule]) -> String {
    let codes = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let words = rules.iter().map(|rule| severities(rule).len()).max().unwrap_or(0);
    let mut text = String::new();
    for topic in Topic::ALL {
        let mut of_topic = rules.iter().filter(|rule| rule.topic == topic).peekable();
        if of_topic.peek().is_some() {
            let _ = writeln!(text, "{}{}", if text.is_empty() { "" } else { "\n" }, topic.name());
        }
        for rule in of_topic {
            let (code, severities, summary) = (rule.code, severities(rule), rule.page().summary);
            let _ = writeln!(text, "  {code:<codes$}  {severities:<words$}  {summary}");
        }
    }
    text
}

/// What the findings of a rule can be, the worst first: `error, warning`.
pub(super) fn severities(rule: &Rule) -> String {
    rule.severities.iter().map(|severity| severity.name()).collect::<Vec<_>>().join(", ")
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    rules: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    topic: &'a str,
    severities: Vec<&'a str>,
    suppressible: bool,
    summary: String,
}

/// The rules as one JSON document: `docs/schemas/lint.json` describes it.
pub fn list_json(rules: &[&Rule]) -> String {
    let rows = rules.iter().map(|rule| Row {
        code: rule.code,
        topic: rule.topic.keyword(),
        severities: rule.severities.iter().copied().map(Severity::name).collect(),
        suppressible: rule.is_suppressible(),
        summary: rule.page().summary,
    });
    let document = Document { schema: 1, rules: rows.collect() };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
