//! Text behind a command that is whole without it: behind a translation rule, a header, a pattern.
//!
//! ## What it does
//!
//! Reports what stands behind a whole translation rule and is no part of it, behind the number, name or type of a header, and
//! behind any other argument that is whole: remarks, mostly, that were written into a document, or a second command that
//! lost its line.
//!
//! ## Why is this bad
//!
//! IOS knows no remarks behind a command. It refuses the line: the rule is missing from its table. Where the line is a
//! header, the router stays where it was, and the lines below it go into the object before.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9\(.*\)/ /\1/ (strips the 9)
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! ! strips the 9
//! voice translation-rule 1
//!  rule 1 /^9\(.*\)/ /\1/
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, the syntax of each command; `rule (voice translation-rule)`: nothing follows the two patterns
//! but `type` and `plan`.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};

pub(super) const RULE: Rule = Rule {
    code: "trailing-text",
    severities: &[Severity::Error],
    topic: Topic::Translation,
    file: include_str!("trailing_text.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(facts.reported(&RULE).map(|finding| {
        let place = finding.labels.first().map(|label| label.span).unwrap_or_default();
        finding.fix(facts.cut_at(place))
    }));
}
