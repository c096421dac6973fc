//! The network that a spec or a network file describes, around the gateways' dial plans.

use std::collections::BTreeSet;

use regex::Regex;

use super::forms::arriving;
use super::joint::{Member, network_of_configs};
use super::peers::session_target;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{
    Address, Contact, DialPlan, Forward, FrontChange, Network, Own, Place, Release, Ring, Route, RouteMatch, Site,
    System, Unassigned,
};
use crate::number::{Form, NumberSet};
use crate::source::{Located, Source};
use crate::spec::{self, Access, Connection, Expects, Kind, NetworkFile, OwnNumbers, Protocol, Spec};
use crate::syntax::pattern::NumberPattern;

/// Causes at which CUCM tries no further route unless its service parameters say otherwise: unallocated number, user busy,
/// out of bandwidth (its three "Stop Routing on ..." flags).
const CUCM_STOPS: [u8; 3] = [1, 17, 125];

/// A gateway of a network file, read.
#[derive(Debug)]
pub struct GatewayPlan {
    /// Its dial plan.
    pub plan: DialPlan,
    /// Its release, where that is known.
    pub release: Option<Release>,
}

/// Places by the names that a file gives them.
struct Names<'a> {
    gateways: Vec<&'a str>,
    systems: Vec<(&'a str, Kind)>,
}

impl Names<'_> {
    /// The place that a word names; `gateway` is the only one there is.
    fn place(&self, word: &str) -> Option<Place> {
        if word == "pstn" {
            return Some(Place::Public);
        }
        if word == "gateway" && self.gateways.len() == 1 {
            return Some(Place::Gateway(0));
        }
        if let Some(index) = self.gateways.iter().position(|name| *name == word) {
            return Some(Place::Gateway(index));
        }
        let index = self.systems.iter().position(|(name, _)| *name == word)?;
        // A provider is the public network.
        let provider = self.systems.get(index).is_some_and(|(_, kind)| *kind == Kind::Provider);
        Some(if provider { Place::Public } else { Place::System(index) })
    }

    fn places(&self, words: &[Located<String>]) -> Vec<Place> {
        words.iter().filter_map(|word| self.place(&word.value)).collect()
    }
}

/// The network of `spec`, whose gateway runs `plan`.
pub fn network_of_spec(spec: &Spec, plan: DialPlan, release: Option<Release>) -> Network {
    let names = Names {
        gateways: vec![&spec.gateway.name.value],
        systems: spec.systems.iter().map(|system| (system.id.value.as_str(), system.kind.value)).collect(),
    };
    let mut contacts = Vec::new();
    match &spec.gateway.pstn.access.value {
        Access::Pri { port } => {
            contacts.push(Contact { place: Place::Public, at: Address::Port(port.value.clone()), sip: false });
        }
        Access::Sip(trunk) => contacts.extend(trunk.targets.iter().map(|target| Contact {
            place: Place::Public,
            at: Address::Target(session_target(&target.value)),
            sip: true,
        })),
    }
    for system in &spec.systems {
        let Some(place) = names.place(&system.id.value) else { continue };
        contacts.extend(system.targets.iter().map(|target| Contact {
            place,
            at: Address::Target(session_target(&target.value)),
            sip: system.protocol.value == Protocol::Sip,
        }));
    }
    let site = Site {
        id: spec.gateway.name.value.clone(),
        plan,
        release,
        contacts,
        dids: Some(NumberSet::of_dids(spec.sharing.iter().flat_map(|share| &share.dids).map(|range| &range.value))),
        delivers: Some(arriving(spec.gateway.pstn.delivers.value)),
        country_code: spec.gateway.country_code.as_ref().map(|code| code.value.clone()).unwrap_or_default(),
    };
    let mut network = Network {
        gateways: vec![site],
        systems: spec.systems.iter().map(|system| self::system(system, &names)).collect(),
        rings: Vec::new(),
        emergency: spec.emergency.iter().map(|number| number.value.clone()).collect(),
    };
    rings(&mut network, &spec.simultaneous_ring, &spec.systems, &names);
    network.complete();
    network
}

