//! What is done to numbers, read backwards: from the numbers that should come out to those that lead there.
//!
//! A [`Change`] is a function on numbers. Its pre-image of a [`Dfa`] is found exactly, by following a number symbol by
//! symbol: how far the changed number has come in the target is known for every way that the change may still go. A
//! rule of a [`RuleSet`] looks for the leftmost match and prefers ways to match as a backtracking matcher does; the
//! ways are kept in that order, so that the first to match is the one that counts.

mod classes;
mod image;
mod keep;
mod lazy;
mod memory;
mod program;
mod search;
mod simulation;
mod table;
mod texts;

use std::cell::OnceCell;
use std::sync::Arc;

use self::keep::{KeepLast, Plain};
use self::program::Program;
use self::simulation::{Question, Simulation};
use self::table::Table;
use super::dfa::{Dfa, OverBudget};
use crate::number::Symbol;
use crate::syntax::pattern::{ReplacePart, RulePiece};

/// Whether a rule's conditions on type and plan hold for the calls in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applies {
    /// For all of them.
    Always,
    /// It is not known, or for some only.
    Perhaps,
    /// For none.
    Never,
}

/// One rewriting rule: what is looked for, and what takes its place.
#[derive(Clone, Debug)]
pub struct Rewrite {
    /// What is looked for.
    pub matching: Vec<RulePiece>,
    /// What takes its place; `None`: the call is rejected.
    pub replacement: Option<Vec<ReplacePart>>,
    /// Whether its conditions hold.
    pub applies: Applies,
}

/// An ordered table of rules: the first that matches is applied once, at the leftmost match, as greedy as a backtracking
/// matcher; a number that none matches stays as it is.
///
/// ```
/// use dialc::automaton::{Applies, Dfa, Rewrite, RuleSet, compile};
/// use dialc::syntax::pattern::{MatchPattern, NumberPattern, Replacement};
/// let rule = Rewrite {
///     matching: MatchPattern::parse(r"^\(120655555..\)").unwrap().pieces().to_vec(),
///     replacement: Some(Replacement::parse(r"+\1").unwrap().parts().to_vec()),
///     applies: Applies::Always,
/// };
/// let table = RuleSet::new([rule], false);
/// let target = compile::numbers(&NumberPattern::parse("+1206555551.$").unwrap()).unwrap();
/// let source = table.pre_image(&target).unwrap();
/// assert!(source.accepts("12065555512") && source.accepts("+12065555512") && !source.accepts("12065555522"));
/// ```
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct RuleSet {
    programs: Vec<Program>,
}

impl RuleSet {
    /// The table of `rules`. A group that the match side of a rule does not have is nothing on its replace side, or the
    /// figure that it is called by.
    pub fn new(rules: impl IntoIterator<Item = Rewrite>, missing_group_is_figure: bool) -> Self {
        let rules = rules.into_iter().filter(|rule| rule.applies != Applies::Never);
        Self { programs: rules.map(|rule| Program::new(&rule, missing_group_is_figure)).collect() }
    }

    /// The numbers that the table sends into `target`. Where rules apply perhaps: those that it may send there. What is
    /// rejected is in no pre-image, nor is what becomes a text that is no number.
    ///
    /// # Errors
    /// It needs too many states, or too much time or memory on the way.
    pub fn pre_image(&self, target: &Dfa) -> Result<Dfa, OverBudget> {
        self.within(target, &Dfa::all())
    }

    /// The numbers of `domain` that the table sends into `target`, found without those outside of `domain`.
    ///
    /// # Errors
    /// It needs too many states, or too much time or memory on the way.
    pub fn within(&self, target: &Dfa, domain: &Dfa) -> Result<Dfa, OverBudget> {
        self.leading_to(&Target::new(target), domain)
    }

    fn leading_to(&self, target: &Target<'_>, domain: &Dfa) -> Result<Dfa, OverBudget> {
        let holds = self.programs.iter().any(Program::holds_text);
        let target = if holds { target.held() } else { target.plain() };
        let sets = self.programs.iter().flat_map(Program::symbols);
        let mut simulation = Simulation::new(&self.programs, target, Question::SentInto);
        lazy::build(&mut simulation, sets, target, &Table::new(domain))
    }

    /// Whether there is a rule that rejects, or that can write what is no number.
    pub fn may_reject(&self) -> bool {
        self.programs.iter().any(|program| program.fate != program::Fate::Written)
    }

    /// The numbers that a rule matches which is not in both tables, or not at the same place among those that are: no other
    /// is treated otherwise by one than by the other.
    ///
    /// # Errors
    /// It needs too many states, or too much time or memory on the way.
    pub fn told_apart(&self, other: &Self) -> Result<Dfa, OverBudget> {
        let (mine, others) = (self.programs.as_slice(), other.programs.as_slice());
        let front = mine.iter().zip(others).take_while(|(one, other)| one == other).count();
        let (mine, others) = (mine.get(front..).unwrap_or_default(), others.get(front..).unwrap_or_default());
        let end = mine.iter().rev().zip(others.iter().rev()).take_while(|(one, other)| one == other).count();
        let middle = |rules: &[Program]| -> Vec<Program> {
            rules.iter().take(rules.len() - end).map(Program::rejecting).collect()
        };
        Self { programs: [middle(mine), middle(others)].concat() }.rejected()
    }

    /// The numbers that a reject rule blocks. Where rules apply perhaps: those that it may block.
    ///
    /// # Errors
    /// It needs too many states, or too much time or memory on the way.
    pub fn rejected(&self) -> Result<Dfa, OverBudget> {
        let target = Table::nothing_or_all();
        let sets = self.programs.iter().flat_map(Program::symbols);
        let mut simulation = Simulation::new(&self.programs, &target, Question::Rejected);
        lazy::build(&mut simulation, sets, &target, &Table::new(&Dfa::all()))
    }
}

