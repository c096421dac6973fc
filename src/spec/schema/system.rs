//! A call-control system: what it is, how calls reach it, what lives there, where it sends what does not.

use std::fmt;
use std::net::IpAddr;

use schemars::JsonSchema;

use crate::number::DidRange;
use crate::source::{Located, Source, Span};
use crate::spec::json_schema::form;

/// A call-control system.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct System {
    /// How the spec refers to it.
    #[schemars(skip)]
    pub id: Located<String>,
    /// What it is.
    pub kind: Located<Kind>,
    /// Description of its dial-peers.
    pub description: Option<Located<String>>,
    /// Its signalling addresses, tried in sequence.
    #[schemars(rename = "target", with = "form::OneOrList<form::Address>")]
    pub targets: Vec<Located<Target>>,
    /// Signalling protocol; SIP where absent.
    #[schemars(with = "Option<Protocol>")]
    pub protocol: Located<Protocol>,
    /// SIP transport; the gateway's default where absent.
    pub transport: Option<Located<Transport>>,
    /// Codec of its dial-peers.
    #[schemars(with = "Option<form::Codec>")]
    pub codec: Option<Located<String>>,
    /// DTMF relay methods of its dial-peers, in order.
    #[schemars(with = "Option<form::OneOrList<String>>")]
    pub dtmf_relay: Vec<Located<String>>,
    /// Voice activity detection; IOS has it on.
    pub vad: Option<Located<bool>>,
    /// Whether OPTIONS keepalives watch the targets.
    #[schemars(with = "Option<form::SwitchOr<Keepalive>>")]
    pub keepalive: Option<Located<Keepalive>>,
    /// Further dial-peer lines, as IOS takes them.
    #[schemars(with = "Option<Vec<String>>")]
    pub extra_lines: Vec<Located<String>>,
    /// The form of the called number it expects; as delivered where absent.
    #[schemars(with = "Option<form::Expected>")]
    pub expects: Located<Expects>,
    /// The numbers that live there; absent: unknown.
    #[schemars(with = "Option<form::OwnNumbers>")]
    pub numbers: Option<OwnNumberList>,
    /// Where it sends numbers that are not its own.
    #[schemars(with = "Option<Vec<Route>>")]
    pub routes: Vec<Route>,
    /// Causes (Q.850) after which it does not try the next way of a list; absent: the default of its kind.
    #[schemars(with = "Option<Vec<form::Cause>>")]
    pub stop_routing_on: Option<Vec<Located<u8>>>,
    /// What happens to a number that is not its own and has no route; absent: not said.
    #[schemars(with = "Option<form::Unassigned>")]
    pub unassigned: Option<Located<Unassigned>>,
    /// Where it sends a call to a number of its own whose phone is not registered; absent: nowhere.
    pub forward_unregistered: Option<Forward>,
    /// Where its own users' outbound calls go: a system, the gateway's name, `gateway` or `pstn`.
    pub outbound_gateway: Option<Located<String>>,
    /// Number of digits of its lines.
    #[schemars(range(min = 1, max = 15))]
    pub line_digits: Option<Located<u8>>,
}

/// What a system is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Kind {
    /// Microsoft Office Communications Server 2007 (R2).
    Ocs,
    /// Microsoft Lync Server.
    Lync,
    /// Microsoft Skype for Business Server.
    SkypeForBusiness,
    /// Microsoft Teams Direct Routing.
    Teams,
    /// Cisco Unified Communications Manager.
    Cucm,
    /// Any other SIP call control.
    Sip,
    /// A provider of public telephone service.
    Provider,
}

impl Kind {
    /// How it is written in a spec.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Ocs => "ocs",
            Self::Lync => "lync",
            Self::SkypeForBusiness => "skype-for-business",
            Self::Teams => "teams",
            Self::Cucm => "cucm",
            Self::Sip => "sip",
            Self::Provider => "provider",
        }
    }

    /// How people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ocs => "OCS",
            Self::Lync => "Lync",
            Self::SkypeForBusiness => "Skype for Business",
            Self::Teams => "Teams",
            Self::Cucm => "CUCM",
            Self::Sip => "SIP system",
            Self::Provider => "provider",
        }
    }

    /// Whether it is one of Microsoft's.
    pub fn is_microsoft(self) -> bool {
        match self {
            Self::Ocs | Self::Lync | Self::SkypeForBusiness | Self::Teams => true,
            Self::Cucm | Self::Sip | Self::Provider => false,
        }
    }
}

