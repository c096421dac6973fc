//! A dial-peer description of more than 64 characters.
//!
//! ## What it does
//!
//! Reports a `description` of a dial-peer that has more than 64 characters.
//!
//! ## Why is this bad
//!
//! The command reference gives 64 as the most. A release that keeps to it cuts the text or refuses the line.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 1 voip
//!  description calls to the contact centre in the old building, second floor, south wing
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 1 voip
//!  description contact centre, old building
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `description` (dial-peer): up to 64 characters.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "description-too-long",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("description_too_long.rs"),
    check,
};

/// The most characters (command reference).
const MOST: usize = 64;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for peer in facts.plan().peers.values() {
        let length = peer.description().map_or(0, |text| text.chars().count());
        if length <= MOST {
            continue;
        }
        let message = format!("a description of {length} characters: {MOST} are documented");
        let span = peer.settings.span(Command::Description).map_or(peer.span, |line| facts.argument_at(line));
        let finding = facts.about(&RULE, Severity::Warning, peer, span, (&message, "may be cut or refused"));
        findings.push(finding.help("a shorter description"));
    }
}