/// The network of a network file, whose gateways run `plans`.
pub fn network_of_file(file: &NetworkFile, plans: Vec<GatewayPlan>) -> Network {
    let names = Names {
        gateways: file.gateways.iter().map(|gateway| gateway.id.value.as_str()).collect(),
        systems: file.systems.iter().map(|system| (system.id.value.as_str(), system.kind.value)).collect(),
    };
    let mut gateways = Vec::new();
    for (gateway, read) in file.gateways.iter().zip(plans) {
        let mut contacts = Vec::new();
        for (id, connections) in &gateway.connects {
            let Some(place) = names.place(&id.value) else { continue };
            let system = file.system(&id.value);
            for connection in connections {
                let at = match &connection.value {
                    Connection::Port(port) => Address::Port(port.clone()),
                    Connection::Target(target) => Address::Target(session_target(target)),
                };
                let sip = speaks_sip(&read.plan, &at)
                    .unwrap_or_else(|| system.is_none_or(|system| system.protocol.value == Protocol::Sip));
                contacts.push(Contact { place, at, sip });
            }
        }
        let dids: NumberSet = NumberSet::of_dids(gateway.dids.iter().map(|range| &range.value));
        gateways.push(Site {
            id: gateway.id.value.clone(),
            plan: read.plan,
            release: read.release,
            contacts,
            dids: (!gateway.dids.is_empty()).then_some(dids),
            delivers: Some(gateway.delivers.as_ref().map_or(Form::E164, |delivers| arriving(delivers.value))),
            country_code: gateway.country_code.as_ref().map(|code| code.value.clone()).unwrap_or_default(),
        });
    }
    let mut network = Network {
        gateways,
        systems: file.systems.iter().map(|system| self::system(system, &names)).collect(),
        rings: Vec::new(),
        emergency: file.emergency.iter().map(|number| number.value.clone()).collect(),
    };
    rings(&mut network, &file.simultaneous_ring, &file.systems, &names);
    network.complete();
    network
}

/// The network of a configuration of which nothing else is known.
pub fn network_of_config(id: String, plan: DialPlan, release: Option<Release>) -> Network {
    network_of_configs(vec![Member { id, plan, release, addresses: Vec::new() }])
}

/// Whether the dial-peers that lead to a far end speak SIP; `None` where none leads there.
pub(super) fn speaks_sip(plan: &DialPlan, at: &Address) -> Option<bool> {
    use crate::syntax::commands::Command;
    let leads = plan
        .peers
        .values()
        .filter(|peer| peer.session_target().is_some_and(|target| Address::Target(target.value.clone()).is_same(at)));
    let sip = leads.map(|peer| peer.settings.text(Command::SessionProtocol).is_some_and(|one| one.value == "sipv2"));
    sip.reduce(|one, other| one || other)
}

fn system(system: &spec::System, names: &Names<'_>) -> System {
    let is_cucm = system.kind.value == Kind::Cucm;
    let stops = match &system.stop_routing_on {
        Some(given) => given.iter().map(|cause| cause.value).collect(),
        None if is_cucm => BTreeSet::from(CUCM_STOPS),
        None => BTreeSet::new(),
    };
    let unassigned = match system.unassigned.as_ref().map(|unassigned| &unassigned.value) {
        Some(spec::Unassigned::Announcement) => Unassigned::Announcement,
        Some(spec::Unassigned::Route(to)) => names.place(&to.value).map_or(Unassigned::Reject(404), Unassigned::Route),
        Some(spec::Unassigned::Reject(status)) => Unassigned::Reject(*status),
        None => Unassigned::Reject(404),
    };
    System {
        id: system.id.value.clone(),
        first_match: !is_cucm,
        forms: forms(system),
        own: system.numbers.as_ref().map_or(Own::Unknown, own),
        routes: system.routes.iter().filter_map(|route| self::route(route, is_cucm, names)).collect(),
        stops,
        unassigned,
        forward: system.forward_unregistered.as_ref().and_then(|forward| {
            let prefix = forward.prefix.as_ref().map(|prefix| prefix.value.clone()).unwrap_or_default();
            let change = FrontChange { strip: usize::from(forward.strip), prefix };
            names.place(&forward.to.value).map(|to| Forward { to, change })
        }),
        outbound: system.outbound_gateway.as_ref().and_then(|to| names.place(&to.value)),
    }
}

/// The forms in which a system writes DIDs: what it expects, and the digits of its lines.
fn forms(system: &spec::System) -> BTreeSet<Form> {
    let lines = system.line_digits.as_ref().map(|digits| Form::Last(digits.value));
    let expected = match system.expects.value {
        Expects::Last(digits) => Some(Form::Last(digits)),
        Expects::PlusE164 | Expects::E164 | Expects::National | Expects::AsDelivered => None,
    };
    lines.into_iter().chain(expected).collect()
}

