//! The spec as typed values, every one with its place in the YAML. Decoded by [`super::decode`], checked by
//! [`super::validate`]; the JSON Schema that `dialc schema` prints is made from these types.

mod system;

pub use system::*;

use std::net::IpAddr;

use schemars::JsonSchema;

use super::json_schema::form;
use crate::number::DidRange;
use crate::source::{Located, Span};

/// A whole spec: one gateway, the systems behind it, and the DIDs they share.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Spec {
    /// The gateway that dialc writes the configuration of.
    pub gateway: Gateway,
    /// The call-control systems, in the order of the file.
    #[schemars(with = "form::BySystem<System>")]
    pub systems: Vec<System>,
    /// The blocks of DIDs, in the order of the file.
    #[schemars(length(min = 1))]
    pub sharing: Vec<Share>,
    /// How calls between the systems go, where the spec says it.
    pub internal: Option<Located<Internal>>,
    /// Pairs of numbers that ring together.
    #[schemars(with = "Option<Vec<form::Ring>>")]
    pub simultaneous_ring: Vec<SimultaneousRing>,
    /// Exchange Unified Messaging, where it answers for the users.
    pub voicemail: Option<Voicemail>,
    /// Numbers that must reach the PSTN untouched and undelayed.
    #[schemars(with = "Option<Vec<form::Word>>")]
    pub emergency: Vec<Located<String>>,
}

impl Spec {
    /// The system called `id`.
    pub fn system(&self, id: &str) -> Option<&System> {
        self.systems.iter().find(|system| system.id.value == id)
    }
}

/// The gateway.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Gateway {
    /// Its name, as other parts of the spec may refer to it.
    pub name: Located<String>,
    /// Its IOS release, as `show version` prints it: `12.4(24)T`, `17.6.1a`.
    #[schemars(with = "form::Word")]
    pub release: Located<String>,
    /// Country code of its DIDs, without `+`; needed by `expects: national`.
    #[schemars(with = "Option<form::Word>")]
    pub country_code: Option<Located<String>>,
    /// Where calls from the public network arrive.
    pub pstn: Pstn,
    /// How peers match: default `destination-pattern`.
    #[schemars(with = "Option<MatchWith>")]
    pub match_with: MatchWith,
    /// Where `match_with` was written; the place of the gateway where it was not.
    #[schemars(skip)]
    pub match_with_span: Span,
    /// Whether every pattern and rule ends in `$`.
    #[schemars(with = "Option<bool>")]
    pub exact: bool,
    /// Whether hunting ends after the last system of a block.
    #[schemars(with = "Option<bool>")]
    pub huntstop_last: bool,
}

/// Where calls from the public network arrive, and how.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Pstn {
    /// The trunk; its place is that of `pri` or `sip`.
    #[schemars(flatten, with = "Access")]
    pub access: Located<Access>,
    /// What arrives of a DID.
    #[schemars(with = "form::Delivered")]
    pub delivers: Located<Delivers>,
    /// Whether the inbound dial-peer is written too.
    #[schemars(with = "Option<form::SwitchOr<InboundPeer>>")]
    pub inbound_peer: Option<Located<InboundPeer>>,
}

/// The trunk to the public network.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Access {
    /// An ISDN PRI.
    Pri {
        /// Its voice port, e.g. `0/0/0:23`.
        port: Located<String>,
    },
    /// A SIP trunk.
    Sip(SipTrunk),
}

/// A SIP trunk to a provider.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SipTrunk {
    /// The provider's signalling addresses.
    #[schemars(rename = "target", with = "form::OneOrList<form::Address>")]
    pub targets: Vec<Located<Target>>,
    /// Further addresses that calls come from; needed where a target is a name, since the trusted list takes none.
    #[schemars(with = "Option<Vec<IpAddr>>")]
    pub addresses: Vec<Located<IpAddr>>,
    /// Codec of the inbound peer.
    #[schemars(with = "Option<form::Codec>")]
    pub codec: Option<Located<String>>,
    /// DTMF relay methods of the inbound peer.
    #[schemars(with = "Option<form::OneOrList<String>>")]
    pub dtmf_relay: Vec<Located<String>>,
    /// Voice activity detection on the inbound peer; IOS has it on.
    pub vad: Option<Located<bool>>,
}

