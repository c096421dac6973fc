//! A rule as a graph of steps, the preferred ones first, and what it writes.

use std::collections::BTreeSet;

use super::{Applies, Rewrite};
use crate::number::{Symbol, SymbolSet};
use crate::syntax::pattern::{Repeat, ReplacePart, RuleElement, RulePiece};

/// A set of slots, one bit each.
pub(super) type SlotSet = u64;

/// A step of a match side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    /// One of these symbols, within these slots.
    Take(SymbolSet, SlotSet, u32),
    /// Either of two, the first if possible.
    Either(u32, u32),
    /// Nothing may have come yet.
    Start(u32),
    /// Nothing may follow.
    End(u32),
    /// The text of a slot begins.
    Open(usize, u32),
    /// The text of a slot ends.
    Close(usize, u32),
    /// All of it is found.
    Match,
}

/// A part of what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// A symbol.
    Literal(Symbol),
    /// What the slot with this number was matched with.
    Text(usize),
}

/// A group whose text is written, or the whole match.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Slot {
    /// Number of the group; 0 is the whole match.
    pub(super) group: usize,
    /// Whether it is within something that may come several times: which text it has is known only at the end.
    pub(super) repeated: bool,
    /// The last part that writes it.
    pub(super) last_use: usize,
    /// The slots that end before this one begins, if they take part.
    pub(super) passed: SlotSet,
    /// Whether its text has to be remembered: it is not written just where it is found.
    pub(super) held: bool,
}

/// What becomes of a number in which the match side is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Fate {
    /// It is written anew.
    Written,
    /// It is written with a character that no number has.
    Unwritable,
    /// It is rejected.
    Rejected,
}

/// A rule, ready to be followed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Program {
    steps: Vec<Step>,
    pub(super) entry: u32,
    /// Whether it is found at the start of a number only.
    pub(super) anchored: bool,
    /// Whether it asks for the end of the number.
    pub(super) asks_end: bool,
    pub(super) parts: Vec<Part>,
    pub(super) slots: Vec<Slot>,
    pub(super) fate: Fate,
    pub(super) perhaps: bool,
}

impl Program {
    /// The program of `rule`.
    pub(super) fn new(rule: &Rewrite, missing_group_is_figure: bool) -> Self {
        let mut groups = Vec::new();
        find_groups(&rule.matching, &[], false, &mut groups);
        let parts = parts(rule.replacement.as_deref(), &groups, missing_group_is_figure);
        let fate = match (&rule.replacement, &parts) {
            (None, _) => Fate::Rejected,
            (Some(_), None) => Fate::Unwritable,
            (Some(_), Some(_)) => Fate::Written,
        };
        let (parts, slots) = slotted(parts.unwrap_or_default(), &groups);
        let mut builder = Builder { steps: Vec::new(), slots: &slots };
        let end = builder.add(Step::Match);
        let entry = builder.slot(0, end, 0, |builder, next, within| builder.pieces(&rule.matching, next, within));
        let steps = builder.steps;
        let asks_end = steps.iter().any(|step| matches!(step, Step::End(_)));
        let anchored = !may_begin_within(&steps, entry);
        Self { steps, entry, anchored, asks_end, parts, slots, fate, perhaps: rule.applies == Applies::Perhaps }
    }

    /// The same, but that it rejects what it matches.
    pub(super) fn rejecting(&self) -> Self {
        let without_slots = |step: &Step| match step {
            Step::Take(symbols, _, next) => Step::Take(*symbols, 0, *next),
            Step::Open(_, next) | Step::Close(_, next) => Step::Either(*next, *next),
            other @ (Step::Either(..) | Step::Start(_) | Step::End(_) | Step::Match) => *other,
        };
        let steps = self.steps.iter().map(without_slots).collect();
        Self { steps, parts: Vec::new(), slots: Vec::new(), fate: Fate::Rejected, ..self.clone() }
    }

    /// The step with this number.
    pub(super) fn step(&self, number: u32) -> Option<Step> {
        self.steps.get(number as usize).copied()
    }

    /// Number of steps.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether it remembers texts.
    pub(super) fn holds_text(&self) -> bool {
        self.slots.iter().any(|slot| slot.held)
    }

    /// The sets of symbols that it tells apart.
    pub(super) fn symbols(&self) -> impl Iterator<Item = SymbolSet> {
        self.steps.iter().filter_map(|step| match step {
            Step::Take(symbols, ..) => Some(*symbols),
            Step::Either(..) | Step::Start(_) | Step::End(_) | Step::Open(..) | Step::Close(..) | Step::Match => None,
        })
    }
}

