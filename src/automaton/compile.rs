//! From the two pattern dialects of IOS to the numbers they match.

use super::cube::Cube;
use super::dfa::{Dfa, OverBudget};
use super::nfa::{Nfa, Node, NodeId};
use crate::number::{Symbol, SymbolSet};
use crate::syntax::pattern::{Element, MatchPattern, NumberPattern, Piece, Repeat, RuleElement, RulePiece};

/// What may come behind the body of a dial-peer pattern, or around that of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// Nothing.
    Nothing,
    /// Any symbols, or none.
    Anything,
}

impl Behind {
    /// What may come behind the body of `pattern` when the whole number is known (en bloc): anything, unless it ends in
    /// `$` without `T` (Cisco 14074: matching is variable-length by default).
    pub fn en_bloc(pattern: &NumberPattern) -> Self {
        if pattern.has_end_anchor() && !pattern.has_timer() { Self::Nothing } else { Self::Anything }
    }

    /// The node of it.
    pub(super) fn node(self) -> Node {
        match self {
            Self::Nothing => Node::Accept,
            Self::Anything => Node::AcceptAll,
        }
    }
}

/// The numbers that a dial-peer pattern matches when the whole number is known (en bloc): those that begin with its
/// body, whatever follows; with `$` and without `T`, its body alone (Cisco 14074: matching is variable-length by
/// default; Cisco 211306: `^` is implied, `T` is any further digits).
///
/// ```
/// use dialc::automaton::compile;
/// use dialc::syntax::pattern::NumberPattern;
/// let numbers = compile::numbers(&NumberPattern::parse("816").unwrap()).unwrap();
/// assert!(numbers.accepts("81690") && !numbers.accepts("81"));
/// ```
pub fn numbers(pattern: &NumberPattern) -> Result<Dfa, OverBudget> {
    numbers_of_any([pattern])
}

/// The numbers that at least one of `patterns` matches en bloc.
pub fn numbers_of_any<'a>(patterns: impl IntoIterator<Item = &'a NumberPattern>) -> Result<Dfa, OverBudget> {
    any_of(patterns, Behind::en_bloc)
}

/// The numbers that a dial-peer pattern spells out: its body, with neither what may follow without `$` nor what `T`
/// takes.
pub fn body(pattern: &NumberPattern) -> Result<Dfa, OverBudget> {
    body_of_any([pattern])
}

/// The numbers that at least one of `patterns` spells out.
pub fn body_of_any<'a>(patterns: impl IntoIterator<Item = &'a NumberPattern>) -> Result<Dfa, OverBudget> {
    any_of(patterns, |_| Behind::Nothing)
}

/// The numbers that the match side of a translation rule matches: anywhere in the number unless `^` or `$` says
/// otherwise (Cisco 64020; `^` may stand behind `\(` and `$` before `\)`, Cisco 61083). The empty pattern matches
/// every number; a character outside the alphabet matches none.
pub fn rule(pattern: &MatchPattern) -> Result<Dfa, OverBudget> {
    matched(pattern, Behind::Anything, Behind::Anything)
}

/// The numbers that the match side of a translation rule matches from their first symbol on, as it would with `^`.
///
/// ```
/// use dialc::automaton::compile;
/// use dialc::syntax::pattern::MatchPattern;
/// let numbers = compile::rule_from_start(&MatchPattern::parse("20.").unwrap()).unwrap();
/// assert!(numbers.accepts("2061") && !numbers.accepts("1206"));
/// ```
pub fn rule_from_start(pattern: &MatchPattern) -> Result<Dfa, OverBudget> {
    matched(pattern, Behind::Nothing, Behind::Anything)
}

/// The numbers that the match side of a translation rule can match up to their last symbol, as it would with `$`.
pub fn rule_to_end(pattern: &MatchPattern) -> Result<Dfa, OverBudget> {
    matched(pattern, Behind::Anything, Behind::Nothing)
}

/// The numbers that the match side of a translation rule can match as a whole, as it would with `^` and `$`.
pub fn whole_rule(pattern: &MatchPattern) -> Result<Dfa, OverBudget> {
    matched(pattern, Behind::Nothing, Behind::Nothing)
}

