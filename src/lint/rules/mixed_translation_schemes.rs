//! Old translation rules beside a translation profile on one port or dial-peer.
//!
//! ## What it does
//!
//! Reports a dial-peer, a voice port, another object, or the global `voip-incoming` lines that translate numbers both by a
//! `translation-rule` of the old kind (`translate-outgoing`, `translate`, `voip-incoming translation-rule`) and by a
//! `voice translation-profile`, in whatever direction. A `translate-outgoing` that names a `voice translation-rule` is not of the old
//! kind, and a profile that only blocks calls (`call-block`) translates nothing.
//!
//! ## Why is this bad
//!
//! Cisco warns of using both: the results cannot be foreseen. A voice port with an incoming profile does not apply its `translate`
//! lines, and of the two `voip-incoming` commands a router takes one.
//!
//! ## Example
//!
//! ```ios
//! translation-rule 5
//!  rule 1 ^9 1206
//! !
//! voice translation-rule 6
//!  rule 1 /^1206/ /206/
//! !
//! voice translation-profile local
//!  translate calling 6
//! !
//! dial-peer voice 9 voip
//!  translation-profile outgoing local
//!  translate-outgoing called 5
//!  destination-pattern 9.......
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 5
//!  rule 1 /^9/ /1206/
//! !
//! voice translation-rule 6
//!  rule 1 /^1206/ /206/
//! !
//! voice translation-profile local
//!  translate calling 6
//!  translate called 5
//! !
//! dial-peer voice 9 voip
//!  translation-profile outgoing local
//!  destination-pattern 9.......
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 64020 (do not use both on one port or dial-peer; `voip-incoming`, voice ports); Cisco 211306 (`translate-outgoing` can name
//! a `voice translation-rule`).

use indexmap::IndexMap;

use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, ObjectUse};
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::syntax::commands::Command;
use crate::syntax::tree::Node;

pub(super) const RULE: Rule = Rule {
    code: "mixed-translation-schemes",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("mixed_translation_schemes.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let references = facts.references();
    let (Some(old), Some(new)) =
        (references.get(&Command::OldTranslationRule), references.get(&Command::TranslationProfile))
    else {
        return;
    };
    // By object, its first line of the old kind.
    let mut mixed: IndexMap<&str, (&ObjectUse, Option<&ObjectUse>)> = IndexMap::new();
    for one in &old.uses {
        mixed.entry(&one.object).or_insert((one, None));
    }
    for one in new.uses.iter().filter(|one| !only_blocks(facts, one)) {
        if let Some((_, profile)) = mixed.get_mut(one.object.as_str()) {
            profile.get_or_insert(one);
        }
    }
    findings.extend(mixed.into_values().filter_map(|(old, new)| Some(finding(facts, old, new?))));
}

/// Whether a profile is only used to block calls.
fn only_blocks(facts: &Facts<'_, '_>, profile: &ObjectUse) -> bool {
    let row = facts.line_at(profile.span).and_then(Node::row);
    row.is_some_and(|row| row.command == Command::CallBlockProfile)
}

fn finding(facts: &Facts<'_, '_>, old: &ObjectUse, new: &ObjectUse) -> Finding {
    let (number, profile) = (&old.id, &new.id);
    let message = format!(
        "numbers are translated both by `translation-rule {number}` and by `voice translation-profile {profile}`"
    );
    let finding = Finding::new(&RULE, Severity::Warning, old.object.clone(), message);
    let line = facts.line_at(old.span).map(|line| line.text().trim().to_owned()).unwrap_or_default();
    let help = format!(
        "write `translation-rule {number}` anew as a `voice translation-rule` that a profile uses, and take the line out: `no {line}`"
    );
    let finding = finding.at(facts.source(), facts.word_in(old.span, number), "the old kind");
    finding.at(facts.source(), facts.word_in(new.span, profile), "the new kind").help(help)
}
