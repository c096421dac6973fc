//! What is done to the numbers of a call on its way through a gateway, point by point.

use super::gateway::Gateway;
use super::notes::{Notes, Stage};
use super::translate::{PartyNumber, Translation};
use crate::model::{Settings, TranslationProfile};
use crate::source::Located;
use crate::syntax::commands::Command;

/// Where in the gateway a number is changed. A call meets them in this order (Cisco 211306; where documents disagree:
/// docs/ios-semantics.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// `voip-incoming translation-profile` or `translation-rule`.
    VoipIncoming,
    /// A controller, voice port or trunk group that the call comes in on.
    TrunkIncoming,
    /// `call-block` of the inbound dial-peer.
    CallBlock,
    /// The inbound dial-peer.
    InboundPeer,
    /// `voice service pots`.
    PotsService,
    /// `num-exp`.
    NumberExpansion,
    /// Digits that a POTS dial-peer strips.
    DigitStrip,
    /// The outbound dial-peer.
    OutboundPeer,
    /// `forward-digits` of the outbound dial-peer.
    ForwardDigits,
    /// `prefix` of the outbound dial-peer.
    Prefix,
    /// A trunk group or voice port that the call goes out on.
    TrunkOutgoing,
}

impl Point {
    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::VoipIncoming => "voip-incoming",
            Self::TrunkIncoming => "trunk-incoming",
            Self::CallBlock => "call-block",
            Self::InboundPeer => "inbound-peer",
            Self::PotsService => "voice-service-pots",
            Self::NumberExpansion => "num-exp",
            Self::DigitStrip => "digit-strip",
            Self::OutboundPeer => "outbound-peer",
            Self::ForwardDigits => "forward-digits",
            Self::Prefix => "prefix",
            Self::TrunkOutgoing => "trunk-outgoing",
        }
    }
}

/// Which number of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The number that is called.
    Called,
    /// The number that calls.
    Calling,
}

impl Party {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Calling => "calling",
        }
    }
}

/// Something that could change a number, and what it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub point: Point,
    /// Which number.
    pub party: Party,
    /// What did it: `translation-profile X, voice translation-rule 5, rule 1`.
    pub by: String,
    /// Whether it applied; a table of which no rule matches did not.
    pub applied: bool,
    /// The number before.
    pub before: PartyNumber,
    /// The number after.
    pub after: PartyNumber,
}

/// The numbers of a call as they stand, and what was done to them so far.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub(super) called: PartyNumber,
    pub(super) calling: PartyNumber,
    pub(super) changes: Vec<Change>,
}

/// A rule that blocks the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Which: `translation-profile X, voice translation-rule 5, rule 1`.
    pub by: String,
    /// Where the call met it: `dial-peer 5`.
    pub at: String,
    /// At which point of its way.
    pub point: Point,
}

impl Passage {
    pub(super) fn new(called: PartyNumber, calling: PartyNumber) -> Self {
        Self { called, calling, changes: Vec::new() }
    }

    fn number(&mut self, party: Party) -> &mut PartyNumber {
        match party {
            Party::Called => &mut self.called,
            Party::Calling => &mut self.calling,
        }
    }

    /// Sets the digits of the called number to what `by` makes of them.
    pub(super) fn rewrite(&mut self, point: Point, by: impl Into<String>, digits: String) {
        let before = self.called.clone();
        self.called.digits = digits;
        let after = self.called.clone();
        self.changes.push(Change { point, party: Party::Called, by: by.into(), applied: true, before, after });
    }

    /// Records what a table made of a number.
    fn record(&mut self, point: Point, party: Party, by: &str, result: Translation, at: &str) -> Result<(), Blocked> {
        let before = self.number(party).clone();
        let (by, applied, after) = match result {
            Translation::NoMatch => (format!("{by}: no rule matches"), false, before.clone()),
            Translation::Rejected(rule) => {
                return Err(Blocked { by: format!("{by}, rule {rule}"), at: at.to_owned(), point });
            }
            Translation::Translated(rule, after) => (format!("{by}, rule {rule}"), true, after),
        };
        *self.number(party) = after.clone();
        self.changes.push(Change { point, party, by, applied, before, after });
        Ok(())
    }
}

