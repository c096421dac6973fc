//! Where a person asked the router what can be typed: `?` ends the line, and is no part of a command.

use crate::syntax::commands::{Context, Kind, Row, Shape, resolve};

/// Whether what was typed behind a prompt asks for help. Behind a blank `?` always does; behind a word it may be typed with Ctrl-V
/// as a quantifier of a pattern (CLI: getting help).
pub(super) fn is_asked(words: &[u8]) -> bool {
    let Some(before) = words.strip_suffix(b"?") else { return false };
    match before.last() {
        None | Some(b' ' | b'\t') => true,
        Some(_) => !std::str::from_utf8(before).is_ok_and(ends_in_a_pattern),
    }
}

/// Whether the last word of a command can be a pattern.
fn ends_in_a_pattern(line: &str) -> bool {
    let is_filter = line.split(' ').any(|word| word == "|");
    let takes_pattern = |row: &Row| {
        matches!(
            row.shape,
            Shape::Pattern
                | Shape::Rule
                | Shape::OldRule
                | Shape::Host
                | Shape::Expansion
                | Shape::Of(Kind::Expression)
        )
    };
    is_filter
        || Context::ALL.into_iter().any(|context| {
            let found = resolve(context, line).found().filter(|found| !found.argument.is_empty());
            found.and_then(|found| found.row()).is_some_and(takes_pattern)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_told_from_quantifiers() {
        for line in [
            "?",
            "description ?",
            "dtm?",
            "preference 1?",
            "dest?",
            "destination-pattern ?",
            "no destination-pattern ?",
            "rule 1 ?",
            "e164?",
            "session protocol si?",
            "incoming called-n?",
            "dial-peer voice 1?",
            "do sh?",
        ] {
            assert!(is_asked(line.as_bytes()), "{line}");
        }
        for line in [
            "",
            "destination-pattern 12?",
            "dest 1?",
            "no dest 1?",
            "incoming called-number 9?",
            "answer-address 1?",
            "e164 1206555....?",
            "rule 1 /^9?",
            "pattern 9?",
            "show run | include ab?",
            "description what? nothing",
        ] {
            assert!(!is_asked(line.as_bytes()), "{line}");
        }
    }
}
