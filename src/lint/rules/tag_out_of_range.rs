//! A dial-peer tag that IOS XE does not take.
//!
//! ## What it does
//!
//! Reports a dial-peer tag above 1073741823 where the release is one of IOS XE, or is not known.
//!
//! ## Why is this bad
//!
//! Tags up to 2147483647 are documented for IOS. IOS XE offers 1 to 1073741823: a configuration with a greater tag loses the dial-peer when it is moved there.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 2000000000 voip
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 2000 voip
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `dial-peer voice`; the help of IOS XE (`<1-1073741823> Voice dial-peer tag`).

use crate::call::Profile;
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};

pub(super) const RULE: Rule = Rule {
    code: "tag-out-of-range",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("tag_out_of_range.rs"),
    check,
};

/// The greatest tag of IOS XE.
const GREATEST: u32 = 1_073_741_823;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    if !may_be_xe(facts.profile()) {
        return;
    }
    for peer in facts.plan().peers.values().filter(|peer| peer.tag.number() > GREATEST) {
        let message = format!("IOS XE takes tags up to {GREATEST}: dial-peer {} is lost there", peer.tag);
        let finding = facts.about(&RULE, Severity::Warning, peer, peer.span, (&message, "too great a tag"));
        findings.push(finding.help("a smaller tag"));
    }
}

fn may_be_xe(profile: &Profile) -> bool {
    profile.release().is_none_or(crate::model::Release::is_xe)
}
