//! What a rule found.

use super::fix::Fix;
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
    /// What tells it from other findings of its rule about its object, where that is not the message.
    pub detail: Option<String>,
    /// Commands that take it away, where there is a mechanical change that does.
    pub fix: Option<Fix>,
}

/// A file that was linted, and what was found in it.
#[derive(Clone, Debug)]
pub struct Linted {
    /// Its path; `<stdin>` for standard input.
    pub file: String,
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// The rules that were not looked at, by their codes.
    pub off: Vec<&'static str>,
    /// How many findings are left out since the baseline knows them.
    pub known: usize,
    /// What was found and is allowed: it is none of the findings.
    pub allowed: Vec<Allowed>,
}

/// A finding that somebody allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// What is allowed.
    pub finding: Finding,
    /// Why.
    pub reason: String,
    /// Where that is said.
    pub voice: Voice,
}

/// Where something is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// In the text of the configuration: a comment or a description.
    Text,
    /// In the settings.
    Settings,
}

impl Linted {
    /// What was found in a file when every rule was looked at.
    pub fn new(file: impl Into<String>, findings: Vec<Finding>) -> Self {
        Self { file: file.into(), findings, off: Vec::new(), known: 0, allowed: Vec::new() }
    }
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
        let (witness, count) = set.witness_and_count()?;
        Some(Self { witness, count: Some(count) })
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
            detail: None,
            fix: None,
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

    /// The same, with commands that take it away, where there are some.
    #[must_use]
    pub(super) fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// The same; `detail` tells it from others where the message says what can change without it, such as a witness.
    #[must_use]
    pub(super) fn told_by(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// What tells it from other findings of its rule about its object, whatever line it stands in.
    pub fn detail(&self) -> &str {
        self.detail.as_deref().unwrap_or(&self.message)
    }

    /// What tells it from others, whatever line it stands in: FNV-1a, 64 bits, of code, object and detail. The hash of the
    /// standard library may change with its version.
    pub fn fingerprint(&self) -> u64 {
        let bytes = [self.code, &self.object, self.detail()].into_iter().flat_map(|text| text.bytes().chain([0]));
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
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
        let help = match (help, &self.fix) {
            (help, None) => help,
            (None, Some(fix)) => Some(fix.text()),
            (Some(help), Some(fix)) => Some(format!("{help}\n{}", fix.text())),
        };
        Diagnostic { code, severity, message: self.text(), labels, help }
    }
}
