//! The forms that most patterns and rules have, read without the grammar. Setting up a parser costs more than reading such
//! a text by hand, and a configuration has thousands of them. A text of another form is left to the grammar, which alone
//! says what is wrong with it; property tests hold both to the same result.
//!
//! Many of these texts are only printed again, so where they are read their items are not kept ([`Items::Checked`]); they
//! are read once more when they are asked for.

use super::Repeat;
use super::number::{Element, Piece};
use super::rule::{ReplacePart, RuleElement, RulePiece};
use crate::number::{Symbol, SymbolSet};

/// What becomes of the items of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Items {
    /// They are made.
    Made,
    /// It is only found out that there are such.
    Checked,
}

impl Items {
    /// A list for at most so many.
    fn list<T>(self, most: usize) -> Vec<T> {
        if self == Self::Made { Vec::with_capacity(most) } else { Vec::new() }
    }

    fn put<T>(self, list: &mut Vec<T>, item: T) {
        if self == Self::Made {
            list.push(item);
        }
    }
}

/// Items of a dial-peer pattern without groups and quantifiers, and whether it ends in `T` and in `$`.
pub(super) fn number(text: &str, items: Items) -> Option<(Vec<Piece>, bool, bool)> {
    let once = |element| Piece { element, repeat: Repeat::Once };
    let body = text.strip_prefix('^').unwrap_or(text);
    let (body, end_anchor) = body.strip_suffix('$').map_or((body, false), |body| (body, true));
    let (body, timer) = body.strip_suffix('T').map_or((body, false), |body| (body, true));
    let mut pieces = items.list(body.len());
    let mut rest = body.as_bytes();
    if let Some(behind) = rest.strip_prefix(b"+") {
        items.put(&mut pieces, once(Element::Literal(Symbol::PLUS)));
        rest = behind;
    }
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        match first {
            b'.' => items.put(&mut pieces, once(Element::Any)),
            b'0'..=b'9' | b'A'..=b'F' | b'*' | b'#' => {
                items.put(&mut pieces, once(Element::Literal(Symbol::new(char::from(*first))?)));
            }
            b'[' => {
                let (set, behind) = set(rest)?;
                items.put(&mut pieces, once(Element::Set(set)));
                rest = behind;
            }
            _ => return None,
        }
    }
    Some((pieces, timer, end_anchor))
}

/// The digits in brackets, and what follows the closing one.
fn set(inside: &[u8]) -> Option<(SymbolSet, &[u8])> {
    let mut symbols = SymbolSet::EMPTY;
    let mut rest = inside;
    loop {
        rest = match rest {
            [b']', behind @ ..] => return (!symbols.is_empty()).then_some((symbols, behind)),
            [first @ b'0'..=b'9', b'-', last @ b'0'..=b'9', behind @ ..] if first <= last => {
                symbols = symbols.union(SymbolSet::digit_range(first - b'0', last - b'0'));
                behind
            }
            [b'0'..=b'9', b'-', ..] => return None,
            [digit @ b'0'..=b'9', behind @ ..] => {
                symbols = symbols.union(SymbolSet::digit_range(digit - b'0', digit - b'0'));
                behind
            }
            [b',', behind @ ..] => behind,
            _ => return None,
        };
    }
}

/// Items of a match side that has digits, dots, anchors and groups only, and the number of its groups.
pub(super) fn matching(text: &str, items: Items) -> Option<(Vec<RulePiece>, usize)> {
    let mut groups = 0;
    let (pieces, rest) = match_pieces(text.as_bytes(), items, &mut groups, 0)?;
    rest.is_empty().then_some((pieces, groups))
}

