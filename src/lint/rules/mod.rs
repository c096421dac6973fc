//! The rules, a file each. The opening comment of a file is the manual page of its rule.

mod ambiguous_choice;
mod bare_parentheses;
mod bare_t;
mod calling_map_without_policy;
mod catch_all_from_trunk;
mod cause_remapped;
mod class_too_large;
mod description_too_long;
mod dial_peer_down;
mod duplicate_tag;
mod emergency_delayed;
mod emergency_rewritten;
mod emergency_unreachable;
mod fallthrough_to_catch_all;
mod hairpin;
mod hunt_scheme_ignores_preference;
mod hunt_stops_on_unassigned;
mod huntstop_blocks_fallback;
mod inbound_by_calling_number;
mod invalid_pattern_map;
mod live_group_member;
mod loop_freedom_unproved;
mod malformed_argument;
mod merging_translation;
mod missing_group;
mod no_inbound_match;
mod no_keepalive;
mod open_ended_match;
mod open_ended_pattern;
mod overlapping_patterns;
mod pattern_too_long;
mod plus_as_quantifier;
mod plus_mismatch;
mod preference_ignored;
mod preference_out_of_order;
mod question_mark_paste;
mod redundant_anchor;
mod reject_in_profile;
mod reject_owned_number;
mod routing_loop;
mod server_group_stops_fallback;
mod shutdown_only_route;
mod tag_out_of_range;
mod timeout_overlap;
mod toll_fraud_exposure;
mod too_many_dots;
mod too_many_rules;
mod trailing_text;
mod type_on_sip;
mod typographic_character;
mod unanchored_match;
mod unbalanced_group;
mod undefined_reference;
mod undialable_result;
mod unknown_command;
mod unreachable_dial_peer;
mod unreachable_rule;
mod untranslated_route;
mod unused_definition;
mod wrong_dialect;
mod wrong_keyword_count;

use super::rule::Rule;

/// Every rule, by topic.
pub const RULES: &[&Rule] = &[
    // ---- Loops
    &routing_loop::RULE,
    &hairpin::RULE,
    &catch_all_from_trunk::RULE,
    &fallthrough_to_catch_all::RULE,
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
    &open_ended_pattern::RULE,
    &timeout_overlap::RULE,
    &no_inbound_match::RULE,
    &inbound_by_calling_number::RULE,
    &dial_peer_down::RULE,
    &bare_t::RULE,
    &too_many_dots::RULE,
    &plus_as_quantifier::RULE,
    &plus_mismatch::RULE,
    &redundant_anchor::RULE,
    &duplicate_tag::RULE,
    &shutdown_only_route::RULE,
    &no_keepalive::RULE,
    &live_group_member::RULE,
    &calling_map_without_policy::RULE,
    &tag_out_of_range::RULE,
    &description_too_long::RULE,
    // ---- Translation
    &unanchored_match::RULE,
    &open_ended_match::RULE,
    &unreachable_rule::RULE,
    &missing_group::RULE,
    &unbalanced_group::RULE,
    &bare_parentheses::RULE,
    &wrong_dialect::RULE,
    &undialable_result::RULE,
    &merging_translation::RULE,
    &untranslated_route::RULE,
    &reject_owned_number::RULE,
    &reject_in_profile::RULE,
    &type_on_sip::RULE,
    &wrong_keyword_count::RULE,
    &too_many_rules::RULE,
    &pattern_too_long::RULE,
    &trailing_text::RULE,
    &typographic_character::RULE,
    &question_mark_paste::RULE,
    // ---- Maps, classes, references
    &invalid_pattern_map::RULE,
    &undefined_reference::RULE,
    &unused_definition::RULE,
    &class_too_large::RULE,
    // ---- Safety
    &toll_fraud_exposure::RULE,
    &emergency_unreachable::RULE,
    &emergency_rewritten::RULE,
    &emergency_delayed::RULE,
    // ---- Reading
    &malformed_argument::RULE,
    &unknown_command::RULE,
];
