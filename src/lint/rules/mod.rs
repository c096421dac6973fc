//! The rules, a file each. The opening comment of a file is the manual page of its rule.

mod calling_map_without_policy;
mod duplicate_tag;
mod huntstop_blocks_fallback;
mod invalid_pattern_map;
mod malformed_argument;
mod missing_group;
mod plus_as_quantifier;
mod trailing_text;
mod typographic_character;
mod unbalanced_group;
mod undefined_reference;
mod wrong_keyword_count;

use super::rule::Rule;

/// Every rule, by topic.
pub const RULES: &[&Rule] = &[
    // ---- Sharing and hunting
    &huntstop_blocks_fallback::RULE,
    // ---- Dial-peers
    &plus_as_quantifier::RULE,
    &duplicate_tag::RULE,
    &calling_map_without_policy::RULE,
    // ---- Translation
    &missing_group::RULE,
    &unbalanced_group::RULE,
    &wrong_keyword_count::RULE,
    &trailing_text::RULE,
    &typographic_character::RULE,
    // ---- Maps, classes, references
    &invalid_pattern_map::RULE,
    &undefined_reference::RULE,
    // ---- Reading
    &malformed_argument::RULE,
];
