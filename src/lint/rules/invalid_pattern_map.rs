//! A pattern map that is empty, or has an entry that is refused or stands there twice.
//!
//! ## What it does
//!
//! Reports a `voice class e164-pattern-map` that a dial-peer refers to and that has no entry, entries that IOS would refuse, and
//! an entry that stands twice below one header. A map that is loaded from a file by `url` is not empty, and one that nothing refers
//! to does no harm.
//!
//! ## Why is this bad
//!
//! A dial-peer takes no call by a map that is not valid (the router shows whether it is); no document says that it does. An entry that
//! was refused is missing, and its numbers have no route.
//!
//! ## Example
//!
//! ```ios
//! voice class e164-pattern-map 1
//! !
//! dial-peer voice 5 voip
//!  destination e164-pattern-map 1
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice class e164-pattern-map 1
//!  e164 1206555....
//! !
//! dial-peer voice 5 voip
//!  destination e164-pattern-map 1
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `voice class e164-pattern-map` and `show voice class e164-pattern-map`; Cisco 211306,
//! "E164-Pattern-Maps".

use std::collections::HashMap;

use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, ObjectUse};
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::PatternMap;
use crate::syntax::commands::{Command, Form};
use crate::syntax::tree::Node;

pub(super) const RULE: Rule = Rule {
    code: "invalid-pattern-map",
    severities: &[Severity::Error],
    topic: Topic::References,
    file: include_str!("invalid_pattern_map.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(facts.reported(&RULE));
    findings.extend(empty(facts));
    for node in facts.tree().roots() {
        if node.row().is_some_and(|row| row.command == Command::PatternMap) && node.form() == Form::Set {
            twice(facts, node, findings);
        }
    }
}

/// The maps without an entry, each at the place that refers to it.
fn empty(facts: &Facts<'_, '_>) -> Vec<Finding> {
    let Some(references) = facts.references().get(&Command::PatternMap) else { return Vec::new() };
    let mut first_uses: HashMap<&str, &ObjectUse> = HashMap::new();
    for one in &references.uses {
        first_uses.entry(&one.id).or_insert(one);
    }
    let is_empty = |map: &&PatternMap| map.entries().next().is_none() && map.settings.get(Command::MapUrl).is_none();
    let finding = |map: &PatternMap| {
        let id = map.id.to_string();
        let used = first_uses.get(id.as_str())?;
        let title = format!("voice class e164-pattern-map {id}");
        let message = format!("`{title}` has no entry that IOS takes, so `{}` is down", used.object);
        let finding = Finding::new(&RULE, Severity::Error, title, message).at(facts.source(), map.span, "no entry");
        let place = facts.word_in(used.span, &id);
        Some(finding.at(facts.source(), place, "referred to here").help("add an entry: `e164 PATTERN`"))
    };
    facts.plan().pattern_maps.values().filter(is_empty).filter_map(finding).collect()
}

/// The entries that stand twice below one header.
fn twice(facts: &Facts<'_, '_>, header: Node<'_>, findings: &mut Vec<Finding>) {
    let mut seen: HashMap<&str, Node<'_>> = HashMap::new();
    for line in header.children().filter(|line| line.row().is_some_and(|row| row.command == Command::MapEntry)) {
        let (start, entry) = line.argument();
        if line.form() != Form::Set {
            seen.remove(entry);
        } else if let Some(first) = seen.insert(entry, line) {
            let object = facts.object_at(line.span());
            let message = format!("`e164 {}` stands twice in this map", entry.escape_debug());
            let at = line.place(start..start + entry.len());
            let finding = Finding::new(&RULE, Severity::Error, object, message).at(facts.source(), at, "again here");
            findings.push(finding.at(facts.source(), first.span(), "first here").help("take one of them out"));
        }
    }
}
