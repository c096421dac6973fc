//! Following translation rules over whole sets of numbers, symbol by symbol.
//!
//! What dialc generates looks at the first symbols of a number one by one, so every symbol of the result is either fixed or
//! taken from one position of the number. Two such results can be compared for all numbers at once.

use std::ops::Range;

use crate::automaton::Cube;
use crate::call::{Profile, Translator};
use crate::model::RuleTable;
use crate::number::{Rewriting, Symbol, SymbolSet};
use crate::syntax::argument::TranslationRule;
use crate::syntax::pattern::{Repeat, ReplacePart, RuleElement, RulePiece};

/// The rules of a table, each of fixed length.
pub(super) struct FixedRules<'a> {
    table: Option<&'a RuleTable>,
    rules: Vec<FixedRule<'a>>,
}

/// A number that is not rewritten as it should be, and what happens instead.
pub(super) struct Wrong {
    pub(super) reason: String,
    pub(super) witness: String,
}

impl<'a> FixedRules<'a> {
    /// The rules of `table`; without one, nothing is done to any number.
    ///
    /// # Errors
    /// Which rule has quantifiers, conditions or anchors that cannot be followed here.
    pub(super) fn new(table: Option<&'a RuleTable>) -> Result<Self, String> {
        let read = |rule: &'a TranslationRule| {
            let unread = || format!("rule {} has a form that the proof does not follow", rule.precedence);
            FixedRule::new(rule).ok_or_else(unread)
        };
        let rules = table.into_iter().flat_map(RuleTable::rules).map(|rule| read(rule.value));
        Ok(Self { table, rules: rules.collect::<Result<_, _>>()? })
    }

    /// Checks that the first rule that matches does `rewriting` to every number of `cube`.
    ///
    /// # Errors
    /// A number to which something else is done.
    pub(super) fn follow(&self, cube: Cube, rewriting: &Rewriting) -> Result<(), Wrong> {
        let mut rest = vec![cube];
        for rule in &self.rules {
            let mut left = Vec::new();
            for cube in rest {
                let Some(matched) = rule.matched(&cube) else {
                    left.push(cube);
                    continue;
                };
                let expected = expected(rewriting, cube.length());
                if !rule.result(cube.length()).is_some_and(|result| agree(&result, &expected, &matched)) {
                    return Err(self.wrong(&matched, rewriting));
                }
                left.extend(cube.subtract(&matched));
            }
            rest = left;
        }
        match rest.first() {
            Some(cube) if *rewriting != Rewriting::Same => Err(self.wrong(cube, rewriting)),
            Some(_) | None => Ok(()),
        }
    }

    fn wrong(&self, cube: &Cube, rewriting: &Rewriting) -> Wrong {
        let witness = cube.smallest();
        let sent = self
            .table
            .map_or(Some(witness.clone()), |table| Translator::new(table, &Profile::default()).digits(&witness));
        let sent = sent.unwrap_or_else(|| "nothing".into());
        let expected = rewriting.apply(&witness).unwrap_or_default();
        Wrong { reason: format!("it is sent as {sent}, expected is {expected}"), witness }
    }
}

/// A translation rule that looks at the first symbols of a number one by one.
struct FixedRule<'a> {
    rule: &'a TranslationRule,
    positions: Vec<SymbolSet>,
    /// Per group, from 1: the positions that it holds.
    groups: Vec<Range<usize>>,
    to_the_end: bool,
}

impl<'a> FixedRule<'a> {
    fn new(rule: &'a TranslationRule) -> Option<Self> {
        let mut fixed =
            Self { rule, positions: Vec::new(), groups: vec![0..0; rule.matching.groups() + 1], to_the_end: false };
        let (first, rest) = rule.matching.pieces().split_first()?;
        if first.element != RuleElement::Start || rule.number_type.is_some() || rule.plan.is_some() {
            return None;
        }
        fixed.read(rest)?;
        Some(fixed)
    }

    fn read(&mut self, pieces: &[RulePiece]) -> Option<()> {
        for piece in pieces {
            if piece.repeat != Repeat::Once || self.to_the_end {
                return None;
            }
            match &piece.element {
                RuleElement::Literal(character) => {
                    self.positions.push(Symbol::new(*character).map_or(SymbolSet::EMPTY, SymbolSet::of));
                }
                RuleElement::Any => self.positions.push(SymbolSet::ALL),
                RuleElement::Set { negated, characters } => {
                    let set: SymbolSet = characters.iter().filter_map(|one| Symbol::new(*one)).collect();
                    self.positions.push(if *negated { set.complement() } else { set });
                }
                RuleElement::Group(number, inner) => {
                    let start = self.positions.len();
                    self.read(inner)?;
                    *self.groups.get_mut(*number)? = start..self.positions.len();
                }
                RuleElement::End => self.to_the_end = true,
                RuleElement::Start | RuleElement::Nested(_) => return None,
            }
        }
        Some(())
    }

    /// The numbers of `cube` that the rule matches.
    fn matched(&self, cube: &Cube) -> Option<Cube> {
        let (own, length) = (self.positions.len(), cube.length());
        if own > length || (self.to_the_end && own < length) {
            return None;
        }
        let open = std::iter::repeat_n(SymbolSet::ALL, length - own);
        cube.intersect(&Cube::new(self.positions.iter().copied().chain(open).collect())?)
    }

    /// What the rule makes of numbers of `length` symbols.
    fn result(&self, length: usize) -> Option<Vec<Out>> {
        let mut result = Vec::new();
        for part in self.rule.replacement.as_ref()?.parts() {
            match part {
                ReplacePart::Literal(character) => result.push(Out::Symbol(*character)),
                ReplacePart::Whole => result.extend((0..self.positions.len()).map(Out::At)),
                ReplacePart::Group(group) => result.extend(self.groups.get(*group)?.clone().map(Out::At)),
            }
        }
        result.extend((self.positions.len()..length).map(Out::At));
        Some(result)
    }
}

/// A symbol of a result: itself, or that at a position of the number it was made from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Out {
    Symbol(char),
    At(usize),
}

fn expected(rewriting: &Rewriting, length: usize) -> Vec<Out> {
    match rewriting {
        Rewriting::Same => (0..length).map(Out::At).collect(),
        Rewriting::Strip(symbols) => (*symbols..length).map(Out::At).collect(),
        Rewriting::Add(front) => front.chars().map(Out::Symbol).chain((0..length).map(Out::At)).collect(),
    }
}

/// Whether two results are the same for every number of `cube`.
fn agree(left: &[Out], right: &[Out], cube: &Cube) -> bool {
    let symbol = |out: &Out| match out {
        Out::Symbol(character) => Some(*character),
        Out::At(position) => cube.positions().get(*position)?.single().map(Symbol::character),
    };
    let same = |(left, right): (&Out, &Out)| left == right || (symbol(left).is_some() && symbol(left) == symbol(right));
    left.len() == right.len() && left.iter().zip(right).all(same)
}
