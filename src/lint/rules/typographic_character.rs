//! A character from a word processor or a web page where IOS takes only what can be typed.
//!
//! ## What it does
//!
//! Reports curly quotes, dashes that are no hyphen, minus signs, and the ellipsis in the commands, patterns and rules of the voice
//! configuration. In descriptions, remarks and names any character is harmless. Blanks that do not break are read as blanks, since
//! whole captures are copied with them; that they are there is said once for a text.
//!
//! ## Why is this bad
//!
//! Documents and mails replace `-`, `"` and `...` by characters that look better and are others. The router refuses a line that
//! is pasted with one of them, or takes it for a pattern that no number matches.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 5 voip
//!  destination-pattern 1206555…
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 5 voip
//!  destination-pattern 1206555...
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 211306: the form that a dial-peer pattern must have; IOS voice command reference, `rule (voice translation-rule)`.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::syntax::commands::Command;
use crate::syntax::tree::Node;

pub(super) const RULE: Rule = Rule {
    code: "typographic-character",
    severities: &[Severity::Error],
    topic: Topic::Translation,
    file: include_str!("typographic_character.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(facts.reported(&RULE).map(|finding| {
        let place = finding.labels.first().map(|label| label.span).unwrap_or_default();
        finding.fix(facts.typed(place))
    }));
    findings.extend(hard_blanks(facts));
}

/// The blank that does not break, in UTF-8.
const HARD_BLANK: &str = "\u{a0}";

/// The one finding about blanks that do not break.
fn hard_blanks(facts: &Facts<'_, '_>) -> Option<Finding> {
    memchr::memmem::find(facts.source().bytes(), HARD_BLANK.as_bytes())?;
    let found = |node: &Node<'_>| {
        let line = facts.source().slice(node.span());
        node.row().is_some_and(|row| row.command != Command::Description)
            && memchr::memmem::find(line, HARD_BLANK.as_bytes()).is_some()
    };
    let mut lines = facts.tree().nodes().filter(found);
    let first = lines.next()?.span();
    let at = memchr::memmem::find(facts.source().slice(first), HARD_BLANK.as_bytes()).unwrap_or(0);
    let at = first.part(at..at + HARD_BLANK.len());
    let message = match lines.count() {
        0 => "IOS would not take this line: a blank in it is one that does not break, U+00A0".to_owned(),
        more => format!("IOS would not take {} lines: blanks in them are ones that do not break, U+00A0", more + 1),
    };
    let finding = Finding::new(&RULE, Severity::Error, facts.object_at(first), message);
    let finding = finding.at(facts.source(), at, "this blank does not break");
    Some(finding.help("put plain blanks in their place before the text is pasted"))
}
