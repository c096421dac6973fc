//! `T` alone as a pattern also matches the empty number.
//!
//! ## What it does
//!
//! Reports `T` without anything before it as `destination-pattern`, `incoming called-number`, `answer-address` or entry of a pattern map.
//!
//! ## Why is this bad
//!
//! `T` is zero or more digits, so a call without a number matches too. The router itself warns and asks for `.T`, one digit or more.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 1 voip
//!  incoming called-number T
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 1 voip
//!  incoming called-number .T
//! ```
//!
//! ## Source
//!
//! Cisco 211306 and 14074 (`T` must be preceded by a full stop or digits).

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::source::Span;
use crate::syntax::pattern::NumberPattern;

pub(super) const RULE: Rule = Rule {
    code: "bare-t",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("bare_t.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for (object, span, pattern) in facts.patterns() {
        if is_bare(pattern) {
            let message = "`T` alone matches a call without a number too".to_owned();
            findings.push(found(facts, object, span, message));
        }
    }
}

fn is_bare(pattern: &NumberPattern) -> bool {
    pattern.has_timer() && pattern.pieces().is_empty()
}

fn found(facts: &Facts<'_, '_>, object: String, span: Span, message: String) -> Finding {
    Finding::new(&RULE, Severity::Warning, object, message)
        .at(facts.source(), span, "zero or more digits")
        .help("`.T` for one digit or more")
        .fix(facts.retyped(span, ".T"))
}
