//! What a rule found.

use super::rule::Rule;
use crate::automaton::{Count, Dfa};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::number::grouped;
use crate::source::{Source, Span};

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The code of the rule.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The object that it is about, as its header says: `dial-peer voice 5 voip`; empty for the configuration as a whole.
    pub object: String,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// The places; the first is where it is reported. Never empty.
    pub labels: Vec<Label>,
    /// The numbers that bear it out, where it is about numbers.
    pub numbers: Option<Numbers>,
    /// What to do, with what to type.
    pub help: Option<String>,
}

/// A file that was linted, and what was found in it.
#[derive(Clone, Debug)]
pub struct Linted {
    /// Its path; `<stdin>` for standard input.
    pub file: String,
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
}

/// Numbers that bear a finding out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// One of them.
    pub witness: String,
    /// How many there are; `None` where that was not counted.
    pub count: Option<Count>,
}

impl Numbers {
    /// Those of a set; `None` where it holds no number that can be dialled.
    pub fn of(set: &Dfa) -> Option<Self> {
        let witness = set.plain_witness()?;
        Some(Self { witness, count: Some(set.count()) })
    }

    /// One number.
    pub fn one(witness: impl Into<String>) -> Self {
        Self { witness: witness.into(), count: None }
    }
}

impl Finding {
    /// A finding of `rule` about `object`, without a place yet.
    pub fn new(rule: &Rule, severity: Severity, object: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: rule.code,
            severity,
            object: object.into(),
            message: message.into(),
            labels: Vec::new(),
            numbers: None,
            help: None,
        }
    }

    /// The same, also about `span` of `source`, with what is to be said there.
    #[must_use]
    pub fn at(mut self, source: &Source, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { source: source.clone(), span, text: text.into() });
        self
    }

    /// The same, borne out by these numbers.
    #[must_use]
    pub fn shown_by(mut self, numbers: Numbers) -> Self {
        self.numbers = Some(numbers);
        self
    }

    /// The same, with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What findings are sorted by: the place, then the code.
    pub fn order(&self) -> (u32, u32, &'static str, String) {
        let span = self.labels.first().map(|label| label.span).unwrap_or_default();
        (span.start, span.end, self.code, self.message.clone())
    }

    /// The message, with the numbers that bear it out: `... (100 numbers, e.g. 12065550100)`.
    pub fn text(&self) -> String {
        let Some(numbers) = &self.numbers else { return self.message.clone() };
        let count = numbers.count.filter(|count| count.numbers > 1);
        match count {
            Some(count) => {
                let more = if count.longer { ", and longer ones" } else { "" };
                format!("{} ({} numbers{more}, e.g. {})", self.message, grouped(count.numbers), numbers.witness)
            }
            None if numbers.witness.is_empty() => format!("{} (the empty number)", self.message),
            None => format!("{} (e.g. {})", self.message, numbers.witness),
        }
    }

    /// As a diagnostic, which can be drawn.
    pub fn diagnostic(&self) -> Diagnostic {
        let Self { code, severity, labels, help, .. } = self.clone();
        Diagnostic { code, severity, message: self.text(), labels, help }
    }
}