/// Where a translation is met: the point, the object it is configured on, and where in the trace that is said.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) point: Point,
    pub(super) object: &'a str,
    pub(super) stage: Stage,
    /// Whether the call is routed by its URI, so that the called number is left alone.
    pub(super) by_uri: bool,
}

impl<'a> Place<'a> {
    pub(super) fn new(point: Point, object: &'a str, stage: Stage) -> Self {
        Self { point, object, stage, by_uri: false }
    }
}

impl Gateway<'_> {
    /// Applies the profile that `settings` name by `command`.
    pub(super) fn profile_of(
        &self,
        place: Place<'_>,
        settings: &Settings,
        command: Command,
        passage: &mut Passage,
        notes: &mut Notes,
    ) -> Result<(), Blocked> {
        match settings.text(command) {
            Some(name) => self.apply_profile(place, &name, passage, notes),
            None => Ok(()),
        }
    }

    /// Applies a translation profile to both numbers.
    pub(super) fn apply_profile(
        &self,
        place: Place<'_>,
        name: &Located<&str>,
        passage: &mut Passage,
        notes: &mut Notes,
    ) -> Result<(), Blocked> {
        let Some(profile) = self.plan.profiles.get(name.value) else {
            let text = format!("there is no translation-profile {} here: nothing is translated by it", name.value);
            notes.say(place.stage, text, Some(name.span));
            return Ok(());
        };
        notes.unread(place.stage, &format!("voice translation-profile {}", name.value), &profile.settings);
        for (party, command) in [(Party::Called, Command::TranslateCalled), (Party::Calling, Command::TranslateCalling)]
        {
            self.apply_party(place, profile, (party, command), passage, notes)?;
        }
        Ok(())
    }

    fn apply_party(
        &self,
        place: Place<'_>,
        profile: &TranslationProfile,
        (party, command): (Party, Command),
        passage: &mut Passage,
        notes: &mut Notes,
    ) -> Result<(), Blocked> {
        let Some(number) = profile.settings.integer(command) else { return Ok(()) };
        if party == Party::Called && place.by_uri {
            let text = "with `call-route url` the called number is not translated on the way in".to_owned();
            notes.say(place.stage, text, Some(number.span));
            return Ok(());
        }
        let by = format!("translation-profile {}, voice translation-rule {}", profile.id, number.value);
        self.apply_table(place, (party, number), &by, passage, notes)
    }

    /// Applies the table with this number; an old one where there is no other (Cisco 211306: `translate-outgoing` can name
    /// either).
    pub(super) fn apply_table(
        &self,
        place: Place<'_>,
        (party, number): (Party, Located<u32>),
        by: &str,
        passage: &mut Passage,
        notes: &mut Notes,
    ) -> Result<(), Blocked> {
        let given = passage.number(party).clone();
        let Some(result) = self.translated(number.value, &given, place.stage, notes) else {
            let text = format!("there is no voice translation-rule {} here: nothing is translated by it", number.value);
            notes.say(place.stage, text, Some(number.span));
            return Ok(());
        };
        passage.record(place.point, party, by, result, place.object)
    }

    /// Whether calls are routed by their URI: `call-route url`.
    pub(crate) fn routes_by_uri(&self) -> bool {
        let lines = self.plan.voice_service.all(Command::CallRoute);
        lines.iter().any(|line| line.value.argument.as_text() == Some("url"))
    }

    /// Applies what `settings` say by an old command that names tables: `translate called 5`, `voip-incoming
    /// translation-rule called 5`.
    pub(super) fn old_tables(
        &self,
        place: Place<'_>,
        settings: &Settings,
        command: Command,
        passage: &mut Passage,
        notes: &mut Notes,
    ) -> Result<(), Blocked> {
        for line in settings.all(command) {
            let text = line.value.argument.as_text().unwrap_or_default().to_ascii_lowercase();
            let mut words = text.split(' ');
            let party = match words.next() {
                Some(word) if "called-number".starts_with(word) => Party::Called,
                Some(word) if "calling-number".starts_with(word) => Party::Calling,
                Some(_) | None => continue,
            };
            let Some(number) = words.next().and_then(|number| number.parse().ok()) else { continue };
            let by = format!("{} {text}", command.row().keywords);
            self.apply_table(place, (party, Located::new(number, line.span)), &by, passage, notes)?;
        }
        Ok(())
    }
}
