//! Calls that a system sends into the gateway: which inbound dial-peer takes them.

use super::{Context, Item, listed, quoted};
use crate::model::PeerKind;
use crate::plan::uri_class;
use crate::source::Span;
use crate::spec::{Internal, Kind, Protocol, System, Unassigned};

/// The inbound dial-peer that calls of `system` need, where the plan has none for them.
pub(super) fn item(context: &Context<'_>, system: &System) -> Option<Item> {
    let spans = into_gateway(context, system);
    let confined = context.spec.internal.as_ref().is_some_and(|given| given.value == Internal::Gateway);
    if spans.is_empty() || (confined && context.shares(system)) {
        return None;
    }
    let (id, gateway) = (&system.id.value, context.gateway());
    let any = context
        .planned
        .plan
        .peers
        .values()
        .find(|peer| peer.kind == PeerKind::Voip && peer.incoming_called_number().is_some());
    let takes = match any {
        Some(peer) => format!(
            "The plan has none for them, so the provider's dial-peer {} takes them: its `incoming called-number` matches \
             every number, and its media lines are those of the trunk.",
            peer.tag
        ),
        None => "The plan has none for them. What takes them is a dial-peer whose `destination-pattern` matches the calling \
                 number, otherwise dial-peer 0: it has neither `dtmf-relay` nor `srtp`, and the codec is not the one given \
                 here."
            .to_owned(),
    };
    Some(context.item(
        spans,
        format!("Calls of {id} into {gateway} match an inbound dial-peer of their own"),
        takes,
        how(context, system),
    ))
}

/// What to add by hand.
fn how(context: &Context<'_>, system: &System) -> String {
    let mut lines = Vec::new();
    let mut class = String::new();
    match system.protocol.value {
        Protocol::Sip => {
            lines.push(quoted("session protocol sipv2"));
            if context.planned.release.has_incoming_via() {
                let hosts: Vec<_> = system
                    .targets
                    .iter()
                    .map(|target| quoted(format!("host {}", uri_class::host(&target.value))))
                    .collect();
                class = format!("a `voice class uri` with {}, and ", listed(&hosts));
                lines.push("`incoming uri via` and that class".to_owned());
            } else {
                lines.push("`incoming called-number` for what it sends".to_owned());
            }
        }
        Protocol::H323 => lines.push("`incoming called-number` for what it sends".to_owned()),
    }
    if !system.dtmf_relay.is_empty() {
        let methods: Vec<_> = system.dtmf_relay.iter().map(|method| method.value.as_str()).collect();
        lines.push(quoted(format!("dtmf-relay {}", methods.join(" "))));
    }
    if let Some(codec) = &system.codec {
        lines.push(quoted(format!("codec {}", codec.value)));
    }
    if system.kind.value == Kind::Teams || system.extra_lines.iter().any(|line| line.value.trim() == "srtp") {
        lines.push(quoted("srtp"));
    }
    format!(
        "Add {class}a `dial-peer voice ... voip` with {}. `show call active voice brief` shows the dial-peer of a call.",
        listed(&lines)
    )
}

/// Where the spec says that `system` sends calls into the gateway.
fn into_gateway(context: &Context<'_>, system: &System) -> Vec<Span> {
    let outbound = system.outbound_gateway.iter().filter(|to| context.is_gateway(&to.value)).map(|to| to.span);
    let leads = |to: &crate::source::Located<String>| context.is_gateway(&to.value);
    let routes = system.routes.iter().filter(|route| route.to.iter().any(leads)).map(|route| route.pattern.span);
    let unassigned = system.unassigned.iter().filter_map(|unassigned| match &unassigned.value {
        Unassigned::Route(to) => leads(to).then_some(unassigned.span),
        Unassigned::Reject(_) | Unassigned::Announcement => None,
    });
    let forward = system.forward_unregistered.iter().filter(|forward| leads(&forward.to)).map(|forward| forward.span);
    outbound.chain(routes).chain(unassigned).chain(forward).collect()
}
