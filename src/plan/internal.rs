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
use crate::analysis::confinement::Confinement;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{DialPeer, DialPlan, Object, PeerKind, Settings, Tag};
use crate::source::Span;
use crate::spec::{Host, Internal, Protocol, System, Unassigned};
use crate::syntax::argument::Argument;
use crate::syntax::commands::Command;

/// How many hosts a URI class holds (Cisco 211306).
const MAXIMUM_HOSTS: usize = 10;

/// The longest name of a URI class, in characters (Cisco 211306).
const MAXIMUM_CLASS: usize = 32;

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
        settings.set(Command::CorMember, Argument::Name(name.clone()));
        plan.cor_names.set(Command::CorName, Argument::Name(name.clone()));
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
    let running = context.against.map(|against| against.source);
    let classes = context.against.iter().flat_map(|against| &against.plan.uri_classes);
    let classes = classes.map(|(name, class)| (name.clone(), &class.settings, class.span));
    let mut writer =
        Writer { classes: Ids::new("voice class uri", context.source, running, classes), lists: ids(context) };
    plan.cor_lists.keys().for_each(|list| writer.lists.reserve(list.clone()));
    active.iter().filter_map(|caller| writer.leg(caller, &active, tags, plan, report)).collect()
}

struct Writer<'a> {
    classes: Ids<'a, String>,
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
            settings.set(Command::CorMember, Argument::Name(format!("to-{}", other.id.value)));
        }
        let list = self.lists.settle(None, &settings, numbered(format!("from-{}", caller.id.value)), report)?;
        plan.cor_lists.insert(list.clone(), Object { settings, ..Object::new(list.clone()) });
        let class = self.class(caller, plan, report)?;

        let mut settings = Settings::default();
        settings.set(Command::Description, Argument::Text(format!("from {}", caller.id.value)));
        settings.set(Command::CorlistIncoming, Argument::Name(list));
        settings.set(Command::SessionProtocol, Argument::Name("sipv2".into()));
        settings.set(Command::IncomingUriVia, Argument::Name(class));
        media(&mut settings, caller.codec.as_ref(), &caller.dtmf_relay, caller.vad.as_ref());
        let inbound = tags.settle(None, &settings, report).and_then(Tag::new)?;
        plan.peers.insert(inbound, DialPeer { settings, ..DialPeer::new(inbound, PeerKind::Voip) });
        let targets = caller.targets.iter().map(|target| session_target(&target.value)).collect();
        Some(Confinement { caller: caller.id.value.clone(), inbound, targets })
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
