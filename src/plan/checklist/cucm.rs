//! What CUCM must keep to.

use super::{Context, Item, listed, quoted};
use crate::call::Cause;
use crate::source::Span;
use crate::spec::{Internal, Kind, Protocol, System, Transport, Voicemail};

/// The causes at which CUCM tries no further route, and the service parameters that say so (Cisco Unified CM, service
/// parameters of the CallManager service, route plan).
const STOP_ROUTING: [(u8, &str); 3] = [
    (1, "Stop Routing on Unallocated Number Flag"),
    (17, "Stop Routing on User Busy Flag"),
    (125, "Stop Routing on Out of Bandwidth Flag"),
];

pub(super) fn items(context: &Context<'_>, system: &System) -> Vec<Item> {
    let mut items = Vec::new();
    if context.shares(system) {
        items.push(trunk(context, system));
        items.extend(stop_routing(context, system));
        items.extend(internal(context, system));
    }
    if let Some(voicemail) = &context.spec.voicemail {
        items.push(extension_digits(context, system, voicemail));
        if voicemail.message_waiting {
            items.push(notification(context, voicemail));
        }
    }
    items
}

/// How CUCM knows the gateway, and how many digits it takes.
fn trunk(context: &Context<'_>, system: &System) -> Item {
    let gateway = context.gateway();
    let sample = context.sample(system);
    let arriving = sample.map(|(_, sent)| sent);
    let digits = arriving.as_ref().map_or(0, String::len);
    let lines = system.line_digits.map(|digits| usize::from(digits.value));
    let significant = match lines.filter(|lines| *lines < digits) {
        Some(lines) => format!("Significant Digits: {lines}, as many as its lines have"),
        None => "Significant Digits: All".to_owned(),
    };
    let comes = arriving.map_or_else(String::new, |number| {
        format!(
            " Numbers come as {}: after Significant Digits they must be those of a line or a translation pattern.",
            quoted(number)
        )
    });
    let spans = [system.protocol.span, system.expects.span].into_iter().chain(system.line_digits.map(|own| own.span));
    match system.protocol.value {
        Protocol::H323 => context.item(
            spans,
            format!("CUCM has {gateway} as an H.323 gateway"),
            "CUCM refuses H.323 calls from an address that it has no gateway for.",
            format!("Add the H.323 gateway under the address that {gateway} binds H.323 to. {significant}.{comes}"),
        ),
        Protocol::Sip => {
            let transport = match system.transport.as_ref().map(|transport| transport.value) {
                Some(Transport::Udp) => " with UDP among its incoming transports",
                Some(Transport::Tcp) => " with TCP among its incoming transports",
                Some(Transport::Tls) => " for TLS, its subject name that of the gateway's certificate",
                None => "",
            };
            context.item(
                spans.chain(system.transport.as_ref().map(|transport| transport.span)),
                format!("CUCM has a SIP trunk to {gateway}"),
                "CUCM refuses SIP calls from an address that is the destination of no trunk.",
                format!(
                    "Add a SIP trunk with the address that {gateway} sends from as destination, and a SIP trunk security \
                     profile{transport}. {significant}.{comes}"
                ),
            )
        }
    }
}

/// After which causes CUCM leaves a list of routes; relevant where the spec says it or gives such a list.
fn stop_routing(context: &Context<'_>, system: &System) -> Option<Item> {
    let lists: Vec<Span> =
        system.routes.iter().filter(|route| route.to.len() > 1).map(|route| route.pattern.span).collect();
    let given = system.stop_routing_on.as_ref();
    if given.is_none() && lists.is_empty() {
        return None;
    }
    let causes: Vec<u8> = match given {
        Some(given) => given.iter().map(|cause| cause.value).collect(),
        None => STOP_ROUTING.iter().map(|(cause, _)| *cause).collect(),
    };
    let settings: Vec<String> = STOP_ROUTING
        .iter()
        .map(|(cause, name)| format!("{}: {}", quoted(name), if causes.contains(cause) { "True" } else { "False" }))
        .collect();
    let words: Vec<String> = causes.iter().map(|cause| format!("cause {}", Cause(*cause))).collect();
    let others: Vec<String> = causes
        .iter()
        .filter(|cause| STOP_ROUTING.iter().all(|(known, _)| known != *cause))
        .map(|cause| format!("cause {}", Cause(*cause)))
        .collect();
    let beyond =
        if others.is_empty() { String::new() } else { format!(" For {} CUCM has no such parameter.", listed(&others)) };
    let stops = if words.is_empty() { "at no cause".to_owned() } else { format!("at {}", listed(&words)) };
    let assumed = if given.is_none() { " The spec does not say; these are the defaults." } else { "" };
    Some(context.item(
        lists.into_iter().chain(given.into_iter().flatten().map(|cause| cause.span)).chain([system.id.span]),
        format!("CUCM stops trying further routes {stops}"),
        "A 404 from another system is cause 1: CUCM that goes on to the next member of a route list may send the call back.",
        format!("CallManager service parameters: {}.{assumed}{beyond}", listed(&settings)),
    ))
}

