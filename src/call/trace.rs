//! One call through a gateway, step by step, from the leg that it comes in on to what becomes of it.

use super::arrival::block_cause;
use super::attempt::{Attempt, Offer, Stop, Then};
use super::cause::Cause;
use super::dialling::{Collected, CollectionEnd};
use super::eligible::{Caller, hands_to_mgcp, protocol};
use super::gateway::Gateway;
use super::hunting::CauseMaps;
use super::inbound::{Inbound, find, takes_inbound};
use super::leg::{Call, Leg};
use super::notes::{Note, Notes, Stage};
use super::passage::{Blocked, Change, Party, Passage, Point};
use super::profile::{Assumption, NotAssumed};
use super::reply::Replies;
use super::select::{Selection, Wanted, Way};
use crate::diagnostic::did_you_mean;
use crate::model::{DialPeer, PeerKind, Tag};
use crate::source::Span;
use crate::syntax::commands::Command;

/// A call, step by step.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The call as it came.
    pub call: Call,
    /// The dial-peer that took it; `None` for a leg that matches none.
    pub inbound: Option<Inbound>,
    /// What was done to its numbers on the way in.
    pub incoming: Vec<Change>,
    /// The digits that were routed.
    pub collected: Collected,
    /// The dial-peers it can be offered to; `None` where it ended before.
    pub selection: Option<Selection>,
    /// The dial-peers that were tried, in turn.
    pub attempts: Vec<Attempt>,
    /// What became of it.
    pub outcome: Outcome,
    /// What has to be said beside: what is not modelled and could change the answer.
    pub notes: Vec<Note>,
    /// What the answer rests on where documents disagree or are silent.
    pub assumed: Vec<(Assumption, &'static str)>,
}

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A far end took it.
    Answered {
        /// The dial-peer it went out on.
        tag: Tag,
        /// Where that leads.
        target: String,
    },
    /// It failed.
    Rejected(Failure),
    /// No dial-peer matches, or none that matches can be used.
    NoRoute(Failure),
}

/// How a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What ended it.
    pub reason: Reason,
    /// The cause that the caller gets; `None` where no document says.
    pub cause: Option<Cause>,
    /// The SIP status that the caller gets, where he calls by SIP.
    pub status: Option<u16>,
    /// The `set pstn-cause` line that made the cause this status.
    pub mapped_by: Option<Span>,
}

/// What ended a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The gateway takes no calls from this address (toll-fraud prevention).
    Untrusted,
    /// No dial-peer takes it on the way in, and `dial-peer no-match disconnect-cause` ends such calls.
    NoInbound,
    /// A reject rule.
    Blocked(Blocked),
    /// The last dial-peer that could be tried has failed.
    Exhausted(Tag),
    /// Hunting stopped at this dial-peer.
    Stopped(Tag),
    /// No dial-peer can be used.
    NoPeer,
}

/// Why a call cannot be traced.
pub type NotTraced = NotAssumed;

/// The state of a trace under way.
pub(super) struct Tracer<'a, 'c> {
    pub(super) gateway: &'c Gateway<'a>,
    call: &'c Call,
    replies: &'c Replies,
    /// Which of several peers, or servers, of one rank is tried first.
    pub(super) chance: usize,
    pub(super) notes: Notes,
    inbound: Option<Inbound>,
    passage: Passage,
}