/// Numbers that should come out of changes, made ready once for many of these.
pub struct Target<'a> {
    set: &'a Dfa,
    /// For changes that do not hold texts, and for those that do.
    plain: OnceCell<Table>,
    held: OnceCell<Table>,
}

impl<'a> Target<'a> {
    /// These numbers.
    pub fn new(set: &'a Dfa) -> Self {
        Self { set, plain: OnceCell::new(), held: OnceCell::new() }
    }

    /// The numbers.
    pub fn set(&self) -> &'a Dfa {
        self.set
    }

    fn plain(&self) -> &Table {
        self.plain.get_or_init(|| Table::of_target(self.set, false))
    }

    fn held(&self) -> &Table {
        self.held.get_or_init(|| Table::of_target(self.set, true))
    }
}

/// A change to a number.
#[derive(Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// What a table of rules does.
    Rules(RuleSet),
    /// These symbols are put in front.
    Prefix(Vec<Symbol>),
    /// So many symbols are taken away in front; a shorter number becomes empty.
    Strip(usize),
    /// So many symbols are left at the end; a shorter number stays as it is.
    KeepLast(usize),
    /// Any number becomes this one.
    Replace(Vec<Symbol>),
}

impl Change {
    /// The numbers that the change sends into `target`.
    ///
    /// # Errors
    /// It needs too many states, or too much time or memory on the way.
    pub fn pre_image(&self, target: &Dfa) -> Result<Dfa, OverBudget> {
        self.within(target, &Dfa::all())
    }

    /// The numbers of `domain` that the change sends into `target`, found without those outside of `domain`: there may
    /// be few of them although there are too many in all.
    ///
    /// # Errors
    /// It needs too many states, or too much time or memory on the way.
    pub fn within(&self, target: &Dfa, domain: &Dfa) -> Result<Dfa, OverBudget> {
        self.leading_to(&Target::new(target), domain)
    }

    /// The same for a target that many changes are asked about.
    ///
    /// # Errors
    /// It needs too many states, or too much time or memory on the way.
    pub fn leading_to(&self, target: &Target<'_>, domain: &Dfa) -> Result<Dfa, OverBudget> {
        let set = target.set;
        match self {
            Self::Rules(rules) => rules.leading_to(target, domain),
            Self::Prefix(symbols) => {
                let target = Table::new(set);
                lazy::build(&mut Plain::prefix(&target, symbols), [], &target, &Table::new(domain))
            }
            Self::Strip(count) => {
                let target = Table::new(set);
                lazy::build(&mut Plain::strip(&target, *count), [], &target, &Table::new(domain))
            }
            Self::Replace(symbols) => {
                let target = Table::new(set);
                let end = target.walk(target.start(), symbols);
                Ok(if target.is_accepting(end) { domain.clone() } else { Dfa::empty() })
            }
            Self::KeepLast(count) => {
                let target = target.held();
                lazy::build(&mut KeepLast::new(target, *count), [], target, &Table::new(domain))
            }
        }
    }
}

impl Change {
    /// What comes out of the numbers of `domain`; `None` for a table of rules, of which it is not said.
    ///
    /// # Errors
    /// It needs too many states, or too much time or memory on the way.
    pub fn image(&self, domain: &Dfa) -> Result<Option<Dfa>, OverBudget> {
        match self {
            Self::Rules(_) => Ok(None),
            Self::Prefix(symbols) => Ok(Some(image::with_prefix(domain, symbols))),
            Self::Strip(count) => image::stripped(domain, *count).map(Some),
            Self::KeepLast(count) => image::last(domain, *count).map(Some),
            Self::Replace(symbols) => image::constant(domain, symbols).map(Some),
        }
    }
}

/// Changes one after the other, the first applied first.
#[derive(Clone, Debug, Default)]
pub struct Chain(pub Vec<Arc<Change>>);

impl Chain {
    /// The numbers that the chain sends into `target`.
    ///
    /// # Errors
    /// It needs too many states, or too much time or memory on the way.
    pub fn pre_image(&self, target: &Dfa) -> Result<Dfa, OverBudget> {
        self.0.iter().rev().try_fold(target.clone(), |target, change| change.pre_image(&target))
    }

    /// The numbers of `domain` that the chain sends into `target`. Where that is too much for all numbers, each change is
    /// asked only about what comes out of those before it.
    ///
    /// # Errors
    /// It needs too many states, or too much time or memory on the way.
    pub fn within(&self, target: &Dfa, domain: &Dfa) -> Result<Dfa, OverBudget> {
        let Some((first, rest)) = self.0.split_first() else { return target.intersection(domain) };
        let whole = rest.iter().rev().try_fold(target.clone(), |target, change| change.pre_image(&target));
        match whole {
            Ok(target) => first.within(&target, domain),
            Err(OverBudget) => self.step_by_step(target, domain),
        }
    }

    /// The same, with each change asked about as few numbers as is known.
    fn step_by_step(&self, target: &Dfa, domain: &Dfa) -> Result<Dfa, OverBudget> {
        let mut domains = Vec::with_capacity(self.0.len());
        let mut reached = domain.clone();
        for change in &self.0 {
            let next = change.image(&reached).ok().flatten().unwrap_or_else(Dfa::all);
            domains.push(std::mem::replace(&mut reached, next));
        }
        let mut backwards = self.0.iter().zip(&domains).rev();
        backwards.try_fold(target.clone(), |target, (change, domain)| change.within(&target, domain))
    }
}

#[cfg(test)]
mod tests;
