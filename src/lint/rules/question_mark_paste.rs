//! A translation rule or a pattern holds `?`, which a terminal takes for a call for help.
//!
//! ## What it does
//!
//! Reports `?` in the rules of `voice translation-rule` and in patterns of dial-peers and pattern maps. For the router there is nothing
//! wrong with it (zero or one of what stands before); the finding is for whoever pastes the line.
//!
//! ## Why is this bad
//!
//! At the prompt `?` prints help and does not become a part of the line, so that a pasted line is another one than was meant. It has to
//! be typed behind Ctrl-V. Loaded from a file (`copy`, `configure replace`) the line is taken as it stands.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9?1\(..........\)$/ /1\1/
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^91\(..........\)$/ /1\1/
//!  rule 2 /^1\(..........\)$/ /1\1/
//! ```
//!
//! ## Source
//!
//! Cisco 61083 and 64020 (Ctrl-V before `?` in translation rules); Cisco 211306 (the same in patterns).

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: "question-mark-paste",
    severities: &[Severity::Info],
    topic: Topic::Translation,
    file: include_str!("question_mark_paste.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for table in facts.plan().rule_tables.values() {
        for rule in table.rules() {
            let object = format!("voice translation-rule {}", table.id);
            findings.extend(found(facts, object, rule.span, &format!("rule {}", rule.value.precedence)));
        }
    }
    for (object, span, _) in facts.patterns() {
        findings.extend(found(facts, object, span, "this pattern"));
    }
}

/// The finding, where there is a `?` at `span`; `what` is what stands there.
fn found(facts: &Facts<'_, '_>, object: String, span: Span, what: &str) -> Option<Finding> {
    let at = facts.source().slice(span).iter().position(|byte| *byte == b'?')?;
    let message = format!("{what} holds `?`, which a terminal takes for a call for help when it is pasted");
    let finding = Finding::new(&RULE, Severity::Info, object, message);
    let finding = finding.at(facts.source(), span.part(at..at + 1), "typed behind Ctrl-V");
    Some(finding.help("type Ctrl-V in front of it, or load the line from a file"))
}