fn own(list: &spec::OwnNumberList) -> Own {
    let dids = list.entries.iter().filter_map(|entry| match &entry.value {
        OwnNumbers::Dids(range) => Some(range),
        OwnNumbers::Extension(_) => None,
    });
    let extensions = list.entries.iter().filter_map(|entry| match &entry.value {
        OwnNumbers::Extension(digits) => Some(digits.clone()),
        OwnNumbers::Dids(_) => None,
    });
    Own::Known { dids: NumberSet::of_dids(dids), extensions: extensions.collect() }
}

fn route(route: &spec::Route, is_cucm: bool, names: &Names<'_>) -> Option<Route> {
    let matching = if is_cucm {
        RouteMatch::Pattern(NumberPattern::parse(&cucm_pattern(&route.pattern.value)).ok()?)
    } else {
        RouteMatch::Expression(Regex::new(&route.pattern.value).ok()?)
    };
    let prefix = route.prefix.as_ref().map(|prefix| prefix.value.clone()).unwrap_or_default();
    Some(Route {
        matching,
        to: names.places(&route.to),
        from: route.from.as_ref().map(|from| names.places(from)),
        change: FrontChange { strip: usize::from(route.strip), prefix },
    })
}

/// A CUCM route pattern in the dialect of dial-peers (Cisco Unified CM System Guide, wildcards and special characters): `X`
/// is a digit, `!` one or more, `@` is taken for as many, `.` only divides, `?` is none or more of what is before it, and
/// all of a number is matched.
fn cucm_pattern(text: &str) -> String {
    let mut pattern = String::new();
    let mut in_set = false;
    for character in text.chars() {
        match character {
            '[' | ']' => {
                in_set = character == '[';
                pattern.push(character);
            }
            _ if in_set => pattern.push(character),
            'X' | 'x' => pattern += "[0-9]",
            '!' | '@' => pattern += "[0-9]+",
            '.' | '\\' => {}
            '?' => pattern.push('%'),
            other => pattern.push(other),
        }
    }
    pattern + "$"
}

/// Whose second number is dialled by whom: a system of Microsoft dials that of the other; where both or none are, both do.
fn rings(network: &mut Network, rings: &[spec::SimultaneousRing], systems: &[spec::System], names: &Names<'_>) {
    for ring in rings {
        let [one, other] = &ring.ends;
        let microsoft = |end: &(Located<String>, Located<String>)| {
            let found = systems.iter().find(|system| system.id.value == end.0.value);
            found.is_some_and(|system| system.kind.value.is_microsoft())
        };
        let none = !microsoft(one) && !microsoft(other);
        for (end, second) in [(one, other), (other, one)] {
            let dials = microsoft(end) || none;
            if let Some(Place::System(system)) = names.place(&end.0.value).filter(|_| dials) {
                network.rings.push(Ring { system, called: end.1.value.clone(), dials: second.1.value.clone() });
                if let Some(system) = network.systems.get_mut(system) {
                    system.outbound.get_or_insert(Place::Gateway(0));
                }
            }
        }
    }
}

/// Routes of systems that dialc cannot follow, each at its place.
pub fn unread_routes(systems: &[spec::System], source: &Source) -> Report {
    let mut report = Report::new();
    for route in systems.iter().filter(|system| system.kind.value == Kind::Cucm).flat_map(|system| &system.routes) {
        if let Err(error) = NumberPattern::parse(&cucm_pattern(&route.pattern.value)) {
            let message = format!("dialc cannot follow the route `{}`: {error}", route.pattern.value.escape_debug());
            report.push(Diagnostic::error("route-not-followed", message).at(
                source,
                route.pattern.span,
                "in no form that dialc knows",
            ));
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cucm_patterns_are_those_of_dial_peers() {
        for (text, pattern) in [
            ("9.1[2-9]XX!", "91[2-9][0-9][0-9][0-9]+$"),
            ("\\+1206555XXXX", "+1206555[0-9][0-9][0-9][0-9]$"),
            ("12?3+", "12%3+$"),
            ("9.@", "9[0-9]+$"),
        ] {
            assert_eq!(cucm_pattern(text), pattern);
            assert!(NumberPattern::parse(pattern).is_ok(), "{pattern}");
        }
    }
}
