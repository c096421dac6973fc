//! What OCS, Lync, Skype for Business and Teams must keep to.

use super::{Context, Item, quoted, targets};
use crate::spec::{Internal, Kind, System, Transport};

pub(super) fn items(context: &Context<'_>, system: &System) -> Vec<Item> {
    if !context.shares(system) {
        return Vec::new();
    }
    let mut items: Vec<_> = takes_calls(context, system).into_iter().collect();
    items.extend(internal(context, system));
    items.extend(outbound(context, system));
    items.extend(simultaneous_ring(context, system));
    items
}

/// Whether it takes calls from the gateway at all.
fn takes_calls(context: &Context<'_>, system: &System) -> Option<Item> {
    let (gateway, id) = (context.gateway(), &system.id.value);
    let span = system.kind.span;
    let whose = system.outbound_gateway.as_ref().is_some_and(|own| context.is_gateway(&own.value));
    match system.kind.value {
        Kind::Ocs if whose => None,
        Kind::Ocs => Some(context.item(
            [span],
            format!("The mediation server of {id} takes calls from {gateway}, which is not its own gateway"),
            "Inbound, an OCS mediation server takes SIP from any gateway; only outbound is it bound to one.",
            format!("Nothing to define in OCS. Let SIP from {gateway} through to {}.", targets(system)),
        )),
        Kind::Lync | Kind::SkypeForBusiness => Some(pstn_gateway(context, system)),
        Kind::Teams => Some(direct_routing(context, system)),
        Kind::Cucm | Kind::Sip | Kind::Provider => None,
    }
}

fn pstn_gateway(context: &Context<'_>, system: &System) -> Item {
    let (gateway, title) = (context.gateway(), system.kind.value.title());
    let port = system.targets.iter().all(|target| target.value.port.is_none());
    let ports = if port {
        " No port is given, so calls go to the SIP default; a mediation server listens on 5067 (TLS) or 5068 (TCP) unless \
         changed."
    } else {
        ""
    };
    context.item(
        [system.kind.span],
        format!("{title} knows {gateway} as a PSTN gateway"),
        format!("Only OCS takes calls from any gateway; {title} refuses one that is not in its topology."),
        format!(
            "In Topology Builder define {gateway} as a PSTN gateway with a trunk to the mediation server behind {}, \
             publish, and enable the transport that the dial-peers use.{ports}",
            targets(system)
        ),
    )
}

fn direct_routing(context: &Context<'_>, system: &System) -> Item {
    let gateway = context.gateway();
    let tls = system.transport.as_ref().is_some_and(|transport| transport.value == Transport::Tls);
    let transport = if tls { "" } else { " Teams takes TLS only: write `transport: tls`." };
    let encrypted = system.extra_lines.iter().any(|line| line.value.trim() == "srtp");
    let media = if encrypted { "" } else { " Its media is SRTP: add `srtp` to `extra_lines`." };
    let span = system.transport.as_ref().map(|transport| transport.span);
    context.item(
        [system.kind.span].into_iter().chain(span),
        format!("Teams is paired with {gateway} under a name that the certificate of {gateway} carries"),
        "Teams takes calls only from an SBC of the tenant, over TLS, and knows it by its FQDN.",
        format!(
            "Pair the FQDN as an SBC of Direct Routing, in a verified domain of the tenant. {gateway} needs a certificate \
             for it from an authority that Teams trusts, trust in the authority of Teams, and the FQDN in the Contact of \
             its INVITE and OPTIONS; dialc writes none of these.{transport}{media}"
        ),
    )
}

