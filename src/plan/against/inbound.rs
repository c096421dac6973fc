//! Does a call from the PSTN come in with all its digits, on a leg that looks for outbound dial-peers?

use std::collections::BTreeSet;

use super::Check;
use crate::automaton::{Dfa, compile};
use crate::diagnostic::Report;
use crate::model::{DialPeer, PeerKind};
use crate::source::{Located, Span};
use crate::spec::Access;
use crate::syntax::commands::Command;

impl Check<'_> {
    /// Refusals for everything on the trunk's inbound leg that keeps calls from the plan.
    pub(super) fn inbound(&self) -> Report {
        let mut report = Report::new();
        for peer in self.others().filter(|peer| self.may_be_inbound(peer)) {
            for command in [Command::DestinationDpg, Command::DestinationPolicy] {
                if let Some(span) = peer.settings.span(command) {
                    let message =
                        format!("calls that come in on dial-peer {} never look at the plan's peers", peer.tag);
                    report.push(
                        self.defeat(span, "this chooses the outbound peers before any pattern is looked at", message)
                            .at(self.context.source, self.order_span(), "this order would not be tried")
                            .help("take it off, or add the plan's peers to it by hand"),
                    );
                }
            }
        }
        report.extend(self.class_of_restriction());
        match &self.context.spec.gateway.pstn.access.value {
            Access::Pri { port } => {
                report.extend(self.mgcp(port));
                report.extend(self.overlap(port));
                report.extend(self.direct_inward_dial(port));
            }
            Access::Sip(_) => report.extend(self.call_route()),
        }
        report
    }

    /// Class of restriction on the trunk's inbound leg blocks a peer of the plan that has a list, unless the inbound list
    /// holds its members (Cisco 211306). Peers without a list, which most plans have, are never blocked.
    fn class_of_restriction(&self) -> Report {
        let plan = &self.planned.plan;
        let lists = plan.peers.values().filter_map(|peer| peer.settings.text(Command::CorlistOutgoing));
        let needed = lists.filter_map(|name| plan.cor_lists.get(name.value)).flat_map(|list| list.members());
        let needed: BTreeSet<&str> = needed.collect();
        let mut report = Report::new();
        for peer in self.others().filter(|peer| !needed.is_empty() && self.may_be_inbound(peer)) {
            let Some(name) = peer.settings.text(Command::CorlistIncoming) else { continue };
            let list = self.running.against.plan.cor_lists.get(name.value);
            let members = list.map(|list| list.members()).unwrap_or_default();
            let Some(missing) = needed.difference(&members).next() else { continue };
            let message = format!("calls that come in on dial-peer {} may not use the plan's peers", peer.tag);
            report.push(
                self.defeat(name.span, format!("this list has no member {missing}"), message)
                    .at(self.context.source, self.order_span(), "this order would not be tried")
                    .help(format!("add {} to that list", needed.iter().copied().collect::<Vec<_>>().join(", "))),
            );
        }
        report
    }

    /// Whether a call from the PSTN could come in on `peer`.
    pub(super) fn may_be_inbound(&self, peer: &DialPeer) -> bool {
        let kind = if self.is_pri() { PeerKind::Pots } else { PeerKind::Voip };
        if peer.kind != kind {
            return false;
        }
        let commands = [
            Command::IncomingCalledMap,
            Command::IncomingCallingMap,
            Command::IncomingUriVia,
            Command::IncomingUriRequest,
            Command::IncomingUriTo,
            Command::IncomingUriFrom,
            Command::AnswerAddress,
            Command::CarrierIdSource,
        ];
        let by_called = peer.incoming_called_number().is_some_and(|pattern| self.takes(&pattern).unwrap_or(true));
        let by_port = match &self.context.spec.gateway.pstn.access.value {
            Access::Pri { port } => is_on(peer, port),
            Access::Sip(_) => false,
        };
        by_called || by_port || commands.iter().any(|command| peer.settings.span(*command).is_some())
    }

    /// Whether a pattern takes any shared number.
    fn takes(&self, pattern: &Located<&crate::syntax::pattern::NumberPattern>) -> Option<bool> {
        compile::numbers(pattern.value).and_then(|numbers| numbers.is_disjoint(&self.shared)).ok().map(|apart| !apart)
    }

    /// MGCP hands the trunk to CUCM; the gateway's dial-peers are not asked.
    fn mgcp(&self, port: &Located<String>) -> Report {
        let mut lines: Vec<Span> = Vec::new();
        let serial = format!("Serial{}", port.value);
        for (node, _) in self.running.global(&["interface", &serial]) {
            lines.extend(
                self.running.under(node, &["isdn", "bind-l3", "ccm-manager"]).iter().map(|(line, _)| line.span),
            );
        }
        let controller = port.value.split(':').next().unwrap_or_default();
        for (node, words) in self.running.global(&["controller"]) {
            if words.last().is_some_and(|slot| slot == controller) {
                let groups = self.running.under(node, &["pri-group"]);
                let mgcp =
                    groups.iter().filter(|(_, words)| words.iter().any(|word| word.eq_ignore_ascii_case("mgcp")));
                lines.extend(mgcp.map(|(line, _)| line.span));
            }
        }
        for peer in self.others().filter(|peer| is_on(peer, port)) {
            let applications = [Command::Service, Command::Application].map(|command| peer.settings.all(command));
            let mgcp = |text: &str| text.to_ascii_lowercase().starts_with("mgcp");
            let found = applications.into_iter().flatten();
            lines.extend(found.filter(|one| one.value.argument.as_text().is_some_and(mgcp)).map(|one| one.span));
        }
        let message = "the PRI is under MGCP: CUCM routes its calls, and the gateway cannot hunt";
        let refusal = |span| {
            self.defeat(span, "hands the trunk to CUCM", message)
                .at(self.context.source, port.span, "this trunk")
                .help("put the PRI under H.323 or SIP: take the MGCP binding off this trunk")
        };
        lines.into_iter().map(refusal).collect()
    }

    /// With overlap receiving the router routes on the first digits that match.
    fn overlap(&self, port: &Located<String>) -> Report {
        let serial = format!("Serial{}", port.value);
        let interfaces = self.running.global(&["interface", &serial]);
        let lines =
            interfaces.into_iter().flat_map(|(node, _)| self.running.under(node, &["isdn", "overlap-receiving"]));
        let refusal = |(line, _): (&crate::syntax::tree::Node, Vec<String>)| {
            let message = "digits would arrive one by one, and the first match is taken";
            self.defeat(line.span, "the called number is not whole when it is routed", message)
                .at(self.context.source, port.span, "this trunk")
                .help("`no isdn overlap-receiving`: the plan is proved for numbers that arrive whole")
        };
        lines.map(refusal).collect()
    }

    /// Without direct-inward-dial the caller hears a second dial tone. A POTS leg is chosen by `incoming called-number`
    /// (longest match), else by the calling number, else by port (Cisco 211306, 14074).
    fn direct_inward_dial(&self, port: &Located<String>) -> Report {
        let peers: Vec<_> = self.others().filter(|peer| peer.kind == PeerKind::Pots).collect();
        let called = peers
            .iter()
            .filter(|peer| peer.incoming_called_number().is_some_and(|pattern| self.takes(&pattern).unwrap_or(true)));
        let mut report = Report::new();
        let mut taken = Dfa::empty();
        for peer in called {
            let Some(pattern) = peer.incoming_called_number() else { continue };
            if peer.direct_inward_dial() {
                taken = compile::numbers(pattern.value).and_then(|numbers| taken.union(&numbers)).unwrap_or(taken);
            } else {
                let message = format!("calls that come in on dial-peer {} get a second dial tone", peer.tag);
                report.push(
                    self.defeat(pattern.span, "takes shared numbers, without direct-inward-dial", message)
                        .at(self.context.source, port.span, "calls from this trunk")
                        .help("add `direct-inward-dial` to that dial-peer"),
                );
            }
        }
        let covered = self.shared.is_subset(&taken).unwrap_or(false);
        let written = self.context.spec.gateway.pstn.inbound_peer.is_some();
        if !report.is_empty() || covered || written {
            return report;
        }
        let by_port = peers.iter().find(|peer| is_on(peer, port));
        let by_caller = peers.iter().find(|peer| {
            let shown = [Command::AnswerAddress, Command::DestinationPattern];
            !peer.direct_inward_dial() && shown.iter().any(|command| peer.settings.span(*command).is_some())
        });
        match (by_port.filter(|peer| peer.direct_inward_dial()), by_caller) {
            (Some(_), None) => report,
            (Some(_), Some(peer)) => {
                let what = "may be chosen for inbound calls by the caller's number, and has no direct-inward-dial";
                self.not_judged(peer.span, what).at(self.context.source, port.span, "calls from this trunk").into()
            }
            (None, _) => {
                let message = "no inbound dial-peer with direct-inward-dial takes the calls of this trunk";
                let span = by_port.map_or(Span::default(), |peer| peer.span);
                let what = if by_port.is_some() {
                    "this one has no direct-inward-dial"
                } else {
                    "there is none in this configuration"
                };
                self.defeat(span, what, message)
                    .at(self.context.source, port.span, "callers would hear a second dial tone")
                    .help("set `inbound_peer: true` in the spec's pstn, or add `direct-inward-dial` to a POTS peer of the port")
                    .into()
            }
        }
    }

    /// `call-route url` routes by URI before any number, which dialc does not read.
    fn call_route(&self) -> Report {
        let mut report = Report::new();
        for (node, _) in self.running.global(&["voice", "service", "voip"]) {
            for (line, _) in self.running.anywhere(node, &["call-route"]) {
                report.push(self.not_judged(line.span, "calls are routed by URI before their number is looked at"));
            }
        }
        report
    }
}

/// Whether `peer` belongs to `port`.
fn is_on(peer: &DialPeer, port: &Located<String>) -> bool {
    peer.port().is_some_and(|own| own.value.eq_ignore_ascii_case(&port.value))
}
