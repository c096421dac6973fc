//! Dial-peers.

use std::fmt;

use super::settings::Settings;
use crate::source::{Located, Span};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::{Command, Context};
use crate::syntax::pattern::NumberPattern;

/// The number of a dial-peer, 1 to 2147483647 (command reference, `dial-peer voice`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u32);

impl Tag {
    /// The greatest tag.
    pub const MAXIMUM: u32 = 2_147_483_647;

    /// The tag `number`, if it is in range.
    pub fn new(number: u32) -> Option<Self> {
        (1..=Self::MAXIMUM).contains(&number).then_some(Self(number))
    }

    /// The number.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What a dial-peer leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerKind {
    /// A telephone port.
    Pots,
    /// An address of an IP network.
    Voip,
    /// Another type (`mmoip`, `vofr`, ...), or none given where a peer is entered again.
    Other(String),
}

impl PeerKind {
    /// The kind that a header names.
    pub fn of(word: Option<&str>) -> Self {
        match word.map(str::to_ascii_lowercase).as_deref() {
            Some("pots") => Self::Pots,
            Some("voip") => Self::Voip,
            Some(other) => Self::Other(other.to_owned()),
            None => Self::Other(String::new()),
        }
    }

    /// How a header names it.
    pub fn keyword(&self) -> &str {
        match self {
            Self::Pots => "pots",
            Self::Voip => "voip",
            Self::Other(word) => word,
        }
    }

    /// The context of its lines.
    pub fn context(&self) -> Context {
        match self {
            Self::Pots => Context::PotsPeer,
            Self::Voip => Context::VoipPeer,
            Self::Other(kind) if kind.is_empty() => Context::OtherPeer,
            Self::Other(_) => Context::ForeignPeer,
        }
    }
}

/// A dial-peer. Two are equal when they mean the same to the router.
#[derive(Clone, Debug)]
pub struct DialPeer {
    /// Its number.
    pub tag: Tag,
    /// What it leads to.
    pub kind: PeerKind,
    /// Its lines.
    pub settings: Settings,
    /// Where its header stands; where it was entered last.
    pub span: Span,
    /// Its place in the order in which the peers were configured. That order tells apart what matches equally well; it is
    /// no part of equality.
    pub order: u32,
}

impl PartialEq for DialPeer {
    fn eq(&self, other: &Self) -> bool {
        (self.tag, &self.kind, &self.settings) == (other.tag, &other.kind, &other.settings)
    }
}

impl Eq for DialPeer {}

impl DialPeer {
    /// A dial-peer without lines.
    pub fn new(tag: Tag, kind: PeerKind) -> Self {
        Self { tag, kind, settings: Settings::default(), span: Span::default(), order: 0 }
    }

    /// Its description.
    pub fn description(&self) -> Option<&str> {
        self.settings.text(Command::Description).map(|text| text.value)
    }

    /// Its preference, 0 (the default, tried first) to 10.
    pub fn preference(&self) -> u32 {
        self.settings.integer(Command::Preference).map_or(0, |preference| preference.value)
    }

    /// Whether hunting ends when a call fails on it.
    pub fn huntstop(&self) -> bool {
        self.settings.flag(Command::Huntstop)
    }

    /// Whether it is out of use.
    pub fn shutdown(&self) -> bool {
        self.settings.flag(Command::Shutdown)
    }

    /// Its destination-pattern, where there is a valid one.
    pub fn destination_pattern(&self) -> Option<Located<&NumberPattern>> {
        self.settings.pattern(Command::DestinationPattern)
    }

    /// The number of its destination e164-pattern-map.
    pub fn destination_map(&self) -> Option<Located<u32>> {
        self.settings.integer(Command::DestinationMap)
    }

    /// The pattern of `incoming called-number`, where there is a valid one.
    pub fn incoming_called_number(&self) -> Option<Located<&NumberPattern>> {
        self.settings.pattern(Command::IncomingCalledNumber)
    }

    /// Where it sends calls, where that is a valid target.
    pub fn session_target(&self) -> Option<Located<&SessionTarget>> {
        let setting = self.settings.get(Command::SessionTarget)?;
        setting.value.argument.as_target().map(|target| Located::new(target, setting.span))
    }

    /// The voice port it belongs to.
    pub fn port(&self) -> Option<Located<&str>> {
        self.settings.text(Command::Port)
    }

    /// Whether a call that comes in on it is routed by the called number at once, without a second dial tone.
    pub fn direct_inward_dial(&self) -> bool {
        self.settings.flag(Command::DirectInwardDial)
    }
}

#[cfg(test)]
mod tests {
    use crate::emit::emit;
    use crate::model::{DialPlan, read_onto};
    use crate::source::Source;
    use crate::syntax::commands::LineState;
    use crate::syntax::tree::Tree;

    /// Command reference, `session target` and `session protocol` of VoFR, VoATM and MMoIP dial-peers.
    #[test]
    fn dial_peers_of_other_types_have_targets_of_their_own() {
        for (kind, lines, state) in [
            ("vofr", " session protocol frf11-trunk\n session target Serial0 22\n", LineState::Unsupported),
            ("voatm", " session target ATM0 pvc 1/100\n", LineState::Unsupported),
            ("mmoip", " session protocol smtp\n session target mailto:$d$@fax.example.com\n", LineState::Kept),
        ] {
            let text = format!("dial-peer voice 5 {kind}\n{lines}");
            let reading = read_onto(DialPlan::default(), &Tree::parse(&Source::new("test", text.as_str())));
            assert!(reading.report.is_empty(), "{text}{:?}", reading.report);
            assert!(reading.states.iter().skip(1).take(lines.lines().count()).all(|one| *one == state), "{text}");
            assert!(emit(&reading.plan).contains(lines), "{text}");
        }
    }
}
