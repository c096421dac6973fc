//! A `set sip-status` line turns an answer at which hunting goes on into one at which it stops.
//!
//! ## What it does
//!
//! Reports `set sip-status STATUS pstn-cause CAUSE` under `sip-ua` or a tenant where the status would let hunting go on, the cause does
//! not, and numbers have a further dial-peer with another target behind a SIP dial-peer that the line applies to.
//!
//! ## Why is this bad
//!
//! `404` stands for cause 1, at which hunting goes on. Mapped to 17 (user busy) or 19 (no answer) it ends the call: numbers of the second
//! system are lost, and the caller hears busy.
//!
//! ## Example
//!
//! ```ios
//! sip-ua
//!  set sip-status 404 pstn-cause 17
//! !
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 120655555..
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! sip-ua
//!  set sip-status 404 pstn-cause 1
//! !
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 120655555..
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `set sip-status` and `voice hunt`.

use std::collections::BTreeMap;

use crate::call::{CauseMaps, Stops, cause_of_status};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, Tag};
use crate::source::Span;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "cause-remapped",
    severities: &[Severity::Warning],
    topic: Topic::Sharing,
    file: include_str!("cause_remapped.rs"),
    check,
};

/// What a line does: the status, the cause that it becomes.
type Remapped = (u16, u8);

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let stops = Stops::of(facts.plan());
    let mut lines: BTreeMap<Span, (Remapped, Vec<usize>, [Tag; 2])> = BTreeMap::new();
    let mut known: BTreeMap<Tag, Vec<(Span, Remapped)>> = BTreeMap::new();
    for order in facts.all_orders().filter(|order| order.exact) {
        for (one, next) in facts.fallbacks(order, |peer| !peer.huntstop()) {
            let Some(peer) = facts.peer(one.peer) else { continue };
            let remapped = known.entry(one.tag).or_insert_with(|| remapped(facts, peer, &stops));
            for (line, what) in remapped.iter() {
                lines.entry(*line).or_insert((*what, Vec::new(), [one.tag, next.tag])).1.extend(&order.classes);
            }
        }
    }
    for (line, ((status, cause), classes, [one, next])) in lines {
        let Some(numbers) = facts.numbers_of(&classes) else { continue };
        let message = format!(
            "{status} becomes cause {cause}, at which hunting stops: dial-peer {next} is not tried when dial-peer {one} answers {status}"
        );
        let label = format!("without this line {status} is cause {}, and hunting goes on", cause_of_status(status).0);
        let mut finding =
            Finding::new(&RULE, Severity::Warning, facts.object_at(line), message).at(facts.source(), line, label);
        if let Some(next) = facts.plan().peers.get(&next) {
            finding = finding.at(facts.source(), next.span, "not tried after that");
        }
        findings.push(finding.shown_by(numbers).help(format!("`no set sip-status {status} pstn-cause {cause}`")));
    }
}

/// The lines that apply to a dial-peer and make a failure stop that would not.
fn remapped(facts: &Facts<'_, '_>, peer: &DialPeer, stops: &Stops) -> Vec<(Span, Remapped)> {
    if peer.settings.text(Command::SessionProtocol).is_none_or(|protocol| protocol.value != "sipv2") {
        return Vec::new();
    }
    let maps = CauseMaps::of(facts.plan(), Some(peer));
    let lines = maps.set_statuses().into_iter().filter_map(|status| maps.set_cause(status).map(|line| (status, line)));
    let stopping =
        lines.filter(|(status, line)| stops.rule(line.value).stops && !stops.rule(cause_of_status(*status)).stops);
    stopping.map(|(status, line)| (line.span, (status, line.value.0))).collect()
}
