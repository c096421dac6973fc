//! The rules, a file each. The opening comment of a file is the manual page of its rule.

mod huntstop_blocks_fallback;

use super::rule::Rule;

/// Every rule, by topic.
pub const RULES: &[&Rule] = &[
    // ---- Sharing and hunting
    &huntstop_blocks_fallback::RULE,
];