/// Items up to the end or to the closing bracket of a group that is `depth` deep, which is left.
fn match_pieces<'a>(
    text: &'a [u8],
    items: Items,
    groups: &mut usize,
    depth: usize,
) -> Option<(Vec<RulePiece>, &'a [u8])> {
    let mut pieces = items.list(text.len());
    let mut rest = text;
    loop {
        let (element, behind) = match rest {
            [] | [b'\\', b')', ..] if rest.is_empty() || depth > 0 => return Some((pieces, rest)),
            [b'\\', b'(', behind @ ..] if depth < 4 => {
                *groups += 1;
                let number = *groups;
                let (inner, behind) = match_pieces(behind, items, groups, depth + 1)?;
                (RuleElement::Group(number, inner), behind.strip_prefix(b"\\)")?)
            }
            [b'^', behind @ ..] => (RuleElement::Start, behind),
            [b'$', behind @ ..] => (RuleElement::End, behind),
            [b'.', behind @ ..] => (RuleElement::Any, behind),
            [digit @ b'0'..=b'9', behind @ ..] => (RuleElement::Literal(char::from(*digit)), behind),
            _ => return None,
        };
        items.put(&mut pieces, RulePiece { element, repeat: Repeat::Once });
        rest = behind;
        if matches!(rest.first(), Some(b'*' | b'+' | b'?')) {
            return None;
        }
    }
}

/// Parts of a replace side that has digits, `+` and references to groups only.
pub(super) fn replacing(text: &str, items: Items) -> Option<Vec<ReplacePart>> {
    let mut parts = items.list(text.len());
    let mut rest = text.as_bytes();
    loop {
        let (part, behind) = match rest {
            [] => return Some(parts),
            [b'\\', digit @ b'1'..=b'9', behind @ ..] => (ReplacePart::Group(usize::from(digit - b'0')), behind),
            [plain @ (b'0'..=b'9' | b'+'), behind @ ..] => (ReplacePart::Literal(char::from(*plain)), behind),
            _ => return None,
        };
        items.put(&mut parts, part);
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{MatchPattern, NumberPattern, Replacement};
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_quick_form_is_that_of_the_grammar(text in "\\^?\\+?([0-9.A-F*#]|\\[[0-9,-]{0,5}\\]|[0-9]%|[+?()^T$,\\[]){0,12}T?\\$?") {
            if let Some((pieces, timer, end_anchor)) = number(&text, Items::Made) {
                let parsed = NumberPattern::parse_by_grammar(&text).unwrap();
                proptest::prop_assert_eq!(parsed.pieces(), pieces);
                let quick = NumberPattern::parse(&text).unwrap();
                proptest::prop_assert_eq!(parsed.pieces(), quick.pieces());
                proptest::prop_assert_eq!(number(&text, Items::Checked), Some((Vec::new(), timer, end_anchor)));
                proptest::prop_assert_eq!((parsed.has_timer(), parsed.has_end_anchor()), (timer, end_anchor));
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn the_quick_forms_are_those_of_the_grammar(
            matching in "([0-9.^$]|\\\\\\(|\\\\\\)|[*+?&\\[]|\\\\[0-9]){0,10}",
            replacing in "([0-9+&.^]|\\\\[0-9*]){0,10}",
        ) {
            if let Some((pieces, groups)) = super::matching(&matching, Items::Made) {
                let parsed = MatchPattern::parse_by_grammar(&matching).unwrap();
                let quick = MatchPattern::parse(&matching).unwrap();
                proptest::prop_assert_eq!(parsed.pieces(), quick.pieces());
                proptest::prop_assert_eq!(super::matching(&matching, Items::Checked), Some((Vec::new(), groups)));
                proptest::prop_assert_eq!((parsed.pieces(), parsed.groups()), (pieces.as_slice(), groups));
            }
            if let Some(parts) = super::replacing(&replacing, Items::Made) {
                let parsed = Replacement::parse_by_grammar(&replacing).unwrap();
                let quick = Replacement::parse(&replacing).unwrap();
                proptest::prop_assert_eq!(parsed.parts(), quick.parts());
                proptest::prop_assert_eq!(super::replacing(&replacing, Items::Checked), Some(Vec::new()));
                proptest::prop_assert_eq!(parsed.parts(), parts);
            }
        }
    }
}
