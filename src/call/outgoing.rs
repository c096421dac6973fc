//! What is done to the numbers of a call on its way out by one dial-peer.

use super::attempt::Offer;
use super::digits::{ForwardDigits, stripped_digits};
use super::gateway::Gateway;
use super::notes::{Notes, Stage};
use super::passage::{Blocked, Party, Passage, Place, Point};
use super::profile::Assumption;
use super::select::Ranked;
use crate::model::{DialPeer, PeerKind};
use crate::syntax::commands::Command;

/// The most digits that IOS dials.
const LONGEST: usize = 32;

impl Gateway<'_> {
    /// Applies all that is done to the numbers of a call that goes out on `peer`.
    pub(super) fn outgoing(
        &self,
        peer: &DialPeer,
        candidate: &Ranked,
        offer: &Offer<'_>,
        passage: &mut Passage,
        notes: &mut Notes,
    ) -> Result<(), Blocked> {
        let stage = Stage::Attempt(peer.tag);
        let object = format!("dial-peer {}", peer.tag);
        let place = Place::new(Point::OutboundPeer, &object, stage);
        let is_pots = peer.kind == PeerKind::Pots;
        if is_pots {
            // It is digits that the pattern matched that are stripped, so before anything is translated.
            strip(peer, candidate, offer.by_group, passage, notes);
            for service in self.plan.others(Command::VoiceServicePots) {
                let place = Place::new(Point::PotsService, "voice service pots", stage);
                self.profile_of(place, &service.settings, Command::TranslationProfileOutgoing, passage, notes)?;
            }
        }
        if peer.settings.span(Command::TranslationProfileOutgoing).is_some() {
            self.profile_of(place, &peer.settings, Command::TranslationProfileOutgoing, passage, notes)?;
        } else {
            let old = [
                (Party::Called, Command::TranslateOutgoingCalled),
                (Party::Calling, Command::TranslateOutgoingCalling),
            ];
            for (party, command) in old {
                if let Some(number) = peer.settings.integer(command) {
                    let by = format!("{} {}", command.row().keywords, number.value);
                    self.apply_table(place, (party, number), &by, passage, notes)?;
                }
            }
        }
        if is_pots {
            self.forward(peer, candidate, offer, passage, notes);
            self.trunk_outgoing(peer, passage, notes)?;
        }
        self.expand_after(passage, notes);
        if is_pots && passage.called.digits.is_empty() {
            notes.say(stage, "no digits are left to send: the caller hears the dial tone of the far end", None);
        }
        if passage.called.digits.len() > LONGEST {
            let text = format!("the number has {} digits: IOS takes {LONGEST}", passage.called.digits.len());
            notes.say(stage, text, None);
        }
        Ok(())
    }

    /// `num-exp`, where that is assumed to be applied right before the call is sent.
    fn expand_after(&self, passage: &mut Passage, notes: &mut Notes) {
        if self.profile.is(Assumption::NumberExpansion, "after")
            && let Some((expanded, by)) = self.expansion(&passage.called.digits)
        {
            notes.assume(Assumption::NumberExpansion);
            passage.rewrite(Point::NumberExpansion, by, expanded);
        }
    }

    /// `forward-digits` and `prefix` of a POTS peer.
    fn forward(
        &self,
        peer: &DialPeer,
        candidate: &Ranked,
        offer: &Offer<'_>,
        passage: &mut Passage,
        notes: &mut Notes,
    ) {
        let forward = ForwardDigits::of(peer);
        let prefix = peer.settings.text(Command::Prefix).map(|prefix| prefix.value.to_owned());
        let both = forward != ForwardDigits::Default && prefix.is_some();
        if both {
            notes.assume(Assumption::ForwardDigits);
        }
        let add = |passage: &mut Passage| {
            if let Some(prefix) = &prefix {
                let digits = format!("{}{}", prefix.replace(',', ""), passage.called.digits);
                passage.rewrite(Point::Prefix, format!("prefix {prefix}"), digits);
            }
        };
        let prefix_first = both && self.profile.is(Assumption::ForwardDigits, "after-prefix");
        if prefix_first {
            add(passage);
        }
        if forward != ForwardDigits::Default {
            let digits = forward.apply(&passage.called.digits, &offer.called.digits, candidate.pattern.as_ref());
            let by = peer.settings.get(Command::ForwardDigits).map(|line| line.value.line()).unwrap_or_default();
            passage.rewrite(Point::ForwardDigits, by, digits);
        }
        if !prefix_first {
            add(passage);
        }
    }

    /// The profiles of the trunk group and the voice port that a POTS peer leads to.
    fn trunk_outgoing(&self, peer: &DialPeer, passage: &mut Passage, notes: &mut Notes) -> Result<(), Blocked> {
        let stage = Stage::Attempt(peer.tag);
        let port = peer.port().map(|port| self.plan.port_objects(port.value)).unwrap_or_default();
        let named: Vec<_> = peer.settings.first_words(Command::Trunkgroup).collect();
        for name in named.iter().filter(|name| self.plan.trunk_group(name).is_none()) {
            notes.say(stage, format!("there is no trunk group {name}"), peer.settings.span(Command::Trunkgroup));
        }
        let groups: Vec<_> = named.into_iter().filter_map(|name| self.plan.trunk_group(name)).collect();
        if groups.len() > 1 {
            notes.say(
                stage,
                "which of its trunk groups takes the call depends on what is free: the first is taken",
                None,
            );
        }
        if !groups.is_empty() {
            let text =
                "which port of the trunk group takes the call is not known: a translation on the port is left out";
            notes.say(stage, text, None);
        }
        let groups = groups.into_iter().take(1);
        if let Some((group, limit)) =
            groups.clone().find_map(|group| Some((group, group.settings.span(Command::MaxCalls)?)))
        {
            let text = format!("trunk group {} is taken to be below its `max-calls`", group.id);
            notes.say(stage, text, Some(limit));
        }
        let controller = peer
            .port()
            .and_then(|port| self.controller_profile(Command::TranslationProfileOutgoingController, port.value));
        if let Some(name) = controller {
            // It goes before those of the voice port and the trunk group (Cisco 64020).
            let place = Place::new(Point::TrunkOutgoing, "voice service pots", stage);
            return self.apply_profile(place, &name, passage, notes);
        }
        for (title, object) in groups
            .map(|group| (format!("trunk group {}", group.id), group))
            .chain(port.voice_ports.iter().map(|port| (format!("voice-port {}", port.id), *port)))
        {
            let place = Place::new(Point::TrunkOutgoing, &title, stage);
            self.profile_of(place, &object.settings, Command::TranslationProfileOutgoing, passage, notes)?;
        }
        Ok(())
    }
}

/// Digit stripping, which `forward-digits` takes the place of (command reference).
fn strip(peer: &DialPeer, candidate: &Ranked, by_group: bool, passage: &mut Passage, notes: &mut Notes) {
    let off = !peer.settings.flag(Command::DigitStrip) || ForwardDigits::of(peer) != ForwardDigits::Default;
    if by_group && !off {
        let text = "digits are not stripped where a dial-peer group chose the peer (CUBE guide, dial-peer groups)";
        notes.say(Stage::Attempt(peer.tag), text, None);
        return;
    }
    let stripped = candidate.pattern.as_ref().map_or(0, stripped_digits);
    if off || stripped == 0 {
        return;
    }
    let rest = passage.called.digits.get(stripped..).unwrap_or_default().to_owned();
    passage.rewrite(Point::DigitStrip, "digit-strip", rest);
}