/// A group of a match side.
struct Group {
    number: usize,
    /// The groups that it stands in.
    outer: Vec<usize>,
    repeated: bool,
}

/// Collects the groups of `pieces`, which stand in `outer`.
fn find_groups(pieces: &[RulePiece], outer: &[usize], repeated: bool, found: &mut Vec<Group>) {
    for piece in pieces {
        find_in_piece(piece, outer, repeated, found);
    }
}

fn find_in_piece(piece: &RulePiece, outer: &[usize], repeated: bool, found: &mut Vec<Group>) {
    let repeated = repeated || matches!(piece.repeat, Repeat::ZeroOrMore | Repeat::OneOrMore);
    match &piece.element {
        RuleElement::Group(number, inner) => {
            found.push(Group { number: *number, outer: outer.to_vec(), repeated });
            let outer: Vec<usize> = outer.iter().copied().chain([*number]).collect();
            find_groups(inner, &outer, repeated, found);
        }
        RuleElement::Nested(inner) => find_in_piece(inner, outer, repeated, found),
        RuleElement::Start
        | RuleElement::End
        | RuleElement::Any
        | RuleElement::Literal(_)
        | RuleElement::Set { .. } => {}
    }
}

/// A part of a replace side: a symbol, or the number of a group that there is.
enum Written {
    Literal(Symbol),
    Group(usize),
}

/// The parts of a replace side; `None` where one of them is in no number.
fn parts(replacement: Option<&[ReplacePart]>, groups: &[Group], figures: bool) -> Option<Vec<Written>> {
    let mut parts = Vec::new();
    for part in replacement.unwrap_or_default() {
        match *part {
            ReplacePart::Literal(character) => parts.push(Written::Literal(Symbol::new(character)?)),
            ReplacePart::Whole => parts.push(Written::Group(0)),
            ReplacePart::Group(number) if groups.iter().any(|group| group.number == number) => {
                parts.push(Written::Group(number));
            }
            ReplacePart::Group(number) => {
                let figure = u8::try_from(number).ok().and_then(Symbol::digit);
                parts.extend(figure.filter(|_| figures).map(Written::Literal));
            }
        }
    }
    Some(parts)
}

/// The parts with the groups that they write as slots, in the order of the groups.
fn slotted(parts: Vec<Written>, groups: &[Group]) -> (Vec<Part>, Vec<Slot>) {
    let used: BTreeSet<usize> = parts
        .iter()
        .filter_map(|part| match part {
            Written::Group(number) => Some(*number),
            Written::Literal(_) => None,
        })
        .collect();
    let used: Vec<usize> = used.into_iter().collect();
    let place = |number: usize| used.iter().position(|&other| other == number).unwrap_or(0);
    let parts: Vec<Part> = parts
        .into_iter()
        .map(|part| match part {
            Written::Literal(symbol) => Part::Literal(symbol),
            Written::Group(number) => Part::Text(place(number)),
        })
        .collect();
    let of = |number: usize| groups.iter().find(|group| group.number == number);
    let mut slots: Vec<Slot> = Vec::with_capacity(used.len());
    for (index, &number) in used.iter().enumerate() {
        let group = of(number);
        let encloses = |other: &Slot| other.group == 0 || group.is_some_and(|group| group.outer.contains(&other.group));
        let passed = slots.iter().enumerate().filter(|(_, other)| !encloses(other));
        let passed = passed.fold(0, |passed, (other, _)| passed | bit(other));
        let last_use = parts.iter().rposition(|part| *part == Part::Text(index)).unwrap_or(0);
        let repeated = group.is_some_and(|group| group.repeated);
        slots.push(Slot { group: number, repeated, last_use, passed, held: false });
    }
    let held: Vec<bool> = (0..slots.len()).map(|slot| is_held(slot, &slots, &parts)).collect();
    slots.iter_mut().zip(held).for_each(|(slot, held)| slot.held = held);
    (parts, slots)
}

/// Whether the text of a slot has to be remembered. It need not where all that is written before it is over when it
/// begins, and where it is written once: then it is written while it is read.
fn is_held(index: usize, slots: &[Slot], parts: &[Part]) -> bool {
    let Some(slot) = slots.get(index) else { return true };
    let own = |part: &&Part| **part == Part::Text(index);
    let over = |part: &Part| match part {
        Part::Literal(_) => true,
        Part::Text(other) => slot.passed & bit(*other) != 0 && slots.get(*other).is_some_and(|other| !other.repeated),
    };
    let once = parts.iter().filter(own).count() == 1;
    slot.repeated || !once || !parts.iter().take_while(|part| !own(part)).all(over)
}

