//! A dial plan: all objects of a configuration that dialc reads.

use indexmap::IndexMap;

use super::dial_peer::{DialPeer, Tag};
use super::objects::{DialPeerGroup, Object, PatternMap, RuleTable, TranslationProfile, UriClass};
use super::settings::Settings;
use crate::syntax::commands::Command;

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
    /// Dial-peers, by tag.
    pub peers: IndexMap<Tag, DialPeer>,
}

impl DialPlan {
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
        let objects = [(Command::TranslationProfile, &mut self.profiles), (Command::UriClass, &mut self.uri_classes)];
        objects.into_iter().find(|(command, _)| *command == header).map(|(_, objects)| objects)
    }
}
