//! What the rest of the gateway's own configuration must keep to.

use super::{Context, Item, listed, quoted};
use crate::model::{DialPeer, PatternMap};
use crate::spec::Access;
use crate::syntax::pattern::NumberPattern;

pub(super) fn items(context: &Context<'_>) -> Vec<Item> {
    let mut items: Vec<_> = hunting(context).into_iter().collect();
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

fn emergency(context: &Context<'_>) -> Option<Item> {
    let numbers: Vec<_> = context.spec.emergency.iter().map(|number| quoted(&number.value)).collect();
    if numbers.is_empty() {
        return None;
    }
    let gateway = context.gateway();
    Some(context.item(
        context.spec.emergency.iter().map(|number| number.span),
        format!("{} reach the public network from {gateway} untouched and undelayed", listed(&numbers)),
        "No pattern of this plan takes them; whether another peer does is not in the spec.",
        format!(
            "Check that a peer of {gateway} sends each of them out as dialled, with no wait for further digits. Then test \
             from every system, by the procedure agreed with the emergency service."
        ),
    ))
}

/// Without `$`, a pattern also takes numbers that go on behind it.
fn longer_numbers(context: &Context<'_>) -> Option<Item> {
    let pattern = patterns(context).into_iter().find(|pattern| !pattern.has_end_anchor())?;
    let delivers = context.spec.gateway.pstn.delivers;
    Some(context.item(
        [delivers.span],
        "No other number begins with the digits of a shared DID",
        format!(
            "IOS matches from the left: {} also takes longer numbers, and they go to the systems of the block.",
            quoted(pattern.text())
        ),
        "Numbers that users dial through the gateway are what to look at. `exact: true` ends every pattern and rule in `$`.",
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
