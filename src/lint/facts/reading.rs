//! What the reader says of lines that IOS would refuse, as findings, and where in a line a word stands.

use super::Facts;
use crate::diagnostic::Diagnostic;
use crate::lint::finding::Finding;
use crate::lint::rule::Rule;
use crate::source::Span;

impl Facts<'_, '_> {
    /// What the reader said under the code of `rule`, as its findings.
    pub fn reported(&self, rule: &Rule) -> impl Iterator<Item = Finding> {
        self.reported_as(rule, rule.code)
    }

    /// What the reader said under `code`, as findings of `rule`.
    pub fn reported_as(&self, rule: &Rule, code: &str) -> impl Iterator<Item = Finding> {
        self.report().iter().filter(move |said| said.code == code).map(|said| self.finding(rule, said))
    }

    fn finding(&self, rule: &Rule, said: &Diagnostic) -> Finding {
        let first = said.labels.first();
        let object = first.map_or_else(String::new, |label| self.object_at(label.span));
        // A finding that is shown in one line has no labels to say the rest.
        let message = match first.map(|label| label.text.as_str()) {
            Some(text) if said.labels.len() == 1 && !text.starts_with("IOS ") => format!("{}: {text}", said.message),
            Some(_) | None => said.message.clone(),
        };
        let mut finding = Finding::new(rule, said.severity, object, message);
        finding.labels.clone_from(&said.labels);
        if finding.labels.is_empty() {
            finding = finding.at(self.source(), Span::default(), "");
        }
        finding.help.clone_from(&said.help);
        finding
    }

    /// Whether the reader said something of the line at `span`.
    pub fn is_refused(&self, span: Span) -> bool {
        let starts = || self.report().iter().flat_map(|said| &said.labels).map(|label| label.span.start).collect();
        self.refused.get_or_init(starts).range(span.start..=span.end).next().is_some()
    }

    /// Where the last word of a line that reads `word` stands; the line itself where none does.
    pub fn word_in(&self, line: Span, word: &str) -> Span {
        let text = self.source().text_at(line).unwrap_or_default();
        let ends = |at: &usize| {
            let blank = |one: Option<char>| one.is_none_or(char::is_whitespace);
            let (before, behind) = (text.get(..*at), text.get(at + word.len()..));
            blank(before.and_then(|before| before.chars().last())) && blank(behind.and_then(|one| one.chars().next()))
        };
        let found = text.rmatch_indices(word).map(|(at, _)| at).find(ends);
        found.filter(|_| !word.is_empty()).map_or(line, |at| line.part(at..at + word.len()))
    }
}
