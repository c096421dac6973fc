//! What the public network, and its trunk, must keep to.

use super::{Context, Item, listed, quoted};
use crate::model::{DialPeer, PeerKind};
use crate::spec::{Access, Delivers, Host, SipTrunk};

pub(super) fn items(context: &Context<'_>) -> Vec<Item> {
    let pstn = &context.spec.gateway.pstn;
    let mut items: Vec<_> = delivered(context).into_iter().collect();
    match &pstn.access.value {
        Access::Pri { port } => items.extend(pri(context, &port.value)),
        Access::Sip(trunk) => items.extend(sip(context, trunk)),
    }
    items
}

fn delivered(context: &Context<'_>) -> Option<Item> {
    let pstn = &context.spec.gateway.pstn;
    let claim = context.planned.claims.first()?;
    let number = format!("{}{}", if claim.plus { "+" } else { "" }, claim.numbers.smallest()?);
    let form = match pstn.delivers.value {
        Delivers::Digits(1) => "the last digit".to_owned(),
        Delivers::Digits(digits) => format!("{digits} digits"),
        Delivers::PlusE164 => "the whole number with its `+`".to_owned(),
    };
    let look = match &pstn.access.value {
        Access::Pri { .. } => "`debug isdn q931`: the Called Party Number of a SETUP",
        Access::Sip(_) => "`debug ccsip messages`: the request line of an INVITE",
    };
    Some(context.item(
        [pstn.delivers.span],
        format!("The carrier delivers {form} of each DID, e.g. {}", quoted(number)),
        "Every pattern and rule is made for numbers of this form; others match nothing, or the wrong thing.",
        format!("{look}. Check one number of every block."),
    ))
}

fn pri(context: &Context<'_>, port: &str) -> Vec<Item> {
    let pstn = &context.spec.gateway.pstn;
    let port = quoted(port);
    let mut items = Vec::new();
    if pstn.inbound_peer.is_none() {
        items.push(context.item(
            [pstn.access.span],
            format!("Calls from {port} match an inbound dial-peer with `direct-inward-dial`"),
            "Without it the router answers with a second dial tone instead of routing the DID. The spec does not ask dialc \
             for that peer.",
            format!(
                "Look for a `dial-peer voice ... pots` with `incoming called-number`, `direct-inward-dial` and the port \
                 {port}; or write `inbound_peer: true`."
            ),
        ));
    }
    items.push(context.item(
        [pstn.access.span],
        format!("The PRI of {port} is the router's own and receives numbers en bloc"),
        "Calls of an MGCP-controlled PRI are CUCM's to route, so the gateway cannot hunt; digit by digit, a pattern is tried \
         before the number is complete.",
        "The D channel must have neither `isdn bind-l3 ccm-manager` nor `isdn overlap-receiving`.",
    ));
    items
}

fn sip(context: &Context<'_>, trunk: &SipTrunk) -> Vec<Item> {
    let pstn = &context.spec.gateway.pstn;
    let gateway = context.gateway();
    let mut items = Vec::new();
    let addresses = trunk.targets.iter().filter_map(|target| match &target.value.host {
        Host::Address(address) => Some(address.to_string()),
        Host::Name(_) => None,
    });
    let addresses: Vec<_> =
        addresses.chain(trunk.addresses.iter().map(|address| address.value.to_string())).map(quoted).collect();
    let spans = || trunk.targets.iter().map(|one| one.span).chain(trunk.addresses.iter().map(|one| one.span));
    let (why, how) = if context.planned.release.has_trusted_list() {
        (
            "The trusted list of the configuration holds these; calls from an address that is neither there nor the target of a \
             dial-peer are refused.",
            "Ask the provider for all its signalling addresses; add what is missing under `addresses`.",
        )
    } else {
        (
            "This release has no trusted list: it takes calls from any address.",
            "Let an access list pass SIP from these addresses only, against toll fraud.",
        )
    };
    let must = format!("The provider's calls come from {} and from nowhere else", listed(&addresses));
    items.push(context.item(spans(), must, why, format!("{how}{}{}", by_via(context), names(context, trunk))));
    items.push(context.item(
        [pstn.access.span],
        format!("{gateway} is licensed to join calls IP to IP"),
        "Calls that come in by SIP go out by IP again: `allow-connections` is written, and Cisco licenses the sessions.",
        "Check the licence of the IP-to-IP gateway (CUBE) for as many calls as the trunk carries.",
    ));
    if pstn.inbound_peer.is_none() {
        let look_for = if context.planned.release.has_incoming_via() {
            "`incoming uri via` and a `voice class uri` of these addresses, or `incoming called-number`"
        } else {
            "`incoming called-number`"
        };
        items.push(context.item(
            [pstn.access.span],
            "Calls from the provider match an inbound dial-peer with the right codec and DTMF relay",
            "Otherwise dial-peer 0 takes them, with its defaults. The spec does not ask dialc for that peer.",
            format!("Look for a `dial-peer voice ... voip` with {look_for}; or write `inbound_peer: true`."),
        ));
    }
    items
}

/// How the inbound dial-peer of the plan tells the provider's calls, where it does so by address.
fn by_via(context: &Context<'_>) -> &'static str {
    let any = |peer: &DialPeer| peer.kind == PeerKind::Voip && peer.incoming_called_number().is_some();
    let by_number = context.planned.plan.peers.values().any(any);
    if context.spec.gateway.pstn.inbound_peer.is_none() || by_number {
        return "";
    }
    " The inbound dial-peer takes a call whose Via has one of them (`incoming uri via`, `voice class uri`), and no other."
}

/// What the names among the targets of `trunk` do and do not.
fn names(context: &Context<'_>, trunk: &SipTrunk) -> String {
    let names: Vec<_> = trunk
        .targets
        .iter()
        .filter(|target| matches!(target.value.host, Host::Name(_)))
        .map(|target| quoted(&target.value))
        .collect();
    if names.is_empty() {
        return String::new();
    }
    let (are, noun) = if names.len() == 1 { ("is", "a name") } else { ("are", "names") };
    let listed = listed(&names);
    let trusted = if context.planned.release.has_trusted_list() {
        " The trusted list takes addresses only: those that a name stands for must be among `addresses`."
    } else {
        ""
    };
    let class = if by_via(context).is_empty() {
        ""
    } else {
        " In the `voice class uri` a name matches a Via with that very name, not one with its address."
    };
    format!(" {listed} {are} {noun}.{trusted}{class}")
}