/// How CUCM and Teams reach each other: Teams takes calls from an SBC only.
fn internal(context: &Context<'_>, system: &System) -> Option<Item> {
    let cucm = |other: &&System| {
        other.kind.value == Kind::Cucm && context.blocks_of(system).any(|share| share.order.contains(&other.id))
    };
    let confined = context.spec.internal.as_ref().is_some_and(|given| given.value == Internal::Gateway);
    let open = system.kind.value == Kind::Teams && !confined;
    let cucm = context.spec.systems.iter().find(cucm).filter(|_| open)?;
    let (gateway, id, cucm) = (context.gateway(), &system.id.value, &cucm.id.value);
    Some(context.item(
        [system.kind.span],
        format!("Internal calls between {cucm} and {id} do not meet the dial-peers of this plan"),
        format!(
            "Teams takes calls only from an SBC, so no direct trunk joins the two. Through {gateway}, a 404 of the one would \
             be hunted back to the other."
        ),
        format!(
            "Use another SBC, or keep what comes in from {cucm} and from {id} off the peers that lead back to each, by class \
             of restriction."
        ),
    ))
}

/// Where calls of its own users go.
fn outbound(context: &Context<'_>, system: &System) -> Option<Item> {
    let (gateway, id) = (context.gateway(), &system.id.value);
    let title = system.kind.value.title();
    let Some(outbound) = &system.outbound_gateway else {
        return (system.kind.value == Kind::Ocs).then(|| undecided_outbound(context, system));
    };
    let to = &outbound.value;
    if context.is_gateway(to) || to == "pstn" {
        return Some(context.item(
            [outbound.span],
            format!("{gateway} has dial-peers for the outbound calls of {id}"),
            format!("Outbound calls of {title} come to {gateway}; dialc writes peers for the shared DIDs only."),
            format!("Check that {gateway} has peers to the public network and to the phones that are left."),
        ));
    }
    let one = if system.kind.value == Kind::Ocs { "OCS has exactly one outbound gateway" } else { "The spec says so" };
    Some(context.item(
        [outbound.span],
        format!("Outbound calls of {id} go to {to} until cutover"),
        format!("{one}: until cutover its users reach Cisco phones and the public network through {to}."),
        format!(
            "Point the outbound gateway of {title} at {to} over a direct SIP trunk. At cutover, once no Cisco phone is left \
             or most users are on {title}, swing it to {gateway}, and change `outbound_gateway` here."
        ),
    ))
}

fn undecided_outbound(context: &Context<'_>, system: &System) -> Item {
    let (gateway, id) = (context.gateway(), &system.id.value);
    let cucm = context.spec.systems.iter().find(|other| other.kind.value == Kind::Cucm);
    let until = cucm.map_or_else(|| "the system that has the phones".to_owned(), |cucm| cucm.id.value.clone());
    context.item(
        [system.kind.span],
        format!("The one outbound gateway of {id} is decided"),
        format!("A mediation server has exactly one, and the spec does not say which; inbound calls from {gateway} need none."),
        format!(
            "Point it at {until} over a direct SIP trunk while there are Cisco phones. At cutover, once none is left or \
             most users are on OCS, swing it to {gateway}. Write it as `outbound_gateway`."
        ),
    )
}

/// The pairs of numbers that ring together, one of them here.
fn simultaneous_ring(context: &Context<'_>, system: &System) -> Option<Item> {
    let mut pairs = Vec::new();
    let mut spans = Vec::new();
    for ring in &context.spec.simultaneous_ring {
        let [first, second] = &ring.ends;
        let ((_, own), (other, number)) = match (first.0 == system.id, second.0 == system.id) {
            (true, _) => (first, second),
            (false, true) => (second, first),
            (false, false) => continue,
        };
        pairs.push(format!("{} with {} on {}", quoted(&own.value), quoted(&number.value), other.value));
        spans.push(own.span);
    }
    if pairs.is_empty() {
        return None;
    }
    let (id, title) = (&system.id.value, system.kind.value.title());
    Some(context.item(
        spans,
        format!("Numbers that ring together still differ as {id} dials them"),
        format!("{title} does not route a call out to a number that is the user's own."),
        format!(
            "Ring together: {}. No normalization rule of {title} may turn the second number into the first before it is \
             routed.",
            pairs.join("; ")
        ),
    ))
}
