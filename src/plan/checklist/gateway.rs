//! What the rest of the gateway's own configuration must keep to.

use super::{Context, Item, listed, prefixes, quoted};
use crate::model::{DialPeer, PatternMap};
use crate::spec::{Access, Internal};
use crate::syntax::pattern::NumberPattern;

pub(super) fn items(context: &Context<'_>) -> Vec<Item> {
    let mut items: Vec<_> = hunting(context).into_iter().collect();
    items.extend(internal(context));
    items.extend(emergency(context));
    items.extend(longer_numbers(context));
    items.extend(other_symbols(context));
    items
}

/// Where a block has several systems, the router must hunt as it does by default.
fn hunting(context: &Context<'_>) -> Option<Item> {
    let shared = context.spec.sharing.iter().find(|share| share.order.len() > 1)?;
    Some(context.item(
        [shared.order_span],
        format!("{} hunts as IOS does by default", context.gateway()),
        "A 404 becomes cause 1 (unassigned-number), at which hunting must go on; the preferences count only under the \
         default scheme.",
        "The configuration must have neither `no voice hunt unassigned-number` nor `dial-peer hunt` 4 to 7, and no other \
         peer that matches the shared numbers longer. `dialc generate --against` checks that.",
    ))
}

/// What internal calls through the gateway rely on.
fn internal(context: &Context<'_>) -> Vec<Item> {
    let asked = context.spec.internal.as_ref().filter(|given| given.value == Internal::Gateway);
    let Some(asked) = asked else { return Vec::new() };
    let gateway = context.gateway();
    let sharing = context.spec.systems.iter().filter(|system| context.shares(system));
    let ids: Vec<_> = sharing.clone().map(|system| system.id.value.clone()).collect();
    let ids = listed(&ids);
    let arrives = sharing.clone().find_map(|system| context.sample(system)).map(|(arrives, _)| quoted(arrives));
    let form = arrives.unwrap_or_else(|| "that the carrier delivers".to_owned());
    vec![
        context.item(
            [asked.span],
            format!("{gateway} is licensed to join internal calls IP to IP"),
            "They come in by IP and go out by IP: that is the IP-to-IP gateway feature, which Cisco licenses.",
            "A direct SIP trunk between the systems needs no licence: `internal: direct`.",
        ),
        context.item(
            [asked.span],
            format!("{ids} send shared numbers to {gateway} in the form {form}"),
            "The translation rules are made for numbers as the carrier delivers them; another form goes out unchanged.",
            "Set the outbound form on the trunk of each to the gateway, and call a shared number both ways.",
        ),
        context.item(
            [asked.span],
            format!("{gateway} sees the signalling addresses of {ids} in the Via of their calls"),
            "By that it tells who calls and keeps a call from going back; a call from another address is not confined.",
            "Make a call from each, and see by which inbound dial-peer it came in.",
        ),
    ]
}

fn emergency(context: &Context<'_>) -> Option<Item> {
    let numbers: Vec<_> = context.spec.emergency.iter().map(|number| quoted(&number.value)).collect();
    if numbers.is_empty() {
        return None;
    }
    let gateway = context.gateway();
    let reach = if numbers.len() == 1 { "reaches" } else { "reach" };
    Some(context.item(
        context.spec.emergency.iter().map(|number| number.span),
        format!("{} {reach} the public network from {gateway} untouched and undelayed", listed(&numbers)),
        "No pattern of this plan takes them; whether another peer does is not in the spec.",
        format!(
            "Check that a peer of {gateway} sends each of them out as dialled, with no wait for further digits. Then test \
             from every system, by the procedure agreed with the emergency service."
        ),
    ))
}

/// Without `$`, a pattern also takes numbers that go on behind it.
fn longer_numbers(context: &Context<'_>) -> Option<Item> {
    let open: Vec<_> = patterns(context).into_iter().filter(|pattern| !pattern.has_end_anchor()).collect();
    let pattern = open.first()?;
    let taken = prefixes::taken(context, &open);
    let such = if taken.is_empty() { String::new() } else { format!(" Among them: {}.", taken.join("; ")) };
    let delivers = context.spec.gateway.pstn.delivers;
    Some(context.item(
        [delivers.span],
        "No other number begins with the digits of a shared DID",
        format!(
            "IOS matches from the left: {} also takes longer numbers, and they go to the systems of the block.",
            quoted(pattern.text())
        ),
        format!(
            "Numbers that systems send out through the gateway are what to look at.{such} `exact: true` ends every pattern \
             and rule in `$`."
        ),
    ))
}

/// `.` takes more than digits; from a SIP trunk such numbers can come.
fn other_symbols(context: &Context<'_>) -> Option<Item> {
    let pattern = patterns(context).into_iter().find(|pattern| pattern.dots() > 0)?;
    match context.spec.gateway.pstn.access.value {
        Access::Pri { .. } => None,
        Access::Sip(_) => Some(context.item(
            [context.spec.gateway.pstn.access.span],
            "The provider sends digits in the called number and nothing else",
            format!("The `.` of {} also takes `*`, `#`, `+` and `A` to `F`.", quoted(pattern.text())),
            "Such a number matches no user and is refused by every system in turn; it harms only where a system gives `*` \
             or `#` a meaning.",
        )),
    }
}

/// The patterns of called numbers, those of maps included.
fn patterns<'a>(context: &Context<'a>) -> Vec<&'a NumberPattern> {
    let plan = &context.planned.plan;
    let own = plan.peers.values().filter_map(DialPeer::destination_pattern);
    let maps = plan.pattern_maps.values().flat_map(PatternMap::entries);
    own.chain(maps).map(|pattern| pattern.value).collect()
}
