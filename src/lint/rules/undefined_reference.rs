//! A name or number of an object that is not there.
//!
//! ## What it does
//!
//! Reports what refers to a translation profile, a table of translation rules, a pattern map, a dial-peer or a group of them, a server
//! group, a URI class, a provision policy, a tenant, a class-of-restriction list or name, a trunk group or another `voice class` that
//! the configuration does not define. Names are compared with case. A text without a `version` line may be a part of a
//! configuration. There it is an error where a name is that of an object in the text but for a slip, or where most of the objects of
//! that kind that the text refers to are in it. Otherwise it is only worth knowing, and only of objects that say where calls go.
//!
//! ## Why is this bad
//!
//! IOS takes the reference without a word, and what the line was written for does not happen: a profile that is missing changes no
//! number, and by a map that is missing no number matches.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9/ //
//! !
//! voice translation-profile Strip-9
//!  translate called 1
//! !
//! dial-peer voice 5 pots
//!  translation-profile outgoing strip-9
//!  destination-pattern 9T
//!  port 0/1/0:23
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9/ //
//! !
//! voice translation-profile Strip-9
//!  translate called 1
//! !
//! dial-peer voice 5 pots
//!  translation-profile outgoing Strip-9
//!  destination-pattern 9T
//!  port 0/1/0:23
//! ```
//!
//! ## Source
//!
//! YANG model Cisco-IOS-XE-voice of 17.15: these commands refer to objects that exist; IOS voice command reference,
//! `translation-profile (dial peer)`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Severity, did_you_mean};
use crate::lint::facts::{Facts, ObjectKind, ObjectUse, References};
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::syntax::commands::Command;
use crate::syntax::secrets::shown;

pub(super) const RULE: Rule = Rule {
    code: "undefined-reference",
    severities: &[Severity::Error, Severity::Info],
    topic: Topic::References,
    file: include_str!("undefined_reference.rs"),
    check,
};

/// The most places that are shown of one object that is not there.
const MAXIMUM_PLACES: usize = 4;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for (kind, references) in facts.references() {
        let mut missing: BTreeMap<&str, Vec<&ObjectUse>> = BTreeMap::new();
        // Of lines that are kept as they were written it is not known well enough what they mean, and what stands in angle
        // brackets is to be filled in.
        let counts = |one: &&ObjectUse| !one.kept && !one.id.contains(['<', '>', '$']);
        let (there, others): (Vec<_>, Vec<_>) =
            references.uses.iter().filter(counts).partition(|one| references.definitions.contains_key(&one.id));
        for one in others {
            missing.entry(&one.id).or_default().push(one);
        }
        let there: BTreeSet<_> = there.into_iter().map(|one| &one.id).collect();
        let is_here = facts.gateway().is_complete() || there.len() > missing.len();
        for (id, uses) in missing {
            let meant = meant(references, id);
            let is_here = is_here || meant.is_some_and(|meant| is_slip(id, meant));
            if is_here || ROUTING.contains(kind) {
                findings.extend(finding(facts, *kind, is_here, (id, meant, &uses)));
            }
        }
    }
}

/// The objects that say where calls go and with which numbers.
const ROUTING: [ObjectKind; 12] = [
    Command::TranslationProfile,
    Command::TranslationRuleTable,
    Command::OldTranslationRule,
    Command::PatternMap,
    Command::DialPeerGroup,
    Command::DialPeer,
    Command::UriClass,
    Command::ServerGroup,
    Command::ProvisionPolicy,
    Command::CorList,
    Command::CorName,
    Command::TrunkGroupHeader,
];

/// The object that is there and was probably meant by a name.
fn meant<'a>(references: &'a References, id: &str) -> Option<&'a str> {
    let is_name = id.bytes().any(|byte| !byte.is_ascii_digit());
    did_you_mean(id, references.definitions.keys().map(String::as_str)).filter(|_| is_name)
}

/// Whether one name is the other but for a slip: names that differ in a number are two names.
fn is_slip(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(one) == digits(other)
}

fn finding(
    facts: &Facts<'_, '_>,
    kind: ObjectKind,
    is_here: bool,
    (id, meant, uses): (&str, Option<&str>, &[&ObjectUse]),
) -> Option<Finding> {
    let first = uses.first()?;
    let title = title(kind, &shown(id));
    let lines = match uses.len() {
        1 => String::new(),
        more => format!(" ({more} lines refer to it)"),
    };
    let (severity, message) = if is_here {
        (Severity::Error, format!("there is no `{title}`{lines}"))
    } else {
        (Severity::Info, format!("`{title}` is not in this text, which seems to be a part of a configuration{lines}"))
    };
    let mut finding = Finding::new(&RULE, severity, first.object.clone(), message);
    for one in uses.iter().take(MAXIMUM_PLACES) {
        finding = finding.at(facts.source(), facts.word_in(one.span, id), "not defined");
    }
    Some(finding.help(match meant {
        Some(meant) if meant.eq_ignore_ascii_case(id) => {
            format!("did you mean `{}`? names are compared with case", shown(meant))
        }
        Some(meant) => format!("did you mean `{}`?", shown(meant)),
        None if kind == Command::DialPeer => format!("configure `{title}`, or take the member out"),
        None => format!("configure `{title}`, or take the reference out"),
    }))
}

/// The line that would define an object.
fn title(kind: ObjectKind, id: &str) -> String {
    let keywords = kind.row().keywords;
    if kind == Command::CorName {
        format!("{keywords} {id}` below `dial-peer cor custom")
    } else {
        format!("{keywords} {id}")
    }
}
