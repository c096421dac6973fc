//! The rules, a file each. The opening comment of a file is the manual page of its rule.

mod ambiguous_choice;
mod bare_t;
mod calling_map_without_policy;
mod catch_all_from_trunk;
mod cause_remapped;
mod description_too_long;
mod dial_peer_down;
mod duplicate_tag;
mod emergency_delayed;
mod emergency_rewritten;
mod emergency_unreachable;
mod hunt_scheme_ignores_preference;
mod hunt_stops_on_unassigned;
mod huntstop_blocks_fallback;
mod invalid_pattern_map;
mod live_group_member;
mod loop_freedom_unproved;
mod malformed_argument;
mod missing_group;
mod no_keepalive;
mod overlapping_patterns;
mod plus_as_quantifier;
mod preference_ignored;
mod preference_out_of_order;
mod redundant_anchor;
mod routing_loop;
mod server_group_stops_fallback;
mod shutdown_only_route;
mod tag_out_of_range;
mod toll_fraud_exposure;
mod too_many_dots;
mod trailing_text;
mod typographic_character;
mod unbalanced_group;
mod undefined_reference;
mod undialable_result;
mod unreachable_dial_peer;
mod unreachable_rule;
mod untranslated_route;
mod wrong_keyword_count;

use super::rule::Rule;

/// Every rule, by topic.
pub const RULES: &[&Rule] = &[
    // ---- Loops
    &routing_loop::RULE,
    &catch_all_from_trunk::RULE,
    &loop_freedom_unproved::RULE,
    // ---- Sharing and hunting
    &preference_ignored::RULE,
    &huntstop_blocks_fallback::RULE,
    &hunt_stops_on_unassigned::RULE,
    &server_group_stops_fallback::RULE,
    &hunt_scheme_ignores_preference::RULE,
    &ambiguous_choice::RULE,
    &preference_out_of_order::RULE,
    &cause_remapped::RULE,
    // ---- Dial-peers
    &unreachable_dial_peer::RULE,
    &overlapping_patterns::RULE,
    &dial_peer_down::RULE,
    &bare_t::RULE,
    &too_many_dots::RULE,
    &plus_as_quantifier::RULE,
    &redundant_anchor::RULE,
    &duplicate_tag::RULE,
    &shutdown_only_route::RULE,
    &no_keepalive::RULE,
    &live_group_member::RULE,
    &calling_map_without_policy::RULE,
    &tag_out_of_range::RULE,
    &description_too_long::RULE,
    // ---- Translation
    &unreachable_rule::RULE,
    &missing_group::RULE,
    &unbalanced_group::RULE,
    &undialable_result::RULE,
    &untranslated_route::RULE,
    &wrong_keyword_count::RULE,
    &trailing_text::RULE,
    &typographic_character::RULE,
    // ---- Maps, classes, references
    &invalid_pattern_map::RULE,
    &undefined_reference::RULE,
    // ---- Safety
    &toll_fraud_exposure::RULE,
    &emergency_unreachable::RULE,
    &emergency_rewritten::RULE,
    &emergency_delayed::RULE,
    // ---- Reading
    &malformed_argument::RULE,
];
