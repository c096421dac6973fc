//! Systems that no block names: providers, and others that only routes lead to.

use super::{Context, Item, listed, targets};
use crate::source::Span;
use crate::spec::{Expects, Kind, System, Unassigned};

/// What a system that shares no numbers must accept, or that nothing names it.
pub(super) fn item(context: &Context<'_>, system: &System) -> Option<Item> {
    if context.shares(system) {
        return None;
    }
    let (id, gateway, at) = (&system.id.value, context.gateway(), targets(system));
    let naming = naming(context, system);
    if naming.is_empty() {
        return Some(context.item(
            [system.id.span],
            format!("Nothing sends calls to {id}, or the spec does not say what does"),
            "No block, route, `unassigned`, `forward_unregistered` or `outbound_gateway` of the spec names it, and no line of \
             the configuration leads to it.",
            format!("Name it where calls go to {at}, with called numbers {}, or take it out of the spec.", form(system)),
        ));
    }
    let (from, spans): (Vec<_>, Vec<_>) = naming.into_iter().unzip();
    let form = form(system);
    let takes = match system.kind.value {
        Kind::Provider => "takes calls to the public network",
        Kind::Ocs | Kind::Lync | Kind::SkypeForBusiness | Kind::Teams | Kind::Cucm | Kind::Sip => "takes calls",
    };
    Some(context.item(
        spans.into_iter().chain([system.expects.span, system.id.span]),
        format!("{id} {takes} from {} at {at}, and called numbers {form}", listed(&from)),
        "It has a part in no block, so dialc writes no dial-peer for it, inbound or outbound.",
        format!(
            "Make such a call and look at the number that reaches {id}. Where its calls pass {gateway}, both legs need \
             dial-peers written by hand."
        ),
    ))
}

/// How `system` expects called numbers, in words.
fn form(system: &System) -> String {
    match system.expects.value {
        Expects::PlusE164 => "as `+`, country code and national number".to_owned(),
        Expects::E164 => "as country code and national number, without `+`".to_owned(),
        Expects::National => "without the country code".to_owned(),
        Expects::AsDelivered => "as they are sent to it".to_owned(),
        Expects::Last(1) => "by their last digit".to_owned(),
        Expects::Last(digits) => format!("by their last {digits} digits"),
    }
}

/// The systems that send calls to `system`, and where the spec says so.
fn naming(context: &Context<'_>, system: &System) -> Vec<(String, Span)> {
    let mut found: Vec<(String, Span)> = Vec::new();
    for other in &context.spec.systems {
        let routes = other.routes.iter().flat_map(|route| &route.to);
        let unassigned = other.unassigned.iter().filter_map(|unassigned| match &unassigned.value {
            Unassigned::Route(to) => Some(to),
            Unassigned::Reject(_) | Unassigned::Announcement => None,
        });
        let forward = other.forward_unregistered.iter().map(|forward| &forward.to);
        let mut named = routes.chain(unassigned).chain(forward).chain(&other.outbound_gateway);
        if let Some(named) = named.find(|to| to.value == system.id.value) {
            found.push((other.id.value.clone(), named.span));
        }
    }
    found
}