/// The numbers of which a part is what the match side says, with what may stand before and behind it.
fn matched(pattern: &MatchPattern, before: Behind, behind: Behind) -> Result<Dfa, OverBudget> {
    let mut nfa = Nfa::default();
    // `AcceptAll` also behind a `$`: what waits there counts only for acceptance, and this node accepts at once.
    let end = nfa.add(behind.node());
    let body = rule_pieces(&mut nfa, pattern.pieces(), end);
    let entry = match before {
        Behind::Nothing => body,
        Behind::Anything => {
            nfa.repeated(Repeat::ZeroOrMore, body, |nfa, next| nfa.add(Node::Symbols(SymbolSet::ALL, next)))
        }
    };
    Ok(nfa.determinise(entry)?.minimised_if_small())
}

/// The numbers of any of `cubes`.
pub fn cubes(cubes: &[Cube]) -> Result<Dfa, OverBudget> {
    let mut nfa = Nfa::default();
    let end = nfa.add(Node::Accept);
    let mut entry = nfa.add(Node::Symbols(SymbolSet::EMPTY, end));
    for cube in cubes {
        let first = cube.positions().iter().rev().fold(end, |next, &symbols| nfa.add(Node::Symbols(symbols, next)));
        entry = nfa.add(Node::Either(first, entry));
    }
    Ok(nfa.determinise(entry)?.minimised_if_small())
}

/// The numbers of the bodies of any of `patterns`, each with what may come behind it.
fn any_of<'a>(
    patterns: impl IntoIterator<Item = &'a NumberPattern>,
    behind: impl Fn(&NumberPattern) -> Behind,
) -> Result<Dfa, OverBudget> {
    let mut nfa = Nfa::default();
    let (ends, goes) = (nfa.add(Node::Accept), nfa.add(Node::AcceptAll));
    let mut entry = nfa.add(Node::Symbols(SymbolSet::EMPTY, ends));
    for pattern in patterns {
        let next = match behind(pattern) {
            Behind::Nothing => ends,
            Behind::Anything => goes,
        };
        let first = pieces(&mut nfa, pattern.pieces(), next);
        entry = nfa.add(Node::Either(first, entry));
    }
    // Minimising costs more than it saves the one or two operations that follow.
    nfa.determinise(entry)
}

/// `list` and then `next`.
pub(super) fn pieces(nfa: &mut Nfa, list: &[Piece], next: NodeId) -> NodeId {
    list.iter().rev().fold(next, |next, piece| {
        nfa.repeated(piece.repeat, next, |nfa, next| match &piece.element {
            Element::Literal(symbol) => nfa.add(Node::Literal(*symbol, next)),
            Element::Any => nfa.add(Node::Symbols(SymbolSet::ALL, next)),
            Element::Set(symbols) => nfa.add(Node::Symbols(*symbols, next)),
            Element::Group(inner) => pieces(nfa, inner, next),
            Element::Pause => next,
        })
    })
}

/// `list` and then `next`.
fn rule_pieces(nfa: &mut Nfa, list: &[RulePiece], next: NodeId) -> NodeId {
    list.iter().rev().fold(next, |next, piece| rule_piece(nfa, piece, next))
}

fn rule_piece(nfa: &mut Nfa, piece: &RulePiece, next: NodeId) -> NodeId {
    nfa.repeated(piece.repeat, next, |nfa, next| match &piece.element {
        RuleElement::Start => nfa.add(Node::Start(next)),
        RuleElement::End => nfa.add(Node::End(next)),
        RuleElement::Literal(character) => {
            let symbols = Symbol::new(*character).map_or(SymbolSet::EMPTY, SymbolSet::of);
            nfa.add(Node::Symbols(symbols, next))
        }
        RuleElement::Any => nfa.add(Node::Symbols(SymbolSet::ALL, next)),
        RuleElement::Set { negated, characters } => {
            let named: SymbolSet = characters.iter().filter_map(|&character| Symbol::new(character)).collect();
            nfa.add(Node::Symbols(if *negated { named.complement() } else { named }, next))
        }
        RuleElement::Group(_, inner) => rule_pieces(nfa, inner, next),
        RuleElement::Nested(inner) => rule_piece(nfa, inner, next),
    })
}

#[cfg(test)]
mod tests;
