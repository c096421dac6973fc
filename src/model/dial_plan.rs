//! A dial plan: all objects of a configuration that dialc reads.

use indexmap::IndexMap;

use super::dial_peer::{DialPeer, Tag};
use super::objects::{PatternMap, RuleTable, TranslationProfile};
use super::settings::Settings;

/// All that routes calls in one configuration. Two are equal when they mean the same to the router: the order in which
/// objects were written does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DialPlan {
    /// `voice service voip`.
    pub voice_service: Settings,
    /// `voice class e164-pattern-map`, by number.
    pub pattern_maps: IndexMap<u32, PatternMap>,
    /// `voice translation-rule`, by number.
    pub rule_tables: IndexMap<u32, RuleTable>,
    /// `voice translation-profile`, by name.
    pub profiles: IndexMap<String, TranslationProfile>,
    /// Dial-peers, by tag.
    pub peers: IndexMap<Tag, DialPeer>,
}
