//! An E.164 pattern map with more entries than Cisco says a map holds.
//!
//! ## What it does
//!
//! Reports a `voice class e164-pattern-map` of more than 5,000 entries. The command reference gives this number for maps that are
//! loaded from a file, and none for entries in the configuration; a file that a map loads by `url` is not looked at.
//!
//! ## Why is this bad
//!
//! What is beyond the limit may not be there when calls are routed. Most often consecutive numbers could be one entry:
//! `1206550....$` takes 10,000 of them.
//!
//! ## Example
//!
//! ```ios
//! voice class e164-pattern-map 1
//!  e164 12065500000$
//! ! and so on, up to:
//!  e164 12065505000$
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice class e164-pattern-map 1
//!  e164 1206550[0-4]...$
//!  e164 12065505000$
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `voice class e164-pattern-map` (5,000 entries in a file).

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::MAXIMUM_MAP_ENTRIES;

pub(super) const RULE: Rule = Rule {
    code: "map-too-large",
    severities: &[Severity::Warning],
    topic: Topic::References,
    file: include_str!("map_too_large.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for map in facts.plan().pattern_maps.values() {
        let mut spans: Vec<_> = map.entries().map(|entry| entry.span).collect();
        spans.sort_unstable_by_key(|span| span.start);
        let Some(first) = spans.get(MAXIMUM_MAP_ENTRIES) else { continue };
        let title = format!("voice class e164-pattern-map {}", map.id);
        let message = "more than 5,000 entries: no document says that a map holds more";
        let finding = Finding::new(&RULE, Severity::Warning, title, message);
        let finding = finding.at(facts.source(), facts.argument_at(*first), "the first of more than 5,000");
        findings.push(finding.help(
            "write consecutive numbers as one entry, or put the others into a second map, which another dial-peer uses",
        ));
    }
}