/// An address that calls are sent to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The host.
    pub host: Host,
    /// The port, where it is not the protocol's own.
    pub port: Option<u16>,
}

/// The host of a target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// An address.
    Address(IpAddr),
    /// A name that DNS resolves, in lower case.
    Name(String),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Address(IpAddr::V4(address)) => write!(f, "ipv4:{address}")?,
            Host::Address(IpAddr::V6(address)) => write!(f, "ipv6:[{address}]")?,
            Host::Name(name) => write!(f, "dns:{name}")?,
        }
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// Signalling protocol between the gateway and a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Protocol {
    /// SIP version 2.
    Sip,
    /// H.323.
    H323,
}

impl Protocol {
    /// How it is written in a spec, and in `allow-connections`.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Sip => "sip",
            Self::H323 => "h323",
        }
    }
}

/// Transport of SIP messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Transport {
    /// UDP.
    Udp,
    /// TCP.
    Tcp,
    /// TLS over TCP.
    Tls,
}

/// OPTIONS keepalives towards a target; times in seconds, the router's own where absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Keepalive {
    /// Seconds between two while the target answers.
    #[schemars(range(min = 5, max = 1200))]
    pub up_interval: Option<u16>,
    /// Seconds between two while it does not.
    #[schemars(range(min = 5, max = 1200))]
    pub down_interval: Option<u16>,
    /// How many unanswered ones take the peer out of routing.
    #[schemars(range(min = 1, max = 10))]
    pub retry: Option<u8>,
}

/// The form of the called number that a system expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expects {
    /// `+`, country code, national number.
    PlusE164,
    /// The same without `+`.
    E164,
    /// The number without its country code.
    National,
    /// Just what arrived.
    AsDelivered,
    /// The last digits, that many.
    Last(u8),
}

/// The numbers that live on a system, and the text that lists them.
#[derive(Clone, Debug)]
pub struct OwnNumberList {
    /// The numbers, in the order of the text.
    pub entries: Vec<Located<OwnNumbers>>,
    /// Where they were written: the spec, or the CSV file that it names. Their places are places in it.
    pub source: Source,
}

/// Numbers that live on a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnNumbers {
    /// DIDs.
    Dids(DidRange),
    /// An extension: digits as they are dialled inside.
    Extension(String),
}

/// Where a system sends numbers that are not its own.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Route {
    /// Which numbers, in the system's own dialect: CUCM `X ! [ ] \+`; all others a regular expression.
    #[schemars(rename = "match", with = "form::Word")]
    pub pattern: Located<String>,
    /// Where to, tried in turn: systems, the gateway's name, `gateway` or `pstn`.
    #[schemars(with = "form::OneOrList<String>")]
    pub to: Vec<Located<String>>,
    /// Only for calls from these; absent: for all.
    #[schemars(with = "Option<form::OneOrList<String>>")]
    pub from: Option<Vec<Located<String>>>,
    /// Digits taken away in front.
    #[schemars(with = "Option<u8>", range(max = 32))]
    pub strip: u8,
    /// Digits put in front, after stripping.
    #[schemars(with = "Option<form::Word>")]
    pub prefix: Option<Located<String>>,
}

/// Where a system sends a call to one of its own numbers whose phone is not registered (CUCM: Forward Unregistered).
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Forward {
    /// Where to: a system, the gateway's name, `gateway` or `pstn`.
    pub to: Located<String>,
    /// Digits of the called number taken away in front.
    #[schemars(with = "Option<u8>", range(max = 32))]
    pub strip: u8,
    /// Digits put in front, after stripping.
    #[schemars(with = "Option<form::Word>")]
    pub prefix: Option<Located<String>>,
    /// Where `forward_unregistered` stands.
    #[schemars(skip)]
    pub span: Span,
}

/// What a system does with a number that is not its own and has no route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unassigned {
    /// It answers with this SIP status.
    Reject(u16),
    /// The caller hears an announcement.
    Announcement,
    /// It sends the call to this system, or `gateway`, or the gateway's name.
    Route(Located<String>),
}
