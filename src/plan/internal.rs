//! Internal calls through the gateway: class of restriction keeps a call from going back to the system that it came from.
//!
//! Without that a call from CUCM to a number that OCS does not own would be answered 404, hunt on to CUCM, and so return to
//! where it came from. Calls to other numbers, to the public network above all, are not restricted.

use std::collections::{BTreeMap, BTreeSet};

use super::PlanContext;
use super::ids::Ids;
use super::layout::Block;
use super::peers::{media, session_target};
use super::tags::Tags;
use super::uri_class::{self, MAXIMUM_HOSTS};
use crate::analysis::confinement::Confinement;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{DialPeer, DialPlan, Object, PeerKind, Settings, Tag};
use crate::source::Span;
use crate::spec::{Host, Internal, Protocol, System, Unassigned};
use crate::syntax::argument::Argument;
use crate::syntax::commands::Command;

/// Per system: the outgoing corlist of its dial-peers.
pub(super) type OutgoingLists = BTreeMap<String, String>;

/// Where the spec asks for internal calls through the gateway.
pub(super) fn asked(context: &PlanContext<'_>) -> Option<Span> {
    let internal = context.spec.internal.as_ref()?;
    (internal.value == Internal::Gateway).then_some(internal.span)
}

/// Why the inbound legs cannot be told apart and confined.
pub(super) fn requirements(context: &PlanContext<'_>) -> Report {
    let mut report = Report::new();
    let Some(span) = asked(context) else { return report };
    let mut refuse = |place: Span, reason: String| {
        let mut diagnostic = Diagnostic::error(
            "internal-calls-would-loop",
            "internal calls through the gateway would loop",
        )
        .at(context.source, place, reason);
        if place != span {
            diagnostic = diagnostic.at(context.source, span, "asked for here");
        }
        report.push(diagnostic.help("send internal calls over a direct trunk between the systems: `internal: direct`"));
    };
    if !context.release.has_incoming_via() {
        refuse(span, format!("{} cannot tell by `incoming uri via` which system calls", context.release));
    }
    for system in sharing(context) {
        let id = &system.id.value;
        if system.protocol.value == Protocol::H323 {
            let reason = "calls that come in by H.323 cannot be told apart by where they come from".to_owned();
            refuse(system.protocol.span, reason);
        }
        if let Some(unassigned) = &system.unassigned
            && let Unassigned::Route(_) = unassigned.value
        {
            refuse(
                unassigned.span,
                format!("{id} sends a number that is not its own on, and so back through the gateway"),
            );
        }
        let named = system.targets.iter().find(|target| matches!(target.value.host, Host::Name(_)));
        if let Some(target) = named {
            refuse(target.span, format!("calls from {id} are told by their address, and this is a name"));
        }
        if system.targets.len() > MAXIMUM_HOSTS {
            refuse(
                system.id.span,
                format!("{id} has more than the {MAXIMUM_HOSTS} addresses that one URI class holds"),
            );
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

/// Writes the names and lists that tell the systems apart, where internal calls go through the gateway.
pub(super) fn lists(context: &PlanContext<'_>, plan: &mut DialPlan, report: &mut Report) -> OutgoingLists {
    let mut lists = OutgoingLists::new();
    if asked(context).is_none() {
        return lists;
    }
    let mut ids = ids(context);
    for system in sharing(context) {
        let name = format!("to-{}", system.id.value);
        let mut settings = Settings::default();
        settings.set(Command::CorMember, Argument::name(name.clone()));
        plan.cor_names.set(Command::CorName, Argument::name(name.clone()));
        if let Some(list) = ids.settle(None, &settings, numbered(name), report) {
            plan.cor_lists.insert(list.clone(), Object { settings, ..Object::new(list.clone()) });
            lists.insert(system.id.value.clone(), list);
        }
    }
    lists
}

/// `name`, then the same numbered on.
fn numbered(name: String) -> impl Iterator<Item = String> {
    (1..).map(move |number: u32| if number == 1 { name.clone() } else { format!("{name}-{number}") })
}

fn ids<'a>(context: &PlanContext<'a>) -> Ids<'a, String> {
    let lists = context.against.into_iter().flat_map(|against| &against.plan.cor_lists);
    let existing = lists.map(|(name, list)| (name.clone(), &list.settings, list.span));
    Ids::new("dial-peer cor list", context.source, context.against.map(|against| against.source), existing)
}

/// Adds an inbound peer for each system that has a block now. Returns what they must keep to, for the proof.
pub(super) fn peers(
    context: &PlanContext<'_>,
    blocks: &[Block<'_>],
    tags: &mut Tags<'_>,
    plan: &mut DialPlan,
    report: &mut Report,
) -> Vec<Confinement> {
    if asked(context).is_none() {
        return Vec::new();
    }
    let has_block = |system: &&System| {
        let theirs = |block: &&Block<'_>| block.systems.iter().any(|one| one.id.value == system.id.value);
        blocks.iter().filter(theirs).any(|block| block.is_active(system))
    };
    let active: Vec<_> = sharing(context).into_iter().filter(has_block).collect();
    let mut writer = Writer { context, lists: ids(context) };
    plan.cor_lists.keys().for_each(|list| writer.lists.reserve(list.clone()));
    active.iter().filter_map(|caller| writer.leg(caller, &active, tags, plan, report)).collect()
}

struct Writer<'a> {
    context: &'a PlanContext<'a>,
    lists: Ids<'a, String>,
}

impl Writer<'_> {
    /// The inbound leg of `caller`: it may use the peers of the other systems.
    fn leg(
        &mut self,
        caller: &System,
        systems: &[&System],
        tags: &mut Tags<'_>,
        plan: &mut DialPlan,
        report: &mut Report,
    ) -> Option<Confinement> {
        let mut settings = Settings::default();
        for other in systems.iter().filter(|system| system.id.value != caller.id.value) {
            settings.set(Command::CorMember, Argument::name(format!("to-{}", other.id.value)));
        }
        let list = self.lists.settle(None, &settings, numbered(format!("from-{}", caller.id.value)), report)?;
        plan.cor_lists.insert(list.clone(), Object { settings, ..Object::new(list.clone()) });
        let hosts = caller.targets.iter().map(|target| uri_class::host(&target.value));
        let class = uri_class::add(self.context, &caller.id.value, hosts, plan, report)?;

        let mut settings = Settings::default();
        settings.set(Command::Description, Argument::text(format!("from {}", caller.id.value)));
        settings.set(Command::CorlistIncoming, Argument::name(list));
        settings.write(Command::SessionProtocol, "sipv2");
        settings.set(Command::IncomingUriVia, Argument::name(class));
        media(&mut settings, caller.codec.as_ref(), &caller.dtmf_relay, caller.vad.as_ref());
        let inbound = tags.settle(None, &settings, report).and_then(Tag::new)?;
        plan.peers.insert(inbound, DialPeer { settings, ..DialPeer::new(inbound, PeerKind::Voip) });
        let targets = caller.targets.iter().map(|target| session_target(&target.value)).collect();
        Some(Confinement { caller: caller.id.value.clone(), inbound, targets })
    }
}
