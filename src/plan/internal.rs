//! Internal calls through the gateway: each system's inbound leg is confined by a dial-peer group to the other systems.
//!
//! Without that a call from CUCM to a number that OCS does not own would be answered 404, hunt on to CUCM, and so return to
//! where it came from.

use std::collections::BTreeSet;

use super::PlanContext;
use super::ids::{FIRST, Ids};
use super::layout::Block;
use super::peers::{media, session_target};
use super::tags::Tags;
use crate::analysis::confinement::Confinement;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{DialPeer, DialPlan, Object, PeerKind, Settings, Tag};
use crate::source::Span;
use crate::spec::{Host, Internal, Protocol, System, Unassigned};
use crate::syntax::argument::{Argument, SessionTarget};
use crate::syntax::commands::Command;

/// The greatest preference of a member, so one less than the number of members (CUBE guide, dial-peer groups).
const MAXIMUM_PREFERENCE: usize = 10;

/// The greatest number of a dial-peer group (CUBE guide).
const MAXIMUM_GROUP: u32 = 10_000;

/// How many hosts a URI class holds (Cisco 211306).
const MAXIMUM_HOSTS: usize = 10;

/// The longest name of a URI class, in characters (Cisco 211306).
const MAXIMUM_CLASS: usize = 32;

/// Where the spec asks for internal calls through the gateway.
pub(super) fn asked(context: &PlanContext<'_>) -> Option<Span> {
    let internal = context.spec.internal.as_ref()?;
    (internal.value == Internal::Gateway).then_some(internal.span)
}

/// Why the inbound legs cannot be confined: the release, the protocol, or a system that sends foreign numbers back.
pub(super) fn requirements(context: &PlanContext<'_>) -> Report {
    let mut report = Report::new();
    let Some(span) = asked(context) else { return report };
    let refuse = |place: Span, reason: String| {
        Diagnostic::error("internal-calls-would-loop", "internal calls through the gateway would loop")
            .at(context.source, place, reason)
            .help("send internal calls over a direct trunk between the systems: `internal: direct`")
    };
    if !context.release.has_dial_peer_groups() {
        let reason = format!("{} has no dial-peer groups to confine them (from 15.4(1)T)", context.release);
        report.push(refuse(span, reason));
    }
    for system in sharing(context) {
        if system.protocol.value == Protocol::H323 {
            let reason = "calls that come in by H.323 cannot be told apart by where they come from".to_owned();
            report.push(refuse(system.protocol.span, reason).at(context.source, span, "asked for here"));
        }
        if let Some(unassigned) = &system.unassigned
            && let Unassigned::Route(_) = unassigned.value
        {
            let reason =
                format!("{} sends a number that is not its own on, and so back through the gateway", system.id.value);
            report.push(refuse(unassigned.span, reason).at(context.source, span, "asked for here"));
        }
    }
    report
}

/// The systems that share any block, in the order in which the blocks name them.
fn sharing<'a>(context: &PlanContext<'a>) -> Vec<&'a System> {
    let mut seen = BTreeSet::new();
    let order = context.spec.sharing.iter().flat_map(|share| &share.order);
    order.filter(|id| seen.insert(&id.value)).filter_map(|id| context.spec.system(&id.value)).collect()
}

/// Adds the confined inbound peers to `plan`. Returns what they must keep to, for the proof.
pub(super) fn peers(
    context: &PlanContext<'_>,
    blocks: &[Block<'_>],
    tags: &mut Tags<'_>,
    plan: &mut DialPlan,
    report: &mut Report,
) -> Vec<Confinement> {
    let Some(span) = asked(context) else { return Vec::new() };
    let systems = sharing(context);
    let active = |system: &&System| {
        blocks
            .iter()
            .any(|block| block.systems.iter().any(|one| one.id.value == system.id.value) && block.is_active(system))
    };
    let active: Vec<_> = systems.into_iter().filter(active).collect();
    let mut writer = Writer::new(context, span);
    active.iter().filter_map(|caller| writer.leg(caller, &active, tags, plan, report)).collect()
}

struct Writer<'a> {
    context: &'a PlanContext<'a>,
    span: Span,
    classes: Ids<'a, String>,
    groups: Ids<'a, u32>,
}

impl<'a> Writer<'a> {
    fn new(context: &'a PlanContext<'a>, span: Span) -> Self {
        let running = context.against.map(|against| against.source);
        let classes = context.against.iter().flat_map(|against| &against.plan.uri_classes);
        let groups = context.against.iter().flat_map(|against| &against.plan.peer_groups);
        let classes = classes.map(|(name, class)| (name.clone(), &class.settings, class.span));
        let groups = groups.map(|(number, group)| (*number, &group.settings, group.span));
        Self {
            context,
            span,
            classes: Ids::new("voice class uri", context.source, running, classes),
            groups: Ids::new("voice class dpg", context.source, running, groups),
        }
    }