impl Gateway<'_> {
    /// Traces `call`; the far ends answer as `replies` say.
    ///
    /// # Errors
    /// The inbound dial-peer of the call does not exist or takes no calls; a reply is for a dial-peer or a server that is
    /// no candidate.
    pub fn trace(&self, call: &Call, replies: &Replies) -> Result<Trace, NotTraced> {
        self.trace_by_chance(call, replies, 0)
    }

    /// The same where of peers of one rank the one at this place, by tag, is tried first, then those behind it; so of servers of
    /// one rank.
    pub(crate) fn trace_by_chance(&self, call: &Call, replies: &Replies, chance: usize) -> Result<Trace, NotTraced> {
        match &call.leg {
            Some(Leg::Peer(tag, _)) => self.can_take(*tag)?,
            Some(Leg::Port(port)) => self.can_call_in(port)?,
            Some(Leg::Sip(_) | Leg::SipLine(_) | Leg::H323(_)) | None => {}
        }
        let passage = Passage::new(call.called.clone(), call.calling.clone());
        let tracer = Tracer { gateway: self, call, replies, chance, notes: Notes::default(), inbound: None, passage };
        tracer.run()
    }

    /// Whether a call can come in on the dial-peer `tag`.
    fn can_take(&self, tag: Tag) -> Result<(), NotTraced> {
        let wrong = |message: String, help: String| Err(NotTraced { message, help });
        let Some(peer) = self.peer(tag) else {
            return wrong(format!("there is no dial-peer {tag}"), self.meant_tag(tag));
        };
        if peer.shutdown() {
            return wrong(
                format!("dial-peer {tag} is shut down: no call comes in on it"),
                "name another one, or trace the configuration with `no shutdown`".into(),
            );
        }
        if !takes_inbound(peer) {
            let help = "`permission both` or `term` lets calls come in".into();
            return wrong(format!("the permission of dial-peer {tag} lets no call come in on it"), help);
        }
        Ok(())
    }

    /// Whether calls from `port` come to dial-peers at all.
    fn can_call_in(&self, port: &str) -> Result<(), NotTraced> {
        let objects = self.plan.port_objects(port);
        let mut peers =
            self.peers_with(&[Command::Port]).filter(|peer| peer.port().is_some_and(|own| own.value == port));
        if !objects.mgcp().is_empty() || peers.any(hands_to_mgcp) {
            let message = format!("port {port} is under MGCP: CUCM routes its calls, and no dial-peer is asked");
            return Err(NotTraced {
                message,
                help: "trace the call on CUCM, or name where it comes into this gateway".into(),
            });
        }
        if objects.closed().is_empty() {
            return Ok(());
        }
        let message = format!("port {port} is shut down: no call comes in on it");
        Err(NotTraced { message, help: "name another one, or trace the configuration with `no shutdown`".into() })
    }

    /// The tags that there are, for somebody who named another.
    fn meant_tag(&self, tag: Tag) -> String {
        let tags: Vec<String> = self.plan.peers.keys().map(ToString::to_string).collect();
        let written = tag.to_string();
        if let Some(meant) = did_you_mean(&written, tags.iter().map(String::as_str)) {
            return format!("did you mean {meant}?");
        }
        listed("the dial-peers are", &tags)
    }
}

