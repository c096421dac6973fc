//! URI classes: by which address a SIP call came in.

use super::PlanContext;
use super::ids::Ids;
use crate::diagnostic::Report;
use crate::model::{DialPlan, Object, Settings};
use crate::spec::{Host, Target};
use crate::syntax::argument::Argument;
use crate::syntax::commands::Command;

/// How many hosts a URI class holds (Cisco 211306).
pub(super) const MAXIMUM_HOSTS: usize = 10;

/// The longest name of a URI class, in characters (Cisco 211306).
const MAXIMUM_NAME: usize = 32;

/// How a class writes the host of a target.
pub(super) fn host(target: &Target) -> String {
    match &target.host {
        Host::Address(address) => address_host(*address),
        Host::Name(name) => format!("dns:{name}"),
    }
}

/// How a class writes an address.
pub(super) fn address_host(address: std::net::IpAddr) -> String {
    match address {
        std::net::IpAddr::V4(address) => format!("ipv4:{address}"),
        std::net::IpAddr::V6(address) => format!("ipv6:{address}"),
    }
}

/// Adds a class of calls that come from `hosts`, named after `origin`. Returns its name.
pub(super) fn add(
    context: &PlanContext<'_>,
    origin: &str,
    hosts: impl IntoIterator<Item = String>,
    plan: &mut DialPlan,
    report: &mut Report,
) -> Option<String> {
    let running = context.against.map(|against| against.source);
    let existing = context.against.iter().flat_map(|against| &against.plan.uri_classes);
    let existing = existing.map(|(name, class)| (name.clone(), &class.settings, class.span));
    let mut ids = Ids::new("voice class uri", context.source, running, existing);
    plan.uri_classes.keys().for_each(|name| ids.reserve(name.clone()));
    let mut settings = Settings::default();
    for host in hosts {
        settings.set(Command::UriHost, Argument::text(host));
    }
    let letters: String = origin.chars().filter(char::is_ascii_alphanumeric).collect();
    let names = (1..).map(|number: u32| {
        let ending = if number == 1 { String::new() } else { number.to_string() };
        let stem: String = format!("FROM{letters}").chars().take(MAXIMUM_NAME - ending.len()).collect();
        format!("{stem}{ending} sip")
    });
    let id = ids.settle(None, &settings, names, report)?;
    plan.uri_classes.insert(id.clone(), Object { settings, ..Object::new(id.clone()) });
    id.strip_suffix(" sip").map(str::to_owned)
}
