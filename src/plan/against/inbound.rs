//! Does a call from the PSTN come in with all its digits, on a leg that looks for outbound dial-peers?

use std::collections::BTreeSet;

use super::Check;
use crate::automaton::{Dfa, compile};
use crate::call::{Profile, Translator};
use crate::diagnostic::Report;
use crate::model::{DialPeer, PeerKind, Setting, TranslationProfile, is_mgcp};
use crate::plan::Against;
use crate::source::{Located, Span};
use crate::spec::Access;
use crate::syntax::commands::{Command, Support};

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
        report.extend(self.not_routed());
        report.extend(self.unconfined());
        match &self.context.spec.gateway.pstn.access.value {
            Access::Pri { port } => {
                report.extend(self.trunk(port));
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
            let list = self.running.plan.cor_lists.get(name.value);
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

    /// Inbound peers that may take the calls of a system before the plan's own, which would confine them.
    fn unconfined(&self) -> Report {
        if crate::plan::internal::asked(self.context).is_none() {
            return Report::new();
        }
        let uri =
            [Command::IncomingUriVia, Command::IncomingUriRequest, Command::IncomingUriTo, Command::IncomingUriFrom];
        let place = |peer: &DialPeer| uri.iter().find_map(|command| peer.settings.span(*command));
        let open = self.others().filter(|peer| peer.settings.span(Command::CorlistIncoming).is_none());
        let judged = |span| self.not_judged(span, "may take internal calls, which then are not kept from coming back");
        open.filter_map(place).map(judged).collect()
    }

    /// Calls that the inbound peer blocks, or answers by an application instead of routing them.
    fn not_routed(&self) -> Report {
        let mut report = Report::new();
        for peer in self.others().filter(|peer| self.may_be_inbound(peer)) {
            let unreadable = peer.settings.span(Command::IncomingCalledNumber);
            if let Some(span) = unreadable.filter(|_| peer.incoming_called_number().is_none()) {
                report.push(self.not_judged(span, "this pattern is malformed"));
            }
            for command in [Command::Permission, Command::NumberingType] {
                if let Some(span) = peer.settings.span(command) {
                    report.push(self.not_judged(span, "may keep calls of this trunk from coming in here"));
                }
            }
            if let Some(profile) = peer.settings.text(Command::CallBlockProfile) {
                report.extend(self.blocked(&profile));
            }
            for (command, setting) in peer.settings.iter() {
                let row = command.row();
                let mgcp = setting.value.argument.as_text().is_some_and(is_mgcp);
                if row.support == Support::Unsupported && !mgcp {
                    let what = format!("dialc does not know what `{}` does to calls from this trunk", row.keywords);
                    report.push(self.not_judged(setting.span, what));
                }
            }
        }
        report
    }

    /// `call-block translation-profile incoming`: what a reject rule of it matches is blocked (Cisco 64020).
    fn blocked(&self, profile: &Located<&str>) -> Report {
        let plan = self.running.plan;
        let number = plan.profiles.get(profile.value).and_then(TranslationProfile::called);
        let Some(table) = number.and_then(|number| plan.rule_tables.get(&number.value)) else { return Report::new() };
        for rule in table.rules().filter(|rule| rule.value.replacement.is_none()) {
            let matched = compile::rule(&rule.value.matching).and_then(|matched| matched.intersection(&self.shared));
            let Some(witness) = matched.ok().and_then(|matched| matched.witness()) else { continue };
            if Translator::new(table, &Profile::default()).digits(&witness).is_some() {
                return self.not_judged(rule.span, "matches shared numbers, but not first").into();
            }
            return self
                .defeat(profile.span, "calls are blocked here", format!("{witness} is blocked before it is routed"))
                .at(self.running.source, rule.span, "by this rule")
                .at(self.context.source, self.order_span(), "this order would not be tried")
                .help("keep the shared numbers out of that rule")
                .into();
        }
        Report::new()
    }

    /// Whether a call from the PSTN could come in on `peer`. By URI first (SIP), then by called number; only where that
    /// does not settle it for all shared numbers, by the calling number or by port (Cisco 211306, 14074).
    pub(super) fn may_be_inbound(&self, peer: &DialPeer) -> bool {
        let kind = if self.context.is_pri() { PeerKind::Pots } else { PeerKind::Voip };
        let has = |commands: &[Command]| commands.iter().any(|command| peer.settings.span(*command).is_some());
        if peer.kind != kind {
            return false;
        }
        let uri = [
            Command::IncomingUriVia,
            Command::IncomingUriRequest,
            Command::IncomingUriTo,
            Command::IncomingUriFrom,
            Command::IncomingCalledMap,
        ];
        let calling_number = [
            Command::IncomingCallingMap,
            Command::AnswerAddress,
            Command::DestinationPattern,
            Command::CarrierIdSource,
        ];
        let by_port = match &self.context.spec.gateway.pstn.access.value {
            Access::Pri { port } => is_on(peer, port),
            Access::Sip(_) => false,
        };
        let unreadable = has(&[Command::IncomingCalledNumber]) && peer.incoming_called_number().is_none();
        let fits = peer.incoming_called_number().is_some_and(|pattern| self.takes(&pattern).unwrap_or(true));
        unreadable || fits || has(&uri) || (!self.settled && (by_port || has(&calling_number)))
    }

    /// Whether a pattern takes any shared number.
    fn takes(&self, pattern: &Located<&crate::syntax::pattern::NumberPattern>) -> Option<bool> {
        compile::numbers(pattern.value).and_then(|numbers| numbers.is_disjoint(&self.shared)).ok().map(|apart| !apart)
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

    /// Whether the inbound leg of every shared number follows from its called number alone.
    pub(super) fn is_settled(against: Against<'_>, kind: &PeerKind, shared: &Dfa) -> bool {
        let peers = against.plan.peers.values().filter(|peer| peer.kind == *kind && !peer.shutdown());
        let patterns = peers.filter_map(DialPeer::incoming_called_number).map(|pattern| pattern.value);
        compile::numbers_of_any(patterns).and_then(|taken| shared.is_subset(&taken)).unwrap_or(false)
    }

    /// `call-route url` routes by URI before any number, which dialc does not read.
    fn call_route(&self) -> Report {
        let lines = self.running.plan.voice_service.all(Command::CallRoute).iter();
        let routed = |line: &Located<Setting>| {
            self.not_judged(line.span, "calls are routed by URI before their number is looked at")
        };
        lines.map(routed).collect()
    }
}

/// Whether `peer` belongs to `port`.
pub(super) fn is_on(peer: &DialPeer, port: &Located<String>) -> bool {
    peer.port().is_some_and(|own| own.value.eq_ignore_ascii_case(&port.value))
}
