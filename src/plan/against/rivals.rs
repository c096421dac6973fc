//! Do other outbound dial-peers take the shared numbers?

use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use crate::analysis::delivery::Claim;
use crate::automaton::{Dfa, compile};
use crate::call::match_length;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{DialPeer, PeerKind};
use crate::plan::peers::session_target;
use crate::source::{Located, Span};
use crate::spec::{Access, System};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// Where another peer stands among the ways of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It is tried before the first system.
    Before,
    /// It is tried between two systems, or IOS picks at random between it and one of them.
    Among,
    /// It is tried when all systems have failed.
    After,
}

/// A pattern of the plan, with the preferences of the ways that it has.
struct Own<'a> {
    claim: &'a Claim,
    pattern: &'a NumberPattern,
    first: u32,
    last: u32,
    huntstop: bool,
}

impl Check<'_> {
    /// Refusals for every other peer that takes shared numbers before the last system had them.
    pub(super) fn rivals(&self) -> Report {
        let own = self.own_patterns();
        let mut report = Report::new();
        for peer in self.others().filter(|peer| is_routable(peer)) {
            if let Some(span) = peer.settings.span(Command::DnisMap) {
                report.push(self.not_judged(span, "a dnis-map matches called numbers that dialc does not read"));
            }
            match self.outbound_patterns(peer) {
                Ok(patterns) => {
                    let rival = patterns.iter().find_map(|pattern| self.rival(peer, pattern, &own));
                    let captured = || patterns.iter().find_map(|pattern| self.captured(peer, pattern, &own));
                    if let Some(diagnostic) = rival.or_else(captured) {
                        report.push(diagnostic);
                    }
                }
                Err((span, why)) => report.push(self.not_judged(span, why)),
            }
        }
        report.extend(self.hidden_peers());
        report
    }

    /// The patterns that `peer` matches called numbers with, or the place that dialc cannot read.
    fn outbound_patterns<'b>(
        &'b self,
        peer: &'b DialPeer,
    ) -> Result<Vec<Located<&'b NumberPattern>>, (Span, &'static str)> {
        let mut patterns: Vec<_> = peer.destination_pattern().into_iter().collect();
        if let (None, Some(setting)) = (patterns.first(), peer.settings.get(Command::DestinationPattern)) {
            return Err((setting.span, "this pattern is malformed"));
        }
        if let Some(number) = peer.destination_map() {
            let Some(map) = self.running.plan.pattern_maps.get(&number.value) else { return Ok(patterns) };
            if let Some(span) = map.settings.span(Command::MapUrl) {
                return Err((span, "the entries of this map are in a file that dialc does not have"));
            }
            patterns.extend(map.entries());
            if map.entries().count() < map.settings.all(Command::MapEntry).len() {
                return Err((map.span, "this map has a malformed entry"));
            }
        }
        Ok(patterns)
    }

    /// The patterns of the plan with the numbers that they spell out; those that rank alike are put together.
    fn own_patterns(&self) -> Vec<(Own<'_>, Dfa)> {
        let mut groups: BTreeMap<_, (Own<'_>, Vec<&NumberPattern>)> = BTreeMap::new();
        for claim in &self.planned.claims {
            let firsts = claim.ways.iter().filter_map(|way| way.peers.first());
            let peers: Vec<_> = firsts.filter_map(|tag| self.planned.plan.peers.get(tag)).collect();
            let (Some(first), Some(last), Some(way)) = (peers.first(), peers.last(), claim.ways.first()) else {
                continue;
            };
            let targets: Vec<_> = claim.ways.iter().map(|way| &way.target).collect();
            let (first, huntstop, last) = (first.preference(), last.huntstop(), last.preference());
            for peer in way.peers.iter().filter_map(|tag| self.planned.plan.peers.get(tag)) {
                for pattern in self.planned.plan.called_patterns(peer).map(|pattern| pattern.value) {
                    let key = (*match_length(pattern).start(), first, last, huntstop, targets.clone());
                    let own = Own { claim, pattern, first, last, huntstop };
                    groups.entry(key).or_insert_with(|| (own, Vec::new())).1.push(pattern);
                }
            }
        }
        groups.into_values().filter_map(|(own, list)| Some((own, compile::body_of_any(list).ok()?))).collect()
    }

    fn rival(&self, peer: &DialPeer, pattern: &Located<&NumberPattern>, own: &[(Own<'_>, Dfa)]) -> Option<Diagnostic> {
        let Ok(taken) = compile::numbers(pattern.value).and_then(|numbers| numbers.intersection(&self.shared)) else {
            return Some(self.not_judged(pattern.span, "this pattern is too large to compare"));
        };
        if taken.is_empty() {
            return None;
        }
        let mut after = None;
        for (one, body) in own {
            let Some(number) = taken.intersection(body).ok().and_then(|both| both.witness()) else { continue };
            let place = self.place(peer, pattern.value, one);
            if place == Place::After && one.huntstop {
                continue;
            }
            if let Some(earlier) = self.earlier(peer, pattern.span, one, place, &number) {
                return Some(earlier);
            }
            match place {
                Place::After => after = Some(number),
                place @ (Place::Before | Place::Among) => return Some(self.taken(peer, pattern, one, place, &number)),
            }
        }
        let number = after?;
        let span = pattern.span;
        if !self.leads_to_pstn(peer) {
            let message = format!("when every system has failed, {number} goes on to dial-peer {}", peer.tag);
            return Some(
                Diagnostic::info("falls-through", message)
                    .at(self.running.source, span, "matches it too, after the systems of the spec")
                    .help("`huntstop_last: true` in the spec's gateway ends hunting with the last system"),
            );
        }
        let message =
            format!("when every system has failed, {number} would go back to the PSTN, which delivers it here again");
        Some(
            self.defeat(span, format!("dial-peer {} also matches it", peer.tag), message)
                .at(self.context.source, self.order_span(), "hunting goes on behind the last system")
                .help("set `huntstop_last: true` in the spec's gateway: hunting then ends with the last system"),
        )
    }

    /// A peer that leads to a system of the spec, but is not in the plan: left over from an earlier version of it. One
    /// behind the plan's peers, to a system that has the numbers anyway, does no harm.
    fn earlier(&self, peer: &DialPeer, span: Span, own: &Own<'_>, place: Place, number: &str) -> Option<Diagnostic> {
        let target = peer.session_target()?;
        let internal = crate::plan::internal::asked(self.context).is_some();
        if !internal && place == Place::After && own.claim.ways.iter().any(|way| way.target == *target.value) {
            return None;
        }
        let leads = |system: &&System| system.targets.iter().any(|one| session_target(&one.value) == *target.value);
        let system = self.context.spec.systems.iter().find(leads)?;
        let (tag, id) = (peer.tag, &system.id.value);
        let message =
            format!("dial-peer {tag} of the running-config leads to {id} for {number}, and the plan does not have it");
        Some(
            self.defeat(span, "an earlier version of this plan?", message)
                .at(self.context.source, system.id.span, "this system")
                .help(format!(
                    "`no dial-peer voice {tag}` takes it out; generate against the configuration without it"
                )),
        )
    }

    fn taken(
        &self,
        peer: &DialPeer,
        pattern: &Located<&NumberPattern>,
        own: &Own<'_>,
        place: Place,
        number: &str,
    ) -> Diagnostic {
        let when = if place == Place::Before { "before the systems of the spec" } else { "between them, or at random" };
        let message = format!("{number} would be offered to dial-peer {} {when}", peer.tag);
        let lengths = (match_length(pattern.value), match_length(own.pattern));
        let what = format!(
            "matches {} literal characters with preference {}; the plan's {} matches {} with preference {} to {}",
            shown(&lengths.0),
            peer.preference(),
            own.pattern,
            shown(&lengths.1),
            own.first,
            own.last
        );
        self.defeat(pattern.span, what, message)
            .at(self.context.source, self.order_span(), "this order would not be kept")
            .help("take the shared numbers out of that peer, or give it a preference behind those of the plan where its match is no longer")
    }

    /// Where `peer` stands for numbers that it and the plan's pattern both match. Where its match length varies, the
    /// worst case counts.
    fn place(&self, peer: &DialPeer, pattern: &NumberPattern, own: &Own<'_>) -> Place {
        let (theirs, ours) = (*match_length(pattern).end(), *match_length(own.pattern).start());
        let preference = peer.preference();
        let by_preference = match preference {
            _ if preference < own.first => Place::Before,
            _ if preference <= own.last => Place::Among,
            _ => Place::After,
        };
        if self.preference_first() {
            return match by_preference {
                Place::Among if preference == own.last && theirs < ours => Place::After,
                place @ (Place::Before | Place::Among | Place::After) => place,
            };
        }
        match theirs.cmp(&ours) {
            std::cmp::Ordering::Greater => Place::Before,
            std::cmp::Ordering::Equal => by_preference,
            std::cmp::Ordering::Less => Place::After,
        }
    }

    /// Whether the router compares preference before match length: hunt schemes 2 and 3.
    fn preference_first(&self) -> bool {
        let scheme = self.running.plan.globals.integer(Command::DialPeerHunt);
        scheme.is_some_and(|scheme| matches!(scheme.value, 2 | 3))
    }

    /// Whether a peer leads to where the shared numbers come from.
    fn leads_to_pstn(&self, peer: &DialPeer) -> bool {
        match &self.context.spec.gateway.pstn.access.value {
            // A port with a D channel is a trunk, and any trunk may lead to the public network.
            Access::Pri { .. } => {
                peer.port().is_some_and(|own| own.value.contains(':'))
                    || peer.settings.span(Command::Trunkgroup).is_some()
            }
            Access::Sip(trunk) => {
                let plain = |target: &SessionTarget| target.to_string().trim_end_matches(":5060").to_owned();
                let target = peer.session_target().map(|target| plain(target.value));
                let hidden = peer.settings.span(Command::SessionServerGroup).is_some()
                    || peer.session_target().is_some_and(|target| matches!(target.value, SessionTarget::Other(_)));
                hidden || trunk.targets.iter().any(|one| Some(plain(&session_target(&one.value))) == target)
            }
        }
    }

    /// A longer number that `pattern` spells out and that the router would give to the plan: without `$` a pattern also
    /// takes what goes on behind it (Cisco 14074).
    fn captured(
        &self,
        peer: &DialPeer,
        pattern: &Located<&NumberPattern>,
        own: &[(Own<'_>, Dfa)],
    ) -> Option<Diagnostic> {
        let body = compile::body(pattern.value).ok()?;
        for (one, numbers) in own.iter().filter(|(one, _)| !one.pattern.has_end_anchor()) {
            let longer = numbers.prolonged().intersection(&body).ok()?;
            let witness = longer.difference(&self.shared).ok()?.witness();
            let Some(witness) = witness.filter(|_| self.place(peer, pattern.value, one) != Place::Before) else {
                continue;
            };
            let message =
                format!("calls to {witness}, which dial-peer {} takes today, would go to the plan's peers", peer.tag);
            return Some(
                self.defeat(pattern.span, "matches it digit by digit", message)
                    .at(
                        self.context.source,
                        self.order_span(),
                        format!("{} also matches longer numbers, and better", one.pattern),
                    )
                    .help("`exact: true` in the spec's gateway ends every pattern with `$`"),
            );
        }
        None
    }

    /// Parts of the configuration that create dial-peers of their own.
    fn hidden_peers(&self) -> Report {
        let mut seen = BTreeSet::new();
        let makers = self.running.plan.peer_makers().filter(|(header, _)| seen.insert(*header));
        let what = |header: Command| format!("`{}` creates dial-peers that dialc does not see", header.row().keywords);
        makers.map(|(header, object)| self.not_judged(object.span, what(header))).collect()
    }
}

/// Whether the router could send a call out on `peer`: a pattern alone leaves it down (Cisco 211306).
fn is_routable(peer: &DialPeer) -> bool {
    let leads = [Command::SessionTarget, Command::SessionServerGroup, Command::Port, Command::Trunkgroup];
    let other = matches!(peer.kind, PeerKind::Other(_));
    other || leads.iter().any(|command| peer.settings.span(*command).is_some())
}

fn shown(length: &std::ops::RangeInclusive<usize>) -> String {
    if length.start() == length.end() {
        length.start().to_string()
    } else {
        format!("{} to {}", length.start(), length.end())
    }
}
