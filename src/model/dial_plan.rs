//! A dial plan: all objects of a configuration that dialc reads.

use indexmap::IndexMap;

use super::dial_peer::{DialPeer, Tag};
use super::objects::{CorList, DialPeerGroup, Object, PatternMap, RuleTable, TranslationProfile, UriClass};
use super::settings::Settings;
use crate::source::Located;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// All that routes calls in one configuration. Two are equal when they mean the same to the router: the order in which
/// objects were written does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DialPlan {
    /// `voice service voip`.
    pub voice_service: Settings,
    /// `voice class e164-pattern-map`, by number.
    pub pattern_maps: IndexMap<u32, PatternMap>,
    /// `voice class uri`, by name and type: `FROMcucm sip`.
    pub uri_classes: IndexMap<String, UriClass>,
    /// `voice class dpg`, by number.
    pub peer_groups: IndexMap<u32, DialPeerGroup>,
    /// `voice translation-rule`, by number.
    pub rule_tables: IndexMap<u32, RuleTable>,
    /// `voice translation-profile`, by name.
    pub profiles: IndexMap<String, TranslationProfile>,
    /// `dial-peer cor custom`: the names that class-of-restriction lists are made of.
    pub cor_names: Settings,
    /// `dial-peer cor list`, by name.
    pub cor_lists: IndexMap<String, CorList>,
    /// Dial-peers, by tag.
    pub peers: IndexMap<Tag, DialPeer>,
}

impl DialPlan {
    /// The valid patterns that `peer` matches called numbers with on the way out: its own, and those of its map.
    pub fn called_patterns<'a>(&'a self, peer: &'a DialPeer) -> impl Iterator<Item = Located<&'a NumberPattern>> {
        let map = peer.destination_map().and_then(|number| self.pattern_maps.get(&number.value));
        peer.destination_pattern().into_iter().chain(map.into_iter().flat_map(PatternMap::entries))
    }

    /// The objects that `header` begins, where they are known by a number; dial-peers are not among them.
    pub(super) fn numbered(&mut self, header: Command) -> Option<&mut IndexMap<u32, Object<u32>>> {
        let objects = [
            (Command::PatternMap, &mut self.pattern_maps),
            (Command::DialPeerGroup, &mut self.peer_groups),
            (Command::TranslationRuleTable, &mut self.rule_tables),
        ];
        objects.into_iter().find(|(command, _)| *command == header).map(|(_, objects)| objects)
    }

    /// The objects that `header` begins, where they are known by a name.
    pub(super) fn named(&mut self, header: Command) -> Option<&mut IndexMap<String, Object<String>>> {
        let objects = [
            (Command::TranslationProfile, &mut self.profiles),
            (Command::UriClass, &mut self.uri_classes),
            (Command::CorList, &mut self.cor_lists),
        ];
        objects.into_iter().find(|(command, _)| *command == header).map(|(_, objects)| objects)
    }

    /// The lines under `header`, where there is one such object only.
    pub(super) fn only(&mut self, header: Command) -> Option<&mut Settings> {
        let objects = [(Command::VoiceServiceVoip, &mut self.voice_service), (Command::CorCustom, &mut self.cor_names)];
        objects.into_iter().find(|(command, _)| *command == header).map(|(_, settings)| settings)
    }
}
