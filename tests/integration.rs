//! Tests of the library and the command as their users see them, one binary: each module tests one thing that is done.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "in tests a panic is the report, and speed no matter"
)]

#[path = "integration/adopting.rs"]
mod adopting;
#[path = "integration/against.rs"]
mod against;
#[path = "integration/bad_networks.rs"]
mod bad_networks;
#[path = "integration/bad_specs.rs"]
mod bad_specs;
#[path = "integration/call_edges.rs"]
mod call_edges;
#[path = "integration/call_mechanisms.rs"]
mod call_mechanisms;
#[path = "integration/call_servers.rs"]
mod call_servers;
#[path = "integration/call_vectors.rs"]
mod call_vectors;
#[path = "integration/captures.rs"]
mod captures;
#[path = "integration/check.rs"]
mod check;
#[path = "integration/check_script.rs"]
mod check_script;
#[path = "integration/checks.rs"]
mod checks;
#[path = "integration/ci_diff.rs"]
mod ci_diff;
#[path = "integration/ci_files.rs"]
mod ci_files;
#[path = "integration/commands.rs"]
mod commands;
#[path = "integration/commands_page.rs"]
mod commands_page;
#[path = "integration/corpus.rs"]
mod corpus;
#[path = "integration/corpus_calls.rs"]
mod corpus_calls;
#[path = "integration/corpus_checks.rs"]
mod corpus_checks;
#[path = "integration/corpus_counts.rs"]
mod corpus_counts;
#[path = "integration/crashes.rs"]
mod crashes;
#[path = "integration/diff_command.rs"]
mod diff_command;
#[path = "integration/diff_moves.rs"]
mod diff_moves;
#[path = "integration/diff_scripts.rs"]
mod diff_scripts;
#[path = "integration/diffs.rs"]
mod diffs;
#[path = "integration/docs.rs"]
mod docs;
#[path = "integration/everything.rs"]
mod everything;
#[path = "integration/golden.rs"]
mod golden;
#[path = "integration/good_specs.rs"]
mod good_specs;
#[path = "integration/internal.rs"]
mod internal;
#[path = "integration/inventory.rs"]
mod inventory;
#[path = "integration/lint_allow.rs"]
mod lint_allow;
#[path = "integration/lint_baseline.rs"]
mod lint_baseline;
#[path = "integration/lint_command.rs"]
mod lint_command;
#[path = "integration/lint_field.rs"]
mod lint_field;
#[path = "integration/lint_fix.rs"]
mod lint_fix;
#[path = "integration/lint_rules.rs"]
mod lint_rules;
#[path = "integration/lint_settings.rs"]
mod lint_settings;
#[path = "integration/networks.rs"]
mod networks;
#[path = "integration/pattern_vectors.rs"]
mod pattern_vectors;
#[path = "integration/planning.rs"]
mod planning;
#[path = "integration/projects.rs"]
mod projects;
#[path = "integration/proof.rs"]
mod proof;
#[path = "integration/reading_facts.rs"]
mod reading_facts;
#[path = "integration/refused_plans.rs"]
mod refused_plans;
#[path = "integration/release_limits.rs"]
mod release_limits;
#[path = "integration/router_outputs.rs"]
mod router_outputs;
#[path = "integration/routing.rs"]
mod routing;
#[path = "integration/rule_matcher.rs"]
mod rule_matcher;
#[path = "integration/rule_pages.rs"]
mod rule_pages;
#[path = "integration/spec_robustness.rs"]
mod spec_robustness;
#[path = "integration/spec_schema.rs"]
mod spec_schema;
#[path = "integration/structure.rs"]
mod structure;
#[path = "integration/trace.rs"]
mod trace;
#[path = "integration/translate.rs"]
mod translate;
#[path = "integration/vectors.rs"]
mod vectors;
