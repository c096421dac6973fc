//! A network file as typed values: which systems and gateways there are, and what each gateway sends where. In the style
//! of [`super::schema`]; the JSON Schema that `dialc schema --network` prints is made from these types.

use std::fmt;

use schemars::JsonSchema;

use super::json_schema::form;
use super::schema::{Delivers, SimultaneousRing, System, Target};
use crate::number::DidRange;
use crate::source::Located;

/// A whole network: call-control systems, and the gateways between them and the public network.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NetworkFile {
    /// The call-control systems, in the order of the file.
    #[schemars(with = "form::ById<System>")]
    pub systems: Vec<System>,
    /// The gateways, in the order of the file.
    #[schemars(with = "form::ById<NetworkGateway>")]
    pub gateways: Vec<NetworkGateway>,
    /// Numbers that must reach the PSTN untouched and undelayed.
    #[schemars(with = "Option<Vec<form::Word>>")]
    pub emergency: Vec<Located<String>>,
    /// Pairs of numbers that ring together.
    #[schemars(with = "Option<Vec<form::Ring>>")]
    pub simultaneous_ring: Vec<SimultaneousRing>,
}

impl NetworkFile {
    /// The system called `id`.
    pub fn system(&self, id: &str) -> Option<&System> {
        self.systems.iter().find(|system| system.id.value == id)
    }

    /// The gateway called `id`; `gateway` is the only one.
    pub fn gateway(&self, id: &str) -> Option<&NetworkGateway> {
        match self.gateways.as_slice() {
            [only] if id == "gateway" => Some(only),
            gateways => gateways.iter().find(|gateway| gateway.id.value == id),
        }
    }
}

/// A gateway of a network.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NetworkGateway {
    /// How the file refers to it.
    #[schemars(skip)]
    pub id: Located<String>,
    /// Path of its running-config, relative to the network file; absent: it is the plan that is checked.
    pub config: Option<Located<String>>,
    /// Its IOS release, as `show version` prints it: `12.4(24)T`, `17.6.1a`.
    #[schemars(with = "Option<form::Word>")]
    pub release: Option<Located<String>>,
    /// Where its neighbours are, in the order of the file: systems, other gateways, `pstn`.
    #[schemars(with = "form::ById<form::OneOrList<form::Connection>>")]
    pub connects: Vec<(Located<String>, Vec<Located<Connection>>)>,
    /// The DIDs that the public network delivers to it.
    #[schemars(with = "Option<form::OneOrList<form::Word>>")]
    pub dids: Vec<Located<DidRange>>,
    /// What arrives of a DID; absent: all its digits, without `+`.
    #[schemars(with = "Option<form::Delivered>")]
    pub delivers: Option<Located<Delivers>>,
    /// Country code of its DIDs, without `+`.
    #[schemars(with = "Option<form::Word>")]
    pub country_code: Option<Located<String>>,
}

/// Where a gateway meets a neighbour.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Connection {
    /// An address that it sends calls to, and that calls come from.
    Target(Target),
    /// A voice port of it, as `show voice port summary` prints it.
    Port(String),
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target(target) => target.fmt(f),
            Self::Port(port) => f.write_str(port),
        }
    }
}