/// A list for people: the first of its items, and how many more there are.
pub fn first_of(items: &[impl ToString]) -> String {
    const SHOWN: usize = 12;
    let shown = items.iter().take(SHOWN).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match items.len().checked_sub(SHOWN) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

/// What there is instead of something that is not there.
fn listed(what: &str, items: &[impl ToString]) -> String {
    if items.is_empty() { "there are none".to_owned() } else { format!("{what} {}", first_of(items)) }
}

impl<'a> Tracer<'a, '_> {
    fn run(mut self) -> Result<Trace, NotTraced> {
        if let Err(reason) = self.arrive() {
            return Ok(self.ended(reason));
        }
        let collected = self.collect();
        self.expand(&collected);
        let (called, calling) = (self.passage.called.clone(), self.passage.calling.clone());
        let wanted = Wanted {
            call: self.call,
            called: &called.digits,
            calling: &calling.digits,
            caller: self.caller(),
            timer: collected.end.takes_timers(),
        };
        let selection = self.gateway.select(&wanted, &mut self.notes);
        self.gateway.say_unseen(&called.digits, &mut self.notes);
        self.check_replies(&selection)?;
        let offer = Offer {
            called: &called,
            calling: &calling,
            replies: self.replies,
            chance: self.chance,
            by_group: matches!(selection.way, Way::Group(_)),
            leg: self.call.leg.as_ref(),
        };
        let attempts = self.hunt(&selection, &offer);
        let outcome = self.outcome(&attempts);
        Ok(self.finish(collected, Some(selection), attempts, outcome))
    }

    fn finish(
        self,
        collected: Collected,
        selection: Option<Selection>,
        attempts: Vec<Attempt>,
        outcome: Outcome,
    ) -> Trace {
        let assumed = self.notes.assumed.iter().map(|one| (*one, self.gateway.profile.value(*one))).collect();
        let notes = self.notes.finish();
        Trace {
            call: self.call.clone(),
            inbound: self.inbound,
            incoming: self.passage.changes,
            collected,
            selection,
            attempts,
            outcome,
            notes,
            assumed,
        }
    }

    /// A trace that ended before any dial-peer was looked for.
    fn ended(mut self, reason: Reason) -> Trace {
        let cause = match &reason {
            Reason::Untrusted => Some(Cause::CALL_REJECTED),
            Reason::NoInbound => self.gateway.no_match_cause(),
            Reason::Blocked(blocked) => self.block_cause(blocked),
            Reason::Exhausted(_) | Reason::Stopped(_) | Reason::NoPeer => None,
        };
        let mut failure = self.failure(reason, cause);
        if failure.reason == Reason::Untrusted && self.gateway.discards(&mut self.notes) {
            (failure.status, failure.mapped_by) = (None, None);
        }
        let outcome = Outcome::Rejected(failure);
        let digits = self.passage.called.digits.clone();
        let collected = Collected { digits, end: CollectionEnd::EnBloc, ignored: String::new() };
        self.finish(collected, None, Vec::new(), outcome)
    }

    /// From the leg to the numbers that are routed.
    fn arrive(&mut self) -> Result<(), Reason> {
        if !self.gateway.trusts(self.call.leg.as_ref(), &mut self.notes) {
            return Err(Reason::Untrusted);
        }
        let (gateway, leg) = (self.gateway, self.call.leg.as_ref());
        gateway.say_granted(leg, &mut self.notes);
        let Some(leg) = leg else { return Ok(()) };
        gateway.before_inbound(leg, &mut self.passage, &mut self.notes).map_err(Reason::Blocked)?;
        let mut call = self.call.clone();
        (call.called, call.calling) = (self.passage.called.clone(), self.passage.calling.clone());
        self.inbound = find(gateway, &call, &mut self.notes);
        let peer = self.inbound_peer();
        if matches!(leg, Leg::Port(_)) && peer.is_none() && gateway.no_match_cause().is_some() {
            return Err(Reason::NoInbound);
        }
        gateway.say_inbound(leg, self.inbound.as_ref(), peer, &mut self.notes);
        if let Some(peer) = peer {
            if let Some(inbound) = &self.inbound {
                Gateway::fill_calling(inbound, peer, leg, &mut self.passage);
            }
            gateway.call_block(peer, &self.passage, &mut self.notes).map_err(Reason::Blocked)?;
        }
        gateway.after_inbound(leg, peer, &mut self.passage, &mut self.notes).map_err(Reason::Blocked)
    }

    fn inbound_peer(&self) -> Option<&'a DialPeer> {
        self.gateway.peer(self.inbound.as_ref()?.peer?)
    }

    /// The digits that are routed: all of them, or, digit by digit, those up to the first match.
    fn collect(&mut self) -> Collected {
        let dialled = self.passage.called.digits.clone();
        let peer = self.inbound_peer();
        let overlap = self.call.overlap
            || self.call.leg.as_ref().is_some_and(|leg| self.gateway.is_overlap(leg, peer, &mut self.notes));
        if !overlap {
            return Collected { digits: dialled, end: CollectionEnd::EnBloc, ignored: String::new() };
        }
        let group = peer.is_some_and(|peer| self.gateway.routes_by_group(peer));
        let collected = self.gateway.collect(&dialled, group, &self.caller());
        if self.passage.changes.iter().any(|change| change.applied && change.party == Party::Called) {
            let text = "the digits are taken to be translated on the way in as soon as they arrive";
            self.notes.say(Stage::Incoming, text, None);
        }
        self.passage.called.digits.clone_from(&collected.digits);
        collected
    }

    /// Applies `num-exp`, where that comes before outbound peers are looked for.
    fn expand(&mut self, collected: &Collected) {
        let Some((expanded, by)) = self.gateway.expansion(&collected.digits) else { return };
        self.notes.assume(Assumption::NumberExpansion);
        if self.gateway.profile.is(Assumption::NumberExpansion, "before") {
            self.passage.rewrite(Point::NumberExpansion, by, expanded);
        }
    }

    fn caller(&self) -> Caller<'a> {
        let peer = self.inbound_peer();
        let protocol = match &self.call.leg {
            Some(Leg::Sip(_) | Leg::SipLine(_)) => Some("sip"),
            Some(Leg::H323(_)) => Some("h323"),
            Some(Leg::Peer(..)) => peer.filter(|peer| peer.kind == PeerKind::Voip).map(protocol),
            Some(Leg::Port(_)) | None => None,
        };
        Caller { peer, protocol, number_type: self.passage.called.number_type.clone() }
    }

    /// Every reply is for a peer or server that can be tried.
    fn check_replies(&self, selection: &Selection) -> Result<(), NotTraced> {
        let candidates: Vec<_> = selection.hunt.iter().flatten().map(|one| one.tag).collect();
        if let Some(tag) = self.replies.tags().find(|tag| !candidates.contains(tag)) {
            if self.gateway.peer(tag).is_none() {
                let message = format!("there is no dial-peer {tag} to reply");
                return Err(NotTraced { message, help: self.gateway.meant_tag(tag) });
            }
            let left_out = selection.left_out.iter().find(|one| one.tag == tag);
            let why = left_out.map_or("it does not match".to_owned(), |one| one.reason.to_string());
            let message = format!("dial-peer {tag} is no candidate for this call: {why}");
            return Err(NotTraced { message, help: listed("the candidates are", &candidates) });
        }
        for (tag, server) in self.replies.servers() {
            let servers = self.gateway.server_names(tag);
            if !servers.iter().any(|one| one == server) {
                let message = format!("dial-peer {tag} has no server {}", server.escape_debug());
                return Err(NotTraced { message, help: listed("its servers are", &servers) });
            }
        }
        Ok(())
    }

    fn outcome(&mut self, attempts: &[Attempt]) -> Outcome {
        let Some(last) = attempts.last() else {
            // A call that no peer takes has cause 1 (command reference, `dial-peer outbound status-check`; in general
            // widely held, no document seen).
            return Outcome::NoRoute(self.failure(Reason::NoPeer, Some(Cause::UNASSIGNED_NUMBER)));
        };
        let reason = match &last.then {
            Then::Answered => return Outcome::Answered { tag: last.tag, target: last.target.clone() },
            Then::NextServer | Then::Continues(_) => Reason::Exhausted(last.tag),
            Then::Stops(Stop::Blocked(blocked)) => Reason::Blocked(blocked.clone()),
            Then::Stops(Stop::Huntstop(_) | Stop::Cause(_) | Stop::Sip480 | Stop::ServerGroup) => {
                Reason::Stopped(last.tag)
            }
        };
        // The caller gets the cause of the last failure (widely held, no document seen).
        Outcome::Rejected(self.failure(reason, last.cause))
    }

    fn failure(&mut self, reason: Reason, cause: Option<Cause>) -> Failure {
        let caller = self.caller();
        let maps = CauseMaps::of(self.gateway.plan, caller.peer);
        let by_sip = caller.protocol == Some("sip");
        let status = cause.filter(|_| by_sip).map(|cause| maps.status(cause));
        if status.is_some() {
            self.say_other_statuses();
        }
        let mapped_by = cause.filter(|_| by_sip).and_then(|cause| maps.set_status(cause)).map(|line| line.span);
        Failure { reason, cause, status, mapped_by }
    }

    /// Names the lines by which a SIP caller gets another status than that of the cause.
    fn say_other_statuses(&mut self) {
        let plan = self.gateway.plan;
        let peer = self.inbound_peer().map(|peer| (format!("dial-peer {}", peer.tag), &peer.settings));
        let tenants = plan.others(Command::TenantClass);
        let tenants = tenants.map(|tenant| (format!("voice class tenant {}", tenant.id), &tenant.settings));
        let service = ("voice service voip".to_owned(), &plan.voice_service);
        for (object, settings) in std::iter::once(service).chain(peer).chain(tenants) {
            for line in settings.verbatim() {
                let text = line.value.text.trim_start();
                let command = text.trim_start_matches("voice-class sip ");
                if ["error-passthru", "error-code-override"].iter().any(|one| command.starts_with(one)) {
                    let text =
                        format!("the caller may get another status by `{text}` of {object}, which is not modelled");
                    self.notes.say(Stage::Outcome, text, Some(line.span));
                }
            }
        }
    }

    /// The cause of a blocked call: of `call-block` what its disconnect-cause says; its default is "no service", which no
    /// document gives a number, as none gives one to other reject rules.
    fn block_cause(&mut self, blocked: &Blocked) -> Option<Cause> {
        let by_block = blocked.point == Point::CallBlock;
        let cause = self.inbound_peer().filter(|_| by_block).and_then(block_cause);
        if cause.is_none() {
            self.notes.say(Stage::Outcome, "no document says which cause a call gets that is blocked like this", None);
        }
        cause
    }
}