/// How calls between CUCM and the other systems of its blocks go. Teams is told apart: no direct trunk leads there.
fn internal(context: &Context<'_>, system: &System) -> Option<Item> {
    let shares_with = |other: &&System| {
        let kind = other.kind.value;
        let direct = kind != Kind::Provider && kind != Kind::Teams;
        direct && other.id != system.id && context.blocks_of(system).any(|share| share.order.contains(&other.id))
    };
    let others: Vec<_> = context.spec.systems.iter().filter(shares_with).map(|other| other.id.value.clone()).collect();
    if others.is_empty() {
        return None;
    }
    let all: Vec<_> = std::iter::once(system.id.value.clone()).chain(others.iter().cloned()).collect();
    let (id, gateway, others) = (&system.id.value, context.gateway(), listed(&others));
    let why = format!(
        "Through {gateway} they would need the IP-to-IP gateway feature, which Cisco licenses, and a 404 of the one system \
         would be hunted back to the other."
    );
    let trunks = if all.len() > 2 { "SIP trunks" } else { "a SIP trunk" };
    let direct = format!("{} are joined by {trunks} of their own for internal calls", listed(&all));
    let how = format!(
        "Route the numbers of {others} in {id} to {trunks}, whose calling search space reaches lines only: nothing that \
         comes in there goes back or out to {gateway}."
    );
    Some(match &context.spec.internal {
        Some(given) => match given.value {
            Internal::Direct => context.item([given.span], direct, why, how),
            // What holds then is the gateway's affair.
            Internal::Gateway => return None,
        },
        None => context.item(
            [system.id.span],
            direct,
            why,
            format!("Recommended, and assumed as the spec does not say it: `internal: direct`. {how}"),
        ),
    })
}

fn extension_digits(context: &Context<'_>, system: &System, voicemail: &Voicemail) -> Item {
    let digits = voicemail.extension_digits.value;
    let lines = system.line_digits.map_or_else(
        || {
            format!(
                "The spec gives no `line_digits`: check that the lines of {} have {digits} digits.",
                system.id.value
            )
        },
        |lines| format!("The lines of {} have {} digits.", system.id.value, lines.value),
    );
    context.item(
        [voicemail.extension_digits.span].into_iter().chain(system.line_digits.map(|lines| lines.span)),
        format!("The Exchange UM dial plan has extensions of {digits} digits, as many as CUCM's lines"),
        "Message waiting names the mailbox by its extension; CUCM finds no line of another length.",
        format!("Extension length of the UM dial plan: {digits}. {lines}"),
    )
}

fn notification(context: &Context<'_>, voicemail: &Voicemail) -> Item {
    let digest = if voicemail.digest_authentication {
        " The trunk uses digest authentication, so select Enable Application Level Authorization too."
    } else {
        ""
    };
    context.item(
        [voicemail.span, voicemail.extension_digits.span],
        "Accept Unsolicited Notification is enabled for the SIP trunk to Exchange UM",
        "Exchange lights the lamp with a SIP NOTIFY that nobody subscribed to; CUCM refuses it by default.",
        format!(
            "System > Security Profile > SIP Trunk Security Profile, the one that this trunk uses.{digest} Saving restarts \
             all trunks of that profile: do it out of hours, or give the trunk a profile of its own."
        ),
    )
}
