//! Diagnostics for a person at a terminal: the message, the lines it is about, what would be right.

use std::borrow::Borrow;
use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::shown::printable;
use crate::diagnostic::{Diagnostic, Label, Report, Severity};

/// All diagnostics of `report` in its order, drawn for a terminal of `width` columns.
pub fn render(report: &Report, color: bool, width: usize) -> String {
    drawn(report.iter().map(|diagnostic| (diagnostic, diagnostic.code.to_owned())), color, width)
}

/// Diagnostics, each with what stands above it, drawn the same way.
pub(super) fn drawn<D: Borrow<Diagnostic>>(
    diagnostics: impl Iterator<Item = (D, String)>,
    color: bool,
    width: usize,
) -> String {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false);
    let mut text = String::new();
    for (diagnostic, heading) in diagnostics {
        let drawn = handler.render_report(&mut text, &Drawing::of(diagnostic.borrow(), heading));
        debug_assert!(drawn.is_ok(), "labels are within their sources");
        text.push('\n');
    }
    text
}

/// A diagnostic as miette draws it: one source with its labels, and what is said about other sources.
#[derive(Debug)]
struct Drawing<'a> {
    severity: miette::Severity,
    /// What stands above the message.
    heading: Option<String>,
    message: String,
    help: Option<String>,
    labels: Vec<&'a Label>,
    elsewhere: Vec<Self>,
}

impl<'a> Drawing<'a> {
    fn of(diagnostic: &'a Diagnostic, heading: String) -> Self {
        let mut groups: Vec<Vec<&Label>> = Vec::new();
        for label in &diagnostic.labels {
            let same = |group: &&mut Vec<&Label>| group.first().is_some_and(|first| first.source == label.source);
            match groups.iter_mut().find(same) {
                Some(group) => group.push(label),
                None => groups.push(vec![label]),
            }
        }
        let mut groups = groups.into_iter();
        Self {
            severity: match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Info => miette::Severity::Advice,
            },
            heading: Some(printable(heading)),
            message: printable(diagnostic.message.clone()),
            help: diagnostic.help.clone().map(printable),
            labels: groups.next().unwrap_or_default(),
            elsewhere: groups.map(Self::elsewhere).collect(),
        }
    }

    /// Labels of a source that is not the first.
    fn elsewhere(labels: Vec<&'a Label>) -> Self {
        let name = labels.first().map_or("", |label| label.source.name());
        Self {
            severity: miette::Severity::Advice,
            heading: None,
            message: printable(format!("and in {name}")),
            help: None,
            labels,
            elsewhere: Vec::new(),
        }
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.heading.as_ref().map(|heading| Box::new(heading) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.labels.first().map(|label| &label.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let drawn = self.labels.iter().enumerate().map(|(index, label)| {
            let text = (!label.text.is_empty()).then(|| printable(label.text.clone()));
            let span = label.span.range();
            let span = (span.start, span.len());
            if index == 0 {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        });
        Some(Box::new(drawn))
    }

    fn related<'b>(&'b self) -> Option<Box<dyn Iterator<Item = &'b dyn miette::Diagnostic> + 'b>> {
        Some(Box::new(self.elsewhere.iter().map(|drawing| drawing as &dyn miette::Diagnostic)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Span};

    #[test]
    fn two_places_and_another_file() {
        let spec = Source::new("spec.yaml", "one: 1\ntwo: 2\n");
        let csv = Source::new("dids.csv", "+1206\n");
        let diagnostic = Diagnostic::error("clash", "these\u{1b}[2J clash")
            .at(&spec, Span::new(7..10), "this")
            .at(&spec, Span::new(0..3), "")
            .at(&csv, Span::new(0..5), "that")
            .help("keep one");
        insta::assert_snapshot!(render(&diagnostic.into(), false, 80), @r"
        clash

          × these?[2J clash
           ╭─[spec.yaml:2:1]
         1 │ one: 1
           · ───
         2 │ two: 2
           · ─┬─
           ·  ╰── this
           ╰────
          help: keep one

        Advice: 
          ☞ and in dids.csv
           ╭─[dids.csv:1:1]
         1 │ +1206
           · ──┬──
           ·   ╰── that
           ╰────

        ");
    }
}
