//! What every system that shares numbers must keep to.

use super::routes::describe;
use super::{Context, Item, listed, quoted};
use crate::spec::{Host, Kind, Route, System, Unassigned};

pub(super) fn items(context: &Context<'_>, system: &System) -> Vec<Item> {
    if !context.shares(system) {
        return Vec::new();
    }
    let mut items = Vec::new();
    if system.kind.value != Kind::Cucm {
        items.extend(form(context, system));
    }
    items.extend(gives_back(context, system));
    items.extend(several_targets(context, system));
    items.extend(last(context, system));
    items.extend(way_back(context, system));
    items.extend(keepalive(context, system));
    items.extend(trusted(context, system));
    items.extend(super::numbers::unknown(context, system));
    items
}

/// The form in which it gets called numbers.
fn form(context: &Context<'_>, system: &System) -> Option<Item> {
    let (arrives, sent) = context.sample(system)?;
    let id = &system.id.value;
    Some(context.item(
        [system.expects.span],
        format!("{id} takes called numbers in the form {}", quoted(&sent)),
        format!("That is what the gateway makes of {}.", quoted(&arrives)),
        format!("Find a user of {id} by exactly this number; whatever normalizes it must leave it as it is."),
    ))
}

/// What it answers for a number that is not its own, where another system is tried next.
fn gives_back(context: &Context<'_>, system: &System) -> Option<Item> {
    let next: Vec<String> = {
        let mut ids = Vec::new();
        for (_, next) in context.followers(system) {
            if !ids.contains(&next.id.value) {
                ids.push(next.id.value.clone());
            }
        }
        ids
    };
    if next.is_empty() {
        return None;
    }
    let (id, next) = (&system.id.value, listed(&next));
    let trap = match system.kind.value {
        Kind::Lync | Kind::SkypeForBusiness => " Keep the shared DIDs out of its unassigned number ranges.",
        Kind::Teams => " Keep the shared DIDs out of its treatment of unassigned numbers.",
        Kind::Ocs => " No announcement for unallocated numbers may take the shared DIDs.",
        Kind::Cucm | Kind::Sip | Kind::Provider => "",
    };
    let (status, assumed, span) = match &system.unassigned {
        Some(unassigned) => match unassigned.value {
            Unassigned::Reject(status) => (status, "", unassigned.span),
            // Neither comes back; the spec's own checks refuse both for a system that is not the last.
            Unassigned::Announcement | Unassigned::Route(_) => return None,
        },
        None => (404, " The spec does not say what it answers; 404 is assumed.", system.id.span),
    };
    Some(context.item(
        [span],
        format!("{id} answers {status} at once for a shared number that nobody there has"),
        format!("Only then does the gateway try {next}.{assumed}"),
        format!("Call a shared DID that is free on {id} and look for `SIP/2.0 {status}`.{trap}"),
    ))
}

/// Each target is offered the call in turn, so all must give it back.
fn several_targets(context: &Context<'_>, system: &System) -> Option<Item> {
    let (_, next) = context.followers(system).next()?;
    let (count, id) = (system.targets.len(), &system.id.value);
    (count > 1).then(|| {
        context.item(
            system.targets.iter().map(|target| target.span),
            format!("All {count} targets of {id} know the same users"),
            format!(
                "The gateway tries one after the other, so a call for {} is refused {count} times before it gets there.",
                next.id.value
            ),
            format!("Listen to the delay before {} rings; fewer targets make it shorter.", next.id.value),
        )
    })
}

