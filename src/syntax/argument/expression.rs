//! Regular expressions of `voice class uri`: what of them cannot be read by any router.

use std::ops::Range;

/// A bracket or group that is not closed, or closes nothing, and what to say of it.
///
/// No document says whether a backslash within brackets takes the meaning from a bracket behind it, so an expression is
/// wrong only where it is in both readings.
pub(super) fn unbalanced(text: &str) -> Option<(Range<usize>, String)> {
    let fault = first_fault(text, false)?;
    first_fault(text, true).map(|_| fault)
}

fn first_fault(text: &str, escapes: bool) -> Option<(Range<usize>, String)> {
    let said = |at, what: &str| Some((at..at + 1, what.to_owned()));
    let mut groups = Vec::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            '[' => {
                let Some(end) = end_of_bracket(text.get(at + 1..).unwrap_or_default(), escapes) else {
                    return said(at, "`[` is not closed");
                };
                let behind = at + 1 + end;
                while characters.clone().next().is_some_and(|(next, _)| next < behind) {
                    characters.next();
                }
            }
            '(' => groups.push(at),
            ')' if groups.pop().is_none() => return said(at, "`)` closes nothing"),
            _ => {}
        }
    }
    groups.pop().and_then(|at| said(at, "`(` is not closed"))
}

/// Where the text behind a `[` goes on behind its `]`; one that stands first is of the set.
fn end_of_bracket(text: &str, escapes: bool) -> Option<usize> {
    let first = usize::from(text.starts_with('^'));
    let mut characters = text.char_indices().skip(first);
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' if escapes => drop(characters.next()),
            ']' if at > first => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_router_can_read_is_wrong() {
        for text in ["", "a", "[]]", "[^]x]", "[\\]]", "[\\])]", "\\[", "\\(", "(a|[(])", "^([][0-9A-Za-z])*$", "[é]"]
        {
            assert_eq!(unbalanced(text), None, "{text}");
        }
        for (text, at) in [("[", 0), ("a[b", 1), ("[]", 0), ("(", 0), ("a(b(c)", 1), (")", 0), ("(a))", 3), ("é[", 2)]
        {
            assert_eq!(unbalanced(text).map(|(at, _)| at.start), Some(at), "{text}");
        }
    }
}
