//! What dialc has to say about a text: a message, the places it is about, and what would be right.

use crate::source::{Source, Span};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; changes no exit code.
    Info,
    /// Probably not what was meant.
    Warning,
    /// Wrong: the work is not done.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place that a diagnostic is about, and what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The text.
    pub source: Source,
    /// The place in it.
    pub span: Span,
    /// What is to be said at that place; may be empty.
    pub text: String,
}

/// One finding about a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name for the kind of finding, kebab-case.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// Where; the first is the place it is reported at. Empty where no text is to blame.
    pub labels: Vec<Label>,
    /// What would be right.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error with no place yet.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), labels: Vec::new(), help: None }
    }

    /// A warning with no place yet.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// A remark with no place yet.
    pub fn info(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Info, ..Self::error(code, message) }
    }

    /// The same, also about `span` of `source`.
    #[must_use]
    pub fn at(mut self, source: &Source, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { source: source.clone(), span, text: text.into() });
        self
    }

    /// The same, with what would be right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Diagnostics in the order they will be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Nothing to say yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds all of another report.
    pub fn extend(&mut self, other: Self) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// Whether anything in it is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The diagnostics by place (file, then position; those without a place last), each said once.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        let place = |diagnostic: &Diagnostic| {
            let label = diagnostic.labels.first();
            (label.is_none(), label.map(|label| (label.source.name().to_owned(), label.span.start)))
        };
        self.diagnostics.sort_by_cached_key(place);
        self.diagnostics.dedup();
        self
    }

    /// Each in turn.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }
}

impl FromIterator<Diagnostic> for Report {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self { diagnostics: diagnostics.into_iter().collect() }
    }
}

impl From<Diagnostic> for Report {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic] }
    }
}

/// The one of `known` that `word` was probably meant to be: close in spelling, or the same but for case.
///
/// ```
/// assert_eq!(dialc::diagnostic::did_you_mean("sytems", ["systems", "sharing"]), Some("systems"));
/// assert_eq!(dialc::diagnostic::did_you_mean("codec", ["systems", "sharing"]), None);
/// ```
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a word of this length; comparing it with each would take long.
    if word.len() > 100 {
        return None;
    }
    let lower = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (likeness(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.82)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
}

/// How alike two words are, 0 to 1. Of short words a single slip (`osc` for `ocs`) leaves too little for Jaro-Winkler.
fn likeness(word: &str, candidate: &str) -> f64 {
    let slip = word.len() > 2 && strsim::osa_distance(word, candidate) == 1;
    let likeness = strsim::jaro_winkler(word, candidate);
    if slip { likeness.max(0.9) } else { likeness }
}

/// Whether `word` is `meant` with a slip of the fingers: one letter, or two of a long word, are left out, put in, changed or
/// change places.
///
/// ```
/// assert!(dialc::diagnostic::is_slip("vioce", "voice") && !dialc::diagnostic::is_slip("video", "voice"));
/// ```
pub fn is_slip(word: &str, meant: &str) -> bool {
    const LONG: usize = 8;
    const MOST_SLIPS: usize = 2;
    // Comparing letter by letter takes long, and this is asked of many words.
    if word.len().min(meant.len()) < 3 || word.len().abs_diff(meant.len()) > MOST_SLIPS {
        return false;
    }
    let slips = strsim::osa_distance(&word.to_lowercase(), meant);
    (1..=if meant.len() < LONG { 1 } else { MOST_SLIPS }).contains(&slips)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_by_place_and_said_once() {
        let source = Source::new("a", "one\ntwo\n");
        let late = Diagnostic::error("late", "late").at(&source, Span::new(4..7), "");
        let early = Diagnostic::warning("early", "early").at(&source, Span::new(0..3), "");
        let nowhere = Diagnostic::info("nowhere", "nowhere");
        let mut report = Report::new();
        for diagnostic in [&nowhere, &late, &early, &late] {
            report.push(diagnostic.clone());
        }
        assert!(report.has_errors());
        let sorted = report.sorted();
        let codes: Vec<_> = sorted.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, ["early", "late", "nowhere"]);
    }
}