/// What becomes of a number that nobody has, on the last system of a block.
fn last(context: &Context<'_>, system: &System) -> Option<Item> {
    if !context.ends_hunting(system) {
        return None;
    }
    let (id, gateway) = (&system.id.value, context.gateway());
    let why = format!(
        "{id} is the last that is tried. Sent out again, such a call comes back to {gateway} or to the system that has just \
         refused it, and loops."
    );
    let announces = format!("{id} announces shared numbers that nobody has, and sends none of them on");
    let announcing = "Give the shared ranges a catch-all that leads to an announcement, less specific than any line and \
                      reachable from the trunk of the gateway. Call a DID that nobody has.";
    Some(match &system.unassigned {
        None if system.kind.value != Kind::Cucm => return None,
        None => context.item(
            [system.id.span],
            announces,
            why,
            format!("The spec does not say it; an announcement is assumed. {announcing}"),
        ),
        Some(unassigned) => match &unassigned.value {
            Unassigned::Announcement => context.item([unassigned.span], announces, why, announcing),
            Unassigned::Reject(status) => context.item(
                [unassigned.span],
                format!("{id} answers {status} for a shared number that nobody has, and sends none of them on"),
                why,
                format!("Call a DID that nobody has: the caller hears what the public network makes of a {status}."),
            ),
            Unassigned::Route(to) => context.item(
                [unassigned.span],
                format!("{} does not send the shared numbers that {id} routes to it back", to.value),
                why,
                format!("An announcement on {id} is safer: `unassigned: announcement`."),
            ),
        },
    })
}

/// Routes that could send a shared number back.
fn way_back(context: &Context<'_>, system: &System) -> Option<Item> {
    let shares_with = |id: &str| {
        let shared = |order: &[crate::source::Located<String>]| order.iter().any(|other| other.value == id);
        id != system.id.value && context.blocks_of(system).any(|share| shared(&share.order))
    };
    let back = |route: &&Route| route.to.iter().any(|to| context.is_gateway(&to.value) || shares_with(&to.value));
    let routes: Vec<_> = system.routes.iter().filter(back).collect();
    let cucm = system.kind.value == Kind::Cucm;
    if routes.is_empty() && !cucm {
        return None;
    }
    let (id, gateway) = (&system.id.value, context.gateway());
    let described: Vec<_> = routes.iter().map(|route| describe(system.kind.value, route)).collect();
    let of_spec = if described.is_empty() {
        " The spec has no route of it that could.".to_owned()
    } else {
        format!(" Routes of the spec that could: {}.", described.join("; "))
    };
    let trunk = if cucm { format!("the calling search space of the trunk from {gateway}") } else { "it".to_owned() };
    let must = if cucm {
        format!("Nothing that {trunk} reaches sends a shared number back to {gateway} or to a system that shares it")
    } else {
        format!("No route of {id} sends a shared number that came from {gateway} back to it")
    };
    let how = if cucm {
        format!(
            "Let {trunk} reach the partitions of the lines and of the announcement, and no route pattern out.{of_spec}"
        )
    } else {
        format!("Keep the shared numbers out of these routes, or the routes from calls of {gateway}.{of_spec}")
    };
    let why = "The call would come back while the gateway still waits for an answer, and loop.";
    Some(context.item(routes.iter().map(|route| route.pattern.span).chain([system.id.span]), must, why, how))
}

fn keepalive(context: &Context<'_>, system: &System) -> Option<Item> {
    let keepalive = system.keepalive.as_ref()?;
    let id = &system.id.value;
    Some(context.item(
        [keepalive.span],
        format!("{id} answers SIP OPTIONS from {}", context.gateway()),
        "A target that does not answer them is taken out of routing, and its calls go to the next system unasked.",
        "`show dial-peer voice summary` must show the keepalive of its peers as active.",
    ))
}

/// Names are not in the list of trusted addresses.
fn trusted(context: &Context<'_>, system: &System) -> Option<Item> {
    let name = |target: &&crate::source::Located<crate::spec::Target>| matches!(target.value.host, Host::Name(_));
    let names: Vec<_> = system.targets.iter().filter(name).collect();
    if names.is_empty() || !context.planned.release.has_trusted_list() {
        return None;
    }
    let (id, gateway) = (&system.id.value, context.gateway());
    Some(context.item(
        names.iter().map(|target| target.span),
        format!("{gateway} trusts the addresses that calls of {id} come from"),
        "The router trusts the addresses of its session targets, not names: calls from there into the gateway are refused.",
        format!(
            "Only where {id} also sends calls to {gateway}: add its addresses under `voice service voip`, `ip address \
             trusted list`."
        ),
    ))
}