/// What arrives of a DID at the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivers {
    /// Its last digits, that many.
    Digits(u8),
    /// All of it with the leading `+`.
    PlusE164,
}

/// The inbound dial-peer of the trunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct InboundPeer {
    /// Its tag; allocated where absent.
    #[schemars(required, range(min = 1, max = 2_147_483_647))]
    pub tag: Option<Located<u32>>,
}

/// How dial-peers match called numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum MatchWith {
    /// One peer a pattern, with `destination-pattern`.
    #[default]
    DestinationPattern,
    /// One peer a target, with `destination e164-pattern-map`.
    PatternMap,
    /// A map where there are several patterns and the release has maps, else `destination-pattern`.
    Auto,
}

/// How calls between the systems go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Internal {
    /// Over a SIP trunk between them.
    Direct,
    /// Through the gateway.
    Gateway,
}

/// Two numbers on two systems that ring together.
#[derive(Clone, Debug)]
pub struct SimultaneousRing {
    /// The two: system and number, in the order of the file.
    pub ends: [(Located<String>, Located<String>); 2],
}

/// Exchange Unified Messaging.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Voicemail {
    /// Digits of an extension in its dial plan.
    #[schemars(range(min = 1, max = 15))]
    pub extension_digits: Located<u8>,
    /// Whether it lights message-waiting lamps.
    #[schemars(with = "Option<bool>")]
    pub message_waiting: bool,
    /// Whether its SIP trunk uses digest authentication.
    #[schemars(with = "Option<bool>")]
    pub digest_authentication: bool,
    /// Where `voicemail` stands.
    #[schemars(skip)]
    pub span: Span,
}

/// A block of DIDs and the systems that share it.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Share {
    /// Its name.
    pub name: Located<String>,
    /// Its DIDs.
    #[schemars(with = "form::OneOrList<form::Word>")]
    pub dids: Vec<Located<DidRange>>,
    /// The systems, first tried first.
    #[schemars(length(min = 1))]
    pub order: Vec<Located<String>>,
    /// Where `order` stands.
    #[schemars(skip)]
    pub order_span: Span,
    /// Per system: the tags of its peers.
    #[schemars(with = "Option<form::BySystem<form::OneOrList<form::Tag>>>")]
    pub tags: Vec<(Located<String>, Tags)>,
    /// Per system: number and name of its translation.
    #[schemars(with = "Option<form::BySystem<Translation>>")]
    pub translation: Vec<(Located<String>, Translation)>,
    /// Preference of the first peer of the first system; 1 where absent.
    #[schemars(range(max = 10))]
    pub preference: Option<Located<u8>>,
    /// Who has the numbers now.
    #[schemars(with = "Option<String>")]
    pub state: State,
}

/// Tags of the dial-peers of one system in one block.
#[derive(Clone, Debug)]
pub enum Tags {
    /// The first tag; further peers count on.
    First(Located<u32>),
    /// One for each peer.
    List(Vec<Located<u32>>),
}

/// Number and name of the translation of one system in one block; allocated where absent.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Translation {
    /// Number of the `voice translation-rule`.
    #[schemars(range(min = 1, max = 1_073_741_823))]
    pub rule: Option<Located<u32>>,
    /// Name of the `voice translation-profile`.
    pub profile: Option<Located<String>>,
    /// Where the entry stands.
    #[schemars(skip)]
    pub span: Span,
}

/// Who has the numbers of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// All systems of `order`.
    Shared,
    /// This one alone: others are moved already, or not yet.
    Only(Located<String>),
}
