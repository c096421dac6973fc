//! The manual page of a rule.

use std::fmt::Write;

use super::list::severities;
use crate::lint::Rule;

/// The code, what its findings can be, and the topic; then the page, as Markdown.
pub fn page(rule: &Rule) -> String {
    let mut text = format!("# {}\n\n", rule.code);
    let _ = writeln!(text, "Severity: {}", severities(rule));
    let _ = writeln!(text, "Topic: {}", rule.topic.name());
    if !rule.is_suppressible() {
        let _ = writeln!(text, "Cannot be ignored, lowered or switched off.");
    }
    let _ = write!(text, "\n{}", rule.page().text);
    text
}
