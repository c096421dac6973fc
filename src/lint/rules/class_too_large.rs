//! A class with more lines than the router takes.
//!
//! ## What it does
//!
//! Reports a server group of more than 5 servers, a SIP URI class of more than 10 hosts and a dial-peer group of more than 20
//! dial-peers.
//!
//! ## Why is this bad
//!
//! The router does not keep all of the lines: what the text says beyond the most that it takes is not there when calls are routed.
//!
//! ## Example
//!
//! ```ios
//! voice class server-group 1
//!  ipv4 192.0.2.1
//!  ipv4 192.0.2.2
//!  ipv4 192.0.2.3
//!  ipv4 192.0.2.4
//!  ipv4 192.0.2.5
//!  ipv4 192.0.2.6
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice class server-group 1
//!  ipv4 192.0.2.1
//!  ipv4 192.0.2.2
//!  ipv4 192.0.2.3
//!  ipv4 192.0.2.4
//!  ipv4 192.0.2.5
//! !
//! voice class server-group 2
//!  ipv4 192.0.2.6
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `voice class server-group`, `voice class uri` and `voice class dpg`; CUBE configuration guide,
//! server groups in outbound dial-peers and outbound dial-peer groups.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::source::Span;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "class-too-large",
    severities: &[Severity::Warning],
    topic: Topic::References,
    file: include_str!("class_too_large.rs"),
    check,
};

/// What a class may hold.
struct Limit {
    class: Command,
    /// The commands whose lines count.
    lines: &'static [Command],
    most: usize,
    /// What such a line is.
    what: &'static str,
    help: &'static str,
}

const LIMITS: [Limit; 3] = [
    Limit {
        class: Command::ServerGroup,
        lines: &[Command::ServerIpv4, Command::ServerIpv6],
        most: 5,
        what: "servers",
        help: "put the others into a second `voice class server-group`, which another dial-peer uses with a higher `preference`",
    },
    Limit {
        class: Command::UriClass,
        lines: &[Command::UriHost],
        most: 10,
        what: "hosts",
        help: "put the others into a second `voice class uri`, which another inbound dial-peer uses",
    },
    Limit {
        class: Command::DialPeerGroup,
        lines: &[Command::GroupMember],
        most: 20,
        what: "dial-peers",
        help: "name several servers in one dial-peer by `session server-group`, so that fewer dial-peers are needed",
    },
];

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for object in facts.plan().objects() {
        let Some(limit) = LIMITS.iter().find(|limit| limit.class == object.header) else { continue };
        let counts = |command: &Command| limit.lines.contains(command);
        let lines = object.settings.iter().filter(|(command, line)| counts(command) && !line.value.negated);
        let mut spans: Vec<Span> = lines.map(|(_, line)| line.span).collect();
        spans.sort_unstable_by_key(|span| span.start);
        let Some(first) = spans.get(limit.most) else { continue };
        let Limit { most, what, help, .. } = limit;
        let message = format!("{} {what}: the router takes {most}", spans.len());
        let finding = Finding::new(&RULE, Severity::Warning, object.title(), message);
        let label = format!("the first of more than {most}");
        findings.push(finding.at(facts.source(), facts.argument_at(*first), label).help(*help));
    }
}
