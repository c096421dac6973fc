//! What is done to numbers between two places, and which numbers get through.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::automaton::{Change, Dfa, OverBudget, Target};

/// A step on the way of a number.
#[derive(Clone, Debug)]
pub enum Step {
    /// It is changed.
    Change(Arc<Change>),
    /// Only these get on.
    Within(Arc<Dfa>),
}

/// The way of a number from one place to another. Two are equal where the same is done on both, step by step, be they of one
/// gateway or of two; ways that differ in their steps can come to the same all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path(Vec<Step>);

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Change(one), Self::Change(other)) => Arc::ptr_eq(one, other) || one == other,
            (Self::Within(one), Self::Within(other)) => Arc::ptr_eq(one, other) || one.equals(other),
            (Self::Change(_), Self::Within(_)) | (Self::Within(_), Self::Change(_)) => false,
        }
    }
}

impl Eq for Step {}

impl Hash for Step {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // One set of numbers may be written as several automata.
        if let Self::Change(change) = self {
            change.hash(state);
        }
    }
}

impl Path {
    /// Nothing is done.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, and then this step.
    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }

    /// The same, and then only these numbers.
    #[must_use]
    pub fn within(self, numbers: Dfa) -> Self {
        if numbers.is_everything() {
            return self;
        }
        self.then(Step::Within(Arc::new(numbers)))
    }

    /// The same, and then this change.
    #[must_use]
    pub fn change(self, change: Change) -> Self {
        self.then(Step::Change(Arc::new(change)))
    }

    /// The same, and then all of another way.
    #[must_use]
    pub fn join(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().cloned());
        self
    }

    /// Whether the same is done on both, step by step. Two ways that differ in their steps can come to the same all the same.
    pub fn is_same(&self, other: &Self) -> bool {
        let same = |(one, other): (&Step, &Step)| match (one, other) {
            (Step::Change(one), Step::Change(other)) => Arc::ptr_eq(one, other),
            (Step::Within(one), Step::Within(other)) => Arc::ptr_eq(one, other) || one.equals(other),
            (Step::Change(_), Step::Within(_)) | (Step::Within(_), Step::Change(_)) => false,
        };
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(same)
    }

    /// Its steps in turn.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether numbers stay as they are.
    pub fn is_unchanged(&self) -> bool {
        self.0.iter().all(|step| matches!(step, Step::Within(_)))
    }

    /// Where its steps are: ways of which that is the same do the same. Nothing where nothing is done.
    pub(crate) fn identity(&self) -> Vec<usize> {
        let place = |step: &Step| match step {
            Step::Change(change) => Arc::as_ptr(change).addr(),
            Step::Within(only) => Arc::as_ptr(only).addr(),
        };
        self.0.iter().map(place).collect()
    }

    /// The numbers that get through and come out in `target`.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn pre_image(&self, target: &Dfa) -> Result<Dfa, OverBudget> {
        self.leading_to(&Target::new(target))
    }

    /// The same for a target that many ways are asked about.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn leading_to(&self, target: &Target<'_>) -> Result<Dfa, OverBudget> {
        let mut steps = self.0.as_slice();
        let mut numbers: Option<Dfa> = None;
        while let Some((last, before)) = steps.split_last() {
            steps = before;
            let set = numbers.as_ref().unwrap_or(target.set());
            let into = |change: &Change, domain: &Dfa| match &numbers {
                Some(numbers) => change.within(numbers, domain),
                None => change.leading_to(target, domain),
            };
            numbers = Some(match (last, before.split_last()) {
                (Step::Within(only), _) => set.intersection(only)?,
                (Step::Change(change), Some((Step::Within(only), before))) => {
                    steps = before;
                    into(change, only)?
                }
                (Step::Change(change), _) => into(change, &Dfa::all())?,
            });
        }
        Ok(numbers.unwrap_or_else(|| target.set().clone()).minimised_if_small())
    }

    /// The numbers that get through.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn domain(&self) -> Result<Dfa, OverBudget> {
        self.pre_image(&Dfa::all())
    }
}