/// The set of one slot. No pattern that is short enough to be read has more groups than there are bits.
pub(super) fn bit(slot: usize) -> SlotSet {
    u32::try_from(slot).ok().and_then(|slot| 1_u64.checked_shl(slot)).unwrap_or(0)
}

/// Whether a match may begin behind the first symbol.
fn may_begin_within(steps: &[Step], entry: u32) -> bool {
    let mut seen = vec![false; steps.len()];
    let mut open = vec![entry];
    while let Some(number) = open.pop() {
        let (Some(seen), Some(step)) = (seen.get_mut(number as usize), steps.get(number as usize)) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        match *step {
            Step::Take(symbols, ..) if symbols.is_empty() => {}
            Step::Take(..) | Step::Match => return true,
            Step::Either(first, second) => open.extend([first, second]),
            Step::Start(_) => {}
            Step::End(next) | Step::Open(_, next) | Step::Close(_, next) => open.push(next),
        }
    }
    false
}

/// Builds a program from its end to its beginning.
struct Builder<'a> {
    steps: Vec<Step>,
    slots: &'a [Slot],
}

impl Builder<'_> {
    fn add(&mut self, step: Step) -> u32 {
        self.steps.push(step);
        u32::try_from(self.steps.len() - 1).unwrap_or(u32::MAX)
    }

    /// `part` and then `next`, as the group with this number.
    fn slot(
        &mut self,
        group: usize,
        next: u32,
        within: SlotSet,
        part: impl FnOnce(&mut Self, u32, SlotSet) -> u32,
    ) -> u32 {
        let Some(slot) = self.slots.iter().position(|slot| slot.group == group) else {
            return part(self, next, within);
        };
        let close = self.add(Step::Close(slot, next));
        let first = part(self, close, within | bit(slot));
        self.add(Step::Open(slot, first))
    }

    fn pieces(&mut self, pieces: &[RulePiece], next: u32, within: SlotSet) -> u32 {
        pieces.iter().rev().fold(next, |next, piece| self.piece(piece, next, within))
    }

    /// `piece` as often as it says, as much as possible, and then `next`. The order of ways is that of the regex crate:
    /// what may match nothing and is repeated is `\(..\)+` that may be left out (its issue 779).
    fn piece(&mut self, piece: &RulePiece, next: u32, within: SlotSet) -> u32 {
        match piece.repeat {
            Repeat::Once => self.element(&piece.element, next, within),
            Repeat::Optional => {
                let once = self.element(&piece.element, next, within);
                self.add(Step::Either(once, next))
            }
            Repeat::ZeroOrMore | Repeat::OneOrMore => {
                let again = self.add(Step::Either(next, next));
                let once = self.element(&piece.element, again, within);
                if let Some(step) = self.steps.get_mut(again as usize) {
                    *step = Step::Either(once, next);
                }
                match piece.repeat {
                    Repeat::OneOrMore => once,
                    Repeat::ZeroOrMore if may_be_empty(&piece.element) => self.add(Step::Either(once, next)),
                    Repeat::ZeroOrMore | Repeat::Once | Repeat::Optional => again,
                }
            }
        }
    }

    fn element(&mut self, element: &RuleElement, next: u32, within: SlotSet) -> u32 {
        match element {
            RuleElement::Start => self.add(Step::Start(next)),
            RuleElement::End => self.add(Step::End(next)),
            RuleElement::Any => self.add(Step::Take(SymbolSet::ALL, within, next)),
            RuleElement::Literal(character) => {
                let symbols = Symbol::new(*character).map_or(SymbolSet::EMPTY, SymbolSet::of);
                self.add(Step::Take(symbols, within, next))
            }
            RuleElement::Set { negated, characters } => {
                let named: SymbolSet = characters.iter().filter_map(|&character| Symbol::new(character)).collect();
                let symbols = if *negated { named.complement() } else { named };
                self.add(Step::Take(symbols, within, next))
            }
            RuleElement::Group(number, inner) => {
                self.slot(*number, next, within, |builder, next, within| builder.pieces(inner, next, within))
            }
            RuleElement::Nested(inner) => self.piece(inner, next, within),
        }
    }
}

/// Whether an item may match without a symbol.
fn may_be_empty(element: &RuleElement) -> bool {
    let piece = |piece: &RulePiece| {
        matches!(piece.repeat, Repeat::Optional | Repeat::ZeroOrMore) || may_be_empty(&piece.element)
    };
    match element {
        RuleElement::Start | RuleElement::End => true,
        RuleElement::Any | RuleElement::Literal(_) | RuleElement::Set { .. } => false,
        RuleElement::Group(_, inner) => inner.iter().all(piece),
        RuleElement::Nested(inner) => piece(inner),
    }
}
