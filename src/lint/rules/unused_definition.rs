//! An object that is defined and that nothing refers to.
//!
//! ## What it does
//!
//! Reports a table of translation rules, a translation profile, a pattern map, a dial-peer group, a server group, a URI class, a
//! provision policy, a tenant, a class-of-restriction list, or a class of codecs, SIP profiles, keepalives, route strings or E.164
//! translations that no line of the configuration refers to. It says nothing of a text without a `version` line, which may be a part
//! of a configuration, and nothing where a line that dialc does not follow, such as one of an EEM applet, contains the name.
//!
//! ## Why is this bad
//!
//! The object does nothing. Either the line that was to use it is missing, or it is left over, and who reads the configuration
//! takes it for something that matters.
//!
//! ## Example
//!
//! ```ios
//! version 17.9
//! !
//! voice translation-rule 1
//!  rule 1 /^9/ //
//! !
//! voice translation-profile Strip-9
//!  translate called 1
//! !
//! dial-peer voice 5 pots
//!  destination-pattern 9T
//!  port 0/1/0:23
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! version 17.9
//! !
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
//! YANG model Cisco-IOS-XE-voice of 17.15: which commands refer to which objects; IOS voice command reference,
//! `translation-profile (dial peer)`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, ObjectKind};
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::source::Span;
use crate::syntax::commands::Command;
use crate::syntax::secrets::shown;

pub(super) const RULE: Rule = Rule {
    code: "unused-definition",
    severities: &[Severity::Warning],
    topic: Topic::References,
    file: include_str!("unused_definition.rs"),
    check,
};

/// The kinds of objects of which dialc knows every command that refers to one.
const KINDS: [ObjectKind; 15] = [
    Command::TranslationRuleTable,
    Command::TranslationProfile,
    Command::OldTranslationRule,
    Command::PatternMap,
    Command::DialPeerGroup,
    Command::ServerGroup,
    Command::UriClass,
    Command::ProvisionPolicy,
    Command::TenantClass,
    Command::CorList,
    Command::KeepaliveClass,
    Command::CodecClass,
    Command::SipProfilesClass,
    Command::RouteStringClass,
    Command::E164TranslationClass,
];

/// Objects of a kind, by number or name.
type Unused<'a> = BTreeMap<&'a str, BTreeMap<ObjectKind, Span>>;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    if !facts.gateway().is_complete() {
        return;
    }
    let mut unused = unused(facts);
    if unused.is_empty() {
        return;
    }
    forget_mentioned(facts, &mut unused);
    let places = unused.iter().flat_map(|(id, kinds)| kinds.iter().map(move |(kind, span)| ((*kind, *span), *id)));
    let places: BTreeMap<_, _> = places.collect();
    for object in facts.plan().objects() {
        let Some(id) = places.get(&(object.header, object.span)) else { continue };
        let title = object.title();
        let message = format!("nothing in this configuration refers to `{}`", shown(&title));
        let finding = Finding::new(&RULE, Severity::Warning, title, message);
        findings.push(finding.at(facts.source(), facts.word_in(object.span, id), "not used").help(
            "refer to it where it was meant to work, or look whether anything outside the voice configuration uses it (an EEM applet, \
             a script) before you take it out by hand: dialc never removes it",
        ));
    }
}

/// What is defined and not referred to by a line that dialc follows.
fn unused<'a>(facts: &'a Facts<'_, '_>) -> Unused<'a> {
    let mut unused = Unused::new();
    for kind in KINDS {
        let Some(references) = facts.references().get(&kind) else { continue };
        let used: BTreeSet<_> = references.uses.iter().map(|one| one.id.as_str()).collect();
        for (id, span) in references.definitions.iter().filter(|(id, _)| !used.contains(id.as_str())) {
            unused.entry(id).or_default().insert(kind, *span);
        }
    }
    unused
}

/// Takes out what another line may name: a name wherever it stands, and a number behind the keyword of its kind or in a line that
/// was not understood.
fn forget_mentioned(facts: &Facts<'_, '_>, unused: &mut Unused<'_>) {
    // Most words begin as no name does.
    let begins: BTreeSet<u8> = unused.keys().filter_map(|name| name.bytes().next()).collect();
    let begins: Vec<bool> = (0..=u8::MAX).map(|first| begins.contains(&first)).collect();
    let may_be_named =
        |word: &str| word.bytes().next().is_some_and(|first| begins.get(usize::from(first)) == Some(&true));
    for node in facts.tree().nodes() {
        let text = node.text();
        let command = node.row().map(|row| row.command);
        let defines = command.is_some_and(|command| KINDS.contains(&command));
        if defines || command == Some(Command::Description) || text.starts_with('!') {
            continue;
        }
        let is_refused = facts.is_refused(node.span());
        let mut before = "";
        for word in text.split_ascii_whitespace().map(|word| word.trim_matches(['"', '\'', ',', ';'])) {
            if may_be_named(word)
                && let Some(kinds) = unused.get_mut(word)
            {
                let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
                kinds.retain(|kind, _| is_number && !is_refused && !is_keyword_of(*kind, before));
            }
            before = word;
        }
    }
}

/// Whether a number behind `word` may be that of an object of a kind.
fn is_keyword_of(kind: ObjectKind, word: &str) -> bool {
    let keyword = kind.row().keywords.rsplit(' ').next().unwrap_or_default();
    !word.is_empty() && (keyword.ends_with(word) || word.ends_with(keyword))
}
