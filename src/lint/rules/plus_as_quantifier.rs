//! A `+` inside a dial-peer pattern that repeats the digit before it.
//!
//! ## What it does
//!
//! Reports `+` behind a digit and before more of a dial-peer pattern, as in `9+1206555....`. A `+` in front is the plus of an
//! international number. A `+` at the very end, or behind `.`, brackets or a group, can only be meant as one or more of these, and is
//! not reported.
//!
//! ## Why is this bad
//!
//! Only in front does `+` stand for itself. Anywhere else it means one or more of what is before it: `9+1206` matches 91206 and
//! 991206, and not what was dialled as 9, plus, 1206.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 5 voip
//!  destination-pattern 9+1206555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 5 voip
//!  destination-pattern +1206555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "Dial-Peer Wildcards"; IOS voice command reference, `destination-pattern`.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::AnyObject;
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Element, NumberPattern, Piece, Repeat};

pub(super) const RULE: Rule = Rule {
    code: "plus-as-quantifier",
    severities: &[Severity::Error],
    topic: Topic::DialPeers,
    file: include_str!("plus_as_quantifier.rs"),
    check,
};

/// The commands that take a pattern.
const COMMANDS: [Command; 4] =
    [Command::DestinationPattern, Command::IncomingCalledNumber, Command::AnswerAddress, Command::MapEntry];

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let objects = facts.plan().objects();
    let with_patterns = |object: &&AnyObject<'_>| matches!(object.header, Command::DialPeer | Command::PatternMap);
    for object in objects.iter().filter(with_patterns) {
        for setting in COMMANDS.iter().flat_map(|command| object.settings.all(*command)) {
            let Some(pattern) = setting.value.argument.as_pattern() else { continue };
            let Some(digit) = repeated(pattern.pieces()) else { continue };
            let text = pattern.text();
            let line = facts.word_in(setting.span, text);
            let plus = sign(pattern, digit).map_or(line, |at| line.part(at..at + 1));
            let message = format!("`+` in `{text}` repeats the `{digit}` before it, and is not the plus of a number");
            let finding = Finding::new(&RULE, Severity::Error, object.title(), message);
            let finding = finding.at(facts.source(), plus, format!("one or more of `{digit}`"));
            findings.push(finding.help("`+` stands for itself as the first character only"));
        }
    }
}

/// The digit that a `+` repeats, where more of the pattern follows.
fn repeated(pieces: &[Piece]) -> Option<char> {
    let (_, before) = pieces.split_last()?;
    before.iter().filter(|piece| piece.repeat == Repeat::OneOrMore).find_map(|piece| match &piece.element {
        Element::Literal(symbol) => Some(symbol.character()),
        Element::Any | Element::Set(_) | Element::Group(_) | Element::Pause => None,
    })
}

/// Where in the text of a pattern the `+` behind that digit stands.
fn sign(pattern: &NumberPattern, digit: char) -> Option<usize> {
    pattern.text().find(&format!("{digit}+")).map(|at| at + digit.len_utf8())
}