    /// The inbound leg of `caller`; `None` where no other system is there to call.
    fn leg(
        &mut self,
        caller: &System,
        systems: &[&System],
        tags: &mut Tags<'_>,
        plan: &mut DialPlan,
        report: &mut Report,
    ) -> Option<Confinement> {
        let others = systems.iter().filter(|system| system.id.value != caller.id.value);
        let targets = others.flat_map(|system| &system.targets).map(|target| session_target(&target.value));
        let members: Vec<Tag> = targets.filter_map(|target| self.member(&target, plan, report)).collect();
        if members.is_empty() {
            return None;
        }
        if members.len() > MAXIMUM_PREFERENCE + 1 || caller.targets.len() > MAXIMUM_HOSTS {
            let message =
                format!("a leg of {} targets to {} others cannot be confined", caller.targets.len(), members.len());
            let limit = format!("at most {MAXIMUM_HOSTS} targets, and {} others", MAXIMUM_PREFERENCE + 1);
            report.push(Diagnostic::error("too-many-targets", message).at(self.context.source, self.span, limit));
            return None;
        }
        let mut settings = Settings::default();
        settings.set(Command::Description, Argument::Text(format!("from {}", caller.id.value)));
        for (preference, member) in members.iter().enumerate() {
            settings.set(Command::GroupMember, Argument::Text(format!("{member} preference {preference}")));
        }
        let group = self.groups.settle(None, &settings, FIRST..=MAXIMUM_GROUP, report)?;
        plan.peer_groups.insert(group, Object { settings, ..Object::new(group) });
        let class = self.class(caller, plan, report)?;

        let mut settings = Settings::default();
        settings.set(Command::Description, Argument::Text(format!("from {}", caller.id.value)));
        settings.set(Command::SessionProtocol, Argument::Name("sipv2".into()));
        settings.set(Command::DestinationDpg, Argument::Integer(group));
        settings.set(Command::IncomingUriVia, Argument::Name(class));
        media(&mut settings, caller.codec.as_ref(), &caller.dtmf_relay, caller.vad.as_ref());
        let inbound = tags.settle(None, &settings, report).and_then(Tag::new)?;
        plan.peers.insert(inbound, DialPeer { settings, ..DialPeer::new(inbound, PeerKind::Voip) });
        let targets = caller.targets.iter().map(|target| session_target(&target.value)).collect();
        Some(Confinement { caller: caller.id.value.clone(), inbound, targets })
    }

    /// A peer that leads to `target`. A group looks at no pattern, so one stands for all, if all translate alike.
    fn member(&self, target: &SessionTarget, plan: &DialPlan, report: &mut Report) -> Option<Tag> {
        let leads_there = |peer: &&DialPeer| peer.session_target().is_some_and(|one| one.value == target);
        let peers: Vec<_> = plan.peers.values().filter(leads_there).collect();
        let profile =
            |peer: &DialPeer| peer.settings.text(Command::TranslationProfileOutgoing).map(|name| name.value.to_owned());
        let profiles: BTreeSet<_> = peers.iter().map(|peer| profile(peer)).collect();
        if profiles.len() > 1 {
            let message = format!("internal calls to {target} would need several translations");
            let diagnostic = Diagnostic::error("several-translations", message)
                .at(self.context.source, self.span, "a dial-peer group looks at no number, so it can choose none")
                .help("give the blocks of a system one translation, or use `internal: direct`");
            report.push(diagnostic);
        }
        peers.first().map(|peer| peer.tag)
    }

    /// The URI class of calls that `caller` sends: those that came by its addresses.
    fn class(&mut self, caller: &System, plan: &mut DialPlan, report: &mut Report) -> Option<String> {
        let mut settings = Settings::default();
        for target in &caller.targets {
            let host = match &target.value.host {
                Host::Address(std::net::IpAddr::V4(address)) => format!("ipv4:{address}"),
                Host::Address(std::net::IpAddr::V6(address)) => format!("ipv6:{address}"),
                Host::Name(name) => format!("dns:{name}"),
            };
            settings.set(Command::UriHost, Argument::Text(host));
        }
        let letters: String = caller.id.value.chars().filter(char::is_ascii_alphanumeric).collect();
        let names = (1..).map(|number: u32| {
            let ending = if number == 1 { String::new() } else { number.to_string() };
            let stem: String = format!("FROM{letters}").chars().take(MAXIMUM_CLASS - ending.len()).collect();
            format!("{stem}{ending} sip")
        });
        let id = self.classes.settle(None, &settings, names, report)?;
        plan.uri_classes.insert(id.clone(), Object { settings, ..Object::new(id.clone()) });
        id.strip_suffix(" sip").map(str::to_owned)
    }
}
