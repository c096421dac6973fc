//! A call as it reaches a gateway: its numbers, and the leg that it comes in on.

use std::fmt;

use super::translate::PartyNumber;
use super::uri::Uri;
use crate::model::Tag;
use crate::syntax::argument::SessionTarget;

/// A call as it reaches the gateway.
#[derive(Clone, Debug)]
pub struct Call {
    /// The number that is called.
    pub called: PartyNumber,
    /// The number that calls; empty where the call does not tell it.
    pub calling: PartyNumber,
    /// Where it comes from; `None`: a leg that applies nothing and matches no inbound dial-peer.
    pub leg: Option<Leg>,
    /// Whether the digits arrive one by one, and the first match is taken.
    pub overlap: bool,
}

impl Call {
    /// A call to `called` that arrives en bloc on a leg that applies nothing.
    pub fn to(called: &str) -> Self {
        Self { called: PartyNumber::plain(called), calling: PartyNumber::plain(""), leg: None, overlap: false }
    }

    /// The same, in on `leg`.
    #[must_use]
    pub fn on(mut self, leg: Leg) -> Self {
        self.leg = Some(leg);
        self
    }

    /// The same, from the number `calling`.
    #[must_use]
    pub fn from(mut self, calling: &str) -> Self {
        self.calling = PartyNumber::plain(calling);
        self
    }
}

/// Where a call comes from.
#[derive(Clone, Debug)]
pub enum Leg {
    /// It comes in on this dial-peer, whatever made the gateway choose it.
    Peer(Tag, Trunk),
    /// From a telephone port: `0/0/0:23`.
    Port(String),
    /// From a SIP trunk.
    Sip(Trunk),
    /// From a SIP phone that is registered with the gateway.
    SipLine(Trunk),
    /// From an H.323 gateway or gatekeeper.
    H323(Trunk),
}

impl Leg {
    /// The call in on the dial-peer `tag`.
    pub fn peer(tag: Tag) -> Self {
        Self::Peer(tag, Trunk::default())
    }

    /// What is known of its far end, where it may come by IP.
    pub fn trunk(&self) -> Option<&Trunk> {
        match self {
            Self::Port(_) => None,
            Self::Peer(_, trunk) | Self::Sip(trunk) | Self::SipLine(trunk) | Self::H323(trunk) => Some(trunk),
        }
    }
}

/// The far end of a call that comes in by IP.
#[derive(Clone, Debug, Default)]
pub struct Trunk {
    /// Its address, where that is known.
    pub address: Option<SessionTarget>,
    /// The URIs of the call.
    pub uris: Uris,
}

/// The URIs that a call carries. What is not given is made of the numbers and the address.
#[derive(Clone, Debug, Default)]
pub struct Uris {
    /// The host of the topmost Via header.
    pub via: Option<Uri>,
    /// The request URI.
    pub request: Option<Uri>,
    /// The To header.
    pub to: Option<Uri>,
    /// The From header.
    pub from: Option<Uri>,
    /// The Diversion header.
    pub diversion: Option<Uri>,
    /// The Referred-By header.
    pub referred_by: Option<Uri>,
    /// The H.323 called URI.
    pub called: Option<Uri>,
    /// The H.323 calling URI.
    pub calling: Option<Uri>,
}

/// Which URI of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UriKind {
    /// The host of the topmost Via header.
    Via,
    /// The request URI.
    Request,
    /// The To header.
    To,
    /// The From header.
    From,
    /// The Diversion header.
    Diversion,
    /// The Referred-By header.
    ReferredBy,
    /// The H.323 called URI.
    Called,
    /// The H.323 calling URI.
    Calling,
}

impl UriKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Via,
        Self::Request,
        Self::To,
        Self::From,
        Self::Diversion,
        Self::ReferredBy,
        Self::Called,
        Self::Calling,
    ];

    /// How the commands of dial-peers call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Via => "via",
            Self::Request => "request",
            Self::To => "to",
            Self::From => "from",
            Self::Diversion => "diversion",
            Self::ReferredBy => "referred-by",
            Self::Called => "called",
            Self::Calling => "calling",
        }
    }
}

impl Uris {
    /// Where the URI of this kind is kept.
    pub fn entry(&mut self, kind: UriKind) -> &mut Option<Uri> {
        match kind {
            UriKind::Via => &mut self.via,
            UriKind::Request => &mut self.request,
            UriKind::To => &mut self.to,
            UriKind::From => &mut self.from,
            UriKind::Diversion => &mut self.diversion,
            UriKind::ReferredBy => &mut self.referred_by,
            UriKind::Called => &mut self.called,
            UriKind::Calling => &mut self.calling,
        }
    }
}

impl Trunk {
    /// A far end at `address`.
    pub fn at(address: SessionTarget) -> Self {
        Self { address: Some(address), uris: Uris::default() }
    }

    /// Its host, where the address tells it.
    pub fn host(&self) -> Option<String> {
        match self.address.as_ref()? {
            SessionTarget::Ipv4(address, _) => Some(address.to_string()),
            SessionTarget::Ipv6(address, _) => Some(address.to_string()),
            SessionTarget::Dns(name, _) => Some(name.clone()),
            SessionTarget::Other(_) => None,
        }
    }

    /// The URI of a call from here: the one that was given, else what is usual: the From header has the calling number at
    /// the far end's host, the request and the To header the called number at the gateway's, which is not known. `None`
    /// where the call has no such URI.
    pub fn uri(&self, kind: UriKind, called: &str, calling: &str) -> Option<Uri> {
        let host = self.host();
        let (given, usual) = match kind {
            UriKind::Via => (&self.uris.via, host.as_deref().map(Uri::parse)),
            UriKind::Request => (&self.uris.request, Some(Uri::sip(called, None))),
            UriKind::To => (&self.uris.to, Some(Uri::sip(called, None))),
            UriKind::From => (&self.uris.from, Some(Uri::sip(calling, host.as_deref()))),
            UriKind::Diversion => (&self.uris.diversion, None),
            UriKind::ReferredBy => (&self.uris.referred_by, None),
            UriKind::Called => (&self.uris.called, None),
            UriKind::Calling => (&self.uris.calling, None),
        };
        given.clone().or(usual)
    }
}

impl fmt::Display for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = |f: &mut fmt::Formatter<'_>, protocol: &str, trunk: &Trunk| match &trunk.address {
            Some(address) => write!(f, "{protocol} from {address}"),
            None => write!(f, "{protocol}"),
        };
        match self {
            Self::Peer(tag, _) => write!(f, "in on dial-peer {tag}"),
            Self::Port(port) => write!(f, "from port {port}"),
            Self::Sip(trunk) => from(f, "SIP", trunk),
            Self::SipLine(_) => f.write_str("SIP from a phone of this router"),
            Self::H323(trunk) => from(f, "H.323", trunk),
        }
    }
}
